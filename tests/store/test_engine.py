"""Opening a store and working in it: refusals that say what to do, safe settings, and sessions that keep all or nothing."""

import contextlib
import os
import sqlite3
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import postgres
import pytest
from databases import Places, no_seed
from sqlalchemy import URL, create_engine, func, make_url, select, update
from sqlalchemy.pool import NullPool

from claims.errors import (
    ClaimsError,
    DatabaseTooNew,
    DatabaseTooOld,
    DatabaseTrouble,
    EnvironmentProblem,
    ExtraMissing,
    NoDatabase,
    NotOurDatabase,
)
from claims.store import engine, migrations
from claims.store.engine import APPLICATION_ID, Database, close, database_url, open_database, wal_is_safe
from claims.store.tables import CaseFile, Claim, ClaimNow

SECRET = "geheim"
on_sqlite = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)


def file_of(url: URL) -> Path:
    return Path(str(url.database))


def add_claim(database: Database, text: str = "There is a factory.") -> None:
    with database.writing("Ana") as session:
        case = session.ledger.append(CaseFile, version=1, key="drones")
        number = session.ledger.number(Claim)
        session.ledger.append(Claim, version=1, number=number, case_file=case, text=text, kind="fact")
        close(session, "import")


def look(database: Database) -> int:
    """The log's size; any reading does."""
    with database.reading() as session:
        return session.upto


def write(database: Database) -> None:
    """Begin to write; any writing does."""
    with database.writing("Ana"):
        pass


def claims_in(database: Database) -> int:
    with database.reading() as session:
        return session.connection.execute(select(func.count()).select_from(Claim)).scalar_one()


def behind_the_back(url: URL, statement: str) -> None:
    """Change a store with no trigger in the way."""
    other = create_engine(url, poolclass=NullPool)
    with other.connect() as connection, connection.begin():
        connection.exec_driver_sql(statement)
    other.dispose()


# --- what is a store ---------------------------------------------------------------------------------------------------


@on_sqlite
def test_only_the_owner_can_read_a_new_store(fresh_url: URL) -> None:
    """A new file is readable by its owner alone, whatever the umask: it can hold copyrighted and confidential text."""
    before = os.umask(0)
    try:
        database = migrations.create(fresh_url, "Ana", no_seed)
        add_claim(database)
    finally:
        os.umask(before)
    file = file_of(fresh_url)
    assert {f.name: oct(stat.S_IMODE(f.stat().st_mode)) for f in file.parent.iterdir()} == {file.name: "0o600"}


@on_sqlite
def test_a_store_says_whose_it_is(database_url: URL) -> None:
    """The application's number stands in the file's header."""
    assert (
        int.from_bytes(file_of(database_url).read_bytes()[68:72], "big")
        == APPLICATION_ID
        == int.from_bytes(b"CLMS", "big")
    )


def a_folder(file: Path) -> None:
    file.mkdir()


def not_sqlite(file: Path) -> None:
    file.write_text("case: drones\n" * 100)


def a_stub(file: Path) -> None:
    file.write_bytes(b"SQLite format 3\x00")


def recipes(file: Path) -> None:
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")


def ours_without_tables(file: Path) -> None:
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("CREATE TABLE recipes (name TEXT)")


def missing(file: Path) -> None:
    """Nothing is there."""


@on_sqlite
@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (missing, NoDatabase, "does not exist.*claims init"),
        (a_folder, NotOurDatabase, "it is a folder"),
        (Path.touch, NotOurDatabase, "it is empty"),
        (not_sqlite, NotOurDatabase, "it is no SQLite file"),
        (a_stub, NotOurDatabase, "it is no SQLite file"),
        (recipes, NotOurDatabase, "another program's SQLite file"),
        (ours_without_tables, NotOurDatabase, "not the tables.*claims init"),
    ],
)
def test_what_is_no_store(fresh_url: URL, make: Callable[[Path], None], error: type[ClaimsError], words: str) -> None:
    """What is no store of ours is refused by name with the reason, for reading and writing, and nothing is made or changed."""
    file = file_of(fresh_url)
    make(file)
    before = file.read_bytes() if file.is_file() else None
    for work in (look, write):
        with pytest.raises(error, match=words) as refusal:
            work(open_database(fresh_url))
        assert str(file) in str(refusal.value)
        assert refusal.value.exit_code == 3
    assert (file.read_bytes() if file.is_file() else None) == before
    assert [f for f in file.parent.iterdir() if f != file] == []


