"""What a report says first and what it admits: two sentences of facts, and what is not known, in plain text for any format."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from claims.chains.explaining import called, counted, listed, number
from claims.chains.graph import Graph, by_number, graph_of
from claims.chains.origins import SEEN, carrying_outlets, unseen_publication
from claims.chains.weighing import PUBLICATIONS
from claims.errors import some_of
from claims.exports.phrases import state_in_words
from claims.records import Appearance, Origins, Trace
from claims.vocabulary import Basis, EvidenceState, Stance


def bottom_line(trace: Trace, origins: Origins) -> str:
    """Two sentences: how many carry the claim and where support for it begins; what has not been seen."""
    if not trace.appearances:
        return "Nobody has recorded yet where this claim stands. Where it comes from is not known."
    return f"{_carried(trace, origins)} {_unseen(graph_of(trace))}"


def _carried(trace: Trace, origins: Origins) -> str:
    outlets = carrying_outlets(trace)
    carry = f"{counted(outlets, 'outlet').capitalize()} {'carries' if outlets == 1 else 'carry'} it"
    if not origins.origins:
        return f"{carry}, and where support for it begins is not shown."
    sources = {a.id: a.source for a in trace.appearances}
    names = list(dict.fromkeys(sources[id].name for id in origins.origins))
    one = origins.independent_origins == 1
    together = ", who count as one" if one and len(names) > 1 else ""
    return f"{carry}, and support for it begins with {counted(origins.independent_origins, 'independent origin')}: {listed(names, 4)}{together}."


def _unseen(graph: Graph) -> str:
    if (unseen := unseen_publication(graph)) is not None:
        return f"The furthest publication upstream, that of {called(unseen)}, has not been seen by anybody here."
    publications = any(a.source.kind in PUBLICATIONS for a in graph.appearances.values())
    return "Every publication on the way has been seen." if publications else "No publication of it is recorded."


def not_known(trace: Trace, origins: Origins) -> tuple[str, ...]:
    """What is not known of a chain, in words and numbers."""
    return tuple(_not_known(trace, origins))


def _not_known(trace: Trace, origins: Origins) -> Iterator[str]:
    graph = graph_of(trace)
    steps = tuple(graph.appearances.values())
    if not steps:
        yield "Where the claim stands: no appearance has been recorded."
        return
    if not origins.origins:
        yield "Where support for the claim begins: the chain leads back to no origin."
    yield from _texts_not_held(steps)
    yield from _some(steps, lambda a: not (a.dated or (a.article is not None and a.article.dated)), "undated")
    if (unseen := unseen_publication(graph)) is not None:
        yield f"The furthest publication upstream has not been seen by anybody here: {called(unseen)}."
    unseen_all: dict[str, list[Appearance]] = {}
    for a in steps:
        if a.source.kind in PUBLICATIONS and a.evidence_state not in SEEN and a.stance is Stance.ASSERTS:
            # Several places in one article are one publication.
            unseen_all.setdefault(a.article.id if a.article is not None else a.source.id, []).append(a)
    if len(unseen_all) > 1:
        names = [f"{places[0].source.name} ({', '.join(a.id for a in places)})" for places in unseen_all.values()]
        yield f"Altogether {number(len(unseen_all))} publications have not been seen: {listed(names)}."
    yield from _some(steps, lambda a: a.source.unnamed, "of a source without a name")
    inferred = sorted((hop.id for hop in trace.attributions if hop.basis is Basis.INFERRED), key=by_number)
    if inferred:
        yield f"{_of(inferred, trace.attributions, 'hop')} only inferred: {some_of(inferred)}."


def _texts_not_held(steps: Sequence[Appearance]) -> Iterator[str]:
    by_state = {state: [a.id for a in steps if a.evidence_state is state] for state in EvidenceState}
    missing = sum(len(ids) for state, ids in by_state.items() if state is not EvidenceState.HELD)
    if missing:
        parts = [
            f"{state_in_words(state)}: {some_of(ids)}"
            for state, ids in by_state.items()
            if ids and state is not EvidenceState.HELD
        ]
        yield f"The text of {missing} of {len(steps)} {'step' if len(steps) == 1 else 'steps'} is not held here ({'; '.join(parts)})."


def _some(steps: Sequence[Appearance], holds: Callable[[Appearance], bool], what: str) -> Iterator[str]:
    if those := [a.id for a in steps if holds(a)]:
        yield f"{_of(those, steps, 'step')} {what}: {some_of(those)}."


def _of(those: Sequence[str], all: Sequence[object], what: str) -> str:
    return f"{len(those)} of {len(all)} {what if len(all) == 1 else what + 's'} {'is' if len(those) == 1 else 'are'}"
