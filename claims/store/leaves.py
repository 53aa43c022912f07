"""The log read in its order, slice by slice, in a transaction of SQLAlchemy's (claims/store/slices.py says how)."""

import contextlib
import sqlite3
from collections.abc import Iterator
from functools import partial

from sqlalchemy import Connection

from claims.errors import DatabaseTrouble
from claims.store.engine import reason, shown_url
from claims.store.slices import SLICE, Plan, Slice, SliceReader, span
from claims.store.tables import LOGGED, REDACTABLE

PLANS = tuple(
    Plan(table.name, sorted(c.name for c in table.c if c.name not in {"leaf", "salt"}), REDACTABLE.get(table.name, ()))
    for table in LOGGED
)


class LogReader(SliceReader):
    """Reads the logged tables of one reading transaction."""

    def __init__(self, connection: Connection) -> None:
        sqlite = connection.dialect.name == "sqlite"
        mark, cursor = "?" if sqlite else "%s", connection.connection.cursor
        super().__init__(cursor if sqlite else partial(cursor, binary=True), mark, PLANS, reason)
        self._failure: type[Exception] = connection.dialect.loaded_dbapi.Error
        self._url = connection.engine.url
        self._singly = 0
        """The last row of what was read at once and found not to be in order."""
        if not sqlite:
            with self._told():
                self.only_where_rows_are()
        self._after = " UNION ALL ".join(f"SELECT min(seq) FROM {plan.name} WHERE seq > {mark}" for plan in PLANS)

    def slices(self, size: int, *, compute: bool) -> Iterator[Slice]:
        """Rows 1 to `size`, and nothing for long stretches without rows. Without `compute` only stored leaves are read."""
        first = 1
        while first <= size:
            read = self.slices_at_once(first, min(first + span(size) - 1, size), compute=compute)
            yield read
            first = self.after(read, size)

    def slices_at_once(self, first: int, last: int, *, compute: bool) -> Slice:
        """These rows if all of them are in order; else those of the first slice, so that what is wrong is told slice by slice, however they are read."""
        if first > self._singly and last - first >= SLICE:
            with self._told():
                read = self.read(first, last, compute=compute)
            if read.in_order:
                return read
            self._singly = last
        return self.slice(first, last, compute=compute)

    def slice(self, first: int, size: int, *, compute: bool) -> Slice:
        """The rows from one on, of a log of this size."""
        with self._told():
            return self.read(first, min(first + SLICE - 1, size), compute=compute)

    def after(self, read: Slice, size: int) -> int:
        """Where to read on after a slice; beyond the size where no row is left."""
        first = read.begins + len(read.stored)
        if read.stored.count(None) == len(read.stored):
            return max(first, self._next_row(first - 1) or size + 1)
        return first

    def outside(self, size: int, most: int) -> Iterator[tuple[int, str]]:
        """Rows with numbers that the log of this size does not have, and their tables; so many of each table."""
        for plan in PLANS:
            query = f"SELECT seq FROM {plan.name} WHERE seq < 1 OR seq > {int(size)} ORDER BY seq LIMIT {int(most)}"
            with self._told(), contextlib.suppress(sqlite3.Error):  # what cannot be read was told with the rows
                found = self._fetch(query)
                yield from ((seq, plan.name) for (seq,) in found)

    def _next_row(self, after: int) -> int | None:
        with self._told(), contextlib.suppress(sqlite3.Error):
            there = [n for (n,) in self._fetch(self._after, (after,) * len(PLANS)) if n is not None]
            return min(there, default=None)
        return None

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """The driver's own errors in one sentence, as those that come through SQLAlchemy; SQLite's are looked into here."""
        try:
            yield
        except sqlite3.Error:
            raise
        except self._failure as failed:
            raise DatabaseTrouble(shown_url(self._url), reason(failed)) from failed
