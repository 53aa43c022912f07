"""The log computed again from its rows, and everything else that can be compared with it. Nothing here writes.

What is found is told in words, with the row and its transaction. A store in order means: what its rows say is what the head was made of. It does not
mean that the head is the one that was here yesterday; that needs a head kept elsewhere (`since`), whose tree must be the beginning of this one
(RFC 6962, section 2.1.2; with all leaves at hand the root over the first of them is computed itself).
"""

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from sqlalchemy import Connection, func, literal, select, union_all
from sqlalchemy.exc import DBAPIError

from claims.errors import quoted
from claims.records import LogHead
from claims.store.beside import FILE, REFERENCES, Beside, worth_it
from claims.store.caches_compared import cache_troubles, caches_in_order
from claims.store.engine import Session, reason
from claims.store.leaves import LogReader
from claims.store.merkle import Frontier
from claims.store.naming import Row, named
from claims.store.slices import SLICE, Slice, Trouble, span
from claims.store.soundness import (
    MOST,
    event_troubles,
    file_troubles,
    order_troubles,
    origin_troubles,
    redaction_troubles,
    reference_troubles,
    trigger_troubles,
)
from claims.store.tables import LOGGED, METADATA, Event, LogOrigin, Redaction
from claims.store.tables import LogHead as HeadRow
from claims.values import value

MOST_TOLD = 1000
"""Findings told one by one; of more, only the number is known."""

Progress = Callable[[str, int, int], None]
"""Told what is being checked, how much of it is done, and of how much."""


@value
class Discrepancy:
    """One thing that is not as the log says."""

    kind: str
    """row, missing, beyond, head, since, event, redaction, reference, trigger, file or cache."""
    says: str
    row: int | None = None
    table: str | None = None
    event: str | None = None


@value
class Verification:
    """What was checked and what was found."""

    origin: str
    size: int
    root: str | None
    """Of the head, in hex; None where the head does not fit its size."""
    quick: bool
    events: int
    redacted: tuple[str, ...]
    """Rows whose texts were taken away on purpose: the first of them, in words."""
    redactions: int
    """How many there are."""
    since: LogHead | None
    found: tuple[Discrepancy, ...]
    count: int
    """Of everything found, beyond what is told too."""

    @property
    def ok(self) -> bool:
        return self.count == 0


def verify(
    session: Session,
    since: LogHead | None = None,
    *,
    quick: bool = False,
    beside: bool | None = None,
    progress: Progress = lambda *_: None,
) -> Verification:
    """Check the whole store, or with `quick` the structure of the log alone: sizes, density, head and stored leaves.

    `since`: a head kept from before; the log must have grown out of it. `beside`: whether a process beside looks at the file and at rows; of a large
    store it does.
    """
    check = _Check(session.connection, since, quick, progress)
    if quick or not (worth_it(session.connection, check.size) if beside is None else beside):
        return check.run()
    with Beside(session.connection, check.size) as other:
        return check.run(other)


def verify_with(
    session: Session, other: Beside, since: LogHead | None = None, progress: Progress = lambda *_: None
) -> Verification:
    """The same with a process beside that has been started already."""
    return _Check(session.connection, since, quick=False, progress=progress).run(other)


