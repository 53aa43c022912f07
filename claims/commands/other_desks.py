"""Take in: the database of another desk, case by case as their case files would be."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from claims.commands.desk import Desk
from claims.commands.files import begins_as_database
from claims.commands.output import counted
from claims.commands.progress import Progress
from claims.errors import FileProblem
from claims.values import value

if TYPE_CHECKING:
    from claims.services.bulk import TakenLines
    from claims.services.import_plan import Choices, Plan
    from claims.services.other_desks import OtherDesk


@value
class Taking:
    """What became of one file: a plan for each case in it."""

    plans: list[Plan]
    other: OtherDesk | None = None
    """The database that the file is, if it is one."""
    lines: TakenLines | None = None
    """What was streamed in, where the file is a case as lines."""

    @property
    def cases(self) -> list[str]:
        """The keys of the cases in it."""
        return [plan.case.key for plan in self.plans] + ([self.lines.case] if self.lines is not None else [])


def is_database(file: str) -> bool:
    """Whether a file is a SQLite database; what cannot be read is none, and is refused by whoever reads it."""
    with contextlib.suppress(OSError, ValueError):
        return file != "-" and Path(file).is_file() and begins_as_database(Path(file))
    return False


def take_over(desk: Desk, file: str, case: str | None, choices: Choices, *, dry_run: bool) -> Taking:
    """Look whether their log is in order and has only grown, and take in every case of theirs, or one of them: all of it or nothing."""
    from claims.casefile import read_case
    from claims.exports.casefile import case_yaml
    from claims.services import other_desks, proving
    from claims.services.importing import take_in_all
    from claims.store.imports import known_logs

    with desk.reading() as session:
        known = known_logs(session)
    progress = Progress(quiet=desk.quiet)
    try:
        other = other_desks.look_into(Path(file), case, known, progress)
    finally:
        progress.end()
    with desk.reading() as session:
        if proving.has_grown_from(session, other.head):
            raise FileProblem(
                file,
                "it is this desk's own database or a copy of it, and nothing in it is new; `claims db restore` puts one back",
            )
    cases = []
    for entry in other.cases:
        # Through the words of a case file, so that what it may not hold comes in by no other door.
        content = "".join(case_yaml(entry)).encode()
        cases.append((read_case(content, f"{file}, case {entry.key}"), content))
    with desk.writing(dry_run=dry_run) as session:
        return Taking(take_in_all(session, cases, other.head, file, choices, rehearse=dry_run), other)


def log_in_words(other: OtherDesk) -> str:
    """Their log, and how it stands to what was seen of it before."""
    rows = counted(other.head.size, "row")
    if other.seen is None:
        return f"log {other.head.origin}, {rows}, in order; never taken in before"
    if other.seen.size == other.head.size:
        return f"log {other.head.origin}, {rows}, in order; the same as when it was last taken in"
    return (
        f"log {other.head.origin} has grown from {other.seen.size} to {rows} since it was last taken in, "
        "and still contains what was seen then"
    )


def log_json(other: OtherDesk | None) -> dict[str, object] | None:
    """The same for programs."""
    if other is None:
        return None
    head, seen = other.head, other.seen
    return {"origin": head.origin, "size": head.size, "root": head.root, "seen": seen.size if seen else None}
