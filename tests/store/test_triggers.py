"""Logged rows are never changed or removed, whatever the statement; and a redaction takes away exactly what it names."""

import contextlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from databases import Places
from every_table import redact, with_everything
from recompute import altered
from sqlalchemy import Column, Connection, Integer, LargeBinary, Table, delete, func, insert, inspect, select, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError

from claims.shipped import shipped
from claims.store import migrations
from claims.store.canonical import commitment
from claims.store.engine import HEAD_REVISION, Database, close, open_database, utc_now
from claims.store.ledger import Ledger
from claims.store.tables import LOGGED, METADATA, REDACTABLE, CaseFile, Claim, Redaction, Source

# The second are SQLite's words for a key that is set to NULL; it does not get as far as the trigger.
REFUSAL = "rows of the log are never changed or removed|datatype mismatch"

# A rebuild drops the table that views and other tables' triggers name; without the pragma SQLite refuses the renaming that follows.
REBUILD = """
import sqlalchemy as sa
from alembic import op
from claims.store.tables import LOGGED, REDACTABLE
from claims.store.triggers import guard

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    sqlite = op.get_context().dialect.name == "sqlite"
    if sqlite:
        op.execute("PRAGMA legacy_alter_table = ON")
    for table in LOGGED:
        with op.batch_alter_table(table.name, recreate="always" if sqlite else "never") as batch:
            batch.add_column(sa.Column("colour", sa.Text(), nullable=True))
        for statement in guard(op.get_context().dialect.name, table.name, [*table.c.keys(), "colour"], REDACTABLE.get(table.name, ())):
            op.execute(statement)
"""


@pytest.fixture(scope="module", params=["as made", "rebuilt"])
def store(
    places: Places, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Database]:
    """A filled store: as the migrations make it, and after a later one that rebuilt every logged table and guarded it again."""
    database = open_database(places.copy(tmp_path_factory.mktemp("guarded"), with_everything(places)))
    if request.param == "rebuilt":
        schema = tmp_path_factory.mktemp("next") / "schema"
        shutil.copytree(shipped("schema"), schema, ignore=shutil.ignore_patterns("__pycache__"))
        (schema / "versions" / "0002_rebuild.py").write_text(REBUILD)
        with contextlib.chdir(schema.parent):  # where the copy of a server's database is kept
            migrations.upgrade(database.url, "Ana", schema)
    yield database
    database.engine.dispose()
    places.drop(database.url)


@pytest.fixture(scope="module")
def opened(store: Database) -> Iterator[Connection]:
    """A connection with SQLite's own defaults, as other programs have them: the guards must not need our settings."""
    with store.engine.connect().execution_options(writing=True) as connection:
        if connection.dialect.name == "sqlite":
            with contextlib.closing(connection.connection.cursor()) as cursor:
                cursor.execute("PRAGMA foreign_keys = OFF")
                cursor.execute("PRAGMA recursive_triggers = OFF")
        yield connection


@pytest.fixture
def connection(opened: Connection) -> Iterator[Connection]:
    """A transaction on the filled store, of which nothing is kept."""
    transaction = opened.begin()
    yield opened
    transaction.rollback()


def refused(connection: Connection, statement: Any, why: str = REFUSAL) -> None:
    """The statement fails, for this reason, and the transaction goes on without it: on PostgreSQL only from a savepoint."""
    server = connection.dialect.name == "postgresql"
    with connection.begin_nested() if server else contextlib.nullcontext() as attempt:
        with pytest.raises(DBAPIError, match=why):
            connection.execute(statement)
        if attempt:
            attempt.rollback()


def row_of(connection: Connection, table: Table) -> dict[str, Any]:
    """A row of the table whose texts are all there."""
    whole = [table.c[c].is_not(None) for c in REDACTABLE.get(table.name, ())]
    return dict(connection.execute(select(table).where(*whole).order_by(table.c.seq).limit(1)).mappings().one())


def other_value(column: Column[Any], value: Any) -> Any:
    if isinstance(column.type, Integer):
        return (value or 0) + 100_000
    return b"other" if isinstance(column.type, LargeBinary) else "other"


TABLES = [pytest.param(t, id=t.name) for t in LOGGED]


@pytest.mark.parametrize("table", TABLES)
def test_no_update(connection: Connection, table: Table) -> None:
    """No column of a logged row can be set to another value, to its own value or to NULL, for one row or for all."""
    row = row_of(connection, table)
    for column in table.c:
        for value in (other_value(column, row[column.name]), row[column.name], None):
            refused(connection, update(table).where(table.c.seq == row["seq"]).values({column: value}))
        if table.name != "grade":  # which holds a redacted row that has nothing left to lose
            refused(connection, update(table).values({column: column}))
    gone = dict.fromkeys((*REDACTABLE.get(table.name, ("leaf",)), *(["salt"] if table.name in REDACTABLE else [])))
    refused(connection, update(table).where(table.c.seq == row["seq"]).values(gone))


