"""A small desk at work: approve and object, move claims along, ask for replies, publish and correct, agree on rules."""

from __future__ import annotations

import click

from claims.commands.completing import ASKED, CLAIM, FILE, REVIEW, SOURCE
from claims.commands.desk import Desk
from claims.commands.files import read_whole
from claims.commands.output import afterwards, answer, answer_json, next_step, on_terminal
from claims.commands.paging import paged
from claims.commands.parameters import TEXT, dry_run_option, json_option, word_option
from claims.commands.saying import come_by_now, done_on, today, told
from claims.exports.escaping import shown
from claims.vocabulary import Stage

A_REVIEW = "a review's id, such as R-7"


@click.command()
@click.argument("review", metavar="R-7", type=REVIEW, help="The review.")
@click.option("--because", type=TEXT, help="Why.")
@click.option("--date", type=TEXT, metavar="DATE", help="When; today without it.")
@dry_run_option
@click.pass_obj
def approve(desk: Desk, review: str, because: str | None, date: str | None, dry_run: bool) -> None:
    """Agree with a colleague's review.

    Where the desk asks for a second reviewer, it counts from then on.
    """
    from claims.services.colleagues import approve as agree
    from claims.services.lookup import required_number

    with desk.writing(dry_run=dry_run) as session:
        number = required_number(session, review, "R", A_REVIEW)
        approved = agree(session, number, because, done_on(date))
    answer(f"{approved.id} of {approved.claim}: approved")
    afterwards(dry_run, f"show {approved.claim}")


@click.command("object")
@click.argument("review", metavar="R-7", type=REVIEW, help="The review.")
@click.option("--because", required=True, type=TEXT, help="Why; reports print it.")
@click.option("--date", type=TEXT, metavar="DATE", help="When; today without it.")
@dry_run_option
@click.pass_obj
def object_(desk: Desk, review: str, because: str, date: str | None, dry_run: bool) -> None:
    """Disagree with a review; it is kept.

    Reports print it, and it changes no status: `claims mark` does, if you judge otherwise.
    """
    from claims.services.colleagues import object_to
    from claims.services.lookup import required_number

    with desk.writing(dry_run=dry_run) as session:
        number = required_number(session, review, "R", A_REVIEW)
        objected = object_to(session, number, because, done_on(date))
    answer(f"{objected.id} of {objected.claim}: objected to")
    afterwards(dry_run, f"show {objected.claim}")


@click.command()
@click.argument("claims", nargs=-1, required=True, metavar="CLAIM...", type=CLAIM, help="Ids or keys, such as C-12.")
@word_option("--to", "stage_word", words=Stage, required=True, help="Where the work stands.")
@click.option("--because", type=TEXT, help="Why.")
@dry_run_option
@click.pass_obj
def stage(desk: Desk, claims: tuple[str, ...], stage_word: Stage, because: str | None, dry_run: bool) -> None:
    """Say where the work on claims stands.

    Never what was found: `claims mark` says that.

    \b
    claims stage C-4 C-9 --to in-research
    """
    from claims.services.correcting import move

    with desk.writing(dry_run=dry_run) as session:
        moved = move(session, claims, stage_word, because)
    answer(f"{moved.id}: {stage_word}")
    afterwards(dry_run, f"list --stage {stage_word}")


@click.command()
@click.argument("claim", metavar="CLAIM|Q-2", type=ASKED, help="The claim, or the request that was answered.")
@click.option("--of", type=SOURCE, help="Who was asked: a source's name, key or S-7; made when new.")
@click.option("--question", type=TEXT, help="What was asked.")
@click.option("--date", type=TEXT, metavar="DATE", help="When; today without it.")
@click.option("--answer", "reply", type=TEXT, help="The answer, now or later (with Q-2); none where none came.")
@click.option("--answered", type=TEXT, metavar="DATE", help="When it came; today without it.")
@click.option("--note", type=TEXT, help="A note for the desk.")
@dry_run_option
@click.pass_obj
def ask(
    desk: Desk,
    claim: str,
    of: str | None,
    question: str | None,
    date: str | None,
    reply: str | None,
    answered: str | None,
    note: str | None,
    dry_run: bool,
) -> None:
    """Record a request for reply, and the answer.

    Reports print both. With Q-2 the answer is added, or what was recorded is corrected; an empty text takes a value away.

    \b
    claims ask C-1 --of Baykar --question "Was a factory discussed?"
    claims ask Q-1 --answer "No comment." --answered 2026-11-22
    """
    from claims.services import correcting
    from claims.services.lookup import LAST, number_of, required_number

    for day in (date, answered):
        come_by_now(day or "")
    said = correcting.RequestSaid(of, date, question, reply, answered, note)
    late = number_of(claim, "Q") is not None or (claim == LAST and of is None)
    if late and said == correcting.RequestSaid():
        raise click.UsageError(f"What was the answer? claims ask {claim} --answer …")
    if not late and of is None:
        raise click.UsageError("Who was asked? Say so with --of.")
    with desk.writing(dry_run=dry_run) as session:
        if late:
            number = required_number(session, claim, "Q", "a request's id, such as Q-2")
            recorded = correcting.edit_request(session, number, said, today())
        else:
            recorded = correcting.ask(session, claim, said, today())
    told(recorded, dry_run, f"show {recorded.claim}")


