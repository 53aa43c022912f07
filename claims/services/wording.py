"""Appearances made and corrected by hand: a claim, a source, words in an article."""

from dataclasses import dataclass, replace

from sqlalchemy import select

from claims.errors import AlreadySaid, BadText, NoSuchId
from claims.records import AppearanceEntry, ArticleEntry, DateEntry, HedgeEntry
from claims.services.lookup import free_key, number_in
from claims.services.places import TypedWords, placed
from claims.services.workbench import Workbench
from claims.store.dossier import Dossier
from claims.store.engine import WritingSession, close
from claims.store.tables import Appearance, Claim
from claims.text.door import admitted_line
from claims.vocabulary import Knows, Part, Stance

NO_ARTICLE = "none"
"""What `--article` takes for an appearance without an article of its own."""


@dataclass(frozen=True, slots=True)
class WordsSaid:
    """What a person says of an appearance; None: nothing is said, an empty text takes away."""

    source: str | None = None
    read_in: str | None = None
    article: str | None = None
    """Its own article; `none` for none. Left out it is the one the words are read in, when the source is its outlet."""
    words: TypedWords | None = None
    part: Part | None = None
    stance: Stance | None = None
    knows: Knows | None = None
    named_as: str | None = None
    hedges: tuple[HedgeEntry, ...] | None = None
    dated: tuple[DateEntry, ...] = ()
    because: str | None = None


def add_words(session: WritingSession, typed: str, said: WordsSaid, key: str | None) -> str:
    """An appearance of a claim. Returns its id."""
    bench = Workbench.open(session, typed)
    if said.source is None:
        raise BadText("source", "is missing: say who speaks with --source")
    source = bench.source(said.source)
    steps = bench.stored.appearances
    if key is not None and key in steps:
        raise BadText("key", f"{key} belongs to another appearance of {bench.claim.id} already; choose another")
    chosen = (
        admitted_line("key", key, most=200)
        if key is not None
        else (source if source not in steps else free_key(source, steps))
    )
    entry = _said(bench, AppearanceEntry(chosen, source), replace(said, source=None))
    row = bench.recorder.appearance(bench.claim.seq, entry)
    id = f"P-{number_in(session, Appearance, row)}"
    close(session, "words add", what=f"{id} of {bench.claim.id}")
    return id


def edit_words(session: WritingSession, number: int, said: WordsSaid, why: str | None) -> str:
    """A new version of an appearance. Returns its id."""
    bench, key = _bench_of(session, number)
    old = next(a for a in bench.stored.entry.appearances if a.key == key)
    new = _said(bench, old, said)
    if new == old:
        raise AlreadySaid(f"P-{number} says so")
    first = bench.stored.appearances[key]
    bench.recorder.appearance(bench.claim.seq, new, first=first, version=session.ledger.next_version(Appearance, first))
    close(session, "words edit", why=why, what=f"P-{number} of {bench.claim.id}")
    return f"P-{number}"


def _bench_of(session: WritingSession, number: int) -> tuple[Workbench, str]:
    row = session.connection.execute(
        select(Appearance.seq, Claim.number)
        .join(Claim, Claim.seq == Appearance.claim)
        .where(Appearance.number == number)
    ).first()
    if row is None:
        raise NoSuchId(f"P-{number}", None)
    bench = Workbench.open(session, f"C-{row.number}")
    keys = [key for key, seq in bench.stored.appearances.items() if seq == row.seq]
    if not keys:
        raise NoSuchId(f"P-{number}", None)
    return bench, keys[0]


def _said(bench: Workbench, entry: AppearanceEntry, said: WordsSaid) -> AppearanceEntry:
    """The entry with what was said of it, its words placed."""
    source = bench.source(said.source) if said.source is not None else entry.source
    read_in = bench.article(said.read_in) if said.read_in is not None else None
    reading = read_in.key if read_in else entry.in_article
    wording, at = entry.wording, entry.at
    if said.words is not None:
        if reading is None:
            raise BadText("article", "is missing: say where the words can be read with --in A-1")
        article = bench.recorder.articles[reading]
        wording, at = placed(said.words, bench.recorder.texts, article, _name(bench, reading))
    own = entry.article
    if said.article is not None:
        own = None if said.article == NO_ARTICLE else bench.article(said.article).key
    elif read_in is not None and own is None and source == _entry_of(bench, read_in.key).outlet:
        own = read_in.key
    hedges = entry.hedges if said.hedges is None else bench.placed_hedges(said.hedges, reading)
    dates = tuple(replace(d, in_article=bench.article(d.in_article).key) if d.in_article else d for d in said.dated)
    return replace(
        entry,
        source=source,
        in_article=reading if reading is not None else own if wording is not None else None,
        article=own,
        part=said.part or entry.part,
        wording=wording,
        at=at,
        stance=said.stance or entry.stance,
        knows=said.knows or entry.knows,
        named_as=_text("name", said.named_as, entry.named_as),
        hedges=hedges,
        dated=entry.dated + dates,
        because=_text("reason", said.because, entry.because),
    )


def _text(field: str, new: str | None, old: str | None) -> str | None:
    if new is None:
        return old
    return admitted_line(field, new, most=4000) if new.strip() else None


def _entry_of(bench: Workbench, key: str) -> ArticleEntry:
    dossier = Dossier(bench.session, bench.case.seq, bench.case.key)
    return next(entry for _, entry in dossier.articles(bench.recorder.articles[key]))


def _name(bench: Workbench, key: str) -> str:
    return bench.article(key).id
