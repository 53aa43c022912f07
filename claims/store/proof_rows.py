"""The rows that say something about a claim, a review, an article or a source; and the paths that lead from rows to the root."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

import orjson
from sqlalchemy import Connection, Table, or_, select

from claims.errors import LogBroken
from claims.store.canonical import canonical
from claims.store.leaves import LogReader
from claims.store.merkle import Frontier, SpanRoots, audit_spans, consistency_spans
from claims.store.proofs import ProofRow, Values
from claims.store.tables import METADATA, REDACTABLE, Event, Redaction, Retraction
from claims.values import value

BATCH = 500

_OF_CLAIM = ("appearance", "attribution", "decision", "link", "review", "request", "stage_change", "retraction")
PARTS: dict[str, tuple[tuple[str, str], ...]] = {
    "claim": (*((table, "claim") for table in _OF_CLAIM), ("link", "other")),
    "appearance": (("hedge", "appearance_version"), ("dating", "appearance_version")),
    "attribution": (("hedge", "attribution_version"),),
    "review": (("evidence", "review"), ("approval", "review"), ("objection", "review")),
}
"""What says something of a thing: tables, and their columns that name it. Only of what the proof is about."""

ALWAYS: dict[str, tuple[tuple[str, str], ...]] = {
    "article": (("snapshot", "article"), ("dating", "article_version")),
    "source": (
        ("tie", "source_version"),
        ("grade", "source"),
        ("source_merge", "source"),
        ("source_merge", "merged_into"),
    ),
}
"""The same of whatever is named: what an article or a source is. The bytes and texts of articles do not travel; their hashes do."""

Found = dict[str, dict[int, dict[str, Any]]]
"""Rows by table and number."""


def rows_about(connection: Connection, table: str, first: int, upto: int) -> Found:
    """Every row up to `upto` that says something of a thing (its first row), with what those rows name, and their events."""
    found: Found = defaultdict(dict)
    _add(connection, found, upto, table, [first], whole=True)
    found["log_origin"] = _select(connection, METADATA.tables["log_origin"], ("seq",), [1], upto)
    _events(connection, found)
    named = [seq for rows in found.values() for seq in rows]
    for about in (Retraction, Redaction):
        found[about.name] |= _select(connection, about, ("target",), named, upto)
    _events(connection, found)
    return found


def _add(connection: Connection, found: Found, upto: int, table: str, seqs: Iterable[int], *, whole: bool) -> None:
    """Rows of a table with all their versions, what says something of them, and what they name; iterated, for chains may be long."""
    waiting: list[tuple[str, set[int], bool]] = [(table, set(seqs), whole)]
    known: set[tuple[str, int, bool]] = set()
    while waiting:
        name, wanted, parts = waiting.pop()
        wanted = {seq for seq in wanted if (name, seq, parts) not in known and (name, seq, True) not in known}
        known |= {(name, seq, parts) for seq in wanted}
        if not wanted:
            continue
        rows = _versions(connection, METADATA.tables[name], wanted, upto)
        found[name] |= rows
        known |= {(name, seq, parts) for seq in rows}
        for of, column in (*ALWAYS.get(name, ()), *(PARTS.get(name, ()) if parts else ())):
            there = _select(connection, METADATA.tables[of], (column,), rows, upto)
            waiting.append((of, set(there), parts))
        for key in METADATA.tables[name].foreign_keys:
            named = {row[key.parent.name] for row in rows.values() if row[key.parent.name] is not None}
            waiting.append((key.column.table.name, named, False))


def _versions(connection: Connection, table: Table, seqs: Iterable[int], upto: int) -> dict[int, dict[str, Any]]:
    """Rows with every other version of the same things."""
    rows = _select(connection, table, ("seq",), seqs, upto)
    if "first" in table.c:
        firsts = {row["first"] or seq for seq, row in rows.items()}
        rows |= _select(connection, table, ("seq", "first"), firsts, upto)
    return rows


def _select(
    connection: Connection, table: Table, columns: Sequence[str], values: Iterable[int], upto: int
) -> dict[int, dict[str, Any]]:
    """The rows in which one of the columns has one of the values."""
    wanted, rows = sorted(set(values)), {}
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        query = select(table).where(or_(*(table.c[column].in_(batch) for column in columns)), table.c.seq <= upto)
        for row in connection.execute(query).mappings():
            rows[int(row["seq"])] = dict(row)
    return rows


def _events(connection: Connection, found: Found) -> None:
    """The events that closed the transactions of the rows found."""
    last = 0
    for seq in sorted(seq for rows in found.values() for seq in rows):
        if seq > last:
            query = select(Event).where(Event.c.seq >= seq).order_by(Event.c.seq).limit(1)
            row = connection.execute(query).mappings().first()
            if row is None:
                raise LogBroken(f"row {seq} belongs to no event")
            last = int(row["seq"])
            found["event"][last] = dict(row)


@value
class Paths:
    """What the tree over the stored leaves gives."""

    root: bytes
    of: Mapping[int, tuple[bytes, ...]]
    """Audit paths by row."""
    root_since: bytes | None
    grown: tuple[bytes, ...]
    """The root over the first rows, and the consistency proof from there."""


def paths(connection: Connection, size: int, rows: Iterable[int], since: int | None) -> Paths:
    """Audit paths of rows, and the consistency proof from the first `since` rows, in one pass over the stored leaves."""
    audits = {seq: audit_spans(seq - 1, size) for seq in rows}
    growth = consistency_spans(since, size) if since else []
    tree, seen = Frontier(), SpanRoots(chain(growth, *audits.values()))
    root_since = None
    for read in LogReader(connection).slices(size, compute=False):
        leaves = [leaf for leaf in read.stored if leaf is not None]
        if read.troubles or len(leaves) < len(read.stored) or tree.size != read.begins - 1:
            raise LogBroken("rows are missing or stand twice")
        cut = since - tree.size if since else 0
        if 0 < cut <= len(leaves):
            tree.extend(leaves[:cut], seen)
            root_since, leaves = tree.root, leaves[cut:]
        tree.extend(leaves, seen)
    if tree.size != size:
        raise LogBroken("rows are missing at its end")
    roots = seen.of(tree)
    return Paths(
        tree.root,
        {seq: tuple(roots[span] for span in spans) for seq, spans in audits.items()},
        root_since,
        tuple(roots[span] for span in growth),
    )


def proof_rows(found: Found, audits: Mapping[int, tuple[bytes, ...]]) -> tuple[ProofRow, ...]:
    """Rows as a proof holds them, in the order of the log."""
    redacted = {row["target"]: row["commitments"] for _, row in sorted(found["redaction"].items(), reverse=True)}
    rows = {seq: (table, row) for table, of in found.items() for seq, row in of.items()}
    return tuple(_proof_row(*rows[seq], redacted.get(seq), audits[seq]) for seq in sorted(rows))


def _proof_row(table: str, row: dict[str, Any], redacted: str | None, path: tuple[bytes, ...]) -> ProofRow:
    salt = row.get("salt")
    commitments = orjson.loads(redacted) if redacted is not None and salt is None else None
    values: Values = orjson.loads(canonical(table, row, commitments))["row"]
    texts = {column: row[column] for column in REDACTABLE.get(table, ()) if row[column] is not None}
    return ProofRow(table, values, salt if texts else None, texts, path)
