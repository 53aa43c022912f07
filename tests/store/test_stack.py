"""Several questions answered in one statement, each as if it had been asked alone."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from databases import Places
from every_table import with_everything
from sqlalchemy import Connection, event, text

from claims.store.engine import Database, open_database
from claims.store.stack import Part, Stack


@pytest.fixture(scope="module")
def store(places: Places, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A filled store, which these tests only read."""
    database = open_database(places.copy(tmp_path_factory.mktemp("stack"), with_everything(places)))
    yield database
    database.engine.dispose()
    places.drop(database.url)


@pytest.fixture
def connection(store: Database) -> Iterator[Connection]:
    with store.engine.connect() as connection, connection.begin():
        yield connection


def alone(connection: Connection, part: Part, **parameters: object) -> Counter[tuple[Any, ...]]:
    query = text(f"SELECT {', '.join(part.selected.values())} FROM {part.rows}")
    return Counter(tuple(row) for row in connection.execute(query, parameters))


SHAPES: dict[str, dict[str, Part]] = {
    "one": {"claims": Part("t", "seq text", "claim t")},
    "whole numbers and texts in any order": {
        "a": Part("t", "text seq kind version", "claim t"),
        "b": Part("t", "seq version number claimant", "claim t"),
        "c": Part("t", "text kind key due topics", "claim t"),
        "d": Part("t", "text", "claim t"),
        "e": Part("t", "seq", "claim t"),
    },
    "NULLs": {"ties": Part("t", "other name since seq", "tie t"), "claims": Part("t", "first key", "claim t")},
    "some empty": {
        "none": Part("t", "seq text", "claim t WHERE t.seq < 0"),
        "all": Part("t", "seq text", "claim t"),
        "nobody": Part("t", "name", "source t WHERE t.name = 'Nobody'"),
    },
    "all empty": {"none": Part("t", "seq text", "claim t WHERE t.seq < 0")},
    "the same twice": {"first": Part("t", "seq status", "review t"), "second": Part("t", "seq status", "review t")},
    "equal rows": {"kinds": Part("t", "kind", "claim t"), "versions": Part("t", "", "claim t GROUP BY t.seq", least="min(t.version)")},
    "joins and functions": {
        "said": Part("t", "seq", "appearance t JOIN source ON source.seq = t.source", who="source.name"),
        "count": Part("t", "", "claim t", how_many="count(*)", last="max(t.text)"),
    },
    "names that are also something else": {
        "index": Part("t", "", "claim t", count="t.seq", index="t.text"),
        "evidence": Part("t", "side article url", "evidence t"),
        "requests": Part("t", "of by date", "request t"),
    },
}  # fmt: skip


@pytest.mark.parametrize("parts", SHAPES.values(), ids=SHAPES.keys())
def test_each_question_gets_its_own_rows(connection: Connection, parts: dict[str, Part]) -> None:
    """Stacked questions of whatever shape give the rows and column names that each gives alone, as often as it gives them."""
    answers = Stack(**parts).run(connection)
    assert list(answers) == list(parts)
    for name, part in parts.items():
        assert Counter(tuple(row) for row in answers[name]) == alone(connection, part)
        for row in answers[name]:
            assert row._fields == tuple(part.selected)


WORDS = (
    'say "x"',
    "back\\slash",
    "a\tb\nc",
    "\x01\x1f\x7f",
    "café — “ﬁ” 😀 \u2028\ufeff\uffff",
    "[1, 2]",
    "null",
    "1",
    "%s %(x)s :x {x}",
    "",
)


def test_values_stay_what_they_are(connection: Connection) -> None:
    """Whole numbers come back as such and text as text, letter by letter, whatever stands in it."""
    said = dict(enumerate(WORDS))
    connection.execute(text("CREATE TEMPORARY TABLE words (n BIGINT, said TEXT)"))
    connection.execute(text("INSERT INTO words VALUES (:n, :said)"), [{"n": n, "said": s} for n, s in said.items()])
    numbers = f"(SELECT 1 AS a, {2**62} AS b, -{2**62} AS c) t"
    answers = Stack(words=Part("t", "n said", "words t"), numbers=Part("t", "a b c", numbers)).run(connection)
    connection.execute(text("DROP TABLE words"))
    assert {row.n: row.said for row in answers["words"]} == said
    assert [tuple(row) for row in answers["numbers"]] == [(1, 2**62, -(2**62))]


