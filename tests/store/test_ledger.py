"""The one way in: what every transaction leaves behind, alone or among others, and that nothing can be changed unseen."""

import multiprocessing
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import pytest
from databases import Places
from every_table import build, with_everything
from many_writers import LOADED_ONCE, PROCESSES, TRANSACTIONS, add_case, write_many
from recompute import altered, differences, recomputed
from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    Integer,
    LargeBinary,
    Table,
    func,
    insert,
    select,
    text,
    update,
)
from timing import PATIENCE_S

from claims.errors import DatabaseTrouble
from claims.store import ledger as ledger_module
from claims.store.engine import Database, close, open_database, utc_now
from claims.store.ledger import Ledger, log_head
from claims.store.merkle import Frontier
from claims.store.tables import (
    LOGGED,
    METADATA,
    REDACTABLE,
    CaseFile,
    Claim,
    ClaimNow,
    Event,
    Link,
    LogHead,
    LogOrigin,
    Redaction,
    Review,
    Source,
    SourceNow,
    Tie,
)

Rows = dict[str, list[dict[str, Any]]]


def everything(connection: Connection) -> Rows:
    """All rows of all tables."""
    return {
        table.name: [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]
        for table in METADATA.sorted_tables
    }


def contents(database: Database) -> Rows:
    with database.reading() as session:
        return everything(session.connection)


# --- what a transaction leaves -----------------------------------------------------------------------------------------


def test_a_new_log(database: Database) -> None:
    """Row 1 says which log this is and in which form its leaves are; the event of `init` is the last row."""
    with database.reading() as session:
        origin = session.connection.execute(select(LogOrigin.c.seq, LogOrigin.c.origin, LogOrigin.c.leaf_format)).one()
        event = session.connection.execute(
            select(Event.c.seq, Event.c.number, Event.c.begins, Event.c.kind, Event.c.who)
        ).one()
        assert (origin.seq, origin.leaf_format) == (1, 1)
        assert origin.origin.startswith("claims-tracker/")
        assert tuple(event) == (2, 1, 1, "init", "The desk")
        assert session.upto == 2
        assert altered(session.connection) == set()


def test_seq_is_dense(database: Database) -> None:
    """Over all tables together the rows are numbered 1, 2, 3 and so on, whatever order they were appended in."""
    for key in "abc":
        with database.writing("Ana") as session:
            add_case(session.ledger, key)
            close(session, "import")
    with database.reading() as session:
        assert [leaf.seq for leaf in recomputed(session.connection).leaves] == list(range(1, session.upto + 1))
        assert session.upto == 2 + 3 * 4


def test_the_event_is_last_and_knows_where_it_began(database: Database) -> None:
    """Every transaction ends with its event, which names the transaction's first row: events cut the log into transactions."""
    for key in "ab":
        with database.writing("Ana") as session:
            begins = session.upto + 1
            assert session.ledger.begins == begins
            add_case(session.ledger, key)
            written = close(session, "import", why="it came in", what=key)
            assert written.rows == 4
    with database.reading() as session:
        events = session.connection.execute(select(Event).order_by(Event.c.seq)).mappings().all()
    assert [(e["number"], e["begins"], e["seq"]) for e in events] == [(1, 1, 2), (2, 3, 6), (3, 7, 10)]
    assert [e["begins"] for e in events[1:]] == [e["seq"] + 1 for e in events[:-1]]
    assert (events[-1]["kind"], events[-1]["who"], events[-1]["why"], events[-1]["what"]) == (
        "import",
        "Ana",
        "it came in",
        "b",
    )


def test_the_head_grows_with_the_log(database: Database) -> None:
    """The head names origin, size and root; the root is the one that the rows give."""
    roots = set()
    for key in "abcd":
        with database.writing("Ana") as session:
            add_case(session.ledger, key)
            close(session, "import")
        with database.reading() as session:
            head, log = log_head(session.connection), recomputed(session.connection)
        assert (head.size, head.root) == (log.size, log.root.hex())
        roots.add(head.root)
    assert len(roots) == 4


def test_rows_are_stored_as_given(database: Database) -> None:
    """Text comes back exactly as it went in, bytes and whole numbers too, and what was not given is NULL."""
    build(database)
    with database.reading() as session:
        body = session.connection.execute(select(METADATA.tables["snapshot_body"])).mappings().one()
        tie = session.connection.execute(select(Tie.c.other, Tie.c.name).order_by(Tie.c.seq)).all()
    assert (body["content"], body["text"], body["length"]) == (b"\x00\xff", "A factory.", 40)
    assert (tie[0].other, tie[0].name, tie[1].name) == (None, "The ministry", None)


