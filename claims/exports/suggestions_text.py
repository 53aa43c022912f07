"""Suggestions as lines for people: who says what, the words around it, and the way it came to its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from claims.entries import Place
from claims.exports.escaping import shown_line
from claims.exports.phrases import relying
from claims.exports.readings_text import cut, who
from claims.exports.wrapping import Piece, Style, lines
from claims.readings import Decision, ReadAttribution, Suggestion
from claims.text.suggested import WayStep, chosen_words, stance_of
from claims.values import value
from claims.vocabulary import HedgeScope, Stance

_AROUND = 60
"""Characters shown before and after the words of a report."""

_LONGEST = 600
"""Characters of an article that are shown for one suggestion; `open` shows all."""

_STYLES = {"source": "id", "cue": "quoted", "content": "status", "hedge": "warn"}
_SIGNS = {"source": ("[", "]"), "cue": ("<", ">"), "content": ("{", "}"), "hedge": ("", "")}
"""How the parts of a report are marked where there is no colour."""


@value
class Look:
    """How lines are to look: `width` None wraps nothing, `signs` marks parts with brackets."""

    width: int | None
    style: Style
    signs: bool


def heading(article: str, title: str | None, outlet: str, count: int, look: Look) -> Iterator[str]:
    """The article that suggestions come from."""
    named = f" “{shown_line(title)}”," if title else ""
    many = f"{count} suggestion{'' if count == 1 else 's'}"
    yield from lines(
        [("id", article), ("", f"{named} {shown_line(outlet)}"), ("muted", f": {many}")],
        "",
        "    ",
        look.width,
        look.style,
    )


def suggestion_lines(
    suggestion: Suggestion, text: str | None, steps: Sequence[WayStep], look: Look, *, whole: bool = False
) -> Iterator[str]:
    """One suggestion. `whole`: with all paragraphs around it."""
    read = suggestion.read
    first: list[Piece] = [("status", suggestion.id), ("", " ")]
    if text is None:
        yield from lines([*first, ("muted", "its text is not kept here")], "  ", "      ", look.width, look.style)
    else:
        stance = stance_of(read, text)
        other: list[Piece] = [] if stance is Stance.ASSERTS else [("warn", f"  {stance}")]
        yield from lines([*first, *who(read, text), *other], "  ", "      ", look.width, look.style)
        for paragraph in _around(read, text, look, whole=whole):
            yield from lines(paragraph, "      ", "      ", look.width, look.style)
    yield from lines([("", chain_words(steps))], "      ", "        ", look.width, look.style)
    told = f"{read.kind.replace('_', ' ')}; rule {read.rule}, version {read.version}; confidence {read.confidence}"
    if suggestion.gesture:
        told += "; no report: a gesture"
    yield from lines([("muted", told)], "      ", "        ", look.width, look.style)
    if suggestion.decision is not None:
        yield from lines([("warn", _decided(suggestion.decision))], "      ", "        ", look.width, look.style)


def plan_lines(text: str | None, steps: Sequence[WayStep], look: Look) -> Iterator[str]:
    """What accepting makes, step by step: who has it from whom, and the words that say so."""
    for number, step in enumerate(steps):
        name = shown_line(step.name) if step.name else _unnamed(step, text)
        pieces: list[Piece] = [("id", name)]
        if step.took is not None and text is not None:
            upstream = steps[number - 1]
            pieces.append(("", f" {relying(step.took.manner)} {shown_line(upstream.name or _unnamed(upstream, text))}"))
            pieces.append(("quoted", f": “{cut(text, step.took.cue)}”"))
            hedged = ", ".join(cut(text, at) for at in step.took.hedges)
            pieces += [("warn", f", hedged {hedged}")] if hedged else []
        yield from lines(pieces, "      ", "        ", look.width, look.style)


def _unnamed(step: WayStep, text: str | None) -> str:
    return f"“{cut(text, step.at)}”" if text is not None and step.at is not None else "(not named)"


def chain_words(steps: Sequence[WayStep]) -> str:
    """`Dmitry Peskov → TASS → Defenseworld.net`."""
    return " → ".join(shown_line(step.name) if step.name else "(not named)" for step in steps)


def _decided(decision: Decision) -> str:
    claim = f" as {decision.claim}" if decision.claim else ""
    by = f" by {shown_line(decision.by)}" if decision.by else ""
    because = f": {shown_line(decision.because)}" if decision.because else ""
    return f"{decision.verdict}{claim}{by} ({decision.event}){because}"


def beside_lines(found: Sequence[tuple[Suggestion, str | None, Sequence[WayStep]]], look: Look) -> Iterator[str]:
    """Suggestions beside a claim's chain: dashed, with their rules, apart from what was recorded."""
    yield from lines([("warn", "Suggested, not confirmed, and counted nowhere:")], "", "  ", look.width, look.style)
    for suggestion, text, steps in found:
        chain = " ┄→ ".join(shown_line(step.name) if step.name else "(not named)" for step in steps)
        pieces: list[Piece] = [("id", suggestion.id), ("muted", f" {chain}")]
        if text is not None:
            pieces += [("muted", f": {cut(text, suggestion.read.cue)}"), ("", f" “{_said(suggestion.read, text)}”")]
        told = f" (rule {suggestion.read.rule}, {suggestion.read.confidence}, {suggestion.article})"
        yield from lines([*pieces, ("muted", told)], "┄ ", "    ", look.width, look.style)


