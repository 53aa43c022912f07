"""The log read in its order, slice by slice: the leaf that is stored with each row, and the one that the row's values give.

This is the hot loop of `claims verify`. It says the same as `canonical`, which a test holds it to, but prepares per table what does not change from
row to row, and takes rows from the driver itself. Memory holds one slice, and one article's bytes at a time.
"""

import contextlib
import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Connection, Table

from claims.errors import DatabaseTrouble
from claims.store.engine import reason, shown_url
from claims.store.tables import LOGGED, REDACTABLE

SLICE = 1 << 14
"""Rows read at a time."""

BODIES = "snapshot_body"
"""The table whose rows may be as large as a file: read one by one."""

TWICE = "another table has a row of the same number"

NO_LEAF = b""
"""What stands for the leaf of a row whose values give none."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something wrong with one row, or, without `seq`, with a table."""

    what: str
    table: str
    seq: int | None = None


@dataclass(slots=True)
class Slice:
    """Neighbouring rows of the log: the leaves from row `begins` on, None where no row has the number."""

    begins: int
    stored: list[bytes | None]
    computed: list[bytes | None]
    differing: dict[int, str] = field(default_factory=dict)
    """Rows whose stored leaf is not the computed one, and the tables they lie in."""
    troubles: list[Trouble] = field(default_factory=list)


class _Plan:
    """How the rows of one table are read: columns in the order of canonical form 1, then salt and leaf."""

    def __init__(self, table: Table, mark: str) -> None:
        redactable = REDACTABLE.get(table.name, ())
        self.name = table.name
        self.names = tuple(sorted(c.name for c in table.c if c.name not in {"leaf", "salt"}))
        self.seq = self.names.index("seq")
        self.texts = tuple((self.names.index(c), c, c.encode() + b"\x00") for c in redactable)
        self.before, self.after = b'\x00{"row":', b',"table":%b}' % orjson.dumps(table.name)
        columns = [f'"{name}"' for name in self.names] + ["salt" if redactable else "NULL", "leaf"]
        between = f"FROM {table.name} WHERE seq BETWEEN {mark} AND {mark}"
        self.rows = f"SELECT {', '.join(columns)} {between}"
        self.leaves = f"SELECT seq, leaf {between}"
        self.numbers = f"SELECT seq {between}"


