"""Databases for tests: every test that asks for one runs on SQLite and on PostgreSQL, each time with a database of its own."""

import contextlib
import gc
import importlib
import os
import signal
import zlib
from collections.abc import Iterator
from pathlib import Path

import postgres
import pytest
import warm
from databases import BACKENDS, Places, PostgresPlaces, SqlitePlaces
from examples import USUAL
from hypothesis import HealthCheck, settings
from sqlalchemy import URL

from claims.store.engine import Database, open_database

# How long an example takes depends on what else the machine does, so there is no deadline and none is too slow. `make test` tries the same examples
# each time: whether it passes does not hang on luck. `make soak` tries others each time.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("unhurried", unhurried, max_examples=USUAL, derandomize=True)
settings.register_profile("chance", unhurried, max_examples=USUAL, print_blob=True)
settings.register_profile("thorough", unhurried, max_examples=2000, print_blob=True)
settings.load_profile("unhurried")


# A sentence takes hundredths of a second, and tests make thousands: those of the encoder switch it on.
os.environ["CLAIMS_SEMANTIC"] = "off"
# Its threads wait for each other without letting go of the processor, which other tests need.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# What is started in the background of a script ignores Ctrl-C, and so would all that the tests start to interrupt it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# What tests write lies in memory where there is enough of it; `--basetemp` says otherwise.
if (memory := postgres.quickest()) is not None:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))

warm.compile_once()
warm.expect_delays()
gc.disable()  # until everything is collected

SAMPLED = {
    "desk": {"sqlite": range(15), "postgresql": range(15, 20)},
    "log": {"sqlite": range(20), "postgresql": range(30, 36)},
    "services": {"sqlite": range(22), "postgresql": range(35, 40)},
}
"""Folders of which every run takes a part, in hundredths of their tests: some on one database, others on the other, and none on both, for what lies
below is tested on both, whole. Every test function is run with at least one of its parameters. `make soak` runs the rest."""

EVERY_TABLE = {"test_triggers.py", "test_ledger.py", "test_schema.py"}
"""Modules whose tests of every logged table are run for each on SQLite, and on PostgreSQL for a part, in hundredths: the same lines make what guards a table
and what it adds to the log, whatever the table."""
PART_OF_TABLES = range(20)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is left out of the sample is marked `soak`; always the same tests, so that a run can be repeated."""
    left_out: dict[str, list[tuple[int, pytest.Item]]] = {}
    taken = set[str]()
    for item in items:
        function = item.nodeid.partition("[")[0]
        if item.path.name in EVERY_TABLE and isinstance(item, pytest.Function) and hasattr(item, "callspec"):
            of = item.callspec.params
            if "table" in of and of.get("backend") == "postgresql" and _place(item) not in PART_OF_TABLES:
                item.add_marker("soak")
        for backend, part in SAMPLED.get(item.path.parent.name, {}).items():
            if backend in item.name and "every_field" not in item.name and item.get_closest_marker("soak") is None:
                place = _place(item, backend)
                if place in part:
                    taken.add(function)
                else:
                    left_out.setdefault(function, []).append((place, item))
    for function, out in left_out.items():
        out.sort(key=lambda one: (one[0], zlib.crc32(one[1].nodeid.encode())))
        # Of a function that would be left out whole, one is run: on SQLite or on PostgreSQL, as it falls.
        spared = 0 if function in taken else 1
        for _, item in out[spared:]:
            item.add_marker("soak")


def _place(item: pytest.Item, but: str = "") -> int:
    """Where a test lies among a hundred, always the same."""
    return zlib.crc32(item.nodeid.replace(but, "").encode()) % 100


def pytest_collection_finish() -> None:
    """What was collected stays to the end. Looking through all of it for garbage again and again took a tenth of the time."""
    gc.enable()
    gc.set_threshold(10_000, 20, 50)  # a test makes little garbage, as a command does
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """The one PostgreSQL of this test process."""
    with contextlib.ExitStack() as stack:
        try:
            importlib.import_module("psycopg")
            server = stack.enter_context(postgres.running())
        except ImportError as missing:
            pytest.skip(f"PostgreSQL is not tested: {missing}")
        yield server


@pytest.fixture(scope="session", params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """The kind of database; a test for one of them parametrises this indirectly."""
    kind: str = request.param
    return kind


@pytest.fixture(scope="session")
def known_places() -> dict[str, Places]:
    """Those of each kind, kept from one file of tests to the next: pytest gives up what hangs on a parameter whenever another one has its turn."""
    return {}


@pytest.fixture(scope="session")
def places(
    backend: str,
    known_places: dict[str, Places],
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Places:
    """Databases of this kind, for fixtures that outlive one test."""
    if backend not in known_places:
        known_places[backend] = (
            SqlitePlaces(tmp_path_factory.mktemp("made"))
            if backend == "sqlite"
            else PostgresPlaces(request.getfixturevalue("postgres_server"))
        )
    return known_places[backend]


@pytest.fixture
def fresh_url(places: Places, tmp_path: Path) -> Iterator[URL]:
    """Where a database can be made: nothing is there."""
    folder = tmp_path / "fresh"
    folder.mkdir()
    url = places.fresh(folder)
    yield url
    places.drop(url)


@pytest.fixture
def database_url(places: Places, tmp_path: Path) -> Iterator[URL]:
    """The address of an empty store."""
    url = places.copy(tmp_path)
    yield url
    places.drop(url)


@pytest.fixture
def database(database_url: URL) -> Iterator[Database]:
    """An empty store, opened: the log holds its origin and the event `init`."""
    opened = open_database(database_url)
    yield opened
    opened.engine.dispose()
