"""A review calls the information confirmed, and nothing independent confirms it."""

from __future__ import annotations

from collections.abc import Iterator

from claims.chains.explaining import counted
from claims.chains.facts import Facts
from claims.chains.findings.kinds import Check, Shown
from claims.vocabulary import Credibility, Severity, Side


def find(facts: Facts) -> Iterator[Shown]:
    """Admiralty credibility 1 means confirmed by other, independent sources: two origins, or evidence for it."""
    review, origins = facts.review, len(facts.voices.voices)
    if review is None or review.credibility is not Credibility.CONFIRMED or origins >= 2:
        return
    if not any(e.side is Side.FOR for e in review.evidence):
        yield Shown(
            f"{review.id} gives credibility 1, confirmed by others, and there is {counted(origins, 'independent origin')} and no evidence for it.",
            tuple(a.id for voice in facts.voices.voices for a in voice),
        )


CHECK = Check(
    "credibility-without-corroboration", Severity.WARN, "called confirmed, and nothing independent confirms it", find
)
