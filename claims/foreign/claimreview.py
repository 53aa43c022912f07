"""A case made of ClaimReviews, as fact-checkers publish them in their pages and collectors hand them on.

The claim, who is said to have claimed it, where it stands, and the check: a review of somebody else's, its verdict in our words where
ratings.yaml knows it, and in theirs in any case.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from claims.entries import (
    AppearanceEntry,
    ClaimEntry,
    DateEntry,
    EvidenceEntry,
    ReviewEntry,
    VersionEntry,
)
from claims.errors import BadCaseFile
from claims.foreign.linked import Object, documents, first, of_type, several, text_of, types
from claims.foreign.taken import (
    Making,
    Taken,
    Wanted,
    addresses,
    date,
    digest,
    free,
    host_of,
    line,
    note_of,
    side_of,
    slug,
)
from claims.text import folding
from claims.vocabulary import DateBasis, SourceKind


def read(content: bytes, file: str, wanted: Wanted) -> Taken:
    """The case of every ClaimReview in a file: an object, an array, a graph, or an HTML page."""
    making, found, left = Making(wanted.case), 0, list[str]()
    for document in documents(content, file, left):
        for review in of_type(document, "ClaimReview"):
            found += 1
            _take(making, review, wanted)
    for remark in left:
        making.remark(remark)
    if not found:
        raise BadCaseFile(file, None, "There is no ClaimReview in it.")
    return making.taken()


def _take(making: Making, review: Object, wanted: Wanted) -> None:
    text = _claimed(review)
    if text is None:
        making.remark(f"a ClaimReview without a claim was left out: {line(text_of(review.get('url'))) or 'no address'}")
        return
    page = next(addresses(text_of(review.get("url"), "url", "@id")), None)
    by = line(text_of(review.get("author"), "name", "url")) or line(text_of(review.get("publisher"), "name"))
    host = host_of(page) if page else None
    by = by or host or "unknown"
    known = digest(page or by, text)
    key = f"{slug(host or by) or 'check'}-{known}"
    item = _item(review)
    claimant = _claimant(making, item, by)
    judged = _review(making, review, by, page, wanted)
    note = _note(review, item, page, judged is None)
    entry = ClaimEntry(
        key=key,
        versions=(VersionEntry(text),),
        claimant=claimant,
        note=note,
        appearances=tuple(_appearances(making, item, claimant, page)),
        reviews=(judged,) if judged else (),
    )
    before = making.claims.get(key)
    if before is None:
        making.claims[key] = entry
    elif judged is not None and judged not in before.reviews:
        # One page that checks the same claim twice: two verdicts on one claim.
        making.claims[key] = _with_review(before, entry)


def _with_review(before: ClaimEntry, more: ClaimEntry) -> ClaimEntry:
    notes = dict.fromkeys(note for note in (before.note, more.note) if note)
    return ClaimEntry(
        key=before.key,
        versions=before.versions,
        claimant=before.claimant,
        note="\n\n".join(notes) or None,
        appearances=before.appearances,
        reviews=(*before.reviews, *more.reviews),
    )


def _claimed(review: Object) -> str | None:
    item = first(review.get("itemReviewed"))
    return (
        line(text_of(review.get("claimReviewed"), "text", "name"))
        or (line(text_of(item, "text", "name", "headline")) if isinstance(item, dict) else line(item))
        or None
    )


def _item(review: Object) -> Object:
    """What was reviewed, as an object: a Claim, or whatever stands in its place."""
    item = first(review.get("itemReviewed"))
    return item if isinstance(item, dict) else {}


_ORGANISATIONS = (
    "Organization",
    "NewsMediaOrganization",
    "Corporation",
    "GovernmentOrganization",
    "NGO",
    "PoliticalParty",
)


def _claimant(making: Making, item: Object, checker: str) -> str | None:
    """Who is said to have claimed it. That it is the fact-checker is a known fault of published data, and is not taken over."""
    author = first(item.get("author"))
    name = line(text_of(author, "name"))
    if name is None or host_of(name):
        return None
    if folding.key(name) == folding.key(checker):
        making.remark(f"{checker} stands as claimant of what it checked; that was left out")
        return None
    organisation = isinstance(author, dict) and types(author) & set(_ORGANISATIONS)
    return making.source(name, SourceKind.ORGANISATION if organisation else SourceKind.PERSON)


# --- where it stands -------------------------------------------------------------------------------------------------


def _appearances(making: Making, item: Object, claimant: str | None, check: str | None) -> Iterator[AppearanceEntry]:
    """An appearance for each page; where there is none, one of the claimant with the date on which it was said."""
    said_on = date(text_of(item.get("datePublished"))) or date(text_of(item.get("dateCreated")))
    keys: dict[str, None] = {}
    for work in _works(item):
        title = line(text_of(work, "headline", "name")) if isinstance(work, dict) else None
        on = date(text_of(work.get("datePublished"))) if isinstance(work, dict) else None
        outlet = line(text_of(work.get("publisher"), "name")) if isinstance(work, dict) else None
        for address in _addresses(work):
            if address == check:
                continue
            by = making.source(outlet, SourceKind.OUTLET) if outlet else None
            page = making.page(address, outlet=by, title=title, dated=on)
            if page not in keys:
                keys[page] = None
                source = making.articles[page].outlet
                dated = (DateEntry(said_on, DateBasis.STATED),) if said_on and len(keys) == 1 else ()
                yield AppearanceEntry(page, source, in_article=page, article=page, dated=dated)
    if not keys and claimant is not None and said_on is not None:
        yield AppearanceEntry(free(claimant, keys), claimant, dated=(DateEntry(said_on, DateBasis.STATED),))


def _works(item: Object) -> Iterator[Any]:
    for field in ("firstAppearance", "appearance"):
        yield from several(item.get(field))
    yield {name: item.get(name) for name in ("url", "sameAs")}


def _addresses(work: Any) -> Iterator[str]:
    if not isinstance(work, dict):
        yield from addresses(work)
        return
    for field in ("url", "sameAs", "contentUrl"):
        for value in several(work.get(field)):
            yield from addresses(text_of(value, "url", "@id"))


# --- the check -------------------------------------------------------------------------------------------------------


def _review(making: Making, review: Object, by: str, page: str | None, wanted: Wanted) -> ReviewEntry | None:
    label = _label(review)
    status = wanted.ratings.meant(label, *_numbers(review))
    if status is None:
        making.remark(
            f"the verdict “{label}” is in no table of ratings: kept in the claim's note"
            if label
            else "a check without a verdict that can be read"
        )
        return None
    on = date(text_of(review.get("datePublished"))) or date(text_of(review.get("dateModified")))
    evidence: tuple[EvidenceEntry, ...] = ()
    if page is not None:
        outlet = making.source(by, SourceKind.OUTLET)
        title = line(text_of(review.get("headline"))) or line(text_of(review.get("name")))
        article = making.page(page, outlet=outlet, title=title, dated=on)
        side = side_of(status)
        evidence = (EvidenceEntry(side, article=article, note="the check itself"),) if side else ()
    body = line(text_of(review.get("reviewBody"), "text")) or line(text_of(review.get("description"), "text"))
    rated = f"{by} rated it “{label}”." if label else f"{by} gave it a number."
    return ReviewEntry(status, f"{rated} {body}" if body else rated, by, on, evidence=evidence)


def _label(review: Object) -> str | None:
    rating = first(review.get("reviewRating"))
    return (
        line(text_of(rating, "alternateName", "name", "ratingExplanation"))
        if isinstance(rating, dict)
        else line(rating)
    )


def _numbers(review: Object) -> tuple[float | None, float | None, float | None]:
    """The value, the best and the worst, where they are numbers."""
    rating = first(review.get("reviewRating"))
    if not isinstance(rating, dict):
        return None, None, None
    value, best, worst = (_number(text_of(rating.get(name))) for name in ("ratingValue", "bestRating", "worstRating"))
    return value, best, worst


def _number(value: object) -> float | None:
    try:
        number = float(line(value) or "")
    except ValueError:
        return None
    return number if number - number == 0 else None  # not an endless one, and not a number that is none


def _note(review: Object, item: Object, page: str | None, unread: bool) -> str | None:
    """The verdict in the fact-checker's own words and numbers, and what has no place of its own."""
    value, best, worst = _numbers(review)
    number = (
        f"{value:g} of {worst if worst is not None else 1:g} to {best if best is not None else 5:g}"
        if value is not None
        else None
    )
    return note_of(
        ("Rated", line(_label(review))),
        ("Rating number", number),
        ("Checked at", page),
        ("Not taken as a review", "the verdict is in no table of ratings" if unread else None),
        ("Date as written", _unread_date(review.get("datePublished"))),
        ("Claim dated as written", _unread_date(item.get("datePublished"))),
    )


def _unread_date(value: Any) -> str | None:
    text = line(text_of(value))
    return text if text and date(text) is None else None
