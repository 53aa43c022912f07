"""The report as JSON keeps to its published schema."""

from __future__ import annotations

import json
from dataclasses import replace
from enum import StrEnum
from typing import Any

import jsonschema
import pytest
from building import claim_report, full_report, person, report
from chain_strategies import traces
from examples import examples
from hostile import PAYLOADS, tainted
from hypothesis import given, settings

from claims import vocabulary
from claims.exports.formats import FORMATS
from claims.exports.report_json import SCHEMA
from claims.exports.seal import sealed_json
from claims.exports.trace_json import dumps
from claims.records import Report, ReportStream, Trace
from claims.shipped import shipped

PUBLISHED: dict[str, Any] = json.loads((shipped("schema") / "json" / "report.schema.json").read_text("utf-8"))
VALID = jsonschema.Draft202012Validator(PUBLISHED)


def written(of: Report) -> str:
    return "".join(FORMATS["json"].write(of))


def test_the_schema_is_one() -> None:
    """It is valid itself, and a report names it."""
    jsonschema.Draft202012Validator.check_schema(PUBLISHED)
    assert json.loads(written(full_report()))["schema"] == PUBLISHED["$id"] == SCHEMA


def test_a_full_report_and_an_empty_one_keep_to_it() -> None:
    """Every field is described, and none is missing."""
    VALID.validate(json.loads(written(full_report())))
    VALID.validate(json.loads(written(report())))


@settings(max_examples=examples(15))
@given(traces())
def test_every_chain_keeps_to_it(chain: Trace) -> None:
    """Whatever a chain looks like."""
    VALID.validate(json.loads(written(report(claim_report(chain)))))


def test_what_is_not_described_is_refused() -> None:
    """A field more, a field less, or a word outside its set is found."""
    good = written(full_report())
    less, more, other = (json.loads(good) for _ in range(3))
    del less["claims"][0]["heard_by"]
    more["claims"][0]["more"] = 1
    other["claims"][0]["appearances"][0]["stance"] = "shouts"
    assert [VALID.is_valid(bad) for bad in (less, more, other)] == [False, False, False]


@pytest.mark.parametrize(
    ("part", "field", "words"),
    [
        ("claim", "kind", vocabulary.ClaimKind),
        ("claim", "stage", vocabulary.Stage),
        ("source", "kind", vocabulary.SourceKind),
        ("appearance", "stance", vocabulary.Stance),
        ("appearance", "evidence_state", vocabulary.EvidenceState),
        ("attribution", "manner", vocabulary.Manner),
        ("attribution", "basis", vocabulary.Basis),
        ("link", "kind", vocabulary.LinkKind),
        ("review", "standing", vocabulary.Standing),
        ("finding", "severity", vocabulary.Severity),
    ],
)
def test_closed_sets_are_those_of_the_program(part: str, field: str, words: type[StrEnum]) -> None:
    """A new word of a set is a new word of the schema."""
    assert PUBLISHED["$defs"][part]["properties"][field]["enum"] == [word.value for word in words]


def test_a_stream_writes_the_same_bytes() -> None:
    """Claim by claim or at once: the same text, also with none and with one, and whatever the title says."""
    for claims in (full_report().claims, full_report().claims[:1], ()):
        whole = replace(full_report(), claims=claims, title='a "claims": [] b')
        stream = ReportStream(whole.title, iter(claims), whole.head, whole.program)
        assert "".join(FORMATS["json"].write(stream)) == dumps(sealed_json(whole)).decode()


def test_lines_are_the_claims_of_the_report() -> None:
    """The format jsonl: a line a claim, each as the report in JSON has it, and nothing that acts on a terminal."""
    of = tainted(full_report(), "\x7f\u202e\u2028“")
    text = "".join(FORMATS["jsonl"].write(of))
    assert [json.loads(line) for line in text.split("\n")[:-1]] == json.loads(written(of))["claims"]
    assert text.endswith("}\n")
    assert text.replace("\n", "").isprintable()
    assert not "".join(FORMATS["jsonl"].write(report()))


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_hostile_text_is_kept(payload: str) -> None:
    """Read back as it was, whatever it holds."""
    first = replace(full_report().claims[0], published="x", claimant=person("S-2"))
    read = json.loads(written(tainted(report(first), payload)))
    assert read["title"] == read["claims"][0]["claim"]["text"] == read["claims"][0]["published"] == payload
