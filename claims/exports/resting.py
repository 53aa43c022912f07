"""What rests on what, and what there is to do: on a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claims.errors import some_of
from claims.exports.escaping import shown_line
from claims.exports.trace_json import claim_json, source_json
from claims.exports.wrapping import Piece, Style, lines
from claims.overviews import Resting, Todo, TrackRecord
from claims.records import Appearance
from claims.vocabulary import SourceKind

_MOST = 8
"""Ids that a line names."""


# --- dependants ------------------------------------------------------------------------------------------------------


def resting_lines(found: Resting, *, width: int | None, style: Style) -> Iterator[str]:
    """Claim by claim: where it stands, and who has it from there. Text from outside is escaped."""
    outlets = {
        step.source.id for one in found.claims for step in one.dependants if step.source.kind is SourceKind.OUTLET
    }
    yield from lines(
        [
            ("id", found.id),
            (
                "",
                f" {shown_line(found.name)}: {_counted(len(found.claims), 'claim')} {'stands' if len(found.claims) == 1 else 'stand'} on it",
            ),
            ("", f"; {_counted(len(outlets), 'outlet')} {'has' if len(outlets) == 1 else 'have'} it from there"),
        ],
        "",
        "  ",
        width,
        style,
    )
    for one in found.claims:
        yield from lines([("id", one.claim.id), ("", f" {shown_line(one.claim.text)}")], "", "     ", width, style)
        yield from lines([("muted", f"at {_steps(one.starts)}")], "     ", "       ", width, style)
        if one.dependants:
            yield from lines([("", f"from there {_steps(one.dependants)}")], "     ", "       ", width, style)


def _steps(steps: Sequence[Appearance]) -> str:
    return shown_line(some_of([f"{step.source.name} ({step.id})" for step in steps], _MOST))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def resting_json(found: Resting) -> dict[str, object]:
    """The same for programs."""
    return {
        "id": found.id,
        "name": found.name,
        "claims": [
            {
                **claim_json(one.claim),
                "at": [step.id for step in one.starts],
                "dependants": [{"id": step.id, "source": source_json(step.source)} for step in one.dependants],
            }
            for one in found.claims
        ],
    }


# --- a source's record -----------------------------------------------------------------------------------------------


def record_lines(record: TrackRecord, *, width: int | None, style: Style) -> Iterator[str]:
    """What became of the claims in which a source speaks: numbers, and no grade."""

    def line(what: str, value: str) -> Iterator[str]:
        yield from lines([("muted", f"{what}: "), ("", shown_line(value))], "  ", "     ", width, style)

    yield ""
    yield f"Record over {_counted(record.claims, 'claim')}"
    yield from line("begins with it", _counted(record.as_origin, "claim"))
    yield from line("has it from others", _counted(record.passing_on, "claim"))
    if record.denying:
        yield from line("denies", _counted(record.denying, "claim"))
    if record.unseen:
        yield from line("its own words not seen here", _counted(record.unseen, "claim"))
    statuses = [f"{status} {count}" for status, count in record.statuses]
    if record.not_looked_at:
        statuses.append(f"nobody has looked yet {record.not_looked_at}")
    yield from line("judged", ", ".join(statuses) or "none")
    if record.findings:
        yield from line("findings on its words", ", ".join(f"{code} {count}" for code, count in record.findings))


def record_json(record: TrackRecord) -> dict[str, object]:
    """The same for programs."""
    return {
        "claims": record.claims,
        "as_origin": record.as_origin,
        "passing_on": record.passing_on,
        "denying": record.denying,
        "unseen": record.unseen,
        "statuses": dict(record.statuses),
        "not_looked_at": record.not_looked_at,
        "findings": dict(record.findings),
    }


# --- what there is to do ---------------------------------------------------------------------------------------------


def todo_lines(todo: Todo, most: int | None, *, width: int | None, style: Style) -> Iterator[str]:
    """What there is to do, part by part; parts without anything are left out. `most`: lines of a part."""
    parts: tuple[tuple[str, list[list[Piece]]], ...] = (
        (
            "Publications nobody here has seen, by how many claims rest on them",
            [
                [
                    ("id", one.id),
                    ("", f" {shown_line(one.name)}: {_counted(len(one.claims), 'claim')}"),
                    ("muted", f" ({some_of(one.claims, _MOST)})"),
                ]
                for one in todo.unseen
            ],
        ),
        (
            "Asked, and no answer yet",
            [
                [
                    ("id", request.id),
                    ("", f" {shown_line(request.of)}, {request.date or 'no date'}"),
                    ("muted", f" ({row.id} {shown_line(row.text)})"),
                ]
                for row, request in todo.asked
            ],
        ),
        (
            "Forecasts and promises whose day has come",
            [
                [
                    ("id", one.claim.id),
                    ("warn" if one.over else "", f" {one.due}{', past' if one.over else ''}"),
                    ("", f": {shown_line(one.claim.text)}"),
                ]
                for one in todo.due
            ],
        ),
        (
            "Reviews that are not of what stands there now",
            [[("id", one.claim.id), ("", f" {shown_line(one.why)}")] for one in todo.stale],
        ),
        (
            "Articles that were read and whose text is not here",
            [
                [("id", id), ("", f" {shown_line(name)}: {_counted(claims, 'claim')}")]
                for id, name, claims in todo.texts
            ],
        ),
    )
    suggested: list[list[Piece]] = [
        [("id", id), ("", f" {shown_line(name)}: {_counted(number, 'suggestion')}")]
        for id, name, number in todo.suggestions
    ]
    first = True
    for title, items in (*parts, ("Read in articles, and nobody has decided", suggested)):
        if not items:
            continue
        if not first:
            yield ""
        first = False
        yield from lines([("status", title)], "", "  ", width, style)
        for pieces in items[:most]:
            yield from lines(pieces, "  ", "     ", width, style)
        if most is not None and len(items) > most:
            yield from lines([("muted", f"and {len(items) - most} more")], "  ", "  ", width, style)
    if todo.not_looked_at:
        if not first:
            yield ""
        yield from lines(
            [("", f"{_counted(todo.not_looked_at, 'claim')} nobody has looked at yet.")], "", "  ", width, style
        )


def todo_json(todo: Todo) -> dict[str, object]:
    """The same for programs."""
    return {
        "unseen": [{"id": one.id, "name": one.name, "claims": list(one.claims)} for one in todo.unseen],
        "asked": [
            {"id": request.id, "claim": row.id, "of": request.of, "date": request.date, "question": request.question}
            for row, request in todo.asked
        ],
        "due": [{"claim": one.claim.id, "text": one.claim.text, "due": one.due, "over": one.over} for one in todo.due],
        "stale": [{"claim": one.claim.id, "why": one.why} for one in todo.stale],
        "texts": [{"id": id, "name": name, "claims": claims} for id, name, claims in todo.texts],
        "not_looked_at": todo.not_looked_at,
        "suggestions": [{"id": id, "name": name, "waiting": number} for id, name, number in todo.suggestions],
    }
