"""Search: where words stand in all that the desk has, newest first."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claims.entries import Place
from claims.errors import NothingSought, NotSearchable
from claims.services.looking import claim_filter
from claims.services.typed import date as typed_date
from claims.store.engine import Session
from claims.store.lists import upto_of
from claims.store.ranking import Ranking
from claims.store.search import NUMBERED, Doc, Filter, claims_now, counts_of, doc_with, ids, newest, terms_like
from claims.store.search_index import article_texts, claim_texts, source_texts
from claims.text import folding
from claims.text.door import admitted
from claims.text.queries import FIELDS, Query, parsed
from claims.text.words import placed

AROUND = 60
"""Characters shown on either side of the first words found."""

NEAR = 0.7
"""How like a mistyped word another one has to be (difflib's ratio)."""

MOST_RANKED = 2_000
"""Texts that are ranked: the newest of those that have all the words."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A text that was found."""

    id: str
    kind: str
    """claim, words, review, source or article."""
    claim: str | None
    """The claim that it belongs to."""
    status: str | None
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
    wanted = _filter(session, query)
    last = None if limit is None else offset + limit
    most = MOST_RANKED if rank else None if last is None else last + 1
    found: list[Doc] = []
    texts: dict[int, str] = {}
    for docs in newest(session, query, wanted, most):
        if query.phrases or query.beginnings:  # the index has looked at all else
            texts |= _texts(session, docs)
            found += [doc for doc in docs if doc.doc in texts and _holds(texts[doc.doc], query)]
        else:
            found += docs
        if most is not None and len(found) >= most:
            break
    scores: dict[int, float] = {}
    if rank:
        scores = Ranking(session, tuple(NUMBERED)).of(found[:most], query.terms)
        found = sorted(found[:most], key=lambda doc: (-scores[doc.doc], -doc.doc))
    page = found[offset:last]
    texts |= _texts(session, [doc for doc in page if doc.doc not in texts])
    shown = [(doc, texts[doc.doc]) for doc in page if doc.doc in texts]
    return _hits(session, shown, query, scores), last is not None and len(found) > last


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
    text = _texts(session, [doc]).get(doc.doc, "") if doc else ""
    return next((text[start:end] for word, start, end in placed(text) if word == near[0]), None)


def _filter(session: Session, query: Query) -> Filter:
    said = dict(query.fields)
    of_source, of_outlet = (
        claim_filter(session, source=said.get(field), status=said.get("status"), stage=said.get("stage"))
        for field in ("source", "outlet")
    )
    since = typed_date(said["since"]) if "since" in said else None
    return Filter(
        source=of_source.source,
        outlet=of_outlet.source,
        status=of_source.status,
        stage=of_source.stage,
        since=upto_of(session, since) + 1 if since is not None else None,
    )


def _texts(session: Session, docs: Sequence[Doc]) -> dict[int, str]:
    claims = sorted({doc.claim for doc in docs if doc.claim is not None})
    sources, articles = ([doc.doc for doc in docs if doc.kind == kind] for kind in ("source", "article"))
    found: dict[int, str] = {}
    for texts in (
        claim_texts(session.connection, claims) if claims else (),
        source_texts(session.connection, sources) if sources else (),
        article_texts(session.connection, articles) if articles else (),
    ):
        found |= {text.doc: text.text for text in texts}
    return found


def _holds(text: str, query: Query) -> bool:
    """Phrases word by word, and words with the beginnings; the index has looked at the rest."""
    if query.phrases:
        words = f" {' '.join(word for word, _, _ in placed(text))} "
        if not all(f" {' '.join(phrase)} " in words for phrase in query.phrases):
            return False
    if query.beginnings:
        folded = folding.key(text)
        return all(re.search(rf"(?<!\w){re.escape(beginning)}", folded) for beginning in query.beginnings)
    return True


def _hits(session: Session, found: Sequence[tuple[Doc, str]], query: Query, scores: dict[int, float]) -> list[Hit]:
    named = ids(session, [doc for doc, _ in found])
    claims = claims_now(session, {doc.claim for doc, _ in found if doc.claim is not None})
    hits = []
    for doc, text in found:
        snippet, marks = cut(text, query)
        claim, title, status = claims.get(doc.claim or 0, (None, None, None))
        score = round(scores[doc.doc], 4) if doc.doc in scores else None
        hits.append(Hit(named[doc.doc], doc.kind, claim, status, title, snippet, marks, score))
    return hits


def cut(text: str, query: Query) -> tuple[str, tuple[Place, ...]]:
    """The words found, where most of them stand close together, with what stands around them, on one line; and where they stand in that."""
    found = list(_places(text, query))
    places = [(start, end) for start, end, _ in found]
    first = _closest(found)
    start, end = max(0, first[0] - AROUND), min(len(text), first[1] + 2 * AROUND)
    while 0 < start < first[0] and not text[start - 1].isspace():
        start += 1
    while end < len(text) and end > first[1] and not text[end].isspace():
        end -= 1
    before, after = "… " if start else "", " …" if end < len(text) else ""
    # One character for one, so that places stay the same.
    shown = "".join(" " if c.isspace() else c for c in text[start:end])
    at = len(before) - start
    marks = tuple((s + at, e + at) for s, e in places if start <= s and e <= end)
    return f"{before}{shown}{after}", marks


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


def _places(text: str, query: Query) -> Iterator[tuple[int, int, str]]:
    terms = set(query.terms)
    for word, start, end in placed(text):
        if word in terms or any(folding.key(text[start:end]).startswith(b) for b in query.beginnings):
            yield start, end, word
