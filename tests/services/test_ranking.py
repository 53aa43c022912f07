"""Ranking by words looks up few texts, and says what reckoning every text would say."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable

import pytest
from a_case import CASE
from service_desk import ServiceDesk
from sqlalchemy import select

from claims.entries import CaseEntry, ClaimEntry, VersionEntry
from claims.services.nearing import KINDS
from claims.store import ranking
from claims.store.engine import Session
from claims.store.ranking import K1, B, Ranking
from claims.store.tables import Posting, SearchDoc

WORDS = [f"word{n}" for n in range(60)]


def statement(choose: random.Random, most: int) -> str:
    """Common words often, rare ones seldom, some of them twice."""
    return " ".join(WORDS[int(len(WORDS) * choose.random() ** 2)] for _ in range(choose.randint(1, most)))


@pytest.fixture
def many(desk: ServiceDesk) -> ServiceDesk:
    """A desk with claims that hold a few words each, some of them in earlier wordings too, and with an article."""
    choose = random.Random(8)
    texts = dict.fromkeys(statement(choose, 12) for _ in range(120))
    desk.take_in(CaseEntry("many", claims=tuple(ClaimEntry(None, (VersionEntry(one),)) for one in texts)))
    desk.take_in(CASE, trust=True)
    desk.edit("C-3", text=statement(choose, 12))
    desk.add(" ".join(WORDS), "unknown", case="many")
    return desk


def reckoned(session: Session, terms: list[str], below: int | None, without: set[int]) -> dict[int, float]:
    """The score of every claim, by all of its texts."""
    wanted = session.connection.execute(select(SearchDoc).where(SearchDoc.c.kind.in_(KINDS))).all()
    mean = sum(doc.length for doc in wanted) / len(wanted)
    places = select(Posting.c.term, Posting.c.doc, Posting.c.count)
    times = {(term, doc): count for term, doc, count in session.connection.execute(places)}
    stands_in = Counter(term for term, _ in times)
    scores: dict[int, float] = {}
    for doc in wanted:
        score = 0.0
        for term in (term for term in terms if (term, doc.doc) in times):
            count, often = min(stands_in[term], len(wanted)), times[term, doc.doc]
            rarity = math.log(1 + (len(wanted) - count + 0.5) / (count + 0.5))
            score += rarity * often * (K1 + 1) / (often + K1 * (1 - B + B * doc.length / mean))
        if score and doc.claim not in without and (below is None or doc.doc < below):
            scores[doc.claim] = max(score, scores.get(doc.claim, 0.0))
    return scores


def everything(_session: Session) -> tuple[int | None, set[int]]:
    return None, set()


def before_a_claim(session: Session) -> tuple[int | None, set[int]]:
    claims = session.connection.execute(select(SearchDoc.c.claim).where(SearchDoc.c.kind == "claim")).scalars().all()
    middle = sorted(one for one in claims if one is not None)[len(claims) // 2]
    return middle, {one for one in claims if one is not None and one % 3 == 0}


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@pytest.mark.parametrize("of", [everything, before_a_claim])
def test_the_same_as_every_text_reckoned(
    many: ServiceDesk, of: Callable[[Session], tuple[int | None, set[int]]]
) -> None:
    """The best claims and their scores are those of BM25 over all texts, whatever was not looked up."""
    choose = random.Random(9)
    with many.database.reading() as session:
        below, without = of(session)
        rank = Ranking(session, KINDS)
        for most in (1, 5, 60):
            terms = list(dict.fromkeys(statement(choose, 9).split()))
            best = rank.best(terms, most, below=below, without=without)
            right = reckoned(session, terms, below, without)
            assert list(best.values()) == pytest.approx(sorted(right.values(), reverse=True)[:most])
            assert best == pytest.approx({claim: right[claim] for claim in best})


def test_words_that_are_not_read(many: ServiceDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words that cannot lift another claim among the best are looked up in what was found: the best stay the same, and so do their scores."""
    terms = WORDS[:20]
    with many.database.reading() as session:
        whole = Ranking(session, KINDS).best(terms, 5)
        monkeypatch.setattr(ranking, "MOST_COUNTED", 10)
        assert Ranking(session, KINDS).best(terms, 5) == pytest.approx(whole)
        monkeypatch.setattr(ranking, "MOST_MET", 150)
        few = Ranking(session, KINDS).best(terms, 5)
        scores = reckoned(session, terms, None, set())
    assert len(few) == 5
    assert {claim: scores[claim] for claim in few} == pytest.approx(few)
