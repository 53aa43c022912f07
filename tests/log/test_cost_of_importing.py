"""What taking in JSON lines costs, beside writing the same rows through the driver.

Ratios within one run, for machines are busy. How quick it is: docs/performance.md.
"""

from __future__ import annotations

import contextlib
import itertools
import shutil
from collections.abc import Callable
from functools import partial

import generated
import pytest
from measuring import counting
from timing import at_most, spent

from claims.casefile import CaseLines
from claims.services.bulk import take_in_lines
from claims.services.importing import Choices, take_in
from claims.services.seeding import seed
from claims.store import migrations
from claims.store.engine import Database, database_url, open_database
from claims.store.tables import LOGGED

CLAIMS = 80
TRIES = 3

MOST_TIMES = 8
"""About 5 of so few claims. Of thousands, where the rows alone take longer each, it is less than 3, which is the goal."""

Statements = list[tuple[str, list[tuple[object, ...]]]]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Database]:
    """New databases."""
    folder, numbers = tmp_path_factory.mktemp("cost"), itertools.count()
    first = folder / "first.db"
    migrations.create(database_url(str(first)), "desk", seed).engine.dispose()

    def made() -> Database:
        path = shutil.copy(first, folder / f"{next(numbers)}.db")
        return open_database(database_url(str(path)))

    return made


def _take_in(database: Database, lines: list[bytes]) -> None:
    with database.writing("desk") as session:
        case = CaseLines("generated.jsonl", iter(lines))
        take_in_lines(session, case, "3f" * 32, trust=True, progress=lambda _line: None)


def _rows(database: Database, after: int) -> Statements:
    """What stands in the log behind a row, as statements that write it, parents before children."""
    statements = []
    with database.reading() as session:
        driver = session.connection.connection.cursor()
        for table in LOGGED:
            names, marks = ", ".join(f'"{c.name}"' for c in table.c), ", ".join("?" * len(table.c))
            found = driver.execute(f"SELECT {names} FROM {table.name} WHERE seq > {after} ORDER BY seq").fetchall()
            statements.append((f"INSERT INTO {table.name} ({names}) VALUES ({marks})", found))
    return statements


def _write(database: Database, rows: Statements) -> None:
    with contextlib.closing(database.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute("BEGIN IMMEDIATE")
        for statement, values in rows:
            cursor.executemany(statement, values)
        cursor.execute("COMMIT")


def test_lines_beside_rows(empty: Callable[[], Database]) -> None:
    """From the lines of a file to rows, log, caches and search index it takes no many times as long as the rows alone through the driver."""
    lines = list(generated.one_case(CLAIMS))
    database = empty()
    with database.reading() as session:
        begins = session.upto
    _take_in(database, lines)
    rows = _rows(database, begins)

    def ours() -> float:
        return spent(partial(_take_in, empty(), lines))

    def drivers() -> float:
        return spent(partial(_write, empty(), rows))

    assert at_most(MOST_TIMES, ours, drivers, TRIES)


def test_as_many_statements_for_more_lines(empty: Callable[[], Database]) -> None:
    """What is sent does not grow with the lines, up to some hundred of them: nothing is asked line by line."""
    counts = []
    for claims in (40, 80):
        database, lines = empty(), list(generated.one_case(claims))
        with counting(database.engine) as sent:
            _take_in(database, lines)
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_as_many_statements_for_a_larger_case(empty: Callable[[], Database]) -> None:
    """Nor does it grow with the articles of a case that is taken in whole: which of them have a text is asked at once."""
    counts = []
    for claims in (40, 80):
        database, case = empty(), next(generated.cases(claims))
        with database.writing("desk") as session, counting(database.engine) as sent:
            take_in(session, case, b"", "generated", Choices(trust=True))
        counts.append(len(sent))
    assert counts[0] == counts[1]
