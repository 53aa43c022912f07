"""Those who carry the claim rely on one another in a circle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from claims.chains.explaining import listed
from claims.chains.facts import Facts
from claims.chains.findings.kinds import Check, Shown, shown
from claims.chains.graph import Graph, circles, reachable
from claims.chains.weighing import PUBLICATIONS, Verdict
from claims.records import Appearance, Attribution
from claims.vocabulary import Severity

_MOST = 20
"""Outlets with several pages of which is asked whether the claim came back to them."""


def find(facts: Facts) -> Iterator[Shown]:
    """What stands in one article is one: two articles that cite each other are a circle, whichever of their words do.

    A note where support reaches the circle from outside, and where the claim came back to an outlet by a later page of it.
    """
    units = _units(facts)
    graph = facts.flow if len(set(units.values())) == len(units) else _joined(facts, units)
    members: dict[str, list[Appearance]] = {}
    for id, unit in units.items():
        members.setdefault(unit, []).append(facts.steps[id])
    turning: set[str] = set()
    supported: set[str] | None = None
    for circle in circles(graph):
        turning.update(circle)
        if supported is None:
            supported = reachable((a.id for a in facts.weighed.having(Verdict.COUNTS)), facts.flow.below)
        inside = {step.id for unit in circle for step in members[unit]}
        steps = [facts.steps[id] for id in facts.steps if id in inside and _within(facts, id, inside, circle, units)]
        outside = bool(supported & inside)
        names = list(dict.fromkeys(step.source.name for step in steps))
        whom = f"{listed(names)} rely on one another" if len(names) > 1 else f"{names[0]} relies on itself"
        end = "support reaches them from outside" if outside else "nothing outside supports any of them"
        yield shown(f"{whom} in a circle; {end}.", steps, lesser=outside)
    yield from _came_back(facts, units, turning)


def _units(facts: Facts) -> dict[str, str]:
    """By id of an asserting step: the article that it stands in, else itself."""
    return {
        a.id: a.article.id if a.article is not None and a.source.kind in PUBLICATIONS else a.id for a in facts.asserting
    }


def _joined(facts: Facts, units: Mapping[str, str]) -> Graph:
    """The graph of support with the steps of one article as one."""
    appearances: dict[str, Appearance] = {}
    for id, unit in units.items():
        appearances.setdefault(unit, facts.steps[id])
    upstream: dict[str, list[Attribution]] = {unit: [] for unit in appearances}
    downstream: dict[str, list[Attribution]] = {unit: [] for unit in appearances}
    for id, unit in units.items():
        for hop in facts.flow.upstream[id]:
            above = units[hop.upstream]
            if above != unit or hop.upstream == hop.downstream:
                joined = replace(hop, downstream=unit, upstream=above)
                upstream[unit].append(joined)
                downstream[above].append(joined)
    return Graph(
        appearances,
        {unit: tuple(hops) for unit, hops in upstream.items()},
        {unit: tuple(hops) for unit, hops in downstream.items()},
    )


def _within(facts: Facts, id: str, inside: set[str], circle: tuple[str, ...], units: Mapping[str, str]) -> bool:
    """Whether a step takes part in its circle: it relies on a step of another of its articles, or the other way round."""
    others = (*facts.flow.above(id), *facts.flow.below(id))
    return any(other in inside and (len(circle) == 1 or units[other] != units[id]) for other in others)


def _came_back(facts: Facts, units: Mapping[str, str], turning: set[str]) -> Iterator[Shown]:
    """Outlets that have the claim from somebody who has it from them."""
    pages: dict[str, list[Appearance]] = {}
    for id, unit in units.items():
        step = facts.steps[id]
        if step.source.kind in PUBLICATIONS and not step.source.unnamed and unit not in turning:
            pages.setdefault(step.source.id, []).append(step)
    several = [steps for steps in pages.values() if len({units[s.id] for s in steps}) > 1]
    for steps in several[:_MOST]:
        for step in steps:
            above = reachable([step.id], facts.flow.above)
            earlier = [s for s in steps if s.id in above and units[s.id] != units[step.id]]
            via = [id for id in above if facts.steps[id].source.id != step.source.id]
            if earlier and any(s.id in reachable([id], facts.flow.above) for id in via[:_MOST] for s in earlier):
                yield shown(
                    f"{step.source.name} ({step.id}) has it from somebody who has it from {step.source.name} ({earlier[0].id}).",
                    (step, earlier[0]),
                    lesser=True,
                )
                break


CHECK = Check("circular", Severity.WARN, "those who carry it rely on one another in a circle", find)
