"""Look: lists, claims, and what happened."""

from __future__ import annotations

import click

from claims.commands.completing import CASE, CLAIM, SOURCE, STATUS, as_of_option
from claims.commands.desk import Desk
from claims.commands.output import answer_json, counted, next_step, on_terminal, styler, talk, terminal_width
from claims.commands.paging import paged
from claims.commands.parameters import TEXT, json_option, word_option
from claims.vocabulary import Stage

PAGE = 50
"""Claims or events that a terminal gets at a time."""


def _page(limit: int | None, as_json: bool) -> int | None:
    """How many to show: what was asked for, else a page on a terminal and everything in a pipe."""
    return limit if limit is not None or as_json or not on_terminal() else PAGE


@click.command("list")
@click.option("--status", type=STATUS, metavar="STATUS", help="Claims with this status, such as unverified.")
@word_option("--stage", words=Stage, help="Claims at this stage of the work.")
@click.option("--source", type=SOURCE, metavar="SOURCE", help="Claims in which it speaks: name, key or S-7.")
@click.option("--claimant", type=SOURCE, metavar="SOURCE", help="Claims it is said to have asserted.")
@click.option("--case", type=CASE, metavar="KEY", help="Claims of this case.")
@click.option("--text", type=TEXT, metavar="WORDS", help="Claims with these words; case and accents do not matter.")
@click.option("--not-looked-at", is_flag=True, help="Claims that nobody has reviewed yet.")
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help=f"At most so many; a terminal gets {PAGE}.")
@json_option
@click.pass_obj
def list_(
    desk: Desk,
    status: str | None,
    stage: Stage | None,
    source: str | None,
    claimant: str | None,
    case: str | None,
    text: str | None,
    not_looked_at: bool,
    limit: int | None,
    as_json: bool,
) -> None:
    """List claims.

    A page of them on a terminal, all of them in a pipe.

    \b
    claims list --not-looked-at
    claims list --status unverified --source tass --limit 20
    claims list --json | jq -r '.[].id'
    """
    from claims.commands.listing import claim_lines
    from claims.exports.trace_json import claim_json
    from claims.services import looking

    with desk.reading() as session:
        wanted = looking.claim_filter(
            session,
            status=status,
            stage=stage,
            source=source,
            claimant=claimant,
            case=case,
            text=text,
            reviewed=False if not_looked_at else None,
            limit=_page(limit, as_json),
        )
        page = looking.page_of_claims(session, wanted)
    if as_json:
        answer_json([claim_json(row) for row in page.rows])
        return
    paged(claim_lines(page.rows, terminal_width(), styler()))
    shown, total = len(page.rows), page.total
    fewer = "Fewer: a filter (claims list --help)."
    if not total:
        talk("No claims.")
    elif page.more:
        talk(f"{shown} of more than {total} claims. More: --limit {2 * max(shown, PAGE)}. {fewer}")
    elif shown < total:
        talk(f"{shown} of {counted(total, 'claim')}. All: --limit {total}. {fewer}")
    elif on_terminal():
        next_step(f"trace {page.rows[0].id}")


@click.command()
@click.argument("claim_id", type=CLAIM, metavar="CLAIM", help="The claim: C-12, c12 or its key.")
@as_of_option
@json_option
@click.pass_obj
def show(desk: Desk, claim_id: str, as_of: str | None, as_json: bool) -> None:
    """All about one claim."""
    from claims.exports.report_json import claim_record_json
    from claims.exports.summary import claim_summary
    from claims.services import looking

    with desk.reading() as session:
        record = looking.claim(session, claim_id, as_of)
    if as_json:
        answer_json(claim_record_json(record))
        return
    paged(claim_summary(record, width=terminal_width(), style=styler()))
    if on_terminal():
        next_step(f"trace {record.claim.id}")


@click.command()
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help=f"At most so many; a terminal gets {PAGE}.")
@json_option
@click.pass_obj
def log(desk: Desk, limit: int | None, as_json: bool) -> None:
    """What happened: who did what, when and why.

    Newest first; times are UTC.
    """
    from claims.commands.listing import event_lines
    from claims.store.lists import list_events

    page = _page(limit, as_json)
    with desk.reading() as session:
        events = list_events(session, limit=page)
    if as_json:
        answer_json(
            [
                {
                    "id": e.id,
                    "at": e.at,
                    "who": e.who,
                    "kind": e.kind,
                    "what": e.what,
                    "why": e.why,
                    "rows": e.rows,
                    "program": e.program,
                }
                for e in events
            ]
        )
        return
    paged(event_lines(events, terminal_width(), styler()))
    if len(events) == page and events[-1:] and events[-1].id != "E-1":
        talk(f"There are older ones: --limit {2 * len(events)} shows more.")


COMMANDS = (list_, show, log)
