"""Many at once: nobody's review is lost, and the log stays one log."""

from __future__ import annotations

from pathlib import Path

import pytest
from killing import Killer
from survivors import Copies, Survivor


def reviewed_together(survivor: Survivor, folder: Path, killer: Killer, processes: int, each: int) -> None:
    def line(who: int, turn: int) -> tuple[str, ...]:
        said = ("mark", "C-1", "--status", "unproven", "--because", f"{who} looked {turn} times.")
        return ("-q", "--db", survivor.address, "--as", f"Reviewer {who}", *said)

    before = survivor.head().size
    ended = killer.together(*([line(who, turn) for turn in range(each)] for who in range(processes)), folder=folder)
    assert [(one.code, one.err) for one in ended] == [(0, "")] * processes
    told = [one.out.split() for one in ended]
    assert all(ids == sorted(ids, key=lambda id: int(id[2:])) for ids in told)
    # R-1 came with the case.
    assert sorted((id for ids in told for id in ids), key=lambda id: int(id[2:])) == [
        f"R-{n}" for n in range(2, processes * each + 2)
    ]
    shown = {review["id"]: review for review in survivor.did("show", "C-1", "--json").json["reviews"]}
    for who, ids in enumerate(told):
        reasons = [(shown[id]["reviewer"], shown[id]["because"]) for id in ids]
        assert reasons == [(f"Reviewer {who}", f"{who} looked {turn} times.") for turn in range(each)]
    found = survivor.verified()
    assert (found.size, found.events) == (before + 2 * processes * each, 2 + processes * each)


def test_eight_reviewers_of_one_claim(bridge: Survivor, folder: Path, killer: Killer) -> None:
    """Eight processes that review one claim at the same time lose none: all are there, numbered one after the other, each under its own name."""
    reviewed_together(bridge, folder, killer, 8, 5)


@pytest.mark.soak
def test_two_hundred_reviews_of_one_claim(bridges: Copies, folder: Path, killer: Killer) -> None:
    """The same with twenty-five reviews each."""
    survivor = bridges.new(folder)
    reviewed_together(survivor, folder, killer, 8, 25)
    bridges.drop(survivor)
