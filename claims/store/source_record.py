"""What a source published and passed on, and what rests on an article."""

from collections import defaultdict

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from claims.records import ArticleEntry, ArticleRecord, PassedOn, SourceEntry, SourceRecord
from claims.store.caches import merged_end, merged_from, merges
from claims.store.engine import Session
from claims.store.lists import NamedSource
from claims.store.present import standing, withdrawn
from claims.store.tables import (
    Appearance,
    Article,
    Attribution,
    ClaimNow,
    Evidence,
    Review,
    Snapshot,
    SnapshotBody,
    Source,
    SourceNow,
)


def source_record(session: Session, found: NamedSource, entry: SourceEntry, case_key: str) -> SourceRecord:
    """A source with its articles and everything it said, merged sources included."""
    merged = merged_from(session.connection, session.upto, found.seq)
    mine = [found.seq, *merged]
    rows = session.connection.execute(
        select(SourceNow.source, SourceNow.number).where(SourceNow.source.in_(merged)).order_by(SourceNow.number)
    )
    return SourceRecord(
        id=found.id,
        case=case_key,
        entry=entry,
        merged=tuple(f"S-{r.number}" for r in rows),
        articles=_articles(session, mine),
        passed_on=_passed_on(session, mine),
    )


def _articles(session: Session, outlets: list[int]) -> tuple[tuple[str, str | None], ...]:
    mine = select(Article.seq).where(Article.outlet.in_(outlets), Article.first.is_(None))
    rows = session.connection.execute(
        select(
            Article.seq,
            Article.first,
            Article.version,
            Article.number,
            Article.title,
            Article.outlet,
            withdrawn(Article.seq),
        ).where(or_(Article.seq.in_(mine), Article.first.in_(mine))),
        {"upto": session.upto},
    ).all()
    numbers = {r.seq: r.number for r in rows if r.first is None}
    live = {seq: row for seq, row in standing(rows).items() if row.outlet in outlets}
    return tuple(
        (f"A-{numbers[seq]}", row.title) for seq, row in sorted(live.items(), key=lambda item: numbers[item[0]])
    )


def _passed_on(session: Session, speakers: list[int]) -> tuple[PassedOn, ...]:
    at = {"upto": session.upto}
    claims = select(Appearance.claim).where(Appearance.source.in_(speakers))
    steps = session.connection.execute(
        select(
            Appearance.seq, Appearance.first, Appearance.version, Appearance.number, Appearance.claim, Appearance.source,
            withdrawn(Appearance.seq),
        ).where(Appearance.claim.in_(claims)),
        at,
    ).all()  # fmt: skip
    hops = session.connection.execute(
        select(
            Attribution.seq, Attribution.first, Attribution.version, Attribution.downstream, Attribution.upstream,
            withdrawn(Attribution.seq),
        ).where(Attribution.claim.in_(claims)),
        at,
    ).all()  # fmt: skip
    live = standing(steps)
    numbers = {r.seq: r.number for r in steps if r.first is None}
    texts = {
        r.claim: r
        for r in session.connection.execute(
            select(ClaimNow.claim, ClaimNow.number, ClaimNow.text).where(ClaimNow.claim.in_(claims))
        )
    }
    names = _names(session, {row.source for row in live.values()})
    up: dict[int, list[int]] = defaultdict(list)
    down: dict[int, list[int]] = defaultdict(list)
    for hop in standing(hops).values():
        if hop.downstream in live and hop.upstream in live:
            up[hop.downstream].append(hop.upstream)
            down[hop.upstream].append(hop.downstream)
    return tuple(
        PassedOn(
            claim=f"C-{texts[row.claim].number}",
            text=texts[row.claim].text,
            appearance=f"P-{numbers[step]}",
            from_sources=tuple(dict.fromkeys(names[live[s].source] for s in up[step])),
            to_sources=tuple(dict.fromkeys(names[live[s].source] for s in down[step])),
        )
        for step, row in sorted(live.items(), key=lambda item: numbers[item[0]])
        if row.source in speakers and row.claim in texts
    )


def _names(session: Session, sources: set[int]) -> dict[int, str]:
    into = merges(session.connection, session.upto, sources)
    ends = {source: merged_end(source, into) for source in sources}
    rows = session.connection.execute(
        select(SourceNow.source, SourceNow.name).where(SourceNow.source.in_(set(ends.values())))
    )
    known = {r.source: r.name for r in rows}
    return {source: known.get(end, "(withdrawn source)") for source, end in ends.items()}


def article_record(session: Session, article: int, entry: ArticleEntry, case_key: str) -> ArticleRecord:
    """An article with its readings, its copies, and the live claims that rest on it."""
    at = {"upto": session.upto}
    connection = session.connection
    row = connection.execute(select(Article.number).where(Article.seq == article)).one()
    outlet = connection.execute(
        select(Source.name)
        .where(or_(Source.seq == _now(article), Source.first == _now(article)), withdrawn(Source.seq) == 0)
        .order_by(Source.version.desc())
        .limit(1),
        at,
    ).scalar()
    original = aliased(Article)
    copies = connection.execute(
        select(
            Article.seq, Article.first, Article.version, Article.number, Article.copy_of, withdrawn(Article.seq)
        ).where(
            or_(
                Article.seq.in_(select(original.seq).where(original.copy_of == article)),
                Article.seq.in_(select(original.first).where(original.copy_of == article)),
                Article.first.in_(select(original.first).where(original.copy_of == article)),
            )
        ),
        at,
    ).all()
    numbers = {r.seq: r.number for r in copies if r.first is None}
    of = connection.execute(
        select(Article.number).where(
            Article.seq
            == select(original.copy_of)
            .where(or_(original.seq == article, original.first == article), withdrawn(original.seq) == 0)
            .order_by(original.version.desc())
            .limit(1)
            .scalar_subquery()
        ),
        at,
    ).scalar()
    held = connection.execute(
        select(Snapshot.sha256)
        .join(SnapshotBody, SnapshotBody.sha256 == Snapshot.sha256)
        .where(
            Snapshot.article == article,
            SnapshotBody.text.is_not(None),
            withdrawn(Snapshot.seq) == 0,
            withdrawn(SnapshotBody.seq) == 0,
        ),
        at,
    ).scalars()
    reviewed = select(Review.claim).join(Evidence, Evidence.review == Review.seq).where(Evidence.article == article)
    resting = connection.execute(
        select(ClaimNow.number, ClaimNow.text)
        .where(
            or_(
                ClaimNow.claim.in_(
                    select(Appearance.claim).where(or_(Appearance.article == article, Appearance.read_in == article))
                ),
                ClaimNow.claim.in_(select(Attribution.claim).where(Attribution.read_in == article)),
                ClaimNow.claim.in_(reviewed),
            )
        )
        .order_by(ClaimNow.number)
    )
    return ArticleRecord(
        id=f"A-{row.number}",
        case=case_key,
        entry=entry,
        outlet=outlet or "(withdrawn source)",
        copy_of=f"A-{of}" if of else None,
        copies=tuple(f"A-{numbers[seq]}" for seq, r in standing(copies).items() if r.copy_of == article),
        held=tuple(dict.fromkeys(held)),
        claims=tuple((f"C-{r.number}", r.text) for r in resting),
    )


def _now(article: int) -> ColumnElement[int]:
    """The outlet of an article, as it stands."""
    return (
        select(Article.outlet)
        .where(or_(Article.seq == article, Article.first == article), withdrawn(Article.seq) == 0)
        .order_by(Article.version.desc())
        .limit(1)
        .scalar_subquery()
    )
