"""What a person sees: answers on stdout, talk on stderr, everything from outside escaped, colour never alone."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import sys
from collections.abc import Callable, Iterable
from typing import Any

import click

from claims.commands.desk import Desk
from claims.commands.streams import answering
from claims.exports.escaping import shown, shown_line

_STYLES: dict[str, dict[str, Any]] = {
    "id": {"fg": "cyan"},
    "held": {"fg": "green"},
    "quoted": {"fg": "yellow"},
    "named": {"fg": "red"},
    "status": {"bold": True},
    "muted": {"dim": True},
    "warn": {"fg": "red", "bold": True},
}


def on_terminal() -> bool:
    """Whether a person reads the answer as it comes."""
    return sys.stdout.isatty()


def coloured() -> bool:
    """Whether stdout takes colour: a terminal, and nobody asked for none."""
    return on_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def styler() -> Callable[[str, str], str]:
    """`style(name, text)`: the text in the colour of that name, or as it is where colour is not wanted."""
    if not coloured():
        return lambda _name, text: text
    return lambda name, text: click.style(text, **_STYLES[name])


def terminal_width() -> int | None:
    """The width to wrap at, None where stdout is no terminal."""
    return shutil.get_terminal_size().columns if on_terminal() else None


def answer(text: str) -> None:
    """A line of the answer; what would act on a terminal is escaped."""
    draw([shown(text)])


def draw(lines: Iterable[str]) -> None:
    """Lines that are coloured already, and whose text from outside was escaped before that."""
    with answering():
        sys.stdout.writelines(f"{line}\n" for line in lines)


def answer_bytes(chunks: Iterable[bytes]) -> None:
    """An answer that is a file: JSON, Markdown, YAML. UTF-8 whatever the terminal's encoding."""
    with answering():
        sys.stdout.flush()
    stream = sys.stdout.buffer
    for chunk in chunks:
        with answering():
            stream.write(chunk)
    with answering():
        stream.flush()


def answer_json(value: object) -> None:
    """The answer for programs."""
    from claims.exports.trace_json import dumps

    answer_bytes([dumps(value)])


def talk(text: str) -> None:
    """Something said beside the answer; `-q` silences it."""
    desk = _desk()
    if desk is None or not desk.quiet:
        _say(shown(text))


def next_step(command: str, purpose: str | None = None) -> None:
    """One suggestion of what to do next, ready to be pasted: the database that --db named is named in it too."""
    desk = _desk()
    named = f"--db {quoted_word(desk.shown_db)} " if desk is not None and desk.shown_db is not None else ""
    talk(f"Next: claims {named}{command}" + (f"   # {purpose}" if purpose else ""))


def afterwards(dry_run: bool, command: str, purpose: str | None = None) -> None:
    """After a change: what to do next, or that nothing was kept."""
    if dry_run:
        talk("Nothing was kept (--dry-run).")
    else:
        next_step(command, purpose)


def quoted_word(word: str) -> str:
    """A word as a shell takes it, with what acts on a terminal escaped."""
    return shown_line(shlex.quote(word))


def complain(sentence: str, problem: BaseException | None = None) -> None:
    """An error, never silenced, with the traceback of a problem that is to be shown."""
    said = f"Error: {shown_line(sentence)}"
    if problem is not None:
        import traceback

        said += "\n" + shown("".join(traceback.format_exception(problem))).rstrip()
    _say(said)


def _say(text: str) -> None:
    """A line on stderr, if anybody reads it."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            sys.stderr.write(f"{text}\n")
            sys.stderr.flush()


def counted(number: int, noun: str) -> str:
    """`1 claim`, `2 claims`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _desk() -> Desk | None:
    context = click.get_current_context(silent=True)
    return context.find_object(Desk) if context is not None else None
