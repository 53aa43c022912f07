"""What the ends of attributions stand for: appearances of the claim, made where the file only names a source or an article."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, assert_never

from claims.casefile.fields import LONGEST_KEY, Fields, Shape, Value, hint, text_of
from claims.casefile.loader import shown
from claims.entries import AppearanceEntry
from claims.errors import BadCaseFile, some_of

END = Shape("An end", "article appearance source")


class End(NamedTuple):
    """One end as it is written. A bare `key` is an appearance's, or else a source's."""

    means: Literal["bare", "article", "appearance", "source"]
    key: str
    line: int


def read_end(fields: Fields, value: Value) -> End:
    """The end that `value` writes: KEY, `{article: KEY}`, `{source: KEY}` or `{appearance: KEY}`."""
    if value.__class__ is str:  # as most are in lines, which know one line for all that they hold
        return End("bare", value, fields.line)
    line = fields.line_of(value)
    if (text := text_of(value)) is not None:
        return End("bare", text, line)
    written = Fields(fields.file, value, END, line)
    article, appearance, source = written.key("article"), written.key("appearance"), written.key("source")
    match (article, appearance, source):
        case (str(key), None, None):
            return End("article", key, line)
        case (None, str(key), None):
            return End("appearance", key, line)
        case (None, None, str(key)):
            return End("source", key, line)
        case _:
            raise written.bad("An end is the key of an appearance or source, or {article: KEY}; give one.")


class Ends:
    """The appearances of one claim, with those that its ends call for.

    Article ends come first, wherever in the claim they stand, because a source's key means that source's only appearance, made ones included.
    """

    def __init__(
        self,
        file: str,
        declared: Sequence[AppearanceEntry],
        ends: Iterable[End],
        sources: Collection[str],
        outlets: Mapping[str, str],
    ) -> None:
        self._file = file
        self._sources = sources
        self._outlets = outlets
        self._all = {appearance.key: appearance for appearance in declared}
        self._declared = frozenset(self._all)
        # Most claims name the keys of their appearances, and need no others found: these are sorted only when somebody asks.
        self._unsorted = list(declared)
        self._of_source: dict[str, list[str]] = {}
        self._of_article: dict[str, list[str]] = {}
        for end in ends:
            if end.means == "article":
                self._article(end)

    @property
    def appearances(self) -> tuple[AppearanceEntry, ...]:
        """The declared ones, then those made for article ends, then those made for sources."""
        return tuple(self._all.values())

    def key_of(self, end: End) -> str:
        """The key of the appearance that the end stands for."""
        match end.means:
            case "bare":
                if end.key in self._declared:
                    return end.key
                return self._source(end)
            case "article":
                return self._article(end)
            case "source":
                return self._source(end)
            case "appearance":
                if end.key in self._declared:
                    return end.key
                raise self._unknown(end, "appearance", self._declared)
            case _:
                assert_never(end.means)

    def _article(self, end: End) -> str:
        outlet = self._outlets.get(end.key)
        if outlet is None:
            raise self._unknown(end, "article", self._outlets)
        self._sort()
        keys = self._of_article.get(end.key)
        if keys is None:
            return self._make(end.key, outlet, end.key, end.line)
        return self._only(keys, end, f"in the article {shown(end.key)}")

    def _source(self, end: End) -> str:
        if end.key not in self._sources:
            if end.means == "bare":
                raise self._unknown(end, "appearance or source", {*self._declared, *self._sources})
            raise self._unknown(end, "source", self._sources)
        self._sort()
        keys = self._of_source.get(end.key)
        if keys is None:
            return self._make(end.key, end.key, None, end.line)
        return self._only(keys, end, f"of {shown(end.key)}")

    def _only(self, keys: Sequence[str], end: End, which: str) -> str:
        if len(keys) > 1:
            several = some_of([shown(key) for key in keys])
            raise BadCaseFile(
                self._file, end.line, f"This claim has {len(keys)} appearances {which}: {several}. Say which."
            )
        return keys[0]

    def _make(self, wanted: str, source: str, article: str | None, line: int) -> str:
        key, number = wanted, 1
        while key in self._all:
            number += 1
            key = f"{wanted[: LONGEST_KEY - 1 - len(str(number))].rstrip()}-{number}"
        self._all[key] = AppearanceEntry(key, source, article=article, line=line)
        self._unsorted.append(self._all[key])
        return key

    def _sort(self) -> None:
        """By source, and by the article in which an outlet speaks itself."""
        for appearance in self._unsorted:
            self._of_source.setdefault(appearance.source, []).append(appearance.key)
            article = appearance.article
            if article is not None and self._outlets[article] == appearance.source:
                self._of_article.setdefault(article, []).append(appearance.key)
        self._unsorted.clear()

    def _unknown(self, end: End, what: str, known: Iterable[str]) -> BadCaseFile:
        advice = hint(end.key, list(known))
        if end.means != "article" and end.key in self._outlets:
            advice = f" It is an article: write {{article: {shown(end.key)}}}."
        where = "in this claim" if what == "appearance" else "in this file" if end.means != "bare" else "here"
        return BadCaseFile(self._file, end.line, f"There is no {what} {shown(end.key)} {where}.{advice}")
