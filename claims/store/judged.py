"""Which review sets a claim's status: reviews, approvals and the desk's rules in, the one that counts out."""

from collections.abc import Iterable, Mapping
from typing import Any

from claims.vocabulary import Standing


def review_that_counts(reviews: Iterable[Any], approvers: Mapping[int, set[str]], second_reviewer: str) -> Any | None:
    """The latest live review that is our own or trusted and, where the desk asks for it, approved by somebody else.

    `reviews`: rows with seq, reviewer, standing and withdrawn. `approvers`: names by review.
    """
    counting = [r for r in reviews if counts(r, approvers.get(r.seq, set()), second_reviewer)]
    return max(counting, key=lambda r: r.seq, default=None)


def counts(review: Any, approvers: set[str], second_reviewer: str) -> bool:
    """Whether a review may set a status. An approval whose name was redacted ("") is nobody's."""
    if review.withdrawn or review.standing == Standing.FOREIGN:
        return False
    return second_reviewer != "required" or bool(approvers - {review.reviewer, ""})
