"""Search: where words stand in all that the desk has, newest first."""

import re
from collections.abc import Iterable, Sequence

from claims.entries import Place
from claims.errors import NothingSought, NotSearchable
from claims.services.looking import claim_filter, voice
from claims.services.typed import date as typed_date
from claims.store.engine import Session
from claims.store.hits import LETTERS, about
from claims.store.lists import upto_of
from claims.store.ranking import Ranking
from claims.store.search import MOST_ASKED, Doc, Filter, counts_of, doc_with, looked_at, newest, terms_like
from claims.text import folding
from claims.text.door import admitted
from claims.text.queries import FIELDS, Query, parsed
from claims.text.words import placed
from claims.values import value

AROUND = 60
"""Characters shown on either side of the first words found."""

NEAR = 0.7
"""How like a mistyped word another one has to be (difflib's ratio)."""

MOST_RANKED = 2_000
"""Texts that are ranked: the newest of those that have all the words."""

MOST_READ = 2_000
"""Texts that are read at a time for what is shown of them."""


@value
class Hit:
    """A text that was found."""

    id: str
    kind: str
    """claim, words, review, source or article."""
    claim: str | None
    """The claim that it belongs to."""
    status: str | None
    reviewed: bool | None
    """Whether somebody looked at that claim."""
    title: str | None
    """The claim's text as it stands."""
    snippet: str
    marks: tuple[Place, ...]
    """Where the words stand in the snippet."""
    score: float | None


def search(
    session: Session, typed: str, *, limit: int | None = None, offset: int = 0, rank: bool = False
) -> tuple[list[Hit], bool]:
    """What is found, and whether there is more. Newest first, or the newest that have all the words ranked by BM25.

    `offset`: hits that are passed over first. Without a limit all are given.
    """
    query = parsed(admitted("query", typed))
    if query.strange:
        raise NotSearchable(query.strange[0], FIELDS)
    if query == Query():
        raise NothingSought
    last = None if limit is None else offset + limit
    wanted = _filter(session, query)
    if rank:
        found, scores = _ranked(session, query, wanted)
    else:
        found, scores = _that_hold(session, query, newest(session, query, wanted, last and last + 1), last), {}
    hits = _hits(session, found[offset:last], query, scores)
    return hits, last is not None and len(found) > last


def _that_hold(session: Session, query: Query, parts: Iterable[list[Doc]], last: int | None) -> list[Doc]:
    """Those in which all of the query stands, so many and one more."""
    found: list[Doc] = []
    each = looked_at(query)
    for docs in parts:
        if unsure := [doc for doc in docs if each or not doc.begins]:
            texts = about(session, unsure)
            gone = {doc.doc for doc in unsure if doc.doc not in texts or not _holds(texts[doc.doc].text, query)}
            found += [doc for doc in docs if doc.doc not in gone]
        else:
            found += docs
        if last is not None and len(found) > last:
            break
    return found


def _ranked(session: Session, query: Query, wanted: Filter) -> tuple[list[Doc], dict[int, float]]:
    """The newest that have all the words, the best first, and their scores."""
    ranking = Ranking(session, tuple(LETTERS))
    ordered = ranking.rarest_first(query.terms)
    if len(ordered) < len(query.terms):
        return [], {}
    parts = newest(session, query, wanted, MOST_RANKED, ordered=ordered)
    found = _that_hold(session, query, parts, MOST_RANKED - 1)[:MOST_RANKED]
    scores = ranking.of(found, ordered[:MOST_ASKED])
    # The newest come first, and stay so where they are equally good.
    return sorted(found, key=lambda doc: scores[doc.doc], reverse=True), scores


def meant(session: Session, typed: str) -> str | None:
    """A query with near words in the place of those that stand nowhere; None where that finds nothing either."""
    terms = parsed(typed).terms
    counts = counts_of(session, terms) if terms else {}
    changed = typed
    for term, start, end in reversed(list(placed(typed))):
        if counts.get(term) == 0:
            if (word := _near(session, term)) is None:
                return None
            changed = changed[:start] + word + changed[end:]
    return changed if changed != typed and search(session, changed, limit=1)[0] else None


