"""A folder of pages: an index, a page for each claim, every case file."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claims.commands.desk import Desk
from claims.commands.files import write_whole
from claims.commands.output import counted, talk
from claims.errors import CannotWrite, FolderInUse

if TYPE_CHECKING:
    from claims.store.engine import Session

_PAGE = re.compile(r"C-[0-9]+\.html")
_PLAIN = re.compile(r"[A-Za-z0-9][\w.-]{0,100}")


def export_folder(desk: Desk, case: str | None, output: str) -> None:
    """Write the folder, all of it from one state of the database."""
    if output == "-":
        raise click.UsageError("--all writes a folder; name it with -o.")
    folder = _ready(output)
    with desk.reading() as session:
        written = _pages(session, folder, case, quiet=desk.quiet)
    for page in folder.iterdir():
        # Pages of an earlier export whose claims have been withdrawn since.
        if _PAGE.fullmatch(page.name) and page.name not in written:
            page.unlink()
    pages = sum(_PAGE.fullmatch(name) is not None for name in written)
    talk(f"Wrote {output}: {counted(pages, 'page')} and an index. Open {folder / 'index.html'} in a browser.")


def _ready(output: str) -> Path:
    """The folder, made if need be; FolderInUse where something else is in it."""
    from claims.exports.html.site import FOLDER_MARK

    folder = Path(output)
    try:
        folder.mkdir(exist_ok=True)
        index = folder / "index.html"
        ours = index.is_file() and FOLDER_MARK.encode() in index.read_bytes()[:4096]
        if not ours and any(folder.iterdir()):
            raise FolderInUse(output)
    except FileExistsError:
        raise CannotWrite(output, "it is a file, and --all writes a folder") from None
    except FileNotFoundError:
        raise CannotWrite(output, f"there is no folder {folder.parent}") from None
    except (OSError, ValueError) as problem:
        raise CannotWrite(output, getattr(problem, "strerror", None) or str(problem)) from None
    return folder


def _pages(session: Session, folder: Path, case: str | None, *, quiet: bool) -> set[str]:
    """Write everything; the names of what was written. The index comes last: whoever sees it can follow its links."""
    from claims.exports.casefile import case_yaml
    from claims.exports.html import report_html
    from claims.exports.html.page import index_row
    from claims.exports.html.site import site_index
    from claims.services import proving, reporting
    from claims.store.checkpoint import checkpoint

    rows = []
    written: set[str] = set()
    ids = reporting.live_claims(session, case)
    with click.progressbar(ids, label="Writing pages", file=sys.stderr, hidden=quiet or not _watched()) as claims:
        for id in claims:
            made = reporting.report(session, [id])
            name = f"{id}.html"
            write_whole(str(folder / name), (chunk.encode() for chunk in report_html(made)))
            written.add(name)
            rows.append(index_row(made.claims[0], name))
    files = []
    for number, entry in enumerate(reporting.case_entries(session, case), 1):
        name = f"{entry.key}.yaml" if _PLAIN.fullmatch(entry.key) else f"case-{number}.yaml"
        write_whole(str(folder / name), (chunk.encode() for chunk in case_yaml(entry)))
        files.append(name)
    head = proving.head(session)
    write_whole(str(folder / "log.head"), [checkpoint(head).encode()])
    title = "Provenance reports" if case is None else f"Provenance reports: {case}"
    index = site_index(title, rows, files, head, reporting.PROGRAM)
    write_whole(str(folder / "index.html"), (chunk.encode() for chunk in index))
    return written | {*files, "log.head", "index.html"}


def _watched() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()
