"""Words that say what a source is, and outlets by their names."""

from __future__ import annotations

import re
from collections.abc import Mapping

from claims.readings import Speaker
from claims.text.folding import key
from claims.text.word_sets import word_set
from claims.values import value


@value
class SpeakerWords:
    """The lists of seeds/speakers.yaml, in small letters but for names."""

    roles: frozenset[str]
    leaders: frozenset[str]
    any_office: frozenset[str]
    governments: frozenset[str]
    government_words: frozenset[str]
    organisation_words: frozenset[str]
    document_words: frozenset[str]
    unnamed_words: frozenset[str]
    hearsay: frozenset[str]
    outlet_words: tuple[str, ...]
    outlet_names: frozenset[str]
    nationalities: Mapping[str, str]
    """Every name of a country, capital or people to one word for it."""


_WORD = re.compile(r"[\w.'’&/-]*\w\.?|&")
_DOMAIN = re.compile(
    r"[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|info|eu|ru|ua|tr|news|media|press|tv|io|com\.tr|co\.uk)", re.IGNORECASE
)
_MEDIUM = re.compile(r"Radio|Television|TV|Daily|Weekly|News")
_CAPITAL = r"[A-ZÀ-ÞİŞĞÇÖÜ][\w&.’'-]*"
_MOST_SEEN = 20_000
_ARTICLES = word_set("the a an this that these those his her its their our")


def head_of(text: str) -> str:
    """The first part of a description, before its apposition: `Ed Rendell, a former governor,` is Ed Rendell."""
    return re.split(r",|\s[-–—]{1,2}\s|\s\(|\swho\s|\sthat\s|\swhich\s", text, maxsplit=1)[0].strip(" ,;")


def bare(text: str) -> str:
    """Without the article before it."""
    words = text.split()
    while len(words) > 1 and words[0].lower() in _ARTICLES:
        words = words[1:]
    return " ".join(words)


def kind_of(text: str, words: SpeakerWords, *, known_person: bool, outlet: str | None) -> Speaker:  # noqa: PLR0911 - a rule is a list of refusals
    """What kind of source these words name."""
    head = head_of(text)
    named = _WORD.findall(head)
    low = [w.lower().replace("’", "'").removesuffix("'s") for w in named]
    if not low:
        return Speaker.UNNAMED
    if outlet is not None:
        return Speaker.OUTLET
    capitals = [w for w in named if w[0].isupper() and w.lower() not in _ARTICLES]
    plain = bare(head)
    if plain in words.governments or key(plain) in words.governments:
        return Speaker.GOVERNMENT
    last = _head_noun(low)
    if last in words.hearsay and len(low) == 1:
        return Speaker.UNNAMED
    if last in words.document_words and not known_person:
        return Speaker.DOCUMENT
    if last in words.unnamed_words or (
        low[0] in words.unnamed_words and not any(w in words.roles for w in low[1:] if w not in words.unnamed_words)
    ):
        person = _name_after_role(named, words)
        if not person:
            return Speaker.UNNAMED
    if known_person:
        return Speaker.PERSON
    if last in words.government_words:
        return Speaker.GOVERNMENT
    if last in words.organisation_words or (
        any(w in words.organisation_words for w in low[:3]) and not _name_after_role(named, words)
    ):
        return Speaker.ORGANISATION
    if head[:4].lower() == "the " and len(capitals) == len(low) - 1 and not any(w in words.roles for w in low):
        return Speaker.ORGANISATION  # no person is called The Odrana Courier
    if any(w in words.roles for w in low) or len(capitals) >= 1:
        return Speaker.PERSON if capitals or head.lower().startswith(("the ", "he", "she")) else Speaker.UNNAMED
    return Speaker.UNNAMED if low[0] not in {"he", "she"} else Speaker.PERSON


_QUALIFIES = word_set(
    "of for and the a an foreign interior defence defense health justice finance education energy culture trade transport "
    "economy economic agriculture environment labour labor prime deputy vice former acting outgoing senior top chief press local "
    "city town village regional provincial district federal central national public port border coast intelligence "
    "military armed forces high higher supreme constitutional appeals news shipping power oil gas private big major leading"
)
"""Words that make of an office or a body no name of one: every country has a foreign ministry and a deputy prime minister."""