@on_sqlite
def test_a_place_below_a_file(database_url: URL) -> None:
    """A path that goes on below a file is refused with the system's reason."""
    with pytest.raises(DatabaseTrouble, match="Not a directory"):
        open_database(database_url.set(database=f"{database_url.database}/claims.db"))


@on_postgresql
def test_an_empty_postgresql_database(fresh_url: URL) -> None:
    """A PostgreSQL database without our tables is refused, and points to `claims init`."""
    for work in (look, write):
        with pytest.raises(NotOurDatabase, match=r"not the tables.*claims init"):
            work(open_database(fresh_url))


@pytest.mark.parametrize(
    ("revision", "error", "words"),
    [
        ("9999", DatabaseTooNew, "schema 9999.*pip install --upgrade"),
        ("ab12cd", DatabaseTooNew, "schema ab12cd"),
        ("0000", DatabaseTooOld, "schema 0000.*needs 0001.*claims db upgrade"),
    ],
)
def test_another_schema(database_url: URL, revision: str, error: type[ClaimsError], words: str) -> None:
    """A store of a newer program is refused, an older one points to the upgrade; for reading and for writing."""
    behind_the_back(database_url, f"UPDATE alembic_version SET version_num = '{revision}'")
    for work in (look, write):
        with pytest.raises(error, match=words):
            work(open_database(database_url))


@pytest.mark.parametrize("work", [look, write])
@pytest.mark.parametrize("table", ["alembic_version", "log_head"])
def test_a_store_whose_tables_are_empty(database_url: URL, table: str, work: Callable[[Database], object]) -> None:
    """A schema without its head or its revision, as a half-restored dump leaves it, is refused with a sentence."""
    behind_the_back(database_url, f"DELETE FROM {table}")
    with pytest.raises(NotOurDatabase, match="its tables are empty"):
        work(open_database(database_url))


@on_sqlite
def test_reading_changes_no_byte(database: Database) -> None:
    """Opening and reading leave the file as it is, byte for byte, and nothing beside it."""
    add_claim(database)
    file = file_of(database.url)
    before = file.read_bytes()
    assert look(open_database(database.url)) == look(database)
    assert file.read_bytes() == before
    assert list(file.parent.glob("claims.db*")) == [file]


def test_awkward_file_names(tmp_path: Path) -> None:
    """A file may be called anything: spaces, per cents, question marks and other scripts are part of its name."""
    folder = tmp_path / "Ñandú 100% & co"
    folder.mkdir()
    for name in ("a b.db", "50%.db", "what?.db", "#1.db", "übersicht.db", "новости.db", "a'b\"c.db", "file:x.db"):
        url = database_url(str(folder / name))
        add_claim(migrations.create(url, "Ana", no_seed))
        assert claims_in(open_database(url)) == 1
    assert len(list(folder.iterdir())) == 8


# --- addresses ---------------------------------------------------------------------------------------------------------


def test_addresses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path is a SQLite file, also below the home folder or relative; a URL is what it says."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert database_url("~/x.db").database == str(tmp_path / "x.db")
    assert database_url("x.db").database == str(tmp_path / "x.db")
    assert database_url("postgresql://desk@host/x").get_backend_name() == "postgresql"
    assert engine.shown_url(database_url("x.db")) == str(tmp_path / "x.db")


