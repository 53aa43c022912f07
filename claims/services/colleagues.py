"""What colleagues say of a review: they approve, which may make it count, or object, which never changes a status."""

from dataclasses import dataclass

from sqlalchemy import select

from claims.errors import AlreadySaid, NoSuchId, OwnReview
from claims.store.engine import WritingSession, close
from claims.store.present import withdrawn
from claims.store.tables import Approval, Claim, Objection, Review
from claims.text.door import admitted_line


def approve(session: WritingSession, number: int, because: str | None, today: str) -> str:
    """Agree with somebody else's review. Returns the claim's id."""
    review = _review(session, number)
    if review.reviewer == session.who:
        raise OwnReview(f"R-{number}")
    return _say(session, number, Approval, because, today)


def object_to(session: WritingSession, number: int, because: str, today: str) -> str:
    """Disagree, and say why. Returns the claim's id."""
    return _say(session, number, Objection, because, today)


@dataclass(frozen=True, slots=True)
class _Reviewed:
    seq: int
    claim: int
    claim_number: int | None
    reviewer: str | None


def _review(session: WritingSession, number: int) -> _Reviewed:
    row = session.connection.execute(
        select(Review.seq, Review.claim, Review.reviewer, withdrawn(Review.seq), Claim.number.label("claim_number"))
        .join(Claim, Claim.seq == Review.claim)
        .where(Review.number == number),
        {"upto": session.upto},
    ).first()
    if row is None or row.withdrawn:
        raise NoSuchId(f"R-{number}", None)
    return _Reviewed(row.seq, row.claim, row.claim_number, row.reviewer)


def _say(
    session: WritingSession, number: int, table: type[Approval] | type[Objection], because: str | None, today: str
) -> str:
    review = _review(session, number)
    there = session.connection.execute(
        select(table.seq).where(table.review == review.seq, table.by == session.who, withdrawn(table.seq) == 0),
        {"upto": session.upto},
    ).first()
    word = "approve" if table is Approval else "object"
    if there is not None:
        raise AlreadySaid(f"You {word} {'of' if table is Approval else 'to'} R-{number}")
    reason = admitted_line("reason", because) if because is not None else None
    session.ledger.append(table, review=review.seq, by=session.who, date=today, because=reason)
    session.ledger.touched_claims.add(review.claim)
    close(session, word, why=reason, what=f"R-{number} of C-{review.claim_number}")
    return f"C-{review.claim_number}"
