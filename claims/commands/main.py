"""The command `claims`: its groups, what stands before the verb, and the one place where errors become words."""

import os
import sys
from typing import Any

import click

from claims import __version__
from claims.commands import handing_over, judging, keeping, looking, start, taking_in
from claims.commands.desk import Desk
from claims.commands.output import complain
from claims.errors import ClaimsError, did_you_mean

SECTIONS: dict[str, tuple[click.Command, ...]] = {
    "Start": start.COMMANDS,
    "Take in": taking_in.COMMANDS,
    "Look": looking.COMMANDS,
    "Judge": judging.COMMANDS,
    "Hand over": handing_over.COMMANDS,
    "Keep": keeping.COMMANDS,
}

INTERRUPTED = 130


class Verbs(click.Group):
    """The verbs, listed by what a fact-checker does."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        width = max(len(c.name or "") for commands in SECTIONS.values() for c in commands)
        for section, commands in SECTIONS.items():
            with formatter.section(section):
                formatter.write_dl(
                    [((c.name or "").ljust(width), c.get_short_help_str(formatter.width)) for c in commands]
                )

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with a suggestion for a verb that was mistyped."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as unknown:
            raise click.UsageError(
                f"There is no command {args[0]}.{did_you_mean(args[0], self.commands)}", ctx
            ) from unknown


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="claims")
@click.option(
    "--db", metavar="PATH|URL", help="The database; else CLAIMS_DB, else claims.db here or in a folder above."
)
@click.option("--as", "as_name", metavar="NAME", help="Who is working; else CLAIMS_REVIEWER, else git's user.name.")
@click.option("--debug", is_flag=True, help="Show the traceback behind an error.")
@click.option("-q", "--quiet", is_flag=True, help="Answers and errors only.")
@click.pass_context
def main(ctx: click.Context, db: str | None, as_name: str | None, debug: bool, quiet: bool) -> None:  # noqa: ARG001 - `talk` asks the context
    """Where a claim comes from, through whom it passed, and what was found about it.

    \b
    claims demo                                     see it all once, in a folder of its own
    claims init --seed                              a database with a case to try things on
    claims trace C-1                                the chain of a claim
    claims mark C-1 --status unproven --because "…"  what you found
    claims report C-1 -o report.md                  hand it over
    """
    ctx.obj = Desk(db, as_name, debug)


for _commands in SECTIONS.values():
    for _command in _commands:
        main.add_command(_command)


def run() -> None:
    """The entry point: everything that goes wrong is one line and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that cannot show a letter shows its number, not a traceback
            stream.reconfigure(errors="backslashreplace")
    sys.exit(_code())


def _code() -> int:  # noqa: PLR0911 - one return for each way to end
    try:
        outcome: Any = main.main(standalone_mode=False)
    except ClaimsError as problem:
        complain(problem.sentence)
        return _debugged(problem, problem.exit_code)
    except click.UsageError as problem:
        complain(problem.format_message())
        if problem.ctx is not None:
            click.echo(f"See: {problem.ctx.command_path} --help", err=True)
        return 2
    except click.ClickException as problem:
        complain(problem.format_message())
        return problem.exit_code
    except (click.Abort, KeyboardInterrupt):
        complain("Stopped. Nothing half-done was kept.")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone; say nothing more, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as fault:  # noqa: BLE001 - a fault of the program itself: still one line, never a traceback
        complain(
            f"claims failed at a fault of its own ({type(fault).__name__}: {fault}). Nothing half-done was kept. Please report it with --debug."
        )
        return _debugged(fault, 3)
    return outcome if isinstance(outcome, int) else 0


def _debugged(problem: BaseException, code: int) -> int:
    if "--debug" in sys.argv[1:]:
        import traceback

        traceback.print_exception(problem, file=sys.stderr)
    return code
