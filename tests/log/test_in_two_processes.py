"""The caches of a large store are compared in a process beside the rows; what is found is the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from damage import filled, said, table
from databases import Places
from sqlalchemy import delete, update

from claims.store.beside import FROM, Beside, worth_it
from claims.store.engine import Database
from claims.store.verify import verify


@pytest.fixture(scope="module")
def store(places: Places, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A store with something in every column."""
    with filled(places, tmp_path_factory.mktemp("filled")) as database:
        yield database


def test_the_other_process_answers_for_the_same_log_alone(store: Database) -> None:
    """It says that the caches are in order only where it sees as many rows; it says how far it is."""
    heard: list[tuple[int, int]] = []
    with (
        store.reading() as session,
        Beside(session.connection, session.upto) as same,
        Beside(session.connection, session.upto + 1) as other,
    ):
        assert same.in_order(lambda done, total: heard.append((done, total)))
        assert not other.in_order(lambda done, total: heard.append((done, total)))
    assert all(done <= total for done, total in heard)


def test_the_same_is_found_in_the_same_order(store: Database) -> None:
    """Whatever is wrong with rows and caches is told as if there were one process."""
    with store.engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(update(table("source_now_cache")).values(name="Somebody else"))
        connection.execute(delete(table("posting_cache")).where(table("posting_cache").c.count == 1))
    with store.reading() as session:
        alone, together = (verify(session, beside=beside) for beside in (False, True))
    assert said(alone)
    assert together == alone


def test_when_a_process_is_started(store: Database) -> None:
    """Not for a small store, and not where only this connection sees what was written."""
    with store.reading() as session:
        assert not worth_it(session.connection, FROM - 1)
    with store.engine.connect().execution_options(writing=True) as connection:
        assert not worth_it(connection, FROM)
