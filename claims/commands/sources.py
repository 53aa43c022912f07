"""Sources: who speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from claims.commands.completing import CASE, OUTLET, SOURCE
from claims.commands.desk import Desk
from claims.commands.output import afterwards, answer, answer_json, next_step, styler, talk, terminal_width
from claims.commands.paging import paged
from claims.commands.parameters import TEXT, dry_run_option, json_option, word_option
from claims.vocabulary import Reliability, SourceKind

if TYPE_CHECKING:
    from claims.services.curating import SourceFacts


@click.group()
def source() -> None:
    """Sources: make, show, correct, grade and merge them."""


def _facts(function: click.decorators.FC) -> click.decorators.FC:
    """The options that say something of a source."""
    for option in (
        click.option(
            "--unnamed/--named",
            "unnamed",
            default=None,
            help="Whether nobody says who it is; never matched by name then.",
        ),
        click.option("--known-to", type=OUTLET, help="The outlet that knows who an unnamed source is."),
        click.option(
            "--owner", type=SOURCE, help="Who owns it: a source or a plain name; an empty text takes it away."
        ),
        click.option("--affiliation", type=SOURCE, help="Whom a person belongs to or speaks for."),
        click.option("--since", type=TEXT, metavar="DATE", help="Since when the owner or affiliation holds."),
        click.option("--until", type=TEXT, metavar="DATE", help="Until when it held."),
        click.option(
            "--member", "members", type=SOURCE, multiple=True, help="A member of a group. May be given several times."
        ),
        click.option("--country", type=TEXT, help="Its country."),
        click.option("--zone", type=TEXT, help="Its time zone, such as Europe/Istanbul."),
        click.option("--language", type=TEXT, help="Its language."),
        click.option("--url", type=TEXT, help="Its address."),
        click.option("--note", type=TEXT, help="A note for the desk."),
    ):
        function = option(function)
    return function


def _said(**options: Any) -> SourceFacts:
    from claims.services.curating import SourceFacts

    members = options.pop("members")
    return SourceFacts(**options, members=members or None)


@source.command()
@click.argument("name", type=TEXT)
@word_option("--kind", words=SourceKind, default=SourceKind.PERSON.value, show_default=True, help="What it is.")
@click.option(
    "--alias", "aliases", type=TEXT, multiple=True, help="Another name of it everywhere. May be given several times."
)
@click.option("--key", type=TEXT, help="Its key in case files; made of its name where none is given.")
@click.option("--case", type=CASE, help="The case it belongs to, where there are several.")
@_facts
@dry_run_option
@click.pass_obj
def add(
    desk: Desk,
    /,
    name: str,
    kind: SourceKind,
    aliases: tuple[str, ...],
    key: str | None,
    case: str | None,
    dry_run: bool,
    **said: Any,
) -> None:
    """Make a source.

    \b
    claims source add "CNN Türk" --kind outlet --alias "CNN Turkey"
    claims source add "a senior Western official" --unnamed --known-to "The Washington Post"
    """
    from claims.services.curating import add_source

    facts = _said(name=name, kind=kind, aliases=aliases or None, **said)
    with desk.writing(dry_run=dry_run) as session:
        made, alike = add_source(session, facts, key=key, case=case)
    answer(made)
    for other in alike:
        talk(f"{other} has that name too; if they are one: claims source merge {made} {other.split()[0]} --because …")
    afterwards(dry_run, f"source show {made}")


@source.command()
@click.argument("source_id", metavar="SOURCE", type=SOURCE)
@click.option("--name", type=TEXT, help="Its name.")
@word_option("--kind", words=SourceKind, help="What it is.")
@click.option("--because", type=TEXT, help="Why.")
@_facts
@dry_run_option
@click.pass_obj
def edit(
    desk: Desk,
    /,
    source_id: str,
    name: str | None,
    kind: SourceKind | None,
    because: str | None,
    dry_run: bool,
    **said: Any,
) -> None:
    """Correct what is known of a source; the log keeps what was known before."""
    from claims.services.curating import edit_source

    with desk.writing(dry_run=dry_run) as session:
        changed = edit_source(session, source_id, _said(name=name, kind=kind, **said), because)
    answer(changed)
    afterwards(dry_run, f"source show {changed}")


@source.command()
@click.argument("source_id", metavar="SOURCE", type=SOURCE)
@click.argument("names", metavar="NAME...", nargs=-1, required=True, type=TEXT)
@click.option("--remove", is_flag=True, help="Take the names away.")
@dry_run_option
@click.pass_obj
def alias(desk: Desk, source_id: str, names: tuple[str, ...], remove: bool, dry_run: bool) -> None:
    """Give a source other names by which it is known everywhere."""
    from claims.services.curating import alias as rename

    with desk.writing(dry_run=dry_run) as session:
        changed = rename(session, source_id, names, remove=remove)
    answer(changed)
    afterwards(dry_run, f"source show {changed}")


@source.command()
@click.argument("source_id", metavar="SOURCE", type=SOURCE)
@click.argument("into", metavar="INTO", type=SOURCE)
@click.option("--because", required=True, type=TEXT, help="How you know that they are one.")
@dry_run_option
@click.pass_obj
def merge(desk: Desk, source_id: str, into: str, because: str, dry_run: bool) -> None:
    """Say that two sources are one: what SOURCE said counts as said by INTO. `claims undo E-n` takes it back."""
    from claims.services.curating import merge as join

    with desk.writing(dry_run=dry_run) as session:
        one, other = join(session, source_id, into, because)
    answer(f"{one} is {other} from now on")
    afterwards(dry_run, f"source show {other}")


@source.command()
@click.argument("source_id", metavar="SOURCE", type=SOURCE)
@click.argument(
    "letter", metavar="A-F", type=click.Choice([letter.value for letter in Reliability], case_sensitive=False)
)
@click.option("--because", required=True, type=TEXT, help="Why.")
@dry_run_option
@click.pass_obj
def grade(desk: Desk, source_id: str, letter: str, because: str, dry_run: bool) -> None:
    """Say how reliable a source is: A completely, E not at all, F cannot be judged."""
    from claims.services.curating import grade as judge
    from claims.store.engine import utc_now

    with desk.writing(dry_run=dry_run) as session:
        graded = judge(session, source_id, Reliability(letter.upper()), because, utc_now()[:10])
    answer(f"{graded}: {letter.upper()}")
    afterwards(dry_run, f"source show {graded}")


@source.command()
@click.argument("source_id", metavar="SOURCE", type=SOURCE)
@json_option
@click.pass_obj
def show(desk: Desk, source_id: str, as_json: bool) -> None:
    """A source, and what it passed on: S-7, its key or a name."""
    from claims.exports.records_json import source_record_json
    from claims.exports.summaries import source_summary
    from claims.services.curating import show_source

    with desk.reading() as session:
        record = show_source(session, source_id)
    if as_json:
        answer_json(source_record_json(record))
        return
    paged(source_summary(record, width=terminal_width(), style=styler()))
    if record.passed_on:
        next_step(f"trace {record.passed_on[0].claim}")


COMMANDS = (source,)
