"""All that the log says of one claim, read in four statements at most, whatever its size, and folded into records."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import orjson
from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Table,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    union,
)

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

NUMBER: ColumnElement[int] = bindparam("number", type_=Claim.c.seq.type)


def read_claim(session: Session, number: int, upto: int | None = None) -> ClaimRecord:
    """One claim as it stood at row `upto` (default: now). NoSuchId or Withdrawn where it does not stand."""
    at = session.upto if upto is None else upto
    rows = dict(_about_claim().run(session.connection, number=number, upto=at))
    if not rows["claim"]:
        highest = session.connection.execute(select(func.max(Claim.c.number)).where(Claim.c.seq <= at)).scalar()
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
        select(func.max(Retraction.c.seq))
        .where(Retraction.c.target == _claim(), Retraction.c.seq <= UPTO)
        .scalar_subquery()
    )
    query = select(Event.c.number).where(Event.c.seq >= retraction).order_by(Event.c.seq).limit(1)
    return f"E-{session.connection.execute(query, {'number': number, 'upto': upto}).scalar_one()}"


def _claim() -> ColumnElement[int]:
    return select(Claim.c.seq).where(Claim.c.number == NUMBER).scalar_subquery()


def _event_of(row: ColumnElement[int], column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A column of the event that closed the row's transaction: the first event at or after the row."""
    return select(column).where(Event.c.seq >= row).order_by(Event.c.seq).limit(1).scalar_subquery()


PASSAGE = (Passage.c.article, Passage.c.start_at, Passage.c.end_at, Passage.c.exact, Passage.c.prefix, Passage.c.suffix)


