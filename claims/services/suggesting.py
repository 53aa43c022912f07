"""What the rules read in an article, kept until a person decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from claims.entries import Place
from claims.readings import ArticleReading, OriginKind, ReadAttribution, is_report
from claims.store import suggestions as store
from claims.store.article_facts import day_written
from claims.store.caches import EVERYTHING
from claims.store.engine import Session, WritingSession
from claims.store.suggestions import Kept, ReadText
from claims.text.articles import Reading
from claims.text.reported.reader import Reader
from claims.values import value


@value
class Change:
    """What a reading changed: suggestions that came, that went because this reading no longer makes them, and that stayed."""

    new: int
    gone: int
    stayed: int
    waiting: int
    """Of all that stand now, those that lists show: nobody has decided, and they are no gestures."""


# --- read and kept ---------------------------------------------------------------------------------------------------


def keep_suggestions(session: WritingSession, reading: Reading, reader: Reader | None) -> int:
    """Read bytes that have come, for every article that has them; how many suggestions wait now. Without a reader none."""
    if reader is None:
        return 0
    session.ledger.flush()
    found = 0
    for article, snapshot in store.snapshots_with(session, reading.sha256, reading.text_sha256):
        change = keep(session, article, snapshot, reading.text, reader)
        found += change.waiting if change is not None else 0
    return found


def keep(session: WritingSession, article: int, snapshot: int, text: str, reader: Reader) -> Change | None:
    """Read a text of an article and keep what it suggests; None where the same rules went over it before.

    What was decided is not suggested again, be it in another text of the same article; what waits and is read again stays as it is.
    """
    before = store.readings_of(session, article)
    day = day_written(Session(session.connection, EVERYTHING), article)
    written = day.isoformat() if day is not None else None
    anew = (snapshot, reader.rules, reader.lexicon.version, written)
    last = next((r for r in before if r.snapshot == snapshot), None)
    if last is not None and (last.snapshot, last.rules, last.lexicon, last.written) == anew:
        return None
    reading = reader.read(text, day)
    marks = _marks(reading) | {"written": written}
    row = store.append_reading(session, article, snapshot, reader.rules, reader.lexicon.version, **marks)
    old = _Known(before, store.suggestions_of(session, [r.seq for r in before]))
    fresh = _told_apart(reading.attributions, text)
    staying = {read.id: old.waiting[said] for read, said in fresh.items() if said in old.waiting}
    going = [kept for said, kept in old.waiting.items() if kept not in staying.values()]
    for kept in reversed(going):
        session.ledger.retract(kept.seq)
    wanted = [read for read, said in fresh.items() if read.id not in staying and said.words not in old.decided]
    rows = {id: kept.seq for id, kept in staying.items()}
    numbers = {read.id: store.next_number(session) for read in wanted}
    for read in _holders_first(wanted):
        rows[read.id] = store.append_suggestion(
            session,
            row,
            read,
            numbers[read.id],
            gesture=not is_report(read, text),
            parent=rows.get(read.parent or ""),
            refers_to=rows.get(read.refers_to or ""),
        )
    shown = sum(is_report(read, text) for read in wanted) + sum(not k.suggestion.gesture for k in staying.values())
    return Change(len(wanted), len(going), len(staying), shown)


def _marks(reading: ArticleReading) -> dict[str, str | int | None]:
    """The marks of where a page is from, as columns."""
    marks: dict[str, str | int | None] = {}
    if (dateline := reading.dateline) is not None and dateline.outlet is not None:
        marks |= {
            "dateline_outlet": dateline.outlet,
            "dateline_start": dateline.at[0],
            "dateline_end": dateline.at[1],
        }
    taken = next((o for o in reading.origins if o.kind is OriginKind.REPUBLISHED and o.entity), None)
    if taken is not None:
        marks |= {"taken_from": taken.entity, "taken_start": taken.at[0], "taken_end": taken.at[1]}
    return marks


@value
class _Words:
    """The words that a report is known by, and the how-manieth with them it is."""

    source: str | None
    cue: str
    content: tuple[str, ...]
    nth: int = 0


@value
class _Told:
    """All that a report says: one that says the same is the same suggestion, whichever rules read it."""

    words: _Words
    rest: tuple[object, ...]
    holders: tuple[_Words | None, _Words | None]


def _told_apart(reads: Iterable[ReadAttribution], text: str) -> dict[ReadAttribution, _Told]:
    """The reports of one text, each with what tells it from the others, wherever in a text it stands."""
    words: dict[str, _Words] = {}
    times: Counter[_Words] = Counter()
    reads = list(reads)
    for read in reads:
        plain = _Words(
            text[slice(*read.source.at)] if read.source is not None else None,
            text[slice(*read.cue)],
            tuple(text[slice(*at)] for at in read.content),
        )
        words[read.id] = _Words(plain.source, plain.cue, plain.content, times[plain])
        times[plain] += 1
    return {
        read: _Told(words[read.id], _rest(read, text), (words.get(read.parent or ""), words.get(read.refers_to or "")))
        for read in reads
    }


def _rest(read: ReadAttribution, text: str) -> tuple[object, ...]:
    def named(*at: Place) -> tuple[str, ...]:
        return tuple(text[slice(*place)] for place in at)

    return (
        read.rule,
        read.kind,
        read.confidence,
        *((m.entity, m.kind, *named(m.at)) if m is not None else None for m in (read.source, read.cites)),
        tuple((via.entity, via.role, *named(via.at)) for via in read.via),
        tuple((hedge.scope, *named(hedge.at)) for hedge in read.hedges),
        (read.said_on.value, *named(read.said_on.at)) if read.said_on is not None else None,
    )


class _Known:
    """The suggestions that an article has: those that wait, and the words of those that were decided."""

    def __init__(self, readings: Sequence[ReadText], kept: Sequence[Kept]) -> None:
        texts = {reading.seq: reading.text for reading in readings}
        self.waiting: dict[_Told, Kept] = {}
        self.decided: set[_Words] = set()
        by_text: dict[str, list[Kept]] = {}
        for one in kept:
            by_text.setdefault(texts.get(one.reading) or "", []).append(one)
        for text, those in by_text.items():
            told = _told_apart([one.suggestion.read for one in those], text)
            for one in those:
                said = told[one.suggestion.read]
                if one.suggestion.decision is None:
                    self.waiting[said] = one
                else:
                    self.decided.add(said.words)


def _holders_first(reads: Sequence[ReadAttribution]) -> list[ReadAttribution]:
    """Reports after those that hold them or that they refer to; in a circle, which no text has, as they come."""
    left, done_ids, ordered = list(reads), set[str](), list[ReadAttribution]()
    ids = {read.id for read in reads}
    while left:
        ready = [r for r in left if not {r.parent, r.refers_to} & (ids - done_ids)] or left[:1]
        ordered += ready
        done_ids |= {read.id for read in ready}
        left = [read for read in left if read.id not in done_ids]
    return ordered
