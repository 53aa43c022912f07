"""What was last taken in from a case's file, and whether an entry moved here since."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select, union_all

from claims.store.engine import Session
from claims.store.present import standing, withdrawn
from claims.store.tables import (
    Appearance,
    Approval,
    Article,
    Attribution,
    CaseFile,
    Claim,
    Decision,
    Grade,
    IntakeItem,
    Link,
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


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as it stands."""

    seq: int
    key: str
    title: str | None
    version: int


@dataclass(frozen=True, slots=True)
class Taken:
    """An entry as last taken in: its digest, what it became, and when (`seq`)."""

    digest: str
    target: int
    seq: int


def cases(session: Session) -> dict[str, CaseRow]:
    """The cases of this database by key."""
    rows = session.connection.execute(
        select(
            CaseFile.seq, CaseFile.first, CaseFile.version, CaseFile.key, CaseFile.title, withdrawn(CaseFile.seq)
        ).where(CaseFile.seq <= session.upto),
        {"upto": session.upto},
    ).all()
    return {row.key: CaseRow(seq, row.key, row.title, row.version) for seq, row in standing(rows).items()}


def last_taken(session: Session, case_file: int) -> dict[tuple[str, str], Taken]:
    """For every (kind, identity) of a case what was last taken in."""
    rows = session.connection.execute(
        select(IntakeItem.kind, IntakeItem.identity, IntakeItem.digest, IntakeItem.target, IntakeItem.seq)
        .where(IntakeItem.case_file == case_file)
        .order_by(IntakeItem.seq)
    )
    return {(r.kind, r.identity): Taken(r.digest, r.target, r.seq) for r in rows}


def moved_since(session: Session, kind: str, target: int, since: int) -> bool:
    """Whether anything was recorded about a thing after row `since`."""
    connection = session.connection
    if kind == "claim":
        reviews = select(Review.seq).where(Review.claim == target)
        newest = [
            select(func.max(Claim.seq)).where(or_(Claim.seq == target, Claim.first == target)),
            *(
                select(func.max(table.seq)).where(table.claim == target)
                for table in (Appearance, Attribution, Decision, Link, Review, StageChange, Request, Retraction)
            ),
            *(select(func.max(table.seq)).where(table.review.in_(reviews)) for table in (Approval, Objection)),
        ]
    elif kind == "source":
        rows = select(Source.seq).where(or_(Source.seq == target, Source.first == target))
        grades = select(Grade.seq).where(Grade.source == target)
        newest = [
            select(func.max(Source.seq)).where(or_(Source.seq == target, Source.first == target)),
            select(func.max(Grade.seq)).where(Grade.source == target),
            select(func.max(SourceMerge.seq)).where(SourceMerge.source == target),
            _retracted(or_(Retraction.target.in_(rows), Retraction.target.in_(grades))),
        ]
    elif kind == "article":
        rows = select(Article.seq).where(or_(Article.seq == target, Article.first == target))
        readings = select(Snapshot.seq).where(Snapshot.article == target)
        newest = [
            select(func.max(Article.seq)).where(or_(Article.seq == target, Article.first == target)),
            select(func.max(Snapshot.seq)).where(Snapshot.article == target),
            _retracted(or_(Retraction.target.in_(rows), Retraction.target.in_(readings))),
        ]
    else:
        rows = select(CaseFile.seq).where(or_(CaseFile.seq == target, CaseFile.first == target))
        newest = [
            select(func.max(CaseFile.seq)).where(or_(CaseFile.seq == target, CaseFile.first == target)),
            _retracted(Retraction.target.in_(rows)),
        ]
    return any((seq or 0) > since for seq in connection.execute(union_all(*newest)).scalars())


def _retracted(which: ColumnElement[bool]) -> Select[int]:
    return select(func.max(Retraction.seq)).where(which)


def namesakes(session: Session, folded: str, case_file: int) -> list[str]:
    """Sources of other cases with this comparison key, as `S-3`."""
    rows = session.connection.execute(
        select(SourceNow.number)
        .join(SourceName, SourceName.source == SourceNow.source)
        .where(SourceName.folded == folded, SourceNow.case_file != case_file)
        .order_by(SourceNow.number)
    )
    return [f"S-{number}" for number in rows.scalars()]


def foreign_reviews(session: Session, case_file: int, case_key: str) -> dict[int, set[int]]:
    """Live reviews of a case that were taken in without trust, by claim."""
    found: dict[int, set[int]] = {}
    rows = session.connection.execute(
        select(Review.seq, Review.claim)
        .join(Claim, Claim.seq == Review.claim)
        .where(
            Claim.case_file == case_file,
            Review.standing == "foreign",
            Review.from_case == case_key,
            withdrawn(Review.seq) == 0,
            withdrawn(Claim.seq) == 0,
        ),
        {"upto": session.upto},
    )
    for row in rows:
        found.setdefault(row.claim, set()).add(row.seq)
    return found
