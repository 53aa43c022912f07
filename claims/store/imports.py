"""What was last taken in from a case's file, and whether an entry moved here since."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Select, Table, func, or_, select, union_all

from claims.records import LogHead
from claims.store.engine import Session
from claims.store.present import withdrawn
from claims.store.tables import (
    Appearance,
    Approval,
    Article,
    Attribution,
    CaseFile,
    Claim,
    Decision,
    Grade,
    Intake,
    IntakeItem,
    Link,
    Logged,
    Objection,
    Request,
    Retraction,
    Review,
    Snapshot,
    Source,
    SourceMerge,
    SourceName,
    SourceNow,
    StageChange,
)
from claims.values import value
from claims.vocabulary import Standing

BATCH = 500


@value
class Taken:
    """An entry of the file as last seen, and the thing that it last became."""

    digest: str
    target: int
    """`seq`; 0 where it never became anything, for what was here was kept."""
    seq: int
    """When the entry became that thing: what was recorded about it later was recorded here."""


def last_taken(session: Session, case_file: int) -> dict[tuple[str, str], Taken]:
    """For every (kind, identity) of a case what was last taken in."""
    rows = session.connection.execute(
        select(IntakeItem.c.kind, IntakeItem.c.identity, IntakeItem.c.digest, IntakeItem.c.target, IntakeItem.c.seq)
        .where(IntakeItem.c.case_file == case_file)
        .order_by(IntakeItem.c.seq)
    )
    taken: dict[tuple[str, str], Taken] = {}
    for r in rows:
        before = taken.get((r.kind, r.identity), Taken("", 0, 0))
        # Where what is here was kept, it differs from the file still: what moved here before that moved here still.
        taken[r.kind, r.identity] = (
            Taken(r.digest, r.target, r.seq) if r.target else Taken(r.digest, before.target, before.seq)
        )
    return taken


def known_logs(session: Session) -> dict[str, LogHead]:
    """By its origin, every log out of which something was taken in, as it was when it was longest."""
    rows = session.connection.execute(
        select(Intake.c.log_origin, Intake.c.log_size, Intake.c.log_root)
        .where(Intake.c.log_origin.is_not(None))
        .order_by(Intake.c.log_size, Intake.c.seq)
    )
    return {row.log_origin: LogHead(row.log_origin, row.log_size, row.log_root) for row in rows}


_PARTS: dict[str, tuple[tuple[Table[Logged], Column[Any]], ...]] = {
    "case": (),
    "source": ((Grade, Grade.c.source), (SourceMerge, SourceMerge.c.source)),
    "article": ((Snapshot, Snapshot.c.article),),
    "claim": tuple((t, t.c.claim) for t in (Appearance, Attribution, Decision, Link, Review, StageChange, Request)),
}
"""Tables whose rows say something of a thing, by its kind."""

_THINGS: dict[str, Table[Any]] = {
    "case": CaseFile,
    "source": Source,
    "article": Article,
    "claim": Claim,
}


def moved(session: Session, kind: str, since: Mapping[int, int]) -> set[int]:
    """Those of these things about which anything was recorded after their row of the log (`since`: thing → row)."""
    things = list(since)
    found: set[int] = set()
    for start in range(0, len(things), BATCH):
        batch = things[start : start + BATCH]
        rows = session.connection.execute(union_all(*_newest(kind, batch)))
        found |= {of for of, newest in rows if newest > since[of]}
    return found


def _newest(kind: str, things: Sequence[int]) -> Iterator[Select[*tuple[Any, ...]]]:
    """For each table the newest row about each of the things, and the newest retraction of one."""
    thing = _THINGS[kind]
    identity = func.coalesce(thing.c.first, thing.c.seq)
    mine = or_(thing.c.seq.in_(things), thing.c.first.in_(things))
    yield select(identity, func.max(thing.c.seq)).where(mine).group_by(identity)
    if kind == "claim":
        for table in (Approval, Objection):
            about = select(Review.c.claim, func.max(table.c.seq)).join(Review, Review.c.seq == table.c.review)
            yield about.where(Review.c.claim.in_(things)).group_by(Review.c.claim)
        of = Retraction.c.claim
        yield select(of, func.max(Retraction.c.seq)).where(of.in_(things)).group_by(of)
    else:
        retracted = select(identity, func.max(Retraction.c.seq)).join(thing, thing.c.seq == Retraction.c.target)
        yield retracted.where(mine).group_by(identity)
    for part, of in _PARTS[kind]:
        yield select(of, func.max(part.c.seq)).where(of.in_(things)).group_by(of)
        if kind != "claim":
            retracted = select(of, func.max(Retraction.c.seq)).join(part, part.c.seq == Retraction.c.target)
            yield retracted.where(of.in_(things)).group_by(of)


def namesakes(session: Session, folded: Collection[str], case_file: int) -> dict[str, list[str]]:
    """Sources of other cases by comparison key, as `S-3`."""
    found: dict[str, list[str]] = {}
    keys = sorted(folded)
    for start in range(0, len(keys), BATCH):
        rows = session.connection.execute(
            select(SourceName.c.folded, SourceNow.c.number)
            .join(SourceNow, SourceName.c.source == SourceNow.c.source)
            .where(SourceName.c.folded.in_(keys[start : start + BATCH]), SourceNow.c.case_file != case_file)
            .order_by(SourceNow.c.number)
        )
        for row in rows:
            found.setdefault(row.folded, []).append(f"S-{row.number}")
    return found


def foreign_reviews(session: Session, case_file: int) -> dict[int, set[int]]:
    """Live reviews of a case that were taken in without trust, by claim."""
    found: dict[int, set[int]] = {}
    rows = session.connection.execute(
        select(Review.c.seq, Review.c.claim)
        .join(Claim, Claim.c.seq == Review.c.claim)
        .where(
            Claim.c.case_file == case_file,
            Review.c.standing == Standing.FOREIGN,
            withdrawn(Review.c.seq) == 0,
            withdrawn(Claim.c.seq) == 0,
        ),
        {"upto": session.upto},
    )
    for row in rows:
        found.setdefault(row.claim, set()).add(row.seq)
    return found
