"""What the texts are called that were found, and what they say: all of a page in one statement."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Table, select

from claims.store.engine import Session
from claims.store.present import standing_tuples, withdrawn
from claims.store.search import Doc
from claims.store.search_index import latest, said_in_appearances, said_in_articles, said_in_claims, said_of_sources
from claims.store.stack import AnySelect, Stack, numbers_in
from claims.store.tables import Appearance, Article, Claim, ClaimNow, Passage, Review, Snapshot, SnapshotBody, Source

LETTERS = {"claim": "C", "words": "P", "review": "R", "source": "S", "article": "A"}
"""Kinds of texts, and the letters of their ids."""


@dataclass(frozen=True, slots=True)
class About:
    """What is said of a text that was found."""

    id: str
    text: str
    claim: str | None
    """Of the claim that it belongs to the id, the text and the status."""
    title: str | None
    status: str | None


def about(session: Session, docs: Sequence[Doc]) -> dict[int, About]:
    """Those of these texts that are there."""
    if not docs:
        return {}
    wanted: dict[str, list[int]] = defaultdict(list)
    for doc in docs:
        wanted[doc.kind].append(doc.doc)
    kinds = frozenset(wanted)
    wanted["claims"] = sorted({doc.claim for doc in docs if doc.claim is not None})
    values = {kind: orjson.dumps(numbers).decode() for kind, numbers in wanted.items()}
    rows = _about(kinds).run(session.connection, upto=session.upto, **values)
    claims = {row.claim: (f"C-{row.number}", row.text, row.status) for row in rows["claims"]}
    texts, numbers = _texts(rows), {row.seq: row.number for kind in kinds for row in rows[kind]}
    return {
        doc.doc: About(f"{LETTERS[doc.kind]}-{numbers[doc.doc]}", texts[doc.doc], *claims.get(doc.claim or 0, _OF_NONE))
        for doc in docs
        if doc.doc in texts
    }


_OF_NONE = (None, None, None)


def _texts(rows: Mapping[str, list[Any]]) -> dict[int, str]:
    """The texts by their first rows, as they are indexed."""

    def versions(kind: str) -> list[tuple[Any, ...]]:
        # What is left of a row without its number is what the index is made from.
        return [row[:-1] for row in (*rows.get(kind, ()), *rows.get(f"later_{kind}", ()))]

    read = sorted(rows.get("reading", ()))
    return {
        **said_in_claims(versions("claim")),
        **said_in_appearances(standing_tuples(versions("words"))),
        **{row.seq: row.because for row in rows.get("review", ()) if row.because and not row.withdrawn},
        **said_of_sources(standing_tuples(versions("source"))),
        **said_in_articles(standing_tuples(versions("article")), latest(row[2:] for row in read)),
    }


@cache
def _about(kinds: frozenset[str]) -> Stack:
    """The statement that reads texts of these kinds, each by its numbers, and the claims that they belong to."""
    now = ClaimNow.c
    claims = select(now.claim, now.number, now.text, now.status).where(now.claim.in_(numbers_in("claims")))
    return Stack(claims=claims, **{name: query for kind in sorted(kinds) for name, query in _of_kind(kind)})


def _of_kind(kind: str) -> Iterator[tuple[str, AnySelect]]:
    if kind == "review":
        columns = (Review.c.seq, Review.c.because, withdrawn(Review.c.seq), Review.c.number)
        yield kind, select(*columns).where(Review.c.seq.in_(numbers_in(kind)))
        return
    table, *columns_ = _VERSIONED[kind]
    query = select(table.c.seq, table.c.first, table.c.version, withdrawn(table.c.seq), *columns_, table.c.number)
    if kind == "words":
        query = query.outerjoin(Passage, Passage.c.seq == Appearance.c.wording)
    yield kind, query.where(table.c.seq.in_(numbers_in(kind)))
    yield f"later_{kind}", query.where(table.c.first.in_(numbers_in(kind)))
    if kind == "article":
        gone = (withdrawn(Snapshot.c.seq), withdrawn(SnapshotBody.c.seq).label("body_withdrawn"))
        read = select(Snapshot.c.seq, SnapshotBody.c.seq.label("body"), Snapshot.c.article, SnapshotBody.c.text, *gone)
        read = read.join(SnapshotBody, SnapshotBody.c.sha256 == Snapshot.c.sha256)
        yield "reading", read.where(Snapshot.c.article.in_(numbers_in(kind)))


_VERSIONED: dict[str, tuple[Table[Any], *tuple[ColumnElement[Any], ...]]] = {
    "claim": (Claim, Claim.c.text, Claim.c.topics),
    "words": (Appearance, Appearance.c.claim, Passage.c.exact, Appearance.c.named_as, Appearance.c.because),
    "source": (Source, Source.c.name, Source.c.aliases, Source.c.note),
    "article": (Article, Article.c.title, Article.c.byline),
}
