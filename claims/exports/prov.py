"""A report in the terms of W3C PROV: statements that each notation writes in its own way.

What is said about the chain of a claim: appearances are entities attributed to their sources, a hop is a derivation of the downstream one from the
upstream one. A derivation that turns in a circle would be invalid PROV, so hops within a circle are influences. A review is an activity that used
the claim and its evidence and generated a judgement. What PROV has no word for stands under our own vocabulary (schema/rdf/claims.ttl).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from claims.chains.graph import components, graph_of
from claims.chains.weighing import confirmed
from claims.exports.prov_judgement import VERSION, add_judgement
from claims.exports.prov_words import (
    Attributes,
    Kind,
    Names,
    Said,
    Section,
    Typed,
    add_dates,
    add_hedges,
    add_words,
    address,
    agent_type,
    desk,
    flag,
    given,
    moment,
    name,
    several,
    whole,
)
from claims.records import AnyReport, Appearance, ArticleRef, Attribution, ClaimReport, SourceRef
from claims.vocabulary import Manner, SourceKind, Stance

_SOURCE = re.compile(r"S-\d+")


def bundle_of(claim: ClaimReport) -> str:
    """The name of all that is said about one claim."""
    return desk(f"{claim.claim.id}-provenance")


# --- what a document says of itself ----------------------------------------------------------------------------------

_LOG, _PROGRAM = desk("log"), desk("program")


def about_document(report: AnyReport) -> Said:
    """The log that all of it was read from, and the program that wrote it."""
    said = Said()
    said.entities[_LOG] = given(
        {
            "prov:type": name("claims:Log"),
            "claims:size": whole(report.head.size),
            "claims:root": report.head.root,
            "claims:asOf": report.as_of,
        }
    )
    said.agents[_PROGRAM] = {"prov:type": name("prov:SoftwareAgent"), "prov:label": report.program}
    return said


def about_bundles(names: Sequence[str]) -> Said:
    """That the statements on each claim were drawn from the log by the program."""
    return Said(
        entities=of_bundles(Kind.ENTITY, names),
        derivations=of_bundles(Kind.DERIVATION, names),
        attributions=of_bundles(Kind.ATTRIBUTION, names),
    )


def of_bundles(kind: Kind, names: Sequence[str]) -> Section:
    """The statements of a kind among these."""
    match kind:
        case Kind.ENTITY:
            return {bundle: {"prov:type": _BUNDLE} for bundle in names}
        case Kind.DERIVATION:
            return {f"{bundle}-from": {"prov:generatedEntity": bundle, "prov:usedEntity": _LOG} for bundle in names}
        case Kind.ATTRIBUTION:
            return {f"{bundle}-by": {"prov:entity": bundle, "prov:agent": _PROGRAM} for bundle in names}
        case _:
            return {}


# --- one claim -------------------------------------------------------------------------------------------------------

_BUNDLE = name("prov:Bundle")
_CLAIM, _REVISION = name("claims:Claim"), name("prov:Revision")
_ARTICLE, _APPEARANCE = name("claims:Article"), name("claims:Appearance")

_SOURCES = {kind: several([name(agent_type(kind)), name("claims:Source")]) for kind in SourceKind}
"""What a source of a kind is, in PROV's words and in ours."""

_DERIVATIONS = {
    Manner.QUOTES: name("prov:Quotation"),
    Manner.HEARD_FROM: name("prov:PrimarySource"),
}
"""The two manners that PROV has words for."""


def statements(report: ClaimReport) -> Said:
    """All that is said about one claim; what several claims share is said with each of them."""
    said = Said()
    claim = said.names[report.claim.id]
    said.entities[claim["$"]] = _claim(report, said.names)
    _versions(said, claim["$"], report)
    for step in report.trace.appearances:
        _appearance(said, claim, step)
    _articles(said, report)
    if report.claimant is not None:
        _add_source(said, report.claimant)
    _hops(said, report)
    add_judgement(said, claim, report)
    return said


