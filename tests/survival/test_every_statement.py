"""A fault at every SQL statement of a change: afterwards all of it is there or nothing, and the next one works."""

from __future__ import annotations

import contextlib
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import no_seed
from next_schema import ADDS_A_TABLE, next_schema
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool
from survivors import CASE, Copies, Survivor

from claims.store import migrations

CHANGES = {
    "mark": ("mark", "C-1", "C-2", "--status", "unproven", "--because", "No record.", "--against", "A-1"),
    "approve": ("approve", "R-1", "--because", "Read it."),
    "undo": ("undo", "R-1"),
    "claim": ("claim", "new", "The bridge is open.", "--claimant", "Kara Courier", "--topic", "bridge"),
    "add": ("add", "article.txt", "--outlet", "New Outlet", "--title", "Bridge closed"),
    "merge": ("source", "merge", "wire", "courier", "--because", "One desk."),
    "import": ("import", "other.yaml", "--trust"),
    "caches": ("db", "caches"),
}
SAMPLE = 2
"""Statements of a change that are tried where not every one is. After a statement is much like before the next: so many of these too."""


class Cut(Exception):
    """A fault that nobody handles: SQLAlchemy asks for a table in another way where the database fails it once."""


REFUSED = OperationalError("a statement", {}, OSError("it was to fail here"))


class Faults:
    """A driver that fails once: at a statement, before or after it was carried out, or at the commit."""

    def __init__(self, at: tuple[str, int], error: Exception) -> None:
        self.at, self.error = at, error
        self.seen = {"before": 0, "after": 0, "commit": 0}

    def pass_by(self, place: str) -> None:
        self.seen[place] += 1
        if self.at == (place, self.seen[place]):
            raise self.error


@contextlib.contextmanager
def faults(place: str = "", number: int = 0, error: Exception = REFUSED) -> Iterator[Faults]:
    """What passes by in a block, with a fault at one place of it, if any."""
    met = Faults((place, number), error)

    def before(*_: object) -> None:
        met.pass_by("before")

    def after(*_: object) -> None:
        met.pass_by("after")

    def commit(*_: object) -> None:
        met.pass_by("commit")

    listeners = (("before_cursor_execute", before), ("after_cursor_execute", after), ("commit", commit))
    for name, listener in listeners:
        event.listen(Engine, name, listener)
    try:
        yield met
    finally:
        for name, listener in listeners:
            event.remove(Engine, name, listener)


def points(met: Faults, *, every: bool, seed: str) -> list[tuple[str, int]]:
    """Where a change is to fail: before every statement or some, after some, and at the commit."""
    dice = random.Random(seed)
    before, after = ([(place, n) for n in range(1, met.seen[place] + 1)] for place in ("before", "after"))
    chosen = before if every else dice.sample(before, min(SAMPLE, len(before)))
    return [*chosen, *dice.sample(after, SAMPLE), ("commit", met.seen["commit"])]


def at_every_point(survivor: Survivor, line: tuple[str, ...], *, every: bool) -> None:
    """Let a change fail at its points, one after the other; then let it through."""
    before = survivor.state()
    bytes_before = survivor.file.read_bytes() if survivor.file else None
    with faults() as met:
        survivor.did(*line, "--dry-run")
    met.seen["commit"] = 1
    for place, number in points(met, every=every, seed=line[0]):
        with faults(place, number):
            said = survivor.typed(*line)
        assert (said.code, said.out) == (3, ""), (place, number, said)
        assert "it was to fail here. Nothing was changed." in said.err
        assert said.err.count("\n") == 1
        if survivor.file:
            assert survivor.file.read_bytes() == bytes_before
            assert list(survivor.file.parent.glob("claims.db*")) == [survivor.file]
        else:
            assert survivor.state() == before
    survivor.verified()
    survivor.did(*line)
    survivor.verified()
    assert survivor.state() != before or line[0] == "db"


