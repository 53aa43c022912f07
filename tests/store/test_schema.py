"""The schema as both databases have it: equal to the models, every rule of it in force, and no more of it than is meant."""

from collections.abc import Iterator
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from databases import Places
from every_table import with_everything
from sqlalchemy import Connection, Inspector, Integer, LargeBinary, Table, Text, UniqueConstraint, inspect
from sqlalchemy.schema import CheckConstraint

from claims.store.engine import Database, open_database
from claims.store.tables import LOGGED, METADATA, REDACTABLE
from claims.store.triggers import guard

TABLES = METADATA.sorted_tables
VIEWS = {"claim_view", "appearance_view", "attribution_view", "review_view"}


@pytest.fixture(scope="module")
def store(places: Places, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A filled store, which these tests only read."""
    database = open_database(places.copy(tmp_path_factory.mktemp("schema"), with_everything(places)))
    yield database
    database.engine.dispose()
    places.drop(database.url)


@pytest.fixture
def connection(store: Database) -> Iterator[Connection]:
    with store.engine.connect() as connection, connection.begin():
        yield connection


@pytest.fixture
def found(connection: Connection) -> Inspector:
    """What the database says about itself."""
    return inspect(connection)


def test_models_equal_migrations(connection: Connection) -> None:
    """What the migrations make is what the models say: autogenerate proposes nothing, and no table for a view."""
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    assert compare_metadata(context, METADATA) == []


def test_tables_and_views(found: Inspector) -> None:
    """Nothing is there but the tables, the views for people and Alembic's own table."""
    assert set(found.get_table_names()) == {t.name for t in TABLES} | {"alembic_version"}
    assert set(found.get_view_names()) == VIEWS


def test_views_can_be_read(connection: Connection) -> None:
    """Each view shows the rows of a filled store, with public ids and no withdrawn or older versions."""
    rows = {view: connection.exec_driver_sql(f"SELECT * FROM {view} ORDER BY id").mappings().all() for view in VIEWS}
    assert [(r["id"], r["text"], r["version"]) for r in rows["claim_view"]] == [
        ("C-1", "There will be a factory.", 2),
        ("C-2", "There is none.", 1),
    ]
    assert [(r["id"], r["source"], r["stance"]) for r in rows["appearance_view"]] == [
        ("P-1", "The ex-minister", "asserts"),
        ("P-2", "The Paper", "doubts"),
    ]
    assert [(r["id"], r["downstream"], r["upstream"], r["manner"]) for r in rows["attribution_view"]] == [
        ("H-1", "P-2", "P-1", "cites")
    ]
    assert [(r["id"], r["claim"], r["status"]) for r in rows["review_view"]] == [("R-1", "C-1", "false")]


def test_columns(found: Inspector) -> None:
    """Every table has the models' columns, and which of them may be NULL is the same."""
    for table in TABLES:
        columns = {c["name"]: c["nullable"] for c in found.get_columns(table.name)}
        assert columns == {c.name: bool(c.nullable) for c in table.c}, table.name


def test_only_plain_types(found: Inspector) -> None:
    """Columns hold text, whole numbers or bytes, which both databases keep alike; whole numbers are 64 bits wide."""
    for table in TABLES:
        for column in found.get_columns(table.name):
            kind = column["type"]
            assert isinstance(kind, Text | Integer | LargeBinary), (table.name, column["name"])
            assert not isinstance(kind, Integer) or str(kind) in {"BIGINT", "INTEGER"}
            if found.dialect.name == "postgresql" and isinstance(kind, Integer):
                assert str(kind) == "BIGINT", (table.name, column["name"])


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_tables_are_strict(connection: Connection) -> None:
    """SQLite refuses text in a column of whole numbers, as PostgreSQL does."""
    kinds = connection.exec_driver_sql("SELECT name, strict FROM pragma_table_list WHERE type = 'table'").all()
    assert {name for name, strict in kinds if strict} == {t.name for t in TABLES}


def names_in(table: Table) -> dict[str, set[Any]]:
    constraints = table.constraints
    return {
        "primary key": {table.primary_key.name},
        "foreign keys": {c.name for c in table.foreign_key_constraints},
        "checks": {c.name for c in constraints if isinstance(c, CheckConstraint)},
        "unique": {c.name for c in constraints if isinstance(c, UniqueConstraint)},
        "indexes": {i.name for i in table.indexes},
    }


@pytest.mark.parametrize("table", [pytest.param(t, id=t.name) for t in TABLES])
def test_everything_is_named(found: Inspector, table: Table) -> None:
    """Every constraint and index has the name that the models give it, so that later migrations can find it."""
    unique = {c["name"] for c in found.get_unique_constraints(table.name)}
    there: dict[str, set[Any]] = {
        "primary key": {found.get_pk_constraint(table.name)["name"]},
        "foreign keys": {c["name"] for c in found.get_foreign_keys(table.name)},
        "checks": {c["name"] for c in found.get_check_constraints(table.name)},
        "unique": unique,
        "indexes": {i["name"] for i in found.get_indexes(table.name)} - unique,
    }
    assert there == names_in(table)
    assert all(name for names in there.values() for name in names)


def test_nothing_is_removed_by_reference(found: Inspector) -> None:
    """No foreign key removes or changes rows: there is no ON DELETE and no ON UPDATE."""
    for table in TABLES:
        for key in found.get_foreign_keys(table.name):
            assert not {"ondelete", "onupdate"} & {k for k, v in key["options"].items() if v}, key["name"]
        assert not any(key.ondelete or key.onupdate for key in table.foreign_keys), table.name


def test_logged_columns_have_no_default(found: Inspector) -> None:
    """A logged column holds what the ledger hashed, never something that the database puts there."""
    for table in LOGGED:
        assert not [c["name"] for c in found.get_columns(table.name) if c["default"] is not None], table.name
        assert not [c.name for c in table.c if c.server_default is not None or c.default is not None], table.name


def test_log_numbers_come_from_the_ledger(found: Inspector) -> None:
    """The primary key of every logged table is `seq`, and no database counts it up."""
    for table in LOGGED:
        assert found.get_pk_constraint(table.name)["constrained_columns"] == ["seq"]
        assert table.c.seq.autoincrement is False
        (seq,) = (c for c in found.get_columns(table.name) if c["name"] == "seq")
        assert not seq.get("autoincrement") or found.dialect.name == "sqlite"
        assert not seq.get("identity")


def test_only_numbers_and_versions_are_unique(found: Inspector) -> None:
    """In logged tables only public numbers and (first, version) are unique: a retraction must never stand in the way of a new row."""
    for table in LOGGED:
        unique: list[tuple[str | None, ...]] = [
            tuple(c["column_names"]) for c in found.get_unique_constraints(table.name)
        ]
        unique += [tuple(i["column_names"]) for i in found.get_indexes(table.name) if i["unique"]]
        assert set(unique) <= {("number",), ("first", "version")}, table.name
        assert (("number",) in unique) == ("number" in table.c)
        assert (("first", "version") in unique) == ("first" in table.c)


# --- what may disappear -----------------------------------------------------------------------------------------------


def test_redactable_tables_are_those_with_a_salt() -> None:
    """REDACTABLE names every table with a salt and no other."""
    assert set(REDACTABLE) == {t.name for t in LOGGED if "salt" in t.c}
    assert all(REDACTABLE.values())


@pytest.mark.parametrize(
    ("table", "column"), [pytest.param(t, c, id=f"{t}.{c}") for t, columns in REDACTABLE.items() for c in columns]
)
def test_redactable_columns(table: str, column: str) -> None:
    """Each redactable column is there and holds text or bytes, which a commitment can be made of."""
    assert isinstance(METADATA.tables[table].c[column].type, Text | LargeBinary)


@pytest.mark.parametrize("column", [f"{t}.{c}" for t, columns in REDACTABLE.items() for c in (*columns, "salt")])
def test_redactable_columns_may_be_null(column: str) -> None:
    """A text that may have to disappear can be set to NULL, and its salt with it."""
    table, name = column.split(".")
    assert METADATA.tables[table].c[name].nullable


def test_nobody_is_named_in_the_open() -> None:
    """Columns for people's names and for free text are redactable, in every table that has them."""
    free = {
        "name",
        "text",
        "title",
        "note",
        "because",
        "by",
        "who",
        "why",
        "what",
        "reviewer",
        "byline",
        "named_as",
        "exact",
        "question",
        "answer",
    }
    for table in LOGGED:
        shown = free & {c.name for c in table.c if c.name not in REDACTABLE.get(table.name, ())}
        assert shown <= ({"name"} if table.name == "rule" else set()), table.name


@pytest.mark.parametrize("table", [pytest.param(t, id=t.name) for t in LOGGED])
def test_guards_are_those_of_the_models(connection: Connection, table: Table) -> None:
    """The triggers in the database are made for the table's present columns and its redactable texts."""
    made = guard(connection.dialect.name, table.name, [c.name for c in table.c], REDACTABLE.get(table.name, ()))
    if connection.dialect.name == "sqlite":
        sql = "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?"
        there = connection.exec_driver_sql(sql, (table.name,)).scalars().all()
        assert set(there) == {s for s in made if s.startswith("CREATE")}
        return
    body = connection.exec_driver_sql(
        "SELECT prosrc FROM pg_proc WHERE proname = %s", (f"{table.name}_refuse",)
    ).scalar_one()
    assert f"$${body}$$" in made[0]
    sql = "SELECT tgname, tgenabled FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal"
    triggers = {tuple(row) for row in connection.exec_driver_sql(sql, (table.name,))}
    assert triggers == {(f"{table.name}_no_change", "O"), (f"{table.name}_no_truncate", "O")}
