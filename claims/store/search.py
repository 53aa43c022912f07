"""Looking words up in the index, newest first by slices; and what the texts are called that were found."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, TextClause, and_, or_, select, text

from claims.store.engine import Session
from claims.store.tables import (
    Appearance,
    Article,
    Claim,
    ClaimNow,
    ClaimSource,
    Posting,
    Review,
    SearchDoc,
    Source,
)
from claims.text.queries import Query

SLICE = 500
MOST_COUNTED = 20_000
"""A word that stands in more texts than this is as common as one that stands in all."""

COUNTED_AT_ONCE = 100

PREFIX = 4
"""Letters of a beginning that the index is asked for: a word's ending may be folded away after them."""


@dataclass(frozen=True, slots=True)
class Doc:
    """A text of the index."""

    doc: int
    kind: str
    claim: int | None
    length: int


@dataclass(frozen=True, slots=True)
class Filter:
    """Which claims' texts are wanted."""

    source: int | None = None
    outlet: int | None = None
    status: str | None = None
    stage: str | None = None
    since: int | None = None
    """The first row of the log that is wanted."""

    @property
    def of_claims(self) -> bool:
        return any(value is not None for value in (self.source, self.outlet, self.status, self.stage))


def newest(session: Session, query: Query, wanted: Filter, most: int | None = None) -> Iterator[list[Doc]]:
    """Texts in which all of the query stands, newest first, some at a time; phrases and beginnings are yet to be looked at in the texts themselves.

    `most`: how many the caller can use. So many are looked at first, and then more at a time.
    """
    terms = _rarest_first(session, query.terms)
    before: int | None = None
    size = SLICE if most is None else min(SLICE, most)
    while True:
        part = _slice(session, terms, query, wanted, before, size)
        if not part:
            return
        before = part[-1]
        docs = _with_words(session, part, terms[1:], query)
        yield _wanted(session, docs, wanted)
        if len(part) < size:
            return
        size = min(SLICE, 4 * size)


def _slice(
    session: Session, terms: Sequence[str], query: Query, wanted: Filter, before: int | None, size: int
) -> list[int]:
    """The next texts that may be found, by the rarest thing that is asked for."""
    column = SearchDoc.c.doc if not terms and not query.beginnings else Posting.c.doc
    conditions: list[ColumnElement[bool]] = []
    if terms:
        conditions.append(Posting.c.term == terms[0])
    elif query.beginnings:
        conditions.append(_begins(query.beginnings[0]))
    else:
        conditions.append(SearchDoc.c.kind == "claim")
    if before is not None:
        conditions.append(column < before)
    if wanted.since is not None:
        conditions.append(column >= wanted.since)
    found = select(column).where(*conditions).order_by(column.desc()).limit(size)
    return list(session.connection.execute(found.distinct() if query.beginnings and not terms else found).scalars())


def _begins(beginning: str) -> ColumnElement[bool]:
    start = beginning[:PREFIX]
    return and_(Posting.c.term >= start, Posting.c.term < start + "\U0010ffff")


def _with_words(session: Session, docs: list[int], terms: Sequence[str], query: Query) -> list[int]:
    """Those of these texts in which the other words stand too, and none of the unwanted."""
    left = docs
    for condition in (*(Posting.c.term == term for term in terms), *map(_begins, query.beginnings)):
        if left:
            left = _among(session, left, condition)
    for term in query.without:
        gone = set(_among(session, left, Posting.c.term == term)) if left else set()
        left = [doc for doc in left if doc not in gone]
    return left


def _among(session: Session, docs: Sequence[int], condition: ColumnElement[bool]) -> list[int]:
    found = set(session.connection.execute(select(Posting.c.doc).where(condition, Posting.c.doc.in_(docs))).scalars())
    return [doc for doc in docs if doc in found]


def _wanted(session: Session, docs: Sequence[int], wanted: Filter) -> list[Doc]:
    if not docs:
        return []
    rows = session.connection.execute(
        select(SearchDoc.c.doc, SearchDoc.c.kind, SearchDoc.c.claim, SearchDoc.c.length).where(
            SearchDoc.c.doc.in_(docs)
        )
    ).all()
    by_doc = {row.doc: Doc(*row) for row in rows}
    found = [by_doc[doc] for doc in docs if doc in by_doc]
    if not wanted.of_claims:
        return found
    allowed = _claims(session, {doc.claim for doc in found if doc.claim is not None}, wanted)
    articles = [doc.doc for doc in found if doc.kind == "article"]
    published: set[int] = set()
    if articles and wanted.outlet is not None and (wanted.status, wanted.stage, wanted.source) == (None, None, None):
        query = select(Article.c.seq).where(Article.c.seq.in_(articles), Article.c.outlet == wanted.outlet)
        published = set(session.connection.execute(query).scalars())
    return [doc for doc in found if doc.claim in allowed or doc.doc in published]


