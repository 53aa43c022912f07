"""A search finds what looking through every text finds, whatever the index is asked first."""

from __future__ import annotations

import random
import re
from itertools import chain

import pytest
from service_desk import ServiceDesk
from sqlalchemy import select

from claims.entries import CaseEntry, ClaimEntry, ReviewEntry, SourceEntry, VersionEntry
from claims.services import searching
from claims.services.searching import search
from claims.store import search as index
from claims.store.engine import Session
from claims.store.search_index import Text, article_texts, claim_texts, every, source_texts
from claims.store.tables import Article, Claim, ClaimNow, Source
from claims.text import folding
from claims.text.queries import Query, parsed
from claims.text.words import words
from claims.vocabulary import SourceKind

SAID = "Minister ministers minis ministry mayor mayors closing closed closes bridge bridges Erdoğan erdogan party parties öde ode".split()  # noqa: SIM905
ASKED = [*SAID, "minist*", "ministe*", "ministers*", "clos*", "cl*", "parti*", "erdoğ*", "-mayor", "-closed", "zebra", "status:false", "stage:new"]  # fmt: skip


@pytest.fixture
def many(desk: ServiceDesk) -> ServiceDesk:
    """Claims of a few words each, some of them reviewed, a source, and an article."""
    choose = random.Random(3)
    claims = [
        ClaimEntry(
            f"c{n}",
            (VersionEntry(" ".join(choose.choices(SAID, k=choose.randint(2, 6))) + f" number{n}"),),
            reviews=(ReviewEntry("false", choose.choice(SAID), "Ana", "2026-11-01", version=1),) if n % 4 == 0 else (),
        )
        for n in range(60)
    ]
    desk.take_in(
        CaseEntry("many", sources=(SourceEntry("m", "The Mayors", SourceKind.GROUP),), claims=tuple(claims)), trust=True
    )
    desk.add("The minister closed a bridge.\nThe mayors of the party opened it.\n", "unknown", case="many")
    return desk


def texts(session: Session) -> list[Text]:
    """Every text, newest first."""
    kinds = ((Claim, claim_texts), (Source, source_texts), (Article, article_texts))
    found = chain.from_iterable(of(session.connection, every(session.connection, table)) for table, of in kinds)
    return sorted(found, key=lambda text: -text.doc)


def holds(text: Text, query: Query, false: set[int]) -> bool:
    """Whether all of the query stands in a text, and its claim is as is asked; without words only claims are looked at."""
    stems, folded = list(words(text.text)), re.findall(r"[^\W_]+", folding.key(text.text))
    said = f" {' '.join(stems)} "
    return (
        bool(query.terms or query.beginnings or text.kind == "claim")
        and (("status", "false") not in query.fields or text.claim in false)
        and (("stage", "new") not in query.fields or text.claim is not None)
        and all(word in stems for word in query.words)
        and all(f" {' '.join(phrase)} " in said for phrase in query.phrases)
        and all(any(word.startswith(beginning) for word in folded) for beginning in query.beginnings)
        and not any(word in stems for word in query.without)
    )


def asked(choose: random.Random) -> str:
    """A query of up to four parts, sometimes with a phrase."""
    parts = choose.sample(ASKED, choose.randint(1, 3))
    if choose.random() < 0.3:
        parts.append(f'"{choose.choice(SAID)} {choose.choice(SAID)}"')
    return " ".join(parts)


@pytest.mark.parametrize("few", [False, True])
def test_what_every_text_gives(many: ServiceDesk, monkeypatch: pytest.MonkeyPatch, few: bool) -> None:
    """All of it, a page of it, the next page, ranked: the same texts, the newest first. `few`: as if all words were common, all pages and queries long."""
    if few:
        for module, name, most in ((index, "FEW", 3), (index, "LARGEST", 5), (searching, "MOST_READ", 7)):
            monkeypatch.setattr(module, name, most)
        for module in (index, searching):
            monkeypatch.setattr(module, "MOST_ASKED", 1)
    choose, some = random.Random(4), 0
    with many.database.reading() as session:
        every_text = texts(session)
        rows = session.connection.execute(select(ClaimNow.c.claim).where(ClaimNow.c.status == "false"))
        false = set(rows.scalars())
        assert len(false) == 15
        for _ in range(25):
            typed = asked(choose)
            query = parsed(typed)
            right = [text for text in every_text if holds(text, query, false)]
            hits, more = search(session, typed)
            assert [(hit.snippet, hit.marks) for hit in hits] == [
                searching.cut(text.text, query, text.kind) for text in right
            ]
            assert not more
            page, more = search(session, typed, limit=3)
            assert (page, more) == (hits[:3], len(hits) > 3)
            page, more = search(session, typed, limit=3, offset=2)
            assert (page, more) == (hits[2:5], len(hits) > 5)
            ranked, _ = search(session, typed, rank=True)
            assert {hit.id for hit in ranked} == {hit.id for hit in hits}
            some += bool(hits)
    assert some > 8


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_paragraph(desk: ServiceDesk) -> None:
    """Some thousand words and as many beginnings are a query like others: an article is found by a paragraph of it."""
    said = " ".join(f"word{n}" for n in range(3_000))
    desk.add(f"Title\n{said}\n", "unknown")
    desk.claim("Nothing of the kind but word7.")
    with desk.database.reading() as session:
        for typed in (said, f'"{said}"', " ".join(f"word{n}*" for n in range(300)), said + " -word3000"):
            assert [hit.id for hit in search(session, typed, limit=5)[0]] == ["A-1"]
            assert [hit.id for hit in search(session, typed, rank=True)[0]] == ["A-1"]
        assert search(session, f"{said} word3000")[0] == []
        assert search(session, " ".join(f"-word{n}" for n in range(3_000)))[0] == []
        assert [hit.id for hit in search(session, "nothing " + " ".join(f"-word{n}" for n in range(8, 3_000)))[0]] == [
            "C-1"
        ]
