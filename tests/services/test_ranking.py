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

from claims.entries import AppearanceEntry, CaseEntry, ClaimEntry, SourceEntry, VersionEntry
from claims.services.nearing import KINDS
from claims.store import ranking
from claims.store.engine import Session
from claims.store.ranking import K1, B, Ranking
from claims.store.tables import Posting, SearchDoc
from claims.vocabulary import SourceKind

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


SPARING = [(10, 100_000, 1_000, 15, 15), (10, 150, 1_000, 15, 15), (3, 40, 5, 13, 8)]
"""From how many texts on a word is common, how many places are read, how many texts are found by common words together; and of fifteen statements: for
how many the best claim is found, and for how many all of the best five. Where so little is looked at as in the last, some are missed."""


def test_common_words(many: ServiceDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of common words little is read: every score is that of BM25, and the best are found, unless hardly anything may be looked at."""
    choose = random.Random(11)
    statements = [list(dict.fromkeys(statement(choose, 12).split())) for _ in range(15)]
    with many.database.reading() as session:
        right = [reckoned(session, terms, None, set()) for terms in statements]
        for common, met, together, first, five in SPARING:
            for name, most in (("COMMON", common), ("MOST_MET", met), ("MOST_TOGETHER", together)):
                monkeypatch.setattr(ranking, name, most)
            rank, as_good = Ranking(session, KINDS), [0, 0]
            for terms, scores in zip(statements, right, strict=True):
                best = rank.best(terms, 5)
                assert best == pytest.approx({claim: scores[claim] for claim in best})
                of_all = sorted(scores.values(), reverse=True)[:5]
                as_good[0] += max(best.values()) == pytest.approx(of_all[0])
                as_good[1] += list(best.values()) == pytest.approx(of_all)
            assert as_good[0] >= first
            assert as_good[1] >= five


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_claim_in_a_thousand_places(desk: ServiceDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one claim has all the texts in which common words stand together, other claims are found too."""
    monkeypatch.setattr(ranking, "COMMON", 2)
    monkeypatch.setattr(ranking, "MOST_TOGETHER", 5)
    steps = tuple(AppearanceEntry(f"p{n}", "paper", because=f"The bridge was closed, edition {n}.") for n in range(20))
    fan = ClaimEntry("fan", (VersionEntry("The bridge was closed."),), appearances=steps)
    others = tuple(ClaimEntry(f"c{n}", (VersionEntry(f"The bridge is closed, it is said {n}."),)) for n in range(3))
    paper = SourceEntry("paper", "The Paper", SourceKind.OUTLET)
    desk.take_in(CaseEntry("fan", sources=(paper,), claims=(fan, *others)))
    with desk.database.reading() as session:
        assert len(Ranking(session, KINDS).best(["bridg", "clos"], 4)) == 4
