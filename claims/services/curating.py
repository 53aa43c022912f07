"""Sources: made, shown, corrected, graded, merged."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from sqlalchemy import select

from claims.entries import GradeEntry, SourceEntry, TieEntry
from claims.errors import AlreadySaid, BadText, MergedAlready, UnknownWord
from claims.overviews import SourceRecord
from claims.services import typed
from claims.services.living import Done, done, live_row
from claims.services.lookup import find_source, number_in, numbered, recorder_for, working_case
from claims.services.recording import Recorder
from claims.store.caches import merges
from claims.store.cases import CaseRow, cases
from claims.store.dossier import Dossier
from claims.store.engine import Session, WritingSession
from claims.store.lists import NamedSource, claims_of_source, sources_named
from claims.store.present import withdrawn
from claims.store.rows import event_of
from claims.store.source_record import source_record
from claims.store.tables import Source, SourceMerge
from claims.text import folding
from claims.text.dates import checked_date
from claims.text.door import admitted_line
from claims.text.scripts import mixed_scripts
from claims.values import value
from claims.vocabulary import Reliability, SourceKind

_SPAN = re.compile(r"(?P<of>.+?)(?:@(?P<since>[0-9TZ:+.-]*?)\.\.(?P<until>[0-9TZ:+.-]*))?", re.DOTALL)


@value
class SourceFacts:
    """What a person says of a source; None: nothing is said, an empty text takes away. Ties are names, keys or ids."""

    name: str | None = None
    kind: SourceKind | None = None
    unnamed: bool | None = None
    known_to: str | None = None
    owner: tuple[str, ...] | None = None
    """Owners; `A holding@2018..2021` for one with dates, either of which may be absent."""
    affiliation: tuple[str, ...] | None = None
    members: tuple[str, ...] | None = None
    aliases: tuple[str, ...] | None = None
    country: str | None = None
    zone: str | None = None
    language: str | None = None
    url: str | None = None
    note: str | None = None


@value
class Curated:
    """A source that was made or renamed, and those that have one of its names already: suggested, never joined."""

    id: str
    event: str
    alike: tuple[str, ...]
    mixed: tuple[str, ...]
    """Names in which a word mixes alphabets, in words."""


def add_source(
    session: WritingSession, facts: SourceFacts, *, key: str | None = None, case: str | None = None
) -> Curated:
    """A new source."""
    row = working_case(session, case)
    recorder = recorder_for(session, row)
    name = admitted_line("name", facts.name or "")
    own = typed.key(key, name, recorder.sources, f"source of the case {row.key}")
    entry = _said(SourceEntry(key=own, name=name, kind=facts.kind or SourceKind.PERSON), facts, recorder)
    alike = _alike(session, entry)
    version = recorder.source(entry)
    recorder.ties(version, entry)
    made = done(session, "source add", f"S-{number_in(session, Source, version)}")
    return Curated(made.id, made.event, alike, _mixed(entry))


def edit_source(session: WritingSession, words: str, facts: SourceFacts, why: str | None = None) -> Curated:
    """A new version of a source."""
    return _changed(session, words, lambda entry, recorder: _said(entry, facts, recorder), "source edit", why)


def alias(session: WritingSession, words: str, names: Iterable[str], *, remove: bool = False) -> Curated:
    """Names by which this source is known everywhere, added or taken away."""
    wanted = tuple(admitted_line("alias", n) for n in names)

    def change(entry: SourceEntry, _recorder: Recorder) -> SourceEntry:
        if not remove:
            return replace(entry, aliases=tuple(dict.fromkeys((*entry.aliases, *wanted))))
        gone: set[str] = set()
        for name in wanted:
            same = {a for a in entry.aliases if folding.key(a) == folding.key(name)}
            if not same:
                raise UnknownWord("alias", name, entry.aliases)
            gone |= {name} if name in same else same
        return replace(entry, aliases=tuple(a for a in entry.aliases if a not in gone))

    return _changed(session, words, change, "source alias", None)


def grade(session: WritingSession, words: str, reliability: Reliability, because: str, date: str) -> Done:
    """How reliable the desk finds a source, from a day on; without a day where `date` is empty."""
    found = _found(session, words)
    entry = GradeEntry(reliability, typed.prose("reason", because), session.who, typed.date(date))
    if entry.because is None:
        raise BadText("reason", "is empty")
    case = _case_of(session, found)
    if _entry(session, found, case).grades[-1:] == (entry,):
        raise AlreadySaid(f"{found.id} has this grade")
    recorder_for(session, case).grades(found.seq, (entry,))
    return done(session, "source grade", found.id, why=because, what=f"{found.id} {reliability.value}")


@value
class Merged:
    """Two sources found to be one."""

    source: str
    into: str
    """What stands for it from now on."""
    event: str


def merge(session: WritingSession, words: str, into: str, because: str) -> Merged:
    """Two sources found to be one: what the first said counts as said by the second, until that is undone."""
    one, other = _found(session, words), _found(session, into)
    ends = merges(session.connection, session.upto, (one.seq, other.seq))
    if ends.get(one.seq, one.seq) == ends.get(other.seq, other.seq):
        same = one.id if one.seq == other.seq else f"{one.id} and {other.id}"
        raise AlreadySaid(f"{words} and {into} are one source ({same})")
    if one.seq in ends:
        raise MergedAlready(one.id, _source_id(session, ends[one.seq]), _merging_event(session, one.seq))
    reason = admitted_line("reason", because)
    session.ledger.append(SourceMerge, source=one.seq, merged_into=other.seq, because=reason)
    session.ledger.flush()
    session.ledger.touched_claims.update(claims_of_source(session, one.seq))
    closed = done(session, "source merge", one.id, why=reason, what=f"{one.id} into {other.id}")
    return Merged(one.id, _source_id(session, ends.get(other.seq, other.seq)), closed.event)


def show_source(session: Session, words: str) -> SourceRecord:
    """A source, and what it passed on."""
    found = _found(session, words)
    case = _case_of(session, found)
    return source_record(session, found, _entry(session, found, case), case.key)


def _found(session: Session, words: str) -> NamedSource:
    """A live source by id, key or name; Withdrawn says by which event one is gone."""
    number = numbered(session, words, "S")
    if number is not None:
        live_row(session, "S", number)
    return find_source(session, words)


def _source_id(session: Session, source: int) -> str:
    return f"S-{session.connection.execute(select(Source.c.number).where(Source.c.seq == source)).scalar_one()}"


def _merging_event(session: Session, source: int) -> str:
    """The event that merged a source."""
    row = session.connection.execute(
        select(SourceMerge.c.seq)
        .where(SourceMerge.c.source == source, withdrawn(SourceMerge.c.seq) == 0)
        .order_by(SourceMerge.c.seq.desc())
        .limit(1),
        {"upto": session.upto},
    ).scalar_one()
    return f"E-{event_of(session, row)[0]}"


def _mixed(entry: SourceEntry) -> tuple[str, ...]:
    return tuple(said for name in (entry.name, *entry.aliases) if (said := mixed_scripts(name)))


def _alike(session: Session, entry: SourceEntry, own: int | None = None) -> tuple[str, ...]:
    """Other sources that have one of these names."""
    if entry.unnamed:
        return ()
    found = {s.seq: s for name in (entry.name, *entry.aliases) for s in sources_named(session, name)}
    return tuple(f"{s.id} {s.name}" for s in sorted(found.values(), key=lambda s: int(s.id[2:])) if s.seq != own)


def _case_of(session: Session, found: NamedSource) -> CaseRow:
    return next(c for c in cases(session).values() if c.seq == found.case_file)


def _entry(session: Session, found: NamedSource, case: CaseRow) -> SourceEntry:
    return next(entry for _, entry in Dossier(session, case.seq, case.key).sources(found.seq))


def _changed(
    session: WritingSession,
    words: str,
    change: Callable[[SourceEntry, Recorder], SourceEntry],
    kind: str,
    why: str | None,
) -> Curated:
    found = _found(session, words)
    case = _case_of(session, found)
    recorder, old = recorder_for(session, case), _entry(session, found, case)
    new = change(old, recorder)
    if new == old:
        raise AlreadySaid(f"{found.id} says so")
    renamed = (new.name, new.aliases) != (old.name, old.aliases)
    alike = _alike(session, new, found.seq) if renamed else ()
    row = recorder.source(new, first=found.seq, version=session.ledger.next_version(Source, found.seq))
    recorder.ties(row, new)
    changed = done(session, kind, found.id, why=typed.prose("reason", why))
    return Curated(changed.id, changed.event, alike, _mixed(new) if renamed else ())


# --- what a person says ----------------------------------------------------------------------------------------------


def _said(entry: SourceEntry, facts: SourceFacts, recorder: Recorder) -> SourceEntry:
    """The entry with what was said of it."""

    def ties(new: tuple[str, ...] | None, old: tuple[TieEntry, ...]) -> tuple[TieEntry, ...]:
        return old if new is None else tuple(_tie(each, recorder) for each in new if each.strip())

    members, known_to = entry.members, entry.known_to
    if facts.members is not None:
        members = tuple(dict.fromkeys(_of_case(m, recorder) for m in facts.members if m.strip()))
    if facts.known_to is not None:
        known_to = _tied(facts.known_to, recorder) if facts.known_to.strip() else None
    return replace(
        entry,
        name=admitted_line("name", facts.name) if facts.name is not None else entry.name,
        kind=facts.kind or entry.kind,
        unnamed=entry.unnamed if facts.unnamed is None else facts.unnamed,
        known_to=known_to,
        owner=ties(facts.owner, entry.owner),
        affiliation=ties(facts.affiliation, entry.affiliation),
        members=members,
        aliases=typed.lines("alias", facts.aliases, entry.aliases),
        country=typed.line("country", facts.country, entry.country),
        zone=typed.line("time zone", facts.zone, entry.zone),
        language=typed.line("language", facts.language, entry.language),
        url=typed.line("address", facts.url, entry.url),
        note=typed.prose("note", facts.note, entry.note),
    )


def _tie(words: str, recorder: Recorder) -> TieEntry:
    """An owner or affiliation as typed: a name, or `name@2018..2021`."""
    found = _SPAN.fullmatch(words.strip())
    if not found:
        raise BadText("name", "is empty")
    since, until = (checked_date(found[end]) if found[end] else None for end in ("since", "until"))
    return TieEntry(_tied(found["of"], recorder), since, until)


def _tied(words: str, recorder: Recorder) -> str:
    """A source's key where the name, key or id is one of the case; else the name as it is."""
    if numbered(recorder.session, words, "S") is not None:
        return _of_case(words, recorder)
    try:
        return _of_case(words, recorder)
    except UnknownWord:
        return admitted_line("name", words)


def _of_case(words: str, recorder: Recorder) -> str:
    """The key of a source of the case, by key, name or id."""
    if words in recorder.sources:
        return words
    number = numbered(recorder.session, words, "S")
    seq = live_row(recorder.session, "S", number).seq if number is not None else None
    if seq is None:
        seq = find_source(recorder.session, words, recorder.case_file).seq
    by_seq = {seq: key for key, seq in recorder.sources.items()}
    if seq not in by_seq:
        raise UnknownWord("source of this case", words, recorder.sources)
    return by_seq[seq]
