"""An article as words with their places and tags. Quotations stand as one word each, so that a sentence is what the writer built around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from claims.text.reported.grammar import ABBREVIATIONS, SMALL_WORDS
from claims.text.reported.quotations import Quotation

_TOKEN = re.compile(
    rf"(?:{'|'.join(ABBREVIATIONS)})\.(?=\s)"
    r"|(?:[^\W\d_]\.){2,}"
    r"|[A-Z]\.(?=\s[A-Z])"
    r"|[@#$£€]?[^\W_]+(?:['.\-&/:@_][^\W_]+)*%?(?:(?<=s)'(?=\s))?"
    r"|--+|\.{2,}|\S"
)
_PUNCTUATION = {
    ",": ",", ".": ".", "!": ".", "?": ".", ":": ":", ";": ";", "—": "-", "–": "-", "--": "-", "---": "-", "-": "-", "―": "-",
    "(": "(", ")": ")", "[": "(", "]": ")", "…": ",", "...": ",", "/": "/", "•": ".", "|": ".", "*": ".", "“": '"', '"': '"',
}  # fmt: skip


_CAPITAL_NAMES = frozenset({"US", "WHO", "IT", "US's", "AM", "MAY"})
"""Names that would be small words if they were not in capitals."""


_PADDING = 3


class Tags(dict[str, str]):
    """The tag of each folded word: the small words, the cue verbs of a lexicon, and by its ending for the rest."""

    MOST_KEPT = 300_000

    def __init__(self, cues: Sequence[str] = ()) -> None:
        super().__init__(_PUNCTUATION)
        self.update(dict.fromkeys(cues, "V"))
        self.update({word: tag for word, tag in SMALL_WORDS.items() if tag not in "BA" or word not in self})

    def __missing__(self, word: str) -> str:
        tag = _by_ending(word)
        if len(self) < self.MOST_KEPT:
            self[word] = tag
        return tag


def _by_ending(word: str) -> str:  # noqa: PLR0911 - a rule is a list of refusals
    if word[-1] == "'" or word.endswith("'s"):
        return "G" if len(word) > 2 else "N"
    if not word[0].isalpha():
        return "K" if any(c.isdigit() for c in word) else ("N" if word[0] in "@#$£€" else "/")
    if word.endswith("n't"):
        return "X"
    if len(word) > 4:
        if (word.endswith("ly") and not word.endswith(("ally", "family"))) or word.endswith("ically"):
            return "R"
        if word.endswith("ed"):
            return "E"
        if word.endswith("ing"):
            return "J"
        if word.endswith(("ous", "ful", "able", "ible", "ive", "ical", "ional", "less", "ish")):
            return "A"
        if word.endswith("ally"):
            return "R"
    return "N"


@dataclass(slots=True)
class Words:
    """Parallel lists: place, folded word, tag, and the number of the quotation that a word of tag Q stands for (else -1).

    A few full stops that are not in the text stand after the end, so that rules may look ahead; `len` does not count them.
    """

    text: str
    start: list[int]
    end: list[int]
    low: list[str]
    tag: list[str]
    quotation: list[int]

    def name_like(self, k: int) -> bool:
        """Whether the word begins with a capital letter."""
        return self.text[self.start[k]].isupper()

    def __len__(self) -> int:
        return len(self.start) - _PADDING


def words_of(
    text: str, folded: str, tags: Tags, start: int, end: int, quotations: Sequence[tuple[int, Quotation]]
) -> Words:
    """The words of a stretch of text, the quotations in it as one word each. `quotations` in order, with their numbers."""
    starts: list[int] = []
    ends: list[int] = []
    low: list[str] = []
    tag: list[str] = []
    marks: list[int] = []
    at = start
    for number, quotation in (*quotations, (-1, None)):
        upto = end if quotation is None else quotation.start
        for found in _TOKEN.finditer(folded, at, upto):
            word = found[0]
            begins = found.start()
            lower = word.lower()
            kind = tags[lower]
            if word[0] != lower[0]:
                if word in _CAPITAL_NAMES:
                    kind = "L"
                elif kind in "NAEJVBRKIC":
                    kind = _capitalised(kind, starts, tag)
            starts.append(begins)
            ends.append(begins + len(word))
            low.append(lower)
            tag.append(kind)
            marks.append(-1)
        if quotation is not None:
            starts.append(quotation.start)
            ends.append(quotation.end)
            low.append('"')
            tag.append("Q")
            marks.append(number)
            at = quotation.end
    for _ in range(_PADDING):
        starts.append(end)
        ends.append(end)
        low.append(".")
        tag.append(".")
        marks.append(-1)
    return Words(text, starts, ends, low, tag, marks)


def _capitalised(kind: str, starts: list[int], tag: list[str]) -> str:
    """A capital letter makes a name of a word, unless it begins a sentence and is known for something else."""
    if not starts or tag[-1] in '.:Q"(-':
        return "L" if kind == "N" else kind
    return "L" if kind not in "IC" else kind
