"""Hand over: does the database still say what a report says?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from claims.commands.completing import FILE
from claims.commands.desk import Desk
from claims.commands.files import read_whole, shown_name
from claims.commands.handing_over import report_bytes
from claims.commands.output import answer, answer_json, counted, next_step
from claims.commands.parameters import json_option
from claims.exports.escaping import shown_line
from claims.values import value

if TYPE_CHECKING:
    from claims.exports.seal import Seal
    from claims.records import Report
    from claims.services.reporting import ReportedAgain

FOUND_SOMETHING = 6


@value
class Checked:
    """What a comparison of a report with the database found."""

    seal: Seal
    again: ReportedAgain
    grown: bool
    """Whether the log of the database began as the report says."""
    changed: dict[str, tuple[str, ...]]
    """By id of a claim, the parts of which something else is said now."""
    text: bool | None
    """Whether the file is, byte for byte, what the program writes; None where that cannot be told."""

    @property
    def ok(self) -> bool:
        return self.grown and not self.changed and not self.again.gone and self.text is not False


@click.command("check-report")
@click.argument("file", type=FILE, metavar="FILE", help="A report in HTML or JSON; - reads stdin.")
@json_option
@click.pass_obj
def check_report(desk: Desk, file: str, as_json: bool) -> None:
    """Check whether the database still says what a report says.

    Compares what the report says of each claim with what a report made now would say, whether the log has only grown since, and whether
    anybody changed the file. The exit code is 6 where something differs, and what differs is named.

    \b
    claims check-report report.html
    """
    from claims.exports.seal import read_seal

    content = read_whole(file)
    found = _checked(desk, read_seal(content, shown_name(file)), content)
    if as_json:
        answer_json(_json(found))
    else:
        for line in _lines(found, shown_name(file)):
            answer(shown_line(line))
    if found.ok:
        return
    if found.changed or found.again.gone:
        named = next(iter(found.changed), None)
        next_step(f"report {named} -o {named}.html" if named else "log", "what the database says now")
    click.get_current_context().exit(FOUND_SOMETHING)


def _checked(desk: Desk, seal: Seal, content: bytes) -> Checked:
    from claims.exports.seal import changed_parts, digests
    from claims.services import proving, reporting

    with desk.reading() as session:
        again = reporting.report_again(session, list(seal.claims), seal.title, seal.as_of, seal.head.size)
        grown = proving.has_grown_from(session, seal.head)
        then = None
        if grown and seal.as_of is None and seal.claims:
            then = reporting.report_then(session, list(seal.claims), seal.title, seal.head)
    now = {claim.claim.id: digests(claim) for claim in again.report.claims}
    changed = {id: parts for id in now if (parts := changed_parts(seal.claims[id], now[id]))}
    # Where nothing has changed but the head, the report made now with the old head is the file; else the one made as of then.
    same = then if changed or again.gone else replace(again.report, head=seal.head)
    return Checked(seal, again, grown, changed, _same_text(same, seal, content))


def _same_text(report: Report | None, seal: Seal, content: bytes) -> bool | None:
    """Whether the file is that report; None where another version wrote it, or where it says of itself that it is another one."""
    from claims.exports.seal import digests

    if report is None or seal.program != report.program:
        return None
    if {claim.claim.id: digests(claim) for claim in report.claims} != seal.claims:
        return None
    return b"".join(report_bytes(report, seal.format)) == content


def _lines(found: Checked, file: str) -> Iterator[str]:
    head = found.seal.head
    if found.ok:
        letters = ", letter for letter" if found.text else ""
        yield f"{file} says what the database says now{letters}: {counted(len(found.seal.claims), 'claim')}."
    elif found.changed or found.again.gone:
        other = len(found.changed) + len(found.again.gone)
        yield f"{file} no longer says what the database says: {other} of {counted(len(found.seal.claims), 'claim')}."
    for id, parts in found.changed.items():
        yield f"- {id}: {', '.join(parts)}"
        for item in found.again.since.get(id, ()):
            yield f"    {item.at[:16].replace('T', ' ')} UTC, {item.who}: {item.what} ({item.event}, {item.kind})"
    for id, why in found.again.gone.items():
        yield f"- {id}: {why}"
    if not found.grown:
        yield f"{file} was not made from this log as it is: it names {head.origin} with {head.size} rows and another root."
    if found.text and not found.ok:
        yield "The file itself is as it was written."
    if found.text is False:
        yield f"The text of {file} is not what was written: somebody or some program changed it since. Do not rely on it."
    if found.text is None:
        yield f"Its text, written by {found.seal.program}, could not be compared letter by letter; what it says it was made from was."
    rows = found.again.report.head.size - head.size
    if found.grown and rows:
        yield f"The log has grown by {counted(rows, 'row')} since."


def _json(found: Checked) -> dict[str, object]:
    from claims.exports.report_json import history_json

    seal = found.seal
    return {
        "ok": found.ok,
        "format": seal.format,
        "program": seal.program,
        "log": {"origin": seal.head.origin, "size": seal.head.size, "root": seal.head.root},
        "grown": found.grown,
        "text": found.text,
        "claims": [
            {
                "id": id,
                "gone": found.again.gone.get(id),
                "changed": list(found.changed.get(id, ())),
                "since": [history_json(item) for item in found.again.since.get(id, ())],
            }
            for id in seal.claims
        ],
    }


COMMANDS = (check_report,)
