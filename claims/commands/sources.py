"""Sources: who speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from claims.commands.completing import CASE, OUTLET, SOURCE
from claims.commands.desk import Desk
from claims.commands.output import afterwards, answer, answer_json, next_step, on_terminal, styler, talk, terminal_width
from claims.commands.paging import paged
from claims.commands.parameters import TEXT, dry_run_option, json_option, word_option
from claims.commands.saying import several, today
from claims.exports.escaping import shown_line
from claims.vocabulary import Reliability, SourceKind

if TYPE_CHECKING:
    from claims.services.curating import Curated, SourceFacts


@click.group()
def source() -> None:
    """Make, show, correct, grade and merge sources."""


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
            "--owner",
            type=SOURCE,
            multiple=True,
            metavar="SOURCE[@2018..2021]",
            help="Who owns it: a source or a plain name, and from when to when; instead of what was said before. May be given several times.",
        ),
        click.option(
            "--affiliation",
            type=SOURCE,
            multiple=True,
            metavar="SOURCE[@2018..2021]",
            help="Whom it belongs to or speaks for, in the same form.",
        ),
        click.option(
            "--member",
            "members",
            type=SOURCE,
            multiple=True,
            help="A member of a group, instead of those said before. May be given several times.",
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

    for name in ("owner", "affiliation", "members"):
        options[name] = several(options[name])
    return SourceFacts(**options)


def _told(curated: Curated, dry_run: bool) -> None:
    """The id, and who else has one of its names."""
    answer(curated.id)
    for said in curated.mixed:
        talk(f"{shown_line(said)}: look whether that is meant.")
    for other in curated.alike:
        id = other.split()[0]
        talk(f"{other} has that name too; if they are one: claims source merge {curated.id} {id} --because …")
    afterwards(dry_run, f"source show {curated.id}")


@source.command()
@click.argument("name", type=TEXT, metavar="NAME", help="Its name.")
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
    claims source add "The Paper" --kind outlet --owner "A holding@2018.."
    claims source add "a Western official" --unnamed --known-to "The Post"
    """
    from claims.services.curating import add_source

    facts = _said(name=name, kind=kind, aliases=several(aliases), **said)
    with desk.writing(dry_run=dry_run) as session:
        made = add_source(session, facts, key=key, case=case)
    _told(made, dry_run)


@source.command()
@click.argument("source_id", metavar="SOURCE", type=SOURCE, help="The source: S-7, its key or a name.")
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
    """Correct what is known of a source.

    The log keeps what was known before. An empty text takes a value away.

    \b
    claims source edit S-3 --kind organisation --affiliation ""
    """
    from claims.services.curating import edit_source

    with desk.writing(dry_run=dry_run) as session:
        changed = edit_source(session, source_id, _said(name=name, kind=kind, **said), because)
    _told(changed, dry_run)


@source.command()
@click.argument("source_id", metavar="SOURCE", type=SOURCE, help="The source: S-7, its key or a name.")
@click.argument("names", metavar="NAME...", nargs=-1, required=True, type=TEXT, help="Other names of it.")
@click.option("--remove", is_flag=True, help="Take the names away.")
@dry_run_option
@click.pass_obj
def alias(desk: Desk, source_id: str, names: tuple[str, ...], remove: bool, dry_run: bool) -> None:
    """Give a source other names by which it is known everywhere, or take them away."""
    from claims.services.curating import alias as rename

    with desk.writing(dry_run=dry_run) as session:
        changed = rename(session, source_id, names, remove=remove)
    _told(changed, dry_run)


@source.command()
@click.argument("source_id", metavar="SOURCE", type=SOURCE, help="The source: S-7, its key or a name.")
@click.argument("into", metavar="INTO", type=SOURCE, help="The source that stands for it from then on.")
@click.option("--because", required=True, type=TEXT, help="How you know that they are one.")
@dry_run_option
@click.pass_obj
def merge(desk: Desk, source_id: str, into: str, because: str, dry_run: bool) -> None:
    """Say that two sources are one.

    What SOURCE said counts as said by INTO, until that is undone.
    """
    from claims.services.curating import merge as join

    with desk.writing(dry_run=dry_run) as session:
        merged = join(session, source_id, into, because)
    answer(f"{merged.source} is {merged.into} from now on")
    afterwards(dry_run, f"undo {merged.event}", "parts them")


@source.command()
@click.argument("source_id", metavar="SOURCE", type=SOURCE, help="The source: S-7, its key or a name.")
@click.argument(
    "letter",
    metavar="A-F",
    type=click.Choice([letter.value for letter in Reliability], case_sensitive=False),
    help="A completely reliable, E unreliable, F cannot be judged.",
)
@click.option("--because", required=True, type=TEXT, help="Why.")
@click.option("--date", type=TEXT, metavar="DATE", help="Since when you find so; today without it.")
@dry_run_option
@click.pass_obj
def grade(desk: Desk, source_id: str, letter: str, because: str, date: str | None, dry_run: bool) -> None:
    """Say how reliable a source is."""
    from claims.services.curating import grade as judge

    with desk.writing(dry_run=dry_run) as session:
        graded = judge(session, source_id, Reliability(letter.upper()), because, today() if date is None else date)
    answer(f"{graded.id}: {letter.upper()}")
    afterwards(dry_run, f"undo {graded.event}", "takes this back")


@source.command()
@click.argument("source_id", metavar="SOURCE", type=SOURCE, help="The source: S-7, its key or a name.")
@click.option(
    "--record", "with_record", is_flag=True, help="What became of the claims in which it speaks: numbers, and no grade."
)
@json_option
@click.pass_obj
def show(desk: Desk, source_id: str, with_record: bool, as_json: bool) -> None:
    """A source, and what it passed on.

    \b
    claims source show S-3 --record
    """
    from claims.exports.records_json import source_record_json
    from claims.exports.resting import record_json, record_lines
    from claims.exports.summaries import source_summary
    from claims.services.curating import show_source
    from claims.services.depending import track_record
    from claims.services.lookup import find_source

    with desk.reading() as session:
        record = show_source(session, source_id)
        became = track_record(session, find_source(session, source_id)) if with_record else None
    if as_json:
        answer_json(source_record_json(record) | ({"record": record_json(became)} if became is not None else {}))
        return
    width, style = terminal_width(), styler()
    lines = list(source_summary(record, width=width, style=style))
    paged(lines if became is None else [*lines, *record_lines(became, width=width, style=style)])
    if record.passed_on and on_terminal():
        next_step(f"trace {record.passed_on[0].claim}")


COMMANDS = (source,)
