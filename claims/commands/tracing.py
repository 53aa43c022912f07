"""Look at chains: how a claim travelled, where support for it begins, what rests on what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

import click

from claims.commands.completing import ANYTHING, CLAIM, as_of_option
from claims.commands.desk import Desk
from claims.commands.output import answer_json, next_step, on_terminal, styler, talk, terminal_width
from claims.commands.paging import paged
from claims.commands.parameters import json_option

if TYPE_CHECKING:
    from claims.services.suggested import Listed


@click.command()
@click.argument("claim_id", type=CLAIM, metavar="CLAIM", help="The claim: C-12, c12 or its key.")
@click.option("--up", "way", flag_value="up", help="From where it arrived upwards, each step above what it relies on.")
@click.option(
    "--down", "way", flag_value="down", help="From its origins downwards; this is how it is drawn without an option."
)
@click.option(
    "--time", "way", flag_value="time", help="In the order of time, undated steps between those that bound them."
)
@click.option(
    "--with-suggestions",
    is_flag=True,
    help="Beside the chain what was read in its articles and nobody has decided; it counts nowhere.",
)
@as_of_option
@json_option
@click.pass_obj
def trace(desk: Desk, claim_id: str, way: str | None, with_suggestions: bool, as_of: str | None, as_json: bool) -> None:
    """The chain of a claim.

    From its origins to its latest copies, each step below what it relies on, and what the chain shows.

    \b
    claims trace C-1 --up
    claims trace C-1 --time

    \b
    ● held      words in their own article, whose text is kept here
    ◐ recorded  the same, but the text is not in this database
    ◐ quoted    words known only through another article
    ○ named     only mentioned
    · alleged   no record at all
    """
    from claims.chains.findings import findings
    from claims.chains.origins import origins
    from claims.services import checking, looking
    from claims.store.scale import rules

    if with_suggestions and as_of is not None:
        raise click.UsageError("--with-suggestions shows what waits now: leave out --as-of.")
    with desk.reading() as session:
        record = looking.claim(session, claim_id, as_of)
        rule = record.rules if as_of is None else rules(session)
        suggested: Sequence[Listed] | None = None
        if with_suggestions:
            from claims.services.suggested import beside

            suggested = beside(session, record)
    facts = checking.facts(record, rule)
    if as_json:
        from claims.exports.trace_json import trace_json

        shown = trace_json(record.trace, origins(record.trace), findings(facts, checking.severities(rule)))
        if way == "time":
            from claims.exports.timeline import times_json

            shown |= {"times": times_json(facts)}
        answer_json(shown | (_suggested_json(suggested) if suggested is not None else {}))
        return
    if way == "time":
        from claims.exports.timeline import timeline

        lines = timeline(facts, width=terminal_width(), style=styler())
    else:
        from claims.exports.tree import trace_tree

        shows = findings(facts, checking.severities(rule))
        found = origins(record.trace)
        lines = trace_tree(record.trace, found, shows, width=terminal_width(), style=styler(), upwards=way == "up")
    paged(chain(lines, _suggested_lines(suggested or ())))
    if on_terminal():
        next_step(f'mark {record.claim.id} --status … --because "…"')


def _suggested_lines(suggested: Sequence[Listed]) -> Iterator[str]:
    if suggested:
        from claims.commands.suggesting import shown
        from claims.exports.suggestions_text import beside_lines

        yield ""
        yield from beside_lines([(one.suggestion, one.text, one.steps) for one in suggested], shown())


def _suggested_json(suggested: Sequence[Listed]) -> dict[str, object]:
    from claims.exports.suggestions_json import suggestion_json

    return {"suggested": [suggestion_json(one.suggestion, one.text, one.steps) for one in suggested]}


@click.command()
@click.argument("claim_id", type=CLAIM, metavar="CLAIM", help="The claim: C-12, c12 or its key.")
@as_of_option
@json_option
@click.pass_obj
def origins(desk: Desk, claim_id: str, as_of: str | None, as_json: bool) -> None:
    """Where support for a claim begins.

    How many independent voices that is: which count, what was taken as one and why, and what
    does not count and why.

    \b
    claims origins C-1
    claims origins C-1 --json | jq .independent_origins
    """
    from claims.chains.origins import origins as begin
    from claims.exports.origins import origin_lines, origins_json
    from claims.services import looking

    with desk.reading() as session:
        record = looking.claim(session, claim_id, as_of)
    found = begin(record.trace)
    if as_json:
        answer_json(origins_json(record.trace, found))
        return
    paged(origin_lines(record.trace, found, width=terminal_width(), style=styler()))
    if on_terminal():
        next_step(f"check {record.claim.id}", "what else the chain shows")


@click.command()
@click.argument("id", type=ANYTHING, metavar="S-3|A-7|P-7", help="A source, an article or an appearance.")
@json_option
@click.pass_obj
def dependants(desk: Desk, id: str, as_json: bool) -> None:
    """What rests on a source, an article or an appearance.

    Claim by claim: where it stands there, and who has it from there over any number of steps.

    \b
    claims dependants S-3
    claims dependants A-7 --json
    """
    from claims.exports.resting import resting_json, resting_lines
    from claims.services.depending import dependants as resting

    with desk.reading() as session:
        found = resting(session, id)
    if as_json:
        answer_json(resting_json(found))
        return
    paged(resting_lines(found, width=terminal_width(), style=styler()))
    if not found.claims:
        talk(f"No claim stands on {found.id}.")
    elif on_terminal():
        next_step(f"trace {found.claims[0].claim.id} --up")


COMMANDS = (trace, origins, dependants)
