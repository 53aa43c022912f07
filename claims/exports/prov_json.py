"""A report as PROV-JSON: a bundle a claim, so that it can be written claim by claim, and the bundles' own provenance last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claims.exports.prov import about_bundles, about_document, bundle_of, statements
from claims.exports.prov_words import Kind, Said, Section, namespaces
from claims.exports.trace_json import dumps
from claims.records import AnyReport

_AT_ONCE = 500
"""Bundles whose own provenance is put together in memory: there are as many as claims."""


def write(report: AnyReport) -> Iterator[str]:
    """The document, a claim a piece."""
    yield f'{{\n"prefix": {_json(namespaces(report))}'
    names: list[str] = []
    for claim in report.claims:
        name = bundle_of(claim)
        begin = "," if names else ',\n"bundle": {'
        yield f"{begin}\n{_json(name)}: {_json(_sections(statements(claim)))}"
        names.append(name)
    if names:
        yield "\n}"
    for kind in Kind:
        yield from _about(kind, report, names)
    yield "\n}\n"


def _about(kind: Kind, report: AnyReport, names: Sequence[str]) -> Iterator[str]:
    """What is said of a kind about the document and its bundles."""
    begin = f',\n"{kind}": {{\n'
    for section in _around(kind, report, names):
        yield f"{begin}{_json(section)[2:-2]}"  # without its braces
        begin = ",\n"
    if begin == ",\n":
        yield "\n}"


def _around(kind: Kind, report: AnyReport, names: Sequence[str]) -> Iterator[Section]:
    told = about_document(report).by_kind()
    if kind in told:
        yield told[kind]
    if kind in _OF_BUNDLES:
        for first in range(0, len(names), _AT_ONCE):
            yield about_bundles(names[first : first + _AT_ONCE]).by_kind()[kind]


_OF_BUNDLES = frozenset({Kind.ENTITY, Kind.DERIVATION, Kind.ATTRIBUTION})
"""What is said of bundles: no other kind needs a look at all of them."""


def _sections(said: Said) -> dict[str, Section]:
    return {str(kind): section for kind, section in said.by_kind().items()}


def _json(value: object) -> str:
    return dumps(value).decode().rstrip("\n")
