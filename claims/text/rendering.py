"""One wording beside another: what is new in it, what it left behind, and whether a number, a negation or a certainty changed.

Words are compared by their beginnings, so that *factory* and *factories*, *завод* and *заводе* are one. Between two languages only
numbers and negations are compared. Nothing here understands a sentence: what it says is what stands there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import IntEnum
from functools import cache, lru_cache

from claims.text import folding
from claims.text.amounts import Amount, amounts, changed
from claims.text.lexicon import APPROXIMATIONS, CERTAIN, DENIALS, FUNCTION_WORDS, MODALS, NEGATIONS, PLANS, TENTATIVE
from claims.values import value


class Certainty(IntEnum):
    """How sure a wording sounds, by its words."""

    TENTATIVE = 0
    PLAIN = 1
    CERTAIN = 2


@value
class Word:
    """A content word as it is written, and what it is compared by."""

    written: str
    key: str
    stem: str


@value
class Wording:
    """A few words, taken apart."""

    language: str | None
    sure: bool
    """Whether the words themselves tell the language."""
    script: str
    content: tuple[Word, ...]
    amounts: tuple[Amount, ...]
    negated: bool
    denies: bool
    certainty: Certainty
    hedged: bool
    """Whether one of its words is a hedge by itself: *may*, *reportedly*; not *plans* or *discussed*."""


@value
class Rendering:
    """How one wording renders another."""

    new: tuple[str, ...]
    left: tuple[str, ...]
    shared: int
    """Content words that both have."""
    numbers: tuple[tuple[str, ...], tuple[str, ...]]
    """Numbers that only the later has, and those that only the earlier has."""
    negation: str | None
    """`lost` or `added`."""
    certainty: bool
    """Whether what was tentative is certain now."""
    across: bool
    """Whether the two are in different languages."""

    @property
    def number_changed(self) -> bool:
        return bool(self.numbers[0] and self.numbers[1])

    @property
    def meaning_changed(self) -> bool:
        """Whether a number, a negation or a certainty is another than it was."""
        return self.number_changed or self.negation is not None or self.certainty


_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_FIGURES = re.compile(r"[\d.,'’-]+")
_HYPHENS = re.compile(r"-")
_SUFFIX = re.compile(r"(?:'s|s'|')$")
_EDGES = ("ing", "ed", "es", "s", "d")
_SHORTEST = 3
_BEGINNING = 4
_TURKISH_NEGATION = re.compile(
    r"\w{2,}m[ae](?:d[ie]|mis|mez|maz|yece[gk]|yaca[gk]|z|zlar|zler|sin|meli|mali|yen|yan|dig|dik)\w*|\w{2,}m[iu]yor\w*"
)

_SCRIPTS = (
    "CYRILLIC",
    "GREEK",
    "ARABIC",
    "HEBREW",
    "HANGUL",
    "HIRAGANA",
    "KATAKANA",
    "CJK",
    "ARMENIAN",
    "GEORGIAN",
    "THAI",
    "DEVANAGARI",
)

_CYRILLIC_LANGUAGES = ("ru", "uk")
_LATIN_LANGUAGES = tuple(language for language in FUNCTION_WORDS if language not in _CYRILLIC_LANGUAGES)

_LETTERS = {
    "tr": frozenset("ığş"),
    "no": frozenset("øåæ"),
    "de": frozenset("ß"),
    "es": frozenset("ñ"),
    "uk": frozenset("іїєґ"),
    "ru": frozenset("ыэё"),
}
"""Letters that tell languages apart."""

_LANGUAGES_OF: dict[str, tuple[str, ...]] = {}
"""By folded word: the languages of which it is a small word."""
for _words in (FUNCTION_WORDS, NEGATIONS, TENTATIVE, CERTAIN, PLANS):
    for _language, _keys in _words.items():
        for _key in _keys:
            if _language not in _LANGUAGES_OF.get(_key, ()):
                _LANGUAGES_OF[_key] = (*_LANGUAGES_OF.get(_key, ()), _language)


@cache
def _small_words(language: str) -> frozenset[str]:
    """Words that carry no content: those of the language and of English, and those that negate."""
    return FUNCTION_WORDS.get(language, frozenset()) | FUNCTION_WORDS["en"] | NEGATIONS.get(language, frozenset())


@lru_cache(maxsize=16384)
def taken_apart(text: str, language: str | None = None) -> Wording:
    """The content words, numbers, negation and certainty of a wording. `language`: of its article, if that is known.

    The words decide where they can be told from others: an English quotation in a Norwegian article is English.
    """
    plain = folding.same_length(text)
    tokens = [token for found in _WORD.findall(plain) for token in _pieces(found)]
    keys = [token.lower() if token.isascii() else folding.key(token) for token in tokens]  # the same for single words
    script = _script(text)
    tongue, sure = _spoken(tokens, keys, script, language)
    small = _small_words(tongue or "en")
    negations = NEGATIONS.get(tongue or "en", frozenset())
    denials = DENIALS.get(tongue or "en", frozenset())
    numbers = amounts(text, tongue)
    counted = {folding.key(word) for amount in numbers for word in re.split(r"[ \u00a0\u202f]", amount.written)}
    content = tuple(
        Word(token, key, _stem(key))
        for token, key in zip(tokens, keys, strict=True)
        if key not in small
        and not (numbers and key in APPROXIMATIONS)
        and key not in counted
        and not key.endswith("n't")
        and not _FIGURES.fullmatch(key)
        and (len(key) > 1 or not key.isascii())
    )
    return Wording(
        language=tongue,
        sure=sure,
        script=script,
        content=content,
        amounts=numbers,
        negated=_negates(tokens, keys, negations, tongue),
        denies=not denials.isdisjoint(keys),
        certainty=_certainty(keys, tongue),
        hedged=not TENTATIVE.get(tongue or "en", frozenset()).isdisjoint(keys),
    )


def _pieces(token: str) -> Sequence[str]:
    """A compound in its parts, unless it is a name with figures in it."""
    if "-" not in token or any(c.isdigit() for c in token):
        return (token,)
    return token.split("-")


def _stem(key: str) -> str:
    """What a word is compared by: no possessive, and of short English words no ending."""
    key = _SUFFIX.sub("", key)
    if key.isascii() and len(key) <= _BEGINNING + 3:
        for edge in _EDGES:
            if key.endswith(edge) and len(key) - len(edge) >= _SHORTEST and not key.endswith("ss"):
                return key[: -len(edge)]
    return key


def same_word(one: str, other: str) -> bool:
    """Whether two stems are forms of one word: the same, or begun alike for long enough."""
    if one == other:
        return True
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(short) < _BEGINNING or short[:_BEGINNING] != long[:_BEGINNING] or any(c.isdigit() for c in long):
        return False
    common = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return common == len(short) or common * 10 >= len(long) * 6 or common >= max(6, len(short) - 2)


def _script(text: str) -> str:
    if text.isascii():
        return "LATIN"
    for character in text:
        if not character.isascii() and character.isalpha():
            name = unicodedata.name(character, "")
            for script in _SCRIPTS:
                if name.startswith(script):
                    return script
    return "LATIN"


def _spoken(tokens: Sequence[str], keys: Sequence[str], script: str, known: str | None) -> tuple[str | None, bool]:
    """The language of the words, and whether they tell it: the one most of whose small words they hold, else that of the article."""
    if script not in {"CYRILLIC", "LATIN"}:
        return script.lower(), True
    candidates = _CYRILLIC_LANGUAGES if script == "CYRILLIC" else _LATIN_LANGUAGES
    known = known.partition("-")[0].casefold() if known else None
    known = "no" if known in {"nb", "nn", "da"} else known
    hits = dict.fromkeys(candidates, 0)
    for token, key in zip(tokens, keys, strict=True):
        for language in _LANGUAGES_OF.get(key, ()):
            if language in hits:
                hits[language] += 1
        if not token.isascii() and token[:1].islower():  # not in names, which keep their letters in every language
            for language, letters in _LETTERS.items():
                if language in hits and not letters.isdisjoint(token):
                    hits[language] += 1
    best = max(hits.values())
    leading = [language for language, count in hits.items() if count == best] if best else []
    if known in leading:
        return known, True
    if len(leading) == 1:
        return leading[0], True
    return known if known in candidates else None, False


def _negates(tokens: Sequence[str], keys: Sequence[str], negations: frozenset[str], language: str | None) -> bool:
    if not negations.isdisjoint(keys) or any(key.endswith("n't") for key in keys):
        return True
    return language == "tr" and any(
        token[:1].islower() and _TURKISH_NEGATION.fullmatch(key) for token, key in zip(tokens, keys, strict=True)
    )


def _certainty(keys: Sequence[str], language: str | None) -> Certainty:
    known = language or "en"
    if not MODALS.isdisjoint(keys):
        return Certainty.TENTATIVE
    if not CERTAIN.get(known, frozenset()).isdisjoint(keys):
        return Certainty.CERTAIN
    doubtful = (TENTATIVE.get(known, frozenset()), PLANS.get(known, frozenset()))
    return Certainty.PLAIN if all(words.isdisjoint(keys) for words in doubtful) else Certainty.TENTATIVE


def rendered(
    later: Wording,
    earlier: Wording,
    *,
    translated: bool = False,
    one_page: bool = False,
    names: frozenset[str] = frozenset(),
) -> Rendering:
    """How the later wording renders the earlier one. `names`: folded words that stand for the speaker and are nothing new.

    Words of one page (`one_page`) are in one language unless both tell otherwise.
    """
    sure = (later.sure and earlier.sure) or not one_page
    across = translated or later.script != earlier.script or (sure and _differ(later.language, earlier.language))
    new = _missing(later.content, earlier.content, names)
    left = _missing(earlier.content, later.content, names)
    return Rendering(
        new=() if across else new,
        left=() if across else left,
        shared=len(later.content) - len(new),
        numbers=changed(later.amounts, earlier.amounts),
        negation=_negation(later, earlier),
        certainty=earlier.certainty is Certainty.TENTATIVE and later.certainty is Certainty.CERTAIN and not across,
        across=across,
    )


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _missing(words: Sequence[Word], among: Sequence[Word], names: frozenset[str]) -> tuple[str, ...]:
    stems = {word.stem for word in among}
    missing = (
        word.written
        for word in words
        if word.stem not in stems and word.key not in names and not any(same_word(word.stem, stem) for stem in stems)
    )
    return tuple(dict.fromkeys(missing))


def _negation(later: Wording, earlier: Wording) -> str | None:
    """A word that denies, such as *refused*, stands for a negation."""
    if earlier.negated and not (later.negated or later.denies):
        return "lost"
    if later.negated and not (earlier.negated or earlier.denies):
        return "added"
    return None
