"""All that the log says of one claim, read in four statements at most, whatever its size, and folded into records."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import orjson
from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    union,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from claims.errors import NoSuchId, Withdrawn
from claims.records import ClaimRecord
from claims.store.engine import Session
from claims.store.folded import ClaimFolder
from claims.store.present import UPTO, withdrawn
from claims.store.stack import AnySelect, Stack, numbers_in
from claims.store.tables import (
    Appearance,
    Approval,
    Article,
    Attribution,
    CaseFile,
    Claim,
    Dating,
    Decision,
    Event,
    Evidence,
    Hedge,
    Link,
    Objection,
    Passage,
    Request,
    Retraction,
    Review,
    Rule,
    Snapshot,
    SnapshotBody,
    Source,
    SourceMerge,
    StageChange,
    Tie,
)
from claims.vocabulary import LinkKind, TieKind

NUMBER: ColumnElement[int] = bindparam("number", type_=Claim.seq.type)


def read_claim(session: Session, number: int, upto: int | None = None) -> ClaimRecord:
    """One claim as it stood at row `upto` (default: now). NoSuchId or Withdrawn where it does not stand."""
    at = session.upto if upto is None else upto
    rows = dict(_about_claim().run(session.connection, number=number, upto=at))
    if not rows["claim"]:
        highest = session.connection.execute(select(func.max(Claim.number)).where(Claim.seq <= at)).scalar()
        raise NoSuchId(f"C-{number}", f"C-{highest}" if highest else None)
    rows |= _read(session, _articles(), at, _named_articles(rows))
    rows |= _read(session, _speakers(), at, _named_sources(rows))
    _add_owners(session, rows, at)
    folder = ClaimFolder(rows)
    if folder.withdrawn:
        raise Withdrawn(f"C-{number}", _withdrawing_event(session, number, at))
    return folder.record()


def _read(session: Session, stack: Stack, upto: int, wanted: Iterable[int | None]) -> Mapping[str, list[Any]]:
    """What is known of these things; nothing is asked where there are none."""
    numbers = sorted({number for number in wanted if number is not None})
    if not numbers:
        return {name: [] for name in stack.names}
    return stack.run(session.connection, upto=upto, wanted=orjson.dumps(numbers).decode())


def _named_articles(rows: Mapping[str, list[Any]]) -> Iterator[int | None]:
    for row in rows["appearance"]:
        yield row.article
        yield row.read_in
    for row in rows["attribution"]:
        yield row.read_in
    for row in rows["evidence"]:
        yield row.article


def _named_sources(rows: Mapping[str, list[Any]]) -> Iterator[int | None]:
    for row in rows["appearance"]:
        yield row.source
    for row in rows["article"]:
        yield row.outlet
    for row in rows["claim"]:
        yield row.claimant
    for row in rows["request"]:
        yield row.of


def _add_owners(session: Session, rows: Mapping[str, list[Any]], upto: int) -> None:
    """Add the owners of outlets that are sources outside the claim, their owners, and so on."""
    known = {row.first or row.seq for row in rows["source"]}
    wanted = {row.other for row in rows["tie"] if row.kind == TieKind.OWNER and row.other is not None} - known
    found = _read(session, _owners(), upto, wanted)
    rows["source"].extend(row for row in found["source"] if (row.first or row.seq) not in known)
    held = {row.seq for row in rows["tie"]}
    rows["tie"].extend(row for row in found["tie"] if row.seq not in held)


def _withdrawing_event(session: Session, number: int, upto: int) -> str:
    """The event that withdrew a claim last."""
    retraction = (
        select(func.max(Retraction.seq)).where(Retraction.target == _claim(), Retraction.seq <= UPTO).scalar_subquery()
    )
    query = select(Event.number).where(Event.seq >= retraction).order_by(Event.seq).limit(1)
    return f"E-{session.connection.execute(query, {'number': number, 'upto': upto}).scalar_one()}"


def _claim() -> ColumnElement[int]:
    return select(Claim.seq).where(Claim.number == NUMBER).scalar_subquery()


def _event_of(row: InstrumentedAttribute[int], column: InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    """A column of the event that closed the row's transaction: the first event at or after the row."""
    return select(column).where(Event.seq >= row).order_by(Event.seq).limit(1).scalar_subquery()


PASSAGE = (Passage.article, Passage.start_at, Passage.end_at, Passage.exact, Passage.prefix, Passage.suffix)


