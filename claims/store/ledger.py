"""The only way in: rows are numbered, hashed and inserted here, and every transaction ends with its event."""

import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Table, func, select, text, update

from claims import __version__
from claims.records import LogHead
from claims.store import copies_index, search_index, vectors
from claims.store.caches import refresh_claims, refresh_sources
from claims.store.canonical import LEAF_FORMAT, SALT_BYTES, Value, leaf_of_new
from claims.store.inserting import insert_rows
from claims.store.merkle import Frontier
from claims.store.tables import LOGGED, METADATA, REDACTABLE, Event, LogOrigin, Retraction
from claims.store.tables import LogHead as HeadRow
from claims.values import value

FLUSH_AT = 20_000
"""Rows kept in memory before they go to the database: a bulk import's memory stays flat."""

_KNOWN = {table.name: frozenset(table.c.keys()) - {"seq", "salt", "leaf"} for table in LOGGED}
"""What callers give; the rest is the ledger's."""

_JUDGING = frozenset({"review", "stage_change"})
"""Tables whose rows say something of a claim that touches neither its text nor its sources."""


@value
class EventWritten:
    """The event that closed a transaction."""

    number: int
    rows: int


class Ledger:
    """One writing transaction on the log. Made with the head locked; `close` writes the event and moves the head.

    Order comes from `seq`; numbers are read after the lock, so that two writers never take the same one.
    """

    def __init__(self, connection: Connection, clock: Callable[[], str]) -> None:
        """`clock`: the present moment as UTC text, as `event.at` keeps it."""
        self.connection = connection
        self._clock = clock
        head = connection.execute(select(HeadRow.c.size, HeadRow.c.frontier).with_for_update()).one()
        self._frontier = Frontier(head.size, head.frontier)
        self.begins: int = head.size + 1
        self._leaves: list[bytes] = []
        """Of pending rows: the tree grows by many at once."""
        self._pending: dict[str, list[dict[str, Value]]] = {}
        self._pending_count = 0
        self._next: int = self.begins
        self._numbers: dict[str, int] = {}
        self.closed = False
        self.touched_claims: set[int] = set()
        self.judged_claims: set[int] = set()
        self.touched_sources: set[int] = set()
        self.touched_articles: set[int] = set()
        self._bodies: set[str] = set()
        self._salts = _salts()

    @property
    def changed(self) -> bool:
        """Whether anything was appended."""
        return self._next > self.begins

    def append(self, table: Table, /, **values: Value) -> int:
        """Add a row to the log; returns its `seq`. Absent columns are NULL. A row that is refused leaves nothing behind."""
        if self.closed:
            raise RuntimeError("the transaction is closed: its event is the last row")
        name = table.name
        if not _KNOWN[name].issuperset(values):
            raise TypeError(f"{name} has no column {', '.join(sorted(values.keys() - _KNOWN[name]))}")
        seq = self._next
        row: dict[str, Value] = {column: value for column, value in values.items() if value is not None}
        row["seq"] = seq
        salt = None
        for column in REDACTABLE.get(name, ()):
            if column in row:
                salt = next(self._salts)
                break
        row["leaf"] = hashed = leaf_of_new(name, row, salt)
        if salt is not None:
            row["salt"] = salt
        self._touch(name, row)
        self._next += 1
        self._leaves.append(hashed)
        self._pending.setdefault(name, []).append(row)
        self._pending_count += 1
        if self._pending_count >= FLUSH_AT:
            self.flush()
        return seq

    def _touch(self, name: str, row: Mapping[str, Value]) -> None:
        """Note what a row says something of: its caches follow."""
        if isinstance(claim := row.get("claim"), int):  # as most have
            (self.judged_claims if name in _JUDGING else self.touched_claims).add(claim)
        elif name == "claim":
            self.touched_claims.add(_identity(row))
        elif name == "source":
            self.touched_sources.add(_identity(row))
        elif name == "article":
            self.touched_articles.add(_identity(row))
        elif name == "snapshot" and isinstance(article := row.get("article"), int):
            self.touched_articles.add(article)
        elif name == "snapshot_body" and isinstance(hashed_bytes := row.get("sha256"), str):
            self._bodies.add(hashed_bytes)

    def number(self, table: Table[Any]) -> int:
        """The next public number of a table."""
        name = table.name
        if name not in self._numbers:
            self._numbers[name] = self.connection.execute(select(func.max(table.c.number))).scalar() or 0
        self._numbers[name] += 1
        return self._numbers[name]

    def next_version(self, table: Table[Any], first: int) -> int:
        """The version that comes next for a thing; one a transaction."""
        query = select(func.max(table.c.version)).where((table.c.seq == first) | (table.c.first == first))
        return int(self.connection.execute(query).scalar_one()) + 1

    def retract(self, target: int, claim: int | None = None, *, withdrawn: bool = True) -> int:
        """Withdraw a row, or bring it back; `claim` is the claim that it says something of."""
        return self.append(Retraction, target=target, withdrawn=int(withdrawn), claim=claim)

    def flush(self) -> None:
        """Insert what is pending, parents before children."""
        for table in LOGGED:
            insert_rows(self.connection, table, self._pending.pop(table.name, ()))
        self._pending_count = 0
        self._frontier.extend(self._leaves)
        self._leaves.clear()

    def settle(self) -> None:
        """Insert what is pending and bring the caches up to date with it, so that a long transaction keeps nothing in memory."""
        self.flush()
        judged = self.judged_claims - self.touched_claims
        indexed = search_index.Change(self.connection)
        refresh_claims(self.connection, self.touched_claims, judged, indexed.claims)
        refresh_sources(self.connection, self.touched_sources)
        articles = self.touched_articles | search_index.articles_with(self.connection, self._bodies)
        indexed.end(self.touched_sources, articles)
        vectors.refresh(self.connection, self.touched_claims)
        copies_index.refresh(self.connection, articles)
        for touched in (
            self.touched_claims,
            self.judged_claims,
            self.touched_sources,
            self.touched_articles,
            self._bodies,
        ):
            touched.clear()

    def close(self, kind: str, *, who: str | None, why: str | None = None, what: str | None = None) -> EventWritten:
        """Write the event of this transaction and move the head."""
        number = self.number(Event)
        latest = self.connection.execute(select(func.max(Event.c.at))).scalar()
        now = self._clock()
        self.append(
            Event, number=number, begins=self.begins, kind=kind, who=who, why=why, what=what,
            at=max(now, latest) if latest else now, program=__version__,
        )  # fmt: skip
        self.settle()
        self.connection.execute(update(HeadRow).values(size=self._frontier.size, frontier=self._frontier.packed))
        self.closed = True
        return EventWritten(number, self._next - self.begins)


