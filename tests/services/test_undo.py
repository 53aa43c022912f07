"""Undo withdraws, and never removes: what is withdrawn is gone from every list, comes back with an undo of the undo, and nothing is left hanging."""

from __future__ import annotations

from typing import Any

import pytest
from a_case import CASE, PAGE, changed, hashed
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from service_desk import TODAY, DeskAfter, OpenedDesk, ServiceDesk
from test_import_again import EDITS

from claims.casefile import read_case
from claims.errors import (
    ClaimsError,
    NoSuchId,
    NotAnId,
    NothingToUndo,
    Refused,
    RestsOnWithdrawn,
    StillNeeded,
    TakenMeanwhile,
    UnknownWord,
    Withdrawn,
)
from claims.services import colleagues, curating, hopping, ruling
from claims.shipped import shipped
from claims.store.cases import cases
from claims.store.lists import list_events
from claims.vocabulary import Verdict

OTHER_PAGE = "Another page.\n"

FREE = {
    "a source": "S-7",
    "an article": "A-4",
    "a claim": "C-4",
    "an appearance": "P-4",
    "a hop": "H-2",
    "a link": "L-1",
    "a review": "R-1",
    "a request": "Q-1",
}
"""One thing of each kind on which nothing rests."""


@pytest.fixture
def full(desk_after: DeskAfter) -> ServiceDesk:
    """A desk that has taken in the case, and added an article and a claim."""
    return desk_after(_full)


def _full(desk: ServiceDesk) -> None:
    desk.take_in(CASE)
    desk.add(OTHER_PAGE, "TASS")
    desk.claim("A claim made here.", key="here")


def last_event(desk: ServiceDesk) -> str:
    with desk.database.reading() as session:
        return list_events(session, limit=1)[0].id


def seen(desk: ServiceDesk) -> dict[str, Any]:
    """All that can be seen: the list, every claim whole, and the case file."""
    return {row.id: desk.show(row.id) for row in desk.list()} | {"list": desk.list(), "export": desk.export()}


# --- one thing -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", FREE.values(), ids=FREE)
def test_a_thing(full: ServiceDesk, id: str) -> None:
    """A withdrawn thing is in no list, chain or export; undoing the undo brings all of it back, and undoing that takes it away again."""
    before, when = seen(full), last_event(full)
    undone = full.undo(id, "It was wrong.")
    assert (undone.withdrawn, undone.brought_back) == ((id,), ())
    without = seen(full)
    assert without != before
    assert without["export"] != before["export"]
    returned = full.undo(undone.event)
    assert (returned.withdrawn, returned.brought_back) == ((), (id,))
    assert seen(full) == before
    assert full.undo(returned.event).withdrawn == (id,)
    assert seen(full) == without
    # The past is not touched.
    for claim in ("C-1", "C-2", "C-3", "C-4"):
        assert full.show(claim, as_of=when) == before[claim]


@pytest.mark.parametrize("id", FREE.values(), ids=FREE)
def test_withdrawn_twice(full: ServiceDesk, id: str) -> None:
    """What is withdrawn cannot be withdrawn again: the refusal names the event and says how to turn it round."""
    event = full.undo(id).event
    with full.changes_nothing(), pytest.raises(NothingToUndo) as refused:
        full.undo(id)
    assert refused.value.exit_code == 4
    assert (
        refused.value.sentence
        == f"{id} cannot be withdrawn: {event} withdrew it already; `claims undo {event}` takes that back."
    )


def test_before_a_claim_was_there(full: ServiceDesk) -> None:
    """Asked for before it was recorded, a claim is said to have come later, with the event; one that never was is still none."""
    with pytest.raises(NoSuchId, match=r"^There was no C-4 yet at that time; E-\d+ recorded it on \d{4}-\d\d-\d\d\.$"):
        full.show("C-4", as_of="1999")
    with pytest.raises(NoSuchId, match=r"There is no C-99 in this database\. The last one is C-4\."):
        full.show("C-99", as_of="1999")


