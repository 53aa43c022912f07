"""Sources: made, shown, corrected, graded, merged."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from claims.errors import AlreadySaid, BadText, UnknownWord
from claims.records import GradeEntry, SourceEntry, SourceRecord, TieEntry
from claims.services.lookup import find_source, free_key, number_in, recorder_for, working_case
from claims.services.recording import Recorder
from claims.store.dossier import Dossier
from claims.store.engine import Session, WritingSession, close
from claims.store.imports import cases
from claims.store.lists import NamedSource, claims_of_source, sources_named
from claims.store.source_record import source_record
from claims.store.tables import Source, SourceMerge
from claims.text import folding
from claims.text.door import admitted_line
from claims.vocabulary import Reliability, SourceKind


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What a person says of a source; None: nothing is said, an empty text takes away. Ties are names, keys or ids."""

    name: str | None = None
    kind: SourceKind | None = None
    unnamed: bool | None = None
    known_to: str | None = None
    owner: str | None = None
    affiliation: str | None = None
    members: tuple[str, ...] | None = None
    aliases: tuple[str, ...] | None = None
    country: str | None = None
    zone: str | None = None
    language: str | None = None
    url: str | None = None
    note: str | None = None
    since: str | None = None
    until: str | None = None


def add_source(
    session: WritingSession, facts: SourceFacts, *, key: str | None, case: str | None
) -> tuple[str, list[str]]:
    """A new source. Returns its id and those that have the same name already: suggested, never joined."""
    recorder = recorder_for(session, working_case(session, case))
    name = admitted_line("name", facts.name or "", most=500)
    namesakes = [] if facts.unnamed else _named_alike(session, name)
    if key is not None:
        key = admitted_line("key", key, most=200)
        if key in recorder.sources:
            raise BadText("key", f"{key} belongs to another source of this case already; choose another")
    blank = SourceEntry(key=key or free_key(name, recorder.sources), name=name, kind=facts.kind or SourceKind.PERSON)
    entry = _said(blank, facts, recorder)
    row = recorder.source(entry)
    recorder.ties(row, entry)
    made = f"S-{number_in(session, Source, row)}"
    close(session, "source add", what=made)
    return made, namesakes


def edit_source(session: WritingSession, typed: str, facts: SourceFacts, why: str | None) -> str:
    """A new version of a source. Returns its id."""
    return _changed(session, typed, lambda entry, recorder: _said(entry, facts, recorder), "source edit", why)


def alias(session: WritingSession, typed: str, names: tuple[str, ...], *, remove: bool = False) -> str:
    """Names by which this source is known everywhere, added or taken away. Returns its id."""
    wanted = tuple(admitted_line("alias", n, most=500) for n in names)

    def change(entry: SourceEntry, _recorder: Recorder) -> SourceEntry:
        if not remove:
            return replace(entry, aliases=tuple(dict.fromkeys((*entry.aliases, *wanted))))
        keys = {folding.key(n) for n in wanted}
        for name in wanted:
            if folding.key(name) not in {folding.key(a) for a in entry.aliases}:
                raise UnknownWord("alias", name, entry.aliases)
        return replace(entry, aliases=tuple(a for a in entry.aliases if folding.key(a) not in keys))

    return _changed(session, typed, change, "source alias", None)


def grade(session: WritingSession, typed: str, reliability: Reliability, because: str, today: str) -> str:
    """How reliable the desk finds a source. Returns its id."""
    found = find_source(session, typed)
    entry = GradeEntry(reliability, admitted_line("reason", because), session.who, today)
    recorder, _ = _recorder_of(session, found)
    recorder.grades(found.seq, (entry,))
    close(session, "source grade", why=because, what=f"{found.id} {reliability.value}")
    return found.id


