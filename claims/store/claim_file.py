"""All that the log says of claims, read in three statements at most, whatever their size, and folded into records."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from claims.errors import NoSuchId, NotThen, Withdrawn
from claims.records import ClaimRecord
from claims.store.claim_questions import about_claims, named_things, owners
from claims.store.engine import Session
from claims.store.folded import ClaimFolder
from claims.store.named import Named
from claims.store.tables import Claim, Event, Retraction
from claims.vocabulary import TieKind

BATCH = 100
"""Claims that are read at a time: more make the statements no cheaper for each, and are held in memory together."""

Rows = Mapping[str, list[Any]]


def read_claim(session: Session, number: int, upto: int | None = None) -> ClaimRecord:
    """One claim as it stood at row `upto` (default: now). NoSuchId or Withdrawn where it does not stand."""
    return next(read_claims(session, [number], upto))


def read_claims(session: Session, numbers: Sequence[int], upto: int | None = None) -> Iterator[ClaimRecord]:
    """Claims in this order, as `read_claim` gives each: read some at a time, so that a statement is not sent for each."""
    at = session.upto if upto is None else upto
    for start in range(0, len(numbers), BATCH):
        batch = numbers[start : start + BATCH]
        rows = about_claims().run(session.connection, numbers=batch, upto=at)
        named = Named({**_named(session, rows, at), "rule": rows.pop("rule")})
        by_claim = _by_claim(rows)
        whose = {row.number: row.whose for row in rows["claim"] if row.first is None}
        for number in batch:
            if number not in whose:
                raise _no_such_claim(session, number)
            folder = ClaimFolder(by_claim[whose[number]], named)
            if folder.withdrawn:
                raise Withdrawn(f"C-{number}", _withdrawing_event(session, whose[number], at))
            yield folder.record()


def _by_claim(rows: Rows) -> Mapping[int, Rows]:
    """The rows of each claim, by table."""
    found: dict[int, dict[str, list[Any]]] = {}
    for row in rows["claim"]:
        if row.whose not in found:
            found[row.whose] = {name: [] for name in rows}
    for name, those in rows.items():
        for row in those:
            found[row.whose][name].append(row)
    return found


def _named(session: Session, rows: Rows, upto: int) -> Rows:
    """The articles and sources that claims name, with originals, outlets, owners and those that stand for them."""
    found = named_things().run(session.connection, upto=upto, articles=_articles_in(rows), sources=_sources_in(rows))
    known = {row.first or row.seq for row in found["source"]}
    outside = {row.other for row in found["tie"] if row.kind == TieKind.OWNER and row.other is not None} - known
    if outside:
        above = owners().run(session.connection, upto=upto, owned=sorted(outside))
        held = {row.seq for row in found["tie"]}
        found["source"] += [row for row in above["source"] if (row.first or row.seq) not in known]
        found["tie"] += [row for row in above["tie"] if row.seq not in held]
    return found


def _articles_in(rows: Rows) -> list[int]:
    named = {row.article for table in ("appearance", "evidence") for row in rows[table]}
    named |= {row.read_in for table in ("appearance", "attribution") for row in rows[table]}
    return sorted(named - {None})


def _sources_in(rows: Rows) -> list[int]:
    named = {row.source for row in rows["appearance"]} | {row.claimant for row in rows["claim"]}
    return sorted((named | {row.of for row in rows["request"]}) - {None})


def _no_such_claim(session: Session, number: int) -> NoSuchId:
    later = session.connection.execute(select(Claim.c.seq).where(Claim.c.number == number)).scalar()
    if later is not None:
        query = select(Event.c.number, Event.c.at).where(Event.c.seq >= later).order_by(Event.c.seq).limit(1)
        event, at = session.connection.execute(query).one()
        return NotThen(f"C-{number}", f"E-{event}", at[:10])
    highest = session.connection.execute(select(func.max(Claim.c.number))).scalar()
    return NoSuchId(f"C-{number}", f"C-{highest}" if highest else None)


def _withdrawing_event(session: Session, claim: int, upto: int) -> str:
    """The event that withdrew a claim last."""
    retraction = select(func.max(Retraction.c.seq)).where(Retraction.c.target == claim, Retraction.c.seq <= upto)
    query = select(Event.c.number).where(Event.c.seq >= retraction.scalar_subquery()).order_by(Event.c.seq).limit(1)
    return f"E-{session.connection.execute(query).scalar_one()}"
