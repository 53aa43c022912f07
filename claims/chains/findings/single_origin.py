"""Two or more outlets carry the claim, and everything that supports it begins with one voice."""

from __future__ import annotations

from collections.abc import Iterator

from claims.chains.explaining import counted
from claims.chains.facts import Facts
from claims.chains.findings.kinds import Check, Shown, named, shown
from claims.vocabulary import ClaimKind, Severity

_OF_ONE = frozenset({ClaimKind.STATEMENT, ClaimKind.PROMISE, ClaimKind.OPINION})
"""What one person says, promises or thinks begins with that person: no more than a note."""


def find(facts: Facts) -> Iterator[Shown]:
    """Quiet with fewer than two outlets downstream, and where nothing is shown to support the claim at all."""
    if len(facts.voices.voices) != 1:
        return
    voice = facts.voices.voices[0]
    outlets = facts.below(step.id for step in voice)
    if len(outlets) >= 2:
        yield shown(
            f"{counted(len(outlets), 'outlet').capitalize()} have it, and all support that is shown begins with one voice: {named(voice)}.",
            voice,
            (step.wording for step in voice),
            lesser=facts.trace.claim.kind in _OF_ONE,
        )


CHECK = Check("single-origin", Severity.WARN, "several outlets, one voice behind all of them", find)
