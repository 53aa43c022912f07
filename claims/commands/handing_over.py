"""Hand over: reports and case files."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import partial
from typing import IO, TYPE_CHECKING

import click

from claims.commands.completing import CASE, CLAIM, FILE, as_of_option
from claims.commands.desk import Desk
from claims.commands.files import write_whole
from claims.commands.output import answer_bytes, counted, next_step, quoted_word, talk
from claims.commands.parameters import Word
from claims.errors import some_of
from claims.exports.escaping import shown_line
from claims.exports.formats import FORMATS

if TYPE_CHECKING:
    from claims.records import AnyReport, ClaimReport, ReportStream

WITH_HEAD = frozenset({"markdown", "html", "pdf", "json"})
"""Formats that say themselves which log they were made from; of the others it is said beside them."""

CSV, CLAIMREVIEW, HTML, PDF = "csv", "claimreview", "html", "pdf"

TABLES = ("claims", "appearances", "attributions", "reviews")
"""The tables of the format csv, by name: a test holds them to those that are written."""

MOST_FAULTS = 10
"""Faults of ClaimReviews that are named on the way."""


@click.command()
@click.argument("claims", nargs=-1, type=CLAIM, metavar="[CLAIM]...", help="Ids or keys of claims, such as C-12.")
@click.option("--all", "everything", is_flag=True, help="All claims, or all of --case.")
@click.option("--case", type=CASE, metavar="KEY", help="With --all: the claims of this case.")
@click.option(
    "--format",
    "format",
    type=Word(FORMATS),
    metavar="FORMAT",
    help=f"One of: {', '.join(f'{f.name} ({f.says})' for f in FORMATS.values())}; else by the file's ending, else markdown.",
)
@click.option("--table", type=Word(TABLES), metavar="TABLE", help=f"With csv: one of {', '.join(TABLES)}; else claims.")
@click.option("--raw-csv", is_flag=True, help="With csv: every text as it is, also what a spreadsheet would run.")
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
    table: str | None,
    raw_csv: bool,
    output: str,
    show: bool,
    as_of: str | None,
) -> None:
    """Write a provenance report.

    \b
    claims report C-1 -o report.md
    claims report C-1 -o report.html
    claims report C-1 -o report.pdf
    claims report C-1 --open
    claims report --all --case turkey-russia -o case.html
    claims report C-1 --format json | jq .
    claims report --all --format csv --table appearances -o appearances.csv
    """
    format = format or _by_ending(output) or (HTML if show else "markdown")
    _refuse_what_does_not_go_together(claims, everything, case, format, table, raw_csv, show)
    if format == PDF and output == "-" and sys.stdout is not None and sys.stdout.isatty():
        raise click.UsageError("A PDF is nothing for a terminal; name a file with -o.")
    from claims.services import reporting

    with desk.reading() as session:
        made = reporting.report_stream(session, claims, case=case, as_of=as_of)
        passing = _Passing(made, format)
        written = _written(passing.report, format, table, raw_csv)
        if show and output == "-":
            output = _temporary("report.html")
        if output != "-":
            write_whole(output, written)
        else:  # who reads slowly from a pipe must keep nobody else from the database: it is printed once all of it is read
            to_print = _spooled(written)
    if output == "-":
        with to_print:
            answer_bytes(iter(partial(to_print.read, 2**16), b""))
    passing.say_faults()
    if output != "-":
        talk(f"Wrote {output}: {counted(passing.claims, 'claim')}, log size {made.head.size}.")
        if format not in WITH_HEAD:
            talk(f"As of log {made.head.origin}, size {made.head.size}, root {made.head.root}.")
    if show:
        _open(output)
    elif output != "-" and format in {HTML, "json"}:
        next_step(f"check-report {quoted_word(output)}", "later: does the database still say the same")
    elif output != "-":
        next_step("export -o case.yaml", "the case itself, for a colleague")


def _refuse_what_does_not_go_together(
    claims: tuple[str, ...],
    everything: bool,
    case: str | None,
    format: str,
    table: str | None,
    raw_csv: bool,
    show: bool,
) -> None:
    if everything and claims:
        raise click.UsageError("Name claims or give --all, not both.")
    if not everything and not claims:
        raise click.UsageError("Name claims, or give --all.")
    if case is not None and not everything:
        raise click.UsageError("--case goes with --all.")
    if show and format != HTML:
        raise click.UsageError(f"--open shows a page, and this one is {format}; leave --format away, or say html.")
    for option, given in (("--table", table is not None), ("--raw-csv", raw_csv)):
        if given and format != CSV:
            raise click.UsageError(f"{option} goes with --format csv.")


def _written(report: ReportStream, format: str, table: str | None, raw_csv: bool) -> Iterator[bytes]:
    if format == CSV:
        from claims.exports.tables_csv import table as csv_table

        return (chunk.encode() for chunk in csv_table(report, table or TABLES[0], raw=raw_csv))
    return FORMATS[format].pieces(report)


def _spooled(chunks: Iterable[bytes]) -> IO[bytes]:
    """The chunks in memory, or on disk where they are many."""
    import tempfile

    file = tempfile.SpooledTemporaryFile(max_size=2**24)  # noqa: SIM115 - closed by who prints it
    file.writelines(chunks)
    file.seek(0)
    return file


class _Passing:
    """Claims on their way into a report: counted, and looked at for what a ClaimReview would be refused for."""

    def __init__(self, made: ReportStream, format: str) -> None:
        from dataclasses import replace

        self.claims = 0
        self.faults: list[str] = []
        self.left_out: list[str] = []
        self._judging = format == CLAIMREVIEW
        self.report = replace(made, claims=self._passed(made))

    def _passed(self, made: ReportStream) -> Iterator[ClaimReport]:
        for claim in made.claims:
            self.claims += 1
            if self._judging:
                self._judge(claim)
            yield claim

    def _judge(self, claim: ClaimReport) -> None:
        from claims.exports.claimreview import claim_review, faults

        found = claim_review(claim, "")
        if found is None:
            self.left_out.append(claim.claim.id)
        else:
            self.faults += [f"{claim.claim.id}: {fault}" for fault in faults(found)]

    def say_faults(self) -> None:
        if self.left_out:
            talk(f"Left out, for no review of them counts: {some_of(self.left_out)}.")
        for fault in self.faults[:MOST_FAULTS]:
            talk(shown_line(fault))
        if len(self.faults) > MOST_FAULTS:
            talk(f"and {len(self.faults) - MOST_FAULTS} more faults")


def report_bytes(made: AnyReport, format: str) -> Iterator[bytes]:
    """A report in one of the formats, in pieces."""
    return FORMATS[format].pieces(made)


def _by_ending(output: str) -> str | None:
    """The format that the name of a file asks for."""
    from pathlib import Path

    ending = Path(output).suffix.lower() if output != "-" else ""
    fitting = [f for f in FORMATS.values() if ending.startswith(f.suffix)]  # .jsonld begins as .jsonl and .json do
    if not fitting and ending in _OF_OFFICE:
        raise click.UsageError(
            f"No report is written as {ending}: name a .html, which Word and LibreOffice open, or another --format."
        )
    return max(fitting, key=lambda f: len(f.suffix)).name if fitting else None


_OF_OFFICE = frozenset({".docx", ".doc", ".odt", ".rtf", ".xlsx", ".xls", ".ods", ".pptx", ".epub"})
"""Endings that a program would open, and find Markdown in."""
_OF_REPORTS = frozenset({".json", ".csv", ".html", ".htm", ".pdf", ".zip", ".ttl", ".xml"})
"""Endings of what no case file is: YAML in a .json is no JSON."""


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
    claims export -o case.jsonl     an entry a line

    With --all a folder that any web server or USB stick can carry: index.html, a page for each claim, the case files, the log's head.

    \b
    claims export --all -o handed-over
    """
    if everything:
        from claims.commands.folders import export_folder

        export_folder(desk, case, output)
        return
    from pathlib import Path

    from claims.commands.case_lines import SUFFIXES
    from claims.exports.casefile import case_lines, case_yaml
    from claims.services import reporting
    from claims.services.proving import head

    ending = Path(output).suffix.lower()
    if ending in _OF_OFFICE | _OF_REPORTS:
        raise click.UsageError(
            f"A case file is .yaml, or .jsonl with an entry a line, never {ending}; `claims report --all` writes other formats."
        )
    with desk.reading() as session:
        entry, now = reporting.exported_case(session, case), head(session)
    if ending in SUFFIXES:
        write_whole(output, case_lines(entry))
    else:
        write_whole(output, (chunk.encode() for chunk in case_yaml(entry)))
    if output != "-":
        talk(f"Wrote {output}: case {entry.key}, {counted(len(entry.claims), 'claim')}.")
        talk(f"As of log {now.origin}, size {now.size}, root {now.root}.")
        talk(f"Next: claims import {quoted_word(output)} --dry-run   # on a colleague's desk")


COMMANDS = (report, export)
