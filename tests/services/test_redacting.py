"""Redaction: a text disappears from the database for good, and the log still holds."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from a_case import CASE, OFFICIAL, PAGE, changed, hashed
from service_desk import DeskAfter, MakeDesk, ServiceDesk

from claims.errors import NoSuchId, NotAnId, NothingToRedact, NothingToUndo
from claims.records import LogHead
from claims.services.proving import prove
from claims.services.redacting import Redacted, redact
from claims.store.proofs import checked
from claims.store.verify import Verification, verify
from claims.vocabulary import EvidenceState


@pytest.fixture
def full(desk_after: DeskAfter) -> ServiceDesk:
    """A desk with the case, its reviews trusted, and the text of its page."""
    return desk_after(_full)


def _full(desk: ServiceDesk) -> None:
    desk.take_in(CASE, trust=True)
    desk.add(PAGE)


def taken_away(desk: ServiceDesk, id: str, *, text_only: bool = False, why: str = "Asked to.") -> Redacted:
    with desk.database.writing("Ana") as session:
        redacted = redact(session, id, why, text_only=text_only)
    desk.database.scrub(redacted.tables)
    return redacted


def verified(desk: ServiceDesk) -> Verification:
    with desk.database.reading() as session:
        return verify(session)


def everything(desk: ServiceDesk) -> str:
    """All that the database file holds on SQLite; all that its tables hold on PostgreSQL."""
    if desk.url.get_backend_name() == "sqlite":
        return Path(str(desk.url.database)).read_bytes().decode("utf-8", "replace")
    with desk.database.engine.connect() as connection:
        tables = (
            connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").scalars().all()
        )
        rows = (connection.exec_driver_sql(f"SELECT t::text FROM {table} t").scalars() for table in tables)
        return "\n".join(row for of in rows for row in of)


REDACTIONS = {
    "S-7": ("a Turkish official",),
    "S-6": ("Express", "guesses"),
    "A-1": ("https://example.org/page", "told his party", "It is the drone-making factory"),
    "R-1": ("One account.", "says nothing"),
    "R-2": ("The record rules it out.", "bora", "A deal is a deal"),
    "P-2": ("asked him for a deal",),
    "P-3": ("drone-making factory",),
    "H-1": ("he was there",),
    "H-2": ("the page says",),
    "L-1": ("one rules out the other",),
    "Q-1": ("Was it asked?",),
    "factory": ("Putin asked Erdoğan to have drones made in Russia.",),
    "C-3": ("Turkey and Russia talk.",),
}


@pytest.mark.parametrize("id", REDACTIONS)
def test_gone(full: ServiceDesk, id: str) -> None:
    """The words are gone from the thing, verify is content and names the redaction, every claim can be shown and the case exported and read again."""
    before, head = everything(full), full.head()
    counts = {words: before.count(words) for words in REDACTIONS[id]}
    assert all(counts.values())
    redacted = taken_away(full, id)
    after = everything(full)
    assert {words for words in counts if after.count(words) >= counts[words]} == set()
    found = verified(full)
    assert found.found == ()
    assert found.redactions == len(redacted.taken)
    for row in full.list():
        full.show(row.id)
    other = full.export()
    assert "(redacted)" in other or "None" not in other
    full.check()
    assert full.head().size > head.size


def test_gone_everywhere(full: ServiceDesk) -> None:
    """What is told to hold the words as well can be taken away too; then no table, no cache, no list and no export has them."""
    waiting, seen = ["factory"], set[str]()
    while waiting:
        id = waiting.pop()
        if id in seen:
            continue
        seen.add(id)
        redacted = taken_away(full, id)
        found = (re.match(r"[A-Z]-\d+|a \w+ of ([A-Z]-\d+)", row) for row in redacted.still)
        waiting += [m[1] or m[0] for m in found if m and (m[1] or m[0]) not in seen]
    words = "Putin asked Erdoğan to have drones made in Russia."
    assert words not in everything(full)
    assert words not in full.export()
    assert full.list(text="have drones made") == []
    assert [row.text for row in full.list() if row.id == "C-1"] == ["(redacted)"]


def test_a_text_alone(full: ServiceDesk) -> None:
    """Of an article the bytes and text alone: title and hashes stay, its words are recorded and not held, and the same bytes can come back."""
    taken = taken_away(full, "A-1", text_only=True)
    assert [texts for _, texts in taken.taken] == [("content", "text")]
    assert "It is the drone-making factory, the page says" not in everything(full)
    states = {a.key: a.evidence_state for a in full.show("factory").trace.appearances}
    assert states["lead"] is EvidenceState.RECORDED
    assert hashed(PAGE) in full.export()
    assert "Putin wants drones" in full.export()
    assert full.add(PAGE).kept
    states = {a.key: a.evidence_state for a in full.show("factory").trace.appearances}
    assert states["lead"] is EvidenceState.HELD


def test_proofs_of_the_rest_hold(full: ServiceDesk) -> None:
    """A proof made before still holds against the head of then; one made afterwards holds too, and shows what is redacted as redacted."""

    def proof(id: str) -> tuple[object, LogHead]:
        with full.database.reading() as session:
            made = prove(session, id)
            return made, made.head

    before, head = proof("C-2")
    taken_away(full, "R-2")
    for made, against in ((before, head), proof("C-2"), proof("C-1")):
        checked(made, against)  # type: ignore[arg-type]
    with full.database.reading() as session:
        grown = prove(session, "C-1", head)
    checked(grown, full.head())


def test_who_and_why_are_kept(full: ServiceDesk) -> None:
    """The redaction is an event like every other: by whom, of what, and why."""
    redacted = taken_away(full, "S-7", why="She asked us to.")
    with full.database.reading() as session:
        event = session.connection.exec_driver_sql(
            "SELECT kind, who, what, why FROM event ORDER BY seq DESC LIMIT 1"
        ).one()
    assert tuple(event) == ("redact", "Ana", "S-7", "She asked us to.")
    assert redacted.event == f"E-{int(redacted.event[2:])}"


def test_it_stays(full: ServiceDesk) -> None:
    """A redaction cannot be undone, nor made twice."""
    redacted = taken_away(full, "Q-1")
    with full.changes_nothing(), pytest.raises(NothingToUndo):
        full.undo(redacted.event)
    with full.changes_nothing(), pytest.raises(NothingToRedact) as refused:
        taken_away(full, "Q-1")
    assert refused.value.exit_code == 4


def test_words_that_stand_elsewhere(full: ServiceDesk) -> None:
    """Whoever redacts is told where the same words still stand."""
    full.mark("C-2", because="A Turkish official says so: a Turkish official.")
    assert "R-3" in taken_away(full, "S-7").still


def test_the_reason_of_a_review_stands_in_its_event_too(full: ServiceDesk) -> None:
    """A reason that was given with a command is in the log twice, and both go."""
    full.mark("C-2", because="Her name is Leyla.")
    assert "Her name is Leyla." in everything(full)
    rows = [row for row, _ in taken_away(full, "R-3").taken]
    assert "R-3" in rows
    assert "Her name is Leyla." not in everything(full)


def test_nothing_of_the_kind(full: ServiceDesk) -> None:
    """An id of nothing, and a text of something that has none, are refused."""
    with full.changes_nothing(), pytest.raises(NoSuchId):
        taken_away(full, "S-99")
    with full.changes_nothing(), pytest.raises(NotAnId):
        taken_away(full, "S-7", text_only=True)


def test_redacted_things_travel(full: ServiceDesk, make_desk: MakeDesk) -> None:
    """A case with redacted things is exported with what stands in their place, and another desk takes it in and gives the same file."""
    for id in ("S-7", "A-1", "C-3", "P-2", "H-2", "R-2"):
        taken_away(full, id)
    text, other = full.export(), make_desk()
    other.take_in(text, trust=True)
    assert other.export() == text


def test_the_file_comes_again(full: ServiceDesk) -> None:
    """The case file that names a redacted source brings it anew, as a source of its own: what a file says is its owner's to change."""
    taken_away(full, "S-7")
    plan = full.take_in(changed(("title: Drones", "title: Drones again")))
    assert plan.changes
    assert full.show("factory").trace.appearances


def test_other_articles_are_left_alone(full: ServiceDesk) -> None:
    """Only what was asked for goes."""
    full.add(OFFICIAL)
    taken_away(full, "A-1")
    assert OFFICIAL.strip() in everything(full)


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_secure_delete(full: ServiceDesk) -> None:
    """SQLite overwrites what goes; PostgreSQL writes the table anew."""
    with full.database.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1
    assert sqlite3.sqlite_version_info >= (3, 37)
