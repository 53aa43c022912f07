"""A report that was read, as the steps by which it came to its page: who spoke, through whom, where it stands now.

The reader says what stands in the text; here it becomes what a chain is made of. Pure: reports in, steps out, the origin first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from claims.entries import Place
from claims.readings import Mention, ReadAttribution, ReadHedge, Speaker, StepRole
from claims.text.folding import key
from claims.values import value
from claims.vocabulary import HedgeScope, Manner, Stance


@value
class Page:
    """What is known of the page that the reports stand on. The marks of origin: an outlet's name, and where it stands."""

    outlet: str
    names: frozenset[str]
    """All names of its outlet."""
    dateline: tuple[str, Place] | None = None
    taken_from: tuple[str, Place] | None = None


@value
class Took:
    """How a step has it from the one before: the words of the page that say so, and what they are hedged with."""

    manner: Manner
    cue: Place
    hedges: tuple[Place, ...] = ()


@value
class WayStep:
    """One step. `at`: where the page names it; None for the page itself. `took`: None for the origin."""

    name: str | None
    kind: Speaker
    at: Place | None
    words: tuple[Place, ...] = ()
    """What is reported of it; none of a step that is only named."""
    hedges: tuple[Place, ...] = ()
    took: Took | None = None


@value
class _Out:
    """What leads on from the last step."""

    cue: Place
    manner: Manner
    """For a source or a page that follows; an outlet on the way says its own."""
    direct: bool = False
    from_outlet: bool = False
    hedges: tuple[Place, ...] = ()


_FURTHEST = 80
"""Characters from a cue to the outlet named after it that still make one cue, `told the Odrana Herald`."""


_TO_US = re.compile(
    r"\s+(?:us|me|this (?:news)?paper|this (?:web)?site|this (?:agency|channel|magazine|programme|program|station)"
    r"|our (?:correspondent|newspaper|paper|reporter))\b",
    re.IGNORECASE,
)
"""Who writes is who was told."""


def path_of(
    id: str, by_id: Mapping[str, ReadAttribution], speaking_of: Mapping[str, ReadAttribution]
) -> tuple[ReadAttribution, ...]:
    """A report and those that its words came through, innermost first: the one that speaks of it or that it speaks of, and its parents.

    `speaking_of`: by the id of a report the first that speaks of it.
    """
    leaf = speaking_of.get(id, by_id[id])
    path, seen = [leaf], {leaf.id}
    while True:
        above = path[-1].refers_to or path[-1].parent
        if above is None or above in seen or above not in by_id:
            return tuple(path)
        seen.add(above)
        path.append(by_id[above])


def way(path: Sequence[ReadAttribution], page: Page, text: str | None) -> tuple[WayStep, ...]:
    """The steps of a report to its page, the origin first; of the same name twice the first counts."""
    making = _Way(_words(path), text or "")
    for read in path:
        making.through(read)
    making.to_page(page)
    return tuple(making.steps)


def _words(path: Sequence[ReadAttribution]) -> tuple[Place, ...]:
    """The words reported. `He made this statement` has none of its own."""
    return path[1].content if path[0].refers_to is not None and len(path) > 1 else path[0].content


class _Way:
    """Steps as they are gone."""

    def __init__(self, words: tuple[Place, ...], text: str) -> None:
        self.steps: list[WayStep] = []
        self._words = words
        self._text = text
        self._out: _Out | None = None

    def through(self, read: ReadAttribution) -> None:
        """Whom a report passed through: whom it cites, its source, and the outlets that had it."""
        direct = read.kind == "direct"
        if read.source is None and read.cites is None and not self.steps:
            self._add(WayStep(None, Speaker.PERSON, read.cue, self._words))
            self._out = _Out(read.cue, Manner.QUOTES if direct else Manner.PARAPHRASES)
        if read.cites is not None:
            self._named(read.cites, ())
            self._out = _Out(read.cites.at, Manner.CITES, from_outlet=True)
        if read.source is not None:
            outlet = read.source.kind is Speaker.OUTLET
            self._named(read.source, _scoped(read.hedges, HedgeScope.WORDING))
            told = Manner.QUOTES if direct else Manner.CITES if outlet else Manner.PARAPHRASES
            cue = read.cue
            if not outlet and (us := _TO_US.match(self._text, cue[1])) is not None:
                told, cue = Manner.HEARD_FROM, (cue[0], us.end())
            self._out = _Out(cue, told, direct, outlet, _scoped(read.hedges, HedgeScope.ATTRIBUTION))
        for via in read.via:
            manner = self._taken_by(via.role)
            cue = _spanning(self._out.cue, via.at) if self._out is not None else via.at
            self._add(WayStep(via.entity, Speaker.OUTLET, via.at), manner, cue)
            self._out = _Out(via.at, Manner.CITES, from_outlet=True)

    def to_page(self, page: Page) -> None:
        """The marks of where the page is from, and the page."""
        for mark in (page.dateline, page.taken_from):
            if mark is not None and key(mark[0]) not in {key(name) for name in page.names}:
                self._add(WayStep(mark[0], Speaker.OUTLET, mark[1]))
                self._out = _Out(mark[1], Manner.REPUBLISHES, from_outlet=True)
        last = self.steps[-1] if self.steps else None
        if last is not None and last.name is not None and key(last.name) in {key(name) for name in page.names}:
            self.steps[-1] = WayStep(page.outlet, Speaker.OUTLET, None, self._words, last.hedges, last.took)
        else:
            self._add(WayStep(page.outlet, Speaker.OUTLET, None, self._words))

    def _named(self, mention: Mention, hedges: tuple[Place, ...]) -> None:
        self._add(WayStep(mention.entity, mention.kind, mention.at, self._words, hedges))

    def _taken_by(self, role: StepRole) -> Manner:
        if self._out is None or self._out.from_outlet:
            return Manner.CITES
        if role is StepRole.RECIPIENT:
            return Manner.HEARD_FROM
        return Manner.QUOTES if self._out.direct else Manner.PARAPHRASES

    def _add(self, step: WayStep, manner: Manner | None = None, cue: Place | None = None) -> None:
        """A further step, with how it has it from the last one. One that was gone through already is no further step."""
        if step.at is not None and step.name is not None and any(_same(step.name, known.name) for known in self.steps):
            return
        took = None
        if self.steps and self._out is not None:
            took = Took(manner or self._out.manner, cue or self._out.cue, self._out.hedges)
        self.steps.append(WayStep(step.name, step.kind, step.at, step.words, step.hedges, took))


