"""kill -9 at a hundred points: no half change, no acknowledged review lost, and the next command works.

CLAIMS_KILLS is the number of points of each kind on each database, CLAIMS_SEED what chooses them; a failure names its point.
"""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

import pytest
from killing import Killer
from next_schema import ADDS_A_TABLE, next_schema
from sqlalchemy import URL, inspect, select
from survivors import CASE, Copies, Survivor, state_of, whole_log

from claims.store import migrations
from claims.store.engine import make_engine, open_database
from claims.store.tables import Review

POINTS = int(os.environ.get("CLAIMS_KILLS", "0"))
SEED = os.environ.get("CLAIMS_SEED", "1")
UPGRADES, IMPORTS, MARKS = (POINTS or some for some in (6, 19, 25))
"""On each of two databases: a hundred points in all."""
RESTORES = POINTS or 3

MARK = ("mark", "C-1", "C-2", "--status", "unproven", "--because", "Looked at.", "--json")
STATEMENTS = {"mark": 36, "import": 70, "upgrade": 200}
"""About how many statements a change takes; a point beyond its end kills nothing, which is a point too."""


def chosen(dice: random.Random, change: str, survivor: Survivor) -> dict[str, Any]:
    """A point to be killed at."""
    kinds = ["statement", "commit", "after_s", "after_s"]
    if survivor.file:
        kinds += ["room"] * 4  # in the middle of a file, where a journal must bring it back
    match dice.choice(kinds):
        case "statement":
            return {"statement": dice.randint(1, STATEMENTS[change]), "when": dice.choice(("before", "after"))}
        case "commit":
            return {"commit": dice.choice(("before", "after"))}
        case "room":
            assert survivor.file
            # What is written first are the journal and then pages of the file, in their order.
            grown = survivor.file.stat().st_size + 80_000
            return {"room": dice.choice((dice.randrange(2_000, 80_000), dice.randrange(grown - 200_000, grown)))}
        case _:
            return {"after_s": dice.uniform(0, 0.3 if change == "upgrade" else 0.12)}


@pytest.fixture
def dice(backend: str, request: pytest.FixtureRequest) -> random.Random:
    return random.Random(f"{SEED} {request.node.name}")


def test_killed_while_marking(bridge: Survivor, folder: Path, killer: Killer, dice: random.Random) -> None:
    """A review that was acknowledged is there after any kill; one that was not is there whole, with its fellow, or not at all."""
    present, deaths, journals = 1, 0, 0
    for turn in range(MARKS):
        point = chosen(dice, "mark", bridge)
        ended = killer.run(*[at(bridge, MARK)] * 2, folder=folder, **point)
        deaths, journals = deaths + ended.killed, journals + bridge.half_written()
        bridge.settled()
        acknowledged = present + 2 * ended.out.count("]\n")
        found = reviews(bridge)
        assert found in {acknowledged, acknowledged + 2}, (point, ended)
        assert ended.killed or (ended.code == 0 and found == acknowledged), (point, ended)
        present = found
        look_at(bridge, thorough=turn % 8 == 0)
    assert deaths > MARKS // 3
    assert journals or not bridge.file
    assert bridge.did(*MARK).json[0]["id"] == f"R-{present + 1}"
    look_at(bridge, thorough=True)
    alone(bridge)


def test_killed_while_importing(bridge: Survivor, folder: Path, killer: Killer, dice: random.Random) -> None:
    """A case that was being taken in is there whole or not at all; taken in again it is there once."""
    deaths, journals, whole = 0, 0, None
    for turn in range(IMPORTS):
        point = chosen(dice, "import", bridge)
        name = f"case-{turn}.yaml"
        (folder / name).write_text(CASE.replace("case: bridge", f"case: bridge-{turn}"))
        before = bridge.head()
        ended = killer.run(at(bridge, ("import", name, "--trust")), folder=folder, **point)
        deaths, journals = deaths + ended.killed, journals + bridge.half_written()
        bridge.settled()
        after = bridge.head()
        bridge.did("import", name, "--trust")
        size = bridge.head().size - before.size
        whole = whole or size
        assert size == whole, (point, ended)
        assert after.size in {before.size, before.size + whole}, (point, ended)
        assert after.size > before.size or not ended.out, (point, ended)
        look_at(bridge, thorough=turn % 8 == 0)
    assert deaths > IMPORTS // 4
    assert journals or not bridge.file
    look_at(bridge, thorough=True)
    alone(bridge)


