"""When a step can have been: its dates as spans, and what the order of the chain says of steps without one.

A date that is only inferred proves nothing and is left out. Whoever relies on a step came after it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from claims.chains.graph import Graph, Neighbours
from claims.records import Appearance, Dated
from claims.text.dates import Span, span
from claims.values import value
from claims.vocabulary import DateBasis, SourceKind


@value
class Bounds:
    """Between which moments a step must lie; None where nothing says so. `after` and `before` are the steps that say so."""

    earliest: int | None = None
    latest: int | None = None
    after: str | None = None
    before: str | None = None


@value
class Clash:
    """A step dated before something that it relies on, over any number of undated steps."""

    step: str
    later: str
    """The step upstream that is dated after it."""


def dates_of(appearance: Appearance) -> tuple[Dated, ...]:
    """The dates of a step: its own, else those of its article."""
    return appearance.dated or (appearance.article.dated if appearance.article is not None else ())


def zone_of(appearance: Appearance) -> str | None:
    """The time zone that narrows the dates of a step: that of the outlet which speaks, or whose article it is."""
    if not appearance.dated and appearance.article is not None:
        return appearance.article.outlet.zone
    return appearance.source.zone if appearance.source.kind is SourceKind.OUTLET else None


def proven(dates: Sequence[Dated], zone: str | None) -> tuple[tuple[Dated, Span], ...]:
    """The dates that prove something, with all that they can mean."""
    return tuple((date, span(date.value, zone)) for date in dates if date.basis is not DateBasis.INFERRED)


def window(appearance: Appearance) -> Span | None:
    """From the first to the last moment that any date of a step can mean; None for an undated one."""
    dates = dates_of(appearance)
    if not dates:
        return None
    spans = [each for _, each in proven(dates, zone_of(appearance))]
    return (min(start for start, _ in spans), max(end for _, end in spans)) if spans else None


def windows(graph: Graph) -> dict[str, Span]:
    """The windows of the steps that have one."""
    return {id: found for id, appearance in graph.appearances.items() if (found := window(appearance)) is not None}


def clashes(graph: Graph, components: Sequence[tuple[str, ...]], dated: Mapping[str, Span]) -> tuple[Clash, ...]:
    """Each first step that is dated before what it relies on. Steps of one circle are compared where one relies on the other at once."""
    if len(dated) < 2:
        return ()
    found: list[Clash] = []
    # The latest of the earliest moments upstream, and whose it is.
    since: dict[str, tuple[int, str]] = {}
    for component in components:
        inside = set(component)
        above = [
            since[other] for id in component for other in graph.above(id) if other not in inside and other in since
        ]
        bound = max(above, default=None)
        for id in component:
            own = dated.get(id)
            if own is None:
                continue
            if bound is not None and bound[0] >= own[1]:
                found.append(Clash(id, bound[1]))
            if len(component) > 1:
                found += (Clash(id, o) for o in graph.above(id) if o in inside and o in dated and dated[o][0] >= own[1])
        starts = [(dated[id][0], id) for id in component if id in dated]
        # What clashed is said once: from here on its own date counts.
        clashed = bound is not None and any(bound[0] >= dated[id][1] for id in component if id in dated)
        if mine := max([*starts, *([bound] if bound is not None and not clashed else [])], default=None):
            since.update(dict.fromkeys(component, mine))
    return tuple(dict.fromkeys(found))


def bounds(graph: Graph, components: Sequence[tuple[str, ...]], dated: Mapping[str, Span]) -> dict[str, Bounds]:
    """Between which moments each step must lie, by its own dates and by the order of the chain."""
    after: dict[str, tuple[int, str]] = {}
    for component in components:
        _bound(component, graph.above, dated, after, latest=False)
    before: dict[str, tuple[int, str]] = {}
    for component in reversed(components):
        _bound(component, graph.below, dated, before, latest=True)
    return {
        id: Bounds(
            after[id][0] if id in after else None,
            -before[id][0] if id in before else None,
            after[id][1] if id in after else None,
            before[id][1] if id in before else None,
        )
        for id in graph.appearances
    }


def _bound(
    component: tuple[str, ...],
    neighbours: Neighbours,
    dated: Mapping[str, Span],
    known: dict[str, tuple[int, str]],
    *,
    latest: bool,
) -> None:
    """The strictest bound that the neighbours' dates set to a component; a bound from above is kept with its sign turned."""
    inside = set(component)
    others = [known[other] for id in component for other in neighbours(id) if other not in inside and other in known]
    shared = max(others, default=None)
    for id in component:
        own = (-dated[id][1] if latest else dated[id][0], id) if id in dated else None
        if strictest := max([each for each in (own, shared) if each is not None], default=None):
            known[id] = strictest
    # In a circle each step relies on each other one, so a bound that one of them has goes for all of them downstream of it.
    if len(component) > 1 and (all_ := max((known[id] for id in component if id in known), default=None)):
        for id in component:
            if id not in dated:
                known[id] = all_
