"""Suggestions: what was read in articles, listed, accepted, rejected; one after the other on a terminal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from claims.commands.completing import ARTICLE, SOURCE, SUGGESTION
from claims.commands.desk import Desk
from claims.commands.filling import refuse_without_terminal
from claims.commands.output import (
    afterwards,
    answer,
    answer_json,
    coloured,
    counted,
    draw,
    next_step,
    styler,
    talk,
    terminal_width,
)
from claims.commands.paging import paged
from claims.commands.parameters import TEXT, dry_run_option, json_option, word_option
from claims.errors import did_you_mean
from claims.vocabulary import ClaimKind, Manner, Stance

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from claims.exports.suggestions_text import Look
    from claims.services.accepting import Accepted
    from claims.services.suggested import ArticleSuggestions

CLAIM_MISSING = 'Say what is claimed: --claim "In our own words", or --claim C-4 for a claim that is there.'

MOST = 1000
"""Numbers that one range names."""


class Numbers(click.ParamType[tuple[int, ...]]):
    """`12`, `M-12` or `12-15`."""

    name = "suggestion"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, ...]:
        if isinstance(value, tuple):
            return value
        found = re.fullmatch(r"[Mm]?-?([0-9]{1,18})(?:-[Mm]?-?([0-9]{1,18}))?", str(value).strip())
        if found is None:
            self.fail(f"is {value}; give a number such as M-12 or 12, or several in a row such as 12-15.", param, ctx)
        first, last = int(found[1]), int(found[2] or found[1])
        if not first <= last < first + MOST:
            self.fail(f"is {value}; a row goes upwards, over {MOST} numbers at most.", param, ctx)
        return tuple(range(first, last + 1))

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        return SUGGESTION.shell_complete(ctx, param, incomplete)


def numbers_argument(function: click.decorators.FC) -> click.decorators.FC:
    return click.argument(
        "numbers", nargs=-1, required=True, type=Numbers(), metavar="N...", help="Suggestions: M-12, 12, or 12-15."
    )(function)


class ListedByDefault(click.Group):
    """A group that lists where no verb of its own is named: `claims suggestions A-3`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        first = args[0] if args else ""
        if first not in {*self.commands, "-h", "--help"} and not did_you_mean(first, self.commands):
            args = ["list", *args]
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[Any]:
        articles = ARTICLE.shell_complete(ctx, self.commands["list"].params[0], incomplete)
        return [*super().shell_complete(ctx, incomplete), *articles]


@click.group(cls=ListedByDefault)
def suggestions() -> None:
    """What was read in articles and waits for a decision.

    Nothing here counts before a person accepts it.

    \b
    claims suggestions A-3
    claims suggestions review A-3
    claims suggestions accept 12 --claim "The bridge stays closed."
    claims suggestions reject 13 14 --because "The page's own words."
    """


def shown() -> Look:
    """How suggestions look on this stdout."""
    from claims.exports.suggestions_text import Look

    return Look(terminal_width(), styler(), not coloured())


@suggestions.command("list")
@click.argument(
    "article", required=False, type=ARTICLE, metavar="[ARTICLE]", help="The article: A-3 or its key; all without it."
)
@click.option("--all", "everything", is_flag=True, help="Gestures too, and what was accepted or rejected.")
@json_option
@click.pass_obj
def list_(desk: Desk, article: str | None, everything: bool, as_json: bool) -> None:
    """List what waits, in the order of the article.

    Each with the words around it, the way it came to the page, and the rule that found it. `claims suggestions A-3` does the same.

    \b
    claims suggestions
    claims suggestions list A-3 --all
    claims suggestions A-3 --json | jq '.[].chain'
    """
    from claims.services.suggested import listed

    with desk.reading() as session:
        found = listed(session, article, everything=everything)
    if as_json:
        from claims.exports.suggestions_json import suggestion_json

        answer_json([suggestion_json(one.suggestion, one.text, one.steps) for of in found for one in of.listed])
        return
    paged(_lines(found))
    waiting = [one for of in found for one in of.listed if one.suggestion.decision is None]
    if not waiting:
        talk("No suggestion waits." if not any(of.listed for of in found) else "All of them are decided.")
    else:
        next_step(f"suggestions review {waiting[0].suggestion.article}", "one after the other")


def _lines(found: Sequence[ArticleSuggestions]) -> Iterator[str]:
    from claims.exports.suggestions_text import heading, suggestion_lines

    look = shown()
    for number, of in enumerate(found):
        if not of.listed:
            continue
        if number:
            yield ""
        yield from heading(of.id, of.title, of.outlet, len(of.listed), look)
        for one in of.listed:
            yield from suggestion_lines(one.suggestion, one.text, one.steps, look)


