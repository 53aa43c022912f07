"""Which earlier claims come first: by their words (BM25) and, with the extra [semantic], by how near they lie in meaning."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import TYPE_CHECKING

from claims.store import vectors
from claims.store.engine import Session
from claims.store.ranking import Ranking
from claims.store.search import first_rows, numbers_of
from claims.text.words import cleaned, telling
from claims.values import value

if TYPE_CHECKING:
    from claims.store.meaning import Vectors

KINDS = ("claim", "words")
"""Texts of claims that are compared: what they say, and the words in which they stand in articles."""

LEAST_COMPARED = 100
"""Claims of either ranking that are compared by the other too."""

OUT_OF_COSINES = 6.0
"""What a difference of cosines is multiplied by, so that it goes from 0 to about 1 as the share of a statement's words that a claim has does."""


@value
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
        compared = max(most, LEAST_COMPARED) if self._vectors is not None else most
        by_words = self.words.best(telling(text), compared, below=below, without=without)
        nearness = self._nearness(text, number, list(by_words), compared + len(without))
        if not nearness:
            return [Near(claim, score, None) for claim, score in by_words.items()][:most]
        wanted = {
            claim: near for claim, near in nearness.items() if claim not in without and (below is None or claim < below)
        }
        scores = self._fused(text, by_words, wanted)
        found = [Near(claim, score, nearness.get(claim)) for claim, score in scores.items()]
        return sorted(found, key=lambda one: (-one.score, one.claim))[:most]

    def _fused(self, text: str, by_words: dict[int, float], nearness: dict[int, float]) -> dict[int, float]:
        """Both rankings as one: by reciprocal rank (Cormack and others 2009), and by how much of the words and of the meaning was found.

        `by_words`: the best first. A claim whose vector is missing is ranked by its words alone, which then count twice.
        """
        whole = sum(map(self.words.rarity, telling(text))) or 1.0
        words = {claim: 1 / (1 + rank) + score / whole / 2 for rank, (claim, score) in enumerate(by_words.items(), 1)}
        near = _alike_together(by_words, nearness)
        meaning = {
            claim: 1 / (1 + rank) + OUT_OF_COSINES * near[claim] / 2
            for rank, claim in enumerate(sorted(near, key=lambda claim: (-near[claim], claim)), 1)
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


def _alike_together(by_words: dict[int, float], nearness: dict[int, float]) -> dict[int, float]:
    """Claims with the same words lie equally near, so that the oldest comes first: a full stop more makes no difference."""
    nearest: dict[float, float] = {}
    for claim, score in by_words.items():
        if claim in nearness:
            nearest[round(score, 6)] = max(nearness[claim], nearest.get(round(score, 6), -1.0))
    return {
        claim: nearest[round(by_words[claim], 6)] if claim in by_words else near for claim, near in nearness.items()
    }
