"""Articles: known by name, shown, corrected, and given their bytes."""

import re
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from claims.errors import AlreadySaid, ArticleCircle, BadText, NoSuchId, NotAnId, UnknownWord
from claims.records import ArticleEntry, ArticleRecord, DateEntry, Place, SnapshotEntry
from claims.services.adding import CheckedPassage, check_passages, keep_body
from claims.services.lookup import (
    LAST,
    free_key,
    live_keys,
    number_in,
    number_of,
    numbered,
    recorder_for,
    source_or_new,
    working_case,
)
from claims.services.places import place_of
from claims.store.dossier import Dossier
from claims.store.engine import Session, WritingSession, close
from claims.store.imports import CaseRow, cases
from claims.store.present import standing, withdrawn
from claims.store.source_record import article_record
from claims.store.tables import Article
from claims.text.articles import Reading
from claims.text.dates import checked_date
from claims.text.door import admitted_line
from claims.vocabulary import Basis, DateBasis, SourceKind


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """A live article."""

    number: int
    seq: int
    case: CaseRow
    key: str

    @property
    def id(self) -> str:
        return f"A-{self.number}"


def find_article(session: Session, typed: str, case: CaseRow | None = None) -> FoundArticle:
    """A live article by id, or by its key (in a case, else anywhere)."""
    number = numbered(session, typed, "A")
    known = cases(session)
    if number is None:
        hits = [
            (row, keys[typed])
            for row in ([case] if case else known.values())
            if typed in (keys := live_keys(session, Article, row.seq))
        ]
        if len(hits) != 1:
            names = [k for row in ([case] if case else known.values()) for k in live_keys(session, Article, row.seq)]
            raise UnknownWord("article", typed, names)
        row, seq = hits[0]
        number = session.connection.execute(select(Article.number).where(Article.seq == seq)).scalar_one()
        return FoundArticle(int(number or 0), seq, row, typed)
    first = select(Article.seq).where(Article.number == number).scalar_subquery()
    rows = session.connection.execute(
        select(
            Article.seq, Article.first, Article.version, Article.case_file, Article.key, withdrawn(Article.seq)
        ).where((Article.seq == first) | (Article.first == first)),
        {"upto": session.upto},
    ).all()
    live = standing(rows)
    if not live:
        highest = session.connection.execute(select(func.max(Article.number))).scalar()
        raise NoSuchId(f"A-{number}", f"A-{highest}" if highest else None)
    seq, row_now = next(iter(live.items()))
    return FoundArticle(number, seq, next(c for c in known.values() if c.seq == row_now.case_file), row_now.key)


@dataclass(frozen=True, slots=True)
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
    dated: tuple[DateEntry, ...] = ()
    """Dates to add."""
    no_dates: bool = False
    """Take away those that are there first."""


def dated(value: str, basis: DateBasis, because: str | None, at: str | None) -> DateEntry:
    """A date as typed; `at`: where it can be read, `A-1:218-225`."""
    article, place = None, None
    if at is not None:
        article, place = read_at(at)
    return DateEntry(checked_date(value), basis, admitted_line("reason", because) if because else None, article, place)


def checked_hash(typed: str) -> str:
    """A SHA-256 as case files write it: 64 lowercase hexadecimal digits."""
    if not re.fullmatch("[0-9a-f]{64}", typed.strip().lower()):
        raise BadText("hash", f"{typed} is not a SHA-256: 64 hexadecimal digits")
    return typed.strip().lower()


def read_at(typed: str) -> tuple[str, Place | None]:
    """`A-1:218-225` or `A-1` as an article and a place."""
    article, _, place = typed.partition(":")
    if article != LAST and number_of(article, "A") is None:
        raise NotAnId(typed, "an article and a place in it, such as A-1:218-225")
    return article, place_of(place) if place else None


