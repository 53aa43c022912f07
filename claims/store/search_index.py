"""The index that search and matching read: which words stand in which texts.

A cache like others: kept in the transaction that changes a text, made anew by `db caches`, compared by `verify`.

Both databases share it, so that they give the same answers in the same order; their own full-text engines rank differently.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

import orjson
from sqlalchemy import Connection, Table, bindparam, delete, func, select, text

from claims.store.caches import ClaimRows
from claims.store.inserting import insert_values
from claims.store.present import WITHDRAWN, standing_tuples
from claims.store.tables import (
    Article,
    Claim,
    Posting,
    SearchDoc,
    SearchTotal,
    Snapshot,
    SnapshotBody,
    Source,
)
from claims.store.tuples import Prepared, Values, tuples
from claims.text.words import counted

BATCH = 500
ARTICLES = 50
"""Articles are read a few at a time, for their texts are long."""


HELD = "SELECT doc, kind, claim, length, digest FROM search_doc_cache WHERE"


class Text(NamedTuple):
    """A text as the index has it."""

    doc: int
    kind: str
    claim: int | None
    text: str

    @property
    def digest(self) -> bytes:
        return hashlib.sha256(f"{self.kind}\0{self.claim or ''}\0{self.text}".encode()).digest()[:8]


# --- what is indexed -------------------------------------------------------------------------------------------------

_SOURCE = f"SELECT t.seq, t.first, t.version, {WITHDRAWN}, t.name, t.aliases, t.note FROM source t"
_SOURCES = f"{_SOURCE} WHERE t.seq {{}} UNION ALL {_SOURCE} WHERE t.first {{}}"
_ARTICLE = f"SELECT t.seq, t.first, t.version, {WITHDRAWN}, t.title, t.byline FROM article t"
_ARTICLES = f"{_ARTICLE} WHERE t.seq {{}} UNION ALL {_ARTICLE} WHERE t.first {{}}"
_LATEST = (
    f"SELECT t.article, b.text, {WITHDRAWN}, {WITHDRAWN.replace('t.seq', 'b.seq')} "
    "FROM snapshot t JOIN snapshot_body b ON b.sha256 = t.sha256 WHERE t.article {} ORDER BY t.seq, b.seq"
)


def claim_texts(connection: Connection, claims: Sequence[int]) -> Iterator[Text]:
    """Of each live claim its wordings through time, its appearances and the reasons of its reviews."""
    return texts_of(ClaimRows(connection, claims))


def texts_of(of: ClaimRows) -> Iterator[Text]:
    """The same of claims whose rows are being read."""
    said = said_in_claims(of.versions)
    yield from [Text(claim, "claim", claim, said[claim]) for claim in of.live]
    for step, words in said_in_appearances(of.appearances).items():
        if (claim := of.appearances[step][4]) in of.live:
            yield Text(step, "words", claim, words)
    yield from _review_texts(of)


def said_in_claims(versions: Iterable[Values]) -> dict[int, str]:
    """What claims say through time; rows as of `ClaimRows.versions`."""
    said: dict[int, list[str]] = defaultdict(list)
    for seq, first, _, gone, _, _, said_then, _, _, topics in sorted(versions, key=itemgetter(0)):
        if not gone:
            said[first or seq] += [said_then or "", *(orjson.loads(topics) if topics else ())]
    return {claim: _joined(parts) for claim, parts in said.items()}


def said_in_appearances(appearances: Mapping[int, Values]) -> dict[int, str]:
    """The words of appearances, those that have any; rows as of `ClaimRows.appearances`."""
    said = {}
    for step, (_, _, _, _, _, _, exact, named_as, because) in appearances.items():
        if words := _joined((exact, named_as, because)) if named_as or because else exact:
            said[step] = words
    return said


def said_of_sources(standing: Mapping[int, Values]) -> dict[int, str]:
    """The names of sources: of the version that stands seq, first, version, withdrawn, name, aliases, note."""
    named = {
        source: [name, *(orjson.loads(aliases) if aliases else ()), note]
        for source, (_, _, _, _, name, aliases, note) in standing.items()
    }
    return {source: words for source, names in named.items() if (words := _joined(names))}


def said_in_articles(standing: Mapping[int, Values], texts: Mapping[int, str]) -> dict[int, str]:
    """What articles say: of the version that stands seq, first, version, withdrawn, title, byline; and the texts."""
    return {
        article: words
        for article, (_, _, _, _, title, byline) in standing.items()
        if (words := _joined([title, byline, texts.get(article)]))
    }


def _review_texts(of: ClaimRows) -> Iterator[Text]:
    for claim, seq, _, _, _, gone, because in of.reviews:
        if not gone and because and claim in of.live:
            yield Text(seq, "review", claim, because)


def source_texts(connection: Connection, sources: Sequence[int]) -> Iterator[Text]:
    """Of each live source its names."""
    named = said_of_sources(standing_tuples(tuples(connection, _SOURCES, sources, sources)))
    yield from [Text(source, "source", None, words) for source, words in named.items()]


def article_texts(connection: Connection, articles: Sequence[int]) -> Iterator[Text]:
    """Of each live article its title and its latest text."""
    rows = tuples(connection, _ARTICLES, articles, articles)
    said = said_in_articles(standing_tuples(rows), latest_texts(connection, articles))
    yield from [Text(article, "article", None, words) for article, words in said.items()]


def latest_texts(connection: Connection, articles: Sequence[int]) -> dict[int, str]:
    """Of each article (first rows) the latest text that is kept, where one is."""
    return latest(tuples(connection, _LATEST, articles))


def latest(rows: Iterable[Values]) -> dict[int, str]:
    """The same, of rows in the order of their readings: article, text, and whether the reading or the text is withdrawn."""
    return {article: kept for article, kept, gone, body_gone in rows if not gone and not body_gone and kept is not None}


SHORT = 120
"""Characters of a text whose words are remembered: the same few words are said in many places."""

_remembered = lru_cache(2**12)(counted)


def _counted(text: str) -> Counter[str]:
    return _remembered(text) if len(text) <= SHORT else counted(text)


def _joined(parts: Iterable[str | None]) -> str:
    return "\n".join(dict.fromkeys(filter(None, parts)))


# --- keeping it ------------------------------------------------------------------------------------------------------


def rebuild(connection: Connection) -> None:
    """Make the whole index anew."""
    for table in (Posting, SearchDoc, SearchTotal):
        connection.execute(delete(table))
    change = Change(connection)
    for batch in batches(every(connection, Claim), BATCH):
        change.claims(ClaimRows(connection, batch), False)
    change.end(every(connection, Source), every(connection, Article))


def articles_with(connection: Connection, hashes: Iterable[str]) -> set[int]:
    """The articles (first rows) that have a reading of these bytes."""
    found: set[int] = set()
    for batch in batches(hashes, BATCH):
        found |= set(connection.execute(select(Snapshot.c.article).where(Snapshot.c.sha256.in_(batch))).scalars())
    return found


def articles_of(connection: Connection, table: str, seq: int) -> set[int]:
    """The articles that a row of `article`, `snapshot` or `snapshot_body` says something of."""
    if table == "article":
        return {seq}
    if table == "snapshot":
        return set(connection.execute(select(Snapshot.c.article).where(Snapshot.c.seq == seq)).scalars())
    return articles_with(
        connection, connection.execute(select(SnapshotBody.c.sha256).where(SnapshotBody.c.seq == seq)).scalars()
    )


def every(connection: Connection, table: Table[Any]) -> list[int]:
    """The first rows of a kind of thing."""
    return list(connection.execute(select(table.c.seq).where(table.c.first.is_(None)).order_by(table.c.seq)).scalars())


def firsts(connection: Connection, table: Table[Any], size: int = BATCH) -> Iterator[list[int]]:
    """The same, so many at a time: memory does not grow with them."""
    last = 0
    while batch := [seq for (seq,) in _FIRSTS[table.name].rows(connection, {"last": last, "most": size})]:
        yield batch
        last = batch[-1]


def articles_at_once(connection: Connection) -> int:
    """How many articles to read at a time: few where texts are kept, for those are long."""
    return ARTICLES if connection.exec_driver_sql("SELECT EXISTS (SELECT 1 FROM snapshot_body)").scalar() else BATCH


def _first(table: Table[Any]) -> Prepared:
    # Of `first IS NULL` SQLite would take the index, go through all of it for each batch, and sort: at a million claims ten minutes.
    first = func.coalesce(table.c.first, 0) == 0
    query = select(table.c.seq).where(first, table.c.seq > bindparam("last"))
    return Prepared(query.order_by(table.c.seq).limit(bindparam("most")))


_FIRSTS = {table.name: _first(table) for table in (Claim, Source, Article)}


class Change:
    """Texts that come, go and change in one transaction; written in the order of the index, many at a time."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.postings: list[tuple[str, int, int]] = []
        self.totals: dict[str, list[int]] = defaultdict(lambda: [0, 0])

    def claims(self, of: ClaimRows, judged: bool) -> None:
        """Bring the index up to date with these claims; of those that are only `judged` with their reviews."""
        if judged:
            self._compare("claim {} AND kind = 'review'", of.claims, _review_texts(of))
        else:
            self._compare("claim {}", of.claims, texts_of(of))

    def _compare(self, indexed: str, batch: Sequence[int], texts: Iterable[Text]) -> None:
        """What stands in the index of some things, found by this condition, beside what should."""
        before = {row[0]: row for row in tuples(self.connection, f"{HELD} {indexed}", batch)}
        new: list[Values] = []
        for one in texts:
            known = before.get(one.doc)
            digest = one.digest
            if known is not None and known[4] == digest:
                del before[one.doc]
                continue
            words = _counted(one.text)
            length = words.total()
            new.append((one.doc, one.kind, one.claim, length, digest))
            self.postings += [(word, one.doc, count) for word, count in words.items()]
            self._count(one.kind, 1, length)
        for _, kind, _, length, _ in before.values():
            self._count(kind, -1, -length)
        for gone in batches(before, BATCH):
            self.connection.execute(delete(Posting).where(Posting.c.doc.in_(gone)))
            self.connection.execute(delete(SearchDoc).where(SearchDoc.c.doc.in_(gone)))
        if new:
            insert_values(self.connection, SearchDoc, ("doc", "kind", "claim", "length", "digest"), new)
        if len(self.postings) > 200_000:
            self._write()

    def _count(self, kind: str, docs: int, words: int) -> None:
        self.totals[kind][0] += docs
        self.totals[kind][1] += words

    def _write(self) -> None:
        if self.postings:
            self.postings.sort()
            insert_values(self.connection, Posting, ("term", "doc", "count"), self.postings)
            self.postings = []

    def end(self, sources: Iterable[int], articles: Iterable[int]) -> None:
        """The same with these sources and articles (`seq` of first rows), and with all that was counted."""
        for batch in batches(sources, BATCH):
            self._compare("doc {}", batch, source_texts(self.connection, batch))
        for batch in batches(articles, ARTICLES):
            self._compare("doc {}", batch, article_texts(self.connection, batch))
        self._write()
        changed = [
            {"kind": kind, "docs": docs, "words": words}
            for kind, (docs, words) in sorted(self.totals.items())
            if docs or words
        ]
        if changed:
            self.connection.execute(
                text(
                    "INSERT INTO search_total_cache (kind, docs, words) VALUES (:kind, :docs, :words) ON CONFLICT (kind) DO UPDATE SET "
                    "docs = search_total_cache.docs + excluded.docs, words = search_total_cache.words + excluded.words"
                ),
                changed,
            )


T = TypeVar("T", int, str)


def batches(things: Iterable[T], size: int) -> Iterator[list[T]]:
    ordered = sorted(things)
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]
