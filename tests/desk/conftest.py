"""Desks to work at: databases with the shipped scale and rules, on SQLite and on PostgreSQL."""

from __future__ import annotations

import itertools
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from databases import Places, PostgresPlaces
from sqlalchemy import URL, make_url

from claims.services.seeding import seed
from claims.store import migrations
from claims.store.engine import Database, open_database

# The log is computed again by a module of the store's tests.
sys.path.append(str(Path(__file__).parents[1] / "store"))

from desk.terminal import Terminal, opened

MakeDesk = Callable[[], Terminal]


@pytest.fixture(scope="session")
def seeded_desk(places: Places, tmp_path_factory: pytest.TempPathFactory) -> URL:
    """A database with scale and rules, which every desk is a copy of."""
    url = places.fresh(tmp_path_factory.mktemp("seeded"))
    migrations.create(url, "The desk", seed).engine.dispose()
    return url


@pytest.fixture
def make_desk(places: Places, seeded_desk: URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeDesk]:
    """As many new desks as a test asks for."""
    empty = tmp_path / "no.gitconfig"
    empty.touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(empty))
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    for name in ("CLAIMS_DB", "CLAIMS_REVIEWER", "COLUMNS", "_CLAIMS_COMPLETE"):
        monkeypatch.delenv(name, raising=False)
    numbers = itertools.count(1)
    open_now: dict[URL, Database] = {}

    def left_open(url: URL) -> Database:
        return open_now.get(url) or open_database(url)

    # Statements are compiled once for an engine: so many command lines in one process may as well share it.
    monkeypatch.setattr("claims.store.engine.open_database", left_open)

    def copied() -> URL:
        if isinstance(places, PostgresPlaces):
            return make_url(places.server.url(places.server.new(str(seeded_desk.database))))
        url = URL.create("sqlite", database=str(tmp_path / f"desk-{next(numbers)}.db"))
        shutil.copy(str(seeded_desk.database), str(url.database))
        return url

    with ExitStack() as stack:

        def made() -> Terminal:
            url = copied()
            if isinstance(places, PostgresPlaces):
                stack.callback(places.drop, url)
            open_now[url] = open_database(url)
            return stack.enter_context(opened(open_now[url]))

        yield made


@pytest.fixture
def desk(make_desk: MakeDesk) -> Terminal:
    """A new desk."""
    return make_desk()
