"""The parts of a chain: words in articles, and hops between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from claims.commands.completing import APPEARANCE, ARTICLE, CLAIM, END, HOP, OWN_ARTICLE, SOURCE
from claims.commands.desk import Desk
from claims.commands.output import afterwards, answer
from claims.commands.parameters import TEXT, dry_run_option, word_option
from claims.vocabulary import Basis, DateBasis, HedgeScope, Knows, Manner, Part, Stance, Verdict

if TYPE_CHECKING:
    from claims.services.hopping import HopSaid
    from claims.services.wording import WordsSaid
    from claims.store.engine import Session


@click.group()
def words() -> None:
    """Words: where a claim stands, in the article's own words."""


def _words_options(function: click.decorators.FC) -> click.decorators.FC:
    for option in (
        click.option("--in", "read_in", type=ARTICLE, metavar="A-1", help="The article where the words can be read."),
        click.option(
            "--article",
            type=OWN_ARTICLE,
            metavar="A-2",
            help="Its own article, where that is another one; `none` for none.",
        ),
        click.option("--nth", type=click.IntRange(min=1), help="Which occurrence of the words is meant."),
        click.option("--at", type=TEXT, metavar="575-595", help="Where the words stand."),
        word_option("--part", words=Part, help="Which part of the article."),
        word_option("--stance", words=Stance, help="What it does with the claim."),
        word_option("--knows", words=Knows, help="How the source is shown to know."),
        click.option("--named-as", type=TEXT, help="What the page calls the source."),
        click.option(
            "--hedge",
            "wording_hedges",
            type=TEXT,
            multiple=True,
            metavar="WORDS[@664-674]",
            help="A hedge on the words themselves.",
        ),
        click.option(
            "--hedged-by",
            "attribution_hedges",
            type=TEXT,
            multiple=True,
            metavar="WORDS[@664-674]",
            help="A hedge on who said it.",
        ),
        click.option("--dated", type=TEXT, metavar="DATE", help="A date of this appearance."),
        word_option(
            "--date-basis",
            words=DateBasis,
            default=DateBasis.PAGE.value,
            show_default=True,
            help="Where the date comes from.",
        ),
        click.option("--date-because", type=TEXT, help="Why this date."),
        click.option("--date-at", type=TEXT, metavar="A-1:218-225", help="Where the date can be read."),
        click.option("--because", type=TEXT, help="Why it is recorded so."),
    ):
        function = option(function)
    return function


def _appearance(text: str | None, options: dict[str, Any], source: str | None) -> WordsSaid:
    from claims.services.articles import dated
    from claims.services.places import TypedWords, hedge_of
    from claims.services.wording import WordsSaid

    nth, at = options.pop("nth"), options.pop("at")
    if text is None and (nth is not None or at is not None):
        raise click.UsageError("--nth and --at go with the words.")
    wording, attribution = options.pop("wording_hedges"), options.pop("attribution_hedges")
    hedges = (
        *(hedge_of(h, HedgeScope.WORDING) for h in wording),
        *(hedge_of(h, HedgeScope.ATTRIBUTION) for h in attribution),
    )
    value, basis = options.pop("dated"), options.pop("date_basis")
    because, date_at = options.pop("date_because"), options.pop("date_at")
    dates = (dated(value, basis, because, date_at),) if value is not None else ()
    return WordsSaid(
        source=source,
        words=TypedWords(text, nth, at) if text is not None else None,
        hedges=hedges or None,
        dated=dates,
        **options,
    )


@words.command("add")
@click.argument("claim", type=CLAIM)
@click.argument("text", required=False, type=TEXT)
@click.option("--source", required=True, type=SOURCE, help="Who speaks: name, key or S-7.")
@click.option("--key", type=TEXT, help="Its key within the claim; made of the source's where none is given.")
@_words_options
@dry_run_option
@click.pass_obj
def words_add(
    desk: Desk, /, claim: str, text: str | None, source: str, key: str | None, dry_run: bool, **options: Any
) -> None:
    """Say where a claim stands: a source, and the article's words (a few of them) where there are any.

    \b
    claims words add C-1 "drone-making factory" --in A-1 --source express --part lead
    claims words add C-1 --source putin
    """
    from claims.services.wording import add_words

    with desk.writing(dry_run=dry_run) as session:
        made = add_words(session, claim, _appearance(text, options, source), key)
    answer(made)
    afterwards(dry_run, f"hop add {claim} {made} --from SOURCE --cites")


@words.command("edit")
@click.argument("appearance", metavar="P-5", type=APPEARANCE)
@click.argument("text", required=False, type=TEXT)
@click.option("--source", type=SOURCE, help="Who speaks.")
@_words_options
@dry_run_option
@click.pass_obj
def words_edit(
    desk: Desk, /, appearance: str, text: str | None, source: str | None, dry_run: bool, **options: Any
) -> None:
    """Correct an appearance; the log keeps what stood there before. `claims undo P-5` withdraws it."""
    from claims.services.lookup import required_number
    from claims.services.wording import edit_words

    with desk.writing(dry_run=dry_run) as session:
        number = required_number(session, appearance, "P", "an appearance's, such as P-5")
        changed = edit_words(session, number, _appearance(text, options, source), None)
    answer(changed)
    afterwards(dry_run, f"undo {changed}", "withdraws it")


@click.group()
def hop() -> None:
    """Hops: who had it from whom, and the words that say so."""


