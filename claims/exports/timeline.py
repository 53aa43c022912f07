"""A chain in the order of time: when each step was, or between which others it must lie."""

from __future__ import annotations

from collections.abc import Iterator

from claims.chains.facts import Facts
from claims.chains.timing import Bounds, dates_of
from claims.exports.escaping import shown_line
from claims.exports.phrases import date_with_basis, mark
from claims.exports.wrapping import Piece, Style, lines
from claims.records import Appearance
from claims.text.dates import moment_text


def in_time(facts: Facts) -> list[Appearance]:
    """The steps by the earliest moment at which each can have been; those of which nothing is known come last, in their order."""
    known = facts.bounds
    far = 2**62

    def when(id: str) -> tuple[int, int]:
        bound = known[id]
        return (
            far if bound.earliest is None and bound.latest is None else bound.earliest or -far,
            far if bound.latest is None else bound.latest,
        )

    return [facts.steps[id] for id in sorted(facts.steps, key=when)]


def timeline(facts: Facts, *, width: int | None, style: Style) -> Iterator[str]:
    """A line for each step, without line ends. Text from outside is escaped."""
    steps = in_time(facts)
    dates = [shown_line(_when(facts, step)) for step in steps]
    for step, when in zip(steps, dates, strict=True):
        part = f", {step.part}" if step.part is not None else ""
        pieces: list[Piece] = [
            ("muted", f"{mark(step.evidence_state)} {step.evidence_state} "),
            ("id", step.id),
            ("", f" {shown_line(step.source.name)}{part}: "),
            ("" if dates_of(step) else "muted", when),
        ]
        yield from lines(pieces, "", "     ", width, style)
    if not steps:
        yield from lines([("muted", "No appearance has been recorded.")], "", "", width, style)


def _when(facts: Facts, step: Appearance) -> str:
    """The dates of a step as they are written; of an undated one what the order of the chain says."""
    dates = dates_of(step)
    if dates:
        return " or ".join(date_with_basis(date) for date in dates)
    bound = facts.bounds[step.id]
    limits = []
    if bound.after is not None:
        limits.append(f"not before {_date_of(facts, bound.after)} ({bound.after})")
    if bound.before is not None:
        limits.append(f"not after {_date_of(facts, bound.before)} ({bound.before})")
    return f"undated{', ' if limits else ''}{', '.join(limits)}"


def _date_of(facts: Facts, id: str) -> str:
    return " or ".join(date.value for date in dates_of(facts.steps[id]))


def times_json(facts: Facts) -> dict[str, object]:
    """By id of a step, in the order of time: the first and the last moment at which it can have been (UTC), or null, and which steps say so."""
    return {step.id: _bounds_json(facts.bounds[step.id]) for step in in_time(facts)}


def _bounds_json(bound: Bounds) -> dict[str, object]:
    return {
        "earliest": moment_text(bound.earliest) if bound.earliest is not None else None,
        "latest": moment_text(bound.latest) if bound.latest is not None else None,
        "after": bound.after,
        "before": bound.before,
    }