def _said(read: ReadAttribution, text: str) -> str:
    place = chosen_words(read.content, text)
    return cut(text, place) if place is not None else ""


# --- the words around ------------------------------------------------------------------------------------------------


def _around(read: ReadAttribution, text: str, look: Look, *, whole: bool) -> Iterator[list[Piece]]:
    """The words of a report with those around them; `whole`: the paragraphs that they stand in, and their neighbours."""
    parts = list(_parts(read))
    start, end = min(at[0] for _, at in parts), max(at[1] for _, at in parts)
    if whole:
        start, end = _paragraphs(text, start, end)
        for a, b in _lines_of(text, start, end):
            yield _marked(parts, text, a, b, look)
        return
    begins, ends = _widened(text, start, end)
    pieces = _marked(parts, text, begins, min(ends, begins + _LONGEST), look)
    if begins > 0 and text[begins - 1] not in "\r\n":
        pieces = [("muted", "… "), *pieces]
    if ends > begins + _LONGEST or (ends < len(text) and text[ends] not in "\r\n"):
        pieces = [*pieces, ("muted", " …")]
    yield pieces


def _parts(read: ReadAttribution) -> Iterator[tuple[str, Place]]:
    """The parts of a report; later ones lie over earlier ones."""
    yield from (("content", at) for at in read.content)
    if read.source is not None:
        yield "source", read.source.at
    yield from (("hedge", hedge.at) for hedge in read.hedges if hedge.scope is HedgeScope.ATTRIBUTION)
    yield "cue", read.cue


def _widened(text: str, start: int, end: int) -> Place:
    """A stretch with some words before and after it, not beyond its paragraph."""
    line = max(text.rfind("\n", 0, start) + 1, 0)
    begins = max(line, start - _AROUND)
    while begins > line and not text[begins - 1].isspace():
        begins -= 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    ends = min(line_end, end + _AROUND)
    while ends < line_end and not text[ends].isspace():
        ends += 1
    return begins, ends


def _paragraphs(text: str, start: int, end: int) -> Place:
    """A stretch with the paragraphs that it stands in, the one before and the one after."""
    begins = text.rfind("\n", 0, start) + 1
    before = text.rfind("\n", 0, max(begins - 1, 0)) + 1
    ends = text.find("\n", end)
    ends = len(text) if ends < 0 else ends
    after = text.find("\n", ends + 1)
    return before, len(text) if after < 0 else after


def _lines_of(text: str, start: int, end: int) -> Iterator[Place]:
    while start < end:
        found = text.find("\n", start, end)
        stop = end if found < 0 else found
        if text[start:stop].strip():
            yield start, stop
        start = stop + 1


def _marked(parts: Sequence[tuple[str, Place]], text: str, start: int, end: int, look: Look) -> list[Piece]:
    """A stretch of the text in pieces, its parts coloured or in brackets."""
    roles = [""] * (end - start)
    for role, (a, b) in parts:
        for at in range(max(a, start), min(b, end)):
            roles[at - start] = role
    pieces: list[Piece] = []
    at = start
    for role, group in groupby(roles):
        length = len(list(group))
        words = "".join(" " if c.isspace() else c for c in text[at : at + length])
        at += length
        opening, closing = _SIGNS[role] if role and look.signs else ("", "")
        pieces.append((_STYLES.get(role, ""), f"{opening}{shown_line(words)}{closing}"))
    return pieces
