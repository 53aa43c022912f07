"""Exports of very many claims: written as they come, in little memory, and not many times slower than a template would be."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

# The generated claims, the template and the measuring are those of the benchmark.
sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))

from export_formats import STREAMS, claim, growth, seconds, streamed, template
from export_lines import case, filled_case, report_lines
from timing import at_most

from claims.exports.casefile import case_lines
from claims.exports.trace_json import dumps

MOST_TIMES = 3.0
"""About 1.3 where nobody else works."""


def test_prov_json_beside_a_template() -> None:
    """It says what a template that knows only this shape of claim says, and takes hardly longer."""
    made = [claim(number) for number in range(1, 51)]
    assert json.loads(b"".join(template(made))) == json.loads(b"".join(streamed(made, "prov-json")))
    assert at_most(MOST_TIMES, lambda: seconds(streamed(made, "prov-json")), lambda: seconds(template(made)))


def test_lines_beside_templates() -> None:
    """A report and a case as JSON lines are the bytes of templates that know only this shape of claim, and take few times as long."""
    made, of = [claim(number) for number in range(1, 51)], case(50)
    assert b"".join(report_lines(made)) == b"".join(streamed(made, "jsonl"))
    assert b"".join(filled_case(of)) == b"".join(case_lines(of))
    assert at_most(MOST_TIMES, lambda: seconds(streamed(made, "jsonl")), lambda: seconds(report_lines(made)))
    assert at_most(MOST_TIMES, lambda: seconds(case_lines(of)), lambda: seconds(filled_case(of)))


def test_prov_json_is_laid_out_as_json_is_everywhere_here() -> None:
    """It is written bundle by bundle, and is what a writer of JSON makes of the same: an indent of two, and nothing that acts on a terminal."""
    told = claim(1)
    hostile = replace(told.claim, text='"\\\x00\x1f\x7f\u200b\u202e“\n\t', key="\x7f")
    told = replace(told, claim=hostile, topics=("\u2028", "\U000e0001", "a"), note="\x9b")
    text = b"".join(streamed([told], "prov-json")).decode()
    document = json.loads(text)
    (bundle,) = document["bundle"].items()
    assert f'"{bundle[0]}": {dumps(bundle[1]).decode().rstrip()}\n}}' in text
    assert bundle[1]["entity"]["desk:C-1"]["prov:label"] == hostile.text
    assert {c for c in text if not c.isprintable()} == {"\n"}


@pytest.mark.parametrize("name", STREAMS)
def test_memory_does_not_grow_with_the_claims(name: str) -> None:
    """A hundred claims more take as little memory: at most what is kept of each, its id and digests."""
    few, _ = growth(name, 20)
    many, written = growth(name, 120)
    assert many < few + 100 * 6000
    assert many < 2 * 2**20
    assert written > 10_000
