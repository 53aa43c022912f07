"""Somebody denies it, or another claim contradicts it."""

from __future__ import annotations

from collections.abc import Iterator

from claims.chains.explaining import listed
from claims.chains.facts import Facts
from claims.chains.findings.kinds import Check, Shown, called, named, shown
from claims.chains.graph import by_number
from claims.vocabulary import LinkKind, Manner, Severity, Stance


def find(facts: Facts) -> Iterator[Shown]:
    """A refusal, a doubt, a question and a claim in tension contradict nothing: only what is recorded as a denial or a contradiction does."""
    denying = [a for a in facts.steps.values() if a.stance is Stance.DENIES]
    if denying:
        one = len({a.source.id for a in denying}) == 1
        yield shown(f"{named(denying)} {'denies' if one else 'deny'} it.", denying, (a.wording for a in denying))
    for step in facts.asserting if denying else ():
        hops = facts.graph.upstream[step.id]
        against = [facts.steps[hop.upstream] for hop in hops if hop.manner is not Manner.RECOUNTS]
        if against and all(a.stance is Stance.DENIES for a in against):
            yield shown(
                f"{called(step)} relies on {listed([called(a) for a in against], 4)}, who denies it.", (step, *against)
            )
    for link in sorted(facts.links, key=lambda link: by_number(link.id)):
        if link.kind is LinkKind.CONTRADICTS:
            says = "contradicts it" if not link.outgoing else "is contradicted by it"
            both = [a for a in facts.asserting if a.source.id in link.speakers]
            names = list(dict.fromkeys(a.source.name for a in both))
            saying = f"; {listed(names, 4)} {'says' if len(names) == 1 else 'say'} both" if names else ""
            yield shown(f"{link.claim} {says}{saying}: “{link.text}”", both, (a.wording for a in both))


CHECK = Check("contradicted", Severity.WARN, "somebody denies it, or another claim contradicts it", find)
