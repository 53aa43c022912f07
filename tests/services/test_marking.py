"""Marking: a review with its grounds, or the reason why the desk's rules refuse it."""

from __future__ import annotations

from typing import Any

import pytest
from a_case import CASE, OFFICIAL, PAGE, changed
from hostile import PAYLOADS
from service_desk import TODAY, DeskAfter, ServiceDesk

from claims.errors import (
    BadText,
    ClaimsError,
    GroundsMissing,
    NoSuchId,
    NotAnId,
    OwnReview,
    PlaceOutsideText,
    ReviewedMeanwhile,
    SaidOtherwise,
    UnknownWord,
    Withdrawn,
)
from claims.records import Review
from claims.services import colleagues, ruling
from claims.services.articles import ArticleSaid, edit_article
from claims.shipped import shipped
from claims.vocabulary import Credibility, Reliability, Said, Standing

NEED_FOR = ("true", "mostly-true")
NEED_AGAINST = ("false", "mostly-false")
NEED_NOTHING = (
    "unverified",
    "half-true",
    "misleading",
    "missing-context",
    "unproven",
    "disputed",
    "outdated",
    "too-early",
    "satire",
    "not-checkable",
)


@pytest.fixture
def full(desk_after: DeskAfter) -> ServiceDesk:
    """A desk that has taken in the case and keeps its page."""
    return desk_after(_full)


def _full(desk: ServiceDesk) -> None:
    desk.take_in(CASE)
    desk.add(PAGE)


def rules(desk: ServiceDesk, text: str) -> None:
    with desk.database.writing("Ana") as session:
        ruling.edit_rules(session, text.encode(), "rules.yaml", None)


def last(desk: ServiceDesk, claim: str = "factory") -> Review:
    return desk.show(claim).reviews[-1]


def place(words: str) -> str:
    return f"{PAGE.index(words)}-{PAGE.index(words) + len(words)}"


CNN = place("CNN\u00a0Türk")


# --- what is recorded ------------------------------------------------------------------------------------------------


def test_a_review(full: ServiceDesk) -> None:
    """A review keeps status, reason, reviewer, day, the text it judged, and everything else that was said; the claim's status follows."""
    marked = full.mark(
        "factory", status="unproven", because="Nobody has seen it.", who="Deniz", said=Said.UNCONFIRMED,
        reliability=Reliability.C, credibility=Credibility.DOUBTFUL, for_=["A-2"], against=["A-3", "https://example.org/x?a=b"],
    )  # fmt: skip
    assert [(m.review, m.claim, m.status, m.warning) for m in marked] == [("R-3", "C-1", "unproven", None)]
    review = last(full)
    assert (review.id, review.status, review.because, review.reviewer, review.date) == (
        "R-3",
        "unproven",
        "Nobody has seen it.",
        "Deniz",
        TODAY,
    )
    assert (review.said, review.reliability, review.credibility, review.version) == (
        Said.UNCONFIRMED,
        Reliability.C,
        Credibility.DOUBTFUL,
        1,
    )
    assert (review.standing, review.counts, review.from_case, review.override) == (Standing.OWN, True, None, None)
    assert [(e.side.value, e.target) for e in review.evidence] == [
        ("for", "A-2"),
        ("against", "A-3"),
        ("against", "https://example.org/x?a=b"),
    ]
    row = full.list()[0]
    assert (row.status, row.reviewed, row.reviewer, row.reviewed_on) == ("unproven", True, "Deniz", TODAY)
    full.edit("factory", text="Putin wanted drones.")
    full.mark("c1")
    assert [r.version for r in full.show("factory").reviews] == [1, 1, 1, 2]


def test_hostile_reasons(desk: ServiceDesk) -> None:
    """A reason is kept as it was given, whatever it holds; in the log it is data."""
    desk.claim("A claim.", key="claim")
    for payload in PAYLOADS.values():
        desk.mark("claim", because=payload)
        assert last(desk, "claim").because == payload.strip()


