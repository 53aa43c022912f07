"""A whole copy of a database in one SQLite file, whatever the original lies in.

The schema, the rows, their numbers and their leaves are the same on both databases, so the copy is a database of its own with the same head: it opens with
the same commands, is checked by the same `verify`, and goes back into either.
"""

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import URL, Connection, MetaData, Row, Table
from sqlalchemy.exc import DBAPIError

from claims.errors import CannotWrite, DatabaseTrouble
from claims.store.engine import BUSY_TIMEOUT_S, reason, shown_url
from claims.store.migrating import configuration, migrating
from claims.store.placing import beside, free_name, put_in_place
from claims.store.slices import BODIES

BATCH = 2_000
"""Rows that go from one database to the other at a time; of articles' bytes, each of which may be as large as a file, one."""

SCHEMA_VERSION = "alembic_version"


def keep_copy(connection: Connection, place: Path, folder: Path | None = None) -> Path:
    """A copy of what this transaction sees, under this name or the next free one; `folder`: the migrations, where they are not the program's."""
    try:
        file = free_name(place)
        with beside(file) as made:
            write_copy(connection, made, str(place), folder)
            put_in_place(made, file)
    except OSError as problem:
        raise CannotWrite(str(place), problem.strerror or str(problem)) from None
    return file


def write_copy(connection: Connection, file: Path, shown: str, folder: Path | None = None) -> None:
    """Copy what this transaction sees into a file that is there and empty; `shown`: what messages call that file."""
    try:
        if connection.dialect.name == "sqlite":
            with _to_copy(connection) as source:
                copy_file(source, file)
        else:
            _write_rows(connection, file, folder)
    except sqlite3.OperationalError as problem:
        raise CannotWrite(shown, reason(problem)) from None
    except DatabaseTrouble as trouble:
        cause = trouble.__cause__
        if isinstance(cause, DBAPIError) and isinstance(cause.orig, sqlite3.Error):  # the copy's, not the server's
            raise CannotWrite(shown, reason(cause)) from None
        raise


@contextlib.contextmanager
def _to_copy(connection: Connection) -> Iterator[sqlite3.Connection]:
    """SQLite's own connection. While this one writes SQLite copies from another one only; while it reads, a second one might wait for a
    writer that waits for the first."""
    if not connection.get_execution_options().get("writing"):
        reading = connection.connection.driver_connection
        if not isinstance(reading, sqlite3.Connection):
            raise TypeError(f"{type(reading)} is no connection to SQLite")
        yield reading
        return
    with contextlib.closing(sqlite3.connect(str(connection.engine.url.database), isolation_level=None)) as second:
        begin_reading(second)
        yield second


def begin_reading(connection: sqlite3.Connection) -> None:
    """Hold the state of a file for a copy: without that SQLite's copying would wait for a lock for ever."""
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_S * 1000}")
    connection.execute("BEGIN")
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()


def copy_file(source: sqlite3.Connection, file: Path) -> None:
    """Copy a SQLite database page by page; the copy needs no file beside it to be read."""
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE").fetchone()


def _write_rows(connection: Connection, file: Path, folder: Path | None) -> None:
    """The same schema in a SQLite file, and all rows of it."""
    revision = connection.exec_driver_sql(f"SELECT version_num FROM {SCHEMA_VERSION}").scalar_one()
    with migrating(URL.create("sqlite", database=str(file))) as target:
        command.upgrade(configuration(target, folder), str(revision))
        copy_rows(connection, target, our_tables(target))


def our_tables(connection: Connection) -> list[Table]:
    """The tables that the migrations made in a SQLite file, parents before children."""
    made = MetaData()
    made.reflect(connection)
    return [table for table in made.sorted_tables if table.name != SCHEMA_VERSION]


def copy_rows(source: Connection, target: Connection, tables: list[Table]) -> None:
    """All rows of these tables, in the order in which they came: one may rest on another of its table that came before it."""
    quote = target.dialect.identifier_preparer.quote
    for table in tables:
        columns = ", ".join(quote(column.name) for column in table.c)
        order = ", ".join(quote(column.name) for column in table.primary_key)
        if "leaf" not in table.c:  # a migration may have put rows into tables that are not of the log
            target.exec_driver_sql(f"DELETE FROM {table.name}")
        some = {"yield_per": 1 if table.name == BODIES else BATCH}
        query = f"SELECT {columns} FROM {table.name} ORDER BY {order}"
        into = f"{table.name} ({columns})"
        with source.exec_driver_sql(query, execution_options=some) as found:
            if target.dialect.name == "postgresql":
                _stream(target, into, found)
                continue
            insert = f"INSERT INTO {into} VALUES ({', '.join('?' * len(table.c))})"
            for rows in found.partitions():
                target.exec_driver_sql(insert, [tuple(row) for row in rows])


def _stream(target: Connection, into: str, rows: Iterable[Row[Any]]) -> None:
    """PostgreSQL's own way in for many rows, several times as fast as statements."""
    cursor: Any = target.connection.cursor()
    try:
        with cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    except target.dialect.loaded_dbapi.Error as failed:
        url = target.engine.url
        raise DatabaseTrouble(shown_url(url), reason(failed)) from failed
