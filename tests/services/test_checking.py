"""Checking: findings by the desk's rules, what refuses a mark, what rests on what, and what there is to do; on both databases."""

from __future__ import annotations

import pytest
from service_desk import DeskAfter, ServiceDesk

from claims.errors import BadCaseFile, ClaimsError, FindingsRefuse, NoSuchId, NotAnId
from claims.overviews import Resting, Todo, TrackRecord
from claims.records import Finding
from claims.services import checking, depending, reporting, ruling
from claims.services.lookup import find_source
from claims.services.todo import todo
from claims.vocabulary import Severity

CASE = """\
case: depot
sources:
  mayor: {name: Ana Oz, kind: person}
  group: {name: Group, kind: organisation}
  holding: {name: Holding, kind: organisation, owner: group}
  wire: {name: Wire, kind: outlet, zone: Europe/Istanbul, owner: {of: holding, since: "2010"}}
  daily: {name: Daily, kind: outlet, owner: other-holding}
  other-holding: {name: Other holding, kind: organisation, owner: {of: group}}
  blog: {name: A blog, kind: outlet}
articles:
  report: {outlet: wire, published: 2024-05-01}
  page:
    outlet: daily
    published: 2024-05-02
    snapshots:
    - {sha256: 2222222222222222222222222222222222222222222222222222222222222221, text_sha256: 3333333333333333333333333333333333333333333333333333333333333331}
    - {sha256: 2222222222222222222222222222222222222222222222222222222222222222, text_sha256: 3333333333333333333333333333333333333333333333333333333333333332}
  copy: {outlet: blog, copy_of: page, basis: observed, because: Word for word., published: 2024-05-09}
claims:
- key: fire
  text: The depot burned.
  claimant: mayor
  appearances:
    mayor: {source: mayor}
    wire: {source: wire, article: report}
    daily: {source: daily, in: page, wording: the depot burned, at: [0, 16]}
    blog: {source: blog, article: copy}
  attributions:
  - {downstream: wire, upstream: mayor, manner: heard-from}
  - {downstream: daily, upstream: wire, manner: cites, cue: Wire reports, in: page, at: [20, 32]}
  links: [{kind: contradicts, to: stands}]
  reviews: [{status: unverified, by: desk, date: 2024-05-03, because: Nobody was there.}]
  asked: [{of: mayor, date: 2024-05-02, question: Did it burn?}, {of: wire, date: 2024-05-02, answer: No comment.}]
- key: stands
  text: The depot stands.
  appearances: {daily: {source: daily}}
- key: rebuilt
  text: The depot will be rebuilt by June 2024.
  kind: forecast
  due: 2024-06
- {key: later, text: A new depot will be built by 2090., kind: forecast, due: 2090}
- {key: settled, text: The roof was to be mended in 2023., kind: promise, due: 2023,
   reviews: [{status: 'true', by: desk, date: 2024-01-05, because: Seen., for: [{url: 'https://example.org/roof.jpg'}]}]}
"""


@pytest.fixture
def depot(desk_after: DeskAfter) -> ServiceDesk:
    return desk_after(_depot)


def _depot(desk: ServiceDesk) -> None:
    desk.take_in(CASE, trust=True)


def found(desk: ServiceDesk, claim: str = "fire") -> dict[str, Finding]:
    """The findings on a claim, by code."""
    with desk.database.reading() as session:
        ((_, findings),) = checking.checked(session, checking.to_check(session, [claim]))
    return {finding.code: finding for finding in findings}


def edit(desk: ServiceDesk, text: str) -> tuple[str, ...]:
    with desk.database.writing("Ana") as session:
        return ruling.edit_rules(session, text.encode(), "rules.yaml", None)


def todo_of(desk: ServiceDesk, today: str = "2026-11-22") -> Todo:
    with desk.database.reading() as session:
        return todo(session, checking.to_check(session, ()), today)


def resting_on(desk: ServiceDesk, id: str) -> Resting:
    with desk.database.reading() as session:
        return depending.dependants(session, id)


