"""The parts of a chain: words in articles, and hops between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from claims.commands.completing import APPEARANCE, CLAIM, END, HOP, OWN_ARTICLE, SOURCE
from claims.commands.desk import Desk
from claims.commands.output import afterwards, answer
from claims.commands.parameters import TEXT, dry_run_option, word_option
from claims.commands.saying import (
    date_options,
    place_options,
    said_dates,
    said_words,
    told,
    word_or_none_option,
)
from claims.vocabulary import Basis, HedgeScope, Knows, Manner, Part, Stance, Verdict

if TYPE_CHECKING:
    from claims.entries import HedgeEntry
    from claims.services.hopping import HopSaid
    from claims.services.wording import WordsSaid


def _hedge_options(function: click.decorators.FC) -> click.decorators.FC:
    for name, scope, what in (
        ("--hedge", HedgeScope.WORDING, "A hedge on the words themselves"),
        ("--hedged-by", HedgeScope.ATTRIBUTION, "A hedge on who said it"),
    ):
        function = click.option(
            name,
            f"{scope}_hedges",
            type=TEXT,
            multiple=True,
            metavar="WORDS[@664-674]",
            help=f"{what}. May be given several times; instead of all that stand.",
        )(function)
    return function


def _hedges(options: dict[str, Any]) -> tuple[HedgeEntry, ...] | None:
    """The hedges that were said, taken out of the options; none of them where only empty ones were."""
    from claims.services.places import hedge_of

    said = [(scope, text) for scope in reversed(HedgeScope) for text in options.pop(f"{scope}_hedges")]
    return tuple(hedge_of(text, scope) for scope, text in said if text.strip()) if said else None


# --- words -----------------------------------------------------------------------------------------------------------


@click.group()
def words() -> None:
    """Say where a claim stands, in an article's words."""


def _words_options(function: click.decorators.FC) -> click.decorators.FC:
    for option in (
        click.option(
            "--article",
            type=OWN_ARTICLE,
            metavar="A-2",
            help="Its own article, where that is another one; `none` for none.",
        ),
        word_or_none_option("--part", words=Part, help="Which part of the article."),
        word_option("--stance", words=Stance, help="What it does with the claim."),
        word_or_none_option("--knows", words=Knows, help="How the source is shown to know."),
        click.option("--named-as", type=TEXT, help="What the page calls the source; an empty text takes it away."),
        click.option("--because", type=TEXT, help="Why it is recorded so."),
    ):
        function = option(function)
    return place_options(_hedge_options(date_options(function)))


def _appearance(text: str | None, options: dict[str, Any], **more: Any) -> WordsSaid:
    from claims.services.wording import WordsSaid

    typed, hedges, dates = said_words(text, options, "the words"), _hedges(options), said_dates(options)
    return WordsSaid(words=typed, hedges=hedges, dated=dates, **options, **more)


@words.command("add")
@click.argument("claim", type=CLAIM, help="The claim: C-12, c12 or its key.")
@click.argument("text", required=False, type=TEXT, help="The article's words, a few of them.")
@click.option("--source", required=True, type=SOURCE, help="Who speaks: name, key or S-7.")
@click.option("--key", type=TEXT, help="Its key within the claim; made of the source's where none is given.")
@_words_options
@dry_run_option
@click.pass_obj
def words_add(
    desk: Desk, /, claim: str, text: str | None, source: str, key: str | None, dry_run: bool, **options: Any
) -> None:
    """Say where a claim stands: who speaks, and in which words.

    \b
    claims words add C-1 "drone-making factory" --in A-1 --source express
    claims words add C-1 "asked for a deal" --in A-1 --source ki \\
      --hedged-by reportedly@664-674
    claims words add C-1 --source putin
    """
    from claims.services.wording import add_words

    said = _appearance(text, options, source=source)
    with desk.writing(dry_run=dry_run) as session:
        made = add_words(session, claim, said, key)
    told(made, dry_run, f"trace {made.claim}")


@words.command("edit")
@click.argument("appearance", metavar="P-5", type=APPEARANCE, help="The appearance.")
@click.argument("text", required=False, type=TEXT, help="The article's words, a few of them.")
@click.option("--source", type=SOURCE, help="Who speaks.")
@click.option("--no-dates", is_flag=True, help="Take its dates away first.")
@_words_options
@dry_run_option
@click.pass_obj
def words_edit(
    desk: Desk,
    /,
    appearance: str,
    text: str | None,
    source: str | None,
    no_dates: bool,
    dry_run: bool,
    **options: Any,
) -> None:
    """Correct an appearance.

    The log keeps what stood there before. An empty TEXT takes its words away; `claims undo P-5` withdraws all of it.
    """
    from claims.services.lookup import required_number
    from claims.services.wording import edit_words

    said = _appearance(text, options, source=source, no_dates=no_dates)
    with desk.writing(dry_run=dry_run) as session:
        number = required_number(session, appearance, "P", "an appearance's, such as P-5")
        changed = edit_words(session, number, said)
    told(changed, dry_run)


