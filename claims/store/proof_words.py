"""What a proof shows, in words and as JSON: which rows, what they say, who recorded them and when. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims.store.naming import REDACTED, named, thing
from claims.store.proofs import Proven, ProvenRow

_REFERENCES = frozenset(
    {
        "appearance", "appearance_version", "article", "article_version", "attribution", "attribution_version", "case_file", "claim",
        "claim_version", "claimant", "copy_of", "cue", "downstream", "merged_into", "of", "other", "outlet", "passage", "read_in",
        "review", "snapshot", "source", "source_version", "target", "upstream", "wording",
    }
)  # fmt: skip
"""Columns whose number is a row of the log."""

_FOREMOST = frozenset({"text", "exact", "name", "title", "status", "question", "manner", "kind"})

_IN_ITS_NAME = frozenset({"seq", "first", "version", "number"})

_WORD = re.compile(r"[\w.:/+-]+")


class ProofWords:
    """The rows of a proof, each named by the others."""

    def __init__(self, proven: Proven) -> None:
        self.proven = proven
        self._rows = {row.seq: row for row in proven.rows}
        self._events = [row for row in proven.rows if row.table == "event"]
        redactions = (row for row in proven.rows if row.table == "redaction")
        self._redacted = {row.values.get("target") for row in redactions}

    def _find(self, seq: int) -> tuple[str, dict[str, str | int]] | None:
        row = self._rows.get(seq)
        return (row.table, dict(row.values)) if row else None

    def name(self, row: ProvenRow) -> str:
        """`C-12, version 2`."""
        return named(row.table, row.values, self._find)

    def event_of(self, row: ProvenRow) -> ProvenRow | None:
        """The event that closed the row's transaction, where the proof holds it."""
        for event in self._events:
            begins = event.values.get("begins")
            if isinstance(begins, int) and begins <= row.seq <= event.seq:
                return event
        return None

    def closed(self, row: ProvenRow) -> str:
        """How a text that is not opened is spoken of."""
        return REDACTED if row.seq in self._redacted else "(withheld)"

    def says(self, row: ProvenRow) -> Iterator[tuple[str, str]]:
        """What the columns of a row say, each with its name."""
        for column, value in sorted(row.values.items(), key=lambda item: (item[0] not in _FOREMOST, item[0])):
            if column in _IN_ITS_NAME:
                continue
            if column in row.unopened:
                said = self.closed(row)
            elif isinstance(value, str):
                said = value if _WORD.fullmatch(value) else f"“{value}”"
            elif column in _REFERENCES:
                said = self._named_there(column, value)
            else:
                said = str(value)
            yield column.replace("_", " "), said

    def _named_there(self, column: str, seq: int) -> str:
        """What a column refers to: the words of a passage, else the thing."""
        row = self._rows.get(seq)
        if row is None:
            return f"row {seq}"
        if row.table == "passage" and "exact" in row.values and "exact" not in row.unopened:
            return f"“{row.values['exact']}” (row {seq})"
        said = self.name(row) if column.endswith("_version") else thing(row.table, row.values, self._find)
        return f"{said} (row {seq})"

    def lines(self) -> Iterator[str]:
        """The whole proof, transaction by transaction."""
        proven, head = self.proven, self.proven.head
        later = sum(row.seq > head.size for row in proven.rows)
        yield f"Proven: {len(proven.rows) - later} rows about {proven.about} stand in the log {head.origin}."
        yield f"Head: {head.size} rows, root {head.root}."
        if later:
            yield f"Not by this head: {later} more, added until the log had {proven.size} rows; a later head proves them."
        before: ProvenRow | None = None
        for row in proven.rows:
            event = self.event_of(row)
            if event is not before or row is proven.rows[0]:
                yield ""
                yield self._heading(event)
                before = event
            if row is not event:
                since = " (after the head)" if row.seq > head.size else ""
                said = "; ".join(f"{column} {value}" for column, value in self.says(row))
                yield f"  row {row.seq}{since}  {self.name(row)}: {said}"
        yield ""
        yield f"Not proven: that nothing else was recorded about {proven.about}, or that what was recorded is true."

    def _heading(self, event: ProvenRow | None) -> str:
        if event is None:
            return "By whom is not in this proof"
        said = dict(self.says(event))
        by = said.get("who", "nobody named").strip("“”")
        rest = ", ".join(said[part] for part in ("what", "why") if part in said)
        return f"{self.name(event)} (row {event.seq}), {said.get('at', '?')}: {said.get('kind', '?')} by {by}" + (
            f": {rest}" if rest else ""
        )

    def json(self) -> dict[str, object]:
        """The same for programs."""
        proven = self.proven
        return {
            "about": proven.about,
            "origin": proven.head.origin,
            "size": proven.head.size,
            "root": proven.head.root,
            "made_at_size": proven.size,
            "rows": [self._row_json(row) for row in proven.rows],
        }

    def _row_json(self, row: ProvenRow) -> dict[str, object]:
        event = self.event_of(row)
        return {
            "row": row.seq,
            "table": row.table,
            "is": self.name(row),
            "event": self.name(event) if event else None,
            "after_head": row.seq > self.proven.head.size,
            "says": {column: value for column, value in row.values.items() if column not in row.unopened},
            "redacted": list(row.unopened) if self.closed(row) == REDACTED else [],
            "withheld": list(row.unopened) if self.closed(row) == "(withheld)" else [],
        }
