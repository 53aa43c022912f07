"""Making a store and bringing it up to date: all of it or nothing, forwards and back, online and as SQL for somebody else to run."""

import contextlib
import io
import sqlite3
import stat
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from databases import Places, no_seed
from every_table import build
from next_schema import ADDS_A_TABLE, next_schema
from recompute import altered
from sqlalchemy import URL, inspect, select

from claims.errors import DatabaseExists, DatabaseTooNew, DatabaseTrouble, NoDatabase, NotOurDatabase
from claims.store import migrations, placing
from claims.store.engine import HEAD_REVISION, Database, WritingSession, close, make_engine, make_private, open_database
from claims.store.ledger import log_head
from claims.store.migrating import configuration, migrating
from claims.store.tables import LOGGED, METADATA, CaseFile, Event, Folding
from claims.text import folding

FAILS = {
    "an error in its code": f"{ADDS_A_TABLE}    raise LookupError('in the middle')",
    "an interruption": f"{ADDS_A_TABLE}    raise KeyboardInterrupt",
    "an error in its SQL": f"{ADDS_A_TABLE}    op.execute('SELECT nothing FROM nowhere')",
    "rows removed": f"{ADDS_A_TABLE}    [op.execute(s) for s in unguard(dialect, 'tie')]\n    op.execute('DELETE FROM tie')",
    "a table emptied by a rebuild": f"{ADDS_A_TABLE}    op.drop_table('hedge')\n    op.create_table('hedge', sa.Column('seq', sa.Integer()))",
    "references broken": f"{ADDS_A_TABLE}    [op.execute(s) for s in unguard(dialect, 'tie')]\n"
    "    op.execute('UPDATE tie SET source_version = 999999')",
}


def filled(url: URL) -> None:
    database = open_database(url)
    build(database)
    database.engine.dispose()


def sql_of(dialect: str, revisions: str, *, down: bool = False) -> str:
    """What `--sql` writes."""
    config = configuration()
    config.output_buffer = written = io.StringIO()
    config.set_main_option("dialect", dialect)
    (command.downgrade if down else command.upgrade)(config, revisions, sql=True)
    return written.getvalue()


# --- making a store ----------------------------------------------------------------------------------------------------


def test_one_head() -> None:
    """There is one newest migration, and it is the one that the program asks for."""
    script = ScriptDirectory.from_config(configuration())
    assert script.get_heads() == [HEAD_REVISION]
    assert len(script.get_bases()) == 1


def test_create(fresh_url: URL) -> None:
    """A new store holds its origin, what the seed appended, and the event `init`; the log over them is in order."""

    def seed(session: WritingSession) -> None:
        assert session.ledger.append(CaseFile, version=1, key="mine") == 2

    database = migrations.create(fresh_url, "Ana", seed)
    with database.reading() as session:
        assert session.upto == 3
        assert altered(session.connection) == set()
        assert session.connection.execute(select(Event.c.kind, Event.c.who, Event.c.begins)).one() == ("init", "Ana", 1)
        assert session.connection.execute(select(Folding.c.folding)).scalar() == folding.FOLDING
    database.engine.dispose()
    assert migrations.status(fresh_url).pending == ()


def test_every_log_has_an_origin_of_its_own(fresh_url: URL, database: Database) -> None:
    """Two stores never share an origin, so that a head cannot be taken for another store's."""
    other = migrations.create(fresh_url, "The desk", no_seed)
    with database.reading() as one, other.reading() as two:
        assert log_head(one.connection).origin != log_head(two.connection).origin
    other.engine.dispose()