def _salts() -> Iterator[bytes]:
    """A salt for one row after the other; the system is asked for many at once."""
    while True:
        several = secrets.token_bytes(64 * SALT_BYTES)
        for start in range(0, len(several), SALT_BYTES):
            yield several[start : start + SALT_BYTES]


def _identity(row: Mapping[str, Value]) -> int:
    """The first row's seq of the thing that a row is a version of."""
    first = row.get("first") or row["seq"]
    if not isinstance(first, int):
        raise TypeError(f"{first!r} is no log number")
    return first


def found_log(connection: Connection, clock: Callable[[], str]) -> Ledger:
    """Row 1 of a new log: its random origin. The head row comes first, for it is what writers lock."""
    connection.execute(text("INSERT INTO log_head (id, size, frontier) VALUES (1, 0, :none)"), {"none": b""})
    ledger = Ledger(connection, clock)
    ledger.append(LogOrigin, origin=f"claims-tracker/{os.urandom(16).hex()}", leaf_format=LEAF_FORMAT)
    return ledger


def log_head(connection: Connection) -> LogHead:
    """Origin, size and root of the log as this connection sees it."""
    row = connection.execute(
        select(
            HeadRow.c.size,
            HeadRow.c.frontier,
            select(LogOrigin.c.origin).where(LogOrigin.c.seq == 1).scalar_subquery().label("origin"),
        )
    ).one()
    return LogHead(origin=row.origin, size=row.size, root=Frontier(row.size, row.frontier).root.hex())


def logged_table(name: str) -> Table:
    """A logged table by name."""
    return METADATA.tables[name]
