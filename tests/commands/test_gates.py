"""What keeps reading quick however large a database is: as many statements, and none that reads a large table from end to end.

Ratios and counts only, for machines are busy: how long something takes is benchmarks/peers.py's to tell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import generated
import pytest
from at_desk import typed
from databases import Places
from many import multiply
from sqlalchemy import Connection, Engine, event, inspect

from claims.services.importing import Choices, take_in
from claims.services.seeding import seed
from claims.store import migrations
from claims.store.engine import Database

CLAIMS, TIMES = 24, 40
"""Claims that are taken in, a long line, diamonds and circles among them, and how often they are there in the large database."""

SOAK_TIMES = 4_200
"""The same for a hundred thousand claims."""

LOOKING = (
    "list --limit 1",
    "list --limit 1 --status unverified",
    "list --limit 1 --stage new",
    "list --limit 1 --not-looked-at",
    "list --limit 1 --claimant S-1",
    "list --limit 1 --source S-5",
    "list --limit 1 --case generated-0",
    "show C-8",
    "show C-12",
    "trace C-8",
    "trace C-24",
    "trace C-24 --json",
    "trace C-12 --as-of E-3",
    "origins C-12",
    "check C-8",
    "dependants P-3",
    "report C-12",
    "log --limit 1",
)
"""Reading commands, each of something that is there at both sizes."""

SEARCHING = (
    "search bridge --limit 1",
    "search bridge --limit 1 --offset 5",
    "search generated person --rank --limit 1",
    "search generated person --limit 1",
    "search minist* status:unverified --limit 1",
    "search status:unverified --limit 1",
    "search source:S-5 --limit 1",
    "search bridge -mayor outlet:S-5 --limit 1",
)
"""Those that go by the index of words."""

MATCHING = (
    "match The mayor closed the bridge in Lima --least nothing",
    "match C-8 --least nothing",
)
"""Those whose statements depend on how many texts hold a word."""

EVERY = ("todo", "check --all")
"""Those that look at every claim."""


Sent = list[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Sized:
    """A database as it is after it grew, and what every reading command sent before and after."""

    database: Database
    before: dict[str, Sent]
    after: dict[str, Sent]
    scans: dict[str, list[str]]
    """Which commands read large tables whole before the database gathered statistics."""


def _grown(places: Places, folder: Path, times: int) -> Iterator[Sized]:
    """A database that is looked at, becomes so many times as large, and is looked at again."""
    url = places.fresh(folder)
    database = migrations.create(url, "desk", seed)
    for case in generated.cases(CLAIMS, size=8):
        with database.writing("desk") as session:
            take_in(session, case, b"", "generated", Choices(trust=True))
    before = {line: sent(database, line) for line in (*LOOKING, *SEARCHING, *EVERY)}
    with database.engine.connect().execution_options(writing=True) as connection, connection.begin():
        multiply(connection, times)
    after = {line: sent(database, line) for line in (*LOOKING, *SEARCHING, *MATCHING)}
    new = _scans(database, after, UNWILLING)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    yield Sized(database, before, after, new)
    database.engine.dispose()
    places.drop(url)


@pytest.fixture(scope="module")
def sized(places: Places, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sized]:
    yield from _grown(places, tmp_path_factory.mktemp("sized"), TIMES)


@pytest.fixture(scope="module")
def hundred_thousand(places: Places, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sized]:
    yield from _grown(places, tmp_path_factory.mktemp("hundred"), SOAK_TIMES)


def sent(database: Database, line: str) -> Sent:
    """The statements that a command line sends, with their parameters."""
    found: Sent = []

    def note(_c: object, _cursor: object, statement: str, parameters: object, _x: object, _many: bool) -> None:
        found.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        said = typed("--db", database.url.render_as_string(hide_password=False), "--as", "Ana", *line.split())
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert said.code == 0, f"{line}: {said.err}"
    assert said.out
    return found


MOST = {
    "trace": 5,
    "trace C-12 --as-of E-3": 6,
    "show": 5,
    "list": 6,
    "log": 3,
    "check": 6,
    "origins": 5,
    "dependants": 7,
    "report": 9,
    "search": 6,
}
"""Statements that a command may send, with BEGIN and the look at the schema and the log's size."""


def test_as_many_statements_at_every_size(sized: Sized) -> None:
    """A command sends the same statements to a database of forty times the size, and few."""
    counts = {line: (len(sized.before[line]), len(sized.after[line])) for line in (*LOOKING, *SEARCHING)}
    assert {line: n for line, n in counts.items() if n[0] != n[1]} == {}
    assert {line: n for line, n in counts.items() if n[1] > MOST.get(line, MOST[line.split()[0]])} == {}


def test_what_looks_at_every_claim_reads_many_at_a_time(sized: Sized) -> None:
    """It sends as many statements for a hundred claims as for one, whatever their chains look like."""
    assert 10 < CLAIMS < 100
    assert {line: len(sized.before[line]) for line in EVERY if len(sized.before[line]) > 9} == {}


UNWILLING = "SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off"
"""What is then still read whole has no index that serves, whatever the planner thinks of the sizes."""


