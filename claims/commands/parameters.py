"""Options that several commands share."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

import click

from claims.errors import did_you_mean

F = TypeVar("F", bound=Callable[..., Any])


class Word(click.ParamType[Any]):
    """A word of a closed set, by its value (click.Choice would take the names of members)."""

    def __init__(self, words: type[StrEnum]) -> None:
        self.words = words
        self.name = words.__name__.lower()

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002 - click's signature
        return "[" + "|".join(self.words) + "]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        words = [w.value for w in self.words]
        if value not in words:
            self.fail(f"{value} is none of {', '.join(words)}.{did_you_mean(str(value), words)}", param, ctx)
        return self.words(value)


def json_option(function: F) -> F:
    return click.option("--json", "as_json", is_flag=True, help="The answer as JSON.")(function)


def dry_run_option(function: F) -> F:
    return click.option("--dry-run", is_flag=True, help="Do everything but keep it: say what would happen.")(function)


def as_of_option(function: F) -> F:
    return click.option(
        "--as-of", metavar="DATE|E-12", help="As the log stood at the end of a day, or after an event."
    )(function)