@pytest.mark.parametrize("table", TABLES)
def test_no_delete(connection: Connection, table: Table) -> None:
    """No logged row can be deleted, alone or with all others."""
    row = row_of(connection, table)
    refused(connection, delete(table).where(table.c.seq == row["seq"]))
    refused(connection, delete(table))


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@pytest.mark.parametrize("table", TABLES)
def test_no_replace(connection: Connection, table: Table) -> None:
    """SQLite's REPLACE, which removes the row it collides with, is refused by log number, by public number and by version; so is its upsert."""
    row = row_of(connection, table)
    free = (
        {"seq": 900_000}
        | ({"number": 900_000} if "number" in row else {})
        | ({"version": 900_000} if "version" in row else {})
    )
    collisions: list[dict[str, Any]] = [{"seq": row["seq"]}]
    if row.get("number"):
        collisions.append({"number": row["number"]})
    if "first" in row:
        second = connection.execute(
            select(table.c["first"], table.c.version).where(table.c["first"].is_not(None)).limit(1)
        ).one()
        collisions.append({"first": second.first, "version": second.version})
    for collision in collisions:
        changed = insert(table).values({**row, **free, **collision})
        for verb in ("REPLACE", "IGNORE", "FAIL", "ABORT"):
            refused(connection, changed.prefix_with(f"OR {verb}"))
    upsert = (
        f"INSERT INTO {table.name} SELECT * FROM {table.name} WHERE true ON CONFLICT (seq) DO UPDATE SET leaf = x'00'"
    )
    with connection.begin_nested() as attempt:
        with pytest.raises(DBAPIError, match=REFUSAL):
            connection.exec_driver_sql(upsert)
        attempt.rollback()


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
@pytest.mark.parametrize("table", TABLES)
def test_no_upsert_and_no_truncate(connection: Connection, table: Table) -> None:
    """PostgreSQL's upsert, MERGE and TRUNCATE are refused."""
    row = row_of(connection, table)
    upsert = postgresql.insert(table).values(row)
    refused(connection, upsert.on_conflict_do_update(index_elements=["seq"], set_={"leaf": b"other"}))
    if row.get("number"):
        own_seq = postgresql.insert(table).values({**row, "seq": 900_000})
        refused(connection, own_seq.on_conflict_do_update(index_elements=["number"], set_={"leaf": b"other"}))
    for sql in (
        f"TRUNCATE {table.name} CASCADE",
        f"MERGE INTO {table.name} t USING (SELECT {row['seq']} AS seq) s ON t.seq = s.seq WHEN MATCHED THEN DELETE",
        f"MERGE INTO {table.name} t USING (SELECT {row['seq']} AS seq) s ON t.seq = s.seq WHEN MATCHED THEN UPDATE SET leaf = '\\x00'",
    ):
        with connection.begin_nested() as attempt:
            with pytest.raises(DBAPIError, match=REFUSAL):
                connection.exec_driver_sql(sql)
            attempt.rollback()


def test_rows_go_in_all_the_same(store: Database, connection: Connection) -> None:
    """The guards let new rows in, and with a column added by a migration the log is in order, old rows and new."""
    ledger = Ledger(connection, utc_now)
    case = connection.execute(select(func.min(Source.c.case_file))).scalar_one()
    number = connection.execute(select(func.count(Source.c.number))).scalar_one()
    assert ledger.number(Source) == number + 1
    ledger.append(Source, version=1, number=number + 1, case_file=case, key="new", name="New", kind="person", unnamed=0)
    ledger.append(Claim, version=1, number=ledger.number(Claim), case_file=case, text="New.", kind="fact")
    ledger.close("import", who="Ana")
    assert altered(connection) == set()
    revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    columns = {c["name"] for c in inspect(connection).get_columns("source")}
    assert ("colour" in columns) == (revision != HEAD_REVISION)


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_rebuild_keeps_the_tables_as_they_were(connection: Connection) -> None:
    """After a rebuild the tables are still STRICT and keep their named constraints."""
    for table in LOGGED:
        sql = connection.exec_driver_sql("SELECT sql FROM sqlite_schema WHERE name = ?", (table.name,)).scalar_one()
        assert sql.rstrip().endswith("STRICT")
        for constraint in table.constraints:
            assert f"CONSTRAINT {constraint.name} " in sql


# --- redaction -----------------------------------------------------------------------------------------------------------

REDACTABLE_TABLES = [pytest.param(METADATA.tables[name], id=name) for name in sorted(REDACTABLE)]


