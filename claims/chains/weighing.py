"""What each appearance of a claim weighs: does support for the claim begin there, and if not, why not.

An account is what a person, a group, an organisation or a government says; a publication is an outlet's or a document. Support
begins at a named account, and at a publication that is shown to know. Support travels over confirmed hops between appearances
that assert the claim.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from claims.chains.graph import Graph, circles, components, graph_of, reachable
from claims.chains.independence import Root, article_roots
from claims.records import Appearance, Attribution, Trace
from claims.vocabulary import Knows, Manner, SourceKind, Stance

ACCOUNTS = frozenset({SourceKind.PERSON, SourceKind.GROUP, SourceKind.ORGANISATION, SourceKind.GOVERNMENT})
PUBLICATIONS = frozenset({SourceKind.OUTLET, SourceKind.DOCUMENT})


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


@dataclass(frozen=True, slots=True)
class Weighed:
    """A trace with the verdict on each of its appearances, and the graphs the verdicts rest on."""

    graph: Graph
    """All confirmed hops."""
    flow: Graph
    """The hops over which support travels."""
    verdicts: Mapping[str, Verdict]
    copies: Mapping[str, str]
    """By id of a copy: the appearance that it counts as."""
    root: Root

    def having(self, verdict: Verdict) -> tuple[Appearance, ...]:
        """The appearances with this verdict, by id."""
        return tuple(a for id, a in self.graph.appearances.items() if self.verdicts[id] is verdict)


def confirmed(hop: Attribution) -> bool:
    """Whether a person stands behind a hop; what a machine suggests counts for nothing."""
    return hop.state == "confirmed"


def weigh(trace: Trace) -> Weighed:
    """The verdict on each appearance of a trace."""
    graph = graph_of(trace, confirmed)
    flow = graph_of(trace, lambda hop: confirmed(hop) and _carries(graph, hop))
    root = article_roots(trace)
    copies = _copies(graph, flow, root)
    reported = _reported(graph, flow)
    verdicts = {id: _verdict(a, graph, copies, reported) for id, a in graph.appearances.items()}
    _judge_relays(flow, verdicts)
    return Weighed(graph, flow, verdicts, copies, root)


def _asserts(graph: Graph, id: str) -> bool:
    appearance = graph.appearances.get(id)
    return appearance is not None and appearance.stance is Stance.ASSERTS


def _ends_lineage(appearance: Appearance) -> bool:
    """An account that is shown to know needs nobody above it."""
    return appearance.source.kind in ACCOUNTS and appearance.knows is not None


def _carries(graph: Graph, hop: Attribution) -> bool:
    return (
        hop.manner is not Manner.RECOUNTS
        and _asserts(graph, hop.downstream)
        and _asserts(graph, hop.upstream)
        # Whoever republishes adds nothing of his own, whatever he may know.
        and (hop.manner is Manner.REPUBLISHES or not _ends_lineage(graph.appearances[hop.downstream]))
    )


def _copies(graph: Graph, flow: Graph, root: Root) -> dict[str, str]:
    """What republishes an appearance, or stands in a copy of its article, counts as that appearance."""
    originals: dict[str, str] = {}
    asserting = [a for a in graph.appearances.values() if a.stance is Stance.ASSERTS]
    for appearance in asserting:
        if appearance.article is not None:
            originals.setdefault(appearance.article.id, appearance.id)
    copies: dict[str, str] = {}
    for appearance in asserting:
        article = appearance.article
        if article is not None and (original := root(article)) != article.id and original in originals:
            copies[appearance.id] = originals[original]
        for hop in flow.upstream[appearance.id]:
            if hop.manner is Manner.REPUBLISHES and hop.upstream != appearance.id:
                copies[appearance.id] = hop.upstream
                break
    return copies


def _reported(graph: Graph, flow: Graph) -> AbstractSet[str]:
    """The appearances that are reported otherwise than by being recounted, or by an account that knows at first hand.

    Walks upstream from where the claim arrives. Being copied neither opens a way nor closes one: what is true of an appearance
    is true of its copies.
    """
    ways = Graph(
        flow.appearances,
        {id: tuple(h for h in hops if h.manner is not Manner.REPUBLISHES) for id, hops in flow.upstream.items()},
        {id: tuple(h for h in hops if h.manner is not Manner.REPUBLISHES) for id, hops in flow.downstream.items()},
    )
    arrivals: list[str] = []
    for component in components(ways):
        inside = set(component)
        onward = (hop.downstream for id in component for hop in graph.downstream[id] if _leads_on(graph, hop))
        if all(other in inside for other in onward):
            arrivals.extend(component)
    return reachable(arrivals, ways.above)


def _leads_on(graph: Graph, hop: Attribution) -> bool:
    """Whether the upstream end of a hop is not where the claim arrives, be it that the hop carries no support."""
    if hop.manner is Manner.RECOUNTS:
        return True
    return hop.manner is not Manner.REPUBLISHES and _asserts(graph, hop.downstream) and _asserts(graph, hop.upstream)


def _verdict(appearance: Appearance, graph: Graph, copies: Mapping[str, str], reported: AbstractSet[str]) -> Verdict:
    """The first of the rules that applies."""
    id, source, knows = appearance.id, appearance.source, appearance.knows
    above = [hop for hop in graph.upstream[id] if hop.manner is not Manner.RECOUNTS]
    recounted = any(hop.manner is Manner.RECOUNTS for hop in graph.downstream[id])
    heard = knows is Knows.OWN_REPORTING and any(_hears_a_named_account(graph, hop) for hop in above)
    rules = (
        (appearance.stance is not Stance.ASSERTS, Verdict.NOT_ASSERTED),
        (id in copies, Verdict.COPY),
        (id not in reported, Verdict.RECOUNTED if recounted else Verdict.ABOVE),
        (knows is None and bool(above), Verdict.RELAYS),
        (source.unnamed, Verdict.UNNAMED),
        (source.kind in ACCOUNTS, Verdict.COUNTS),
        (knows is None, Verdict.OWN_VOICE),
        (heard, Verdict.HEARD),
    )
    return next((verdict for applies, verdict in rules if applies), Verdict.COUNTS)


def _hears_a_named_account(graph: Graph, hop: Attribution) -> bool:
    account = graph.appearances[hop.upstream]
    return (
        hop.manner is Manner.HEARD_FROM
        and account.stance is Stance.ASSERTS
        and account.source.kind in ACCOUNTS
        and not account.source.unnamed
    )


def _judge_relays(flow: Graph, verdicts: dict[str, Verdict]) -> None:
    """Tell apart those who rely on a circle or on nothing that asserts the claim."""
    supported = reachable((id for id, verdict in verdicts.items() if verdict is Verdict.COUNTS), flow.below)
    turning = {id for circle in circles(flow) for id in circle}
    for id, verdict in verdicts.items():
        if verdict is not Verdict.RELAYS:
            continue
        if id in turning and id not in supported:
            verdicts[id] = Verdict.CIRCLE
        elif not flow.upstream[id]:
            verdicts[id] = Verdict.ON_NOTHING