def only_described(name: str, kind: Speaker, words: SpeakerWords) -> bool:
    """Whether the words for a source name nobody: `minister`, `Police`, `Foreign Ministry`. In another text they are somebody else.

    A people makes a body one (`Turkish police`), and never a person (`a Turkish minister`).
    """
    if name in words.governments or kind is Speaker.OUTLET:
        return False
    tokens = [w.lower().replace("’", "'").removesuffix("'s") for w in _WORD.findall(name)]
    office = (words.roles, words.government_words, words.organisation_words, words.document_words)
    common = frozenset().union(*office, words.unnamed_words, words.hearsay, words.any_office, _QUALIFIES)
    people = words.nationalities if kind in {Speaker.PERSON, Speaker.DOCUMENT} else ()
    return name.islower() or all(w in common or w in people for w in tokens)


def _head_noun(low: list[str]) -> str:
    """The noun before the first preposition."""
    for n, word in enumerate(low):
        if n and word in {
            "of",
            "in",
            "for",
            "at",
            "from",
            "with",
            "on",
            "by",
            "familiar",
            "close",
            "to",
            "released",
            "published",
            "about",
            "between",
        }:
            return low[n - 1]
    return low[-1]


def _name_after_role(named: list[str], words: SpeakerWords) -> bool:
    """Whether a capital name follows a role: `spokesman Dmitry Peskov`."""
    seen = False
    for word in named:
        low = word.lower()
        if low in words.roles:
            seen = True
        elif seen and word[0].isupper():
            return True
    return False


class Outlets:
    """Finds outlets: by the gazetteer, by an address, by what the text calls them."""

    def __init__(
        self, names: Mapping[str, str], pattern: re.Pattern[str], words: SpeakerWords, unnamed: tuple[str, ...]
    ) -> None:
        self.names = names
        self.pattern = pattern
        self.words = words
        self._seen: dict[str, tuple[str, Place] | None] = {}
        sorts = "|".join(re.escape(w) for w in sorted(words.outlet_words, key=len, reverse=True))
        self._described = re.compile(rf"(?P<before>(?:{_CAPITAL}\s){{1,4}})(?P<sort>(?i:{sorts}))\b")
        self._sorted = re.compile(rf"\b(?i:{sorts})\s(?P<name>{_CAPITAL}(?:\s{_CAPITAL}){{0,3}})")
        self._unnamed = re.compile(
            rf"(?<!social )\b(?i:{'|'.join(re.escape(u) for u in sorted(unnamed, key=len, reverse=True))})\b"
        )

    def named(self, text: str) -> tuple[str, Place] | None:
        """The outlet that a phrase names, with its place in the phrase; None where it names none."""
        if text not in self._seen:
            if len(self._seen) >= _MOST_SEEN:
                self._seen.clear()
            self._seen[text] = self._look(text)
        return self._seen[text]

    def _look(self, text: str) -> tuple[str, Place] | None:
        plain = text.replace("’", "'").replace("\u00a0", " ")
        found = self.pattern.search(plain)
        if found is not None:
            return self.names.get(key(found[0]), found[0]), (found.start(), found.end())
        address = _DOMAIN.search(plain)
        if address is not None and "@" not in plain:
            return address[0], (address.start(), address.end())
        described = self._described.search(plain)
        if described is not None:
            name = self._without_nationality(described["before"].strip())
            if name:
                return name, (described.start("before"), described.end("before") - 1)
        after = self._sorted.search(plain)
        if after is not None:
            begin = (
                after.start()
                if (plain[after.start()].isupper() and after.start() > 0) or _MEDIUM.match(plain, after.start())
                else after.start("name")
            )
            return plain[begin : after.end("name")], (begin, after.end("name"))
        words = bare(head_of(plain)).split()
        if (
            2 <= len(words) <= 5
            and words[-1] in self.words.outlet_names
            and all(w[0].isupper() or w in {"of", "the", "and"} for w in words)
        ):
            begin = plain.find(words[0])
            return " ".join(words), (begin, begin + len(" ".join(words)))
        return None

    def unnamed_at(self, text: str) -> Place | None:
        """Where a phrase speaks of an outlet without naming it: `Russian state media`."""
        found = self._unnamed.search(text)
        return (found.start(), found.end()) if found else None

    def _without_nationality(self, name: str) -> str:
        words = [
            w
            for w in name.split()
            if w.lower().replace("’", "'").removesuffix("'s") not in self.words.nationalities
            and w.lower() not in _ARTICLES
        ]
        words = [w for w in words if w not in {"State", "Local"}]
        return " ".join(words)


Place = tuple[int, int]
