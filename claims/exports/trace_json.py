"""Claims and traces as JSON: the shape that scripts rely on.

Every key is always there; what is not known is null or an empty list. A chain is flat, a list of appearances and a list of
attributions, so that a deep one overflows no reader.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import orjson

from claims.records import (
    Appearance,
    ArticleRef,
    Attribution,
    ClaimRow,
    Dated,
    Finding,
    Hedge,
    Origins,
    Passage,
    SourceRef,
    Trace,
)

_HIDDEN = frozenset({"Cc", "Cf", "Zl", "Zp"})


def dumps(value: object) -> bytes:
    """JSON with an indent of two and a newline at the end.

    Characters that would act on a terminal are written as escapes, which every reader turns back into what they were.
    """
    return _written(value, orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def laid_out(value: object) -> bytes:
    """The same without the newline."""
    return _written(value, orjson.OPT_INDENT_2)


def line(value: object) -> bytes:
    """The same on one line, of a file that has many."""
    return _written(value, orjson.OPT_APPEND_NEWLINE)


def lines(values: Iterable[object]) -> Iterator[bytes]:
    """The same of many that are short: some lines a piece."""
    each = iter(values)
    # Each is let go as soon as it is written, while the processor has it at hand.
    while some := b"".join([orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE) for value in islice(each, _AT_ONCE)]):
        yield _harmless(some)


_AT_ONCE = 20


def _written(value: object, options: int) -> bytes:
    return _harmless(orjson.dumps(value, option=options))


def _harmless(written: bytes) -> bytes:
    if written.translate(None, _PLAIN).decode().isprintable():
        return written
    return visible(written.decode()).encode()


_PLAIN = bytes(range(0x7F))
"""What is plain in JSON: of these characters it escapes by itself what acts on a terminal. What is left are the few others."""


def visible(text: str) -> str:
    """JSON with characters that would act on a terminal written as escapes."""
    if text.replace("\n", "").isprintable():
        return text
    hidden = [c for c in set(text) if not c.isprintable() and c != "\n" and unicodedata.category(c) in _HIDDEN]
    return text.translate({ord(c): _escape(c) for c in hidden}) if hidden else text


def _escape(character: str) -> str:
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[n]:02x}{units[n + 1]:02x}" for n in range(0, len(units), 2))


def claim_json(row: ClaimRow) -> dict[str, object]:
    """A claim as lists give it."""
    return {
        "id": row.id,
        "key": row.key,
        "text": row.text,
        "kind": row.kind,
        "status": row.status,
        "reviewed": row.reviewed,
        "stage": row.stage,
        "claimant": row.claimant,
        "version": row.version,
        "case": row.case,
        "reviewer": row.reviewer,
        "reviewed_on": row.reviewed_on,
    }


def trace_json(trace: Trace, origins: Origins, findings: Sequence[Finding]) -> dict[str, object]:
    """A claim with its chain, its origins and what the chain shows."""
    return {
        "claim": claim_json(trace.claim),
        "appearances": [appearance_json(a) for a in trace.appearances],
        "attributions": [attribution_json(h) for h in trace.attributions],
        "origins": list(origins.origins),
        "independent_origins": origins.independent_origins,
        "heard_by": origins.heard_by,
        "explained": list(origins.explained),
        "findings": [finding_json(f) for f in findings],
    }


def appearance_json(appearance: Appearance) -> dict[str, object]:
    """One step: `wording` is the words themselves, `passage` says where they stand."""
    wording = appearance.wording
    own = article_json(appearance.article)
    return {
        "id": appearance.id,
        "key": appearance.key,
        "source": source_json(appearance.source),
        "named_as": appearance.named_as,
        "article": own,
        "read_in": own if appearance.read_in is appearance.article else article_json(appearance.read_in),
        "part": appearance.part,
        "wording": None if wording is None else wording.exact,
        "passage": passage_json(wording),
        "stance": appearance.stance,
        "knows": appearance.knows,
        "evidence_state": appearance.evidence_state,
        "dated": [dated_json(d) for d in appearance.dated],
        "hedges": [hedge_json(h) for h in appearance.hedges],
        "because": appearance.because,
    }


def attribution_json(hop: Attribution) -> dict[str, object]:
    """One hop: `cue` is the words that say so, `cue_passage` says where they stand."""
    return {
        "id": hop.id,
        "key": hop.key,
        "downstream": hop.downstream,
        "upstream": hop.upstream,
        "manner": hop.manner,
        "basis": hop.basis,
        "cue": None if hop.cue is None else hop.cue.exact,
        "cue_passage": passage_json(hop.cue),
        "state": hop.state,
        "because": hop.because,
        "hedges": [hedge_json(h) for h in hop.hedges],
    }


def source_json(source: SourceRef) -> dict[str, object]:
    """A source as a step names it."""
    return {
        "id": source.id,
        "name": source.name,
        "kind": source.kind,
        "unnamed": source.unnamed,
        "known_to": source.known_to,
        "aliases": list(source.aliases),
        "members": list(source.members),
        "ties": list(source.ties),
    }


def article_json(article: ArticleRef | None) -> dict[str, object] | None:
    """An article, or null."""
    if article is None:
        return None
    return {
        "id": article.id,
        "title": article.title,
        "outlet": source_json(article.outlet),
        "url": article.url,
        "language": article.language,
        "copy_of": article.copy_of,
        "copy_basis": article.copy_basis,
        "copy_because": article.copy_because,
        "dated": [dated_json(d) for d in article.dated],
        "snapshots": list(article.snapshots),
        "held": article.held,
    }


def passage_json(passage: Passage | None) -> dict[str, object] | None:
    """Where words stand, in code points from 0, end exclusive; or null."""
    if passage is None:
        return None
    return {
        "article": passage.article,
        "at": None if passage.at is None else list(passage.at),
        "prefix": passage.prefix,
        "suffix": passage.suffix,
    }


def hedge_json(hedge: Hedge) -> dict[str, object]:
    """A hedge and what it qualifies."""
    return {"text": hedge.text, "scope": hedge.scope, "passage": passage_json(hedge.passage)}


def dated_json(dated: Dated) -> dict[str, object]:
    """One date with its basis."""
    return {"value": dated.value, "basis": dated.basis, "because": dated.because}


def finding_json(finding: Finding) -> dict[str, object]:
    """A finding and what it rests on."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "appearances": list(finding.appearances),
        "passages": list(finding.passages),
    }
