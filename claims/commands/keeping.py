"""Keep: the database itself."""

from __future__ import annotations

import click

from claims.commands.desk import Desk
from claims.commands.output import answer, answer_json, next_step, talk
from claims.commands.parameters import TEXT, dry_run_option, json_option
from claims.exports.escaping import shown_line


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
@dry_run_option
@click.pass_obj
def upgrade(desk: Desk, dry_run: bool) -> None:
    """Bring the database up to this program's schema.

    All of it or nothing; a SQLite database is copied beside itself first.
    """
    from claims.store import migrations

    url, who = desk.url(), desk.reviewer
    before, backup = (migrations.status(url), None) if dry_run else migrations.upgrade(url, who)
    if not before.pending:
        answer(f"{before.where} has schema {before.revision} already; nothing to do")
        return
    answer(f"{before.where}: schema {before.revision} → {before.needed}")
    if dry_run:
        talk("Nothing was changed (--dry-run).")
        return
    if backup:
        talk(f"The database as it was before is {backup}.")
    next_step("db status")


@db.command()
@json_option
@click.pass_obj
def status(desk: Desk, as_json: bool) -> None:
    """Which schema the database has and which is needed."""
    from claims.store import migrations

    found = migrations.status(desk.url())
    if as_json:
        answer_json(
            {"database": found.where, "schema": found.revision, "needed": found.needed, "pending": found.pending}
        )
        return
    answer(f"{found.where}: schema {found.revision}, needed {found.needed}")
    if found.pending:
        next_step("db upgrade")


@db.command()
@dry_run_option
@click.pass_obj
def caches(desk: Desk, dry_run: bool) -> None:
    """Make the caches anew from the log.

    What lists filter on and names are compared by. Nothing in the log changes.
    """
    from claims.store.caches import rebuild

    with desk.writing(dry_run=dry_run) as session:
        rebuild(session.connection)
    if dry_run:
        answer("caches can be made anew")
        talk("Nothing was kept (--dry-run).")
    else:
        answer("caches made anew")


@db.command()
@click.option(
    "--prefix", type=TEXT, default="claims", show_default=True, help="What the names of the roles begin with."
)
def roles(prefix: str) -> None:
    """Print the grants for readers and reviewers on PostgreSQL.

    The owner of the tables runs them, after `init` and again after every upgrade. Nothing is changed by printing.

    \b
    claims db roles | psql "$CLAIMS_DB"
    """
    from claims.store.roles import grants
    from claims.text.door import admitted_line

    for line in grants(admitted_line("--prefix", prefix, most=40)):
        answer(line)
    talk(
        "People get a role from whoever may give it: GRANT claims_reviewer TO anna;".replace(
            "claims_", f"{shown_line(prefix)}_"
        )
    )


COMMANDS = (db,)
