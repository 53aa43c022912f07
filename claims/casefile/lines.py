"""A case as JSON lines: one entry a line, read as they come, for cases too large to hold. The grammar is docs/case-file.md.

The first line names the case; sources stand before what names them, originals before copies. The fields are those of a case file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson

from claims.casefile.claims import CLAIM, read_claim
from claims.casefile.fields import Fields, Shape, is_scalar, text_of
from claims.casefile.keys import Keys, Outlets
from claims.casefile.loader import MOST_DEPTH, NEVER_KEPT, shown
from claims.casefile.reading import ARTICLE, SOURCE, check_claims, read_article, read_source
from claims.entries import ArticleEntry, CaseEntry, ClaimEntry, SourceEntry
from claims.errors import BadCaseFile

LONGEST_LINE = 16 * 2**20
"""Bytes of one entry."""

HEADER = Shape("The first line", "title")
_KINDS = ("source", "article", "claim")

Entry = SourceEntry | ArticleEntry | ClaimEntry


class _AnyKey(Collection[str]):
    """Where keys are looked up later: dates of an article may be read in one that comes after it."""

    def __contains__(self, key: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


_ANY_KEY = _AnyKey()


@dataclass(slots=True)
class CaseLines:
    """A case that is read line by line: its header is read when this is made, its entries as they are asked for, once."""

    file: str
    lines: Iterator[bytes]
    key: str = field(init=False)
    title: str | None = field(init=False)
    sources: Keys = field(init=False, default_factory=Keys)
    """What was read of sources, and of articles below, as far as what follows asks: there may be hundreds of thousands."""
    outlets: Outlets = field(init=False)
    dated_in: list[tuple[str, int]] = field(init=False, default_factory=list)
    """Articles in which dates are read and which were not there yet, and the lines that say so."""
    line: int = field(init=False, default=0)
    """The line read last."""

    def __post_init__(self) -> None:
        self.outlets = Outlets(self.sources)
        kind, key, said = self._next() or ("", None, None)
        if kind != "case" or said is None:
            raise BadCaseFile(self.file, max(self.line, 1), 'The first line names the case: {"case": "its-key"}.')
        header = Fields(self.file, said, HEADER, self.line)
        if key is None:
            raise header.bad("A case needs a key.")
        self.key = header.checked_key(key)
        self.title = header.line_of_text("title")

    def entries(self) -> Iterator[Entry]:
        """Sources, articles and claims in the order of the file. Where claims link to is not looked at, nor whether two are one."""
        while (found := self._next()) is not None:
            kind, key, said = found
            if kind == "case":
                raise BadCaseFile(self.file, self.line, "A second case begins here; one file holds one.")
            if kind == "claim":
                entries = said if key is None else {"key": key, **said}
                yield read_claim(Fields(self.file, entries, CLAIM, self.line), self.sources, self.outlets)
                continue
            fields = Fields(self.file, said, SOURCE if kind == "source" else ARTICLE, self.line)
            if key is None:
                raise fields.bad(f"A {kind} needs a key.")
            key = fields.checked_key(key)
            keys = self.sources if kind == "source" else self.articles
            if (there := keys.number(key)) is not None:
                raise fields.bad(f"The {kind} {shown(key)} stands in line {keys.line(there)} already.")
            if kind == "source":
                source = read_source(key, fields, self.sources)
                keys.add(key, self.line)
                yield source
            else:
                fields.reference("copy_of", self.articles, "article")
                article = read_article(key, fields, self.sources, _ANY_KEY)
                self.outlets.add(key, article.outlet, self.line)
                named = [date.in_article for date in article.dated if date.in_article is not None]
                self.dated_in += [(name, self.line) for name in named if name not in keys]
                yield article
        for name, line in self.dated_in:
            if name not in self.articles:
                raise BadCaseFile(self.file, line, f"There is no article {shown(name)} in this file.")

    @property
    def articles(self) -> Keys:
        return self.outlets.keys_of_articles

    def whole(self) -> CaseEntry:
        """The case in one piece, looked through as a case file is."""
        entries = list(self.entries())
        claims = tuple(entry for entry in entries if isinstance(entry, ClaimEntry))
        check_claims(claims, self.file)
        sources = tuple(entry for entry in entries if isinstance(entry, SourceEntry))
        articles = tuple(entry for entry in entries if isinstance(entry, ArticleEntry))
        return CaseEntry(self.key, self.title, sources, articles, claims)

    def _next(self) -> tuple[str, str | None, dict[str, Any]] | None:
        """What the next line that is not empty is about: its kind and key, and its other fields."""
        for content in self.lines:
            self.line += 1
            if not content.strip():
                continue
            said = _mapping(content, self.file, self.line)
            kind = next(iter(said), "")
            if kind not in _KINDS and kind != "case":
                raise BadCaseFile(
                    self.file, self.line, f"A line begins with what it is: {', '.join(_KINDS)}, not {shown(kind)}."
                )
            key = said.pop(kind)
            if not is_scalar(key):
                raise BadCaseFile(self.file, self.line, f'`{kind}` is the key: {{"{kind}": "its-key", ...}}.')
            return kind, text_of(key), said
        return None


def _mapping(content: bytes, file: str, line: int) -> dict[str, Any]:
    """A line as the mapping that it is; whole numbers and the like are their text."""
    if len(content) > LONGEST_LINE:
        raise BadCaseFile(file, line, f"This line is longer than {LONGEST_LINE // 2**20} MB.")
    try:
        made = _plainly(content)
        if made is None:
            made = _DECODER.decode(content.decode("utf-8-sig" if line == 1 else "utf-8"))
        if _MAY_HOLD_WHAT_IS_NOT_KEPT.search(content):
            _refuse_never_kept(made, file, line)
    except UnicodeDecodeError:
        raise BadCaseFile(file, line, "Here are bytes that are not UTF-8; save the file as UTF-8.") from None
    except json.JSONDecodeError as broken:
        raise BadCaseFile(file, line, f"This is not JSON ({broken.msg}, at character {broken.colno}).") from None
    except _TwiceError as twice:
        raise BadCaseFile(file, line, f"The name {shown(twice.name)} is given twice.") from None
    except RecursionError:
        raise BadCaseFile(file, line, f"Lists and mappings are nested deeper than {MOST_DEPTH} here.") from None
    if not isinstance(made, dict):
        raise BadCaseFile(file, line, 'A line is one mapping: {"claim": "its-key", "text": ...}.')
    return made


def _plainly(content: bytes) -> Any:
    """What a line says when it is written as it would be written again: then no name is given twice and no number is said in another way.

    None of any other line, and of what is no JSON: the decoder below takes two and a half times as long, and knows what is wrong with it.
    """
    if content.startswith(b" ", content.find(b":") + 1):  # written with spaces, as Python does: not to be tried
        return None
    try:
        made = orjson.loads(content)
        return made if orjson.dumps(made) == content.strip() else None
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):
        return None


class _TwiceError(Exception):
    """A name that a mapping has twice."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A mapping in which no name is given twice."""
    made = dict(pairs)
    if len(made) < len(pairs):
        seen: set[str] = set()
        raise _TwiceError(next(name for name, _ in pairs if name in seen or seen.add(name)))  # type: ignore[func-returns-value]  # noted as seen
    return made


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_int=str, parse_float=str, parse_constant=str)

_MAY_HOLD_WHAT_IS_NOT_KEPT = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
"""Escapes of NUL and of half a character: as themselves JSON and UTF-8 have neither."""


def _refuse_never_kept(value: Any, file: str, line: int) -> None:
    if isinstance(value, str) and NEVER_KEPT.search(value):
        raise BadCaseFile(
            file, line, f"{shown(value)} has NUL or half a character (a lone surrogate) in it; remove it."
        )
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _refuse_never_kept(each, file, line)


def split_lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Lines of a stream that may have one that is too long: it breaks off there, and is said when it is read."""
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines
        if len(rest) > LONGEST_LINE:
            yield rest
            return
    if rest:
        yield rest