@cache
def _about_claim() -> Stack:
    """What hangs on the claim itself."""
    claim = _claim()
    judged = Claim.alias()
    other = Claim.alias()
    later = Claim.alias()
    present_text = (
        select(later.c.text)
        .where(
            or_(later.c.seq == other.c.seq, later.c.first == other.c.seq),
            later.c.seq <= UPTO,
            withdrawn(later.c.seq) == 0,
        )
        .order_by(later.c.version.desc())
        .limit(1)
        .scalar_subquery()
    )

    def passages(query: AnySelect, column: ColumnElement[int | None]) -> AnySelect:
        return query.add_columns(*(c.label(f"passage_{c.key}") for c in PASSAGE)).outerjoin(
            Passage, Passage.c.seq == column
        )

    def links(mine: ColumnElement[int], theirs: ColumnElement[int], *, outgoing: int) -> AnySelect:
        return (
            select(
                Link.c.seq, Link.c.number, Link.c.kind, Link.c.because, withdrawn(Link.c.seq), literal_column(str(outgoing), Integer()).label("outgoing"),
                other.c.number.label("other_number"), withdrawn(other.c.seq).label("other_withdrawn"), present_text.label("other_text"),
            )
            .join(other, other.c.seq == theirs)
            .where(mine == claim, Link.c.seq <= UPTO)
        )  # fmt: skip

    def speakers(mine: ColumnElement[int], theirs: ColumnElement[int]) -> AnySelect:
        """Who asserts the claims that this one contradicts."""
        return (
            select(
                Link.c.number.label("link"), Source.c.number.label("source"), Appearance.c.seq, Appearance.c.first, Appearance.c.version,
                Appearance.c.stance, withdrawn(Appearance.c.seq),
            )
            .join(Appearance, Appearance.c.claim == theirs)
            .join(Source, Source.c.seq == Appearance.c.source)
            .where(mine == claim, Link.c.kind == LinkKind.CONTRADICTS.value, Link.c.seq <= UPTO, Appearance.c.seq <= UPTO)
        )  # fmt: skip

    return Stack(
        claim=select(
            Claim.c.seq, Claim.c.first, Claim.c.version, Claim.c.number, CaseFile.c.key.label("case_key"), Claim.c.key, Claim.c.text, Claim.c.kind,
            Claim.c.claimant, Claim.c.due, Claim.c.topics, Claim.c.note, Claim.c.by, Claim.c.date, Claim.c.because, withdrawn(Claim.c.seq),
            _event_of(Claim.c.seq, Event.c.at).label("recorded"), _event_of(Claim.c.seq, Event.c.who).label("recorder"),
        ).join(CaseFile, CaseFile.c.seq == Claim.c.case_file).where(or_(Claim.c.seq == claim, Claim.c.first == claim), Claim.c.seq <= UPTO),
        review=select(
            Review.c.seq, Review.c.number, Review.c.status, Review.c.said, Review.c.reliability, Review.c.credibility, Review.c.because, Review.c.reviewer,
            Review.c.date, Review.c.standing, Review.c.from_case, Review.c.override, judged.c.version.label("judged"), withdrawn(Review.c.seq),
            _event_of(Review.c.seq, Event.c.at).label("recorded"), _event_of(Review.c.seq, Event.c.seq).label("closed"),
        ).join(judged, judged.c.seq == Review.c.claim_version).where(Review.c.claim == claim, Review.c.seq <= UPTO),
        evidence=passages(
            select(
                Evidence.c.seq, Evidence.c.review, Evidence.c.side, Evidence.c.article, Evidence.c.appearance, Evidence.c.url, Evidence.c.note
            ).join(Review, Review.c.seq == Evidence.c.review).where(Review.c.claim == claim, Evidence.c.seq <= UPTO),
            Evidence.c.passage,
        ),
        approval=select(Approval.c.seq, Approval.c.review, Approval.c.by, Approval.c.date, Approval.c.because, withdrawn(Approval.c.seq))
        .join(Review, Review.c.seq == Approval.c.review).where(Review.c.claim == claim, Approval.c.seq <= UPTO),
        objection=select(Objection.c.seq, Objection.c.review, Objection.c.by, Objection.c.date, Objection.c.because, withdrawn(Objection.c.seq))
        .join(Review, Review.c.seq == Objection.c.review).where(Review.c.claim == claim, Objection.c.seq <= UPTO),
        stage=select(StageChange.c.seq, StageChange.c.stage, StageChange.c.because, StageChange.c.url, withdrawn(StageChange.c.seq))
        .where(StageChange.c.claim == claim, StageChange.c.seq <= UPTO),
        appearance=passages(
            select(
                Appearance.c.seq, Appearance.c.first, Appearance.c.version, Appearance.c.number, Appearance.c.key, Appearance.c.source,
                Appearance.c.article, Appearance.c.read_in, Appearance.c.part, Appearance.c.wording, Appearance.c.stance, Appearance.c.knows,
                Appearance.c.named_as, Appearance.c.because, withdrawn(Appearance.c.seq),
            ).where(Appearance.c.claim == claim, Appearance.c.seq <= UPTO),
            Appearance.c.wording,
        ),
        attribution=passages(
            select(
                Attribution.c.seq, Attribution.c.first, Attribution.c.version, Attribution.c.number, Attribution.c.key, Attribution.c.downstream,
                Attribution.c.upstream, Attribution.c.manner, Attribution.c.basis, Attribution.c.cue, Attribution.c.read_in, Attribution.c.because,
                withdrawn(Attribution.c.seq),
            ).where(Attribution.c.claim == claim, Attribution.c.seq <= UPTO),
            Attribution.c.cue,
        ),
        decision=select(
            Decision.c.seq, Decision.c.attribution, Decision.c.verdict, Decision.c.because, withdrawn(Decision.c.seq)
        ).where(Decision.c.claim == claim, Decision.c.seq <= UPTO),
        appearance_hedge=passages(
            select(Hedge.c.seq, Hedge.c.appearance_version.label("of"), Hedge.c.scope, Hedge.c.text)
            .join(Appearance, Appearance.c.seq == Hedge.c.appearance_version).where(Appearance.c.claim == claim, Hedge.c.seq <= UPTO),
            Hedge.c.passage,
        ),
        attribution_hedge=passages(
            select(Hedge.c.seq, Hedge.c.attribution_version.label("of"), Hedge.c.scope, Hedge.c.text)
            .join(Attribution, Attribution.c.seq == Hedge.c.attribution_version).where(Attribution.c.claim == claim, Hedge.c.seq <= UPTO),
            Hedge.c.passage,
        ),
        appearance_dating=passages(
            select(Dating.c.seq, Dating.c.appearance_version.label("of"), Dating.c.value, Dating.c.basis, Dating.c.because)
            .join(Appearance, Appearance.c.seq == Dating.c.appearance_version).where(Appearance.c.claim == claim, Dating.c.seq <= UPTO),
            Dating.c.passage,
        ),
        outgoing=links(Link.c.claim, Link.c.other, outgoing=1),
        incoming=links(Link.c.other, Link.c.claim, outgoing=0),
        outgoing_speaker=speakers(Link.c.claim, Link.c.other),
        incoming_speaker=speakers(Link.c.other, Link.c.claim),
        request=select(
            Request.c.seq, Request.c.first, Request.c.version, Request.c.number, Request.c.of, Request.c.date, Request.c.question, Request.c.answer,
            Request.c.answered, Request.c.by, Request.c.note, withdrawn(Request.c.seq),
        ).where(Request.c.claim == claim, Request.c.seq <= UPTO),
        rule=select(Rule.c.seq, Rule.c.first, Rule.c.version, Rule.c.name, Rule.c.value, withdrawn(Rule.c.seq)).where(Rule.c.seq <= UPTO),
    )  # fmt: skip


