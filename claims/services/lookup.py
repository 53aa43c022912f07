"""What a person typed, found: ids, keys and names of claims, sources, articles and cases."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, func, select

from claims.errors import AmbiguousName, NoSuchId, NotAnId, NothingYet, UnknownWord, Withdrawn
from claims.store.cases import CaseRow, cases
from claims.store.engine import Session, WritingSession
from claims.store.lists import NamedSource, all_source_names, source_numbered, sources_named
from claims.store.naming import redacted_key
from claims.store.present import UPTO, standing, withdrawn
from claims.store.rows import LETTERS, withdrawing_event
from claims.store.tables import METADATA, Article, CaseFile, Claim, ClaimNow, Source
from claims.text import folding
from claims.text.door import admitted, admitted_line
from claims.values import value
from claims.vocabulary import SourceKind

if TYPE_CHECKING:
    from claims.services.recording import Recorder

LAST = "@last"
"""Typed for an id: the newest of its kind."""

_ID = re.compile(r"([A-Za-z])-?([0-9]{1,18})")

DEFAULT_CASE = "desk"
"""The case that things made here belong to while there is no other."""


def number_of(typed: str, letter: str) -> int | None:
    """12 for `C-12`, `c12` and `C12` where the letter fits; None for what is no id."""
    found = _ID.fullmatch(typed.strip())
    return int(found[2]) if found and found[1].upper() == letter else None


def numbered(session: Session, typed: str, letter: str) -> int | None:
    """As `number_of`, and for `@last` the highest number of a live thing of this letter; NothingYet where there is none."""
    if typed.strip() != LAST:
        return number_of(typed, letter)
    name = "event" if letter == "E" else next(name for name, known in LETTERS.items() if known == letter)
    thing = METADATA.tables[name].c
    query = select(thing.number).where(thing.number.is_not(None), withdrawn(thing.seq) == 0)
    if "claim" in thing:
        query = query.where(thing.claim.in_(select(ClaimNow.c.claim)))
    last = session.connection.execute(query.order_by(thing.number.desc()).limit(1), {"upto": session.upto}).scalar()
    if last is None:
        raise NothingYet({"attribution": "hop", "request": "request for reply"}.get(name, name))
    return int(last)


def no_such(session: Session, letter: str, number: int) -> NoSuchId:
    """The refusal of an id that belongs to nothing, with the last one that there is."""
    table = "event" if letter == "E" else next(name for name, known in LETTERS.items() if known == letter)
    highest = session.connection.execute(select(func.max(METADATA.tables[table].c.number))).scalar()
    return NoSuchId(f"{letter}-{number}", f"{letter}-{highest}" if highest else None)


def required_number(session: Session, typed: str, letter: str, expected: str) -> int:
    """As `numbered`, where nothing but an id will do."""
    number = numbered(session, typed, letter)
    if number is None:
        raise NotAnId(typed, expected)
    return number


def claim_number(session: Session, typed: str, upto: int | None = None) -> int:
    """A claim's number from its id, or from its key as it stood at row `upto`; a key that only withdrawn claims have leads to the last of them."""
    number = numbered(session, typed, "C")
    if number is not None:
        return number
    rows = session.connection.execute(
        select(Claim.c.number, withdrawn(Claim.c.seq))
        .where(Claim.c.key == admitted("claim", typed), Claim.c.first.is_(None), Claim.c.seq <= UPTO)
        .order_by(Claim.c.number),
        {"upto": session.upto if upto is None else upto},
    ).all()
    live = [row.number for row in rows if not row.withdrawn]
    if len(live) > 1:
        raise AmbiguousName("claim", typed, [f"C-{n}" for n in live])
    if rows:
        return int((live or [rows[-1].number])[0])
    if _ID.fullmatch(typed):
        raise NotAnId(typed, "a claim's, such as C-12")
    keys = (
        select(Claim.c.key)
        .join(ClaimNow, ClaimNow.c.claim == Claim.c.seq)
        .where(Claim.c.key.is_not(None))
        .limit(20_000)
    )
    raise UnknownWord("claim", typed, [k for k in session.connection.execute(keys).scalars() if k])


@value
class FoundClaim:
    """A live claim, ready to be written about."""

    number: int
    seq: int
    version: int
    """`seq` of the version row that stands."""
    case_file: int
    case_key: str

    @property
    def id(self) -> str:
        return f"C-{self.number}"


def find_claim(session: Session, typed: str) -> FoundClaim:
    """A live claim by id or key; NoSuchId where there never was one, Withdrawn with the event that did it."""
    number = claim_number(session, typed)
    first = session.connection.execute(select(Claim.c.seq).where(Claim.c.number == number)).scalar()
    rows = session.connection.execute(
        select(
            Claim.c.seq,
            Claim.c.first,
            Claim.c.version,
            Claim.c.case_file,
            CaseFile.c.key.label("case_key"),
            withdrawn(Claim.c.seq),
        )
        .join(CaseFile, CaseFile.c.seq == Claim.c.case_file)
        .where((Claim.c.seq == first) | (Claim.c.first == first)),
        {"upto": session.upto},
    ).all()
    live = standing(rows)
    if first is None:
        raise no_such(session, "C", number)
    if first not in live:
        raise Withdrawn(f"C-{number}", withdrawing_event(session, first) or "")
    row = live[first]
    return FoundClaim(number, first, row.seq, row.case_file, row.case_key)


