"""Where support for a claim begins, and how many independent voices that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from claims.chains.explaining import explained
from claims.chains.graph import Graph, depths
from claims.chains.independence import distinct, known_sources, voices
from claims.chains.weighing import ACCOUNTS, PUBLICATIONS, Verdict, Weighed, confirmed, weigh
from claims.records import Appearance, Attribution, Origins, SourceRef, Trace
from claims.vocabulary import Basis, EvidenceState, Manner, SourceKind, Stance

SEEN = frozenset({EvidenceState.HELD, EvidenceState.RECORDED})
"""States of what somebody here has had before his eyes."""


def origins(trace: Trace) -> Origins:
    """Count where support for the claim begins, and say why.

    `origins` lists every appearance at which support begins, by id; `independent_origins` counts them after utterances of one
    source, copies, members of one group and common owners and affiliations are taken as one; `heard_by` counts the outlets
    shown to have heard an account themselves. Linear in the size of the trace, sorting apart.
    """
    weighed = weigh(trace)
    begin = weighed.having(Verdict.COUNTS)
    known = known_sources(trace)
    found = voices(begin, uniting(weighed, known), weighed.copied)
    heard, unsure = _hearing(weighed)
    suggested = sum(not confirmed(hop) for hop in trace.attributions)
    return Origins(
        origins=tuple(a.id for a in begin),
        independent_origins=len(found.voices),
        heard_by=len(heard),
        explained=explained(weighed, found, known, heard, unsure, suggested),
    )


def uniting(weighed: Weighed, known: Mapping[str, SourceRef]) -> Mapping[str, SourceRef]:
    """The sources of a trace with those groups only that make one voice of their members.

    Two who met are a group in what each of them recounts; they speak each for himself, and are two.
    """
    recounted = {a.source.id for a in weighed.having(Verdict.RECOUNTED) if a.source.members}
    if not recounted:
        return known
    others = (those for verdict, those in weighed.by_verdict.items() if verdict is not Verdict.RECOUNTED)
    recounted -= {a.source.id for those in others for a in those}
    return {id: replace(source, members=()) if id in recounted else source for id, source in known.items()}


def _hearing(weighed: Weighed) -> tuple[tuple[Appearance, ...], tuple[Appearance, ...]]:
    """The outlets shown to have heard an account, and those of which it is only inferred."""
    shown: dict[str, Appearance] = {}
    inferred: dict[str, Appearance] = {}
    for id, appearance in weighed.graph.appearances.items():
        if appearance.source.kind is SourceKind.OUTLET and id not in weighed.copies:
            for hop in weighed.graph.upstream[id]:
                if _hears(weighed, hop):
                    (inferred if hop.basis is Basis.INFERRED else shown)[id] = appearance
    heard = distinct(shown.values(), weighed.copied)
    sources = {a.source.id for a in shown.values()}
    unsure = (a for a in inferred.values() if a.source.id not in sources)
    return heard, distinct(unsure, weighed.copied)


def _hears(weighed: Weighed, hop: Attribution) -> bool:
    ends = (weighed.graph.appearances[hop.upstream], weighed.graph.appearances[hop.downstream])
    return (
        hop.manner is Manner.HEARD_FROM
        and ends[0].source.kind in ACCOUNTS
        and all(end.stance is Stance.ASSERTS for end in ends)
    )


def carrying_outlets(trace: Trace) -> int:
    """How many outlets carry the claim as so.

    An outlet without a name of which no article is known, such as "reports", may be any of the others and is left out.
    """
    return len(
        {
            a.source.id
            for a in trace.appearances
            if a.source.kind is SourceKind.OUTLET
            and a.stance is Stance.ASSERTS
            and (not a.source.unnamed or a.article is not None)
        }
    )


def unseen_publication(graph: Graph, depth: Mapping[str, int] | None = None) -> Appearance | None:
    """The furthest upstream publication that nobody here has seen; never a person, whom nobody can look up.

    Seen is what is held or was recorded from its own text. `depth` saves the work where the caller has it already.
    """
    depth = depth if depth is not None else depths(graph)
    unseen = [
        a
        for a in graph.appearances.values()
        if a.source.kind in PUBLICATIONS and a.stance is Stance.ASSERTS and a.evidence_state not in SEEN
    ]
    return min(unseen, key=lambda a: depth[a.id], default=None)
