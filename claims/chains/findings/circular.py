"""Those who carry the claim rely on one another in a circle."""

from __future__ import annotations

from collections.abc import Iterator

from claims.chains.explaining import listed
from claims.chains.facts import Facts
from claims.chains.findings.kinds import Check, Shown, shown
from claims.chains.graph import reachable
from claims.chains.weighing import Verdict, is_publication
from claims.records import Appearance
from claims.vocabulary import Severity

_MOST = 20
"""Outlets with several pages of which is asked whether the claim came back to them."""


def find(facts: Facts) -> Iterator[Shown]:
    """What stands in one article is one: two articles that cite each other are a circle, whichever of their words do.

    A note where support reaches the circle from outside, and where the claim came back to an outlet by a later page of it.
    """
    turning: set[str] = set()
    supported: set[str] | None = None
    for circle in _circles(facts):
        turning.update(circle)
        if supported is None:
            supported = reachable((a.id for a in facts.weighed.having(Verdict.COUNTS)), facts.flow.below)
        inside = {step.id for page in circle for step in facts.on_page(page)}
        alone = facts.page_flow is facts.flow
        steps = [step for id, step in facts.steps.items() if id in inside and (alone or _within(facts, id, inside))]
        outside = bool(supported & inside)
        names = list(dict.fromkeys(step.source.name for step in steps))
        whom = f"{listed(names)} rely on one another" if len(names) > 1 else f"{names[0]} relies on itself"
        end = "support reaches them from outside" if outside else "nothing outside supports any of them"
        yield shown(f"{whom} in a circle; {end}.", steps, lesser=outside)
    yield from _came_back(facts, turning)


def _circles(facts: Facts) -> Iterator[tuple[str, ...]]:
    for component in facts.page_components:
        if len(component) > 1 or component[0] in facts.page_flow.above(component[0]):
            yield component


def _within(facts: Facts, id: str, inside: set[str]) -> bool:
    """Whether a step takes part in its circle: it relies on a step of it, or the other way round, and not only on its own page."""
    others = [other for other in (*facts.flow.above(id), *facts.flow.below(id)) if other in inside]
    return any(other == id or facts.pages[other] != facts.pages[id] for other in others)


def _came_back(facts: Facts, turning: set[str]) -> Iterator[Shown]:
    """Outlets that have the claim from somebody who has it from them."""
    publications = [step.source.id for step in facts.asserting if is_publication(step.source)]
    if len(set(publications)) == len(publications):
        return
    pages: dict[str, list[Appearance]] = {}
    units = facts.pages
    for id, unit in units.items():
        step = facts.steps[id]
        if is_publication(step.source) and not step.source.unnamed and unit not in turning:
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
