"""What PROV-CONSTRAINTS asks of a document, for the kinds of statement that are written here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from prov.model import ProvRecord

_ROLES = {
    "Derivation": ("entity", "entity"),
    "Influence": (None, None),
    "Attribution": ("entity", "agent"),
    "Association": ("activity", "agent"),
    "Usage": ("activity", "entity"),
    "Generation": ("entity", "activity"),
    "Alternate": ("entity", "entity"),
}


def broken(records: Iterable[ProvRecord]) -> list[str]:
    """The constraints that do not hold: unique identifiers, typing, no activity that is an entity, no derivation from oneself."""
    return list(_broken(list(records)))


def _broken(records: list[ProvRecord]) -> Iterator[str]:
    kinds: dict[str, set[str]] = defaultdict(set)
    named: dict[str, set[str]] = defaultdict(set)
    derived: dict[str, set[str]] = defaultdict(set)
    for record in records:
        kind = record.get_type().localpart
        if record.identifier is not None:
            named[str(record.identifier)].add(kind)
        if kind in {"Entity", "Agent", "Activity"}:
            kinds[str(record.identifier)].add(kind.lower())
        elif kind in _ROLES:
            ends = [str(value) for _, value in record.formal_attributes[:2]]
            for end, role in zip(ends, _ROLES[kind], strict=True):
                if role is not None:
                    kinds[end].add(role)
            if kind == "Derivation":
                derived[ends[0]].add(ends[1])
        else:
            yield f"{kind} is not written here"
    for name, of in kinds.items():
        if "activity" in of and of & {"entity", "agent"}:
            yield f"{name} is an activity and {of}"  # constraint 55, entity-activity-disjoint
    for name, of in named.items():
        if len(of - {"Entity", "Agent"}) and len(of) > 1:
            yield f"{name} is the name of {of}"  # constraint 54, impossible-property-overlap
    yield from _circles(derived)


def _circles(derived: dict[str, set[str]]) -> Iterator[str]:
    """Constraint 42: a derivation orders the generation of its ends strictly, so no entity derives from itself over any way."""
    done: set[str] = set()
    for start in list(derived):
        on_way: list[tuple[str, Iterator[str]]] = [(start, iter(sorted(derived.get(start, ()))))]
        here = {start}
        while on_way and start not in done:
            name, rest = on_way[-1]
            found = next((n for n in rest if n not in done), None)
            if found is None:
                on_way.pop()
                here.discard(name)
                done.add(name)
            elif found in here:
                yield f"{found} is derived from itself"
                return
            else:
                here.add(found)
                on_way.append((found, iter(sorted(derived.get(found, ())))))
