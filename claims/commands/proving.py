"""Keep: whether the log holds, its head, and proofs that others can check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from claims.commands.completing import FILE, Thing
from claims.commands.desk import Desk
from claims.commands.files import read_whole, refuse_two_stdins, shown_name, write_whole
from claims.commands.output import answer_json, counted, draw, next_step, quoted_word, styler, talk, terminal_width
from claims.commands.parameters import json_option
from claims.commands.progress import Progress
from claims.errors import DatabaseTrouble
from claims.exports.escaping import shown_line
from claims.exports.wrapping import lines as wrapped

if TYPE_CHECKING:
    from claims.records import LogHead
    from claims.store.verify import Verification

FOUND_SOMETHING = 6
MOST_SHOWN = 100
"""Findings that are shown one by one; --json has more."""

MOST_NAMED = 20
"""Redacted rows that are named."""

PROVABLE = Thing("id", "claim", "claim id", "review", "article", "source id")


def _read_head(name: str) -> LogHead:
    from claims.store.checkpoint import read_checkpoint

    return read_checkpoint(read_whole(name), shown_name(name))


@click.command()
@click.option("--head", "head_file", type=FILE, metavar="FILE", help="A head kept from before: has the log only grown?")
@click.option("--quick", is_flag=True, help="The structure alone: numbers, stored leaves, head, events.")
@json_option
@click.pass_obj
def verify(desk: Desk, head_file: str | None, quick: bool, as_json: bool) -> None:
    """Check the log, and all that was made of it.

    Computes every leaf, the tree and its head anew from the rows, hashes articles, and compares caches, references and triggers.
    Whatever was changed behind the program's back is named with its row and its transaction; the exit code is then 6.

    Who can write to the whole database can write a whole new history, and only a head kept elsewhere shows that:

    \b
    claims head -o monday.head        keep it where the desk cannot reach it
    claims verify --head monday.head
    """
    from claims.store.verify import verify as checked

    since = _read_head(head_file) if head_file is not None else None
    progress, found = Progress(quiet=desk.quiet), None
    try:
        with desk.reading() as session:
            found = checked(session, since, quick=quick, progress=progress)
    except DatabaseTrouble:
        if found is None or found.ok:  # a damaged file lets not even a reading transaction end in peace
            raise
    finally:
        progress.end()
    if as_json:
        answer_json(_verification_json(found))
    else:
        draw(_wrapped(_verification_lines(found)))
    if found.ok:
        if since is None and not as_json:
            next_step("head -o FILE", "kept elsewhere, it shows a rewritten history too")
        return
    if {one.kind for one in found.found} == {"cache"}:
        next_step("db caches", "makes the caches anew; the log itself is in order")
    else:
        talk("Leave the database as it is, and compare it with a backup; `claims log` tells who did what.")
    click.get_current_context().exit(FOUND_SOMETHING)


def _verification_lines(found: Verification) -> list[str]:
    what = f"{counted(found.size, 'row')} in {counted(found.events, 'event')}"
    if not found.ok:
        told = found.found[:MOST_SHOWN]
        more = found.count - len(told)
        said = "1 thing that is" if found.count == 1 else f"{found.count} things that are"
        lines = [f"Found {said} not in order, in {what}:", *(f"- {one.says}." for one in told)]
        if more:
            lines.append(f"- and {more} more")
    elif found.quick:
        lines = [f"In order, as far as a quick look tells: {what}, none missing, and the head is theirs."]
    else:
        lines = [f"In order: {what}; leaves, head, articles, caches, references and triggers."]
    if found.since is not None and not any(one.kind == "since" for one in found.found):
        lines.append(f"Only grown since the head of {counted(found.since.size, 'row')}.")
    if found.redacted:
        named = found.redacted[:MOST_NAMED]
        rest = f" and {found.redactions - len(named)} more" if found.redactions > len(named) else ""
        lines.append(f"Redacted on purpose: {', '.join(named)}{rest}.")
    return [*lines, f"Log {found.origin}, root {found.root or 'unknown'}."]


def _wrapped(lines: Iterable[str]) -> Iterator[str]:
    """Lines for the terminal: escaped, and the rest of a long one below its beginning."""
    width, style = terminal_width(), styler()
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip(" ")))
        yield from wrapped([("", shown_line(line[len(indent) :]))], indent, f"{indent}  ", width, style)


def _verification_json(found: Verification) -> dict[str, object]:
    since = found.since
    return {
        "ok": found.ok,
        "origin": found.origin,
        "size": found.size,
        "root": found.root,
        "events": found.events,
        "quick": found.quick,
        "since": {"origin": since.origin, "size": since.size, "root": since.root} if since else None,
        "redacted": list(found.redacted),
        "redactions": found.redactions,
        "findings": found.count,
        "found": [
            {"kind": one.kind, "says": one.says, "table": one.table, "row": one.row, "event": one.event}
            for one in found.found
        ],
    }


@click.command()
@click.option("-o", "--output", type=FILE, default="-", metavar="FILE", help="Where to write; stdout without it.")
@json_option
@click.pass_obj
def head(desk: Desk, output: str, as_json: bool) -> None:
    """The log's head: a fingerprint of all that is in it.

    Three lines: which log, how many rows, and the root of the tree over them (the form is C2SP's tlog-checkpoint). Print it, mail it,
    publish it: whoever has it can tell later whether anything before it was changed.

    \b
    claims head -o monday.head
    claims verify --head monday.head

    To sign it with an SSH key, and to check who signed it:

    \b
    ssh-keygen -Y sign -f ~/.ssh/id_ed25519 -n claims-head monday.head
    ssh-keygen -Y verify -f allowed_signers -I desk@example.org \\
      -n claims-head -s monday.head.sig < monday.head
    """
    from claims.services import proving
    from claims.store.checkpoint import checkpoint

    with desk.reading() as session:
        found = proving.head(session)
    if as_json:
        from claims.exports.trace_json import dumps

        write_whole(output, [dumps({"origin": found.origin, "size": found.size, "root": found.root})])
    else:
        write_whole(output, [checkpoint(found).encode()])
    if output != "-":
        talk(
            f"Wrote {output}: {counted(found.size, 'row')}. Keep it where nobody who can change the database can change it."
        )
        next_step(f"verify --head {quoted_word(output)}", "later: whether the log has only grown")


@click.command()
@click.argument(
    "id", type=PROVABLE, metavar="ID", help="A claim by id or key; or a review, article or source: R-41, A-3, S-7."
)
@click.option("-o", "--output", type=FILE, default="-", metavar="FILE", help="Where to write; stdout without it.")
@click.option("--since", type=FILE, metavar="HEAD", help="Also show that the log grew out of this earlier head.")
@click.pass_obj
def prove(desk: Desk, id: str, output: str, since: str | None) -> None:
    """Write a proof of what is recorded about a claim.

    Every row that says something about it, with its texts and its way to the log's head. Whoever has the head checks the proof
    without the database. Texts of articles are not in it, their hashes are; redacted texts stay away.

    \b
    claims prove C-12 -o c12.proof
    claims prove C-12 --since published.head -o c12.proof
    claims check-proof c12.proof --head published.head
    """
    from claims.services import proving
    from claims.store.proofs import proof_bytes

    earlier = _read_head(since) if since is not None else None
    with desk.reading() as session:
        proof = proving.prove(session, id, earlier)
    write_whole(output, proof_bytes(proof))
    if output != "-":
        talk(
            f"Wrote {output}: {counted(len(proof.rows), 'row')} about {proof.about}, under the head of {proof.head.size} rows."
        )
        talk(
            f"Next: claims check-proof {quoted_word(output)} --head {quoted_word(since or 'HEAD')}   # anywhere, without the database"
        )


@click.command("check-proof")
@click.argument("file", type=FILE, metavar="FILE", help="The proof; - reads stdin.")
@click.option("--head", "head_file", type=FILE, required=True, metavar="FILE", help="The head that you trust.")
@json_option
@click.pass_obj
def check_proof(desk: Desk, file: str, head_file: str, as_json: bool) -> None:  # noqa: ARG001 - a command without a database
    """Check a proof, without any database.

    Prints what is proven: which rows, what they say, who recorded them, under which head. The exit code is 6 where a text, a value,
    a path or the head is not the one that the log had.

    \b
    claims check-proof c12.proof --head published.head
    """
    from claims.store.proof_words import ProofWords
    from claims.store.proofs import check_proof as checked

    refuse_two_stdins([file, head_file])
    trusted = _read_head(head_file)
    words = ProofWords(checked(read_whole(file), shown_name(file), trusted))
    if as_json:
        answer_json(words.json())
    else:
        draw(_wrapped(words.lines()))


COMMANDS = (verify, head, prove, check_proof)
