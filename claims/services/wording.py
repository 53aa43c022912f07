"""Appearances made and corrected by hand: a claim, a source, words in an article."""

from dataclasses import replace

from claims.entries import AppearanceEntry, HedgeEntry, Place
from claims.errors import AlreadySaid, BadText
from claims.services import typed
from claims.services.articles import DateSaid, checked_dates
from claims.services.living import Done, done
from claims.services.lookup import number_in
from claims.services.places import TypedWords
from claims.services.workbench import Workbench
from claims.store.engine import WritingSession
from claims.store.tables import Appearance
from claims.values import value
from claims.vocabulary import Knows, Part, Stance

NO_ARTICLE = "none"
"""What `--article` takes for an appearance without an article of its own."""


@value
class WordsSaid:
    """What a person says of an appearance; None: nothing is said, an empty text takes away."""

    source: str | None = None
    read_in: str | None = None
    article: str | None = None
    """Its own article; `none` for none. Left out it is the one the words are read in, when the source is its outlet."""
    words: TypedWords | None = None
    part: str | None = None
    """A word of Part."""
    stance: Stance | None = None
    knows: str | None = None
    """A word of Knows."""
    named_as: str | None = None
    hedges: tuple[HedgeEntry, ...] | None = None
    """Instead of those that stand."""
    dated: tuple[DateSaid, ...] = ()
    """Dates to add."""
    no_dates: bool = False
    """Take away those that are there first."""
    because: str | None = None


def add_words(session: WritingSession, claim: str, said: WordsSaid, key: str | None = None) -> Done:
    """An appearance of a claim."""
    bench = Workbench.open(session, claim)
    if said.source is None:
        raise BadText("source", "is missing: say who speaks with --source")
    source = bench.source(said.source)
    chosen = typed.key(key, source, bench.stored.appearances, f"appearance of {bench.claim.id}")
    entry = _said(bench, AppearanceEntry(chosen, source), replace(said, source=None))
    row = bench.recorder.appearance(bench.claim.seq, entry)
    return done(session, "words add", f"P-{number_in(session, Appearance, row)}", claim=bench.claim.id)


def edit_words(session: WritingSession, number: int, said: WordsSaid) -> Done:
    """A new version of an appearance."""
    bench, row = Workbench.holding(session, "P", number)
    key = next(key for key, seq in bench.stored.appearances.items() if seq == row.seq)
    old = next(a for a in bench.stored.entry.appearances if a.key == key)
    new = _said(bench, old, said)
    if new == old:
        raise AlreadySaid(f"{row.id} says so")
    version = session.ledger.next_version(Appearance, row.seq)
    bench.recorder.appearance(bench.claim.seq, new, first=row.seq, version=version)
    return done(session, "words edit", row.id, claim=bench.claim.id)


def _said(bench: Workbench, entry: AppearanceEntry, said: WordsSaid) -> AppearanceEntry:
    """The entry with what was said of it, its words placed."""
    source = bench.source(said.source) if said.source is not None else entry.source
    reading = _reading(bench, entry, said)
    own = _own_article(bench, entry, said, source, reading)
    wording, at = _wording(bench, entry, said, reading or own)
    if wording is not None:
        reading = reading or own
    hedges = entry.hedges if reading == entry.in_article else bench.moved_hedges(entry.hedges, reading)
    dated = checked_dates(bench.recorder, said.dated, lambda words: bench.article(words).key)
    return replace(
        entry,
        source=source,
        in_article=reading,
        article=own,
        part=(Part(said.part) if said.part else None) if said.part is not None else entry.part,
        wording=wording,
        at=at,
        stance=said.stance or entry.stance,
        knows=(Knows(said.knows) if said.knows else None) if said.knows is not None else entry.knows,
        named_as=typed.line("name", said.named_as, entry.named_as),
        hedges=hedges if said.hedges is None else bench.hedges(said.hedges, reading),
        dated=(() if said.no_dates else entry.dated) + dated,
        because=typed.prose("reason", said.because, entry.because),
    )


def _reading(bench: Workbench, entry: AppearanceEntry, said: WordsSaid) -> str | None:
    """The article where the words can be read."""
    if said.read_in is None:
        return entry.in_article
    return bench.article(said.read_in).key if said.read_in.strip() else None


def _own_article(
    bench: Workbench, entry: AppearanceEntry, said: WordsSaid, source: str, reading: str | None
) -> str | None:
    """The appearance's own article: as said, else as it was; one that was only understood follows source and reading."""
    understood = _understood(bench, source, reading)
    if said.article is None:
        return understood if entry.article == _understood(bench, entry.source, entry.in_article) else entry.article
    if said.article.strip() in {"", NO_ARTICLE}:
        if understood is not None:
            name = bench.article_keyed(understood).id
            raise BadText("article", f"cannot be none: an outlet's words in its own article, {name}, are its own")
        return None
    return bench.article(said.article).key


def _understood(bench: Workbench, source: str, reading: str | None) -> str | None:
    return reading if reading is not None and bench.outlet(reading) == source else None


def _wording(
    bench: Workbench, entry: AppearanceEntry, said: WordsSaid, reading: str | None
) -> tuple[str | None, Place | None]:
    """The words and their place: new ones, or those that stand, looked for again where they are read in another article."""
    words = said.words
    if words is None:
        if entry.wording is None or reading == entry.in_article:
            return (entry.wording, entry.at) if reading == entry.in_article else (None, None)
        words = TypedWords(entry.wording)
    if words.none:
        return None, None
    if reading is None:
        raise BadText("article", "is missing: say where the words can be read with --in A-1")
    return bench.place(words, reading)
