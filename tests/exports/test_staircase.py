"""Where everything of the picture stands: times, the axis, rows and lines."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest
from building import article, hop, outlet, person, said, trace
from chain_strategies import traces
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.chains.graph import graph_of
from claims.exports.html.axis import axis
from claims.exports.html.layout import MOST_BANDS, PLOT_LEFT, PLOT_RIGHT, Layout, laid_out
from claims.exports.html.times import Span, When, days, whens
from claims.records import Appearance, Attribution, Dated, Trace
from claims.vocabulary import DateBasis, Manner


def dated(*values: str, basis: DateBasis = DateBasis.PAGE) -> tuple[Dated, ...]:
    return tuple(Dated(value, basis) for value in values)


def layout(chain: Trace) -> Layout:
    graph = graph_of(chain)
    return laid_out(graph, whens(graph), dict.fromkeys(graph.appearances, "1"))


def line(*steps: tuple[Dated, ...]) -> Trace:
    """A chain in which each step relies on the one before, with the dates of each."""
    return trace(
        [said(f"P-{n}", outlet(f"S-{n}"), dated=dates) for n, dates in enumerate(steps, 1)],
        [hop(f"P-{n + 1}", f"P-{n}") for n in range(1, len(steps))],
    )


def when(chain: Trace) -> dict[str, When]:
    return whens(graph_of(chain))


# --- times ------------------------------------------------------------------------------------------------------------


def test_a_date_covers_what_it_says() -> None:
    """A year, a month, a day, a moment."""

    def length(span: Span | None) -> float:
        assert span is not None
        return span[1] - span[0]

    assert length(days("2024")) == 366
    assert length(days("2022-02")) == 28
    assert length(days("2022-07-26")) == 1
    assert length(days("2022-07-26T14:00+03:00")) == 0
    assert days("no date") is None
    assert days("2022-02-30") is None


def test_an_undated_step_lies_between_those_around_it() -> None:
    """After what it relies on and before what relies on it, over any number of undated steps."""
    found = when(line(dated("2022-07-19"), (), (), dated("2022-07-26")))
    assert found["P-1"].span == days("2022-07-19")
    for id in ("P-2", "P-3"):
        after, before = found[id].not_before, found[id].not_after
        assert after is not None
        assert before is not None
        assert (after.of, before.of) == ("P-1", "P-4")
        assert not found[id].clash


def test_an_inferred_date_proves_nothing() -> None:
    """It is drawn where it stands, and bounds no other step."""
    found = when(line(dated("2022-07-19", basis=DateBasis.INFERRED), ()))
    assert found["P-1"].dated
    assert found["P-2"].not_before is None


def test_words_are_not_later_than_the_article_in_which_they_are_read() -> None:
    """What is quoted in an article of Wednesday was said by Wednesday."""
    read = article("A-1", dated=dated("2022-07-27"))
    limit = when(trace([said("P-1", person("S-1"), read_in=read)]))["P-1"].not_after
    assert limit is not None
    assert limit.of == "A-1"


def test_dates_that_contradict_each_other_are_told() -> None:
    """A step between a later and an earlier one has no possible date."""
    found = when(line(dated("2022-07-27"), (), dated("2022-07-20")))
    assert found["P-2"].clash


@settings(max_examples=examples(30))
@given(
    traces(),
    st.lists(st.sampled_from(("", "2022", "2022-07", "2022-07-26", "2022-07-30T10:00Z")), min_size=9, max_size=9),
)
def test_everything_has_a_place_inside_the_picture(chain: Trace, values: list[str]) -> None:
    """Whatever the chain and its dates, circles too: every step a place, no place outside, bars around their dots."""
    steps = [
        said(a.id, a.source, evidence_state=a.evidence_state, dated=dated(v) if v else ())
        for a, v in zip(chain.appearances, values, strict=False)
    ]
    found = layout(trace(steps, chain.attributions))
    assert set(found.dots) == {a.id for a in chain.appearances}
    for dot in found.dots.values():
        assert PLOT_LEFT <= dot.x <= PLOT_RIGHT
        assert 0 < dot.y < found.height
        if dot.left is not None and dot.right is not None:
            assert dot.left - 0.01 <= dot.x <= dot.right + 0.01
    assert {id for band in found.bands for id in band.steps} == set(found.dots)


# --- the axis ---------------------------------------------------------------------------------------------------------


@settings(max_examples=examples(60))
@given(st.lists(st.tuples(st.floats(1, 3_600_000), st.floats(0, 4000)), min_size=1, max_size=8))
def test_later_stands_further_right(parts: list[tuple[float, float]]) -> None:
    """On any axis, cut or not, time runs from left to right, and ticks stand apart."""
    spans = [(start, min(start + length, 3_652_059.0)) for start, length in parts]
    scale = axis(spans, PLOT_LEFT, PLOT_RIGHT)
    moments = sorted({moment for span in spans for moment in span})
    places = [scale.place(moment) for moment in moments]
    assert places == sorted(places)
    assert PLOT_LEFT <= places[0] <= places[-1] <= PLOT_RIGHT + 0.001
    ticks = [place for place, _ in scale.ticks]
    assert all(after - before > 60 for before, after in pairwise(ticks))


def test_a_long_time_without_steps_is_cut_short() -> None:
    """Eight quiet years take less room than two busy weeks."""

    def place(scale_of: Iterable[str], value: str) -> float:
        spans = [span for each in scale_of if (span := days(each)) is not None]
        found = days(value)
        assert found is not None
        return axis(spans, 0, 1000).place(found[0])

    values = ("2014-03-02", "2014-03-09", "2022-07-20", "2022-07-27")
    assert place(values, "2014-03-09") > 300
    assert place(values, "2022-07-20") < 700
    even = ("2014-03-02", "2016-03-09", "2018-07-20", "2022-07-27")
    assert 500 < place(even, "2018-07-20") < 560


@pytest.mark.parametrize("value", ["0001", "9999-12-31", "2022-07-26", "2022-07-26T14:00Z", "1999"])
def test_any_single_date_has_an_axis(value: str) -> None:
    """The first and the last year of the calendar too."""
    span = days(value)
    assert span is not None
    scale = axis([span], PLOT_LEFT, PLOT_RIGHT)
    assert PLOT_LEFT < scale.place(span[0]) < PLOT_RIGHT


# --- rows -------------------------------------------------------------------------------------------------------------


def test_a_source_has_one_row() -> None:
    """However often it speaks; steps that would run into each other stand on lines of their own."""
    same = outlet("S-1")
    chain = trace(
        [said(f"P-{n}", same, dated=dated("2022-07-26")) for n in (1, 2, 3)]
        + [said("P-4", outlet("S-2"), dated=dated("2022-07-28"))],
        [hop("P-2", "P-1"), hop("P-4", "P-2")],
    )
    found = layout(chain)
    assert [len(band.steps) for band in found.bands] == [3, 1]
    assert found.bands[0].lines >= 1
    assert len({(dot.x, dot.y) for dot in found.dots.values()}) == 4


def test_without_any_date_across_is_the_order_of_the_chain() -> None:
    """Each step stands to the right of what it relies on, and there is no axis."""
    found = layout(line((), (), ()))
    assert found.axis is None
    assert [found.dots[f"P-{n}"].x for n in (1, 2, 3)] == sorted({dot.x for dot in found.dots.values()})


def test_branches_stand_together_and_the_earlier_first() -> None:
    """What hangs on one step follows it, sooner before later, whatever the numbers."""
    steps: list[Appearance] = [
        said("P-1", outlet("S-1"), dated=dated("2022-07-01")),
        said("P-2", outlet("S-2"), dated=dated("2022-07-09")),
        said("P-3", outlet("S-3"), dated=dated("2022-07-03")),
        said("P-4", outlet("S-4"), dated=dated("2022-07-04")),
    ]
    hops: list[Attribution] = [hop("P-2", "P-1"), hop("P-3", "P-1"), hop("P-4", "P-3")]
    assert [band.steps[0] for band in layout(trace(steps, hops)).bands] == ["P-1", "P-3", "P-4", "P-2"]


def test_many_copies_are_drawn_together_and_none_is_left_out() -> None:
    """Past twenty-five rows those who only copied one source share a row; what was cited keeps its own."""
    copies = [said(f"P-{n}", outlet(f"S-{n}", f"Copier {n}")) for n in range(2, MOST_BANDS + 3)]
    cited = said("P-100", outlet("S-100"))
    chain = trace(
        [said("P-1", outlet("S-1", "The wire")), *copies, cited],
        [*(hop(copy.id, "P-1", Manner.REPUBLISHES) for copy in copies), hop("P-100", "P-1")],
    )
    found = layout(chain)
    assert [band.of for band in found.bands] == [(), ("The wire",), ()]
    assert {source.id for band in found.bands for source in band.sources} == {a.source.id for a in chain.appearances}
    few = trace(chain.appearances[:20], chain.attributions[:19])
    assert len(layout(few).bands) == 20
