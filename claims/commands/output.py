"""What a person sees: answers on stdout, talk on stderr, everything from outside escaped, colour never alone."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import click

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


def coloured() -> bool:
    """Whether stdout takes colour: a terminal, and nobody asked for none."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def styler() -> Callable[[str, str], str]:
    """`style(name, text)`: the text in the colour of that name, or as it is where colour is not wanted."""
    if not coloured():
        return lambda _name, text: text
    return lambda name, text: click.style(text, **_STYLES[name])


def terminal_width() -> int | None:
    """The width to wrap at, None where stdout is no terminal."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def answer(text: str) -> None:
    """A line or more of the answer. Text from outside is escaped before it gets here, by `shown` or by what made it."""
    click.echo(text, color=coloured())


def answer_bytes(content: bytes) -> None:
    """An answer that is a file: JSON, Markdown, YAML."""
    sys.stdout.flush()
    stream = sys.stdout.buffer
    stream.write(content)
    stream.flush()


def answer_json(value: object) -> None:
    from claims.exports.trace_json import dumps

    answer_bytes(dumps(value))


def talk(text: str) -> None:
    """Something said beside the answer; `-q` silences it."""
    context = click.get_current_context(silent=True)
    if context is None or not context.find_root().params.get("quiet"):
        click.echo(shown(text), err=True)


def next_step(command: str) -> None:
    """One suggestion of what to do next."""
    talk(f"Next: {command}")


def complain(text: str) -> None:
    """An error; never silenced."""
    click.echo(f"Error: {shown_line(text)}", err=True)


@contextmanager
def counting(what: str, total: int) -> Iterator[Callable[[], None]]:
    """A progress bar on stderr for work that takes a while; nothing in a pipe or for little."""
    if total < 300 or not sys.stderr.isatty():
        yield lambda: None
        return
    with click.progressbar(length=total, label=what, file=sys.stderr, show_eta=True) as bar:
        yield lambda: bar.update(1)


def table(rows: Iterable[tuple[str, ...]], widths: tuple[int, ...]) -> Iterator[str]:
    """Rows in columns; the last column runs on."""
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        yield "  ".join([*cells, *row[len(widths) :]]).rstrip()
