"""Cases made of what others wrote, taken in; and what a published report knows, on both databases."""

from __future__ import annotations

import json
from typing import Any

import prov_rules
from a_case import CASE
from prov.model import ProvDocument
from service_desk import ServiceDesk

from claims.entries import CaseEntry
from claims.exports.formats import FORMATS
from claims.foreign.ratings import shipped_ratings
from claims.foreign.readers import READERS
from claims.foreign.taken import Wanted
from claims.records import ReportStream
from claims.services import correcting, reporting
from claims.vocabulary import Standing


def check(n: int, verdict: str) -> dict[str, Any]:
    """A ClaimReview as they are published."""
    return {
        "@type": "ClaimReview",
        "url": f"https://checks.example/{n}",
        "author": {"name": "Checks Weekly"},
        "claimReviewed": f"Bridge {n} fell down.",
        "reviewRating": {"alternateName": verdict},
        "itemReviewed": {"author": {"name": "Ali"}, "appearance": {"url": f"https://courier.example/{n}"}},
    }


def made(*checks: dict[str, Any]) -> CaseEntry:
    return READERS["claimreview"](json.dumps(checks).encode(), "f", Wanted("theirs", shipped_ratings())).case


def test_checks_of_others_are_nobody_of_ours(desk: ServiceDesk) -> None:
    """They set no status, the same again changes nothing, and a verdict that changed is a new review of theirs."""
    desk.take_in(made(check(1, "False"), check(2, "Four cows")))
    assert [(row.status, row.reviewed) for row in desk.list()] == [("unverified", False)] * 2
    (review,) = desk.show("C-1").reviews
    assert (review.status, review.standing, review.from_case) == ("false", Standing.FOREIGN, "theirs")
    assert desk.show("C-2").reviews == ()
    assert "Rated: Four cows" in (desk.show("C-2").note or "")
    with desk.changes_nothing():
        assert not desk.take_in(made(check(1, "False"), check(2, "Four cows"))).changes
    plan = desk.take_in(made(check(1, "Half true"), check(3, "True")))
    assert sorted(step.action for step in plan.steps.values() if step.kind == "claim") == ["changed", "new"]
    assert "half-true" in {review.status for review in desk.show("C-1").reviews}


def test_a_report_knows_where_the_check_can_be_read(desk: ServiceDesk) -> None:
    """The address given last stands, also after a correction; without one there is none. The claimant comes with its kind."""
    desk.take_in(CASE, trust=True)
    assert desk.show("C-1").published is None
    for url in ("https://desk.example/1", "https://desk.example/2"):
        with desk.database.writing("Ana") as session:
            correcting.publish(session, "C-1", url)
    with desk.database.writing("Ana") as session:
        correcting.correct(session, "C-1", "A word was wrong.")
    record = desk.show("C-1")
    assert record.published == "https://desk.example/2"
    assert (record.claimant.name if record.claimant else None) == record.claim.claimant


def test_a_report_is_read_claim_by_claim(desk: ServiceDesk) -> None:
    """The stream says what the report says, with the number that the scale gives a status; and its PROV is valid."""
    desk.take_in(CASE, trust=True)
    with desk.database.reading() as session:
        whole = reporting.report(session, ())
        stream = reporting.report_stream(session, ())
        assert isinstance(stream, ReportStream)
        text = "".join(FORMATS["prov-json"].write(stream))
    assert text == "".join(FORMATS["prov-json"].write(whole))
    assert {claim.rating for claim in whole.claims if claim.claim.status == "unverified"} <= {None}
    document = ProvDocument.deserialize(content=text, format="json")
    assert prov_rules.broken(document.flattened().get_records()) == []