# --- hops ------------------------------------------------------------------------------------------------------------


@click.group()
def hop() -> None:
    """Say who had it from whom."""


def _hop_options(function: click.decorators.FC) -> click.decorators.FC:
    for manner in reversed(Manner):
        function = click.option(f"--{manner}", "manner", flag_value=manner.value, help=_MANNERS[manner])(function)
    for option in (
        word_option("--basis", words=Basis, help="Why we say so."),
        click.option("--cue", type=TEXT, help="The words that say so; an empty text takes them away."),
        click.option("--because", type=TEXT, help="The reason, needed where the basis is inferred."),
    ):
        function = option(function)
    return place_options(_hedge_options(function))


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

    cue, hedges, manner = said_words(options.pop("cue"), options, "--cue"), _hedges(options), options.pop("manner")
    return HopSaid(manner=Manner(str(manner)) if manner is not None else None, cue=cue, hedges=hedges, **options)


@hop.command("add")
@click.argument("claim", type=CLAIM, help="The claim: C-12, c12 or its key.")
@click.argument("downstream", type=END, help="Who relies on it: P-5, a key, a source, or A-3 for the outlet there.")
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
    """Say that one appearance of a claim relies on another.

    A source that has none in this claim gets one.

    \b
    claims hop add C-1 ki --from cnn --cites --cue "CNN reports" --in A-1
    claims hop add C-1 cnn --from erdogan --heard-from --basis inferred \\
      --because "He told reporters."
    """
    from claims.services.hopping import add_hop

    said = _hop_said(options)
    with desk.writing(dry_run=dry_run) as session:
        made = add_hop(session, claim, downstream, upstream, said, key)
    told(made, dry_run, f"trace {made.claim}")


@hop.command("edit")
@click.argument("hop_id", metavar="H-9", type=HOP, help="The hop.")
@_hop_options
@dry_run_option
@click.pass_obj
def hop_edit(desk: Desk, /, hop_id: str, dry_run: bool, **options: Any) -> None:
    """Correct a hop.

    The log keeps what stood there before. `claims undo H-9` withdraws it.
    """
    from claims.services.hopping import edit_hop
    from claims.services.lookup import required_number

    said = _hop_said(options)
    with desk.writing(dry_run=dry_run) as session:
        changed = edit_hop(session, required_number(session, hop_id, "H", A_HOP), said)
    told(changed, dry_run)


A_HOP = "a hop's, such as H-9"


def _decide(desk: Desk, hop_ids: tuple[str, ...], verdict: Verdict, because: str | None, dry_run: bool) -> None:
    from claims.services.hopping import decide
    from claims.services.lookup import required_number

    with desk.writing(dry_run=dry_run) as session:
        numbers = [required_number(session, id, "H", A_HOP) for id in hop_ids]
        decided = decide(session, numbers, verdict, because)
    answer(f"{decided.id}: {verdict}")
    afterwards(dry_run, f"undo {decided.event}", "takes this back")


@hop.command()
@click.argument("hop_ids", metavar="H-9...", nargs=-1, required=True, type=HOP, help="Hops.")
@click.option("--because", type=TEXT, help="Why.")
@dry_run_option
@click.pass_obj
def confirm(desk: Desk, hop_ids: tuple[str, ...], because: str | None, dry_run: bool) -> None:
    """Say that hops are right; those that were rejected are back then."""
    _decide(desk, hop_ids, Verdict.CONFIRMED, because, dry_run)


@hop.command()
@click.argument("hop_ids", metavar="H-9...", nargs=-1, required=True, type=HOP, help="Hops.")
@click.option("--because", type=TEXT, help="Why.")
@dry_run_option
@click.pass_obj
def reject(desk: Desk, hop_ids: tuple[str, ...], because: str | None, dry_run: bool) -> None:
    """Say that hops are wrong: they carry nothing from then on."""
    _decide(desk, hop_ids, Verdict.REJECTED, because, dry_run)


COMMANDS = (words, hop)
