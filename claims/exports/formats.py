"""The formats of a report: one module each, all made from the same records, all in pieces, so that a case of any size fits.

The table names modules and does not load them: a command line that only lists formats answers at once.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from claims.values import value

if TYPE_CHECKING:
    from claims.records import AnyReport


@value
class Format:
    """One way to write a report."""

    name: str
    media_type: str
    suffix: str
    says: str
    """What it is for, in a few words."""
    module: str

    def write(self, report: AnyReport) -> Iterator[str]:
        """The report in pieces of text, for a format that is text."""
        return (piece if isinstance(piece, str) else piece.decode() for piece in self._writer(report))

    def pieces(self, report: AnyReport) -> Iterator[bytes]:
        """The report in pieces as they stand in a file."""
        return (piece if isinstance(piece, bytes) else piece.encode() for piece in self._writer(report))

    @property
    def _writer(self) -> Callable[[AnyReport], Iterator[str | bytes]]:
        writer: Callable[[AnyReport], Iterator[str | bytes]] = importlib.import_module(self.module).write
        return writer


FORMATS = {
    format.name: format
    for format in (
        Format("markdown", "text/markdown", ".md", "to read", "claims.exports.report_markdown"),
        Format("json", "application/json", ".json", "everything, for programs", "claims.exports.seal"),
        Format("jsonl", "application/jsonl", ".jsonl", "the same, a claim a line", "claims.exports.report_lines"),
        Format("html", "text/html", ".htm", "a page to read and print", "claims.exports.html"),
        Format("pdf", "application/pdf", ".pdf", "the page on paper", "claims.exports.pdf"),
        Format("csv", "text/csv", ".csv", "one table, for a spreadsheet", "claims.exports.tables_csv"),
        Format("prov-json", "application/json", ".provjson", "W3C PROV, a bundle a claim", "claims.exports.prov_json"),
        Format("prov-n", "text/provenance-notation", ".provn", "W3C PROV for people", "claims.exports.prov_n"),
        Format("prov-o", "text/turtle", ".ttl", "W3C PROV as RDF (Turtle)", "claims.exports.prov_turtle"),
        Format("prov-trig", "application/trig", ".trig", "the same with a graph a claim", "claims.exports.prov_trig"),
        Format("claimreview", "application/ld+json", ".jsonld", "schema.org, for search", "claims.exports.claimreview"),
        Format("mermaid", "text/vnd.mermaid", ".mmd", "a drawing of the chains", "claims.exports.mermaid"),
    )
}
"""By the word that `--format` takes."""