SOURCE = (
    Source.c.seq, Source.c.first, Source.c.version, Source.c.number, Source.c.name, Source.c.kind, Source.c.unnamed, Source.c.aliases, Source.c.zone,
    withdrawn(Source.c.seq),
)  # fmt: skip


def _either(table: Table[Any], those: CTE) -> ColumnElement[bool]:
    """Rows of any version of these things."""
    version = table.alias()
    rows = union(select(those.c.number), select(version.c.seq).join(those, version.c.first == those.c.number))
    found: ColumnElement[bool] = table.c.seq.in_(
        rows
    )  # each half walks an index; for an OR of two lists PostgreSQL reads the whole table
    return found


def _ties(those: CTE) -> AnySelect:
    other = Source.alias()
    return (
        select(
            Tie.c.seq, Tie.c.source_version.label("of"), Tie.c.kind, Tie.c.other, Tie.c.name, Tie.c.since, Tie.c.until,
            other.c.number.label("other_number"), other.c.name.label("other_name"),
        )
        .join(Source, Source.c.seq == Tie.c.source_version)
        .outerjoin(other, other.c.seq == Tie.c.other)
        .where(_either(Source, those), Tie.c.seq <= UPTO)
    )  # fmt: skip


@cache
def _articles() -> Stack:
    """Articles, by `wanted` (`article.seq`), with the originals of copies."""
    # UNION over the node alone: it ends on circles of copies.
    articles = numbers_in("wanted").cte("articles", recursive=True)
    articles = articles.union(
        select(Article.c.copy_of)
        .join(articles, or_(Article.c.seq == articles.c.number, Article.c.first == articles.c.number))
        .where(Article.c.copy_of.is_not(None), Article.c.seq <= UPTO)
    )
    body = SnapshotBody.alias()
    held = (
        select(literal_column("1"))
        .where(
            body.c.sha256 == Snapshot.c.sha256, body.c.seq <= UPTO, body.c.text.is_not(None), withdrawn(body.c.seq) == 0
        )
        .exists()
    )
    return Stack(
        article=select(
            Article.c.seq, Article.c.first, Article.c.version, Article.c.number, Article.c.key, Article.c.outlet, Article.c.title, Article.c.url,
            Article.c.language, Article.c.copy_of, Article.c.basis, Article.c.because, withdrawn(Article.c.seq),
        ).where(_either(Article, articles), Article.c.seq <= UPTO),
        snapshot=select(
            Snapshot.c.seq, Snapshot.c.article, Snapshot.c.sha256, Snapshot.c.text_sha256, withdrawn(Snapshot.c.seq),
            case((held, 1), else_=0).label("held"),
        ).where(Snapshot.c.article.in_(select(articles.c.number)), Snapshot.c.seq <= UPTO),
        article_dating=select(Dating.c.seq, Dating.c.article_version.label("of"), Dating.c.value, Dating.c.basis, Dating.c.because)
        .join(Article, Article.c.seq == Dating.c.article_version).where(_either(Article, articles), Dating.c.seq <= UPTO),
    )  # fmt: skip


@cache
def _speakers() -> Stack:
    """Sources, by `wanted` (`source.seq`), with those that stand for them since they were merged."""
    speakers = numbers_in("wanted").cte("speakers", recursive=True)
    speakers = speakers.union(
        select(SourceMerge.c.merged_into).join(speakers, SourceMerge.c.source == speakers.c.number)
    )
    return Stack(
        source=select(*SOURCE).where(_either(Source, speakers), Source.c.seq <= UPTO),
        merge=select(
            SourceMerge.c.seq, SourceMerge.c.source, SourceMerge.c.merged_into, withdrawn(SourceMerge.c.seq)
        ).where(SourceMerge.c.source.in_(select(speakers.c.number)), SourceMerge.c.seq <= UPTO),
        tie=_ties(speakers),
    )


@cache
def _owners() -> Stack:
    """Sources, by `wanted` (`source.seq`), and all who own them."""
    owners = numbers_in("wanted").cte("owners", recursive=True)
    owners = owners.union(
        select(Tie.c.other)
        .join(Source, Source.c.seq == Tie.c.source_version)
        .join(owners, or_(Source.c.seq == owners.c.number, Source.c.first == owners.c.number))
        .where(Tie.c.kind == TieKind.OWNER.value, Tie.c.other.is_not(None), Tie.c.seq <= UPTO)
    )
    return Stack(source=select(*SOURCE).where(_either(Source, owners), Source.c.seq <= UPTO), tie=_ties(owners))
