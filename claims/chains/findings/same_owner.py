"""Two or more of the outlets that carry the claim belong to one owner."""

from __future__ import annotations

from collections.abc import Iterator

from claims.chains.explaining import listed
from claims.chains.facts import Facts
from claims.chains.findings.kinds import Check, Shown, shown
from claims.chains.graph import reachable
from claims.records import Appearance, Owner
from claims.text import folding
from claims.text.dates import Span, span
from claims.vocabulary import Severity, SourceKind

_ALWAYS: Span = (-(2**62), 2**62)
_MOST = 16
"""Outlets of one owner of which is asked whether they rely on one another."""


def find(facts: Facts) -> Iterator[Shown]:
    """By recorded ownership, never by names; owners of owners count. Quiet where they owned at different times. A note where one outlet relies on the other."""
    first: dict[str, Appearance] = {}
    for step in facts.asserting:
        if step.source.kind is SourceKind.OUTLET and step.source.owners:
            first.setdefault(step.source.id, step)
    owned: dict[str, list[tuple[Appearance, Span]]] = {}
    names: dict[str, str] = {}
    for step in first.values() if len(first) > 1 else ():
        for owner, when in _owners(facts, step).items():
            owned.setdefault(owner.of, []).append((step, when))
            names.setdefault(owner.of, owner.name)
    said: set[frozenset[str]] = set()
    for id, having in owned.items():
        steps = _at_one_time(having)
        together = frozenset(step.id for step in steps)
        if len(steps) > 1 and together not in said:
            said.add(together)
            yield shown(
                f"{listed([f'{s.source.name} ({s.id})' for s in steps])} belong to one owner, {names[id]}.",
                steps,
                lesser=_rely_on_one_another(facts, steps),
            )


def _owners(facts: Facts, step: Appearance) -> dict[Owner, Span]:
    """The owners of an outlet and their owners, with the time for which all of that held; only those of the time of the step."""
    by_name = {folding.key(source.name): source.id for source in facts.sources.values() if not source.unnamed}
    now = facts.windows.get(step.id, _ALWAYS)
    found: dict[Owner, Span] = {}
    waiting = [(owner, _ALWAYS) for owner in step.source.owners]
    seen: set[str] = set()
    while waiting:
        owner, during = waiting.pop()
        when = _both(during, _span(owner))
        id = by_name.get(owner.of, owner.of)
        if when is None or _both(when, now) is None or id in seen:
            continue
        seen.add(id)
        found[Owner(id, owner.name)] = when
        source = facts.sources.get(id)
        waiting += [(above, when) for above in (source.owners if source is not None else ())]
    return found


def _span(owner: Owner) -> Span:
    since = span(owner.since)[0] if owner.since is not None else _ALWAYS[0]
    until = span(owner.until)[1] if owner.until is not None else _ALWAYS[1]
    return since, until


def _both(one: Span, other: Span) -> Span | None:
    start, end = max(one[0], other[0]), min(one[1], other[1])
    return (start, end) if start < end else None


def _at_one_time(having: list[tuple[Appearance, Span]]) -> list[Appearance]:
    return [step for step, when in having if any(s is not step and _both(when, other) for s, other in having)]


def _rely_on_one_another(facts: Facts, steps: list[Appearance]) -> bool:
    """Whether all but one of them have it from another one of them, so that nobody takes them for several voices."""
    if len(steps) > _MOST:
        return False
    ids: dict[str, set[str]] = {step.source.id: set() for step in steps}
    for step in facts.asserting:
        if step.source.id in ids:
            ids[step.source.id].add(step.id)
    apart = 0
    for own in ids.values():
        above = reachable(own, facts.flow.above) - own
        apart += not any(above & others for others in ids.values() if others is not own)
    return apart <= 1


CHECK = Check("same-owner", Severity.WARN, "outlets that carry it belong to one owner", find)
