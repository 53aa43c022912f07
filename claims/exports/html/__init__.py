"""The provenance report as an HTML page."""

from collections.abc import Iterator

from claims.exports.html.page import report_html
from claims.records import AnyReport, Report

__all__ = ["report_html", "write"]


def write(report: AnyReport) -> Iterator[str]:
    """The page in pieces. Its index comes first, so all claims are read before it begins."""
    return report_html(Report(report.title, tuple(report.claims), report.head, report.program, report.as_of))
