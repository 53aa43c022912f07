"""Desks for tests of services: databases with the shipped scale and rules, on SQLite and on PostgreSQL."""

from __future__ import annotations

import contextlib
import itertools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from databases import Places, Route, make_seeded
from sqlalchemy import URL

from claims.shipped import shipped

# The log is computed again by a module of the store's tests.
sys.path.append(str(Path(__file__).parents[1] / "store"))

from service_desk import DeskAfter, MakeDesk, OpenedDesk, ServiceDesk


@pytest.fixture(scope="session")
def seeded_url(places: Places) -> URL:
    """A database with scale and rules, which every desk is a copy of."""
    return places.once("seeded", make_seeded)


@pytest.fixture(scope="session")
def route(seeded_url: URL) -> Iterator[Route]:
    """The engine of all desks of this kind."""
    route = Route(seeded_url)
    yield route
    route.leave()


@pytest.fixture
def opened_desk(places: Places, seeded_url: URL, route: Route, tmp_path: Path) -> OpenedDesk:
    """A new desk for as long as a block lasts; at its end the log and the caches are checked."""
    numbers = itertools.count(1)

    @contextlib.contextmanager
    def opened(of: URL = seeded_url) -> Iterator[ServiceDesk]:
        url = places.copy(tmp_path, of, f"desk-{next(numbers)}.db")
        desk = ServiceDesk(route, url)
        try:
            yield desk
            desk.check()
        finally:
            places.drop(url)

    return opened


@pytest.fixture
def make_desk(opened_desk: OpenedDesk) -> Iterator[MakeDesk]:
    """As many new desks as a test asks for."""
    with contextlib.ExitStack() as stack:
        yield lambda: stack.enter_context(opened_desk())


@pytest.fixture
def desk_after(places: Places, seeded_url: URL, route: Route, opened_desk: OpenedDesk) -> Iterator[DeskAfter]:
    """New desks at which some work was done. It is done once, and the desk is copied from then on."""
    with contextlib.ExitStack() as stack:

        def after(work: Callable[[ServiceDesk], object]) -> ServiceDesk:
            def do(url: URL) -> None:
                work(ServiceDesk(route, url))
                route.leave()  # what somebody is connected to cannot be copied

            return stack.enter_context(
                opened_desk(places.once(f"{work.__module__}.{work.__qualname__}", do, seeded_url))
            )

        yield after


@pytest.fixture
def desk(make_desk: MakeDesk) -> ServiceDesk:
    """A new desk."""
    return make_desk()


@pytest.fixture(scope="session")
def seed_case() -> str:
    """The shipped case file."""
    return (shipped("seeds") / "turkey-russia.yaml").read_text(encoding="utf-8")
