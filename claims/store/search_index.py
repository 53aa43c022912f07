"""The index that search and matching read: which words stand in which texts.

A cache like others: kept in the transaction that changes a text, made anew by `db caches`, compared by `verify`.

Both databases share it, so that they give the same answers in the same order; their own full-text engines rank differently.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import orjson
from sqlalchemy import ColumnElement, Connection, Table, delete, func, or_, select, text

from claims.store.inserting import insert_rows, insert_values
from claims.store.present import standing, withdrawn
from claims.store.tables import (
    Appearance,
    Article,
    Claim,
    Passage,
    Posting,
    Review,
    SearchDoc,
    SearchTotal,
    Snapshot,
    SnapshotBody,
    Source,
)
from claims.text.words import counted

EVERYTHING = {"upto": 2**62}
"""With the rows of this transaction, which the head does not count yet."""

BATCH = 500
ARTICLES = 50
"""Articles are read a few at a time, for their texts are long."""


_DOCS, _POSTINGS = (cache for cache in (SearchDoc, Posting))


@dataclass(frozen=True, slots=True)
class Text:
    """A text as the index has it."""

    doc: int
    kind: str
    claim: int | None
    text: str

    @property
    def digest(self) -> bytes:
        return hashlib.sha256(f"{self.kind}\0{self.claim or ''}\0{self.text}".encode()).digest()[:8]


# --- what is indexed -------------------------------------------------------------------------------------------------


def claim_texts(connection: Connection, claims: Sequence[int]) -> Iterator[Text]:
    """Of each live claim its wordings through time, its appearances and the reasons of its reviews."""
    rows = _rows(connection, Claim, or_(Claim.c.seq.in_(claims), Claim.c.first.in_(claims)))
    live = standing(rows)
    said: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        if not row.withdrawn:
            said[row.first or row.seq] += [row.text or "", *(orjson.loads(row.topics) if row.topics else ())]
    yield from (Text(claim, "claim", claim, _joined(said[claim])) for claim in sorted(live))
    steps = _rows(connection, Appearance, Appearance.c.claim.in_(claims))
    passages = _passages(connection, [row.wording for row in steps])
    for step, row in standing(steps).items():
        if row.claim in live and (words := _joined([passages.get(row.wording), row.named_as, row.because])):
            yield Text(step, "words", row.claim, words)
    yield from _review_texts(connection, live)


def judged_texts(connection: Connection, claims: Sequence[int]) -> Iterator[Text]:
    """Of each live claim the reasons of its reviews."""
    rows = _rows(connection, Claim, or_(Claim.c.seq.in_(claims), Claim.c.first.in_(claims)))
    return _review_texts(connection, standing(rows))


def _review_texts(connection: Connection, claims: Collection[int]) -> Iterator[Text]:
    for row in _rows(connection, Review, Review.c.claim.in_(claims)) if claims else ():
        if not row.withdrawn and row.because:
            yield Text(row.seq, "review", row.claim, row.because)


def source_texts(connection: Connection, sources: Sequence[int]) -> Iterator[Text]:
    """Of each live source its names."""
    rows = _rows(connection, Source, or_(Source.c.seq.in_(sources), Source.c.first.in_(sources)))
    for source, row in standing(rows).items():
        names = [row.name, *(orjson.loads(row.aliases) if row.aliases else ()), row.note]
        if words := _joined(names):
            yield Text(source, "source", None, words)


def article_texts(connection: Connection, articles: Sequence[int]) -> Iterator[Text]:
    """Of each live article its title and its latest text."""
    rows = _rows(connection, Article, or_(Article.c.seq.in_(articles), Article.c.first.in_(articles)))
    texts = latest_texts(connection, articles)
    for article, row in standing(rows).items():
        if words := _joined([row.title, row.byline, texts.get(article)]):
            yield Text(article, "article", None, words)


def latest_texts(connection: Connection, articles: Sequence[int]) -> dict[int, str]:
    """Of each article (first rows) the latest text that is kept, where one is."""
    held = (
        select(
            Snapshot.c.article,
            SnapshotBody.c.text,
            withdrawn(Snapshot.c.seq),
            withdrawn(SnapshotBody.c.seq).label("body_withdrawn"),
        )
        .join(SnapshotBody, SnapshotBody.c.sha256 == Snapshot.c.sha256)
        .where(Snapshot.c.article.in_(articles))
        .order_by(Snapshot.c.seq, SnapshotBody.c.seq)
    )
    return {
        row.article: row.text
        for row in connection.execute(held, EVERYTHING)
        if not row.withdrawn and not row.body_withdrawn and row.text is not None
    }


def _rows(connection: Connection, table: Table, condition: ColumnElement[bool]) -> Sequence[Any]:
    columns = table.c
    query = select(*columns, withdrawn(columns.seq)).where(condition)
    return connection.execute(query, EVERYTHING).all()


def _passages(connection: Connection, wanted: Iterable[int | None]) -> dict[int | None, str | None]:
    found: dict[int | None, str | None] = {}
    seqs = sorted({seq for seq in wanted if seq is not None})
    for start in range(0, len(seqs), BATCH):
        query = select(Passage.c.seq, Passage.c.exact).where(Passage.c.seq.in_(seqs[start : start + BATCH]))
        found |= {row.seq: row.exact for row in connection.execute(query)}
    return found


def _joined(parts: Iterable[str | None]) -> str:
    return "\n".join(dict.fromkeys(part for part in parts if part))


# --- keeping it ------------------------------------------------------------------------------------------------------


def refresh(
    connection: Connection,
    claims: Iterable[int],
    sources: Iterable[int],
    articles: Iterable[int],
    judged: Iterable[int] = (),
) -> None:
    """Bring the index up to date with these claims, sources and articles (`seq` of first rows); of those `judged` only reviews changed."""
    change = _Change(connection)
    for batch in _batches(claims, BATCH):
        change.of(SearchDoc.c.claim.in_(batch), claim_texts(connection, batch))
    for batch in _batches(judged, BATCH):
        change.of(SearchDoc.c.claim.in_(batch) & (SearchDoc.c.kind == "review"), judged_texts(connection, batch))
    for batch in _batches(sources, BATCH):
        change.of(SearchDoc.c.doc.in_(batch), source_texts(connection, batch))
    for batch in _batches(articles, ARTICLES):
        change.of(SearchDoc.c.doc.in_(batch), article_texts(connection, batch))
    change.end()


def rebuild(connection: Connection) -> None:
    """Make the whole index anew."""
    for table in (Posting, SearchDoc, SearchTotal):
        connection.execute(delete(table))
    refresh(connection, *(every(connection, table) for table in (Claim, Source, Article)))


def articles_with(connection: Connection, hashes: Iterable[str]) -> set[int]:
    """The articles (first rows) that have a reading of these bytes."""
    found: set[int] = set()
    for batch in _batches(hashes, BATCH):
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


class _Change:
    """Texts that come, go and change in one transaction; written in the order of the index, many at a time."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.postings: list[tuple[str, int, int]] = []
        self.totals: dict[str, list[int]] = defaultdict(lambda: [0, 0])

    def of(self, indexed: ColumnElement[bool], texts: Iterable[Text]) -> None:
        """What stands in the index of some things beside what should."""
        before = _held(self.connection, indexed)
        new: list[dict[str, Any]] = []
        for one in texts:
            known = before.get(one.doc)
            digest = one.digest
            if known is not None and known.digest == digest:
                del before[one.doc]
                continue
            words = counted(one.text)
            length = words.total()
            new.append({"doc": one.doc, "kind": one.kind, "claim": one.claim, "length": length, "digest": digest})
            self.postings += [(word, one.doc, count) for word, count in words.items()]
            self._count(one.kind, 1, length)
        for row in before.values():
            self._count(row.kind, -1, -row.length)
        for gone in _batches(before, BATCH):
            self.connection.execute(delete(Posting).where(Posting.c.doc.in_(gone)))
            self.connection.execute(delete(SearchDoc).where(SearchDoc.c.doc.in_(gone)))
        insert_rows(self.connection, _DOCS, new)
        if len(self.postings) > 200_000:
            self._write()

    def _count(self, kind: str, docs: int, words: int) -> None:
        self.totals[kind][0] += docs
        self.totals[kind][1] += words

    def _write(self) -> None:
        if self.postings:
            self.postings.sort()
            insert_values(self.connection, _POSTINGS, ("term", "doc", "count"), self.postings)
            self.postings = []

    def end(self) -> None:
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


