"""Ranking by words: BM25 (Robertson and Zaragoza 2009) over the index that both databases share, so that both give the same scores in the same order.

Rare words are read first. Once those that are left cannot lift another claim among the best, only the texts found so far are looked up (Turtle and
Flood 1995): common words, which stand in thousands of texts, cost little, and the result is the same.
"""

import heapq
import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate

from sqlalchemy import Row, select

from claims.store.engine import Session
from claims.store.search import Doc, counts_of
from claims.store.tables import Posting, SearchDoc, SearchTotal

K1, B = 0.9, 0.4
"""Of BM25: how soon a word's repetition stops to count, and how much long texts are held back."""

MOST_MET = 100_000
"""Places of words through which one ranking meets new texts; the commonest words of a long statement only add to texts that are known."""

BATCH = 500
DEARER = 4
"""How much longer it takes to look a text up than to read the next place of a word."""


class _Met:
    """A text while it is being scored."""

    __slots__ = ("claim", "length", "score")

    def __init__(self, claim: int, length: int) -> None:
        self.claim, self.length, self.score = claim, length, 0.0


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
        ordered = self._rarest_first(terms)
        # What each word and those after it can add at the most.
        addable = [*accumulate(reversed([self.rarity(term) * (K1 + 1) for term in ordered]))][::-1]
        met: dict[int, _Met] = {}
        claims: dict[int, float] = {}
        budget, meeting = MOST_MET, True
        for term, more in zip(ordered, addable, strict=True):
            least = heapq.nlargest(most, claims.values())[-1] if len(claims) >= most else 0.0
            if meeting and ((met and budget < self.count(term)) or least > more):
                meeting = False
            if meeting:
                budget -= self.count(term)
                places = self._meet(term, met, below, without)
            else:
                met = {doc: text for doc, text in met.items() if text.score + more >= least}
                places = self._places(term, met)
            rarity = self.rarity(term)
            for doc, times in places:
                text = met[doc]
                text.score += self._weight(rarity, times, text.length)
                if text.score > claims.get(text.claim, 0.0):
                    claims[text.claim] = text.score
        first = sorted(claims, key=lambda claim: (-claims[claim], claim))[:most]
        return {claim: claims[claim] for claim in first}

    def of(self, docs: Collection[Doc], terms: Sequence[str]) -> dict[int, float]:
        """The scores of these texts, by their first rows."""
        lengths = {doc.doc: doc.length for doc in docs}
        scores = dict.fromkeys(lengths, 0.0)
        for term in self._rarest_first(terms):
            rarity = self.rarity(term)
            for doc, times in self._places(term, lengths):
                scores[doc] += self._weight(rarity, times, lengths[doc])
        return scores

    def _rarest_first(self, terms: Sequence[str]) -> list[str]:
        self.learn(terms)
        known = [term for term in dict.fromkeys(terms) if self.count(term)]
        return sorted(known, key=lambda term: (self.count(term), term))

    def _weight(self, rarity: float, times: int, length: int) -> float:
        held_back = K1 * (1 - B + B * length / self.length)
        return rarity * times * (K1 + 1) / (times + held_back)

    def _meet(
        self, term: str, met: dict[int, _Met], below: int | None, without: Collection[int]
    ) -> Iterator[tuple[int, int]]:
        """Where a word stands, and how often; texts that are new are noted."""
        query = (
            select(Posting.c.doc, Posting.c.count, SearchDoc.c.claim, SearchDoc.c.length)
            .join(SearchDoc, SearchDoc.c.doc == Posting.c.doc)
            .where(Posting.c.term == term, SearchDoc.c.kind.in_(self.kinds))
        )
        if below is not None:
            query = query.where(Posting.c.doc < below)
        rows: Sequence[Row[int, int, int | None, int]] = self.session.connection.execute(query).all()
        for doc, times, claim, length in rows:
            if claim is None or claim in without:
                continue
            if doc not in met:
                met[doc] = _Met(claim, length)
            yield doc, times

    def _places(self, term: str, docs: Collection[int]) -> Iterator[tuple[int, int]]:
        """In which of these texts a word stands, and how often."""
        query = select(Posting.c.doc, Posting.c.count).where(Posting.c.term == term)
        if self.count(term) < DEARER * len(docs):
            yield from ((doc, times) for doc, times in self.session.connection.execute(query).all() if doc in docs)
            return
        ordered = sorted(docs)
        for start in range(0, len(ordered), BATCH):
            some = query.where(Posting.c.doc.in_(ordered[start : start + BATCH]))
            yield from ((doc, times) for doc, times in self.session.connection.execute(some))
