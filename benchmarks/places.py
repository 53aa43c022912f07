"""Where benchmarks make databases: files, or databases of a PostgreSQL of their own."""

import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import make_url

from claims.entries import CaseEntry
from claims.services.importing import Choices, take_in
from claims.services.seeding import seed
from claims.store import migrations
from claims.store.engine import BUSY_TIMEOUT_S, Database, database_url, open_database, server_settings

BACKENDS = ("sqlite", "postgresql")


class Place(Protocol):
    """One kind of database."""

    name: str
    mark: str
    """What stands for a value in its driver's SQL."""

    def empty(self) -> Database:
        """A new store with scale and rules, as `claims init` makes it."""
        ...

    def copy(self, database: Database) -> Database:
        """A copy of a store that nobody uses just now."""
        ...

    def raw(self, database: Database) -> Any:
        """The driver's own connection, with our settings; transactions are the caller's."""
        ...


class Files:
    """SQLite."""

    name, mark = "sqlite", "?"

    def __init__(self, folder: Path) -> None:
        self._folder, self._numbers = folder, count()
        self._template: Path | None = None
        self._settings: dict[str, object] = {}

    def _path(self) -> Path:
        return self._folder / f"{next(self._numbers)}.db"

    def empty(self) -> Database:
        if self._template is None:
            self._template = self._path()
            migrations.create(database_url(str(self._template)), "bench", seed).engine.dispose()
        path = self._path()
        shutil.copy(self._template, path)
        return open_database(database_url(str(path)))

    def copy(self, database: Database) -> Database:
        path = self._path()
        with closing(sqlite3.connect(str(database.url.database))) as there, closing(sqlite3.connect(path)) as here:
            there.backup(here)
        return open_database(database_url(str(path)))

    def raw(self, database: Database) -> sqlite3.Connection:
        if not self._settings:
            with database.engine.connect() as theirs:
                self._settings = {name: theirs.exec_driver_sql(f"PRAGMA {name}").scalar() for name in _SETTINGS}
        connection = sqlite3.connect(str(database.url.database), isolation_level=None)
        for name, value in self._settings.items():
            connection.execute(f"PRAGMA {name} = {value}")
        return connection


_SETTINGS = ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers", "secure_delete")


class Server:
    """PostgreSQL: a server that comes from PyPI and ends with the benchmark."""

    name, mark = "postgresql", "%s"

    def __init__(self, server: Any) -> None:
        self._server = server
        self._template = server.new()
        migrations.create(make_url(server.url(self._template)), "bench", seed).engine.dispose()

    def empty(self) -> Database:
        return open_database(make_url(self._server.url(self._server.new(self._template))))

    def copy(self, database: Database) -> Database:
        return open_database(make_url(self._server.url(self._server.new(str(database.url.database)))))

    def raw(self, database: Database) -> Any:
        import psycopg  # noqa: PLC0415 - an extra

        options = server_settings(database.url, BUSY_TIMEOUT_S)["options"]
        return psycopg.connect(self._server.url(str(database.url.database)), autocommit=True, options=options)


@contextmanager
def place(backend: str) -> Iterator[Place]:
    """Databases of a kind, gone at the end."""
    if backend == "sqlite":
        with tempfile.TemporaryDirectory(prefix="claims-bench-") as folder:
            yield Files(Path(folder))
        return
    sys.path.append(str(Path(__file__).parents[1] / "tests"))
    import postgres  # noqa: PLC0415 - the tests' own server

    # Tests turn off what survives a power cut; what is measured here has it.
    postgres.SETTINGS = "max_wal_size = 4GB\n"
    with postgres.running() as server:
        yield Server(server)


def fill(database: Database, case: CaseEntry) -> None:
    """Take in a case, whose reviews count."""
    with database.writing("bench") as session:
        take_in(session, case, b"", case.key, Choices(trust=True))
