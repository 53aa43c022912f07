"""Foreign files read as the command reads them."""

from __future__ import annotations

import json
from typing import Any

from claims.casefile import read_case
from claims.exports.casefile import case_yaml
from claims.foreign.ratings import Ratings, shipped_ratings
from claims.foreign.readers import READERS
from claims.foreign.taken import Taken, Wanted

RATINGS = shipped_ratings()


def read(
    form: str,
    content: object,
    *,
    case: str = "theirs",
    ratings: Ratings = RATINGS,
    columns: dict[str, str] | None = None,
    sheet: str | None = None,
) -> Taken:
    """What a file becomes; its case is one that a case file can say."""
    raw = (
        content
        if isinstance(content, bytes)
        else content.encode()
        if isinstance(content, str)
        else json.dumps(content).encode()
    )
    taken = READERS[form](raw, "file", Wanted(case, ratings, columns or {}, sheet))
    assert read_case("".join(case_yaml(taken.case)).encode(), "again.yaml") == taken.case
    return taken


def check(**more: Any) -> dict[str, Any]:
    """A ClaimReview as they are published."""
    plain: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": "https://checks.example/bridge",
        "datePublished": "2022-05-02T10:00:00+0200",
        "author": {"@type": "Organization", "name": "Checks Weekly"},
        "claimReviewed": "The bridge was closed for three weeks.",
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": 1,
            "bestRating": 5,
            "worstRating": 1,
            "alternateName": "False",
        },
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Person", "name": "The mayor"},
            "datePublished": "2022-04-07",
            "appearance": {"@type": "NewsArticle", "url": "https://post.example/bridge", "headline": "Bridge"},
        },
    }
    return {**plain, **more}
