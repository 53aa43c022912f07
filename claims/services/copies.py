"""Articles in which the words of another stand. A machine compares and suggests; a person says what is a copy of what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from claims.readings import Alike, CopyFound, Earlier, SharedSpan
from claims.services.articles import find_article
from claims.services.pages import furniture_of
from claims.store.article_facts import ArticleFact, article_facts
from claims.store.caches import EVERYTHING, merges
from claims.store.copies_index import Shared, in_outlets, shared
from claims.store.engine import Session, WritingSession
from claims.store.search_index import latest_texts
from claims.text.copies import (
    Common,
    Run,
    Side,
    Worded,
    common,
    common_runs,
    fingerprints,
    template_words,
    worded,
)
from claims.text.dates import Span, span
from claims.text.folding import same_length
from claims.text.reported.page import paragraphs
from claims.text.reported.quotations import quotations
from claims.values import value
from claims.vocabulary import DateBasis

MOST_COMPARED = 12
"""Articles whose texts are read and compared, those with most fingerprints in common first."""
LEAST_SHARED = 2
"""Fingerprints in common from which on a text is looked at."""
TEMPLATE = 3
"""Articles of one outlet in which words stand that belong to its pages and to none of its articles."""
LEAST_WORDS = 16
"""Words in common from which on it is worth telling."""
SAME, COPY, PART = 0.9, 0.5, 0.15
"""Shares from which on texts are the same, a likely copy, the same in part."""


@value
class _Text:
    """An article's text, taken apart."""

    text: str
    words: Worded
    prints: list[tuple[int, int]]
    furniture: frozenset[int]
    quoted: frozenset[int]

    def side(self, in_outlet: Mapping[int, int]) -> Side:
        """The text without what its outlet says in other articles too."""
        template = template_words(self.words, self.prints, in_outlet, TEMPLATE)
        return Side(self.words, self.furniture | template, self.quoted)


def _taken_apart(text: str) -> _Text:
    words = worded(text)
    lines = paragraphs(text)
    said = [(q.start, q.end) for q in quotations(same_length(text), lines)]
    return _Text(
        text,
        words,
        fingerprints(words),
        frozenset(words.within(furniture_of(text))),
        frozenset(words.within(said)),
    )


def copies_of(session: Session, words: str) -> tuple[str, tuple[CopyFound, ...]]:
    """An article's id, and the articles that have words in common with it, the likeliest copy first."""
    found = find_article(session, words)
    text = latest_texts(session.connection, [found.seq]).get(found.seq)
    return found.id, _alike(session, found.seq, text) if text is not None else ()


def copies_added(session: WritingSession, id: str) -> tuple[CopyFound, ...]:
    """The same for an article that was added in this transaction, which may be a rehearsal."""
    return copies_of(Session(session.connection, EVERYTHING), id)[1]


def _alike(session: Session, article: int, text: str) -> tuple[CopyFound, ...]:
    this = _taken_apart(text)
    hits = shared(session.connection, (hashed for hashed, _ in this.prints), article, TEMPLATE)
    likeliest = _likeliest(hits)
    if not likeliest:
        return ()
    texts = latest_texts(session.connection, likeliest)
    facts = article_facts(session, [article, *texts])
    merged = merges(session.connection, session.upto, [fact.outlet for fact in facts.values()])
    mine = facts[article]
    side = this.side(hits.by_outlet.get(mine.outlet, {}))
    runs: dict[int, tuple[_Text, list[Run]]] = {}
    for other in likeliest:
        if other in facts and other in texts:
            that = _taken_apart(texts[other])
            found = common_runs(this.words, that.words, _seeds(this, that, hits.places[other]))
            if sum(run.length for run in found) >= LEAST_WORDS:
                runs[other] = that, found
    # What belongs to the pages of the others' outlets shows in their own fingerprints.
    by_outlet = in_outlets(session.connection, {hashed for that, _ in runs.values() for hashed, _ in that.prints})
    told = []
    for other, (that, common_here) in runs.items():
        fact = facts[other]
        shares = common(side, that.side(by_outlet.get(fact.outlet, {})), common_here)
        alike = _band(shares)
        same_outlet = merged.get(fact.outlet, fact.outlet) == merged.get(mine.outlet, mine.outlet)
        # Two pages of one outlet have their pages in common: only another version of the same article is told.
        if shares.words >= LEAST_WORDS and (not same_outlet or alike in {Alike.SAME, Alike.COPY}):
            told.append(_told(mine, fact, shares, alike, text, same_outlet=same_outlet))
    return tuple(sorted(told, key=lambda c: (list(Alike).index(c.alike), -c.share, -c.share_there, c.id)))


