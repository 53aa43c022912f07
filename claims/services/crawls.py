"""Web archives (WARC): the pages that a crawl captured, each with its bytes as they were served, its address and when that was."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator

from claims.errors import BadArchive, ExtraMissing, NotText
from claims.text.html import decoded
from claims.text.page_facts import page_date, page_facts
from claims.values import value

LARGEST_PAGE = 64 * 2**20
_NAME = re.compile(r"\.warc(?:\.gz)?$", re.IGNORECASE)
_HTML = re.compile(r"\s*(?:text/html|application/xhtml\+xml)\b", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w:.-]{1,40})", re.IGNORECASE)


@value
class Capture:
    """A page of a web archive; `number` counts the pages in it from 1."""

    number: int
    url: str
    date: str | None
    """When it was captured."""
    content: bytes
    charset: str | None
    """The encoding that the server named; the page's own word counts first."""

    @property
    def title(self) -> str | None:
        """What the page says it is called."""
        try:
            said = page_facts(decoded(self.content, self.url, self.charset)).title
        except NotText:
            return None
        return said.value if said is not None else None


def is_archive(name: str) -> bool:
    """Whether a file is a web archive, by its name."""
    return _NAME.search(name) is not None


def captures(content: bytes, file: str) -> Iterator[Capture]:
    """The HTML pages of a web archive in its order: what a server answered with success. The bytes are those of the page, unpacked."""
    try:
        from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - an extra
        from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415
    except ImportError:
        raise ExtraMissing("A web archive", "archive") from None
    number = 0
    try:
        for record in ArchiveIterator(io.BytesIO(content)):
            if record.rec_type == "response" and record.http_headers is not None:
                media = record.http_headers.get_header("Content-Type") or ""
                if record.http_headers.get_statuscode() != "200":
                    continue
            elif record.rec_type == "resource":
                media = record.rec_headers.get_header("Content-Type") or ""
            else:
                continue
            if not _HTML.match(media):
                continue
            page = record.content_stream().read(LARGEST_PAGE + 1)
            if not page or len(page) > LARGEST_PAGE:
                continue
            record.raw_stream.read()
            if record.raw_stream.limit > 0:
                raise BadArchive(file, "it ends in the middle of a page")
            number += 1
            charset = _CHARSET.search(media)
            yield Capture(
                number,
                (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> "),
                page_date(record.rec_headers.get_header("WARC-Date") or ""),
                page,
                charset[1] if charset is not None else None,
            )
    except (ArchiveLoadFailed, zlib.error, EOFError, OSError) as broken:
        raise BadArchive(file, str(broken)) from None
    except (ValueError, AttributeError, TypeError, LookupError):  # so warcio fails on records that were altered
        raise BadArchive(file, "a record in it is damaged") from None
