"""What a source published and passed on, and what rests on an article."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import CompoundSelect, func, or_, select, union

from claims.entries import ArticleEntry, SourceEntry
from claims.records import ArticleRecord, PassedOn, SourceRecord
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
        select(Source.seq, Source.number).where(Source.seq.in_([*merged, *([into] if into is not None else [])]))
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
    ever = select(Article.seq, Article.first).where(Article.outlet.in_(outlets))
    firsts = {row.first or row.seq for row in session.connection.execute(ever)}
    rows = session.connection.execute(
        select(
            Article.seq,
            Article.first,
            Article.version,
            Article.number,
            Article.title,
            Article.outlet,
            withdrawn(Article.seq),
        ).where(or_(Article.seq.in_(firsts), Article.first.in_(firsts))),
        {"upto": session.upto},
    ).all()
    numbers = {r.seq: r.number for r in rows if r.first is None}
    live = {numbers[seq]: row for seq, row in standing(rows).items() if row.outlet in outlets}
    return tuple((f"A-{number}", row.title) for number, row in sorted(live.items()))


def _passed_on(session: Session, speakers: list[int]) -> tuple[PassedOn, ...]:
    """Every place where these speak, in live claims, and the hops from and to it that nobody has rejected."""
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
    decisions = session.connection.execute(
        select(Decision.attribution, Decision.verdict)
        .where(Decision.claim.in_(claims), withdrawn(Decision.seq) == 0)
        .order_by(Decision.seq),
        at,
    )
    decided = {row.attribution: row.verdict for row in decisions}
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
        select(SourceNow.source, SourceNow.name).where(SourceNow.source.in_(set(ends.values())))
    )
    known = {r.source: r.name for r in rows}
    return {source: known.get(end, GONE) for source, end in ends.items()}


# --- an article ------------------------------------------------------------------------------------------------------


def article_record(session: Session, article: int, entry: ArticleEntry, case_key: str) -> ArticleRecord:
    """An article with its readings, its copies, and the live claims that rest on it."""
    number, row = _versions(session, [article])[article]
    copying = select(Article.seq, Article.first).where(Article.copy_of == article)
    copies = _versions(session, {r.first or r.seq for r in session.connection.execute(copying)})
    original = session.connection.execute(select(Article.number).where(Article.seq == row.copy_of)).scalar()
    held = session.connection.execute(
        select(Snapshot.sha256)
        .join(SnapshotBody, SnapshotBody.sha256 == Snapshot.sha256)
        .where(
            Snapshot.article == article,
            SnapshotBody.text.is_not(None),
            withdrawn(Snapshot.seq) == 0,
            withdrawn(SnapshotBody.seq) == 0,
        )
        .order_by(Snapshot.seq),
        {"upto": session.upto},
    ).scalars()
    resting = session.connection.execute(
        select(ClaimNow.number, ClaimNow.text)
        .where(ClaimNow.claim.in_(_resting(session, article)))
        .order_by(ClaimNow.number)
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
            Article.seq,
            Article.first,
            Article.version,
            Article.number,
            Article.outlet,
            Article.copy_of,
            withdrawn(Article.seq),
        ).where(or_(Article.seq.in_(wanted), Article.first.in_(wanted))),
        {"upto": session.upto},
    ).all()
    numbers = {r.seq: r.number for r in rows if r.first is None}
    return {seq: (numbers[seq], row) for seq, row in standing(rows).items()}


def _resting(session: Session, article: int) -> set[int]:
    """Claims (`claim.seq`) of which a live part names the article or words in it."""
    words = select(Passage.seq).where(Passage.article == article)
    appearances: CompoundSelect[*tuple[Any, ...]] = union(
        select(Appearance.seq).where(or_(Appearance.article == article, Appearance.read_in == article)),
        select(Hedge.appearance_version).where(Hedge.passage.in_(words), Hedge.appearance_version.is_not(None)),
        select(Dating.appearance_version).where(Dating.passage.in_(words), Dating.appearance_version.is_not(None)),
    )
    hops: CompoundSelect[*tuple[Any, ...]] = union(
        select(Attribution.seq).where(Attribution.read_in == article),
        select(Hedge.attribution_version).where(Hedge.passage.in_(words), Hedge.attribution_version.is_not(None)),
    )
    reviewed = (
        select(Review.claim)
        .join(Evidence, Evidence.review == Review.seq)
        .where(Evidence.article == article, withdrawn(Review.seq) == 0)
    )
    return (
        _claims_of(session, Appearance, appearances)
        | _claims_of(session, Attribution, hops)
        | set(session.connection.execute(reviewed, {"upto": session.upto}).scalars())
    )


def _claims_of(
    session: Session, table: type[Appearance] | type[Attribution], versions: CompoundSelect[*tuple[Any, ...]]
) -> set[int]:
    """The claims of those live parts of which one of these versions stands."""
    naming = set(session.connection.execute(versions).scalars())
    parts = select(func.coalesce(table.first, table.seq)).where(table.seq.in_(versions))
    rows = session.connection.execute(
        select(table.seq, table.first, table.version, table.claim, withdrawn(table.seq)).where(
            or_(table.seq.in_(parts), table.first.in_(parts))
        ),
        {"upto": session.upto},
    ).all()
    return {row.claim for row in standing(rows).values() if row.seq in naming}
