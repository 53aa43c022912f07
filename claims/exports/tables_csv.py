"""A report as tables for a spreadsheet: claims, appearances, attributions or reviews, a row each.

RFC 4180, UTF-8. A cell that a spreadsheet would take for a formula gets an apostrophe before it, and what would act on a terminal is written
out; `raw` leaves every text as it is, for programs. Lists stand in one cell, with semicolons.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator

from claims.exports.escaping import cell
from claims.records import (
    AnyReport,
    Appearance,
    ArticleRef,
    ClaimReport,
    Dated,
    Evidence,
    Hedge,
    Opinion,
    Passage,
    Review,
)
from claims.vocabulary import Side

Cell = str | int | bool | None
Row = dict[str, Cell]

_BETWEEN = "; "


def write(report: AnyReport) -> Iterator[str]:
    """The table of claims."""
    return table(report, "claims")


def table(report: AnyReport, name: str, *, raw: bool = False) -> Iterator[str]:
    """One of TABLES, a heading first, in pieces of a claim each."""
    heading, rows = TABLES[name]
    yield _lines([dict(zip(heading, heading, strict=True))], raw=raw)
    for claim in report.claims:
        if written := _lines(rows(claim), raw=raw):
            yield written


def _lines(rows: Iterable[Row], *, raw: bool) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_cell(value, raw=raw) for value in row.values()])
    return text.getvalue()


def _cell(value: Cell, *, raw: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return str(value) if raw else cell(value)


# --- rows ------------------------------------------------------------------------------------------------------------


def _columns(names: str) -> list[str]:
    return names.split()


_CLAIMS = _columns(
    "claim key case text kind status status_label rating reviewed reviewer reviewed_on stage claimant version due topics note "
    "published independent_origins heard_by findings"
)


def _claims(report: ClaimReport) -> Iterator[Row]:
    claim = report.claim
    yield _row(
        _CLAIMS, claim.id, claim.key, claim.case, claim.text, claim.kind, claim.status, report.status_label, report.rating,
        claim.reviewed, claim.reviewer, claim.reviewed_on, claim.stage, claim.claimant, claim.version, report.due,
        _BETWEEN.join(report.topics), report.note, report.published, report.origins.independent_origins, report.origins.heard_by,
        _BETWEEN.join(finding.code for finding in report.findings),
    )  # fmt: skip


_APPEARANCES = _columns(
    "claim appearance key source source_name source_kind named_as article article_title article_url outlet read_in part wording "
    "words_in start end stance knows evidence_state dates article_dates hedges because"
)


def _appearances(report: ClaimReport) -> Iterator[Row]:
    for step in report.trace.appearances:
        yield _row(_APPEARANCES, report.claim.id, *_step(step))


def _step(step: Appearance) -> Iterator[Cell]:
    yield from (step.id, step.key, step.source.id, step.source.name, step.source.kind, step.named_as)
    yield from _article(step.article)
    yield step.read_in.id if step.read_in else None
    yield step.part
    yield from _passage(step.wording)
    yield from (step.stance, step.knows, step.evidence_state, _dates(step.dated))
    yield _dates(step.article.dated) if step.article else None
    yield from (_hedges(step.hedges), step.because)


def _article(article: ArticleRef | None) -> tuple[Cell, ...]:
    return (article.id, article.title, article.url, article.outlet.name) if article else (None, None, None, None)


_ATTRIBUTIONS = _columns(
    "claim attribution key downstream downstream_name upstream upstream_name manner basis cue words_in start end state hedges because"
)


def _attributions(report: ClaimReport) -> Iterator[Row]:
    names = {step.id: step.source.name for step in report.trace.appearances}
    for hop in report.trace.attributions:
        yield _row(
            _ATTRIBUTIONS, report.claim.id, hop.id, hop.key, hop.downstream, names.get(hop.downstream), hop.upstream,
            names.get(hop.upstream), hop.manner, hop.basis, *_passage(hop.cue), hop.state, _hedges(hop.hedges), hop.because,
        )  # fmt: skip


_REVIEWS = _columns(
    "claim review status said because reviewer date recorded version reliability credibility standing from_case override counts "
    "evidence_for evidence_against approved objected"
)


def _reviews(report: ClaimReport) -> Iterator[Row]:
    for review in report.reviews:
        yield _row(
            _REVIEWS, report.claim.id, review.id, review.status, review.said, review.because, review.reviewer, review.date,
            review.recorded, review.version, review.reliability, review.credibility, review.standing, review.from_case, review.override,
            review.counts, _evidence(review, Side.FOR), _evidence(review, Side.AGAINST), _opinions(review.approved),
            _opinions(review.objected),
        )  # fmt: skip


def _row(heading: Iterable[str], *cells: Cell) -> Row:
    return dict(zip(heading, cells, strict=True))


def _passage(words: Passage | None) -> tuple[Cell, ...]:
    """The words, the article they stand in, and where."""
    if words is None:
        return (None, None, None, None)
    start, end = words.at or (None, None)
    return (words.exact, words.article, start, end)


def _dates(dated: Iterable[Dated]) -> str:
    return _BETWEEN.join(f"{date.value} ({date.basis})" for date in dated)


def _hedges(hedges: Iterable[Hedge]) -> str:
    return _BETWEEN.join(f"{hedge.text} ({hedge.scope})" for hedge in hedges)


def _evidence(review: Review, side: Side) -> str:
    return _BETWEEN.join(_piece(evidence) for evidence in review.evidence if evidence.side is side)


def _piece(evidence: Evidence) -> str:
    return f"{evidence.target} ({evidence.note})" if evidence.note else evidence.target


def _opinions(opinions: Iterable[Opinion]) -> str:
    return _BETWEEN.join(f"{o.by}: {o.because}" if o.because else o.by for o in opinions)


TABLES: dict[str, tuple[list[str], Callable[[ClaimReport], Iterable[Row]]]] = {
    "claims": (_CLAIMS, _claims),
    "appearances": (_APPEARANCES, _appearances),
    "attributions": (_ATTRIBUTIONS, _attributions),
    "reviews": (_REVIEWS, _reviews),
}
