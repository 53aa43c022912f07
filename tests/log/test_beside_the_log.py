"""What verify compares with the log: caches, articles, redactions, references, triggers and the file itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from damage import build, change, filled, reseal, said, table, told, unchecked, verified
from databases import Places
from sqlalchemy import Connection, delete, insert, text, update

from claims.store.engine import Database, Session
from claims.store.tables import LOGGED
from claims.store.verify import verify


@pytest.fixture(scope="module")
def store(places: Places, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A store with something in every column; tests undo what they do to it."""
    with filled(places, tmp_path_factory.mktemp("filled")) as database:
        yield database


@pytest.fixture(scope="module")
def opened(store: Database) -> Iterator[Connection]:
    with unchecked(store) as connection:
        yield connection


@pytest.fixture
def connection(opened: Connection) -> Iterator[Connection]:
    """A transaction of which nothing is kept."""
    with opened.begin() as transaction:
        yield opened
        transaction.rollback()


# --- caches ----------------------------------------------------------------------------------------------------------

CLAIM, SOURCE = 25, 10
"""C-1 and S-1 of the filled store, by their rows."""


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        (
            lambda: update(table("claim_now_cache")).where(text("claim = 25")).values(status="true", reviewed=0),
            "claim_now_cache: of claim 25: status is “true” where the log gives “false”; reviewed is 0 where the log gives 1",
        ),
        (lambda: delete(table("claim_now_cache")).where(text("claim = 25")), "claim_now_cache: lacks claim 25, which the log gives"),
        (
            lambda: insert(table("claim_now_cache")).values(
                claim=26, number=9, case_file=7, version=1, text="", folded="", kind="fact", status="true", reviewed=1, stage="new"
            ),
            "claim_now_cache: holds claim 26, which the log does not give",
        ),
        (
            lambda: insert(table("claim_source_cache")).values(source=10, claim=900),
            "claim_source_cache: holds source 10, claim 900, which the log does not give",
        ),
        (lambda: delete(table("claim_source_cache")), "claim_source_cache: lacks source 10, claim 25, which the log gives"),
        (
            lambda: update(table("source_now_cache")).where(text("source = 10")).values(name="Somebody else"),
            "source_now_cache: of source 10: name is “Somebody else” where the log gives “The ex-minister”",
        ),
        (
            lambda: update(table("source_name_cache")).where(text("folded = 'the paper'")).values(folded="the rag"),
            "source_name_cache: holds folded “the rag”, source 11, which the log does not give",
        ),
        (lambda: insert(table("source_name_cache")).values(folded="x", source=0), "source_name_cache: holds folded “x”, source 0, which the log does not give"),
        (lambda: update(table("folding_cache")).values(folding="0/1"), "folding_cache: says 0/1, this program compares names by"),
        (lambda: delete(table("folding_cache")), "folding_cache: says nothing, this program compares names by"),
    ],
)  # fmt: skip
def test_altered_caches(connection: Connection, statement: Any, says: str) -> None:
    """Whatever was put into a cache, taken out of it or changed in it is found, and nothing of it is repaired in passing."""
    connection.execute(statement())
    for _ in range(2):
        found = verified(connection)
        assert {one.kind for one in found.found} == {"cache"}
        assert any(one.startswith(says) for one in said(found)), said(found)
    assert verified(connection, quick=True).ok


# --- articles --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"content": b"Two factories.\n"}, ["its bytes have not the SHA-256 that stands beside them"]),
        ({"text": "B factory.\n"}, ["its text has not the SHA-256 that stands beside it"]),
        ({"length": 12}, ["its text has 11 characters and should have 12"]),
        ({"sha256": "ab" * 32}, ["its bytes have not the SHA-256 that stands beside them"]),
    ],
)
def test_bytes_that_do_not_fit_their_hash(connection: Connection, values: dict[str, Any], says: list[str]) -> None:
    """An article's bytes and text are hashed, also where the leaf was made to fit the alteration."""
    change(connection, table("snapshot_body"), 23, values)
    assert len(
        [one for one in said(verified(connection)) if not one.startswith(("search_", "fingerprint"))]
    ) == 1 + len(says)
    reseal(connection)
    assert [one.split(": ")[1] for one in said(verified(connection))] == says


# --- redactions ------------------------------------------------------------------------------------------------------

GRADE, REDACTION = 50, 51


def test_a_redaction_without_its_commitments(connection: Connection) -> None:
    """Where the commitments are gone or wrong, both the redaction and the redacted row are named."""
    for packed in ("{}", "[]", "nonsense", '{"because": 1}', '{"colour": "' + "0" * 64 + '"}'):
        change(connection, table("redaction"), REDACTION, {"commitments": packed})
        assert {GRADE, REDACTION} <= {one.row for one in verified(connection).found}


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"table_name": "colours"}, "names the table colours, which has no redactable texts"),
        ({"table_name": "retraction"}, "names the table retraction, which has no redactable texts"),
        ({"table_name": "review"}, "names row 50, which is not in review"),
        ({"commitments": '{"colour": "x"}'}, "does not keep commitments to texts of that table"),
        ({"target": 51}, "names row 51, which did not come before it"),
    ],
)
def test_a_redaction_of_nothing(connection: Connection, values: dict[str, Any], says: str) -> None:
    """A redaction names an earlier row with texts that can be taken away."""
    change(connection, table("redaction"), REDACTION, values)
    reseal(connection)
    assert any(one.endswith(says) for one in said(verified(connection)))


