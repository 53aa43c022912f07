"""Names within one article: a last name, a title, `the newspaper`, `it` and `he` are led back to whom they stand for, where that is safe.

Nothing is joined across articles: only a person says that two names are one.
"""

from __future__ import annotations

import re

from claims.readings import Mention, Speaker
from claims.text.reported.persons import PART, RUN, WORD, Person, Persons, folded_key, owner
from claims.text.reported.speakers import bare, head_of, kind_of
from claims.text.word_sets import word_set

Place = tuple[int, int]
_RANKS = word_set("senior top high-ranking high-level ranking anonymous unnamed unidentified named")
_THE_NAME = re.compile(rf"[Tt]he(?: {PART})+")
_INDEFINITE = re.compile(r"(?:an?|one)\s", re.IGNORECASE)
_GOVERNED = re.compile(r"\w\s(?:of|in|at|for|from|with|by|to)\s")
_PAIR = re.compile(
    r"(?:the )?(?:two|both) (?:leaders|presidents|men|sides|politicians|ministers|countries|officials|women|parties)|they|both|both men|the pair",
    re.IGNORECASE,
)
_BETWEEN = word_set("of in at for from with by on to and or the a an about against")
_NEAR, _NEAR_LINES = 700, 2
"""How far back, in characters and line breaks, `it` may reach."""


_STRAY = re.compile(r"(?<=\w)\s+[\"'“”‘’„«»]+\s*\Z")


