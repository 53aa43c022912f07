"""The texts that are kept, and words placed in them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from operator import is_
from typing import TypeVar

from sqlalchemy import bindparam, select

from claims.entries import (
    AppearanceEntry,
    AttributionEntry,
    ClaimEntry,
    DateEntry,
    EvidenceEntry,
    HedgeEntry,
    Place,
    ReviewEntry,
)
from claims.errors import PlaceOutsideText
from claims.store.engine import Session
from claims.store.present import withdrawn
from claims.store.tables import Snapshot, SnapshotBody
from claims.text.folding import same_length
from claims.text.passages import anchored, places
from claims.values import value

E = TypeVar("E")


@value
class KeptText:
    """A text as it is kept here, and the snapshot that it is the text of."""

    snapshot: int
    sha256: str
    text: str


_READINGS = (
    select(Snapshot.c.seq, Snapshot.c.sha256, SnapshotBody.c.text)
    .join(SnapshotBody, SnapshotBody.c.sha256 == Snapshot.c.sha256)
    .where(
        Snapshot.c.article == bindparam("article"),
        SnapshotBody.c.text.is_not(None),
        withdrawn(Snapshot.c.seq) == 0,
        withdrawn(SnapshotBody.c.seq) == 0,
    )
    .order_by(Snapshot.c.seq.desc())
)
"""Made once: an import asks it of every article."""


_LENGTHS = select(Snapshot.c.length).where(Snapshot.c.article == bindparam("article"), withdrawn(Snapshot.c.seq) == 0)

MOST_TOGETHER = 500


@dataclass(slots=True)
class Texts:
    """Texts by article (`article.seq`), read once a transaction."""

    session: Session
    _known: dict[int, tuple[KeptText, ...]] = field(default_factory=dict)
    _together: dict[int, None] = field(default_factory=dict)
    asked_only: set[int] | None = None
    """Where it is given, articles that may have a text: no others have one, so that nobody has to ask."""

    @property
    def may_hold_any(self) -> bool:
        """Whether there may be a text at all: in most cases that are taken in there is none."""
        return self.asked_only is None or bool(self.asked_only)

    def readings(self, article: int) -> tuple[KeptText, ...]:
        """The texts that are kept of an article, newest first."""
        if self.asked_only is not None and article not in self.asked_only:
            return ()
        if article in self._together and article not in self._known:
            self._look(article)
        if article not in self._known:
            rows = self.session.connection.execute(_READINGS, {"article": article, "upto": self.session.upto})
            self._known[article] = tuple(KeptText(row.seq, row.sha256, row.text or "") for row in rows)
        return self._known[article]

    def may_be_asked(self, articles: Iterable[int]) -> None:
        """Articles that are asked for together: which of them have no text at all is found out many at a time."""
        self._together.update(dict.fromkeys(articles))

    def _look(self, article: int) -> None:
        """Note those that have no text: of the articles that are asked for with this one some hundreds."""
        del self._together[article]
        batch = [article]
        while self._together and len(batch) < MOST_TOGETHER:
            batch.append(self._together.popitem()[0])
        having = (
            select(Snapshot.c.article)
            .distinct()
            .join(SnapshotBody, SnapshotBody.c.sha256 == Snapshot.c.sha256)
            .where(Snapshot.c.article.in_(batch))
        )
        self._known |= dict.fromkeys(set(batch).difference(self.session.connection.execute(having).scalars()), ())

    def of(self, article: int) -> KeptText | None:
        """The newest text that is kept of an article, if any."""
        return next(iter(self.readings(article)), None)

    def holding(self, article: int, words: str | None, at: Place | None) -> KeptText | None:
        """The newest text of an article in which the words stand at that place; without a place, in which they stand at all, else the newest."""
        if at is None:
            having = (kept for kept in self.readings(article) if words is not None and places(words, kept.text))
            return next(having, self.of(article))
        for kept in self.readings(article):
            if at[1] <= len(kept.text) and (words is None or same_length(kept.text[slice(*at)]) == same_length(words)):
                return kept
        return None

    def refuse_beyond(self, article: int, at: Place, name: str) -> None:
        """Refuse a place that no recorded reading of an article is long enough for: the length is known where the text is not kept.

        Nobody reads an empty text: a length of 0 says as little as none.
        """
        rows = self.session.connection.execute(_LENGTHS, {"article": article, "upto": self.session.upto})
        lengths = [row.length for row in rows]
        if lengths and all(lengths) and at[1] > max(lengths):
            raise PlaceOutsideText(at, name, max(lengths))


@dataclass(slots=True)
class Placing:
    """Words of a case's entries placed in the texts that are kept; where none is kept, taken as they are given."""

    texts: Texts
    articles: Mapping[str, int]
    """Articles by key (`article.seq`)."""
    failed_at: int | None = None
    """The line of the part that was placed last: where it went wrong, when it did."""

    def claim(self, entry: ClaimEntry) -> ClaimEntry:
        """The claim with every place filled in that can be known; words that do not stand where they should are refused."""
        if not self.texts.may_hold_any:
            return entry
        appearances = _each(self.appearance, entry.appearances)
        attributions = _each(self.attribution, entry.attributions)
        reviews = _each(self.review, entry.reviews)
        if appearances is entry.appearances and attributions is entry.attributions and reviews is entry.reviews:
            return entry
        return replace(entry, appearances=appearances, attributions=attributions, reviews=reviews)

    def review(self, entry: ReviewEntry) -> ReviewEntry:
        self.failed_at = entry.line
        evidence = _each(self.evidence, entry.evidence)
        return entry if evidence is entry.evidence else replace(entry, evidence=evidence)

    def appearance(self, entry: AppearanceEntry) -> AppearanceEntry:
        self.failed_at = entry.line
        if entry.in_article is None and not entry.hedges and not entry.dated:
            return entry  # nothing that could be placed
        wording, at = self._placed(entry.wording, entry.at, entry.in_article)
        hedges = self._hedges(entry.hedges, entry.in_article)
        self.dates(entry.dated)
        if at == entry.at and wording == entry.wording and hedges is entry.hedges:
            return entry
        return replace(entry, wording=wording, at=at, hedges=hedges)

    def attribution(self, entry: AttributionEntry) -> AttributionEntry:
        self.failed_at = entry.line
        if entry.in_article is None and not entry.hedges:
            return entry
        cue, at = self._placed(entry.cue, entry.at, entry.in_article)
        hedges = self._hedges(entry.hedges, entry.in_article)
        if at == entry.at and cue == entry.cue and hedges is entry.hedges:
            return entry
        return replace(entry, cue=cue, at=at, hedges=hedges)

    def evidence(self, entry: EvidenceEntry) -> EvidenceEntry:
        wording, at = self._placed(entry.wording, entry.at, entry.article)
        return entry if at == entry.at and wording == entry.wording else replace(entry, wording=wording, at=at)

    def dates(self, entries: tuple[DateEntry, ...]) -> tuple[DateEntry, ...]:
        """The dates as they are: what is read at their places are the article's words, which must be there."""
        for entry in entries:
            self._placed(None, entry.at, entry.in_article)
        return entries

    def _hedges(self, entries: tuple[HedgeEntry, ...], read_in: str | None) -> tuple[HedgeEntry, ...]:
        return _each(lambda hedge: self._hedge(hedge, read_in), entries) if entries else entries

    def _hedge(self, entry: HedgeEntry, read_in: str | None) -> HedgeEntry:
        if entry.at is None and entry.in_article is None:
            kept = self._kept(read_in)
            found = places(entry.text, kept.text) if kept else []
            # A hedge without a place is only said to stand near its words: placed where there is no doubt, else left as it is.
            if len(found) != 1:
                return entry
        text, at = self._placed(entry.text, entry.at, entry.in_article or read_in)
        if at == entry.at and text == entry.text:
            return entry
        return replace(entry, text=text or entry.text, at=at)

    def _placed(self, words: str | None, at: Place | None, article: str | None) -> tuple[str | None, Place | None]:
        """The article's own characters and their place where its text is kept; else both as given."""
        if article is None or (words is None and at is None):
            return words, at
        kept = self.texts.holding(self.articles[article], words, at) or self._kept(article)
        if kept is None:
            return words, at
        start, end = anchored(words, at, kept.text, article)
        return kept.text[start:end], (start, end)

    def _kept(self, article: str | None) -> KeptText | None:
        return self.texts.of(self.articles[article]) if article is not None else None


def _each(place: Callable[[E], E], entries: tuple[E, ...]) -> tuple[E, ...]:
    """The entries placed; where that changes none of them, the same tuple, for making a claim anew costs more than looking."""
    placed = tuple([place(entry) for entry in entries])
    return entries if all(map(is_, placed, entries)) else placed
