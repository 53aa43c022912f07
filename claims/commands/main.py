"""The entry point, and the one place where whatever went wrong becomes one line and an exit code.

Nothing slow is imported at the top: an interrupt while the program still loads ends it as quietly as one later.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence

COMPLETION = "_CLAIMS_COMPLETE"
"""Set by a shell that asks how a line may go on."""

INTERRUPTED = 130
"""What a shell makes of a program that Ctrl-C ended."""


def run() -> None:
    """The command `claims`."""
    try:
        code = answered(sys.argv[1:])
    except KeyboardInterrupt:
        code = INTERRUPTED
    if code == INTERRUPTED:
        # A shell's loop goes on after a program that only returned 130; it stops after one that the interrupt ended.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
    sys.exit(code)


def answered(arguments: Sequence[str]) -> int:  # noqa: PLR0911 - one clause for each way to end
    """Run one command line: its exit code. Every error is one line on stderr; with --debug its traceback follows."""
    import click

    from claims.commands import streams
    from claims.commands.desk import Desk
    from claims.errors import ClaimsError

    desk = Desk()
    try:
        streams.prepare()
        code = _carried_out(arguments, desk)
        streams.finish()
    except click.exceptions.NoArgsIsHelpError as nothing_asked:
        click.echo(nothing_asked.ctx.get_help(), err=True)
        return 2
    except click.UsageError as problem:
        from claims.commands.mistakes import usage_sentence

        return _complained(usage_sentence(problem), 2)
    except (click.Abort, KeyboardInterrupt, EOFError):
        return _complained("Stopped. Nothing half-done was kept.", INTERRUPTED)
    except BrokenPipeError:
        # Whoever read our answer has what was wanted of it.
        streams.give_up_stdout()
        return 0
    except ClaimsError as problem:
        return _complained(problem.sentence, problem.exit_code, problem if desk.debug else None)
    except OSError as problem:
        why = problem.strerror or str(problem)
        where = f" ({problem.filename})" if problem.filename else ""
        return _complained(f"The system refused{where}: {why}.", 3, problem if desk.debug else None)
    except Exception as fault:  # noqa: BLE001 - a fault of the program itself: still one line, never a traceback
        advice = "Please report it" if desk.debug else "`claims --debug …` shows where; please report it"
        sentence = f"A fault of claims itself ({type(fault).__name__}: {fault}). Nothing half-done was kept. {advice}."
        return _complained(sentence, 3, fault if desk.debug else None)
    return code


def _carried_out(arguments: Sequence[str], desk: object) -> int:
    """Parse and run, without what click's own `main` does about errors and pipes."""
    import click

    from claims.commands.verbs import PROGRAM, main

    if instruction := os.environ.get(COMPLETION):
        from click.shell_completion import shell_complete

        return shell_complete(main, {}, PROGRAM, COMPLETION, instruction)
    try:
        with main.make_context(PROGRAM, list(arguments), obj=desk) as context:
            main.invoke(context)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    return 0


def _complained(sentence: str, code: int, problem: BaseException | None = None) -> int:
    """Print an error, with the traceback behind it where there is a problem to show; the code to end with."""
    from claims.commands.output import complain

    complain(sentence, problem)
    return code
