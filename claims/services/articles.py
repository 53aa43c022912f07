"""Articles: known by name or hash, shown, corrected."""

import re
import shlex
from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import func, or_, select

from claims.entries import ArticleEntry, DateEntry, Place, SnapshotEntry, SourceEntry
from claims.errors import AlreadySaid, AmbiguousName, ArticleCircle, BadText, ReadingUnknown, UnknownWord, some_of
from claims.overviews import ArticleRecord
from claims.services import typed
from claims.services.adding import UNKNOWN_OUTLET
from claims.services.living import Done, done, live_row
from claims.services.lookup import (
    LAST,
    free_key,
    live_keys,
    number_in,
    numbered,
    recorder_for,
    source_or_new,
    working_case,
)
from claims.services.places import place_of
from claims.services.recording import Recorder
from claims.services.texts import Placing
from claims.store.cases import CaseRow, cases
from claims.store.dossier import Dossier
from claims.store.engine import Session, WritingSession
from claims.store.naming import redacted_key
from claims.store.present import standing, withdrawn
from claims.store.source_record import article_record
from claims.store.tables import Appearance, Article, Source
from claims.text.dates import checked_date
from claims.values import value
from claims.vocabulary import Basis, DateBasis, SourceKind

_AT = re.compile(r"(?P<article>.+?)(?::(?P<place>[0-9]+-[0-9]+))?")


@value
class FoundArticle:
    """A live article."""

    number: int
    seq: int
    case: CaseRow
    key: str

    @property
    def id(self) -> str:
        return f"A-{self.number}"


def find_article(session: Session, words: str, case: CaseRow | None = None) -> FoundArticle:
    """A live article by id, or by its key (in a case, else anywhere). A key that looks like `a1` is a key; `A-1` is always an id."""
    number = numbered(session, words, "A")
    known = {row.seq: row for row in cases(session).values()}
    if number is None or ("-" not in words and words != LAST):
        searched = [case] if case is not None else list(known.values())
        keys = {row.seq: live_keys(session, Article, row.seq) for row in searched}
        hits = [(row, keys[row.seq][words]) for row in searched if words in keys[row.seq]]
        if len(hits) > 1:
            raise AmbiguousName("article", words, [f"A-{_number(session, seq)} of {row.key}" for row, seq in hits])
        if hits:
            row, seq = hits[0]
            return FoundArticle(_number(session, seq), seq, row, words)
        if number is None:
            raise UnknownWord("article", words, [key for of_case in keys.values() for key in of_case])
    seq = live_row(session, "A", number).seq
    named = session.connection.execute(select(Article.c.case_file, Article.c.key).where(Article.c.seq == seq)).one()
    return FoundArticle(number, seq, known[named.case_file], named.key or redacted_key("A", number))


def _number(session: Session, article: int) -> int:
    return int(session.connection.execute(select(Article.c.number).where(Article.c.seq == article)).scalar_one() or 0)


def article_of(session: Session, words: str, case: CaseRow) -> FoundArticle:
    """A live article of this case, by id or key."""
    found = find_article(session, words, case)
    if found.case.seq != case.seq:
        raise UnknownWord(f"article of the case {case.key}", words, live_keys(session, Article, case.seq))
    return found


def article_entry(session: Session, found: FoundArticle) -> ArticleEntry:
    """What is known of an article."""
    dossier = Dossier(session, found.case.seq, found.case.key)
    return next(entry for _, entry in dossier.articles(found.seq))


# --- what a person says ----------------------------------------------------------------------------------------------


@value
class DateSaid:
    """A date as typed; `at`: where it can be read, `A-1:218-225` or `A-1`."""

    value: str
    basis: DateBasis = DateBasis.PAGE
    because: str | None = None
    at: str | None = None


@value
class ArticleSaid:
    """What a person says of an article; None: nothing is said, an empty text takes away."""

    outlet: str | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None
    byline: str | None = None
    note: str | None = None
    because: str | None = None
    copy_of: str | None = None
    basis: Basis | None = None
    dated: tuple[DateSaid, ...] = ()
    """Dates to add."""
    no_dates: bool = False
    """Take away those that are there first."""
    reading: SnapshotEntry | None = None
    """One more reading, known by its hash."""
    not_reading: str | None = None
    """A reading recorded by mistake: its hash, or the beginning of it."""


