"""Judge: mark claims, and take back."""

from __future__ import annotations

import click

from claims.commands.completing import ANYTHING, CLAIM, EVIDENCE, SEEN, STATUS
from claims.commands.desk import Desk
from claims.commands.output import afterwards, answer, answer_json, talk
from claims.commands.parameters import TEXT, dry_run_option, json_option, word_option
from claims.errors import some_of
from claims.vocabulary import Credibility, Reliability, Said

MOST_IDS = 20
"""Ids that a sentence lists."""


@click.command()
@click.argument("claims", nargs=-1, required=True, type=CLAIM, metavar="CLAIM...", help="Ids or keys, such as C-12.")
@click.option(
    "--status",
    type=STATUS,
    metavar="STATUS",
    help="What you found: a label of the desk's scale, such as unverified, true, misleading.",
)
@click.option("--because", type=TEXT, metavar="REASON", help="Why; kept for ever.")
@word_option("--said", words=Said, help="Was it said? A question apart from whether it is so.")
@click.option(
    "--for",
    "evidence_for",
    multiple=True,
    type=EVIDENCE,
    metavar="EVIDENCE",
    help="Evidence for it: A-3, A-4:1005-1051, P-7 or a URL, and after a space a note. May be given several times.",
)
@click.option(
    "--against",
    "evidence_against",
    multiple=True,
    type=EVIDENCE,
    metavar="EVIDENCE",
    help="Evidence against it, in the same forms.",
)
@word_option("--reliability", words=Reliability, help="Admiralty letter of the source.")
@word_option("--credibility", words=Credibility, help="Admiralty number of the information.")
@click.option(
    "--seen",
    type=SEEN,
    metavar="R-7|none",
    help="The latest review when you looked; refused if somebody reviewed since.",
)
@click.option("--date", type=TEXT, metavar="DATE", help="When you found so; today without it.")
@click.option(
    "--override", type=TEXT, metavar="REASON", help="Mark against the desk's rules; every report prints the reason."
)
@dry_run_option
@json_option
@click.pass_obj
def mark(
    desk: Desk,
    claims: tuple[str, ...],
    status: str | None,
    because: str | None,
    said: Said | None,
    evidence_for: tuple[str, ...],
    evidence_against: tuple[str, ...],
    reliability: Reliability | None,
    credibility: Credibility | None,
    seen: str | None,
    date: str | None,
    override: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Record what you found about claims.

    Without --status or --because a form opens in your editor (VISUAL, else EDITOR).

    \b
    claims mark C-1 --status unproven --because "No record is public."
    claims mark C-3 --status false --against A-7:1005-1051 --because "Minutes."
    claims mark C-4 C-9 --status not-checkable --because "Opinions."
    """
    from claims.commands.saying import done_on
    from claims.services.reviewing import Judgement, Marked
    from claims.services.reviewing import mark as record

    marked: tuple[Marked, ...] | None
    if status is None or because is None:
        from claims.commands.forms import GivenReview, claims_marked

        given = GivenReview(
            status, because, said, reliability, credibility, evidence_for, evidence_against, seen, override, date
        )
        marked = claims_marked(desk, claims, given, dry_run=dry_run)
        if marked is None:
            return
    else:
        judgement = Judgement(
            status, because, said, reliability, credibility, evidence_for, evidence_against, seen, override
        )
        with desk.writing(dry_run=dry_run) as session:
            marked = record(session, claims, judgement, done_on(date))
    if as_json:
        answer_json([{"id": m.review, "claim": m.claim, "status": m.status, "warning": m.warning} for m in marked])
    else:
        for one in marked:
            answer(one.review)
    for one in marked:
        if one.warning:
            talk(f"{one.claim}: {one.warning}.")
    if dry_run or not as_json:
        afterwards(dry_run, f"report {marked[0].claim} -o report.md")


@click.command()
@click.argument("id", type=ANYTHING, metavar="ID", help="What to take back: R-41, H-9, C-3 or an event, E-12.")
@click.option("--because", type=TEXT, metavar="REASON", help="Why; kept in the log.")
@dry_run_option
@json_option
@click.pass_obj
def undo(desk: Desk, id: str, because: str | None, dry_run: bool, as_json: bool) -> None:
    """Take something back; it stays in the log.

    A review, a hop, a claim, or all of an event. An undo is an event too and can be undone.

    \b
    claims undo R-41 --because "Wrong claim."
    claims undo E-12
    """
    from claims.services.undoing import undo as take_back

    with desk.writing(dry_run=dry_run) as session:
        undone = take_back(session, id, because)
    if as_json:
        answer_json({"id": undone.event, "withdrawn": undone.withdrawn, "brought_back": undone.brought_back})
    else:
        for word, ids in (("withdrawn", undone.withdrawn), ("brought back", undone.brought_back)):
            if ids:
                answer(f"{word}: {some_of(ids, MOST_IDS)}")
    if dry_run or not as_json:
        afterwards(dry_run, f"undo {undone.event}", "takes this back")


COMMANDS = (mark, undo)
