"""Facts about the graph of a trace."""

from __future__ import annotations

from building import hop, outlet, said, trace
from chain_strategies import traces
from hypothesis import given

from claims.chains.graph import by_number, circles, components, depths, graph_of, in_reading_order, reachable, starts
from claims.records import Trace


def chain_of(*hops: tuple[str, str]) -> Trace:
    """A trace from (upstream, downstream) pairs."""
    ids = sorted({id for pair in hops for id in pair})
    return trace([said(id, outlet(f"S-{id}")) for id in ids], [hop(down, up) for up, down in hops])


def test_ids_sort_by_their_number() -> None:
    """P-2 comes before P-10, and numbers too long for int() sort as well."""
    long = "P-1" + "0" * 6000
    assert sorted([long, "P-10", "P-2", "H-3"], key=by_number) == ["H-3", "P-2", "P-10", long]


def test_a_hop_that_leaves_the_trace_is_left_out() -> None:
    """A hop to an appearance that is not in the trace is no hop of its graph."""
    graph = graph_of(trace([said("P-1", outlet("S-1"))], [hop("P-1", "P-9"), hop("P-9", "P-1")]))
    assert not graph.upstream["P-1"]
    assert not graph.downstream["P-1"]


def test_hops_stand_in_the_order_of_what_they_lead_to() -> None:
    """On both sides of an appearance, however they were given; those between the same two by their numbers."""
    steps = [said(f"P-{n}", outlet(f"S-{n}")) for n in (1, 2, 3, 10)]
    pairs = [("P-10", "P-3"), ("P-10", "P-1"), ("P-10", "P-2"), ("P-2", "P-1"), ("P-3", "P-1")]
    hops = [hop(down, up, id=f"H-{number}") for number, (down, up) in enumerate(pairs, 1)]
    again = [hop("P-10", "P-1", id="H-20"), hop("P-10", "P-1", id="H-9")]
    graph = graph_of(trace(steps, [*again, *hops]))
    assert [h.id for h in graph.upstream["P-10"]] == ["H-2", "H-9", "H-20", "H-3", "H-1"]
    assert [h.id for h in graph.downstream["P-1"]] == ["H-4", "H-5", "H-2", "H-9", "H-20"]


def test_circles_are_found_and_lines_are_not() -> None:
    """Two that cite each other are a circle, one that cites itself is one, a line is none."""
    graph = graph_of(chain_of(("P-1", "P-2"), ("P-2", "P-3"), ("P-3", "P-2"), ("P-3", "P-4"), ("P-5", "P-5")))
    assert circles(graph) == (("P-2", "P-3"), ("P-5",))


def test_depth_is_the_longest_way_down() -> None:
    """Who relies on a short and on a long way stands below the long one; a circle stands at one depth."""
    graph = graph_of(chain_of(("P-1", "P-2"), ("P-2", "P-3"), ("P-1", "P-3"), ("P-3", "P-4"), ("P-4", "P-3")))
    assert depths(graph) == {"P-1": 0, "P-2": 1, "P-3": 2, "P-4": 2}


def test_drawing_begins_at_the_top_and_once_in_each_top_circle() -> None:
    """A circle with nothing above it has no top, so its lowest id is taken."""
    graph = graph_of(chain_of(("P-3", "P-2"), ("P-2", "P-3"), ("P-2", "P-4"), ("P-7", "P-4")))
    assert starts(graph) == ("P-2", "P-7")


def test_reading_follows_one_line_before_the_next() -> None:
    """Two lines are read one after the other, not step by step in turn."""
    graph = graph_of(
        chain_of(("P-1", "P-3"), ("P-3", "P-5"), ("P-2", "P-4"), ("P-4", "P-6"), ("P-6", "P-7"), ("P-5", "P-7"))
    )
    assert in_reading_order(graph) == ("P-1", "P-3", "P-5", "P-2", "P-4", "P-6", "P-7")


@given(traces())
def test_every_appearance_is_read_once_and_after_what_it_relies_on(chain: Trace) -> None:
    """Reading order holds every appearance once; only inside a circle may something come before what it relies on."""
    graph = graph_of(chain)
    order = in_reading_order(graph)
    assert sorted(order) == sorted(graph.appearances)
    place = {id: n for n, id in enumerate(order)}
    circle_of = {id: component for component in components(graph) for id in component}
    for id in order:
        for above in graph.above(id):
            assert place[above] < place[id] or above in circle_of[id]


@given(traces())
def test_components_are_those_who_reach_each_other(chain: Trace) -> None:
    """Two appearances are in one component exactly if each relies on the other over some way."""
    graph = graph_of(chain)
    above = {id: reachable([id], graph.above) for id in graph.appearances}
    found = components(graph)
    assert sorted(id for component in found for id in component) == sorted(graph.appearances)
    for component in found:
        for id in component:
            assert set(component) == {other for other in above[id] if id in above[other]}
    place = {id: n for n, component in enumerate(found) for id in component}
    assert all(place[other] <= place[id] for id in above for other in above[id])
