"""The claim has another text than the one that was judged."""

from __future__ import annotations

from collections.abc import Iterator

from claims.chains.facts import Facts
from claims.chains.findings.kinds import Check, Shown
from claims.vocabulary import Severity


def find(facts: Facts) -> Iterator[Shown]:
    """Compares texts, so that another kind, claimant or topic is no rewording."""
    review = facts.review
    judged = next((v.text for v in facts.versions if review is not None and v.number == review.version), None)
    if review is None or judged is None or _plain(judged) == _plain(facts.trace.claim.text):
        return
    yield Shown(f"{review.id} ({review.status}) judged other words: “{judged}”")


def _plain(text: str) -> str:
    return " ".join(text.split())


CHECK = Check("reworded-since-review", Severity.WARN, "the claim was reworded after it was judged", find)
