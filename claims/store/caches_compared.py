"""Caches beside what the log gives, for `verify`: whether all of them are in order, and if not, what is wrong."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from operator import itemgetter
from typing import Self

from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import DBAPIError

from claims.store import copies_index, search_compared, vectors
from claims.store.caches import (
    EVERYTHING,
    ClaimRows,
    claim_now_rows,
    claim_source_rows,
    present_rules,
    source_rows,
)
from claims.store.search_index import article_texts, articles_at_once, firsts, source_texts, texts_of
from claims.store.slices import Trouble
from claims.store.tables import (
    Article,
    Claim,
    ClaimNow,
    ClaimSource,
    ClaimVectors,
    Folding,
    Source,
    SourceName,
    SourceNow,
)
from claims.store.tuples import Values, streamed
from claims.text.folding import FOLDING

Step = Callable[[int, int], None]
"""Told how far a check has come: done, of how many."""


def caches_in_order(connection: Connection, step: Step) -> bool:
    """Whether every cache holds what the log gives, no more and no less. Batch by batch, so that memory stays flat; what is read serves all of them."""
    try:
        return _in_order(connection, step)
    except (TypeError, ValueError, LookupError, AttributeError):
        return False  # an altered row of which nothing can be made: one by one it comes to light which
    except (DBAPIError, sqlite3.Error):
        if connection.dialect.name != "sqlite":
            raise
        return False  # a damaged page: what lies before it is told first


def _in_order(connection: Connection, step: Step) -> bool:
    words = search_compared.Words(connection)
    with _opened(connection) as (claims, speaking, sources, names):
        total, done = _count(connection, ClaimNow) + _count(connection, SourceNow), 0
        rules = present_rules(connection, EVERYTHING)
        for batch in firsts(connection, Claim):
            of = ClaimRows(connection, batch)
            if not (
                claims.holds(batch[-1], claim_now_rows(of, rules))
                and speaking.holds(batch[-1], claim_source_rows(of))
                and words.hold("claim", batch, texts_of(of))
            ):
                return False
            done += len(batch)
            step(done, total)
        for batch in firsts(connection, Source):
            now, known = source_rows(connection, batch)
            if not (
                sources.holds(batch[-1], now)
                and names.holds(batch[-1], known)
                and words.hold("doc", batch, source_texts(connection, batch))
            ):
                return False
            done += len(batch)
            step(done, total)
        for batch in firsts(connection, Article, articles_at_once(connection)):
            if not words.hold("doc", batch, article_texts(connection, batch)):
                return False
        nothing_else = words.hold_nothing_else() and all(
            cache.holds(None, ()) for cache in (claims, speaking, sources, names)
        )
    others = (copies_index.differences(connection), vectors.differences(connection), _folding(connection))
    return nothing_else and next(chain.from_iterable(others), None) is None


def cache_troubles(connection: Connection, step: Step) -> Iterator[Trouble]:
    """What is wrong with caches that are not in order."""
    with _opened(connection) as (claims, speaking, sources, names):
        total, done = _count(connection, ClaimNow) + _count(connection, SourceNow), 0
        rules = present_rules(connection, EVERYTHING)
        for batch in firsts(connection, Claim):
            of = ClaimRows(connection, batch)
            yield from claims.compared(batch[-1], claim_now_rows(of, rules))
            yield from speaking.compared(batch[-1], claim_source_rows(of))
            done += len(batch)
            step(done, total)
        for batch in firsts(connection, Source):
            now, known = source_rows(connection, batch)
            yield from sources.compared(batch[-1], now)
            yield from names.compared(batch[-1], known)
            done += len(batch)
            step(done, total)
        for cache in (claims, speaking, sources, names):
            yield from cache.compared(None, ())
    for table, doc, said in chain(search_compared.differences(connection), copies_index.differences(connection)):
        yield Trouble(f"of {doc}: {said}" if doc is not None else said, table)
    for said in vectors.differences(connection):
        yield Trouble(said, ClaimVectors.name)
    yield from _folding(connection)


def _folding(connection: Connection) -> Iterator[Trouble]:
    rows = [tuple(row) for row in connection.execute(select(Folding.c.id, Folding.c.folding))]
    if rows != [(1, FOLDING)]:
        said = ", ".join(str(folding) for _, folding in rows) or "nothing"
        yield Trouble(f"says {said}, this program compares names by {FOLDING}", Folding.name)


@contextlib.contextmanager
def _opened(connection: Connection) -> Iterator[list["_Cache"]]:
    """What lists filter on and names are compared by."""
    with contextlib.ExitStack() as stack:
        yield [
            stack.enter_context(_Cache(connection, cache, by))
            for cache, by in (
                (ClaimNow, "claim"),
                (ClaimSource, "claim"),
                (SourceNow, "source"),
                (SourceName, "source"),
            )
        ]


class _Cache:
    """A cache read once, in the order of the things it tells of, beside what it should hold."""

    def __init__(self, connection: Connection, cache: Table, by: str) -> None:
        """`by`: the column that names the thing."""
        self._name = cache.name
        self._columns = [c.name for c in cache.c]
        self._keys = [c.name for c in cache.primary_key]
        self._by = self._columns.index(by)
        query = f"SELECT {', '.join(self._columns)} FROM {cache.name} ORDER BY {by}"
        self._stream = streamed(connection, query)
        self._rows = chain.from_iterable(self._stream)
        self._next: Values | None = next(self._rows, None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def _held(self, last: int | None) -> list[Values]:
        """The next rows, up to those about a thing; all that are left without one."""
        held, row, rows, by = [], self._next, self._rows, self._by
        while row is not None and (last is None or row[by] <= last):
            held.append(row)
            row = next(rows, None)
        self._next = row
        return held

    def holds(self, last: int | None, rows: Iterable[Values]) -> bool:
        """Whether that is what the cache holds of things up to `last`."""
        return set(self._held(last)) == set(rows)

    def compared(self, last: int | None, rows: Iterable[Values]) -> Iterator[Trouble]:
        """What the cache holds of things up to `last` beside what it should hold of them."""
        held, right = set(self._held(last)), set(rows)
        if held == right:
            return
        by_key = itemgetter(*map(self._columns.index, self._keys))
        mine, theirs = ({by_key(row): row for row in side} for side in (held - right, right - held))
        for key in sorted(mine.keys() | theirs.keys()):
            if key not in mine:
                yield Trouble(f"lacks {self._told(theirs[key])}, which the log gives", self._name)
            elif key not in theirs:
                yield Trouble(f"holds {self._told(mine[key])}, which the log does not give", self._name)
            else:
                said = "; ".join(
                    f"{column} is {_value(is_)} where the log gives {_value(given)}"
                    for column, is_, given in zip(self._columns, mine[key], theirs[key], strict=True)
                    if is_ != given
                )
                yield Trouble(f"of {self._told(mine[key])}: {said}", self._name)

    def _told(self, row: Values) -> str:
        """A row of the cache by its key: `claim 12`, numbers as in the log."""
        of = dict(zip(self._columns, row, strict=True))
        return ", ".join(f"{key} {of[key] if isinstance(of[key], int) else _value(of[key])}" for key in self._keys)


def _value(value: object) -> str:
    said = "nothing" if value is None else str(value) if isinstance(value, int) else f"“{value}”"
    return said if len(said) <= 60 else f"{said[:60]}…"


def _count(connection: Connection, cache: Table) -> int:
    return int(connection.exec_driver_sql(f"SELECT count(*) FROM {cache.name}").scalar_one())
