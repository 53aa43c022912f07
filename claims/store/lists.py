"""Lists: claims by what the desk filters on, events, and what ids and names belong to. Every filter walks an index."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Integer, Select, func, or_, select, true, union
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from claims.records import ClaimRow, EventRow
from claims.store.caches import EVERYTHING, merged_from, merges
from claims.store.engine import Session
from claims.store.naming import REDACTED
from claims.store.present import standing, withdrawn
from claims.store.tables import (
    Appearance,
    CaseFile,
    Claim,
    ClaimNow,
    ClaimSource,
    Event,
    Review,
    Source,
    SourceName,
    SourceNow,
)
from claims.text import folding
from claims.vocabulary import ClaimKind, Stage


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """What to list; None and empty mean no condition."""

    status: str | None = None
    stage: str | None = None
    source: int | None = None
    """A source that speaks in the claim (`source.seq`)."""
    claimant: int | None = None
    case_file: int | None = None
    text: str | None = None
    """Words that stand in the claim's text, case and diacritics folded."""
    reviewed: bool | None = None
    after: int = 0
    """Numbers after this one: pages."""
    limit: int | None = None


class _place_of(FunctionElement[int]):  # noqa: N801 - reads as what it is in SQL
    """Where words stand in a text, counted from 1; 0 where they do not. PostgreSQL takes LIKE for rare and would sort the whole table."""

    type = Integer()
    inherit_cache = True


@compiles(_place_of)
def _strpos(element: _place_of, compiler: SQLCompiler, **more: Any) -> str:
    name = "instr" if compiler.dialect.name == "sqlite" else "strpos"
    return f"{name}({compiler.process(element.clauses, **more)})"


def claims_query(wanted: ClaimFilter) -> Select[*tuple[object, ...]]:
    """The select behind a list, in the order of numbers."""
    now, claimant = ClaimNow, SourceNow.alias()
    event = select(Event.c.at).where(Event.c.seq >= Review.c.seq).order_by(Event.c.seq).limit(1)
    recorded = func.substr(event.scalar_subquery(), 1, 10)
    return _wanted(
        select(
            now.c.number, now.c.text, now.c.kind, now.c.status, now.c.reviewed, now.c.stage, now.c.version,
            Claim.c.key, CaseFile.c.key.label("case_key"), claimant.c.name.label("claimant"),
            Review.c.reviewer, func.coalesce(Review.c.date, recorded).label("date"),
        )
        .join(Claim, Claim.c.seq == now.c.claim)
        .join(CaseFile, CaseFile.c.seq == now.c.case_file)
        .outerjoin(claimant, claimant.c.source == now.c.claimant)
        .outerjoin(Review, Review.c.seq == now.c.review)
        # claims were recorded in the order of their numbers, so a source's own index gives them in order
        .order_by(now.c.number if wanted.source is None else ClaimSource.c.claim)
        .limit(wanted.limit),
        wanted,
    )  # fmt: skip


def _wanted(query: Select[*tuple[Any, ...]], wanted: ClaimFilter) -> Select[*tuple[Any, ...]]:
    """The query with the filter's conditions."""
    now = ClaimNow
    query = query.where(now.c.number > wanted.after)
    if wanted.source is not None:
        query = query.join(ClaimSource, ClaimSource.c.claim == now.c.claim).where(ClaimSource.c.source == wanted.source)
    for column, value in (
        (now.c.status, wanted.status),
        (now.c.stage, wanted.stage),
        (now.c.claimant, wanted.claimant),
        (now.c.case_file, wanted.case_file),
        (now.c.reviewed, None if wanted.reviewed is None else int(wanted.reviewed)),
    ):
        query = query.where(column == value if value is not None else true())
    if wanted.text:
        query = query.where(_place_of(now.c.folded, folding.key(wanted.text)) > 0)
    return query


def list_claims(session: Session, wanted: ClaimFilter) -> list[ClaimRow]:
    """Claims as lists show them."""
    return [
        ClaimRow(
            id=f"C-{r.number}",
            key=r.key,
            case=r.case_key,
            text=r.text or REDACTED,
            kind=ClaimKind(r.kind),
            status=r.status,
            reviewed=bool(r.reviewed),
            reviewer=REDACTED if r.reviewed and r.reviewer is None else r.reviewer,
            reviewed_on=r.date,
            stage=Stage(r.stage),
            claimant=r.claimant,
            version=r.version,
        )
        for r in session.connection.execute(claims_query(wanted))
    ]


def numbers_of_claims(session: Session) -> list[int]:
    """The numbers of all live claims, in their order."""
    return list(session.connection.execute(select(ClaimNow.c.number).order_by(ClaimNow.c.number)).scalars())


def numbers_of(session: Session, claims: Iterable[int]) -> list[int]:
    """The numbers of those of these claims (`claim.seq`) that are live, in their order."""
    wanted = sorted(set(claims))
    found: list[int] = []
    for start in range(0, len(wanted), _BATCH):
        query = select(ClaimNow.c.number).where(ClaimNow.c.claim.in_(wanted[start : start + _BATCH]))
        found += session.connection.execute(query).scalars()
    return sorted(found)


