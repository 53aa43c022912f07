"""Every place in an article that something rests on."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Select, literal, select

from claims.entries import Place
from claims.store.engine import Session
from claims.store.resting import stands
from claims.store.tables import (
    Appearance,
    Article,
    Attribution,
    Claim,
    Dating,
    Evidence,
    Hedge,
    Passage,
    Review,
)
from claims.values import value


@value
class Anchor:
    """Words, a place, or both, that are read in an article."""

    claim: int | None
    """The number of the claim that rests on it; None for a date of the article itself."""
    exact: str | None
    at: Place | None


def anchors_in(session: Session, articles: Collection[int]) -> list[Anchor]:
    """The wordings, cues, hedges, dates and evidence that stand and are read in these articles (`article.seq`)."""
    found = []
    for query in _queries():
        rows = session.connection.execute(query.where(Passage.c.article.in_(articles)), {"upto": session.upto})
        for row in rows:
            at = (row.start_at, row.end_at) if row.start_at is not None else None
            if row.exact is not None or at is not None:
                found.append(Anchor(row.number, row.exact, at))
    return found


def _queries() -> Iterator[Select[*tuple[Any, ...]]]:
    words = (Passage.c.exact, Passage.c.start_at, Passage.c.end_at)
    of_claim = select(Claim.c.number, *words)
    appearances = of_claim.join(Appearance, Appearance.c.claim == Claim.c.seq).where(*stands(Appearance))
    attributions = of_claim.join(Attribution, Attribution.c.claim == Claim.c.seq).where(*stands(Attribution))
    yield appearances.join(Passage, Passage.c.seq == Appearance.c.wording)
    yield attributions.join(Passage, Passage.c.seq == Attribution.c.cue)
    for holders, part, of, passage in (
        (appearances, Hedge, Hedge.c.appearance_version == Appearance.c.seq, Hedge.c.passage),
        (appearances, Dating, Dating.c.appearance_version == Appearance.c.seq, Dating.c.passage),
        (attributions, Hedge, Hedge.c.attribution_version == Attribution.c.seq, Hedge.c.passage),
    ):
        yield holders.join(part, of).join(Passage, Passage.c.seq == passage)
    reviews = of_claim.join(Review, Review.c.claim == Claim.c.seq).where(*stands(Review))
    yield reviews.join(Evidence, Evidence.c.review == Review.c.seq).join(Passage, Passage.c.seq == Evidence.c.passage)
    dates = select(literal(None).label("number"), *words).select_from(Article).where(*stands(Article))
    yield dates.join(Dating, Dating.c.article_version == Article.c.seq).join(Passage, Passage.c.seq == Dating.c.passage)
