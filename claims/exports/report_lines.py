"""A report as JSON lines: a claim a line, each as the report in JSON has it, for programs that read line by line."""

from collections.abc import Iterator

from claims.exports.report_json import claim_report_json
from claims.exports.trace_json import line
from claims.records import AnyReport


def write(report: AnyReport) -> Iterator[bytes]:
    """The report, a line a piece."""
    return (line(claim_report_json(claim)) for claim in report.claims)
