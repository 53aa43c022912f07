"""The command `claims`: its verbs, grouped by what a fact-checker does, and what stands before the verb."""

from __future__ import annotations

import contextlib
import importlib
import os
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from claims import __version__

if TYPE_CHECKING:
    from claims.commands.desk import Desk

PROGRAM = "claims"

SECTIONS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "Start": (
        ("init", "start", "Make a new database."),
        ("demo", "start", "See it all once, in a folder of its own."),
        ("doctor", "start", "Look whether everything is in order."),
        ("completion", "shells", "Let the shell complete ids, keys and options."),
    ),
    "Take in": (
        ("read", "reading", "Show who says what through whom in articles; writes nothing."),
        ("add", "taking_in", "Keep an article, or several of one outlet."),
        ("suggestions", "suggesting", "What was read in articles and waits for a decision."),
        ("import", "importing", "Take in case files, and what others wrote."),
        ("case", "cases", "Begin, name and show cases."),
        ("claim", "claiming", "Make, correct and link claims."),
        ("source", "sources", "Make, show, correct, grade and merge sources."),
        ("article", "articles", "Articles known by name; corrections; bytes that come later."),
        ("words", "chain_parts", "Say where a claim stands, in an article's words."),
        ("hop", "chain_parts", "Say who had it from whom."),
    ),
    "Look": (
        ("list", "looking", "List claims."),
        ("show", "looking", "All about one claim."),
        ("search", "searching", "Find words in all that is here."),
        ("match", "searching", "Earlier claims that may say the same."),
        ("duplicates", "searching", "What may be here twice."),
        ("trace", "tracing", "The chain of a claim."),
        ("origins", "tracing", "Where support for a claim begins."),
        ("check", "checking", "What the chains of claims show."),
        ("dependants", "tracing", "What rests on a source, an article or an appearance."),
        ("todo", "checking", "What there is to do."),
        ("log", "looking", "What happened: who did what, when and why."),
    ),
    "Judge": (
        ("mark", "judging", "Record what you found about claims."),
        ("approve", "colleagues", "Agree with a colleague's review."),
        ("object", "colleagues", "Disagree with a review; it is kept."),
        ("undo", "judging", "Take something back; it stays in the log."),
        ("stage", "colleagues", "Say where the work on claims stands."),
        ("ask", "colleagues", "Record a request for reply, and the answer."),
        ("rules", "colleagues", "The desk's rules and rating scale."),
    ),
    "Hand over": (
        ("report", "handing_over", "Write a provenance report."),
        ("publish", "colleagues", "Our check of a claim is out."),
        ("correct", "colleagues", "A published check is corrected."),
        ("export", "handing_over", "Write a case file, or a folder of pages."),
        ("check-report", "report_checking", "Check whether the database still says what a report says."),
    ),
    "Keep": (
        ("verify", "proving", "Check the log, and all that was made of it."),
        ("head", "proving", "The log's head: a fingerprint of all that is in it."),
        ("prove", "proving", "Write a proof of what is recorded about a claim."),
        ("check-proof", "proving", "Check a proof, without any database."),
        ("redact", "redacting", "Take a text away for good, on purpose."),
        ("db", "keeping", "Look after the database."),
    ),
}
"""The verbs with the module that has each and what it does: the list is printed without loading any of them."""

_MODULES = {name: module for verbs in SECTIONS.values() for name, module, _ in verbs}


class Formatter(click.HelpFormatter):
    """Help in which no word breaks at its hyphens: `in-other-words` is to be typed as it stands."""

    def __init__(self, indent_increment: int = 2, width: int | None = None, max_width: int | None = None) -> None:
        super().__init__(indent_increment, width or min(_columns(), max_width or _COLUMNS) - 2, max_width)

    def write(self, string: str) -> None:
        super().write(string.replace(_HELD, "-"))

    def write_text(self, text: str) -> None:
        super().write_text(_HYPHEN.sub(_HELD, text))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([(term, _HYPHEN.sub(_HELD, text)) for term, text in rows], col_max, col_spacing)


def _columns() -> int:
    """The width of the terminal, at least 52; click would load an archiver to ask for it."""
    asked = os.environ.get("COLUMNS", "")
    columns = int(asked) if asked.isdecimal() else 0
    if not columns:
        with contextlib.suppress(OSError):
            columns = os.get_terminal_size(1).columns
    return max(columns or _COLUMNS, 52)


_COLUMNS = 80
_SENTENCE = re.compile(r"(?<=\.)\s")
_HYPHEN, _HELD = re.compile(r"(?<=\w)-(?=\w)"), "\u2011"


class Context(click.Context):
    """One command being run; writes its help with our formatter."""

    formatter_class = Formatter


class Verbs(click.Group):
    """The verbs; each is loaded when it is used."""

    context_class = Context

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if cmd_name not in _MODULES:
            return None
        commands = importlib.import_module(f"claims.commands.{_MODULES[cmd_name]}").COMMANDS
        found: click.Command = next(command for command in commands if command.name == cmd_name)
        for command in (found, *(found.commands.values() if isinstance(found, click.Group) else ())):
            command.context_class = Context
            # The first sentence whole, where click would cut it to fit a line.
            command.short_help = " ".join(_SENTENCE.split(command.help or "", maxsplit=1)[0].split())
        return found

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[Any]:
        """The verbs with what each does, none of them loaded; or the options that stand before them."""
        from click.shell_completion import CompletionItem

        told = [(name, what) for verbs in SECTIONS.values() for name, _, what in verbs]
        verbs = [CompletionItem(name, help=what) for name, what in told if name.startswith(incomplete)]
        return [*verbs, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        width = max(map(len, _MODULES))
        for section, verbs in SECTIONS.items():
            with formatter.section(section):
                formatter.write_dl([(name.ljust(width), what) for name, _, what in verbs])


@click.group(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done; 1 bad input, or no such id; 2 usage; 3 database or environment; "
    "4 refused by the desk's rules; 5 changed meanwhile; 6 a check found something.",
)
@click.version_option(__version__, prog_name=PROGRAM)
@click.option(
    "--db",
    type=click.Path(readable=False),
    metavar="PATH|URL",
    help="The database; else CLAIMS_DB, else claims.db here or in a folder above.",
)
@click.option("--as", "as_name", metavar="NAME", help="Who is working; else CLAIMS_REVIEWER, else git's user.name.")
@click.option("--debug", is_flag=True, help="Show the traceback behind an error.")
@click.option("-q", "--quiet", is_flag=True, help="Answers and errors only.")
@click.option("--no-pager", is_flag=True, help="Long answers straight to the terminal; so does an empty PAGER.")
@click.pass_obj
def main(desk: Desk, db: str | None, as_name: str | None, debug: bool, quiet: bool, no_pager: bool) -> None:
    """Where a claim comes from, through whom it passed, and what was found about it.

    \b
    claims demo                       see it all once, in a folder of its own
    claims init --seed                a database with a case to try things on
    claims trace C-1                  the chain of a claim
    claims mark C-1 --status unproven --because "No record is public."
    claims report C-1 -o report.md    hand it over

    Ids may be typed C-12 or c12; @last is the newest of its kind. The options below stand before the verb.
    `claims VERB --help` tells the rest.
    """
    desk.db, desk.as_name, desk.debug, desk.quiet, desk.no_pager = db, as_name, debug, quiet, no_pager