def checked_hash(words: str) -> str:
    """A SHA-256 as case files write it: 64 lowercase hexadecimal digits."""
    plain = words.strip().lower()
    if not re.fullmatch("[0-9a-f]{64}", plain):
        raise BadText("hash", f"{words} is not a SHA-256: 64 hexadecimal digits")
    return plain


def reading_known_by(
    sha256: str, text_sha256: str | None = None, length: int | None = None, reader: str | None = None
) -> SnapshotEntry:
    """A reading of which only hashes are known."""
    return SnapshotEntry(
        checked_hash(sha256),
        checked_hash(text_sha256) if text_sha256 is not None else None,
        length,
        typed.line("reader", reader),
    )


def read_at(words: str) -> tuple[str, Place | None]:
    """`A-1:218-225` or `A-1` as an article, id or key, and a place in it."""
    found = _AT.fullmatch(words.strip())
    if not found:
        raise BadText("place", "is empty; give an article and a place in it, such as A-1:218-225")
    return found["article"], place_of(found["place"]) if found["place"] else None


def checked_dates(
    recorder: Recorder, said: tuple[DateSaid, ...], article: Callable[[str], str]
) -> tuple[DateEntry, ...]:
    """Dates as entries, their places inside the texts that are kept. `article`: the key of an article as typed."""
    entries = []
    for date in said:
        of, place = read_at(date.at) if date.at is not None else (None, None)
        entries.append(
            DateEntry(
                checked_date(date.value.strip()),
                date.basis,
                typed.prose("reason", date.because),
                article(of) if of is not None else None,
                place,
            )
        )
    return Placing(recorder.texts, recorder.articles).dates(tuple(entries))


# --- verbs -----------------------------------------------------------------------------------------------------------


def new_article(session: WritingSession, said: ArticleSaid, *, key: str | None = None, case: str | None = None) -> Done:
    """An article known only by name or hash."""
    row = working_case(session, case)
    recorder = recorder_for(session, row)
    outlet, made = _outlet(session, recorder, said.outlet or "")
    free = typed.key(key, said.title or outlet, recorder.articles, f"article of the case {row.key}")
    entry = _said(session, recorder, ArticleEntry(key=free, outlet=outlet), said, row)
    article = recorder.article(entry)
    recorder.article_dates(article, entry.dated)
    if said.reading is not None:
        recorder.snapshot(article, said.reading)
    return done(session, "article new", f"A-{number_in(session, Article, article)}", made=made)


def edit_article(session: WritingSession, words: str, said: ArticleSaid, why: str | None = None) -> Done:
    """A new version of an article; one more reading of it, or one fewer."""
    found = find_article(session, words)
    recorder = recorder_for(session, found.case)
    old = article_entry(session, found)
    new = _said(session, recorder, old, said, found.case)
    made: tuple[str, ...] = ()
    if said.outlet is not None:
        outlet, made = _outlet(session, recorder, said.outlet)
        new = replace(new, outlet=outlet)
        made += _still_of(session, recorder, found, old.outlet, outlet)
    readings = Dossier(session, found.case.seq, found.case.key).snapshot_rows(found.seq)
    more = said.reading if said.reading is not None and said.reading not in readings else None
    gone = _reading(found, said.not_reading, readings) if said.not_reading is not None else None
    if new == old and more is None and gone is None:
        raise AlreadySaid(f"{found.id} says so")
    if new != old:
        _refuse_circle(session, found, new)
        row = recorder.article(new, first=found.seq, version=session.ledger.next_version(Article, found.seq))
        recorder.article_dates(row, new.dated)
    if gone is not None:
        session.ledger.retract(gone)
        session.ledger.touched_articles.add(found.seq)
    if more is not None:
        recorder.snapshot(found.seq, more)
    return done(session, "article edit", found.id, why=why, made=made)


