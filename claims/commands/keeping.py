"""Keep: the database itself."""

import click

from claims.commands.desk import Desk
from claims.commands.output import answer, answer_json, next_step, talk
from claims.commands.parameters import json_option


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
@click.pass_obj
def upgrade(desk: Desk) -> None:
    """Bring the database up to this program's schema; all of it or nothing."""
    from claims.store import migrations

    before, backup = migrations.upgrade(desk.url(), desk.reviewer)
    if not before.pending:
        answer(f"{before.where} has schema {before.revision} already; nothing to do")
        return
    answer(f"{before.where}: schema {before.revision} → {before.needed}")
    if backup:
        talk(f"The database as it was before is {backup}.")
    next_step("claims db status")


@db.command()
@json_option
@click.pass_obj
def status(desk: Desk, as_json: bool) -> None:
    """Which schema the database has and which this program needs."""
    from claims.store import migrations

    found = migrations.status(desk.url())
    if as_json:
        answer_json(
            {"database": found.where, "schema": found.revision, "needed": found.needed, "pending": found.pending}
        )
        return
    answer(f"{found.where}: schema {found.revision}, needed {found.needed}")
    if found.pending:
        next_step("claims db upgrade")


@db.command()
@click.pass_obj
def caches(desk: Desk) -> None:
    """Make the caches anew from the log: what lists filter on and names are compared by."""
    with desk.writing() as session:
        from claims.store.caches import rebuild

        rebuild(session.connection)
    answer("caches made anew")


COMMANDS = (db,)
