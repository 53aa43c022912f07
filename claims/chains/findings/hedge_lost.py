"""What was hedged upstream is stated without a hedge."""

from __future__ import annotations

from collections.abc import Iterator

from claims.chains.facts import Facts
from claims.chains.findings.hedges import hedges_of, same_words, softened
from claims.chains.findings.kinds import Check, Shown, called, shown
from claims.chains.weighing import is_publication
from claims.records import Hedge
from claims.vocabulary import HedgeScope, Severity


def find(facts: Facts) -> Iterator[Shown]:
    """Quiet where a wording is not known on either side, where the words are the same, and where another hedge or a doubtful word took its place."""
    for hop in facts.worded:
        upstream, downstream = facts.steps[hop.upstream], facts.steps[hop.downstream]
        if same_words(downstream, upstream):
            continue
        lost = [
            hedge
            for hedge in _standing(facts, hop.upstream)
            if is_publication(upstream.source) or hedge.scope is HedgeScope.WORDING
        ]
        if not lost or downstream.hedges or hedges_of(hop) or softened(downstream, lost):
            continue
        words = ", ".join(f"“{text}”" for text in dict.fromkeys(hedge.text for hedge in lost))
        yield shown(
            f"{words} of {called(upstream)} is gone in {called(downstream)}.",
            (downstream, upstream),
            (downstream.wording, *(hedge.passage for hedge in lost)),
        )


def _standing(facts: Facts, id: str) -> list[Hedge]:
    """The hedges at a step, those on how it has it included."""
    own = list(facts.steps[id].hedges)
    return own + [hedge for hop in facts.graph.upstream[id] for hedge in hedges_of(hop)]


CHECK = Check("hedge-lost", Severity.WARN, "what was hedged is stated without a hedge", find)
