"""A source on which others rest has taken back what it said."""

from __future__ import annotations

from collections.abc import Iterator

from claims.chains.explaining import counted
from claims.chains.facts import Facts
from claims.chains.findings.kinds import Check, Shown, called, shown
from claims.chains.graph import reachable
from claims.records import Appearance
from claims.vocabulary import Severity, Stance


def find(facts: Facts) -> Iterator[Shown]:
    """The same source denies elsewhere what it asserted, later or at a time not known, and somebody still rests on the assertion."""
    denials: dict[str, list[Appearance]] = {}
    for step in facts.steps.values():
        if step.stance is Stance.DENIES:
            denials.setdefault(step.source.id, []).append(step)
    for id, taken_back in denials.items():
        asserted = [a for a in facts.asserting if a.source.id == id and facts.flow.downstream[a.id]]
        for step in asserted:
            later = next((d for d in taken_back if _may_be_later(facts, d, step)), None)
            if later is None:
                continue
            others = {facts.steps[i].source.id for i in reachable([step.id], facts.flow.below)} - {id}
            if others:
                rest = f"{counted(len(others), 'other')} still {'rests' if len(others) == 1 else 'rest'} on it"
                yield shown(
                    f"{called(later)} takes back what {called(step)} said; {rest}.",
                    (later, step),
                    (later.wording, step.wording),
                )
                break


def _may_be_later(facts: Facts, denial: Appearance, assertion: Appearance) -> bool:
    """Whether a denial is not on the same page and not shown to be earlier."""
    pages = [step.article.id if step.article is not None else None for step in (denial, assertion)]
    if pages[0] is not None and pages[0] == pages[1]:
        return False
    denied, asserted = facts.windows.get(denial.id), facts.windows.get(assertion.id)
    return denied is None or asserted is None or denied[1] > asserted[0]


CHECK = Check("retracted-upstream", Severity.WARN, "a source on which others rest took it back", find)
