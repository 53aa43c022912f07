"""A case as the file that a person would write (docs/case-file.md); what the reader of case files understands by itself is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from claims.entries import CaseEntry
from claims.errors import CircleInLines
from claims.exports.case_fields import Written, article_fields, claim_fields, given, source_fields
from claims.exports.trace_json import lines
from claims.exports.yamltext import Value, field

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
            yield _lines(field(source.key, source_fields(source), 2))
    if case.articles:
        yield "articles:\n"
        for article in case.articles:
            yield _lines(field(article.key, article_fields(article), 2))
    if case.claims:
        yield "claims:\n"
        outlets = {article.key: article.outlet for article in case.articles}
        for claim in case.claims:
            key: Written = {} if claim.key is None else {"key": claim.key}
            yield _lines(_claim_lines({**key, **claim_fields(claim, outlets)}))


def case_lines(case: CaseEntry) -> Iterator[bytes]:
    """The case as JSON lines, one a source, article and claim; members stand before their group, originals before copies."""
    yield from lines([given({"case": case.key, "title": case.title})])
    yield from entry_lines(case)


def entry_lines(case: CaseEntry) -> Iterator[bytes]:
    """The same without the first line, which names the case."""
    return lines(_entries(case))


def _entries(case: CaseEntry) -> Iterator[dict[str, Value | None]]:
    sources = {source.key: source for source in case.sources}
    for key in _needed_first({key: source.members for key, source in sources.items()}):
        yield {"source": key, **source_fields(sources[key])}
    articles = {article.key: article for article in case.articles}
    for key in _needed_first({key: (page.copy_of,) if page.copy_of else () for key, page in articles.items()}):
        yield {"article": key, **article_fields(articles[key])}
    outlets = {article.key: article.outlet for article in case.articles}
    for claim in case.claims:
        yield {"claim": claim.key, **claim_fields(claim, outlets)}


def _needed_first(needs: Mapping[str, Sequence[str]]) -> Iterable[str]:
    """Keys after those that they need: as they stand where that is so already."""
    seen: set[str] = set()
    for key, needed in needs.items():
        if needed and not seen.issuperset(needed):
            try:
                return [key for key in TopologicalSorter(needs).static_order() if key in needs]
            except CycleError as turning:
                raise CircleInLines(turning.args[1]) from None
        seen.add(key)
    return needs


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _claim_lines(claim: Written) -> Iterator[str]:
    """The claim as an item of `claims`: always in block style, a line a field."""
    margin = "  - "
    for name, value in claim.items():
        for written in field(name, value, 4, spread=name in _SPREAD):
            yield margin + written[4:] if margin else written
            margin = ""
