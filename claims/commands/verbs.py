"""The command `claims`: its verbs, grouped by what a fact-checker does, and what stands before the verb."""

from __future__ import annotations

import importlib

import click

from claims import __version__
from claims.commands.desk import Desk

PROGRAM = "claims"

SECTIONS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "Start": (
        ("init", "start", "Make a new database."),
        ("demo", "start", "See it all once, in a folder of its own."),
        ("doctor", "start", "Look whether everything is in order."),
    ),
    "Take in": (
        ("add", "taking_in", "Keep an article."),
        ("import", "taking_in", "Take in case files."),
        ("claim", "taking_in", "Make claims."),
    ),
    "Look": (
        ("list", "looking", "List claims."),
        ("show", "looking", "All about one claim."),
        ("trace", "looking", "The chain of a claim."),
        ("log", "looking", "What happened: who did what, when and why."),
    ),
    "Judge": (
        ("mark", "judging", "Record what you found about claims."),
        ("undo", "judging", "Take something back; it stays in the log."),
    ),
    "Hand over": (
        ("report", "handing_over", "Write a provenance report."),
        ("export", "handing_over", "Write a case file."),
    ),
    "Keep": (("db", "keeping", "Look after the database."),),
}
"""The verbs with the module that has each and what it does: the list is printed without loading any of them."""

_MODULES = {name: module for verbs in SECTIONS.values() for name, module, _ in verbs}


class Verbs(click.Group):
    """The verbs; each is loaded when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if cmd_name not in _MODULES:
            return None
        commands = importlib.import_module(f"claims.commands.{_MODULES[cmd_name]}").COMMANDS
        found: click.Command = next(command for command in commands if command.name == cmd_name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        width = max(map(len, _MODULES))
        for section, verbs in SECTIONS.items():
            with formatter.section(section):
                formatter.write_dl([(name.ljust(width), what) for name, _, what in verbs])


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name=PROGRAM)
@click.option("--db", metavar="PATH|URL", help="The database; else CLAIMS_DB, else claims.db here or in a folder above.")
@click.option("--as", "as_name", metavar="NAME", help="Who is working; else CLAIMS_REVIEWER, else git's user.name.")
@click.option("--debug", is_flag=True, help="Show the traceback behind an error.")
@click.option("-q", "--quiet", is_flag=True, help="Answers and errors only.")
@click.pass_obj
def main(desk: Desk, db: str | None, as_name: str | None, debug: bool, quiet: bool) -> None:
    """Where a claim comes from, through whom it passed, and what was found about it.

    \b
    claims demo                       see it all once, in a folder of its own
    claims init --seed                a database with a case to try things on
    claims trace C-1                  the chain of a claim
    claims mark C-1 --status unproven --because "No record is public."
    claims report C-1 -o report.md    hand it over

    The options below stand before the verb. `claims VERB --help` tells the rest.
    """
    desk.db, desk.as_name, desk.debug, desk.quiet = db, as_name, debug, quiet
