"""What verify costs, beside reading the same rows; ratios within one run, for machines are busy. How quick it is: docs/performance.md."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import generated
import pytest
from measuring import counting
from timing import at_most, spent

from claims.services.importing import Choices, take_in
from claims.services.seeding import seed
from claims.store import copies_index, migrations
from claims.store.caches_compared import caches_in_order
from claims.store.engine import Database, database_url
from claims.store.tables import LOGGED, Article
from claims.store.verify import verify

CLAIMS = 100


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    made = migrations.create(database_url(str(tmp_path_factory.mktemp("cost") / "claims.db")), "desk", seed)
    for case in generated.cases(CLAIMS):
        with made.writing("desk") as session:
            take_in(session, case, b"", "generated", Choices(trust=True))
    yield made
    made.engine.dispose()
    Path(str(made.url.database)).unlink()


MOST_TIMES = 16
"""About 8, of a few claims; of many it is less."""


def test_verifying_beside_reading(database: Database) -> None:
    """Hashing every row and comparing every cache takes no many times as long as reading the rows through the driver."""
    with database.reading() as session:
        driver = session.connection.connection.cursor()
        assert verify(session).ok

        def reading() -> float:
            return spent(lambda: [driver.execute(f"SELECT * FROM {t.name}").fetchall() for t in LOGGED])

        assert at_most(MOST_TIMES, lambda: spent(lambda: verify(session)), reading, tries=4)


MOST_STATEMENTS = 55
"""46, and some to come; the rows of the log are read past this counting, a statement for each table."""


def test_few_statements(database: Database) -> None:
    """Rows are read many at a time: what is sent does not grow with the claims, up to five hundred of them."""
    with database.reading() as session, counting(database.engine) as sent:
        assert verify(session).ok
    assert len(sent) < MOST_STATEMENTS


def test_words_are_put_together_from_the_index(database: Database) -> None:
    """The words of a text lie together in one index, in the order in which they are compared: nothing is sorted, no other place is looked up."""
    with database.reading() as session, counting(database.engine) as sent:
        assert caches_in_order(session.connection, lambda *_: None)
        statement, values = next(one for one in sent if "group_concat" in one[0])
        plan = [row[3] for row in session.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    assert any("posting_cache USING COVERING INDEX ix_posting_cache_doc_count" in step for step in plan), plan
    assert not any("TEMP B-TREE" in step for step in plan), plan


def test_batches_are_walked_not_sorted(database: Database) -> None:
    """Whatever is read batch by batch begins where the last batch ended: no batch goes through the whole table and sorts it."""
    with database.reading() as session, counting(database.engine) as sent:
        assert verify(session).ok
        batches = [(sql, values) for sql, values in sent if "LIMIT" in sql and "ORDER BY" in sql and "seq >" in sql]
        assert batches
        for sql, values in batches:
            steps = [row[3] for row in session.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)]
            assert not [step for step in steps if "TEMP B-TREE" in step], sql


def test_nothing_is_sorted_whole(database: Database) -> None:
    """SQLite holds in memory what it sorts or groups: that is only ever done among a few things, never to a table."""
    with database.reading() as session, counting(database.engine) as sent:
        assert verify(session).ok
        whole = [(sql, values) for sql, values in sent if sql.startswith("SELECT") and " IN (" not in sql]
        assert len(whole) > 10
        for sql, values in whole:
            steps = [row[3] for row in session.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)]
            assert not [step for step in steps if "TEMP B-TREE" in step], sql


ARTICLES = 20_000


def test_few_bytes_an_article(database: Database) -> None:
    """Of twenty thousand articles that the index of copies is compared with, less than ten bytes each are kept at any time."""
    columns = [f'"{column.name}"' for column in Article.c]
    moved = [f"{name} + i * 1000000" if name in {'"seq"', '"number"'} else name for name in columns]
    with database.engine.connect() as connection, connection.begin() as transaction:
        there = connection.exec_driver_sql("SELECT count(*) FROM article").scalar_one()
        connection.exec_driver_sql(
            f"WITH RECURSIVE copy(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM copy WHERE i < {ARTICLES // there}) "
            f"INSERT INTO article ({', '.join(columns)}) SELECT {', '.join(moved)} FROM article, copy"
        )
        tracemalloc.start()
        try:
            assert list(copies_index.differences(connection)) == []
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        transaction.rollback()
    assert most < 10 * ARTICLES