def _claim(report: ClaimReport, names: Names) -> Attributes:
    claim, counted = report.claim, report.origins
    told: Attributes = {
        "prov:type": _CLAIM,
        "prov:label": claim.text,
        "claims:case": claim.case,
        "claims:kind": claim.kind,
        "claims:status": claim.status,
        "claims:statusLabel": report.status_label,
        "claims:reviewed": flag(claim.reviewed),
        "claims:stage": claim.stage,
        "claims:version": whole(claim.version),
        "claims:independentOrigins": whole(counted.independent_origins),
        "claims:heardBy": whole(counted.heard_by),
    }
    if claim.key is not None:
        told["claims:key"] = claim.key
    if report.due is not None:
        told["claims:due"] = moment(report.due)
    if report.note is not None:
        told["claims:note"] = report.note
    if report.published is not None:
        told["claims:published"] = address(report.published)
    if report.topics:
        told["claims:topic"] = several(report.topics)
    if counted.origins:
        told["claims:origin"] = several([names[id] for id in counted.origins])
    if report.claimant is not None:
        told["claims:claimant"] = names[report.claimant.id]
    elif claim.claimant is not None:
        told["claims:claimant"] = claim.claimant
    return told


def _versions(said: Said, claim: str, report: ClaimReport) -> None:
    """What the claim said before."""
    for version in report.versions:
        if version.number == report.claim.version:
            continue
        earlier = f"{claim}-v{version.number}"
        said.entities[earlier] = given(
            {
                "prov:type": VERSION,
                "prov:label": version.text,
                "claims:version": whole(version.number),
                "claims:by": version.by,
                "claims:date": version.date and moment(version.date),
                "claims:because": version.because,
            }
        )
        said.derivations[f"{earlier}-revised"] = {
            "prov:generatedEntity": claim,
            "prov:usedEntity": earlier,
            "prov:type": _REVISION,
        }


def _add_source(said: Said, source: SourceRef) -> str:
    """Say who a source is, unless that is said already; its name."""
    id = said.names[source.id]["$"]
    if id not in said.agents:
        said.agents[id] = _source(source, said.names)
    return id


def _source(source: SourceRef, names: Names) -> Attributes:
    told: Attributes = {"prov:type": _SOURCES[source.kind], "prov:label": source.name, "claims:kind": source.kind}
    if source.unnamed:
        told["claims:unnamed"] = flag(source.unnamed)
    if source.known_to is not None:
        told["claims:knownTo"] = source.known_to
    if source.aliases:
        told["claims:alias"] = several(source.aliases)
    if source.members:
        told["claims:member"] = several([names[id] for id in source.members])
    if source.ties:
        told["claims:tie"] = several([names[tie] if _SOURCE.fullmatch(tie) else tie for tie in source.ties])
    return told


def _articles(said: Said, report: ClaimReport) -> None:
    names = said.names
    pages: dict[str, ArticleRef] = {}
    for step in report.trace.appearances:
        for page in (step.article, step.read_in):
            if page is not None and page.id not in pages:
                pages[page.id] = page
    for page in pages.values():
        article = names[page.id]["$"]
        said.entities[article] = _article(page)
        said.attributions[f"{article}-by"] = {"prov:entity": article, "prov:agent": _add_source(said, page.outlet)}
        if page.copy_of is not None and page.copy_of != page.id:
            if page.copy_of not in pages:
                said.entities[names[page.copy_of]["$"]] = {"prov:type": _ARTICLE}
            told = _derived(
                said, f"{article}-copy", article, names[page.copy_of]["$"], turns=not _copies_end(page, pages)
            )
            told["claims:manner"] = "copy"
            if page.copy_basis is not None:
                told["claims:basis"] = page.copy_basis
            if page.copy_because is not None:
                told["claims:because"] = page.copy_because


def _derived(said: Said, id: str, later: str, earlier: str, *, turns: bool) -> Attributes:
    """Say that a thing comes from another, or where that `turns` in a circle, that it is influenced by it; given back, so that more can be said."""
    told: Attributes
    if turns:
        told = said.influences[id] = {"prov:influencee": later, "prov:influencer": earlier}
    else:
        told = said.derivations[id] = {"prov:generatedEntity": later, "prov:usedEntity": earlier}
    return told


