"""What each appearance of a claim weighs: does support for the claim begin there, and if not, why not.

An account is what a person, a group, an organisation or a government says; a publication is an outlet's or a document. Support
begins at a named account, and at a publication that is shown to know. Support travels over confirmed hops between appearances
that assert the claim.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum

from claims.chains.graph import Graph, circles, components, graph_of, reachable
from claims.chains.independence import Copying, copying
from claims.records import Appearance, Attribution, SourceRef, Trace
from claims.values import value
from claims.vocabulary import Knows, Manner, SourceKind, Stance

ACCOUNTS = frozenset({SourceKind.PERSON, SourceKind.GROUP, SourceKind.ORGANISATION, SourceKind.GOVERNMENT})
PUBLICATIONS = frozenset({SourceKind.OUTLET, SourceKind.DOCUMENT})


def is_publication(source: SourceRef) -> bool:
    """Whether a source is an outlet or a document; all others give accounts. Asked of every step, so without a look into a set."""
    return source.kind is SourceKind.OUTLET or source.kind is SourceKind.DOCUMENT


class Verdict(StrEnum):
    """Whether support begins at an appearance, and why not."""

    COUNTS = "counts"
    NOT_ASSERTED = "not asserted"
    COPY = "copy"
    RECOUNTED = "recounted"
    """A speaker tells what this one said or did; nobody else reports it."""
    ABOVE = "above"
    """Reached only over what is recounted, or over an account that knows at first hand."""
    HEARD = "heard"
    """A publication whose own reporting is that it heard a named account, which is where support begins."""
    UNNAMED = "unnamed"
    OWN_VOICE = "own voice"
    """Lineage not shown."""
    RELAYS = "relays"
    """Relies on others, where support begins or not."""
    ON_NOTHING = "on nothing"
    """Relies only on what does not assert the claim."""
    CIRCLE = "circle"
    """One of several that rely on one another, with no origin outside."""


@value
class Weighed:
    """A trace with the verdict on each of its appearances, and the graphs the verdicts rest on."""

    graph: Graph
    """All confirmed hops."""
    flow: Graph
    """The hops over which support travels."""
    by_verdict: Mapping[Verdict, tuple[Appearance, ...]]
    copies: Mapping[str, str]
    """By id of a copy: the appearance that it counts as."""
    copied: Copying
    flow_components: tuple[tuple[str, ...], ...]
    """The strongly connected components of `flow`, upstream first."""

    def having(self, verdict: Verdict) -> tuple[Appearance, ...]:
        """The appearances with this verdict, by id."""
        return self.by_verdict.get(verdict, ())


def confirmed(hop: Attribution) -> bool:
    """Whether a person stands behind a hop; what a machine suggests counts for nothing."""
    return hop.state == "confirmed"


def weigh(trace: Trace) -> Weighed:
    """The verdict on each appearance of a trace."""
    graph = graph_of(trace, confirmed)
    asserting = {id for id, a in graph.appearances.items() if a.stance is Stance.ASSERTS}
    ended = {id for id in asserting if _ends_lineage(graph.appearances[id])}
    flow = graph.keeping(lambda hop: _carries(hop, asserting, ended))
    copied = copying(trace)
    copies = _copies(graph, flow, copied)
    reported = _reported(graph, flow, asserting)
    verdicts = {id: _verdict(a, graph, copies, reported) for id, a in graph.appearances.items()}
    parts = components(flow)
    _judge_relays(flow, parts, verdicts)
    by_verdict: dict[Verdict, list[Appearance]] = {}
    for id, appearance in graph.appearances.items():
        by_verdict.setdefault(verdicts[id], []).append(appearance)
    return Weighed(graph, flow, {verdict: tuple(those) for verdict, those in by_verdict.items()}, copies, copied, parts)


def _ends_lineage(appearance: Appearance) -> bool:
    """An account that is shown to know needs nobody above it."""
    return appearance.knows is not None and not is_publication(appearance.source)


def _carries(hop: Attribution, asserting: AbstractSet[str], ended: AbstractSet[str]) -> bool:
    return (
        hop.manner is not Manner.RECOUNTS
        and hop.downstream in asserting
        and hop.upstream in asserting
        # Whoever republishes adds nothing of his own, whatever he may know.
        and (hop.downstream not in ended or hop.manner is Manner.REPUBLISHES)
    )


def _copies(graph: Graph, flow: Graph, copied: Copying) -> dict[str, str]:
    """What republishes an appearance, or stands in a copy of its article, counts as that appearance."""
    asserting = [a for a in graph.appearances.values() if a.stance is Stance.ASSERTS]
    first: dict[str, str] = {}
    for appearance in asserting:
        if appearance.article is not None:
            first.setdefault(appearance.article.id, appearance.id)
    originals = copied.nearest(first)
    copies: dict[str, str] = {}
    for appearance in asserting:
        if appearance.article is not None and appearance.article.id in originals:
            copies[appearance.id] = first[originals[appearance.article.id]]
        for hop in flow.upstream[appearance.id]:
            if hop.manner is Manner.REPUBLISHES and hop.upstream != appearance.id:
                copies[appearance.id] = hop.upstream
                break
    return copies


def _reported(graph: Graph, flow: Graph, asserting: AbstractSet[str]) -> AbstractSet[str]:
    """The appearances that are reported otherwise than by being recounted, or by an account that knows at first hand.

    Walks upstream from where the claim arrives. Being copied neither opens a way nor closes one: what is true of an appearance
    is true of its copies.
    """
    if flow is graph:
        return graph.appearances.keys()
    # Hops that lead on to somebody though no support travels over them: who stands above them is not where the claim arrives.
    blind: dict[str, list[str]] = {}
    for id, hops in graph.downstream.items():
        if len(hops) > len(flow.downstream[id]):
            travelled = {hop.id for hop in flow.downstream[id]}
            others = [hop for hop in hops if hop.id not in travelled]
            asserted = (h.downstream for h in others if id in asserting and h.downstream in asserting)
            blind[id] = [*asserted, *(h.downstream for h in others if h.manner is Manner.RECOUNTS)]
    if not any(blind.values()):
        return graph.appearances.keys()
    ways = flow.keeping(lambda hop: hop.manner is not Manner.REPUBLISHES)
    arrivals: list[str] = []
    for component in components(ways):
        inside = set(component)
        if all(other in inside for id in component for other in (*ways.below(id), *blind.get(id, ()))):
            arrivals.extend(component)
    return reachable(arrivals, ways.above)


def _verdict(appearance: Appearance, graph: Graph, copies: Mapping[str, str], reported: AbstractSet[str]) -> Verdict:
    """The first of the rules that applies."""
    id, source, knows = appearance.id, appearance.source, appearance.knows
    verdict = Verdict.COUNTS
    if appearance.stance is not Stance.ASSERTS:
        verdict = Verdict.NOT_ASSERTED
    elif id in copies:
        verdict = Verdict.COPY
    elif id not in reported:
        recounted = any(hop.manner is Manner.RECOUNTS for hop in graph.downstream[id])
        verdict = Verdict.RECOUNTED if recounted else Verdict.ABOVE
    elif knows is None and any(hop.manner is not Manner.RECOUNTS for hop in graph.upstream[id]):
        verdict = Verdict.RELAYS
    elif source.unnamed:
        verdict = Verdict.UNNAMED
    elif knows is None and is_publication(source):
        verdict = Verdict.OWN_VOICE
    elif knows is Knows.OWN_REPORTING and is_publication(source) and _hears_a_named_account(graph, id):
        verdict = Verdict.HEARD
    return verdict


def _hears_a_named_account(graph: Graph, id: str) -> bool:
    heard = (graph.appearances[hop.upstream] for hop in graph.upstream[id] if hop.manner is Manner.HEARD_FROM)
    return any(a.stance is Stance.ASSERTS and a.source.kind in ACCOUNTS and not a.source.unnamed for a in heard)


def _judge_relays(flow: Graph, parts: tuple[tuple[str, ...], ...], verdicts: dict[str, Verdict]) -> None:
    """Tell apart those who rely on a circle or on nothing that asserts the claim."""
    supported = reachable((id for id, verdict in verdicts.items() if verdict is Verdict.COUNTS), flow.below)
    unsupported = [id for id, verdict in verdicts.items() if verdict is Verdict.RELAYS and id not in supported]
    turning = {id for circle in circles(flow, parts) for id in circle} if unsupported else set()
    for id in unsupported:
        if id in turning:
            verdicts[id] = Verdict.CIRCLE
        elif not flow.upstream[id]:
            verdicts[id] = Verdict.ON_NOTHING
