"""What two texts have in common, word for word.

A text is known by fingerprints: hashes of five words in a row, of which every stretch of six neighbours keeps its smallest (winnowing: Schleimer, Wilkerson
and Aiken 2003). Texts that share ten words in a row share a fingerprint. From one that is shared the common run is followed, word by word, in both texts.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from claims.text import folding
from claims.text.words import UNSPACED
from claims.values import value

Place = tuple[int, int]

GRAM = 5
"""Words that a fingerprint is made of."""
WINDOW = 6
"""Neighbouring fingerprints of which the smallest is kept."""
MOST_PLACES = 3
"""Of words that a text says again and again: how often they are kept."""
SHORTEST_RUN = 8
"""Words in a row from which on a run is worth telling; shorter ones are how everybody speaks."""

COPIES = f"copies/1 {GRAM}/{WINDOW} {folding.FOLDING}"
"""Version of what fingerprints are: it is in the digest that says for which text they were made."""

_WORD = re.compile(r"\w(?:[\u00ad\u200b-\u200d\u2060\u0300-\u036f]*\w)*[\u0300-\u036f]*")
_HIDDEN = str.maketrans(dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060"))


@value
class Worded:
    """A text as its words, folded, with where each stands."""

    words: tuple[str, ...]
    places: tuple[Place, ...]

    def within(self, stretches: Iterable[Place]) -> set[int]:
        """The words (by number) that begin in these stretches of the text."""
        starts = [start for start, _ in self.places]
        found: set[int] = set()
        for start, end in stretches:
            found.update(range(bisect_left(starts, start), bisect_left(starts, end)))
        return found


def worded(text: str) -> Worded:
    """A text as words: case, accents, quotes and hyphens that nobody sees make no difference."""
    words: list[str] = []
    places: list[Place] = []
    for found in _WORD.finditer(text):
        start, end = found.span()
        if UNSPACED.search(found[0]):
            words += [text[at] for at in range(start, end)]
            places += [(at, at + 1) for at in range(start, end)]
        elif word := folding.key(found[0].translate(_HIDDEN)):
            words.append(word)
            places.append((start, end))
    return Worded(tuple(words), tuple(places))


def digest(text: str) -> bytes:
    """What says whether the fingerprints that are kept were made of this text, in this way."""
    return hashlib.sha256(f"{COPIES}\0{text}".encode()).digest()[:8]


# --- fingerprints ----------------------------------------------------------------------------------------------------


def fingerprints(text: Worded) -> list[tuple[int, int]]:
    """The fingerprints of a text (63 bits) with the number of the word that each begins with, in the order of the text."""
    hashes = [
        int.from_bytes(hashlib.blake2b(" ".join(text.words[n : n + GRAM]).encode(), digest_size=8).digest(), "big") >> 1
        for n in range(len(text.words) - GRAM + 1)
    ]
    kept: list[tuple[int, int]] = []
    often: dict[int, int] = defaultdict(int)
    for at in _smallest(hashes):
        hashed = hashes[at]
        often[hashed] += 1
        if often[hashed] <= MOST_PLACES:
            kept.append((hashed, at))
    return kept


def _smallest(hashes: Sequence[int]) -> list[int]:
    """Where the smallest of every window stands, the last of equal ones; each once, in order."""
    found: list[int] = []
    for start in range(max(len(hashes) - WINDOW + 1, min(len(hashes), 1))):
        window = hashes[start : start + WINDOW]
        at = start + len(window) - 1 - window[::-1].index(min(window))
        if not found or found[-1] != at:
            found.append(at)
    return found


# --- common runs -----------------------------------------------------------------------------------------------------


@value
class Run:
    """Words in a row that two texts share: the first word in each, and how many."""

    one: int
    other: int
    length: int


def common_runs(one: Worded, other: Worded, seeds: Iterable[tuple[int, int]]) -> list[Run]:
    """The longest runs around words (by number) at which both texts share a fingerprint, each once, in the order of the first text."""
    runs: list[Run] = []
    reached: dict[int, int] = {}
    for a, b in sorted(seeds):
        if a < reached.get(a - b, 0) or one.words[a] != other.words[b]:
            continue
        back = 0
        while a - back > 0 and b - back > 0 and one.words[a - back - 1] == other.words[b - back - 1]:
            back += 1
        on = 1
        while a + on < len(one.words) and b + on < len(other.words) and one.words[a + on] == other.words[b + on]:
            on += 1
        reached[a - b] = a + on
        if back + on >= SHORTEST_RUN:
            runs.append(Run(a - back, b - back, back + on))
    return _without_repeats(runs)


def _without_repeats(runs: Sequence[Run]) -> list[Run]:
    """The longest first: a run adds nothing where its words are in longer ones already, in either text."""
    taken: tuple[set[int], set[int]] = (set(), set())
    kept: list[Run] = []
    for run in sorted(runs, key=lambda r: (-r.length, r.one, r.other)):
        sides = (set(range(run.one, run.one + run.length)), set(range(run.other, run.other + run.length)))
        if all(len(side - had) >= SHORTEST_RUN for side, had in zip(sides, taken, strict=True)):
            kept.append(run)
            for side, had in zip(sides, taken, strict=True):
                had.update(side)
    return sorted(kept, key=lambda r: (r.one, r.other))


# --- how much of each text that is -----------------------------------------------------------------------------------


@value
class Span:
    """The same words in two texts (code points)."""

    here: Place
    there: Place
    words: int


@value
class Common:
    """What two texts share of what each says itself, furniture and the templates of a site left out."""

    words: int
    quoted: int
    """Those of them that stand within quotation marks in both."""
    share: float
    """Of the words of this text."""
    share_there: float
    own_share: float
    """The greater of both shares, of words outside quotation marks; of all words where hardly any stand outside."""
    spans: tuple[Span, ...]


@value
class Side:
    """A text to be compared. By word number: what is no text of the article, and what stands within quotation marks."""

    text: Worded
    left_out: frozenset[int]
    quoted: frozenset[int]


_FEW_OWN_WORDS = 40


def common(one: Side, other: Side, runs: Iterable[Run]) -> Common:
    """How much two texts share, given their common runs. Common words that are no article's own in either text count for neither."""
    here, there, quoted = set[int](), set[int](), set[int]()
    out, out_there = set(one.left_out), set(other.left_out)
    spans: list[Span] = []
    for run in runs:
        apart = run.other - run.one
        both = set(range(run.one, run.one + run.length))
        kept: set[int] = set()
        for a, b in _pieces(run, one.left_out, other.left_out):
            kept.update(range(a, b))
            spans.append(Span(_place(one.text, a, b), _place(other.text, a + apart, b + apart), b - a))
        here |= kept
        there |= {n + apart for n in kept}
        quoted |= {n for n in kept if n in one.quoted and n + apart in other.quoted}
        out |= both - kept
        out_there |= {n + apart for n in both - kept}
    return Common(
        len(here),
        len(quoted),
        _share(here, _own(one, out - here)),
        _share(there, _own(other, out_there - there)),
        max(_own_share(one, here, out - here), _own_share(other, there, out_there - there)),
        tuple(spans),
    )


