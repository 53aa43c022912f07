"""Whatever a verb of the desk did can be taken back, is there as of then, and is noticed by an import."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from databases import Route
from sqlalchemy import URL

from claims.errors import NoSuchId, Withdrawn
from claims.services.articles import show_article
from claims.services.curating import show_source
from claims.services.looking import moment
from claims.store.cases import cases
from claims.store.claim_file import read_claim
from claims.store.engine import Session
from claims.store.lists import ClaimFilter, list_claims
from claims.store.scale import labels, rules
from desk.changes import CHANGES, FILE_EDITS, Change
from desk.everything import CASE
from desk.terminal import Terminal

Seen = dict[str, Any]


def seen(desk: Terminal) -> Seen:
    """All that can be seen: lists, every claim, source and article, every case file, rules and scale."""
    with desk.database.reading() as session:
        rows = list_claims(session, ClaimFilter())
        shown: Seen = {row.id: claim(session, row.id) for row in rows}
        shown |= {f"S-{number}": show_source(session, f"S-{number}") for number in range(1, 11)}
        for id in ("A-1", "A-2", "A-3", "A-4"):
            with contextlib.suppress(NoSuchId, Withdrawn):  # not there yet, or withdrawn
                shown[id] = show_article(session, id)
        keys = list(cases(session))
        shown |= {"list": rows, "rules": rules(session), "labels": labels(session), "cases": keys}
    return shown | {f"case {key}": desk.export(key) for key in keys}


def claim(session: Session, id: str, event: str | None = None) -> Any:
    return read_claim(session, int(id[2:]), moment(session, event) if event is not None else None)


@pytest.fixture(scope="session")
def untouched(filled_desk: URL, route: Route) -> Seen:
    """What can be seen of every desk with work on it before anything is done there."""
    found = seen(Terminal(route, filled_desk))
    route.leave()  # what somebody is connected to cannot be copied
    return found


@pytest.mark.parametrize("name", CHANGES)
def test_taken_back(work: Terminal, untouched: Seen, name: str) -> None:
    """An undo of the event leaves everything as it was seen before; an undo of that brings it all again; and the caches follow."""
    change = CHANGES[name]
    before = untouched
    if change.first:
        work(*change.first)
        before = seen(work)
    then = work.event()
    work(*change.line, stdin=change.stdin, who=change.who)
    after, event = seen(work), work.event()
    assert after != before
    with work.database.reading() as session:
        for id in (row.id for row in before["list"]):
            assert claim(session, id, then) == before[id]
    work("undo", event, "--because", "It was wrong.")
    assert seen(work) == before
    work("undo", work.event())
    assert seen(work) == after


NOTICED = {name: change for name, change in CHANGES.items() if change.entry is not None}


@pytest.mark.parametrize("change", NOTICED.values(), ids=NOTICED)
def test_noticed_by_an_import(work: Terminal, change: Change) -> None:
    """What was changed here and in the file is a conflict, nothing is written; kept as it is here, it stays as it is here."""
    assert change.entry is not None
    if change.first:
        work(*change.first)
    work(*change.line, stdin=change.stdin, who=change.who)
    before, after = FILE_EDITS[change.entry]
    assert CASE.count(before) == 1
    text = CASE.replace(before, after)
    said = work.refused("import", "-", code=5, stdin=text)
    assert f"changed here and in the file since it was last taken in: {change.entry}." in said
    same = seen(work)
    work("import", "-", "--ours", change.entry.split()[1], stdin=text)
    assert seen(work) == same


def test_what_the_file_does_not_say_moves_nothing(work: Terminal) -> None:
    """The same file again changes nothing, whatever was done here since."""
    for name in (
        "a source corrected",
        "an article corrected",
        "words corrected",
        "hops rejected",
        "an answer",
        "a stage",
    ):
        work(*CHANGES[name].line)
    before = seen(work)
    assert "nothing new" in work("import", "-", stdin=CASE).out
    assert seen(work) == before
