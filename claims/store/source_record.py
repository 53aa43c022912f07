"""What a source published and passed on, and what rests on an article."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import CompoundSelect, Table, func, or_, select, union

from claims.entries import ArticleEntry, SourceEntry
from claims.overviews import ArticleRecord, PassedOn, SourceRecord
from claims.store.caches import merged_end, merged_from, merges
from claims.store.engine import Session
from claims.store.lists import NamedSource
from claims.store.present import standing, withdrawn
from claims.store.tables import (
    Appearance,
    Article,
    Attribution,
    ClaimNow,
    Dating,
    Decision,
    Evidence,
    Hedge,
    Passage,
    Review,
    Snapshot,
    SnapshotBody,
    Source,
    SourceNow,
)
from claims.vocabulary import Verdict

GONE = "(withdrawn source)"


# --- a source --------------------------------------------------------------------------------------------------------


def source_record(session: Session, found: NamedSource, entry: SourceEntry, case_key: str) -> SourceRecord:
    """A source with its articles and everything it said, merged sources included."""
    merged = merged_from(session.connection, session.upto, found.seq)
    mine = [found.seq, *merged]
    into = merges(session.connection, session.upto, [found.seq]).get(found.seq)
    rows = session.connection.execute(
        select(Source.c.seq, Source.c.number).where(Source.c.seq.in_([*merged, *([into] if into is not None else [])]))
    )
    numbers = {row.seq: row.number for row in rows}
    return SourceRecord(
        id=found.id,
        case=case_key,
        entry=entry,
        merged=tuple(f"S-{n}" for n in sorted(numbers[seq] for seq in merged)),
        articles=_articles(session, mine),
        passed_on=_passed_on(session, mine),
        merged_into=f"S-{numbers[into]}" if into is not None else None,
    )


def _articles(session: Session, outlets: list[int]) -> tuple[tuple[str, str | None], ...]:
    """What these published, as it stands: an article may have had another outlet before."""
    ever = select(Article.c.seq, Article.c.first).where(Article.c.outlet.in_(outlets))
    firsts = {row.first or row.seq for row in session.connection.execute(ever)}
    rows = session.connection.execute(
        select(
            Article.c.seq,
            Article.c.first,
            Article.c.version,
            Article.c.number,
            Article.c.title,
            Article.c.outlet,
            withdrawn(Article.c.seq),
        ).where(or_(Article.c.seq.in_(firsts), Article.c.first.in_(firsts))),
        {"upto": session.upto},
    ).all()
    numbers = {r.seq: r.number for r in rows if r.first is None}
    live = {numbers[seq]: row for seq, row in standing(rows).items() if row.outlet in outlets}
    return tuple((f"A-{number}", row.title) for number, row in sorted(live.items()))


def _passed_on(session: Session, speakers: list[int]) -> tuple[PassedOn, ...]:
    """Every place where these speak, in live claims, and the hops from and to it that nobody has rejected."""
    at = {"upto": session.upto}
    claims = select(Appearance.c.claim).where(Appearance.c.source.in_(speakers))
    steps = session.connection.execute(
        select(
            Appearance.c.seq, Appearance.c.first, Appearance.c.version, Appearance.c.number, Appearance.c.claim, Appearance.c.source,
            withdrawn(Appearance.c.seq),
        ).where(Appearance.c.claim.in_(claims)),
        at,
    ).all()  # fmt: skip
    hops = session.connection.execute(
        select(
            Attribution.c.seq, Attribution.c.first, Attribution.c.version, Attribution.c.downstream, Attribution.c.upstream,
            withdrawn(Attribution.c.seq),
        ).where(Attribution.c.claim.in_(claims)),
        at,
    ).all()  # fmt: skip
    decisions = session.connection.execute(
        select(Decision.c.attribution, Decision.c.verdict)
        .where(Decision.c.claim.in_(claims), withdrawn(Decision.c.seq) == 0)
        .order_by(Decision.c.seq),
        at,
    )
    decided = {row.attribution: row.verdict for row in decisions}
    live = standing(steps)
    numbers = {r.seq: r.number for r in steps if r.first is None}
    texts = {
        r.claim: r
        for r in session.connection.execute(
            select(ClaimNow.c.claim, ClaimNow.c.number, ClaimNow.c.text).where(ClaimNow.c.claim.in_(claims))
        )
    }
    names = _names(session, {row.source for row in live.values()})
    up: dict[int, list[int]] = defaultdict(list)
    down: dict[int, list[int]] = defaultdict(list)
    for seq, hop in standing(hops).items():
        if hop.downstream in live and hop.upstream in live and decided.get(seq) != Verdict.REJECTED:
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
    """Names of sources, merges followed."""
    into = merges(session.connection, session.upto, sources)
    ends = {source: merged_end(source, into) for source in sources}
    rows = session.connection.execute(
        select(SourceNow.c.source, SourceNow.c.name).where(SourceNow.c.source.in_(set(ends.values())))
    )
    known = {r.source: r.name for r in rows}
    return {source: known.get(end, GONE) for source, end in ends.items()}


# --- an article ------------------------------------------------------------------------------------------------------


def article_record(session: Session, article: int, entry: ArticleEntry, case_key: str) -> ArticleRecord:
    """An article with its readings, its copies, and the live claims that rest on it."""
    number, row = _versions(session, [article])[article]
    copying = select(Article.c.seq, Article.c.first).where(Article.c.copy_of == article)
    copies = _versions(session, {r.first or r.seq for r in session.connection.execute(copying)})
    original = session.connection.execute(select(Article.c.number).where(Article.c.seq == row.copy_of)).scalar()
    held = session.connection.execute(
        select(Snapshot.c.sha256)
        .join(SnapshotBody, SnapshotBody.c.sha256 == Snapshot.c.sha256)
        .where(
            Snapshot.c.article == article,
            SnapshotBody.c.text.is_not(None),
            withdrawn(Snapshot.c.seq) == 0,
            withdrawn(SnapshotBody.c.seq) == 0,
        )
        .order_by(Snapshot.c.seq),
        {"upto": session.upto},
    ).scalars()
    resting = session.connection.execute(
        select(ClaimNow.c.number, ClaimNow.c.text)
        .where(ClaimNow.c.claim.in_(_resting(session, article)))
        .order_by(ClaimNow.c.number)
    )
    return ArticleRecord(
        id=f"A-{number}",
        case=case_key,
        entry=entry,
        outlet=_names(session, {row.outlet})[row.outlet],
        copy_of=f"A-{original}" if original is not None else None,
        copies=tuple(f"A-{n}" for n, r in sorted(copies.values(), key=lambda of: of[0]) if r.copy_of == article),
        held=tuple(dict.fromkeys(held)),
        claims=tuple((f"C-{r.number}", r.text) for r in resting),
    )


def _versions(session: Session, articles: Iterable[int]) -> dict[int, tuple[int, Any]]:
    """Number and standing version of live articles."""
    wanted = list(articles)
    rows = session.connection.execute(
        select(
            Article.c.seq,
            Article.c.first,
            Article.c.version,
            Article.c.number,
            Article.c.outlet,
            Article.c.copy_of,
            withdrawn(Article.c.seq),
        ).where(or_(Article.c.seq.in_(wanted), Article.c.first.in_(wanted))),
        {"upto": session.upto},
    ).all()
    numbers = {r.seq: r.number for r in rows if r.first is None}
    return {seq: (numbers[seq], row) for seq, row in standing(rows).items()}


def _resting(session: Session, article: int) -> set[int]:
    """Claims (`claim.seq`) of which a live part names the article or words in it."""
    words = select(Passage.c.seq).where(Passage.c.article == article)
    appearances: CompoundSelect[*tuple[Any, ...]] = union(
        select(Appearance.c.seq).where(or_(Appearance.c.article == article, Appearance.c.read_in == article)),
        select(Hedge.c.appearance_version).where(Hedge.c.passage.in_(words), Hedge.c.appearance_version.is_not(None)),
        select(Dating.c.appearance_version).where(
            Dating.c.passage.in_(words), Dating.c.appearance_version.is_not(None)
        ),
    )
    hops: CompoundSelect[*tuple[Any, ...]] = union(
        select(Attribution.c.seq).where(Attribution.c.read_in == article),
        select(Hedge.c.attribution_version).where(Hedge.c.passage.in_(words), Hedge.c.attribution_version.is_not(None)),
    )
    reviewed = (
        select(Review.c.claim)
        .join(Evidence, Evidence.c.review == Review.c.seq)
        .where(Evidence.c.article == article, withdrawn(Review.c.seq) == 0)
    )
    return (
        _claims_of(session, Appearance, appearances)
        | _claims_of(session, Attribution, hops)
        | set(session.connection.execute(reviewed, {"upto": session.upto}).scalars())
    )


def _claims_of(session: Session, table: Table[Any], versions: CompoundSelect[*tuple[Any, ...]]) -> set[int]:
    """The claims of those live parts of which one of these versions stands."""
    naming = set(session.connection.execute(versions).scalars())
    parts = select(func.coalesce(table.c.first, table.c.seq)).where(table.c.seq.in_(versions))
    rows = session.connection.execute(
        select(table.c.seq, table.c.first, table.c.version, table.c.claim, withdrawn(table.c.seq)).where(
            or_(table.c.seq.in_(parts), table.c.first.in_(parts))
        ),
        {"upto": session.upto},
    ).all()
    return {row.claim for row in standing(rows).values() if row.seq in naming}
