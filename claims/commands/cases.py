"""Cases: what is exchanged as one file."""

from __future__ import annotations

import click

from claims.commands.completing import CASE
from claims.commands.desk import Desk
from claims.commands.output import answer, answer_json, counted, quoted_word
from claims.commands.parameters import TEXT, dry_run_option, json_option
from claims.commands.saying import told
from claims.exports.escaping import shown_line


@click.group()
def case() -> None:
    """Begin, name and show cases."""


@case.command()
@click.argument("key", type=TEXT, metavar="KEY", help="What it is known by, in case files and on command lines.")
@click.option("--title", type=TEXT, metavar="TITLE", help="What people call it.")
@dry_run_option
@click.pass_obj
def new(desk: Desk, key: str, title: str | None, dry_run: bool) -> None:
    """Begin a case.

    \b
    claims case new turkey-russia --title "Turkey, Russia and drones"
    """
    from claims.services.case_work import new_case

    with desk.writing(dry_run=dry_run) as session:
        made = new_case(session, key, title)
    told(made, dry_run, f"case show {quoted_word(made.id)}")


@case.command()
@click.argument("key", type=CASE, metavar="KEY", help="The case.")
@click.option("--title", required=True, type=TEXT, metavar="TITLE", help="Its title; an empty text takes it away.")
@dry_run_option
@click.pass_obj
def edit(desk: Desk, key: str, title: str, dry_run: bool) -> None:
    """Say what people call a case."""
    from claims.services.case_work import edit_case

    with desk.writing(dry_run=dry_run) as session:
        changed = edit_case(session, key, title)
    told(changed, dry_run, f"case show {quoted_word(changed.id)}")


@case.command()
@click.argument("key", required=False, type=CASE, metavar="KEY", help="The case; all of them without it.")
@json_option
@click.pass_obj
def show(desk: Desk, key: str | None, as_json: bool) -> None:
    """The cases there are, and how much is in each."""
    from claims.services.case_work import shown_cases

    with desk.reading() as session:
        found = shown_cases(session, key)
    if as_json:
        answer_json(
            [
                {"key": c.key, "title": c.title, "sources": c.sources, "articles": c.articles, "claims": c.claims}
                for c in found
            ]
        )
        return
    for one in found:
        title = f": {shown_line(one.title)}" if one.title is not None else ""
        holds = ", ".join(counted(n, noun) for n, noun in ((one.sources, "source"), (one.articles, "article")))
        answer(f"{shown_line(one.key)}{title} ({holds}, {counted(one.claims, 'claim')})")


COMMANDS = (case,)
