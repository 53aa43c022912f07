"""Words found in a text: exactly, or refused with the places where they nearly stand. Never moved silently."""

import difflib

from claims.errors import PlaceOutsideText, QuoteAmbiguous, QuoteElsewhere, QuoteNotInText
from claims.records import Place
from claims.text.folding import same_length

CONTEXT = 32
"""Characters kept on each side of a passage (W3C Web Annotation's prefix and suffix)."""


def places(words: str, text: str) -> list[Place]:
    """Every place where the words stand, typographic quotes and no-break spaces folded."""
    sought, within = same_length(words), same_length(text)
    found: list[Place] = []
    start = within.find(sought) if sought else -1
    while start >= 0:
        found.append((start, start + len(sought)))
        start = within.find(sought, start + 1)
    return found


def anchored(words: str | None, at: Place | None, text: str, article: str) -> Place:
    """The one place of the words in the text, or the error that says why there is none.

    `words` None: whatever stands at `at`. `at` None: the words must occur once.
    """
    if at is not None:
        start, end = at
        if not 0 <= start < end <= len(text):
            raise PlaceOutsideText(at, article, len(text))
        if words is not None and same_length(text[start:end]) != same_length(words):
            raise QuoteElsewhere(words, article, at, text[start : min(end, start + 80)], places(words, text))
        return at
    if words is None:
        raise QuoteNotInText("", article, None)
    found = places(words, text)
    if len(found) > 1:
        raise QuoteAmbiguous(words, article, found)
    if not found:
        raise QuoteNotInText(words, article, _nearest(words, text))
    return found[0]


def context(at: Place, text: str) -> tuple[str, str]:
    """Prefix and suffix of a place."""
    start, end = at
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def _nearest(words: str, text: str) -> str | None:
    """Where the words nearly stand, for a message; None where nothing is alike."""
    folded, within = same_length(words).casefold(), same_length(text).casefold()
    if len(folded) != len(words) or len(within) != len(text):  # a letter that folds to two: places would slip
        folded, within = words, text
    match = (
        difflib.SequenceMatcher(None, within, folded, autojunk=False) if len(text) * len(words) < 4_000_000 else None
    )
    if match is None:
        return None
    block = match.find_longest_match()
    if block.size < max(4, len(words) // 3):
        return None
    start = max(0, block.a - block.b)
    end = min(len(text), start + len(words))
    return f"“{text[start:end]}” at [{start}, {end}]"