def test_a_withdrawn_claim_is_gone(full: ServiceDesk) -> None:
    """By id and by key a withdrawn claim is said to be withdrawn, with what brings it back; it is found at its time."""
    when = last_event(full)
    event = full.undo("C-4").event
    for typed in ("C-4", "c4", "here"):
        with pytest.raises(Withdrawn, match=rf"was withdrawn by {event}\. `claims undo {event}` brings it back"):
            full.show(typed)
        with full.changes_nothing(), pytest.raises(Withdrawn):
            full.mark(typed)
    assert full.show("C-4", as_of=when).claim.text == "A claim made here."
    assert full.show("here", as_of=when).claim.id == "C-4"
    assert full.list(text="made here") == []


def test_the_log_says_it(full: ServiceDesk) -> None:
    """The event names what was withdrawn or brought back, by whom and why; the claim's history tells it."""
    full.undo("R-1", "Wrong claim.", who="Deniz")
    full.undo("@last")
    with full.database.reading() as session:
        last, before = list_events(session, limit=2)
    assert (before.kind, before.who, before.why, before.what) == ("undo", "Deniz", "Wrong claim.", "withdrew R-1")
    assert last.what == "brought back R-1"


@pytest.mark.parametrize(
    ("typed", "error", "says"),
    [
        ("R-99", NoSuchId, "There is no R-99 in this database. The last one is R-2."),
        ("E-99", NoSuchId, "There is no E-99 in this database. The last one is E-4."),
        ("Q-7", NoSuchId, "The last one is Q-1"),
        ("C-999999999999999999", NoSuchId, "The last one is C-4"),
        ("factory", NotAnId, "what to undo, such as R-41"),
        ("X-1", NotAnId, "what to undo"),
        ("", NotAnId, "what to undo"),
        ("E-1", NothingToUndo, "the log keeps its init"),
    ],
)
def test_what_cannot_be_undone(full: ServiceDesk, typed: str, error: type[ClaimsError], says: str) -> None:
    """Ids that belong to nothing, words that are no ids, and the log's own beginning are refused."""
    with full.changes_nothing(), pytest.raises(error, match=says):
        full.undo(typed)


# --- what rests on it ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("id", "resting"),
    [
        ("S-1", ["S-3", "P-1"]),  # a member of a group, and he speaks
        ("S-4", ["S-1", "A-3", "Q-1"]),  # an affiliation, an outlet, one who was asked
        ("S-2", ["S-3", "C-1", "P-2"]),  # the claimant
        ("A-1", ["A-2", "P-2", "P-3", "H-2", "R-2"]),  # its copy, what is read in it, evidence
        ("A-3", ["R-1"]),
        ("P-2", ["H-1", "H-2", "R-2"]),
        ("C-1", ["L-3"]),
        ("C-3", ["L-2"]),
    ],
)  # fmt: skip
def test_what_others_rest_on(full: ServiceDesk, id: str, resting: list[str]) -> None:
    """What live things name, be it by a tie, a date, a hedge, a hop or evidence, is not withdrawn under them: exit code 4, and the list."""
    with full.changes_nothing(), pytest.raises(StillNeeded) as refused:
        full.undo(id)
    assert refused.value.exit_code == 4
    named = ", ".join(f"{one} (E-2)" for one in resting)
    assert refused.value.sentence == f"{id} cannot be withdrawn while these rest on it: {named}. Withdraw them first."


def test_what_came_later(full: ServiceDesk) -> None:
    """What was added to a thing later has to go first; what came with it goes with it."""
    full.mark("here")
    full.take_in(changed(("key: refusal, text", "key: refusal, appearances: {cnn: {source: cnn}}, text")))
    full.undo("L-1")
    for id, resting in (("C-4", "R-3 (E-5)"), ("E-4", "R-3 (E-5)"), ("C-2", "P-5 (E-6)")):
        with full.changes_nothing(), pytest.raises(StillNeeded) as refused:
            full.undo(id)
        assert resting in refused.value.sentence
    full.undo("P-5")
    full.undo("C-2")
    full.undo("R-3")
    full.undo("C-4")
    assert [row.id for row in full.list()] == ["C-1", "C-3"]