def record_of(desk: ServiceDesk, source: str) -> TrackRecord:
    with desk.database.reading() as session:
        return depending.track_record(session, find_source(session, source))


def test_a_chain_as_the_database_holds_it(depot: ServiceDesk) -> None:
    """Owners of owners, several readings, copies, dates and contradictions come out of the database as findings."""
    codes = found(depot)
    assert set(codes) == {
        "single-origin", "unseen-origin", "bottleneck", "same-owner", "uncredited-copy", "contradicted", "changed-since", "late-relay",
    }  # fmt: skip
    assert "Daily says both" in codes["contradicted"].message
    assert codes["changed-since"].passages == ("A-2",)
    assert codes["same-owner"].appearances == ("P-2", "P-3")
    assert found(depot, "later") == {}


def test_all_claims_in_their_order(depot: ServiceDesk) -> None:
    """Without a claim every live one is checked, once each; a claim named twice too."""
    with depot.database.reading() as session:
        assert checking.to_check(session, ()) == [1, 2, 3, 4, 5]
        assert checking.to_check(session, ("C-2", "fire", "c2")) == [2, 1]
        with pytest.raises(NoSuchId):
            list(checking.checked(session, checking.to_check(session, ("C-99",))))


def test_the_desk_weighs_findings(depot: ServiceDesk) -> None:
    """A severity is a versioned rule: set, shown, turned off and set back; notes stay notes."""
    assert edit(depot, "findings: {single-origin: refuse, bottleneck: 'off', late-relay: warn}") == (
        "single-origin: refuse", "bottleneck: off", "late-relay: warn",
    )  # fmt: skip
    codes = found(depot)
    assert codes["single-origin"].severity is Severity.REFUSE
    assert codes["late-relay"].severity is Severity.WARN
    assert "bottleneck" not in codes
    with depot.database.reading() as session:
        rules = ruling.desk_rules(session)
    assert (rules.findings["single-origin"], rules.findings["bottleneck"], rules.findings["circular"]) == (
        "refuse",
        "off",
        "warn",
    )
    assert not any(name.startswith("findings") for name in rules.rules)
    assert edit(depot, "findings: {single-origin: warn, circular: warn}") == ("single-origin: warn",)
    assert found(depot)["single-origin"].severity is Severity.WARN


def test_rules_that_are_no_rules(depot: ServiceDesk) -> None:
    """Refused with what is meant, and nothing changes."""
    for rules, says in (
        ("findings: {single-orgin: warn}", "Did you mean single-origin?"),
        ("findings: {single-origin: loud}", "can be set to off, note, warn, refuse"),
        ("findings: [single-origin]", "a mapping of codes"),
        ("rules: {findings.single-origin: warn}", "There is no rule"),
    ):
        with depot.changes_nothing(), pytest.raises(BadCaseFile, match=says):
            edit(depot, rules)


def test_a_finding_refuses_a_mark(depot: ServiceDesk) -> None:
    """What the desk set to refuse refuses every mark of the claim, by its name; --override records why it was made all the same."""
    edit(depot, "findings: {single-origin: refuse}")
    with depot.changes_nothing(), pytest.raises(FindingsRefuse) as refused:
        depot.mark("fire", status="unproven")
    assert refused.value.exit_code == 4
    assert "single-origin" in refused.value.sentence
    (marked,) = depot.mark("fire", status="unproven", override="The editor was told.")
    review = next(r for r in depot.show("fire").reviews if r.id == marked.review)
    assert review.override == "The editor was told."
    depot.mark("rebuilt", status="unproven")


def test_a_report_has_the_findings(depot: ServiceDesk) -> None:
    """A report says what `check` says, by the same rules."""
    edit(depot, "findings: {bottleneck: note}")
    with depot.database.reading() as session:
        (claim,) = reporting.report(session, ["fire"]).claims
    assert {f.code: f for f in claim.findings} == found(depot)