def test_parameters_are_shared(connection: Connection) -> None:
    """A parameter that several questions name is given once; a stack is made once and run with other values."""
    parts = {
        "claims": Part("t", "seq text", "claim t WHERE t.seq <= :upto"),
        "reviews": Part("t", "status seq", "review t WHERE t.claim = :claim AND t.seq <= :upto"),
        "number": Part("t", "number", "claim t WHERE t.seq = :claim"),
    }
    stack = Stack(**parts)
    first, last = connection.execute(text("SELECT min(seq), max(seq) FROM claim")).one()
    for upto in (0, last - 1, last, last + 1000):
        for claim in (first, 0):
            answers = stack.run(connection, upto=upto, claim=claim)
            for name, part in parts.items():
                wanted = {p: v for p, v in (("upto", upto), ("claim", claim)) if f":{p}" in part.rows}
                assert Counter(tuple(row) for row in answers[name]) == alone(connection, part, **wanted)


def test_lists_as_parameters(connection: Connection) -> None:
    """Rows can be asked for by a list of numbers whose length is known only when the stack is run, none included."""
    stack = Stack(
        claims=Part("t", "seq text", "{wanted} AS numbers CROSS JOIN claim t WHERE t.seq = numbers.value"),
        reviews=Part("t", "status", "review t WHERE t.claim IN {wanted}"),
    )
    claims = connection.execute(text("SELECT seq FROM claim ORDER BY seq")).scalars().all()
    for wanted in ([], claims[:1], claims, [claims[0], 0, 2**40]):
        answers = stack.run(connection, wanted=list(wanted))
        assert sorted(row.seq for row in answers["claims"]) == [claim for claim in wanted if claim in claims]
        assert len(answers["reviews"]) == (1 if claims[0] in wanted else 0)


def test_rows_that_several_questions_share(connection: Connection) -> None:
    """What stands behind WITH is there for every question, and may lead from row to row."""
    stack = Stack(
        "upward (seq) AS (SELECT value FROM {wanted} numbers UNION SELECT upward.seq + 1 FROM upward WHERE upward.seq < :last)",
        claims=Part("t", "seq", "upward CROSS JOIN claim t WHERE t.seq = upward.seq"),
        count=Part("t", "", "upward", rows="count(*)"),
        among=Part("t", "seq", "claim t WHERE t.seq {in upward.seq}"),
    )
    last = connection.execute(text("SELECT max(seq) FROM claim")).scalar_one()
    answers = stack.run(connection, wanted=[last, last - 3], last=last)
    assert [tuple(row) for row in answers["count"]] == [(4,)]
    assert last in {row.seq for row in answers["claims"]}
    assert Counter(answers["among"]) == Counter(answers["claims"])


def test_one_statement(store: Database, connection: Connection) -> None:
    """However many questions are stacked, the database is asked once."""
    asked: list[str] = []
    stack = Stack(**SHAPES["whole numbers and texts in any order"])

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(store.engine, "before_cursor_execute", count)
    try:
        stack.run(connection)
    finally:
        event.remove(store.engine, "before_cursor_execute", count)
    assert len(asked) == 1


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_planned_once(connection: Connection) -> None:
    """What is asked again and again with other lists is planned once: planning the twenty questions of a claim takes longer than answering them."""
    stack = Stack(claims=Part("t", "seq text", "{wanted} AS numbers CROSS JOIN claim t WHERE t.seq = numbers.value"))
    for several in range(12):
        stack.run(connection, wanted=list(range(several)))
    plans = "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE '%claim t WHERE t.seq = numbers.value%'"
    ((generic, custom),) = connection.execute(text(plans)).all()
    assert generic > 0
    assert custom == 0
