"""Suggestions as JSON, one object each: what was read, where, by which rule, and what a person said of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from claims.entries import Place
from claims.readings import Decision, Mention, Suggestion
from claims.text.suggested import WayStep


def suggestion_json(suggestion: Suggestion, text: str | None, steps: Sequence[WayStep]) -> dict[str, Any]:
    """One suggestion. Places are code points of the article's text, end exclusive; `words` null where that is not kept here."""
    read = suggestion.read

    def place(at: Place) -> dict[str, Any]:
        return {"start": at[0], "end": at[1], "words": None if text is None else text[slice(*at)]}

    def mention(of: Mention | None) -> dict[str, Any] | None:
        return None if of is None else {**place(of.at), "entity": of.entity, "type": of.kind}

    return {
        "id": suggestion.id,
        "article": suggestion.article,
        "rule": read.rule,
        "version": read.version,
        "kind": read.kind,
        "confidence": read.confidence,
        "gesture": suggestion.gesture,
        "source": mention(read.source),
        "cue": place(read.cue),
        "content": [place(at) for at in read.content],
        "via": [{**place(via.at), "entity": via.entity, "role": via.role} for via in read.via],
        "hedges": [{**place(hedge.at), "scope": hedge.scope} for hedge in read.hedges],
        "cites": mention(read.cites),
        "said_on": {**place(read.said_on.at), "value": read.said_on.value} if read.said_on else None,
        "parent": f"M-{read.parent}" if read.parent else None,
        "refers_to": f"M-{read.refers_to}" if read.refers_to else None,
        "chain": [step_json(step, text) for step in steps],
        "decision": _decision(suggestion.decision),
    }


def step_json(step: WayStep, text: str | None) -> dict[str, Any]:
    """A step of the way from the origin to the page; `manner` and `cue` say how it has it from the step before."""
    took = step.took
    return {
        "name": step.name,
        "type": step.kind,
        "manner": took.manner if took else None,
        "cue": text[slice(*took.cue)] if took and text is not None else None,
    }


def _decision(decision: Decision | None) -> dict[str, Any] | None:
    if decision is None:
        return None
    return {
        "verdict": decision.verdict,
        "event": decision.event,
        "by": decision.by,
        "because": decision.because,
        "claim": decision.claim,
    }
