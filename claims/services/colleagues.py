"""What colleagues say of a review: they approve, which may make it count, or object, which never changes a status."""

from typing import Any

from sqlalchemy import Table, select

from claims.entries import OpinionEntry
from claims.errors import AlreadySaid, BadText, OwnReview, SaidOtherwise
from claims.services import typed
from claims.services.living import Done, claim_of, done, live_row
from claims.store.engine import WritingSession
from claims.store.present import withdrawn
from claims.store.rows import event_of
from claims.store.tables import Approval, Objection, Review
from claims.text import folding


def approve(session: WritingSession, number: int, because: str | None, today: str) -> Done:
    """Agree with somebody else's review; `today` is the day of it, none where it is empty."""
    return _say(session, number, Approval, because, today)


def object_to(session: WritingSession, number: int, because: str, today: str) -> Done:
    """Disagree, and say why."""
    if not because.strip():
        raise BadText("reason", "is empty; say why, for reports print it")
    return _say(session, number, Objection, because, today)


def _said_by(session: WritingSession, table: Table[Any], review: int, who: str) -> int | None:
    """The row with which a person approved a review, or objected to it, where that stands."""
    opinions = session.connection.execute(
        select(table.c.seq, table.c.by).where(table.c.review == review, withdrawn(table.c.seq) == 0),
        {"upto": session.upto},
    )
    return next((seq for seq, by in opinions if folding.key(by or "") == folding.key(who)), None)


def _say(session: WritingSession, number: int, table: Table[Any], because: str | None, today: str) -> Done:
    row = live_row(session, "R", number)
    who = session.who or ""
    verb, to = ("approve", "of") if table is Approval else ("object", "to")
    reviewer = session.connection.execute(select(Review.c.reviewer).where(Review.c.seq == row.seq)).scalar()
    if table is Approval and folding.key(reviewer or "") == folding.key(who):
        raise OwnReview(row.id)
    if _said_by(session, table, row.seq, who) is not None:
        raise AlreadySaid(f"You {verb} {to} {row.id}")
    other = Objection if table is Approval else Approval
    if (said := _said_by(session, other, row.seq, who)) is not None:
        raise SaidOtherwise(
            row.id, "approved" if other is Approval else "objected to", f"E-{event_of(session, said)[0]}"
        )
    opinion = OpinionEntry(who, typed.date(today), typed.prose("reason", because))
    session.ledger.append(table, review=row.seq, by=opinion.by, date=opinion.date, because=opinion.because)
    if row.claim is not None:
        session.ledger.touched_claims.add(row.claim)
    claim = claim_of(session, row)
    return done(session, verb, row.id, why=opinion.because, claim=claim)
