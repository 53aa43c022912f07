"""Lists: claims by what the desk filters on, events, and what ids and names belong to. Every filter walks an index."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import orjson
from sqlalchemy import BigInteger, ColumnElement, Integer, Select, Text, bindparam, func, or_, select, union
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
from claims.store.tuples import Prepared
from claims.text import folding
from claims.values import value
from claims.vocabulary import ClaimKind, Stage


@value
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


@cache
def _listing(conditions: frozenset[str], limited: bool) -> Prepared:
    """The statement behind a list with these conditions, in the order of numbers."""
    now, claimant = ClaimNow, SourceNow.alias()
    query = (
        select(
            now.c.number, now.c.text, now.c.kind, now.c.status, now.c.reviewed, now.c.stage, now.c.version,
            Claim.c.key, CaseFile.c.key.label("case_key"), claimant.c.name.label("claimant"),
            Review.c.reviewer, Review.c.date,
        )
        .join(Claim, Claim.c.seq == now.c.claim)
        .join(CaseFile, CaseFile.c.seq == now.c.case_file)
        .outerjoin(claimant, claimant.c.source == now.c.claimant)
        .outerjoin(Review, Review.c.seq == now.c.review)
        # claims were recorded in the order of their numbers, so a source's own index gives them in order
        .order_by(ClaimSource.c.claim if "source" in conditions else now.c.number)
    )  # fmt: skip
    return Prepared(_wanted(query.limit(_MOST) if limited else query, conditions))


@cache
def _counting(conditions: frozenset[str]) -> Prepared:
    """How many claims such a list has, as far as they are counted: what it says besides is not asked."""
    some = _wanted(select(ClaimNow.c.number), conditions).limit(_MOST).subquery("some")
    return Prepared(select(func.count()).select_from(some))


_MOST: ColumnElement[int] = bindparam("most", type_=BigInteger())


def _wanted(query: Select[*tuple[Any, ...]], conditions: frozenset[str]) -> Select[*tuple[Any, ...]]:
    """The query with these conditions of a filter."""
    now = ClaimNow
    query = query.where(now.c.number > bindparam("after", type_=BigInteger()))
    if "source" in conditions:
        query = query.join(ClaimSource, ClaimSource.c.claim == now.c.claim)
        query = query.where(ClaimSource.c.source == bindparam("source", type_=BigInteger()))
    for name in sorted(conditions & {"status", "stage", "claimant", "case_file", "reviewed"}):
        query = query.where(now.c[name] == bindparam(name, type_=now.c[name].type))
    if "text" in conditions:
        query = query.where(_place_of(now.c.folded, bindparam("text", type_=Text())) > 0)
    return query


def _conditions(wanted: ClaimFilter) -> dict[str, object]:
    """What a filter asks for, by name."""
    asked: dict[str, object] = {
        "status": wanted.status,
        "stage": wanted.stage,
        "claimant": wanted.claimant,
        "source": wanted.source,
        "case_file": wanted.case_file,
        "reviewed": None if wanted.reviewed is None else int(wanted.reviewed),
        "text": folding.key(wanted.text) if wanted.text else None,
    }
    return {name: value for name, value in asked.items() if value is not None}


def list_claims(session: Session, wanted: ClaimFilter) -> list[ClaimRow]:
    """Claims as lists show them."""
    asked, limit = _conditions(wanted), wanted.limit
    listing = _listing(frozenset(asked), limit is not None)
    rows = listing.rows(session.connection, {**asked, "after": wanted.after, "most": limit})
    return [
        ClaimRow(
            id=f"C-{number}",
            key=key,
            case=case,
            text=text or REDACTED,
            kind=_KINDS[kind],
            status=status,
            reviewed=bool(reviewed),
            reviewer=REDACTED if reviewed and reviewer is None else reviewer,
            reviewed_on=date,
            stage=_STAGES[stage],
            claimant=claimant,
            version=version,
        )
        for number, text, kind, status, reviewed, stage, version, key, case, claimant, reviewer, date in rows
    ]


_KINDS = {kind.value: kind for kind in ClaimKind}
_STAGES = {stage.value: stage for stage in Stage}


def count_claims(session: Session, wanted: ClaimFilter, most: int) -> int:
    """How many claims a list without a limit would have; when there are so many, counting stops."""
    asked = _conditions(wanted)
    counting = _counting(frozenset(asked))
    ((count,),) = counting.rows(session.connection, {**asked, "after": wanted.after, "most": most})
    return int(count)


def numbers_of_claims(session: Session, case_file: int | None = None) -> list[int]:
    """The numbers of all live claims, or of those of a case, in their order."""
    query = select(ClaimNow.c.number).order_by(ClaimNow.c.number)
    if case_file is not None:
        query = query.where(ClaimNow.c.case_file == case_file)
    return list(session.connection.execute(query).scalars())


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


@value
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