def _own(side: Side, out: set[int]) -> set[int]:
    return set(range(len(side.text.words))) - out


def _pieces(run: Run, left_out: frozenset[int], left_out_there: frozenset[int]) -> list[Place]:
    """A run without what is left out of either text, as stretches of words of the first that are worth telling."""
    out = [
        n for n in range(run.one, run.one + run.length) if n in left_out or n - run.one + run.other in left_out_there
    ]
    ends = [run.one - 1, *out, run.one + run.length]
    return [(a + 1, b) for a, b in pairwise(ends) if b - a - 1 >= SHORTEST_RUN]


def _place(text: Worded, first: int, end: int) -> Place:
    return text.places[first][0], text.places[end - 1][1]


def _share(shared: set[int], own: set[int]) -> float:
    return len(shared & own) / len(own) if own else 0.0


def _own_share(side: Side, shared: set[int], out: set[int]) -> float:
    own = _own(side, out)
    outside = own - side.quoted
    return _share(shared, outside if len(outside) >= _FEW_OWN_WORDS else own)


def template_words(
    text: Worded, prints: Sequence[tuple[int, int]], common_there: Mapping[int, int], least: int
) -> set[int]:
    """The words of a text that are its site's and not its own: those around fingerprints that stand in so many articles of the site.

    `common_there`: in how many each fingerprint stands. What lies between a fingerprint of the site and one of the article is left out, too.
    """
    found: set[int] = set()
    begin = 0
    waiting = False
    for hashed, at in prints:
        if common_there.get(hashed, 0) >= least:
            waiting = True
            continue
        if waiting:
            found.update(range(begin, at))
            waiting = False
        begin = at + GRAM
    if waiting:
        found.update(range(begin, len(text.words)))
    return found
