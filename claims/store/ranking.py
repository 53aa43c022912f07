"""Ranking by words: BM25 (Robertson and Zaragoza 2009) over the index that both databases share, so that both give the same scores in the same order.

Rare words are read first, and for each text the most that it can have is summed up: its length, without which its score is not known, is looked up for
the most promising alone. Once the words that are left cannot lift another claim among the best, they are looked up in what was found (Turtle and Flood
1995). Neither changes the result.

Common words are not read while that can be avoided: texts in which several of them stand are found from one to the next. Where that finds enough, a text
that is none of those cannot be as good, unless a common word stands in it more than once. What is read and looked up has an end, whatever the size of all.
"""

import heapq
import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache

from sqlalchemy import BigInteger, bindparam, case, exists, func, literal, or_, select

from claims.store.among import numbers_in
from claims.store.engine import Session
from claims.store.search import ALL, Doc, counts_of
from claims.store.tables import Posting, SearchDoc, SearchTotal, Term
from claims.store.tuples import Prepared

K1, B = 0.9, 0.4
"""Of BM25: how soon a word's repetition stops to count, and how much long texts are held back."""

MOST_MET = 100_000
"""Places of words through which one ranking meets new texts; the commonest words of a long statement only add to texts that are known."""

BATCH = 500
TEXTS = 4
"""So many for each claim that is wanted are looked up at once, for a claim may have several."""

COMMON = 5_000
"""A word that stands in so many texts is common: texts are found by common words where several stand together."""

MOST_COMMON = 4
"""Common words that are looked for together: the rarest of them."""

MOST_TOGETHER = 1_000
"""Texts, the oldest, that are found so."""

MOST_PROMISING = 20_000
"""Texts that are looked up where not all words were read: those that have the most of what was."""

Places = tuple[float, dict[int, int]]
"""How rare a word is, and how often it stands in which texts."""

_AMONG = Prepared(
    select(Posting.c.doc, Posting.c.count).where(
        Posting.c.term == bindparam("term", type_=Term), Posting.c.doc.in_(numbers_in("docs"))
    )
)
_PLACES = Prepared(
    select(Posting.c.doc, Posting.c.count)
    .where(Posting.c.term == bindparam("term", type_=Term), Posting.c.doc < bindparam("below", type_=BigInteger()))
    .order_by(Posting.c.doc)
    .limit(bindparam("most", type_=BigInteger()))
)
_TEXTS = Prepared(
    select(SearchDoc.c.doc, SearchDoc.c.claim, SearchDoc.c.length, SearchDoc.c.kind).where(
        SearchDoc.c.doc.in_(numbers_in("docs"))
    )
)


@cache
def _together(kinds: tuple[str, ...], words: int, every: bool) -> Prepared:
    """The oldest texts that hold the first of so many words, and every other one or at least some."""
    first = Posting.alias("first")
    others = [
        exists().where(Posting.c.term == bindparam(f"term{n}", type_=Term), Posting.c.doc == first.c.doc)
        for n in range(1, words)
    ]
    held = sum((case((other, 1), else_=0) for other in others), literal(0))
    query = (
        select(first.c.doc)
        .join(SearchDoc, SearchDoc.c.doc == first.c.doc)
        .where(
            first.c.term == bindparam("term0", type_=Term),
            first.c.doc < bindparam("below", type_=BigInteger()),
            or_(*(SearchDoc.c.kind == kind for kind in kinds)),
        )
        .order_by(first.c.doc)
        .limit(bindparam("most", type_=BigInteger()))
    )
    if every:
        return Prepared(query.where(*others))
    # From one place to the next of its first word: so many are gone through, and no more.
    far = select(Posting.c.doc).where(Posting.c.term == bindparam("term0", type_=Term)).order_by(Posting.c.doc)
    last = func.coalesce(far.limit(1).offset(bindparam("far", type_=BigInteger())).scalar_subquery(), ALL)
    return Prepared(query.where(held >= bindparam("others", type_=BigInteger()), first.c.doc < last))


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
        found = _Found(self, most, ALL if below is None else below, without)
        budget, read = MOST_MET, 0
        for term in ordered:
            count, left = self.count(term), ordered[read:]
            if budget < count and found.any():
                break
            if count >= COMMON and len(ordered) > 1 and found.enough(left):
                break
            if not found.read(term, budget):
                break
            budget -= count
            read += 1
        return found.best(ordered[read:])

    def addable(self, term: str) -> float:
        """What a word that was not read can add to a text: however often it stands there; of a common one, if it stands there once."""
        return self.weight(self.rarity(term), 1, 1) if self.count(term) >= COMMON else self.rarity(term) * (K1 + 1)

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
            rows = _AMONG.rows(self.session.connection, {"term": term, "docs": among})
            yield self.rarity(term), dict[int, int](rows)


