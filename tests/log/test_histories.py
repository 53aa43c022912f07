"""Rows taken away, put in, swapped; histories cut short or written anew: what verify finds alone, and what only a head kept elsewhere shows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from damage import (
    HEAD,
    SIZE,
    change,
    filled,
    head_of,
    recomputed,
    reseal,
    said,
    table,
    told,
    truncate,
    unchecked,
    unguarded,
    verified,
)
from databases import Places
from sqlalchemy import Connection, Table, func, insert, select, update

from claims.records import LogHead
from claims.store import caches, copies_index, search_index
from claims.store.engine import Database
from claims.store.merkle import EMPTY_ROOT, Frontier
from claims.store.slices import SLICE
from claims.store.tables import LOGGED

SECOND_EVENT = 39
"""Where the second event of the filled store ends."""


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


@pytest.fixture
def kept(connection: Connection) -> LogHead:
    """The head as somebody else has kept it."""
    head: LogHead = head_of(connection)
    return head


def early(connection: Connection) -> LogHead:
    """The head as it was after the second event."""
    tree = Frontier()
    tree.extend(leaves(connection)[:SECOND_EVENT])
    return LogHead(head_of(connection).origin, SECOND_EVENT, tree.root.hex())


def leaves(connection: Connection) -> list[bytes]:
    """The leaves that the rows give, computed as the RFC says and not by the program."""
    return [leaf.computed for leaf in recomputed(connection).leaves]


def set_head(connection: Connection, size: int, packed: bytes) -> None:
    connection.execute(update(HEAD).values(size=size, frontier=packed))


# --- in order --------------------------------------------------------------------------------------------------------


def test_in_order(connection: Connection, kept: LogHead) -> None:
    """A store that nobody touched is in order; what was redacted on purpose is told and is no finding."""
    for quick in (False, True):
        found = verified(connection, kept, quick=quick)
        assert found.ok
        assert (found.size, found.root, found.events, found.origin) == (SIZE, kept.root, 5, kept.origin)
        assert found.redacted == ("a grade of S-1 (row 50, E-4)",)


def test_grown(connection: Connection) -> None:
    """A log that went on from an earlier head has grown out of it, whichever of its rows the head ended with."""
    assert verified(connection, early(connection)).ok
    tree = Frontier()
    origin = head_of(connection).origin
    assert verified(connection, LogHead(origin, 0, EMPTY_ROOT.hex()), quick=True).ok
    for leaf in leaves(connection):
        tree.append(leaf)
        assert verified(connection, LogHead(origin, tree.size, tree.root.hex()), quick=True).ok
        assert not verified(connection, LogHead(origin, tree.size, bytes(32).hex()), quick=True).ok


# --- rows ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [pytest.param(t, id=t.name) for t in LOGGED])
@pytest.mark.parametrize("quick", [False, True])
def test_a_row_taken_away(connection: Connection, rows: Table, quick: bool) -> None:
    """A row that was deleted is missed at its number."""
    seq = connection.execute(select(func.max(rows.c.seq))).scalar_one()
    with unguarded(connection, rows):
        connection.execute(rows.delete().where(rows.c.seq == seq))
    assert [one.row for one in verified(connection, quick=quick).found if one.kind == "missing"] == [seq]


@pytest.mark.parametrize("rows", [pytest.param(t, id=t.name) for t in LOGGED if t.name != "log_origin"])
def test_a_row_put_in(connection: Connection, rows: Table) -> None:
    """A row that did not come through the log is found, behind its end as in the middle of it."""
    row = dict(connection.execute(select(rows).order_by(rows.c.seq.desc()).limit(1)).mappings().one())
    for seq, kind in ((SIZE + 1, "beyond"), (2 if rows.name == "log_origin" else 1, "row")):
        own = {"seq": seq} | {c: 900_000 + seq for c in ("number", "version") if c in row}
        with connection.begin_nested() as put_in:
            with unguarded(connection, rows):
                connection.execute(insert(rows).values({**row, **own}))
            assert seq in {one.row for one in verified(connection).found if one.kind == kind}
            put_in.rollback()


def test_rows_taken_away_are_told_as_stretches(connection: Connection) -> None:
    """Neighbouring rows that are missing are one finding."""
    truncate(connection, SECOND_EVENT)
    assert told(verified(connection), "missing") == ["rows 40 to 60: missing"]
    assert told(verified(connection, quick=True), "missing") == ["rows 40 to 60: missing"]


def test_swapped_rows(connection: Connection) -> None:
    """Two rows that changed places are both found; with their leaves made to fit, the head tells."""
    claims = table("claim")
    for here, there in ((25, 900), (27, 25), (900, 27)):
        change(connection, claims, here, {"seq": there})
    assert {one.row for one in verified(connection).found if one.kind == "row"} >= {25, 27}
    before = connection.execute(select(HEAD.c.size, HEAD.c.frontier)).one()
    reseal(connection)
    set_head(connection, before.size, before.frontier)
    assert len(told(verified(connection), "head")) == 1


def test_a_row_rewritten_with_its_leaf(connection: Connection) -> None:
    """A row that was altered together with its stored leaf does not fit the head any more; a quick look finds that too."""
    before = connection.execute(select(HEAD.c.size, HEAD.c.frontier)).one()
    change(connection, table("review"), 40, {"status": "true"})
    reseal(connection)
    set_head(connection, before.size, before.frontier)
    for quick in (False, True):
        found = verified(connection, quick=quick)
        assert [one.kind for one in found.found] == ["head"]
        assert "a row was rewritten together with its leaf, or the head was altered" in said(found)[0]


def test_a_quick_look_takes_leaves_on_trust(connection: Connection) -> None:
    """What --quick cannot see: a value that was altered while its leaf stayed."""
    change(connection, table("review"), 40, {"status": "true"})
    assert verified(connection, quick=True).ok
    assert not verified(connection).ok


# --- the head --------------------------------------------------------------------------------------------------------


def test_an_altered_head(connection: Connection) -> None:
    """A head with another hash in it is not the one that the rows give."""
    packed = bytearray(connection.execute(select(HEAD.c.frontier)).scalar_one())
    packed[0] ^= 1
    set_head(connection, SIZE, bytes(packed))
    assert [one.kind for one in verified(connection).found] == ["head"]


@pytest.mark.parametrize("size", [0, 1, SIZE - 1, SIZE + 1, SIZE + SLICE, 2**62])
def test_a_head_of_another_size(connection: Connection, size: int) -> None:
    """A head that counts fewer or more rows than there are is found at once, however many it counts."""
    set_head(connection, size, connection.execute(select(HEAD.c.frontier)).scalar_one())
    found = verified(connection)
    assert {"beyond" if size < SIZE else "missing"} <= {one.kind for one in found.found}
    fits = size.bit_count() == SIZE.bit_count()
    assert ("the head: its subtrees do not fit its size" in said(found)) != fits
    assert (found.root is None) != fits


# --- histories -------------------------------------------------------------------------------------------------------


def cut_short(connection: Connection) -> None:
    """The last two transactions never happened: rows, head and caches say so."""
    head = early(connection)
    tree = Frontier()
    tree.extend(leaves(connection)[: head.size])
    truncate(connection, head.size)
    set_head(connection, tree.size, tree.packed)
    caches.rebuild(connection)
    search_index.rebuild(connection)
    copies_index.rebuild(connection)


def test_a_log_cut_short(connection: Connection, kept: LogHead) -> None:
    """A log cut off after a transaction, its head lowered, is in order by itself: only a head kept elsewhere shows the loss."""
    cut_short(connection)
    assert verified(connection).ok
    found = verified(connection, kept)
    assert said(found) == ["the log was rolled back: the head that was kept has 60 rows, the log 39"]
    assert said(verified(connection, kept, quick=True)) == said(found)


def test_a_log_cut_in_a_transaction(connection: Connection) -> None:
    """A log that ends in the middle of a transaction has rows that no event closes."""
    truncate(connection, SIZE - 1)
    reseal(connection)
    assert told(verified(connection), "event") == [
        "event: the last event ends at row 52, the log at row 59: rows belong to no transaction"
    ]


def test_a_rewritten_history(connection: Connection, kept: LogHead) -> None:
    """A past that was altered with every leaf, the head and the caches is in order by itself: only a head kept elsewhere shows it."""
    before = early(connection)
    change(connection, table("claim"), 26, {"text": "There is one already."})
    reseal(connection)
    assert verified(connection).ok
    for quick in (False, True):
        assert said(verified(connection, kept, quick=quick)) == [
            "history was rewritten: all rows do not give the root of the head that was kept"
        ]
        assert said(verified(connection, before, quick=quick)) == [
            "history was rewritten: the first 39 rows do not give the root of the head that was kept"
        ]


def test_what_came_after_the_kept_head(connection: Connection) -> None:
    """The limit: what was recorded after the last head that somebody kept can be written anew unseen."""
    before = early(connection)
    change(connection, table("review"), 40, {"status": "true"})
    reseal(connection)
    assert verified(connection, before).ok


def test_another_logs_head(connection: Connection, kept: LogHead) -> None:
    """The head of another log says nothing of this one, and is named as what it is."""
    other = LogHead("claims-tracker/elsewhere", kept.size, kept.root)
    assert said(verified(connection, other)) == [
        f"the head that was kept is of another log, claims-tracker/elsewhere; this one is {kept.origin}"
    ]


def test_a_head_while_rows_are_missing(connection: Connection, kept: LogHead) -> None:
    """With rows missing there is no root to compare: it says so beside what is missing."""
    with unguarded(connection, table("link")):
        connection.execute(table("link").delete())
    assert "the head that was kept cannot be compared while rows are missing" in said(verified(connection, kept))


# --- transactions ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"begins": 41}, "E-3 (row 49): begins at row 41, the event before it ended at row 39"),
        ({"begins": 39}, "E-3 (row 49): begins at row 39, the event before it ended at row 39"),
        ({"number": 33}, "E-33 (row 49): follows E-2"),
        (
            {"at": "2020-01-01T00:00:00.000000Z"},
            "E-3 (row 49): is dated 2020-01-01T00:00:00.000000Z, before the event before it",
        ),
    ],
)
def test_events_that_do_not_follow(connection: Connection, values: dict[str, object], says: str) -> None:
    """Also where all leaves fit: each transaction begins after the one before, is numbered on, and its time never goes back."""
    change(connection, table("event"), 49, values)
    reseal(connection)
    for quick in (False, True):
        found = verified(connection, quick=quick)
        assert {one.kind for one in found.found} == {"event"}
        assert said(found)[0].startswith(says)


def test_the_origin(connection: Connection) -> None:
    """Row 1 has to say which log this is, in a leaf format that is known."""
    change(connection, table("log_origin"), 1, {"leaf_format": 2})
    reseal(connection)
    assert said(verified(connection)) == [
        "the log's origin (row 1, E-1): says leaf format 2, which this program does not know"
    ]
