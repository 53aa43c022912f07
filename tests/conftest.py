"""Databases for tests: every test that asks for one runs on SQLite and on PostgreSQL, each time with a database of its own."""

import contextlib
import importlib
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import postgres
import pytest
from hypothesis import settings
from sqlalchemy import URL, make_url

from claims.store import migrations
from claims.store.engine import Database, WritingSession, open_database

BACKENDS = ("sqlite", "postgresql")

# How long an example takes depends on what else the machine does.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


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


def _make_empty(url: URL) -> None:
    migrations.create(url, "The desk", no_seed).engine.dispose()


def no_seed(session: WritingSession) -> None:
    """A store without scale, rules or outlets."""


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """The one PostgreSQL of this test process."""
    with contextlib.ExitStack() as stack:
        try:
            importlib.import_module("psycopg")
            server = stack.enter_context(postgres.running())
        except ImportError as missing:
            pytest.skip(f"PostgreSQL is not tested: {missing}")
        yield server


@pytest.fixture(scope="session", params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """The kind of database; a test for one of them parametrises this indirectly."""
    kind: str = request.param
    return kind


@pytest.fixture(scope="session")
def places(backend: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Places:
    """Databases of this kind, for fixtures that outlive one test."""
    if backend == "sqlite":
        return SqlitePlaces(tmp_path_factory.mktemp("empty"))
    return PostgresPlaces(request.getfixturevalue("postgres_server"))


@pytest.fixture
def fresh_url(places: Places, tmp_path: Path) -> Iterator[URL]:
    """Where a database can be made: nothing is there."""
    folder = tmp_path / "fresh"
    folder.mkdir()
    url = places.fresh(folder)
    yield url
    places.drop(url)


@pytest.fixture
def database_url(places: Places, tmp_path: Path) -> Iterator[URL]:
    """The address of an empty store."""
    url = places.copy(tmp_path)
    yield url
    places.drop(url)


@pytest.fixture
def database(database_url: URL) -> Iterator[Database]:
    """An empty store, opened: the log holds its origin and the event `init`."""
    opened = open_database(database_url)
    yield opened
    opened.engine.dispose()
