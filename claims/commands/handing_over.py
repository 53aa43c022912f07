"""Hand over: reports and case files."""

from __future__ import annotations

import click

from claims.commands.completing import CASE, CLAIM, FILE, as_of_option
from claims.commands.desk import Desk
from claims.commands.files import write_whole
from claims.commands.output import counted, next_step, quoted_word, talk
from claims.commands.parameters import Word

FORMATS = ("markdown", "html", "json")


@click.command()
@click.argument("claims", nargs=-1, type=CLAIM, metavar="[CLAIM]...", help="Ids or keys of claims, such as C-12.")
@click.option("--all", "everything", is_flag=True, help="All claims, or all of --case.")
@click.option("--case", type=CASE, metavar="KEY", help="With --all: the claims of this case.")
@click.option(
    "--format",
    "format",
    type=Word(FORMATS),
    metavar="FORMAT",
    default="markdown",
    show_default=True,
    help="markdown to read, json for programs.",
)
@click.option("-o", "--output", type=FILE, default="-", metavar="FILE", help="Where to write; stdout without it.")
@as_of_option
@click.pass_obj
def report(
    desk: Desk, claims: tuple[str, ...], everything: bool, case: str | None, format: str, output: str, as_of: str | None
) -> None:
    """Write a provenance report.

    \b
    claims report C-1 -o report.md
    claims report --all --case turkey-russia -o case.md
    claims report C-1 --format json | jq .
    """
    if everything and claims:
        raise click.UsageError("Name claims or give --all, not both.")
    if not everything and not claims:
        raise click.UsageError("Name claims, or give --all.")
    if case is not None and not everything:
        raise click.UsageError("--case goes with --all.")
    from claims.exports.html import report_html
    from claims.exports.report_json import report_json
    from claims.exports.report_markdown import report_markdown
    from claims.exports.trace_json import dumps
    from claims.services import reporting

    with desk.reading() as session:
        made = reporting.report(session, claims, case=case, as_of=as_of)
    if format == "html":
        write_whole(output, (chunk.encode() for chunk in report_html(made)))
    elif format == "json":
        write_whole(output, [dumps(report_json(made))])
    else:
        write_whole(output, (chunk.encode() for chunk in report_markdown(made)))
    if output != "-":
        talk(f"Wrote {output}: {counted(len(made.claims), 'claim')}, log size {made.head.size}.")
        next_step("export -o case.yaml", "the case itself, for a colleague")


@click.command()
@click.option("--case", type=CASE, metavar="KEY", help="The case, where there are several.")
@click.option("-o", "--output", type=FILE, default="-", metavar="FILE", help="Where to write; stdout without it.")
@click.pass_obj
def export(desk: Desk, case: str | None, output: str) -> None:
    """Write a case file.

    Everything a colleague needs to take the case in, but for the texts of the articles.

    \b
    claims export -o case.yaml
    """
    from claims.exports.casefile import case_yaml
    from claims.services import reporting

    with desk.reading() as session:
        entry = reporting.exported_case(session, case)
    write_whole(output, (chunk.encode() for chunk in case_yaml(entry)))
    if output != "-":
        talk(f"Wrote {output}: case {entry.key}, {counted(len(entry.claims), 'claim')}.")
        talk(f"Next: claims import {quoted_word(output)} --dry-run   # on a colleague's desk")


COMMANDS = (report, export)
