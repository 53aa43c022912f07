"""A review whose evidence is gone, or that gives none where the desk wants some."""

from __future__ import annotations

from collections.abc import Iterator

from claims.chains.facts import Facts
from claims.chains.findings.kinds import Check, Shown
from claims.errors import some_of
from claims.records import Review
from claims.vocabulary import Severity, Side

_GONE = ("(withdrawn)", "(redacted)")


def find(facts: Facts) -> Iterator[Shown]:
    """Looks at the review in force. For *true* two independent origins do as well."""
    review = facts.review
    if review is None:
        return
    gone = [e.label if e.target.endswith("?") else e.target for e in review.evidence if _is_gone(e.target, e.label)]
    if gone:
        yield Shown(f"Evidence of {review.id} ({review.status}) is no longer here: {some_of(gone)}.")
    if review.status in facts.needs_for and not _gives(review, Side.FOR) and len(facts.voices.voices) < 2:
        yield Shown(f"{review.id} says {review.status} and gives no evidence for it.")
    if review.status in facts.needs_against and not _gives(review, Side.AGAINST):
        yield Shown(f"{review.id} says {review.status} and gives no evidence against it.")


def _is_gone(target: str, label: str) -> bool:
    return target.endswith("?") or label in _GONE or target in _GONE


def _gives(review: Review, side: Side) -> bool:
    return any(e.side is side and not _is_gone(e.target, e.label) for e in review.evidence)


CHECK = Check("evidence-missing", Severity.WARN, "a review without the evidence that it needs", find)
