"""A case as the file that a person would write (docs/case-file.md); what the reader of case files understands by itself is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

from claims.entries import ArticleEntry, CaseEntry, SourceEntry
from claims.errors import CircleInLines
from claims.exports.case_fields import Written, article_fields, claim_fields, source_fields
from claims.exports.trace_json import lines
from claims.exports.yamltext import Value, field

E = TypeVar("E", SourceEntry, ArticleEntry)

# One record a line, or a block where it is longer.
_SPREAD = frozenset({"appearances", "attributions", "links", "reviews", "versions"})


def case_yaml(case: CaseEntry) -> Iterator[str]:
    """The case file in pieces, one a source, article or claim; reading them back gives the same entries.

    Evidence of a review is written for first, then against.
    """
    yield _lines(field("case", case.key, 0))
    if case.title is not None:
        yield _lines(field("title", case.title, 0))
    if case.sources:
        yield "sources:\n"
        for source in case.sources:
            said = source_fields(source)
            del said["source"]
            yield _lines(field(source.key, said, 2))
    if case.articles:
        yield "articles:\n"
        for article in case.articles:
            said = article_fields(article)
            del said["article"]
            yield _lines(field(article.key, said, 2))
    if case.claims:
        yield "claims:\n"
        outlets = {article.key: article.outlet for article in case.articles}
        for claim in case.claims:
            yield _lines(_item(claim_fields(claim, outlets)))


def case_lines(case: CaseEntry) -> Iterator[bytes]:
    """The case as JSON lines, one a source, article and claim; members stand before their group, originals before copies."""
    named: Written = {"case": case.key}
    if case.title is not None:
        named["title"] = case.title
    yield from lines([named])
    yield from entry_lines(case)


def entry_lines(case: CaseEntry) -> Iterator[bytes]:
    """The same without the first line, which names the case."""
    return lines(_entries(case))


def _entries(case: CaseEntry) -> Iterator[Mapping[str, Value | None]]:
    groups = {source.key: source.members for source in case.sources if source.members}
    yield from map(source_fields, _needed_first(case.sources, groups))
    copies = {page.key: (page.copy_of,) for page in case.articles if page.copy_of is not None}
    yield from map(article_fields, _needed_first(case.articles, copies))
    outlets = {article.key: article.outlet for article in case.articles}
    for claim in case.claims:
        yield claim_fields(claim, outlets)


def _needed_first(entries: Sequence[E], needs: Mapping[str, Sequence[str]]) -> Iterable[E]:
    """Entries after those whose keys they need: as they stand where that is so already."""
    if not needs:
        return entries
    seen: set[str] = set()
    for entry in entries:
        if not seen.issuperset(needs.get(entry.key, ())):
            return _put_in_order(entries, needs)
        seen.add(entry.key)
    return entries


def _put_in_order(entries: Sequence[E], needs: Mapping[str, Sequence[str]]) -> list[E]:
    known = {entry.key: entry for entry in entries}
    try:
        ordered = list(TopologicalSorter({key: needs.get(key, ()) for key in known}).static_order())
    except CycleError as turning:
        raise CircleInLines(turning.args[1]) from None
    return [known[key] for key in ordered if key in known]


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _item(claim: Mapping[str, Value | None]) -> Iterator[str]:
    """The claim as an item of `claims`: always in block style, a line a field."""
    margin = "  - "
    for name, value in claim.items():
        if value is None:  # the key of a claim that has none
            continue
        for written in field("key" if name == "claim" else name, value, 4, spread=name in _SPREAD):
            yield margin + written[4:] if margin else written
            margin = ""
