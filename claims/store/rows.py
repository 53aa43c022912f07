"""Rows of the log as people speak of them: by the id of the thing, of what they are part of, or of the event they came with."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, RowMapping, Table, or_, select

from claims.store.engine import Session
from claims.store.tables import (
    METADATA,
    Appearance,
    Approval,
    Article,
    Attribution,
    CaseFile,
    Claim,
    Decision,
    Event,
    Grade,
    Link,
    Logged,
    MachineReading,
    Objection,
    Request,
    Retraction,
    Review,
    Rule,
    ScaleLabel,
    Snapshot,
    SnapshotBody,
    Source,
    SourceMerge,
    StageChange,
    Suggestion,
    SuggestionDecision,
    versioned,
)
from claims.values import value

LETTERS = {
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

BATCH = 500

Kind = Table[Logged]
Rows = Mapping[Kind, set[int]]
"""Rows of the log (`seq`) by their table."""

WHOLE: dict[Kind, tuple[str, str]] = {
    CaseFile: ("key", "the case {}"),
    Source: ("number", "S-{}"),
    Article: ("number", "A-{}"),
    Claim: ("number", "C-{}"),
    SnapshotBody: ("sha256", "the text with the hash {:.12}…"),
    ScaleLabel: ("label", "the label {}"),
    Rule: ("name", "the rule {}"),
}
"""What is withdrawn by itself: the column that says which it is, and what it is called."""

PARTS: dict[Kind, tuple[Column[Any], Kind, str]] = {
    Snapshot: (Snapshot.c.article, Article, "a reading of {}"),
    Grade: (Grade.c.source, Source, "a grade of {}"),
    SourceMerge: (SourceMerge.c.source, Source, "the merge of {}"),
    Appearance: (Appearance.c.claim, Claim, "P-{}"),
    Attribution: (Attribution.c.claim, Claim, "H-{}"),
    Link: (Link.c.claim, Claim, "L-{}"),
    Review: (Review.c.claim, Claim, "R-{}"),
    Request: (Request.c.claim, Claim, "Q-{}"),
    StageChange: (StageChange.c.claim, Claim, "a stage of {}"),
    Decision: (Decision.c.attribution, Attribution, "a decision on {}"),
    Approval: (Approval.c.review, Review, "an approval of {}"),
    Objection: (Objection.c.review, Review, "an objection to {}"),
    MachineReading: (MachineReading.c.article, Article, "what a machine read in {}"),
    Suggestion: (Suggestion.c.machine_reading, MachineReading, "M-{}"),
    SuggestionDecision: (SuggestionDecision.c.suggestion, Suggestion, "a decision on {}"),
}
"""What is a part of something, and goes with it: the column and the table of that, and what the part is called, by its number or by that."""

# Rows of the other tables belong to a version of a thing or to an event, and come and go with it.
KINDS: tuple[Kind, ...] = (*WHOLE, *PARTS)


@value
class LoggedRow:
    """A row of the log that can be withdrawn."""

    table: str
    seq: int
    first: int | None
    id: str
    """`R-7`, `C-3, version 2`, or `a grade of S-2`."""
    claim: int | None
    """The claim that it says something of."""


def first_row(session: Session, table: str, number: int) -> LoggedRow | None:
    """The first row of a numbered thing."""
    columns = METADATA.tables[table].c
    seq = session.connection.execute(select(columns.seq).where(columns.number == number)).scalar()
    return described(session, kind_of(table), [seq])[0] if seq is not None else None


def kind_of(table: str) -> Kind:
    """The kind of the rows of a table."""
    return next(kind for kind in KINDS if kind.name == table)


def rows_of_event(session: Session, begins: int, ends: int) -> list[LoggedRow]:
    """What an event made that can be withdrawn, be it withdrawn or not; parts of its own things go with those."""
    found: list[LoggedRow] = []
    for kind in KINDS:
        query = select(kind.c.seq).where(kind.c.seq.between(begins, ends))
        if kind in PARTS:
            query = query.where(~PARTS[kind][0].between(begins, ends))
        if versioned(kind):
            query = query.where(or_(kind.c.first.is_(None), ~kind.c.first.between(begins, ends)))
        found += described(session, kind, session.connection.execute(query).scalars())
    return sorted(found, key=lambda row: row.seq)


def found_rows(session: Session, seqs: Iterable[int]) -> list[LoggedRow]:
    """Rows by their numbers in the log, whatever table they lie in."""
    wanted = sorted(seqs)
    found: list[LoggedRow] = []
    for kind in KINDS if wanted else ():
        for chunk in chunks(wanted):
            there = session.connection.execute(select(kind.c.seq).where(kind.c.seq.in_(chunk))).scalars()
            found += described(session, kind, there)
    return sorted(found, key=lambda row: row.seq)


def described(session: Session, kind: Kind, seqs: Iterable[int]) -> list[LoggedRow]:
    """Rows of one kind with what people call them."""
    columns = kind.c
    named, called = (WHOLE[kind][0], WHOLE[kind][1]) if kind in WHOLE else (PARTS[kind][0].key, PARTS[kind][2])
    wanted = [c for c in dict.fromkeys(("seq", "first", "version", "claim", "number", named)) if c in columns]
    found = []
    for chunk in chunks(sorted(seqs)):
        rows = session.connection.execute(select(*(columns[c] for c in wanted)).where(columns.seq.in_(chunk)))
        by_seq = {row["seq"]: row for row in rows.mappings()}
        firsts = {row["seq"]: row.get("first") or row["seq"] for row in by_seq.values()}
        if kind.name in LETTERS:
            numbers = _numbers(session, kind, set(firsts.values()))
            names = {seq: called.format(numbers[firsts[seq]]) for seq in by_seq}
        elif kind in PARTS:
            wholes = {w.seq: w for w in described(session, PARTS[kind][1], {row[named] for row in by_seq.values()})}
            names = {seq: called.format(wholes[row[named]].id) for seq, row in by_seq.items()}
        else:
            names = {seq: called.format(row[named]) for seq, row in by_seq.items()}
        claims = _claims(session, kind, by_seq)
        for seq, row in sorted(by_seq.items()):
            version = f", version {row['version']}" if row.get("version", 1) > 1 else ""
            found.append(LoggedRow(kind.name, seq, row.get("first"), names[seq] + version, claims.get(seq)))
    return found


def _numbers(session: Session, kind: Kind, firsts: set[int]) -> dict[int, int]:
    columns = kind.c
    rows = session.connection.execute(select(columns.seq, columns.number).where(columns.seq.in_(firsts)))
    return {row.seq: row.number for row in rows}


def _claims(session: Session, kind: Kind, rows: Mapping[int, RowMapping]) -> dict[int, int]:
    """The claims that rows say something of."""
    if kind is Claim:
        return {seq: row["first"] or seq for seq, row in rows.items()}
    if kind is Approval or kind is Objection:
        reviews = session.connection.execute(
            select(Review.c.seq, Review.c.claim).where(Review.c.seq.in_({row["review"] for row in rows.values()}))
        )
        of = {row.seq: row.claim for row in reviews}
        return {seq: of[row["review"]] for seq, row in rows.items()}
    return {seq: row["claim"] for seq, row in rows.items() if "claim" in row}


def by_kind(rows: Iterable[LoggedRow]) -> Rows:
    """Rows sorted by the tables that they lie in."""
    found: dict[Kind, set[int]] = defaultdict(set)
    for row in rows:
        found[kind_of(row.table)].add(row.seq)
    return found


def chunks(rows: Sequence[int]) -> Iterator[Sequence[int]]:
    """So many at a time as a statement may name."""
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


# --- events ----------------------------------------------------------------------------------------------------------


def event_span(session: Session, number: int) -> tuple[int, int, str] | None:
    """First and last row of an event, and its kind."""
    row = session.connection.execute(
        select(Event.c.begins, Event.c.seq, Event.c.kind).where(Event.c.number == number, Event.c.seq <= session.upto)
    ).first()
    return (row.begins, row.seq, row.kind) if row else None


def event_of(session: Session, seq: int) -> tuple[int, int]:
    """The number and last row of the event that a row belongs to."""
    row = session.connection.execute(
        select(Event.c.number, Event.c.seq).where(Event.c.seq >= seq).order_by(Event.c.seq).limit(1)
    ).one()
    return row.number, row.seq


def last_retraction(session: Session, target: int) -> tuple[bool, int] | None:
    """Whether a row is withdrawn, and the retraction that says so."""
    row = session.connection.execute(
        select(Retraction.c.withdrawn, Retraction.c.seq)
        .where(Retraction.c.target == target, Retraction.c.seq <= session.upto)
        .order_by(Retraction.c.seq.desc())
        .limit(1)
    ).first()
    return (bool(row.withdrawn), row.seq) if row else None


def withdrawing_event(session: Session, target: int) -> str | None:
    """The event that withdrew a row, as `E-7`; None where it stands."""
    last = last_retraction(session, target)
    return f"E-{event_of(session, last[1])[0]}" if last and last[0] else None
