"""Search, match and list read what their indexes lead to: no statement of theirs goes through a whole table that grows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from service_desk import ServiceDesk
from sqlalchemy import Connection, event, text

from claims.entries import CaseEntry, ClaimEntry, VersionEntry
from claims.services.looking import claim_filter, page_of_claims
from claims.services.matching import match, similar_claims
from claims.services.searching import search
from claims.store import ranking
from claims.store.engine import Session
from claims.vocabulary import Band

GROWING = (
    "claim", "claim_now_cache", "claim_source_cache", "posting_cache", "search_doc_cache", "source_now_cache", "source_name_cache",
    "appearance", "passage", "review", "article", "snapshot", "event", "retraction", "link",
)  # fmt: skip
"""Tables that have more rows with every claim."""

WORDS = "mayor bridge closed opened river strike paid denied drone factory budget school vote water".split()  # noqa: SIM905
SIZES = [pytest.param(300, id="300"), pytest.param(20_000, id="20000", marks=pytest.mark.soak)]


@pytest.fixture(params=SIZES)
def many(desk: ServiceDesk, request: pytest.FixtureRequest) -> ServiceDesk:
    """A desk with claims of a few common words and one rare one each. PostgreSQL gathers statistics by itself; SQLite has none, for nothing here asks it to."""
    said = [f"The {WORDS[n % 14]} {WORDS[n // 14 % 14]} {WORDS[n // 7 % 14]} number{n}." for n in range(request.param)]
    desk.take_in(CaseEntry("many", claims=tuple(ClaimEntry(None, (VersionEntry(one),)) for one in said)))
    with desk.database.writing("Ana") as session:
        if session.connection.dialect.name == "postgresql":
            session.connection.execute(text("ANALYZE"))
    return desk


@contextmanager
def noted(connection: Connection) -> Iterator[list[tuple[str, Any]]]:
    """The statements that run meanwhile, with their values."""
    seen: list[tuple[str, Any]] = []

    def note(_conn: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        seen.append((statement, values))

    event.listen(connection, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(connection, "before_cursor_execute", note)


def whole_tables(connection: Connection, statement: str, values: Any) -> set[str]:
    """The growing tables that a statement would read from end to end without an index."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        steps = [row[3] for row in rows if row[3].startswith("SCAN") and "USING" not in row[3]]
        names = {step.split()[1] for step in steps}
    else:
        # Of a small table the planner would take the whole: this shows what it would do for want of an index.
        connection.exec_driver_sql("SET enable_seqscan = off")
        rows = connection.exec_driver_sql(f"EXPLAIN {statement}", values)
        names = {found[1] for row in rows if (found := re.search(r"Seq Scan on (\w+)", row[0]))}
        connection.exec_driver_sql("SET enable_seqscan = on")
    return names & set(GROWING)


def search_newest(session: Session) -> None:
    search(session, "bridge mayor", limit=20)
    search(session, "num* -river", limit=20, offset=20)
    search(session, "numb* bridge closed", limit=20)
    search(session, '"the mayor" numbe*')


def search_ranked(session: Session) -> None:
    search(session, "bridge closed", limit=20, rank=True)


def search_by_fields(session: Session) -> None:
    search(session, "status:unverified stage:new bridge", limit=20)
    search(session, "status:unverified", limit=20)


def match_words(session: Session) -> None:
    match(session, "The mayor closed the bridge over the river, number7 paid", least=Band.NOTHING)
    similar_claims(session, "The bridge was closed by the mayor.")


def match_common_words(session: Session) -> None:
    """As in a database so large that all of these words are common: they are looked for together."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranking, "COMMON", 5)
        match(session, "The mayor closed the bridge over the river", least=Band.NOTHING)


def match_a_claim(session: Session) -> None:
    match(session, "C-7", least=Band.NOTHING)


def list_a_page(session: Session) -> None:
    page_of_claims(session, claim_filter(session, limit=50))
    page_of_claims(session, claim_filter(session, status="unverified", limit=50))
    page_of_claims(session, claim_filter(session, text="bridge", limit=5))


@pytest.mark.parametrize(
    "look",
    [search_newest, search_ranked, search_by_fields, match_words, match_common_words, match_a_claim, list_a_page],
)
def test_nothing_is_read_from_end_to_end(many: ServiceDesk, look: Any) -> None:
    """Every statement finds its rows by an index, on both databases."""
    with many.database.reading() as session:
        with noted(session.connection) as statements:
            look(session)
        read = {
            statement: found
            for statement, values in statements
            if statement.lstrip().upper().startswith(("SELECT", "WITH"))
            and (found := whole_tables(session.connection, statement, values))
        }
    assert statements
    assert read == {}
