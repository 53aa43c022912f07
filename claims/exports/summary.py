"""A claim on a terminal, all about it at a glance: `claims show`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from claims.exports.escaping import shown_line
from claims.exports.phrases import judged, linking, taking
from claims.exports.wrapping import Piece, Style, lines
from claims.records import ClaimRecord, Review
from claims.vocabulary import EvidenceState, Stance, Standing


class _Line(Protocol):
    """Writes one wrapped line of styled pieces."""

    def __call__(self, *pieces: Piece, indent: str = "", rest: str | None = None) -> Iterator[str]: ...


def claim_summary(record: ClaimRecord, *, width: int | None, style: Style) -> Iterator[str]:
    """The lines of the summary, without line ends. Text from outside is escaped."""

    def line(*pieces: Piece, indent: str = "", rest: str | None = None) -> Iterator[str]:
        yield from lines(list(pieces), indent, indent + "  " if rest is None else rest, width, style)

    claim = record.claim
    yield from line(("id", claim.id), ("", f" {shown_line(claim.text)}"))
    yield from line(("status" if claim.reviewed else "warn", shown_line(judged(claim))), indent="  ")
    facts = [f"{claim.kind}", f"stage {claim.stage}", f"case {shown_line(claim.case)}"]
    if claim.key is not None:
        facts.append(f"key {shown_line(claim.key)}")
    if claim.claimant is not None:
        facts.append(f"claimant {shown_line(claim.claimant)}")
    if record.due is not None:
        facts.append(f"due {record.due}")
    if record.topics:
        facts.append(f"about {', '.join(shown_line(t) for t in record.topics)}")
    yield from line(("muted", ", ".join(facts)), indent="  ")
    for number, words in enumerate(record.note.split("\n") if record.note is not None else ()):
        yield from line(
            ("", f"{'Note: ' if number == 0 else ''}{shown_line(words)}"), indent="    " if number else "  "
        )
    yield from _reviews(record, line)
    yield from _places(record, line)
    if record.links:
        yield ""
        yield "Other claims"
        for link in record.links:
            words = f"{linking(link.kind, link.outgoing)} {link.claim}"
            because = f" ({shown_line(link.because)})" if link.because else ""
            yield from line(
                ("id", link.id), ("", f" {words}: {shown_line(link.text)}{because}"), indent="  ", rest="       "
            )
    if record.asked:
        yield ""
        yield "Asked for a reply"
        for request in record.asked:
            answer = f"answered: {shown_line(request.answer)}" if request.answer else "no answer"
            day = f", {request.date}" if request.date else ""
            yield from line(
                ("id", request.id), ("", f" {shown_line(request.of)}{day}: {answer}"), indent="  ", rest="       "
            )
    if len(record.versions) > 1:
        yield ""
        yield "Earlier wordings of the claim"
        for version in record.versions[:-1]:
            who = f", {shown_line(version.by)}" if version.by else ""
            day = f", {shown_line(version.date)}" if version.date else ""
            yield from line(
                ("muted", f"version {version.number}{who}{day}: "), ("", shown_line(version.text)), indent="  "
            )


def _reviews(record: ClaimRecord, line: _Line) -> Iterator[str]:
    yield ""
    if not record.reviews:
        yield "Reviews: none yet"
        return
    yield "Reviews"
    for review in reversed(record.reviews):
        yield from line(
            ("id", review.id),
            ("status", f" {shown_line(review.status)}"),
            ("", _judged_by(review)),
            ("warn", _outdated(review, record.claim.version)),
            indent="  ",
            rest="       ",
        )
        yield from line(("", shown_line(review.because)), indent="       ", rest="       ")
        for evidence in review.evidence:
            note = f" ({shown_line(evidence.note)})" if evidence.note else ""
            label = f" {shown_line(evidence.label)}" if evidence.label != evidence.target else ""
            said = f"{evidence.side}: {shown_line(evidence.target)}{label}{note}"
            yield from line(("", said), indent="       ", rest="         ")
        if review.override:
            yield from line(
                ("warn", f"against the desk's rules: {shown_line(review.override)}"), indent="       ", rest="       "
            )
        for word, opinions in (("approved", review.approved), ("objected", review.objected)):
            for opinion in opinions:
                because = f": {shown_line(opinion.because)}" if opinion.because else ""
                yield from line(("", f"{word} by {shown_line(opinion.by)}{because}"), indent="       ", rest="       ")


def _judged_by(review: Review) -> str:
    said = f", said: {review.said}" if review.said else ""
    admiralty = (
        f", {review.reliability or '-'}{review.credibility or '-'}" if review.reliability or review.credibility else ""
    )
    foreign = (
        f", of the case {shown_line(review.from_case or '')}, sets no status"
        if review.standing is Standing.FOREIGN
        else ""
    )
    return f"{said}{admiralty}, {shown_line(review.reviewer)}, {shown_line(review.date or 'undated')}{foreign}"


def _outdated(review: Review, version: int) -> str:
    """That a review judged an earlier text of the claim, where it did."""
    return (
        "" if review.version == version else f", judged version {review.version}; the text is at version {version} now"
    )


def _places(record: ClaimRecord, line: _Line) -> Iterator[str]:
    yield ""
    if not record.trace.appearances:
        yield "Appearances: none yet"
        return
    yield "Appearances"
    for step in record.trace.appearances:
        words = f": “{shown_line(step.wording.exact)}”" if step.wording and step.wording.exact else ""
        article = f" in {step.article.id}" if step.article else (f", read in {step.read_in.id}" if step.read_in else "")
        state = ("held" if step.evidence_state is EvidenceState.HELD else "muted", f", {step.evidence_state}")
        stance = "" if step.stance is Stance.ASSERTS else f", {taking(step.stance)}"
        yield from line(
            ("id", step.id),
            ("", f" {shown_line(step.source.name)}{article}"),
            state,
            ("warn", stance),
            ("", words),
            indent="  ",
            rest="       ",
        )
