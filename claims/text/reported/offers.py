"""What a plain text says of itself at its top, where that is sure: its headline, who wrote it, and its date."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claims.entries import Place
from claims.text.folding import same_length
from claims.text.reported import page
from claims.text.reported.days import reference_day
from claims.text.reported.furniture import furniture
from claims.text.reported.lexicon import Lexicon
from claims.values import value

_WORD = re.compile(r"\w+")
_BY = re.compile(r"(?:[•·–—*\-\s]*)(?:by\s+)?", re.IGNORECASE)
_LEAST_LINES = 3
_TITLE_WORDS = range(3, 26)
_FEW_WORDS = 8
_HEAD = 14
_BYTE_ORDER_MARK = "\ufeff"
"""It stands before the first line of what Notepad saved, and belongs to nobody's headline."""
_TOP = 3
"""Lines at the top of which one may be the headline: a date or a byline can stand above it."""


@value
class Offer:
    """Something that a text says of itself, and where; kept only when a person takes it over."""

    value: str
    at: Place


def offers(text: str, lexicon: Lexicon) -> dict[str, Offer]:
    """`title`, `byline` and `published` of a text, as far as it tells them."""
    lines = page.paragraphs(text)
    marked = {
        a for start, end in furniture(same_length(text), lines, lexicon.furniture) for a, _ in lines if start <= a < end
    }
    body = [line for line in lines if line[0] not in marked]
    names = lexicon.outlets_found.names
    found: dict[str, Offer] = {}
    printed = page.published(text, lines)
    by = page.byline(text, lines)
    dateline = page.dateline(text, body, names, {})
    if title := _title(text, body, lexicon, [part.at for part in (printed, by, dateline) if part is not None]):
        found["title"] = title
    name = _BY.sub("", text[slice(*by.at)], count=1).strip() if by is not None else ""
    if by is not None and name[:1].isupper():
        start = text.index(name, *by.at)
        found["byline"] = Offer(name, (start, start + len(name)))
    if printed is not None and len(_dates(text, body)) < 2:
        found["published"] = Offer(printed.value, printed.at)
    elif printed is None and dateline is not None and dateline.date and (day := reference_day(None, dateline.date)):
        found["published"] = Offer(day.isoformat(), dateline.at)
    return found


def _dates(text: str, body: Sequence[Place]) -> set[str]:
    """The days that lines at the top name and say little else: of two nobody knows which is the article's."""
    top = [text[start:end] for start, end in body[:_HEAD]]
    return {day for line in top if len(_WORD.findall(line)) <= _FEW_WORDS and (day := page.a_date(line))}


def _title(text: str, body: Sequence[Place], lexicon: Lexicon, others: Sequence[Place]) -> Offer | None:
    """The first line, where it looks like a headline and more follows."""
    for start, stop in body[:_TOP]:
        line = text[start:stop]
        if any(start <= at < stop for at, _ in others) or (
            page.a_date(line) and len(_WORD.findall(line)) <= _FEW_WORDS
        ):
            continue
        suffix = page.title_suffix(text, [(start, stop)], lexicon.outlets_found.names, lexicon.speakers.outlet_names)
        words = line if suffix is None else text[start : suffix.at[0]].rstrip(" -–—|:·•")
        long_enough = len(_WORD.findall(words)) in _TITLE_WORDS and "\n" not in words
        if long_enough and len(body) >= _LEAST_LINES and not words.endswith((".", ",", ";", ":", "”", '"')):
            mark = len(words) - len(words.lstrip(_BYTE_ORDER_MARK))
            return Offer(words[mark:], (start + mark, start + len(words)))
        return None
    return None
