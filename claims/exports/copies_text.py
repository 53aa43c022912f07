"""Articles in which the words of another stand, for people and for programs."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import Any

from claims.exports.escaping import shown_line
from claims.exports.wrapping import Style, lines
from claims.readings import Alike, CopyFound, Earlier

MOST_COPIES = 3
"""Copies that `claims add` names."""
_MOST_SPANS = 8
_LONGEST = 160


def copy_line(copy: CopyFound) -> str:
    """`A-3 likely copy: 412 words in common, 87% of this one, 45% of A-3`."""
    quoted = f", {copy.quoted} of them quoted" if copy.quoted else ""
    which = f"{copy.id}, of the same outlet," if copy.same_outlet else copy.id
    return f"{which} {copy.alike}: {copy.words} words in common{quoted}, {copy.share:.0%} of this one, {copy.share_there:.0%} of {copy.id}"


def copy_step(this: str, copy: CopyFound) -> tuple[str, str] | None:
    """The command with which a person says that one is a copy, and what it rests on; the earlier one is what was copied. None where there is nothing to say."""
    if copy.recorded or copy.alike is Alike.WORDS or copy.same_outlet:
        return None
    one, other = (copy.id, this) if copy.earlier is Earlier.THIS else (this, copy.id)
    of_the_copy, of_the_other = copy.share, copy.share_there
    if copy.earlier is Earlier.THIS:
        of_the_copy, of_the_other = of_the_other, of_the_copy
    shared = f"{of_the_copy:.0%} of its words stand in {other}"
    if of_the_copy < of_the_other:
        shared = f"{of_the_other:.0%} of the words of {other} stand in it"
    because = shlex.quote(shared)
    unsure = ", or the other way round: which was first is not known" if copy.earlier is Earlier.UNKNOWN else ""
    return f"article copy-of {one} {other} --basis observed --because {because}", f"if you find so{unsure}"


def copies_lines(id: str, found: Sequence[CopyFound], *, width: int | None, style: Style) -> Iterator[str]:
    """Every article that has words in common with one, with the words."""
    if not found:
        yield f"No other article here has words in common with {id}"
    for copy in found:
        title = f" {shown_line(copy.title)}" if copy.title else ""
        yield from lines([("id", copy.id), ("", f" {shown_line(copy.outlet)}{title}")], "", "     ", width, style)
        yield from lines([("status", str(copy.alike)), ("", _share(copy))], "  ", "     ", width, style)
        yield from lines([("muted", _order(id, copy))], "  ", "     ", width, style)
        for span in copy.spans[:_MOST_SPANS]:
            places = f"[{span.here[0]}, {span.here[1]}] there [{span.there[0]}, {span.there[1]}] "
            yield from lines([("muted", places), ("", f"“{_cut(span.text)}”")], "    ", "      ", width, style)
        if len(copy.spans) > _MOST_SPANS:
            yield from lines(
                [("muted", f"and {len(copy.spans) - _MOST_SPANS} more places")], "    ", "      ", width, style
            )


def _share(copy: CopyFound) -> str:
    quoted = f", {copy.quoted} of them within quotation marks" if copy.quoted else ""
    same = "; the same outlet" if copy.same_outlet else ""
    return f": {copy.words} words{quoted}; {copy.share:.0%} of this one, {copy.share_there:.0%} of {copy.id}{same}"


def _order(id: str, copy: CopyFound) -> str:
    if copy.recorded:
        return f"recorded: {copy.recorded}"
    which = {
        Earlier.THIS: f"{id} was published first",
        Earlier.OTHER: f"{copy.id} was published first",
        Earlier.UNKNOWN: "which was published first is not known",
    }
    return f"{which[copy.earlier]}: {copy.why}"


def _cut(text: str) -> str:
    words = shown_line(" ".join(text.split()))
    half = (_LONGEST - 3) // 2
    return words if len(words) <= _LONGEST else f"{words[:half]} … {words[-half:]}"


def copy_json(copy: CopyFound) -> dict[str, Any]:
    """A copy for programs."""
    return {
        "id": copy.id,
        "title": copy.title,
        "outlet": copy.outlet,
        "same_outlet": copy.same_outlet,
        "alike": copy.alike,
        "words": copy.words,
        "quoted": copy.quoted,
        "share": copy.share,
        "share_there": copy.share_there,
        "published_first": copy.earlier,
        "why": copy.why,
        "recorded": copy.recorded,
        "spans": [{"here": s.here, "there": s.there, "words": s.words, "text": s.text} for s in copy.spans],
    }
