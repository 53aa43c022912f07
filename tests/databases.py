"""Where tests make databases: files, and databases of one PostgreSQL server."""

import contextlib
import shutil
import sqlite3
from pathlib import Path
from typing import Any, Protocol

import postgres
from sqlalchemy import URL, Dialect, event, make_url

from claims.store import migrations
from claims.store.engine import Database, WritingSession, make_engine

BACKENDS = ("sqlite", "postgresql")


class Places(Protocol):
    """Where databases of one kind are made. `folder`: of a test, used by SQLite alone."""

    def fresh(self, folder: Path) -> URL:
        """The address of a database that is not there yet (a file) or empty (PostgreSQL)."""
        ...

    def copy(self, folder: Path) -> URL:
        """A copy of the empty store: its schema and the two rows that `init` writes."""
        ...

    def drop(self, url: URL) -> None: ...

    def schema(self, url: URL) -> str:
        """Everything the database defines, as SQL."""
        ...

    def dump(self, url: URL) -> str:
        """The same with all rows."""
        ...


class SqlitePlaces:
    """Files; the empty store is made once and copied."""

    def __init__(self, folder: Path) -> None:
        self._empty = folder / "empty.db"
        _make_empty(URL.create("sqlite", database=str(self._empty)))

    def fresh(self, folder: Path) -> URL:
        return URL.create("sqlite", database=str(folder / "claims.db"))

    def copy(self, folder: Path) -> URL:
        url = self.fresh(folder)
        shutil.copy(self._empty, str(url.database))
        return url

    def drop(self, url: URL) -> None:
        for neighbour in Path(str(url.database)).parent.glob("claims.db*"):
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


class PostgresPlaces:
    """Databases of one server; the empty store is a template."""

    def __init__(self, server: postgres.Server) -> None:
        self.server = server
        self._empty = server.new()
        _make_empty(make_url(server.url(self._empty)))

    def fresh(self, folder: Path) -> URL:
        return make_url(self.server.url(self.server.new()))

    def copy(self, folder: Path) -> URL:
        return make_url(self.server.url(self.server.new(self._empty)))

    def drop(self, url: URL) -> None:
        self.server.drop(str(url.database))

    def schema(self, url: URL) -> str:
        return self.server.dump(str(url.database), "--schema-only")

    def dump(self, url: URL) -> str:
        return self.server.dump(str(url.database))


class Route:
    """One engine for all databases of a kind, so that statements are compiled once and not for every test."""

    def __init__(self, url: URL) -> None:
        self._engine = make_engine(url)
        self._to = url
        event.listen(self._engine, "do_connect", self._connect)

    def _connect(self, dialect: Dialect, record: object, cargs: list[Any], cparams: dict[str, Any]) -> None:
        if dialect.name == "sqlite":
            cargs[0] = self._to.database
        else:
            cparams["dbname"] = self._to.database

    def database(self, url: URL) -> Database:
        """The database at an address: connections are made there until another one is asked for."""
        self._to = url
        return Database(url, self._engine)


def _make_empty(url: URL) -> None:
    migrations.create(url, "The desk", no_seed).engine.dispose()


def no_seed(session: WritingSession) -> None:
    """A store without scale, rules or outlets."""
