"""Whatever went wrong, told in one line, with what may have been meant; and the exit code for it."""

from __future__ import annotations

import sys

import click

from claims.commands.main import INTERRUPTED
from claims.commands.output import complain
from claims.commands.streams import give_up_stdout
from claims.errors import ClaimsError, did_you_mean, quoted


def told(problem: BaseException, *, debug: bool) -> int:
    """Say what went wrong and return the exit code; with `debug` the traceback follows, but not for a mistyped line."""
    shown = problem if debug else None
    match problem:
        case click.exceptions.NoArgsIsHelpError():
            click.echo(problem.ctx.get_help(), err=True)
            code = 2
        case click.UsageError():
            complain(usage_sentence(problem))
            code = 2
        case click.Abort() | KeyboardInterrupt():
            if sys.stderr is not None and sys.stderr.isatty():
                click.echo(err=True)  # after the ^C that the terminal shows
            complain("Stopped. Nothing half-done was kept.")
            code = INTERRUPTED
        case BrokenPipeError():
            # Whoever read our answer has what was wanted of it.
            give_up_stdout()
            code = 0
        case ClaimsError():
            complain(problem.sentence, shown)
            code = problem.exit_code
        case OSError():
            where = f" ({problem.filename})" if problem.filename else ""
            complain(f"The system refused{where}: {problem.strerror or problem}.", shown)
            code = 3
        case _:
            advice = "Please report it." if debug else "`claims --debug …` shows where; please report it."
            fault = f"{type(problem).__name__}: {problem}" if str(problem) else type(problem).__name__
            complain(f"A fault of claims itself ({fault}). Nothing half-done was kept. {advice}", shown)
            code = 3
    return code


def usage_sentence(problem: click.UsageError) -> str:
    """The sentence for a mistake in the command line."""
    context = problem.ctx
    if isinstance(problem, click.NoSuchOption):
        said = _no_such_option(problem.option_name, context)
    elif isinstance(problem, click.exceptions.NoSuchCommand):
        known = context.command.list_commands(context) if context and isinstance(context.command, click.Group) else []
        meant = MEANT.get(problem.command_name) if context is not None and context.parent is None else None
        hint = f" You may want {meant}." if meant else did_you_mean(problem.command_name, known)
        said = f"There is no command {quoted(problem.command_name)}.{hint}"
    elif isinstance(problem, click.BadParameter):
        said = _bad_parameter(problem)
    else:
        said = problem.format_message()
        said += "" if said.endswith((".", "?")) else "."
    if context is not None and not said.endswith("?"):
        said += f" See {context.command_path} --help."
    return said


_UNDO = "claims undo, which takes back; claims redact takes a text away for good"
_EDIT = "claims claim edit, source edit, article edit, words edit or hop edit"
MEANT = {
    "delete": _UNDO,
    "remove": _UNDO,
    "rm": _UNDO,
    "retract": _UNDO,
    "withdraw": _UNDO,
    "edit": _EDIT,
    "change": _EDIT,
    "update": _EDIT,
    "new": "claims claim new, source add or article new",
    "review": "claims mark",
    "status": "claims mark to judge a claim, claims list --status to find some",
    "findings": "claims check",
    "warnings": "claims check",
    "chain": "claims trace",
    "find": "claims search",
    "grep": "claims search",
    "view": "claims show",
    "cat": "claims show",
    "ls": "claims list",
    "history": "claims log",
    "backup": "claims db backup",
    "restore": "claims db restore",
    "upgrade": "claims db upgrade",
    "sources": "claims source show",
    "articles": "claims article show",
    "version": "claims --version",
}
"""What people type for what is called otherwise here: a guess by the letters alone would name `redact` for `edit`."""


def _bad_parameter(problem: click.BadParameter) -> str:
    param = problem.param
    if param is None:
        return problem.format_message()
    name = max(param.opts, key=len) if isinstance(param, click.Option) else param.human_readable_name
    if isinstance(problem, click.MissingParameter):
        return f"{name} is missing."
    if isinstance(param.type, click.IntRange):
        return f"{name} takes a whole number from {param.type.min} up."
    return f"{name} {problem.message}"


def _no_such_option(name: str, context: click.Context | None) -> str:
    if context is None:
        return f"There is no option {quoted(name)}."
    root = context.find_root()
    before = {option for param in root.command.params for option in param.opts}
    if context.parent is not None and name in before:
        verb = context.command_path.removeprefix(root.command_path)
        return f"{name} stands before the verb: {root.command_path} {name} …{verb} …"
    known = [
        option for param in context.command.get_params(context) for option in param.opts if option.startswith("--")
    ]
    return f"{context.command_path} has no option {quoted(name)}.{did_you_mean(name, known)}"
