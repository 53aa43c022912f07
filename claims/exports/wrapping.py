"""Lines of coloured pieces, wrapped for a terminal: wide characters take two cells, combining ones none."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

Piece = tuple[str, str]
"""A style's name, empty for none, and text that is safe to show."""

Style = Callable[[str, str], str]
"""Colours a text: a style's name and the text in, what is printed out."""

_NARROWEST = 24
"""Cells that a line keeps for text, however far it is indented."""


def cells(text: str) -> int:
    """How many cells of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(_cells_of(c) for c in text)


def _cells_of(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def lines(pieces: Sequence[Piece], first: str, rest: str, width: int | None, style: Style) -> Iterator[str]:
    """A line with its indentation, wrapped at a width: `first` stands before it, `rest` before its continuations.

    Without a width nothing is wrapped. Words break only where they are longer than a line.
    """
    if width is None:
        yield first + "".join(style(name, text) if name and text else text for name, text in pieces)
        return
    room = max(width - cells(first), _NARROWEST)
    line: list[Piece] = []
    used = 0
    for word in _words(pieces, max(width - cells(rest), _NARROWEST)):
        needed = sum(cells(text) for _, text in word)
        if line and used + 1 + needed > room:
            yield first + _styled(line, style)
            first, room = rest, max(width - cells(rest), _NARROWEST)
            line, used = [], 0
        if line:
            # A space between two pieces of one style belongs to them, so that underlines and the like do not break.
            line.append((word[0][0] if word[0][0] == line[-1][0] else "", " "))
            used += 1
        line.extend(word)
        used += needed
    yield first + _styled(line, style)


def _styled(pieces: Sequence[Piece], style: Style) -> str:
    return "".join(
        style(name, text) if name else text
        for name, group in groupby(pieces, key=lambda piece: piece[0])
        if (text := "".join(text for _, text in group))
    )


def _words(pieces: Sequence[Piece], longest: int) -> Iterator[list[Piece]]:
    """Words, which may run over several pieces."""
    word: list[Piece] = []
    for name, text in pieces:
        for number, part in enumerate(text.split(" ")):
            if number and word:
                yield from _cut(word, longest)
                word = []
            if part:
                word.append((name, part))
    if word:
        yield from _cut(word, longest)


def _cut(word: list[Piece], longest: int) -> Iterator[list[Piece]]:
    """A word in parts that fit a line."""
    if sum(cells(text) for _, text in word) <= longest:
        yield word
        return
    part: list[Piece] = []
    used = 0
    for name, text in word:
        for character in text:
            more = _cells_of(character)
            if used + more > longest:
                yield part
                part, used = [], 0
            part.append((name, character))
            used += more
    yield part