def test_what_came_after_the_review(depot: ServiceDesk) -> None:
    """A chain that grew after its review, a claim reworded after it: both are found, and a new review settles them."""
    depot.edit("fire", text="The depot burned down.")
    assert "reworded-since-review" in found(depot)
    depot.take_in(
        CASE.replace("blog: {source: blog, article: copy}", "blog: {source: blog, article: copy, because: Looked at.}"),
        theirs=["fire"],
        trust=True,
    )
    stale = [one.why for one in todo_of(depot).stale if one.claim.key == "fire"]
    assert any("the chain has changed" in why for why in stale)
    depot.mark("fire", status="unproven")
    assert "reworded-since-review" not in found(depot)
    assert not any("the chain has changed" in one.why for one in todo_of(depot).stale)


def test_what_rests_on_a_source(depot: ServiceDesk) -> None:
    """Claim by claim, copies of what rests on it too; by id, key or name."""
    resting = resting_on(depot, "Wire")
    assert (resting.id, [one.claim.key for one in resting.claims]) == ("S-4", ["fire"])
    assert [step.source.name for step in resting.claims[0].dependants] == ["Daily", "A blog"]
    assert resting_on(depot, "S-4") == resting_on(depot, "wire") == resting
    assert resting_on(depot, "holding").claims == ()


def test_what_rests_on_an_article_or_an_appearance(depot: ServiceDesk) -> None:
    """An article: where it is the one that speaks or the one that is read. An appearance: its own chain."""
    (one,) = resting_on(depot, "A-1").claims
    assert [step.id for step in (*one.starts, *one.dependants)] == ["P-2", "P-3", "P-4"]
    (one,) = resting_on(depot, "P-1").claims
    assert [step.id for step in one.dependants] == ["P-2", "P-3", "P-4"]
    assert resting_on(depot, "P-4").claims[0].dependants == ()


def test_nothing_rests_on_what_is_not_there(depot: ServiceDesk) -> None:
    """An id that belongs to nothing, or to something on which nothing can rest, is refused."""
    for id, kind in (
        ("P-99", NoSuchId), ("A-99", NoSuchId), ("S-99", NoSuchId), ("C-1", NotAnId), ("nobody", ClaimsError),
    ):  # fmt: skip
        with pytest.raises(kind):
            resting_on(depot, id)


def test_a_sources_record(depot: ServiceDesk) -> None:
    """In how many claims it speaks and how, and what became of them."""
    mayor, daily = record_of(depot, "mayor"), record_of(depot, "daily")
    assert (mayor.claims, mayor.as_origin, mayor.passing_on, mayor.statuses, mayor.not_looked_at) == (
        1,
        1,
        0,
        (("unverified", 1),),
        0,
    )
    assert (daily.claims, daily.as_origin, daily.passing_on, daily.unseen, daily.not_looked_at) == (2, 0, 1, 1, 1)
    assert dict(daily.findings)["contradicted"] == 2
    assert record_of(depot, "group").claims == 0


def test_what_there_is_to_do(depot: ServiceDesk) -> None:
    """Publications to look up, answers that did not come, texts that are not here, forecasts whose day has come."""
    do = todo_of(depot)
    assert [(one.id, one.name, one.claims) for one in do.unseen] == [("A-1", "Wire", ("C-1",))]
    assert [(row.id, request.of) for row, request in do.asked] == [("C-1", "Ana Oz")]
    assert do.texts == (("A-2", "Daily", 1),)
    assert [(one.claim.key, one.over) for one in do.due] == [("rebuilt", True)]
    assert do.not_looked_at == 3
    assert [(one.claim.key, one.over) for one in todo_of(depot, "2024-06-15").due] == [("rebuilt", False)]
    assert todo_of(depot, "2024-01-15").due == ()
    depot.mark("rebuilt", status="false", against=["https://example.org/empty.jpg"])
    assert todo_of(depot).due == ()


def test_nothing_to_do_in_an_empty_desk(desk: ServiceDesk) -> None:
    """No claims, nothing to check and nothing to do."""
    assert todo_of(desk) == Todo((), (), (), (), (), 0)