def gone(table: Table) -> dict[str, None]:
    """What a redaction sets to NULL."""
    return dict.fromkeys((*REDACTABLE[table.name], "salt"))


def on_record(connection: Connection, *rows: tuple[Table, dict[str, Any]]) -> Ledger:
    """The redaction of rows, recorded and not yet carried out."""
    ledger = Ledger(connection, utc_now)
    for table, row in rows:
        commitments = {c: commitment(row["salt"], c, row[c]) for c in REDACTABLE[table.name]}
        ledger.append(Redaction, target=row["seq"], table_name=table.name, commitments=json.dumps(commitments))
    ledger.flush()
    return ledger


@pytest.mark.parametrize("table", REDACTABLE_TABLES)
def test_a_redaction(connection: Connection, table: Table) -> None:
    """With the redaction on record all redactable texts and the salt of its row can go at once; the log still gives the same leaves and root."""
    row = row_of(connection, table)
    ledger = on_record(connection, (table, row))
    connection.execute(update(table).where(table.c.seq == row["seq"]).values(gone(table)))
    ledger.close("redact", who="Ana", why="asked to")
    assert altered(connection) == set()
    now = dict(connection.execute(select(table).where(table.c.seq == row["seq"])).mappings().one())
    assert now == {**row, **gone(table)}
    for column, value in row.items():
        if column in gone(table):
            refused(connection, update(table).where(table.c.seq == row["seq"]).values({column: value}))
    refused(connection, delete(table).where(table.c.seq == row["seq"]))


@pytest.mark.parametrize("table", REDACTABLE_TABLES)
def test_a_redaction_allows_nothing_else(connection: Connection, table: Table) -> None:
    """A redaction on record allows neither a part of it, nor other words in place of the old ones, nor a change of any other column."""
    row = row_of(connection, table)
    on_record(connection, (table, row))
    this = update(table).where(table.c.seq == row["seq"])
    for column in gone(table):
        refused(connection, this.values({column: None}))
        refused(connection, this.values({**gone(table), column: other_value(table.c[column], row[column])}))
        refused(connection, this.values({c: None for c in gone(table) if c != column}))
    for kept in (c for c in table.c if c.name not in gone(table)):
        refused(connection, this.values({**gone(table), kept.name: other_value(kept, row[kept.name])}))
        if row[kept.name] is not None:
            refused(connection, this.values({**gone(table), kept.name: None}))
    assert dict(connection.execute(select(table).where(table.c.seq == row["seq"])).mappings().one()) == row
    connection.execute(this.values(gone(table)))


def test_a_redaction_is_of_one_row(connection: Connection) -> None:
    """With a redaction of one row of every table on record, every other row is as closed as before."""
    tables = [METADATA.tables[name] for name in REDACTABLE]
    rows = [(table, row_of(connection, table)) for table in tables]
    on_record(connection, *rows)
    named = [row["seq"] for _, row in rows]
    for table in tables:
        others = select(table.c.seq).where(table.c.seq.not_in(named), table.c.salt.is_not(None))
        for seq in connection.execute(others).scalars().all():
            refused(connection, update(table).where(table.c.seq == seq).values(gone(table)))


def test_the_log_does_not_redact_itself(connection: Connection) -> None:
    """Tables without redactable texts stay closed even where a redaction names one of their rows."""
    for table in (t for t in LOGGED if t.name not in REDACTABLE):
        row = row_of(connection, table)
        ledger = Ledger(connection, utc_now)
        ledger.append(Redaction, target=row["seq"], table_name=table.name, commitments="{}")
        ledger.close("redact", who="Ana")
        for column in table.c:
            refused(connection, update(table).where(table.c.seq == row["seq"]).values({column: None}))
    assert altered(connection) == set()


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_redacted_text_is_gone_from_the_file(database: Database) -> None:
    """After a redaction the words stand nowhere in the file, not in the caches and not in pages that were set free."""
    words = "an allegation that must not be kept"
    file = Path(str(database.url.database))
    with database.writing("Ana") as session:
        case = session.ledger.append(CaseFile, version=1, key="a")
        claim = session.ledger.append(Claim, version=1, number=1, case_file=case, text=f"{words}; " * 500, kind="fact")
        close(session, "import")
    assert words.encode() in file.read_bytes()
    with database.writing("Ana") as session:
        redact(session, Claim, claim)
        session.ledger.touched_claims.add(claim)
        close(session, "redact")
    with database.reading() as session:
        assert session.connection.execute(select(Claim.c.text)).scalar() is None
        assert altered(session.connection) == set()
    assert not [f for f in file.parent.glob(f"{file.name}*") if words.encode() in f.read_bytes()]