@pytest.mark.parametrize(
    "address",
    [
        "mysql://desk@h/x",
        "oracle://h",
        "foo://x",
        "http://example.org/x.db",
        "://x",
        "postgresql://[::1/x",
        "postgresql+asyncpg://desk@h/x",
        "postgresql+nosuch://desk@h/x",
        "sqlite+nosuch:///x.db",
    ],
)
def test_other_databases(address: str) -> None:
    """An address of another kind of database or driver, or of none, is refused and says what would do."""
    with pytest.raises(NotOurDatabase, match="postgresql://"):
        database_url(address)


def test_a_driver_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where PostgreSQL's driver is not installed the message names the extra that has it."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ExtraMissing, match=r"claims-tracker\[postgres\]"):
        open_database(database_url("postgresql://desk@h/x"))


@pytest.mark.parametrize(
    "address",
    [
        f"mysql://desk:{SECRET}@h/x",
        f"foo://desk:{SECRET}@h/x",
        f"postgresql://desk:{SECRET}@127.0.0.1:1/x",
        f"postgresql://desk:{SECRET}@/x?host=/nowhere",
        f"postgresql://desk:{SECRET}@127.0.0.1:1/x?nosuch=1",
        f"postgresql+nosuchdriver://desk:{SECRET}@127.0.0.1:1/x",
        f"postgresql://desk:{SECRET}/1@host:port/x",
        f"postgresql://:{SECRET}@host:port/x",
        f"postgresql://desk@127.0.0.1:1/x?sslpassword={SECRET}&PASSWORD={SECRET}",
        f"postgresql://desk:{SECRET}@host:port/x",
        f"postgresql://desk:pass@{SECRET}@host:5x/x",
        f"postgresql://desk@127.0.0.1:1/x?password={SECRET}",
    ],
)
def test_passwords_are_never_shown(address: str) -> None:
    """Whatever is wrong with an address or the server behind it, the message does not hold the password."""
    with pytest.raises(EnvironmentProblem) as refusal:
        look(open_database(database_url(address)))
    assert SECRET not in str(refusal.value)


@on_postgresql
def test_wrong_passwords_are_not_shown(database_url: URL) -> None:
    """A refused password is called wrong and not repeated."""
    locked_out = database_url.set(username=postgres.LOCKED_OUT, password=SECRET)
    for work in (look, write):
        with pytest.raises(DatabaseTrouble, match="the user or password is wrong") as refusal:
            work(open_database(locked_out))
        assert SECRET not in str(refusal.value)
    with pytest.raises(DatabaseTrouble, match="password is wrong"):
        migrations.status(locked_out)


@on_postgresql
def test_no_postgresql_answers(database_url: URL) -> None:
    """A server that does not answer, and a database that is not there, are named with what is wrong."""
    nobody = make_url("postgresql://desk@127.0.0.1:1/claims")
    for work in (look, write):
        with pytest.raises(DatabaseTrouble, match=r"127\.0\.0\.1:1/claims: no PostgreSQL answers there"):
            work(open_database(nobody))
    with pytest.raises(DatabaseTrouble, match='database "elsewhere" does not exist'):
        look(open_database(database_url.set(database="elsewhere")))


@on_postgresql
def test_a_server_that_hangs_up(database: Database, places: Places) -> None:
    """A connection that the server ends in the middle is a sentence, nothing of the transaction is kept, and the next one works."""

    def hung_up() -> None:
        with database.writing("Ana") as session:
            session.ledger.append(CaseFile, version=1, key="lost")
            session.ledger.flush()
            number = session.connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
            behind_the_back(database.url, f"SELECT pg_terminate_backend({number})")
            close(session, "import")

    before = places.dump(database.url)
    with pytest.raises(DatabaseTrouble, match="closed the connection"):
        hung_up()
    assert places.dump(database.url) == before
    add_claim(database)
    assert claims_in(database) == 1


