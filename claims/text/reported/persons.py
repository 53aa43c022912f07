"""The persons that an article names: each with the fullest name it gives, and how it describes them."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from claims.text.folding import key
from claims.text.reported.speakers import Outlets, SpeakerWords
from claims.text.word_sets import word_set

Place = tuple[int, int]
_LETTER = "A-ZÀ-ÖØ-ÞİŞĞÇĆČĐŁŃŚŠŽŻА-ЯІЇЄҐ"
PART = rf"(?:[{_LETTER}]\.|(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Capt|Prof|Rev|Jr|Sr|St)\.|[{_LETTER}][\w’'-]*)"
RUN = re.compile(rf"{PART}(?:[ \u00a0](?:(?:bin|al|von|van|de|der|da|di|el|ibn)[ \u00a0])?{PART})*")
WORD = re.compile(r"[^\W\d_][\w’'.-]*")
_TITLES = word_set("mr. mrs. ms. mr mrs ms dr. sen. rep. gov. gen. sir lord")
_OFFICES = re.compile(
    r"\b(?:Secretary|Minister|Chief|Director|Head) of (?:State|Staff|Defen[cs]e|Energy|Justice|Interior|Health|Intelligence|Finance|Trade)\b"
)
"""Offices that would split a name: Secretary of State Antony Blinken."""
_FEMALE = word_set("mrs. ms. mrs ms spokeswoman congresswoman chairwoman queen princess lady dame actress she her")
_MALE = word_set("mr. mr spokesman congressman chairman king prince sir lord businessman he his")
_NOT_NAMES = word_set(
    "the a an in on at but and for as if when while after before he she it they we i his her its their our "
    "this that these those there what who how why according monday tuesday wednesday thursday friday saturday "
    "sunday january february march april may june july august september october november december however "
    "meanwhile also still despite following during since although though because speaking asked citing read "
    "more not no yes so then now"
)
_ONE_WORD = re.compile(r"[\w’'-]+")


@functools.lru_cache(maxsize=20_000)
def folded_key(name: str) -> str:
    return key(name)


def owner(word: str) -> str:
    """A word without its genitive."""
    return word[:-2] if word.endswith(("'s", "’s")) else word


@dataclass(slots=True)
class Person:
    """A person as this article knows them."""

    name: str
    first_at: int
    described: set[str] = field(default_factory=set)
    nations: set[str] = field(default_factory=set)
    female: bool | None = None


class Persons:
    """The persons of one article, and where they are named."""

    def __init__(self, folded: str, words: SpeakerWords, outlets: Outlets, skip: Iterable[Place] = ()) -> None:
        """`folded`: the text with plain quotes (`same_length`)."""
        self.text = _OFFICES.sub(lambda office: office[0].replace(" ", "-"), folded)
        self.words = words
        self.outlets = outlets
        self.persons: dict[str, Person] = {}
        self.mentions: list[tuple[int, str]] = []
        """Where persons are named, in order: place and the key of the last name."""
        skipped = list(skip)
        plain: dict[str, str | None] = {}
        """Single words that came before: the key of a last name, or None for what names nobody."""
        for found in RUN.finditer(self.text):
            at, run = found.start(), found[0]
            if skipped and any(a <= at < b for a, b in skipped):
                continue
            if run in plain:
                last = plain[run]
                if last is not None and last in self.persons:
                    self.mentions.append((at, last))
                    continue
                if last is None:
                    continue
            if run.lower() in _NOT_NAMES or run in self.words.governments:
                plain[run] = None
                continue
            self._enter(found)
            if _ONE_WORD.fullmatch(run):
                plain[run] = folded_key(owner(run))
        self.mentions.sort()
        self.often = Counter(last for _, last in self.mentions)

    def _enter(self, found: re.Match[str]) -> None:
        """A run of capital letters: whose name it ends with, and how it is described."""
        name, titles, nations = self.parted(found[0])
        possessive = found[0].endswith(("'s", "’s"))
        before = self._before(found.start())
        described = {w for w in (*titles, *before) if w in self.words.roles}
        nations |= {self.words.nationalities[w] for w in before if w in self.words.nationalities}
        if not name or not WORD.fullmatch(name[-1]) or len(name) > 5:
            return
        last = folded_key(name[-1].strip("."))
        person = self.persons.get(last)
        if len(name) == 1 and person is None and not described:
            return
        joined = " ".join(name)
        if (
            self.outlets.named(joined) is not None
            or joined in self.words.governments
            or any(w.lower() in self.words.government_words | self.words.organisation_words for w in name)
        ):
            return
        if len(name) > 1 and not described and person is None and self.words.nationalities.get(name[0].lower()):
            return
        at = found.end() - len(name[-1])
        if person is None:
            person = self.persons[last] = Person(joined, found.start())
        elif len(name) > len(person.name.split()) and folded_key(person.name.split()[-1]) == last and not possessive:
            person.name = joined
        person.described |= described - _TITLES
        person.nations |= nations
        marks = set(titles) | set(before)
        if marks & _FEMALE:
            person.female = True
        elif marks & _MALE:
            person.female = False
        after = self.text[found.end() : found.end() + 90]
        if after.startswith(", "):
            apposition = {w.lower() for w in WORD.findall(after.split(",")[1] if after.count(",") > 0 else after)}
            person.described |= apposition & self.words.roles
            person.nations |= {
                self.words.nationalities[w] for w in (owner(a) for a in apposition) if w in self.words.nationalities
            }
        self.mentions.append((at, last))

    def parted(self, run: str) -> tuple[list[str], list[str], set[str]]:
        """A run of capital letters as name, what stands before the name, and the nations in that."""
        written = run.replace("\u00a0", " ").split()
        words = [owner(w) for w in written]
        while words and words[0].lower() in _NOT_NAMES:
            words, written = words[1:], written[1:]
        low = [w.lower() for w in words]
        cut = 0
        nations: set[str] = set()
        for n, word in enumerate(low):
            nation = self.words.nationalities.get(word)
            if nation is not None:
                nations.add(nation)
            if (
                word in self.words.roles
                or word.split("-of-")[0] in self.words.roles
                or nation is not None
                or (written[n] != words[n] and n + 1 < len(words))
            ):
                cut = n + 1
        return words[cut:], low[:cut], nations

    def _before(self, at: int) -> list[str]:
        """The small words just before a name: `Russian dictator`, `spokesman`."""
        words: list[str] = []
        for written in reversed(self.text[max(0, at - 40) : at].lower().split()[-3:]):
            word = owner(written)
            if word not in self.words.roles and word not in self.words.nationalities:
                break
            words.insert(0, word)
        return words

    def is_person(self, phrase: str) -> bool:
        """Whether these words name a person whom the article knows."""
        words = phrase.split()
        person = self.persons.get(folded_key(words[-1].strip("."))) if words else None
        return person is not None and (
            len(words) == 1
            or bool(person.described)
            or len(person.name.split()) > len(words)
            or self._named_often(words[-1])
        )

    def back_from(self, at: int) -> Iterator[tuple[int, str]]:
        """Where persons are named before a place, nearest first."""
        n = bisect_left(self.mentions, (at, ""))
        return (self.mentions[m] for m in range(n - 1, -1, -1))

    def _named_often(self, last: str) -> bool:
        """A last name that comes back alone is a person's."""
        return self.often[folded_key(last)] > 1
