"""What a report carries so that it can be checked: which log it was made from, and a digest of all it says, part by part."""

from __future__ import annotations

import hashlib
import json

import orjson

from claims.exports.report_json import claim_report_json
from claims.exports.trace_json import claim_json
from claims.records import ClaimReport, Report

SEAL_NAME = "claims-report"
"""What the seal is called in a page's head and in JSON."""

SEAL_FORM = 1

_JUDGED = ("status", "reviewed", "reviewer", "reviewed_on", "stage")
"""What a claim's row says of its judgement; the rest is the claim itself."""

_PARTS = {
    "text": ("row", "versions", "note", "due", "topics"),
    "status": ("judged", "status_label", "reviews"),
    "chain": ("appearances", "attributions", "origins", "independent_origins", "heard_by", "explained"),
    "findings": ("findings",),
    "links": ("links",),
    "replies": ("asked",),
    "history": ("history",),
}
"""What is told apart when something has changed."""


def seal(report: Report) -> dict[str, object]:
    """Program, log head, and for each claim a SHA-256 of every part of what is said of it."""
    return {
        "form": SEAL_FORM,
        "program": report.program,
        "title": report.title,
        "as_of": report.as_of,
        "log": {"origin": report.head.origin, "size": report.head.size, "root": report.head.root},
        "claims": {claim.claim.id: digests(claim) for claim in report.claims},
    }


def sealed(report: Report) -> str:
    """The seal as one line of JSON, all of it ASCII."""
    return json.dumps(seal(report), separators=(",", ":"))


def digests(claim: ClaimReport) -> dict[str, str]:
    """By the name of each part, the SHA-256 of what is said in it."""
    row = claim_json(claim.claim)
    judged = {name: row.pop(name) for name in _JUDGED}
    said = claim_report_json(claim) | {"row": row, "judged": judged}
    return {
        part: hashlib.sha256(orjson.dumps([said[name] for name in names], option=orjson.OPT_SORT_KEYS)).hexdigest()
        for part, names in _PARTS.items()
    }