def test_an_edit_goes_with_its_claim(full: ServiceDesk) -> None:
    """A claim that was edited can be withdrawn whole by its id; the event that made it cannot while the edit stands."""
    full.edit("here", text="Another text.")
    with full.changes_nothing(), pytest.raises(StillNeeded, match=r"C-4, version 2 \(E-5\)"):
        full.undo("E-4")
    undone = full.undo("C-4")
    assert undone.withdrawn == ("C-4",)
    full.undo(undone.event)
    assert full.show("here").claim.text == "Another text."
    full.undo("E-5")
    assert full.show("here").claim.text == "A claim made here."
    assert full.undo("E-4").withdrawn == ("C-4",)


def test_approvals_rest_on_reviews(full: ServiceDesk) -> None:
    """What colleagues said of a review, or decided on a hop, rests on it, and on the event that brought it."""
    with full.database.writing("Deniz") as session:
        colleagues.approve(session, 1, None, TODAY)
    with full.database.writing("Deniz") as session:
        hopping.decide(session, [2], Verdict.REJECTED, "Misread.")
    for id, resting in (
        ("R-1", r"an approval of R-1 \(E-5\)"),
        ("H-2", r"a decision on H-2 \(E-6\)"),
        ("E-2", r"an approval of R-1 \(E-5\)"),
        ("E-2", r"a decision on H-2 \(E-6\)"),
    ):
        with full.changes_nothing(), pytest.raises(StillNeeded, match=resting):
            full.undo(id)
    assert full.undo("E-5").withdrawn == ("an approval of R-1",)
    assert full.undo("E-6").withdrawn == ("a decision on H-2",)
    assert full.show("factory").reviews[0].approved == ()
    assert "H-2" in {h.id for h in full.show("factory").trace.attributions}
    full.undo("R-1")


# --- events ----------------------------------------------------------------------------------------------------------


def test_an_event_of_several_reviews(full: ServiceDesk) -> None:
    """Undoing a mark on several claims withdraws its reviews on all of them; those that were withdrawn before stay so."""
    before = seen(full)
    full.mark("C-1", "C-2", "C-4")
    full.undo("R-4")
    undone = full.undo("E-5")
    assert undone.withdrawn == ("R-3", "R-5")
    assert seen(full) == before
    full.undo(undone.event)
    assert [len(full.show(c).reviews) for c in ("C-1", "C-2", "C-4")] == [3, 0, 1]
    assert {row.status for row in full.list()} == {"unproven", "unverified"}


def test_an_event_undone_twice(full: ServiceDesk) -> None:
    """An event that was undone cannot be undone again: the refusal names the undo."""
    event = full.undo("E-4").event
    with (
        full.changes_nothing(),
        pytest.raises(
            NothingToUndo,
            match=f"E-4 cannot be withdrawn: {event} undid it already; `claims undo {event}` takes that back",
        ),
    ):
        full.undo("E-4")
    again = full.undo(event).event
    with full.changes_nothing(), pytest.raises(NothingToUndo, match=f"{again} undid it already"):
        full.undo(event)


def test_the_import_of_a_case(desk: ServiceDesk) -> None:
    """Undoing the import withdraws the whole case; undoing that brings it back as it was, byte for byte."""
    desk.take_in(CASE, trust=True)
    before = seen(desk)
    undone = desk.undo("E-2")
    assert {"the case drones", "S-1", "S-7", "A-3", "C-1", "C-2", "C-3"} <= set(undone.withdrawn)
    assert desk.list() == []
    for id in ("C-1", "factory"):
        with pytest.raises(ClaimsError):
            desk.show(id)
    for id in ("P-1", "R-1", "L-1", "H-1", "Q-1"):
        with desk.changes_nothing(), pytest.raises(NothingToUndo, match=f"{undone.event} withdrew its claim already"):
            desk.undo(id)
    desk.undo(undone.event)
    assert seen(desk) == before