# --- settings ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 6, 23), True), ((3, 7, 0), False), ((3, 40, 1), False), ((3, 44, 5), False), ((3, 44, 6), True), ((3, 44, 7), False),
        ((3, 50, 6), False), ((3, 50, 7), True), ((3, 51, 0), False), ((3, 51, 2), False), ((3, 51, 3), True), ((3, 52, 0), True), ((4, 0, 0), True),
    ],
)  # fmt: skip
def test_where_wal_is_safe(version: tuple[int, ...], safe: bool) -> None:
    """The write-ahead log is used only with a SQLite that does not have the WAL-reset bug."""
    assert wal_is_safe(version) is safe


@on_sqlite
@pytest.mark.parametrize("safe", [True, False])
def test_journal_mode(database_url: URL, monkeypatch: pytest.MonkeyPatch, safe: bool) -> None:
    """The journal mode follows the library that opens the store, also when another one had it before."""
    for now in (safe, not safe, safe):
        monkeypatch.setattr(engine, "wal_is_safe", lambda now=now: now)
        database = open_database(database_url)
        add_claim(database)
        with database.reading() as session:
            mode = session.connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
        assert mode == ("wal" if now else "delete")
    assert claims_in(database) == 3


@on_sqlite
def test_settings(database: Database) -> None:
    """Every connection checks references, waits for others, keeps what it acknowledged and wipes what it removes."""
    expected = {
        "foreign_keys": 1, "recursive_triggers": 1, "synchronous": 2, "trusted_schema": 0, "cell_size_check": 1, "secure_delete": 1,
        "busy_timeout": 30_000,
    }  # fmt: skip
    with database.reading() as reading:
        assert {p: reading.connection.exec_driver_sql(f"PRAGMA {p}").scalar() for p in expected} == expected
        assert reading.connection.exec_driver_sql("PRAGMA journal_mode").scalar() == (
            "wal" if wal_is_safe() else "delete"
        )
    with database.writing("Ana") as writing:
        assert {p: writing.connection.exec_driver_sql(f"PRAGMA {p}").scalar() for p in expected} == expected


def test_waiting_no_longer_than_asked(database_url: URL) -> None:
    """Who opens a store with a short patience gets it."""
    sqlite = database_url.get_backend_name() == "sqlite"
    for asked, told in (
        (0, "0" if sqlite else "1ms"),
        (1, "1000" if sqlite else "1s"),
        (30, "30000" if sqlite else "30s"),
    ):
        with open_database(database_url, timeout_s=asked).reading() as session:
            setting = session.connection.exec_driver_sql(
                "PRAGMA busy_timeout" if sqlite else "SHOW lock_timeout"
            ).scalar()
            assert str(setting) == told


@on_postgresql
def test_postgresql_reads_what_is_committed(database: Database) -> None:
    """Writers read what others committed, so that after waiting for the head they see it as it is now."""
    with database.writing("Ana") as session:
        assert session.connection.exec_driver_sql("SHOW transaction_isolation").scalar() == "read committed"


def test_references_are_checked(database: Database) -> None:
    """A row that refers to nothing is refused."""

    def orphan() -> None:
        with database.writing("Ana") as session:
            session.ledger.append(Claim, version=1, number=1, case_file=99, text="Said.", kind="fact")
            close(session, "import")

    with pytest.raises(DatabaseTrouble, match=r"(?i)foreign key"):
        orphan()


# --- sessions ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, SystemExit, MemoryError, GeneratorExit])
def test_an_interruption_keeps_nothing(database: Database, places: Places, interruption: type[BaseException]) -> None:
    """Ctrl-C in the middle of a change, even after its event, leaves the store as it was and free for the next writer."""
    before = places.dump(database.url)

    def interrupted() -> None:
        with database.writing("Ana") as session:
            session.ledger.append(CaseFile, version=1, key="lost")
            close(session, "import")
            raise interruption

    with pytest.raises(interruption):
        interrupted()
    assert places.dump(database.url) == before
    add_claim(database)


