"""Backups: whole, checked, private, never over something; and put back on either kind of database."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import time
from contextlib import closing
from pathlib import Path

import pytest
from killing import Killer
from sqlalchemy import URL
from survivors import Copies, Survivor

from claims.store import engine

on_sqlite = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)


def file(path: Path) -> Survivor:
    return Survivor(URL.create("sqlite", database=str(path.absolute())))


def test_a_backup_is_the_database_itself(bridge: Survivor, folder: Path) -> None:
    """A backup of either database is a file that every command reads: the same head, the same case, private, and nothing beside it."""
    before = set(folder.iterdir())
    said = bridge.did("db", "backup", "monday.db")
    assert said.out == f"monday.db: {bridge.head().size} rows, in order, root {bridge.head().root}\n"
    assert set(folder.iterdir()) - before == {folder / "monday.db"}
    assert stat.S_IMODE((folder / "monday.db").stat().st_mode) == 0o600
    copy = file(folder / "monday.db")
    assert copy.head() == bridge.head()
    assert copy.state() == bridge.state()
    assert copy.verified().ok
    for line in (("export",), ("list", "--json"), ("trace", "C-1", "--json"), ("log", "--json")):
        assert copy.did(*line).out == bridge.did(*line).out


@on_sqlite
def test_without_a_name_it_is_called_by_the_day(bridge: Survivor, folder: Path) -> None:
    """`db backup` alone writes claims-backup-DATE.db in the folder one works in."""
    before = engine.utc_now()[:10]
    said = bridge.did("db", "backup")
    days = {before, engine.utc_now()[:10]}  # midnight may lie between them
    assert [day for day in days if (folder / f"claims-backup-{day}.db").exists()]
    assert said.err.startswith("Next: claims db restore claims-backup-")


def test_a_backup_goes_back_into_either_database(bridge: Survivor, bridges: Copies, folder: Path) -> None:
    """Restored to where nothing is, on a file or a server, a backup has the same head, verifies, and work goes on in it."""
    bridge.did("mark", "C-1", "--status", "unproven", "--because", "It was looked at.")
    bridge.did("db", "backup", "monday.db")
    for place in (bridges.nothing(folder), file(folder / "again.db")):
        said = place.did("db", "restore", "monday.db")
        assert said.out.endswith(f": restored, {bridge.head().size} rows, root {bridge.head().root}\n")
        assert place.state() == bridge.state()
        assert place.verified().ok
        assert place.did("export").out == bridge.did("export").out
        assert place.did("mark", "C-2", "--status", "too-early", "--because", "Wait.").out == "R-3\n"
        assert place.verified().ok
        if place.file is not None:
            assert stat.S_IMODE(place.file.stat().st_mode) == 0o600
        bridges.drop(place) if place.file is None else None


def test_a_restore_over_a_database_keeps_it(bridge: Survivor, folder: Path) -> None:
    """A database is replaced only with --force; a copy of it is kept, in order, and said where."""
    bridge.did("db", "backup", "monday.db")
    monday = bridge.state()
    bridge.did("mark", "C-1", "--status", "unproven", "--because", "It was looked at.")
    tuesday = bridge.state()
    refused = bridge.typed("db", "restore", "monday.db")
    assert refused.code == 3
    assert "it is a claims database already" in refused.err
    assert "replace it with --force" in refused.err
    assert bridge.typed("db", "restore", "monday.db", "--force", "--dry-run").code == 0
    assert bridge.state() == tuesday
    said = bridge.did("db", "restore", "monday.db", "--force")
    assert bridge.state() == monday
    assert bridge.verified().ok
    (line,) = [line for line in said.err.splitlines() if line.startswith("The database as it was before is ")]
    kept = file(Path(line.removeprefix("The database as it was before is ").rstrip(".")))
    assert kept.state() == tuesday
    assert kept.verified().ok
    assert kept.file is not None
    assert stat.S_IMODE(kept.file.stat().st_mode) == 0o600
    # And back again: what was kept is a backup as any other.
    bridge.did("db", "restore", str(kept.file), "--force")
    assert bridge.state() == tuesday


@on_sqlite
def test_nothing_is_overwritten(bridge: Survivor, folder: Path) -> None:
    """A backup replaces a file only with --force, and the database itself, a folder or a device never."""
    (folder / "kept.db").write_text("what was there")
    for name, why in (
        ("kept.db", "something is there already"),
        (".", "it is a folder"),
        ("/dev/null", "it is no file"),
        ("nowhere/x.db", "No such file"),
    ):
        said = bridge.typed("db", "backup", name)
        assert (said.code, said.out) == (3, "")
        assert why in said.err
        assert said.err.count("\n") == 1
    assert (folder / "kept.db").read_text() == "what was there"
    bridge.did("db", "backup", "kept.db", "--force")
    assert file(folder / "kept.db").state() == bridge.state()
    if bridge.file:
        (folder / "link.db").symlink_to(bridge.file)
        for name in (str(bridge.file), "link.db"):
            said = bridge.typed("db", "backup", name, "--force")
            assert said.code == 3
            assert "it is the database itself" in said.err
    (folder / "kept.db-journal").touch()
    said = bridge.typed("db", "backup", "kept.db", "--force")
    assert "it is a database that somebody works in" in said.err


@on_sqlite
def test_what_is_no_backup(bridge: Survivor, bridges: Copies, folder: Path) -> None:
    """What is no claims database is not restored, and nothing is made of it."""
    place = bridges.nothing(folder, "place.db")
    (folder / "notes.txt").write_text("notes")
    with closing(sqlite3.connect(folder / "other.db")) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    bridge.did("db", "backup", "monday.db")
    (folder / "cut.db").write_bytes((folder / "monday.db").read_bytes()[:50_000])
    for name, revision in (("old.db", "0000"), ("new.db", "9999")):
        shutil.copy("monday.db", name)
        with closing(sqlite3.connect(name, isolation_level=None)) as made:
            made.execute(f"UPDATE alembic_version SET version_num = '{revision}'")
    for name, code, why in (
        ("old.db", 3, "has schema 0000, this program needs 0001. Run `claims --db old.db db upgrade` on a copy of it"),
        ("new.db", 3, "Use the newer program that made it"),
        ("nowhere.db", 1, "there is no such file"),
        (".", 3, "it is a folder"),
        ("notes.txt", 3, "it is no SQLite file"),
        ("other.db", 3, "another program's SQLite file"),
        ("cut.db", 3, "damaged"),
    ):
        said = place.typed("db", "restore", name)
        assert (said.code, said.out) == (code, "")
        assert why in said.err
        assert said.err.count("\n") == 1
    assert place.typed("list").code == 3
    assert not (place.file and place.file.exists())


def test_a_backup_of_an_altered_database(bridge: Survivor, folder: Path) -> None:
    """An altered database makes no backup, so that none takes the place of a good one; an altered backup is not put back."""
    bridge.did("db", "backup", "monday.db")
    good = (folder / "monday.db").read_bytes()
    alter(bridge, "UPDATE claim SET text = 'Something else.' WHERE number = 1")
    said = bridge.typed("db", "backup", "monday.db", "--force")
    assert said.code == 6
    assert "monday.db is not in order: C-1" in said.err
    assert said.err.count("\n") == 1
    assert (folder / "monday.db").read_bytes() == good
    altered = file(folder / "altered.db")
    shutil.copy(folder / "monday.db", folder / "altered.db")
    alter(altered, "UPDATE claim SET text = 'Something else.' WHERE number = 1")
    before = bridge.state()
    said = bridge.typed("db", "restore", "altered.db", "--force")
    assert said.code == 6
    assert bridge.state() == before
    bridge.did("db", "restore", "monday.db", "--force")
    assert bridge.verified().ok


@on_sqlite
def test_stale_caches_are_no_loss(bridge: Survivor, folder: Path) -> None:
    """Caches that are not what the log gives do not stop a backup; it says so."""
    made = engine.make_engine(bridge.url)
    with made.connect() as connection, connection.begin():
        connection.exec_driver_sql("DELETE FROM claim_now_cache")
    made.dispose()
    said = bridge.did("db", "backup", "monday.db")
    assert "`claims db caches` makes them anew" in said.err
    file(folder / "monday.db").did("db", "caches")
    assert file(folder / "monday.db").verified().ok


def alter(survivor: Survivor, statement: str) -> None:
    """Change a database past its triggers."""
    made = engine.make_engine(survivor.url)
    with made.connect() as connection, connection.begin():
        if survivor.file:
            connection.exec_driver_sql("DROP TRIGGER claim_no_update")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql(statement)
    made.dispose()


@on_sqlite
def test_a_restore_over_a_damaged_file(bridge: Survivor, folder: Path) -> None:
    """A file that SQLite cannot work in is set aside, with its journal, which would otherwise be played into what comes in its place."""
    bridge.did("db", "backup", "monday.db")
    assert bridge.file is not None
    whole = bridge.file.read_bytes()
    for damaged in (whole[:50_000], whole[:100], whole[:4096] + b"\xa5" * 9999):
        bridge.file.write_bytes(damaged)
        (folder / "claims.db-journal").write_bytes(b"left by a crash")
        assert "restore a backup with `claims db restore`" in bridge.typed("list").err
        bridge.did("db", "restore", "monday.db", "--force")
        assert bridge.state() == file(folder / "monday.db").state()
        assert bridge.verified().ok
    assert (folder / "claims.db.before-restore.3").exists()


@on_sqlite
def test_a_restore_never_replaces_what_is_not_ours(bridge: Survivor, folder: Path) -> None:
    """Another program's file stays, even with --force; an empty file is taken."""
    bridge.did("db", "backup", "monday.db")
    with closing(sqlite3.connect(folder / "other.db")) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    before = (folder / "other.db").read_bytes()
    assert file(folder / "other.db").typed("db", "restore", "monday.db", "--force").code == 3
    assert (folder / "other.db").read_bytes() == before
    (folder / "empty.db").touch()
    file(folder / "empty.db").did("db", "restore", "monday.db")
    said = file(folder / "monday.db").typed("db", "restore", "monday.db", "--force")
    assert "it is the backup itself" in said.err


