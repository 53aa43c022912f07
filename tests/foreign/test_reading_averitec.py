"""AVeriTeC: claims with questions and answers. The real file is read where AVERITEC names it; its terms do not let us carry it along."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from foreign_files import RATINGS, read
from hostile import PAYLOADS

from claims.entries import CaseEntry, ClaimEntry
from claims.errors import BadCaseFile
from claims.foreign.averitec import facts
from claims.foreign.readers import READERS, told
from claims.foreign.taken import Wanted
from claims.vocabulary import Side


def record(**more: Any) -> dict[str, Any]:
    """A record in the form of the collection, made up."""
    plain = {
        "claim": "The bridge was closed for three weeks.",
        "label": "Refuted",
        "justification": "The road office lists three days.",
        "claim_date": "7-4-2022",
        "speaker": "The mayor",
        "original_claim_url": "https://post.example/bridge",
        "cached_original_claim_url": None,
        "fact_checking_article": "https://checks.example/bridge",
        "reporting_source": "The Valley Post",
        "location_ISO_code": "NO",
        "claim_types": ["Numerical Claim"],
        "fact_checking_strategies": ["Written Evidence"],
        "required_reannotation": False,
        "questions": [
            {
                "question": "How long was it closed?",
                "answers": [
                    {
                        "answer": "Three days.\n\nIn April.",
                        "answer_type": "Extractive",
                        "source_url": "https://roads.example/closures",
                        "source_medium": "Web text",
                    },
                    {"answer": "No", "answer_type": "Boolean", "boolean_explanation": "Not weeks.", "source_url": "Metadata"},
                ],
            },
            {"question": "Who closed it?", "answers": [{"answer": "", "answer_type": "Unanswerable", "source_url": ""}]},
        ],
    }  # fmt: skip
    return {**plain, **more}


def one(**more: Any) -> ClaimEntry:
    (claim,) = read("averitec", [record(**more)]).case.claims
    return claim


def told_again(claim: ClaimEntry) -> dict[str, Any]:
    """The record that a claim was made of, put together from what the claim says."""
    stated = facts(claim.note or "")
    answers = [facts(e.note or "") for r in claim.reviews for e in r.evidence]
    at = next((n for n, (label, _) in enumerate(stated) if label == "Question"), len(stated))
    loose: list[list[tuple[str, Any]]] = []
    for label, value in stated[at:]:
        if label == "Question":
            loose.append([])
        loose[-1].append((label, value))
    return {
        "claim": claim.versions[0].text,
        "justification": claim.reviews[0].because,
        **dict(stated[:at]),
        "answers": answers or loose,
    }


def expected(given: dict[str, Any]) -> dict[str, Any]:
    """What has to be found again of a record: every field that says something."""
    names = {
        "label": "Label", "speaker": "Speaker", "reporting_source": "Reporting source", "claim_date": "Claim date", "claim_types": "Claim types",
        "fact_checking_strategies": "Strategies", "location_ISO_code": "Country", "original_claim_url": "Claim at",
        "cached_original_claim_url": "Claim kept at", "fact_checking_article": "Checked at", "required_reannotation": "Annotated again",
    }  # fmt: skip
    of_answer = {
        "answer": "Answer", "boolean_explanation": "Explanation", "answer_type": "Answer type", "source_medium": "Medium",
        "source_url": "Source", "cached_source_url": "Kept at",
    }  # fmt: skip
    answers = []
    for question in given["questions"]:
        for number, answer in enumerate(question["answers"]):
            told = [(name, answer[field]) for field, name in of_answer.items() if answer.get(field) is not None]
            renamed = [("Another answer" if number and name == "Answer" else name, value) for name, value in told]
            answers.append([("Question", question["question"]), *renamed])
    return {
        "claim": given["claim"].strip(),
        "justification": given["justification"],
        **{name: given[field] for field, name in names.items() if given.get(field) is not None},
        "answers": answers,
    }


def test_a_record_becomes_a_claim() -> None:
    """Its speaker, where it was met and when, and the verdict with an answer a piece of evidence."""
    taken = read("averitec", [record()])
    (claim,) = taken.case.claims
    pages = {page.key: page for page in taken.case.articles}
    names = {source.key: source.name for source in taken.case.sources}
    assert names[claim.claimant or ""] == "The mayor"
    (step,) = claim.appearances
    assert (names[step.source], pages[step.article or ""].url) == ("The Valley Post", "https://post.example/bridge")
    assert [date.value for date in step.dated] == ["2022-04-07"]
    (judged,) = claim.reviews
    assert (judged.status, judged.by, judged.because) == ("false", "AVeriTeC", "The road office lists three days.")
    assert {evidence.side for evidence in judged.evidence} == {Side.AGAINST}
    assert [evidence.url for evidence in judged.evidence] == ["https://roads.example/closures", None, None]
    assert pages[judged.evidence[1].article or ""].title == "The AVeriTeC data set"


@pytest.mark.parametrize("label", ["Refuted", "Supported", "Not Enough Evidence", "Conflicting Evidence/Cherrypicking"])
def test_nothing_is_lost(label: str) -> None:
    """Every field that says something is found again, whatever the verdict."""
    assert told_again(one(label=label)) == expected(record(label=label))


def test_a_verdict_without_a_side_gives_answers_none() -> None:
    """The data do not say which way an answer speaks, so we do not either."""
    claim = one(label="Not Enough Evidence")
    assert (claim.reviews[0].status, claim.reviews[0].evidence) == ("unproven", ())
    assert "Question: How long was it closed?" in (claim.note or "")


def test_two_records_of_one_text_are_two_claims() -> None:
    """The collection holds some claims twice, checked by others."""
    taken = read("averitec", [record(), record(fact_checking_article="https://other.example/1"), record()])
    assert len({claim.key for claim in taken.case.claims}) == 3
    again = read("averitec", [record(), record(fact_checking_article="https://other.example/1"), record()])
    assert again.case == taken.case


@pytest.mark.parametrize("date", ["31-2-2020", "x", "", None, "2020"])
def test_a_date_that_is_none_is_kept_as_written(date: str | None) -> None:
    """Only in the note."""
    claim = one(claim_date=date)
    assert claim.appearances[0].dated == ()
    assert dict(facts(claim.note or "")).get("Claim date") == date


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_hostile_text_is_kept(payload: str) -> None:
    """In every field; in the notes exactly as it was."""
    answer = {
        "answer": payload,
        "answer_type": payload,
        "source_url": payload,
        "source_medium": payload,
        "boolean_explanation": payload,
    }
    more = dict.fromkeys(
        ("justification", "speaker", "reporting_source", "claim_date", "fact_checking_article", "original_claim_url"),
        payload,
    )
    claim = one(**more, questions=[{"question": payload, "answers": [answer]}])
    again = told_again(claim)
    assert again["answers"] == [[(label, payload) for label, _ in again["answers"][0]]]
    assert (again["Speaker"], again["justification"]) == (payload, payload)


@pytest.mark.parametrize(
    ("content", "why"), [(b"{}", "is a list"), (b"[{}]", "Record 1 is not one"), (b"[", "not JSON")]
)
def test_what_is_none_is_refused(content: bytes, why: str) -> None:
    """With the reason."""
    with pytest.raises(BadCaseFile, match=why):
        READERS["averitec"](content, "file", Wanted("c", RATINGS))


# --- the collection itself -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def collection() -> list[dict[str, Any]]:
    """The 500 claims of the development set."""
    named = os.environ.get("AVERITEC")
    if not named:
        pytest.skip("AVERITEC does not name the dev.json of AVeriTeC, which is not ours to carry")
    found: list[dict[str, Any]] = json.loads(Path(named).read_bytes())
    return found


def test_the_whole_collection_is_taken_over(collection: list[dict[str, Any]]) -> None:
    """500 claims, 1,287 questions, 1,399 answers: every field that says something is found again."""
    raw = json.dumps(collection).encode()
    assert told(raw) == "averitec"
    case: CaseEntry = read("averitec", raw).case
    again = [told_again(claim) for claim in case.claims]
    # A text is one line of a case: the spaces at its ends are not part of it.
    assert [a for a, given in zip(again, collection, strict=True) if a != expected(given)] == []
    answers = [answer for a in again for answer in a["answers"]]
    questions = sum(len(given["questions"]) for given in collection)
    assert (len(case.claims), questions, len(answers)) == (500, 1287, 1399)
    statuses = Counter(review.status for claim in case.claims for review in claim.reviews)
    assert statuses == {"false": 305, "true": 122, "disputed": 38, "unproven": 35}
