"""The file and the rows of a large store are looked at in a process beside the caches; what is found is the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from damage import change, filled, head_of, said, table, unchecked, unguarded
from databases import Places
from sqlalchemy import Connection, delete, func, insert, select, update

from claims.records import LogHead
from claims.store import rows_beside
from claims.store import verify as verifying
from claims.store.beside import FILE, FROM, REFERENCES, Beside, worth_it
from claims.store.engine import Database, close
from claims.store.leaves import LogReader
from claims.store.merkle import Frontier
from claims.store.slices import SLICE
from claims.store.tables import Retraction, StageChange
from claims.store.verify import verify, verify_with

CLAIM = 25
"""C-1 of the filled store, by its row."""

SECOND, THIRD = SLICE + 1, 2 * SLICE + 1
"""First rows of slices; the third is not whole."""


@pytest.fixture(scope="module")
def store(places: Places, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A store with something in every column, and more rows than two slices have: stages that came and went."""
    with filled(places, tmp_path_factory.mktemp("filled")) as database:
        with database.writing("Ana") as session:
            while (seq := session.ledger.append(StageChange, claim=CLAIM, stage="new", because="so")) < THIRD:
                session.ledger.append(Retraction, target=seq, withdrawn=1, claim=CLAIM)
            close(session, "stage")
        yield database


def leaves(connection: Connection, size: int) -> list[bytes]:
    """The stored leaves of the log."""
    return [leaf for read in LogReader(connection).slices(size, compute=False) for leaf in read.stored if leaf]


def test_it_answers_with_the_roots_of_whole_slices(store: Database) -> None:
    """What it found in order: a file, references, and the root over the leaves of each whole slice. Of a log of another size it says nothing."""
    with (
        store.reading() as session,
        Beside(session.connection, session.upto) as same,
        Beside(session.connection, session.upto + 1) as other,
    ):
        hashes = leaves(session.connection, session.upto)
        same.wait()
        for first in (1, SECOND):
            tree = Frontier()
            tree.extend(hashes[first - 1 : first - 1 + SLICE])
            assert same.root(first) == tree.root
        assert same.root(THIRD) is None
        assert same.in_order(REFERENCES)
        assert same.in_order(FILE) == (session.connection.dialect.name == "sqlite")
        other.wait()
        assert not other.in_order(FILE)
        assert not other.in_order(REFERENCES)
        assert not _said_in_order(other)


def test_several_slices_at_once(store: Database) -> None:
    """Where all rows are in order several slices are read as one, and are what they are one by one."""
    with store.reading() as session:
        reader = LogReader(session.connection)
        both = reader.slices_at_once(1, 2 * SLICE, compute=True)
        one, other = (reader.slice(first, 2 * SLICE, compute=True) for first in (1, SECOND))
        assert both.in_order
        assert both.computed == both.stored == one.computed + other.computed
        assert reader.slices_at_once(1, 2 * SLICE, compute=False).stored == both.stored
        assert len(list(reader.slices(session.upto, compute=True))) == 3


def test_heads_at_the_edges_of_slices(store: Database) -> None:
    """A head that was kept is found to be the log's beginning, or not, wherever in a slice it ends."""
    with store.reading() as session, Beside(session.connection, session.upto) as other:
        hashes, now = leaves(session.connection, session.upto), head_of(session.connection)
        other.wait()
        for size in (SLICE - 1, SLICE, SLICE + 1):
            tree = Frontier()
            tree.extend(hashes[:size])
            for root in (tree.root.hex(), "00" * 32):
                found = verify_with(session, other, LogHead(now.origin, size, root))
                assert found.ok == (root != "00" * 32), size


def test_the_same_is_found_in_the_same_order(store: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is wrong with rows and caches is told as if there were one process that reads slice by slice, and the slices that it lies in are not
    said to be in order."""
    seen, before = [], list[str]()
    with unchecked(store) as connection:
        for damage in (_a_cache_and_a_leaf, _a_value, _a_row_twice, _rows_missing_and_a_head):
            with connection.begin():
                damage(connection)
            with store.reading() as session, Beside(session.connection, session.upto) as other:
                alone = verify(session, beside=False)
                other.wait()
                assert verify_with(session, other) == alone, damage
                seen.append(_said_in_order(other))
                with monkeypatch.context() as patched:
                    for module in (verifying, rows_beside):
                        patched.setattr(module, "span", lambda size: 2 * SLICE)
                    assert verify(session, beside=False) == alone, damage
                    rows = rows_beside.in_order(LogReader(session.connection), session.upto)
                    assert dict(rows) == {first: other.root(first) for first in seen[-1]}, damage
            assert said(alone) not in ([], before), damage
            before = said(alone)
    assert seen == [{1}, {1}, set(), set()]


def _said_in_order(other: Beside) -> set[int]:
    return {first for first in (1, SECOND, THIRD) if other.root(first)}


def _stage(connection: Connection, after: int) -> int:
    of = table("stage_change")
    return int(connection.execute(select(func.min(of.c.seq)).where(of.c.seq > after)).scalar_one())


def _a_cache_and_a_leaf(connection: Connection) -> None:
    connection.execute(update(table("source_now_cache")).values(name="Somebody else"))
    connection.execute(delete(table("posting_cache")).where(table("posting_cache").c.count == 1))
    change(connection, table("stage_change"), _stage(connection, SECOND), {"leaf": bytes(32)})


def _a_value(connection: Connection) -> None:
    change(connection, table("stage_change"), _stage(connection, THIRD - 10), {"because": "otherwise"})


def _a_row_twice(connection: Connection) -> None:
    row = {"seq": 30, "target": 29, "withdrawn": 1, "leaf": bytes(32)}
    with unguarded(connection, table("retraction")):
        connection.execute(insert(table("retraction")).values(row))


def _rows_missing_and_a_head(connection: Connection) -> None:
    for name in ("stage_change", "retraction"):
        rows = table(name)
        with unguarded(connection, rows):
            connection.execute(delete(rows).where(rows.c.seq.between(SLICE - 2, SLICE + 2)))
    connection.execute(update(table("log_head")).values(size=2 * SLICE))


def test_when_a_process_is_started(store: Database) -> None:
    """Not for a small store, and not where only this connection sees what was written."""
    least = FROM[store.url.get_backend_name()]
    with store.reading() as session:
        assert not worth_it(session.connection, least - 1)
    with store.engine.connect().execution_options(writing=True) as connection:
        assert not worth_it(connection, least)