def test_a_case_whose_import_is_needed(full: ServiceDesk) -> None:
    """The import of a case cannot be undone while things that were made here later belong to the case."""
    with full.changes_nothing(), pytest.raises(StillNeeded, match=r"S-8 \(E-3\), A-4 \(E-3\), C-4 \(E-4\)"):
        full.undo("E-2")


@pytest.mark.parametrize("step", [6, pytest.param(1, marks=pytest.mark.soak)])
def test_every_change_that_a_file_brings(desk: ServiceDesk, step: int) -> None:
    """Whatever an import changed is as it was after its undo, and as the file says after the undo of that."""
    desk.take_in(CASE)
    before = desk.export()
    edits = [(name, edit) for name, edit in EDITS.items() if edit.entry]
    first = 0 if step == 1 or desk.url.get_backend_name() == "sqlite" else step // 2
    for name, edit in edits[first::step]:
        plan = desk.take_in(changed((edit.before, edit.after), *([edit.also] if edit.also else [])), theirs=["all"])
        assert plan.changes, name
        after, event = desk.export(), last_event(desk)
        undone = desk.undo(event)
        assert desk.export() == before, name
        returned = desk.undo(undone.event)
        assert desk.export() == after, name
        desk.undo(returned.event)
        assert desk.export() == before, name
    desk.check()


def test_an_article_added(full: ServiceDesk) -> None:
    """Undoing an add withdraws article, source and text; undoing the add of a recorded article's text takes the text alone."""
    text = f"the text with the hash {hashed(OTHER_PAGE)[:12]}…"
    assert full.undo("E-3").withdrawn == ("S-8", "A-4", text)
    full.add(PAGE)
    held = {a.key: a.evidence_state.value for a in full.show("factory").trace.appearances}
    assert held == {"putin": "alleged", "erdogan": "quoted", "lead": "held"}
    undone = full.undo("@last")
    assert len(undone.withdrawn) == 1
    assert undone.withdrawn[0].startswith("the text with the hash ")
    assert {a.key: a.evidence_state.value for a in full.show("factory").trace.appearances} == held | {
        "lead": "recorded"
    }
    # The same bytes can be kept again.
    assert full.add(PAGE).kept
    assert full.show("factory").trace.appearances[2].evidence_state.value == "held"


def test_merges_and_grades(full: ServiceDesk) -> None:
    """A merge, an alias and a grade are taken back like everything else; lists follow at once."""
    before = seen(full)
    with full.database.writing("Ana") as session:
        curating.merge(session, "S-2", "S-1", "They are one.")
    assert full.list()[0].claimant == "Vladimir Putin"
    full.alias("cnn", "CNNT")
    full.grade("cnn", "B")
    assert full.undo("E-7").withdrawn == ("a grade of S-5",)
    assert full.undo("E-6").withdrawn == ("S-5, version 2",)
    assert full.undo("E-5").withdrawn == ("the merge of S-2",)
    assert seen(full) == before
    full.undo("@last")
    assert full.list()[0].claimant == "Vladimir Putin"


def test_rules(full: ServiceDesk) -> None:
    """A change of the desk's rules can be taken back: what counted before counts again."""
    full.mark("here")
    with full.database.writing("Ana") as session:
        ruling.edit_rules(session, b"rules: {second_reviewer: required}", "rules.yaml", None)
    assert [row.reviewed for row in full.list()] == [False] * 4
    assert full.undo("@last").withdrawn == ("the rule second_reviewer, version 2",)
    assert [row.reviewed for row in full.list()] == [False, False, False, True]


def test_a_label_in_use(full: ServiceDesk) -> None:
    """A label of the scale is not withdrawn while a review carries it; one that was withdrawn can be made again."""
    scale = (
        shipped("seeds") / "scale.yaml"
    ).read_bytes() + b"  - {id: too-late, names: {en: Too late}, definition: It is over.}\n"
    for _ in range(2):
        with full.database.writing("Ana") as session:
            ruling.edit_rules(session, scale, "scale.yaml", None)
        added = last_event(full)
        full.mark("here", status="too-late")
        with full.changes_nothing(), pytest.raises(StillNeeded, match=r"R-[34] \(E-"):
            full.undo(added)
        full.undo("@last")
        assert full.undo(added).withdrawn == ("the label too-late",)
        with pytest.raises(UnknownWord, match="There is no status too-late"):
            full.mark("here", status="too-late")


