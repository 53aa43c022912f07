"""Whatever value of whatever logged row is changed behind the program's back, verify finds it and names the row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from damage import SIZE, change, filled, other_value, said, table, unchecked, verified
from databases import Places
from sqlalchemy import Column, Connection, Integer, LargeBinary, Table, func, select

from claims.store.engine import Database
from claims.store.leaves import LogReader
from claims.store.tables import LOGGED, REDACTABLE

COLUMNS = [pytest.param(table, column, id=f"{table.name}.{column.name}") for table in LOGGED for column in table.c]
NULLABLE = [p for p in COLUMNS if p.values[1].nullable and p.values[1].name != "salt"]  # type: ignore[union-attr]


@pytest.fixture(scope="module")
def store(places: Places, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A store with something in every column; tests undo what they do to it."""
    with filled(places, tmp_path_factory.mktemp("filled")) as database:
        yield database


@pytest.fixture(scope="module")
def opened(store: Database) -> Iterator[Connection]:
    with unchecked(store) as connection:
        yield connection


@pytest.fixture
def connection(opened: Connection) -> Iterator[Connection]:
    """A transaction of which nothing is kept."""
    with opened.begin() as transaction:
        yield opened
        transaction.rollback()


def test_the_store_is_in_order(connection: Connection) -> None:
    """Before anything is done to it nothing is found in it."""
    assert said(verified(connection)) == []


@pytest.mark.parametrize(("rows", "column"), COLUMNS)
def test_an_altered_value(connection: Connection, rows: Table, column: Column[Any]) -> None:
    """Every column of every table: another value is found, and the row is named with its number."""
    seq, value = connection.execute(
        select(rows.c.seq, column.label("value")).where(column.is_not(None)).order_by(rows.c.seq).limit(1)
    ).one()
    change(connection, rows, seq, {column.name: other_value(column, value)})
    found = verified(connection)
    assert not found.ok
    assert seq in {one.row for one in found.found}
    assert any(f"row {seq}" in one for one in said(found))


def differing(connection: Connection) -> set[int]:
    """Rows whose leaf is not what their values give, as verify reads them."""
    return {seq for read in LogReader(connection).slices(SIZE, compute=True) for seq in read.differing}


@pytest.mark.parametrize(("rows", "column"), NULLABLE)
def test_a_value_taken_away_or_put_in(connection: Connection, rows: Table, column: Column[Any]) -> None:
    """A value set to NULL is found at its row, and so is one where there was none."""
    value: Any = 99 if isinstance(column.type, Integer) else b"99" if isinstance(column.type, LargeBinary) else "99"
    for present, new in ((column.is_not(None), None), (column.is_(None), value)):
        seq = connection.execute(select(func.min(rows.c.seq)).where(present)).scalar()
        if seq is not None:
            change(connection, rows, seq, {column.name: new})
            assert seq in differing(connection)


@pytest.mark.parametrize("rows", [pytest.param(t, id=t.name) for t in LOGGED if t.name in REDACTABLE])
def test_texts_that_vanish_without_a_redaction(connection: Connection, rows: Table) -> None:
    """Texts and salt taken away as a redaction does it, with no redaction on record, are found."""
    gone = [c for c in REDACTABLE[rows.name] if rows.c[c].nullable]
    seq = connection.execute(select(func.min(rows.c.seq)).where(rows.c[gone[0]].is_not(None))).scalar_one()
    change(connection, rows, seq, dict.fromkeys((*gone, "salt")))
    assert seq in differing(connection)


@pytest.mark.parametrize("name", ["appearance", "attribution", "tie"])
def test_a_salt_beside_no_text(connection: Connection, name: str) -> None:
    """A row without texts has no salt; one put there is found, for nothing else would bind it."""
    rows = table(name)
    empty = [rows.c[c].is_(None) for c in REDACTABLE[name]]
    seq = connection.execute(select(func.min(rows.c.seq)).where(*empty)).scalar_one()
    change(connection, rows, seq, {"salt": bytes(16)})
    assert seq in differing(connection)


def test_how_an_altered_row_is_named(connection: Connection) -> None:
    """In words: the thing, its version, its number in the log and its transaction."""
    change(connection, table("claim"), 26, {"text": "There will be two factories."})
    assert "C-1, version 2 (row 26, E-2): its leaf is not what its values give" in said(verified(connection))


def test_a_leaf_alone(connection: Connection) -> None:
    """Where only the stored hash was changed, it says so: the values are those that the head was made of."""
    change(connection, table("claim"), 26, {"leaf": bytes(32)})
    assert (
        "C-1, version 2 (row 26, E-2): its stored leaf was altered; its values are those that the head was made of"
        in said(verified(connection))
    )


def test_many_altered_rows(connection: Connection) -> None:
    """All of several altered rows are named."""
    claims = connection.execute(select(table("claim").c.seq)).scalars().all()
    for seq in claims:
        change(connection, table("claim"), seq, {"leaf": bytes(32)})
    assert set(claims) <= {one.row for one in verified(connection).found}


def test_a_value_that_makes_no_sense(connection: Connection) -> None:
    """A value that nothing can be made of, such as names that are no list, stops no check but the one that needs it."""
    change(connection, table("source"), 10, {"aliases": "99"})
    found = said(verified(connection))
    assert "S-1, version 1 (row 10, E-2): its leaf is not what its values give" in found
    change(connection, table("source"), 12, {"aliases": "{"})
    assert "the caches cannot be checked: a row that they are made from says what makes no sense" in said(
        verified(connection)
    )
