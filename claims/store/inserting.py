"""Rows on their way in, many at a time, as the driver takes them: by COPY on PostgreSQL, else as tuples.

SQLAlchemy's own insert would build a dictionary of parameters for each row, which costs more than the row.
"""

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table

from claims.store.tuples import driver_errors

COPIED_FROM = 200
"""Rows from which on COPY is quicker than statements that are sent together."""


def insert_rows(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows, in their order; a column that a row does not name is NULL."""
    columns = _names(table)
    values = [tuple(map(row.get, columns)) for row in rows]
    if values:
        insert_values(connection, table, columns, values)


def insert_values(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Insert rows given by the values of these columns."""
    quote = connection.dialect.identifier_preparer.quote
    into = f"{table.name} ({', '.join(map(quote, columns))})"
    if connection.dialect.name == "postgresql" and len(rows) >= COPIED_FROM:
        with (
            driver_errors(connection.dialect),
            contextlib.closing(connection.connection.cursor()) as cursor,
            cursor.copy(f"COPY {into} FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)
        return
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    connection.exec_driver_sql(f"INSERT INTO {into} VALUES ({', '.join([mark] * len(columns))})", list(rows))


@cache
def _names(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.c)