def show_article(session: Session, words: str) -> ArticleRecord:
    """An article, its readings, and what rests on it."""
    found = find_article(session, words)
    return article_record(session, found.seq, article_entry(session, found), found.case.key)


def _outlet(session: WritingSession, recorder: Recorder, words: str) -> tuple[str, tuple[str, ...]]:
    """The key of an outlet, and what was made for it."""
    if words.strip() != UNKNOWN_OUTLET:
        key, made = source_or_new(session, recorder, words, SourceKind.OUTLET)
        return key, (f"{made}, a new source",) if made else ()
    # One that nobody can name is a source of its own each time.
    key = free_key("unknown outlet", recorder.sources)
    row = recorder.source(SourceEntry(key=key, name="an unknown outlet", kind=SourceKind.OUTLET, unnamed=True))
    return key, (f"S-{number_in(session, Source, row)}, a new source",)


def _still_of(session: Session, recorder: Recorder, found: FoundArticle, before: str, now: str) -> tuple[str, ...]:
    """The appearances in an article that its earlier outlet goes on speaking in: who corrects the outlet alone leaves them wrong."""
    if before == now:
        return ()
    of_it = select(func.coalesce(Appearance.c.first, Appearance.c.seq)).where(Appearance.c.article == found.seq)
    step = Appearance.c
    rows = session.connection.execute(
        select(step.seq, step.first, step.version, step.number, step.source, step.article, withdrawn(step.seq)).where(
            or_(step.seq.in_(of_it), step.first.in_(of_it))
        ),
        {"upto": session.upto},
    ).all()
    numbers = {row.seq: row.number for row in rows if row.first is None}
    named = recorder.sources[before]
    left = [
        f"P-{numbers[first]}"
        for first, row in standing(rows).items()
        if row.article == found.seq and row.source == named
    ]
    if not left:
        return ()
    still = "still names" if len(left) == 1 else "still name"
    step_by_step = f"`claims words edit {left[0]} --source {shlex.quote(now)}`"
    return (f"{some_of(left)} {still} {before} as the source; if that was wrong too: {step_by_step}",)


def _reading(found: FoundArticle, words: str, readings: dict[SnapshotEntry, int]) -> int:
    """The row of the one reading whose hash begins so."""
    begins = words.strip().lower()
    hits = [seq for reading, seq in readings.items() if begins and reading.sha256.startswith(begins)]
    if len(hits) != 1:
        raise ReadingUnknown(words, found.id, [reading.sha256[:12] for reading in readings])
    return hits[0]


def _refuse_circle(session: Session, found: FoundArticle, new: ArticleEntry) -> None:
    """An article is no copy of itself, nor of its own copies."""
    dossier = Dossier(session, found.case.seq, found.case.key)
    copies = {entry.key: entry.copy_of for _, entry in dossier.articles()} if new.copy_of else {}
    key, seen = new.copy_of, {found.key}
    while key is not None:
        if key in seen:
            raise ArticleCircle(found.id)
        seen.add(key)
        key = copies.get(key)


def _said(session: Session, recorder: Recorder, entry: ArticleEntry, said: ArticleSaid, case: CaseRow) -> ArticleEntry:
    """The entry with what was said of it, but for its outlet and readings."""

    def key_of(words: str) -> str:
        return article_of(session, words, case).key

    copy_of = entry.copy_of
    if said.copy_of is not None:
        copy_of = key_of(said.copy_of) if said.copy_of.strip() else None
    basis = said.basis or (entry.basis if copy_of is not None else Basis.STATED)
    return replace(
        entry,
        title=typed.line("title", said.title, entry.title),
        url=typed.line("address", said.url, entry.url),
        language=typed.line("language", said.language, entry.language),
        byline=typed.line("byline", said.byline, entry.byline),
        note=typed.prose("note", said.note, entry.note),
        because=typed.prose("reason", said.because, entry.because),
        copy_of=copy_of,
        basis=basis,
        dated=(() if said.no_dates else entry.dated) + checked_dates(recorder, said.dated, key_of),
    )