@suggestions.command()
@numbers_argument
@click.option(
    "--claim", type=TEXT, metavar="TEXT|C-4", help="What is claimed, in your own words; or a claim that is there."
)
@word_option(
    "--kind",
    words=ClaimKind,
    default=ClaimKind.FACT.value,
    show_default=True,
    help="What sort of statement a new claim is.",
)
@click.option(
    "--speaker", type=SOURCE, metavar="SOURCE", help="Who spoke, instead of whom the rules found: S-3, key or name."
)
@click.option(
    "--source",
    "sources",
    multiple=True,
    type=TEXT,
    metavar="NAME=SOURCE",
    help='Whom a name of the text means, such as "CNN Turk=S-3". May be given several times.',
)
@word_option("--manner", words=Manner, help="How the speaker's words were taken over.")
@word_option(
    "--stance",
    words=Stance,
    help="What the words do with the claim; else what the cue says: denies, doubts, asks or asserts.",
)
@dry_run_option
@json_option
@click.pass_obj
def accept(
    desk: Desk,
    /,
    numbers: tuple[tuple[int, ...], ...],
    claim: str | None,
    sources: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
    **said: Any,
) -> None:
    """Make suggestions part of a claim.

    The claim, its appearances and its hops are made at once: who spoke, each outlet on the way, the page. A name is an existing source
    only where it is exactly its name or alias; else a new source is made, and said so. Several suggestions become one claim.

    \b
    claims suggestions accept 12 --claim "The bridge stays closed."
    claims suggestions accept 15 --claim C-4 --source "CNN Turk=S-3"
    """
    from claims.commands.going_through import asked_claim
    from claims.services.accepting import Wanted, accept

    if claim is None:
        refuse_without_terminal(CLAIM_MISSING)
        _show([n for row in numbers for n in row], desk)
        claim = asked_claim(desk)
        if claim is None:
            talk("Nothing was decided.")
            return
    wanted = Wanted(claim, sources=_mapping(sources), **said)
    with desk.writing(dry_run=dry_run) as session:
        accepted = accept(session, [n for row in numbers for n in row], wanted)
    if as_json:
        answer_json(accepted_json(accepted))
        return
    show_accepted(accepted, kept=not dry_run)
    afterwards(dry_run, f"trace {accepted.done.id}")


def _show(numbers: Sequence[int], desk: Desk) -> None:
    """The suggestions that a claim is asked for."""
    from claims.exports.suggestions_text import suggestion_lines
    from claims.services.suggested import numbered

    with desk.reading() as session:
        found = numbered(session, numbers)
    for one in found:
        draw(suggestion_lines(one.suggestion, one.text, one.steps, shown()))


def _mapping(sources: tuple[str, ...]) -> Mapping[str, str]:
    pairs = [pair.partition("=") for pair in sources]
    if wrong := [
        whole
        for whole, (name, sign, of) in zip(sources, pairs, strict=True)
        if not (name.strip() and sign and of.strip())
    ]:
        raise click.UsageError(f"--source {wrong[0]} is not NAME=SOURCE.")
    return {name.strip(): of.strip() for name, _, of in pairs}


def show_accepted(accepted: Accepted, *, kept: bool = True) -> None:
    """The claim's id on stdout; beside it what came into being, and earlier claims that may say the same."""
    from claims.exports.escaping import shown_line

    answer(accepted.done.id)
    made = [
        counted(len(ids), what) for ids, what in ((accepted.appearances, "appearance"), (accepted.hops, "hop")) if ids
    ]
    talk(f"{', '.join(accepted.suggestions)} accepted: {' and '.join(made) or 'all of it stood there'}.")
    for source in accepted.done.made:
        talk(f"{shown_line(source)}.")
    for one in accepted.alike:
        talk(f"{one.id} may say the same ({one.likeness.band}): {shown_line(one.text)}")
    if accepted.alike:
        undo = f"claims undo {accepted.done.event}, and " if kept else ""
        talk(f"If so: {undo}accept with --claim {accepted.alike[0].id}.")


def accepted_json(accepted: Accepted) -> dict[str, object]:
    return {
        "claim": accepted.done.id,
        "new": accepted.new,
        "event": accepted.done.event,
        "suggestions": accepted.suggestions,
        "appearances": accepted.appearances,
        "attributions": accepted.hops,
        "made": accepted.done.made,
        "alike": [{"id": one.id, "text": one.text, "band": one.likeness.band} for one in accepted.alike],
    }


@suggestions.command()
@numbers_argument
@click.option("--because", type=TEXT, metavar="REASON", help="Why; kept for ever.")
@dry_run_option
@click.pass_obj
def reject(desk: Desk, numbers: tuple[tuple[int, ...], ...], because: str | None, dry_run: bool) -> None:
    """Say that suggestions are wrong, or of no use here.

    They are kept, and not made again when the article is read anew.

    \b
    claims suggestions reject 13
    claims suggestions reject 13-17 --because "The page's own words."
    """
    from claims.services.accepting import reject

    with desk.writing(dry_run=dry_run) as session:
        done = reject(session, [n for row in numbers for n in row], because)
    answer(done.id)
    afterwards(dry_run, f"undo {done.event}", "takes this back")


@suggestions.command()
@click.argument("article", type=ARTICLE, metavar="ARTICLE", help="The article: A-3 or its key.")
@dry_run_option
@click.pass_obj
def again(desk: Desk, article: str, dry_run: bool) -> None:
    """Read an article again, with the rules of today.

    What was decided is not suggested again; what waits and is read as before stays; what is read no more goes.

    \b
    claims suggestions again A-3
    """
    from claims.commands.reading import desk_reader
    from claims.services.suggested import read_again

    with desk.writing(dry_run=dry_run) as session:
        done, change = read_again(session, article, desk_reader())
    answer(f"{done.id}: {change.new} new, {change.gone} gone, {change.stayed} as before")
    afterwards(dry_run, f"suggestions {done.id}")


@suggestions.command()
@click.argument(
    "article", required=False, type=ARTICLE, metavar="[ARTICLE]", help="The article: A-3 or its key; all without it."
)
@click.pass_obj
def review(desk: Desk, article: str | None) -> None:
    """Go through what waits, a key for each: accept, edit, reject, skip, open, undo, quit.

    Every decision is kept at once; Ctrl-C loses none of them.

    \b
    claims suggestions review A-3
    """
    from claims.commands.going_through import go_through

    refuse_without_terminal("This needs a terminal; else: claims suggestions list, accept and reject.")
    go_through(desk, article)


COMMANDS = (suggestions,)
