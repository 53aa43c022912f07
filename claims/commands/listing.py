"""Claims, events and signs as lines: columns where there is room, a line above each text where there is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from claims.exports.escaping import shown_line
from claims.exports.phrases import NOBODY_LOOKED
from claims.exports.wrapping import Piece, Style, cells, lines
from claims.records import ClaimRow, EventRow
from claims.vocabulary import Stage

ROOMY = 100
"""Cells from which on columns leave room for a text beside them."""

_WIDEST = 30
"""Cells of the column that says who and when."""

Columns = tuple[Piece, ...]


def claim_lines(rows: Sequence[ClaimRow], width: int | None, style: Style) -> Iterator[str]:
    """Claims as `list` shows them: id, status, who looked and when, text. In a pipe a line each, nothing cut."""
    heads: list[Columns] = [
        (("id", row.id), ("status", shown_line(row.status)), ("muted", _looked(row, width))) for row in rows
    ]
    texts = [
        f"[{row.stage}] {shown_line(row.text)}" if row.stage is not Stage.NEW else shown_line(row.text) for row in rows
    ]
    return _records(heads, texts, width, style)


def event_lines(events: Sequence[EventRow], width: int | None, style: Style) -> Iterator[str]:
    """Events as `log` shows them: id, when (UTC), who, what."""
    heads: list[Columns] = [
        (
            ("id", event.id),
            ("muted", f"{event.at[:16].replace('T', ' ')}Z"),
            ("", _cut(shown_line(event.who or "(nobody named)"), width)),
        )
        for event in events
    ]
    texts = [": ".join(shown_line(part) for part in (event.kind, event.what, event.why) if part) for event in events]
    return _records(heads, texts, width, style)


def sign_lines(signs: Iterable[tuple[str, bool, str]], width: int | None, style: Style) -> Iterator[str]:
    """What was looked at, whether it is in order, and what was found."""
    heads: list[Columns] = []
    texts = []
    for what, ok, says in signs:
        heads.append((("held", "ok") if ok else ("warn", "look"), ("", what)))
        texts.append(shown_line(says))
    return _records(heads, texts, width, style, roomy=0)


def _records(
    heads: Sequence[Columns], texts: Sequence[str], width: int | None, style: Style, *, roomy: int = ROOMY
) -> Iterator[str]:
    """Columns of equal width with a text beside them; on a narrow terminal the text stands under them."""
    beside = width is None or width >= roomy
    widths = [
        min(max(map(cells, column)), _WIDEST) for column in zip(*([t for _, t in head] for head in heads), strict=True)
    ]
    for head, text in zip(heads, texts, strict=True):
        padded = [
            (name, word, " " * max(0, room - cells(word))) for (name, word), room in zip(head, widths, strict=True)
        ]
        drawn = "  ".join((style(name, word) if name else word) + blanks for name, word, blanks in padded)
        taken = sum(cells(word) + len(blanks) + 2 for _, word, blanks in padded)
        if beside:
            blank = " " * taken
            for number, line in enumerate(lines([("", text)], blank, blank, width, style)):
                yield f"{drawn}  {line[taken:]}" if number == 0 else line
        else:
            yield drawn.rstrip()
            under = " " * (widths[0] + 2)
            yield from lines([("", text)], under, under, width, style)


def _looked(row: ClaimRow, width: int | None) -> str:
    """Who looked and when; a long name is cut on a terminal, the date never."""
    if not row.reviewed:
        return NOBODY_LOOKED
    day = f", {row.reviewed_on}" if row.reviewed_on else ""
    return f"{_cut(shown_line(row.reviewer or ''), width, len(day))}{day}"


def _cut(text: str, width: int | None, beside: int = 0) -> str:
    """The text, on a terminal no longer than its column."""
    room = _WIDEST - beside
    if width is None or cells(text) <= room:
        return text
    while cells(text) > room - 1:
        text = text[:-1]
    return f"{text}…"
