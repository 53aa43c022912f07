"""A hedge that the upstream words do not have."""

from __future__ import annotations

from collections.abc import Iterator

from claims.chains.facts import Facts, seen
from claims.chains.findings.hedges import hedges_of, same_words, tentative
from claims.chains.findings.kinds import Check, Shown, called, shown
from claims.chains.weighing import is_publication
from claims.vocabulary import HedgeScope, Severity


def find(facts: Facts) -> Iterator[Shown]:
    """Only where somebody has seen the upstream words in their own article: nobody knows what an unseen report hedged."""
    for hop in facts.worded:
        upstream, downstream = facts.steps[hop.upstream], facts.steps[hop.downstream]
        if not downstream.hedges or not seen(upstream):
            continue
        standing = {*(h.scope for h in upstream.hedges)}
        standing |= {h.scope for up in facts.graph.upstream[upstream.id] for h in hedges_of(up)}
        if standing or tentative(upstream) or same_words(downstream, upstream):
            continue
        added = [
            hedge
            for hedge in downstream.hedges
            # A speaker has no attribution that could be hedged.
            if hedge.scope is HedgeScope.WORDING or is_publication(upstream.source)
        ]
        if added:
            words = ", ".join(f"“{text}”" for text in dict.fromkeys(hedge.text for hedge in added))
            yield shown(
                f"{words} in {called(downstream)} is not in {called(upstream)}.",
                (downstream, upstream),
                (*(hedge.passage for hedge in added), upstream.wording),
            )


CHECK = Check("hedge-added", Severity.NOTE, "a hedge that the upstream words do not have", find)