@cache
def _about_claim() -> Stack:
    """What hangs on the claim itself."""
    claim = _claim()
    judged = aliased(Claim)
    other = aliased(Claim)
    later = aliased(Claim)
    present_text = (
        select(later.text)
        .where(or_(later.seq == other.seq, later.first == other.seq), later.seq <= UPTO, withdrawn(later.seq) == 0)
        .order_by(later.version.desc())
        .limit(1)
        .scalar_subquery()
    )

    def passages(query: AnySelect, column: InstrumentedAttribute[int | None]) -> AnySelect:
        return query.add_columns(*(c.label(f"passage_{c.key}") for c in PASSAGE)).outerjoin(
            Passage, Passage.seq == column
        )

    def links(mine: InstrumentedAttribute[int], theirs: InstrumentedAttribute[int], *, outgoing: int) -> AnySelect:
        return (
            select(
                Link.seq, Link.number, Link.kind, Link.because, withdrawn(Link.seq), literal_column(str(outgoing), Integer()).label("outgoing"),
                other.number.label("other_number"), withdrawn(other.seq).label("other_withdrawn"), present_text.label("other_text"),
            )
            .join(other, other.seq == theirs)
            .where(mine == claim, Link.seq <= UPTO)
        )  # fmt: skip

    def speakers(mine: InstrumentedAttribute[int], theirs: InstrumentedAttribute[int]) -> AnySelect:
        """Who asserts the claims that this one contradicts."""
        return (
            select(
                Link.number.label("link"), Source.number.label("source"), Appearance.seq, Appearance.first, Appearance.version,
                Appearance.stance, withdrawn(Appearance.seq),
            )
            .join(Appearance, Appearance.claim == theirs)
            .join(Source, Source.seq == Appearance.source)
            .where(mine == claim, Link.kind == LinkKind.CONTRADICTS.value, Link.seq <= UPTO, Appearance.seq <= UPTO)
        )  # fmt: skip

    return Stack(
        claim=select(
            Claim.seq, Claim.first, Claim.version, Claim.number, CaseFile.key.label("case_key"), Claim.key, Claim.text, Claim.kind,
            Claim.claimant, Claim.due, Claim.topics, Claim.note, Claim.by, Claim.date, Claim.because, withdrawn(Claim.seq),
            _event_of(Claim.seq, Event.at).label("recorded"), _event_of(Claim.seq, Event.who).label("recorder"),
        ).join(CaseFile, CaseFile.seq == Claim.case_file).where(or_(Claim.seq == claim, Claim.first == claim), Claim.seq <= UPTO),
        review=select(
            Review.seq, Review.number, Review.status, Review.said, Review.reliability, Review.credibility, Review.because, Review.reviewer,
            Review.date, Review.standing, Review.from_case, Review.override, judged.version.label("judged"), withdrawn(Review.seq),
            _event_of(Review.seq, Event.at).label("recorded"), _event_of(Review.seq, Event.seq).label("closed"),
        ).join(judged, judged.seq == Review.claim_version).where(Review.claim == claim, Review.seq <= UPTO),
        evidence=passages(
            select(
                Evidence.seq, Evidence.review, Evidence.side, Evidence.article, Evidence.appearance, Evidence.url, Evidence.note
            ).join(Review, Review.seq == Evidence.review).where(Review.claim == claim, Evidence.seq <= UPTO),
            Evidence.passage,
        ),
        approval=select(Approval.seq, Approval.review, Approval.by, Approval.date, Approval.because, withdrawn(Approval.seq))
        .join(Review, Review.seq == Approval.review).where(Review.claim == claim, Approval.seq <= UPTO),
        objection=select(Objection.seq, Objection.review, Objection.by, Objection.date, Objection.because, withdrawn(Objection.seq))
        .join(Review, Review.seq == Objection.review).where(Review.claim == claim, Objection.seq <= UPTO),
        stage=select(StageChange.seq, StageChange.stage, StageChange.because, StageChange.url, withdrawn(StageChange.seq))
        .where(StageChange.claim == claim, StageChange.seq <= UPTO),
        appearance=passages(
            select(
                Appearance.seq, Appearance.first, Appearance.version, Appearance.number, Appearance.key, Appearance.source,
                Appearance.article, Appearance.read_in, Appearance.part, Appearance.wording, Appearance.stance, Appearance.knows,
                Appearance.named_as, Appearance.because, withdrawn(Appearance.seq),
            ).where(Appearance.claim == claim, Appearance.seq <= UPTO),
            Appearance.wording,
        ),
        attribution=passages(
            select(
                Attribution.seq, Attribution.first, Attribution.version, Attribution.number, Attribution.key, Attribution.downstream,
                Attribution.upstream, Attribution.manner, Attribution.basis, Attribution.cue, Attribution.read_in, Attribution.because,
                withdrawn(Attribution.seq),
            ).where(Attribution.claim == claim, Attribution.seq <= UPTO),
            Attribution.cue,
        ),
        decision=select(
            Decision.seq, Decision.attribution, Decision.verdict, Decision.because, withdrawn(Decision.seq)
        ).where(Decision.claim == claim, Decision.seq <= UPTO),
        appearance_hedge=passages(
            select(Hedge.seq, Hedge.appearance_version.label("of"), Hedge.scope, Hedge.text)
            .join(Appearance, Appearance.seq == Hedge.appearance_version).where(Appearance.claim == claim, Hedge.seq <= UPTO),
            Hedge.passage,
        ),
        attribution_hedge=passages(
            select(Hedge.seq, Hedge.attribution_version.label("of"), Hedge.scope, Hedge.text)
            .join(Attribution, Attribution.seq == Hedge.attribution_version).where(Attribution.claim == claim, Hedge.seq <= UPTO),
            Hedge.passage,
        ),
        appearance_dating=passages(
            select(Dating.seq, Dating.appearance_version.label("of"), Dating.value, Dating.basis, Dating.because)
            .join(Appearance, Appearance.seq == Dating.appearance_version).where(Appearance.claim == claim, Dating.seq <= UPTO),
            Dating.passage,
        ),
        outgoing=links(Link.claim, Link.other, outgoing=1),
        incoming=links(Link.other, Link.claim, outgoing=0),
        outgoing_speaker=speakers(Link.claim, Link.other),
        incoming_speaker=speakers(Link.other, Link.claim),
        request=select(
            Request.seq, Request.first, Request.version, Request.number, Request.of, Request.date, Request.question, Request.answer,
            Request.answered, Request.by, Request.note, withdrawn(Request.seq),
        ).where(Request.claim == claim, Request.seq <= UPTO),
        rule=select(Rule.seq, Rule.first, Rule.version, Rule.name, Rule.value, withdrawn(Rule.seq)).where(Rule.seq <= UPTO),
    )  # fmt: skip