def _near(session: Session, term: str) -> str | None:
    """A word like this one, as it is written where it stands. Who mistypes a word seldom mistypes its first two letters."""
    from difflib import get_close_matches  # noqa: PLC0415 - slow to load, and most searches find something

    near = get_close_matches(term, terms_like(session, term[:2]), n=1, cutoff=NEAR) if len(term) > 2 else []
    doc = doc_with(session, near[0]) if near else None
    texts = [one.text for one in about(session, [doc]).values()] if doc else []
    return next((text[start:end] for text in texts for word, start, end in placed(text) if word == near[0]), None)


def _filter(session: Session, query: Query) -> Filter:
    said = dict(query.fields)
    of_claims = claim_filter(session, source=said.get("source"), status=said.get("status"), stage=said.get("stage"))
    since = typed_date(said["since"]) if "since" in said else None
    return Filter(
        source=of_claims.source,
        outlet=voice(session, said["outlet"]) if "outlet" in said else None,
        status=of_claims.status,
        stage=of_claims.stage,
        since=upto_of(session, since) + 1 if since is not None else None,
    )


def _holds(text: str, query: Query) -> bool:
    """Words with the beginnings; and where the index was not asked for everything, words and phrases too."""
    if looked_at(query):
        words = f" {' '.join(word for word, _, _ in placed(text))} "
        wanted = (*((term,) for term in query.terms), *query.phrases)
        if not all(f" {' '.join(phrase)} " in words for phrase in wanted):
            return False
        if any(f" {word} " in words for word in query.without):
            return False
    if query.beginnings:
        folded = folding.key(text)
        return all(re.search(rf"(?<!\w){re.escape(beginning)}", folded) for beginning in query.beginnings)
    return True


def _hits(session: Session, found: Sequence[Doc], query: Query, scores: dict[int, float]) -> list[Hit]:
    hits = []
    for start in range(0, len(found), MOST_READ):
        part = found[start : start + MOST_READ]
        known = about(session, part)
        for doc in part:
            if (one := known.get(doc.doc)) is not None:
                snippet, marks = cut(one.text, query, doc.kind)
                score = round(scores[doc.doc], 4) if doc.doc in scores else None
                hits.append(
                    Hit(one.id, doc.kind, one.claim, one.status, one.reviewed, one.title, snippet, marks, score)
                )
    return hits


def cut(text: str, query: Query, kind: str) -> tuple[str, tuple[Place, ...]]:
    """The words found, where most of them stand close together, with what stands around them, on one line; and where they stand in that.

    `kind`: what the text is of. Wordings, topics and names that were put together stay apart; lines of prose do not.
    """
    found = _places(text, query)
    first = _closest(found)
    start, end = max(0, first[0] - AROUND), min(len(text), first[1] + 2 * AROUND)
    while 0 < start < first[0] and not text[start - 1].isspace():
        start += 1
    while end < len(text) and end > first[1] and not text[end].isspace():
        end -= 1
    before, after = "… " if start else "", " …" if end < len(text) else ""
    apart = _APART if kind in _PUT_TOGETHER else " "
    at, wider = len(before) - start, len(apart) - 1
    marks = []
    for s, e, _ in found:
        if start <= s and e <= end:
            by = at + wider * text.count("\n", start, s)
            marks.append((s + by, e + by + wider * text.count("\n", s, e)))
    # All else one character for one, so that places stay the same.
    shown = _SPACE.sub(" ", text[start:end].replace("\n", apart))
    return f"{before}{shown}{after}", tuple(marks)


_SPACE = re.compile(r"\s")
_PUT_TOGETHER = frozenset({"claim", "words", "source"})
_APART = " | "


def _closest(found: Sequence[tuple[int, int, str]]) -> Place:
    """Where the most different words follow close upon each other; the first such place."""
    best, most, end = (0, 0), 0, 0
    window: dict[str, int] = {}
    for start, (begin, stop, _) in enumerate(found):
        while end < len(found) and found[end][0] < begin + AROUND:
            window[found[end][2]] = window.get(found[end][2], 0) + 1
            end += 1
        if len(window) > most:
            best, most = (begin, stop), len(window)
        window[found[start][2]] -= 1
        if not window[found[start][2]]:
            del window[found[start][2]]
    return best


def _places(text: str, query: Query) -> list[tuple[int, int, str]]:
    terms, beginnings = set(query.terms), query.beginnings
    return [
        (start, end, word)
        for word, start, end in placed(text)
        if word in terms or (beginnings and folding.key(text[start:end]).startswith(beginnings))
    ]