def _same(name: str, other: str | None) -> bool:
    return other is not None and key(name) == key(other)


def _scoped(hedges: Sequence[ReadHedge], scope: HedgeScope) -> tuple[Place, ...]:
    return tuple(hedge.at for hedge in hedges if hedge.scope is scope)


def _spanning(cue: Place, at: Place) -> Place:
    """Cue and outlet as one stretch where they stand near each other, else the outlet's name."""
    start, end = min(cue[0], at[0]), max(cue[1], at[1])
    return (start, end) if end - start <= _FURTHEST else at


# --- words -----------------------------------------------------------------------------------------------------------


_BEGINS = re.compile(r"(?:(?:that|whether)\b)?[\s\"'“”„«»‘’]*", re.IGNORECASE)
_FEWEST = 3
"""Words of a first piece that stands for all."""

_MARKS = " \t\r\n\u00a0\"'“”„«»‘’,.;:"


def chosen_words(words: Sequence[Place], text: str) -> Place | None:
    """The stretch of a report's words that stands for it, without quotation marks and a leading `that`.

    Of several pieces the first, or the longest where that is very short.
    """
    pieces = [place for place in words if 0 <= place[0] < place[1] <= len(text)]
    if not pieces:
        return None
    chosen = pieces[0] if len(text[slice(*pieces[0])].split()) >= _FEWEST else max(pieces, key=lambda at: at[1] - at[0])
    start, end = chosen
    begins = _BEGINS.match(text, start, end)
    bare = begins.end() if begins else start
    while end > bare and text[end - 1] in _MARKS:
        end -= 1
    return (bare, end) if end > bare else chosen


_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|denials?|refut(?:e[sd]?|ing)|disput(?:e[sd]?|ing)|rebut(?:s|ted|ting)?|debunk(?:s|ed|ing)?)\b",
    re.IGNORECASE,
)
_DOUBTS = re.compile(r"\b(?:doubt(?:s|ed|ing)?|question(?:s|ed|ing)?)\b", re.IGNORECASE)
_NOT = re.compile(r"\b(?:no|not|never|without)\b|n[’']t\b", re.IGNORECASE)
_WONDERS = re.compile(r"\bwonder(?:s|ed|ing)?\b", re.IGNORECASE)
_ASKS = re.compile(r"\bask(?:s|ed|ing)?\b", re.IGNORECASE)
_WHETHER = re.compile(r"[\s“‘\"']*(?:whether|if)\b", re.IGNORECASE)


def stance_of(read: ReadAttribution, text: str) -> Stance:
    """What the words do with what they speak of, as the cue says: who doubts it or asks whether it is so does not assert it."""
    cue = text[slice(*read.cue)]
    if _DENIES.search(cue):
        return Stance.DENIES
    if _DOUBTS.search(cue) and not _NOT.search(cue):
        return Stance.DOUBTS
    asked = _ASKS.search(cue) and any(_WHETHER.match(text, *place) for place in read.content)
    return Stance.ASKS if asked or _WONDERS.search(cue) else Stance.ASSERTS


_PRONOUNS = frozenset(
    ["he", "she", "it", "they", "him", "her", "them", "his", "their", "its", "who", "which", "i", "we"]
)


def called(words: str, name: str) -> str | None:
    """What the page calls somebody, where that is neither the name, a part of it, nor a pronoun."""
    said = " ".join(words.split()).strip(_MARKS)
    if not said or len(said) > 80 or said.casefold() in _PRONOUNS or key(said) in key(name):
        return None
    return said
