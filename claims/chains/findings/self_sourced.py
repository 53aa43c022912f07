"""*Has learned*: an outlet gives as its own knowledge what it has from another publication."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims.chains.facts import Facts, attributes
from claims.chains.findings.kinds import Check, Shown, called, shown
from claims.chains.weighing import ACCOUNTS, is_publication
from claims.records import Appearance
from claims.text import folding
from claims.vocabulary import Basis, Manner, Severity

_OWN = re.compile(
    r"\b(?:has|have|had) (?:also |exclusively )?(?:learn(?:ed|t)|obtained|been told|established|found out|confirmed|seen)\b"
    r"|\bcan (?:exclusively )?(?:reveal|confirm|report|disclose)\b|\bunderstands\b|\b(?:was|were) told\b|\bexclusiv\w+"
    r"|\bour (?:own )?(?:sources?|information|correspondents?|reporters?)\b|\blearn(?:ed|t) (?:that|from)\b"
    r"|стало известно|удалось узнать|\bузнал\w*|\bвыяснил\w*|собственн\w+ источник\w*"
    r"|\bogrendi\w*|\bogrenildi\w*|(?:ulastigi|edindigi|elde ettigi) bilgi\w*"
    r"|\bnach (?:eigenen |unseren )?informationen\b|\berfuhr\b|\berfahren hat\b|\ba appris\b|\bha (?:podido )?saber\b|\bha sabido\b"
    r"|\bha appreso\b|\berfarer\b|\bhar fatt vite\b|\bkjent med\b"
)


_HINTS = re.compile(
    "learn|obtain|told|establish|found|confirm|seen|reveal|report|disclose|understand|exclusiv|our|известно|узна|выясн|собственн"
    "|ogren|bilgi|informationen|erfuhr|erfahren|appris|saber|sabido|appreso|erfarer|vite|kjent"
)
"""One of them stands in all that the pattern finds; they are looked for first, for that is quick."""


def find(facts: Facts) -> Iterator[Shown]:
    """Quiet where the outlet is said to have heard somebody itself, or shows how it knows otherwise; and for copies."""
    cued = {id for id, hops in facts.graph.upstream.items() if any(hop.cue is not None for hop in hops)}
    if not cued and all(step.wording is None for step in facts.asserting):
        return
    pages: dict[str, list[Appearance]] = {}
    for step in facts.asserting:
        if is_publication(step.source) and not facts.is_copy(step.id):
            pages.setdefault(step.source.id, []).append(step)
    for steps in pages.values():
        relying: list[Appearance] | None = None
        for step in steps:
            told = step.id in cued or step.wording is not None
            if not told or not _claims_to_know(facts, step) or _heard(facts, step):
                continue
            relying = relying if relying is not None else [s for s in steps if _relies(facts, s)]
            other = next((s for s in relying if _together(s, step)), None)
            if other is not None:
                whom = next(u for u in _relies(facts, other))
                passages = [hop.cue for hop in facts.graph.upstream[step.id]]
                yield shown(
                    f"{step.source.name} gives as its own knowledge ({step.id}) what it has from {called(whom)}.",
                    (step, other, whom),
                    [*passages, step.wording],
                )


def _claims_to_know(facts: Facts, step: Appearance) -> bool:
    passages = [hop.cue for hop in facts.graph.upstream[step.id] if hop.cue is not None]
    if step.wording is not None:
        passages.append(step.wording)
    return any(p.exact is not None and _own(folding.key(p.exact)) for p in passages)


def _own(words: str) -> bool:
    return _HINTS.search(words) is not None and _OWN.search(words) is not None


def _heard(facts: Facts, step: Appearance) -> bool:
    """Whether it is shown that the outlet heard somebody itself, or saw something."""
    return any(
        hop.manner is Manner.HEARD_FROM
        and hop.basis is not Basis.INFERRED
        and facts.steps[hop.upstream].source.kind in ACCOUNTS
        for hop in facts.graph.upstream[step.id]
    )


def _relies(facts: Facts, step: Appearance) -> list[Appearance]:
    """The publications of others that the step says it has it from."""
    above = (facts.steps[hop.upstream] for hop in facts.flow.upstream[step.id] if attributes(hop))
    return [a for a in above if is_publication(a.source) and a.source.id != step.source.id]


def _together(one: Appearance, other: Appearance) -> bool:
    """Whether two steps of one outlet may stand on one page."""
    return one.article is None or other.article is None or one.article.id == other.article.id


CHECK = Check("self-sourced", Severity.WARN, "gives as its own knowledge what it has from another", find)