def test_a_rehearsal_keeps_nothing(database: Database, places: Places) -> None:
    """With `--dry-run` everything happens as it would, and nothing of it is kept."""
    before = places.dump(database.url)
    with database.writing("Ana", rehearse=True) as session:
        session.ledger.append(CaseFile, version=1, key="tried")
        assert close(session, "import").rows == 2
        assert session.connection.execute(select(CaseFile.c.key)).scalar() == "tried"
    assert places.dump(database.url) == before


def test_the_programs_own_errors_pass(database: Database) -> None:
    """An error that already says what to do comes out as it went in."""
    for work in (database.reading, lambda: database.writing("Ana")):
        with pytest.raises(NoDatabase, match="looked"), work():
            raise NoDatabase("looked")


def test_a_reader_sees_one_state(database_url: URL) -> None:
    """What a reader asks, of the log and of the caches, is the same at its end whatever others write meanwhile; the next reader sees more."""
    reader, writer = open_database(database_url, timeout_s=0), open_database(database_url, timeout_s=0)
    add_claim(writer)
    questions = [select(func.count()).select_from(table) for table in (Claim, ClaimNow, CaseFile)]
    with reader.reading() as session:
        upto = session.upto
        before = [session.connection.execute(question).scalar() for question in questions]
        # With a rollback journal SQLite lets nobody write while somebody reads.
        with contextlib.suppress(DatabaseTrouble):
            add_claim(writer)
        assert [session.connection.execute(question).scalar() for question in questions] == before
        assert session.upto == upto
    add_claim(writer)
    assert look(reader) > upto
    assert claims_in(reader) == claims_in(writer) >= 2


@on_postgresql
def test_a_reader_cannot_write(database: Database) -> None:
    """A reading session refuses to change anything."""

    def change() -> None:
        with database.reading() as session:
            session.connection.execute(update(ClaimNow).values(status="true"))

    with pytest.raises(DatabaseTrouble, match="read-only transaction"):
        change()


# --- trouble -------------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def somebody_writing(url: URL) -> Iterator[None]:
    """Another process in the middle of a change."""
    other = create_engine(url, poolclass=NullPool)
    with other.connect() as connection:
        if url.get_backend_name() == "sqlite":
            connection.exec_driver_sql("BEGIN EXCLUSIVE")
        else:
            connection.exec_driver_sql("SELECT * FROM log_head FOR UPDATE")
        yield
        connection.rollback()
    other.dispose()


def test_a_locked_store(database_url: URL) -> None:
    """A writer who waits for another's lock longer than it may is told so; when that one is done it goes on."""
    database = open_database(database_url, timeout_s=0)
    with somebody_writing(database_url):
        with pytest.raises(DatabaseTrouble, match="another process has kept it locked"):
            write(database)
        if database_url.get_backend_name() == "postgresql":
            assert look(database) == 2  # readers never wait there
        else:
            with pytest.raises(DatabaseTrouble, match="another process has kept it locked"):
                look(database)
    add_claim(database)


def test_statistics(database: Database) -> None:
    """After much was taken in PostgreSQL counts what its tables hold, for who may have that done; another's lock is not waited for. SQLite does without."""
    for _ in range(3):
        add_claim(database)
    with database.engine.connect() as other, other.begin():
        if database.url.get_backend_name() == "postgresql":
            other.exec_driver_sql("LOCK TABLE review IN ACCESS EXCLUSIVE MODE")
        database.gather_statistics()
    if database.url.get_backend_name() == "postgresql":
        with database.engine.connect() as connection:
            counted = (
                "SELECT relname, reltuples FROM pg_class WHERE relname IN ('claim', 'event', 'review') ORDER BY relname"
            )
            claims, events, reviews = connection.exec_driver_sql(counted).all()
        assert (claims.reltuples, reviews.reltuples) == (3, -1)
        assert events.reltuples > 3
    assert look(database) > 0