@pytest.mark.parametrize(
    ("said", "error", "says"),
    [
        ({"because": ""}, BadText, "The reason is empty"),
        ({"because": " \n\t"}, BadText, "The reason is empty"),
        ({"because": "a\0b"}, BadText, "NUL"),
        ({"because": "\ud800"}, BadText, "not valid Unicode"),
        ({"status": "falsch"}, UnknownWord, "There is no status falsch. Did you mean false"),
        ({"status": ""}, UnknownWord, "There is no status"),
        ({"status": "True"}, UnknownWord, "Did you mean true"),
        ({"override": ""}, BadText, "The override is empty"),
        ({"seen": "seven"}, NotAnId, "such as R-7, or none"),
        ({"seen": "C-1"}, NotAnId, "such as R-7, or none"),
    ],
)
def test_what_is_no_review(full: ServiceDesk, said: dict[str, Any], error: type[ClaimsError], says: str) -> None:
    """Without a reason, or with a label that the scale does not have, nothing is recorded."""
    with full.changes_nothing(), pytest.raises(error, match=says):
        full.mark("factory", **said)


def test_a_retired_label(full: ServiceDesk) -> None:
    """A label that was retired stays on old reviews and is refused for new ones."""
    full.mark("refusal", status="satire")
    scale = (shipped("seeds") / "scale.yaml").read_text(encoding="utf-8")
    rules(full, scale.replace("  - id: satire\n", "  - id: satire\n    retired_on: 2026-11-01\n"))
    with full.changes_nothing(), pytest.raises(UnknownWord, match="There is no status satire"):
        full.mark("factory", status="satire")
    assert last(full, "refusal").status == "satire"


@pytest.mark.parametrize(
    ("claim", "error"),
    [
        ("C-99", NoSuchId),
        ("c999999999999999999", NoSuchId),
        ("nothing", UnknownWord),
        ("R-1", NotAnId),
        ("", UnknownWord),
        ("\ud800", BadText),
    ],
)
def test_no_such_claim(full: ServiceDesk, claim: str, error: type[ClaimsError]) -> None:
    """Ids and keys that belong to no claim are refused."""
    with full.changes_nothing(), pytest.raises(error):
        full.mark(claim)


def test_several_claims_or_none(full: ServiceDesk) -> None:
    """Several claims are marked in one event, each once; where one of them is refused none is marked."""
    marked = full.mark("refusal", "C-3", "c2", "C-2", status="not-checkable")
    assert [(m.review, m.claim) for m in marked] == [("R-3", "C-2"), ("R-4", "C-3")]
    with full.changes_nothing():
        with pytest.raises(NoSuchId):
            full.mark("C-1", "C-2", "C-77")
        with pytest.raises(GroundsMissing):
            full.mark("C-2", "C-1", status="false", against=["A-1"])
    full.undo("L-1")
    full.undo("R-3")
    full.undo("C-2")
    with full.changes_nothing(), pytest.raises(Withdrawn):
        full.mark("C-3", "C-2")


# --- evidence --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "target", "label"),
    [
        ("A-3", "A-3", "Record of the talks"),
        ("a3", "A-3", "Record of the talks"),
        ("A-1:0-5", "A-1:0-5", "Putin wants drones: “Putin”"),
        (f"A-1:{CNN}", f"A-1:{CNN}", "Putin wants drones: “CNN\u00a0Türk”"),
        ("A-3:10-20", "A-3:10-20", "Record of the talks"),
        ("P-2", "P-2", "Recep Tayyip Erdoğan"),
        ("p2", "P-2", "Recep Tayyip Erdoğan"),
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("HTTP://EXAMPLE.ORG", "HTTP://EXAMPLE.ORG", "HTTP://EXAMPLE.ORG"),
    ],
)
def test_forms_of_evidence(full: ServiceDesk, typed: str, target: str, label: str) -> None:
    """An article, a place in it, an appearance of the claim, and an address."""
    full.mark("factory", for_=[typed])
    assert [(e.target, e.label) for e in last(full).evidence] == [(target, label)]


@pytest.mark.parametrize(
    ("typed", "error", "says"),
    [
        ("A-99", NoSuchId, "There is no A-99 in this database. The last one is A-3"),
        ("P-99", NoSuchId, "There is no P-99 in this database. The last one is P-4"),
        ("A-99:1-2", NoSuchId, "A-99"),
        ("A-1:5-5", NotAnId, "a place whose end lies after its start"),
        ("A-1:9-5", NotAnId, "a place whose end lies after its start"),
        ("A-1:0-99999", PlaceOutsideText, "lies outside A-1"),
        ("A-1:5", NotAnId, "evidence as A-3, A-4:1005-1051"),
        ("page", NotAnId, "evidence as A-3, A-4:1005-1051"),
        ("C-1", NotAnId, "evidence as"),
        ("R-1", NotAnId, "evidence as"),
        ("", NotAnId, "evidence as"),
        ("ftp://example.org", NotAnId, "evidence as"),
        ("javascript:alert(1)", NotAnId, "evidence as"),
        ("\udcff", BadText, "not valid Unicode"),
        ("P-4", BadText, "another claim than C-1"),
    ],
)
def test_what_is_no_evidence(full: ServiceDesk, typed: str, error: type[ClaimsError], says: str) -> None:
    """Unknown ids, places that are none, other addresses, and what belongs to another claim or case are refused."""
    with full.changes_nothing(), pytest.raises(error, match=says):
        full.mark("factory", against=[typed])


