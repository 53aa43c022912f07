"""Ranking by words: BM25 (Robertson and Zaragoza 2009) over the index that both databases share, so that both give the same scores in the same order.

Rare words are read first, and for each text the most that it can have is summed up: its length, without which its score is not known, is looked up for
the most promising alone. Once the words that are left cannot lift another claim among the best, they are looked up in what was found (Turtle and Flood
1995). Neither changes the result.
"""

import heapq
import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate

from sqlalchemy import bindparam, select

from claims.store.engine import Session
from claims.store.search import MOST_COUNTED, Doc, counts_of
from claims.store.stack import numbers_in
from claims.store.tables import Posting, SearchDoc, SearchTotal
from claims.store.tuples import driver_rows

K1, B = 0.9, 0.4
"""Of BM25: how soon a word's repetition stops to count, and how much long texts are held back."""

MOST_MET = 100_000
"""Places of words through which one ranking meets new texts; the commonest words of a long statement only add to texts that are known."""

BATCH = 500
TEXTS = 4
"""So many for each claim that is wanted are looked up at once, for a claim may have several."""

Places = tuple[float, dict[int, int]]
"""How rare a word is, and how often it stands in which texts."""

_AMONG = select(Posting.c.doc, Posting.c.count).where(
    Posting.c.term == bindparam("term"), Posting.c.doc.in_(numbers_in("docs"))
)
_TEXTS = select(SearchDoc.c.doc, SearchDoc.c.claim, SearchDoc.c.length, SearchDoc.c.kind).where(
    SearchDoc.c.doc.in_(numbers_in("docs"))
)


class Ranking:
    """How telling words are here, and which texts they lead to."""

    def __init__(self, session: Session, kinds: Sequence[str]) -> None:
        self.session = session
        self.kinds = kinds
        query = select(SearchTotal.c.docs, SearchTotal.c.words).where(SearchTotal.c.kind.in_(kinds))
        sums = [sum(column) for column in zip(*session.connection.execute(query), strict=True)] or [0, 0]
        self.docs = max(sums[0], 1)
        self.length: float = max(sums[1] / self.docs, 1.0)
        self._counts: dict[str, int] = {}

    def count(self, term: str) -> int:
        """In how many texts a word stands, as far as that is counted."""
        self.learn([term])
        return self._counts[term]

    def learn(self, terms: Iterable[str]) -> None:
        """Count many words at once."""
        if new := {term for term in terms if term not in self._counts}:
            self._counts |= counts_of(self.session, new)

    def rarity(self, term: str) -> float:
        """The weight of a word: BM25's inverse document frequency."""
        count = min(self.count(term), self.docs)
        return math.log(1 + (self.docs - count + 0.5) / (count + 0.5))

    def best(
        self, terms: Sequence[str], most: int, *, below: int | None = None, without: Collection[int] = ()
    ) -> dict[int, float]:
        """The claims whose texts hold the words best, each by its best text: best first, the oldest first where they are equal.

        `below`: only texts before this row of the log; `without`: claims that are left out.
        """
        ordered = self.rarest_first(terms)
        # What each word and those after it can add at the most, and after the last nothing.
        addable = [*accumulate(reversed([self.rarity(term) * (K1 + 1) for term in ordered]), initial=0.0)][::-1]
        found = _Found(self, below, without)
        budget, read = MOST_MET, 0
        for term, more in zip(ordered, addable, strict=False):
            count = self.count(term)
            if budget < count and found.any():
                break
            if count >= MOST_COUNTED and found.least(most) > more:
                break
            budget -= count
            found.read(term)
            read += 1
        return found.best(most, ordered[read:], addable[read])

    def of(self, docs: Iterable[Doc], terms: Sequence[str]) -> dict[int, float]:
        """The scores of these texts, by their first rows; it is known how often each of these words stands in them."""
        gains = [self.rarity(term) * (K1 + 1) for term in terms]
        held_back = cache(self.held_back)
        scores: dict[int, float] = {}
        for doc in docs:
            held, score = held_back(doc.length), 0.0
            for gain, times in zip(gains, doc.times, strict=True):
                score += gain * times / (times + held)
            scores[doc.doc] = score
        return scores

    def rarest_first(self, terms: Sequence[str]) -> list[str]:
        """Those of these words that stand in any text, each once."""
        self.learn(terms)
        known = [term for term in dict.fromkeys(terms) if self.count(term)]
        return sorted(known, key=lambda term: (self.count(term), term))

    def score(self, places: Sequence[Places], doc: int, length: int) -> float:
        """Of a text of so many words, by the words whose places these are."""
        score = 0.0
        for rarity, times in places:
            if doc in times:
                score += self.weight(rarity, times[doc], length)
        return score

    def weight(self, rarity: float, times: int, length: int) -> float:
        """What a word adds to the score of a text of so many words in which it stands so often."""
        return rarity * times * (K1 + 1) / (times + self.held_back(length))

    def held_back(self, length: int) -> float:
        """How much the words of a text count for less, by its length."""
        return K1 * (1 - B + B * length / self.length)

    def places_in(self, terms: Iterable[str], docs: Iterable[int]) -> Iterator[Places]:
        """How rare each word is, and how often it stands in which of these texts."""
        among = str(list(docs))
        for term in terms:
            rows = self.session.connection.execute(_AMONG, {"term": term, "docs": among}).all()
            yield self.rarity(term), dict[int, int](rows)


