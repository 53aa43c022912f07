"""Suggestions as people see them: in their article's order, each with the way it came to its page."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence

from claims.entries import Place
from claims.errors import AlreadySaid, NoSuchSuggestion, NoTextKept
from claims.readings import Decided, ReadAttribution, Suggestion
from claims.records import ClaimRecord
from claims.services.articles import FoundArticle, article_entry, find_article
from claims.services.living import Done, done
from claims.services.suggesting import Change, keep
from claims.services.texts import Texts
from claims.store import suggestions as store
from claims.store.engine import Session, WritingSession
from claims.store.suggestions import Kept, ReadText
from claims.text.reported.reader import Reader
from claims.text.suggested import Page, WayStep, path_of, way
from claims.values import value


@value
class Listed:
    """A suggestion with what a person needs to decide: its text, and the way from its origin to the page."""

    suggestion: Suggestion
    text: str | None
    steps: tuple[WayStep, ...]


@value
class ArticleSuggestions:
    """The suggestions of one article, in its order."""

    id: str
    title: str | None
    outlet: str
    listed: tuple[Listed, ...]


def listed(session: Session, typed: str | None = None, *, everything: bool = False) -> list[ArticleSuggestions]:
    """The suggestions that wait, article by article. `everything`: gestures, those that were decided, and those whose text is gone."""
    if typed is not None:
        return [of_article(session, find_article(session, typed), everything=everything)]
    if everything:
        ids = [f"A-{number}" for number in store.articles_read(session)]
    else:
        ids = [store.called(session, article)[0] for article, _ in store.waiting(session)]
    articles = (find_article(session, id) for id in ids)
    found = (of_article(session, article, everything=everything) for article in articles)
    return [one for one in found if one.listed]


def numbered(session: Session, numbers: Iterable[int]) -> list[Listed]:
    """Suggestions by their numbers; NoSuchSuggestion where one is none."""
    found = []
    for number in dict.fromkeys(numbers):
        article = store.article_of_suggestion(session, number)
        if article is None:
            raise NoSuchSuggestion(f"M-{number}")
        whole = Considered.of(session, find_article(session, f"A-{article}"))
        kept = whole.numbered(number)
        found.append(Listed(kept.suggestion, whole.text(kept), whole.steps(kept)))
    return found


def of_article(session: Session, article: FoundArticle, *, everything: bool) -> ArticleSuggestions:
    """The suggestions of one article."""
    whole = Considered.of(session, article)
    shown = [
        Listed(kept.suggestion, whole.text(kept), whole.steps(kept))
        for kept in whole.kept
        if everything or whole.waits(kept)
    ]
    shown.sort(key=lambda one: (one.suggestion.read.cue, one.suggestion.number))
    return ArticleSuggestions(article.id, whole.title, whole.outlet, tuple(shown))


@value
class Considered:
    """An article with all its suggestions, ready to be asked how each came to its page."""

    kept: Sequence[Kept]
    title: str | None
    outlet: str
    names: frozenset[str]
    readings: Mapping[int, ReadText]
    carrying: dict[str, ReadAttribution]
    """By their ids the reports that words may have come through: what was rejected carries nothing."""
    speaking_of: Mapping[str, ReadAttribution]
    """By the id of a report the first of those that speaks of it."""

    @classmethod
    def of(cls, session: Session, article: FoundArticle) -> Considered:
        readings = {reading.seq: reading for reading in store.readings_of(session, article.seq)}
        names = store.outlet_names(session, article.seq)
        kept = store.suggestions_of(session, readings)
        carrying = {k.suggestion.read.id: k.suggestion.read for k in kept if not _rejected(k.suggestion)}
        return cls(
            kept,
            article_entry(session, article).title,
            names[0],
            frozenset(names),
            readings,
            carrying,
            # Of several the first counts, so that it is the last to be put in.
            {read.refers_to: read for read in reversed(carrying.values()) if read.refers_to is not None},
        )

    def text(self, kept: Kept) -> str | None:
        """The text that its places count in."""
        return self.readings[kept.reading].text

    def waits(self, kept: Kept) -> bool:
        """Whether a person could decide it now: nobody has, it reports something, and its text is here."""
        return kept.suggestion.decision is None and not kept.suggestion.gesture and self.text(kept) is not None

    def path(self, kept: Kept) -> tuple[ReadAttribution, ...]:
        """The report and those that its words came through."""
        read = kept.suggestion.read
        return path_of(read.id, ChainMap({read.id: read}, self.carrying), self.speaking_of)

    def steps(self, kept: Kept) -> tuple[WayStep, ...]:
        reading = self.readings[kept.reading]
        page = Page(self.outlet, self.names, reading.dateline, reading.taken_from)
        return way(self.path(kept), page, self.text(kept))

    def numbered(self, number: int) -> Kept:
        return next(kept for kept in self.kept if kept.suggestion.number == number)


def _rejected(suggestion: Suggestion) -> bool:
    return suggestion.decision is not None and suggestion.decision.verdict is Decided.REJECTED


def beside(session: Session, record: ClaimRecord) -> list[Listed]:
    """The suggestions that wait and whose words overlap a wording of this claim, in the same text of the same article."""
    wordings = store.wordings_in(session, [int(a.id[2:]) for a in record.trace.appearances])
    found = []
    for article in dict.fromkeys(article for article, _, _ in wordings):
        id, _, _ = store.called(session, article)
        whole = Considered.of(session, find_article(session, id))
        for kept in whole.kept:
            snapshot = whole.readings[kept.reading].snapshot
            here = [at for of, text, at in wordings if (of, text) == (article, snapshot)]
            if whole.waits(kept) and any(_overlap(a, b) for a in here for b in kept.suggestion.read.content):
                found.append(Listed(kept.suggestion, whole.text(kept), whole.steps(kept)))
    return found


def _overlap(one: Place, other: Place) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def read_again(session: WritingSession, typed: str, reader: Reader) -> tuple[Done, Change]:
    """Read an article that is kept with the rules and word lists of today."""
    article = find_article(session, typed)
    kept = Texts(session).of(article.seq)
    if kept is None:
        raise NoTextKept(article.id)
    change = keep(session, article.seq, kept.snapshot, kept.text, reader)
    if change is None:
        raise AlreadySaid(f"{article.id} was read with these rules and word lists")
    what = f"{article.id}: {change.new} new, {change.gone} gone, {change.stayed} as before"
    return done(session, "suggestions again", article.id, what=what), change
