"""*Reports say*, *media report*: several are spoken of, and all of it is one line of descent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from claims.chains.facts import Facts, cues
from claims.chains.findings.kinds import Check, Shown, called, shown
from claims.chains.weighing import ACCOUNTS, is_publication
from claims.records import Appearance, Passage
from claims.text import folding
from claims.text.lexicon import MANY
from claims.vocabulary import Severity

_BEFORE = "some|several|many|multiple|various|numerous|media|news|press|local|foreign|recent|earlier|unconfirmed|other|western|russian|turkish|state"
_CUE = re.compile(
    rf"^(?:(?:according to|citing|after|amid|following|as|in|there (?:are|were|have been)|the|from|by)\s+)*(?:(?:{_BEFORE})\s+)*"
    r"(?:reports|media|outlets|newspapers|papers|agencies|websites)\b"
    r"|^(?:bazı |yerel )*(?:haberlere|basında|medyada|iddialara)\b|^(?:по )?(?:сообщениям|данным) (?:сми|ряда|некоторых)|^сми\b"
    r"|^(?:laut |nach |mehrere )*(?:medien|berichten|medienberichten)\b|^(?:selon )?(?:des |les |plusieurs )*médias\b"
    r"|^(?:ifølge )?(?:flere )*(?:medier|rapporter)\b|^(?:según )?(?:varios )*(?:medios|informes)\b"
)


def find(facts: Facts) -> Iterator[Shown]:
    """Quiet where two publications stand behind the plural that do not have it from one, and where nobody knows what stands behind it."""
    for step in facts.asserting:
        if step.source.unnamed and _many(step.source.name) and facts.flow.upstream[step.id]:
            one = _one_line(facts, [step.id], step.source.kind in ACCOUNTS)
            words = [hop.cue for hop in facts.graph.downstream[step.id]]
            if one is not None and one.id != step.id:
                yield _said(step.source.name, (step, one), words)
    for step in facts.asserting:
        by_cue: dict[str, list[tuple[str, Passage | None]]] = {}
        for hop, words_ in cues(facts.flow.upstream[step.id]):
            if _CUE.match(folding.same_length(words_).casefold().strip()) and not facts.is_copy(step.id):
                by_cue.setdefault(words_, []).append((hop.upstream, hop.cue))
        for cue, hops in by_cue.items():
            above = [facts.steps[id] for id, _ in hops]
            if any(a.source.unnamed and _many(a.source.name) for a in above):
                continue
            one = _one_line(facts, [a.id for a in above], False)
            if one is not None:
                yield _said(cue, (step, one), (passage for _, passage in hops))


def _said(plural: str, steps: tuple[Appearance, Appearance], passages: Iterable[Passage | None]) -> Shown:
    return shown(
        f"“{plural}” ({steps[0].id}) is one line of descent: all of it comes over {called(steps[1])}.", steps, passages
    )


def _many(name: str) -> bool:
    return not MANY.isdisjoint(re.findall(r"\w+", folding.key(name)))


def _one_line(facts: Facts, ids: list[str], of_people: bool) -> Appearance | None:
    """The nearest publication that all of these have it from, or, for people, whoever it is."""
    for component in reversed(facts.dominators.of_all(ids)):
        step = facts.steps[component[0]]
        plural = len(component) > 1 or (step.source.unnamed and _many(step.source.name))
        if not plural and (of_people or is_publication(step.source)):
            return step
    return None


CHECK = Check("plural-for-one", Severity.WARN, "several reports are spoken of, and it is one line of descent", find)
