"""Two wordings side by side, word by word: what was left behind and what is new."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from claims.text.folding import key
from claims.values import value

_WORD = re.compile(r"\S+")
_EDGES = re.compile(r"""^['"(\[]+|['")\].,;:!…]+$""")
"""Marks around a word that change nothing. A sign such as % or - does, and so does a question mark."""

MOST_WORDS = 400
"""Longer wordings are shown whole: finding what they share would take too long, and nobody would read it."""
LEAST_SHARED = 0.4
"""The part of the words that two wordings share, below which a comparison word by word confuses more than it shows."""


@value
class Stretch:
    """Some words of a wording, as they are written, and whether the other wording has them too."""

    words: str
    shared: bool


@value
class Difference:
    """How two wordings differ. Joined with spaces, the stretches of each are its words."""

    before: tuple[Stretch, ...]
    after: tuple[Stretch, ...]
    shared: float
    """The part of the words that both have, of all words of both: 0 to 1."""

    @property
    def same(self) -> bool:
        """Whether they are the same words: case, accents, quotation marks, brackets and ends of sentences apart."""
        return self.shared == 1.0

    @property
    def readable(self) -> bool:
        """Whether enough is shared to show the rest as changes."""
        return self.shared >= LEAST_SHARED


def difference(before: str, after: str) -> Difference:
    """Compare two wordings. Spaces between words do not count; a word is compared without case, accents and marks around it."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    keys = [_key(word) for word in old], [_key(word) for word in new]
    if keys[0] == keys[1]:
        return Difference((Stretch(" ".join(old), True),), (Stretch(" ".join(new), True),), 1.0)
    if len(old) > MOST_WORDS or len(new) > MOST_WORDS:
        return Difference((Stretch(" ".join(old), False),), (Stretch(" ".join(new), False),), 0.0)
    left: list[Stretch] = []
    right: list[Stretch] = []
    common = 0
    for kind, i, j, k, m in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        shared = kind == "equal"
        common += (j - i) if shared else 0
        if j > i:
            left.append(Stretch(" ".join(old[i:j]), shared))
        if m > k:
            right.append(Stretch(" ".join(new[k:m]), shared))
    return Difference(tuple(left), tuple(right), 2 * common / (len(old) + len(new)))


def _key(word: str) -> str:
    """What a word is compared by; one that is nothing but marks stands for itself."""
    return _EDGES.sub("", key(word)) or key(word)
