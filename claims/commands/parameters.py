"""Kinds of arguments, and options that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

import click

from claims.errors import did_you_mean, quoted
from claims.text.door import admitted

F = TypeVar("F", bound=Callable[..., Any])
W = TypeVar("W", bound=str)


class Word(click.ParamType[W], Generic[W]):
    """A word of a closed set, by its value (click.Choice would take the names of members)."""

    name = "word"

    def __init__(self, words: Iterable[W]) -> None:
        self.words = {str(word): word for word in words}

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> W:
        typed = str(value)
        if typed not in self.words:
            hint = did_you_mean(typed, self.words) or f" Choose one of: {', '.join(self.words)}."
            self.fail(f"has no {quoted(typed)}.{hint}", param, ctx)
        return self.words[typed]

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:  # noqa: ARG002 - click's signature
        from click.shell_completion import CompletionItem

        return [CompletionItem(word) for word in self.words if word.startswith(incomplete)]


def as_utf8(typed: str) -> str:
    """What was typed as UTF-8, also under a locale that knows none."""
    try:
        return os.fsencode(typed).decode()
    except UnicodeError:
        return typed


class Text(click.ParamType[str]):
    """Words as a person types them: anything that a database can keep. File names are not of this kind: they may be any bytes."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002 - click's signature
        what = param.opts[0] if isinstance(param, click.Option) else param.human_readable_name if param else "argument"
        return admitted(f"text of {what}", as_utf8(str(value)))


TEXT = Text()


def word_option(*names: str, words: Iterable[W], help: str, **rest: Any) -> Callable[[F], F]:  # noqa: A002 - as click calls it
    """An option that takes a word of a closed set; its help names the words."""
    kind = Word(words)
    listed = ", ".join(kind.words)
    return click.option(*names, type=kind, metavar="WORD", help=f"{help} One of: {listed}.", **rest)


def json_option(function: F) -> F:
    return click.option("--json", "as_json", is_flag=True, help="The answer as JSON, for programs.")(function)


def dry_run_option(function: F) -> F:
    return click.option("--dry-run", is_flag=True, help="Say what would happen, and keep nothing.")(function)