def new_article(
    session: WritingSession, said: ArticleSaid, snapshot: SnapshotEntry | None, *, key: str | None, case: str | None
) -> tuple[str, str | None]:
    """An article known only by name or hash. Returns its id and, where its outlet is new, that source's."""
    row = working_case(session, case)
    recorder = recorder_for(session, row)
    outlet, made = source_or_new(session, recorder, said.outlet or "", SourceKind.OUTLET)
    if key is not None and key in recorder.articles:
        raise BadText("key", f"{key} belongs to another article of the case {row.key} already; choose another")
    free = admitted_line("key", key, most=200) if key is not None else free_key(said.title or outlet, recorder.articles)
    entry = _said(session, ArticleEntry(key=free, outlet=outlet), replace(said, outlet=None), row)
    article = recorder.article(entry)
    recorder.article_dates(article, entry.dated)
    if snapshot is not None:
        recorder.snapshot(article, snapshot)
    id = f"A-{number_in(session, Article, article)}"
    close(session, "article new", what=id)
    return id, made


def edit_article(session: WritingSession, typed: str, said: ArticleSaid, why: str | None) -> str:
    """A new version of an article. Returns its id."""
    found = find_article(session, typed)
    dossier = Dossier(session, found.case.seq, found.case.key)
    old = next(entry for _, entry in dossier.articles(found.seq))
    recorder = recorder_for(session, found.case)
    new = _said(session, old, said, found.case)
    if said.outlet is not None:
        outlet, _ = source_or_new(session, recorder, said.outlet, SourceKind.OUTLET)
        new = replace(new, outlet=outlet)
    if new == old:
        raise AlreadySaid(f"{found.id} says so")
    _refuse_circle(session, found, new)
    row = recorder.article(new, first=found.seq, version=session.ledger.next_version(Article, found.seq))
    recorder.article_dates(row, new.dated)
    close(session, "article edit", why=why, what=found.id)
    return found.id


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


def _said(session: Session, entry: ArticleEntry, said: ArticleSaid, case: CaseRow) -> ArticleEntry:
    def text(field: str, new: str | None, old: str | None) -> str | None:
        if new is None:
            return old
        return admitted_line(field, new, most=4000) if new.strip() else None

    copy_of = entry.copy_of
    if said.copy_of is not None:
        copy_of = (
            find_article(session, said.copy_of, case if numbered(session, said.copy_of, "A") is None else None).key
            if said.copy_of.strip()
            else None
        )
    dates = tuple(
        replace(d, in_article=find_article(session, d.in_article).key) if d.in_article else d for d in said.dated
    )
    return replace(
        entry,
        title=text("title", said.title, entry.title),
        url=text("address", said.url, entry.url),
        language=text("language", said.language, entry.language),
        byline=text("byline", said.byline, entry.byline),
        note=text("note", said.note, entry.note),
        because=text("reason", said.because, entry.because),
        copy_of=copy_of,
        basis=said.basis or entry.basis,
        dated=(() if said.no_dates else entry.dated) + dates,
    )


def show_article(session: Session, typed: str) -> ArticleRecord:
    """An article, its readings, and what rests on it."""
    found = find_article(session, typed)
    dossier = Dossier(session, found.case.seq, found.case.key)
    entry = next(entry for _, entry in dossier.articles(found.seq))
    return article_record(session, found.seq, entry, found.case.key)


@dataclass(frozen=True, slots=True)
class Attached:
    """What came of giving an article its bytes."""

    article: str
    reading: str
    """`first`, `known` (recorded by this hash) or `another`."""
    passages: tuple[CheckedPassage, ...]


def attach(session: WritingSession, typed: str, reading: Reading) -> Attached:
    """Give an article bytes; where it has other ones, another reading. Says which recorded wordings stand in this one."""
    found = find_article(session, typed)
    dossier = Dossier(session, found.case.seq, found.case.key)
    readings = dossier.snapshot_rows(found.seq)
    kind = "known" if any(s.sha256 == reading.sha256 for s in readings) else "another" if readings else "first"
    kept = keep_body(session, reading)
    if kind == "known" and not kept:
        raise AlreadySaid(f"{found.id} has these bytes")
    if kind != "known":
        recorder = recorder_for(session, found.case)
        recorder.snapshot(found.seq, SnapshotEntry(reading.sha256, reading.text_sha256, reading.length, reading.reader))
    checked = check_passages(session, reading, [found.seq], [found.id])
    close(session, "article attach", what=f"{found.id}, {reading.length} characters")
    return Attached(found.id, kind, checked)
