"""The first page of a folder of reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from claims.chains.explaining import counted
from claims.exports.html.markup import Markup, joined, tag
from claims.exports.html.page import beginning, index_table
from claims.records import LogHead

FOLDER_MARK = '<meta name="claims-folder"'
"""What stands in the first page, so that a later export knows its own folder."""


def site_index(title: str, rows: Sequence[Markup], files: Iterable[str], head: LogHead, program: str) -> Iterator[str]:
    """The index: the claims with what they are worth so far, and the case files for who takes them over."""
    yield from beginning(title, tag("meta", name="claims-folder", content=program))
    yield tag("h1", title, dir="auto")
    yield tag("p", f"{counted(len(rows), 'claim').capitalize()}.", class_="muted")
    if rows:
        yield tag("nav", index_table(rows), aria_label="Claims")
    yield tag("h2", "Case files")
    yield tag(
        "p",
        "All that is recorded, but for the texts of the articles; ",
        tag("code", "claims import FILE"),
        " takes it in.",
    )
    yield tag("ul", *(tag("li", tag("a", file, href=file)) for file in files))
    yield Markup("</main>\n")
    yield tag(
        "footer",
        tag("p", f"Made by {program} from the evidence log as it was after row {head.size:,}."),
        tag(
            "p",
            joined(
                [
                    "Log ",
                    tag("code", head.origin),
                    ", Merkle root ",
                    tag("code", head.root),
                    ". Its head: ",
                    tag("a", "log.head", href="log.head"),
                ]
            ),
        ),
    )
    yield "</body>\n</html>\n"
