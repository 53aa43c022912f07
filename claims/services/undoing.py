"""Undo: rows are withdrawn, never removed, so an undo can be undone."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from claims.errors import NotAnId, NothingToUndo, RestsOnWithdrawn, StillNeeded, TakenMeanwhile, some_of
from claims.services.lookup import no_such, number_of, numbered
from claims.store.caches import rebuild
from claims.store.engine import WritingSession, close
from claims.store.lists import claims_of_source
from claims.store.resting import (
    labels_in_use,
    later_parts,
    later_versions,
    left_hanging,
    missing,
    no_longer_unique,
    said_again,
    with_parts,
)
from claims.store.rows import (
    LETTERS,
    LoggedRow,
    by_kind,
    event_of,
    event_span,
    first_row,
    found_rows,
    last_retraction,
    rows_of_event,
    withdrawing_event,
)
from claims.store.search_index import articles_of
from claims.store.tables import Retraction, SourceMerge
from claims.values import value

TABLES = {letter: table for table, letter in LETTERS.items()}

KEPT = {"init", "upgrade"}
"""Events that are the log's own."""


@value
class Undone:
    """What an undo did."""

    event: str
    """The undo's own event: undoing it turns everything round again."""
    withdrawn: tuple[str, ...]
    brought_back: tuple[str, ...]


def undo(session: WritingSession, typed: str, why: str | None) -> Undone:
    """Withdraw a thing (`R-41`, `H-9`, `C-3` ...) or all of an event (`E-12`). Refused while live rows of later events rest on it."""
    number = numbered(session, typed, "E")
    if number is not None:
        return _undo_event(session, number, why)
    for letter, table in TABLES.items():
        number = number_of(typed, letter)
        if number is not None:
            return _undo_thing(session, table, number, why)
    raise NotAnId(typed, "what to undo, such as R-41, H-9, an event such as E-12, or @last")


def _undo_thing(session: WritingSession, table: str, number: int, why: str | None) -> Undone:
    row = first_row(session, table, number)
    if row is None:
        raise no_such(session, LETTERS[table], number)
    _, ends = event_of(session, row.seq)
    # Parts that came with the thing in one event go with it; what came later has to go first.
    work = _Turning(session, row.id, ends)
    for seq, id in ((row.seq, row.id), *([(row.claim, "its claim")] if row.claim else [])):
        if event := withdrawing_event(session, seq):
            raise NothingToUndo(row.id, f"{event} withdrew {'it' if id == row.id else id} already; {_back(event)}")
    return work.turn([row], [], why)


def _undo_event(session: WritingSession, number: int, why: str | None) -> Undone:
    span = event_span(session, number)
    if span is None:
        raise no_such(session, "E", number)
    begins, ends, kind = span
    id = f"E-{number}"
    if kind in KEPT:
        raise NothingToUndo(id, f"the log keeps its {kind}")
    made = rows_of_event(session, begins, ends)
    standing = [row for row in made if withdrawing_event(session, row.seq) is None]
    turned = _turned(session, begins, ends)
    back = found_rows(session, [target for target, withdrawn in turned.items() if withdrawn])
    again = found_rows(session, [target for target, withdrawn in turned.items() if not withdrawn])
    if not standing and not turned:
        raise NothingToUndo(id, _why_nothing(session, made, begins, ends))
    return _Turning(session, id, ends, event=True).turn([*standing, *again], back, why)


def _turned(session: WritingSession, begins: int, ends: int) -> dict[int, bool]:
    """The rows that a transaction withdrew (True) or brought back, and that are as it left them."""
    rows = session.connection.execute(
        select(Retraction.c.seq, Retraction.c.target, Retraction.c.withdrawn)
        .where(Retraction.c.seq.between(begins, ends))
        .order_by(Retraction.c.seq)
    ).all()
    return {
        r.target: bool(r.withdrawn) for r in rows if (last := last_retraction(session, r.target)) and last[1] == r.seq
    }


def _why_nothing(session: WritingSession, made: Sequence[LoggedRow], begins: int, ends: int) -> str:
    """Why nothing of an event can be undone: nothing ever could, or a later event undid it."""
    targets = session.connection.execute(select(Retraction.c.target).where(Retraction.c.seq.between(begins, ends)))
    last = [last_retraction(session, target) for target in (*(row.seq for row in made), *targets.scalars())]
    if not last:
        return "it made nothing that could be"
    event = f"E-{event_of(session, max(found[1] for found in last if found))[0]}"
    return f"{event} undid it already; {_back(event)}"


def _back(event: str) -> str:
    return f"`claims undo {event}` takes that back"


@dataclass(slots=True)
class _Turning:
    """One undo: rows withdrawn and brought back, unless something else would not fit together afterwards."""

    session: WritingSession
    id: str
    after: int
    """The last row of what is undone: what came to it later rests on it."""
    event: bool = False

    def turn(self, withdrawing: list[LoggedRow], returning: list[LoggedRow], why: str | None) -> Undone:
        """Write the retractions, look whether all is well, and close the transaction."""
        going = by_kind(withdrawing)
        resting = later_parts(self.session, going, self.after)
        if self.event:
            resting += later_versions(self.session, going, self.after)
        if resting:
            raise StillNeeded(self.id, list(dict.fromkeys(resting)))
        for rows, withdrawn in ((withdrawing, True), (returning, False)):
            for row in rows:
                self.session.ledger.retract(row.seq, row.claim, withdrawn=withdrawn)
                self._touch(row)
        self.session.ledger.flush()
        self._check(withdrawing, returning)
        if any(row.table == "rule" for row in (*withdrawing, *returning)):
            # Which review counts follows from the rules.
            rebuild(self.session.connection)
        gone, back = (tuple(row.id for row in rows) for rows in (withdrawing, returning))
        said = (f"{verb} {some_of(ids, 20)}" for verb, ids in (("withdrew", gone), ("brought back", back)) if ids)
        event = close(self.session, "undo", why=why, what="; ".join(said))
        return Undone(f"E-{event.number}", gone, back)

    def _check(self, withdrawing: list[LoggedRow], returning: list[LoggedRow]) -> None:
        gone = with_parts(self.session, by_kind(withdrawing))
        hanging = left_hanging(self.session, gone) + labels_in_use(self.session, gone)
        if hanging:
            raise StillNeeded(self.id, list(dict.fromkeys(hanging)))
        # Where a version goes, the one before it stands again.
        earlier = [row.first for row in withdrawing if row.first is not None]
        standing = by_kind([*returning, *found_rows(self.session, earlier)])
        if lost := missing(self.session, with_parts(self.session, standing)):
            raise RestsOnWithdrawn(self.id, list(dict.fromkeys(lost)))
        if taken := no_longer_unique(self.session, standing) + said_again(self.session, standing):
            raise TakenMeanwhile(self.id, taken)

    def _touch(self, row: LoggedRow) -> None:
        """The caches that a source's row or a merge stands behind have to be made again; claims' are known to the ledger."""
        if row.table in {"article", "snapshot", "snapshot_body"}:
            self.session.ledger.touched_articles |= articles_of(
                self.session.connection, row.table, row.first or row.seq
            )
        elif row.table == "source":
            self.session.ledger.touched_sources.add(row.first or row.seq)
        elif row.table == "source_merge":
            query = select(SourceMerge.c.source).where(SourceMerge.c.seq == row.seq)
            source = self.session.connection.execute(query).scalar_one()
            self.session.ledger.touched_claims.update(claims_of_source(self.session, source))
