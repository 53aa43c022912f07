"""The command `claims`: its verbs, grouped by what a fact-checker does, and what stands before the verb."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from claims import __version__
from claims.commands.front import EXIT_CODES, OPTIONS, PROGRAM, SAYS, SECTIONS, USUAL, WIDEST, columns, verbs

if TYPE_CHECKING:
    from claims.commands.desk import Desk

_MODULES = {name: module for verbs in SECTIONS.values() for name, module, _ in verbs}


class Formatter(click.HelpFormatter):
    """Help in which no word breaks at its hyphens: `in-other-words` is to be typed as it stands."""

    def __init__(self, indent_increment: int = 2, width: int | None = None, max_width: int | None = None) -> None:
        super().__init__(indent_increment, width or min(columns(), max_width or USUAL) - 2, max_width)

    def write(self, string: str) -> None:
        super().write(string.replace(_HELD, "-"))

    def write_text(self, text: str) -> None:
        super().write_text(_HYPHEN.sub(_HELD, text))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([(term, _HYPHEN.sub(_HELD, text)) for term, text in rows], col_max, col_spacing)


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

        found = [CompletionItem(name, help=what) for name, what in verbs(incomplete)]
        return [*found, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        width = max(map(len, _MODULES))
        for section, those in SECTIONS.items():
            with formatter.section(section):
                formatter.write_dl([(name.ljust(width), what) for name, _, what in those])


def completions(before: list[str], begun: str) -> list[Any]:
    """How a line may go on after these words, with the word that is being typed."""
    from click.shell_completion import ShellComplete

    return ShellComplete(main, {}, PROGRAM, "").get_completions(before, begun)


def _help(term: str) -> str:
    """What the first page says of an option."""
    return next(told for terms, told in OPTIONS.items() if term in terms.replace(",", " ").split())


@click.group(
    cls=Verbs,
    help=SAYS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": WIDEST},
    epilog=EXIT_CODES,
)
@click.version_option(__version__, prog_name=PROGRAM, help=_help("--version"))
@click.option("--db", type=click.Path(readable=False), metavar="PATH|URL", help=_help("--db"))
@click.option("--as", "as_name", metavar="NAME", help=_help("--as"))
@click.option("--debug", is_flag=True, help=_help("--debug"))
@click.option("-q", "--quiet", is_flag=True, help=_help("--quiet"))
@click.option("--no-pager", is_flag=True, help=_help("--no-pager"))
@click.pass_obj
def main(desk: Desk, db: str | None, as_name: str | None, debug: bool, quiet: bool, no_pager: bool) -> None:
    """What stands before the verb."""
    desk.db, desk.as_name, desk.debug, desk.quiet, desk.no_pager = db, as_name, debug, quiet, no_pager