def test_each_row_has_a_salt_of_its_own(database: Database) -> None:
    """No two rows share a salt, so that equal texts cannot be told by their commitments."""
    build(database)
    with database.reading() as session:
        salts = [row["salt"] for rows in everything(session.connection).values() for row in rows if row.get("salt")]
    assert len(set(salts)) == len(salts) > 30
    assert {len(salt) for salt in salts} == {16}


def test_time_never_goes_back(database: Database) -> None:
    """A clock that was set back does not put an event before the one before it."""
    times = [
        "2031-01-01T00:00:00.000000Z",
        "2030-06-01T00:00:00.000000Z",
        "2020-01-01T00:00:00.000000Z",
        "2031-01-01T00:00:00.000001Z",
    ]
    clock = iter(times)
    for _ in times:
        with database.engine.connect().execution_options(writing=True) as connection, connection.begin():
            Ledger(connection, clock.__next__).close("note", who=None)
    with database.reading() as session:
        at = session.connection.execute(select(Event.c.at).order_by(Event.c.seq)).scalars().all()
    assert at[1:] == [times[0], times[0], times[0], times[3]]
    assert at == sorted(at)


def test_public_numbers(database: Database) -> None:
    """A public number is the highest there is plus one, also after a gap, and counts on within a transaction."""
    with database.writing("Ana") as session:
        case = session.ledger.append(CaseFile, version=1, key="a")
        assert [session.ledger.number(Source), session.ledger.number(Source)] == [1, 2]
        session.ledger.append(Source, version=1, number=41, case_file=case, key="far", kind="person", unnamed=1)
        close(session, "import")
    with database.writing("Ana") as session:
        assert [session.ledger.number(Source), session.ledger.number(Source), session.ledger.number(Claim)] == [
            42,
            43,
            1,
        ]


def test_what_the_log_gives_cannot_be_given(database: Database) -> None:
    """Neither a column that is not there nor one that is the ledger's own is taken from a caller."""
    with database.writing("Ana") as session:
        for column in ("colour", "seq", "salt", "leaf"):
            with pytest.raises(TypeError, match=f"case_file has no column {column}"):
                session.ledger.append(CaseFile, version=1, key="a", **{column: 1})


def test_a_refused_row_leaves_no_gap(database: Database) -> None:
    """After a row that could not be appended the log goes on without a hole."""
    refused: list[dict[str, Any]] = [
        {"colour": "red"},
        {"key": True},
        {"title": 7},
        {"key": "\ud800"},
        {"title": "\ud800"},
    ]
    with database.writing("Ana") as session:
        add_case(session.ledger, "a")
        for values in refused:
            with pytest.raises((TypeError, ValueError)):
                session.ledger.append(CaseFile, **{"version": 1, "key": "b", **values})
        add_case(session.ledger, "c")
        close(session, "import")
    with database.reading() as session:
        assert altered(session.connection) == set()
        assert session.connection.execute(select(CaseFile.c.key).order_by(CaseFile.c.seq)).scalars().all() == ["a", "c"]


def test_nothing_comes_after_the_event(database: Database) -> None:
    """A closed transaction takes no more rows: they would be lost without a word."""
    with database.writing("Ana") as session:
        add_case(session.ledger, "a")
        close(session, "import")
        with pytest.raises(RuntimeError, match="closed"):
            session.ledger.append(CaseFile, version=1, key="b")
        with pytest.raises(RuntimeError, match="closed"):
            close(session, "import")
    with database.reading() as session:
        assert altered(session.connection) == set()


# --- all or nothing ----------------------------------------------------------------------------------------------------


def test_nothing_is_kept_of_a_block_that_fails(database: Database) -> None:
    """Rows, head and caches are as before when the block raises, before the event or after it."""
    with database.writing("Ana") as session:
        add_case(session.ledger, "kept")
        close(session, "import")
    before = contents(database)

    def fail(*, flush: bool, end: bool) -> None:
        with database.writing("Ana") as session:
            claim = add_case(session.ledger, "lost")
            session.ledger.append(
                Review,
                number=session.ledger.number(Review),
                claim=claim,
                claim_version=claim,
                status="true",
                standing="own",
            )
            if flush:
                session.ledger.flush()
            if end:
                close(session, "import")
            raise LookupError("in the middle")

    for flush in (False, True):
        for end in (False, True):
            with pytest.raises(LookupError):
                fail(flush=flush, end=end)
            assert contents(database) == before


