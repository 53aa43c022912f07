"""Opening a database: the right kind of file, the right schema, the right settings; and the two kinds of session."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import sqlite3
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoResultFound, OperationalError
from sqlalchemy.pool import NullPool

from claims import __version__
from claims.errors import (
    ClaimsError,
    DatabaseTooNew,
    DatabaseTooOld,
    DatabaseTrouble,
    ExtraMissing,
    NoDatabase,
    NotOurDatabase,
)
from claims.text.dates import utc_text
from claims.values import value

if TYPE_CHECKING:
    from claims.store.ledger import EventWritten, Ledger

APPLICATION_ID = 0x434C4D53
"""`CLMS`, in SQLite's header: a file without it is somebody else's."""

HEAD_REVISION = "0001"
"""The schema this program needs; a test holds it equal to the newest migration."""

BUSY_TIMEOUT_S = 30


def wal_is_safe(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Whether this SQLite is free of the WAL-reset bug (3.7.0 to 3.51.2, but 3.44.6 and 3.50.7), which can lose committed rows."""
    return version >= (3, 51, 3) or version in {(3, 44, 6), (3, 50, 7)} or version < (3, 7, 0)


@value
class Session:
    """A reading transaction: everything in it is as the log stood at row `upto`."""

    connection: Connection
    upto: int


@value
class WritingSession(Session):
    """A writing transaction. Services append through the ledger; the command that opened it commits."""

    ledger: Ledger
    who: str | None


