"""Start: make a database, see it all once, look whether everything is in order."""

import sys
from pathlib import Path

import click

from claims.commands.desk import DATABASE_NAME, Desk
from claims.commands.output import answer, answer_json, next_step, styler, talk, terminal_width
from claims.commands.parameters import json_option
from claims.errors import CannotWrite, DatabaseExists
from claims.shipped import shipped

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
    claims init                                  claims.db in this folder
    claims --db postgresql://host/desk init      on a PostgreSQL server
    """
    from claims.services.seeding import seed
    from claims.store import migrations
    from claims.store.engine import shown_url

    url = desk.url(to_make=True)
    migrations.create(url, desk.reviewer, seed)
    talk(f"Made {shown_url(url)}.")
    if with_case:
        _take_in_seed(Desk(url.render_as_string(hide_password=False), desk.as_name))
    next_step(
        "claims list" if with_case else 'claims add ARTICLE.txt --outlet NAME, or claims claim new "What is claimed"'
    )


def _take_in_seed(desk: Desk) -> None:
    from claims.casefile import read_case
    from claims.services.importing import Choices, take_in

    content = (shipped("seeds") / SEED_CASE).read_bytes()
    case = read_case(content, SEED_CASE)
    with desk.writing() as session:
        take_in(session, case, content, SEED_CASE, Choices(trust=True))
    talk(f"Took in the case {case.key}: {len(case.claims)} claims in {len(case.articles)} articles.")


@click.command()
@click.option(
    "--dir",
    "folder",
    default="claims-demo",
    show_default=True,
    type=click.Path(path_type=Path),
    help="The folder to make.",
)
@click.pass_obj
def demo(desk: Desk, folder: Path) -> None:
    """See it all once: a database with the seed case, a trace, a review and a report, in a folder of their own."""
    from claims.chains.origins import origins
    from claims.commands.files import write_whole
    from claims.exports.report_markdown import report_markdown
    from claims.exports.tree import trace_tree
    from claims.services import looking, reporting, reviewing
    from claims.services.seeding import seed
    from claims.store import migrations
    from claims.store.engine import database_url, utc_now

    database, file = folder / DATABASE_NAME, folder / f"{DEMO_CLAIM}.md"
    if database.exists():
        raise DatabaseExists(str(database))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise CannotWrite(str(folder), problem.strerror or str(problem)) from None
    there = Desk(str(database), desk.as_name or DEMO_REVIEWER)
    migrations.create(database_url(str(database)), there.reviewer, seed)
    _take_in_seed(there)
    with there.writing() as session:
        judgement = reviewing.Judgement("unverified", DEMO_REASON)
        (marked,) = reviewing.mark(session, [DEMO_CLAIM], judgement, utc_now()[:10])
    with there.reading() as session:
        record = looking.claim(session, DEMO_CLAIM)
        for line in trace_tree(record.trace, origins(record.trace), width=terminal_width(), style=styler()):
            answer(line)
        report = reporting.report(session, [DEMO_CLAIM])
    write_whole(str(file), (chunk.encode() for chunk in report_markdown(report)))
    answer("")
    answer(f"{marked.review} marks {marked.claim} {marked.status}: {DEMO_REASON}")
    answer(f"The report is {file}, the database {database}.")
    next_step(f"claims --db {database} list")
    talk(f"      claims --db {database} trace {marked.claim}")
    talk(f'      claims --db {database} mark {marked.claim} --status unproven --because "…"')
    talk(f"      claims --db {database} report --all -o {folder / 'all.md'}")


@click.command()
@json_option
@click.pass_obj
def doctor(desk: Desk, as_json: bool) -> None:
    """Look whether the installation and the database are in order."""
    from claims.errors import ClaimsError
    from claims.services.checkup import database_signs, installation_signs

    signs = installation_signs()
    try:
        signs += database_signs(desk.url())
    except ClaimsError as problem:
        signs.append(("database", False, problem.sentence))
    if as_json:
        answer_json([{"what": what, "ok": ok, "says": says} for what, ok, says in signs])
    else:
        style = styler()
        for what, ok, says in signs:
            mark = style("held", "ok  ") if ok else style("warn", "look")
            answer(f"{mark}  {what:<12}{says}")
    if not all(ok for _, ok, _ in signs):
        sys.exit(3)


COMMANDS = (init, demo, doctor)
