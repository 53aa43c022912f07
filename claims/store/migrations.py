"""Making a database, bringing it up to this program's schema, and telling how it stands. Alembic is loaded only here."""

import contextlib
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from claims import __version__
from claims.errors import DatabaseExists, DatabaseTooNew, DatabaseTrouble, NotOurDatabase
from claims.shipped import shipped
from claims.store import caches
from claims.store.engine import (
    APPLICATION_ID,
    HEAD_REVISION,
    Database,
    WritingSession,
    check_sqlite_file,
    make_engine,
    make_private,
    shown_url,
    trouble,
    utc_now,
)
from claims.store.ledger import Ledger, found_log
from claims.store.tables import LOGGED


@dataclass(frozen=True, slots=True)
class SchemaStatus:
    """How a database's schema stands to the program's."""

    where: str
    revision: str
    needed: str
    pending: tuple[str, ...]
    """Migrations that an upgrade would run, oldest first."""


def configuration(connection: Connection | None = None, folder: Path | None = None) -> Config:
    """Alembic's configuration for the migrations that came with the program; no ini file is read, no logging set up."""
    config = Config()
    config.set_main_option("script_location", str(folder or shipped("schema")).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def create(url: URL, who: str | None, seed: Callable[[WritingSession], None], folder: Path | None = None) -> Database:
    """A new database: schema, log, and what `seed` appends, in one transaction.

    A SQLite file is made beside its place and linked into it when all is there: two who make the same one never meet, and a failure leaves nothing.
    """
    if url.get_backend_name() != "sqlite":
        _fill(url, who, seed, folder)
        return Database(url, make_engine(url))
    path = Path(str(url.database))
    refuse_taken(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
    try:
        make_private(beside)
        _fill(url.set(database=str(beside)), who, seed, folder)
        _put_in_place(beside, path)
    except OSError as problem:
        raise DatabaseTrouble(str(path), problem.strerror or str(problem)) from None
    finally:
        for left in (beside, *(beside.with_name(beside.name + ending) for ending in ("-journal", "-wal", "-shm"))):
            left.unlink(missing_ok=True)
    return Database(url, make_engine(url))


def refuse_taken(path: Path) -> None:
    """Refuse a place where something is; an empty file is nothing."""
    if path.is_file() and path.stat().st_size == 0:
        return
    if path.exists():
        check_sqlite_file(path)
        raise DatabaseExists(str(path))


def _put_in_place(beside: Path, path: Path) -> None:
    """Give a finished file its name, unless somebody else was quicker."""
    if path.is_file() and path.stat().st_size == 0:
        beside.replace(path)
        return
    try:
        path.hardlink_to(beside)
    except FileExistsError:
        raise DatabaseExists(str(path)) from None
    except OSError:  # a file system without links
        refuse_taken(path)
        beside.rename(path)


def _fill(url: URL, who: str | None, seed: Callable[[WritingSession], None], folder: Path | None) -> None:
    with _migrating(url) as connection:
        if connection.dialect.name == "postgresql":
            # Two who make the same store: the second waits here, and then finds it.
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({APPLICATION_ID})")
        there = inspect(connection).get_table_names()
        if "alembic_version" in there:
            raise DatabaseExists(shown_url(url))
        if there:
            raise NotOurDatabase(
                shown_url(url), f"it holds other tables already ({there[0]}); make an empty database for claims"
            )
        command.upgrade(configuration(connection, folder), "head")
        ledger = found_log(connection, utc_now)
        seed(WritingSession(connection, 1, ledger, who))
        caches.mark_folding(connection)
        ledger.close("init", who=who)


@contextlib.contextmanager
def _migrating(url: URL) -> Iterator[Connection]:
    """One transaction for schema changes. On SQLite foreign keys are off meanwhile, for tables are rebuilt, and checked before the end."""
    engine = make_engine(url)
    try:
        with trouble(url), engine.connect().execution_options(writing=True) as connection:
            sqlite = connection.dialect.name == "sqlite"
            if sqlite:  # has no effect inside a transaction, and SQLAlchemy would begin one
                cursor = connection.connection.cursor()
                cursor.execute("PRAGMA foreign_keys = OFF")
                cursor.execute(
                    "PRAGMA legacy_alter_table = ON"
                )  # views and triggers may name a table while it is rebuilt
                cursor.close()
            transaction = connection.begin()
            try:
                if sqlite:
                    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
                yield connection
                if sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchone()):
                    raise DatabaseTrouble(
                        shown_url(url), f"the upgrade left rows of {broken[0]} without what they refer to"
                    )
                transaction.commit()
            except BaseException:
                with contextlib.suppress(DBAPIError):
                    transaction.rollback()
                raise
    finally:
        engine.dispose()


def status(url: URL, folder: Path | None = None) -> SchemaStatus:
    """The revision a database has, the one this program needs, and what lies between."""
    if url.get_backend_name() == "sqlite":
        check_sqlite_file(Path(str(url.database)))
    engine = make_engine(url)
    try:
        with trouble(url), engine.connect() as connection:
            if "alembic_version" not in inspect(connection).get_table_names():
                raise NotOurDatabase(
                    shown_url(url), "it has not the tables of one; `claims init` sets up an empty database"
                )
            revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    finally:
        engine.dispose()
    script = ScriptDirectory.from_config(configuration(folder=folder))
    known = [step.revision for step in script.walk_revisions()][::-1]
    if revision not in known:
        raise DatabaseTooNew(shown_url(url), str(revision), __version__)
    pending = tuple(known[known.index(revision) + 1 :])
    return SchemaStatus(shown_url(url), str(revision), script.get_current_head() or HEAD_REVISION, pending)


def upgrade(url: URL, who: str | None, folder: Path | None = None) -> tuple[SchemaStatus, Path | None]:
    """Bring a database up to this program's schema; all of it or nothing. Returns how it stood before, and the backup's place (SQLite)."""
    before = status(url, folder)
    if not before.pending:
        return before, None
    backup = _back_up(url, before.revision)
    with _migrating(url) as connection:
        # The head is locked before anything else: nobody writes while tables change.
        ledger = Ledger(connection, utc_now)
        if connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == before.needed:
            return before, backup  # somebody else was quicker
        counts = _counts(connection)
        command.upgrade(configuration(connection, folder), "head")
        for table, count in _counts(connection).items():
            if counts.get(table, 0) != count:
                raise DatabaseTrouble(shown_url(url), f"the upgrade would lose rows of {table}")
        ledger.close("upgrade", who=who, what=f"schema {before.revision} to {before.needed}")
    return before, backup


def _counts(connection: Connection) -> dict[str, int]:
    there = set(inspect(connection).get_table_names())
    return {
        t.name: connection.exec_driver_sql(f"SELECT count(*) FROM {t.name}").scalar_one()
        for t in LOGGED
        if t.name in there
    }


def _back_up(url: URL, revision: str) -> Path | None:
    """A whole copy of a SQLite database beside it; PostgreSQL has its own backups (`pg_dump`)."""
    if url.get_backend_name() != "sqlite":
        return None
    path = Path(str(url.database))
    copy = path.with_name(f"{path.name}.before-upgrade-from-{revision}")
    number = 1
    while copy.exists():
        number += 1
        copy = path.with_name(f"{path.name}.before-upgrade-from-{revision}.{number}")
    try:
        os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        source, target = sqlite3.connect(path), sqlite3.connect(copy)
        with contextlib.closing(source), contextlib.closing(target):
            source.backup(target)
    except (OSError, sqlite3.Error) as problem:
        copy.unlink(missing_ok=True)
        raise DatabaseTrouble(str(copy), f"the backup before the upgrade could not be written ({problem})") from None
    return copy