def test_a_place_beyond_a_text_that_is_not_kept(desk: ServiceDesk) -> None:
    """How long a text is travels with its case: a place beyond its end is no evidence, though nobody here has the text."""
    desk.take_in(CASE)
    with desk.changes_nothing(), pytest.raises(PlaceOutsideText, match=f"whose text has {len(PAGE)} characters"):
        desk.mark("factory", against=[f"A-1:0-{len(PAGE) + 1}"])
    desk.mark("factory", against=[f"A-1:0-{len(PAGE)}"])


def test_evidence_that_was_withdrawn(full: ServiceDesk) -> None:
    """What was withdrawn is evidence of nothing."""
    full.undo("R-1")
    full.undo("A-3")
    with full.changes_nothing(), pytest.raises(NoSuchId):
        full.mark("factory", against=["A-3"])


def test_evidence_of_another_case(full: ServiceDesk) -> None:
    """A case travels with its evidence: an article of another case is none."""
    full.take_in(changed(("case: drones", "case: other")))
    with full.changes_nothing(), pytest.raises(BadText, match="A-6 belongs to another case than C-1"):
        full.mark("C-1", against=["A-6"])
    full.mark("C-4", against=["A-6"])


# --- grounds ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", NEED_NOTHING)
def test_statuses_that_need_no_evidence(full: ServiceDesk, status: str) -> None:
    """Most labels can be marked with a reason alone."""
    assert full.mark("factory", status=status)[0].warning is None


@pytest.mark.parametrize("status", [*NEED_FOR, *NEED_AGAINST])
def test_statuses_that_need_evidence(full: ServiceDesk, status: str) -> None:
    """True needs evidence for it or two origins, false evidence against it: without, exit code 4 and what is wanted; the other side does not do."""
    wrong, right = ("against", "for_") if status in NEED_FOR else ("for_", "against")
    insufficient: tuple[dict[str, Any], ...] = ({}, {wrong: ["A-3"]})
    for said in insufficient:
        with full.changes_nothing(), pytest.raises(GroundsMissing) as refused:
            full.mark("factory", status=status, **said)
        assert refused.value.exit_code == 4
        assert refused.value.sentence.startswith(
            f"{status} needs evidence {'for' if status in NEED_FOR else 'against'} it"
        )
    for evidence in ("A-3", "https://example.org/other"):
        enough: dict[str, Any] = {right: [evidence]}
        assert full.mark("factory", status=status, **enough)[0].warning is None


@pytest.mark.parametrize(
    ("evidence", "enough"),
    [
        ("P-2", False),  # an appearance of the claim
        ("A-1", False),  # the article where it stands, as a whole
        (f"A-1:{place('drone-making')}", False),  # a part of the claim's words
        (f"A-1:{place('the drone-making factory, the page')}", False),  # more than the claim's words
        (f"A-1:{place('A deal is a deal')}", True),  # another place of that article
        ("A-2", False),  # a copy of it
        ("A-4", False),  # a copy of the copy
        ("https://example.org/page", False),  # its address
        ("http://example.org/page/", False),
        ("https://example.org/another", True),
        ("A-3", True),  # another article
        ("A-5", True),
    ],
)
def test_the_claim_is_no_evidence_of_itself(full: ServiceDesk, evidence: str, enough: bool) -> None:
    """That it stands somewhere, or in a copy of that, shows that it was said, not that it is so; another place of the same article may."""
    full.take_in(
        changed(
            (
                "  record: {outlet",
                "  copy-of-copy: {outlet: official, copy_of: copy}\n  other: {outlet: cnn}\n  record: {outlet",
            ),
            ("outlet: kremlin, title", "outlet: cnn, title"),
        )
    )
    for status, side in (("true", "for_"), ("false", "against")):
        said: dict[str, Any] = {side: [evidence]}
        if enough:
            full.mark("factory", status=status, **said)
        else:
            with full.changes_nothing(), pytest.raises(GroundsMissing):
                full.mark("factory", status=status, **said)
    # For what was said it counts: a status that needs no grounds takes it.
    full.mark("factory", said=Said.AS_QUOTED, for_=[evidence])


