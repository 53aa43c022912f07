"""Triggers that keep logged tables insert-only, on both databases.

Every migration that makes or rebuilds a logged table calls `guard` for it: a rebuild on SQLite drops triggers silently. The columns are passed in, not
read from the database, so that migrations also work offline (`--sql`).

What may happen to a logged row after its insert: nothing, but that a row named by a redaction loses all its redactable texts and its salt at once.
"""

from collections.abc import Iterable, Sequence


def guard(dialect: str, table: str, columns: Iterable[str], redactable: Sequence[str]) -> list[str]:
    """The statements that guard one logged table. `columns`: all of them."""
    columns = list(columns)
    gone = [*redactable, "salt"] if redactable else []
    kept = [c for c in columns if c not in gone]
    unique = ["number"] if "number" in columns else []
    return (
        _sqlite(table, kept, gone, unique, "first" in columns)
        if dialect == "sqlite"
        else _postgresql(table, kept, gone)
    )


def _quoted(column: str) -> str:
    return f'"{column}"'


def _redacting(kept: Sequence[str], gone: Sequence[str], same: str) -> str:
    """The condition under which an update is a redaction and nothing else."""
    return " AND ".join(
        [
            "EXISTS (SELECT 1 FROM redaction WHERE redaction.target = OLD.seq)",
            *(f"NEW.{_quoted(c)} {same} OLD.{_quoted(c)}" for c in kept),
            *(f"NEW.{_quoted(c)} IS NULL" for c in gone),
        ]
    )


def _sqlite(table: str, kept: Sequence[str], gone: Sequence[str], unique: Sequence[str], versioned: bool) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table}: rows of the log are never changed or removed'); END"
    # REPLACE removes the row it collides with, past the DELETE trigger: refused before it gets that far.
    collides = [f"EXISTS (SELECT 1 FROM {table} WHERE {_quoted(c)} = NEW.{_quoted(c)})" for c in ("seq", *unique)]
    if versioned:
        collides.append(f'EXISTS (SELECT 1 FROM {table} WHERE "first" = NEW."first" AND "version" = NEW."version")')
    update = f"WHEN NOT ({_redacting(kept, gone, 'IS')}) " if gone else ""
    return [
        *(f"DROP TRIGGER IF EXISTS {table}_no_{what}" for what in ("update", "delete", "replace")),
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {update}{refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {' OR '.join(collides)} {refuse}",
    ]


def _postgresql(table: str, kept: Sequence[str], gone: Sequence[str]) -> list[str]:
    allowed = (
        f"IF TG_OP = 'UPDATE' AND ({_redacting(kept, gone, 'IS NOT DISTINCT FROM')}) THEN RETURN NEW; END IF; "
        if gone
        else ""
    )
    body = f"{allowed}RAISE EXCEPTION '{table}: rows of the log are never changed or removed';"
    return [
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$",
        f"DROP TRIGGER IF EXISTS {table}_no_change ON {table}",
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
        f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
    ]


def unguard(dialect: str, table: str) -> list[str]:
    """The statements that take the guards of a table away, before it is dropped."""
    if dialect == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {table}_no_{what}" for what in ("update", "delete", "replace")]
    return [
        f"DROP TRIGGER IF EXISTS {table}_no_change ON {table}",
        f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}",
        f"DROP FUNCTION IF EXISTS {table}_refuse()",
    ]
