"""Several questions answered in one statement: a chain is read in three round trips, whatever its size and however many tables it lies in."""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    Select,
    Text,
    bindparam,
    cast,
    column,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from claims.store.tuples import Prepared

AnySelect = Select[*tuple[Any, ...]]


class each_number(GenericFunction[Any]):  # noqa: N801 - named as SQL names it
    """The numbers of a JSON array, one a row, in a column `value`."""

    inherit_cache = True


@compiles(each_number, "sqlite")
def _on_sqlite(function: each_number, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_each({compiler.process(function.clauses, **kw)})"


@compiles(each_number, "postgresql")
def _on_postgresql(function: each_number, compiler: SQLCompiler, **kw: Any) -> str:
    # Of an array PostgreSQL sees how many items it has. Of JSON it takes a hundred for granted, and then rather reads whole tables.
    array = f"CAST(translate({compiler.process(function.clauses, **kw)}, '[]', '{{}}') AS BIGINT[])"
    return f"(SELECT unnest({array}) AS value)"


def numbers_in(parameter: str) -> Select[tuple[int]]:
    """The numbers of a parameter that is a JSON array: one value, however many there are, so that the statement stays the same."""
    numbers = each_number(bindparam(parameter, type_=Text())).table_valued(column("value", Text()), name="numbers")
    return select(cast(numbers.c.value, BigInteger).label("number"))


_EMPTY: dict[str, ColumnElement[Any]] = {"whole": literal_column("NULL"), "text": literal_column("NULL")}
_TYPED: dict[str, ColumnElement[Any]] = {
    "whole": literal_column("CAST(NULL AS BIGINT)"),
    "text": literal_column("CAST(NULL AS TEXT)"),
}
"""An empty slot of the first select: PostgreSQL takes the type of each column of a UNION from there."""


class Stack:
    """Selects of different shapes as one UNION ALL: each column takes a slot of its type, the others are NULL."""

    def __init__(self, **selects: AnySelect) -> None:
        """Columns must be whole numbers or text, and named; a parameter is one value, never a list."""
        plans: list[tuple[str, AnySelect, list[tuple[str, int]]]] = []
        most = {"whole": 0, "text": 0}
        for name, query in selects.items():
            slots: list[tuple[str, int]] = []
            used = {"whole": 0, "text": 0}
            for each in query.selected_columns:
                kind = "whole" if isinstance(each.type, Integer) else "text"
                slots.append((kind, used[kind]))
                used[kind] += 1
            most = {kind: max(most[kind], used[kind]) for kind in most}
            plans.append((name, query, slots))
        self._makers: list[tuple[str, Callable[[Any], Any]]] = []
        branches: list[AnySelect] = []
        for tag, (name, query, slots) in enumerate(plans):
            columns = list(query.selected_columns)
            empty = _EMPTY if branches else _TYPED
            row: list[Any] = [empty[kind] for kind in ("whole", "text") for _ in range(most[kind])]
            places = [slot if kind == "whole" else most["whole"] + slot for kind, slot in slots]
            for each, place in zip(columns, places, strict=True):
                row[place] = each
            shape = namedtuple(name, [c.key for c in columns])  # type: ignore[misc]  # noqa: PYI024 - known at run time only
            self._makers.append((name, _maker(shape._make, [place + 1 for place in places])))
            named = [c.label(f"c{i}") for i, c in enumerate(row)]
            branches.append(query.with_only_columns(literal_column(str(tag)).label("tag"), *named))
        self._statement = Prepared(union_all(*branches))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the selects."""
        return tuple(name for name, _ in self._makers)

    def run(self, connection: Connection, **parameters: object) -> Mapping[str, list[Any]]:
        """The rows of each select, by its name, as named tuples; the order of rows is not defined."""
        answers: dict[str, list[Any]] = {name: [] for name, _ in self._makers}
        takers = [(answers[name].append, make) for name, make in self._makers]
        for row in self._statement.rows(connection, parameters):
            add, make = takers[row[0]]
            add(make(row))
        return answers


def _maker(make: Callable[[Any], Any], places: Sequence[int]) -> Callable[[Any], Any]:
    """Makes a named tuple of the values at these places of a row."""
    if len(places) == 1:
        place = places[0]
        return lambda row: make((row[place],))
    pick = itemgetter(*places)
    return lambda row: make(pick(row))
