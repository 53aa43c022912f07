"""Which voices are one: copies, members of a group, common owners and affiliations.

A union-find over sources and what ties them. Each reason for taking two voices as one is kept, so that a reader can be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum

from claims.chains.graph import by_number
from claims.records import Appearance, ArticleRef, SourceRef, Trace
from claims.text import folding
from claims.values import value


class BondKind(StrEnum):
    """Why voices are one."""

    COPIES = "copies"
    GROUP = "group"
    TIE = "tie"


@value
class Bond:
    """Sources taken as one voice, and what makes them one: an article, a group, or an owner or affiliation."""

    kind: BondKind
    by: str
    """Id of the article, or id or folded name of the group, owner or affiliation."""
    sources: tuple[str, ...]


@value
class Voices:
    """Appearances sorted into independent voices, and why some are one."""

    voices: tuple[tuple[Appearance, ...], ...]
    bonds: tuple[Bond, ...]
    """Only those that unite sources at work here; utterances of one source need no bond."""


@dataclass(slots=True)
class _Sets:
    """Disjoint sets of names, joined in nearly constant time."""

    parent: dict[str, str] = field(default_factory=dict)

    def find(self, name: str) -> str:
        parent = self.parent
        while (up := parent.setdefault(name, name)) != name:
            parent[name] = parent.setdefault(up, up)
            name = up
        return name

    def join(self, name: str, other: str) -> None:
        self.parent[self.find(other)] = self.find(name)


@value
class Copying:
    """Which articles of a trace are copies of which. Articles that copy one another in a circle are copies of none of them."""

    copied: Mapping[str, str]
    """By id of a copy: what it was copied from."""
    circles: Mapping[str, str]
    """By id of an article in a circle: the name of the circle, which is the id of no article."""
    roots: Mapping[str, str]
    """By id of a copy: the article that it is in the end a copy of, or the circle."""

    def root(self, article: ArticleRef) -> str:
        """The article that an article is in the end a copy of; its own id when it is no copy."""
        return self.roots.get(article.id, article.id)

    def nearest(self, present: Iterable[str]) -> dict[str, str]:
        """By id of a copy: the nearest of the present articles from which it was copied, over any number of copies."""
        here = dict.fromkeys(_sorted(present))
        in_circle = {self.circles[id]: id for id in here if id in self.circles}
        # What a copy of each article is a copy of, among those present.
        known: dict[str, str | None] = {id: in_circle.get(circle) for id, circle in self.circles.items()}
        known.update((id, id) for id in here)
        for start in self.copied:
            way = []
            id = start
            while id not in known and id in self.copied:
                way.append(id)
                id = self.copied[id]
            known.update(dict.fromkeys(way, known.get(id)))
        return {
            copy: original
            for copy, of in self.copied.items()
            if copy not in self.circles and (original := known.get(of)) is not None
        }


def copying(trace: Trace) -> Copying:
    """Which articles of a trace are copies of which."""
    articles = (article for a in trace.appearances for article in (a.article, a.read_in) if article is not None)
    copied = {article.id: article.copy_of for article in articles if article.copy_of is not None}
    roots: dict[str, str] = {}
    circles: dict[str, str] = {}
    for start in copied:
        way: dict[str, None] = {}
        id = start
        while id not in roots and id not in way and id in copied:
            way[id] = None
            id = copied[id]
        root = roots.get(id, id)
        if id in way:
            names = list(way)
            turning = names[names.index(id) :]
            root = f"circle of {min(turning, key=by_number)}"
            circles.update(dict.fromkeys(turning, root))
        roots.update(dict.fromkeys(way, root))
    return Copying(copied, circles, roots)


def known_sources(trace: Trace) -> dict[str, SourceRef]:
    """Every source that a trace speaks of, by id."""
    known: dict[str, SourceRef] = {}
    for appearance in trace.appearances:
        for article in (appearance.article, appearance.read_in):
            if article is not None:
                known[article.outlet.id] = article.outlet
    known.update((appearance.source.id, appearance.source) for appearance in trace.appearances)
    return known


def voices(appearances: Sequence[Appearance], known: Mapping[str, SourceRef], copied: Copying) -> Voices:
    """Sort appearances into independent voices.

    One voice are: utterances of one source, copies of one article, a group and its members, a source and its owner or
    affiliation, and sources that share one; over any number of steps. `known` gives groups and owners that are not
    themselves among the appearances.
    """
    counted = {a.source.id: a.source for a in appearances}
    ties, reached = _ties(counted, known)
    bonds = [*_copies(appearances, copied), *_groups(known, reached), *ties]
    sets = _Sets()
    for bond in bonds:
        for source in bond.sources:
            sets.join(_token(bond), source)
    found: dict[str, list[Appearance]] = {}
    for appearance in sorted(appearances, key=lambda a: by_number(a.id)):
        found.setdefault(sets.find(appearance.source.id), []).append(appearance)
    several = {key for key, members in found.items() if len({a.source.id for a in members}) > 1}
    at_work = tuple(bond for bond in bonds if len(bond.sources) > 1 and sets.find(bond.sources[0]) in several)
    return Voices(tuple(tuple(members) for members in found.values()), at_work)


def distinct(appearances: Iterable[Appearance], copied: Copying) -> tuple[Appearance, ...]:
    """One appearance for each source, copies of one article taken as one."""
    appearances = sorted(appearances, key=lambda a: by_number(a.id))
    sets = _Sets()
    for bond in _copies(appearances, copied):
        for source in bond.sources:
            sets.join(_token(bond), source)
    first: dict[str, Appearance] = {}
    for appearance in appearances:
        first.setdefault(sets.find(appearance.source.id), appearance)
    return tuple(first.values())


def _token(bond: Bond) -> str:
    # A group or owner is a source itself, and stands under its own name; an article must not be mistaken for one.
    return f"article {bond.by}" if bond.kind is BondKind.COPIES else bond.by


def _copies(appearances: Iterable[Appearance], copied: Copying) -> list[Bond]:
    """Sources whose articles are copies of one article."""
    of: dict[str, dict[str, None]] = {}
    for appearance in appearances:
        if appearance.article is not None and (original := copied.root(appearance.article)) != appearance.article.id:
            of.setdefault(original, {})[appearance.source.id] = None
    return [Bond(BondKind.COPIES, article, _sorted(of[article])) for article in _sorted(of)]


def _groups(known: Mapping[str, SourceRef], reached: AbstractSet[str]) -> list[Bond]:
    """Groups with those of their members that are at work here.

    A member who only happens to sit in two groups does not make the two groups one.
    """
    return [
        Bond(BondKind.GROUP, id, _sorted(reached & {id, *known[id].members}))
        for id in _sorted(known)
        if known[id].members
    ]


def _ties(counted: Mapping[str, SourceRef], known: Mapping[str, SourceRef]) -> tuple[list[Bond], AbstractSet[str]]:
    """Owners and affiliations with those who have them, followed upwards, and the sources that were reached so."""
    tied: dict[str, set[str]] = {}
    todo = list(counted)
    reached = set(todo)
    while todo:
        id = todo.pop()
        for tie in known[id].ties:
            tied.setdefault(tie, set()).add(id)
            if tie in known and tie not in reached:
                reached.add(tie)
                todo.append(tie)
    # A tie may be a plain name: it is the same as a source here that bears this name.
    for id, source in counted.items():
        for name in () if source.unnamed else (source.name, *source.aliases):
            if (folded := folding.key(name)) in tied:
                tied[folded].add(id)
    for tie, sources in tied.items():
        if tie in counted or (tie in known and known[tie].ties):
            sources.add(tie)
    return [Bond(BondKind.TIE, tie, _sorted(tied[tie])) for tie in _sorted(tied)], reached


def _sorted(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(ids, key=by_number))