def test_words_of_a_copy(full: ServiceDesk) -> None:
    """In a copy the claim's words are told by the words, for its places are others."""
    full.add("Copied: It is the drone-making factory, the page says. Nothing was agreed.\n", "TASS")
    full.take_in(changed(("  official: {", "  tass: {name: TASS, kind: outlet}\n  official: {")), theirs=["all"])
    copy = "Copied: It is the drone-making factory, the page says. Nothing was agreed.\n"
    start = copy.index("drone-making")
    with full.database.writing("Ana") as session:
        edit_article(session, "A-4", ArticleSaid(copy_of="A-1"), None)
    with full.changes_nothing(), pytest.raises(GroundsMissing):
        full.mark("factory", status="false", against=[f"A-4:{start}-{start + 12}"])
    start = copy.index("Nothing was agreed")
    full.mark("factory", status="false", against=[f"A-4:{start}-{start + 18}"])


@pytest.mark.parametrize("evidence", ["A-3", "P-5", "A-3:0-6"])
def test_one_official_record_is_enough(full: ServiceDesk, evidence: str) -> None:
    """What a government published itself is enough, also where it is an appearance of the claim."""
    full.take_in(
        changed(
            (
                RECORD_BEFORE,
                RECORD_BEFORE + "      record: {source: kremlin, in: record, wording: no factory, stance: denies}\n",
            )
        )
    )
    full.add(OFFICIAL)
    full.mark("factory", status="false", against=[evidence])
    full.mark("factory", status="true", for_=[evidence])


RECORD_BEFORE = "      putin: {source: putin}\n"


def test_a_record_quoted_elsewhere_is_no_record(full: ServiceDesk) -> None:
    """What a newspaper says that a government said is the newspaper's page."""
    full.take_in(
        changed(
            (
                RECORD_BEFORE,
                RECORD_BEFORE
                + "      record: {source: kremlin, in: page, wording: CNN\u00a0Türk said, stance: denies}\n",
            )
        )
    )
    with full.changes_nothing(), pytest.raises(GroundsMissing):
        full.mark("factory", status="false", against=["P-5"])


def test_two_independent_origins_are_enough_for_true(full: ServiceDesk) -> None:
    """Two people who tell it independently are grounds for true, not for false; two who work for one are one."""
    two = (
        RECORD_BEFORE,
        RECORD_BEFORE
        + "      official: {source: official2, in: page, wording: Erdoğan reportedly told, knows: witness}\n",
    )
    somebody = ("  official: {name", "  official2: {name: Altun, kind: person, affiliation: turkey}\n  official: {name")
    full.take_in(
        changed(
            two,
            somebody,
            (
                "erdogan: {name: Recep Tayyip Erdoğan, kind: person}",
                "erdogan: {name: Recep Tayyip Erdoğan, kind: person, affiliation: turkey}",
            ),
        )
    )
    with full.changes_nothing(), pytest.raises(GroundsMissing):
        full.mark("factory", status="true")
    full.take_in(changed(two, somebody))  # Erdoğan is of no government there
    assert full.mark("factory", status="true")[0].warning is None
    with full.changes_nothing(), pytest.raises(GroundsMissing):
        full.mark("factory", status="false")


def test_an_override(full: ServiceDesk) -> None:
    """Against the rules with a reason: the review is recorded with it and reported; where it is not needed it is not kept."""
    marked = full.mark("factory", status="false", override="The editor knows.")
    assert marked[0].warning == "false without evidence against it beyond the claim's own appearances"
    assert last(full).override == "The editor knows."
    assert full.mark("factory", status="false", against=["A-3"], override="The editor knows.")[0].warning is None
    assert last(full).override is None


@pytest.mark.parametrize("grounds", ["warn", '"off"'])
def test_rules_that_do_not_refuse(full: ServiceDesk, grounds: str) -> None:
    """The desk can have the rules warn, or say nothing."""
    rules(full, f"rules: {{grounds: {grounds}}}")
    warning = full.mark("factory", status="false")[0].warning
    assert warning == (
        "false without evidence against it beyond the claim's own appearances" if grounds == "warn" else None
    )
    assert last(full).status == "false"