# --- what would come back --------------------------------------------------------------------------------------------


def test_nothing_comes_back_onto_what_is_gone(full: ServiceDesk) -> None:
    """What rests on something withdrawn meanwhile comes back only after that."""
    claim = full.undo("C-4").event
    full.claim("Said by somebody.", claimant="Somebody", key="said")
    said = full.undo("C-5").event
    somebody = full.undo("S-9").event
    with full.changes_nothing(), pytest.raises(RestsOnWithdrawn) as refused:
        full.undo(said)
    assert refused.value.exit_code == 4
    assert f"rests on S-9, which {somebody} withdrew. Bring that back first." in refused.value.sentence
    full.undo(somebody)
    full.undo(said)
    full.undo(claim)
    assert len(full.list()) == 5


def test_no_part_comes_back_without_its_whole(full: ServiceDesk) -> None:
    """A review of a claim that was withdrawn after it comes back only after the claim."""
    full.mark("here")
    review = full.undo("R-3").event
    claim = full.undo("C-4").event
    with full.changes_nothing(), pytest.raises(RestsOnWithdrawn, match=f"rests on C-4, which {claim} withdrew"):
        full.undo(review)
    full.undo(claim)
    assert full.undo(review).brought_back == ("R-3",)


def test_an_older_version_stands_on_what_it_named(full: ServiceDesk) -> None:
    """Where undoing a correction would make an older version stand again, what that one named must stand."""
    full.claim("Said by somebody.", claimant="Somebody", key="said")
    full.edit("said", claimant="Putin")
    edit = last_event(full)
    somebody = full.undo("S-9").event  # nothing names him any more
    with full.changes_nothing(), pytest.raises(RestsOnWithdrawn, match=f"rests on S-9, which {somebody} withdrew"):
        full.undo(edit)
    full.undo(somebody)
    full.undo(edit)
    assert full.show("said").claim.claimant == "Somebody"


def test_an_undo_of_an_undo_of_an_undo(full: ServiceDesk) -> None:
    """What was brought back is not withdrawn again under what came to rest on it meanwhile."""
    back = full.undo(full.undo("C-4").event).event
    full.mark("here")
    with full.changes_nothing(), pytest.raises(StillNeeded, match=r"R-3 \(E-7\)"):
        full.undo(back)
    full.undo("R-3")
    assert full.undo(back).withdrawn == ("C-4",)


# --- keys ------------------------------------------------------------------------------------------------------------


def test_a_key_used_again(full: ServiceDesk) -> None:
    """A key is free after an undo; the thing that had it comes back only when it is free again."""
    old = full.undo("C-4").event
    assert full.claim("Another claim.", key="here") == "C-5"
    with full.changes_nothing(), pytest.raises(TakenMeanwhile) as refused:
        full.undo(old)
    assert refused.value.exit_code == 4
    assert refused.value.sentence == (
        f"{old} cannot be taken back, for its place is taken: C-4: C-5 has its key. Withdraw that first, or leave it as it is."
    )
    full.undo("C-5")
    full.undo(old)
    assert [row.id for row in full.list(text="made here")] == ["C-4"]


def opine(desk: ServiceDesk, table: str) -> None:
    with desk.database.writing("Deniz") as session:
        if table == "approval":
            colleagues.approve(session, 1, None, TODAY)
        else:
            colleagues.object_to(session, 1, "It is not so.", TODAY)