def merge(session: WritingSession, typed: str, into: str, because: str) -> tuple[str, str]:
    """Two sources found to be one: what the first said counts as said by the second. Returns both ids; undo takes it back."""
    one, other = find_source(session, typed), find_source(session, into)
    if one.seq == other.seq:
        raise AlreadySaid(f"{typed} and {into} are one source, {one.id},")
    row = session.ledger.append(
        SourceMerge, source=one.seq, merged_into=other.seq, because=admitted_line("reason", because)
    )
    session.ledger.flush()
    session.ledger.touched_claims.update(claims_of_source(session, one.seq))
    close(session, "source merge", why=because, what=f"{one.id} into {other.id} (row {row})")
    return one.id, other.id


def show_source(session: Session, typed: str) -> SourceRecord:
    """A source, and what it passed on."""
    found = find_source(session, typed)
    case = _case_of(session, found)
    entry = next(entry for _, entry in case.sources(found.seq))
    return source_record(session, found, entry, case.case_key)


def _named_alike(session: Session, name: str) -> list[str]:
    return [f"{s.id} {s.name}" for s in sources_named(session, name)]


def _case_of(session: Session, found: NamedSource) -> Dossier:
    row = next(c for c in cases(session).values() if c.seq == found.case_file)
    return Dossier(session, row.seq, row.key)


def _recorder_of(session: WritingSession, found: NamedSource) -> tuple[Recorder, Dossier]:
    row = next(c for c in cases(session).values() if c.seq == found.case_file)
    return recorder_for(session, row), Dossier(session, row.seq, row.key)


def _changed(
    session: WritingSession,
    typed: str,
    change: Callable[[SourceEntry, Recorder], SourceEntry],
    kind: str,
    why: str | None,
) -> str:
    found = find_source(session, typed)
    recorder, dossier = _recorder_of(session, found)
    old = next(entry for _, entry in dossier.sources(found.seq))
    new = change(old, recorder)
    if new == old:
        raise AlreadySaid(f"{found.id} says so")
    version = session.ledger.next_version(Source, found.seq)
    row = recorder.source(new, first=found.seq, version=version)
    recorder.ties(row, new)
    close(session, kind, why=why, what=found.id)
    return found.id


def _said(entry: SourceEntry, facts: SourceFacts, recorder: Recorder) -> SourceEntry:
    """The entry with what was said of it."""

    def text(field: str, new: str | None, old: str | None) -> str | None:
        if new is None:
            return old
        return admitted_line(field, new, most=4000) if new.strip() else None

    def tie(new: str | None, old: tuple[TieEntry, ...]) -> tuple[TieEntry, ...]:
        if new is None:
            return old
        return (TieEntry(_tied(new, recorder), facts.since, facts.until),) if new.strip() else ()

    return replace(
        entry,
        name=text("name", facts.name, entry.name) or entry.name,
        kind=facts.kind or entry.kind,
        unnamed=entry.unnamed if facts.unnamed is None else facts.unnamed,
        known_to=entry.known_to
        if facts.known_to is None
        else (_tied(facts.known_to, recorder) if facts.known_to.strip() else None),
        owner=tie(facts.owner, entry.owner),
        affiliation=tie(facts.affiliation, entry.affiliation),
        members=entry.members if facts.members is None else tuple(_member(m, recorder) for m in facts.members),
        aliases=entry.aliases
        if facts.aliases is None
        else tuple(admitted_line("alias", a, most=500) for a in facts.aliases),
        country=text("country", facts.country, entry.country),
        zone=text("time zone", facts.zone, entry.zone),
        language=text("language", facts.language, entry.language),
        url=text("address", facts.url, entry.url),
        note=text("note", facts.note, entry.note),
    )


def _tied(typed: str, recorder: Recorder) -> str:
    """A source's key where the name, key or id is one of the case; else the name as it is."""
    try:
        return _member(typed, recorder)
    except UnknownWord:
        return admitted_line("name", typed, most=500)


def _member(typed: str, recorder: Recorder) -> str:
    if typed in recorder.sources:
        return typed
    found = find_source(recorder.session, typed, recorder.case_file)
    by_seq = {seq: key for key, seq in recorder.sources.items()}
    if found.seq not in by_seq:
        raise UnknownWord("source of this case", typed, recorder.sources)
    return by_seq[found.seq]