def _sqlite_settings(engine: Engine, timeout_s: int) -> None:
    """Real transactions and safe settings on every SQLite connection."""
    journal = "WAL" if wal_is_safe() else "DELETE"

    @event.listens_for(engine, "connect")
    def connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = (
            None  # sqlite3 would begin where it likes and never for DDL: we say BEGIN ourselves
        )
        for pragma in (
            f"busy_timeout = {timeout_s * 1000}", "foreign_keys = ON", "recursive_triggers = ON", "synchronous = FULL",
            "trusted_schema = OFF", "cell_size_check = ON", "secure_delete = ON",
            # What undoes one refused INSERT is noted before each: in a file, a bulk import would write its size many times over.
            "temp_store = MEMORY",
        ):  # fmt: skip
            connection.execute(f"PRAGMA {pragma}")
        if connection.execute("PRAGMA journal_mode").fetchone()[0].upper() != journal:
            with contextlib.suppress(sqlite3.OperationalError):  # read-only, or busy: the old mode works too
                connection.execute(f"PRAGMA journal_mode = {journal}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A deferred transaction that reads and then writes fails at once when another wrote meanwhile: writers begin IMMEDIATE.
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def make_engine(url: URL, *, timeout_s: int = BUSY_TIMEOUT_S) -> Engine:
    """An engine with our settings, which waits so long for a lock. One connection at a time: commands are short."""
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": timeout_s})
        _sqlite_settings(engine, timeout_s)
        return engine
    try:
        return create_engine(
            url, poolclass=NullPool, isolation_level="READ COMMITTED", connect_args=server_settings(url, timeout_s)
        )
    except ModuleNotFoundError as missing:
        raise ExtraMissing("PostgreSQL", "postgres") from missing


def server_settings(url: URL, timeout_s: int) -> dict[str, str]:
    """What a server is told when it is connected to, beside what its address asks for: how long to wait for a lock, and when to plan."""
    asked = url.query.get("options", "")
    settings = [asked if isinstance(asked, str) else " ".join(asked)]
    settings.append(f"lock_timeout={max(1, timeout_s * 1000)}")  # 0 would mean for ever
    # What is sent again and again is planned once. With lists it would be planned each time, which takes longer than to answer it.
    settings.append("plan_cache_mode=force_generic_plan")
    return {"options": " -c ".join(settings)}


def database_url(typed: str) -> URL:
    """The URL of a database given as URL or path."""
    if "://" not in typed:
        return URL.create("sqlite", database=str(Path(typed).expanduser().absolute()))
    try:
        url = make_url(typed)
    except (ArgumentError, ValueError):
        raise NotOurDatabase(
            _masked(typed), "the address cannot be read; give a path or postgresql://user@host/name"
        ) from None
    if url.drivername == "sqlite" and url.database in {None, "", ":memory:"}:
        raise NotOurDatabase(typed, "it would be gone with this command; give the path of a file")
    if url.drivername not in DRIVERS:
        raise NotOurDatabase(shown_url(url), f"{url.drivername} is not supported; use a path (SQLite) or postgresql://")
    return url


DRIVERS = ("sqlite", "postgresql", "postgresql+psycopg")


def shown_url(url: URL) -> str:
    """How messages call a database: the path, or the URL without its password."""
    return str(url.database) if url.drivername == "sqlite" else _masked(url.render_as_string(hide_password=True))


def _masked(address: str) -> str:
    """An address without what may be a password in it."""
    address = re.sub(r"://([^/@:]*):.*@", r"://\1:***@", address)
    return re.sub(r"(?i)(pass(?:word|file)?=)[^&]*", r"\1***", address)


@value
class Database:
    """A database that has been looked at and found to be ours and of this program's schema."""

    url: URL
    engine: Engine

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """A reading transaction at the log's present end; one statement finds that end and checks the schema."""
        with trouble(self.url), _reader(self.engine) as connection, connection.begin():
            yield Session(connection, checked_size(connection, self.url))

    def gather_statistics(self) -> None:
        """Have PostgreSQL count what its tables hold after much was taken in. By itself it does so a minute later, and plans until then as for other tables.

        SQLite plans without statistics. Who may not have them gathered changes nothing.
        """
        from claims.store.tables import METADATA  # noqa: PLC0415 - who only looks does without

        if self.url.get_backend_name() != "sqlite":
            with trouble(self.url), self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql(f"ANALYZE (SKIP_LOCKED) {', '.join(METADATA.tables)}")

    @contextlib.contextmanager
    def writing(self, who: str | None, *, rehearse: bool = False) -> Iterator[WritingSession]:
        """A writing transaction: locks the head first; all of it is kept, or nothing. With `rehearse` nothing is, whatever happens."""
        from claims.store.ledger import Ledger  # noqa: PLC0415 - readers do without it, and start sooner

        with trouble(self.url), self.engine.connect().execution_options(writing=True) as connection:
            transaction = connection.begin()
            try:
                with _missing_tables(self.url):
                    ledger = Ledger(connection, utc_now)
                session = WritingSession(connection, checked_size(connection, self.url), ledger, who)
                yield session
                if ledger.changed and not ledger.closed:
                    raise RuntimeError("a transaction that appended rows was not closed with its event")
                if rehearse:
                    transaction.rollback()
                else:
                    transaction.commit()
            except BaseException:
                # On a full disk SQLite has rolled back by itself, and an explicit ROLLBACK would hide the reason.
                with contextlib.suppress(DBAPIError):
                    transaction.rollback()
                raise

    def scrub(self, tables: Iterable[str]) -> bool:
        """Have the database overwrite what a redaction took out of these tables; False where only their owner may.

        SQLite overwrites it in the file as it goes (secure_delete); what a write-ahead log holds goes at a checkpoint. PostgreSQL keeps old rows
        until the table is written anew.
        """
        with trouble(self.url), self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                return True
            quoted = [connection.dialect.identifier_preparer.quote(table) for table in tables]
            owned = "SELECT bool_and(pg_has_role(relowner, 'USAGE')) FROM pg_class WHERE relname = ANY (%s)"
            if not connection.exec_driver_sql(owned, (list(tables),)).scalar():
                return False
            for table in quoted:
                connection.exec_driver_sql(f"VACUUM (FULL) {table}")
            return True


def _reader(engine: Engine) -> Connection:
    """A connection whose statements all see one state; SQLite's transactions do so anyway."""
    if engine.dialect.name == "sqlite":
        return engine.connect()
    return engine.connect().execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def utc_now() -> str:
    """The present moment as the log keeps it."""
    return utc_text(dt.datetime.now(dt.UTC))


def close(session: WritingSession, kind: str, *, why: str | None = None, what: str | None = None) -> EventWritten:
    """End a writing transaction with its event."""
    return session.ledger.close(kind, who=session.who, why=why, what=what)


def checked_size(connection: Connection, url: URL) -> int:
    """The log's size, after a look at the schema's version."""
    revision, size = _revision_and_size(connection, url)
    if revision != HEAD_REVISION:
        if revision.isdigit() and revision < HEAD_REVISION:
            raise DatabaseTooOld(shown_url(url), revision, HEAD_REVISION)
        raise DatabaseTooNew(shown_url(url), revision, __version__)
    return size


def _revision_and_size(connection: Connection, url: URL) -> tuple[str, int]:
    with _missing_tables(url):
        row = connection.exec_driver_sql(
            "SELECT (SELECT version_num FROM alembic_version), (SELECT size FROM log_head)"
        ).one()
    if row[0] is None or row[1] is None:
        raise NotOurDatabase(shown_url(url), "its tables are empty; `claims init` sets up a new one")
    return str(row[0]), int(row[1])


@contextlib.contextmanager
def _missing_tables(url: URL) -> Iterator[None]:
    try:
        yield
    except NoResultFound as empty:
        raise NotOurDatabase(shown_url(url), "its tables are empty; `claims init` sets up a new one") from empty
    except DBAPIError as failed:
        if "no such table" in str(failed.orig) or (
            "relation" in str(failed.orig) and "does not exist" in str(failed.orig)
        ):
            raise NotOurDatabase(
                shown_url(url), "it has not the tables of one; `claims init` sets up an empty database"
            ) from failed
        raise


def open_database(url: URL, *, timeout_s: int = BUSY_TIMEOUT_S) -> Database:
    """A database that exists. SQLite files are looked at before they are opened: opening must never make or change one."""
    if url.get_backend_name() == "sqlite":
        check_sqlite_file(Path(str(url.database)))
    return Database(url, make_engine(url, timeout_s=timeout_s))


def check_sqlite_file(path: Path) -> None:
    """Refuse what is no claims database: a folder, an empty file, another program's."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise NoDatabase(f"{path} does not exist") from None
    except OSError as problem:
        raise DatabaseTrouble(str(path), problem.strerror or str(problem)) from None
    if stat.S_ISDIR(mode):
        raise NotOurDatabase(str(path), "it is a folder")
    if not stat.S_ISREG(mode):
        raise NotOurDatabase(str(path), "it is no file but a pipe or a device")
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as problem:
        raise DatabaseTrouble(str(path), problem.strerror or str(problem)) from None
    if not header:
        raise NotOurDatabase(str(path), "it is empty; remove it and run `claims init`")
    if not header.startswith(b"SQLite format 3\x00") or len(header) < 100:
        raise NotOurDatabase(str(path), "it is no SQLite file")
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise NotOurDatabase(str(path), "it is another program's SQLite file")


@contextlib.contextmanager
def trouble(url: URL) -> Iterator[None]:
    """Turn a database's own errors into one sentence with exit code 3."""
    try:
        yield
    except ClaimsError:
        raise
    except (DBAPIError, sqlite3.Error) as failed:
        raise DatabaseTrouble(shown_url(url), reason(failed)) from failed
    except UnicodeDecodeError as garbled:
        if url.get_backend_name() != "sqlite":
            raise
        # Python's driver fails so where SQLite names what is damaged, and its name is damaged too.
        raise DatabaseTrouble(shown_url(url), DAMAGED) from garbled


DAMAGED = "the file is damaged; restore a backup with `claims db restore`"


def reason(failed: Exception) -> str:
    """A database's complaint in words that say what to do."""
    origin = failed.orig if isinstance(failed, DBAPIError) and failed.orig is not None else failed
    said = " ".join(str(origin).split())
    for part, words in (
        ("database is locked", "another process has kept it locked; try again when it is done"),
        ("lock timeout", "another process has kept it locked; try again when it is done"),
        ("attempt to write a readonly", "it is read-only; check the permissions of the file and its folder"),
        ("disk is full", "the disk is full; free some space and run it again"),
        ("disk I/O error", "the disk reports an error"),
        ("malformed", DAMAGED),
        ("not a database", "the file is damaged or no database"),
        ("unable to open database", "it cannot be opened; check that the folder exists and may be written to"),
        ("Connection refused", "no PostgreSQL answers there; is the server running?"),
        ("Is the server running", "no PostgreSQL answers there; is the server running?"),
        ("server closed the connection", "the PostgreSQL server closed the connection"),
        ("terminating connection", "the PostgreSQL server closed the connection"),
        ("password authentication failed", "the user or password is wrong"),
    ):
        if part in said:
            return words
    if isinstance(failed, OperationalError) or len(said) < 300:
        return said
    return said[:300] + "…"


def make_private(path: Path) -> None:
    """Only the owner may read a new database: it can hold copyrighted and confidential text."""
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
