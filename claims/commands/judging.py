"""Judge: mark claims, and take back."""

import click

from claims.commands.desk import Desk
from claims.commands.output import answer, answer_json, next_step, talk
from claims.commands.parameters import Word, dry_run_option, json_option
from claims.exports.escaping import shown_line
from claims.vocabulary import Credibility, Reliability, Said


@click.command()
@click.argument("claims", nargs=-1, required=True, metavar="CLAIM...")
@click.option(
    "--status", required=True, help="What you found: a label of the scale, such as unverified, true, misleading."
)
@click.option("--because", required=True, help="Why; kept for ever.")
@click.option("--said", type=Word(Said), help="Was it said? A question apart from whether it is so.")
@click.option(
    "--for",
    "evidence_for",
    multiple=True,
    metavar="EVIDENCE",
    help="Evidence for it: A-3, A-4:1005-1051, P-7 or a URL.",
)
@click.option("--against", "evidence_against", multiple=True, metavar="EVIDENCE", help="Evidence against it.")
@click.option("--reliability", type=Word(Reliability), help="Admiralty letter of the source, A to F.")
@click.option("--credibility", type=Word(Credibility), help="Admiralty number of the information, 1 to 6.")
@click.option("--seen", metavar="R-7|none", help="The review you looked at; refused if somebody reviewed since.")
@click.option("--override", metavar="REASON", help="Mark against the desk's rules; every report prints the reason.")
@dry_run_option
@json_option
@click.pass_obj
def mark(
    desk: Desk,
    claims: tuple[str, ...],
    status: str,
    because: str,
    said: Said | None,
    evidence_for: tuple[str, ...],
    evidence_against: tuple[str, ...],
    reliability: Reliability | None,
    credibility: Credibility | None,
    seen: str | None,
    override: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Record what you found about one or several claims.

    \b
    claims mark C-1 --status unproven --because "No record of the talks is public."
    claims mark C-3 --status false --against A-7:1005-1051 --because "The minutes say otherwise."
    claims mark C-4 C-9 --status not-checkable --because "Opinions."
    """
    from claims.services.reviewing import Judgement
    from claims.services.reviewing import mark as record
    from claims.store.engine import utc_now

    judgement = Judgement(
        status, because, said, reliability, credibility, evidence_for, evidence_against, seen, override
    )
    with desk.writing(dry_run=dry_run) as session:
        marked = record(session, claims, judgement, utc_now()[:10])
    if as_json:
        answer_json([{"id": m.review, "claim": m.claim, "status": m.status, "warning": m.warning} for m in marked])
    else:
        for one in marked:
            answer(one.review)
    for one in marked:
        if one.warning:
            talk(f"{one.claim}: {shown_line(one.warning)}.")
    if dry_run:
        talk("Nothing was kept (--dry-run).")
    else:
        next_step(f"claims report {marked[0].claim} -o report.md")


@click.command()
@click.argument("id")
@click.option("--because", help="Why.")
@dry_run_option
@json_option
@click.pass_obj
def undo(desk: Desk, id: str, because: str | None, dry_run: bool, as_json: bool) -> None:
    """Take back a review, a hop, a claim or all of an event: R-41, H-9, C-3, E-12. An undo can be undone.

    Nothing is removed: the log keeps what was withdrawn, and by whom.
    """
    from claims.services.undoing import undo as take_back

    with desk.writing(dry_run=dry_run) as session:
        undone = take_back(session, id, because)
    if as_json:
        answer_json({"id": undone.event, "withdrawn": undone.withdrawn, "brought_back": undone.brought_back})
    else:
        for word, ids in (("withdrawn", undone.withdrawn), ("brought back", undone.brought_back)):
            if ids:
                answer(f"{word}: {', '.join(ids[:20])}" + (f" and {len(ids) - 20} more" if len(ids) > 20 else ""))
    if dry_run:
        talk("Nothing was kept (--dry-run).")
    else:
        next_step(f"claims undo {undone.event} takes this back")


COMMANDS = (mark, undo)
