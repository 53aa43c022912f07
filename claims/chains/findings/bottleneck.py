"""One publication through which everything passes: what it got wrong, all of them have wrong."""

from __future__ import annotations

from collections.abc import Iterator

from claims.chains.dominators import Dominators
from claims.chains.explaining import counted
from claims.chains.facts import Facts
from claims.chains.findings.kinds import Check, Shown, called, shown
from claims.chains.weighing import Verdict, is_publication
from claims.records import Appearance
from claims.vocabulary import Severity


def find(facts: Facts) -> Iterator[Shown]:
    """The furthest upstream one, with two or more outlets downstream. Never an account at which support begins, nor what it recounts.

    What stands on one page is one. Quiet where support arrives on another way too, as far as it is shown on what it rests.
    """
    ends = _ends(facts)
    for component in Dominators(facts.page_flow, facts.page_components).of_all(ends) if ends else ():
        steps = facts.on_page(component[0])
        if len(component) > 1 or not _may_be(facts, steps[0]):
            continue
        outlets = facts.below(step.id for step in steps)
        if len(outlets) >= 2:
            yield shown(
                f"Everything downstream passes through {called(steps[0])}: {counted(len(outlets), 'outlet')} rest on it.",
                steps,
                (step.wording for step in steps),
            )
        return


def _ends(facts: Facts) -> list[str]:
    """Where support arrives: the pages on which nobody relies further."""
    flow = facts.page_flow
    ends: list[str] = []
    for component in facts.page_components:
        if len(component) == 1:
            page = component[0]
            if not flow.downstream[page] and flow.upstream[page]:
                ends.append(page)
        elif set(component).issuperset(other for page in component for other in flow.below(page)):
            ends += component
    supported = [page for page in ends if any(step.id in facts.supported for step in facts.on_page(page))]
    return supported or ends


def _may_be(facts: Facts, step: Appearance) -> bool:
    if facts.nameless(step):
        return False
    if is_publication(step.source):
        return True
    return step in facts.weighed.having(Verdict.RELAYS)


CHECK = Check("bottleneck", Severity.WARN, "everything passes through one publication", find)
