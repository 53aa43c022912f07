"""What happened to claims: told for one as for many at once, in one statement."""

from __future__ import annotations

from a_case import CASE
from service_desk import TODAY, ServiceDesk
from sqlalchemy import event

from claims.services import colleagues, looking
from claims.store.lists import list_events


def worked_at(desk: ServiceDesk) -> None:
    """A case that was taken in and that several people worked at."""
    desk.take_in(CASE)
    desk.mark("factory", who="Ben")
    with desk.database.writing("Cem") as session:
        newest = max(int(review.id[2:]) for review in looking.claim(session, "factory").reviews)
        colleagues.approve(session, newest, None, TODAY)
    with desk.database.writing("Dana") as session:
        colleagues.object_to(session, newest, "The record was not looked at.", TODAY)
    desk.edit("factory", text="Putin asked Erdoğan to have drones made.")
    desk.undo("L-1", "They have nothing to do with each other.", who="Ben")


def test_what_was_done_to_a_claim(desk: ServiceDesk) -> None:
    """Every event that touched it, oldest first: who, what kind, and how much of it was about this claim."""
    worked_at(desk)
    with desk.database.reading() as session:
        told = looking.history(session, int(looking.claim(session, "factory").claim.id[2:]))
        known = {each.id: each for each in list_events(session)}
    assert [item.who for item in told] == ["Ana", "Ben", "Cem", "Dana", "Ana", "Ben"]
    assert told[0].what.startswith("the claim, 3 appearances, 2 hops, 2 links")
    assert told[2].what.startswith("1 approval")
    assert told[3].what.startswith("1 objection")
    assert told[4].what.startswith("the claim")
    assert told[5].what == "withdrew L-1"
    assert all((known[item.event].at, known[item.event].kind) == (item.at, item.kind) for item in told)


def test_many_at_once(desk: ServiceDesk) -> None:
    """The histories of all claims, now and at each earlier event, are those of each by itself; one statement gives them."""
    worked_at(desk)
    sent: list[str] = []
    with desk.database.reading() as session:
        numbers = [int(row.id[2:]) for row in desk.list()]
        event.listen(session.connection, "before_cursor_execute", lambda *said: sent.append(said[2]))
        moments = [None, *(looking.moment(session, each.id) for each in list_events(session))]
        for upto in moments:
            sent.clear()
            told = looking.histories(session, numbers, upto)
            assert len(sent) == 1
            assert told == {number: looking.history(session, number, upto) for number in numbers}
        assert looking.histories(session, [], None) == {}
        first = looking.histories(session, numbers, moments[-1])
    assert {len(items) for items in first.values()} <= {0, 1}
