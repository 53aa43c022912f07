"""A chain on a terminal."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from building import article, claim, drone_factory, hop, outlet, person, said, source, trace, words
from chain_strategies import traces
from hostile import PAYLOADS, tainted
from hypothesis import given
from hypothesis import strategies as st
from timing import less_than

from claims.chains.origins import origins
from claims.exports.tree import trace_tree
from claims.exports.wrapping import cells, lines
from claims.records import Trace
from claims.vocabulary import Basis, EvidenceState, Knows, Manner, SourceKind, Stance

GOLDEN = Path(__file__).with_name("golden")


def plain(_: str, text: str) -> str:
    return text


def marked(name: str, text: str) -> str:
    return f"<{name}>{text}</{name}>"


def drawn(chain: Trace, width: int | None = None) -> list[str]:
    return list(trace_tree(chain, origins(chain), width=width, style=plain))


def steps_of(chain: Trace, width: int | None = None) -> list[str]:
    """The lines between heading and summary."""
    found = drawn(chain, width)
    return found[found.index("") + 1 : len(found) - found[::-1].index("") - 1]


@pytest.mark.parametrize("width", [None, 80])
def test_the_drone_factory(width: int | None) -> None:
    """The drawing that a fact-checker sees, kept as a file to look at."""
    golden = GOLDEN / f"drone_factory.{width or 'pipe'}.txt"
    assert drawn(drone_factory(), width) == golden.read_text("utf-8").splitlines()


def test_a_claim_that_nobody_has_looked_at_says_so() -> None:
    """Unverified after a search and unverified without one are two things."""
    assert "nobody has looked yet" in drawn(trace([]))[1]
    reviewed = drawn(trace([], row=claim(reviewed=True, reviewer="anna", reviewed_on="2026-11-21")))[1]
    assert "reviewed by anna on 2026-11-21" in reviewed


def test_a_claim_without_appearances_is_no_empty_page() -> None:
    """It says that nothing has been recorded."""
    assert "No appearance has been recorded." in drawn(trace([]))


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (EvidenceState.HELD, "● held"),
        (EvidenceState.RECORDED, "◐ recorded"),
        (EvidenceState.QUOTED, "◐ quoted"),
        (EvidenceState.NAMED, "○ named"),
        (EvidenceState.ALLEGED, "· alleged"),
    ],
)
def test_a_state_is_a_sign_and_a_word(state: EvidenceState, expected: str) -> None:
    """Colour and sign never stand alone."""
    assert steps_of(trace([said("P-1", person("S-1"), evidence_state=state)]))[0].startswith(expected)


def test_time_flows_down() -> None:
    """What is relied on stands above what relies on it, which is indented."""
    chain = trace([said("P-1", outlet("S-1")), said("P-2", person("S-2"))], [hop("P-1", "P-2", Manner.HEARD_FROM)])
    found = steps_of(chain)
    assert "P-2" in found[0]
    assert found[1].startswith("└─ ")
    assert "P-1" in found[1]
    assert "heard it from person S-2" in found[2]


def test_a_step_tells_what_is_known() -> None:
    """Stance, how it knows, namelessness and who knows the name, why recorded."""
    official = source("S-1", SourceKind.PERSON, "a senior official", unnamed=True, known_to="S-2")
    post = outlet("S-2", "The Post")
    found = steps_of(
        trace(
            [
                said("P-1", official, knows=Knows.WITNESS, because="from the memo"),
                said("P-2", post, stance=Stance.DOUBTS, article=article("A-1", post, title="A title")),
            ],
            [hop("P-2", "P-1", Manner.HEARD_FROM, basis=Basis.INFERRED, because="who else", state="suggested")],
        )
    )
    text = "\n".join(found)
    for expected in (
        "(unnamed, known to The Post)",
        "was there",
        "from the memo",
        "doubts the claim",
        "A-1 “A title”",
        "inferred: who else",
        "suggested, not confirmed",
    ):
        assert expected in text


def test_words_that_are_not_kept_are_said_to_be() -> None:
    """After a redaction the step stands without its words."""
    wording = words("x")
    chain = trace([said("P-1", person("S-1"), wording=type(wording)("A-1", None, (1, 2)))])
    assert any("words not kept here" in line for line in steps_of(chain))


def test_a_step_with_two_ways_down_to_it_is_drawn_once() -> None:
    """The second way points at it."""
    chain = trace(
        [said(f"P-{n}", outlet(f"S-{n}", f"Outlet {n}")) for n in (1, 2, 3, 4)],
        [hop("P-2", "P-1"), hop("P-3", "P-1"), hop("P-4", "P-2"), hop("P-4", "P-3", Manner.QUOTES)],
    )
    found = steps_of(chain)
    assert sum("○ named P-4" in line for line in found) == 1
    assert any("↳ P-4 Outlet 4 (above), which quotes Outlet 3" in line for line in found)
    assert any("also relies on Outlet 3 (P-3)" in line for line in found)


def test_a_circle_ends_where_it_closes() -> None:
    """It says that it is one and where it leads back to."""
    chain = trace(
        [said(f"P-{n}", outlet(f"S-{n}")) for n in (1, 2, 3)],
        [hop("P-2", "P-1"), hop("P-3", "P-2"), hop("P-1", "P-3")],
    )
    assert sum("circle: back to P-1" in line for line in steps_of(chain)) == 1
    alone = trace([said("P-1", outlet("S-1"))], [hop("P-1", "P-1")])
    assert any("circle: back to P-1" in line for line in steps_of(alone))


def test_indentation_stops_growing() -> None:
    """Below a dozen levels the depth is a number."""
    chain = trace(
        [said(f"P-{n}", outlet(f"S-{n}")) for n in range(1, 40)], [hop(f"P-{n + 1}", f"P-{n}") for n in range(1, 39)]
    )
    found = steps_of(chain)
    assert any("[38] ○ named P-39" in line for line in found)
    assert not any("[12]" in line for line in found)
    assert max(len(line) - len(line.lstrip(" │└├─")) for line in found) < 50


@given(traces())
def test_everything_is_drawn_once(chain: Trace) -> None:
    """Every appearance in full once, every hop once, at most five lines a step and one more a hop."""
    found = steps_of(chain) if chain.appearances else []
    text = "\n".join(found)
    states = "|".join(EvidenceState)
    assert sorted(re.findall(rf"(?:{states}) (P-\d+)\b", text)) == sorted(a.id for a in chain.appearances)
    assert sorted(re.findall(r"\((H-\d+)[,:)]", text)) == sorted(h.id for h in chain.attributions)
    assert len(found) <= 5 * len(chain.appearances) + 2 * len(chain.attributions)


@given(traces(), st.randoms(use_true_random=False))
def test_order_changes_nothing(chain: Trace, chance: object) -> None:
    """The drawing is the same in whatever order a trace lists its steps."""
    turned = trace(reversed(chain.appearances), reversed(chain.attributions), chain.claim)
    assert drawn(turned) == drawn(chain)


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
@pytest.mark.parametrize("width", [None, 60])
def test_nothing_raw_reaches_the_terminal(payload: str, width: int | None) -> None:
    """Whatever stands in any text, no line holds a control, bidi or zero-width character, or a line end."""
    for line in drawn(tainted(drone_factory(), payload), width):
        assert not {c for c in line if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}


def test_colour_is_asked_for_by_kind() -> None:
    """Only the names that a theme has to know, and the text without colour is the plain drawing."""
    chain = drone_factory()
    coloured = list(trace_tree(chain, origins(chain), width=None, style=marked))
    names = set(re.findall(r"</?(\w+)>", "\n".join(coloured)))
    assert names <= {"id", "held", "quoted", "named", "status", "muted", "warn"}
    assert [re.sub(r"</?\w+>", "", line) for line in coloured] == drawn(chain)


def test_colour_does_not_count_as_width() -> None:
    """Lines break at the same places with colour and without."""
    chain = drone_factory()
    coloured = trace_tree(chain, origins(chain), width=70, style=marked)
    assert [re.sub(r"</?\w+>", "", line) for line in coloured] == drawn(chain, 70)


@given(
    st.lists(st.tuples(st.sampled_from(("", "id", "warn")), st.text("ab 字e\u0301", max_size=30)), max_size=6),
    st.integers(1, 60),
)
def test_lines_fit_and_lose_nothing(pieces: list[tuple[str, str]], width: int) -> None:
    """Wrapped lines are no wider than the terminal, in cells, and hold all words."""
    found = list(lines(pieces, "  ", "    ", width, plain))
    assert all(cells(line) <= max(width, 24 + 4) for line in found)
    assert "".join(found).replace(" ", "") == "".join(text for _, text in pieces).replace(" ", "")


def test_wide_characters_take_two_cells_and_combining_ones_none() -> None:
    """Chinese is counted double, a combining accent not at all."""
    assert cells("a字e\u0301") == 4


MANY = 20_000


def line_of_many() -> Trace:
    return trace(
        [said(f"P-{n}", outlet(f"S-{n}")) for n in range(MANY)], [hop(f"P-{n}", f"P-{n - 1}") for n in range(1, MANY)]
    )


def ring_of_many() -> Trace:
    return trace(
        [said(f"P-{n}", outlet(f"S-{n}")) for n in range(MANY)],
        [hop(f"P-{n}", f"P-{(n + 1) % MANY}") for n in range(MANY)],
    )


def fan_in_of_many() -> Trace:
    return trace(
        [said(f"P-{n}", outlet(f"S-{n}")) for n in range(MANY)], [hop("P-0", f"P-{n}") for n in range(1, MANY)]
    )


def diamonds() -> Trace:
    hops = []
    for n in range(30):
        top, left, right, bottom = (f"P-{3 * n + k}" for k in range(4))
        hops += [hop(left, top), hop(right, top), hop(bottom, left), hop(bottom, right)]
    return trace([said(f"P-{n}", outlet(f"S-{n}")) for n in range(91)], hops)


@pytest.mark.parametrize("shape", [line_of_many, ring_of_many, fan_in_of_many, diamonds])
def test_size_is_no_obstacle(shape: object) -> None:
    """Lines grow with steps and hops, never with ways, and nothing recurses."""
    assert callable(shape)
    chain = shape()
    counted = origins(chain)
    with less_than(10):
        count = sum(1 for _ in trace_tree(chain, counted, width=None, style=plain))
    assert count <= 3 * len(chain.appearances) + 2 * len(chain.attributions) + 20