def test_a_text_that_came_back(connection: Connection) -> None:
    """A text that was redacted and stands there again is found."""
    change(connection, table("grade"), GRADE, {"because": "says what suits", "salt": bytes(16)})
    found = said(verified(connection))
    assert "a grade of S-1 (row 50, E-4): was redacted and still holds its texts" in found
    assert "a grade of S-1 (row 50, E-4): its leaf is not what its values give" in found


# --- references ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "row", "column", "to", "says"),
    [
        ("review", 40, "claim", 900, "R-1 (row 40, E-3): names a row of claim that is not there"),
        ("appearance", 28, "source", 25, "P-1, version 1 (row 28, E-2): names a row of source that is not there"),
        ("retraction", 47, "target", 900, "names row 900, which did not come before it"),
        ("retraction", 47, "target", 0, "names row 0, which did not come before it"),
    ],
)
def test_references_to_nothing(connection: Connection, name: str, row: int, column: str, to: int, says: str) -> None:
    """A row that names one that is not there is found, also where its leaf was made to fit."""
    change(connection, table(name), row, {column: to})
    reseal(connection)
    found = verified(connection)
    assert any(says in one for one in told(found, "reference")), said(found)


# --- triggers --------------------------------------------------------------------------------------------------------

SQLITE_TRIGGERS = ("no_update", "no_delete", "no_replace")
POSTGRES_TRIGGERS = ("no_change", "no_truncate")


def test_triggers_that_are_gone(connection: Connection) -> None:
    """Every trigger that keeps a logged table from being changed is missed where it is gone."""
    sqlite = connection.dialect.name == "sqlite"
    gone = [(t.name, f"{t.name}_{what}") for t in LOGGED for what in (SQLITE_TRIGGERS if sqlite else POSTGRES_TRIGGERS)]
    for of, name in gone:
        connection.exec_driver_sql(f"DROP TRIGGER {name}" + ("" if sqlite else f" ON {of}"))
    assert said(verified(connection)) == [
        f"{of}: the trigger {name} is missing: rows can be changed unseen" for of, name in gone
    ]


def test_a_trigger_that_does_nothing(connection: Connection) -> None:
    """A trigger of the right name that protects nothing, or that is switched off, is found."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("DROP TRIGGER claim_no_update")
        connection.exec_driver_sql("CREATE TRIGGER claim_no_update BEFORE UPDATE ON claim BEGIN SELECT 1; END")
        expected = ["claim_no_update"]
    else:
        connection.exec_driver_sql("ALTER TABLE claim DISABLE TRIGGER claim_no_change")
        connection.exec_driver_sql("ALTER TABLE link ENABLE REPLICA TRIGGER link_no_truncate")
        connection.exec_driver_sql(
            "CREATE OR REPLACE FUNCTION event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
        )
        expected = ["claim_no_change", "event_no_change", "event_no_truncate", "link_no_truncate"]
    found = said(verified(connection))
    assert sorted(one.split()[3] for one in found) == expected
    assert all(one.endswith("is not the one that protects the log, or is switched off") for one in found)


# --- the file --------------------------------------------------------------------------------------------------------


@pytest.fixture
def file(database: Database) -> Path:
    """The file of a filled store."""
    build(database)
    database.engine.dispose()
    return Path(str(database.url.database))


def verified_file(file: Path, database: Database) -> Any:
    with database.reading() as session:
        return verify(Session(session.connection, session.upto))


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_text_that_is_none(file: Path, database: Database) -> None:
    """Bytes that are no UTF-8 in a column of text stop nothing: the row is named, and the rest is checked."""
    with sqlite3.connect(file) as raw:
        raw.execute("DROP TRIGGER claim_no_update")
        raw.execute("UPDATE claim SET text = CAST(x'ff41' AS TEXT) WHERE seq = 26")
        raw.execute("UPDATE claim SET kind = 'fact' WHERE seq = 27")
    raw.close()
    found = verified_file(file, database)
    assert any(one.startswith("C-1, version 2 (row 26, E-2): cannot be read") for one in said(found))
    assert "C-2, version 1 (row 27, E-2): its leaf is not what its values give" not in said(found)
    assert "claim: the trigger claim_no_update is missing: rows can be changed unseen" in said(found)


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_an_index_that_lies(file: Path, database: Database) -> None:
    """An index that does not fit its table is found by SQLite's own check."""
    with sqlite3.connect(file) as raw:
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute(
            "UPDATE sqlite_schema SET sql = 'CREATE INDEX ix_claim_claimant ON claim (case_file)' WHERE name = 'ix_claim_claimant'"
        )
    raw.close()
    found = verified_file(file, database)
    assert any(one.startswith("SQLite's integrity check: ") for one in told(found, "file"))


@pytest.mark.parametrize("each", [7, pytest.param(1, marks=pytest.mark.soak)])
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_damaged_pages(file: Path, database: Database, each: int) -> None:
    """Whichever page of the file is wiped out, verify either finds it or the file cannot be opened: never a fault of ours, never “in order”.

    Each seventh page is tried here, each one with `soak`.
    """
    from claims.errors import DatabaseTrouble, NotOurDatabase

    whole = file.read_bytes()
    outcomes = set()
    for page in range(0, len(whole) // 4096, each):
        file.write_bytes(whole[: page * 4096] + bytes(4096) + whole[(page + 1) * 4096 :])
        try:
            with database.reading() as session:
                found = verify(session)
                outcomes.add("in order" if found.ok else "found")
        except (DatabaseTrouble, NotOurDatabase):
            outcomes.add("not opened")
    assert "in order" not in outcomes
    assert "found" in outcomes
