"""What the desk says of a claim on the page: status, evidence, replies, reviews, history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from claims.exports.html.markup import Markup, joined, link, tag
from claims.exports.phrases import linking, saying
from claims.records import ClaimReport, Evidence, Link, Opinion, Request, Review, Version
from claims.vocabulary import Side, Standing

_ENDS = (".", "!", "?", "…", ".”", "?”", "!”")


def review_in_force(claim: ClaimReport) -> Review | None:
    """The review that sets the status as things stand: the last that counts."""
    return next((review for review in reversed(claim.reviews) if review.counts), None)


def status_lines(claim: ClaimReport) -> Iterator[Markup]:
    """The status with its word, who stands behind it and why."""
    review = review_in_force(claim) if claim.claim.reviewed else None
    verdict = tag("span", claim.status_label, class_="verdict" if claim.claim.reviewed else "verdict open")
    if review is not None:
        by = joined(["Reviewed", *_by(review.reviewer, review.date), " (", review.id, ")"])
    elif claim.claim.reviewed:
        by = joined(["Reviewed", *_by(claim.claim.reviewer, claim.claim.reviewed_on)])
    else:
        by = joined(["Nobody has looked at this claim yet."])
    yield tag("p", verdict, " ", tag("span", by, class_="muted"), class_="status")
    if review is not None:
        yield tag("p", _full(review.because))
        if review.said is not None:
            yield tag("p", "Was it said: ", tag("strong", saying(review.said)), ".")
        if review.version != claim.claim.version:
            yield tag(
                "p",
                tag("strong", f"The review judged version {review.version} of the text, which has been changed since."),
            )
        if review.override is not None:
            yield tag("p", tag("strong", "Marked against the desk’s rules"), ", because: ", _full(review.override))
        for opinion in review.objected:
            yield _opinion("p", "Objection", opinion)
    elif any(one.standing is Standing.FOREIGN for one in claim.reviews):
        yield tag("p", "Reviews of other cases are shown below and not counted.")


def evidence(given: Iterable[Evidence]) -> list[Markup]:
    """What speaks for and what against, each in the order given."""
    items = sorted(given, key=lambda e: list(Side).index(e.side))
    return [tag("ul", *map(_evidence, items), class_="outside")] if items else []


def _evidence(item: Evidence) -> Markup:
    label = link(item.label, item.url) if item.url is not None else tag("span", item.label, dir="auto")
    target = joined([" (", item.target, ")"]) if item.target not in {item.url, item.label} else ""
    note = joined([": ", tag("span", item.note, dir="auto")]) if item.note is not None else ""
    return tag("li", tag("strong", f"{item.side.value.capitalize()}: "), label, target, note)


def asked(request: Request) -> Markup:
    """A request for reply and what came back."""
    words: list[str] = [tag("strong", request.of), " was asked", *_by(request.by, request.date)]
    words += [": ", _quoted(request.question)] if request.question is not None else ["."]
    if request.answer is not None:
        words += [" Answered", *_by(None, request.answered), ": ", _quoted(request.answer)]
    else:
        words.append(tag("strong", " No answer."))
    if request.note is not None:
        words += [" Note: ", _full(request.note)]
    return tag("li", *words, " ", _id(request.id))


def links_to_claims(other: Link) -> Markup:
    """How this claim stands to another."""
    because = joined([" Because: ", _full(other.because)]) if other.because is not None else ""
    return tag("li", f"This claim {linking(other.kind, other.outgoing)} {other.claim}, ", _quoted(other.text), because)


def reviews(claim: ClaimReport) -> Iterator[Markup]:
    """Every review with its reason, its weight, its evidence and what colleagues said of it; the latest first."""
    for review in reversed(claim.reviews):
        lines = [
            joined(
                [
                    _weight(review),
                    f"; judged version {review.version}; recorded {review.recorded[:16].replace('T', ' ')} UTC",
                ]
            )
        ]
        if review.said is not None:
            lines.append(joined([f"Was it said: {saying(review.said)}"]))
        if review.reliability is not None or review.credibility is not None:
            grades = f"reliability {review.reliability or 'not given'}, credibility {review.credibility or 'not given'}"
            lines.append(joined([f"Admiralty scale: {grades}"]))
        if review.override is not None:
            lines.append(joined(["Marked against the desk’s rules, because: ", _full(review.override)]))
        more = [tag("li", line, class_="muted") for line in lines]
        more += map(_evidence, sorted(review.evidence, key=lambda e: list(Side).index(e.side)))
        more += [_opinion("li", "Approved", opinion) for opinion in review.approved]
        more += [_opinion("li", "Objection", opinion) for opinion in review.objected]
        judged = joined([tag("strong", review.status), *_by(review.reviewer, review.date), ". "])
        yield tag(
            "li", judged, _full(review.because), " ", _id(review.id), tag("ul", *more, class_="outside"), id=review.id
        )


def _weight(review: Review) -> str:
    """Whose review it is and whether it counts."""
    case = f"of the case {review.from_case}" if review.from_case is not None else "of another case"
    if review.standing is Standing.FOREIGN:
        return f"A review {case}, not counted here"
    taken = f"Taken over, {case}; " if review.standing is Standing.TRUSTED else ""
    sets = "sets the status" if review.counts else "does not set the status"
    return f"{taken}{sets}" if taken else sets.capitalize()


def history(claim: ClaimReport) -> Iterator[Markup]:
    """Earlier texts and statuses, and what happened, oldest first."""
    if len(claim.versions) > 1:
        yield from (_version(version, version is claim.versions[-1]) for version in claim.versions)
    in_force = review_in_force(claim)
    for review in claim.reviews:
        earlier = review.standing is not Standing.FOREIGN and not review.counts
        if earlier and (in_force is None or review.status != in_force.status):
            marked = joined([", marked", *_by(review.reviewer, review.date), " (", review.id, ")."])
            yield tag("li", "Status ", tag("strong", review.status), marked)
    for item in claim.history:
        at = f"{item.at[:16].replace('T', ' ')} UTC"
        yield tag(
            "li", f"{at}, {item.who}: ", tag("span", item.what, dir="auto"), " ", _id(f"{item.event}, {item.kind}")
        )


def _version(version: Version, now: bool) -> Markup:
    made = joined([" Written", *_by(version.by, version.date), "."]) if version.by or version.date else ""
    because = joined([" Changed because: ", _full(version.because)]) if version.because is not None else ""
    stands = ", as it stands now" if now else ""
    return tag("li", f"Version {version.number}{stands}: ", _quoted(version.text), made, because)


def _opinion(name: str, word: str, opinion: Opinion) -> Markup:
    because = joined([" ", _full(opinion.because)]) if opinion.because is not None else ""
    return tag(name, tag("strong", word), *_by(opinion.by, opinion.date), ".", because)


def _by(who: str | None, when: str | None) -> Iterator[str]:
    """Who did something and when, with a space before it."""
    if who:
        yield joined([" by ", tag("bdi", who)])
    if when:
        yield f" on {when}"


def _full(outside: str) -> Markup:
    """Text that ends like a sentence."""
    end = "" if outside.rstrip().endswith(_ENDS) else "."
    return joined([tag("span", outside.strip(), dir="auto"), end])


def _quoted(outside: str) -> Markup:
    """Text in quotation marks that ends a sentence."""
    end = "" if outside.rstrip().endswith(_ENDS) else "."
    return joined([tag("q", outside.strip(), dir="auto"), end])


def _id(id: str) -> Markup:
    return tag("span", f"({id})", class_="id")
