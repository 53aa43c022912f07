"""Claims as they are read: whatever the order in which a database gives their rows, and however many are read at a time."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from databases import Places
from generated import cases

from claims.entries import ClaimEntry, LinkEntry
from claims.services.importing import Choices, take_in
from claims.services.seeding import seed
from claims.store import claim_file, migrations
from claims.store.claim_file import read_claim, read_claims
from claims.store.engine import Database
from claims.store.lists import numbers_of_claims
from claims.store.stack import Stack
from claims.vocabulary import LinkKind


@pytest.fixture(scope="module")
def store(places: Places, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Generated claims, to which links came after they were reviewed; these tests only read them."""
    database = migrations.create(places.fresh(tmp_path_factory.mktemp("claims")), "desk", seed)
    (case,) = cases(24, size=24)
    keys = [claim.key or "" for claim in case.claims]
    linked = [replace(claim, links=_links(claim, keys)) for claim in case.claims]
    for entry in (case, replace(case, claims=tuple(linked))):
        with database.writing("Ana") as session:
            take_in(session, entry, repr(entry).encode(), "generated", Choices(trust=True))
    yield database
    database.engine.dispose()
    places.drop(database.url)


def _links(claim: ClaimEntry, keys: list[str]) -> tuple[LinkEntry, ...]:
    others = [key for key in keys if key != claim.key]
    return tuple(LinkEntry(LinkKind.BEARS_ON, other, "Related.") for other in others[:: len(others) // 5])


def test_the_order_of_rows_does_not_matter(store: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database promises no order, and PostgreSQL's changes with what it knows of its tables: the same claims are read all the same."""
    run = Stack.run

    with store.reading() as session:
        numbers = numbers_of_claims(session)
        told = list(read_claims(session, numbers))
        assert any(len([id for id in record.changed if id.startswith("L-")]) > 1 for record in told)
        for seed in range(5):
            random = Random(seed)

            def shuffled(stack: Stack, *given: Any, **parameters: Any) -> dict[str, list[Any]]:
                return {name: random.sample(rows, len(rows)) for name, rows in run(stack, *given, **parameters).items()}  # noqa: B023 - called within this turn

            monkeypatch.setattr(Stack, "run", shuffled)
            assert list(read_claims(session, numbers)) == told
            monkeypatch.undo()


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_however_many_are_read_at_a_time(store: Database, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """A claim is the same read alone, among some, or with all, in the order that is asked for."""
    monkeypatch.setattr(claim_file, "BATCH", size)
    with store.reading() as session:
        numbers = numbers_of_claims(session)[::-1]
        assert list(read_claims(session, numbers)) == [read_claim(session, number) for number in numbers]
