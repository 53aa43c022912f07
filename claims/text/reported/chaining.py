"""Reports within reports, and the chains they make: from whom, through whom, to this page."""

from __future__ import annotations

from collections.abc import Sequence

from claims.readings import ReadAttribution, ReadChain, Speaker
from claims.text.folding import key
from claims.text.reported.found import Found

_REPORTING = frozenset(
    {"direct", "indirect", "mixed", "according_to", "request", "nominal", "headline_colon", "promise"}
)


def parents_of(found: Sequence[Found]) -> list[int | None]:
    """For each report the number of the smallest other one whose words hold its cue."""
    sizes = [sum(b - a for a, b in report.content) for report in found]
    reach = [(report.content[0][0], report.content[-1][1]) for report in found]
    waiting = sorted(range(len(found)), key=lambda m: reach[m], reverse=True)
    open_now: list[int] = []
    parents: list[int | None] = [None] * len(found)
    for n in sorted(range(len(found)), key=lambda n: found[n].cue):
        report, at = found[n], found[n].cue[0]
        while waiting and reach[waiting[-1]][0] <= at:
            open_now.append(waiting.pop())
        open_now = [m for m in open_now if reach[m][1] > at]
        holding = [
            m
            for m in open_now
            if m != n and found[m].holds(at) and not (report.holds(found[m].cue[0]) and (sizes[n], n) > (sizes[m], m))
        ]
        parents[n] = min(holding, key=lambda m: (sizes[m], m)) if holding else None
    return parents


def chains_of(
    attributions: Sequence[ReadAttribution], publisher: str | None, elsewhere: str | None
) -> tuple[ReadChain, ...]:
    """The chains that end on this page. The page's own outlet is no link; an outlet it took the text from is the last."""
    by_id = {a.id: a for a in attributions}
    above = {i for a in attributions for i in (a.parent, a.refers_to) if i is not None}
    own = key(publisher) if publisher else None
    made: list[ReadChain] = []
    for leaf in attributions:
        if leaf.id in above or leaf.source is None or (leaf.kind not in _REPORTING and leaf.parent is None):
            continue
        if leaf.source.entity is None and leaf.source.kind is not Speaker.UNNAMED:
            continue
        path = _path(leaf, by_id)
        links: list[str | None] = []
        outlets = False
        for step in path:
            for entity, is_outlet in _links(step):
                if (entity is not None and own is not None and key(entity) == own) or (links and links[-1] == entity):
                    continue
                links.append(entity)
                outlets = outlets or is_outlet
        if elsewhere is not None and (not links or links[-1] != elsewhere):
            links.append(elsewhere)
        if len(links) > 1 or (links and outlets):
            made.append(ReadChain(tuple(links), tuple(step.id for step in path)))
    return tuple(made)


def _path(leaf: ReadAttribution, by_id: dict[str, ReadAttribution]) -> list[ReadAttribution]:
    """A report and those it stands in, or the one it refers to, innermost first; never one twice."""
    path = [leaf]
    seen = {leaf.id}
    while True:
        above = path[-1].refers_to or path[-1].parent
        if above is None or above in seen or above not in by_id:
            return path
        seen.add(above)
        path.append(by_id[above])


def _links(step: ReadAttribution) -> list[tuple[str | None, bool]]:
    """Whom a report passed through, origin first."""
    links: list[tuple[str | None, bool]] = []
    if step.cites is not None:
        links.append((step.cites.entity, step.cites.kind is Speaker.OUTLET))
    if step.source is not None:
        links.append((step.source.entity, step.source.kind is Speaker.OUTLET))
    return [*links, *((via.entity, True) for via in step.via)]
