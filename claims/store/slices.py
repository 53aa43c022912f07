"""Neighbouring rows of the log: the leaf that is stored with each, and the one that the row's values give.

This is the hot loop of `claims verify`. It says the same as `canonical`, which a test holds it to, but prepares per table what does not change from
row to row, and takes rows from the driver itself. Memory holds one slice, and one article's bytes at a time. It knows nothing of SQLAlchemy, which
takes longer to start than many thousand rows to check: rows are checked in a process beside, too (claims/store/rows_beside.py).
"""

import contextlib
import hashlib
import sqlite3
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import Any, NamedTuple

import orjson

from claims.values import value

SLICE = 1 << 11
"""Rows told of together; those of a whole slice are the leaves of one complete subtree."""

MOST_SLICES = 8
"""Slices read at once at the most: to ask every table for so few rows costs a server as much as the rows do."""

FETCHED = 500
"""Rows taken from the driver at a time."""

BODIES = "snapshot_body"
"""The table whose rows may be as large as a file: read one by one."""

TWICE = "another table has a row of the same number"

NO_LEAF = b""
"""What stands for the leaf of a row whose values give none."""


@value
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

    @property
    def in_order(self) -> bool:
        """Whether every row is there, once, and says what its leaf was made of."""
        return not self.troubles and not self.differing and None not in self.stored


