"""What the findings on hedges have in common."""

from __future__ import annotations

from collections.abc import Iterable

from claims.chains.facts import words_of
from claims.records import Appearance, Attribution, Hedge, Passage
from claims.text import folding
from claims.text.rendering import taken_apart
from claims.vocabulary import HedgeScope


def hedges_of(hop: Attribution) -> tuple[Hedge, ...]:
    """The hedges on how one has it from the other."""
    return tuple(hedge for hedge in hop.hedges if hedge.scope is HedgeScope.ATTRIBUTION)


def same_words(one: Appearance, other: Appearance) -> bool:
    """Whether two steps have the same words, be it that they are one place or that they are equal."""
    if one.wording is None or other.wording is None:
        return False
    if one.wording.at is not None and same_place(one.wording, other.wording):
        return True
    texts = (words_of(one), words_of(other))
    return None not in texts and folding.key(texts[0] or "") == folding.key(texts[1] or "")


def same_place(one: Passage, other: Passage) -> bool:
    """Whether two passages are one place of one article."""
    return one.article == other.article and one.at == other.at


def softened(step: Appearance, lost: Iterable[Hedge]) -> bool:
    """Whether the words themselves still carry the hedge, or a doubtful word in its place."""
    words = folding.key(words_of(step) or "")
    return any(folding.key(hedge.text) in words for hedge in lost) or tentative(step)


def tentative(step: Appearance) -> bool:
    """Whether the words of a step are doubtful by themselves."""
    language = step.read_in.language if step.read_in is not None else None
    words = words_of(step)
    return words is not None and taken_apart(words, language).hedged