def test_create_that_fails_leaves_nothing(fresh_url: URL, places: Places) -> None:
    """When the seed fails or is interrupted no file is left behind, and a PostgreSQL database is as empty as before; then it can be made."""
    file = Path(str(fresh_url.database)) if fresh_url.get_backend_name() == "sqlite" else None
    before = None if file else places.dump(fresh_url)
    for problem in (LookupError, KeyboardInterrupt, NotOurDatabase("x", "y")):

        def seed(session: WritingSession, problem: type[BaseException] | BaseException = problem) -> None:
            session.ledger.append(CaseFile, version=1, key="mine")
            session.ledger.flush()
            raise problem

        with pytest.raises(problem if isinstance(problem, type) else type(problem)):
            migrations.create(fresh_url, "Ana", seed)
        assert list(file.parent.iterdir()) == [] if file else places.dump(fresh_url) == before
    migrations.create(fresh_url, "Ana", no_seed).engine.dispose()


@pytest.mark.parametrize("body", [FAILS["an error in its code"], FAILS["an error in its SQL"]], ids=["code", "sql"])
def test_create_whose_migration_fails_leaves_nothing(
    fresh_url: URL, places: Places, tmp_path_factory: pytest.TempPathFactory, body: str
) -> None:
    """A migration that fails while a store is made leaves no half of it."""
    schema = next_schema(tmp_path_factory.mktemp("next"), body)
    file = Path(str(fresh_url.database)) if fresh_url.get_backend_name() == "sqlite" else None
    before = None if file else places.dump(fresh_url)
    with pytest.raises((LookupError, DatabaseTrouble)):
        migrations.create(fresh_url, "Ana", no_seed, schema)
    assert list(file.parent.iterdir()) == [] if file else places.dump(fresh_url) == before


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_create_in_an_empty_file(fresh_url: URL) -> None:
    """An empty file, as mktemp makes it, is taken; when that fails it is still there and still empty."""
    file = Path(str(fresh_url.database))
    file.touch()

    def seed(session: WritingSession) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        migrations.create(fresh_url, "Ana", seed)
    assert [(f.name, f.stat().st_size) for f in file.parent.iterdir()] == [(file.name, 0)]
    migrations.create(fresh_url, "Ana", no_seed).engine.dispose()
    assert migrations.status(fresh_url).revision == HEAD_REVISION


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_store_in_an_empty_file_is_private(fresh_url: URL) -> None:
    """A store that is made in a file which was there before, and empty, is as private as any other."""
    file = Path(str(fresh_url.database))
    file.touch(mode=0o644)
    migrations.create(fresh_url, "Ana", no_seed).engine.dispose()
    assert oct(stat.S_IMODE(file.stat().st_mode)) == "0o600"


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_two_who_make_the_same_store(fresh_url: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    """When two make the same store at once one of them has it, and the other is told so and takes nothing away."""
    made, quicker = make_private, iter([migrations.create])

    def overtaken(path: Path) -> None:
        made(path)
        for create in quicker:
            create(fresh_url, "Ben", no_seed).engine.dispose()

    monkeypatch.setattr(placing, "make_private", overtaken)
    with pytest.raises(DatabaseExists):
        migrations.create(fresh_url, "Ana", no_seed)
    database = open_database(fresh_url)
    with database.reading() as session:
        assert session.connection.execute(select(Event.c.who)).scalars().all() == ["Ben"]


def test_create_where_a_store_is(database_url: URL, places: Places) -> None:
    """A store that is there is refused by name and not touched."""
    before = places.dump(database_url)
    with pytest.raises(DatabaseExists, match="already"):
        migrations.create(database_url, "Ana", no_seed)
    assert places.dump(database_url) == before


def test_create_where_something_else_is(fresh_url: URL, places: Places) -> None:
    """A database with other tables is refused and not touched."""
    engine = make_engine(fresh_url)
    with engine.connect() as connection, connection.begin():
        connection.exec_driver_sql("CREATE TABLE recipes (name TEXT)")
    engine.dispose()
    before = places.dump(fresh_url)
    with pytest.raises(NotOurDatabase, match=r"recipes|another program"):
        migrations.create(fresh_url, "Ana", no_seed)
    assert places.dump(fresh_url) == before


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_create_where_no_file_can_be(fresh_url: URL) -> None:
    """A folder, and a place in a folder that does not exist, are refused with the reason."""
    file = Path(str(fresh_url.database))
    with pytest.raises(NotOurDatabase, match="folder"):
        migrations.create(fresh_url.set(database=str(file.parent)), "Ana", no_seed)
    with pytest.raises(DatabaseTrouble, match="No such file or directory"):
        migrations.create(fresh_url.set(database=str(file.parent / "missing" / "claims.db")), "Ana", no_seed)
    assert list(file.parent.iterdir()) == []


# --- down, up and offline ----------------------------------------------------------------------------------------------


def test_down_and_up_again(database_url: URL, places: Places) -> None:
    """Down to nothing and up again gives the same schema; at the bottom only Alembic's own empty table is left."""
    filled(database_url)
    before = places.schema(database_url)
    with migrating(database_url) as connection:
        command.downgrade(configuration(connection), "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
        assert inspect(connection).get_view_names() == []
        if connection.dialect.name == "postgresql":
            left = "SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
            assert connection.exec_driver_sql(left).scalar() == 0
    with migrating(database_url) as connection:
        command.upgrade(configuration(connection), "head")
    assert places.schema(database_url) == before


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_offline_sql(dialect: str) -> None:
    """`--sql` writes every table, view and trigger for a database administrator, without a database at hand."""
    sql = sql_of(dialect, "head")
    for table in METADATA.sorted_tables:
        assert f"CREATE TABLE {table.name} (" in sql
    for table in LOGGED:
        triggers = ("no_update", "no_delete", "no_replace") if dialect == "sqlite" else ("no_change", "no_truncate")
        for trigger in triggers:
            assert f"CREATE TRIGGER {table.name}_{trigger} " in sql
    for view in ("claim_view", "appearance_view", "attribution_view", "review_view"):
        assert f"CREATE VIEW {view} " in sql
    assert (") STRICT" in " ".join(sql.split())) == (dialect == "sqlite")
    assert "DROP TABLE claim;" in sql_of(dialect, f"{HEAD_REVISION}:base", down=True)


def test_offline_sql_makes_the_same_schema(
    fresh_url: URL, database_url: URL, places: Places, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The SQL that `--sql` writes, run by the database's own tools, makes the very schema that the program makes."""
    expected = places.schema(database_url)
    places.drop(database_url)
    url = places.fresh(tmp_path_factory.mktemp("offline"))
    sql = sql_of(url.get_backend_name(), "head")
    if url.get_backend_name() == "sqlite":
        with contextlib.closing(sqlite3.connect(str(url.database))) as connection:
            connection.executescript(sql)
    else:
        engine = make_engine(url)
        with contextlib.closing(engine.raw_connection()) as raw:
            raw.cursor().execute(sql)
            raw.commit()
    assert places.schema(url).split() == expected.split()
    places.drop(url)


# --- upgrading -----------------------------------------------------------------------------------------------------------


def test_upgrade_with_nothing_to_do(database_url: URL, places: Places) -> None:
    """A store that is up to date is left alone: no event, no backup."""
    before = places.dump(database_url)
    status, backup = migrations.upgrade(database_url, "Ana")
    assert (status.revision, status.needed, status.pending, backup) == (HEAD_REVISION, HEAD_REVISION, (), None)
    assert places.dump(database_url) == before


@pytest.mark.parametrize("body", FAILS.values(), ids=FAILS.keys())
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_an_upgrade_that_fails_leaves_nothing(
    database_url: URL,
    places: Places,
    tmp_path_factory: pytest.TempPathFactory,
    body: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever a migration fails of, the database is byte for byte what it was, and the next, good upgrade goes through."""
    failing_and_going_through(database_url, places, tmp_path_factory.mktemp("next"), body, monkeypatch)


ON_A_SERVER = ("an error in its SQL", "a table emptied by a rebuild")


@pytest.mark.parametrize(
    "body", [pytest.param(FAILS[f], id=f, marks=() if f in ON_A_SERVER else pytest.mark.soak) for f in FAILS]
)
@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_an_upgrade_of_a_server_that_fails_leaves_nothing(
    database_url: URL,
    places: Places,
    tmp_path_factory: pytest.TempPathFactory,
    body: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The same on PostgreSQL, which gives up all of a transaction whatever it fails of: an error of its own, and one that counting rows finds."""
    failing_and_going_through(database_url, places, tmp_path_factory.mktemp("next"), body, monkeypatch)


def failing_and_going_through(
    database_url: URL, places: Places, folder: Path, body: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(database_url)
    before = places.dump(database_url)
    monkeypatch.chdir(folder)
    with pytest.raises((LookupError, KeyboardInterrupt, DatabaseTrouble)):
        migrations.upgrade(database_url, "Ana", next_schema(folder, body))
    assert places.dump(database_url) == before
    assert migrations.status(database_url).revision == HEAD_REVISION
    database = open_database(database_url)
    with database.writing("Ana") as session:
        assert altered(session.connection) == set()
        session.ledger.append(CaseFile, version=1, key="after")
        close(session, "import")
    with database.reading() as reading:
        head = log_head(reading.connection)
    database.engine.dispose()

    after = places.dump(database_url)
    status, backup = migrations.upgrade(database_url, "Ben", next_schema(folder, ADDS_A_TABLE))
    assert (status.revision, status.pending) == (HEAD_REVISION, ("0002",))
    engine = make_engine(database_url)
    with engine.connect() as connection, connection.begin():
        assert "added" in inspect(connection).get_table_names()
        event = connection.execute(
            select(Event.c.kind, Event.c.who, Event.c.what).order_by(Event.c.seq.desc()).limit(1)
        ).one()
        assert tuple(event) == ("upgrade", "Ben", f"schema {HEAD_REVISION} to 0002")
        assert altered(connection) == set()
    engine.dispose()
    assert backup is not None
    sqlite = database_url.get_backend_name() == "sqlite"
    assert backup.parent == (Path(str(database_url.database)).parent if sqlite else folder)
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    kept = URL.create("sqlite", database=str(backup))
    assert not sqlite or places.dump(kept) == after
    restored = open_database(kept)
    with restored.reading() as session:
        assert log_head(session.connection) == head
        assert altered(session.connection) == set()
    restored.engine.dispose()


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_backups_never_overwrite_each_other(database_url: URL, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Each upgrade that is tried keeps a backup of its own."""
    schema = next_schema(tmp_path_factory.mktemp("next"), FAILS["an error in its code"])
    for _ in range(3):
        with pytest.raises(LookupError):
            migrations.upgrade(database_url, "Ana", schema)
    file = Path(str(database_url.database))
    names = {f"{file.name}.before-upgrade-from-{HEAD_REVISION}{number}" for number in ("", ".2", ".3")}
    assert {f.name for f in file.parent.iterdir()} == {file.name, *names}


def test_an_older_program_refuses(
    database_url: URL, places: Places, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store that a newer program upgraded is refused by this one, for reading, writing and upgrading, and stays as it is."""
    folder = tmp_path_factory.mktemp("next")
    monkeypatch.chdir(folder)  # where the copy of a server's database is kept
    migrations.upgrade(database_url, "Ana", next_schema(folder, ADDS_A_TABLE))
    before = places.dump(database_url)
    database = open_database(database_url)
    with pytest.raises(DatabaseTooNew, match="0002"), database.reading():
        pass
    with pytest.raises(DatabaseTooNew, match="0002"), database.writing("Ana"):
        pass
    with pytest.raises(DatabaseTooNew, match="0002"):
        migrations.upgrade(database_url, "Ana")
    database.engine.dispose()
    assert places.dump(database_url) == before


def test_status_of_what_is_no_store(fresh_url: URL) -> None:
    """Neither a missing file nor an empty PostgreSQL database has a status."""
    with pytest.raises((NoDatabase, NotOurDatabase)):
        migrations.status(fresh_url)
    with pytest.raises((NoDatabase, NotOurDatabase)):
        migrations.upgrade(fresh_url, "Ana")