def find_source(session: Session, typed: str, case_file: int | None = None) -> NamedSource:
    """A live source by id, name or alias; in a case first, then anywhere."""
    number = numbered(session, typed, "S")
    if number is not None:
        found = source_numbered(session, number)
        if found is None:
            raise no_such(session, "S", number)
        return found
    typed = admitted_line("source", typed)
    by_key = _source_keyed(session, typed, case_file)
    named = by_key or sources_named(session, typed, case_file) or sources_named(session, typed)
    if len(named) > 1:
        raise AmbiguousName("source", typed, [f"{s.id} {s.name}" for s in named])
    if not named:
        raise UnknownWord("source", typed, all_source_names(session))
    return named[0]


def _source_keyed(session: Session, key: str, case_file: int | None) -> list[NamedSource]:
    query = select(Source.c.number).where(Source.c.key == key, Source.c.first.is_(None))
    if case_file is not None:
        query = query.where(Source.c.case_file == case_file)
    found = (
        source_numbered(session, n) for n in session.connection.execute(query.limit(50)).scalars() if n is not None
    )
    return [s for s in found if s is not None]


def find_case(session: Session, typed: str) -> CaseRow:
    """A case by its key."""
    known = cases(session)
    if typed not in known:
        raise UnknownWord("case", typed, known)
    return known[typed]


def only_case(session: Session, typed: str | None) -> CaseRow | None:
    """The case meant: the one named, else the only one there is; None where there is none yet."""
    if typed is not None:
        return find_case(session, typed)
    known = cases(session)
    if len(known) > 1:
        raise AmbiguousName("case", "the case", list(known))
    return next(iter(known.values()), None)


def working_case(session: WritingSession, typed: str | None) -> CaseRow:
    """The case that a new thing belongs to: the one named (made when new), else the only one, else `desk`."""
    known = cases(session)
    key = admitted_line("case", typed, most=200) if typed is not None else None
    if key is None:
        if len(known) > 1:
            raise AmbiguousName("case", "the case", list(known))
        key = next(iter(known), DEFAULT_CASE)
    if key in known:
        return known[key]
    return CaseRow(session.ledger.append(CaseFile, version=1, key=key), key, None, 1)


def recorder_for(session: WritingSession, case: CaseRow) -> Recorder:
    """A recorder that knows the live sources and articles of a case."""
    from claims.services.recording import Recorder  # noqa: PLC0415 - who only looks needs none

    return Recorder(session, case.seq, live_keys(session, Source, case.seq), live_keys(session, Article, case.seq))


def live_keys(session: Session, table: Table[Any], case_file: int) -> dict[str, int]:
    """Live things of a case by key (`seq` of first rows)."""
    rows = session.connection.execute(
        select(
            table.c.seq,
            table.c.first,
            table.c.version,
            table.c.number,
            table.c.key,
            table.c.salt,
            withdrawn(table.c.seq),
        ).where(table.c.case_file == case_file),
        {"upto": session.upto},
    ).all()
    numbers = {row.seq: row.number for row in rows if row.first is None}
    keys: dict[str, int] = {}
    for seq, row in standing(rows).items():
        if row.key is not None:
            keys[row.key] = seq
        elif row.salt is None:
            keys[redacted_key(LETTERS[table.name], numbers[seq])] = seq
    return keys


def known_source(session: Session, recorder: Recorder, typed: str) -> str | None:
    """The key of a live source of the case, by key, id, name or alias; None where nobody has that name."""
    name = admitted_line("name", typed, most=500)
    if name in recorder.sources:
        return name
    by_seq = {seq: key for key, seq in recorder.sources.items()}
    if numbered(session, name, "S") is not None:
        found = find_source(session, name)
        if found.seq not in by_seq:
            raise UnknownWord("source of this case", name, [])
        return by_seq[found.seq]
    named = [s for s in sources_named(session, name, recorder.case_file) if s.seq in by_seq]
    if len(named) > 1:
        raise AmbiguousName("source", name, [f"{s.id} {s.name}" for s in named])
    return by_seq[named[0].seq] if named else None


def source_or_new(session: WritingSession, recorder: Recorder, typed: str, kind: SourceKind) -> tuple[str, str | None]:
    """The key of a source of the case; one is made when nobody has that name.

    Returns the key and, for a new source, its id.
    """
    known = known_source(session, recorder, typed)
    if known is not None:
        return known, None
    from claims.entries import SourceEntry  # noqa: PLC0415 - who only looks needs none

    name = admitted_line("name", typed, most=500)
    key = free_key(name, recorder.sources)
    row = recorder.source(SourceEntry(key=key, name=name, kind=kind))
    return key, f"S-{number_in(session, Source, row)}"


def number_in(session: WritingSession, table: Table[Any], seq: int) -> int:
    """The public number of a row, pending ones too."""
    session.ledger.flush()
    return int(session.connection.execute(select(table.c.number).where(table.c.seq == seq)).scalar_one() or 0)


def free_key(words: str, taken: Container[str]) -> str:
    """A key made of words that no live thing of the case has: `putin-asked-for-drones`, `-2` where it is taken."""
    base = "-".join(re.findall(r"\w+", folding.key(words)))[:60].strip("-") or "untitled"
    key, n = base, 1
    while key in taken:
        n += 1
        key = f"{base}-{n}"
    return key
