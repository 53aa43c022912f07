"""A case as JSON lines: one entry a line, read as they come, for cases too large to hold. The grammar is docs/case-file.md.

The first line names the case; sources stand before what names them, originals before copies. The fields are those of a case file.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

from claims.casefile.claims import CLAIM, read_claim
from claims.casefile.fields import Fields, Shape
from claims.casefile.loader import MOST_DEPTH, NEVER_KEPT, ListNode, MappingNode, Node, ScalarNode, shown
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
    sources: dict[str, SourceEntry] = field(init=False, default_factory=dict)
    """What was read of sources, and of articles below, as far as what follows asks: there may be hundreds of thousands."""
    articles: dict[str, ArticleEntry] = field(init=False, default_factory=dict)
    line: int = field(init=False, default=0)
    """The line read last."""

    def __post_init__(self) -> None:
        kind, key, node = self._next() or ("", None, None)
        if kind != "case" or node is None:
            raise BadCaseFile(self.file, max(self.line, 1), 'The first line names the case: {"case": "its-key"}.')
        header = Fields(self.file, node, HEADER)
        if key is None:
            raise header.bad("A case needs a key.")
        self.key = header.checked_key(key)
        self.title = header.line_of_text("title")

    def entries(self) -> Iterator[Entry]:
        """Sources, articles and claims in the order of the file. Where claims link to is not looked at, nor whether two are one."""
        while (found := self._next()) is not None:
            kind, key, node = found
            if kind == "case":
                raise BadCaseFile(self.file, self.line, "A second case begins here; one file holds one.")
            if kind == "claim":
                entries = node.entries if key is None else {"key": ScalarNode(node.line, key), **node.entries}
                yield read_claim(Fields(self.file, replace(node, entries=entries), CLAIM), self.sources, self.articles)
                continue
            fields = Fields(self.file, node, SOURCE if kind == "source" else ARTICLE)
            if key is None:
                raise fields.bad(f"A {kind} needs a key.")
            key = fields.checked_key(key)
            if there := self.sources.get(key) if kind == "source" else self.articles.get(key):
                raise fields.bad(f"The {kind} {shown(key)} stands in line {there.line} already.")
            if kind == "source":
                source = read_source(key, fields, self.sources)
                self.sources[key] = SourceEntry(key, source.name, source.kind, line=source.line)
                yield source
            else:
                fields.reference("copy_of", self.articles, "article")
                article = read_article(key, fields, self.sources, _ANY_KEY)
                elsewhere = tuple(date for date in article.dated if date.in_article is not None)
                self.articles[key] = ArticleEntry(key, article.outlet, dated=elsewhere, line=article.line)
                yield article
        for article in self.articles.values():
            for date in article.dated:
                if date.in_article is not None and date.in_article not in self.articles:
                    raise BadCaseFile(
                        self.file, article.line, f"There is no article {shown(date.in_article)} in this file."
                    )

    def whole(self) -> CaseEntry:
        """The case in one piece, looked through as a case file is."""
        entries = list(self.entries())
        claims = tuple(entry for entry in entries if isinstance(entry, ClaimEntry))
        check_claims(claims, self.file)
        sources = tuple(entry for entry in entries if isinstance(entry, SourceEntry))
        articles = tuple(entry for entry in entries if isinstance(entry, ArticleEntry))
        return CaseEntry(self.key, self.title, sources, articles, claims)

    def _next(self) -> tuple[str, str | None, MappingNode] | None:
        """What the next line that is not empty is about: its kind and key, and its other fields."""
        for content in self.lines:
            self.line += 1
            if not content.strip():
                continue
            node = _node(content, self.file, self.line)
            kind = next(iter(node.entries), "")
            if kind not in _KINDS and kind != "case":
                raise BadCaseFile(
                    self.file, self.line, f"A line begins with what it is: {', '.join(_KINDS)}, not {shown(kind)}."
                )
            key = node.entries.pop(kind)
            if not isinstance(key, ScalarNode):
                raise BadCaseFile(self.file, self.line, f'`{kind}` is the key: {{"{kind}": "its-key", ...}}.')
            return kind, key.text, node
        return None


def _node(content: bytes, file: str, line: int) -> MappingNode:
    """A line as a mapping of nodes; whole numbers and the like are their text."""

    def mapping(pairs: list[tuple[str, object]]) -> MappingNode:
        entries: dict[str, Node] = {}
        for name, value in pairs:
            if name in entries:
                raise BadCaseFile(file, line, f"The name {shown(name)} is given twice.")
            entries[name] = _value(value, file, line)
        return MappingNode(line, entries)

    if len(content) > LONGEST_LINE:
        raise BadCaseFile(file, line, f"This line is longer than {LONGEST_LINE // 2**20} MB.")
    try:
        made = json.loads(
            content.decode("utf-8-sig" if line == 1 else "utf-8"),
            object_pairs_hook=mapping, parse_int=str, parse_float=str, parse_constant=str,
        )  # fmt: skip
    except UnicodeDecodeError:
        raise BadCaseFile(file, line, "Here are bytes that are not UTF-8; save the file as UTF-8.") from None
    except json.JSONDecodeError as broken:
        raise BadCaseFile(file, line, f"This is not JSON ({broken.msg}, at character {broken.colno}).") from None
    except RecursionError:
        raise BadCaseFile(file, line, f"Lists and mappings are nested deeper than {MOST_DEPTH} here.") from None
    if not isinstance(made, MappingNode):
        raise BadCaseFile(file, line, 'A line is one mapping: {"claim": "its-key", "text": ...}.')
    return made


def _value(value: object, file: str, line: int) -> Node:
    """A value of JSON as a node; what it holds of mappings are nodes already."""
    if isinstance(value, MappingNode):
        return value
    if isinstance(value, list):
        return ListNode(line, tuple(_value(item, file, line) for item in value))
    if value is None:
        return ScalarNode(line, None)
    text = value if isinstance(value, str) else "true" if value else "false"
    if NEVER_KEPT.search(text):
        raise BadCaseFile(file, line, f"{shown(text)} has NUL or half a character (a lone surrogate) in it; remove it.")
    return ScalarNode(line, text)


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
