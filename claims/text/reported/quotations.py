"""Quotations: curly, straight, doubled ('' and ``), guillemets, low-high; nested, over several paragraphs, and unclosed ones.

Pure positions: where each begins and ends with its marks, and the pieces that one quotation has in several paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from claims.text.word_sets import word_set
from claims.values import value

_MARK = re.compile(r"''|``|[“”„‟«»\"]")
_SINGLE = re.compile(r"(?<![\w’'])[‘'‚‹](?=[\w“\"\[…$])|(?<=[\w.,!?…\])”\"%])[’'›](?!\w)")
_OPENS, _CLOSES = word_set("“„‟`` «"), frozenset(["”"])
_OPENING_SINGLE = frozenset("‘‚‹")
LONGEST = 6000
"""Code points that a quotation within one paragraph may have."""


@value
class Quotation:
    """One stretch within one paragraph, marks included. `closed`: its closing mark stands there. `goes_on`: the next paragraph opens it again."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool = True
    goes_on: bool = False


def quotations(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[Quotation]:
    """The outermost quotations of each paragraph, in order."""
    found: list[Quotation] = []
    for number, (start, end) in enumerate(paragraphs):
        here = _in_paragraph(text, start, end)
        if here and not here[-1].closed and number + 1 < len(paragraphs) and _reopens(text, *paragraphs[number + 1]):
            last = here[-1]
            here[-1] = Quotation(last.start, end, last.inner_start, end, closed=False, goes_on=True)
        found += here
    return found


def inner_quotations(text: str, quotation: Quotation) -> list[Quotation]:
    """The quotations within one: in single marks, or double ones inside other marks."""
    inside = _in_paragraph(text, quotation.inner_start, quotation.inner_end)
    taken = [(q.start, q.end) for q in inside if q.closed]
    singles = _singles(text, quotation.inner_start, quotation.inner_end)
    apart = [q for q in singles if not any(a < q.end and q.start < b for a, b in taken)]
    return sorted([*(q for q in inside if q.closed), *apart], key=lambda q: q.start)


def single_quotations(text: str, start: int, end: int, taken: Sequence[Quotation]) -> list[Quotation]:
    """Quotations in single marks that stand outside of every other."""
    return [q for q in _singles(text, start, end) if not any(t.start < q.end and q.start < t.end for t in taken)]


def _reopens(text: str, start: int, end: int) -> bool:
    opening = _MARK.match(text, start, end)
    return opening is not None and opening[0] not in _CLOSES


def _in_paragraph(text: str, start: int, end: int) -> list[Quotation]:
    found: list[Quotation] = []
    open_at: re.Match[str] | None = None
    for mark in _MARK.finditer(text, start, end):
        opens = _opens(text, mark, start, end, is_open=open_at is not None)
        if open_at is None:
            if opens:
                open_at = mark
            continue
        if opens and mark[0] != "”":
            # A second opening mark: the first was never closed.
            stop = _unclosed_end(text, open_at.end(), mark.start())
            found.append(Quotation(open_at.start(), stop, open_at.end(), stop, closed=False))
            open_at = mark
        elif mark.end() - open_at.start() <= LONGEST:
            found.append(Quotation(open_at.start(), mark.end(), open_at.end(), mark.start()))
            open_at = None
        else:
            open_at = None
    if open_at is not None and open_at.end() < end:
        stop = _unclosed_end(text, open_at.end(), end)
        found.append(Quotation(open_at.start(), stop, open_at.end(), stop, closed=False))
    return [q for q in found if q.inner_end > q.inner_start]


def _opens(text: str, mark: re.Match[str], start: int, end: int, *, is_open: bool) -> bool:
    """Whether a mark opens a quotation: by its form, else by what stands beside it."""
    sign = mark[0]
    if sign in {"“", "``", "„"}:
        # „so“ closes with the mark that opens elsewhere.
        return not (sign == "“" and is_open and _closes_low(text, mark.start(), start))
    if sign == "”":
        return not is_open and mark.start() == start
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end()] if mark.end() < end else " "
    opening = (before.isspace() or before in "([{—–-/‘'") and not after.isspace()
    if sign in "«»" and not is_open:
        return True
    if is_open and opening and (before.isspace() and not after.isspace()) and after not in ".,;:!?)":
        # A straight mark that can only open, while one is open: that one was never closed.
        return True
    return opening and not is_open


def _closes_low(text: str, at: int, start: int) -> bool:
    opening = max(text.rfind("„", start, at), text.rfind("‚", start, at))
    return opening >= 0 and text.find("“", opening + 1, at) < 0


def _unclosed_end(text: str, start: int, end: int) -> int:
    """Where a quotation without a closing mark ends: at the comma before who says it, else with its stretch."""
    found = _COMMA_SAYS.search(text, start, end)
    return found.end(1) if found else len(text[start:end].rstrip()) + start


_COMMA_SAYS = re.compile(
    r"([,?!])\s+(?:(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|the|[A-Z][\w.’'-]*)(?:\s[\w.,’'-]+){0,8}?\s)?(?:said|says|told|added|wrote|stated|noted|asked|declared|explained)\b"
)


def _singles(text: str, start: int, end: int) -> list[Quotation]:
    found: list[Quotation] = []
    open_at: int | None = None
    for mark in _SINGLE.finditer(text, start, end):
        before = text[mark.start() - 1] if mark.start() > start else " "
        opening = mark[0] in _OPENING_SINGLE or (mark[0] == "'" and not (before.isalnum() or before in ".,!?…)]%"))
        if opening:
            open_at = mark.start() if open_at is None else open_at
        elif open_at is not None:
            if mark.start() - open_at > 2:
                found.append(Quotation(open_at, mark.end(), open_at + 1, mark.start()))
            open_at = None
    return found
