"""Rows as the driver hands them: plain tuples, for reads of so many rows that SQLAlchemy's own would cost more than the reading."""

import contextlib
import threading
from collections.abc import Generator, Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from sqlalchemy import Connection, CursorResult, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.expression import SelectBase

from claims.values import value

Values = tuple[Any, ...]

PAGE = 2_000
"""Rows of a stream that are fetched at a time."""

_streams = count()


@value
class _Compiled:
    """A statement as a driver takes it."""

    sql: str
    defaults: Mapping[str, object]
    order: Sequence[str] | None
    """Names of parameters by place; None where the driver takes them by name."""

    def parameters(self, given: Mapping[str, object]) -> Any:
        all_of_them = {**self.defaults, **given}
        return all_of_them if self.order is None else tuple([all_of_them[name] for name in self.order])


class Prepared:
    """A statement that is always the same but for its parameters: made into SQL once for each kind of database."""

    def __init__(self, statement: SelectBase) -> None:
        """Parameters are named, and each is one value, never a list."""
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}
        self._lock = threading.Lock()

    def rows(self, connection: Connection, parameters: Mapping[str, object]) -> list[Any]:
        """The driver's own tuples: a row of SQLAlchemy's for each would often cost more than all that is done with them."""
        compiled = self._for(connection.dialect)
        with connection.exec_driver_sql(compiled.sql, compiled.parameters(parameters)) as result:
            return driver_rows(result, connection.dialect)

    def _for(self, dialect: Dialect) -> _Compiled:
        with self._lock:
            if dialect.name not in self._compiled:
                made = self._statement.compile(dialect=dialect)
                order = made.positiontup if made.positional else None
                self._compiled[dialect.name] = _Compiled(str(made), made.params, order)
            return self._compiled[dialect.name]


def tuples(connection: Connection, sql: str, *among: Sequence[int]) -> list[Values]:
    """All rows of a statement. Each `{}` in it, as in `seq {}`, means: is one of these numbers."""
    if connection.dialect.name == "sqlite":
        sql = sql.format(*(f"IN ({','.join('?' * len(numbers))})" for numbers in among))
        values: Values = tuple(number for numbers in among for number in numbers)
    else:
        # As text: the driver would look at each number of a list, which takes longer than the server takes to read them.
        sql = sql.format(*["= ANY(%s::bigint[])"] * len(among))
        values = tuple([f"{{{','.join(map(str, numbers))}}}" for numbers in among])
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