def _likeliest(hits: Shared) -> list[int]:
    """The articles with most fingerprints in common."""
    counted = {article: len({hashed for hashed, _ in places}) for article, places in hits.places.items()}
    best = sorted(counted, key=lambda article: (-counted[article], article))
    return [article for article in best[:MOST_COMPARED] if counted[article] >= LEAST_SHARED]


def _seeds(this: _Text, that: _Text, places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Words, by number in both texts, at which the same fingerprint begins."""
    mine: dict[int, list[int]] = defaultdict(list)
    for hashed, at in this.prints:
        mine[hashed].append(at)
    begins = {start: n for n, (start, _) in enumerate(that.words.places)}
    return [(at, begins[place]) for hashed, place in places if place in begins for at in mine.get(hashed, ())]


def _band(shares: Common) -> Alike:
    if min(shares.share, shares.share_there) >= SAME:
        return Alike.SAME
    if shares.own_share >= COPY:
        return Alike.COPY
    return Alike.PART if shares.own_share >= PART else Alike.WORDS


def _told(
    mine: ArticleFact, other: ArticleFact, shares: Common, alike: Alike, text: str, *, same_outlet: bool
) -> CopyFound:
    earlier, why = _earlier(mine, other)
    return CopyFound(
        id=other.id,
        title=other.title,
        outlet=other.outlet_name,
        same_outlet=same_outlet,
        alike=alike,
        words=shares.words,
        quoted=shares.quoted,
        share=round(shares.share, 3),
        share_there=round(shares.share_there, 3),
        earlier=earlier,
        why=why,
        recorded=_recorded(mine, other),
        spans=tuple(SharedSpan(s.here, s.there, s.words, text[slice(*s.here)]) for s in shares.spans),
    )


def _recorded(mine: ArticleFact, other: ArticleFact) -> str | None:
    if mine.copy_of == other.seq:
        return f"{mine.id} is a copy of {other.id}"
    if other.copy_of == mine.seq:
        return f"{other.id} is a copy of {mine.id}"
    if mine.copy_of is not None and mine.copy_of == other.copy_of:
        return "both are copies of one article"
    return None


def _earlier(mine: ArticleFact, other: ArticleFact) -> tuple[Earlier, str]:
    """Which came first, from dates alone: every moment that one can mean lies before every moment of the other."""
    here, there = _window(mine), _window(other)
    without = [fact.id for fact, window in ((mine, here), (other, there)) if window is None]
    if here is None or there is None:
        return Earlier.UNKNOWN, f"{' and '.join(without)} {'has' if len(without) == 1 else 'have'} no date that tells"
    said = f"{mine.id} {_dates(mine)}, {other.id} {_dates(other)}"
    if here[1] <= there[0]:
        return Earlier.THIS, said
    if there[1] <= here[0]:
        return Earlier.OTHER, said
    return Earlier.UNKNOWN, f"{said}: these can be the same moment"


def _window(fact: ArticleFact) -> Span | None:
    """From the first to the last moment that an article's dates can mean; one that is only inferred proves nothing."""
    spans = [span(date.value, fact.zone) for date in fact.dated if date.basis is not DateBasis.INFERRED]
    return (min(s for s, _ in spans), max(e for _, e in spans)) if spans else None


def _dates(fact: ArticleFact) -> str:
    return " or ".join(dict.fromkeys(d.value for d in fact.dated if d.basis is not DateBasis.INFERRED))