class Names(Persons):
    """The names of one article, and whom its mentions stand for."""

    def mention(self, at: Place, history: list[Mention], *, implicit: bool = False) -> Mention:
        """The source that stands at a place. `history`: the sources before it, latest last."""
        if stray := _STRAY.search(self.text, *at):  # a quotation that opens behind the name
            at = (at[0], stray.start())
        phrase = self.text[at[0] : at[1]].strip()
        low = phrase.lower()
        if low in {"he", "she", "him", "her", "his", "himself", "herself"} or low.split("'")[0] in {"he", "she"}:
            return self._pronoun(at, low, history, implicit)
        if low in {"it", "its"}:
            return self._it(at, history, implicit)
        if low in {"who", "which", "that", "whom"}:
            return self._relative(at, implicit)
        if _PAIR.fullmatch(low):
            return self._pair(at, history, implicit, they=low == "they")
        if low in {"i", "we", "you", "me", "us", "our", "my", "them", "their"}:
            return Mention(at, None, Speaker.UNNAMED, implicit)
        return self._described(at, phrase, history, implicit)

    def _described(self, at: Place, phrase: str, history: list[Mention], implicit: bool) -> Mention:  # noqa: PLR0911 - a rule is a list of refusals
        head = head_of(phrase)
        outlet = self.outlets.named(head)
        office = re.match(
            r"(?:the )?(office|lawyer|lawyers|campaign|family|team|aides?|spokesman|spokeswoman) (?:of|for) (.+)",
            head,
            re.IGNORECASE,
        )
        if outlet is not None and office is None:
            return Mention(at, outlet[0], Speaker.OUTLET, implicit)
        name = self._name_in(office[2] if office is not None else head)
        if name is not None and office is None and _THE_NAME.fullmatch(head) and not self._titled(head):
            name = None  # no person is called The Odrana Courier
        pair = self._two_names(head) if office is None else None
        if pair is not None:
            return Mention(at, pair, Speaker.PERSON, implicit)
        if name is None and office is None and (after := self._name_after(head, phrase)) is not None:
            return Mention(at, *after, implicit)
        if (
            office is not None
            and name is not None
            and office[1].lower() not in {"spokesman", "spokeswoman", "aide", "aides"}
        ):
            return Mention(at, f"{office[1].capitalize()} of {name}", Speaker.ORGANISATION, implicit)
        if office is not None and name is None and outlet is None and office[1].lower().startswith("spokes"):
            return Mention(at, bare(head), Speaker.UNNAMED, implicit)
        kind = kind_of(head, self.words, known_person=name is not None and office is None, outlet=None)
        if name is not None and kind is Speaker.PERSON:
            return Mention(at, name, Speaker.PERSON, implicit)
        if head.lower().split()[0:1] == ["the"] or not head[:1].islower() or len(head.split()) == 1:
            found = self._by_role(at[0], head, history)
            if found is not None:
                return Mention(at, found.entity, found.kind, implicit)
        if self.outlets.unnamed_at(head) is not None:
            return Mention(at, None, Speaker.OUTLET, implicit)
        plain = bare(head)
        if kind is Speaker.UNNAMED or (kind is Speaker.PERSON and name is None and _INDEFINITE.match(head)):
            return self._unnamed(at, head, plain, implicit)
        if kind is Speaker.PERSON:
            plain = self._without_titles(plain)
        return Mention(at, plain or None, kind, implicit)

    def _titled(self, head: str) -> bool:
        """Whether a role or a nation stands among the words."""
        words = head.lower().split()
        return any(w in self.words.roles or w in self.words.nationalities for w in words)

    def _without_titles(self, plain: str) -> str:
        """A name that stands only here, without `Mr` and the like."""
        runs = list(RUN.finditer(plain))
        name = self.parted(runs[-1][0])[0] if runs and runs[-1].end() == len(plain) else []
        return " ".join(name) or plain

    def _unnamed(self, at: Place, head: str, plain: str, implicit: bool) -> Mention:
        """A source nobody names: by its description; hearsay has none."""
        words = [w.lower() for w in plain.split()]
        if not words or words[-1] in self.words.hearsay or words[-1] in {"them", "us", "whom"}:
            return Mention(at, None, Speaker.UNNAMED, implicit)
        single = _INDEFINITE.match(head) is not None
        if single and not any(w in _RANKS for w in words) and "source" not in words:
            plain = f"unnamed {plain}"
        return Mention(at, plain, Speaker.UNNAMED, implicit)

    def _name_in(self, head: str) -> str | None:
        """The person that a phrase names, in full as the article has it."""
        best = None
        for found in RUN.finditer(head):
            if found.start() > 0 and _GOVERNED.search(head, 0, found.start()):
                break
            names, _, _ = self.parted(found[0])
            person = self.persons.get(folded_key(names[-1].strip("."))) if names else None
            if found[0].endswith("'s") and found.end() < len(head.rstrip()):
                continue  # Falk's deputy is not Falk
            if person is not None:
                first = person.name.split()[0]
                if (
                    len(names) > 1
                    and folded_key(names[0]) not in {folded_key(w) for w in person.name.split()}
                    and folded_key(names[0].strip(".")) != folded_key(first)[:1]
                ):
                    best = " ".join(names)
                else:
                    best = person.name
        return best

    def _two_names(self, head: str) -> str | None:
        """`Minister Aydin Karimov and his counterpart Lasha Beridze`: both by their last names."""
        first, joined, second = head.partition(" and ")
        if not joined:
            return None
        names = [self._name_in(first), self._name_in(second)]
        if names[0] is None or names[1] is None:
            return None
        return f"{names[0].split()[-1]} and {names[1].split()[-1]}"

    def _name_after(self, head: str, phrase: str) -> tuple[str, Speaker] | None:
        """`his lawyer, Ana Holm,` and `the bidder, Meridian Holding,`: the name that follows a description."""
        words = [owner(w) for w in head.lower().split()]
        words = words[: next((n for n, w in enumerate(words) if n and w in _BETWEEN), len(words))]
        rest = phrase[len(head) :].lstrip(" ,") if phrase.startswith(head) else ""
        if not words or not rest[:1].isupper():
            return None
        name = head_of(rest)
        if words[-1] in self.words.roles:
            person = self._name_in(name)
            return None if person is None else (person, Speaker.PERSON)
        if any(w[:1].isupper() for w in head.split()[1:]) or not RUN.fullmatch(name):
            return None
        return name, Speaker.OUTLET if self.outlets.named(name) else Speaker.ORGANISATION

    def _by_role(self, at: int, head: str, history: list[Mention]) -> Mention | None:
        """`the Turkish leader`, `the communications director`, `the newspaper`."""
        words = [owner(w.lower()) for w in WORD.findall(head)]
        words = [w for w in words if w != "the"]
        words = words[: next((n for n, w in enumerate(words) if n and w in _BETWEEN), len(words))]
        if not words:
            return None
        if words[-1] in self.words.outlet_words or (
            words[-1]
            in {"outlet", "paper", "agency", "publication", "channel", "broadcaster", "site", "report", "website"}
            and len(words) == 1
        ):
            return (
                next((m for m in reversed(history) if m.kind is Speaker.OUTLET), None)
                if words[-1] != "report"
                else None
            )
        role = words[-1]
        if role not in self.words.roles and role not in self.words.leaders:
            return None
        nations = {self.words.nationalities[w] for w in words if w in self.words.nationalities}
        fitting = [p for p in self.persons.values() if self._fits(p, role, nations)]
        if not fitting:
            return None
        before = [p for p in fitting if p.first_at < at]
        if before:
            last = dict.fromkeys(folded_key(p.name.split()[-1]) for p in before)
            nearest = next((name for _, name in self.back_from(at) if name in last), None)
            chosen = before[0] if nearest is None else self.persons[nearest]
        else:
            chosen = min(fitting, key=lambda p: p.first_at)
            if chosen.first_at - at > 900:
                return None
        return Mention((at, at), chosen.name, Speaker.PERSON)

    def _fits(self, person: Person, role: str, nations: set[str]) -> bool:
        if nations and not nations & person.nations:
            return False
        if role in person.described:
            return True
        if role in self.words.leaders and person.described & self.words.leaders:
            return True
        return (
            role in self.words.any_office
            and bool(person.described & self.words.roles)
            and not person.described <= self.words.unnamed_words
        )

    def _pronoun(self, at: Place, low: str, history: list[Mention], implicit: bool) -> Mention:
        """`he`: the person who spoke last, or was named last in the sentence before."""
        female = low.startswith(("she", "her"))
        near = [m for m in history if m.at[0] < at[0] and m.kind is Speaker.PERSON and m.entity is not None]
        for mention in reversed(near[-4:]):
            person = self._person(mention.entity)
            if person is not None and person.female is not None and person.female is not female:
                continue
            if self.text.count("\n", mention.at[0], at[0]) <= 4:
                return Mention(at, mention.entity, Speaker.PERSON, implicit)
        for place, last in self.back_from(at[0]):
            person = self.persons[last]
            if at[0] - place > 400:
                break
            if person.female is None or person.female is female:
                return Mention(at, person.name, Speaker.PERSON, implicit)
        return Mention(at, None, Speaker.PERSON, implicit)

    def _person(self, name: str | None) -> Person | None:
        return self.persons.get(folded_key(name.split()[-1])) if name else None

    def _it(self, at: Place, history: list[Mention], implicit: bool) -> Mention:
        for mention in reversed(history[-2:]):
            near = self.text.count("\n", mention.at[0], at[0]) <= _NEAR_LINES and at[0] - mention.at[1] < _NEAR
            if near and mention.kind in {Speaker.OUTLET, Speaker.ORGANISATION, Speaker.GOVERNMENT}:
                return Mention(at, mention.entity, mention.kind, implicit)
        return Mention(at, None, Speaker.ORGANISATION, implicit)

    def _relative(self, at: Place, implicit: bool) -> Mention:
        before = self.text[max(0, at[0] - 120) : at[0]].rstrip(" ,")
        phrase = re.split(r"[.;:!?\"\n]|\b(?:said|told|by|with|and|but|that)\b", before)[-1].strip(" ,")
        parts = [p.strip() for p in phrase.split(",") if p.strip()]
        outlet = self.outlets.named(parts[-1]) if parts else None
        if outlet is not None and self.text[at[0] : at[1]].lower() == "which":
            return Mention(at, outlet[0], Speaker.OUTLET, implicit)
        for part in reversed(parts):
            name = self._name_in(part)
            if name is not None:
                return Mention(at, name, Speaker.PERSON, implicit)
        if parts and self.text[at[0] : at[1]].lower() != "that":
            return Mention(at, None, kind_of(parts[-1], self.words, known_person=False, outlet=None), implicit)
        return Mention(at, None, Speaker.UNNAMED, implicit)

    def _pair(self, at: Place, history: list[Mention], implicit: bool, *, they: bool) -> Mention:
        """`they` and `the two leaders`: the two persons named last, in the order in which the article first names them."""
        near: list[str] = []
        reach = 700
        for place, last in self.back_from(at[0]):
            if at[0] - place > reach:
                break
            if last not in near and (they or self.persons[last].described & self.words.leaders):
                near.append(last)
            if len(near) == 2:
                break
        plural = next((m for m in reversed(history[-2:]) if m.kind is Speaker.UNNAMED and m.entity), None)
        if they and plural is not None:
            return Mention(at, plural.entity, plural.kind, implicit)
        if len(near) < 2 or (they and not self._joined(near, at[0])):
            return Mention(at, None, Speaker.UNNAMED, implicit)
        pair = sorted((self.persons[last] for last in near), key=lambda p: p.first_at)
        return Mention(at, " and ".join(p.name.split()[-1] for p in pair), Speaker.PERSON, implicit)

    def _joined(self, near: list[str], at: int) -> bool:
        """Whether the two were named together, `X and Y`, close before."""
        a, b = sorted(next(place for place, last in self.back_from(at) if last == name) for name in near)
        return b - a < 80 and " and " in self.text[a:b]
