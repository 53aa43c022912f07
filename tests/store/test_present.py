"""What stands, now and at any moment before: versions, withdrawals and their undoing."""

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from claims.store.engine import Database, WritingSession, close
from claims.store.present import standing, withdrawn
from claims.store.tables import CaseFile, Claim, Retraction


class Version(NamedTuple):
    """A row of a versioned table, as `standing` reads it."""

    seq: int
    first: int | None
    version: int
    withdrawn: int = 0


def test_the_latest_version_stands() -> None:
    """Of several versions of a thing the highest one stands, whatever the order they are read in."""
    rows = [Version(7, 1, 3), Version(1, None, 1), Version(4, 1, 2)]
    assert standing(rows) == {1: Version(7, 1, 3)}
    assert standing(reversed(rows)) == {1: Version(7, 1, 3)}


def test_things_are_told_apart() -> None:
    """Each thing has its own standing version; things come in the order in which they were first recorded."""
    rows = [Version(9, 2, 2), Version(2, None, 1), Version(5, None, 1), Version(1, None, 1)]
    assert list(standing(rows).items()) == [(1, Version(1, None, 1)), (2, Version(9, 2, 2)), (5, Version(5, None, 1))]


def test_a_withdrawn_version_lets_the_one_before_stand() -> None:
    """Withdrawing a correction brings back what it corrected, also when that was a correction itself."""
    rows = [Version(1, None, 1), Version(2, 1, 2), Version(3, 1, 3, withdrawn=1)]
    assert standing(rows) == {1: Version(2, 1, 2)}
    assert standing([rows[0], Version(2, 1, 2, withdrawn=1), rows[2]]) == {1: rows[0]}
    assert standing([rows[0], Version(2, 1, 2, withdrawn=1), Version(3, 1, 3)]) == {1: Version(3, 1, 3)}


def test_a_withdrawn_first_row_withdraws_the_thing() -> None:
    """Withdrawing a thing's first row withdraws all of its versions, and nothing else."""
    rows = [Version(1, None, 1, withdrawn=1), Version(2, 1, 2), Version(3, None, 1)]
    assert standing(rows) == {3: Version(3, None, 1)}


def test_nothing_stands_of_nothing() -> None:
    """No rows, nothing stands; all withdrawn, nothing either."""
    assert standing([]) == {}
    assert standing([Version(1, None, 1, 1), Version(2, 1, 2, 1)]) == {}


# --- on a store --------------------------------------------------------------------------------------------------------


class Desk:
    """A store with one claim, changed step by step; after every step, where the log stood."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.writing("Ana") as session:
            case = session.ledger.append(CaseFile, version=1, key="a")
            self.case = case
            self.claim = session.ledger.append(Claim, version=1, number=1, case_file=case, text="one", kind="fact")
            close(session, "import")
        self.steps = [self.size()]

    def size(self) -> int:
        with self.database.reading() as session:
            return session.upto

    def correct(self, text: str) -> int:
        with self.database.writing("Ana") as session:
            version = session.ledger.next_version(Claim, self.claim)
            row = session.ledger.append(
                Claim, first=self.claim, version=version, case_file=self.case, text=text, kind="fact"
            )
            close(session, "edit")
        self.steps.append(self.size())
        return row

    def retract(self, target: int, *, back: bool = False) -> None:
        with self.database.writing("Ana") as session:
            session.ledger.retract(target, self.claim, withdrawn=not back)
            close(session, "undo")
        self.steps.append(self.size())

    def text(self, upto: int | None = None) -> str | None:
        """The claim as it stands at a row of the log."""
        with self.database.reading() as session:
            upto = session.upto if upto is None else upto
            rows = session.connection.execute(
                select(Claim.c.seq, Claim.c.first, Claim.c.version, Claim.c.text, withdrawn(Claim.c.seq)).where(
                    Claim.c.seq <= upto
                ),
                {"upto": upto},
            ).all()
        found = standing(rows).get(self.claim)
        return found.text if found else None


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def test_history(desk: Desk) -> None:
    """Corrections, their withdrawal, and the withdrawal's own withdrawal each change what stands; every moment before can still be asked for."""
    second = desk.correct("two")
    third = desk.correct("three")
    desk.retract(third)
    desk.retract(second)
    desk.retract(third, back=True)
    desk.retract(desk.claim)
    desk.correct("four")
    desk.retract(desk.claim, back=True)
    expected = ["one", "two", "three", "two", "one", "three", None, None, "four"]
    assert [desk.text(upto) for upto in desk.steps] == expected
    assert desk.text() == "four"
    assert desk.text(desk.steps[0] - 2) is None  # before it was recorded


