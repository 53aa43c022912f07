"""Backups that were looked at: a copy gets its name only when it verifies, and a backup is put back only when it does."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from alembic import command
from sqlalchemy import URL, Connection, inspect

from claims.errors import (
    BackupNotInOrder,
    BackupTooOld,
    CannotWrite,
    DatabaseTooOld,
    DatabaseTrouble,
    FileProblem,
    HoldsSomething,
    NotOurDatabase,
)
from claims.records import LogHead
from claims.store.copying import SCHEMA_VERSION, begin_reading, copy_file, copy_rows, keep_copy, our_tables, write_copy
from claims.store.engine import (
    APPLICATION_ID,
    BUSY_TIMEOUT_S,
    Session,
    check_sqlite_file,
    checked_size,
    open_database,
    reason,
    shown_url,
    trouble,
)
from claims.store.ledger import log_head
from claims.store.migrating import configuration, migrating
from claims.store.migrations import beside_database
from claims.store.placing import beside, free_name, neighbours, put_in_place, sync_folder
from claims.store.verify import Progress, verify
from claims.values import value


@value
class Checked:
    """A database that verifies."""

    head: LogHead
    stale_caches: bool
    """Whether its caches are not what its log gives: nothing is lost by that, and `db caches` makes them anew."""


@value
class Restored:
    """What was put back."""

    checked: Checked
    kept: Path | None
    """Where what was there before is kept."""


def back_up(
    reading: AbstractContextManager[Session], url: URL, file: Path, progress: Progress, *, replace: bool = False
) -> Checked:
    """Write a copy of what a reading session sees, and check it when the session is over.

    It has its name, and replaces what stood there, only when it verifies and has the same head.
    """
    _refuse_place(url, file, replace=replace)
    try:
        # Through a link to what it points at, as every file is written.
        target = Path(os.path.realpath(file))
        with beside(target) as made:
            with reading as session:
                write_copy(session.connection, made, str(file))
                head = log_head(session.connection)
            checked = check(made, progress, head, shown=str(file))
            with contextlib.closing(sqlite3.connect(made)) as copy:  # where the check left a write-ahead log
                copy.execute("PRAGMA journal_mode = DELETE").fetchone()
            if replace:
                made.replace(target)
                sync_folder(target)
            else:
                put_in_place(made, target)
    except OSError as problem:
        raise CannotWrite(str(file), problem.strerror or str(problem)) from None
    except sqlite3.Error as problem:
        raise CannotWrite(str(file), reason(problem)) from None
    return checked


def _refuse_place(url: URL, file: Path, *, replace: bool) -> None:
    """A backup never goes where the database is, nor, unless it is told, where anything is."""
    try:
        if file.is_dir():
            raise CannotWrite(str(file), "it is a folder; name a file in it")
        if not file.exists():
            return
        if not file.is_file():
            raise CannotWrite(str(file), "it is no file but a pipe or a device")
        if url.get_backend_name() == "sqlite" and file.samefile(str(url.database)):
            raise CannotWrite(str(file), "it is the database itself")
        if not replace:
            raise CannotWrite(str(file), "something is there already; name another file, or give --force")
        if any(one.exists() for one in neighbours(Path(os.path.realpath(file)))):
            raise CannotWrite(str(file), "it is a database that somebody works in")
    except OSError as problem:
        raise CannotWrite(str(file), problem.strerror or str(problem)) from None


def check(file: Path, progress: Progress, since: LogHead | None = None, *, shown: str | None = None) -> Checked:
    """Verify a backup; `since`: the head it was made from. A backup that is not in order is BackupNotInOrder."""
    where = shown or str(file)
    with open_database(URL.create("sqlite", database=str(file.absolute()))).reading() as session:
        return _in_order(session, progress, since, where)


def _in_order(session: Session, progress: Progress, since: LogHead | None, where: str) -> Checked:
    found = verify(session, since, progress=progress)
    wrong = [one.says for one in found.found if one.kind != "cache"]
    if wrong:
        raise BackupNotInOrder(where, wrong[0], found.count)
    return Checked(log_head(session.connection), stale_caches=not found.ok)


# --- putting back ----------------------------------------------------------------------------------------------------


def restore(url: URL, file: Path, progress: Progress, *, replace: bool = False, rehearse: bool = False) -> Restored:
    """Put a backup that verifies where nothing is, or, with `replace`, where a claims database is; a copy of that is kept. All of it or nothing."""
    if not file.exists():
        raise FileProblem(str(file), "there is no such file")
    check_sqlite_file(file)
    sqlite = url.get_backend_name() == "sqlite"
    place = Path(str(url.database))
    if sqlite and place.exists() and place.samefile(file):
        raise HoldsSomething(str(place), "it is the backup itself")
    try:
        checked = check(file, progress)
    except DatabaseTooOld as old:
        raise BackupTooOld(str(file), old.revision, old.wanted) from None
    with trouble(url):
        try:
            kept = (
                _into_file(file, place, replace=replace, rehearse=rehearse)
                if sqlite
                else _into_server(file, url, progress, replace=replace, rehearse=rehearse)
            )
        except OSError as problem:
            raise DatabaseTrouble(shown_url(url), problem.strerror or str(problem)) from None
    return Restored(checked, kept)


def _into_file(file: Path, place: Path, *, replace: bool, rehearse: bool) -> Path | None:
    there = place.exists() and not (place.is_file() and place.stat().st_size == 0)
    if there:
        check_sqlite_file(place)  # what is no claims database is never replaced
        if not replace:
            raise HoldsSomething(str(place))
    if rehearse:
        return None
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as source:
        begin_reading(source)
        if not there:
            _new_file(source, place)
            return None
        try:
            with _alone_in(place) as target:
                return _over(source, target, place)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:  # too damaged for SQLite to work in it
            kept = _set_aside(place)
            _new_file(source, place)
            return kept


def _new_file(source: sqlite3.Connection, place: Path) -> None:
    with beside(place) as made:
        copy_file(source, made)
        put_in_place(made, place)


@contextlib.contextmanager
def _alone_in(place: Path) -> Iterator[sqlite3.Connection]:
    """A SQLite database that nobody else can read or change before this block ends: whoever waits goes on with what it left there."""
    with contextlib.closing(sqlite3.connect(place, isolation_level=None, timeout=BUSY_TIMEOUT_S)) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchone()
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")  # the lock stays, the transaction would be in the way of the copy
        yield connection


def _over(source: sqlite3.Connection, target: sqlite3.Connection, place: Path) -> Path:
    """Keep what is there, then write the backup over it in one transaction of SQLite's own: a crash leaves the one or the other."""
    kept = free_name(beside_database(URL.create("sqlite", database=str(place)), BEFORE_RESTORE))
    with beside(kept) as made:
        copy_file(target, made)
        put_in_place(made, kept)
    target.execute("PRAGMA synchronous = FULL")
    source.backup(target)
    return kept


