"""Databases that something happens to: how they are made, how they are looked at afterwards, and how a next command is run at them."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path

from databases import Places, PostgresPlaces
from sqlalchemy import URL, Connection, func, select

from claims.records import LogHead
from claims.store.engine import Session, make_engine, open_database
from claims.store.ledger import log_head
from claims.store.tables import LOGGED
from claims.store.verify import Verification, verify

# The command line at a desk is a module of other tests.
sys.path.append(str(Path(__file__).parents[1] / "commands"))

from at_desk import CASE, Said, typed
from timing import PATIENCE_S

__all__ = ["CASE", "Said", "typed"]


@dataclass(frozen=True, slots=True)
class Survivor:
    """One database and what can be asked of it from outside."""

    url: URL

    @property
    def address(self) -> str:
        """As --db takes it."""
        return str(self.url.database) if self.file else self.url.render_as_string(hide_password=False)

    @property
    def file(self) -> Path | None:
        return Path(str(self.url.database)) if self.url.get_backend_name() == "sqlite" else None

    def typed(self, *line: str) -> Said:
        """A command line at this database."""
        return typed("--db", self.address, *line)

    def did(self, *line: str) -> Said:
        """A command line that has to work."""
        said = self.typed(*line)
        assert said.code == 0, said.err
        return said

    def head(self) -> LogHead:
        with open_database(self.url).reading() as session:
            return log_head(session.connection)

    def verified(self, *, quick: bool = False) -> Verification:
        with open_database(self.url).reading() as session:
            found = verify(session, quick=quick)
        assert found.ok, found.found
        return found

    def half_written(self) -> bool:
        """Whether a journal lies beside the file that has to be played back into it."""
        journal = self.file and self.file.with_name(f"{self.file.name}-journal")
        return bool(journal and journal.exists() and journal.stat().st_size)

    def settled(self) -> None:
        """Wait until a server has noticed that a client is gone: a commit that it had sent may still take place."""
        if self.file:
            return
        engine = make_engine(self.url)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            others = (
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            ends = time.monotonic() + PATIENCE_S
            while connection.exec_driver_sql(others).scalar_one():
                assert time.monotonic() < ends
                time.sleep(0.002)
        engine.dispose()

    def state(self) -> tuple[LogHead, dict[str, int]]:
        """Whatever the schema: the log's head, and how many rows every table has, caches too."""
        engine = make_engine(self.url)
        with engine.connect() as connection, connection.begin():
            state = state_of(connection)
        engine.dispose()
        return state


def state_of(connection: Connection) -> tuple[LogHead, dict[str, int]]:
    if connection.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_schema WHERE type = 'table'"
    else:
        query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    names = sorted(connection.exec_driver_sql(query).scalars())
    counts = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in names)
    return log_head(connection), {row[0]: row[1] for row in connection.exec_driver_sql(counts)}


def whole_log(connection: Connection, size: int) -> bool:
    """Whether every number up to the log's size has a row, and no other has one."""
    counts = [connection.execute(select(func.count()).select_from(table)).scalar_one() for table in LOGGED]
    return sum(counts) == size and verify(Session(connection, size), quick=True).ok


class Copies:
    """Copies of one database, on either kind of it."""

    def __init__(self, places: Places, made: URL) -> None:
        self._places, self._made = places, made

    def new(self, folder: Path, name: str = "claims.db") -> Survivor:
        """A copy of its own; `folder` is used by SQLite alone."""
        return Survivor(self._places.copy(folder, self._made, name))

    def nothing(self, folder: Path, name: str = "new.db") -> Survivor:
        """A place where no database is yet."""
        if isinstance(self._places, PostgresPlaces):
            return Survivor(self._places.fresh(folder))
        return Survivor(URL.create("sqlite", database=str(folder / name)))

    def drop(self, survivor: Survivor) -> None:
        if isinstance(self._places, PostgresPlaces):
            self._places.drop(survivor.url)
