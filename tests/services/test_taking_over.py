"""Another desk's database taken in, whatever ours lies in."""

from __future__ import annotations

from pathlib import Path

import pytest
from a_case import CASE
from service_desk import MakeDesk, ServiceDesk
from sqlalchemy import URL

from claims.casefile import read_case
from claims.exports.casefile import case_yaml
from claims.services.import_plan import Choices, Plan
from claims.services.importing import take_in, take_in_all
from claims.services.other_desks import OtherDesk, look_into
from claims.services.seeding import seed
from claims.store import migrations
from claims.store.imports import known_logs

OTHER = "case: other\nsources:\n  post: {name: The Post, kind: outlet}\nclaims:\n  - {key: rain, text: It rains.}\n"


def nothing(*_: object) -> None:
    """No progress is told."""


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """A file with two cases."""
    path = tmp_path / "theirs.db"
    database = migrations.create(URL.create("sqlite", database=str(path)), "Ben", seed)
    for text in (CASE, OTHER):
        with database.writing("Ben") as session:
            take_in(session, read_case(text.encode(), "f"), text.encode(), "f", Choices(trust=True))
    database.engine.dispose()
    return path


def taken_over(desk: ServiceDesk, file: Path) -> tuple[OtherDesk, list[Plan]]:
    with desk.database.reading() as session:
        known = known_logs(session)
    other = look_into(file, None, known, nothing)
    cases = [(entry, "".join(case_yaml(entry)).encode()) for entry in other.cases]
    with desk.database.writing("Ana") as session:
        return other, take_in_all(session, cases, other.head, "theirs.db", Choices())


def test_what_is_taken_over_is_what_is_there(make_desk: MakeDesk, theirs: Path) -> None:
    """Both cases in one event, their files as they are there, their log known from then on; the same again changes nothing."""
    desk = make_desk()
    before = desk.head().size
    other, plans = taken_over(desk, theirs)
    assert [plan.case.key for plan in plans] == ["drones", "other"]
    for entry in other.cases:
        assert desk.export(entry.key) == "".join(case_yaml(entry))
    with desk.database.reading() as session:
        assert known_logs(session) == {other.head.origin: other.head}
    assert desk.head().size > before
    with desk.changes_nothing():
        again, plans = taken_over(desk, theirs)
        assert not any(plan.changes for plan in plans)
    assert again.seen == other.head