def span(size: int) -> int:
    """Rows to read at once of a log of this size: a few of many pieces, so that two who share them end together."""
    return SLICE * min(MOST_SLICES, max(1, size // (6 * SLICE)))


class Plan(NamedTuple):
    """A logged table, as its rows are read."""

    name: str
    columns: Sequence[str]
    """But leaf and salt, in the order of canonical form 1."""
    redactable: Sequence[str]


class _Rows:
    """How the rows of one table are read: columns in their order, then salt and leaf."""

    def __init__(self, plan: Plan, mark: str) -> None:
        self.name, self.names, redactable = plan
        self.seq = self.names.index("seq")
        self.texts = tuple((self.names.index(c), c, c.encode() + b"\x00") for c in redactable)
        self.before, self.after = b'\x00{"row":', b',"table":%b}' % orjson.dumps(self.name)
        columns = [f'"{name}"' for name in self.names] + ["salt" if redactable else "NULL", "leaf"]
        between = f"FROM {self.name} WHERE seq BETWEEN {mark} AND {mark}"
        self.rows = f"SELECT {', '.join(columns)} {between}"
        self.leaves = f"SELECT seq, leaf {between}"
        self.numbers = f"SELECT seq {between}"
        self.begins, self.ends = 0, sys.maxsize
        """No row lies before or behind."""


class SliceReader:
    """Reads neighbouring rows of all logged tables, through the driver's own cursors, in one reading transaction."""

    def __init__(
        self, cursor: Callable[[], Any], mark: str, plans: Sequence[Plan], reason: Callable[[Exception], str]
    ) -> None:
        """`mark`: what stands for a value in the driver's SQL; `reason`: SQLite's complaint in words."""
        self._open, self._reason = cursor, reason
        self._tables = [_Rows(plan, mark) for plan in plans]
        self._redactions_there = True
        self._redacted = (
            f"SELECT target, commitments FROM redaction WHERE target BETWEEN {mark} AND {mark} ORDER BY seq DESC"
        )

    def only_where_rows_are(self) -> None:
        """From now on ask each table only between its first row and its last: asking a server costs as much as many rows. Call it within the transaction."""
        edges = ", ".join(f"(SELECT {end}(seq) FROM {table.name})" for table in self._tables for end in ("min", "max"))
        (found,) = self._fetch(f"SELECT {edges}")
        with_rows = []
        for table, first, last in zip(self._tables, found[::2], found[1::2], strict=True):
            if first is not None:
                table.begins, table.ends = first, last
                with_rows.append(table)
        self._tables = with_rows
        self._redactions_there = any(table.name == "redaction" for table in self._tables)

    def _fetch(self, sql: str, parameters: tuple[int, ...] = ()) -> list[tuple[Any, ...]]:
        with contextlib.closing(self._open()) as cursor:
            cursor.execute(sql, parameters)
            return list(cursor.fetchall())

    def read(self, first: int, last: int, *, compute: bool, carefully: bool = False) -> Slice:
        """These rows; without `compute` their stored leaves alone. `carefully`: row by row, after SQLite gave up on one of them (text that is no UTF-8,
        a damaged page)."""
        rows = last - first + 1
        read = Slice(first, [None] * rows, [None] * rows)
        redacted = self._redactions(first, last) if compute and self._redactions_there else {}
        for table in self._tables:
            if table.begins > last or table.ends < first:
                continue
            try:
                if not compute:
                    self._stored(table, first, last, read)
                elif carefully or table.name == BODIES:
                    self._one_by_one(table, first, last, read, redacted)
                else:
                    self._computed(table, first, last, first, read, redacted)
            except sqlite3.Error as failed:
                if compute and not carefully:
                    return self.read(first, last, compute=True, carefully=True)
                read.troubles.append(Trouble(f"cannot be read: {self._reason(failed)}", table.name))
        if not compute:
            read.computed = read.stored
        return read

    def _redactions(self, first: int, last: int) -> dict[int, Mapping[str, str]]:
        """The commitments that rows were redacted with; the first redaction of a row counts."""
        try:
            return {target: _commitments(packed) for target, packed in self._fetch(self._redacted, (first, last))}
        except sqlite3.Error:
            return {}  # the table of redactions is read as well, and then named

    def _stored(self, table: _Rows, first: int, last: int, read: Slice) -> None:
        for seq, leaf in self._fetch(table.leaves, (first, last)):
            if read.stored[seq - first] is not None:
                read.troubles.append(Trouble(TWICE, table.name, seq))
            read.stored[seq - first] = leaf

    def _one_by_one(
        self, table: _Rows, first: int, last: int, read: Slice, redacted: Mapping[int, Mapping[str, str]]
    ) -> None:
        for (seq,) in self._fetch(table.numbers, (first, last)):
            try:
                self._computed(table, seq, seq, first, read, redacted)
            except sqlite3.Error as failed:
                read.troubles.append(Trouble(f"cannot be read: {self._reason(failed)}", table.name, seq))

    def _computed(
        self, table: _Rows, first: int, last: int, base: int, read: Slice, redacted: Mapping[int, Mapping[str, str]]
    ) -> None:
        """Rows of one table into the slice that begins at `base`: their leaves as stored and as their values give them."""
        stored, computed, name = read.stored, read.computed, table.name
        names, place_of_seq, texts, before, after = table.names, table.seq, table.texts, table.before, table.after
        sha256, dumps, bodies = hashlib.sha256, orjson.dumps, table.name == BODIES
        with contextlib.closing(self._open()) as cursor:
            cursor.execute(table.rows, (first, last))
            for row in chain.from_iterable(iter(partial(cursor.fetchmany, FETCHED), [])):
                shown = {column: value for column, value in zip(names, row) if value is not None}  # noqa: B905 - salt and leaf come after; saying so costs time
                if (salt := row[-2]) is not None:
                    bound = False
                    for place, column, label in texts:
                        if (text := row[place]) is not None:
                            content = text if text.__class__ is bytes else text.encode()
                            shown[column] = sha256(salt + label + content).hexdigest()
                            bound = True
                    if not bound:
                        shown = {}  # a salt that no text needs: nothing else would bind it
                elif texts:
                    shown = _unsalted(table, row, shown, redacted)
                leaf = sha256(before + dumps(shown) + after).digest() if shown else NO_LEAF
                seq = row[place_of_seq]
                if stored[seq - base] is not None:
                    read.troubles.append(Trouble(TWICE, name, seq))
                stored[seq - base], computed[seq - base] = row[-1], leaf
                if leaf != row[-1]:
                    read.differing[seq] = name
                if bodies:
                    read.troubles += body_troubles(seq, dict(zip(names, row, strict=False)))


def _unsalted(
    table: _Rows, row: Sequence[Any], shown: dict[str, Any], redacted: Mapping[int, Mapping[str, str]]
) -> dict[str, Any]:
    """What a row says that has no salt, in a table of texts that may be taken away."""
    for place, _, _ in table.texts:
        if row[place] is not None:
            return {}  # a text without its salt has no commitment
    commitments = redacted.get(row[table.seq])
    return dict(sorted({**commitments, **shown}.items())) if commitments else shown


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
