"""A reading of an article as lines for people: who says what through whom, reports within reports indented below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claims.entries import Place
from claims.exports.escaping import shown_line
from claims.exports.wrapping import Piece, Style, lines
from claims.readings import ArticleReading, Confidence, Mention, OriginKind, ReadAttribution, is_report
from claims.vocabulary import HedgeScope

_LONGEST = 220
"""Characters of words reported that are shown; the places say where the rest stands."""


def reading_lines(
    name: str, text: str, reading: ArticleReading, *, everything: bool, width: int | None, style: Style
) -> Iterator[str]:
    """One article: its head, its reports, its chains, and what was left out."""
    yield from lines([("status", shown_line(name)), ("muted", _head(reading))], "", "    ", width, style)
    shown = [a for a in reading.attributions if everything or is_report(a, text)]
    for a, depth in _as_tree(shown):
        indent = "  " * (depth + 1)
        yield from lines(who(a, text), indent, f"{indent}    ", width, style)
        yield from lines([("", _words(a.content, text))], f"{indent}    ", f"{indent}    ", width, style)
    if reading.chains:
        yield from lines([("muted", "How it came here")], "  ", "  ", width, style)
        for links in dict.fromkeys(c.links for c in reading.chains):
            chain = " → ".join(shown_line(link) if link else "(not named)" for link in links)
            yield from lines([("", chain)], "    ", "      ", width, style)
    yield from lines([("muted", _left_out(reading, len(shown)))], "  ", "  ", width, style)


def _head(reading: ArticleReading) -> str:
    parts: list[str] = []
    if reading.dateline is not None:
        parts += [p for p in (reading.dateline.outlet, reading.dateline.place, reading.dateline.date) if p]
    elif reading.publisher:
        parts.append(reading.publisher)
    if reading.published is not None:
        parts.append(reading.published.value)
    for origin in reading.origins:
        if origin.kind is OriginKind.REPUBLISHED:
            parts.append(f"taken from {origin.entity}" if origin.entity else "taken from elsewhere, not said where")
    if reading.language not in {None, "en"}:
        parts.append(f"in {reading.language}: the rules are English and read nothing")
    if reading.language is None and not reading.attributions:
        parts.append("its language is not known: the rules are English")
    return "".join(f"  {shown_line(p)}" for p in parts)


def _as_tree(shown: Sequence[ReadAttribution]) -> Iterator[tuple[ReadAttribution, int]]:
    """The reports with their depth, those within others after them. A parent that is not shown counts nothing."""
    ids = {a.id for a in shown}
    below: dict[str | None, list[ReadAttribution]] = {}
    for a in shown:
        below.setdefault(a.parent if a.parent in ids else None, []).append(a)
    waiting = [(a, 0) for a in reversed(below.get(None, []))]
    while waiting:
        a, depth = waiting.pop()
        yield a, depth
        waiting += [(child, depth + 1) for child in reversed(below.get(a.id, []))]


def who(a: ReadAttribution, text: str) -> list[Piece]:
    """`Dmitry Peskov (“the spokesman”)  was quoted as saying by  → TASS`."""
    pieces: list[Piece] = [("id", named(a.source, text)), ("muted", f"  {shown_line(text[a.cue[0] : a.cue[1]])}")]
    if a.via:
        through = ", ".join(shown_line(s.entity) if s.entity else f"{cut(text, s.at)} (not named)" for s in a.via)
        pieces.append(("quoted", f"  → {through}"))
    if a.cites is not None:
        pieces.append(("quoted", f"  citing {named(a.cites, text)}"))
    hedged = [shown_line(text[h.at[0] : h.at[1]]) for h in a.hedges if h.scope is HedgeScope.ATTRIBUTION]
    if hedged:
        pieces.append(("warn", f"  hedged: {', '.join(hedged)}"))
    if a.said_on is not None:
        pieces.append(("muted", f"  {a.said_on.value}"))
    if a.confidence is Confidence.LOW:
        pieces.append(("muted", "  unsure"))
    return pieces


def named(mention: Mention | None, text: str) -> str:
    if mention is None:
        return "(nobody named)"
    written = cut(text, mention.at)
    if mention.entity is None:
        return f"“{written}” (not named)"
    name = shown_line(mention.entity)
    return name if name.casefold() in written.casefold() else f"{name} (“{written}”)"


def cut(text: str, at: Place, most: int = 80) -> str:
    written = shown_line(" ".join(text[at[0] : at[1]].split()))
    return written if len(written) <= most else f"{written[: most - 1]}…"


def _words(content: Sequence[Place], text: str) -> str:
    written = " […] ".join(text[a:b] for a, b in content)
    return cut(written, (0, len(written)), _LONGEST)


def _left_out(reading: ArticleReading, shown: int) -> str:
    gestures = len(reading.attributions) - shown
    parts = [f"{shown} report{'' if shown == 1 else 's'}"]
    if gestures:
        parts.append(f"{gestures} more of attitudes and gestures (--all)")
    if reading.furniture:
        parts.append(
            f"page furniture not read: {len(reading.furniture)} place{'' if len(reading.furniture) == 1 else 's'}"
        )
    return "; ".join(parts) + "."