def test_a_transaction_without_its_event_is_not_kept(database: Database) -> None:
    """Rows that were appended and never closed with an event are a mistake of the program, and are not kept."""
    before = contents(database)

    def forget() -> None:
        with database.writing("Ana") as session:
            add_case(session.ledger, "a")
            session.ledger.flush()

    with pytest.raises(RuntimeError, match="event"):
        forget()
    assert contents(database) == before


def test_looking_only_writes_nothing(database: Database) -> None:
    """A writing transaction that appends nothing leaves no event."""
    before = contents(database)
    with database.writing("Ana") as session:
        assert not session.ledger.changed
    assert contents(database) == before


@pytest.mark.parametrize(
    "values",
    [
        {"claim": 999_999, "other": 999_999},
        {"claim": None},
        {"number": None},
        {"claim": "C-1"},
    ],
    ids=["no such row", "missing", "no number", "text for a number"],
)
def test_what_the_database_refuses_is_not_kept(database: Database, values: dict[str, Any]) -> None:
    """A reference to nothing, a missing value and a value of the wrong type are refused alike by both databases, and all is as before."""
    before = contents(database)

    def link() -> None:
        with database.writing("Ana") as session:
            claim = add_case(session.ledger, "a")
            row = {"number": 1, "claim": claim, "other": claim, "kind": "part-of", **values}
            session.ledger.append(Link, **row)
            close(session, "link")

    with pytest.raises(DatabaseTrouble):
        link()
    assert contents(database) == before


# --- many rows, many writers -------------------------------------------------------------------------------------------


