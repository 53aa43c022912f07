"""Where everything of a staircase stands: a band for each source, a line for each of its steps that would run into another, time across."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from claims.chains.graph import Graph, by_number, components, depths, in_reading_order
from claims.chains.weighing import confirmed
from claims.exports.html.axis import Axis, axis
from claims.exports.html.times import Limit, When
from claims.records import Attribution, SourceRef
from claims.values import value
from claims.vocabulary import Manner

WIDTH = 960.0
PLOT_LEFT, PLOT_RIGHT = 250.0, 868.0
TOP, LINE, RADIUS = 40.0, 34.0, 8.0
MOST_BANDS = 25
"""More sources than that, and those that only copied are drawn together."""

_STEP = 24.0
_WIDEST_STEP = 110.0
_LETTER = 7.0


@value
class Dot:
    """A step in the drawing. `left` and `right` bound the bar of its possible dates, where it has one."""

    id: str
    x: float
    y: float
    left: float | None = None
    right: float | None = None
    open_left: bool = False
    open_right: bool = False


@value
class Band:
    """The row of a source, or of several that only copied."""

    sources: tuple[SourceRef, ...]
    of: tuple[str, ...]
    """Names of those whom they copied, for a row of copies."""
    steps: tuple[str, ...]
    top: float
    lines: int

    @property
    def height(self) -> float:
        return self.lines * LINE


@value
class Layout:
    bands: tuple[Band, ...]
    dots: Mapping[str, Dot]
    axis: Axis | None
    """None where no step has a date: across is then the order of the chain."""
    height: float
    drawn_together: frozenset[str]
    """Steps in rows of copies."""


def laid_out(graph: Graph, when: Mapping[str, When], notes: Mapping[str, str]) -> Layout:
    """Lay out a chain. `notes` are the words that stand beside the dots, which need room."""
    scale = _axis(when.values())
    placed = _places(graph, when, scale)
    order = _by_branch_then_time(graph, placed)
    groups: dict[str, list[str]] = {}
    for id in order:
        groups.setdefault(graph.appearances[id].source.id, []).append(id)
    rows: _Rows = [(tuple(ids), ()) for ids in groups.values()]
    if len(rows) > MOST_BANDS:
        rows = _copies_together(graph, rows)
    bands: list[Band] = []
    dots: dict[str, Dot] = {}
    top = TOP if scale is not None else 8.0
    for ids, of in rows:
        lines = [list(ids)] if of else _lines([placed[id] for id in ids], notes)
        for number, line in enumerate(lines):
            dots.update((id, replace(placed[id], y=top + (number + 0.5) * LINE)) for id in line)
        sources = {graph.appearances[id].source.id: graph.appearances[id].source for id in ids}
        bands.append(Band(tuple(sources.values()), of, ids, top, len(lines)))
        top += len(lines) * LINE
    together = frozenset(id for band in bands if band.of for id in band.steps)
    return Layout(tuple(bands), dots, scale, top + 8, together)


def _axis(whens: Iterable[When]) -> Axis | None:
    known = list(whens)
    if not any(when.dated for when in known):
        bounds = [limit.at for when in known for limit in (when.not_before, when.not_after) if limit is not None]
        return axis([(at - 1, at) for at in bounds], PLOT_LEFT, PLOT_RIGHT) if bounds else None
    spans = [when.span for when in known if when.span is not None]
    spans += [
        (limit.at, limit.at) for when in known for limit in (when.not_before, when.not_after) if limit is not None
    ]
    return axis(spans, PLOT_LEFT, PLOT_RIGHT)


def _places(graph: Graph, when: Mapping[str, When], scale: Axis | None) -> dict[str, Dot]:
    """The place across of every step, by its time; without any date by its depth in the chain."""
    if scale is None:
        depth = depths(graph)
        apart = min((PLOT_RIGHT - PLOT_LEFT - 40) / max(max(depth.values(), default=0), 1), _WIDEST_STEP)
        return {id: Dot(id, PLOT_LEFT + 20 + depth[id] * apart, 0) for id in graph.appearances}
    above, below = _undated_runs(graph, when)
    found: dict[str, Dot] = {}
    for component in map(frozenset, components(graph)):
        for id in sorted(component, key=by_number):
            dot = _placed(id, when[id], scale, above[id], above[id] + below[id] - 1)
            pushed = max(
                (found[u].x + _STEP for u in graph.above(id) if u in found and u not in component), default=0.0
            )
            span = when[id].span
            # What relies on another stands to the right of it, as far as its own dates let it.
            latest = scale.place(span[1]) if span is not None else (dot.right or scale.right)
            found[id] = replace(dot, x=max(dot.x, min(pushed, latest)))
    return found


def _placed(id: str, when: When, scale: Axis, rank: int, run: int) -> Dot:
    if when.span is not None:
        left, right = scale.place(when.span[0]), scale.place(when.span[1])
        if when.span[1] - when.span[0] <= 1:
            return Dot(id, left + (right - left) * 0.25, 0)
        return Dot(id, (left + right) / 2, 0, left, right)
    if when.clash:
        return Dot(id, scale.left + (scale.right - scale.left) * rank / (run + 1), 0)
    left = _edge(when.not_before, scale, scale.left)
    right = _edge(when.not_after, scale, scale.right)
    x = left + (right - left) * rank / (run + 1)
    return Dot(id, x, 0, left, right, when.not_before is None, when.not_after is None)


def _edge(limit: Limit | None, scale: Axis, otherwise: float) -> float:
    return scale.place(limit.at) if limit is not None else otherwise


def _undated_runs(graph: Graph, when: Mapping[str, When]) -> tuple[dict[str, int], dict[str, int]]:
    """How many undated steps in a row, itself among them, lie above each undated step, and how many below."""
    order = components(graph)
    above: dict[str, int] = {}
    below: dict[str, int] = {}
    for runs, neighbours, parts in ((above, graph.above, order), (below, graph.below, tuple(reversed(order)))):
        for component in map(frozenset, parts):
            for id in sorted(component, key=by_number):
                others = [runs[o] for o in neighbours(id) if o in runs and o not in component and not when[o].dated]
                runs[id] = max(others, default=0) + 1
    return above, below


def _by_branch_then_time(graph: Graph, placed: Mapping[str, Dot]) -> tuple[str, ...]:
    def soonest(hops: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
        return tuple(sorted(hops, key=lambda hop: (placed[hop.downstream].x, by_number(hop.downstream))))

    return in_reading_order(replace(graph, downstream={id: soonest(hops) for id, hops in graph.downstream.items()}))


_Rows = list[tuple[tuple[str, ...], tuple[str, ...]]]
"""Steps of each row, and for a row of copies the names of what they copied."""


def _copies_together(graph: Graph, rows: _Rows) -> _Rows:
    """Sources that only copied, and from which nobody took it, drawn in one row for each source that they copied."""
    copies: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for ids, _ in rows:
        if _only_copied(graph, ids):
            copies.setdefault(_copied(graph, ids), []).append(ids)
    together = {ids: of for of, members in copies.items() if len(members) > 1 for ids in members}
    called = {a.source.id: a.source.name for a in graph.appearances.values()}
    found: _Rows = []
    begun: set[tuple[str, ...]] = set()
    for ids, _ in rows:
        if ids not in together:
            found.append((ids, ()))
        elif (of := together[ids]) not in begun:
            begun.add(of)
            names = tuple(called[source] for source in of)
            found.append((tuple(id for member in copies[of] for id in member), names))
    return found


def _only_copied(graph: Graph, ids: Sequence[str]) -> bool:
    return all(
        graph.upstream[id]
        and not graph.downstream[id]
        and all(hop.manner is Manner.REPUBLISHES and confirmed(hop) for hop in graph.upstream[id])
        for id in ids
    )


def _copied(graph: Graph, ids: Sequence[str]) -> tuple[str, ...]:
    """Ids of the sources that were copied."""
    return tuple(dict.fromkeys(graph.appearances[upstream].source.id for id in ids for upstream in graph.above(id)))


def _lines(dots: Sequence[Dot], notes: Mapping[str, str]) -> list[list[str]]:
    """The steps of a source on as few lines as hold them side by side."""
    lines: list[list[str]] = []
    ends: list[float] = []

    def reach(dot: Dot) -> float:
        return min(dot.x - RADIUS, dot.left if dot.left is not None else dot.x) - 4

    for dot in sorted(dots, key=lambda dot: (reach(dot), by_number(dot.id))):
        left = reach(dot)
        right = max(dot.x + RADIUS + 8 + _LETTER * len(notes[dot.id]), dot.right if dot.right is not None else dot.x)
        for number, end in enumerate(ends):
            if end <= left:
                lines[number].append(dot.id)
                ends[number] = right
                break
        else:
            lines.append([dot.id])
            ends.append(right)
    return lines
