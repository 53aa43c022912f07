"""Start: make a database, see it all once, look whether everything is in order."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claims.commands.desk import DATABASE_NAME, Desk
from claims.commands.output import (
    answer,
    answer_json,
    counted,
    draw,
    next_step,
    quoted_word,
    styler,
    talk,
    terminal_width,
)
from claims.commands.parameters import json_option
from claims.errors import CannotWrite, ClaimsError, DatabaseExists

if TYPE_CHECKING:
    from claims.store.engine import Database

SEED_CASE = "turkey-russia.yaml"
DEMO_REVIEWER = "demo reviewer"
DEMO_CLAIM = "drone-factory"
DEMO_REASON = "Four outlets carry it and all rest on one man's account, through a broadcast that nobody here has seen."


@click.command()
@click.option("--seed", "with_case", is_flag=True, help="Take in the seed case too, its reviews trusted.")
@click.pass_obj
def init(desk: Desk, with_case: bool) -> None:
    """Make a new database.

    \b
    claims init                               claims.db in this folder
    claims --db postgresql://host/desk init   on a PostgreSQL server
    """
    from claims.commands.encoding import encode_missing
    from claims.services.seeding import seed
    from claims.store import migrations
    from claims.store.engine import shown_url

    url = desk.url(to_make=True)
    database = migrations.create(url, desk.reviewer, seed)
    talk(f"Made {shown_url(url)}.")
    if with_case:
        _take_in_seed(database, desk.reviewer)
        encode_missing(database, desk.reviewer, quiet=desk.quiet)
        next_step("list")
    else:
        next_step('claim new "What is claimed"')


def _take_in_seed(database: Database, who: str) -> None:
    from claims.casefile import read_case
    from claims.services.importing import Choices, take_in
    from claims.shipped import shipped

    content = (shipped("seeds") / SEED_CASE).read_bytes()
    case = read_case(content, SEED_CASE)
    with database.writing(who) as session:
        take_in(session, case, content, SEED_CASE, Choices(trust=True))
    talk(
        f"Took in the case {case.key}: {counted(len(case.claims), 'claim')} in {counted(len(case.articles), 'article')}."
    )


@click.command()
@click.option(
    "--dir",
    "folder",
    metavar="FOLDER",
    default="claims-demo",
    show_default=True,
    type=click.Path(path_type=Path),
    help="The folder to make.",
)
@click.pass_obj
def demo(desk: Desk, folder: Path) -> None:
    """See it all once, in a folder of its own.

    Makes a database with the seed case, draws a chain, marks a claim and writes a report.
    """
    from claims.chains.origins import origins
    from claims.commands.encoding import encode_missing
    from claims.commands.files import write_whole
    from claims.exports.report_markdown import report_markdown
    from claims.exports.tree import trace_tree
    from claims.services import looking, reporting, reviewing
    from claims.services.seeding import seed
    from claims.store import migrations
    from claims.store.engine import database_url, utc_now

    if desk.db is not None:
        raise click.UsageError("demo makes a database of its own: name its folder with --dir, and leave --db out.")
    database, file = folder / DATABASE_NAME, folder / f"{DEMO_CLAIM}.md"
    if database.exists():
        raise DatabaseExists(str(database), "--dir")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise CannotWrite(str(folder), problem.strerror or str(problem)) from None
    who = Desk(as_name=desk.as_name or DEMO_REVIEWER).reviewer
    made = migrations.create(database_url(str(database)), who, seed)
    _take_in_seed(made, who)
    encode_missing(made, who, quiet=desk.quiet)
    with made.writing(who) as session:
        judgement = reviewing.Judgement("unverified", DEMO_REASON)
        (marked,) = reviewing.mark(session, [DEMO_CLAIM], judgement, utc_now()[:10])
    with made.reading() as session:
        record = looking.claim(session, DEMO_CLAIM)
        report = reporting.report(session, [DEMO_CLAIM])
    draw(trace_tree(record.trace, origins(record.trace), width=terminal_width(), style=styler()))
    write_whole(str(file), (chunk.encode() for chunk in report_markdown(report)))
    answer(f"\n{marked.review} marks {marked.claim} {marked.status}: {DEMO_REASON}")
    answer(f"The report is {file}, the database {database}.")
    desk.db = str(database)
    next_step("list")
    there = f"      claims --db {quoted_word(str(database))}"
    talk(f"{there} trace {marked.claim}")
    talk(f'{there} mark {marked.claim} --status unproven --because "No record is public."')
    talk(f"{there} report --all -o {quoted_word(str(folder / 'all.md'))}")


@click.command()
@json_option
@click.pass_obj
def doctor(desk: Desk, as_json: bool) -> None:
    """Look whether everything is in order.

    The program, what it stands on, who is working, the database, and what makes the work comfortable. The exit code is 3
    where something is not in order.
    """
    from claims.commands.comfort import comfort_signs
    from claims.commands.reading import LAYER_VARIABLE
    from claims.services.checkup import database_signs, installation_signs, reading_sign

    signs = installation_signs()
    try:
        name, whence = desk.reviewer_and_whence()
        signs.append(("reviewer", True, f"{name}, from {whence}"))
    except ClaimsError as problem:
        signs.append(("reviewer", False, problem.sentence))
    try:
        signs += database_signs(desk.url())
    except ClaimsError as problem:
        signs.append(("database", False, problem.sentence))
    signs.append(reading_sign(os.environ.get(LAYER_VARIABLE, "")))
    signs += comfort_signs()
    if as_json:
        answer_json([{"what": what, "ok": ok, "says": says} for what, ok, says in signs])
    else:
        from claims.commands.listing import sign_lines

        draw(sign_lines(signs, terminal_width(), styler()))
    if not all(ok for _, ok, _ in signs):
        click.get_current_context().exit(3)


COMMANDS = (init, demo, doctor)