SOURCE = (
    Source.seq, Source.first, Source.version, Source.number, Source.name, Source.kind, Source.unnamed, Source.aliases, Source.zone,
    withdrawn(Source.seq),
)  # fmt: skip


def _either(table: type[Article] | type[Source], those: CTE) -> ColumnElement[bool]:
    """Rows of any version of these things."""
    version = aliased(table)
    rows = union(select(those.c.number), select(version.seq).join(those, version.first == those.c.number))
    return table.seq.in_(rows)  # each half walks an index; for an OR of two lists PostgreSQL reads the whole table


def _ties(those: CTE) -> AnySelect:
    other = aliased(Source)
    return (
        select(
            Tie.seq, Tie.source_version.label("of"), Tie.kind, Tie.other, Tie.name, Tie.since, Tie.until,
            other.number.label("other_number"), other.name.label("other_name"),
        )
        .join(Source, Source.seq == Tie.source_version)
        .outerjoin(other, other.seq == Tie.other)
        .where(_either(Source, those), Tie.seq <= UPTO)
    )  # fmt: skip


@cache
def _articles() -> Stack:
    """Articles, by `wanted` (`article.seq`), with the originals of copies."""
    # UNION over the node alone: it ends on circles of copies.
    articles = numbers_in("wanted").cte("articles", recursive=True)
    articles = articles.union(
        select(Article.copy_of)
        .join(articles, or_(Article.seq == articles.c.number, Article.first == articles.c.number))
        .where(Article.copy_of.is_not(None), Article.seq <= UPTO)
    )
    body = aliased(SnapshotBody)
    held = (
        select(literal_column("1"))
        .where(body.sha256 == Snapshot.sha256, body.seq <= UPTO, body.text.is_not(None), withdrawn(body.seq) == 0)
        .exists()
    )
    return Stack(
        article=select(
            Article.seq, Article.first, Article.version, Article.number, Article.key, Article.outlet, Article.title, Article.url,
            Article.language, Article.copy_of, Article.basis, Article.because, withdrawn(Article.seq),
        ).where(_either(Article, articles), Article.seq <= UPTO),
        snapshot=select(
            Snapshot.seq, Snapshot.article, Snapshot.sha256, Snapshot.text_sha256, withdrawn(Snapshot.seq),
            case((held, 1), else_=0).label("held"),
        ).where(Snapshot.article.in_(select(articles.c.number)), Snapshot.seq <= UPTO),
        article_dating=select(Dating.seq, Dating.article_version.label("of"), Dating.value, Dating.basis, Dating.because)
        .join(Article, Article.seq == Dating.article_version).where(_either(Article, articles), Dating.seq <= UPTO),
    )  # fmt: skip


@cache
def _speakers() -> Stack:
    """Sources, by `wanted` (`source.seq`), with those that stand for them since they were merged."""
    speakers = numbers_in("wanted").cte("speakers", recursive=True)
    speakers = speakers.union(select(SourceMerge.merged_into).join(speakers, SourceMerge.source == speakers.c.number))
    return Stack(
        source=select(*SOURCE).where(_either(Source, speakers), Source.seq <= UPTO),
        merge=select(SourceMerge.seq, SourceMerge.source, SourceMerge.merged_into, withdrawn(SourceMerge.seq)).where(
            SourceMerge.source.in_(select(speakers.c.number)), SourceMerge.seq <= UPTO
        ),
        tie=_ties(speakers),
    )


@cache
def _owners() -> Stack:
    """Sources, by `wanted` (`source.seq`), and all who own them."""
    owners = numbers_in("wanted").cte("owners", recursive=True)
    owners = owners.union(
        select(Tie.other)
        .join(Source, Source.seq == Tie.source_version)
        .join(owners, or_(Source.seq == owners.c.number, Source.first == owners.c.number))
        .where(Tie.kind == TieKind.OWNER.value, Tie.other.is_not(None), Tie.seq <= UPTO)
    )
    return Stack(source=select(*SOURCE).where(_either(Source, owners), Source.seq <= UPTO), tie=_ties(owners))
