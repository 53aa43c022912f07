"""ClaimReviews as fact-checkers publish them, with the faults that published data has."""

from __future__ import annotations

import json
from typing import Any

import pytest
from building import claim, claim_report, person, report, review, trace
from examples import examples
from foreign_files import RATINGS, check, read
from hostile import PAYLOADS
from hypothesis import given, settings
from hypothesis import strategies as st
from timing import less_than

from claims.entries import ClaimEntry, DateEntry
from claims.errors import BadCaseFile
from claims.exports.formats import FORMATS
from claims.foreign.readers import READERS, told
from claims.foreign.taken import Wanted
from claims.records import ClaimReport
from claims.vocabulary import DateBasis, Side, SourceKind


def good() -> ClaimReport:
    """A claim of ours that can be published."""
    return claim_report(
        trace([], row=claim(status="false", reviewed=True)),
        status_label="False",
        rating=1,
        published="https://desk.example/bridge",
        claimant=person("S-3", "The mayor"),
        reviews=(review("R-1", "false", "anna", "2026-11-21", "The road office lists none.", version=1, counts=True),),
    )


def one(content: object) -> ClaimEntry:
    (claim,) = read("claimreview", content).case.claims
    return claim


def test_a_plain_one() -> None:
    """The claim, who made it, where it stands, and the check as a review by those who checked."""
    taken = read("claimreview", check())
    (claim,) = taken.case.claims
    assert claim.versions[0].text == "The bridge was closed for three weeks."
    names = {source.key: (source.name, source.kind) for source in taken.case.sources}
    assert claim.claimant is not None
    assert names[claim.claimant] == ("The mayor", SourceKind.PERSON)
    (judged,) = claim.reviews
    assert (judged.status, judged.by, judged.date) == ("false", "Checks Weekly", "2022-05-02T10:00:00+02:00")
    assert judged.because == "Checks Weekly rated it “False”."
    (evidence,) = judged.evidence
    assert evidence.side is Side.AGAINST
    pages = {page.key: page for page in taken.case.articles}
    assert pages[evidence.article or ""].url == "https://checks.example/bridge"
    (step,) = claim.appearances
    assert (pages[step.article or ""].url, pages[step.article or ""].title) == ("https://post.example/bridge", "Bridge")
    assert step.dated == (DateEntry("2022-04-07", DateBasis.STATED),)
    assert claim.note == "Rated: False\nRating number: 1 of 1 to 5\nChecked at: https://checks.example/bridge"
    assert taken.remarks == ()


SHAPES = {
    "object": check(),
    "array": [check()],
    "graph": {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, check()]},
    "list of types": check(**{"@type": ["Article", "ClaimReview"]}),
    "typed by address": check(**{"@type": "http://schema.org/ClaimReview"}),
    "within a page": f'<html><script type="application/ld+json">{json.dumps(check())}</script><p>x</p></html>',
    "commented out for old browsers": f'<script type="application/ld+json">//<![CDATA[\n{json.dumps(check())}\n//]]></script>',
    "with a mark at the beginning": b"\xef\xbb\xbf" + json.dumps(check()).encode(),
    "with line breaks in texts": json.dumps(check()).replace("three weeks.", "three\nweeks."),
}


@pytest.mark.parametrize("content", SHAPES.values(), ids=SHAPES)
def test_it_is_found_wherever_it_stands(content: object) -> None:
    """An object, an array, a graph, a page."""
    assert one(content).versions[0].text == "The bridge was closed for three weeks."
    raw = (
        content
        if isinstance(content, bytes)
        else (content if isinstance(content, str) else json.dumps(content)).encode()
    )
    assert told(raw) == "claimreview"


FAULTS: dict[str, tuple[dict[str, Any], str, str]] = {
    "author is a string": ({"author": "Checks Weekly"}, "Checks Weekly", "false"),
    "author is a list": ({"author": [{"name": "Checks Weekly"}, {"name": "Other"}]}, "Checks Weekly", "false"),
    "author is absent": ({"author": None}, "checks.example", "false"),
    "rating is a string": ({"reviewRating": "Mostly False"}, "Checks Weekly", "mostly-false"),
    "rating is a list": ({"reviewRating": [{"alternateName": ["Mostly false!"]}]}, "Checks Weekly", "mostly-false"),
    "label before number": ({"reviewRating": {"alternateName": "True", "ratingValue": "1"}}, "Checks Weekly", "true"),
    "number only": ({"reviewRating": {"ratingValue": "4", "bestRating": "5", "worstRating": "1"}}, "Checks Weekly", "mostly-true"),
    "another range": ({"reviewRating": {"ratingValue": 10, "bestRating": 10, "worstRating": 0}}, "Checks Weekly", "true"),
    "a label that shouts": ({"reviewRating": {"alternateName": " FAUX. "}}, "Checks Weekly", "false"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "by", "status"), FAULTS.values(), ids=FAULTS)
def test_what_is_meant_is_read(change: dict[str, Any], by: str, status: str) -> None:
    """Strings for objects, lists for strings, numbers in quotation marks."""
    (judged,) = one(check(**change)).reviews
    assert (judged.by, judged.status) == (by, status)


UNREAD: dict[str, Any] = {
    "an unknown label": {"alternateName": "Four cows"},
    "a number out of range": {"ratingValue": 9, "bestRating": 5, "worstRating": 1},
    "a range of nothing": {"ratingValue": -1, "bestRating": -1, "worstRating": -1},
    "no number": {"ratingValue": "NaN"},
    "nothing": None,
}