def claims_of_article(session: Session, article: int) -> list[int]:
    """Every claim (`claim.seq`) that stands in an article or is read in it, in any version, live or not."""
    query = select(Appearance.c.claim).where(or_(Appearance.c.article == article, Appearance.c.read_in == article))
    return list(session.connection.execute(query.distinct()).scalars())


def claim_of_appearance(session: Session, number: int) -> int | None:
    """The claim (`claim.seq`) of an appearance."""
    return session.connection.execute(select(Appearance.c.claim).where(Appearance.c.number == number)).scalar()


_BATCH = 500


def count_claims(session: Session, wanted: ClaimFilter) -> int:
    """How many claims a list without a limit would have: counted in an index, for what a list says besides is not asked."""
    counted = _wanted(select(func.count(ClaimNow.c.number)), wanted)
    return int(session.connection.execute(counted).scalar_one())


def list_events(session: Session, *, limit: int | None = None) -> list[EventRow]:
    """What happened, newest first."""
    query = (
        select(
            Event.c.seq,
            Event.c.number,
            Event.c.begins,
            Event.c.kind,
            Event.c.at,
            Event.c.program,
            Event.c.who,
            Event.c.why,
            Event.c.what,
        )
        .where(Event.c.seq <= session.upto)
        .order_by(Event.c.number.desc())
        .limit(limit)
    )
    return [
        EventRow(f"E-{r.number}", r.at, r.who, r.kind, r.what, r.why, r.seq - r.begins + 1, r.program)
        for r in session.connection.execute(query)
    ]


def upto_of(session: Session, moment: str) -> int:
    """The last row recorded at or before a moment (UTC text); 0 when there was none."""
    return session.connection.execute(select(func.max(Event.c.seq)).where(Event.c.at <= moment)).scalar() or 0


@dataclass(frozen=True, slots=True)
class NamedSource:
    """A live source, as found by id, key or name."""

    seq: int
    id: str
    name: str
    kind: str
    case_file: int


def sources_named(session: Session, name: str, case_file: int | None = None) -> list[NamedSource]:
    """Live named sources whose name or alias has the same comparison key; unnamed ones are never matched by name.

    A source that was merged answers with the one that stands for it.
    """
    query = (
        select(SourceName.c.source)
        .join(SourceNow, SourceNow.c.source == SourceName.c.source)
        .where(SourceName.c.folded == folding.key(name))
    )
    if case_file is not None:
        query = query.where(SourceNow.c.case_file == case_file)
    return _standing_for(session, list(session.connection.execute(query).scalars()))


def sources_called(session: Session, name: str, case_file: int) -> list[NamedSource]:
    """Those of a case that are called exactly so, by name or alias, letter for letter."""
    query = (
        select(SourceName.c.source)
        .join(SourceNow, SourceNow.c.source == SourceName.c.source)
        .where(SourceName.c.folded == folding.key(name), SourceNow.c.case_file == case_file)
    )
    rows = session.connection.execute(
        select(
            Source.c.seq, Source.c.first, Source.c.version, Source.c.name, Source.c.aliases, withdrawn(Source.c.seq)
        ).where(or_(Source.c.seq.in_(query), Source.c.first.in_(query))),
        {"upto": session.upto},
    ).all()
    named = {
        seq: {row.name, *(orjson.loads(row.aliases) if row.aliases else ())} for seq, row in standing(rows).items()
    }
    return _standing_for(session, [seq for seq, names in named.items() if name in names])


def _standing_for(session: Session, found: list[int]) -> list[NamedSource]:
    """The sources that stand for these, merges followed."""
    merged = merges(session.connection, session.upto, found)
    ends = {merged.get(source, source) for source in found}
    rows = session.connection.execute(_SOURCES.where(SourceNow.c.source.in_(ends)).order_by(SourceNow.c.number))
    return [NamedSource(r.source, f"S-{r.number}", r.name, r.kind, r.case_file) for r in rows]


_SOURCES = select(SourceNow.c.source, SourceNow.c.number, SourceNow.c.name, SourceNow.c.kind, SourceNow.c.case_file)


def claims_of_source(session: Session, source: int) -> list[int]:
    """Every claim (`claim.seq`) in which a source, or one that was merged into it, speaks or is the claimant, in any version."""
    mine = [source, *merged_from(session.connection, EVERYTHING, source)]
    speaks = select(Appearance.c.claim).where(Appearance.c.source.in_(mine))
    claims = select(func.coalesce(Claim.c.first, Claim.c.seq)).where(Claim.c.claimant.in_(mine))
    return list(session.connection.execute(union(speaks, claims)).scalars())


def source_numbered(session: Session, number: int) -> NamedSource | None:
    """A live source by its number."""
    row = session.connection.execute(_SOURCES.where(SourceNow.c.number == number)).first()
    return NamedSource(row.source, f"S-{row.number}", row.name, row.kind, row.case_file) if row else None


def all_source_names(session: Session, most: int = 5_000) -> list[str]:
    """Names to suggest from."""
    return list(
        session.connection.execute(select(SourceNow.c.name).where(SourceNow.c.unnamed == 0).limit(most)).scalars()
    )
