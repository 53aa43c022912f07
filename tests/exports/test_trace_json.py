"""Traces and reports as JSON: the shape that scripts rely on."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from building import claim, drone_factory, full_report, hop, outlet, person, said, trace
from chain_strategies import traces
from hostile import PAYLOADS, tainted
from hypothesis import given
from hypothesis import strategies as st

from claims.chains.origins import origins
from claims.exports.report_json import report_json
from claims.exports.trace_json import claim_json, dumps, trace_json
from claims.records import Finding, Passage, Trace
from claims.vocabulary import Severity

CLAIM = {"id", "key", "text", "kind", "status", "reviewed", "stage", "claimant", "version"}
APPEARANCE = {
    "id",
    "key",
    "source",
    "article",
    "part",
    "wording",
    "stance",
    "knows",
    "evidence_state",
    "dated",
    "hedges",
}
ATTRIBUTION = {"id", "downstream", "upstream", "manner", "basis", "cue", "state"}
FINDING = {"code", "severity", "message", "appearances", "passages"}


def read(value: object) -> Any:
    return json.loads(dumps(value))


def of(chain: Trace, *findings: Finding) -> Any:
    return read(trace_json(chain, origins(chain), findings))


def test_a_claim_has_the_keys_that_scripts_rely_on() -> None:
    """Every promised key is there, also where nothing is known, and status and stage are plain words."""
    row = read(claim_json(claim()))
    assert row.keys() >= CLAIM
    assert (row["status"], row["reviewed"], row["stage"], row["key"]) == ("unverified", False, "new", None)


def test_a_trace_has_the_keys_that_scripts_rely_on() -> None:
    """Every promised key is there in every step, full or bare."""
    chain = of(drone_factory(), Finding("circular", Severity.WARN, "It turns."))
    assert chain.keys() >= {
        "claim",
        "appearances",
        "attributions",
        "origins",
        "independent_origins",
        "heard_by",
        "findings",
    }
    assert chain["claim"].keys() >= CLAIM
    for step in chain["appearances"]:
        assert step.keys() >= APPEARANCE
        assert step["source"].keys() >= {"id", "name", "kind"}
    for one in chain["attributions"]:
        assert one.keys() >= ATTRIBUTION
    assert (chain["origins"], chain["independent_origins"], chain["heard_by"]) == (["P-2"], 1, 1)
    assert chain["findings"][0].keys() >= FINDING


def test_words_are_strings_and_their_places_stand_beside_them() -> None:
    """`wording` and `cue` are the words; `passage` and `cue_passage` say where they stand."""
    chain = of(drone_factory())
    step = next(a for a in chain["appearances"] if a["id"] == "P-2")
    assert step["wording"] == "asked him for a deal"
    assert step["passage"] == {"article": "A-1", "at": [768, 788], "prefix": None, "suffix": None}
    one = next(h for h in chain["attributions"] if h["id"] == "H-1")
    assert (one["cue"], one["cue_passage"]["at"]) == ("asked him", [768, 777])
    bare = next(a for a in chain["appearances"] if a["id"] == "P-1")
    assert (bare["wording"], bare["passage"], bare["article"]) == (None, None, None)


def test_words_that_are_not_kept_are_null() -> None:
    """After a redaction the place remains and the words are null."""
    step = of(trace([said("P-1", person("S-1"), wording=Passage("A-1", None, (1, 5)))]))["appearances"][0]
    assert (step["wording"], step["passage"]["at"]) == (None, [1, 5])


def test_an_article_is_described() -> None:
    """Title, outlet, address, language, what it is a copy of, dates and whether its text is held."""
    copy = next(a for a in of(drone_factory())["appearances"] if a["id"] == "P-6")["article"]
    assert (copy["id"], copy["outlet"]["id"], copy["copy_of"], copy["held"]) == ("A-1", "S-6", "A-2", True)
    assert copy["dated"] == [{"value": "2022-07-27", "basis": "derived", "because": "the day after the Kyiv report"}]


@given(traces())
def test_every_trace_becomes_json(chain: Trace) -> None:
    """Circles and all: as many steps and hops out as in, in the order given."""
    out = of(chain)
    assert [a["id"] for a in out["appearances"]] == [a.id for a in chain.appearances]
    assert [h["id"] for h in out["attributions"]] == [h.id for h in chain.attributions]


def test_depth_is_no_obstacle() -> None:
    """A line of 20,000 is flat, so no reader overflows."""
    count = 20_000
    line = trace(
        [said(f"P-{n}", outlet(f"S-{n}")) for n in range(count)], [hop(f"P-{n}", f"P-{n - 1}") for n in range(1, count)]
    )
    assert len(of(line)["appearances"]) == count


@given(st.recursive(st.text(st.characters(exclude_categories=["Cs"])), st.lists))
def test_json_reads_back_and_is_safe_on_a_terminal(value: object) -> None:
    """What comes out is the value, without a character that acts on a terminal, indented, with a line end."""
    out = dumps(value)
    assert json.loads(out) == value
    assert out.endswith(b"\n")
    assert all(c == "\n" or c.isprintable() or c.isspace() or ord(c) > 0xA0 for c in out.decode())
    assert not set(out.decode()) & set("\x1b\x9b\x7f\u202e\u200b\u2028\u2029\ufeff\U000e0041")


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_hostile_text_comes_back_as_it_is(payload: str) -> None:
    """Every text survives unchanged."""
    chain = tainted(drone_factory(), payload)
    out = of(chain)
    assert out["claim"]["text"] == payload
    assert out["appearances"][1]["wording"] == payload


def strings(value: object) -> set[str]:
    """All texts of a record, however deep."""
    if isinstance(value, str):
        return {str(value)}
    if isinstance(value, tuple):
        return {text for item in value for text in strings(item)}
    if is_dataclass(value):
        return {text for f in fields(value) for text in strings(getattr(value, f.name))}
    return set()


def leaves(value: object) -> set[str]:
    if isinstance(value, str):
        return {value}
    if isinstance(value, dict):
        return {text for item in value.values() for text in leaves(item)}
    if isinstance(value, list):
        return {text for item in value for text in leaves(item)}
    return set()


def test_a_report_says_everything() -> None:
    """No text of a report's records is missing in its JSON, and the log's head and the program stand in it."""
    report = full_report()
    out = read(report_json(report))
    assert strings(report) <= leaves(out)
    assert out["log"] == {"origin": report.head.origin, "size": 120, "root": report.head.root}
    assert (out["program"], out["as_of"]) == ("claims 0.1.0", None)
    assert out["claims"][0]["reviews"][1].keys() >= {
        "id",
        "status",
        "said",
        "because",
        "reviewer",
        "date",
        "recorded",
        "version",
        "evidence",
    }


def test_the_same_report_gives_the_same_bytes() -> None:
    """Byte for byte."""
    assert dumps(report_json(full_report())) == dumps(report_json(full_report()))
