"""Look: lists, claims, chains, and what happened."""

from typing import TYPE_CHECKING

import click

from claims.commands.desk import Desk
from claims.commands.output import answer, answer_json, next_step, styler, talk, terminal_width
from claims.commands.parameters import as_of_option, json_option
from claims.exports.escaping import shown_line

if TYPE_CHECKING:
    from claims.records import ClaimRecord, ClaimRow

PAGE = 50
"""Claims that a terminal gets at a time."""


@click.command("list")
@click.option("--status", help="Claims with this status.")
@click.option("--stage", help="Claims at this stage of the work.")
@click.option("--source", help="Claims in which this source speaks: name, key or S-7.")
@click.option("--claimant", help="Claims this source is said to have asserted.")
@click.option("--case", help="Claims of this case.")
@click.option("--text", help="Claims whose text has these words; case and accents do not matter.")
@click.option("--not-looked-at", is_flag=True, help="Claims that nobody has reviewed yet.")
@click.option("--limit", type=click.IntRange(min=0), help=f"So many at most; a terminal gets {PAGE}.")
@json_option
@click.pass_obj
def list_(
    desk: Desk,
    status: str | None,
    stage: str | None,
    source: str | None,
    claimant: str | None,
    case: str | None,
    text: str | None,
    not_looked_at: bool,
    limit: int | None,
    as_json: bool,
) -> None:
    """List claims.

    \b
    claims list --not-looked-at
    claims list --status unverified --source tass --limit 20
    claims list --json | jq -r '.[].id'
    """
    from claims.exports.trace_json import claim_json
    from claims.services import looking

    width = terminal_width()
    page = limit if limit is not None or as_json or width is None else PAGE
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
            limit=page,
        )
        rows, total = looking.page_of_claims(session, wanted)
    if as_json:
        answer_json([claim_json(row) for row in rows])
        return
    for row in rows:
        answer(_line(row, width))
    if not rows:
        talk("No claims." if total == 0 else f"{total} claims.")
    elif len(rows) < total:
        talk(f"{len(rows)} of {total} claims. Next: claims list --limit {total}, or a filter (claims list --help)")
    else:
        next_step(f"claims trace {rows[0].id}")


def _line(row: "ClaimRow", width: int | None) -> str:
    style = styler()
    looked = f"{row.reviewer}, {row.reviewed_on}" if row.reviewed else "nobody has looked yet"
    text = shown_line(row.text)
    head = f"{row.id:<7} {row.status:<14} {shown_line(looked):<24.24} "
    if width is not None and len(head) + len(text) > width:
        text = text[: max(20, width - len(head) - 1)] + "…"
    if row.stage != "new":
        text = f"[{row.stage}] {text}"
    muted = style("muted", f"{shown_line(looked):<24.24}")
    return f"{style('id', f'{row.id:<7}')} {style('status', f'{row.status:<14}')} {muted} {text}"


@click.command()
@click.argument("claim_id", metavar="CLAIM")
@as_of_option
@json_option
@click.pass_obj
def show(desk: Desk, claim_id: str, as_of: str | None, as_json: bool) -> None:
    """All about one claim: C-12, c12 or its key."""
    from claims.exports.report_json import claim_record_json
    from claims.exports.summary import claim_summary
    from claims.services import looking

    with desk.reading() as session:
        record = looking.claim(session, claim_id, as_of)
    if as_json:
        answer_json(claim_record_json(record))
        return
    for line in claim_summary(record, width=terminal_width(), style=styler()):
        answer(line)
    next_step(f"claims trace {record.claim.id}")


@click.command()
@click.argument("claim_id", metavar="CLAIM")
@as_of_option
@json_option
@click.pass_obj
def trace(desk: Desk, claim_id: str, as_of: str | None, as_json: bool) -> None:
    """The chain of a claim, from its origins to its latest copies.

    ● held: words in their own article, whose text is kept here. ◐ quoted: words known only through another article. ○ named: only mentioned.
    """
    from claims.chains.origins import origins
    from claims.exports.trace_json import trace_json
    from claims.exports.tree import trace_tree
    from claims.services import looking

    with desk.reading() as session:
        record: ClaimRecord = looking.claim(session, claim_id, as_of)
    found = origins(record.trace)
    if as_json:
        answer_json(trace_json(record.trace, found, ()))
        return
    for line in trace_tree(record.trace, found, width=terminal_width(), style=styler()):
        answer(line)
    next_step(f'claims mark {record.claim.id} --status … --because "…"')


@click.command()
@click.option("--limit", type=click.IntRange(min=0), help=f"So many at most; a terminal gets {PAGE}.")
@json_option
@click.pass_obj
def log(desk: Desk, limit: int | None, as_json: bool) -> None:
    """What happened, newest first: who did what, when and why."""
    from claims.store.lists import list_events

    page = limit if limit is not None or as_json or terminal_width() is None else PAGE
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
    style = styler()
    for event in events:
        who = shown_line(event.who or "(nobody named)")
        said = ": ".join(shown_line(part) for part in (event.kind, event.what, event.why) if part)
        answer(f"{style('id', f'{event.id:<6}')} {event.at[:16].replace('T', ' ')}  {who:<20} {said}")


COMMANDS = (list_, show, trace, log)