@pytest.mark.parametrize("rating", UNREAD.values(), ids=UNREAD)
def test_what_cannot_be_read_is_no_verdict(rating: object) -> None:
    """It is left open, said, and kept in the claim's note in the words it came in."""
    taken = read("claimreview", check(reviewRating=rating))
    (claim,) = taken.case.claims
    assert claim.reviews == ()
    assert "verdict" in taken.remarks[0]
    assert "Not taken as a review" in (claim.note or "")
    if isinstance(rating, dict) and "alternateName" in rating:
        assert "Rated: Four cows" in (claim.note or "")


def test_the_checker_is_not_the_claimant() -> None:
    """A fault of published data: whoever checked stands as whoever claimed."""
    taken = read("claimreview", check(itemReviewed={"author": {"name": "CHECKS weekly"}}))
    assert taken.case.claims[0].claimant is None
    assert "Checks Weekly stands as claimant" in taken.remarks[0]


def test_several_addresses_in_one_text_are_several_pages() -> None:
    """With spaces, commas or bars between; what is no address is none."""
    item = {
        "appearance": ["https://a.example/1, https://b.example/2|https://a.example/1 ftp://c.example javascript:x"],
        "url": "nowhere",
    }
    taken = read("claimreview", check(itemReviewed=item))
    assert [page.url for page in taken.case.articles][1:] == ["https://a.example/1", "https://b.example/2"]
    assert len(taken.case.claims[0].appearances) == 2


def test_an_archived_page_belongs_to_whom_it_was_archived_from() -> None:
    """The archive publishes nothing itself."""
    item = {"appearance": "https://web.archive.org/web/2021/https://www.post.example/x"}
    taken = read("claimreview", check(itemReviewed=item))
    assert "post.example" in {source.name for source in taken.case.sources}


def test_the_same_check_twice_is_one_and_two_verdicts_are_two() -> None:
    """A page may carry its ClaimReview twice, and may judge a claim twice."""
    assert len(one([check(), check()]).reviews) == 1
    other = check(reviewRating={"alternateName": "Misleading"})
    assert [r.status for r in one([check(), other]).reviews] == ["false", "misleading"]


def test_what_follows_a_script_is_none() -> None:
    """Line ends and words behind a script of a page are not told as a script that was left out."""
    page = f'<script type="application/ld+json">\n{json.dumps(check())}\n</script>\nwords\n<p>x</p>'
    assert read("claimreview", page).remarks == read("claimreview", json.dumps(check())).remarks


def test_a_broken_script_of_a_page_is_said() -> None:
    """The others of the page are read."""
    page = f'<script type="application/ld+json">{{nonsense</script><script type="application/ld+json">{json.dumps(check())}</script>'
    taken = read("claimreview", page)
    assert len(taken.case.claims) == 1
    assert "script 1 of the page was left out" in taken.remarks[0]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"{nonsense", "This is not JSON"),
        (b"[]", "There is no ClaimReview in it."),
        (b"<p>nothing</p>", "There is no ClaimReview in it."),
        (b"\xff\xfe", "This is not UTF-8 text."),
        (b"[" * 100_000, "nested too deep"),
    ],
)
def test_what_is_none_is_refused(content: bytes, why: str) -> None:
    """With the reason, and no traceback."""
    with pytest.raises(BadCaseFile, match=why):
        READERS["claimreview"](content, "file", Wanted("c", RATINGS))


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_hostile_text_becomes_entries(payload: str) -> None:
    """Whatever stands in its fields, the case is one that can be kept and written."""
    item = {"author": {"name": payload}, "appearance": [payload], "datePublished": payload}
    rating = {"alternateName": payload, "ratingValue": payload}
    read(
        "claimreview",
        check(claimReviewed=payload, author=payload, url=payload, datePublished=payload, itemReviewed=item),
    )
    read("claimreview", check(reviewRating=rating, reviewBody=payload, headline=payload))


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("https://a.example/x"),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["name", "url", "@type", "@value", "text", "alternateName", "ratingValue", "author"]), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@settings(max_examples=examples(60))
@given(st.dictionaries(st.sampled_from(sorted(check())), ANYTHING, max_size=5))
def test_no_shape_of_it_is_an_accident(change: dict[str, Any]) -> None:
    """Any value in any field: a case, or a claim that is left out and said to be."""
    content = [check(), {**check(), **change, "@type": "ClaimReview"}]
    assert read("claimreview", json.dumps(content)).case.claims


def test_our_own_come_back() -> None:
    """What one desk exports another takes in: the claim, the verdict and its reason."""
    text = "".join(FORMATS["claimreview"].write(report(good(), good())))
    claim = one(text)
    assert claim.versions[0].text == good().claim.text
    assert {r.status for r in claim.reviews} == {"false"}
    assert "The road office lists none." in claim.reviews[0].because
    nothing = report(claim_report(good().trace, reviews=(review("R-1", "false", "a", "2026-01-01", "b"),)))
    with pytest.raises(BadCaseFile):
        read("claimreview", "".join(FORMATS["claimreview"].write(nothing)))


@pytest.mark.parametrize("run", [" " * 300_000, "," * 300_000, "https://" * 40_000, "<" * 300_000, "\u200e" * 300_000])
def test_long_runs_take_no_long_time(run: str) -> None:
    """What a page repeats endlessly is read in a moment."""
    with less_than(5):
        text = f"a{run}b"
        read("claimreview", check(claimReviewed=text, author=text, url=text, itemReviewed={"appearance": text}))
        spaces = run if run.isspace() else ""
        read(
            "claimreview", f'<script type="application/ld+json">{spaces}{json.dumps(check())}{spaces}</script><p>{run}'
        )