@pytest.fixture
def files(folder: Path) -> Path:
    """What is taken in: an article, and a case much like the first."""
    (folder / "article.txt").write_text("Bridge closed\nThe bridge is closed, Ida Falk told the Odrana Herald.\n")
    (folder / "other.yaml").write_text(CASE.replace("case: bridge", "case: other"))
    return folder


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@pytest.mark.parametrize("change", CHANGES)
def test_a_fault_at_some_statements(bridge: Survivor, files: Path, change: str) -> None:
    """Where the database fails in the middle of a change nothing of it is kept, byte for byte; the same change then goes through."""
    at_every_point(bridge, CHANGES[change], every=False)


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_fault_while_a_suggestion_is_accepted(bridge: Survivor, files: Path) -> None:
    """A suggestion becomes a claim with all its parts, or stays as it was."""
    bridge.did("add", "article.txt", "--outlet", "New Outlet")
    at_every_point(bridge, ("suggestions", "accept", "1", "--claim", "The bridge is closed."), every=False)


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
@pytest.mark.parametrize("change", ["mark", "import", "undo"])
def test_a_fault_at_some_statements_on_a_server(bridge: Survivor, files: Path, change: str) -> None:
    """The same on PostgreSQL, where three changes stand for all."""
    at_every_point(bridge, CHANGES[change], every=False)


@pytest.mark.soak
@pytest.mark.parametrize("change", CHANGES)
def test_a_fault_at_every_statement(bridge: Survivor, files: Path, change: str) -> None:
    """The same at every statement of every change, on both databases."""
    at_every_point(bridge, CHANGES[change], every=True)


def upgrades_that_fail(bridges: Copies, folder: Path, *, every: bool) -> None:
    survivor = bridges.new(folder)
    schema = next_schema(folder / "next", ADDS_A_TABLE)
    os.chdir(folder)
    before = survivor.state()
    probe = bridges.new(folder, "probe.db")
    with faults() as met:
        migrations.upgrade(probe.url, "Ana", schema)
    bridges.drop(probe)
    # The copy of a server's database commits too: the last commit is that of the upgrade.
    for place, number in points(met, every=every, seed="upgrade"):
        with faults(place, number, Cut("here")), pytest.raises(Cut):
            migrations.upgrade(survivor.url, "Ana", schema)
        assert survivor.state() == before, (place, number)
    survivor.verified()
    status, kept = migrations.upgrade(survivor.url, "Ana", schema)
    assert status.pending == ("0002",)
    assert kept is not None
    assert Survivor(survivor.url.create("sqlite", database=str(kept))).state() == before
    assert "added" in survivor.state()[1]
    bridges.drop(survivor)


def test_a_fault_at_some_statements_of_an_upgrade(bridges: Copies, folder: Path) -> None:
    """An upgrade that fails anywhere, also while the copy before it is made, leaves the database as it was; the next one goes through."""
    upgrades_that_fail(bridges, folder, every=False)


@pytest.mark.soak
def test_a_fault_at_every_statement_of_an_upgrade(bridges: Copies, folder: Path) -> None:
    """The same at every statement of the upgrade."""
    upgrades_that_fail(bridges, folder, every=True)


def test_a_fault_while_a_database_is_made(bridges: Copies, folder: Path) -> None:
    """A database that cannot be made to its end is not there at all; then it can be made."""
    survivor = bridges.nothing(folder)
    probe = bridges.nothing(folder, "probe.db")
    with faults() as met:
        migrations.create(probe.url, "Ana", no_seed).engine.dispose()
    bridges.drop(probe)
    there = set(folder.iterdir())
    for place, number in points(met, every=False, seed="init"):
        with faults(place, number, Cut("here")), pytest.raises(Cut):
            migrations.create(survivor.url, "Ana", no_seed)
        if survivor.file:
            assert set(folder.iterdir()) == there
        else:
            with create_engine(survivor.url, poolclass=NullPool).connect() as connection:
                query = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
                assert connection.exec_driver_sql(query).scalar_one() == 0
    migrations.create(survivor.url, "Ana", no_seed).engine.dispose()
    survivor.verified()
    bridges.drop(survivor)
