"""Long answers on a terminal: through a pager, as git and man do it."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import IO, cast

import click

from claims.commands.desk import Desk
from claims.commands.output import coloured, draw, on_terminal, talk
from claims.commands.streams import answering
from claims.exports.wrapping import cells

_BESIDE = 3
"""Rows of a terminal that an answer leaves: what to do next, and the shell's prompt."""

_LESS = ("less", "-FRX")
"""Ends where all of it fits, keeps colours, leaves what was read on the terminal."""


def pager() -> tuple[list[str], str]:
    """The command that long answers go through, empty for none; and what says so."""
    wanted = os.environ.get("PAGER")
    if wanted is None:
        return (list(_LESS), "less -FRX, as PAGER is not set") if shutil.which(_LESS[0]) else ([], "less is not there")
    try:
        command = shlex.split(wanted)
    except ValueError:
        return [], f"PAGER cannot be read: {wanted}"
    if not command or command == ["cat"]:
        return [], f"PAGER is {wanted.strip() or 'empty'}"
    if not shutil.which(command[0]):
        return [], f"PAGER names {command[0]}, which is not there"
    if command[0].rpartition("/")[2] == "less":
        command.append("-R" if os.environ.get("LESS") else "-FRX")
    return command, f"PAGER, {wanted}"


def paged(lines: Iterable[str]) -> None:
    """Lines as `draw` puts them out; on a terminal that they do not fit, through the pager."""
    coming = iter(lines)
    screen = list(_screenful(coming)) if _may_page() else []
    remaining = next(coming, None) if screen else None
    if remaining is not None:
        screen.append(remaining)
        command, whence = pager()
        if command and _through(command, chain(screen, coming)):
            return
        if "not there" in whence and "PAGER" in os.environ:
            talk(f"{whence}; the answer comes without it.")
    draw(chain(screen, coming))


def _may_page() -> bool:
    desk = click.get_current_context().find_object(Desk)
    return on_terminal() and os.environ.get("TERM") != "dumb" and not (desk is not None and desk.no_pager)


def _screenful(lines: Iterator[str]) -> Iterator[str]:
    """As many lines as fill the terminal; fewer are all there are."""
    columns, rows = shutil.get_terminal_size()
    free = rows - _BESIDE
    for line in lines:
        free -= sum(max(1, -(-cells(row) // columns)) for row in click.unstyle(line).split("\n"))
        yield line
        if free <= 0:
            return


def _through(command: list[str], lines: Iterable[str]) -> bool:
    """Hand the lines to the pager and wait for its end; False where it does not even start.

    Who leaves early has read what was wanted. An interrupt is the pager's, which stops searching or reading with it.
    """
    import subprocess

    with answering():
        sys.stdout.flush()
    with _interrupts_ignored():
        try:
            process = subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603 - the person's own pager
        except OSError as problem:
            talk(f"The pager {command[0]} does not start ({problem.strerror}); the answer comes without it.")
            return False
        stdin = cast("IO[bytes]", process.stdin)
        try:
            with contextlib.suppress(BrokenPipeError):
                for line in lines:
                    shown = line if coloured() else click.unstyle(line)
                    stdin.write(f"{shown}\n".encode(sys.stdout.encoding, sys.stdout.errors or "replace"))
        finally:
            with contextlib.suppress(BrokenPipeError):
                stdin.close()
            process.wait()
    return True


@contextlib.contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Ctrl-C reaches the other program alone: a handler, unlike SIG_IGN, is not handed down to it."""
    usual = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)
