"""What verbs made by hand share: options for dates and places, words that an empty text takes away, and how they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from claims.commands.completing import ARTICLE
from claims.commands.output import afterwards, answer, talk
from claims.commands.parameters import TEXT, Word, word_option
from claims.vocabulary import DateBasis

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claims.services.articles import DateSaid
    from claims.services.living import Done
    from claims.services.places import TypedWords


class WordOrNone(Word[str]):
    """A word of a closed set, or an empty text, which takes away the one that stands."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return super().convert(value, param, ctx) if str(value).strip() else ""


def word_or_none_option(*names: str, words: Iterable[str], help: str) -> Any:  # noqa: A002 - as click calls it
    """An option that takes a word of a closed set or an empty text; its help names the words."""
    kind = WordOrNone(words)
    listed = ", ".join(kind.words)
    return click.option(
        *names, type=kind, metavar="WORD", help=f"{help} One of: {listed}; an empty text takes it away."
    )


def several(given: tuple[str, ...]) -> tuple[str, ...] | None:
    """The values of an option that may be given several times; None where it was not given at all."""
    return given or None


def today() -> str:
    """The day of what is said now (UTC)."""
    from claims.store.engine import utc_now

    return utc_now()[:10]


def done_on(date: str | None) -> str:
    """The day of what somebody did: today where none is said. One to come is refused."""
    return today() if date is None else come_by_now(date)


def come_by_now(date: str) -> str:
    """A date that is not in the future."""
    from claims.store.engine import utc_now
    from claims.text.dates import already_come

    return already_come(date, utc_now())


# --- dates -----------------------------------------------------------------------------------------------------------


def date_options(function: click.decorators.FC) -> click.decorators.FC:
    """A date to add, with its basis; `said_dates` takes the options up."""
    for option in (
        click.option(
            "--dated", type=TEXT, metavar="DATE", help="A date to add: 2022, 2022-07, 2022-07-26 or with a time."
        ),
        word_option(
            "--date-basis",
            words=DateBasis,
            help=f"Where the date comes from, {DateBasis.PAGE} where nothing is said.",
        ),
        click.option("--date-because", type=TEXT, help="Why this date."),
        click.option("--date-at", type=ARTICLE, metavar="A-1:218-225", help="Where the date can be read."),
    ):
        function = option(function)
    return function


def said_dates(options: dict[str, Any]) -> tuple[DateSaid, ...]:
    """The date that was said, taken out of the options."""
    from claims.services.articles import DateSaid

    value, basis = options.pop("dated"), options.pop("date_basis")
    because, at = options.pop("date_because"), options.pop("date_at")
    if value is None:
        if (basis, because, at) != (None, None, None):
            raise click.UsageError("--date-basis, --date-because and --date-at go with --dated.")
        return ()
    return (DateSaid(value, basis or DateBasis.PAGE, because, at),)


# --- words in articles -----------------------------------------------------------------------------------------------


def place_options(function: click.decorators.FC) -> click.decorators.FC:
    """Where words of an article stand; `said_words` takes the options up."""
    for option in (
        click.option("--in", "read_in", type=ARTICLE, metavar="A-1", help="The article where the words can be read."),
        click.option("--nth", type=click.IntRange(min=1), help="Which occurrence of the words is meant."),
        click.option(
            "--at", type=TEXT, metavar="575-595", help="Where the words stand; without words: whatever stands there."
        ),
        click.option(
            "--reading", type=TEXT, metavar="HASH", help="Which reading of the article is meant; the newest without it."
        ),
    ):
        function = option(function)
    return function


def said_words(text: str | None, options: dict[str, Any], name: str) -> TypedWords | None:
    """The words that were said, their place taken out of the options. `name`: what the messages call them."""
    from claims.services.places import TypedWords

    nth, at, reading = options.pop("nth"), options.pop("at"), options.pop("reading")
    if nth is not None and at is not None:
        raise click.UsageError("--nth and --at both say which words are meant: give one.")
    if text is None and at is None:
        if nth is not None or reading is not None:
            raise click.UsageError(f"--nth and --reading go with {name}.")
        return None
    return TypedWords(text, nth, at, reading)


# --- answers ---------------------------------------------------------------------------------------------------------


def told(done: Done, dry_run: bool, command: str | None = None, purpose: str | None = None) -> None:
    """The id on stdout; beside it what else came into being, and what to do next: where nothing else is to be done, how to take it back."""
    answer(done.id)
    for made in done.made:
        talk(f"{made}.")
    if command is None:
        afterwards(dry_run, f"undo {done.event}", "takes this back")
    else:
        afterwards(dry_run, command, purpose)
