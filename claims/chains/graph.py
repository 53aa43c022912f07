"""A trace as a graph: who relies on whom, circles, depth and reading order.

A chain may hold circles, chained diamonds and 100,000 appearances, so nothing here recurses and nothing enumerates paths:
every function takes time linear in appearances and attributions, sorting apart.

Two directions: *upstream* is where support comes from, *downstream* where it goes. Order never depends on the order in
which a trace lists things, only on ids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import pairwise

from claims.records import Appearance, Attribution, Trace
from claims.values import value

Hops = Mapping[str, tuple[Attribution, ...]]
"""Attributions by the appearance at one of their ends; every appearance has an entry."""

Neighbours = Callable[[str], Iterable[str]]
"""The appearances one step away in one direction."""


@value
class Graph:
    """The appearances of a claim, by id and in the order of their ids, and the hops between them."""

    appearances: Mapping[str, Appearance]
    upstream: Hops
    """By downstream end: the hops by which an appearance relies on others."""
    downstream: Hops
    """By upstream end: the hops by which others rely on an appearance."""

    def keeping(self, carries: Callable[[Attribution], bool]) -> Graph:
        """The same appearances with those hops only that `carries` lets through."""
        dropped = [hop for hops in self.upstream.values() for hop in hops if not carries(hop)]
        if not dropped:
            return self
        # Only the ends of what is dropped change.
        upstream, downstream = dict(self.upstream), dict(self.downstream)
        for id in {hop.downstream for hop in dropped}:
            upstream[id] = tuple(filter(carries, upstream[id]))
        for id in {hop.upstream for hop in dropped}:
            downstream[id] = tuple(filter(carries, downstream[id]))
        return Graph(self.appearances, upstream, downstream)

    def above(self, id: str) -> list[str]:
        """What an appearance relies on."""
        return [hop.upstream for hop in self.upstream[id]]

    def below(self, id: str) -> list[str]:
        """What relies on an appearance."""
        return [hop.downstream for hop in self.downstream[id]]


def by_number(id: str) -> tuple[str, int, str, str]:
    """The sorting key of an id: P-2 comes before P-10.

    >>> sorted(["P-10", "P-2"], key=by_number)
    ['P-2', 'P-10']
    """
    word = id.rstrip("0123456789")
    # Length, then digits: numbers compare as numbers without int(), which refuses very long ones.
    digits = id[len(word) :].lstrip("0")
    return word, len(digits), digits, id


def graph_of(trace: Trace, carries: Callable[[Attribution], bool] | None = None) -> Graph:
    """The graph of a trace, or of those of its hops that `carries` lets through.

    A hop with an end outside the trace is left out.
    """
    appearances = {a.id: a for a in sorted(trace.appearances, key=lambda a: by_number(a.id))}
    upstream: dict[str, list[Attribution]] = {id: [] for id in appearances}
    downstream: dict[str, list[Attribution]] = {id: [] for id in appearances}
    for hop in trace.attributions:
        if hop.upstream in appearances and hop.downstream in appearances and (carries is None or carries(hop)):
            upstream[hop.downstream].append(hop)
            downstream[hop.upstream].append(hop)
    # Numbered by place, so that the ends of hops need not be taken apart again.
    place = {id: number for number, id in enumerate(appearances)}
    for hops in upstream.values():
        if len(hops) > 1:
            _sort(hops, lambda hop: place[hop.upstream])
    for hops in downstream.values():
        if len(hops) > 1:
            _sort(hops, lambda hop: place[hop.downstream])
    return Graph(
        appearances,
        {id: tuple(hops) for id, hops in upstream.items()},
        {id: tuple(hops) for id, hops in downstream.items()},
    )


def _sort(hops: list[Attribution], place: Callable[[Attribution], int]) -> None:
    """Hops by the place of their other ends; those between the same two, which are few, by their ids."""
    hops.sort(key=place)
    if any(place(one) == place(other) for one, other in pairwise(hops)):
        hops.sort(key=lambda hop: (place(hop), by_number(hop.id)))


def turned(graph: Graph) -> Graph:
    """The same graph upside down: each hop leads the other way."""

    def other_way(hops: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
        return tuple(replace(hop, downstream=hop.upstream, upstream=hop.downstream) for hop in hops)

    return Graph(
        graph.appearances,
        {id: other_way(hops) for id, hops in graph.downstream.items()},
        {id: other_way(hops) for id, hops in graph.upstream.items()},
    )


def reachable(starts: Iterable[str], neighbours: Neighbours) -> set[str]:
    """The starts and everything that can be reached from them."""
    seen = set(starts)
    todo = list(seen)
    while todo:
        for other in neighbours(todo.pop()):
            if other not in seen:
                seen.add(other)
                todo.append(other)
    return seen


def components(graph: Graph) -> tuple[tuple[str, ...], ...]:
    """The strongly connected components, upstream ones first.

    A component of more than one appearance is a circle: each of its members relies, over some way, on each other one.
    """
    return _one_by_one(graph) or _connected(graph)


def _one_by_one(graph: Graph) -> tuple[tuple[str, ...], ...] | None:
    """The components of a graph without circles, which are its appearances; None where there is one: Kahn's algorithm."""
    waiting = {id: len(hops) for id, hops in graph.upstream.items()}
    order = [id for id, count in waiting.items() if not count]
    for id in order:
        for hop in graph.downstream[id]:
            below = hop.downstream
            waiting[below] -= 1
            if not waiting[below]:
                order.append(below)
    return tuple((id,) for id in order) if len(order) == len(waiting) else None


