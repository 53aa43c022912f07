"""schema.org ClaimReview: what search engines and collectors of fact-checks read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import extruct
import pytest
import rdflib
from building import article, claim_report, full_report, hop, outlet, person, report, review, said, trace, words
from hostile import PAYLOADS, tainted
from rdflib.namespace import SDO

from claims.exports.claimreview import claim_review, faults
from claims.exports.formats import FORMATS
from claims.records import ClaimReport, Report
from claims.vocabulary import EvidenceState, Knows

# rdflib's own readers still use what it has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph):DeprecationWarning")


def good() -> ClaimReport:
    """A claim that was seen where it began, judged false and published."""
    post = outlet("S-1", "The Valley Post")
    page = article("A-1", post, title="Bridge", url="https://post.example/bridge", held=True)
    step = said(
        "P-1",
        post,
        article=page,
        read_in=page,
        wording=words("closed"),
        knows=Knows.OWN_REPORTING,
        evidence_state=EvidenceState.HELD,
    )
    copy = said("P-2", outlet("S-2", "Copies Daily"))
    chain = trace([step, copy], [hop("P-2", "P-1")])
    return claim_report(
        replace(chain, claim=replace(chain.claim, status="false", reviewed=True)),
        status_label="False",
        rating=1,
        published="https://desk.example/bridge",
        claimant=person("S-3", "The mayor"),
        reviews=(review("R-1", "false", "anna", "2026-11-21", "The road office lists none.", version=1, counts=True),),
    )


def written(of: Report) -> str:
    return "".join(FORMATS["claimreview"].write(of))


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from nodes(each)
    elif isinstance(value, list):
        for each in value:
            yield from nodes(each)


def test_a_claim_seen_where_it_began() -> None:
    """Who checked what, with which result, where it can be read, and where the claim stands."""
    read = json.loads(written(report(good())))
    assert (read["@context"], read["@type"], read["url"]) == (
        "https://schema.org",
        "ClaimReview",
        "https://desk.example/bridge",
    )
    assert read["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "False",
        "ratingValue": 1,
        "bestRating": 5,
        "worstRating": 1,
    }
    claim = read["itemReviewed"]
    assert claim["author"] == {"@type": "Person", "name": "The mayor"}
    first, copy = claim["appearance"]
    assert claim["firstAppearance"] == {"@id": first["@id"]}
    assert (first["url"], first["publisher"]["name"]) == ("https://post.example/bridge", "The Valley Post")
    assert copy["isBasedOn"] == [{"@id": first["@id"]}]
    assert faults(read) == ()


def test_an_origin_that_nobody_saw_is_no_first_appearance() -> None:
    """`firstAppearance` is said only of what was seen."""
    read = json.loads(written(full_report()))
    assert "firstAppearance" not in read["itemReviewed"]


def test_a_label_off_the_line_has_no_number() -> None:
    """Misleading is not two and a half."""
    read = json.loads(written(report(replace(good(), rating=None, status_label="Misleading"))))
    assert read["reviewRating"] == {"@type": "Rating", "alternateName": "Misleading"}


def test_one_is_an_object_and_several_are_a_graph() -> None:
    """Claims that nobody has looked at are in neither; an empty graph is one too."""
    assert json.loads(written(full_report()))["@type"] == "ClaimReview"
    for n in (2, 3):
        assert len(json.loads(written(report(*[good()] * n)))["@graph"]) == n
    assert json.loads(written(report(full_report().claims[1])))["@graph"] == []
    assert claim_review(full_report().claims[1], "") is None


def test_every_word_is_one_of_schema_org() -> None:
    """Types and properties are those of the vocabulary that rdflib carries."""
    for node in nodes(json.loads(written(report(good(), full_report().claims[0])))):
        for name in node:
            assert name.startswith("@") or name in SDO, name
        assert "@type" not in node or node["@type"] in SDO


def test_it_is_rdf() -> None:
    """The context aside, which lies on the web, it reads as triples about the same things."""
    read = json.loads(written(report(good())))
    read["@context"] = {"@vocab": "https://schema.org/"}
    graph = rdflib.Graph().parse(data=json.dumps(read), format="json-ld")
    (claim,) = graph.objects(None, SDO.itemReviewed)
    (first,) = graph.objects(claim, SDO.firstAppearance)
    assert str(graph.value(first, SDO.url)) == "https://post.example/bridge"


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_hostile_text_in_a_page_stays_text(payload: str) -> None:
    """Within a script element of a page, as it is published: found whole by a reader of pages, and nothing leaves the element."""
    of = tainted(report(good()), payload)
    text = written(of)
    assert not set(text) & set("<>&")
    page = f'<html><head><script type="application/ld+json">{text}</script></head><body></body></html>'
    (found,) = extruct.extract(page, syntaxes=["json-ld"])["json-ld"]
    assert (found["claimReviewed"], found["reviewBody"]) == (payload, payload)
    links = [node[name] for node in nodes(found) for name in ("url",) if name in node]
    assert all(link.startswith(("http://", "https://")) for link in links)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"@type": "Review"}, "@type is not ClaimReview"),
        ({"claimReviewed": ""}, "claimReviewed is missing"),
        ({"claimReviewed": "x" * 76}, "claimReviewed has 76 characters"),
        ({"claimReviewed": "False: the sky is green"}, "begins with the verdict"),
        ({"url": None}, "url is missing"),
        ({"url": "javascript:alert(1)"}, "url is not an address"),
        ({"author": {}}, "author is missing"),
        ({"datePublished": None}, "datePublished is missing"),
        ({"reviewRating": {"ratingValue": 1}}, "alternateName is missing"),
        ({"reviewRating": {"alternateName": "False", "ratingValue": 9}}, "is 9, outside 1 to 5"),
        ({"itemReviewed": None}, "itemReviewed is missing"),
        ({"itemReviewed": {"@type": "Claim"}}, "itemReviewed.author is missing"),
    ],
)
def test_each_fault_is_named(change: dict[str, Any], fault: str) -> None:
    """What a published one would be refused for, a sentence each."""
    (found,) = faults({**json.loads(written(report(good()))), **change})
    assert fault in found
