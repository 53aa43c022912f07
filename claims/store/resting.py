"""What rests on what: the rows that an undo would leave hanging, and the rows that it withdraws."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, or_, select

from claims.store.engine import Session
from claims.store.present import withdrawn
from claims.store.tables import LOGGED, Base, Event, Retraction

LETTERS = {
    "claim": "C",
    "source": "S",
    "article": "A",
    "appearance": "P",
    "attribution": "H",
    "review": "R",
    "link": "L",
    "request": "Q",
}
"""Tables of things with public numbers, and the letter of their ids."""

PARENT = {
    "source": "case_file",
    "article": "case_file",
    "claim": "case_file",
    "snapshot": "article",
    "grade": "source",
    "source_merge": "source",
    "appearance": "claim",
    "attribution": "claim",
    "link": "claim",
    "review": "claim",
    "request": "claim",
    "stage_change": "claim",
    "decision": "attribution",
    "approval": "review",
    "objection": "review",
    "case_file": None,
    "snapshot_body": None,
}
"""Tables whose rows can be withdrawn, and the column of what they are part of: withdrawn with it, not apart."""

# Rows that belong to a version of a thing, or to a transaction: they go and come with it.
_PARTS = {
    "tie",
    "dating",
    "hedge",
    "passage",
    "evidence",
    "intake",
    "intake_item",
    "retraction",
    "redaction",
    "event",
    "log_origin",
}


@dataclass(frozen=True, slots=True)
class LoggedRow:
    """A row of the log as undo sees it."""

    table: str
    seq: int
    first: int | None
    id: str
    """`R-7`, or `a row of snapshot` for what has no number."""
    claim: int | None


def event_span(session: Session, number: int) -> tuple[int, int, str] | None:
    """First and last row of an event, and its kind."""
    row = session.connection.execute(
        select(Event.begins, Event.seq, Event.kind).where(Event.number == number, Event.seq <= session.upto)
    ).first()
    return (row.begins, row.seq, row.kind) if row else None


def event_of(session: Session, seq: int) -> tuple[int, int]:
    """The number and last row of the event that a row belongs to."""
    row = session.connection.execute(
        select(Event.number, Event.seq).where(Event.seq >= seq).order_by(Event.seq).limit(1)
    ).one()
    return row.number, row.seq


def first_row(session: Session, table: str, number: int) -> LoggedRow | None:
    """The first row of a numbered thing."""
    columns = Base.metadata.tables[table].c
    claim = columns.seq if table == "claim" else columns.get("claim")
    query = select(columns.seq, *([claim.label("of_claim")] if claim is not None else [])).where(
        columns.number == number
    )
    row = session.connection.execute(query).first()
    if row is None:
        return None
    return LoggedRow(table, row.seq, None, f"{LETTERS[table]}-{number}", row.of_claim if claim is not None else None)


def is_row_of(session: Session, table: str, seq: int) -> bool:
    """Whether a row of the log lies in a table."""
    columns = Base.metadata.tables[table].c
    return session.connection.execute(select(columns.seq).where(columns.seq == seq)).first() is not None


def last_retraction(session: Session, target: int) -> tuple[bool, int] | None:
    """Whether a row is withdrawn, and the retraction that says so."""
    row = session.connection.execute(
        select(Retraction.withdrawn, Retraction.seq)
        .where(Retraction.target == target)
        .order_by(Retraction.seq.desc())
        .limit(1)
    ).first()
    return (bool(row.withdrawn), row.seq) if row else None


def withdrawing_event(session: Session, target: int) -> str | None:
    """The event that withdrew a row, as `E-7`; None where it stands."""
    last = last_retraction(session, target)
    return f"E-{event_of(session, last[1])[0]}" if last and last[0] else None


def withdrawable(session: Session, begins: int, ends: int) -> list[LoggedRow]:
    """The live rows of a transaction that an undo withdraws: things and parts added to older things; not the parts of its own things."""
    rows: list[LoggedRow] = []
    for table in LOGGED:
        if table.name not in PARENT:
            continue
        c = table.c
        parent = PARENT[table.name]
        claim = c.seq if table.name == "claim" else c.get("claim")
        columns: list[ColumnElement[Any]] = [c.seq, *(x for x in (c.get("first"), c.get("number")) if x is not None)]
        if parent is not None:
            columns.append(c[parent].label("parent"))
        if claim is not None:
            columns.append(claim.label("of_claim"))
        query = select(*columns).where(c.seq.between(begins, ends), withdrawn(c.seq) == 0).order_by(c.seq)
        for row in session.connection.execute(query, {"upto": session.upto}):
            of = getattr(row, "parent", None)
            first = getattr(row, "first", None)
            if (of is not None and begins <= of <= ends) or (first is not None and first >= begins):
                continue
            number = getattr(row, "number", None)
            named = f"{LETTERS[table.name]}-{number}" if number and table.name in LETTERS else f"a row of {table.name}"
            mine = getattr(row, "of_claim", None)
            rows.append(
                LoggedRow(table.name, row.seq, first, named, first if table.name == "claim" and first else mine)
            )
    return rows


def dependants(session: Session, begins: int, ends: int, after: int) -> list[str]:
    """Live things of later events (rows beyond `after`) that refer to rows `begins` to `ends`."""
    found: dict[str, None] = {}
    for table in LOGGED:
        if table.name in _PARTS:
            continue
        for named in _dependants_in(session, table, begins, ends, after):
            found[named] = None
    return list(found)


def _dependants_in(session: Session, table: Table, begins: int, ends: int, after: int) -> list[str]:
    c = table.c
    references = [key.parent for key in table.foreign_keys]
    if not references:
        return []
    query = (
        select(c.seq, *(x for x in (c.get("number"), c.get("first")) if x is not None))
        .where(c.seq > after, or_(*(and_(r >= begins, r <= ends) for r in references)), withdrawn(c.seq) == 0)
        .order_by(c.seq)
        .limit(50)
    )
    names = []
    for row in session.connection.execute(query, {"upto": session.upto}):
        number, first = getattr(row, "number", None), getattr(row, "first", None)
        if number is None and first is not None and "number" in c:
            identity = session.connection.execute(
                select(c.number, withdrawn(c.seq)).where(c.seq == first), {"upto": session.upto}
            ).one()
            if identity.withdrawn:
                continue
            number = identity.number
        event, _ = event_of(session, row.seq)
        thing = f"{LETTERS[table.name]}-{number}" if number and table.name in LETTERS else table.name.replace("_", " ")
        names.append(f"{thing} (E-{event})")
    return names