def test_killed_while_upgrading(bridges: Copies, folder: Path, killer: Killer, dice: random.Random) -> None:
    """A database is of the schema before or of the one after, never between; the next upgrade goes through, and both copies are whole."""
    schema, deaths = next_schema(folder / "next", ADDS_A_TABLE), 0
    for turn in range(UPGRADES):
        survivor = bridges.new(folder, f"upgraded-{turn}.db")
        before = survivor.state()
        point = chosen(dice, "upgrade", survivor)
        line = ("upgrade", survivor.url.render_as_string(hide_password=False), str(schema))
        ended = killer.run(line, folder=folder, **point)
        deaths += ended.killed
        survivor.settled()
        upgraded = "added" in survivor.state()[1]
        assert upgraded or survivor.state() == before, (point, ended)
        assert upgraded or ended.killed, (point, ended)
        status, kept = migrations.upgrade(survivor.url, "Ana", schema)
        assert bool(status.pending) == bool(kept) == (not upgraded)
        engine = make_engine(survivor.url)
        with engine.connect() as connection, connection.begin():
            head, counts = state_of(connection)
            assert whole_log(connection, head.size)
            assert "review_view" not in inspect(connection).get_view_names()
        assert (head.size, counts["event"]) == (before[0].size + 1, before[1]["event"] + 1)
        engine.dispose()
        bridges.drop(survivor)
    assert deaths > UPGRADES // 4


def test_killed_while_restoring(bridge: Survivor, folder: Path, killer: Killer, dice: random.Random) -> None:
    """A database that was being replaced by a backup is the one or the other; a backup that was being written over is the one or the other too."""
    bridge.did("db", "backup", "monday.db")
    monday, backup = bridge.state(), (folder / "monday.db").read_bytes()
    for _ in range(RESTORES):
        if bridge.state() == monday:
            bridge.did(*MARK)
        tuesday = bridge.state()
        point = chosen(dice, "upgrade", bridge)
        ended = killer.run(at(bridge, ("db", "restore", "monday.db", "--force")), folder=folder, **point)
        bridge.settled()
        assert bridge.state() in (monday, tuesday), (point, ended)
        assert ended.killed or bridge.state() == monday, (point, ended)
        look_at(bridge, thorough=True)
        ended = killer.run(at(bridge, ("db", "backup", "monday.db", "--force")), folder=folder, **point)
        if (folder / "monday.db").read_bytes() != backup:
            assert Survivor(URL.create("sqlite", database=str(folder / "monday.db"))).head() == bridge.head()
            (folder / "monday.db").write_bytes(backup)
    bridge.did("db", "restore", "monday.db", "--force")
    assert bridge.state() == monday


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(int(os.environ.get("CLAIMS_SEEDS", "3"))))
def test_killed_thousands_of_times(
    bridges: Copies, folder: Path, killer: Killer, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same with other dice."""
    for name, number in (("MARKS", 600), ("IMPORTS", 300), ("UPGRADES", 100), ("RESTORES", 100)):
        monkeypatch.setitem(globals(), name, POINTS or number)
    for test in (test_killed_while_marking, test_killed_while_importing, test_killed_while_restoring):
        survivor = bridges.new(folder, f"{test.__name__}.db")
        test(survivor, folder, killer, random.Random(f"soak {seed}"))
        bridges.drop(survivor)
    test_killed_while_upgrading(bridges, folder, killer, random.Random(f"soak {seed}"))


def at(survivor: Survivor, line: tuple[str, ...]) -> tuple[str, ...]:
    return ("-q", "--db", survivor.address, *line)


def reviews(survivor: Survivor) -> int:
    with open_database(survivor.url).reading() as session:
        numbers = session.connection.execute(select(Review.c.number).order_by(Review.c.number)).scalars().all()
    assert numbers == list(range(1, len(numbers) + 1))
    return len(numbers)


def look_at(survivor: Survivor, *, thorough: bool) -> None:
    """The log is whole, and every transaction has its event."""
    survivor.verified(quick=not thorough)


def alone(survivor: Survivor) -> None:
    """Nothing of the killed is left in the way beside a file."""
    if survivor.file:
        assert [path.name for path in survivor.file.parent.glob(f"{survivor.file.name}*")] == [survivor.file.name]