@on_postgresql
def test_options_in_an_address(database_url: URL) -> None:
    """What an address asks of the server is still asked with our own settings added."""
    url = database_url.update_query_dict({"options": "-c work_mem=7MB -c application_name=desk"})
    with open_database(url, timeout_s=5).reading() as session:
        shown = [
            session.connection.exec_driver_sql(f"SHOW {name}").scalar()
            for name in ("work_mem", "application_name", "lock_timeout")
        ]
    assert shown == ["7MB", "desk", "5s"]


@on_sqlite
def test_a_full_disk(database: Database, places: Places) -> None:
    """When the disk is full the message says so, nothing is kept, and with space again it goes on."""
    before = places.dump(database.url)

    def fill() -> None:
        with database.writing("Ana") as session:
            pages = session.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            session.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 5}")
            for number in range(50):
                session.ledger.append(CaseFile, version=1, key=f"{number}", title="x" * 10_000)
            close(session, "import")

    with pytest.raises(DatabaseTrouble, match="the disk is full; free some space"):
        fill()
    assert places.dump(database.url) == before
    add_claim(database)


@on_sqlite
def test_a_damaged_file(database_url: URL) -> None:
    """A file whose pages were overwritten is said to be damaged."""
    file = file_of(database_url)
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
    with pytest.raises(DatabaseTrouble, match="damaged"):
        look(open_database(database_url))
    file.write_bytes(whole[:4096])
    with pytest.raises(DatabaseTrouble, match="damaged"):
        look(open_database(database_url))


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that every user of the machine can reach."""
    with tempfile.TemporaryDirectory(prefix="claims-public-") as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)


@contextlib.contextmanager
def without_privileges() -> Iterator[None]:
    """Permissions do not bind root: step down to nobody meanwhile."""
    if os.geteuid() != 0:
        yield
        return
    try:
        os.seteuid(65534)
    except OSError as problem:
        pytest.skip(f"root cannot step down here, and permissions do not bind root: {problem}")
    try:
        yield
    finally:
        os.seteuid(0)


@on_sqlite
@pytest.mark.parametrize(
    ("file_mode", "folder_mode"),
    [(0o444, 0o777), (0o666, 0o555), (0o444, 0o555)],
    ids=["file", "folder", "both"],
)
def test_read_only(database_url: URL, public_folder: Path, file_mode: int, folder_mode: int) -> None:
    """A store in a place that cannot be written to can be read; a change is refused with what to look at."""
    file = public_folder / "claims.db"
    file.write_bytes(file_of(database_url).read_bytes())
    url = database_url.set(database=str(file))
    add_claim(open_database(url))  # as whom it may be, and everything that this needs is loaded
    file.chmod(file_mode)
    public_folder.chmod(folder_mode)
    before = file.read_bytes()
    said = []
    with without_privileges():
        readable = claims_in(open_database(url))
        try:
            add_claim(open_database(url))
        except DatabaseTrouble as refusal:
            said.append(refusal)
    public_folder.chmod(0o777)
    assert readable == 1
    with pytest.raises(DatabaseTrouble, match="it is read-only; check the permissions of the file and its folder"):
        raise said[0]
    assert file.read_bytes() == before


@on_sqlite
def test_nothing_may_be_read_or_made(database_url: URL, public_folder: Path) -> None:
    """A file that may not be read, and a folder where none may be made, are refused with the system's reason."""
    look(open_database(database_url))
    file = public_folder / "claims.db"
    file.write_bytes(file_of(database_url).read_bytes())
    file.chmod(0o000)
    public_folder.chmod(0o555)
    said: list[Exception] = []
    with without_privileges():
        works: tuple[Callable[[URL], Any], ...] = (open_database, lambda url: migrations.create(url, "Ana", no_seed))
        for work, name in zip(works, ("claims.db", "new.db"), strict=True):
            try:
                work(database_url.set(database=str(public_folder / name)))
            except DatabaseTrouble as refusal:
                said.append(refusal)
    public_folder.chmod(0o777)
    assert ["Permission denied" in str(refusal) for refusal in said] == [True, True]
    assert [f.name for f in public_folder.iterdir()] == ["claims.db"]
