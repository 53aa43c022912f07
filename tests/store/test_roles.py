"""Roles on PostgreSQL: what the printed grants let a reader and a reviewer do, and what not."""

from __future__ import annotations

from collections.abc import Iterator

import postgres
import pytest
from every_table import build
from sqlalchemy import URL, Connection, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from claims.errors import DatabaseTrouble
from claims.store.engine import Database, close, make_engine, open_database
from claims.store.roles import CACHES, grants
from claims.store.tables import LOGGED, Claim
from claims.store.verify import Discrepancy, verify

pytestmark = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)


@pytest.fixture
def filled(database: Database, postgres_server: postgres.Server) -> Iterator[Database]:
    """A database with a row in every table, and the printed grants carried out twice, as after an upgrade."""
    build(database)
    with database.engine.begin() as connection:
        for _ in range(2):
            for statement in grants("desk"):
                connection.exec_driver_sql(statement)
        for person in ("reader", "reviewer"):
            connection.exec_driver_sql(f"CREATE ROLE {person} LOGIN IN ROLE desk_{person}")
    yield database
    with database.engine.begin() as connection:
        for role in ("reader", "reviewer", "desk_reader", "desk_reviewer"):
            connection.exec_driver_sql(f"DROP OWNED BY {role}")
            connection.exec_driver_sql(f"DROP ROLE {role}")


def as_person(url: URL, name: str) -> Database:
    return open_database(url.set(username=name))


def troubles(database: Database) -> tuple[Discrepancy, ...]:
    """What verify finds: the rows made up for tests have bodies whose hashes are made up too."""
    with database.reading() as session:
        return verify(session).found


def refused(connection: Connection, statement: str) -> bool:
    """Whether it is refused for want of a right, not by a trigger or a constraint."""
    with pytest.raises(ProgrammingError, match="permission denied"), connection.begin_nested():
        connection.execute(text(statement))
    return True


def test_a_reviewer_adds(filled: Database) -> None:
    """A reviewer's program works: it adds to the log and keeps the caches."""
    reviewer, before = as_person(filled.url, "reviewer"), troubles(filled)
    with reviewer.writing("Rita") as session:
        session.ledger.append(
            Claim, version=1, number=session.ledger.number(Claim), case_file=_case(session.connection), text="It rains.", kind="fact"
        )  # fmt: skip
        close(session, "claim new")
    assert troubles(reviewer) == before


def _case(connection: Connection) -> int:
    return int(connection.execute(text("SELECT min(seq) FROM case_file")).scalar_one())


def test_a_reviewer_changes_nothing(filled: Database) -> None:
    """A reviewer can neither update nor delete nor truncate any row of the log, nor redact, nor touch triggers."""
    with make_engine(filled.url.set(username="reviewer")).connect() as connection:
        for table in LOGGED:
            column = next(c.name for c in table.c if c.name not in {"seq", "leaf"})
            assert refused(connection, f'UPDATE {table.name} SET "{column}" = "{column}"')
            assert refused(connection, f"DELETE FROM {table.name}")
            assert refused(connection, f"TRUNCATE {table.name}")
        assert refused(
            connection, "INSERT INTO redaction (seq, leaf, target, table_name, commitments) VALUES (99, '', 1, '', '')"
        )
        assert refused(connection, "CREATE TABLE mine (a integer)")
        with pytest.raises(DBAPIError, match="must be owner"), connection.begin_nested():
            connection.execute(text("ALTER TABLE review DISABLE TRIGGER ALL"))


def test_what_is_written_past_the_log_is_named(filled: Database) -> None:
    """A row that a reviewer inserts by hand is found by verify, which names it."""
    with make_engine(filled.url.set(username="reviewer")).begin() as connection:
        size = connection.execute(text("SELECT size FROM log_head")).scalar_one()
        connection.execute(
            text(
                "INSERT INTO approval (seq, leaf, salt, review, by) SELECT :seq, leaf, salt, seq, 'Rita' FROM review ORDER BY seq LIMIT 1"
            ),
            {"seq": size + 1},
        )
    with filled.reading() as session:
        found = verify(session).found
    assert any("approval" in one.says for one in found)


def test_a_reader_only_reads(filled: Database) -> None:
    """A reader sees everything, verify among it, and writes nothing: no row, no cache, no head."""
    reader = as_person(filled.url, "reader")
    assert troubles(reader) == troubles(filled)
    with pytest.raises(DatabaseTrouble, match="permission denied"), reader.writing("Rita"):
        pass
    with make_engine(filled.url.set(username="reader")).connect() as connection:
        for name in (*(t.name for t in LOGGED), *CACHES, "log_head", "alembic_version"):
            assert refused(connection, f"DELETE FROM {name}")
        assert refused(connection, "UPDATE log_head SET size = 1")
        for table in LOGGED:
            assert refused(connection, f"INSERT INTO {table.name} (seq) VALUES (99)")


def test_who_owns_no_tables_takes_in_all_the_same(filled: Database) -> None:
    """After an import statistics are gathered by who may have that done; for a reviewer that is no error."""
    person = as_person(filled.url, "reviewer")
    person.gather_statistics()
    person.engine.dispose()
    with filled.engine.connect() as connection:
        counted = "SELECT reltuples FROM pg_class WHERE relname = 'claim'"
        assert connection.execute(text(counted)).scalar() == -1
        filled.gather_statistics()
        assert connection.execute(text(counted)).scalar_one() > 0