@pytest.mark.parametrize(
    ("first", "later"), [("approval", "approval"), ("approval", "objection"), ("objection", "approval")]
)
def test_an_opinion_given_anew(full: ServiceDesk, first: str, later: str) -> None:
    """One person says one thing of a review: what was taken back does not come again beside what was said since."""
    opine(full, first)
    taken = full.undo("E-5").event
    opine(full, later)
    with (
        full.changes_nothing(),
        pytest.raises(TakenMeanwhile, match=r"since E-7 brought an \w+ (of|to) R-1 by the same person"),
    ):
        full.undo(taken)
    full.undo("E-7")
    full.undo(taken)
    said = full.show("factory").reviews[0]
    assert [o.by for o in (said.approved if first == "approval" else said.objected)] == ["Deniz"]


@pytest.mark.parametrize(
    ("source", "into"), [("S-2", "S-3"), ("S-1", "S-2")], ids=["into another", "the other way round"]
)
def test_a_merge_made_anew(full: ServiceDesk, source: str, into: str) -> None:
    """A source stands for one other, and never in a circle: a merge that was taken back does not come again beside a later one."""
    with full.database.writing("Ana") as session:
        curating.merge(session, "S-2", "S-1", "They are one.")
    taken = full.undo("E-5").event
    with full.database.writing("Ana") as session:
        curating.merge(session, source, into, "They are one.")
    with (
        full.changes_nothing(),
        pytest.raises(TakenMeanwhile, match=f"the merge of S-2, since E-7 brought the merge of {source}"),
    ):
        full.undo(taken)
    full.undo("E-7")
    assert full.undo(taken).brought_back == ("the merge of S-2",)


@pytest.mark.parametrize(
    ("id", "keeps", "entry"),
    [
        ("S-7", "S-9: ", "official"),
        ("P-4", "P-5", "all"),
        ("H-2", "H-3", "all"),
        ("L-1", "L-4", "all"),
    ],
)
def test_places_taken_by_a_file(full: ServiceDesk, id: str, keeps: str, entry: str) -> None:
    """Sources, appearances, hops and links that a file brought anew are not doubled by bringing back the old ones."""
    old = full.undo(id).event
    edits = {
        "S-7": ("name: a Turkish official", "name: an official"),
        "P-4": ("source: cnn, article: copy", "source: cnn, article: copy, stance: asks"),
        "H-2": ("manner: cites", "manner: quotes"),
        "L-1": ("one rules out the other", "they exclude each other"),
    }
    full.take_in(changed(edits[id]), theirs=[entry])
    before = full.export()
    with full.changes_nothing(), pytest.raises(TakenMeanwhile):
        full.undo(old)
    assert full.export() == before


def test_a_case_taken_in_anew(desk: ServiceDesk) -> None:
    """A case whose import was undone and that was taken in anew is not doubled by bringing back the first."""
    desk.take_in(CASE)
    old = desk.undo("E-2").event
    desk.take_in(CASE)
    before = desk.export()
    with desk.changes_nothing(), pytest.raises(TakenMeanwhile, match="another case has its key"):
        desk.undo(old)
    assert desk.export() == before


# --- all of it -------------------------------------------------------------------------------------------------------


@settings(max_examples=examples(4), suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_is_undone_the_rest_fits_together(opened_desk: OpenedDesk, data: st.DataObject) -> None:
    """In whatever order things and events are undone, what is left can be shown and exported, and an export can be read again."""
    with opened_desk() as desk:
        desk.take_in(CASE, trust=True)
        desk.add(PAGE)
        desk.add(OTHER_PAGE, "TASS")
        desk.mark("C-1", "C-2", against=["A-3"])
        desk.mark("C-1", for_=["P-2"])
        desk.edit("factory", claimant="Putin")
        for _ in range(12):
            highest = int(last_event(desk)[2:])
            letter, most = data.draw(
                st.sampled_from([("E", highest), ("S", 8), ("A", 4), ("C", 3), ("P", 4), ("H", 2), ("L", 3), ("R", 5)])
            )
            try:
                desk.undo(f"{letter}-{data.draw(st.integers(1, most))}")
            except (Refused, NoSuchId):
                continue
            for row in desk.list():
                desk.show(row.id)
            with desk.database.reading() as session:
                known = cases(session)
            for case in known:
                read_case(desk.export(case).encode(), "case.yaml")
