"""Suggestions as they lie in the log: written as they were read, and read back with what people decided about them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import ColumnElement, exists, func, or_, select

from claims.entries import Place
from claims.readings import (
    Confidence,
    Decided,
    Decision,
    Mention,
    ReadAttribution,
    ReadHedge,
    SaidOn,
    Speaker,
    Step,
    StepRole,
    Suggestion,
)
from claims.store.caches import merged_from, merges
from claims.store.engine import Session, WritingSession
from claims.store.lists import NamedSource, sources_named
from claims.store.naming import REDACTED
from claims.store.present import standing, withdrawn
from claims.store.resting import NOW
from claims.store.rows import chunks
from claims.store.tables import (
    Appearance,
    Article,
    Claim,
    Event,
    MachineReading,
    Passage,
    Snapshot,
    SnapshotBody,
    Source,
    SuggestionDecision,
    SuggestionPart,
)
from claims.store.tables import Suggestion as Row
from claims.values import value
from claims.vocabulary import HedgeScope


@value
class ReadText:
    """A text that the rules went over, and with what; `text` None where it is not kept here any more."""

    seq: int
    article: int
    snapshot: int
    rules: str
    lexicon: str
    dateline: tuple[str, Place] | None
    taken_from: tuple[str, Place] | None
    text: str | None
    written: str | None
    """The day that days in it counted from, where one was recorded."""


@value
class Kept:
    """A suggestion with its rows: its own, and that of the reading that it came with."""

    seq: int
    reading: int
    suggestion: Suggestion


# --- written ---------------------------------------------------------------------------------------------------------


def append_reading(session: WritingSession, article: int, snapshot: int, rules: str, lexicon: str, **marks: Any) -> int:
    """That the rules went over a text. `marks`: the page's marks of where it is from."""
    return session.ledger.append(
        MachineReading, article=article, snapshot=snapshot, rules=rules, lexicon=lexicon, **marks
    )


def append_suggestion(
    session: WritingSession,
    reading: int,
    read: ReadAttribution,
    number: int,
    *,
    gesture: bool,
    parent: int | None,
    refers_to: int | None,
) -> int:
    """A report with its places. `parent` and `refers_to`: rows of other suggestions."""
    append = session.ledger.append
    row = append(
        Row,
        number=number,
        machine_reading=reading,
        rule=read.rule,
        rule_version=read.version,
        kind=read.kind,
        confidence=read.confidence.value,
        gesture=int(gesture),
        parent=parent,
        refers_to=refers_to,
    )
    for role, at, name, kind in _parts(read):
        append(SuggestionPart, suggestion=row, role=role, start_at=at[0], end_at=at[1], name=name, kind=kind)
    return row


def _parts(read: ReadAttribution) -> Iterable[tuple[str, Place, str | None, str | None]]:
    for role, mention in (("source", read.source), ("cites", read.cites)):
        if mention is not None:
            yield role, mention.at, mention.entity, mention.kind.value
    yield "cue", read.cue, None, None
    yield from (("content", at, None, None) for at in read.content)
    yield from (("via", via.at, via.entity, via.role.value) for via in read.via)
    yield from (("hedge", hedge.at, None, hedge.scope.value) for hedge in read.hedges)
    if read.said_on is not None:
        yield "said-on", read.said_on.at, read.said_on.value, None


def next_number(session: WritingSession) -> int:
    """The public number of a suggestion to be written."""
    return session.ledger.number(Row)


def decide(session: WritingSession, seq: int, verdict: Decided, claim: int | None, because: str | None) -> int:
    """What a person says of a suggestion."""
    return session.ledger.append(
        SuggestionDecision, suggestion=seq, verdict=verdict.value, claim=claim, because=because
    )


# --- read ------------------------------------------------------------------------------------------------------------