class _Check:
    """One verification: the rows in order, then the rest."""

    def __init__(self, connection: Connection, since: LogHead | None, quick: bool, progress: Progress) -> None:
        self.connection, self.since, self.quick, self.progress = connection, since, quick, progress
        self.found: list[Discrepancy] = []
        self.count = 0
        heads = connection.execute(select(HeadRow.c.size, HeadRow.c.frontier).order_by(HeadRow.c.id)).all()
        self.size: int = heads[0].size
        self.packed: bytes = heads[0].frontier
        if len(heads) > 1:
            self._add("head", f"the head: there are {len(heads)} of them", table=HeadRow.name)
        self.origin: str = connection.execute(select(LogOrigin.c.origin).where(LogOrigin.c.seq == 1)).scalar() or ""
        self.tree = Frontier()
        """Of the leaves that the values give."""
        self.stored: Frontier | None = None
        """Of the stored leaves, from the first row on where they differ."""
        self.gap: tuple[int, int] | None = None
        """The latest rows that are missing, not told yet, for there may be more."""
        self.dense = True
        self.root_since: bytes | None = Frontier().root if since and since.size == 0 else None
        self.altered: list[tuple[int, str]] = []
        self.altered_count = 0

    def run(self, other: Beside | None = None) -> Verification:
        """`other`: who looks at the file and at rows meanwhile, from the last ones on. Caches come first then; what is wrong with them is told in its turn."""
        in_order = caches_in_order(self.connection, self._step) if other else None
        reader = LogReader(self.connection)
        self._rows(reader, other)
        if other is not None:
            other.no_more_rows()
        for seq, table in reader.outside(self.size, MOST):
            self._note("beyond", Trouble(f"lies beyond the {self.size} rows that the head counts", table, seq))
        root = self._head()
        self._grown()
        self._rest(other, in_order)
        events, redacted, redactions = self._counts()
        return Verification(
            self.origin, self.size, root, self.quick, events, redacted, redactions, self.since, tuple(self.found), self.count
        )  # fmt: skip

    # --- the rows ---

    def _rows(self, reader: LogReader, other: Beside | None) -> None:
        """All rows in order: none missing, each leaf what its values give, and the tree over them."""
        first = begins = 1
        while begins <= self.size:
            if (root := self._root_beside(begins, other)) is not None:
                self._grow_by(root)
                first = begins = begins + SLICE
            else:
                read = reader.slices_at_once(begins, self._last_at_once(begins, other), compute=not self.quick)
                self._missing(_gaps(first, read))
                self._look(read)
                first, begins = read.begins + len(read.stored), reader.after(read, self.size)
            self.progress("rows", first - 1, self.size)
        self._missing([(first, self.size)] if first <= self.size else [])
        self._tell_gap()

    def _last_at_once(self, first: int, other: Beside | None) -> int:
        """How far to read on at once: not into slices that the process beside has looked at."""
        end = min(first + span(self.size) - 1, self.size)
        known = (at - 1 for at in range(first + SLICE, end, SLICE) if other is not None and other.root(at))
        return next(known, end)

    def _look(self, read: Slice) -> None:
        """What is wrong with the rows of a slice, and the tree over them."""
        for trouble in read.troubles:
            self._note("row", trouble)
        for seq, table in sorted(read.differing.items()):
            self.altered_count += 1
            if len(self.altered) < MOST_TOLD:
                self.altered.append((seq, table))
        self._grow(read)

    def _root_beside(self, first: int, other: Beside | None) -> bytes | None:
        """The root over the leaves of the slice from this row on, if the process beside has found it in order and the tree grows by all of it."""
        if other is None or not self.dense or self.tree.size != first - 1:
            return None
        cut = self.since.size - self.tree.size if self.since else 0
        return None if 0 < cut <= SLICE else other.root(first)

    def _grow_by(self, root: bytes) -> None:
        """The tree over the rows so far and a slice whose leaves, stored and computed, have this root."""
        self.tree.append(root, SLICE)
        if self.stored is not None:
            self.stored.append(root, SLICE)

    def _grow(self, read: Slice) -> None:
        """The tree over the rows so far, as long as none is missing."""
        if not self.dense:
            return
        computed = [leaf for leaf in read.computed if leaf is not None]
        stored = [leaf for leaf in read.stored if leaf is not None]
        if self.stored is None and stored != computed:
            self.stored = Frontier(self.tree.size, self.tree.packed)
        if self.stored is not None:
            self.stored.extend(stored)
        cut = self.since.size - self.tree.size if self.since else 0
        if 0 < cut <= len(computed):
            self.tree.extend(computed[:cut])
            self.root_since = self.tree.root
            computed = computed[cut:]
        self.tree.extend(computed)

    def _missing(self, gaps: Iterable[tuple[int, int]]) -> None:
        for first, last in gaps:
            self.dense = False
            if self.gap and self.gap[1] == first - 1:
                self.gap = (self.gap[0], last)
            else:
                self._tell_gap()
                self.gap = (first, last)

    def _tell_gap(self) -> None:
        if self.gap:
            first, last = self.gap
            event = self._event_of(first) if len(self.found) < MOST_TOLD else None
            said = f"row {first}" if first == last else f"rows {first} to {last}"
            self._add("missing", f"{said}{f' ({event})' if event else ''}: missing", row=first, event=event)
            self.gap = None

    # --- head and earlier head ---

    def _head(self) -> str | None:
        """Compare the head with the rows; tell of altered rows, now that it is known which side the head takes. Returns its root."""
        try:
            head = Frontier(self.size, self.packed)
        except ValueError:
            head = None
            self._add("head", "the head: its subtrees do not fit its size", table=HeadRow.name)
        told = "its leaf is not what its values give"
        if head is not None and self.dense:
            if self.altered and self.tree.packed == head.packed:
                told = "its stored leaf was altered; its values are those that the head was made of"
            elif head.packed not in {self.tree.packed, (self.stored or self.tree).packed}:
                self._add(
                    "head", "the head: it is not the one that the rows give; a row was rewritten together with its leaf, or the head was altered",
                    table=HeadRow.name,
                )  # fmt: skip
        for seq, table in self.altered:
            self._note("row", Trouble(told, table, seq))
        self.count += self.altered_count - len(self.altered)
        return head.root.hex() if head else None

    def _grown(self) -> None:
        """Whether the log has only grown since an earlier head."""
        since = self.since
        if since is None:
            return
        if since.origin != self.origin:
            self._add(
                "since",
                f"the head that was kept is of another log, {quoted(since.origin)}; this one is {quoted(self.origin)}",
            )
        elif since.size > self.size:
            self._add(
                "since", f"the log was rolled back: the head that was kept has {since.size} rows, the log {self.size}"
            )
        elif self.root_since is None:
            self._add("since", "the head that was kept cannot be compared while rows are missing")
        elif self.root_since.hex() != since.root:
            said = "all rows" if since.size == self.size else f"the first {since.size} rows"
            self._add("since", f"history was rewritten: {said} do not give the root of the head that was kept")

    # --- the rest ---

    def _rest(self, other: Beside | None, in_order: bool | None) -> None:
        connection = self.connection
        references = _unless(other, REFERENCES, reference_troubles(connection))
        checks: list[tuple[str, str, Iterator[Trouble]]] = [
            ("row", "origin", origin_troubles(connection)),
            ("event", "events", event_troubles(connection, self.size)),
        ]
        if not self.quick:
            checks += [
                ("redaction", "redactions", redaction_troubles(connection)),
                ("reference", "references", chain(order_troubles(connection), references)),
                ("trigger", "triggers", trigger_troubles(connection)),
                ("file", "file", _unless(other, FILE, file_troubles(connection))),
                ("cache", "caches", self._caches(in_order)),
            ]
        for kind, what, troubles in checks:
            self.progress(what, 0, 0)
            with self._damage(what), self._nonsense(what):
                for trouble in troubles:
                    self._note(kind, trouble)

    def _caches(self, in_order: bool | None) -> Iterator[Trouble]:
        """`in_order`: whether they are, where that is known already."""
        if not (caches_in_order(self.connection, self._step) if in_order is None else in_order):
            yield from cache_troubles(self.connection, self._step)

    def _step(self, done: int, total: int) -> None:
        self.progress("caches", done, total)

    def _counts(self) -> tuple[int, tuple[str, ...], int]:
        """How many events and redactions there are, and the first of the rows whose texts were taken away."""
        events, redactions, redacted = 0, 0, dict[int, str]()
        with self._damage("events"):
            events, redactions = self.connection.execute(
                select(
                    select(func.count()).select_from(Event).scalar_subquery(),
                    select(func.count(func.distinct(Redaction.c.target))).scalar_subquery(),
                )
            ).one()
            query = (
                select(Redaction.c.seq, Redaction.c.target, Redaction.c.table_name)
                .order_by(Redaction.c.seq)
                .limit(MOST)
            )
            for row in self.connection.execute(query).all():
                redacted[row.target] = self._named(row.table_name, row.target, self._event_of(row.seq))
        return events, tuple(redacted.values()), redactions

    @contextlib.contextmanager
    def _damage(self, what: str) -> Iterator[None]:
        """A damaged SQLite file is something found; everything else that stops a check is an error."""
        try:
            yield
        except (DBAPIError, sqlite3.Error) as failed:
            if self.connection.dialect.name != "sqlite":
                raise
            self._add("file", f"the {what} cannot be checked: {reason(failed)}")

    @contextlib.contextmanager
    def _nonsense(self, what: str) -> Iterator[None]:
        """Altered values may make no sense to what is computed from them; in a store in order that would be a fault of ours."""
        try:
            yield
        except (TypeError, ValueError, LookupError, AttributeError):
            if not self.count:
                raise
            self._add("row", f"the {what} cannot be checked: a row that they are made from says what makes no sense")

    # --- telling ---

    def _note(self, kind: str, trouble: Trouble) -> None:
        """Add a trouble, with the words for its row while there are few."""
        if trouble.seq is None:
            says = f"{trouble.table}: {trouble.what}" if trouble.table else trouble.what
            self._add(kind, says, table=trouble.table or None)
        elif len(self.found) >= MOST_TOLD:
            self.count += 1
        else:
            event = self._event_of(trouble.seq)
            said = self._named(trouble.table, trouble.seq, event)
            self._add(kind, f"{said}: {trouble.what}", row=trouble.seq, table=trouble.table, event=event)

    def _add(
        self, kind: str, says: str, *, row: int | None = None, table: str | None = None, event: str | None = None
    ) -> None:
        self.count += 1
        if len(self.found) < MOST_TOLD:
            self.found.append(Discrepancy(kind, says, row, table, event))

    def _named(self, table: str, seq: int, event: str | None) -> str:
        """`C-12, version 2 (row 345, E-7)`."""
        found = self._found(seq, table)
        said = named(table, found[1], self._found) if found else table
        return f"{said} (row {seq}{f', {event}' if event and said != event else ''})"

    def _found(self, seq: int, table: str | None = None) -> tuple[str, Row] | None:
        """A row of the log by its number, wherever it lies."""
        row = None
        with self._unnamed():
            if table is None:
                places = union_all(*(select(literal(t.name)).where(t.c.seq == seq) for t in LOGGED))
                table = self.connection.execute(places).scalar()
            if table is not None and table in METADATA.tables:
                rows = METADATA.tables[table]
                query = select(*(c for c in rows.c if c.name in _NAMING)).where(rows.c.seq == seq)
                row = self.connection.execute(query).mappings().first()
        return (table, dict(row)) if table and row is not None else None

    def _event_of(self, seq: int) -> str | None:
        """The transaction that a row belongs to: the first event from it on."""
        number = None
        with self._unnamed():
            query = select(Event.c.number).where(Event.c.seq >= seq).order_by(Event.c.seq).limit(1)
            number = self.connection.execute(query).scalar()
        return f"E-{number}" if number else None

    @contextlib.contextmanager
    def _unnamed(self) -> Iterator[None]:
        """A damaged page costs a row its name, and no more."""
        try:
            yield
        except (DBAPIError, sqlite3.Error):
            if self.connection.dialect.name != "sqlite":
                raise


def _unless(other: Beside | None, what: str, troubles: Iterator[Trouble]) -> Iterator[Trouble]:
    """What is wrong with it, unless the process beside has found it in order."""
    if other is None or not other.in_order(what):
        yield from troubles


_NAMING = {
    "seq", "first", "version", "number", "key", "name", "label", "sha256", "source_version", "source", "article", "article_version",
    "appearance_version", "attribution_version", "attribution", "claim", "review", "target", "case_file",
}  # fmt: skip
"""Columns that rows are named by."""


def _gaps(first: int, read: Slice) -> list[tuple[int, int]]:
    """Numbers without a row, from `first` to the end of a slice, as first and last."""
    gaps = [(first, read.begins - 1)] if first < read.begins else []
    if None in read.stored:
        for slot, leaf in enumerate(read.stored):
            if leaf is None:
                seq = read.begins + slot
                if gaps and gaps[-1][1] == seq - 1:
                    gaps[-1] = (gaps[-1][0], seq)
                else:
                    gaps.append((seq, seq))
    return gaps