def _connected(graph: Graph) -> tuple[tuple[str, ...], ...]:
    """The components of any graph: Tarjan's algorithm with a stack of its own."""
    ids = tuple(graph.appearances)
    place = {id: number for number, id in enumerate(ids)}
    above = [[place[hop.upstream] for hop in hops] for hops in graph.upstream.values()]
    # `met` is the order in which appearances are met; 0 is not yet, and `done` comes after all.
    met, low, done = [0] * len(ids), [0] * len(ids), len(ids) + 1
    clock = 0
    stack: list[int] = []
    height = [0] * len(ids)
    found: list[tuple[str, ...]] = []
    for start in range(len(ids)):
        if met[start]:
            continue
        work = [(start, iter(above[start]))]
        met[start] = low[start] = clock = clock + 1
        height[start] = len(stack)
        stack.append(start)
        while work:
            node, rest = work[-1]
            for other in rest:
                if not met[other]:
                    met[other] = low[other] = clock = clock + 1
                    height[other] = len(stack)
                    stack.append(other)
                    work.append((other, iter(above[other])))
                    break
                # What belongs to a component found before has `done` and lowers nothing.
                low[node] = min(low[node], met[other])
            else:
                work.pop()
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[node])
                if low[node] == met[node]:
                    members = sorted(stack[height[node] :])
                    del stack[height[node] :]
                    for member in members:
                        met[member] = done
                    found.append(tuple(ids[member] for member in members))
    return tuple(found)


def circles(graph: Graph, parts: tuple[tuple[str, ...], ...] | None = None) -> tuple[tuple[str, ...], ...]:
    """The components that are circles; an appearance that relies on itself is one. `parts`: the components, where they are known."""
    known = parts if parts is not None else components(graph)
    return tuple(c for c in known if len(c) > 1 or c[0] in graph.above(c[0]))


def depths(graph: Graph) -> dict[str, int]:
    """How many steps lie at most above each appearance; the members of a circle stand at one depth."""
    depth: dict[str, int] = {}
    for component in components(graph):
        inside = set(component)
        above = [depth[other] for id in component for other in graph.above(id) if other not in inside]
        depth.update(dict.fromkeys(component, max(above) + 1 if above else 0))
    return depth


def starts(graph: Graph) -> tuple[str, ...]:
    """Where drawing begins: appearances with nothing above them, and one member of each circle with nothing above it.

    Those that chains hang on come first, then those that stand alone.
    """
    found = []
    for component in components(graph):
        inside = set(component)
        if all(other in inside for id in component for other in graph.above(id)):
            found.append(component[0])
    return tuple(sorted(found, key=lambda id: (not graph.downstream[id], by_number(id))))


def in_reading_order(graph: Graph) -> tuple[str, ...]:
    """All appearances, what is relied on before what relies on it, each line followed down before the next begins.

    In a circle the order is that of the drawing: it begins at the member that `starts` names.
    """
    seen: set[str] = set()
    finished: list[str] = []
    # A node is finished after everything below it, so the reverse of that order puts what is relied on first. Starts and
    # neighbours are taken last to first, so that after reversing the lower ids come first.
    for start in reversed(starts(graph)):
        if start in seen:
            continue
        seen.add(start)
        work = [(start, reversed(graph.below(start)))]
        while work:
            id, rest = work[-1]
            for other in rest:
                if other not in seen:
                    seen.add(other)
                    work.append((other, reversed(graph.below(other))))
                    break
            else:
                work.pop()
                finished.append(id)
    return tuple(reversed(finished))
