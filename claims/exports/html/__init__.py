"""The provenance report as an HTML page."""

from claims.exports.html.page import report_html

__all__ = ["report_html"]
