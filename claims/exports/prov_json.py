"""A report as PROV-JSON: a bundle a claim, so that it can be written claim by claim, and the bundles' own provenance last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claims.exports.prov import about_document, bundle_of, of_bundles, statements
from claims.exports.prov_words import Kind, Section, namespaces
from claims.exports.trace_json import laid_out
from claims.records import AnyReport

_AT_ONCE = 500
"""Bundles whose own provenance is put together in memory: there are as many as claims."""


def write(report: AnyReport) -> Iterator[bytes]:
    """The document, a claim a piece."""
    yield b'{\n"prefix": ' + laid_out(namespaces(report))
    names: list[str] = []
    begin = b',\n"bundle": {\n'
    for claim in report.claims:
        name = bundle_of(claim)
        yield b'%b"%b": ' % (begin, name.encode())
        yield laid_out(statements(claim).by_kind())
        names.append(name)
        begin = b",\n"
    if names:
        yield b"\n}"
    for kind in Kind:
        yield from _about(kind, report, names)
    yield b"\n}\n"


def _about(kind: Kind, report: AnyReport, names: Sequence[str]) -> Iterator[bytes]:
    """What is said of a kind about the document and its bundles."""
    begin = b',\n"%b": {\n' % kind.encode()
    for section in filter(None, _around(kind, report, names)):
        yield begin + laid_out(section)[len(b"{\n") : -len(b"\n}")]
        begin = b",\n"
    if begin == b",\n":
        yield b"\n}"


def _around(kind: Kind, report: AnyReport, names: Sequence[str]) -> Iterator[Section]:
    yield about_document(report).by_kind().get(kind, {})
    for first in range(0, len(names), _AT_ONCE):
        yield of_bundles(kind, names[first : first + _AT_ONCE])
