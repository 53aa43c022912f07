"""The text of an article as it is kept, with what of it is page furniture, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from claims.entries import Place
from claims.exports.escaping import shown_line
from claims.exports.wrapping import Style, lines
from claims.readings import MAIN_TEXT_READER, PageFacts
from claims.vocabulary import DateBasis

MARK = "┊ "
"""Stands before every line of furniture."""


def page_lines(
    text: str, furniture: Sequence[Place], facts: PageFacts, *, width: int | None, style: Style
) -> Iterator[str]:
    """Every line of a text; those of furniture are marked. Text from outside is escaped."""
    for name, fact in facts.named().items():
        said = [
            ("muted", f"the page says, {name}: "),
            ("", f"{shown_line(fact.value)} "),
            ("muted", f"({fact.said_in})"),
        ]
        yield from lines(said, "  ", "     ", width, style)
    if furniture:
        count = len(furniture)
        stretches = "1 stretch" if count == 1 else f"{count} stretches"
        yield from lines(
            [("muted", f"{stretches} of page furniture, marked {MARK.strip()}")], "  ", "     ", width, style
        )
    at = 0
    for line in text.splitlines(keepends=True):
        inside = any(start < at + len(line.rstrip()) and at < end for start, end in furniture)
        if inside and line.strip():
            yield from lines([("muted", shown_line(line.rstrip()))], MARK, MARK, width, style)
        else:
            yield from lines([("", shown_line(line.rstrip()))], "", "", width, style)
        at += len(line)


def page_json(facts: PageFacts, kept: Sequence[str] | None = None) -> dict[str, Any]:
    """What a page says of itself; `kept`: what of it is the article's, where that is asked."""
    return {
        name: {
            "value": fact.value,
            "said_in": fact.said_in,
            "basis": DateBasis.DERIVED if fact.said_in == MAIN_TEXT_READER else DateBasis.PAGE,
            **({"kept": name in kept} if kept is not None else {}),
        }
        for name, fact in facts.named().items()
    }


def text_json(text: str, furniture: Sequence[Place], facts: PageFacts) -> Mapping[str, Any]:
    """The text, its furniture (code points) and what its page says of itself."""
    return {"text": text, "furniture": [list(at) for at in furniture], "page": page_json(facts)}