def _hop_options(function: click.decorators.FC) -> click.decorators.FC:
    for manner in reversed(Manner):
        function = click.option(f"--{manner}", "manner", flag_value=manner.value, help=_MANNERS[manner])(function)
    for option in (
        word_option("--basis", words=Basis, help="Why we say so."),
        click.option("--cue", type=TEXT, help="The words that say so."),
        click.option("--in", "read_in", type=ARTICLE, metavar="A-1", help="The article where they can be read."),
        click.option("--nth", type=click.IntRange(min=1), help="Which occurrence of the cue is meant."),
        click.option("--at", type=TEXT, metavar="820-838", help="Where the cue stands."),
        click.option(
            "--hedged-by", "hedges", type=TEXT, multiple=True, metavar="WORDS[@664-674]", help="A hedge on who said it."
        ),
        click.option("--because", type=TEXT, help="The reason, needed where the basis is inferred."),
    ):
        function = option(function)
    return function


_MANNERS = {
    Manner.QUOTES: "It quotes the words.",
    Manner.PARAPHRASES: "It says it in its own words.",
    Manner.TRANSLATES: "It translates the words.",
    Manner.REPUBLISHES: "It copies the article.",
    Manner.CITES: "It names the other as its source.",
    Manner.HEARD_FROM: "An outlet that had it from the speaker.",
    Manner.RECOUNTS: "A speaker who was there tells what the other said or did.",
}


def _hop_said(options: dict[str, Any]) -> HopSaid:
    from claims.services.hopping import HopSaid
    from claims.services.places import TypedWords, hedge_of

    cue, nth, at, manner = options.pop("cue"), options.pop("nth"), options.pop("at"), options.pop("manner")
    if cue is None and (nth is not None or at is not None):
        raise click.UsageError("--nth and --at go with --cue.")
    hedges = tuple(hedge_of(h, HedgeScope.ATTRIBUTION) for h in options.pop("hedges"))
    return HopSaid(
        manner=Manner(str(manner)) if manner is not None else None,
        cue=TypedWords(cue, nth, at) if cue is not None else None,
        hedges=hedges or None,
        **options,
    )


@hop.command("add")
@click.argument("claim", type=CLAIM)
@click.argument("downstream", type=END)
@click.option(
    "--from",
    "upstream",
    required=True,
    type=END,
    help="What it relies on: P-5, a key, a source, or A-3 for the outlet there.",
)
@click.option("--key", type=TEXT, help="Needed for a second hop between the same two.")
@_hop_options
@dry_run_option
@click.pass_obj
def hop_add(
    desk: Desk, /, claim: str, downstream: str, upstream: str, key: str | None, dry_run: bool, **options: Any
) -> None:
    """Say that DOWNSTREAM relies on another appearance of the claim. A source that has none here gets one.

    \b
    claims hop add C-1 ki --from cnn-turk --cites --cue "CNN Turkey reports" --in A-1
    claims hop add C-1 cnn-turk --from erdogan --heard-from --basis inferred --because "He told reporters."
    """
    from claims.services.hopping import add_hop

    with desk.writing(dry_run=dry_run) as session:
        made = add_hop(session, claim, downstream, upstream, _hop_said(options), key)
    answer(made)
    afterwards(dry_run, f"trace {claim}")


def _hop_number(session: Session, typed: str) -> int:
    from claims.services.lookup import required_number

    return required_number(session, typed, "H", "a hop's, such as H-9")


@hop.command("edit")
@click.argument("hop_id", metavar="H-9", type=HOP)
@_hop_options
@dry_run_option
@click.pass_obj
def hop_edit(desk: Desk, /, hop_id: str, dry_run: bool, **options: Any) -> None:
    """Correct a hop; the log keeps what stood there before. `claims undo H-9` withdraws it."""
    from claims.services.hopping import edit_hop

    with desk.writing(dry_run=dry_run) as session:
        changed = edit_hop(session, _hop_number(session, hop_id), _hop_said(options), None)
    answer(changed)
    afterwards(dry_run, f"undo {changed}", "withdraws it")


def _decide(desk: Desk, hop_ids: tuple[str, ...], verdict: Verdict, because: str | None, dry_run: bool) -> None:
    from claims.services.hopping import decide

    for hop_id in hop_ids:
        with desk.writing(dry_run=dry_run) as session:
            answer(f"{decide(session, _hop_number(session, hop_id), verdict, because)}: {verdict}")
    afterwards(dry_run, "log", "shows the event that `claims undo` takes back")


@hop.command()
@click.argument("hop_ids", metavar="H-9...", nargs=-1, required=True, type=HOP)
@click.option("--because", type=TEXT, help="Why.")
@dry_run_option
@click.pass_obj
def confirm(desk: Desk, hop_ids: tuple[str, ...], because: str | None, dry_run: bool) -> None:
    """Say that a hop is right."""
    _decide(desk, hop_ids, Verdict.CONFIRMED, because, dry_run)


@hop.command()
@click.argument("hop_ids", metavar="H-9...", nargs=-1, required=True, type=HOP)
@click.option("--because", type=TEXT, help="Why.")
@dry_run_option
@click.pass_obj
def reject(desk: Desk, hop_ids: tuple[str, ...], because: str | None, dry_run: bool) -> None:
    """Say that a hop is wrong: it carries nothing from then on."""
    _decide(desk, hop_ids, Verdict.REJECTED, because, dry_run)


COMMANDS = (words, hop)
