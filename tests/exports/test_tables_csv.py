"""Tables for a spreadsheet."""

from __future__ import annotations

import csv
import io
import unicodedata

import pytest
from building import claim, claim_report, full_report, report, trace
from hostile import PAYLOADS, tainted
from hypothesis import given
from hypothesis import strategies as st

from claims.commands import handing_over
from claims.exports.escaping import cell, shown, without_apostrophe
from claims.exports.tables_csv import TABLES, table
from claims.records import Report

UNSAFE = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def read(of: Report, name: str, *, raw: bool = False) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(table(of, name, raw=raw)), newline=""), strict=True))


def test_a_row_a_thing() -> None:
    """Claims, appearances, attributions and reviews, each with the claim it belongs to."""
    of = full_report()
    assert {name: len(read(of, name)) for name in TABLES} == {
        "claims": 2,
        "appearances": 8,
        "attributions": 6,
        "reviews": 3,
    }
    assert {row["claim"] for name in TABLES for row in read(of, name)} == {"C-12", "C-13"}


def test_the_command_offers_the_tables_that_there_are() -> None:
    """`--table` takes what is written, and nothing else."""
    assert tuple(TABLES) == handing_over.TABLES


def test_cells_hold_what_the_report_says() -> None:
    """Ids join the tables; places, dates with their basis, and both sides of the evidence."""
    of = full_report()
    step = next(row for row in read(of, "appearances") if row["appearance"] == "P-6")
    assert (step["source_name"], step["evidence_state"], step["start"], step["end"], step["article_dates"]) == (
        "an unnamed aggregator",
        "held",
        "539",
        "595",
        "2022-07-27 (derived)",
    )
    hop = next(row for row in read(of, "attributions") if row["attribution"] == "H-4")
    assert (hop["downstream"], hop["upstream"], hop["upstream_name"], hop["manner"]) == (
        "P-5",
        "P-4",
        "The Kyiv Independent",
        "quotes",
    )
    review = next(row for row in read(of, "reviews") if row["review"] == "R-8")
    assert review["evidence_against"] == "A-4:10-60 (a refusal, not a denial)"
    assert (review["counts"], review["approved"]) == ("true", "bora: read it all")
    assert [(row["independent_origins"], row["reviewed"]) for row in read(of, "claims")] == [
        ("1", "true"),
        ("0", "false"),
    ]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_nothing_has_its_heading(name: str) -> None:
    """A program finds its columns also where there is no row."""
    assert "".join(table(report(), name)) == ",".join(TABLES[name][0]) + "\r\n"


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_hostile_text_is_no_formula(payload: str) -> None:
    """In every cell of every table: nothing that a spreadsheet runs, no control character; and raw cells are what was stored."""
    of = tainted(full_report(), payload)
    for name in TABLES:
        text = "".join(table(of, name))
        assert not {c for c in text if unicodedata.category(c) in UNSAFE} - {"\r", "\n"}
        for row in read(of, name):
            assert not [
                c for c in row.values() if unicodedata.normalize("NFKC", c).lstrip()[:1] in {"=", "+", "-", "@"}
            ]
    assert {row["text"] for row in read(of, "claims", raw=True)} == {payload}
    assert {row["because"] for row in read(of, "reviews", raw=True)} == {payload}
    found = {without_apostrophe(row["text"]) for row in read(of, "claims")}
    assert found == {shown(payload).replace("\t", " ")}


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", " =1", "＝1", "\u00a0=1", "'=1", "''=1", "' =1"])
def test_what_looks_like_a_formula_gets_an_apostrophe(text: str) -> None:
    """Also after spaces, in full width, and behind apostrophes of its own."""
    assert cell(text) == f"'{text}"
    assert without_apostrophe(cell(text)) == text


@pytest.mark.parametrize("text", ["1=1", "a-b", "'tis", "", "’s", "“=”"])
def test_other_text_is_left_alone(text: str) -> None:
    """An apostrophe that is the text's own stays the only one."""
    assert cell(text) == text


@given(st.text(st.sampled_from("'=+-@ \u00a0＝a")))
def test_the_apostrophe_can_be_taken_off_again(text: str) -> None:
    """What was written is found, whatever apostrophes it had."""
    assert without_apostrophe(cell(text)) == text


def test_quotes_commas_and_line_breaks_stay_in_their_cell() -> None:
    """RFC 4180, read by Python's own reader."""
    text = 'He said, "no";\nand left.'
    (row,) = read(report(claim_report(trace([], row=claim("C-1", text)))), "claims")
    assert row["text"] == text
