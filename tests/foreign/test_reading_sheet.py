"""Spreadsheets of claims, saved as CSV."""

from __future__ import annotations

import pytest
from foreign_files import RATINGS, read
from hostile import PAYLOADS

from claims.commands import foreign_files
from claims.errors import BadCaseFile
from claims.foreign.ratings import Ratings, extended
from claims.foreign.readers import READERS, case_key, told
from claims.foreign.taken import Wanted
from claims.vocabulary import Side

SHEET = """\
id,Claim,Said by,Result,Why,Link,Checked by,Checked on
1,The bridge was closed for three weeks.,The mayor,wrong,The road office lists three days.,https://roads.example/closures,anna,2022-05-02
2,"The closure cost a million, says the mayor.",The mayor,,,,,
3,The bridge is the finest in the valley.,,can't say,A matter of taste.,,ben,2022-06-11
"""
MAPPED = {
    "key": "id",
    "text": "Claim",
    "claimant": "Said by",
    "verdict": "Result",
    "because": "Why",
    "evidence": "Link",
    "by": "Checked by",
    "date": "Checked on",
}


def test_a_row_is_a_claim() -> None:
    """Its claimant, its verdict with reason, name and date, and what it rests on."""
    taken = read("csv", SHEET, columns=MAPPED)
    first, second, third = taken.case.claims
    assert (first.key, first.claimant, second.claimant) == ("1", "the-mayor", "the-mayor")
    (judged,) = first.reviews
    assert (judged.status, judged.because, judged.by, judged.date) == (
        "false",
        "The road office lists three days.",
        "anna",
        "2022-05-02",
    )
    assert [(e.side, e.url) for e in judged.evidence] == [(Side.AGAINST, "https://roads.example/closures")]
    assert second.reviews == third.reviews == ()
    assert third.note == "Verdict: can't say\nWhy: A matter of taste."
    assert taken.remarks == (
        "the verdict “can't say” is in no table of ratings (--ratings FILE): kept in the claim's note",
    )


def test_a_desk_has_its_own_words() -> None:
    """Its table goes before ours."""
    mine = extended(RATINGS, b'labels:\n  not-checkable: ["can\'t say"]\n  mostly-false: [wrong]\n', "mine.yaml")
    statuses = [
        [r.status for r in claim.reviews] for claim in read("csv", SHEET, ratings=mine, columns=MAPPED).case.claims
    ]
    assert statuses == [["mostly-false"], [], ["not-checkable"]]


def test_columns_called_as_fields_need_no_mapping() -> None:
    """Commas, semicolons or tabs; and what nothing was mapped to is said."""
    for delimiter in ",;\t":
        text = "text,claimant,colour\nIt rains.,Anna,blue\n".replace(",", delimiter)
        taken = read("csv", text)
        assert (taken.case.claims[0].versions[0].text, taken.case.claims[0].claimant) == ("It rains.", "anna")
        assert taken.remarks == ("not taken over, for nothing was mapped to them: colour",)


def test_where_a_claim_stands() -> None:
    """An outlet, an address and a day are an appearance; an outlet alone is one too."""
    taken = read("csv", "text,outlet,url,published\nA.,The Post,https://post.example/a,2022-04-07\nB.,The Post,,\n")
    first, second = (claim.appearances[0] for claim in taken.case.claims)
    assert (first.source, first.article is None, first.dated[0].value) == ("the-post", False, "2022-04-07")
    assert (second.source, second.article) == ("the-post", None)


def test_a_date_in_another_form_is_kept_in_the_note() -> None:
    """It is not guessed at: 02/05 is May to some."""
    (claim,) = read("csv", "text,verdict,date\nA.,true,02/05/2022\n").case.claims
    assert (claim.reviews[0].date, claim.reviews[0].by) == (None, "unknown")
    assert "Date as written: 02/05/2022" in (claim.note or "")


