"""Support begins, or part of it, with somebody whom nobody names."""

from __future__ import annotations

from collections.abc import Iterator

from claims.chains.facts import Facts
from claims.chains.findings.kinds import Check, Shown, named, shown
from claims.chains.weighing import ACCOUNTS, Verdict
from claims.vocabulary import Severity


def find(facts: Facts) -> Iterator[Shown]:
    """People and bodies only: an outlet without a name is a publication, and whether it was seen is another question."""
    unnamed = [a for a in facts.weighed.having(Verdict.UNNAMED) if a.source.kind in ACCOUNTS]
    if not unnamed:
        return
    named_too = facts.voices.voices
    knows = list(dict.fromkeys(_known_to(facts, a.source.known_to) for a in unnamed if a.source.known_to))
    who = f"; {' and '.join(knows)} {'knows' if len(knows) == 1 else 'know'} who" if knows else ""
    begins = "It also begins" if named_too else "It begins"
    yield shown(
        f"{begins} with {named(unnamed)}, whom nobody names{who}.",
        unnamed,
        (a.wording for a in unnamed),
        lesser=bool(named_too),
    )


def _known_to(facts: Facts, outlet: str) -> str:
    return facts.sources[outlet].name if outlet in facts.sources else outlet


CHECK = Check("anonymous-origin", Severity.WARN, "it begins with somebody without a name", find)
