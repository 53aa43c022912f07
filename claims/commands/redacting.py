"""Keep: texts that have to disappear."""

from __future__ import annotations

import sys

import click

from claims.commands.completing import ANYTHING
from claims.commands.desk import Desk
from claims.commands.output import afterwards, answer, answer_json, counted, talk
from claims.commands.parameters import TEXT, dry_run_option, json_option
from claims.errors import some_of
from claims.exports.escaping import shown_line

MOST_SHOWN = 20
"""Rows that are named."""


@click.command()
@click.argument(
    "id", type=ANYTHING, metavar="ID", help="What is to disappear: S-7, A-3, P-5, R-41 ... or an event's words, E-12."
)
@click.option(
    "--because",
    type=TEXT,
    metavar="REASON",
    required=True,
    help="Why; it stays in the log, so do not repeat what is to disappear.",
)
@click.option(
    "--text", "text_only", is_flag=True, help="Of an article: its bytes and text alone; title, date and hashes stay."
)
@click.option("--yes", is_flag=True, help="Do not ask; needed where nobody can be.")
@dry_run_option
@json_option
@click.pass_obj
def redact(desk: Desk, id: str, because: str, text_only: bool, yes: bool, dry_run: bool, as_json: bool) -> None:
    """Take a text away for good, on purpose.

    A protected source, or the law, may demand it. The rows stay in the log with their fingerprints: `verify` holds and names them as
    redacted, and who did it and why is an event. This cannot be undone. What backups, exports and reports hold stays there: see
    docs/log.md.

    \b
    claims redact S-7 --because "She asked us to." --dry-run
    claims redact A-3 --text --because "Order of the court, 12 November."
    """
    from claims.services.redacting import redact as take_away

    if not (yes or dry_run):
        if sys.stdin is None or not sys.stdin.isatty():
            raise click.UsageError("What is redacted cannot be brought back, and nobody can be asked here: add --yes.")
        click.confirm(f"{shown_line(id)} cannot be brought back afterwards. Redact it?", abort=True, err=True)
    with desk.writing(dry_run=dry_run) as session:
        redacted = take_away(session, id, because, text_only=text_only)
    if as_json:
        answer_json(
            {
                "id": redacted.event,
                "redacted": [{"row": row, "texts": list(texts)} for row, texts in redacted.taken],
                "still": list(redacted.still),
            }
        )
    else:
        for row, texts in redacted.taken[:MOST_SHOWN]:
            answer(f"redacted: {shown_line(row)} ({', '.join(texts)})")
        if len(redacted.taken) > MOST_SHOWN:
            answer(f"... and {counted(len(redacted.taken) - MOST_SHOWN, 'row')} more")
    if redacted.still:
        talk(
            f"The same words still stand in {shown_line(some_of(redacted.still, MOST_SHOWN))}. Look whether they are to go too."
        )
    if not dry_run and not desk.database().scrub(redacted.tables):
        talk(f"PostgreSQL keeps old rows until their owner has run: VACUUM (FULL) {', '.join(redacted.tables)}.")
    if dry_run or not as_json:
        afterwards(dry_run, "verify", "the rest holds")


COMMANDS = (redact,)
