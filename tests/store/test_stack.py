"""Several selects answered in one statement, each as if it had been asked alone."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from databases import Places
from every_table import build
from sqlalchemy import Connection, bindparam, event, func, literal, select

from claims.store.engine import Database, open_database
from claims.store.present import withdrawn
from claims.store.stack import AnySelect, Stack, numbers_in
from claims.store.tables import Appearance, Claim, Evidence, Review, Source, Tie


@pytest.fixture(scope="module")
def store(places: Places, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A filled store, which these tests only read."""
    database = open_database(places.copy(tmp_path_factory.mktemp("stack")))
    build(database)
    yield database
    database.engine.dispose()
    places.drop(database.url)


@pytest.fixture
def connection(store: Database) -> Iterator[Connection]:
    with store.engine.connect() as connection, connection.begin():
        yield connection


def alone(connection: Connection, query: AnySelect, **parameters: object) -> Counter[tuple[Any, ...]]:
    return Counter(tuple(row) for row in connection.execute(query, parameters))


SHAPES: dict[str, dict[str, AnySelect]] = {
    "one": {"claims": select(Claim.c.seq, Claim.c.text)},
    "whole numbers and texts in any order": {
        "a": select(Claim.c.text, Claim.c.seq, Claim.c.kind, Claim.c.version),
        "b": select(Claim.c.seq, Claim.c.version, Claim.c.number, Claim.c.claimant),
        "c": select(Claim.c.text, Claim.c.kind, Claim.c.key, Claim.c.due, Claim.c.topics),
        "d": select(Claim.c.text),
        "e": select(Claim.c.seq),
    },
    "NULLs": {"ties": select(Tie.c.other, Tie.c.name, Tie.c.since, Tie.c.seq), "claims": select(Claim.c.first, Claim.c.key)},
    "some empty": {
        "none": select(Claim.c.seq, Claim.c.text).where(Claim.c.seq < 0),
        "all": select(Claim.c.seq, Claim.c.text),
        "nobody": select(Source.c.name).where(Source.c.name == "Nobody"),
    },
    "the same twice": {"first": select(Review.c.seq, Review.c.status), "second": select(Review.c.seq, Review.c.status)},
    "equal rows": {"kinds": select(Claim.c.kind), "versions": select(func.min(Claim.c.version).label("least")).group_by(Claim.c.seq)},
    "joins and functions": {
        "said": select(Appearance.c.seq, Source.c.name.label("who"), Claim.c.text)
        .join(Source, Source.c.seq == Appearance.c.source)
        .join(Claim, Claim.c.seq == Appearance.c.claim),
        "count": select(func.count().label("how_many"), func.max(Claim.c.text).label("last")).select_from(Claim),
        "constant": select(literal(7).label("seven"), literal("sept").label("septem")),
    },
    "names that are also something else": {
        "index": select(Claim.c.seq.label("count"), Claim.c.text.label("index")),
        "evidence": select(Evidence.c.side, Evidence.c.article, Evidence.c.url),
    },
}  # fmt: skip


@pytest.mark.parametrize("queries", SHAPES.values(), ids=SHAPES.keys())
def test_each_select_gets_its_own_rows(connection: Connection, queries: dict[str, AnySelect]) -> None:
    """Stacked selects of whatever shape give the rows and column names that each gives alone, as often as it gives them."""
    answers = Stack(**queries).run(connection)
    assert list(answers) == list(queries)
    for name, query in queries.items():
        assert Counter(tuple(row) for row in answers[name]) == alone(connection, query)
        for row in answers[name]:
            assert row._fields == tuple(column.key for column in query.selected_columns)


def test_values_keep_their_types(connection: Connection) -> None:
    """Whole numbers come back as such and text as text, even where the other kind stands in the slot beside."""
    answers = Stack(
        texts=select(literal("1").label("a"), literal("0").label("b")),
        numbers=select(literal(1).label("a"), literal(2**62).label("b")),
    ).run(connection)
    assert [tuple(row) for row in answers["texts"]] == [("1", "0")]
    assert [tuple(row) for row in answers["numbers"]] == [(1, 2**62)]


def test_parameters_are_shared(connection: Connection) -> None:
    """A parameter that several selects name is given once; a stack is made once and run with other values."""
    last = connection.execute(select(func.max(Claim.c.seq))).scalar_one()
    queries: dict[str, AnySelect] = {
        "claims": select(Claim.c.seq, withdrawn(Claim.c.seq)).where(Claim.c.seq <= bindparam("upto")),
        "reviews": select(Review.c.status, Review.c.seq, withdrawn(Review.c.seq)).where(
            Review.c.claim == bindparam("claim")
        ),
        "number": select(Claim.c.number).where(Claim.c.seq == bindparam("claim")),
    }
    stack = Stack(**queries)
    claim = connection.execute(select(func.min(Claim.c.seq))).scalar_one()
    for upto in (0, last - 1, last, last + 1000):
        for asked in (claim, 0):
            answers = stack.run(connection, upto=upto, claim=asked)
            for name, query in queries.items():
                wanted = {p: v for p, v in (("upto", upto), ("claim", asked)) if p in query.compile().params}
                assert Counter(tuple(row) for row in answers[name]) == alone(connection, query, **wanted)


def test_lists_as_parameters(connection: Connection) -> None:
    """Rows can be asked for by a list of numbers whose length is known only when the stack is run, none included."""
    stack = Stack(
        claims=select(Claim.c.seq, Claim.c.text).where(Claim.c.seq.in_(numbers_in("wanted"))),
        reviews=select(Review.c.status).where(Review.c.claim.in_(numbers_in("wanted"))),
    )
    claims = connection.execute(select(Claim.c.seq).order_by(Claim.c.seq)).scalars().all()
    for wanted in ([], claims[:1], claims):
        answers = stack.run(connection, wanted=json.dumps(list(wanted)))
        assert sorted(row.seq for row in answers["claims"]) == list(wanted)
        assert len(answers["reviews"]) == (1 if claims[0] in wanted else 0)


def test_one_statement(store: Database, connection: Connection) -> None:
    """However many selects are stacked, the database is asked once."""
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