@pytest.mark.parametrize(
    ("text", "columns", "why"),
    [
        ("a,b\n1,2\n", {}, "Which column is the claim"),
        ("text\nA.\n", {"text": "txet"}, "There is no column txet"),
        ("text\nA.\n", {"claiment": "text"}, "--map has no field claiment. Did you mean claimant"),
        ("text,text\nA.,B.\n", {}, "Two columns have the same name"),
        ("text\nA.\nA.\n", {}, "stands in the sheet twice"),
        ('text\n"A.\n', {}, "This is not CSV"),
        ("", {}, "Which column"),
    ],
)
def test_what_is_wrong_with_a_sheet_is_said(text: str, columns: dict[str, str], why: str) -> None:
    """In one line, with what to do."""
    with pytest.raises(BadCaseFile, match=why):
        read("csv", text, columns=columns)


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_hostile_cells_become_entries(payload: str) -> None:
    """Whatever a cell holds, the case is one that can be kept and written."""
    cell = '"' + payload.replace('"', '""') + '"'
    names = "text,claimant,outlet,url,published,topics,note,verdict,because,by,date,evidence"
    read("csv", f"{names}\n{','.join([cell] * len(names.split(',')))}\n")


def test_the_command_offers_the_readers_that_there_are() -> None:
    """`--from` takes what is read, and the case file."""
    assert ("case", "lines", *READERS) == foreign_files.FOREIGN


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (b"case: x\n", None),
        (b'{"case": "x", "title": "\\"@type\\": about ClaimReview"}', None),
        (b'{"case": "x", "note": {"@type": 1}}', None),
        (b"<!DOCTYPE html><html>", "claimreview"),
        (b'\xef\xbb\xbf [{"@type": "ClaimReview"}]', "claimreview"),
        (b'[{"claim": "x", "required_reannotation": false}]', "averitec"),
        (b"text,verdict\n", None),
    ],
)
def test_a_file_shows_what_it_is(content: bytes, form: str | None) -> None:
    """By its content; a spreadsheet only by its name, or a person says so."""
    assert told(content) == form
    assert told(content, "Sheet.CSV") == "csv"


def test_a_case_is_called_as_its_file() -> None:
    """Where nobody gives it a name."""
    assert [case_key(name) for name in ("My Sheet.csv", "/a/b/page.v2.html", "stdin", "…")] == [
        "my-sheet",
        "page-v2",
        "stdin",
        "imported",
    ]


# --- ratings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"a: 1\n", "A table of ratings is"),
        (b"labels: [a]\n", "A table of ratings is"),
        (b"labels:\n  'true': yes it is\n", "are a list"),
        (b"labels:\n  'true': [{a: b}]\n", "is one text"),
        (b"labels:\n  'true': [Right]\n  'false': [RIGHT!]\n", "mine.yaml:3: “RIGHT!” means true already"),
    ],
)
def test_a_table_that_is_none_is_refused(content: bytes, why: str) -> None:
    """With the line."""
    with pytest.raises(BadCaseFile, match=why):
        extended(Ratings({}), content, "mine.yaml")


def test_every_status_of_the_shipped_table_is_one_of_the_scale(scale: set[str]) -> None:
    """A verdict is never read as a status that a new desk does not have, and every status has words."""
    assert set(RATINGS.statuses.values()) == scale
    assert {status for status in scale if RATINGS.meant(status.replace("-", " ")) != status} == set()


@pytest.fixture
def scale() -> set[str]:
    from claims.casefile import ListNode, MappingNode, ScalarNode, load
    from claims.shipped import shipped

    top = load((shipped("seeds") / "scale.yaml").read_bytes(), "scale.yaml")
    assert isinstance(top, MappingNode)
    labels = top.entries["labels"]
    assert isinstance(labels, ListNode)
    found = set()
    for label in labels.items:
        assert isinstance(label, MappingNode)
        word = label.entries["id"]
        assert isinstance(word, ScalarNode)
        found.add(word.text or "")
    return found


@pytest.mark.parametrize(
    ("value", "best", "worst", "status"),
    [(1, 5, 1, "false"), (3, 5, 1, "half-true"), (5, 5, 1, "true"), (0, 1, 0, "false"), (2, None, None, "mostly-false"),
     (0, 0, 0, None), (-1, -1, -1, None), (6, 5, 1, None), (1, 1, 5, None)],
)  # fmt: skip
def test_numbers_are_read_between_worst_and_best(
    value: float, best: float | None, worst: float | None, status: str | None
) -> None:
    """A range of nothing and a number outside it say nothing."""
    assert RATINGS.meant(None, value, best, worst) == status
    assert RATINGS.meant("True", value, best, worst) == "true"
    with pytest.raises(BadCaseFile):
        READERS["claimreview"](b"{}", "f", Wanted("c", RATINGS))
