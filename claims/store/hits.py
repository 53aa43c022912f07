"""What the texts are called that were found, and what they say: all of a page in one statement."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from claims.store.engine import Session
from claims.store.present import standing_tuples, withdrawn_in
from claims.store.search import Doc
from claims.store.search_index import latest, said_in_appearances, said_in_articles, said_in_claims, said_of_sources
from claims.store.stack import Part, Stack
from claims.values import value

LETTERS = {"claim": "C", "words": "P", "review": "R", "source": "S", "article": "A"}
"""Kinds of texts, and the letters of their ids."""


@value
class About:
    """What is said of a text that was found."""

    id: str
    text: str
    claim: str | None
    """Of the claim that it belongs to the id, the text and the status."""
    title: str | None
    status: str | None
    reviewed: bool | None
    """Whether somebody looked at that claim: without, its status is nobody's finding."""


def about(session: Session, docs: Sequence[Doc]) -> dict[int, About]:
    """Those of these texts that are there."""
    if not docs:
        return {}
    wanted: dict[str, list[int]] = defaultdict(list)
    for doc in docs:
        wanted[doc.kind].append(doc.doc)
    kinds = frozenset(wanted)
    wanted["claims"] = sorted({doc.claim for doc in docs if doc.claim is not None})
    rows = _about(kinds).run(session.connection, upto=session.upto, **wanted)
    claims = {row.claim: (f"C-{row.number}", row.text, row.status, bool(row.reviewed)) for row in rows["claims"]}
    texts, numbers = _texts(rows), {row.seq: row.number for kind in kinds for row in rows[kind]}
    return {
        doc.doc: About(f"{LETTERS[doc.kind]}-{numbers[doc.doc]}", texts[doc.doc], *claims.get(doc.claim or 0, _OF_NONE))
        for doc in docs
        if doc.doc in texts
    }


_OF_NONE = (None, None, None, None)


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
    claims = Part(
        "now",
        "claim number text status reviewed",
        "{claims} AS wanted CROSS JOIN claim_now_cache AS now WHERE now.claim = wanted.value",
    )
    return Stack(claims=claims, **{name: part for kind in sorted(kinds) for name, part in _of_kind(kind)})


def _of_kind(kind: str) -> Iterator[tuple[str, Part]]:
    table, others = _TABLES[kind]
    wanted = f"{{{kind}}} AS wanted CROSS JOIN {table}"
    if kind == "words":
        wanted += " LEFT JOIN passage ON passage.seq = appearance.wording"
    gone = {"withdrawn": withdrawn_in(table)}
    if kind == "review":
        columns = {"seq": "review.seq", "because": "review.because", **gone, "number": "review.number"}
        yield kind, Part(table, "", f"{wanted} WHERE review.seq = wanted.value", **columns)
        return
    said = {column.replace(".", "_"): column for column in others.split()}
    columns = {**gone, **said, "number": f"{table}.number"}
    yield kind, Part(table, "seq first version", f"{wanted} WHERE {table}.seq = wanted.value", **columns)
    yield f"later_{kind}", Part(table, "seq first version", f"{wanted} WHERE {table}.first = wanted.value", **columns)
    if kind == "article":
        bodies = "CROSS JOIN snapshot CROSS JOIN snapshot_body AS body WHERE snapshot.article = wanted.value AND body.sha256 = snapshot.sha256"
        parts = {
            "body": "body.seq",
            "article": "snapshot.article",
            "text": "body.text",
            "withdrawn": withdrawn_in("snapshot"),
        }
        yield (
            "reading",
            Part("snapshot", "seq", f"{{article}} AS wanted {bodies}", **parts, body_withdrawn=withdrawn_in("body")),
        )


_TABLES = {
    "claim": ("claim", "claim.number claim.case_file claim.text claim.kind claim.claimant claim.topics"),
    "words": ("appearance", "appearance.claim appearance.source passage.exact appearance.named_as appearance.because"),
    "source": ("source", "source.name source.aliases source.note"),
    "article": ("article", "article.title article.byline"),
    "review": ("review", ""),
}
"""Where texts of a kind lie, and what they say."""
