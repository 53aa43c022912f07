"""What a report carries so that it can be checked: which log it was made from, and a digest of all it says, part by part."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from claims.errors import NotAReport
from claims.exports.report_json import claim_report_json, report_json
from claims.exports.report_json import pieces as report_json_pieces
from claims.exports.trace_json import claim_json, dumps, laid_out
from claims.records import AnyReport, ClaimReport, LogHead, Report
from claims.text.markup import Start, tokens
from claims.values import value

SEAL_NAME = "claims-report"
"""What the seal is called in the head of a page."""

SEAL_FORM = 1

_JUDGED = ("status", "reviewed", "reviewer", "reviewed_on", "stage")
"""What a claim's row says of its judgement; the rest is the claim itself."""

_PARTS = {
    "text": ("row", "versions", "note", "due", "topics"),
    "status": ("judged", "status_label", "rating", "reviews"),
    "chain": ("appearances", "attributions", "origins", "independent_origins", "heard_by", "explained"),
    "findings": ("findings",),
    "links": ("links",),
    "replies": ("asked",),
    "history": ("history", "published"),
}
"""What is told apart when something has changed."""

_DIGEST_BYTES = 32

_CLAIM = re.compile(r"C-[1-9][0-9]{0,17}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@value
class Seal:
    """What a report says of itself."""

    format: str
    """html or json."""
    program: str
    title: str
    as_of: str | None
    head: LogHead
    claims: Mapping[str, Mapping[str, str]]
    """By id of a claim and name of a part, the SHA-256 of what is said in it."""


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


def write(report: AnyReport) -> Iterator[bytes]:
    """The report as JSON with its seal, in pieces of a claim each: the same text as `sealed_json` at once."""
    told: dict[str, bytes] = {}

    def noted(claim: ClaimReport) -> dict[str, object]:
        said = claim_report_json(claim)
        # As bytes, one after the other: of very many claims that is all that is kept.
        told[claim.claim.id] = bytes.fromhex("".join(_digests(claim, said).values()))
        return said

    behind = yield from report_json_pieces(report, noted)
    around = seal(Report(report.title, (), report.head, report.program, report.as_of))
    begin, end = dumps({"seal": around})[1:].split(b'"claims": {}')
    yield b'%b,%b"claims": {' % (behind.rstrip().removesuffix(b"}").rstrip(), begin)
    between = b"\n"
    for id, packed in told.items():
        digest_of = {part: packed[n * _DIGEST_BYTES : (n + 1) * _DIGEST_BYTES].hex() for n, part in enumerate(_PARTS)}
        lines = laid_out({id: digest_of}).strip(b"{}\n").rstrip()
        yield (between + lines + b"\n  }").replace(b"\n", b"\n    ")
        between = b",\n"
    yield (b"\n    }" if told else b"}") + end


def sealed_json(report: Report) -> dict[str, object]:
    """The report as JSON, with its seal."""
    return {**report_json(report), "seal": seal(report)}


def digests(claim: ClaimReport) -> dict[str, str]:
    """By the name of each part, the SHA-256 of what is said in it."""
    return _digests(claim, claim_report_json(claim))


def _digests(claim: ClaimReport, said: Mapping[str, object]) -> dict[str, str]:
    row = claim_json(claim.claim)
    judged = {name: row.pop(name) for name in _JUDGED}
    said = {**said, "row": row, "judged": judged}
    return {
        part: hashlib.sha256(orjson.dumps([said[name] for name in names], option=orjson.OPT_SORT_KEYS)).hexdigest()
        for part, names in _PARTS.items()
    }


def changed_parts(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """The names of the parts of which something else is said now."""
    return tuple(part for part in _PARTS if before.get(part) != now.get(part))


def read_seal(content: bytes, file: str) -> Seal:
    """The seal of a report in HTML or JSON; NotAReport where there is none, or one that we cannot read."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise NotAReport(file, "it is no UTF-8 text") from None
    format = "html" if text.lstrip()[:1] == "<" else "json"
    try:
        found = json.loads(_meta(text)) if format == "html" else json.loads(text).get("seal")
    except (ValueError, AttributeError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise NotAReport(file, "it carries no seal")
    if found.get("form") != SEAL_FORM:
        raise NotAReport(file, "its seal is of a form that this version does not know")
    try:
        return _seal(found, format)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise NotAReport(file, "its seal is damaged") from None


def _seal(found: dict[str, Any], format: str) -> Seal:
    log = found["log"]
    if not isinstance(log["size"], int):
        raise TypeError(log["size"])
    head = LogHead(_text(log["origin"]), log["size"], _text(log["root"]))
    claims = {
        _matching(_CLAIM, id): {_text(part): _matching(_DIGEST, digest) for part, digest in parts.items()}
        for id, parts in dict(found["claims"]).items()
    }
    as_of = found["as_of"] if found["as_of"] is None else _text(found["as_of"])
    return Seal(format, _text(found["program"]), _text(found["title"]), as_of, head, claims)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    value.encode()  # a lone surrogate is no text
    return value


def _matching(pattern: re.Pattern[str], value: object) -> str:
    if not pattern.fullmatch(_text(value)):
        raise ValueError(value)
    return _text(value)


def _meta(page: str) -> str:
    """The seal in the head of a page, the first one; an empty text where there is none."""
    for token in tokens(page):
        if isinstance(token, Start) and token.name == "meta" and token.attributes.get("name") == SEAL_NAME:
            return token.attributes.get("content", "")
    return ""
