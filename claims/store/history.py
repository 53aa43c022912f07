"""What happened to a claim: the events in which rows about it were written."""

from collections import defaultdict

from sqlalchemy import literal, or_, select, union_all

from claims.records import HistoryItem
from claims.store.engine import Session
from claims.store.tables import (
    Appearance,
    Approval,
    Attribution,
    Claim,
    Event,
    Link,
    Objection,
    Request,
    Retraction,
    Review,
    StageChange,
)

_WORDS = {
    "claim": ("the claim", "the claim"),
    "appearance": ("{} appearance", "{} appearances"),
    "attribution": ("{} hop", "{} hops"),
    "link": ("{} link", "{} links"),
    "review": ("{} review", "{} reviews"),
    "request": ("{} request for reply", "{} requests for reply"),
    "stage_change": ("the stage", "the stage"),
    "approval": ("{} approval", "{} approvals"),
    "objection": ("{} objection", "{} objections"),
    "retraction": ("{} withdrawal", "{} withdrawals"),
}


def events_of_claim(session: Session, number: int, upto: int) -> tuple[HistoryItem, ...]:
    """Every event that touched a claim, oldest first, with what it wrote about it."""
    claim = select(Claim.c.seq).where(Claim.c.number == number).scalar_subquery()
    of_claim = (Appearance, Attribution, Link, Review, Request, StageChange, Retraction)
    rows = union_all(
        select(literal("claim").label("kind"), Claim.c.seq.label("seq")).where(
            or_(Claim.c.seq == claim, Claim.c.first == claim)
        ),
        *(select(literal(table.name), table.c.seq).where(table.c.claim == claim) for table in of_claim),
        *(
            select(literal(table.name), table.c.seq)
            .join(Review, Review.c.seq == table.c.review)
            .where(Review.c.claim == claim)
            for table in (Approval, Objection)
        ),
    ).subquery()
    event = select(Event.c.seq).where(Event.c.seq >= rows.c.seq).order_by(Event.c.seq).limit(1).scalar_subquery()
    counted = session.connection.execute(select(rows.c.kind, event.label("event")).where(rows.c.seq <= upto)).all()
    by_event: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in counted:
        by_event[row.event][row.kind] += 1
    events = session.connection.execute(
        select(Event.c.seq, Event.c.number, Event.c.at, Event.c.who, Event.c.kind, Event.c.why, Event.c.what)
        .where(Event.c.seq.in_(list(by_event)))
        .order_by(Event.c.seq)
    )
    return tuple(
        HistoryItem(
            f"E-{e.number}", e.at, e.who or "(nobody named)", e.kind, _what(e.kind, e.what, e.why, by_event[e.seq])
        )
        for e in events
    )


def _what(kind: str, what: str | None, why: str | None, counts: dict[str, int]) -> str:
    if kind in {"mark", "undo"}:
        return what or kind
    parts = [_WORDS[table][0 if n == 1 else 1].format(n) for table, n in counts.items()]
    return ", ".join(parts) + (f" ({what})" if what else "") + (f": {why}" if why else "")