class _Found:
    """Texts in which some of the words of a statement stand."""

    def __init__(self, ranking: Ranking, below: int | None, without: Collection[int]) -> None:
        self._ranking, self._below, self._without = ranking, below, without
        self._places: list[Places] = []
        self._at_most: dict[int, float] = {}
        """What each text can have by the words that were read."""
        self._texts: dict[int, tuple[int, int] | None] = {}
        """Claim and length of the texts that were looked up; None of those that are not wanted."""

    def read(self, term: str) -> None:
        """All the places of a word."""
        query = select(Posting.c.doc, Posting.c.count).where(Posting.c.term == term)
        if self._below is not None:
            query = query.where(Posting.c.doc < self._below)
        connection = self._ranking.session.connection
        with connection.execute(query) as result:
            places = dict[int, int](driver_rows(result, connection.dialect))
        rarity, weight, at_most = self._ranking.rarity(term), self._ranking.weight, self._at_most
        once = weight(rarity, 1, 1)
        for doc, times in places.items():
            # No text has fewer words than one of them stands in it.
            at_most[doc] = at_most.get(doc, 0.0) + (once if times == 1 else weight(rarity, times, times))
        self._places.append((rarity, places))

    def any(self) -> bool:
        """Whether a text was found that is wanted."""
        return any(self._wanted(part) for part in _parts(list(self._at_most), BATCH))

    def least(self, most: int) -> float:
        """What the best claims, so many, have at least, as far as the words were read."""
        first = heapq.nlargest(TEXTS * most, self._at_most, key=self._at_most.__getitem__)
        return _least(self._scores(first, ()), most)

    def best(self, most: int, left: Sequence[str], more: float) -> dict[int, float]:
        """The best claims by all the words; those that are left can add so much."""
        least = self.least(most)
        promising = [doc for doc, at_most in self._at_most.items() if at_most + more >= least]
        promising.sort(key=self._at_most.__getitem__, reverse=True)
        best: dict[int, float] = {}
        for part in _ever_larger_parts(promising, TEXTS * most):
            if self._at_most[part[0]] + more < least:
                break
            for claim, score in self._scores(part, left).items():
                best[claim] = max(score, best.get(claim, 0.0))
            best = dict(heapq.nsmallest(most, best.items(), key=_best_first))
            least = max(least, _least(best, most))
        return best

    def _scores(self, docs: Sequence[int], left: Sequence[str]) -> dict[int, float]:
        """Of the claims of these texts the best score, by the words that were read and these others."""
        wanted = self._wanted(docs)
        places = [*self._places, *self._ranking.places_in(left, wanted)]
        scores: dict[int, float] = {}
        for doc, (claim, length) in wanted.items():
            scores[claim] = max(self._ranking.score(places, doc, length), scores.get(claim, 0.0))
        return scores

    def _wanted(self, docs: Sequence[int]) -> dict[int, tuple[int, int]]:
        """Claim and length of those of these texts that are wanted."""
        new = [doc for doc in docs if doc not in self._texts]
        self._texts |= dict.fromkeys(new)
        rows = self._ranking.session.connection.execute(_TEXTS, {"docs": str(new)}).all() if new else []
        for doc, claim, length, kind in rows:
            if claim is not None and claim not in self._without and kind in self._ranking.kinds:
                self._texts[doc] = (claim, length)
        return {doc: text for doc in docs if (text := self._texts[doc])}


def _best_first(scored: tuple[int, float]) -> tuple[float, int]:
    return -scored[1], scored[0]


def _least(scores: dict[int, float], most: int) -> float:
    return heapq.nlargest(most, scores.values())[-1] if len(scores) >= most else 0.0


def _parts(docs: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (docs[start : start + size] for start in range(0, len(docs), size))


def _ever_larger_parts(docs: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    """Parts of which each is twice as large as the one before: few statements, however many texts have to be looked up."""
    start = 0
    while start < len(docs):
        yield docs[start : start + size]
        start, size = start + size, 2 * size
