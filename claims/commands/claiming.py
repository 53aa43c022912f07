"""Claims corrected and linked; `claim new` stands with what is taken in."""

from __future__ import annotations

import click

from claims.commands.completing import CLAIM, SOURCE
from claims.commands.desk import Desk
from claims.commands.output import afterwards, answer
from claims.commands.parameters import TEXT, dry_run_option, word_option
from claims.commands.taking_in import claim
from claims.vocabulary import ClaimKind, LinkKind


@claim.command("edit")
@click.argument("claim_id", metavar="CLAIM", type=CLAIM)
@click.argument("text", required=False, type=TEXT)
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
@click.option("--note", type=TEXT, help="A note for the desk.")
@click.option("--because", type=TEXT, help="Why.")
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
    dry_run: bool,
) -> None:
    """Correct a claim. Its reviews stay bound to the version that they judged.

    Without anything that changes, the claim opens as a form in your editor (VISUAL, else EDITOR).

    \b
    claims claim edit C-1 "Putin asked Erdoğan for a deal on drones." --because "The quotation says a deal."
    """
    from claims.services.correcting import ClaimSaid, edit_claim
    from claims.store.engine import utc_now

    said = ClaimSaid(text, kind, claimant, due, topics or None, note)
    if said == ClaimSaid():
        from claims.commands.forms import claim_corrected

        changed = claim_corrected(desk, claim_id, because, dry_run=dry_run)
        if changed is None:
            return
    else:
        with desk.writing(dry_run=dry_run) as session:
            changed = edit_claim(session, claim_id, said, because, utc_now()[:10])
    answer(changed)
    afterwards(dry_run, f"show {changed}")


@claim.command("link")
@click.argument("claim_id", metavar="CLAIM", type=CLAIM)
@click.argument("kind", metavar="KIND", type=click.Choice([kind.value for kind in LinkKind]))
@click.argument("other", metavar="CLAIM", type=CLAIM)
@click.option("--because", type=TEXT, help="Why.")
@dry_run_option
@click.pass_obj
def link(desk: Desk, claim_id: str, kind: str, other: str, because: str | None, dry_run: bool) -> None:
    """Say how a claim stands to another. KIND: contradicts, in-tension, bears-on, part-of, same-as, variant-of.

    \b
    claims claim link C-3 bears-on C-1 --because "A refusal to sell does not deny that it was asked."
    """
    from claims.services.correcting import link_claims

    with desk.writing(dry_run=dry_run) as session:
        made = link_claims(session, claim_id, LinkKind(kind), other, because)
    answer(made)
    afterwards(dry_run, f"undo {made}", "withdraws it")


COMMANDS = (claim,)
