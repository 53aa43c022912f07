"""A trace as a graph: who relies on whom, circles, depth and reading order.

A chain may hold circles, chained diamonds and 100,000 appearances, so nothing here recurses and nothing enumerates paths:
every function takes time linear in appearances and attributions, sorting apart.

Two directions: *upstream* is where support comes from, *downstream* where it goes. Order never depends on the order in
which a trace lists things, only on ids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from claims.records import Appearance, Attribution, Trace

Hops = Mapping[str, tuple[Attribution, ...]]
"""Attributions by the appearance at one of their ends; every appearance has an entry."""

Neighbours = Callable[[str], Iterable[str]]
"""The appearances one step away in one direction."""


@dataclass(frozen=True, slots=True)
class Graph:
    """The appearances of a claim, by id and in the order of their ids, and the hops between them."""

    appearances: Mapping[str, Appearance]
    upstream: Hops
    """By downstream end: the hops by which an appearance relies on others."""
    downstream: Hops
    """By upstream end: the hops by which others rely on an appearance."""

    def above(self, id: str) -> Iterator[str]:
        """What an appearance relies on."""
        return (hop.upstream for hop in self.upstream[id])

    def below(self, id: str) -> Iterator[str]:
        """What relies on an appearance."""
        return (hop.downstream for hop in self.downstream[id])


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
    for hop in sorted(trace.attributions, key=lambda h: by_number(h.id)):
        if hop.upstream in appearances and hop.downstream in appearances and (carries is None or carries(hop)):
            upstream[hop.downstream].append(hop)
            downstream[hop.upstream].append(hop)
    # Numbered by place, so that the hops of an appearance are sorted by their other end without taking ids apart again.
    place = {id: number for number, id in enumerate(appearances)}
    return Graph(
        appearances,
        {id: tuple(sorted(hops, key=lambda h: place[h.upstream])) for id, hops in upstream.items()},
        {id: tuple(sorted(hops, key=lambda h: place[h.downstream])) for id, hops in downstream.items()},
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
    """The strongly connected components, upstream ones first: Tarjan's algorithm with a stack of its own.

    A component of more than one appearance is a circle: each of its members relies, over some way, on each other one.
    """
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    open_: set[str] = set()
    stack: list[str] = []
    found: list[tuple[str, ...]] = []
    for start in graph.appearances:
        if start in number:
            continue
        work = [(start, graph.above(start))]
        number[start] = low[start] = len(number)
        stack.append(start)
        open_.add(start)
        while work:
            id, rest = work[-1]
            for other in rest:
                if other not in number:
                    number[other] = low[other] = len(number)
                    stack.append(other)
                    open_.add(other)
                    work.append((other, graph.above(other)))
                    break
                if other in open_:
                    low[id] = min(low[id], number[other])
            else:
                work.pop()
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[id])
                if low[id] == number[id]:
                    found.append(_popped(stack, open_, id))
    return tuple(found)


def _popped(stack: list[str], open_: set[str], last: str) -> tuple[str, ...]:
    members = []
    while True:
        member = stack.pop()
        open_.discard(member)
        members.append(member)
        if member == last:
            return tuple(sorted(members, key=by_number))


def circles(graph: Graph) -> tuple[tuple[str, ...], ...]:
    """The components that are circles; an appearance that relies on itself is one."""
    return tuple(c for c in components(graph) if len(c) > 1 or c[0] in set(graph.above(c[0])))


def depths(graph: Graph) -> dict[str, int]:
    """How many steps lie at most above each appearance; the members of a circle stand at one depth."""
    depth: dict[str, int] = {}
    for component in components(graph):
        inside = set(component)
        above = [depth[other] for id in component for other in graph.above(id) if other not in inside]
        depth.update(dict.fromkeys(component, max(above) + 1 if above else 0))
    return depth


def starts(graph: Graph) -> tuple[str, ...]:
    """Where drawing begins: appearances with nothing above them, and one member of each circle with nothing above it."""
    found = []
    for component in components(graph):
        inside = set(component)
        if all(other in inside for id in component for other in graph.above(id)):
            found.append(component[0])
    return tuple(sorted(found, key=by_number))


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
        work = [(start, reversed(tuple(graph.below(start))))]
        while work:
            id, rest = work[-1]
            for other in rest:
                if other not in seen:
                    seen.add(other)
                    work.append((other, reversed(tuple(graph.below(other)))))
                    break
            else:
                work.pop()
                finished.append(id)
    return tuple(reversed(finished))
