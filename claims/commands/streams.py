"""The standard streams: closed ones, those that cannot show a letter, and those that nobody reads any more."""

from __future__ import annotations

import codecs
import contextlib
import os
import sys
from collections.abc import Iterator

_ALIKE = {
    "●": "#", "◐": "%", "○": "o", "·": ".", "├": "|", "│": "|", "└": "`", "─": "-", "→": "->", "←": "<-", "↳": "\\>",
    "“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "–": "-", "—": "--",
}  # fmt: skip
"""What our own signs become where a terminal's encoding lacks them; other letters are shown by their numbers."""


def _alike(problem: UnicodeError) -> tuple[str, int]:
    if not isinstance(problem, UnicodeEncodeError):
        raise problem
    character = problem.object[problem.start]
    return _ALIKE.get(character) or character.encode("ascii", "backslashreplace").decode(), problem.start + 1


codecs.register_error("claims-alike", _alike)


def prepare() -> None:
    """Make the streams fit for any text; NobodyListens where stdout is closed, for a change nobody hears of is none."""
    _fill_closed()
    if sys.stdout is None:
        from claims.errors import NobodyListens

        raise NobodyListens
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="claims-alike")


def _fill_closed() -> None:
    """Open /dev/null where a standard stream is closed: no file of ours may get its number, and then its output."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


@contextlib.contextmanager
def answering() -> Iterator[None]:
    """Around whatever writes the answer: a full disk behind stdout is AnswerLost, a reader who left stays BrokenPipeError."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as problem:
        from claims.errors import AnswerLost

        give_up_stdout()
        raise AnswerLost(problem.strerror or str(problem)) from problem


def finish() -> None:
    """Get out what is still to be written."""
    with answering():
        sys.stdout.flush()


def give_up_stdout() -> None:
    """Send the rest of the answer nowhere, so that Python does not complain of it at its end."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, sys.stdout.fileno())
        finally:
            os.close(nowhere)
