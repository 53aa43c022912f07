"""Sources and articles on a terminal: `claims source show`, `claims article show`."""

from __future__ import annotations

from collections.abc import Iterator

from claims.entries import DateEntry, TieEntry
from claims.exports.escaping import shown_line
from claims.exports.wrapping import Piece, Style, lines
from claims.overviews import ArticleRecord, SourceRecord
from claims.vocabulary import DateBasis


def source_summary(record: SourceRecord, *, width: int | None, style: Style) -> Iterator[str]:
    """The lines of a source, without line ends. Text from outside is escaped."""

    def line(*pieces: Piece, indent: str = "  ") -> Iterator[str]:
        yield from lines(list(pieces), indent, indent + "     ", width, style)

    entry = record.entry
    unnamed = " (unnamed)" if entry.unnamed else ""
    yield from line(("id", record.id), ("", f" {shown_line(entry.name)}{unnamed}, {entry.kind}"), indent="")
    yield from line(("muted", f"case {shown_line(record.case)}, key {shown_line(entry.key)}"))
    facts = (
        ("also called", ", ".join(entry.aliases)),
        ("owned by", _ties(entry.owner)),
        ("belongs to", _ties(entry.affiliation)),
        ("members", ", ".join(entry.members)),
        ("known to", entry.known_to or ""),
        ("country", entry.country or ""),
        ("time zone", entry.zone or ""),
        ("language", entry.language or ""),
        ("address", entry.url or ""),
        ("note", entry.note or ""),
        ("merged into it", ", ".join(record.merged)),
        ("is one with", record.merged_into or ""),
    )
    for what, value in facts:
        if value:
            yield from line(("muted", f"{what}: "), ("", shown_line(value)))
    for grade in entry.grades:
        by = f", {shown_line(grade.by)}" if grade.by else ""
        day = f", {grade.date}" if grade.date else ""
        because = f": {shown_line(grade.because)}" if grade.because else ""
        yield from line(("muted", "reliability: "), ("", f"{grade.reliability}{by}{day}{because}"))
    if record.articles:
        yield ""
        yield f"Published {len(record.articles)}"
        for id, title in record.articles:
            yield from line(("id", id), ("", f" {shown_line(title or '(title not known)')}"))
    yield ""
    if not record.passed_on:
        yield "Speaks in no claim yet"
        return
    yield f"Passed on {len(record.passed_on)}"
    for step in record.passed_on:
        yield from line(("id", f"{step.claim} {step.appearance}"), ("", f" {shown_line(step.text)}"))
        ways = [f"from {shown_line(', '.join(step.from_sources))}"] if step.from_sources else []
        ways += [f"to {shown_line(', '.join(step.to_sources))}"] if step.to_sources else []
        if ways:
            yield from line(("muted", "; ".join(ways)), indent="       ")


def article_summary(record: ArticleRecord, *, width: int | None, style: Style) -> Iterator[str]:
    """The lines of an article, without line ends. Text from outside is escaped."""

    def line(*pieces: Piece, indent: str = "  ") -> Iterator[str]:
        yield from lines(list(pieces), indent, indent + "     ", width, style)

    entry = record.entry
    yield from line(("id", record.id), ("", f" {shown_line(entry.title or '(title not known)')}"), indent="")
    yield from line(
        ("muted", f"{shown_line(record.outlet)}; case {shown_line(record.case)}, key {shown_line(entry.key)}")
    )
    facts = (
        ("address", entry.url or ""),
        ("language", entry.language or ""),
        ("byline", entry.byline or ""),
        ("note", entry.note or ""),
    )
    for what, value in facts:
        if value:
            yield from line(("muted", f"{what}: "), ("", shown_line(value)))
    for date in entry.dated:
        yield from line(("muted", "dated: "), ("", _date(date)))
    if record.copy_of:
        yield from line(("muted", "copy of: "), ("", f"{record.copy_of}, {entry.basis}"))
    if entry.because:
        yield from line(("muted", "because: "), ("", shown_line(entry.because)))
    if record.copies:
        yield from line(("muted", "copied by: "), ("", ", ".join(record.copies)))
    yield ""
    if not entry.snapshots:
        yield "Known only by name: no reading of it is recorded"
    for snapshot in entry.snapshots:
        held = snapshot.sha256 in record.held
        length = f", {snapshot.length} characters" if snapshot.length is not None else ""
        reader = f", read by {shown_line(snapshot.reader)}" if snapshot.reader else ""
        word = ("held", "● text kept here") if held else ("muted", "◐ text not in this database")
        yield from line(word, ("", f"{length}{reader}, sha256 {shown_line(snapshot.sha256)}"), indent="")
    yield ""
    if not record.claims:
        yield "No claim rests on it"
        return
    yield f"{len(record.claims)} {'claim rests' if len(record.claims) == 1 else 'claims rest'} on it"
    for id, text in record.claims:
        yield from line(("id", id), ("", f" {shown_line(text)}"))


def _ties(ties: tuple[TieEntry, ...]) -> str:
    def span(tie: TieEntry) -> str:
        if tie.since and tie.until:
            return f" ({tie.since} to {tie.until})"
        return f" (since {tie.since})" if tie.since else f" (until {tie.until})" if tie.until else ""

    return ", ".join(tie.of + span(tie) for tie in ties)


def _date(date: DateEntry) -> str:
    because = f": {shown_line(date.because)}" if date.because else ""
    return date.value + ("" if date.basis is DateBasis.PAGE else f" ({date.basis}{because})")