BEFORE_RESTORE = "before-restore"


def _set_aside(place: Path) -> Path:
    """Give a damaged file another name, and with it what SQLite has put beside it: a journal would be played into the file that comes in its place."""
    kept = free_name(beside_database(URL.create("sqlite", database=str(place)), BEFORE_RESTORE))
    for one, name in zip(neighbours(place), neighbours(kept), strict=True):
        if one.exists():
            one.rename(name)
    place.rename(kept)
    sync_folder(place)
    return kept


def _into_server(file: Path, url: URL, progress: Progress, *, replace: bool, rehearse: bool) -> Path | None:
    kept = None
    with migrating(url) as connection:
        # Two who do the same: the second waits here, and then finds what the first has made.
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({APPLICATION_ID})")
        there = inspect(connection).get_table_names()
        if there and SCHEMA_VERSION not in there:
            raise NotOurDatabase(
                shown_url(url), f"it holds other tables ({there[0]}); make an empty database for claims"
            )
        if there and not replace:
            raise HoldsSomething(shown_url(url))
        if rehearse:
            return None
        if there:
            # Nobody writes from here on, and whoever waits finds the backup in its place.
            connection.exec_driver_sql("LOCK TABLE log_head IN ACCESS EXCLUSIVE MODE")
            checked_size(connection, url)
            kept = keep_copy(connection, beside_database(url, BEFORE_RESTORE))
            command.downgrade(configuration(connection), "base")
        command.upgrade(configuration(connection), "head")
        _fill_from(file, connection)
        size = checked_size(connection, url)
        _in_order(Session(connection, size), progress, None, shown_url(url))
    return kept


def _fill_from(file: Path, connection: Connection) -> None:
    with open_database(URL.create("sqlite", database=str(file.absolute()))).reading() as backup:
        copy_rows(backup.connection, connection, our_tables(backup.connection))
