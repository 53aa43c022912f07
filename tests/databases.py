"""Where tests make databases: files, and databases of one PostgreSQL server."""

import contextlib
import shutil
import sqlite3
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any

import postgres
from sqlalchemy import URL, Dialect, QueuePool, event, make_url

from claims.services.seeding import seed
from claims.store import migrations
from claims.store.engine import Database, WritingSession, make_engine

BACKENDS = ("sqlite", "postgresql")


class Places(ABC):
    """Where databases of one kind are made. `folder`: of a test, used by SQLite alone."""

    def __init__(self) -> None:
        self._made: dict[str, URL] = {}

    def once(self, name: str, make: Callable[[URL], object], of: URL | None = None) -> URL:
        """What `make` makes where nothing is, or of a copy: made when it is first asked for, and from then on only read and copied."""
        if name not in self._made:
            url = self._room(of)
            make(url)
            self._made[name] = url
        return self._made[name]

    def empty(self) -> URL:
        """The empty store."""
        return self.once("empty", _make_empty)

    @abstractmethod
    def fresh(self, folder: Path) -> URL:
        """The address of a database that is not there yet (a file) or empty (PostgreSQL)."""

    @abstractmethod
    def copy(self, folder: Path, of: URL | None = None, name: str = "claims.db") -> URL:
        """A copy of what was made once; if nothing is named of the empty store: its schema and the two rows that `init` writes."""

    @abstractmethod
    def drop(self, url: URL) -> None: ...

    @abstractmethod
    def schema(self, url: URL) -> str:
        """Everything the database defines, as SQL."""

    @abstractmethod
    def dump(self, url: URL) -> str:
        """The same with all rows."""

    @abstractmethod
    def _room(self, of: URL | None) -> URL:
        """Where something is made once: a place of its own, or a copy."""


class SqlitePlaces(Places):
    """Files."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def fresh(self, folder: Path) -> URL:
        return URL.create("sqlite", database=str(folder / "claims.db"))

    def copy(self, folder: Path, of: URL | None = None, name: str = "claims.db") -> URL:
        url = URL.create("sqlite", database=str(folder / name))
        shutil.copy(str((of or self.empty()).database), str(url.database))
        return url

    def drop(self, url: URL) -> None:
        file = Path(str(url.database))
        for neighbour in file.parent.glob(f"{file.name}*"):
            if neighbour.is_file():
                neighbour.unlink()

    def schema(self, url: URL) -> str:
        with contextlib.closing(sqlite3.connect(str(url.database))) as connection:
            made = connection.execute(
                "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name"
            ).fetchall()
        return "\n".join(sql for (sql,) in made)

    def dump(self, url: URL) -> str:
        with contextlib.closing(sqlite3.connect(str(url.database))) as connection:
            return "\n".join(connection.iterdump())

    def _room(self, of: URL | None) -> URL:
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        return self.copy(folder, of) if of else self.fresh(folder)


class PostgresPlaces(Places):
    """Databases of one server."""

    def __init__(self, server: postgres.Server) -> None:
        super().__init__()
        self.server = server

    def fresh(self, folder: Path) -> URL:
        return self._room(None)

    def copy(self, folder: Path, of: URL | None = None, name: str = "claims.db") -> URL:
        return self._room(of or self.empty())

    def drop(self, url: URL) -> None:
        self.server.drop(str(url.database))

    def schema(self, url: URL) -> str:
        return self.server.dump(str(url.database), "--schema-only")

    def dump(self, url: URL) -> str:
        return self.server.dump(str(url.database))

    def _room(self, of: URL | None) -> URL:
        return make_url(self.server.url(self.server.new(str(of.database)) if of else self.server.new()))


class Route:
    """One engine for all databases of a kind, so that statements are compiled once and not for every test. To a server it stays connected from one
    transaction to the next, as long as they are at the same database: to connect takes longer than most transactions."""

    def __init__(self, url: URL) -> None:
        self._engine = make_engine(url)
        if url.get_backend_name() != "sqlite":
            self._engine.pool = QueuePool(self._engine.pool._creator, pool_size=1, dialect=self._engine.dialect)
        self._to = url
        event.listen(self._engine, "do_connect", self._connect)

    def _connect(self, dialect: Dialect, record: object, cargs: list[Any], cparams: dict[str, Any]) -> None:
        if dialect.name == "sqlite":
            cargs[0] = self._to.database
        else:
            cparams["dbname"] = self._to.database

    def database(self, url: URL) -> Database:
        """The database at an address: connections are made there until another one is asked for."""
        if url != self._to:
            self.leave()
        self._to = url
        return Database(url, self._engine)

    def leave(self) -> None:
        """Nobody is connected any more."""
        self._engine.dispose()


def _make_empty(url: URL) -> None:
    migrations.create(url, "The desk", no_seed).engine.dispose()


def make_seeded(url: URL) -> None:
    """A store with the shipped scale and rules."""
    migrations.create(url, "The desk", seed).engine.dispose()


def no_seed(session: WritingSession) -> None:
    """A store without scale, rules or outlets."""
