"""Rows asked for by very many numbers: one value, however many there are, so that a statement stays the same."""

from typing import Any

from sqlalchemy import BigInteger, Select, Text, bindparam, cast, column, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction


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
