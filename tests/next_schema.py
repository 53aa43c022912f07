"""The program's migrations with one more, as the next version of it may have."""

import shutil
from pathlib import Path

from claims.shipped import shipped

ADDS_A_TABLE = """
    op.create_table(
        "added",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_added"),
        sqlite_strict=True,
    )
    op.create_index("ix_added_id", "added", ["id"])
    op.add_column("source", sa.Column("colour", sa.Text(), nullable=True))
    op.execute("INSERT INTO added (id) VALUES (1)")
    op.execute("DROP VIEW review_view")
"""


def next_schema(folder: Path, body: str) -> Path:
    """The program's migrations with one more: revision 0002."""
    schema = folder / "schema"
    shutil.copytree(shipped("schema"), schema, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    (schema / "versions" / "0002_next.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\nfrom claims.store.triggers import guard, unguard\n"
        "revision = '0002'\ndown_revision = '0001'\n\n"
        f"def upgrade() -> None:\n    dialect = op.get_context().dialect.name\n{body}\n"
    )
    return schema