def test_rules_for_other_labels(full: ServiceDesk) -> None:
    """Which labels need evidence is the desk's to say."""
    rules(full, "rules: {grounds_for: satire, grounds_against: outdated half-true}")
    full.mark("factory", status="true")
    for status in ("satire", "outdated", "half-true"):
        with full.changes_nothing(), pytest.raises(GroundsMissing):
            full.mark("factory", status=status)


# --- colleagues ------------------------------------------------------------------------------------------------------


def test_a_second_reviewer(full: ServiceDesk) -> None:
    """Where the desk requires a second reviewer a review counts only when somebody else has approved it, and no longer when that is undone."""
    rules(full, "rules: {second_reviewer: required}")
    full.mark("factory", status="disputed", who="Ana")
    assert (full.list()[0].status, full.list()[0].reviewed) == ("unverified", False)
    with full.database.writing("Deniz") as session:
        colleagues.approve(session, 3, None, TODAY)
    assert (full.list()[0].status, full.show("factory").reviews[-1].counts) == ("disputed", True)
    full.undo("@last")
    assert (full.list()[0].status, full.show("factory").reviews[-1].counts) == ("unverified", False)


def test_nobody_approves_what_they_object_to(full: ServiceDesk) -> None:
    """Who changes their mind takes back what they said first: an approval that stands beside an objection of the same person would go on counting."""
    rules(full, "rules: {second_reviewer: required}")
    full.mark("factory", status="disputed", who="Ana")
    with full.database.writing("Deniz") as session:
        event = colleagues.approve(session, 3, None, TODAY).event
    with full.changes_nothing(), pytest.raises(SaidOtherwise) as refused, full.database.writing("deniz") as session:
        colleagues.object_to(session, 3, "The record says otherwise.", TODAY)
    assert refused.value.sentence == f"You approved R-3 in {event}; `claims undo {event}` takes that back first."
    full.undo(event)
    with full.database.writing("Deniz") as session:
        event = colleagues.object_to(session, 3, "The record says otherwise.", TODAY).event
    assert (full.list()[0].status, full.list()[0].reviewed) == ("unverified", False)
    with (
        full.changes_nothing(),
        pytest.raises(SaidOtherwise, match=f"objected to R-3 in {event}"),
        full.database.writing("Deniz") as session,
    ):
        colleagues.approve(session, 3, None, TODAY)


def test_nobody_approves_their_own_review(full: ServiceDesk) -> None:
    """Nobody is their own second reviewer, however they spell their name: refused with exit code 4, nothing is written, and it counts no more than before."""
    rules(full, "rules: {second_reviewer: required}")
    full.mark("factory", status="disputed", who="Ayşe")
    for name in ("Ayşe", "AYŞE", " ayşe "):
        with full.changes_nothing(), pytest.raises(OwnReview) as refused, full.database.writing(name) as session:
            colleagues.approve(session, 3, None, TODAY)
        assert refused.value.exit_code == 4
    assert (full.list()[0].status, full.list()[0].reviewed) == ("unverified", False)
    with full.database.writing("Deniz") as session:
        colleagues.approve(session, 3, None, TODAY)
    assert full.list()[0].status == "disputed"


def test_seen(full: ServiceDesk) -> None:
    """A judgement based on an older look is refused with what was found meanwhile: exit code 5; the latest review and `none` are looks."""
    full.mark("refusal", seen="none")
    full.mark("refusal", seen="R-3", who="Deniz", because="Still\nopen.", status="too-early")
    for seen in ("none", "R-3", "R-1", "r99"):
        with full.changes_nothing(), pytest.raises(ReviewedMeanwhile) as refused:
            full.mark("refusal", seen=seen)
        assert refused.value.exit_code == 5
        since = "since you saw none" if seen == "none" else f"since {seen}"
        assert (
            refused.value.sentence
            == f"C-2 was reviewed {since}: R-4 by Deniz: too-early, because Still open. Look at it, then mark with --seen as it stands now."
        )
    full.mark("refusal", seen="r4")
    full.mark("C-3", seen="none")
    with full.changes_nothing(), pytest.raises(ReviewedMeanwhile):
        full.mark("C-3", "refusal", seen="R-5")
    # A review that was withdrawn is no longer in the way.
    full.undo("R-5")
    full.mark("refusal", seen="R-4")
