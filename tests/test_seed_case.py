"""The seed case says what the five articles say, and no more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL

from claims.casefile import read_case
from claims.chains.origins import origins
from claims.entries import CaseEntry
from claims.exports.trace_json import trace_json
from claims.services import looking
from claims.services.importing import Choices, take_in
from claims.services.seeding import seed
from claims.shipped import shipped
from claims.store import migrations
from claims.store.engine import Database
from claims.text import folding

SEED = shipped("seeds") / "turkey-russia.yaml"

CHAINS: dict[str, list[str | None]] = {
    "drone-factory": ["Vladimir Putin", "Recep Tayyip Erdogan", "CNN Türk", "The Kyiv Independent", "a000"],
    "baykar-no-sale": ["Haluk Bayraktar", "The Kyiv Independent", "a000"],
    "turkey-supports-drones": ["Haluk Bayraktar", "The Kyiv Independent", "a000"],
    "advances-unsustainable": ["senior Western official", "The Washington Post", "a000"],
    "s400-components-turkey": ["Putin and Erdogan", "Dmitry Peskov", "TASS", "Defenseworld.net", "a001"],
    "s400-final-stage": ["Alexander Mikheev", None, "Defenseworld.net", "a001"],
    "sanctions-mandated": ["Office of Robert Menendez", "Defenseworld.net", "a001"],
    "agreements-not-russia": ["Fahrettin Altun", "Bloomberg", "a002"],
    "january-s400-meeting": ["Recep Tayyip Erdogan", "Interfax", "a003"],
    "sanctions-third-countries": ["Reuters", "a003"],
    "idlib-no-change": ["a Turkish official", "Middle East Eye", "a004"],
    "idlib-commitment": ["Putin and Erdogan", "Kremlin", "a004"],
}
"""Twelve chains that a reader finds in the articles, origin first; the last link is the page itself. None: a source without a name."""


@pytest.fixture(scope="module")
def case() -> CaseEntry:
    return read_case(SEED.read_bytes(), SEED.name)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, case: CaseEntry) -> Database:
    """A database with the seed case, its reviews trusted."""
    path: Path = tmp_path_factory.mktemp("seed") / "claims.db"
    database = migrations.create(URL.create("sqlite", database=str(path)), "The desk", seed)
    with database.writing("The desk") as session:
        take_in(session, case, SEED.read_bytes(), SEED.name, Choices(trust=True))
    return database


def trace_of(desk: Database, key: str) -> dict[str, Any]:
    """What `trace --json` prints of a claim."""
    with desk.reading() as session:
        trace = looking.claim(session, key).trace
    return trace_json(trace, origins(trace), ())


@pytest.mark.parametrize("key", CHAINS)
def test_a_chain_is_a_path(desk: Database, case: CaseEntry, key: str) -> None:
    """Each of the twelve chains is a path of hops in `trace --json`, whatever lies between its links."""
    found: dict[str, Any] = trace_of(desk, key)
    names = {s.key: {folding.key(n) for n in (s.name, *s.aliases)} for s in case.sources}
    by_name = {s.name: s for s in case.sources}
    numbers = {a.key: f"A-{n}" for n, a in enumerate(case.articles, 1)}
    downstream: dict[str, set[str]] = {}
    for hop in found["attributions"]:
        downstream.setdefault(hop["upstream"], set()).add(hop["downstream"])

    def fits(step: dict[str, Any], link: str | None) -> bool:
        source = by_name[step["source"]["name"]]
        if link is None:
            return source.unnamed
        if link in numbers:
            return step["article"] is not None and step["article"]["id"] == numbers[link]
        return folding.key(link) in names[source.key]

    steps = {step["id"]: step for step in found["appearances"]}
    reached = {id for id, step in steps.items() if fits(step, CHAINS[key][0])}
    assert reached, f"nobody in {key} is {CHAINS[key][0]}"
    below: set[str]
    for link in CHAINS[key][1:]:
        below = set()
        waiting = list(reached)
        while waiting:
            for id in downstream.get(waiting.pop(), set()) - below:
                below.add(id)
                waiting.append(id)
        reached = {id for id in below if fits(steps[id], link)}
        assert reached, f"no path of {key} leads on to {link}"


def test_enough_claims(case: CaseEntry) -> None:
    """At least sixty claims, from all five articles."""
    assert len(case.claims) >= 60
    read = {a.in_article for c in case.claims for a in c.appearances if a.in_article}
    assert read == {"a000", "a001", "a002", "a003", "a004"}


def test_nothing_is_more_certain_than_the_articles(case: CaseEntry) -> None:
    """Statuses are unverified or not-checkable, each with a reason; some claims nobody has looked at."""
    reviews = [r for c in case.claims for r in c.reviews]
    assert {r.status for r in reviews} == {"unverified", "not-checkable"}
    assert all(r.because for r in reviews)
    assert any(not c.reviews for c in case.claims)


def test_wordings_are_a_few_words(case: CaseEntry) -> None:
    """Wordings and cues are a few words of an article, each with its place."""
    words = [(a.wording, a.at) for c in case.claims for a in c.appearances if a.wording]
    words += [(h.cue, h.at) for c in case.claims for h in c.attributions if h.cue]
    assert words
    assert all(len(text.split()) <= 8 and at is not None for text, at in words)


def test_the_copy_of_the_express_is_inferred(case: CaseEntry) -> None:
    """That the first article copies the Express is inferred from house marks, and says so."""
    copy = next(a for a in case.articles if a.key == "a000")
    assert copy.copy_of == "express-original"
    assert copy.basis == "inferred"
    assert copy.because


def test_the_stronger_paraphrase_stands_beside_the_quotation(desk: Database) -> None:
    """The page's own "factory" stands beside the "deal" that it quotes."""
    wordings = {(step["source"]["name"], step["wording"]) for step in trace_of(desk, "drone-factory")["appearances"]}
    assert any("factory" in (words or "") and name == "Express" for name, words in wordings)
    assert any("deal" in (words or "") and name == "Express" for name, words in wordings)


def test_two_accounts_of_one_meeting(desk: Database) -> None:
    """What Peskov and Erdoğan tell of the talks in Sochi are two accounts of one claim."""
    found = trace_of(desk, "sochi-defence-talks")
    assert found["independent_origins"] == 2


def test_one_account_behind_four_outlets(desk: Database) -> None:
    """The drone factory rests on one account, whatever number of outlets carries it."""
    assert trace_of(desk, "drone-factory")["independent_origins"] == 1
