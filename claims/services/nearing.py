"""Which earlier claims come first: by their words (BM25) and, with the extra [semantic], by how near they lie in meaning."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from claims.store import vectors
from claims.store.engine import Session
from claims.store.search import Doc, Ranking, first_rows, numbers_of
from claims.text.words import cleaned, telling

if TYPE_CHECKING:
    from claims.store.meaning import Vectors

KINDS = ("claim", "words")
"""Texts of claims that are compared: what they say, and the words in which they stand in articles."""

LEAST_COMPARED = 100
"""Claims of either ranking that are compared by the other too."""

OUT_OF_WORDS = 6.0
"""What a difference of cosines counts beside the share of its weight that a statement finds by BM25: both then go from 0 to about 1."""


@dataclass(frozen=True, slots=True)
class Near:
    """A claim that was found, by its first row."""

    claim: int
    score: float
    nearness: float | None
    """How much nearer it lies in meaning than claims here do on average, as a difference of cosines; None where that is not known."""


class Nearest:
    """Earlier claims in order; made once for many statements."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.words = Ranking(session, KINDS)

    @cached_property
    def _vectors(self) -> Vectors | None:
        return vectors.kept(self._session.connection)

    def to(
        self,
        text: str,
        most: int,
        *,
        number: int | None = None,
        without: Collection[int] = (),
        below: int | None = None,
    ) -> list[Near]:
        """The claims nearest to a text, the nearest first, the oldest first where they are equally near.

        `number`: of the claim that says it, if one does; `without`: claims that are left out; `below`: only claims before this row of the log.
        """
        by_words = {
            claim: score
            for claim, score in _best_of_claims(self.words.scores(telling(text), below)).items()
            if claim not in without
        }
        most_compared = max(most, LEAST_COMPARED)
        best = sorted(by_words, key=lambda claim: (-by_words[claim], claim))
        nearness = self._nearness(text, number, best[:most_compared], most_compared + len(without))
        if not nearness:
            return [Near(claim, by_words[claim], None) for claim in best[:most]]
        near = sorted(
            (claim for claim in nearness if claim not in without and (below is None or claim < below)),
            key=lambda claim: (-nearness[claim], claim),
        )
        scores = self._fused(text, {c: by_words[c] for c in best[:most_compared]}, {c: nearness[c] for c in near})
        found = [Near(claim, score, nearness.get(claim)) for claim, score in scores.items()]
        return sorted(found, key=lambda one: (-one.score, one.claim))[:most]

    def _fused(self, text: str, by_words: dict[int, float], near: dict[int, float]) -> dict[int, float]:
        """Both rankings as one, each given in order: by reciprocal rank (Cormack and others 2009), and where they differ by how clearly they lead.

        A claim whose vector is missing is ranked by its words alone, which then count twice.
        """
        whole = sum(map(self.words.rarity, telling(text))) or 1.0
        words = {claim: 1 / (1 + rank) + score / whole / 2 for rank, (claim, score) in enumerate(by_words.items(), 1)}
        meaning = {
            claim: 1 / (1 + rank) + OUT_OF_WORDS * nearness / 2
            for rank, (claim, nearness) in enumerate(near.items(), 1)
        }
        return {
            claim: round(words.get(claim, 0.0) + meaning.get(claim, words.get(claim, 0.0)), 6)
            for claim in words.keys() | meaning.keys()
        }

    def _nearness(self, text: str, number: int | None, best: list[int], most: int) -> dict[int, float]:
        """Of the best by words, and of the nearest of all."""
        said = cleaned(text).strip()
        if not said or self._vectors is None:
            return {}
        known = self._vectors.of(number) if number is not None else None
        near = self._vectors.near(known or vectors.encoded([said])[0])
        connection = self._session.connection
        numbers = numbers_of(connection, best) | first_rows(connection, near.nearest(most))
        of_number = near.of(numbers.values())
        return {claim: of_number[number] for claim, number in numbers.items() if number in of_number}


def _best_of_claims(scores: dict[Doc, float]) -> dict[int, float]:
    """The best score of a claim's texts."""
    ranked: dict[int, float] = {}
    for doc, score in scores.items():
        if doc.claim is not None:
            ranked[doc.claim] = max(score, ranked.get(doc.claim, 0.0))
    return ranked
