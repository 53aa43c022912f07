"""Keep: the database itself."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claims.commands.completing import FILE
from claims.commands.desk import Desk
from claims.commands.output import afterwards, answer, answer_json, counted, next_step, quoted_word, talk
from claims.commands.parameters import TEXT, dry_run_option, json_option
from claims.commands.progress import Progress
from claims.commands.saying import today
from claims.errors import NoDatabase

if TYPE_CHECKING:
    from sqlalchemy import URL

    from claims.store.backups import Checked


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
@dry_run_option
@click.pass_obj
def upgrade(desk: Desk, dry_run: bool) -> None:
    """Bring the database up to this program's schema.

    All of it or nothing. The database as it was is kept first: beside a SQLite file, or for a server in the folder you work in.
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
@click.argument(
    "file", required=False, type=FILE, metavar="[FILE]", help="Where to write; claims-backup-DATE.db here without it."
)
@click.option("--force", is_flag=True, help="Write over what is there.")
@click.pass_obj
def backup(desk: Desk, file: str | None, force: bool) -> None:
    """Copy the whole database into one file, and check the copy.

    The copy is a claims database itself, a SQLite file, also when the original lies on a server: every command reads it with --db.
    It appears only when it is in order, and only its owner may read it. Others work on: a change waits for the copying, not for the check.

    \b
    claims db backup monday.db
    claims --db monday.db verify
    """
    from claims.store.backups import back_up

    place = file if file is not None else f"claims-backup-{today()}.db"
    progress = Progress(quiet=desk.quiet)
    try:
        made = back_up(desk.reading(), desk.url(), Path(place), progress, replace=force)
    finally:
        progress.end()
    answer(f"{place}: {counted(made.head.size, 'row')}, in order, root {made.head.root}")
    _tell_of_caches(made)
    talk(f"Next: claims db restore {quoted_word(place)}   # puts it back; keep it on another disk")


@db.command()
@click.argument("file", type=FILE, metavar="FILE", help="The backup.")
@click.option("--force", is_flag=True, help="Replace the claims database that is there; a copy of that is kept.")
@dry_run_option
@click.pass_obj
def restore(desk: Desk, file: str, force: bool, dry_run: bool) -> None:
    """Put a backup back.

    It is checked first, and goes where no database is: into --db, CLAIMS_DB, or claims.db here. All of it or nothing.
    A backup of a file may go to a server, and the other way round.

    \b
    claims --db again.db db restore monday.db
    claims --db postgresql://host/desk db restore monday.db
    """
    from claims.store.backups import restore as put_back
    from claims.store.engine import shown_url

    url = _place_for(desk, force)
    progress = Progress(quiet=desk.quiet)
    try:
        restored = put_back(url, Path(file), progress, replace=force, rehearse=dry_run)
    finally:
        progress.end()
    head = restored.checked.head
    verb = "could be restored" if dry_run else "restored"
    answer(f"{shown_url(url)}: {verb}, {counted(head.size, 'row')}, root {head.root}")
    if restored.kept:
        talk(f"The database as it was before is {restored.kept}.")
    _tell_of_caches(restored.checked)
    afterwards(dry_run, "log", "what happened last before the backup")


def _place_for(desk: Desk, force: bool) -> URL:
    """Where a restore goes: over the database that commands find here or above, or else where `init` would make one."""
    if force:
        with contextlib.suppress(NoDatabase):
            return desk.url()
    return desk.url(to_make=True)


def _tell_of_caches(checked: Checked) -> None:
    if checked.stale_caches:
        talk("Its caches are not what its log gives; nothing is lost by that, and `claims db caches` makes them anew.")


@db.command()
@dry_run_option
@click.pass_obj
def caches(desk: Desk, dry_run: bool) -> None:
    """Make the caches anew from the log.

    What lists filter on, names are compared by and search reads; with the extra [semantic] also the vectors that are missing. Nothing in
    the log changes.
    """
    from claims.commands.encoding import encode_missing
    from claims.store import copies_index, search_index, vectors
    from claims.store.caches import rebuild

    with desk.writing(dry_run=dry_run) as session:
        rebuild(session.connection)
        search_index.rebuild(session.connection)
        vectors.prune(session.connection)
        copies_index.rebuild(session.connection)
    if dry_run:
        answer("caches can be made anew")
        talk("Nothing was kept (--dry-run).")
    else:
        encode_missing(desk.database(), desk.reviewer, quiet=desk.quiet)
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


COMMANDS = (db,)
