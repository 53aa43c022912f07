"""Rows as the driver hands them: plain tuples, for reads of so many rows that SQLAlchemy's own would cost more than the reading."""

import contextlib
from collections.abc import Generator, Iterator, Sequence
from itertools import count
from typing import Any

from sqlalchemy import Connection, CursorResult, Dialect
from sqlalchemy.exc import DBAPIError

Values = tuple[Any, ...]

PAGE = 2_000
"""Rows of a stream that are fetched at a time."""

_streams = count()


def tuples(connection: Connection, sql: str, *among: Sequence[int]) -> list[Values]:
    """All rows of a statement. Each `{}` in it, as in `seq {}`, means: is one of these numbers."""
    if connection.dialect.name == "sqlite":
        sql = sql.format(*(f"IN ({','.join('?' * len(numbers))})" for numbers in among))
        values: Values = tuple(number for numbers in among for number in numbers)
    else:
        sql = sql.format(*["= ANY(%s)"] * len(among))
        values = tuple(map(list, among))
    with contextlib.closing(connection.exec_driver_sql(sql, values)) as result:
        return driver_rows(result, connection.dialect)


def streamed(connection: Connection, sql: str, values: Values = ()) -> Generator[list[Values]]:
    """The rows of a statement that reads a whole table, some at a time, so that memory stays flat. Begin the transaction before."""
    # Without a name PostgreSQL's driver would fetch all rows at once.
    named = {} if connection.dialect.name == "sqlite" else {"name": f"claims_stream_{next(_streams)}"}
    with driver_errors(connection.dialect), contextlib.closing(connection.connection.cursor(**named)) as cursor:
        cursor.execute(sql, values)
        while rows := cursor.fetchmany(PAGE):
            yield list(rows)


def driver_rows(result: CursorResult[*tuple[Any, ...]], dialect: Dialect) -> list[Any]:
    """The rows of a statement that was sent, as the driver gives them."""
    with driver_errors(dialect):
        return list(result.cursor.fetchall())


@contextlib.contextmanager
def driver_errors(dialect: Dialect) -> Iterator[None]:
    """What goes wrong while the driver is asked itself comes as it does from SQLAlchemy."""
    driver = dialect.loaded_dbapi
    try:
        yield
    except driver.Error as failed:
        raise DBAPIError.instance(None, None, failed, driver.Error, dialect=dialect) from failed