def test_the_latest_word_on_a_row_wins(desk: Desk) -> None:
    """A row withdrawn twice and brought back once stands; brought back twice and withdrawn once it does not."""
    second = desk.correct("two")
    for back, text in ((False, "one"), (False, "one"), (True, "two"), (True, "two"), (False, "one")):
        desk.retract(second, back=back)
        assert desk.text() == text


def test_several_words_in_one_transaction(desk: Desk) -> None:
    """Within one transaction too the later row wins, not the higher value."""

    def say(*words: bool) -> None:
        with desk.database.writing("Ana") as session:
            for word in words:
                session.ledger.retract(desk.claim, desk.claim, withdrawn=word)
            close(session, "undo")

    say(True, False)
    assert desk.text() == "one"
    say(False, True)
    assert desk.text() is None


def test_versions_are_never_used_twice(desk: Desk) -> None:
    """A correction that was withdrawn keeps its version; the next one gets a higher one."""
    desk.retract(desk.correct("two"))
    desk.correct("three")
    with desk.database.reading() as session:
        versions = session.connection.execute(select(Claim.c.version).order_by(Claim.c.seq)).scalars().all()
    assert versions == [1, 2, 3]


@given(data=st.data())
def test_a_moment_before_is_a_shorter_log(data: st.DataObject) -> None:
    """What stood at a row of the log is what stands in a log that ends there."""
    log = data.draw(
        st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["version", "withdraw", "bring back"])), max_size=25)
    )
    rows: list[tuple[int, int, str]] = []  # seq, target or first, kind
    things: dict[int, list[int]] = {}
    for seq, (thing, kind) in enumerate(log, start=1):
        members = things.setdefault(thing, [])
        if kind == "version" or not members:
            rows.append((seq, members[0] if members else seq, "version"))
            members.append(seq)
        else:
            rows.append((seq, data.draw(st.sampled_from(members)), kind))

    def stands(read: list[tuple[int, int, str]]) -> dict[int, int]:
        gone = {target: int(kind == "withdraw") for _, target, kind in read if kind != "version"}
        count: dict[int, int] = {}
        versions = []
        for seq, first, kind in read:
            if kind == "version":
                count[first] = count.get(first, 0) + 1
                versions.append(Version(seq, None if seq == first else first, count[first], gone.get(seq, 0)))
        return {identity: row.seq for identity, row in standing(versions).items()}

    def by_hand(read: list[tuple[int, int, str]]) -> dict[int, int]:
        live: dict[int, dict[int, bool]] = {}
        for seq, target, kind in read:
            if kind == "version":
                live.setdefault(target, {})[seq] = True
            else:
                next(versions for versions in live.values() if target in versions)[target] = kind == "bring back"
        return {
            first: max(seq for seq, stands in versions.items() if stands)
            for first, versions in live.items()
            if versions[first]
        }

    for end in range(len(rows) + 1):
        assert stands(rows[:end]) == by_hand(rows[:end])


def test_a_withdrawal_is_read_up_to_the_bound(database: Database) -> None:
    """`withdrawn` reads no retraction behind the row that is asked for, for any table's rows."""

    def words(session: WritingSession) -> int:
        row = session.ledger.append(CaseFile, version=1, key="a")
        for withdraw in (True, False, True):
            session.ledger.retract(row, withdrawn=withdraw)
        close(session, "import")
        return row

    with database.writing("Ana") as session:
        row = words(session)
    with database.reading() as reading:
        query = select(withdrawn(CaseFile.c.seq)).where(CaseFile.c.seq == row)
        seen = [reading.connection.execute(query, {"upto": upto}).scalar() for upto in range(row, row + 5)]
        assert seen == [0, 1, 0, 1, 1]
        assert reading.connection.execute(select(Retraction.c.seq)).scalars().all() == [row + 1, row + 2, row + 3]
