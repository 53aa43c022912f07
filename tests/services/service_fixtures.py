"""Desks for tests of services: databases with the shipped scale and rules, on SQLite and on PostgreSQL."""

from __future__ import annotations

import contextlib
import itertools
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from databases import Route
from sqlalchemy import URL, make_url

from claims.services.seeding import seed
from claims.shipped import shipped
from claims.store import migrations

# The log is computed again by a module of the store's tests.
sys.path.append(str(Path(__file__).parents[1] / "store"))

from service_desk import MakeDesk, OpenedDesk, ServiceDesk


@pytest.fixture(scope="session")
def seeded_url(places: Any, tmp_path_factory: pytest.TempPathFactory) -> URL:
    """A database with scale and rules, which every desk is a copy of."""
    url: URL = places.fresh(tmp_path_factory.mktemp("seeded"))
    migrations.create(url, "The desk", seed).engine.dispose()
    return url


@pytest.fixture(scope="session")
def route(seeded_url: URL) -> Route:
    """The engine of all desks of this kind."""
    return Route(seeded_url)


@pytest.fixture
def opened_desk(seeded_url: URL, route: Route, request: pytest.FixtureRequest, tmp_path: Path) -> OpenedDesk:
    """A new desk for as long as a block lasts; at its end the log and the caches are checked."""
    server = request.getfixturevalue("postgres_server") if seeded_url.get_backend_name() == "postgresql" else None
    numbers = itertools.count(1)

    @contextlib.contextmanager
    def opened() -> Iterator[ServiceDesk]:
        if server is not None:
            url = make_url(server.url(server.new(str(seeded_url.database))))
        else:
            url = URL.create("sqlite", database=str(tmp_path / f"desk-{next(numbers)}.db"))
            shutil.copy(str(seeded_url.database), str(url.database))
        desk = ServiceDesk(route, url)
        try:
            yield desk
            desk.check()
        finally:
            if server is not None:
                server.drop(str(url.database))
            else:
                Path(str(url.database)).unlink()

    return opened


@pytest.fixture
def make_desk(opened_desk: OpenedDesk) -> Iterator[MakeDesk]:
    """As many new desks as a test asks for."""
    with contextlib.ExitStack() as stack:
        yield lambda: stack.enter_context(opened_desk())


@pytest.fixture
def desk(make_desk: MakeDesk) -> ServiceDesk:
    """A new desk."""
    return make_desk()


@pytest.fixture(scope="session")
def seed_case() -> str:
    """The shipped case file."""
    return (shipped("seeds") / "turkey-russia.yaml").read_text(encoding="utf-8")
