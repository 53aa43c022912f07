"""Where support for a claim begins, on a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from claims.chains.explaining import called
from claims.chains.origins import carrying_outlets
from claims.exports.escaping import shown_line
from claims.exports.phrases import mark
from claims.exports.trace_json import claim_json, source_json
from claims.exports.wrapping import Style, lines
from claims.records import Origins, Trace


def origin_lines(trace: Trace, found: Origins, *, width: int | None, style: Style) -> Iterator[str]:
    """The numbers, the places at which support begins, and why: lines without line ends. Text from outside is escaped."""
    one = found.independent_origins == 1
    outlets = carrying_outlets(trace)
    yield from lines(
        [
            ("id", trace.claim.id),
            ("status", f" {found.independent_origins} independent {'origin' if one else 'origins'}"),
            ("", f" behind {outlets} {'outlet' if outlets == 1 else 'outlets'}; heard first hand by {found.heard_by}"),
        ],
        "",
        "  ",
        width,
        style,
    )
    steps = {step.id: step for step in trace.appearances}
    for id in found.origins:
        step = steps[id]
        pieces = [("muted", f"{mark(step.evidence_state)} {step.evidence_state} "), ("", shown_line(called(step)))]
        yield from lines(pieces, "  ", "    ", width, style)
    for sentence in found.explained:
        yield from lines([("", shown_line(sentence))], "", "  ", width, style)


def origins_json(trace: Trace, found: Origins) -> dict[str, object]:
    """The same for programs."""
    steps = {step.id: step for step in trace.appearances}
    return {
        "claim": claim_json(trace.claim),
        "outlets": carrying_outlets(trace),
        "independent_origins": found.independent_origins,
        "heard_by": found.heard_by,
        "origins": [
            {
                "id": id,
                "source": source_json(steps[id].source),
                "knows": steps[id].knows,
                "evidence_state": steps[id].evidence_state,
            }
            for id in found.origins
        ],
        "explained": list(found.explained),
    }