@click.command()
@click.argument("claim", type=CLAIM, help="The claim: C-12, c12 or its key.")
@click.option("--url", required=True, type=TEXT, help="Where our check can be read.")
@dry_run_option
@click.pass_obj
def publish(desk: Desk, claim: str, url: str, dry_run: bool) -> None:
    """Our check of a claim is out."""
    from claims.services.correcting import publish as go_out

    with desk.writing(dry_run=dry_run) as session:
        published = go_out(session, claim, url)
    answer(f"{published.id}: published")
    afterwards(dry_run, f"report {published.id} -o report.md")


@click.command()
@click.argument("claim", type=CLAIM, help="The claim: C-12, c12 or its key.")
@click.option("--because", required=True, type=TEXT, help="What was wrong; readers are given it.")
@dry_run_option
@click.pass_obj
def correct(desk: Desk, claim: str, because: str, dry_run: bool) -> None:
    """A published check is corrected.

    Reports show what was said before.
    """
    from claims.services.correcting import correct as set_right

    with desk.writing(dry_run=dry_run) as session:
        corrected = set_right(session, claim, because)
    answer(f"{corrected.id}: corrected")
    afterwards(dry_run, f"report {corrected.id} -o report.md")


@click.group()
def rules() -> None:
    """The desk's rules and rating scale."""


@rules.command("show")
@json_option
@click.pass_obj
def rules_show(desk: Desk, as_json: bool) -> None:
    """Rules and scale as YAML, as `rules edit` takes them back."""
    from claims.exports.rules import rules_yaml
    from claims.services.ruling import desk_rules

    with desk.reading() as session:
        known = desk_rules(session)
    if as_json:
        answer_json(
            {
                "rules": known.rules,
                "findings": known.findings,
                "labels": [
                    {
                        "id": found.label,
                        "names": found.names,
                        "definition": found.definition,
                        "rating": found.rating,
                        "retired_on": found.retired_on,
                    }
                    for found in known.labels.values()
                ],
            }
        )
        return
    paged(shown("".join(rules_yaml(known.rules, known.findings, known.labels.values()))).rstrip("\n").split("\n"))
    if on_terminal():
        next_step("rules edit", "opens them in your editor")


@rules.command("edit")
@click.argument("file", required=False, type=FILE, help="Rules as `rules show` prints them; - for stdin.")
@click.option("--because", type=TEXT, help="Why.")
@dry_run_option
@click.pass_obj
def rules_edit(desk: Desk, file: str | None, because: str | None, dry_run: bool) -> None:
    """Take rules and scale from a YAML file.

    What differs becomes a new version. Without FILE they open in your editor (VISUAL, else EDITOR).

    \b
    claims rules show > rules.yaml
    claims rules edit rules.yaml --because "We want a second pair of eyes."
    """
    from claims.services.ruling import edit_rules

    changed: tuple[str, ...] | None
    if file is None:
        from claims.commands.forms import rules_changed

        changed = rules_changed(desk, because, dry_run=dry_run)
        if changed is None:
            return
    else:
        content = read_whole(file)
        with desk.writing(dry_run=dry_run) as session:
            changed = edit_rules(session, content, "stdin" if file == "-" else file, because)
    for what in changed:
        answer(what)
    afterwards(dry_run, "rules show")


COMMANDS = (approve, object_, stage, ask, publish, correct, rules)
