"""A provenance report in Markdown: what a reader, an editor or a court can follow, in plain text.

Written claim by claim, the same bytes for the same report. Everything from outside is escaped and stands on one line; nothing
becomes a link but addresses of http and https.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from claims.chains.explaining import counted
from claims.chains.origins import carrying_outlets
from claims.exports.bottom_line import bottom_line, not_known
from claims.exports.escaping import markdown, markdown_link
from claims.exports.markdown_chain import articles, steps, strong
from claims.exports.phrases import linking, saying, weighing
from claims.records import (
    AnyReport,
    ClaimReport,
    Evidence,
    Finding,
    Link,
    Opinion,
    Report,
    Request,
    Review,
    Version,
)
from claims.vocabulary import Side, Standing

_ENDS = (".", "!", "?", "…", ".”", "?”", "!”")


def write(report: AnyReport) -> Iterator[str]:
    """The report, whose index of claims has to know them all."""
    return report_markdown(Report(report.title, tuple(report.claims), report.head, report.program, report.as_of))


def report_markdown(report: Report) -> Iterator[str]:
    """A report in pieces of whole lines, one claim after the other."""
    yield f"# {markdown(report.title) or 'Provenance report'}\n"
    if len(report.claims) != 1:
        yield from _index(report)
    for claim in report.claims:
        yield from _claim(claim)
    yield "\n---\n\n"
    yield from _footer(report)


def _index(report: Report) -> Iterator[str]:
    yield f"\n{counted(len(report.claims), 'claim').capitalize()}.\n"
    if not report.claims:
        return
    yield "\n| Claim | Text | Status | Reviewed | Outlets | Independent origins |\n"
    yield "|---|---|---|---|---:|---:|\n"
    for claim in report.claims:
        row = claim.claim
        reviewed = (
            f"{markdown(row.reviewer or '')} {markdown(row.reviewed_on or '')}".strip()
            if row.reviewed
            else "nobody yet"
        )
        cells = (
            markdown(row.id),
            markdown(row.text),
            markdown(claim.status_label),
            reviewed,
            f"{carrying_outlets(claim.trace)}",
            f"{claim.origins.independent_origins}",
        )
        yield f"| {' | '.join(cells)} |\n"


def _claim(claim: ClaimReport) -> Iterator[str]:
    yield f"\n## {markdown(claim.claim.id)}: {markdown(claim.claim.text)}\n"
    yield f"\n**Bottom line.** {markdown(bottom_line(claim.trace, claim.origins))}\n"
    standing = _review_in_force(claim)
    yield from _status(claim, standing)
    yield from _section("The claim", _facts(claim))
    outlets, origins = carrying_outlets(claim.trace), claim.origins
    yield "\n### How it travelled\n"
    yield (
        f"\n{counted(outlets, 'outlet').capitalize()} → {counted(origins.independent_origins, 'independent origin')}; "
        f"heard first hand by {counted(origins.heard_by, 'outlet')}.\n"
    )
    if claim.trace.appearances:
        yield "\n"
        yield from steps(claim.trace, origins)
    yield from _section("Where support begins", (f"- {markdown(sentence)}\n" for sentence in origins.explained))
    yield from _section(
        "What is not known",
        (f"- {markdown(sentence)}\n" for sentence in not_known(claim.trace, origins)),
        "Nothing is missing.",
    )
    yield from _section("Articles", articles(claim.trace))
    evidence = standing.evidence if standing is not None else ()
    yield from _section("Evidence for and against", _evidence(evidence, ""), "None has been given.")
    yield from _section("Right of reply", (_request(request) for request in claim.asked), "Nobody has been asked.")
    yield from _section("Other claims", (_link(link) for link in claim.links))
    yield from _section("Findings", (_finding(finding) for finding in claim.findings))
    yield from _section("Reviews", _reviews(claim.reviews))
    yield from _section("History and corrections", _history(claim))


def _section(title: str, lines: Iterable[str], otherwise: str | None = None) -> Iterator[str]:
    """A heading with its lines; without lines what is said otherwise, or nothing at all."""
    waiting: str | None = f"\n### {title}\n\n"
    for line in lines:
        if waiting is not None:
            yield waiting
            waiting = None
        yield line
    if waiting is not None and otherwise is not None:
        yield f"{waiting}{otherwise}\n"


def _review_in_force(claim: ClaimReport) -> Review | None:
    """The review that sets the status as things stand: the last that counts."""
    return next((review for review in reversed(claim.reviews) if review.counts), None)


def _status(claim: ClaimReport, review: Review | None) -> Iterator[str]:
    label = strong(f"Status: {claim.status_label}.")
    if not claim.claim.reviewed or review is None:
        yield from _without_review(claim, label)
        return
    yield f"\n{label} {_full(review.because)} Reviewed{_by(review.reviewer, review.date)} ({markdown(review.id)}).\n"
    if review.said is not None:
        yield f"\nWas it said: {saying(review.said)}.\n"
    if review.version != claim.claim.version:
        yield f"\nThe review judged version {review.version} of the text, which has been changed since.\n"
    if review.override is not None:
        yield f"\n**Marked against the desk’s rules**, because: {_full(review.override)}\n"


def _without_review(claim: ClaimReport, label: str) -> Iterator[str]:
    if claim.claim.reviewed:
        yield f"\n{label} Reviewed{_by(claim.claim.reviewer, claim.claim.reviewed_on)}.\n"
        return
    yield f"\n{label} Nobody has looked at this claim yet.\n"
    if any(review.standing is Standing.FOREIGN for review in claim.reviews):
        yield "\nReviews of other cases are shown below and not counted.\n"


def _by(who: str | None, when: str | None) -> str:
    """Who did something and when, with a space before it."""
    return (f" by {markdown(who)}" if who else "") + (f" on {markdown(when)}" if when else "")


def _full(text: str) -> str:
    """Escaped text that ends like a sentence."""
    escaped = markdown(text)
    return escaped if escaped.endswith(_ENDS) else f"{escaped}."


def _quoted(text: str) -> str:
    """Escaped text in quotation marks that ends a sentence."""
    escaped = markdown(text)
    return f"“{escaped}”" if escaped.endswith(_ENDS) else f"“{escaped}”."


def _facts(claim: ClaimReport) -> Iterator[str]:
    row = claim.claim
    facts = (
        ("Kind", row.kind.value),
        ("Claimant", row.claimant),
        ("Due", claim.due),
        ("Topics", ", ".join(claim.topics) or None),
        ("Stage of the work", row.stage.value),
        ("Case", row.case),
        ("Key", row.key),
        ("Version of the text", f"{row.version}"),
        ("Note", claim.note),
    )
    yield from (f"- {name}: {markdown(fact)}\n" for name, fact in facts if fact is not None)


def _evidence(evidence: Iterable[Evidence], indent: str) -> Iterator[str]:
    # Evidence for stands before evidence against, each in the order given.
    for item in sorted(evidence, key=lambda e: list(Side).index(e.side)):
        label = markdown_link(item.label, item.url) if item.url is not None else markdown(item.label)
        target = f" ({markdown(item.target)})" if item.target not in {item.url, item.label} else ""
        note = f": {markdown(item.note)}" if item.note is not None else ""
        yield f"{indent}- **{item.side.value.capitalize()}:** {label}{target}{note}\n"


def _request(request: Request) -> str:
    asked = f"{strong(request.of)} was asked{_by(request.by, request.date)}"
    asked += f": {_quoted(request.question)}" if request.question is not None else "."
    answered = f"Answered{_by(None, request.answered)}: " if request.answer is not None else "No answer."
    answer = _quoted(request.answer) if request.answer is not None else ""
    note = f" Note: {_full(request.note)}" if request.note is not None else ""
    return f"- {asked} {answered}{answer}{note} ({markdown(request.id)})\n"


def _link(link: Link) -> str:
    because = f" Because: {_full(link.because)}" if link.because is not None else ""
    return f"- This claim {linking(link.kind, link.outgoing)} {markdown(link.claim)}, {_quoted(link.text)}{because}\n"


def _finding(finding: Finding) -> str:
    rests_on = [markdown(id) for id in (*finding.appearances, *finding.passages)]
    rests = f" ({', '.join(rests_on)})" if rests_on else ""
    return (
        f"- **{weighing(finding.severity).capitalize()}**, {markdown(finding.code)}: {_full(finding.message)}{rests}\n"
    )


def _reviews(reviews: Iterable[Review]) -> Iterator[str]:
    for review in reviews:
        judged = f"{markdown(review.id)}: {strong(review.status)}{_by(review.reviewer, review.date)}."
        yield f"- {judged} {_full(review.because)}\n"
        yield f"  - {_weight(review)}; judged version {review.version}; recorded {markdown(review.recorded)}\n"
        if review.said is not None:
            yield f"  - Was it said: {saying(review.said)}\n"
        if review.reliability is not None or review.credibility is not None:
            yield f"  - Admiralty scale: reliability {review.reliability or 'not given'}, credibility {review.credibility or 'not given'}\n"
        if review.override is not None:
            yield f"  - Marked against the desk’s rules, because: {_full(review.override)}\n"
        yield from _evidence(review.evidence, "  ")
        yield from (_opinion("Approved", opinion) for opinion in review.approved)
        yield from (_opinion("Objection", opinion) for opinion in review.objected)


def _weight(review: Review) -> str:
    """Whose review it is and whether it counts."""
    case = f"of the case {markdown(review.from_case)}" if review.from_case is not None else "of another case"
    if review.standing is Standing.FOREIGN:
        return f"A review {case}, not counted here"
    taken = f"Taken over, {case}; " if review.standing is Standing.TRUSTED else ""
    return taken + ("sets the status" if review.counts else "does not set the status")


def _opinion(word: str, opinion: Opinion) -> str:
    because = f" {_full(opinion.because)}" if opinion.because is not None else ""
    return f"  - {word}{_by(opinion.by, opinion.date)}.{because}\n"


def _history(claim: ClaimReport) -> Iterator[str]:
    if len(claim.versions) > 1:
        yield from (_version(version, version is claim.versions[-1]) for version in claim.versions)
    in_force = _review_in_force(claim)
    earlier = [r for r in claim.reviews if r.standing is not Standing.FOREIGN and not r.counts]
    for review in earlier:
        if in_force is None or review.status != in_force.status:
            yield f"- Status {markdown(review.status)}, marked{_by(review.reviewer, review.date)} ({markdown(review.id)}).\n"
    for item in claim.history:
        at = f"{item.at[:16].replace('T', ' ')} UTC"
        yield f"- {markdown(at)}, {markdown(item.who)}: {markdown(item.what)} ({markdown(item.event)}, {markdown(item.kind)})\n"


def _version(version: Version, now: bool) -> str:
    because = f" Changed because: {_full(version.because)}" if version.because is not None else ""
    made = f" Written{_by(version.by, version.date)}." if version.by or version.date else ""
    return f"- Version {version.number}{', as it stands now' if now else ''}: {_quoted(version.text)}{made}{because}\n"


def _footer(report: Report) -> Iterator[str]:
    as_of = f", as it stood at {markdown(report.as_of)}" if report.as_of is not None else ""
    head = report.head
    yield f"Made by {markdown(report.program)}{as_of}.\n"
    yield f"The evidence log {markdown(head.origin)} has {head.size:,} rows; its Merkle root is {markdown(head.root)}.\n"