def _claims(session: Session, claims: Iterable[int], wanted: Filter) -> set[int]:
    query = select(ClaimNow.c.claim).where(ClaimNow.c.claim.in_(sorted(claims)))
    if wanted.status is not None:
        query = query.where(ClaimNow.c.status == wanted.status)
    if wanted.stage is not None:
        query = query.where(ClaimNow.c.stage == wanted.stage)
    for source in (wanted.source, wanted.outlet):
        if source is not None:
            speaks = select(ClaimSource.c.claim).where(ClaimSource.c.source == source)
            query = query.where(or_(ClaimNow.c.claim.in_(speaks), ClaimNow.c.claimant == source))
    return set(session.connection.execute(query).scalars())


def counts_of(session: Session, terms: Collection[str]) -> dict[str, int]:
    """In how many texts each of these words stands, as far as that is counted."""
    found: dict[str, int] = {}
    ordered = sorted(set(terms))
    for start in range(0, len(ordered), COUNTED_AT_ONCE):
        some = ordered[start : start + COUNTED_AT_ONCE]
        # Statements of few lengths, so that they are made once.
        some += [""] * (next(size for size in (1, 10, COUNTED_AT_ONCE) if size >= len(some)) - len(some))
        counted = session.connection.execute(_counting(len(some)), {f"t{n}": term for n, term in enumerate(some)})
        found |= {some[n]: count for n, count in counted}
    found.pop("", None)
    return found


@cache
def _counting(size: int) -> TextClause:
    few = f"SELECT count(*) FROM (SELECT 1 FROM posting_cache WHERE term = :t{{n}} LIMIT {MOST_COUNTED}) AS few"
    return text(" UNION ALL ".join(f"SELECT {n}, ({few.format(n=n)})" for n in range(size)))


# From one word to the next: each is one look into the index, however often the words stand in texts.
_FROM_WORD_TO_WORD = text(
    "WITH RECURSIVE next(term) AS ("
    "SELECT min(term) FROM posting_cache WHERE term >= :start AND term < :stop "
    "UNION ALL SELECT (SELECT min(p.term) FROM posting_cache p WHERE p.term > next.term AND p.term < :stop) FROM next WHERE next.term IS NOT NULL"
    ") SELECT term FROM next WHERE term IS NOT NULL LIMIT :most"
)


def terms_like(session: Session, beginning: str, most: int = 5_000) -> list[str]:
    """The words of the index that begin so."""
    bounds = {"start": beginning, "stop": beginning + chr(0x10FFFF), "most": most}
    return list(session.connection.execute(_FROM_WORD_TO_WORD, bounds).scalars())


def doc_with(session: Session, term: str) -> Doc | None:
    """A text in which a word stands."""
    query = (
        select(SearchDoc.c.doc, SearchDoc.c.kind, SearchDoc.c.claim, SearchDoc.c.length)
        .join(Posting, Posting.c.doc == SearchDoc.c.doc)
        .where(Posting.c.term == term)
        .limit(1)
    )
    row = session.connection.execute(query).one_or_none()
    return None if row is None else Doc(*row)


def _rarest_first(session: Session, terms: Sequence[str]) -> list[str]:
    if len(terms) < 2:
        return list(terms)
    counts = counts_of(session, terms)
    return sorted(terms, key=lambda term: (counts[term], term))


# --- what the texts are called ---------------------------------------------------------------------------------------

NUMBERED: dict[str, tuple[Table[Any], str]] = {
    "claim": (Claim, "C"),
    "words": (Appearance, "P"),
    "review": (Review, "R"),
    "source": (Source, "S"),
    "article": (Article, "A"),
}
"""Kinds of texts, their tables and the letters of their ids."""


def ids(session: Session, docs: Iterable[Doc]) -> dict[int, str]:
    """The public id of every text."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for doc in docs:
        by_kind[doc.kind].append(doc.doc)
    found: dict[int, str] = {}
    for kind, seqs in by_kind.items():
        table, letter = NUMBERED[kind]
        rows = session.connection.execute(select(table.c.seq, table.c.number).where(table.c.seq.in_(seqs)))
        found |= {row.seq: f"{letter}-{row.number}" for row in rows}
    return found


def claims_now(session: Session, claims: Iterable[int]) -> dict[int, tuple[str, str, str]]:
    """Id, text and status of live claims."""
    query = select(ClaimNow.c.claim, ClaimNow.c.number, ClaimNow.c.text, ClaimNow.c.status).where(
        ClaimNow.c.claim.in_(sorted(claims))
    )
    return {row.claim: (f"C-{row.number}", row.text, row.status) for row in session.connection.execute(query)}


def numbers_of(connection: Connection, claims: Iterable[int]) -> dict[int, int]:
    """The public numbers of live claims."""
    return _numbered(connection, ClaimNow.c.claim.in_(sorted(claims)))


def first_rows(connection: Connection, numbers: Iterable[int]) -> dict[int, int]:
    """The live claims that have these public numbers, each by its first row."""
    return _numbered(connection, ClaimNow.c.number.in_(sorted(numbers)))


def _numbered(connection: Connection, condition: ColumnElement[bool]) -> dict[int, int]:
    rows = connection.execute(select(ClaimNow.c.claim, ClaimNow.c.number).where(condition))
    return {row.claim: row.number for row in rows}
