"""Redaction: the texts of rows taken away for good, while the leaves that were made of them still hold.

A redaction row keeps the salted commitments that stand in the leaf for the texts; the triggers then let all redactable texts of that row and its salt
become NULL, and nothing else (docs/data-model.md). Without the salt nobody can tell from a commitment what the text was.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Text, bindparam, func, literal, or_, select, union_all, update

from claims.store.canonical import commitment
from claims.store.engine import Session, WritingSession
from claims.store.naming import named
from claims.store.tables import LOGGED, METADATA, REDACTABLE, Redaction
from claims.values import value

BATCH = 500

PARTS: dict[str, tuple[tuple[str, str], ...]] = {
    "source": (("tie", "source_version"), ("grade", "source"), ("source_merge", "source")),
    "article": (("dating", "article_version"), ("machine_reading", "article")),
    "machine_reading": (("suggestion", "machine_reading"),),
    "suggestion": (("suggestion_part", "suggestion"), ("suggestion_decision", "suggestion")),
    "appearance": (("hedge", "appearance_version"), ("dating", "appearance_version")),
    "attribution": (("hedge", "attribution_version"), ("decision", "attribution")),
    "review": (("evidence", "review"),),
}
"""What goes with a thing: tables, and their columns that name it. What other people said of it stays."""

PASSAGES: dict[str, str] = {
    "appearance": "wording",
    "attribution": "cue",
    "hedge": "passage",
    "dating": "passage",
    "evidence": "passage",
}
"""Columns that name the words in an article which a row rests on; they go with it."""

SHORTEST, LONGEST = 4, 200
"""Characters of a text that is looked for elsewhere: shorter ones stand everywhere, and longer ones nowhere else."""

PEOPLE = frozenset({"who", "by", "reviewer"})
"""Columns for the names of those who work here, which stand in every row that they wrote."""

MOST = 50
"""Rows of a table that are named for holding the same words."""


@value
class Holding:
    """A row with texts that can be taken away."""

    table: str
    seq: int
    texts: Mapping[str, str | bytes]
    salt: bytes


def holdings_of(session: Session, table: str, first: int) -> list[Holding]:
    """The rows that hold texts of a thing (its first row): all its versions, what belongs to them, and the words they rest on."""
    found: dict[str, set[int]] = defaultdict(set)
    waiting = [(table, _versions(session, table, first))]
    while waiting:
        name, seqs = waiting.pop()
        seqs -= found[name]
        if not seqs:
            continue
        found[name] |= seqs
        for part, column in PARTS.get(name, ()):
            waiting.append((part, _column(session, part, "seq", column, seqs)))
        if name in PASSAGES:
            waiting.append(("passage", _column(session, name, PASSAGES[name], "seq", seqs)))
    if table == "article":
        found["snapshot_body"] |= bodies_of(session, first)
    if table in {"source", "article", "claim"}:
        found["intake_item"] |= _column(session, "intake_item", "seq", "target", {first})
    return [held for name in found for held in _held(session, name, found[name])]


def bodies_of(session: Session, article: int) -> set[int]:
    """The bytes and texts of every reading of an article (its first row)."""
    hashes = _column(session, "snapshot", "sha256", "article", {article})
    return _column(session, "snapshot_body", "seq", "sha256", hashes)


def held_by(session: Session, table: str, seqs: Iterable[int]) -> list[Holding]:
    """The same of rows by their numbers in the log."""
    return _held(session, table, set(seqs))


def events_because(session: Session, words: Sequence[str]) -> list[Holding]:
    """The events whose reason is one of these texts."""
    return _held(session, "event", _column(session, "event", "seq", "why", set(words)))


def _versions(session: Session, table: str, first: int) -> set[int]:
    columns = METADATA.tables[table].c
    seqs = {first}
    if "first" in columns:
        seqs |= _column(session, table, "seq", "first", {first})
    return seqs


def _column(session: Session, table: str, wanted: str, by: str, values: Iterable[Any]) -> set[Any]:
    """The values of one column where another has one of these values."""
    columns, found = METADATA.tables[table].c, set[Any]()
    values = sorted(values)
    for start in range(0, len(values), BATCH):
        query = select(columns[wanted]).where(columns[by].in_(values[start : start + BATCH]))
        found |= set(session.connection.execute(query).scalars())
    return found - {None}


def _held(session: Session, table: str, seqs: set[int]) -> list[Holding]:
    """Rows that still hold a text; others have nothing to lose."""
    if table not in REDACTABLE:
        return []
    rows, found, wanted = METADATA.tables[table], [], sorted(seqs)
    for start in range(0, len(wanted), BATCH):
        query = select(rows).where(rows.c.seq.in_(wanted[start : start + BATCH])).order_by(rows.c.seq)
        for row in session.connection.execute(query).mappings():
            texts = {column: row[column] for column in REDACTABLE[table] if row[column] is not None}
            if texts and row["salt"] is not None:
                found.append(Holding(table, row["seq"], texts, row["salt"]))
    return found


def take_away(session: WritingSession, holdings: Sequence[Holding]) -> None:
    """Record the redactions, then carry them out."""
    for held in holdings:
        kept = {column: commitment(held.salt, column, text) for column, text in held.texts.items()}
        session.ledger.append(
            Redaction, target=held.seq, table_name=held.table, commitments=orjson.dumps(kept).decode()
        )
    session.ledger.flush()
    by_table: dict[str, list[int]] = defaultdict(list)
    for held in holdings:
        by_table[held.table].append(held.seq)
    for name, seqs in by_table.items():
        rows = METADATA.tables[name]
        gone = dict.fromkeys((*REDACTABLE[name], "salt"))
        session.connection.execute(
            update(rows).where(rows.c.seq == bindparam("of_row")).values(gone), [{"of_row": seq} for seq in seqs]
        )


def taken_words(holdings: Iterable[Holding]) -> list[str]:
    """The texts that may stand elsewhere too: names of sources, titles, reasons; lists as their items."""
    words: set[object] = set()
    for held in holdings:
        for column, text in held.texts.items():
            if isinstance(text, bytes) or column in PEOPLE:
                continue
            words |= set(orjson.loads(text)) if column in {"aliases", "topics"} else {text}
    return sorted(word for word in words if isinstance(word, str) and SHORTEST <= len(word) <= LONGEST)


def still_holding(session: Session, words: Sequence[str]) -> list[tuple[str, int]]:
    """Rows (table and number) in whose texts one of the words stands, letter for letter."""
    found: list[tuple[str, int]] = []
    position = func.instr if session.connection.dialect.name == "sqlite" else func.strpos
    for table in LOGGED:
        texts = [c for c in table.c if isinstance(c.type, Text) and not c.name.endswith("sha256")]
        for start in range(0, len(words) if texts else 0, 20):
            there = [position(column, literal(word)) > 0 for column in texts for word in words[start : start + 20]]
            query = select(table.c.seq).where(or_(*there)).order_by(table.c.seq).limit(MOST)
            found += [(table.name, seq) for seq in session.connection.execute(query).scalars()]
    return sorted(set(found), key=lambda row: row[1])


def named_row(session: Session, table: str, seq: int) -> str:
    """A row in words: `C-12, version 2`, `a hedge of P-5`."""

    def find(row: int, table: str | None = None) -> tuple[str, Mapping[str, object]] | None:
        if table is None:
            places = union_all(*(select(literal(t.name)).where(t.c.seq == row) for t in LOGGED))
            table = session.connection.execute(places).scalar()
        if table is None:
            return None
        rows = METADATA.tables[table]
        there = session.connection.execute(select(rows).where(rows.c.seq == row)).mappings().first()
        return (table, dict(there)) if there is not None else None

    there = find(seq, table)
    return named(table, there[1], find) if there is not None else table
