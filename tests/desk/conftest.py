"""Desks to work at: databases with the shipped scale and rules, on SQLite and on PostgreSQL."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import pytest
from databases import Places, Route, make_seeded
from sqlalchemy import URL

# The log is computed again by a module of the store's tests.
sys.path.append(str(Path(__file__).parents[1] / "store"))

from desk.everything import CASE, PAGE
from desk.terminal import Terminal, opened


class MakeDesk(Protocol):
    """A new desk; `filled`: one that has taken in the case of everything, its reviews trusted, and the bytes of its page."""

    def __call__(self, *, filled: bool = False) -> Terminal: ...


@pytest.fixture(scope="session")
def seeded_desk(places: Places) -> URL:
    """A database with scale and rules, which every desk is a copy of."""
    return places.once("seeded", make_seeded)


@pytest.fixture(scope="session")
def route(seeded_desk: URL) -> Iterator[Route]:
    """The engine of all desks of this kind."""
    route = Route(seeded_desk)
    yield route
    route.leave()


@pytest.fixture(scope="session")
def filled_desk(places: Places, seeded_desk: URL, route: Route) -> URL:
    """One that has work on it."""

    def fill(url: URL) -> None:
        with opened(route, url) as desk:
            desk("import", "-", "--trust", stdin=CASE)
            desk("add", "-", stdin=PAGE)
        route.leave()  # what somebody is connected to cannot be copied

    return places.once("filled desk", fill, seeded_desk)


@pytest.fixture
def make_desk(
    places: Places, seeded_desk: URL, filled_desk: URL, route: Route, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MakeDesk]:
    """As many new desks as a test asks for."""
    empty = tmp_path / "no.gitconfig"
    empty.touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(empty))
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    for name in ("CLAIMS_DB", "CLAIMS_REVIEWER", "COLUMNS", "_CLAIMS_COMPLETE"):
        monkeypatch.delenv(name, raising=False)
    # Statements are compiled once for an engine: so many command lines in one process may as well share it.
    monkeypatch.setattr("claims.store.engine.open_database", route.database)
    numbers = itertools.count(1)
    with ExitStack() as stack:

        def made(*, filled: bool = False) -> Terminal:
            url = places.copy(tmp_path, filled_desk if filled else seeded_desk, f"desk-{next(numbers)}.db")
            stack.callback(places.drop, url)
            return stack.enter_context(opened(route, url))

        yield made


@pytest.fixture
def desk(make_desk: MakeDesk) -> Terminal:
    """A new desk."""
    return make_desk()


@pytest.fixture
def work(make_desk: MakeDesk) -> Terminal:
    """A desk with work on it: the case of everything."""
    return make_desk(filled=True)
