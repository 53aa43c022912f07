"""Undo: rows are withdrawn, never removed, so an undo can be undone."""

from dataclasses import dataclass

from sqlalchemy import func, select

from claims.errors import NoSuchId, NotAnId, NothingToUndo, StillNeeded
from claims.services.lookup import number_of, numbered
from claims.store.engine import WritingSession, close
from claims.store.lists import claims_of_source
from claims.store.resting import (
    LETTERS,
    LoggedRow,
    dependants,
    event_of,
    event_span,
    first_row,
    is_row_of,
    last_retraction,
    withdrawable,
)
from claims.store.tables import Base, Event, Retraction

TABLES = {letter: table for table, letter in LETTERS.items()}


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did."""

    event: str
    """The undo's own event: undoing it brings everything back."""
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
            return _undo_thing(session, table, letter, number, why)
    raise NotAnId(typed, "what to undo, such as R-41, H-9, an event such as E-12, or @last")


def _undo_thing(session: WritingSession, table: str, letter: str, number: int, why: str | None) -> Undone:
    row = first_row(session, table, number)
    if row is None:
        column = Base.metadata.tables[table].c.number
        highest = session.connection.execute(select(func.max(column))).scalar()
        raise NoSuchId(f"{letter}-{number}", f"{letter}-{highest}" if highest else None)
    last = last_retraction(session, row.seq)
    if last and last[0]:
        event, _ = event_of(session, last[1])
        raise NothingToUndo(row.id, f"E-{event} withdrew it already; `claims undo E-{event}` brings it back")
    _, ends = event_of(session, row.seq)
    # Parts that came with the thing in one event go with it; what came later has to go first.
    resting = dependants(session, row.seq, row.seq, max(ends, row.seq))
    if resting:
        raise StillNeeded(row.id, resting)
    _withdraw(session, [row])
    return _closed(session, why, (row.id,), ())


def _undo_event(session: WritingSession, number: int, why: str | None) -> Undone:
    span = event_span(session, number)
    if span is None:
        highest = session.connection.execute(select(func.max(Event.number))).scalar()
        raise NoSuchId(f"E-{number}", f"E-{highest}" if highest else None)
    begins, ends, kind = span
    if kind in {"init", "upgrade"}:
        raise NothingToUndo(f"E-{number}", f"the log keeps its {kind}")
    rows = withdrawable(session, begins, ends)
    turned = _turned(session, begins, ends)
    if not rows and not turned:
        raise NothingToUndo(f"E-{number}", "everything in it is withdrawn already, or has been turned round since")
    resting = dependants(session, begins, ends, ends)
    if rows and resting:
        raise StillNeeded(f"E-{number}", resting)
    _withdraw(session, rows)
    for target, withdrawn, claim in turned:
        session.ledger.retract(target, claim, withdrawn=not withdrawn)
        for table in ("source", "source_merge"):
            if is_row_of(session, table, target):
                _touch(session, table, target)
    back = tuple(f"row {t}" for t, withdrawn, _ in turned if withdrawn)
    return _closed(session, why, tuple(r.id for r in rows), _named(session, [t for t, w, _ in turned if w]) or back)


def _turned(session: WritingSession, begins: int, ends: int) -> list[tuple[int, bool, int | None]]:
    """The retractions of a transaction that still stand as it left them: target, withdrawn, claim."""
    rows = session.connection.execute(
        select(Retraction.seq, Retraction.target, Retraction.withdrawn, Retraction.claim)
        .where(Retraction.seq.between(begins, ends))
        .order_by(Retraction.seq)
    ).all()
    return [
        (r.target, bool(r.withdrawn), r.claim)
        for r in rows
        if (last := last_retraction(session, r.target)) and last[1] == r.seq
    ]


def _named(session: WritingSession, targets: list[int]) -> tuple[str, ...]:
    """Public ids of rows, for those that have one."""
    names = []
    for table, letter in LETTERS.items():
        columns = Base.metadata.tables[table].c
        for start in range(0, len(targets), 500):
            query = select(columns.number).where(
                columns.seq.in_(targets[start : start + 500]), columns.number.is_not(None)
            )
            names += [f"{letter}-{n}" for n in session.connection.execute(query).scalars()]
    return tuple(names)


def _withdraw(session: WritingSession, rows: list[LoggedRow]) -> None:
    for row in rows:
        session.ledger.retract(row.seq, row.claim)
        _touch(session, row.table, row.seq)


def _touch(session: WritingSession, table: str, target: int) -> None:
    """The caches that a source's row or a merge stands behind have to be made again; claims' are known to the ledger."""
    columns = Base.metadata.tables[table].c
    if table == "source":
        first = session.connection.execute(select(columns.first).where(columns.seq == target)).scalar()
        session.ledger.touched_sources.add(first or target)
    elif table == "source_merge":
        source = session.connection.execute(select(columns.source).where(columns.seq == target)).scalar_one()
        session.ledger.touched_claims.update(claims_of_source(session, source))


def _closed(session: WritingSession, why: str | None, withdrawn: tuple[str, ...], back: tuple[str, ...]) -> Undone:
    what = "; ".join(
        part
        for part in (
            f"withdrew {_some(withdrawn)}" if withdrawn else "",
            f"brought back {_some(back)}" if back else "",
        )
        if part
    )
    event = close(session, "undo", why=why, what=what)
    return Undone(f"E-{event.number}", withdrawn, back)


def _some(names: tuple[str, ...]) -> str:
    return ", ".join(names[:20]) + (f" and {len(names) - 20} more" if len(names) > 20 else "")
