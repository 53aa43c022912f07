"""A provenance report as JSON: everything that the other formats say, from the same records."""

from __future__ import annotations

from collections.abc import Callable, Generator

from claims.exports.trace_json import (
    appearance_json,
    attribution_json,
    claim_json,
    dumps,
    laid_out,
    source_json,
    trace_json,
)
from claims.records import (
    AnyReport,
    ClaimRecord,
    ClaimReport,
    Evidence,
    HistoryItem,
    Link,
    Opinion,
    Report,
    Request,
    Review,
    Version,
)

SCHEMA = "urn:uuid:3d0f4d1c-6a55-4f0e-9a43-0f0f6a1c6e61"
"""The name of the JSON Schema of a report (schema/json/report.schema.json); another shape gets another name."""


def pieces(report: AnyReport, said: Callable[[ClaimReport], dict[str, object]]) -> Generator[bytes, None, bytes]:
    """The report in pieces of a claim each, and what stands behind the claims as what is returned: the same text as `report_json` at once.

    `said`: what is said of a claim, asked once for each.
    """
    around = report_json(Report(report.title, (), report.head, report.program, report.as_of))
    begin, end = dumps(around).split(b'"claims": []')
    yield begin + b'"claims": ['
    between = b"\n"
    for claim in report.claims:
        # Every line break in JSON is one between values: those of texts are escaped.
        yield (between + laid_out(said(claim))).replace(b"\n", b"\n    ")
        between = b",\n"
    return (b"]" if between == b"\n" else b"\n  ]") + end


def report_json(report: Report) -> dict[str, object]:
    """A whole report."""
    return {
        "schema": SCHEMA,
        "title": report.title,
        "program": report.program,
        "as_of": report.as_of,
        "log": {"origin": report.head.origin, "size": report.head.size, "root": report.head.root},
        "claims": [claim_report_json(claim) for claim in report.claims],
    }


def claim_report_json(claim: ClaimReport) -> dict[str, object]:
    """One claim of a report: its trace as `trace --json` gives it, and its judgement and history."""
    return {
        **trace_json(claim.trace, claim.origins, claim.findings),
        "status_label": claim.status_label,
        "rating": claim.rating,
        "published": claim.published,
        "note": claim.note,
        "due": claim.due,
        "topics": list(claim.topics),
        "versions": [version_json(v) for v in claim.versions],
        "reviews": [review_json(r) for r in claim.reviews],
        "links": [link_json(k) for k in claim.links],
        "asked": [request_json(r) for r in claim.asked],
        "history": [history_json(h) for h in claim.history],
    }


def claim_record_json(record: ClaimRecord) -> dict[str, object]:
    """One claim for `show --json`: its row as in lists, and all that hangs on it."""
    trace = record.trace
    speakers = {a.source.id: a.source for a in trace.appearances}
    return {
        **claim_json(record.claim),
        "note": record.note,
        "due": record.due,
        "topics": list(record.topics),
        "versions": [version_json(v) for v in record.versions],
        "reviews": [review_json(r) for r in record.reviews],
        "appearances": [appearance_json(a) for a in trace.appearances],
        "attributions": [attribution_json(h) for h in trace.attributions],
        "sources": [source_json(s) for s in speakers.values()],
        "links": [link_json(k) for k in record.links],
        "asked": [request_json(r) for r in record.asked],
    }


def version_json(version: Version) -> dict[str, object]:
    """The claim's text as it once stood."""
    return {
        "number": version.number,
        "text": version.text,
        "by": version.by,
        "date": version.date,
        "because": version.because,
    }


def review_json(review: Review) -> dict[str, object]:
    """A review with its evidence and what colleagues said of it."""
    return {
        "id": review.id,
        "status": review.status,
        "said": review.said,
        "because": review.because,
        "reviewer": review.reviewer,
        "date": review.date,
        "recorded": review.recorded,
        "version": review.version,
        "evidence": [evidence_json(e) for e in review.evidence],
        "reliability": review.reliability,
        "credibility": review.credibility,
        "standing": review.standing,
        "from_case": review.from_case,
        "override": review.override,
        "counts": review.counts,
        "approved": [opinion_json(o) for o in review.approved],
        "objected": [opinion_json(o) for o in review.objected],
    }


def evidence_json(evidence: Evidence) -> dict[str, object]:
    """What a reviewer points at."""
    return {
        "side": evidence.side,
        "target": evidence.target,
        "label": evidence.label,
        "note": evidence.note,
        "url": evidence.url,
    }


def opinion_json(opinion: Opinion) -> dict[str, object]:
    """A colleague's approval or objection."""
    return {"by": opinion.by, "date": opinion.date, "because": opinion.because}


def link_json(link: Link) -> dict[str, object]:
    """How the claim stands to another."""
    return {
        "id": link.id,
        "kind": link.kind,
        "claim": link.claim,
        "text": link.text,
        "outgoing": link.outgoing,
        "because": link.because,
    }


def request_json(request: Request) -> dict[str, object]:
    """A request for reply."""
    return {
        "id": request.id,
        "of": request.of,
        "date": request.date,
        "question": request.question,
        "answer": request.answer,
        "answered": request.answered,
        "by": request.by,
        "note": request.note,
    }


def history_json(item: HistoryItem) -> dict[str, object]:
    """One thing that happened to a claim."""
    return {"event": item.event, "at": item.at, "who": item.who, "kind": item.kind, "what": item.what}
