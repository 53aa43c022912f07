"""One publication through which everything passes: what it got wrong, all of them have wrong."""

from __future__ import annotations

from collections.abc import Iterator

from claims.chains.explaining import counted
from claims.chains.facts import Facts
from claims.chains.findings.kinds import Check, Shown, called, shown
from claims.chains.weighing import PUBLICATIONS, Verdict
from claims.records import Appearance
from claims.vocabulary import Severity


def find(facts: Facts) -> Iterator[Shown]:
    """The furthest upstream one, with two or more outlets downstream. Never an account at which support begins, nor what it recounts."""
    ends = _ends(facts)
    for component in facts.dominators.of_all(ends) if ends else ():
        step = facts.steps[component[0]]
        if len(component) > 1 or not _may_be(facts, step):
            continue
        outlets = facts.below(component)
        if len(outlets) >= 2:
            yield shown(
                f"Everything downstream passes through {called(step)}: {counted(len(outlets), 'outlet')} {'rests' if len(outlets) == 1 else 'rest'} on it.",
                (step,),
                (step.wording,),
            )
        return


def _ends(facts: Facts) -> list[str]:
    """Where support arrives: what nobody relies on further, as far as it is shown on what it rests."""
    ends: list[str] = []
    for component in facts.flow_components:
        inside = set(component)
        if all(other in inside for id in component for other in facts.flow.below(id)):
            alone = all(other in inside for id in component for other in facts.flow.above(id))
            if not (alone and len(component) == 1):
                ends += component
    supported = [id for id in ends if id in facts.supported]
    return supported or ends


def _may_be(facts: Facts, step: Appearance) -> bool:
    if facts.nameless(step):
        return False
    if step.source.kind in PUBLICATIONS:
        return True
    return any(a.id == step.id for a in facts.weighed.having(Verdict.RELAYS))


CHECK = Check("bottleneck", Severity.WARN, "everything passes through one publication", find)