def _copies_end(page: ArticleRef, pages: Mapping[str, ArticleRef]) -> bool:
    """Whether the originals of a copy lead out of it, and not back to it."""
    seen: set[str] = set()
    at: str | None = page.id
    while at is not None and at not in seen:
        seen.add(at)
        at = pages[at].copy_of if at in pages else None
    return at is None


def _article(page: ArticleRef) -> Attributes:
    told: Attributes = {"prov:type": _ARTICLE, "claims:held": flag(page.held)}
    if page.title is not None:
        told["prov:label"] = page.title
    if page.url is not None:
        told["claims:url"] = address(page.url)
    if page.language is not None:
        told["claims:language"] = page.language
    if page.snapshots:
        told["claims:sha256"] = several(page.snapshots)
    if page.dated:
        add_dates(told, page.dated)
    return told


def _appearance(said: Said, claim: Typed, step: Appearance) -> None:
    id, of = said.names[step.id]["$"], claim["$"]
    said.entities[id] = _step(claim, step, said.names)
    said.attributions[f"{id}-by"] = {"prov:entity": id, "prov:agent": _add_source(said, step.source)}
    if step.stance is Stance.ASSERTS:
        # Not a specialisation: the claim in our own words is made from the wording, and nothing derives from its own specialisation.
        said.alternates[f"_:{step.id}-alternate"] = {"prov:alternate1": id, "prov:alternate2": of}
        if step.wording is not None:
            said.derivations[f"{id}-source"] = {"prov:generatedEntity": of, "prov:usedEntity": id}


def _step(claim: Typed, step: Appearance, names: Names) -> Attributes:
    told: Attributes = {
        "prov:type": _APPEARANCE,
        "claims:claim": claim,
        "claims:stance": step.stance,
        "claims:evidenceState": step.evidence_state,
    }
    if step.wording is not None:
        add_words(told, "prov:value", step.wording, names)
    if step.article is not None:
        told["claims:article"] = names[step.article.id]
    if step.read_in is not None:
        told["claims:readIn"] = names[step.read_in.id]
    if step.key is not None:
        told["claims:key"] = step.key
    if step.part is not None:
        told["claims:part"] = step.part
    if step.knows is not None:
        told["claims:knows"] = step.knows
    if step.named_as is not None:
        told["claims:namedAs"] = step.named_as
    if step.because is not None:
        told["claims:because"] = step.because
    if step.dated:
        add_dates(told, step.dated)
    if step.hedges:
        add_hedges(told, step.hedges)
    return told


def _hops(said: Said, report: ClaimReport) -> None:
    """Confirmed hops; what a machine suggested or a person rejected says nothing about where a claim comes from."""
    known = {a.id: n for n, a in enumerate(report.trace.appearances)}
    hops = [h for h in report.trace.attributions if h.downstream in known and h.upstream in known and confirmed(h)]
    circle: dict[str, int] = {}
    for hop in hops:
        if known[hop.downstream] <= known[hop.upstream]:  # else every hop leads to what came before
            found = components(graph_of(report.trace, confirmed))
            circle = {id: n for n, ids in enumerate(found) if len(ids) > 1 for id in ids}
            break
    for hop in hops:
        one, other = hop.downstream, hop.upstream
        turns = one == other or (one in circle and circle[one] == circle.get(other))
        told = _derived(said, desk(hop.id), said.names[one]["$"], said.names[other]["$"], turns=turns)
        _add_hop(told, hop, said.names, turns=turns)


def _add_hop(told: Attributes, hop: Attribution, names: Names, *, turns: bool) -> None:
    if not turns and hop.manner in _DERIVATIONS:
        told["prov:type"] = _DERIVATIONS[hop.manner]
    told["claims:manner"] = hop.manner
    told["claims:basis"] = hop.basis
    if hop.key is not None:
        told["claims:key"] = hop.key
    if hop.cue is not None:
        add_words(told, "claims:cue", hop.cue, names)
    if hop.because is not None:
        told["claims:because"] = hop.because
    if hop.hedges:
        add_hedges(told, hop.hedges)
