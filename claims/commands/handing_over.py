"""Hand over: reports and case files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from claims.commands.completing import CASE, CLAIM, FILE, as_of_option
from claims.commands.desk import Desk
from claims.commands.files import write_whole
from claims.commands.output import counted, next_step, quoted_word, talk
from claims.commands.parameters import Word

if TYPE_CHECKING:
    from claims.records import Report

FORMATS = ("markdown", "html", "json")

_ENDINGS = {".html": "html", ".htm": "html", ".json": "json"}
"""What the name of a file says of its format."""


@click.command()
@click.argument("claims", nargs=-1, type=CLAIM, metavar="[CLAIM]...", help="Ids or keys of claims, such as C-12.")
@click.option("--all", "everything", is_flag=True, help="All claims, or all of --case.")
@click.option("--case", type=CASE, metavar="KEY", help="With --all: the claims of this case.")
@click.option(
    "--format",
    "format",
    type=Word(FORMATS),
    metavar="FORMAT",
    help="markdown to read as text, html for a page, json for programs; else by the file's ending, else markdown.",
)
@click.option("-o", "--output", type=FILE, default="-", metavar="FILE", help="Where to write; stdout without it.")
@click.option("--open", "show", is_flag=True, help="Show the page in a browser; without -o it is a temporary file.")
@as_of_option
@click.pass_obj
def report(
    desk: Desk,
    claims: tuple[str, ...],
    everything: bool,
    case: str | None,
    format: str | None,
    output: str,
    show: bool,
    as_of: str | None,
) -> None:
    """Write a provenance report.

    \b
    claims report C-1 -o report.md
    claims report C-1 -o report.html
    claims report C-1 --open
    claims report --all --case turkey-russia -o case.html
    claims report C-1 --format json | jq .
    """
    if everything and claims:
        raise click.UsageError("Name claims or give --all, not both.")
    if not everything and not claims:
        raise click.UsageError("Name claims, or give --all.")
    if case is not None and not everything:
        raise click.UsageError("--case goes with --all.")
    format = format or _by_ending(output) or ("html" if show else "markdown")
    if show and format != "html":
        raise click.UsageError(f"--open shows a page, and this one is {format}; leave --format away, or say html.")
    from claims.services import reporting

    with desk.reading() as session:
        made = reporting.report(session, claims, case=case, as_of=as_of)
    if show and output == "-":
        output = _temporary("report.html")
    write_whole(output, report_bytes(made, format))
    if output != "-":
        talk(f"Wrote {output}: {counted(len(made.claims), 'claim')}, log size {made.head.size}.")
    if show:
        _open(output)
    elif output != "-" and format in {"html", "json"}:
        next_step(f"check-report {quoted_word(output)}", "later: does the database still say the same")
    elif output != "-":
        next_step("export -o case.yaml", "the case itself, for a colleague")


def report_bytes(made: Report, format: str) -> Iterable[bytes]:
    """A report in one of the formats, in pieces."""
    if format == "html":
        from claims.exports.html import report_html

        return (chunk.encode() for chunk in report_html(made))
    if format == "json":
        from claims.exports.seal import sealed_json
        from claims.exports.trace_json import dumps

        return [dumps(sealed_json(made))]
    from claims.exports.report_markdown import report_markdown

    return (chunk.encode() for chunk in report_markdown(made))


def _by_ending(output: str) -> str | None:
    from pathlib import Path

    return _ENDINGS.get(Path(output).suffix.lower()) if output != "-" else None


def _temporary(name: str) -> str:
    import tempfile
    from pathlib import Path

    return str(Path(tempfile.mkdtemp(prefix="claims-")) / name)


def _open(output: str) -> None:
    """Show a page in the browser that the person has."""
    import webbrowser
    from pathlib import Path

    from claims.errors import NoBrowser

    if not webbrowser.open(Path(output).absolute().as_uri()):
        raise NoBrowser(output)


@click.command()
@click.option("--case", type=CASE, metavar="KEY", help="The case, where there are several.")
@click.option("--all", "everything", is_flag=True, help="A folder: a page for each claim, an index, every case file.")
@click.option("-o", "--output", type=FILE, default="-", metavar="FILE", help="Where to write; stdout without it.")
@click.pass_obj
def export(desk: Desk, case: str | None, everything: bool, output: str) -> None:
    """Write a case file, or a folder of pages.

    Everything a colleague needs to take the case in, but for the texts of the articles.

    \b
    claims export -o case.yaml

    With --all a folder that any web server or USB stick can carry: index.html, a page for each claim, the case files, the log's head.

    \b
    claims export --all -o handed-over
    """
    if everything:
        from claims.commands.folders import export_folder

        export_folder(desk, case, output)
        return
    from claims.exports.casefile import case_yaml
    from claims.services import reporting

    with desk.reading() as session:
        entry = reporting.exported_case(session, case)
    write_whole(output, (chunk.encode() for chunk in case_yaml(entry)))
    if output != "-":
        talk(f"Wrote {output}: case {entry.key}, {counted(len(entry.claims), 'claim')}.")
        talk(f"Next: claims import {quoted_word(output)} --dry-run   # on a colleague's desk")


COMMANDS = (report, export)