def snapshots_with(session: Session, sha256: str, text_sha256: str) -> list[tuple[int, int]]:
    """Live articles and their readings with these bytes, as far as those have this text."""
    query = (
        select(Snapshot.c.article, Snapshot.c.seq)
        .where(
            Snapshot.c.sha256 == sha256, or_(Snapshot.c.text_sha256.is_(None), Snapshot.c.text_sha256 == text_sha256)
        )
        .where(*_live(Snapshot.c.seq, Snapshot.c.article))
        .order_by(Snapshot.c.seq)
    )
    return [(row.article, row.seq) for row in session.connection.execute(query, NOW)]


def articles_read(session: Session) -> list[int]:
    """The numbers of the live articles that the rules went over."""
    query = (
        select(Article.c.number)
        .where(exists().where(MachineReading.c.article == Article.c.seq, *_live(MachineReading.c.seq)))
        .where(Article.c.first.is_(None), withdrawn(Article.c.seq) == 0)
        .order_by(Article.c.number)
    )
    return [number for number in session.connection.execute(query, NOW).scalars() if number is not None]


def readings_of(session: Session, article: int) -> list[ReadText]:
    """How often the rules went over texts of an article, newest first."""
    query = (
        select(MachineReading, SnapshotBody.c.text)
        .select_from(MachineReading)
        .join(Snapshot, Snapshot.c.seq == MachineReading.c.snapshot)
        .outerjoin(SnapshotBody, (SnapshotBody.c.sha256 == Snapshot.c.sha256) & (withdrawn(SnapshotBody.c.seq) == 0))
        .where(MachineReading.c.article == article, *_live(MachineReading.c.seq, Snapshot.c.seq))
        .order_by(MachineReading.c.seq.desc())
    )
    found: dict[int, ReadText] = {}
    for row in session.connection.execute(query, NOW):
        if row.seq not in found or found[row.seq].text is None:
            dateline = _mark(row, row.dateline_outlet, row.dateline_start, row.dateline_end)
            taken = _mark(row, row.taken_from, row.taken_start, row.taken_end)
            found[row.seq] = ReadText(
                row.seq, article, row.snapshot, row.rules, row.lexicon, dateline, taken, row.text, row.written
            )
    return list(found.values())


def _mark(row: Any, name: str | None, start: int | None, end: int | None) -> tuple[str, Place] | None:
    if start is None or end is None:
        return None
    if name is None and row.salt is not None:
        return None
    return (name or REDACTED, (start, end))


def suggestions_of(session: Session, readings: Iterable[int]) -> list[Kept]:
    """The suggestions that came with these readings, in the order of their numbers, each with the last word on it."""
    rows: list[Any] = []
    for chunk in chunks(sorted(readings)):
        query = (
            select(Row, Article.c.number.label("article"))
            .select_from(Row)
            .join(MachineReading, MachineReading.c.seq == Row.c.machine_reading)
            .join(Article, Article.c.seq == MachineReading.c.article)
            .where(Row.c.machine_reading.in_(chunk), *_live(Row.c.seq))
        )
        rows += session.connection.execute(query, NOW)
    rows.sort(key=lambda row: row.number)
    seqs = [row.seq for row in rows]
    parts, decisions = _parts_of(session, seqs), _decisions(session, seqs)
    numbers = {row.seq: str(row.number) for row in rows}
    return [
        Kept(
            row.seq,
            row.machine_reading,
            Suggestion(
                number=row.number,
                article=f"A-{row.article}",
                read=_read(row, parts[row.seq], numbers),
                gesture=bool(row.gesture),
                decision=decisions.get(row.seq),
            ),
        )
        for row in rows
    ]


def article_of_suggestion(session: Session, number: int) -> int | None:
    """The number of the article that a live suggestion came from; None where there is no such suggestion."""
    query = (
        select(Article.c.number)
        .join(MachineReading, MachineReading.c.article == Article.c.seq)
        .join(Row, Row.c.machine_reading == MachineReading.c.seq)
        .where(Row.c.number == number, *_live(Row.c.seq, MachineReading.c.seq, Article.c.seq))
    )
    return session.connection.execute(query, NOW).scalar()