class LogReader:
    """Reads the logged tables of one reading transaction."""

    def __init__(self, connection: Connection) -> None:
        mark = "?" if connection.dialect.name == "sqlite" else "%s"
        self._open: Callable[[], Any] = connection.connection.cursor
        self._failure: type[Exception] = connection.dialect.loaded_dbapi.Error
        self._url = connection.engine.url
        self._plans = [_Plan(table, mark) for table in LOGGED]
        self._redacted = (
            f"SELECT target, commitments FROM redaction WHERE target BETWEEN {mark} AND {mark} ORDER BY seq DESC"
        )
        self._after = " UNION ALL ".join(f"SELECT min(seq) FROM {p.name} WHERE seq > {mark}" for p in self._plans)

    def slices(self, size: int, *, compute: bool) -> Iterator[Slice]:
        """Rows 1 to `size`, and nothing for long stretches without rows. Without `compute` only stored leaves are read."""
        first = 1
        while first <= size:
            last = min(first + SLICE - 1, size)
            with self._told():
                read = self._slice(first, last, compute=compute)
            yield read
            first = last + 1
            if read.stored.count(None) == len(read.stored):
                first = max(first, self._next_row(last) or size + 1)

    def outside(self, size: int, most: int) -> Iterator[tuple[int, str]]:
        """Rows with numbers that the log of this size does not have, and their tables; so many of each table."""
        for plan in self._plans:
            query = f"SELECT seq FROM {plan.name} WHERE seq < 1 OR seq > {int(size)} ORDER BY seq LIMIT {int(most)}"
            with self._told(), contextlib.suppress(sqlite3.Error):  # what cannot be read was told with the rows
                found = self._fetch(query)
                yield from ((seq, plan.name) for (seq,) in found)

    def _next_row(self, after: int) -> int | None:
        with self._told(), contextlib.suppress(sqlite3.Error):
            there = [n for (n,) in self._fetch(self._after, (after,) * len(self._plans)) if n is not None]
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

    def _fetch(self, sql: str, parameters: tuple[int, ...] = ()) -> list[tuple[Any, ...]]:
        with contextlib.closing(self._open()) as cursor:
            cursor.execute(sql, parameters)
            return list(cursor.fetchall())

    def _slice(self, first: int, last: int, *, compute: bool, carefully: bool = False) -> Slice:
        """`carefully`: row by row, after SQLite gave up on one of them (text that is no UTF-8, a damaged page)."""
        rows = last - first + 1
        read = Slice(first, [None] * rows, [None] * rows)
        redacted = self._redactions(first, last) if compute else {}
        for plan in self._plans:
            try:
                if not compute:
                    self._stored(plan, first, last, read)
                elif carefully or plan.name == BODIES:
                    self._one_by_one(plan, first, last, read, redacted)
                else:
                    self._computed(plan, first, last, first, read, redacted)
            except sqlite3.Error as failed:
                if compute and not carefully:
                    return self._slice(first, last, compute=True, carefully=True)
                read.troubles.append(Trouble(f"cannot be read: {reason(failed)}", plan.name))
        if not compute:
            read.computed = read.stored
        return read

    def _redactions(self, first: int, last: int) -> dict[int, Mapping[str, str]]:
        """The commitments that rows were redacted with; the first redaction of a row counts."""
        try:
            return {target: _commitments(packed) for target, packed in self._fetch(self._redacted, (first, last))}
        except sqlite3.Error:
            return {}  # the table of redactions is read as well, and then named

    def _stored(self, plan: _Plan, first: int, last: int, read: Slice) -> None:
        for seq, leaf in self._fetch(plan.leaves, (first, last)):
            if read.stored[seq - first] is not None:
                read.troubles.append(Trouble(TWICE, plan.name, seq))
            read.stored[seq - first] = leaf

    def _one_by_one(
        self, plan: _Plan, first: int, last: int, read: Slice, redacted: Mapping[int, Mapping[str, str]]
    ) -> None:
        for (seq,) in self._fetch(plan.numbers, (first, last)):
            try:
                self._computed(plan, seq, seq, first, read, redacted)
            except sqlite3.Error as failed:
                read.troubles.append(Trouble(f"cannot be read: {reason(failed)}", plan.name, seq))

    def _computed(
        self, plan: _Plan, first: int, last: int, base: int, read: Slice, redacted: Mapping[int, Mapping[str, str]]
    ) -> None:
        """Rows of one table into the slice that begins at `base`: their leaves as stored and as their values give them."""
        stored, computed, name = read.stored, read.computed, plan.name
        names, place_of_seq, texts, before, after = plan.names, plan.seq, plan.texts, plan.before, plan.after
        sha256, dumps, bodies = hashlib.sha256, orjson.dumps, plan.name == BODIES
        with contextlib.closing(self._open()) as cursor:
            cursor.execute(plan.rows, (first, last))
            for row in cursor:
                shown = {column: value for column, value in zip(names, row) if value is not None}  # noqa: B905 - salt and leaf come after; saying so costs time
                if texts:
                    if (salt := row[-2]) is not None:
                        bound = False
                        for place, column, label in texts:
                            if (text := row[place]) is not None:
                                content = text if text.__class__ is bytes else text.encode()
                                shown[column] = sha256(salt + label + content).hexdigest()
                                bound = True
                        if not bound:
                            shown = {}  # a salt that no text needs: nothing else would bind it
                    elif any(row[place] is not None for place, _, _ in texts):
                        shown = {}  # a text without its salt has no commitment
                    elif commitments := redacted.get(row[place_of_seq]):
                        shown = dict(sorted({**commitments, **shown}.items()))
                leaf = sha256(before + dumps(shown) + after).digest() if shown else NO_LEAF
                seq = row[place_of_seq]
                if stored[seq - base] is not None:
                    read.troubles.append(Trouble(TWICE, name, seq))
                stored[seq - base], computed[seq - base] = row[-1], leaf
                if leaf != row[-1]:
                    read.differing[seq] = name
                if bodies:
                    read.troubles += body_troubles(seq, dict(zip(names, row, strict=False)))


def body_troubles(seq: int, body: Mapping[str, Any]) -> list[Trouble]:
    """Whether the bytes and the text of an article are those whose hashes and length stand beside them."""
    content, text = body["content"], body["text"]
    found = []
    if content is not None and hashlib.sha256(content).hexdigest() != body["sha256"]:
        found.append("its bytes have not the SHA-256 that stands beside them")
    if text is not None:
        if hashlib.sha256(text.encode()).hexdigest() != body["text_sha256"]:
            found.append("its text has not the SHA-256 that stands beside it")
        if len(text) != body["length"]:
            found.append(f"its text has {len(text)} characters and should have {body['length']}")
    return [Trouble(what, BODIES, seq) for what in found]


def _commitments(packed: str) -> dict[str, str]:
    """A redaction's commitments; none where they cannot be read, so that the leaf is not found again."""
    try:
        read = orjson.loads(packed)
    except orjson.JSONDecodeError:
        return {}
    return read if isinstance(read, dict) else {}
