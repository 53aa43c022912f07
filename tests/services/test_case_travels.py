"""A case travels: exported, taken in by an empty database and exported again it is the same, byte for byte."""

from __future__ import annotations

from dataclasses import replace

from a_case import CASE, PAGE
from case_strategies import cases
from examples import examples
from hypothesis import HealthCheck, given, settings
from service_desk import MakeDesk, OpenedDesk, ServiceDesk

from claims.casefile import entry_digest, read_case
from claims.entries import CaseEntry, ReviewEntry


def test_seed(desk: ServiceDesk, make_desk: MakeDesk, seed_case: str) -> None:
    """The shipped case comes out of two databases, one after the other, with the same bytes; taking it in again changes nothing."""
    desk.take_in(seed_case)
    written = desk.export()
    other = make_desk()
    other.take_in(written)
    assert other.export() == written
    for one in (desk, other):
        for text in (seed_case, written):
            with one.changes_nothing():
                assert not one.take_in(text).changes


def test_one_of_everything(desk: ServiceDesk, make_desk: MakeDesk) -> None:
    """Keyless claims, links to them, ties, grades, copies, dates, evidence, opinions and requests all come back as they went in."""
    desk.take_in(CASE)
    written = desk.export()
    assert digests(read_case(written.encode(), "x")) == digests(read_case(CASE.encode(), "x"))
    other = make_desk()
    other.take_in(written)
    assert other.export() == written


def test_texts_that_are_kept_stay_here(desk: ServiceDesk, make_desk: MakeDesk) -> None:
    """A desk that keeps an article exports the places of its words, never the article; elsewhere the case is the same without it."""
    desk.add(PAGE, "Express", case="elsewhere")
    desk.take_in(CASE)
    written = desk.export("drones")
    assert "on Tuesday" not in written
    other = make_desk()
    other.take_in(written)
    assert other.export() == written


UNDATED = """
case: undated
sources: {anna: {name: Anna, kind: person}}
claims:
  - key: bridge
    text: The bridge is closed.
    appearances: {p: {source: anna}}
    reviews:
      - {status: unproven, because: Nobody answered., by: Old Desk}
"""


def test_a_review_without_a_day_has_none(desk: ServiceDesk) -> None:
    """Nobody judged on the day on which a case was taken in: where a review has no day, none is told, in records and in lists."""
    desk.take_in(UNDATED, trust=True)
    record = desk.show("bridge")
    assert (record.reviews[0].date, record.claim.reviewed_on) == (None, None)
    assert [(row.reviewer, row.reviewed_on) for row in desk.list()] == [("Old Desk", None)]
    assert "date:" not in desk.export()


def digests(case: CaseEntry) -> dict[str, str]:
    """What the entries say, whatever the order in which a claim's parts are written."""
    return {
        "title": entry_digest(case.title),
        **{f"source {s.key}": entry_digest(s) for s in case.sources},
        **{f"article {a.key}": entry_digest(a) for a in case.articles},
        **{f"claim {c.identity}": entry_digest(c) for c in case.claims},
    }


@settings(max_examples=examples(8), suppress_health_check=list(HealthCheck))
@given(case=cases())
def test_every_case(opened_desk: OpenedDesk, case: CaseEntry) -> None:
    """Whatever the grammar lets in comes out as it went in, entry for entry, and with the same bytes the second time; twice changes nothing."""
    case = with_known_statuses(case)
    with opened_desk() as desk, opened_desk() as other:
        desk.take_in(case)
        written = desk.export()
        assert digests(read_case(written.encode(), "x")) == digests(case)
        other.take_in(written)
        assert other.export() == written
        for one in (desk, other):
            with one.changes_nothing():
                assert not one.take_in(case).changes
                assert not one.take_in(written).changes


def with_known_statuses(case: CaseEntry) -> CaseEntry:
    """The case with labels of the shipped scale, and reviews `from` other cases only."""
    known = ("unverified", "true", "false", "misleading", "satire")

    def judged(review: ReviewEntry) -> ReviewEntry:
        of = review.from_case if review.from_case != case.key else None
        return replace(review, status=known[len(review.status) % len(known)], from_case=of)

    return replace(case, claims=tuple(replace(c, reviews=tuple(map(judged, c.reviews))) for c in case.claims))
