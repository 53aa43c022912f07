"""HTML taken apart into tags and words, as browsers do it. Every page is read in one pass: what is broken is passed over, and nothing makes it slow.

The standard library's parser takes a minute for sixty kilobytes of `<a <a <a`, and fails on `<![x`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import field

from claims.text.word_sets import word_set
from claims.values import value


@value
class Start:
    """A tag that opens; names in small letters. Of an attribute that stands twice the first counts."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)


@value
class End:
    """A tag that closes."""

    name: str


Token = Start | End | str
"""A tag, or words between tags with their entities read."""

_NAME = re.compile(r"[A-Za-z][^\s/>]*")
_ATTRIBUTE = re.compile(r"[^\s/>][^\s/>=]*")
_GAP = re.compile(r"[\s/]*")
_EQUALS = re.compile(r"\s*=\s*")
_UNQUOTED = re.compile(r"[^\s>]*")
_RAW = word_set("script style textarea title xmp iframe noembed noframes")
"""What they hold are no tags, up to their own end."""
_WORDS = word_set("title textarea")
_END_OF = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW}


def tokens(page: str) -> Iterator[Token]:
    """The tags and words of a page in order. What follows a tag or comment that never ends is not read."""
    at = 0
    while at < len(page):
        found = page.find("<", at)
        if found < 0:
            yield unescaped(page[at:])
            return
        if found > at:
            yield unescaped(page[at:found])
        tag, at = _tag(page, found)
        if tag is not None:
            yield tag
        if isinstance(tag, Start) and tag.name in _RAW:
            end = _END_OF[tag.name].search(page, at)
            stop = end.start() if end is not None else len(page)
            if stop > at:
                yield unescaped(page[at:stop]) if tag.name in _WORDS else page[at:stop]
            at = stop


def _tag(page: str, at: int) -> tuple[Token | None, int]:
    """What begins with the `<` that stands here, and where it ends."""
    if page.startswith("<!--", at):
        return None, _after(page, "-->", at + 2)
    after = page[at + 1 : at + 2]
    if after in {"!", "?"}:
        return None, _after(page, ">", at)
    name = _NAME.match(page, at + 2 if after == "/" else at + 1)
    if name is None:
        # `</>` and `</ x>` are nothing; `a < b` is what it says.
        return (None, _after(page, ">", at)) if after == "/" else ("<", at + 1)
    if after == "/":
        return End(name[0].lower()), _after(page, ">", name.end())
    attributes, end = _attributes(page, name.end())
    return (Start(name[0].lower(), attributes), end) if attributes is not None else (None, end)


def _after(page: str, words: str, at: int) -> int:
    found = page.find(words, at)
    return found + len(words) if found >= 0 else len(page)


def _attributes(page: str, at: int) -> tuple[dict[str, str] | None, int]:
    """The attributes of a tag, and where it ends; None for a tag that never does."""
    attributes: dict[str, str] = {}
    while True:
        at = _end(_GAP, page, at)
        if at >= len(page):
            return None, at
        if page[at] == ">":
            return attributes, at + 1
        stop = _end(_ATTRIBUTE, page, at)
        name, at, value = page[at:stop].lower(), stop, ""
        if equals := _EQUALS.match(page, at):
            at = equals.end()
            quote = page[at : at + 1]
            if quote in {'"', "'"}:
                closed = page.find(quote, at + 1)
                if closed < 0:
                    return None, len(page)
                value, at = page[at + 1 : closed], closed + 1
            else:
                stop = _end(_UNQUOTED, page, at)
                value, at = page[at:stop], stop
        attributes.setdefault(name, unescaped(value))


def _end(pattern: re.Pattern[str], page: str, at: int) -> int:
    found = pattern.match(page, at)
    return found.end() if found is not None else at


def unescaped(words: str) -> str:
    """Words with their entities read."""
    try:
        return html.unescape(words)
    except ValueError:  # a number of thousands of digits, which is no character
        return words