def differences(connection: Connection) -> Iterator[tuple[str, int | None, str]]:
    """Where the index is not what the texts give: the table, the text (its first row), and what is wrong. Batch by batch."""
    seen: set[int] = set()
    for table, texts, size in (
        (Claim, claim_texts, BATCH),
        (Source, source_texts, BATCH),
        (Article, article_texts, ARTICLES),
    ):
        for batch in _batches(every(connection, table), size):
            right = {one.doc: one for one in texts(connection, batch)}
            held = _held(connection, SearchDoc.c.claim.in_(batch) if table is Claim else SearchDoc.c.doc.in_(batch))
            postings = _postings(connection, right.keys() | held.keys())
            for doc in sorted(right.keys() | held.keys()):
                if said := _wrong(right.get(doc), held.get(doc), postings.get(doc, {})):
                    yield SearchDoc.name, doc, said
            seen |= held.keys()
    left = select(SearchDoc.c.doc).union(select(Posting.c.doc))
    for doc in connection.execute(left).scalars():
        if doc not in seen:
            yield SearchDoc.name, doc, "is indexed, and is no text here"
    kept = {
        row.kind: (row.docs, row.words)
        for row in connection.execute(select(SearchTotal.c.kind, SearchTotal.c.docs, SearchTotal.c.words))
    }
    if {kind: of for kind, of in kept.items() if of != (0, 0)} != totals(connection):
        yield SearchTotal.name, None, "does not count the texts that are indexed"


def _held(connection: Connection, condition: ColumnElement[bool]) -> dict[int, Any]:
    columns = SearchDoc.c
    return {row.doc: row for row in connection.execute(select(*columns).where(condition))}


def _postings(connection: Connection, docs: Iterable[int]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for batch in _batches(docs, BATCH):
        for term, doc, count in connection.execute(
            select(Posting.c.term, Posting.c.doc, Posting.c.count).where(Posting.c.doc.in_(batch))
        ):
            found[doc][term] = count
    return found


def _wrong(right: Text | None, held: Any, postings: dict[str, int]) -> str | None:
    """What is wrong with one text in the index."""
    if right is None:
        return "is indexed, and is no text here"
    if held is None:
        return "is not indexed"
    words = counted(right.text)
    if (held.kind, held.claim, held.length, held.digest) != (
        right.kind,
        right.claim,
        words.total(),
        right.digest,
    ) or postings != words:
        return "is indexed with other words than it has"
    return None


def totals(connection: Connection) -> dict[str, tuple[int, int]]:
    """How many texts of each kind there are, and how many words."""
    query = select(SearchDoc.c.kind, func.count(), func.sum(SearchDoc.c.length)).group_by(SearchDoc.c.kind)
    return {kind: (int(docs), int(words)) for kind, docs, words in connection.execute(query)}


T = TypeVar("T", int, str)


def _batches(things: Iterable[T], size: int) -> Iterator[list[T]]:
    ordered = sorted(things)
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]
