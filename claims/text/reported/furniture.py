"""Page furniture: cookie notices, related links, comment forms, follow-us lines. Nothing is suggested inside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claims.values import value

Place = tuple[int, int]

_MOST_LISTED = 6
_FEW_WORDS = 3
_COUNTER = re.compile(r"[\W\d_]*\d[\W\d_]*|[•·*\-–—|>\s]+|\d+\s(?:views?|comments?|shares?|likes?)", re.IGNORECASE)
_DAY = re.compile(r"\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{4}-\d\d-\d\d")
_TAGGED = re.compile(r"\[[A-Z][A-Z &-]+\]$")
_WORD = re.compile(r"\w+")
_SHORT = 12


@value
class FurnitureWords:
    """By what words furniture is known; all folded to small letters and plain quotes."""

    begins: tuple[str, ...]
    holds: tuple[str, ...]
    lists: tuple[str, ...]
    ends: tuple[str, ...]
    republished: tuple[str, ...]
    no_source: frozenset[str]


def furniture(folded: str, paragraphs: Sequence[Place], words: FurnitureWords) -> list[Place]:
    """The furniture of a page, in order; neighbouring lines are one stretch. `folded`: the text with plain quotes."""
    lines = [folded[a:b].lower() for a, b in paragraphs]
    marked = [False] * len(lines)
    for n, line in enumerate(lines):
        if _is_furniture(line, folded[slice(*paragraphs[n])], words):
            marked[n] = True
            if line.startswith(words.lists) and _ends_open(line):
                _mark_list(lines, marked, n + 1)
    _mark_end(lines, marked, words)
    return _stretches(paragraphs, marked)


def _is_furniture(line: str, written: str, words: FurnitureWords) -> bool:
    if _COUNTER.fullmatch(line) and not _DAY.search(line):
        return True
    if _TAGGED.search(written) and not written.rstrip("]").endswith("."):
        return True
    if written.count(" | ") > 1 and not written.rstrip().endswith((".", "!", "?")):
        return True
    bare = line.lstrip(">•*-–—| \t")
    for start in words.begins if bare.startswith(words.begins) else ():
        if bare.startswith(start):
            after = bare[len(start) : len(start) + 1]
            return (not after.isalnum() or not start[-1].isalnum()) and _may_begin(bare, start)
    return any(part in line for part in words.holds) and len(line) < 1500


def _may_begin(line: str, start: str) -> bool:
    """A sentence of the article may begin with the same word: `Comments by the minister were ...`; furniture is short, or says so at length."""
    return " " in start or start.endswith((":", ">", "©")) or len(_WORD.findall(line)) <= 6


def _ends_open(line: str) -> bool:
    """`DON'T MISS:` stands alone; `READ MORE: headline` holds its link."""
    return line.rstrip().endswith(":") or len(_WORD.findall(line)) <= 4


def _mark_list(lines: Sequence[str], marked: list[bool], begin: int) -> None:
    """Mark the headlines below a heading of links: short lines without a full stop."""
    for n in range(begin, min(begin + _MOST_LISTED, len(lines))):
        if not _headline_like(lines[n]):
            return
        marked[n] = True


def _headline_like(line: str) -> bool:
    stripped = line.rstrip("\"' )")
    return not stripped.endswith((".", "!", "?", ",", ";", ":")) and len(_WORD.findall(line)) <= 26


def _mark_end(lines: Sequence[str], marked: list[bool], words: FurnitureWords) -> None:
    """From a line that ends articles on, mark all when nothing but links and furniture follows."""
    first = len(lines)
    while first > 0 and (
        marked[first - 1] or _headline_like(lines[first - 1]) or len(_WORD.findall(lines[first - 1])) <= _FEW_WORDS
    ):
        first -= 1
    for n in range(max(first - 1, len(lines) // 3, 0), len(lines)):
        if lines[n].startswith(words.ends):
            begin = n + 1 if lines[n].startswith(words.republished) else n
            marked[begin:] = [True] * (len(lines) - begin)
            return


def _stretches(paragraphs: Sequence[Place], marked: Sequence[bool]) -> list[Place]:
    found: list[Place] = []
    before = False
    for (start, end), is_marked in zip(paragraphs, marked, strict=True):
        if is_marked:
            if before:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
        before = is_marked
    return found
