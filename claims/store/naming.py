"""Rows of the log in words: `C-12, version 2`, `a hedge of P-5`. Pure, for a proof names its rows without a database."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Row = Mapping[str, object]
Find = Callable[[int], tuple[str, Row] | None]
"""The table and the values of the row with a number in the log; None where it is not at hand."""

LETTERS = {
    "event": "E",
    "claim": "C",
    "source": "S",
    "article": "A",
    "appearance": "P",
    "attribution": "H",
    "review": "R",
    "link": "L",
    "request": "Q",
    "suggestion": "M",
}
"""Tables of things with public numbers, and the letter of their ids."""

_PARTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "tie": ("a tie", ("source_version",)),
    "grade": ("a grade", ("source",)),
    "source_merge": ("the merging", ("source",)),
    "snapshot": ("a snapshot", ("article",)),
    "passage": ("a passage", ("article",)),
    "dating": ("a date", ("article_version", "appearance_version")),
    "stage_change": ("a stage", ("claim",)),
    "decision": ("a decision", ("attribution",)),
    "hedge": ("a hedge", ("appearance_version", "attribution_version")),
    "evidence": ("evidence", ("review",)),
    "approval": ("an approval", ("review",)),
    "objection": ("an objection", ("review",)),
    "retraction": ("a retraction", ("target",)),
    "redaction": ("a redaction", ("target",)),
    "machine_reading": ("a machine's reading", ("article",)),
    "suggestion_part": ("a part", ("suggestion",)),
    "suggestion_decision": ("a decision", ("suggestion",)),
    "intake": ("an import", ("case_file",)),
    "intake_item": ("an entry of an import", ("case_file",)),
}
"""What belongs to something else, and the columns that may say to what."""

_KEYED = {
    "case_file": ("the case", "key"),
    "rule": ("the rule", "name"),
    "scale_label": ("the label", "label"),
    "snapshot_body": ("the body", "sha256"),
}


REDACTED = "(redacted)"
"""What is shown in the place of a text that was taken away."""

REDACTED_URL = "https://redacted.invalid/"
"""The same where a case file needs an address: one that leads nowhere (RFC 2606)."""


def redacted_key(letter: str, number: int) -> str:
    """What stands for the key of a redacted thing, in lists and case files."""
    return f"redacted-{letter.lower()}-{number}"


def named(table: str, row: Row, find: Find) -> str:
    """What a row is, with the version where it is one of several."""
    version = row.get("version")
    said = thing(table, row, find)
    return said if version is None else f"{said}, version {version}"


def thing(table: str, row: Row, find: Find, depth: int = 3) -> str:
    """The same without the version; what a row belongs to is named so many steps up."""
    if letter := LETTERS.get(table):
        number = row.get("number")
        if number is None and isinstance(first := row.get("first"), int) and (found := find(first)):
            number = found[1].get("number")
        return f"{letter}-{number or '?'}"
    if table == "log_origin":
        return "the log's origin"
    if table in _KEYED:
        noun, column = _KEYED[table]
        key = str(row.get(column, "?"))
        return f"{noun} {key if len(key) <= 40 else key[:12] + '…'}"
    noun, columns = _PARTS.get(table, (table, ()))
    for column in columns:
        of = row.get(column)
        if isinstance(of, int):
            found = find(of) if depth else None
            return f"{noun} of {thing(*found, find, depth - 1) if found else f'row {of}'}"
    return noun
