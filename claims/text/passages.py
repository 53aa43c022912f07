"""Words found in a text: exactly, or refused with the places where they nearly stand. Never moved silently."""

import difflib
import itertools
import re
from array import array
from collections import Counter
from collections.abc import Sequence

from claims.entries import Place
from claims.errors import PlaceOutsideText, QuoteAmbiguous, QuoteElsewhere, QuoteNotInText
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
        raise QuoteNotInText(words, article, looks_like(words, text) or _nearest(words, text))
    return found[0]


def context(at: Place, text: str) -> tuple[str, str]:
    """Prefix and suffix of a place."""
    start, end = at
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def looks_like(words: str, text: str) -> str | None:
    """The innocent reason why words that somebody read there do not stand in the text, with their place; None where there is none."""
    for several in range(1, len(_DIFFERENCES) + 1):
        for differences in itertools.combinations(_DIFFERENCES, several):
            sought, _ = _folded(words, differences)
            within, origins = _folded(text, differences)
            sought = sought.strip()
            at = within.find(sought) if sought else -1
            if at < 0:
                continue
            start, end = origins[at], origins[at + len(sought) - 1] + 1
            more = within.count(sought, at + 1)
            also = "" if not more else " and once more" if more == 1 else f" and {more} more times"
            return f"It stands there with {' and '.join(differences)}: {_shown(text, start, end)}{also}"
    return None


_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"))
_GAP = re.compile("[\\s\u00ad\u200b-\u200d\u2060\ufeff]+")
"""Spaces and line breaks, and what is not seen at all: soft hyphens, characters of no width."""
_DIFFERENCES = ("other dashes", "a line break or other spacing", "other capitals")


def _folded(text: str, differences: Sequence[str]) -> tuple[str, Sequence[int]]:
    """The text without these differences, and for each of its characters where it stands in the text."""
    folded = same_length(text)
    if "other dashes" in differences:
        folded = folded.translate(_DASHES)
    if "other capitals" in differences:
        folded = folded.replace("İ", "I")
        lower = folded.lower()
        folded = (
            lower if len(lower) == len(folded) else "".join(c.lower() if len(c.lower()) == 1 else c for c in folded)
        )
    if "a line break or other spacing" not in differences:
        return folded, range(len(folded))
    pieces, origins, done = [], array("Q"), 0
    for gap in _GAP.finditer(folded):
        pieces.append(folded[done : gap.start()])
        origins.extend(range(done, gap.start()))
        if any(c.isspace() for c in gap[0]):
            pieces.append(" ")
            origins.append(gap.start())
        done = gap.end()
    origins.extend(range(done, len(folded)))
    return "".join([*pieces, folded[done:]]), origins


def _nearest(words: str, text: str) -> str | None:
    """Where the words nearly stand, for a message; None where nothing is alike."""
    place = _most_words(words, text) or _longest_piece(words, text)
    return f"Nearest: {_shown(text, *place)}" if place else None


_WORD = re.compile(r"\w+")


def _most_words(words: str, text: str) -> Place | None:
    """The stretch of as many words that has most of these words in it, longer ones counting more: half of them at least."""
    wanted = [w.lower() for w in _WORD.findall(words)]
    if len(wanted) < 2:
        return None
    spans = [(found.start(), found.end(), found[0].lower()) for found in _WORD.finditer(text)]
    missing = Counter(wanted)
    best, best_at, score = 0, 0, 0
    for number, (_, _, word) in enumerate(spans):
        if word in missing:
            missing[word] -= 1
            score += len(word) if missing[word] >= 0 else 0
        if number >= len(wanted) and (left := spans[number - len(wanted)][2]) in missing:
            score -= len(left) if missing[left] >= 0 else 0
            missing[left] += 1
        if score > best:
            best, best_at = score, number
    if 2 * best < sum(map(len, wanted)):
        return None
    begins = max(0, best_at - len(wanted) + 1)
    begins = next(n for n in range(begins, best_at + 1) if spans[n][2] in missing)
    ends = min(begins + len(wanted), len(spans)) - 1
    return spans[begins][0], spans[ends][1]


def _longest_piece(words: str, text: str) -> Place | None:
    """Where the longest piece of the words stands, a third of them at least."""
    if len(text) * len(words) >= 4_000_000:
        return None
    folded, within = same_length(words).casefold(), same_length(text).casefold()
    if len(folded) != len(words) or len(within) != len(text):  # a letter that folds to two: places would slip
        folded, within = words, text
    block = difflib.SequenceMatcher(None, within, folded, autojunk=False).find_longest_match()
    if block.size < max(4, len(words) // 3):
        return None
    start = max(0, block.a - block.b)
    return start, min(len(text), start + len(words))


def _shown(text: str, start: int, end: int) -> str:
    """Words of the text as a message shows them, with their place."""
    cut = "…" if end - start > _MOST_SHOWN else ""
    return f"“{text[start : min(end, start + _MOST_SHOWN)]}{cut}” at [{start}, {end}]"


_MOST_SHOWN = 300
