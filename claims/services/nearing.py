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

WEIGHT = 100.0
"""What nearness counts beside BM25, chosen on the train parts of two collections (docs/matching.md)."""

LEAST_COMPARED = 100
"""Claims of either ranking that the other one's scores are added to."""


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

    def to(self, text: str, most: int, *, without: Collection[int] = (), below: int | None = None) -> list[Near]:
        """The claims nearest to a text, the nearest first, the oldest first where they are equally near.

        `without`: claims that are left out; `below`: only claims before this row of the log.
        """
        by_words = {
            claim: score
            for claim, score in _best_of_claims(self.words.scores(telling(text), below)).items()
            if claim not in without
        }
        nearness = self._nearness(text, by_words, max(most, LEAST_COMPARED))
        compared = [claim for claim in nearness if claim not in without and (below is None or claim < below)]
        found = [
            Near(claim, by_words.get(claim, 0.0) + WEIGHT * nearness.get(claim, 0.0), nearness.get(claim))
            for claim in dict.fromkeys((*by_words, *compared))
        ]
        return sorted(found, key=lambda one: (-one.score, one.claim))[:most]

    def _nearness(self, text: str, by_words: dict[int, float], most: int) -> dict[int, float]:
        """Of the best by words and of the nearest of all."""
        said = cleaned(text).strip()
        if not said or self._vectors is None:
            return {}
        (vector,) = vectors.encoded([said])
        near = self._vectors.near(vector)
        connection = self._session.connection
        best = sorted(by_words, key=lambda claim: (-by_words[claim], claim))[:most]
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
