"""Hand over: reports and case files."""

import click

from claims.commands.desk import Desk
from claims.commands.files import write_whole
from claims.commands.output import next_step, talk
from claims.commands.parameters import as_of_option

FORMATS = ("markdown", "json")


@click.command()
@click.argument("claims", nargs=-1, metavar="[CLAIM...]")
@click.option("--all", "everything", is_flag=True, help="All claims, or all of --case.")
@click.option("--case", help="With --all: the claims of this case.")
@click.option(
    "--format",
    "format",
    type=click.Choice(FORMATS),
    default="markdown",
    show_default=True,
    help="Markdown to read, JSON for programs.",
)
@click.option("-o", "--output", default="-", metavar="FILE", help="Where to write; stdout without it.")
@as_of_option
@click.pass_obj
def report(
    desk: Desk, claims: tuple[str, ...], everything: bool, case: str | None, format: str, output: str, as_of: str | None
) -> None:
    """Write a provenance report of one claim, several, or a case.

    \b
    claims report C-1 -o report.md
    claims report --all --case turkey-russia -o case.md
    claims report C-1 --format json | jq .
    """
    if everything == bool(claims):
        raise click.UsageError("Name claims, or give --all.")
    if case is not None and not everything:
        raise click.UsageError("--case goes with --all.")
    from claims.exports.report_json import report_json
    from claims.exports.report_markdown import report_markdown
    from claims.exports.trace_json import dumps
    from claims.services import reporting

    with desk.reading() as session:
        made = reporting.report(session, claims, case=case, as_of=as_of)
    if format == "json":
        write_whole(output, [dumps(report_json(made))])
    else:
        write_whole(output, (chunk.encode() for chunk in report_markdown(made)))
    if output != "-":
        talk(
            f"Wrote {output}: {len(made.claims)} claim{'s' if len(made.claims) != 1 else ''}, log size {made.head.size}."
        )
        next_step("claims export -o case.yaml hands over the case itself")


@click.command()
@click.option("--case", help="The case, where there are several.")
@click.option("-o", "--output", default="-", metavar="FILE", help="Where to write; stdout without it.")
@click.pass_obj
def export(desk: Desk, case: str | None, output: str) -> None:
    """Write a case file: everything a colleague needs to take the case in, without the articles' texts."""
    from claims.exports.casefile import case_yaml
    from claims.services import reporting

    with desk.reading() as session:
        entry = reporting.exported_case(session, case)
    write_whole(output, (chunk.encode() for chunk in case_yaml(entry)))
    if output != "-":
        talk(f"Wrote {output}: case {entry.key}, {len(entry.claims)} claims.")
        next_step(f"claims import {output} --dry-run, on another desk")


COMMANDS = (report, export)
