"""A report as PROV-O in TriG: as in Turtle, with a graph a claim, which is a PROV bundle and has a provenance of its own."""

from __future__ import annotations

from collections.abc import Iterator

from claims.exports.prov import about_bundles, about_document, bundle_of, statements
from claims.exports.prov_turtle import prefixes, triples
from claims.records import AnyReport


def write(report: AnyReport) -> Iterator[str]:
    """The document, a claim a piece."""
    yield prefixes(report) + triples(about_document(report))
    for claim in report.claims:
        name = bundle_of(claim)
        yield f"{triples(about_bundles([name]))}\n{name} {{{triples(statements(claim), '  ')}}}\n"
