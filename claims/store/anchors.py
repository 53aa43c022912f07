"""Every place in an article that something rests on."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
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
        rows = session.connection.execute(query.where(Passage.article.in_(articles)), {"upto": session.upto})
        for row in rows:
            at = (row.start_at, row.end_at) if row.start_at is not None else None
            if row.exact is not None or at is not None:
                found.append(Anchor(row.number, row.exact, at))
    return found


def _queries() -> Iterator[Select[*tuple[Any, ...]]]:
    words = (Passage.exact, Passage.start_at, Passage.end_at)
    of_claim = select(Claim.number, *words)
    appearances = of_claim.join(Appearance, Appearance.claim == Claim.seq).where(*stands(Appearance))
    attributions = of_claim.join(Attribution, Attribution.claim == Claim.seq).where(*stands(Attribution))
    yield appearances.join(Passage, Passage.seq == Appearance.wording)
    yield attributions.join(Passage, Passage.seq == Attribution.cue)
    for holders, part, of, passage in (
        (appearances, Hedge, Hedge.appearance_version == Appearance.seq, Hedge.passage),
        (appearances, Dating, Dating.appearance_version == Appearance.seq, Dating.passage),
        (attributions, Hedge, Hedge.attribution_version == Attribution.seq, Hedge.passage),
    ):
        yield holders.join(part, of).join(Passage, Passage.seq == passage)
    reviews = of_claim.join(Review, Review.claim == Claim.seq).where(*stands(Review))
    yield reviews.join(Evidence, Evidence.review == Review.seq).join(Passage, Passage.seq == Evidence.passage)
    dates = select(literal(None).label("number"), *words).select_from(Article).where(*stands(Article))
    yield dates.join(Dating, Dating.article_version == Article.seq).join(Passage, Passage.seq == Dating.passage)
