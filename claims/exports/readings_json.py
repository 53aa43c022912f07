"""A reading of an article as JSON: what `claims read --jsonl` prints, one object an article."""

from __future__ import annotations

from typing import Any

from claims.entries import Place
from claims.readings import ArticleReading, Mention, ReadAttribution


def reading_json(file: str, reading: ArticleReading) -> dict[str, Any]:
    """One article. Places are code points of its text, end exclusive."""
    published, dateline = reading.published, reading.dateline
    return {
        "file": file,
        "language": reading.language,
        "published": {"value": published.value, **_place(published.at)} if published else None,
        "dateline": {"place": dateline.place, "outlet": dateline.outlet, "date": dateline.date, **_place(dateline.at)}
        if dateline
        else None,
        "publisher": reading.publisher,
        "attributions": [_attribution(a) for a in reading.attributions],
        "chains": [{"links": list(c.links), "attributions": list(c.attributions)} for c in reading.chains],
        "origins": [{"kind": o.kind, "entity": o.entity, **_place(o.at)} for o in reading.origins],
        "furniture": [_place(at) for at in reading.furniture],
        "lexicon": reading.lexicon,
        "layer": reading.layer,
        "model": reading.model,
    }


def _attribution(a: ReadAttribution) -> dict[str, Any]:
    return {
        "id": a.id,
        "rule": a.rule,
        "version": a.version,
        "kind": a.kind,
        "confidence": a.confidence,
        "source": _mention(a.source),
        "cue": _place(a.cue),
        "content": [_place(at) for at in a.content],
        "via": [{"entity": s.entity, "role": s.role, **_place(s.at)} for s in a.via],
        "hedges": [{**_place(h.at), "scope": h.scope} for h in a.hedges],
        "cites": _mention(a.cites),
        "said_on": {"value": a.said_on.value, **_place(a.said_on.at)} if a.said_on else None,
        "parent": a.parent,
        "refers_to": a.refers_to,
    }


def _mention(mention: Mention | None) -> dict[str, Any] | None:
    if mention is None:
        return None
    return {**_place(mention.at), "entity": mention.entity, "type": mention.kind, "implicit": mention.implicit}


def _place(at: Place) -> dict[str, int]:
    return {"start": at[0], "end": at[1]}