def test_no_large_table_is_read_from_end_to_end(sized: Sized) -> None:
    """Every statement finds its rows by an index. PostgreSQL, for which this database is small, is asked what it does where it would rather not."""
    assert sized.scans == {}
    assert _scans(sized.database, sized.after, UNWILLING) == {}


@pytest.mark.soak
def test_none_of_a_hundred_thousand_claims_either(hundred_thousand: Sized) -> None:
    """At a hundred thousand claims the databases choose so by themselves."""
    assert hundred_thousand.scans == {}
    assert _scans(hundred_thousand.database, hundred_thousand.after) == {}


def _scans(database: Database, sent: dict[str, Sent], settings: str = "") -> dict[str, list[str]]:
    """Which commands read which large tables whole. How many claims a list has is counted, which reads an index whole at best."""
    found: dict[str, list[str]] = {}
    with database.engine.connect() as connection:
        large = _large(connection)
        assert {"claim", "appearance", "attribution", "claim_now_cache"} <= large
        if connection.dialect.name == "sqlite":
            walked = _walked_on_sqlite
        else:
            walked = _walked_on_postgresql
            connection.exec_driver_sql(settings or "SELECT 1")
        for line, several in sent.items():
            asked = [
                (sql, values) for sql, values in several if re.match(r"\s*(SELECT (?!count)|WITH|UPDATE|DELETE)", sql)
            ]
            read = {table for sql, values in asked for table in walked(connection, sql, values) if table in large}
            if read:
                found[line] = sorted(read)
    return found


def _large(connection: Connection) -> frozenset[str]:
    """Tables that grow with what a desk takes in: of more than five hundred rows here."""
    names = inspect(connection).get_table_names()
    counts = {name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one() for name in names}
    # Whoever names a case has all of them read: one row for each file that was ever taken in.
    return frozenset(name for name, count in counts.items() if count > 500) - {"case_file"}


def _walked_on_sqlite(connection: Connection, sql: str, values: Any) -> Iterator[str]:
    """Tables that a statement scans; walking an index in its order until there are enough is no scan."""
    named: dict[str, set[str]] = {}
    for table, alias in re.findall(r"\b(?:FROM|JOIN|,)\s+(\w+)(?:\s+AS)?\s+(\w+)", sql):
        named.setdefault(alias, set()).add(table)
    # The LIMIT of a question within it ends that alone.
    limited = re.search(r"\bLIMIT [^()]*$", sql) is not None
    for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values):
        walk = re.match(r"SCAN (\w+)( USING (?:COVERING )?INDEX)?", row.detail)
        if walk and not (limited and (walk[2] or "ORDER BY" in sql)):
            yield from {str(walk[1]), *named.get(walk[1], ())}


def _walked_on_postgresql(connection: Connection, sql: str, values: Any) -> Iterator[str]:
    """The same: sequential scans, and index scans without a condition that nothing ends."""
    (plan,) = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {sql}", values).scalar_one()
    below = [(plan["Plan"], False)]
    while below:
        node, limited = below.pop()
        kind = node["Node Type"]
        whole = "Scan" in kind and "Relation Name" in node and "Index Cond" not in node and "Recheck Cond" not in node
        if whole and not (limited and kind.startswith("Index")):
            yield node["Relation Name"]
        below += [(child, limited or kind == "Limit") for child in node.get("Plans", ())]


CHANGING = (
    "claim new Statement --case generated-0",
    "claim edit C-8 Reworded --because Said",
    "claim link C-8 bears-on C-2 --because Related",
    "mark C-8 --status unverified --because Looked",
    "words add C-8 --source S-5",
    "hop add C-8 P-60 --from P-37 --cites",
    "source edit S-5 --note Closed",
    "source merge S-5 S-6 --because Same",
    "article edit A-2 --note Moved",
    "stage C-8 --to in-research",
    "ask C-8 --of S-5",
    "undo R-1",
)
"""Commands that change something there is."""


def test_no_change_reads_a_large_table_either(sized: Sized) -> None:
    """What a change reads, replaces and takes away it finds by an index, in caches as well: the cost of one does not grow with all that is there."""
    changed = {line: sent(sized.database, f"{line} --dry-run") for line in CHANGING}
    assert any(sql.startswith("DELETE") for sql, _ in changed["claim edit C-8 Reworded --because Said"])
    assert _scans(sized.database, changed, settings=UNWILLING) == {}


def test_what_a_scan_is(sized: Sized) -> None:
    """A statement that does read a large table whole is found: the look at the plans sees something."""
    with sized.database.engine.connect() as connection:
        walked = _walked_on_sqlite if connection.dialect.name == "sqlite" else _walked_on_postgresql
        bad = Counter(walked(connection, "SELECT count(*) FROM appearance WHERE stance = 'asserts'", ()))
        assert bad == {"appearance": 1}
        within = "SELECT t.seq, (SELECT e.at FROM event e WHERE e.seq >= t.seq ORDER BY e.seq LIMIT 1) FROM appearance t WHERE t.stance = 'asserts'"
        assert "appearance" in set(walked(connection, within, ()))
        assert list(walked(connection, "SELECT seq FROM appearance WHERE seq = 7", ())) == []
