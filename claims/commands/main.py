"""The entry point: one command line in, an exit code out.

Nothing slow is imported at the top: an interrupt while the program still loads ends it as quietly as one later.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

from claims.commands.desk import Desk

INTERRUPTED = 130
"""What a shell makes of a program that Ctrl-C ended."""


def run() -> None:
    """The command `claims`."""
    # A short run makes little garbage: looking for it while modules load would cost a tenth of the time.
    gc.set_threshold(50_000, 20, 50)
    try:
        code = answered(sys.argv[1:])
    except KeyboardInterrupt:
        code = INTERRUPTED
    if code == INTERRUPTED:
        import signal

        # A shell's loop goes on after a program that only returned 130; it stops after one that the interrupt ended.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
    sys.exit(code)


def answered(arguments: Sequence[str]) -> int:
    """Run one command line: its exit code. Whatever goes wrong is one line on stderr; with --debug its traceback follows."""
    desk = Desk()
    try:
        from claims.commands import streams

        streams.prepare()
        code = _carried_out(arguments, desk)
        streams.finish()
    except (Exception, KeyboardInterrupt) as problem:  # noqa: BLE001 - the one place where errors become words
        from claims.commands.mistakes import told

        return told(problem, debug=desk.debug)
    return code


def _carried_out(arguments: Sequence[str], desk: Desk) -> int:
    """Parse and run, without what click's own `main` does about errors and pipes."""
    from claims.commands.front import COMPLETION, PROGRAM, show

    if instruction := os.environ.get(COMPLETION):
        from claims.commands.shells import completed

        return completed(instruction)
    if list(arguments) in (["-h"], ["--help"]):
        show()
        return 0
    import click

    from claims.commands.verbs import main

    try:
        with main.make_context(PROGRAM, list(arguments), obj=desk) as context:
            main.invoke(context)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    return 0