def waiting(session: Session) -> list[tuple[int, int]]:
    """Articles (first rows) with the number of suggestions that wait in each, in the order of the articles; no gestures, and none without its text."""
    decided = exists().where(SuggestionDecision.c.suggestion == Row.c.seq, withdrawn(SuggestionDecision.c.seq) == 0)
    here = exists().where(
        SnapshotBody.c.sha256 == Snapshot.c.sha256, SnapshotBody.c.text.is_not(None), withdrawn(SnapshotBody.c.seq) == 0
    )
    query = (
        select(MachineReading.c.article, func.count())
        .join(Row, Row.c.machine_reading == MachineReading.c.seq)
        .join(Snapshot, Snapshot.c.seq == MachineReading.c.snapshot)
        .where(Row.c.gesture == 0, ~decided, here, *_live(Row.c.seq, MachineReading.c.seq, MachineReading.c.article))
        .group_by(MachineReading.c.article)
        .order_by(MachineReading.c.article)
    )
    return [(row[0], row[1]) for row in session.connection.execute(query, NOW)]


def wordings_in(session: Session, appearances: Iterable[int]) -> list[tuple[int, int, Place]]:
    """Article, snapshot and place of the passages that versions of these appearances (public numbers) rest on."""
    firsts: list[int] = []
    for chunk in chunks(sorted(appearances)):
        firsts += session.connection.execute(select(Appearance.c.seq).where(Appearance.c.number.in_(chunk))).scalars()
    found: list[tuple[int, int, Place]] = []
    for chunk in chunks(sorted(firsts)):
        query = (
            select(Passage.c.article, Passage.c.snapshot, Passage.c.start_at, Passage.c.end_at)
            .join(Appearance, Appearance.c.wording == Passage.c.seq)
            .where((Appearance.c.seq.in_(chunk)) | (Appearance.c.first.in_(chunk)), *_live(Appearance.c.seq))
        )
        placed = query.where(Passage.c.snapshot.is_not(None), Passage.c.start_at.is_not(None))
        found += [(r.article, r.snapshot, (r.start_at, r.end_at)) for r in session.connection.execute(placed, NOW)]
    return found


def _live(*rows: Any) -> tuple[ColumnElement[bool], ...]:
    return tuple(withdrawn(row) == 0 for row in rows)


