"""Take in: case files, and what others wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from claims.commands.batches import Batch
from claims.commands.completing import CASE, FILE
from claims.commands.desk import Desk
from claims.commands.files import read_whole, refuse_two_stdins, shown_name
from claims.commands.foreign_files import FOREIGN, MOST_LINES, Foreign, tell_some
from claims.commands.output import afterwards, answer, answer_json, counted, quoted_word
from claims.commands.parameters import TEXT, Word, dry_run_option, json_option
from claims.exports.escaping import shown_line

if TYPE_CHECKING:
    from claims.services.import_plan import Plan


@click.command("import")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=FILE,
    help="Case files, databases of other desks, or files of others; - for stdin.",
)
@click.option(
    "--from",
    "written_as",
    type=Word(FOREIGN),
    metavar="FORMAT",
    help=f"What others wrote: one of {', '.join(FOREIGN)}; without it the file shows what it is.",
)
@click.option(
    "--map",
    "mapped",
    multiple=True,
    type=TEXT,
    metavar="FIELD=COLUMN",
    help="Of a spreadsheet: which column is what, such as text=Claim. May be given several times.",
)
@click.option("--sheet", type=TEXT, metavar="NAME", help="With xlsx: which sheet; the first without it.")
@click.option(
    "--case",
    type=CASE,
    metavar="KEY",
    help="The case that a file of others becomes, or the one case that is wanted of a database.",
)
@click.option("--ratings", type=FILE, metavar="FILE", help="What verdicts of others mean here, before our own table.")
@click.option("--trust", is_flag=True, help="Let the reviews of the file set statuses here; logged with your name.")
@click.option(
    "--theirs",
    multiple=True,
    type=TEXT,
    metavar="KEY|all",
    help="In conflict take the file's entry. May be given several times.",
)
@click.option(
    "--ours",
    multiple=True,
    type=TEXT,
    metavar="KEY|all",
    help="In conflict keep what is here. May be given several times.",
)
@dry_run_option
@json_option
@click.pass_obj
def import_(
    desk: Desk,
    files: tuple[str, ...],
    written_as: str | None,
    mapped: tuple[str, ...],
    sheet: str | None,
    case: str | None,
    ratings: str | None,
    trust: bool,
    theirs: tuple[str, ...],
    ours: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take in case files, and what others wrote.

    The same file twice changes nothing; a file that changed adds versions; what changed both here and there is a conflict,
    and nothing of that file is written. Of several files one that is refused is named, and the others are taken in.
    Of another desk's database (also a backup of it) the log is checked first, and whether it has only grown since it was last taken in.
    ClaimReviews (JSON-LD, also within a page), AVeriTeC and spreadsheets become cases in the same way; their reviews are somebody else's.

    \b
    claims import case.yaml --dry-run   what would be new, changed, in conflict
    claims import case.yaml --trust     and let its reviews count here
    claims import large.jsonl           an entry a line, streamed
    claims import other-desk.db --dry-run
    claims import page.html --case snopes
    claims import sheet.xlsx --map text=Claim --map verdict=Result
    """
    from claims.commands.case_lines import lines_json, show_lines, take_lines
    from claims.commands.encoding import AFTER_IMPORT, encode_missing
    from claims.commands.other_desks import Taking, is_database, log_in_words, log_json, take_over
    from claims.services.importing import Action, Choices, take_in

    refuse_two_stdins([*files, *([ratings] if ratings else [])])
    foreign = Foreign(written_as, mapped, sheet, case, ratings)
    choices = Choices(trust, frozenset(theirs), frozenset(ours))

    def take(file: str) -> Taking:
        if is_database(file):
            foreign.refuse_for_database(file)
            return take_over(desk, file, case, choices, dry_run=dry_run)
        if foreign.is_lines(file):
            return take_lines(desk, file, choices, dry_run=dry_run)
        content = read_whole(file)
        entry = foreign.case_of(content, file)
        with desk.writing(dry_run=dry_run) as session:
            return Taking([take_in(session, entry, content, shown_name(file), choices, rehearse=dry_run)])

    batch = Batch(files, take)
    for name, taking in batch.taken():
        if as_json:
            continue
        if taking.other is not None:
            answer(shown_line(f"{name}: {log_in_words(taking.other)}"))
        if taking.lines is not None:
            show_lines(name, taking.lines)
        for plan in taking.plans:
            _show_plan(name, plan)
    if batch.done and not dry_run:
        database = desk.database()
        database.gather_statistics()
        encode_missing(database, desk.reviewer, quiet=desk.quiet, most=AFTER_IMPORT)
    if as_json:
        told = [
            {**_plan_json(name, plan), "log": log_json(taking.other)}
            for name, taking in batch.done
            for plan in taking.plans
        ]
        told += [lines_json(name, taking.lines) for name, taking in batch.done if taking.lines is not None]
        answer_json([*told, *batch.errors_json()])
    cases = [case for _, taking in batch.done for case in taking.cases]
    if cases and (dry_run or not as_json):
        afterwards(dry_run, f"list --case {quoted_word(cases[0])}" if len(cases) == 1 else "list")
    in_conflict = (any(plan.named(Action.CONFLICT) for plan in taking.plans) for _, taking in batch.done)
    batch.end(dry_run, sum(in_conflict))


def _plan_json(name: str, plan: Plan) -> dict[str, object]:
    return {
        "file": name,
        "case": plan.case.key,
        "changes": plan.changes,
        "entries": [{"kind": s.kind, "key": s.name, "action": s.action} for s in plan.steps.values()],
        "suggestions": plan.suggestions,
    }


def _show_plan(name: str, plan: Plan) -> None:
    from claims.services.importing import Action

    answer(f"{shown_line(name)}: case {shown_line(plan.case.key)}")
    if not plan.changes and not plan.named(Action.CONFLICT):
        answer("  nothing new: it was taken in before")
        return
    for kind in ("source", "article", "claim"):
        steps = [s for s in plan.steps.values() if s.kind == kind]
        counts = [(action, sum(1 for s in steps if s.action is action)) for action in Action]
        said = ", ".join(f"{n} {action}" for action, n in counts if n)
        answer(f"  {counted(len(steps), kind)}: {said}" if steps else f"  no {kind}s")
    for action in (Action.CHANGED, Action.CONFLICT, Action.KEPT, Action.TRUSTED):
        entries = plan.named(action)
        for entry in entries[:MOST_LINES]:
            answer(f"  {action}: {shown_line(entry)}")
        if len(entries) > MOST_LINES:
            answer(f"  {action}: {len(entries) - MOST_LINES} more")
    tell_some(plan.suggestions, "  ")


COMMANDS = (import_,)