def test_flushing_on_the_way(
    database: Database, places: Places, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large transaction that is written in slices leaves the same rows as one that is written at once."""
    other = open_database(places.copy(tmp_path_factory.mktemp("slices")))
    written = []
    for store, flush_at in ((database, 20_000), (other, 7)):
        monkeypatch.setattr(ledger_module, "FLUSH_AT", flush_at)
        with store.writing("Ana") as session:
            for number in range(50):
                add_case(session.ledger, f"case {number}")
            build_links(session.ledger)
            close(session, "import")
        with store.reading() as session:
            assert altered(session.connection) == set()
            written.append(everything(session.connection))
    other.engine.dispose()
    places.drop(other.url)
    chance = {"salt", "leaf", "at", "frontier"}
    at_once, sliced = (
        {table: [{c: v for c, v in row.items() if c not in chance} for row in rows] for table, rows in one.items()}
        for one in written
    )
    assert at_once == sliced


def build_links(ledger: Ledger) -> None:
    claims = sorted(ledger.touched_claims)
    for claim, other in pairwise(claims):
        ledger.append(Link, number=ledger.number(Link), claim=claim, other=other, kind="variant-of")


def test_many_writers(database: Database) -> None:
    """Four processes that write at once lose nothing, never take the same number twice and leave one log without a gap."""
    loaded = multiprocessing.get_context("forkserver")
    loaded.set_forkserver_preload(LOADED_ONCE)
    start = loaded.Barrier(PROCESSES)
    address = database.url.render_as_string(hide_password=False)
    processes = [loaded.Process(target=write_many, args=(address, start), name=f"writer {n}") for n in range(PROCESSES)]
    try:
        for process in processes:
            process.start()
        for process in processes:
            process.join(timeout=PATIENCE_S)
        assert [process.exitcode for process in processes] == [0] * PROCESSES
    finally:
        for process in processes:
            process.kill()
            process.join()
            process.close()

    done = PROCESSES * TRANSACTIONS
    with database.reading() as session:
        connection = session.connection
        assert altered(connection) == set()
        assert session.upto == 2 + done * 4
        for table in (Source, Claim):
            numbers = connection.execute(select(table.c.number).order_by(table.c.number)).scalars().all()
            assert numbers == list(range(1, done + 1))
        events = connection.execute(
            select(Event.c.seq, Event.c.begins, Event.c.number, Event.c.at, Event.c.who).order_by(Event.c.seq)
        ).all()
        assert [e.number for e in events] == list(range(1, done + 2))
        assert all(later.begins == earlier.seq + 1 for earlier, later in pairwise(events))
        assert [e.at for e in events] == sorted(e.at for e in events)
        assert len({e.who for e in events[1:]}) == PROCESSES
        assert connection.execute(select(func.count()).select_from(ClaimNow)).scalar() == done
        assert connection.execute(select(func.count()).select_from(SourceNow)).scalar() == done


def test_a_writer_waits_for_another(database: Database) -> None:
    """A second writer waits at the head until the first is done, and goes on from where that one ended."""
    order: list[str] = []
    inside, sizes = threading.Event(), []

    def second() -> None:
        inside.wait(timeout=PATIENCE_S)
        with database.writing("Ben") as session:
            order.append("second in")
            sizes.append(session.upto)
            add_case(session.ledger, "b")
            close(session, "import")

    thread = threading.Thread(target=second)
    thread.start()
    with database.writing("Ana") as session:
        inside.set()
        thread.join(timeout=0.3)
        add_case(session.ledger, "a")
        close(session, "import")
        order.append("first out")
    thread.join(timeout=PATIENCE_S)
    assert order == ["first out", "second in"]
    assert sizes == [6]


# --- nothing changes unseen --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def full(places: Places, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A store with something in every column; tests undo what they do to it."""
    database = open_database(places.copy(tmp_path_factory.mktemp("full"), with_everything(places)))
    yield database
    database.engine.dispose()
    places.drop(database.url)


@pytest.fixture(scope="module")
def unchecked(full: Database) -> Iterator[Connection]:
    """A connection that no foreign key or check holds back."""
    with full.engine.connect().execution_options(writing=True) as connection:
        if connection.dialect.name == "sqlite":
            cursor = connection.connection.cursor()
            for pragma in ("foreign_keys = OFF", "ignore_check_constraints = ON"):
                cursor.execute(f"PRAGMA {pragma}")
            cursor.close()
        yield connection


@pytest.fixture
def unguarded(unchecked: Connection) -> Iterator[Connection]:
    """A transaction in which tests damage the store; nothing of it is kept."""
    transaction = unchecked.begin()
    yield unchecked
    transaction.rollback()


def unguard(connection: Connection, table: Table) -> None:
    """Take away what protects a table, as somebody who owns the file or the server can."""
    if connection.dialect.name == "sqlite":
        for what in ("update", "delete", "replace"):
            connection.exec_driver_sql(f"DROP TRIGGER {table.name}_no_{what}")
        return
    connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    for check in (c for c in table.constraints if isinstance(c, CheckConstraint)):
        connection.exec_driver_sql(f"ALTER TABLE {table.name} DROP CONSTRAINT {check.name}")


def other_value(column: Column[Any], value: Any) -> Any:
    if isinstance(column.type, Integer):
        return value + 100_000
    if isinstance(column.type, LargeBinary):
        return bytes([value[0] ^ 1]) + value[1:]
    return f"{value[:-1]}{'x' if value[-1] != 'x' else 'y'}"


@contextmanager
def not_kept(connection: Connection) -> Iterator[None]:
    """What is done in this block is taken back at its end."""
    attempt = connection.begin_nested()
    yield
    attempt.rollback()


every_table = pytest.mark.parametrize("table", [pytest.param(t, id=t.name) for t in LOGGED])


def test_every_column_is_filled(full: Database) -> None:
    """The store that the next tests damage has a value in every column of every logged table, and a log that is in order."""
    with full.reading() as session:
        assert altered(session.connection) == set()
        empty = [
            f"{table.name}.{column.name}"
            for table in LOGGED
            for column in table.c
            if not session.connection.execute(select(func.count(column))).scalar()
        ]
    assert empty == []


@every_table
def test_an_altered_value_is_found(unguarded: Connection, table: Table) -> None:
    """Whatever value of whatever logged row is changed behind the triggers' back, computing the log again finds that row."""
    head = log_head(unguarded)
    # What a redaction took away is computed from the row that tells of it; all other leaves depend on their own rows alone.
    others = [leaf for leaf in recomputed(unguarded).leaves if table is not Redaction and leaf.table != table.name]
    unguard(unguarded, table)
    for column in table.c:
        seq, value = unguarded.execute(
            select(table.c.seq, column.label("value")).where(column.is_not(None)).order_by(table.c.seq).limit(1)
        ).one()
        with not_kept(unguarded):
            unguarded.execute(update(table).where(table.c.seq == seq).values({column: other_value(column, value)}))
            log = recomputed(unguarded, others)
        found = differences(log, head)
        expected = {seq}
        if column.name == "seq":
            expected.add(seq + 100_000)
        if table.name == "redaction" and column.name in {"target", "commitments"}:
            expected |= found  # the row whose texts are gone can then not be computed either
        assert found == expected, column
        assert (log.root.hex() == head.root) == (column.name == "leaf"), column
    assert altered(unguarded) == set()


@every_table
def test_a_value_set_to_null_is_found(unguarded: Connection, table: Table) -> None:
    """A value that is taken away from a logged row is found at that row."""
    head = log_head(unguarded)
    others = [leaf for leaf in recomputed(unguarded).leaves if table is not Redaction and leaf.table != table.name]
    unguard(unguarded, table)
    for column in (column for column in table.c if column.nullable):
        seq = unguarded.execute(select(func.min(table.c.seq)).where(column.is_not(None))).scalar_one()
        with not_kept(unguarded):
            unguarded.execute(update(table).where(table.c.seq == seq).values({column: None}))
            assert differences(recomputed(unguarded, others), head) == {seq}, column


@pytest.mark.parametrize("table", [pytest.param(t, id=t.name) for t in LOGGED if t.name in REDACTABLE])
def test_texts_that_vanish_without_a_redaction_are_found(unguarded: Connection, table: Table) -> None:
    """All redactable texts and the salt set to NULL, as a redaction does it, are found where no redaction is on record."""
    seq = unguarded.execute(select(func.min(table.c.seq)).where(table.c.salt.is_not(None))).scalar_one()
    unguard(unguarded, table)
    gone = dict.fromkeys((*REDACTABLE[table.name], "salt"))
    unguarded.execute(update(table).where(table.c.seq == seq).values(gone))
    assert altered(unguarded) == {seq}


@every_table
def test_a_removed_row_is_found(unguarded: Connection, table: Table) -> None:
    """A row that was deleted is missed at its number."""
    seq = unguarded.execute(select(func.max(table.c.seq))).scalar_one()
    unguard(unguarded, table)
    unguarded.execute(table.delete().where(table.c.seq == seq))
    assert seq in altered(unguarded)


@every_table
def test_an_inserted_row_is_found(unguarded: Connection, table: Table) -> None:
    """A row that did not come through the ledger is found, with a number after the end as with one that is taken in another table."""
    row = dict(unguarded.execute(select(table).order_by(table.c.seq.desc()).limit(1)).mappings().one())
    size = log_head(unguarded).size
    unguard(unguarded, table)
    taken = 1 if table.name != "log_origin" else 2
    for seq in (size + 1, taken):
        own = (
            {"seq": seq}
            | ({"number": 900_000 + seq} if "number" in row else {})
            | ({"version": 900_000 + seq} if "version" in row else {})
        )
        with unguarded.begin_nested() as inserted:
            unguarded.execute(insert(table).values({**row, **own}))
            assert seq in altered(unguarded)
            inserted.rollback()
    assert altered(unguarded) == set()


def rewritten_title(connection: Connection) -> int:
    """Alter a row and its leaf so that they fit each other."""
    cases = METADATA.tables["case_file"]
    seq = connection.execute(select(func.min(cases.c.seq))).scalar_one()
    unguard(connection, cases)
    connection.execute(update(cases).where(cases.c.seq == seq).values(title="Another title"))
    leaf = next(leaf.computed for leaf in recomputed(connection).leaves if leaf.seq == seq)
    connection.execute(update(cases).where(cases.c.seq == seq).values(leaf=leaf))
    return int(seq)


def test_a_row_rewritten_with_its_leaf_differs_from_the_head(unguarded: Connection) -> None:
    """A change that also fixes the row's stored hash is found by the head."""
    rewritten_title(unguarded)
    assert altered(unguarded) == {0}


def test_a_rewritten_history_differs_from_an_exported_head(unguarded: Connection) -> None:
    """A change that fixes leaf and head alike is in order by itself, and has another root than the head that was handed out before."""
    handed_out = log_head(unguarded)
    rewritten_title(unguarded)
    frontier = Frontier()
    frontier.extend(leaf.computed for leaf in recomputed(unguarded).leaves)
    unguarded.execute(update(LogHead).values(frontier=frontier.packed))
    assert altered(unguarded) == set()
    now = log_head(unguarded)
    assert (now.origin, now.size) == (handed_out.origin, handed_out.size)
    assert now.root != handed_out.root


@pytest.mark.parametrize("statement", ["UPDATE log_head SET size = size - 1", "UPDATE log_head SET size = size + 2"])
def test_a_head_that_does_not_fit_stops_writers(unguarded: Connection, statement: str) -> None:
    """A head whose size was changed does not fit its subtrees any more: no ledger goes on from it."""
    unguarded.execute(text(statement))
    with pytest.raises(ValueError, match="subtrees"):
        Ledger(unguarded, utc_now)
