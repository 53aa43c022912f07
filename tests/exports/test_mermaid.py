"""Chains as Mermaid text."""

from __future__ import annotations

import html
import re

import pytest
from building import claim_report, drone_factory, full_report, hop, outlet, person, report, said, trace
from hostile import PAYLOADS, tainted

from claims.exports.escaping import shown_line
from claims.exports.formats import FORMATS
from claims.exports.mermaid import label
from claims.records import Report
from claims.vocabulary import Basis, Manner

LINE = re.compile(
    r'flowchart TD|  end|  subgraph n\w+\["[^"]*"\]|    n\w+\["[^"]*"\]|    n\w+ (-->|==>|-\.->)\|"[^"]*"\| n\w+'
)
CODE = re.compile(r"#(\d+);")


def written(of: Report) -> str:
    return "".join(FORMATS["mermaid"].write(of))


def decoded(text: str) -> str:
    """What Mermaid shows for a label."""
    return CODE.sub(lambda found: chr(int(found[1])), text)


def test_every_line_is_of_the_grammar() -> None:
    """A frame a claim, a box an appearance, an arrow a hop from upstream to downstream."""
    lines = written(full_report()).splitlines()
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    assert sum("subgraph" in line for line in lines) == 2
    assert '    nP4 -->|"H-4 quotes"| nP5' in lines
    assert '    nC13none["no appearance recorded"]' in lines


def test_arrows_tell_how_sure_a_hop_is() -> None:
    """Thick for a copy, dotted for what is inferred or not confirmed."""
    steps = [said(f"P-{n}", outlet(f"S-{n}")) for n in range(1, 5)]
    hops = [
        hop("P-2", "P-1", Manner.REPUBLISHES),
        hop("P-3", "P-2", basis=Basis.INFERRED),
        hop("P-4", "P-3", state="suggested"),
    ]
    text = written(report(claim_report(trace(steps, hops))))
    assert [re.findall(r"nP\d (\S+?)\|", line)[0] for line in text.splitlines() if "|" in line] == [
        "==>",
        "-.->",
        "-.->",
    ]


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_hostile_text_is_only_text(payload: str) -> None:
    """In every label: no line of another form, no tag but our own line break, and what is shown is what was stored."""
    text = written(tainted(full_report(), payload))
    assert [line for line in text.splitlines() if not LINE.fullmatch(line)] == []
    bare = text.replace("<br/>", "")
    assert not set(bare) & set("<&`*\\:/") - {"<"} or "<" not in bare
    assert "<" not in bare
    assert "://" not in bare
    assert decoded(label(payload)) == shown_line(payload)
    assert html.unescape(label(payload)) == label(payload)


def test_the_drone_factory_is_drawn() -> None:
    """Every step and every hop of a chain, in a stable order."""
    text = written(report(claim_report(drone_factory())))
    assert len(re.findall(r"^    nP\d\[", text, re.MULTILINE)) == 8
    assert len(re.findall(r"\|\"H-\d ", text)) == 6
    turned = trace(reversed(drone_factory().appearances), reversed(drone_factory().attributions), drone_factory().claim)
    assert written(report(claim_report(turned))) == text


def test_a_name_that_mermaid_knows_is_a_name() -> None:
    """`end` and the like break drawings where they stand bare; they never do."""
    text = written(report(claim_report(trace([said("P-1", person("S-1", "end"))]))))
    assert '    nP1["○ end<br/>P-1, named"]' in text.splitlines()
