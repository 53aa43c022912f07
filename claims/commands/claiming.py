"""Claims corrected and linked; `claim new` stands with what is taken in."""

from __future__ import annotations

import click

from claims.commands.completing import CLAIM, SOURCE
from claims.commands.desk import Desk
from claims.commands.output import afterwards, answer
from claims.commands.parameters import TEXT, Word, dry_run_option, word_option
from claims.commands.saying import several, today, told
from claims.commands.taking_in import claim
from claims.vocabulary import ClaimKind, LinkKind


@claim.command("edit")
@click.argument("claim_id", metavar="CLAIM", type=CLAIM, help="The claim: C-12, c12 or its key.")
@click.argument("text", required=False, type=TEXT, help="What is claimed, in other words than before.")
@word_option("--kind", words=ClaimKind, help="What sort of statement it is.")
@click.option("--claimant", type=SOURCE, help="Who is said to have asserted it; an empty text takes it away.")
@click.option("--due", type=TEXT, metavar="DATE", help="When a forecast or promise falls due.")
@click.option(
    "--topic",
    "topics",
    type=TEXT,
    multiple=True,
    help="What it is about, instead of what was said before. May be given several times.",
)
@click.option("--note", type=TEXT, help="A note for the desk; an empty text takes it away, as elsewhere.")
@click.option("--because", type=TEXT, help="Why.")
@click.option("--date", type=TEXT, metavar="DATE", help="When the new TEXT was written; today without it.")
@dry_run_option
@click.pass_obj
def edit(
    desk: Desk,
    claim_id: str,
    text: str | None,
    kind: ClaimKind | None,
    claimant: str | None,
    due: str | None,
    topics: tuple[str, ...],
    note: str | None,
    because: str | None,
    date: str | None,
    dry_run: bool,
) -> None:
    """Correct a claim.

    Its reviews stay bound to the version that they judged. Without anything that changes, the claim opens as a form in your editor (VISUAL, else EDITOR).

    \b
    claims claim edit C-1 "Putin asked for a deal." --because "So it is quoted."
    """
    from claims.services.correcting import ClaimSaid, edit_claim

    if date is not None and text is None:
        raise click.UsageError("--date goes with TEXT: it is the day of the new wording.")
    said = ClaimSaid(text, kind, claimant, due, several(topics), note)
    if said == ClaimSaid():
        from claims.commands.forms import claim_corrected

        changed = claim_corrected(desk, claim_id, because, dry_run=dry_run)
        if changed is None:
            return
    else:
        with desk.writing(dry_run=dry_run) as session:
            changed = edit_claim(session, claim_id, said, because, today() if date is None else date)
    answer(changed)
    afterwards(dry_run, f"show {changed}")


@claim.command("link")
@click.argument("claim_id", metavar="CLAIM", type=CLAIM, help="The claim: C-12, c12 or its key.")
@click.argument("kind", metavar="KIND", type=Word(LinkKind), help=f"How it stands to the other: {', '.join(LinkKind)}.")
@click.argument("other", metavar="CLAIM", type=CLAIM, help="The other claim.")
@click.option("--because", type=TEXT, help="Why.")
@dry_run_option
@click.pass_obj
def link(desk: Desk, claim_id: str, kind: LinkKind, other: str, because: str | None, dry_run: bool) -> None:
    """Say how a claim stands to another.

    \b
    claims claim link C-3 bears-on C-1 --because "A refusal denies no request."
    """
    from claims.services.correcting import link_claims

    with desk.writing(dry_run=dry_run) as session:
        made = link_claims(session, claim_id, kind, other, because)
    told(made, dry_run, f"undo {made.id}", "withdraws it")


COMMANDS = (claim,)
