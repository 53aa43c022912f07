"""A report as schema.org ClaimReview in JSON-LD, as Google's rules and those who collect fact-checks want it.

Only a claim with a review that counts becomes one: a ClaimReview says what somebody found. A label off the line from false to true carries no number.
`faults` names what a published one would be refused for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from claims.chains.weighing import confirmed
from claims.exports.escaping import link_target
from claims.exports.prov_words import desk_namespace
from claims.exports.trace_json import dumps
from claims.records import AnyReport, Appearance, ClaimReport, Dated, Review, SourceRef
from claims.vocabulary import DateBasis, EvidenceState, SourceKind, Stance

CONTEXT = "https://schema.org"
BEST, WORST = 5, 1
LONGEST_CLAIM = 75
"""Characters up to which search engines show the text of a claim whole."""

Node = dict[str, Any]


def write(report: AnyReport) -> Iterator[str]:
    """One object for one claim; an `@graph` for several. Claims that nobody has looked at are left out."""
    waiting: str | None = None
    several = False
    for claim in report.claims:
        found = claim_review(claim, desk_namespace(report))
        if found is None:
            continue
        if waiting is not None:
            yield _several(waiting, several=several)
            several = True
        waiting = in_html(found)
    if waiting is None:
        yield in_html({"@context": CONTEXT, "@graph": []}) + "\n"
    elif several:
        yield f"{_several(waiting, several=True)}\n]}}\n"
    else:
        yield f'{{\n  "@context": "{CONTEXT}",{waiting[1:]}\n'


def _several(written: str, *, several: bool) -> str:
    return f",\n{written}" if several else f'{{"@context": "{CONTEXT}", "@graph": [\n{written}'


def in_html(value: object) -> str:
    r"""JSON that can stand within `<script>` of a page: < > and & are written as \u003c and so on, which every reader of JSON turns back."""
    text = dumps(value).decode().rstrip("\n")
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def claim_review(report: ClaimReport, namespace: str) -> Node | None:
    """The ClaimReview of a claim, without its context; None where no review counts."""
    review = next((r for r in reversed(report.reviews) if r.counts), None)
    if review is None:
        return None
    rating: Node = {"@type": "Rating", "alternateName": report.status_label}
    if report.rating is not None:
        rating |= {"ratingValue": report.rating, "bestRating": BEST, "worstRating": WORST}
    url = link_target(report.published) if report.published else None
    return _given(
        {
            "@type": "ClaimReview",
            "@id": f"{namespace}{review.id}",
            "url": url,
            "datePublished": _day(review.date) if review.date is not None else None,
            "author": {"@type": "Person", "name": review.reviewer},
            "claimReviewed": report.claim.text,
            "reviewBody": review.because,
            "reviewRating": rating,
            "itemReviewed": _claim(report, review, namespace),
        }
    )


def _claim(report: ClaimReport, review: Review, namespace: str) -> Node:
    steps = {a.id: a for a in report.trace.appearances if a.stance is Stance.ASSERTS}
    first = [steps[id] for id in report.origins.origins if id in steps]
    seen = len(first) == 1 and first[0].evidence_state in {EvidenceState.HELD, EvidenceState.RECORDED}
    judged = next((v.text for v in report.versions if v.number == review.version), report.claim.text)
    return _given(
        {
            "@type": "Claim",
            "@id": f"{namespace}{report.claim.id}",
            "text": judged,
            "author": _agent(report.claimant) if report.claimant else None,
            "firstAppearance": {"@id": f"{namespace}{first[0].id}"} if seen else None,
            "appearance": [_appearance(report, step, steps, namespace) for step in steps.values()] or None,
        }
    )


def _appearance(report: ClaimReport, step: Appearance, steps: Mapping[str, Appearance], namespace: str) -> Node:
    """One step of the chain as a work, and what it is based on."""
    article = step.article
    above = [
        h.upstream
        for h in report.trace.attributions
        if h.downstream == step.id and h.upstream in steps and confirmed(h)
    ]
    return _given(
        {
            "@type": "CreativeWork",
            "@id": f"{namespace}{step.id}",
            "url": link_target(article.url) if article and article.url else None,
            "headline": article.title if article else None,
            "inLanguage": article.language if article else None,
            "datePublished": _first_day((*step.dated, *(article.dated if article else ()))),
            "author": _agent(step.source),
            "publisher": _agent(article.outlet) if article else None,
            "text": step.wording.exact if step.wording else None,
            "isBasedOn": [{"@id": f"{namespace}{id}"} for id in dict.fromkeys(above)] or None,
        }
    )


def _agent(source: SourceRef) -> Node:
    return {"@type": "Person" if source.kind is SourceKind.PERSON else "Organization", "name": source.name}


def _first_day(dated: tuple[Dated, ...]) -> str | None:
    """A date that can be read somewhere; what was derived or inferred would be taken for one."""
    return next((day for d in dated if d.basis in {DateBasis.PAGE, DateBasis.STATED} and (day := _day(d.value))), None)


_DAY = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?")


def _day(value: str) -> str | None:
    return value if _DAY.fullmatch(value) else None


def _given(node: Mapping[str, Any]) -> Node:
    return {name: value for name, value in node.items() if value is not None}


# --- what a published one would be refused for -----------------------------------------------------------------------


def faults(review: Mapping[str, Any]) -> tuple[str, ...]:
    """What is wrong with a ClaimReview by Google's rules, a sentence each; nothing where all is well."""
    return tuple(_faults(review))


def _faults(review: Mapping[str, Any]) -> Iterator[str]:
    if review.get("@type") != "ClaimReview":
        yield "@type is not ClaimReview"
    text = review.get("claimReviewed")
    if not isinstance(text, str) or not text.strip():
        yield "claimReviewed is missing: the claim in one sentence"
    elif len(text) > LONGEST_CLAIM:
        yield f"claimReviewed has {len(text)} characters; search engines show {LONGEST_CLAIM}"
    url = review.get("url")
    if not isinstance(url, str):
        yield "url is missing: the page where the check can be read (`claims publish`)"
    elif link_target(url) is None:
        yield "url is not an address of http or https"
    author = review.get("author")
    if not isinstance(author, Mapping) or not author.get("name"):
        yield "author is missing: who checked"
    if not isinstance(review.get("datePublished"), str):
        yield "datePublished is missing or not a date"
    yield from _rating_faults(review.get("reviewRating"), text)
    item = review.get("itemReviewed")
    if not isinstance(item, Mapping) or item.get("@type") != "Claim":
        yield "itemReviewed is missing: the claim with its author and appearances"
    elif not item.get("author"):
        yield "itemReviewed.author is missing: who is said to have claimed it"


def _rating_faults(rating: object, text: object) -> Iterator[str]:
    name = rating.get("alternateName") if isinstance(rating, Mapping) else None
    if not isinstance(rating, Mapping) or not isinstance(name, str) or not name:
        yield "reviewRating.alternateName is missing: the verdict in words"
        return
    if isinstance(text, str) and re.match(rf"{re.escape(name)}\b\s*:", text, re.IGNORECASE):
        yield f"claimReviewed begins with the verdict, {name}; it should be the claim alone"
    value = rating.get("ratingValue")
    if value is not None and not WORST <= value <= BEST:
        yield f"reviewRating.ratingValue is {value}, outside {WORST} to {BEST}"
