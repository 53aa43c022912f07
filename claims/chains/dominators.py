"""On what everything rests: dominators of a chain.

One appearance dominates another if every way of support from an origin to the other passes through it. The dominator tree is built in
one pass over the circles and steps of a chain, upstream first; common ancestors are found with jump pointers (Myers, *An applicative
random-access stack*, 1983), so that no shape of chain takes more than n log n.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from claims.chains.graph import Graph

_TOP = 0
"""The place of nothing: what stands above all origins."""


class Dominators:
    """The dominator tree of a graph, a circle being one place in it."""

    def __init__(self, graph: Graph, components: Sequence[tuple[str, ...]]) -> None:
        """`components`: the strongly connected ones, upstream first."""
        self._members: list[tuple[str, ...]] = [()]
        self._place: dict[str, int] = {}
        self._parent, self._jump, self._depth = [_TOP], [_TOP], [0]
        for component in components:
            self._add(component, self._above(graph, component))

    def _above(self, graph: Graph, component: tuple[str, ...]) -> int:
        """The nearest place that dominates a component; its own hops, and those to nobody, do not count."""
        place = self._place
        if len(component) == 1 and len(hops := graph.upstream[component[0]]) < 2:  # nearly all, in most chains
            return place.get(hops[0].upstream, _TOP) if hops else _TOP
        above = {place.get(hop.upstream, _TOP) for id in component for hop in graph.upstream[id]}
        above.discard(_TOP)
        return self._common(above)

    def _add(self, component: tuple[str, ...], parent: int) -> None:
        place = len(self._members)
        self._members.append(component)
        for id in component:
            self._place[id] = place
        jump = self._jump[parent]
        even = self._depth[parent] - self._depth[jump] == self._depth[jump] - self._depth[self._jump[jump]]
        self._parent.append(parent)
        self._jump.append(self._jump[jump] if even else parent)
        self._depth.append(self._depth[parent] + 1)

    def _common(self, places: Iterable[int]) -> int:
        """The nearest place that dominates all of these; the top for none."""
        rest = iter(sorted(places))
        found = next(rest, _TOP)
        for place in rest:
            found = self._nearest(found, place)
        return found

    def _nearest(self, one: int, other: int) -> int:
        if self._depth[one] < self._depth[other]:
            one, other = other, one
        while self._depth[one] > self._depth[other]:
            far = self._depth[self._jump[one]] >= self._depth[other]
            one = self._jump[one] if far else self._parent[one]
        while one != other:
            apart = self._jump[one] != self._jump[other]
            one, other = (self._jump[one], self._jump[other]) if apart else (self._parent[one], self._parent[other])
        return one

    def of_all(self, ids: Iterable[str]) -> tuple[tuple[str, ...], ...]:
        """What dominates each of these: appearances or circles, the furthest upstream first, the last being itself where there is one."""
        place = self._common(self._place[id] for id in ids)
        way: list[tuple[str, ...]] = []
        while place != _TOP:
            way.append(self._members[place])
            place = self._parent[place]
        return tuple(reversed(way))
