"""HTML that is safe by the way it is made: our own tags, and everything else escaped.

Text from outside passes through `text` or stands as a plain string among the children of a tag; only `Markup` is written as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from claims.exports.escaping import link_target, shown_line

_VOID = frozenset({"meta", "br"})
_INLINE = frozenset({"a", "b", "bdi", "code", "del", "ins", "q", "span", "strong", "title", "desc"})
"""All else ends its line: a page that people can read as it stands, and compare line by line."""

_PLACE = re.compile(r"\b[ACEHLPQRS]-[0-9]{1,9}\b(?::[0-9]{1,9}-[0-9]{1,9})?")

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


class Markup(str):
    """HTML that may be written as it is."""

    __slots__ = ()


def text(outside: str) -> Markup:
    """Text as HTML: on one line, nothing active, what would hide or turn the writing written out."""
    return Markup(_escaped(outside))


def _escaped(outside: str) -> str:
    # As html.escape does it; a page of a claim holds a thousand texts.
    line = outside if outside.isprintable() else shown_line(outside)
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return line.replace('"', "&quot;").replace("'", "&#x27;")


def joined(pieces: Iterable[str], between: str = "") -> Markup:
    """Pieces in a row; those that are no Markup are escaped."""
    safe = [piece if isinstance(piece, Markup) else _escaped(piece) for piece in pieces]
    return Markup(_escaped(between).join(safe))


def unbroken(outside: str) -> Markup:
    """Text whose ids and places, such as H-7 and A-1:521-538, stay on one line: a browser would break them at their hyphens."""
    pieces: list[str] = []
    done = 0
    for found in _PLACE.finditer(outside):
        pieces += [outside[done : found.start()], tag("span", found[0], class_="ref")]
        done = found.end()
    return joined([*pieces, outside[done:]])


def tag(name: str, /, *children: str, **attributes: str | float | None) -> Markup:
    """An element. Attributes that are None are left out; `class_` is class, `aria_label` is aria-label."""
    written = name
    for key, value in attributes.items():
        if value is not None:
            written += f' {_attribute(key)}="{_escaped(value) if isinstance(value, str) else _number(value)}"'
    end = "" if name in _INLINE else "\n"
    if name in _VOID:
        return Markup(f"<{written}>{end}")
    inside = "".join([child if isinstance(child, Markup) else _escaped(child) for child in children])
    return Markup(f"<{written}>{inside}</{name}>{end}")


@cache
def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def link(label: str, url: str) -> Markup:
    """A link, if the address is one of http or https; else the label, and the address as text."""
    if (target := link_target(url)) is None:
        return joined([label, " (", url, ")"] if label != url else [url])
    return tag("a", label if label.strip() else url, href=target, rel="noopener noreferrer nofollow")


def spoken(words: str, language: str | None, name: str = "q", **more: str | None) -> Markup:
    """Words of somebody else, marked with their language and the direction in which they are written."""
    known = language if language is not None and _LANGUAGE.fullmatch(language) else None
    return tag(name, words, lang=known, dir="auto", **more)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
