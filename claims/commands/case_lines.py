"""Cases as JSON lines on their way in: streamed where the case is new here, compared like any other where it is known."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

from claims.commands.files import opened, shown_name
from claims.commands.foreign_files import tell_some
from claims.commands.other_desks import Taking
from claims.commands.output import answer, counted
from claims.commands.progress import Progress
from claims.exports.escaping import shown_line

if TYPE_CHECKING:
    from claims.commands.desk import Desk
    from claims.services.bulk import TakenLines
    from claims.services.import_plan import Choices

SUFFIXES = (".jsonl", ".ndjson")
"""What files of JSON lines are called."""

_CHUNK = 1 << 20


def take_lines(desk: Desk, file: str, choices: Choices, *, dry_run: bool) -> Taking:
    """Take in a case that is written as lines."""
    from claims.casefile.lines import CaseLines, split_lines
    from claims.services.bulk import is_here, take_in_lines
    from claims.services.importing import take_in

    name = shown_name(file)
    with opened(file) as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        stream.seek(0)
        lines = CaseLines(name, split_lines(iter(lambda: stream.read(_CHUNK), b"")))
        with desk.writing(dry_run=dry_run) as session:
            if is_here(session, lines.key):
                case = lines.whole()
                stream.seek(0)
                return Taking([take_in(session, case, stream.read(), name, choices, rehearse=dry_run)])
            progress, begun = Progress(quiet=desk.quiet, verb="Taking in"), time.monotonic()

            def tell(line: int) -> None:
                rate = line / max(time.monotonic() - begun, 0.001)
                progress(f"line {line:,}, {rate:,.0f} a second", 0, 0)

            try:
                return Taking([], lines=take_in_lines(session, lines, sha256, trust=choices.trust, progress=tell))
            finally:
                progress.end()


def show_lines(name: str, taken: TakenLines) -> None:
    """What came of it, in a few lines."""
    answer(f"{shown_line(name)}: case {shown_line(taken.case)}")
    for kind, count in taken.counts.items():
        answer(f"  {counted(count, kind)}: {count:,} new")
    tell_some(taken.suggestions, "  ")


def lines_json(name: str, taken: TakenLines) -> dict[str, object]:
    """The same for programs; the entries themselves are only counted, for there may be millions."""
    return {
        "file": name,
        "case": taken.case,
        "changes": True,
        "counts": dict(taken.counts),
        "suggestions": taken.suggestions,
    }
