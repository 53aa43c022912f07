"""Check claims, and what there is to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from claims.commands.completing import CLAIM, as_of_option
from claims.commands.desk import Desk
from claims.commands.output import (
    answer_bytes,
    answer_json,
    counted,
    next_step,
    on_terminal,
    styler,
    talk,
    terminal_width,
)
from claims.commands.paging import paged
from claims.commands.parameters import Word, json_option
from claims.commands.progress import Progress
from claims.commands.saying import today
from claims.vocabulary import Severity

if TYPE_CHECKING:
    from claims.records import ClaimRecord, Finding

FOUND_SOMETHING = 6
MOST = 10
"""Lines of a part that a terminal gets."""

_WEIGHT = {Severity.NOTE: 0, Severity.WARN: 1, Severity.REFUSE: 2}


@click.command()
@click.argument(
    "claims", nargs=-1, type=CLAIM, metavar="[CLAIM...]", help="Ids or keys, such as C-12; without one, every claim."
)
@click.option("--all", "everything", is_flag=True, help="Every claim; so does naming none.")
@click.option(
    "--exit-code",
    type=Word(Severity),
    is_flag=False,
    flag_value=Severity.WARN.value,
    metavar="[SEVERITY]",
    help="Exit with 6 where something at least so grave is found: note, warn (where no word is given) or refuse.",
)
@as_of_option
@json_option
@click.pass_obj
def check(
    desk: Desk, claims: tuple[str, ...], everything: bool, exit_code: Severity | None, as_of: str | None, as_json: bool
) -> None:
    """What the chains of claims show.

    Claim by claim; quiet about claims of which there is nothing to doubt. docs/findings.md says what each finding means.

    \b
    claims check C-1
    claims check --all --exit-code=warn
    claims check --json | jq '.[] | select(.findings != [])'
    """
    from claims.services import checking

    if everything and claims:
        raise click.UsageError("Name claims, or say --all.")
    tally = _Tally()
    progress = Progress(quiet=desk.quiet)
    with desk.reading() as session:
        numbers = checking.to_check(session, claims)
        found = tally.counting(checking.checked(session, numbers, as_of), len(numbers), progress)
        if as_json:
            answer_bytes(_json(found))
        else:
            paged(_lines(found))
    if not as_json:
        talk(tally.sentence())
        if tally.first is not None and on_terminal():
            next_step(f"trace {tally.first}")
    if exit_code is not None and any(tally.weights[s] for s in Severity if _WEIGHT[s] >= _WEIGHT[exit_code]):
        click.get_current_context().exit(FOUND_SOMETHING)


class _Tally:
    """How much was found, counted as it goes by."""

    def __init__(self) -> None:
        self.claims = self.doubted = 0
        self.weights: Counter[Severity] = Counter()
        self.first: str | None = None

    def counting(
        self, found: Iterator[tuple[ClaimRecord, tuple[Finding, ...]]], total: int, progress: Progress
    ) -> Iterator[tuple[ClaimRecord, tuple[Finding, ...]]]:
        try:
            for record, findings in found:
                progress("claims", self.claims, total)
                self.claims += 1
                self.weights.update(finding.severity for finding in findings)
                if findings:
                    self.doubted += 1
                    self.first = self.first or record.claim.id
                    progress.end()
                yield record, findings
        finally:
            progress.end()

    def sentence(self) -> str:
        if not self.doubted:
            return f"Nothing to doubt in {counted(self.claims, 'claim')}." if self.claims else "No claims."
        weights = [counted(self.weights[s], w) for s, w in _WORDS.items() if self.weights[s]]
        return f"{self.doubted} of {counted(self.claims, 'claim')}: {', '.join(weights)}."


_WORDS = {Severity.REFUSE: "refusing finding", Severity.WARN: "warning", Severity.NOTE: "note"}


def _lines(found: Iterator[tuple[ClaimRecord, tuple[Finding, ...]]]) -> Iterator[str]:
    from claims.exports.escaping import shown_line
    from claims.exports.tree import finding_lines
    from claims.exports.wrapping import lines

    width, style = terminal_width(), styler()
    for record, findings in found:
        if findings:
            heading = [("id", record.claim.id), ("", f" {shown_line(record.claim.text)}")]
            yield from lines(heading, "", "     ", width, style)
            yield from finding_lines(findings, width, style, "  ")


def _json(found: Iterator[tuple[ClaimRecord, tuple[Finding, ...]]]) -> Iterator[bytes]:
    """One array, a claim at a time; claims without findings are in it too."""
    from claims.exports.trace_json import claim_json, dumps, finding_json

    empty = True
    for record, findings in found:
        item = dumps({"claim": claim_json(record.claim), "findings": [finding_json(f) for f in findings]})
        yield (b"[\n" if empty else b",\n") + item.rstrip(b"\n")
        empty = False
    yield b"[]\n" if empty else b"\n]\n"


@click.command()
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help=f"Lines of each part; a terminal gets {MOST}.")
@json_option
@click.pass_obj
def todo(desk: Desk, limit: int | None, as_json: bool) -> None:
    """What there is to do.

    Publications that nobody has seen, those on which most claims rest first; requests without an answer; forecasts
    whose day has come; reviews that are not of what stands there now; articles whose text is not here; suggestions that wait.

    \b
    claims todo
    claims todo --json | jq '.unseen[0]'
    """
    from claims.exports.resting import todo_json, todo_lines
    from claims.services.checking import to_check
    from claims.services.todo import todo as gathered

    progress = Progress(quiet=desk.quiet)
    with desk.reading() as session:
        try:
            found = gathered(session, to_check(session, ()), today(), progress)
        finally:
            progress.end()
    if as_json:
        answer_json(todo_json(found))
        return
    most = limit if limit is not None or not on_terminal() else MOST
    lines: Sequence[str] = list(todo_lines(found, most, width=terminal_width(), style=styler()))
    paged(lines)
    if not lines:
        talk("Nothing to do.")
    elif found.unseen and on_terminal():
        next_step(f"dependants {found.unseen[0].id}", "what rests on it")
    elif found.suggestions and on_terminal():
        next_step(f"suggestions review {found.suggestions[0][0]}", "one after the other")


COMMANDS = (check, todo)