def _parts_of(session: Session, seqs: Sequence[int]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for chunk in chunks(seqs):
        query = select(SuggestionPart).where(SuggestionPart.c.suggestion.in_(chunk)).order_by(SuggestionPart.c.seq)
        for row in session.connection.execute(query):
            found[row.suggestion].append(row)
    return found


def _decisions(session: Session, seqs: Sequence[int]) -> dict[int, Decision]:
    """The last word on each."""
    later = Event.alias()
    closing = select(later.c.seq).where(later.c.seq >= SuggestionDecision.c.seq).order_by(later.c.seq).limit(1)
    found = {}
    for chunk in chunks(seqs):
        query = (
            select(SuggestionDecision, Event.c.number, Event.c.who, Claim.c.number.label("claim_number"))
            .select_from(SuggestionDecision)
            .join(Event, Event.c.seq == closing.scalar_subquery())
            .outerjoin(Claim, Claim.c.seq == SuggestionDecision.c.claim)
            .where(SuggestionDecision.c.suggestion.in_(chunk), *_live(SuggestionDecision.c.seq))
            .order_by(SuggestionDecision.c.seq)
        )
        for row in session.connection.execute(query, NOW):
            claim = f"C-{row.claim_number}" if row.claim_number is not None else None
            found[row.suggestion] = Decision(Decided(row.verdict), f"E-{row.number}", row.who, row.because, claim)
    return found


def _read(row: Any, parts: Sequence[Any], numbers: Mapping[int, str]) -> ReadAttribution:
    by_role: dict[str, list[Any]] = defaultdict(list)
    for part in parts:
        by_role[part.role].append(part)
    said_on = next(iter(by_role["said-on"]), None)
    return ReadAttribution(
        id=str(row.number),
        rule=row.rule,
        version=row.rule_version,
        kind=row.kind,
        confidence=Confidence(row.confidence),
        source=_mention(by_role["source"]),
        cue=_place(by_role["cue"][0]),
        content=tuple(_place(part) for part in by_role["content"]),
        via=tuple(Step(_place(part), _name(part), StepRole(part.kind)) for part in by_role["via"]),
        hedges=tuple(ReadHedge(_place(part), HedgeScope(part.kind)) for part in by_role["hedge"]),
        cites=_mention(by_role["cites"]),
        said_on=SaidOn(_place(said_on), said_on.name) if said_on is not None and said_on.name else None,
        parent=numbers.get(row.parent) if row.parent is not None else None,
        refers_to=numbers.get(row.refers_to) if row.refers_to is not None else None,
    )


def _place(part: Any) -> Place:
    return part.start_at, part.end_at


def _name(part: Any) -> str | None:
    """The name read there. One that was taken away and one that never was there look alike: nobody is named."""
    return None if part.name is None else str(part.name)


def _mention(parts: Sequence[Any]) -> Mention | None:
    return Mention(_place(parts[0]), _name(parts[0]), Speaker(parts[0].kind)) if parts else None


# --- names, letter for letter ----------------------------------------------------------------------------------------


def outlet_names(session: Session, article: int) -> list[str]:
    """The name of an article's outlet, and all others that it and the sources that it is one with have."""
    outlet = outlet_of(session, article)
    end = merges(session.connection, NOW["upto"], [outlet]).get(outlet, outlet)
    one_with = [outlet, end, *merged_from(session.connection, NOW["upto"], end)]
    return list(dict.fromkeys(name for names in names_of(session, one_with) for name in names))


def called(session: Session, article: int) -> tuple[str, str | None, str]:
    """An article's id, its title, and its outlet's name."""
    row = _standing_article(session, article)
    number = session.connection.execute(select(Article.c.number).where(Article.c.seq == article)).scalar_one()
    return f"A-{number}", row.title, names_of(session, [row.outlet])[0][0]


def outlet_of(session: Session, article: int) -> int:
    """The outlet of an article (first rows)."""
    return int(_standing_article(session, article).outlet)


def _standing_article(session: Session, article: int) -> Any:
    rows = session.connection.execute(
        select(
            Article.c.seq,
            Article.c.first,
            Article.c.version,
            Article.c.title,
            Article.c.outlet,
            withdrawn(Article.c.seq),
        ).where(or_(Article.c.seq == article, Article.c.first == article)),
        NOW,
    ).all()
    return standing(rows)[article]


def names_of(session: Session, sources: Iterable[int]) -> list[list[str]]:
    """For each of these sources (first rows) its name and its aliases."""
    found = []
    for source in sources:
        rows = session.connection.execute(
            select(
                Source.c.seq, Source.c.first, Source.c.version, Source.c.name, Source.c.aliases, withdrawn(Source.c.seq)
            ).where(or_(Source.c.seq == source, Source.c.first == source)),
            NOW,
        ).all()
        row = standing(rows).get(source)
        named = [] if row is None else [row.name or REDACTED, *orjson.loads(row.aliases or "[]")]
        found.append(named or [REDACTED])
    return found


def sources_called(session: Session, name: str, case_file: int) -> tuple[list[NamedSource], list[NamedSource]]:
    """The sources of a case with exactly this name or alias, and those whose names only look alike; merged ones answer as what they became."""
    alike = sources_named(session, name, case_file)
    exactly = []
    for source in alike:
        one = [source.seq, *merged_from(session.connection, NOW["upto"], source.seq)]
        if any(name in names for names in names_of(session, one)):
            exactly.append(source)
    return exactly, [source for source in alike if source not in exactly]
