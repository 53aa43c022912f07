"""Live things by their public numbers, and what a verb did to one."""

from sqlalchemy import func, select

from claims.errors import NoSuchId, Withdrawn
from claims.store.engine import Session, WritingSession, close
from claims.store.rows import LETTERS, LoggedRow, first_row, withdrawing_event
from claims.store.tables import METADATA, Claim
from claims.values import value

_TABLES = {letter: table for table, letter in LETTERS.items()}


@value
class Done:
    """What a verb did."""

    id: str
    """What it made or changed, as `P-5`."""
    event: str
    """`E-12`: undoing it takes all of this back."""
    claim: str | None = None
    """The claim that it is about, as `C-1`."""
    made: tuple[str, ...] = ()
    """What came into being beside it, in words: `S-7, a new source`."""


def done(
    session: WritingSession,
    kind: str,
    id: str,
    *,
    why: str | None = None,
    what: str | None = None,
    claim: str | None = None,
    made: tuple[str, ...] = (),
) -> Done:
    """Close the transaction with its event. `what`: as the log says it, where the id and its claim do not say it all."""
    about = id if claim is None or claim == id else f"{id} of {claim}"
    event = close(session, kind, why=why, what=what or about)
    return Done(id, f"E-{event.number}", claim, made)


def live_row(session: Session, letter: str, number: int) -> LoggedRow:
    """The first row of a live thing; NoSuchId, or Withdrawn with the event that did it to the thing or to its claim."""
    table = _TABLES[letter]
    row = first_row(session, table, number)
    if row is None:
        column = METADATA.tables[table].c.number
        highest = session.connection.execute(select(func.max(column))).scalar()
        raise NoSuchId(f"{letter}-{number}", f"{letter}-{highest}" if highest else None)
    for id, seq in ((row.id, row.seq), *([(_claim_id(session, row.claim), row.claim)] if row.claim else [])):
        if event := withdrawing_event(session, seq):
            raise Withdrawn(id, event)
    return row


def _claim_id(session: Session, claim: int) -> str:
    return f"C-{session.connection.execute(select(Claim.c.number).where(Claim.c.seq == claim)).scalar_one()}"


def claim_of(session: Session, row: LoggedRow) -> str:
    """The claim that a row says something of, as `C-1`."""
    if row.claim is None:
        raise TypeError(f"a row of {row.table} belongs to no claim")
    return _claim_id(session, row.claim)
