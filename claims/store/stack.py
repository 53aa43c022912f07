"""Several questions answered in one statement: chains are read in two round trips, whatever their size and however many tables they lie in."""

import re
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection

from claims.store.tuples import driver_rows

NUMBERS = {
    "sqlite": "(SELECT value FROM json_each(:{}))",
    # Of an array PostgreSQL sees how many items it has. Of JSON it takes a hundred for granted, and then rather reads whole tables.
    "postgresql": "(SELECT unnest(CAST(:{} AS BIGINT[])) AS value)",
}
"""The numbers of a parameter that is a list, one a row, in a column `value`."""

AMONG = {
    "sqlite": "IN (SELECT {1} FROM {0})",
    # It guesses wildly how many rows a recursion gives, and then reads whole tables beside it; of an array made at run time it expects ten.
    "postgresql": "= ANY(ARRAY(SELECT {1} FROM {0}))",
}
"""Is one of the numbers of a column of what stands behind WITH."""

ROW = {"sqlite": "json_array({})", "postgresql": "CAST(json_build_array({}) AS TEXT)"}
"""A row as one value: rows of every shape fit under each other, and the driver takes two columns apart in place of dozens."""


class Part:
    """One of the questions: rows of one shape."""

    def __init__(self, table: str, columns: str, rows: str, /, **others: str) -> None:
        """`columns` of a table (or of its alias), `others` by what they are called; `rows`: what stands behind FROM."""
        # Names such as `by` and `of` mean something else to SQL.
        self.selected = {**{name: f'{table}."{name}"' for name in columns.split()}, **others}
        self.rows = rows


class Stack:
    """Questions of different shapes as one UNION ALL."""

    def __init__(self, *tables: str, **parts: Part) -> None:
        """`tables`: what stands behind WITH. Parameters are written `:upto`; `{wanted}` stands for the numbers of a parameter `wanted`,
        `{in those.seq}` for being one of a column of such a table.

        Values must be whole numbers or text.
        """
        self._tables = tables
        self._parts = parts
        self._makers: list[Callable[[Any], Any]] = [
            namedtuple(name, list(part.selected))._make  # type: ignore[attr-defined]  # noqa: PYI024 - known at run time only
            for name, part in parts.items()
        ]
        self._sql: dict[str, str] = {}

    def run(self, connection: Connection, **parameters: int | Sequence[int]) -> dict[str, list[Any]]:
        """The rows of each question, by its name, as named tuples; the order of rows is not defined."""
        dialect = connection.dialect
        sql = self._sql.get(dialect.name) or self._sql.setdefault(dialect.name, self._for(dialect.name))
        values: Mapping[str, Any] = parameters
        if dialect.name == "sqlite":
            values = {n: v if isinstance(v, int) else orjson.dumps(v).decode() for n, v in parameters.items()}
        with connection.exec_driver_sql(sql, values) as result:
            rows = driver_rows(result, dialect)
        answers: dict[str, list[Any]] = {name: [] for name in self._parts}
        takers = [(answers[name].append, make) for name, make in zip(self._parts, self._makers, strict=True)]
        for (tag, _), row in zip(rows, orjson.loads(f"[{','.join([row for _, row in rows])}]"), strict=True):
            add, make = takers[tag]
            add(make(row))
        return answers

    def _for(self, dialect: str) -> str:
        """The statement as a driver takes it."""
        numbers, row, among = NUMBERS[dialect], ROW[dialect], AMONG[dialect]
        selects = [
            f"SELECT {tag}, {row.format(', '.join(part.selected.values()))} FROM {part.rows}"
            for tag, part in enumerate(self._parts.values())
        ]
        sql = " UNION ALL ".join(selects)
        if self._tables:
            sql = f"WITH RECURSIVE {', '.join(self._tables)} {sql}"
        sql = re.sub(r"\{in (\w+)\.(\w+)\}", lambda found: among.format(found[1], found[2]), sql)
        sql = re.sub(r"\{(\w+)\}", lambda found: numbers.format(found[1]), sql)
        return sql if dialect == "sqlite" else re.sub(r":(\w+)", r"%(\1)s", sql)
