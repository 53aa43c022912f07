"""Words as search and matching compare them: case, diacritics and common endings folded, so that `Erdogan's drones` finds `Erdoğan` and `drone`."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from claims.text import folding

WORDS = "1"
"""Version of the rules below; with folding.FOLDING what an index was made with."""

LONGEST = 64
"""Characters of a word that are kept."""

_WORD = re.compile(r"[^\W_]+")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
# One letter is one word in scripts that put no spaces between words.
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_ENDINGS = (
    "ations",
    "ation",
    "ments",
    "ment",
    "ingly",
    "edly",
    "ings",
    "ing",
    "ied",
    "ies",
    "ers",
    "ed",
    "es",
    "er",
    "ly",
    "s",
)
_STEM = 4
"""Letters that an ending leaves at least."""

_ADDRESS = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/|t\.co/)\S+", re.IGNORECASE)
_SIGNATURE = re.compile(r"\s[—–]\s[^—–]*\(@\w+\)[^—–]*$")
_TAG = re.compile(r"[#@](\w+)")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-z])(?=[0-9])")

STOP = frozenset(
    """
    a about after again all also am an and any are as at be because been before being but by can could did do does
    doing for from further had has have having he her here hers him his how i if in into is it its itself just
    like me more most my no nor not now of off on once only or other our out over own rt said same say says she
    should so some such than that the their them then there these they this those through to too under until up us
    very via was we were what when where which while who whom why will with would you your amp
    """.split()  # noqa: SIM905 - a list of eighty strings reads worse
)
"""English words that say nothing about what a text is about."""


def stem(word: str) -> str:
    """A folded word without a common English ending; other languages keep theirs, for the same rule is applied to both sides."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            return word[: -len(ending)]
    return word[:-1] if word.endswith("e") and len(word) > _STEM else word


@lru_cache(2**14)
def _kept(word: str) -> str:
    return stem(word)[:LONGEST]


def words(text: str) -> Iterator[str]:
    """The words of a text in order, folded and stemmed."""
    if text.isascii():  # the same, and several times as quick
        return map(_kept, _ASCII_WORD.findall(text.lower()))
    folded = folding.key(text)
    return _spread(folded) if UNSPACED.search(folded) else map(_kept, _WORD.findall(folded))


def _spread(folded: str) -> Iterator[str]:
    for found in _WORD.findall(folded):
        if UNSPACED.search(found):
            yield from found
        else:
            yield _kept(found)


def counted(text: str) -> Counter[str]:
    """How often each word stands in a text."""
    return Counter(words(text))


def placed(text: str) -> Iterator[tuple[str, int, int]]:
    """The same words with where they stand in the text as it is (code points)."""
    unspaced = UNSPACED.search(text)
    for found in _WORD.finditer(text):
        start, end = found.span()
        if unspaced and UNSPACED.search(found[0]):
            for at in range(start, end):
                yield from ((word, at, at + 1) for word in words(text[at]))
        else:
            for word in _of_one(found[0]) if end - start <= LONGEST else words(found[0]):
                yield word, start, end


@lru_cache(100_000)
def _of_one(word: str) -> tuple[str, ...]:
    """What `words` finds in a word as it is written: a ligature may hold more than one."""
    return tuple(words(word))


def cleaned(text: str) -> str:
    """A post as words: no addresses, no signature, `#CamelCase` taken apart."""
    text = _SIGNATURE.sub(" ", _ADDRESS.sub(" ", text))
    return _TAG.sub(lambda tag: f" {_HUMP.sub(' ', tag[1])} ", text)


def telling(text: str) -> list[str]:
    """The words of a cleaned text that say what it is about, each once, in order."""
    return [
        word for word in dict.fromkeys(words(cleaned(text))) if word not in _STOPPED and not _LETTER.fullmatch(word)
    ]


_LETTER = re.compile("[a-z]")
_STOPPED = STOP | {stem(word) for word in STOP}
