"""The page on paper: a PDF made from the HTML report by WeasyPrint, which is the extra [pdf]. The same bytes for the same report and the same fonts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NoReturn

from claims.errors import ExtraMissing, LibraryMissing
from claims.exports.html.page import report_html
from claims.exports.html.style import PAPER
from claims.records import AnyReport, Report

if TYPE_CHECKING:
    from weasyprint import HTML


def write(report: AnyReport) -> Iterator[bytes]:
    """The document, in one piece: its pages are numbered, so all of them are laid out before the first is written."""
    page = "".join(
        report_html(Report(report.title, tuple(report.claims), report.head, report.program, report.as_of), style=PAPER)
    )
    # What a PDF is told apart by is random elsewhere; here the same report is the same file.
    identifier = hashlib.sha256(page.encode()).hexdigest()[:32].encode()
    document: bytes = _parsed(page).write_pdf(pdf_identifier=identifier, pdf_tags=True)
    yield document


def _parsed(page: str) -> HTML:
    try:
        import weasyprint  # noqa: PLC0415 - an extra, and slow to load
        from weasyprint.urls import URLFetcher  # noqa: PLC0415
    except ImportError:
        raise ExtraMissing("A report as PDF", "pdf") from None
    except OSError as missing:
        raise LibraryMissing("A report as PDF", "Pango", "libpango-1.0-0 libpangoft2-1.0-0") from missing

    class Nothing(URLFetcher):  # type: ignore[misc]
        """A page needs nothing from elsewhere, and gets nothing."""

        def fetch(self, url: str, headers: Any = None) -> NoReturn:  # noqa: ARG002
            raise ValueError(url)

    return weasyprint.HTML(string=page, url_fetcher=Nothing())