@on_postgresql
def test_a_restore_never_replaces_other_tables(bridge: Survivor, bridges: Copies, folder: Path) -> None:
    """A server's database with tables of somebody else stays, even with --force."""
    bridge.did("db", "backup", "monday.db")
    place = bridges.nothing(folder)
    made = engine.make_engine(place.url)
    with made.connect() as connection, connection.begin():
        connection.exec_driver_sql("CREATE TABLE recipes (name TEXT)")
    made.dispose()
    said = place.typed("db", "restore", "monday.db", "--force")
    assert said.code == 3
    assert "it holds other tables (recipes)" in said.err
    bridges.drop(place)


@on_sqlite
def test_a_backup_of_a_write_ahead_log(bridge: Survivor, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies in the write-ahead log only is in the backup, which is one file all the same."""
    monkeypatch.setattr(engine, "wal_is_safe", lambda: True)
    assert bridge.file is not None
    bridge.did("mark", "C-1", "--status", "unproven", "--because", "It was looked at.")
    with closing(sqlite3.connect(bridge.file)) as other:  # while it is open the log is not taken into the file
        other.execute("SELECT count(*) FROM claim").fetchone()
        bridge.did("mark", "C-1", "--status", "unproven", "--because", "It was looked at again.")
        assert (folder / "claims.db-wal").stat().st_size > 0
        bridge.did("db", "backup", "monday.db")
    assert sorted(path.name for path in folder.glob("monday*")) == ["monday.db"]
    monkeypatch.undo()
    assert (folder / "monday.db").read_bytes()[18:20] == b"\x01\x01"  # SQLite's header: no write-ahead log
    assert file(folder / "monday.db").head() == bridge.head()


@on_sqlite
def test_a_full_disk_costs_no_backup(bridge: Survivor, folder: Path, killer: Killer) -> None:
    """Where the disk takes no more, the backup that was there stays, the database too, and nothing is left beside them."""
    bridge.did("db", "backup", "monday.db")
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    for line in (
        ("db", "backup", "monday.db", "--force"),
        ("db", "backup", "new.db"),
        ("--db", "new.db", "db", "restore", "monday.db"),
        ("db", "restore", "monday.db", "--force"),
    ):
        for room in (1_500, 100_000, 300_000):
            ended = killer.run(line, folder=folder, room=room, full=True)
            assert ended.code == 3
            assert ended.out == ""
            assert {path.name: path.read_bytes() for path in folder.iterdir()} == files


@on_sqlite
def test_a_locked_database(bridge: Survivor, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A backup of a database that stays locked, and a restore into one, end with a sentence and not never."""
    monkeypatch.setattr(engine, "make_engine", lambda url, timeout_s=0, made=engine.make_engine: made(url, timeout_s=0))
    bridge.did("db", "backup", "monday.db")
    assert bridge.file is not None
    with closing(sqlite3.connect(bridge.file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        begun = time.monotonic()
        said = bridge.typed("db", "backup", "tuesday.db")
        assert said.code == 3
        assert "another process has kept it locked" in said.err
        assert time.monotonic() - begun < 20  # not the thirty seconds that it waits by itself
    assert not (folder / "tuesday.db").exists()