class _Found:
    """Texts in which some of the words of a statement stand."""

    def __init__(self, ranking: Ranking, most: int, below: int, without: Collection[int]) -> None:
        self._ranking, self._most, self._below, self._without = ranking, most, below, without
        self._places: list[Places] = []
        self._at_most: dict[int, float] = {}
        """What each text can have by the words that were read."""
        self._texts: dict[int, tuple[int, int] | None] = {}
        """Claim and length of the texts that were looked up; None of those that are not wanted."""
        self._asked: Sequence[str] | None = None
        """Common words that were looked for together."""
        self._met: set[int] = set()
        """The texts that were found so."""
        self._missing = 0
        """How many of them no other text holds than those that were found so."""

    def read(self, term: str, places: int) -> bool:
        """The places of a word, so many at the most; False where there are more: then it is as if it had not been read."""
        values = {"term": term, "below": self._below, "most": places + 1}
        rows = _PLACES.rows(self._ranking.session.connection, values)
        whole = len(rows) <= places
        places_of = dict[int, int](rows)
        rarity, weight, at_most = self._ranking.rarity(term), self._ranking.weight, self._at_most
        once = weight(rarity, 1, 1)
        for doc, times in places_of.items():
            # No text has fewer words than one of them stands in it.
            at_most[doc] = at_most.get(doc, 0.0) + (once if times == 1 else weight(rarity, times, times))
        if whole:
            self._places.append((rarity, places_of))
        return whole

    def any(self) -> bool:
        """Whether a text was found that is wanted."""
        return any(self._wanted(part) for part in _parts(list(self._at_most), BATCH))

    def enough(self, left: Sequence[str]) -> bool:
        """Whether these words, all of them common, lead to no other texts that are as good as those that were found."""
        if self._asked is None:
            self._asked = asked = left[:MOST_COMMON]
            at_most = sum(map(self._ranking.addable, left))
            self._meet(self._together(asked, len(asked)), at_most)
            self._missing = 1
            if len(asked) > 2 and self._least(left) <= self._more(left):
                all_but_one = self._together(asked, len(asked) - 1) + self._together(asked[1:], len(asked) - 1)
                self._meet(all_but_one, at_most)
                self._missing = 2
        return self._least(left) > self._more(left)

    def _meet(self, docs: Iterable[int], at_most: float) -> None:
        new = set(docs) - self._met
        self._met |= new
        for doc in new:
            self._at_most[doc] = self._at_most.get(doc, 0.0) + at_most

    def _together(self, terms: Sequence[str], least: int) -> list[int]:
        """The oldest texts that hold the first of these words, and so many of them at least."""
        values: dict[str, object] = {f"term{n}": term for n, term in enumerate(terms)}
        values |= {"others": least - 1, "below": self._below, "most": MOST_TOGETHER, "far": MOST_MET}
        ranking = self._ranking
        rows = _together(tuple(ranking.kinds), len(terms), least == len(terms)).rows(ranking.session.connection, values)
        return [doc for (doc,) in rows]

    def _more(self, left: Sequence[str]) -> float:
        """What words that are left can add to a text that was not found by common words together."""
        addable = self._ranking.addable
        asked = [term for term in self._asked or () if term in left]
        missing = max(0, self._missing - len(self._asked or ()) + len(asked))
        return sum(map(addable, left)) - sum(sorted(map(addable, asked))[:missing])

    def _least(self, left: Sequence[str]) -> float:
        """What the best claims that were found have at least, so far as they were looked at."""
        first = heapq.nlargest(TEXTS * self._most, self._at_most, key=self._at_most.__getitem__)
        return _least(self._scores(first, left), self._most)

    def best(self, left: Sequence[str]) -> dict[int, float]:
        """The best claims by all the words; some are left that were not read."""
        most, least = self._most, self._least(left)
        more = self._more(left)
        promising = [doc for doc, at_most in self._at_most.items() if at_most + more >= least]
        promising.sort()
        promising.sort(key=self._at_most.__getitem__, reverse=True)
        if left:
            del promising[MOST_PROMISING:]
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
        rows = _TEXTS.rows(self._ranking.session.connection, {"docs": str(new)}) if new else []
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
