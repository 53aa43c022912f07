"""A report in the terms of W3C PROV: statements that each notation writes in its own way.

What is said about the chain of a claim: appearances are entities attributed to their sources, a hop is a derivation of the downstream one from the
upstream one. A derivation that turns in a circle would be invalid PROV, so hops within a circle are influences. A review is an activity that used
the claim and its evidence and generated a judgement. What PROV has no word for stands under our own vocabulary (schema/rdf/claims.ttl).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

from claims.chains.graph import components, graph_of
from claims.chains.weighing import confirmed
from claims.exports.prov_words import (
    Attributes,
    Said,
    Typed,
    add_dates,
    add_hedges,
    add_place,
    address,
    agent_type,
    desk,
    flag,
    given,
    moment,
    name,
    named,
    several,
    short_hash,
    whole,
)
from claims.records import (
    AnyReport,
    Appearance,
    ArticleRef,
    Attribution,
    ClaimReport,
    Opinion,
    Review,
    SourceRef,
)
from claims.vocabulary import Manner, SourceKind, Stance

T = TypeVar("T", SourceRef, ArticleRef)

_TARGET, _SOURCE = re.compile(r"[AP]-\d+"), re.compile(r"S-\d+")


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


def about_bundles(names: Iterable[str]) -> Said:
    """That the statements on each claim were drawn from the log by the program."""
    said = Said()
    for bundle in names:
        said.entities[bundle] = {"prov:type": _BUNDLE}
        said.derivations[f"{bundle}-from"] = {"prov:generatedEntity": bundle, "prov:usedEntity": _LOG}
        said.attributions[f"{bundle}-by"] = {"prov:entity": bundle, "prov:agent": _PROGRAM}
    return said


# --- one claim -------------------------------------------------------------------------------------------------------

_BUNDLE = name("prov:Bundle")
_CLAIM, _VERSION, _REVISION = name("claims:Claim"), name("claims:ClaimVersion"), name("prov:Revision")
_ARTICLE, _APPEARANCE = name("claims:Article"), name("claims:Appearance")
_REVIEW, _REVIEWER, _EVIDENCE = name("claims:Review"), name("claims:Reviewer"), name("claims:Evidence")
_JUDGEMENT, _APPROVAL, _OBJECTION = name("claims:Judgement"), name("claims:Approval"), name("claims:Objection")
_LINK, _REQUEST, _FINDING = name("claims:Link"), name("claims:Request"), name("claims:Finding")

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
    _claim(said, report)
    _versions(said, report)
    _sources(said, report)
    _articles(said, report)
    claim = desk(report.claim.id)
    for step in report.trace.appearances:
        _appearance(said, claim, step)
    _hops(said, report)
    for review in report.reviews:
        _review(said, report, review)
    _links(said, report)
    _requests(said, report)
    _findings(said, report)
    return said


def _claim(said: Said, report: ClaimReport) -> None:
    claim = report.claim
    said.entities[desk(claim.id)] = given(
        {
            "prov:type": _CLAIM,
            "prov:label": claim.text,
            "claims:key": claim.key,
            "claims:case": claim.case,
            "claims:kind": claim.kind,
            "claims:status": claim.status,
            "claims:statusLabel": report.status_label,
            "claims:reviewed": flag(claim.reviewed),
            "claims:stage": claim.stage,
            "claims:version": whole(claim.version),
            "claims:due": moment(report.due),
            "claims:note": report.note,
            "claims:published": address(report.published),
            "claims:topic": several(report.topics) if report.topics else None,
            "claims:independentOrigins": whole(report.origins.independent_origins),
            "claims:heardBy": whole(report.origins.heard_by),
            "claims:origin": several([named(id) for id in report.origins.origins]) if report.origins.origins else None,
            "claims:claimant": named(report.claimant.id) if report.claimant else claim.claimant,
        }
    )


def _versions(said: Said, report: ClaimReport) -> None:
    """What the claim said before."""
    claim = report.claim
    for version in report.versions:
        if version.number == claim.version:
            continue
        earlier = desk(f"{claim.id}-v{version.number}")
        said.entities[earlier] = given(
            {
                "prov:type": _VERSION,
                "prov:label": version.text,
                "claims:version": whole(version.number),
                "claims:by": version.by,
                "claims:date": moment(version.date),
                "claims:because": version.because,
            }
        )
        said.derivations[f"{earlier}-revised"] = {
            "prov:generatedEntity": desk(claim.id),
            "prov:usedEntity": earlier,
            "prov:type": _REVISION,
        }


def _sources(said: Said, report: ClaimReport) -> None:
    speakers = [
        s for a in report.trace.appearances for s in (a.source, *(x.outlet for x in (a.article, a.read_in) if x))
    ]
    for source in _distinct([*speakers, *([report.claimant] if report.claimant else [])]):
        told: Attributes = {"prov:type": _SOURCES[source.kind], "prov:label": source.name, "claims:kind": source.kind}
        if source.unnamed:
            told["claims:unnamed"] = flag(source.unnamed)
        if source.known_to is not None:
            told["claims:knownTo"] = source.known_to
        if source.aliases:
            told["claims:alias"] = several(source.aliases)
        if source.members:
            told["claims:member"] = several([named(id) for id in source.members])
        if source.ties:
            told["claims:tie"] = several([named(tie) if _SOURCE.fullmatch(tie) else tie for tie in source.ties])
        said.agents[desk(source.id)] = told


def _articles(said: Said, report: ClaimReport) -> None:
    pages = _distinct([x for a in report.trace.appearances for x in (a.article, a.read_in) if x])
    known = {page.id for page in pages}
    for page in pages:
        article = desk(page.id)
        said.entities[article] = _article(page)
        said.attributions[f"{article}-by"] = {"prov:entity": article, "prov:agent": desk(page.outlet.id)}
        if page.copy_of is not None and page.copy_of != page.id:
            original = desk(page.copy_of)
            if page.copy_of not in known:
                said.entities[original] = {"prov:type": _ARTICLE}
            about = given(
                {"claims:manner": "copy", "claims:basis": page.copy_basis, "claims:because": page.copy_because}
            )
            _derived(said, f"{article}-copy", article, original, about, turns=not _copies_end(page, pages))


def _derived(said: Said, id: str, later: str, earlier: str, about: Attributes, *, turns: bool) -> None:
    """That a thing comes from another; where that `turns` in a circle, that it is influenced by it."""
    if turns:
        said.influences[id] = {"prov:influencee": later, "prov:influencer": earlier, **about}
    else:
        said.derivations[id] = {"prov:generatedEntity": later, "prov:usedEntity": earlier, **about}


def _copies_end(page: ArticleRef, pages: Iterable[ArticleRef]) -> bool:
    """Whether the originals of a copy lead out of it, and not back to it."""
    originals = {p.id: p.copy_of for p in pages}
    seen: set[str] = set()
    at: str | None = page.id
    while at is not None and at not in seen:
        seen.add(at)
        at = originals.get(at)
    return at is None


def _article(page: ArticleRef) -> Attributes:
    told = given(
        {
            "prov:type": _ARTICLE,
            "prov:label": page.title,
            "claims:url": address(page.url),
            "claims:language": page.language,
            "claims:held": flag(page.held),
            "claims:sha256": several(page.snapshots) if page.snapshots else None,
        }
    )
    add_dates(told, page.dated)
    return told


def _appearance(said: Said, claim: str, step: Appearance) -> None:
    id, wording = desk(step.id), step.wording
    told = given(
        {
            "prov:type": _APPEARANCE,
            "claims:claim": name(claim),
            "prov:value": wording.exact if wording else None,
            "claims:article": named(step.article.id) if step.article else None,
            "claims:readIn": named(step.read_in.id) if step.read_in else None,
            "claims:key": step.key,
            "claims:part": step.part,
            "claims:stance": step.stance,
            "claims:knows": step.knows,
            "claims:evidenceState": step.evidence_state,
            "claims:namedAs": step.named_as,
            "claims:because": step.because,
        }
    )
    if wording is not None:
        add_place(told, wording)
    add_dates(told, step.dated)
    add_hedges(told, step.hedges)
    said.entities[id] = told
    said.attributions[f"{id}-by"] = {"prov:entity": id, "prov:agent": desk(step.source.id)}
    if step.stance is Stance.ASSERTS:
        # Not a specialisation: the claim in our own words is made from the wording, and nothing derives from its own specialisation.
        said.alternates[f"_:{step.id}-alternate"] = {"prov:alternate1": id, "prov:alternate2": claim}
        if wording is not None:
            said.derivations[f"{id}-source"] = {"prov:generatedEntity": claim, "prov:usedEntity": id}


def _hops(said: Said, report: ClaimReport) -> None:
    """Confirmed hops; what a machine suggested or a person rejected says nothing about where a claim comes from."""
    known = {a.id: n for n, a in enumerate(report.trace.appearances)}
    hops = [h for h in report.trace.attributions if h.downstream in known and h.upstream in known and confirmed(h)]
    circle: dict[str, int] = {}
    if any(known[hop.downstream] <= known[hop.upstream] for hop in hops):  # else every hop leads to what came before
        found = components(graph_of(report.trace, confirmed))
        circle = {id: n for n, ids in enumerate(found) if len(ids) > 1 for id in ids}
    for hop in hops:
        turns = hop.downstream == hop.upstream or (
            hop.downstream in circle and circle[hop.downstream] == circle.get(hop.upstream)
        )
        _derived(
            said, desk(hop.id), desk(hop.downstream), desk(hop.upstream), _about_hop(hop, turns=turns), turns=turns
        )


def _about_hop(hop: Attribution, *, turns: bool) -> Attributes:
    told = given(
        {
            "prov:type": None if turns else _DERIVATIONS.get(hop.manner),
            "claims:manner": hop.manner,
            "claims:basis": hop.basis,
            "claims:key": hop.key,
            "claims:cue": hop.cue.exact if hop.cue else None,
            "claims:because": hop.because,
        }
    )
    if hop.cue is not None:
        add_place(told, hop.cue)
    add_hedges(told, hop.hedges)
    return told


def _links(said: Said, report: ClaimReport) -> None:
    for link in report.links:
        ends = (report.claim.id, link.claim) if link.outgoing else (link.claim, report.claim.id)
        said.entities[desk(link.id)] = given(
            {
                "prov:type": _LINK,
                "claims:kind": link.kind,
                "claims:from": named(ends[0]),
                "claims:to": named(ends[1]),
                "claims:because": link.because,
            }
        )


def _findings(said: Said, report: ClaimReport) -> None:
    claim = desk(report.claim.id)
    for number, finding in enumerate(report.findings, 1):
        told: Attributes = {
            "prov:type": _FINDING,
            "claims:code": finding.code,
            "claims:severity": finding.severity,
            "claims:message": finding.message,
            "claims:claim": name(claim),
        }
        if finding.appearances:
            told["claims:restsOn"] = several([named(id) for id in finding.appearances])
        said.entities[f"{claim}-finding-{number}"] = told


# --- judgement -------------------------------------------------------------------------------------------------------


def _review(said: Said, report: ClaimReport, review: Review) -> None:
    activity, reviewer = desk(review.id), _reviewer(review.reviewer)
    judged = desk(report.claim.id if review.version == report.claim.version else f"{report.claim.id}-v{review.version}")
    if judged not in said.entities:
        said.entities[judged] = {"prov:type": _VERSION, "claims:version": whole(review.version)}
    said.activities[activity] = given(
        {
            "prov:type": _REVIEW,
            "claims:date": moment(review.date),
            "claims:recorded": moment(review.recorded),
            "claims:standing": review.standing,
            "claims:fromCase": review.from_case,
            "claims:override": review.override,
        }
    )
    said.agents[reviewer] = {"prov:type": _REVIEWER, "prov:label": review.reviewer}
    said.associations[f"{activity}-by"] = {"prov:activity": activity, "prov:agent": reviewer}
    said.usages[f"{activity}-judged"] = {"prov:activity": activity, "prov:entity": judged}
    _evidence(said, activity, review)
    _judgement(said, report, review, activity, judged)


def _reviewer(reviewer: str) -> str:
    """Reviewers have names and no numbers: the same name is the same agent."""
    return desk(f"reviewer-{short_hash(reviewer)}")


def _evidence(said: Said, activity: str, review: Review) -> None:
    for number, evidence in enumerate(review.evidence, 1):
        found = f"{activity}-evidence-{number}"
        id, _, words = evidence.target.partition(":")
        target = named(id) if _TARGET.fullmatch(id) else None
        said.entities[found] = given(
            {
                "prov:type": _EVIDENCE,
                "prov:label": evidence.label,
                "claims:side": evidence.side,
                "claims:target": target,
                "claims:place": words if target and words else None,
                "claims:url": address(evidence.url),
                "claims:note": evidence.note,
            }
        )
        said.usages[f"{found}-used"] = {"prov:activity": activity, "prov:entity": found, "claims:side": evidence.side}


def _judgement(said: Said, report: ClaimReport, review: Review, activity: str, judged: str) -> None:
    judgement = f"{activity}-judgement"
    said.entities[judgement] = given(
        {
            "prov:type": _JUDGEMENT,
            "claims:claim": named(report.claim.id),
            "claims:status": review.status,
            "claims:said": review.said,
            "claims:because": review.because,
            "claims:version": whole(review.version),
            "claims:reliability": review.reliability,
            "claims:credibility": review.credibility,
            "claims:counts": flag(review.counts),
        }
    )
    said.generations[f"{judgement}-made"] = {"prov:entity": judgement, "prov:activity": activity}
    said.derivations[f"{judgement}-of"] = {"prov:generatedEntity": judgement, "prov:usedEntity": judged}
    _opinions(said, judgement, f"{activity}-approved", _APPROVAL, review.approved)
    _opinions(said, judgement, f"{activity}-objected", _OBJECTION, review.objected)


def _opinions(said: Said, judgement: str, begin: str, of_type: Typed, opinions: Sequence[Opinion]) -> None:
    for number, opinion in enumerate(opinions, 1):
        said.entities[f"{begin}-{number}"] = given(
            {
                "prov:type": of_type,
                "claims:judgement": name(judgement),
                "claims:by": opinion.by,
                "claims:date": moment(opinion.date),
                "claims:because": opinion.because,
            }
        )


def _requests(said: Said, report: ClaimReport) -> None:
    for request in report.asked:
        said.entities[desk(request.id)] = given(
            {
                "prov:type": _REQUEST,
                "claims:claim": named(report.claim.id),
                "claims:askedOf": request.of,
                "claims:date": moment(request.date),
                "claims:question": request.question,
                "claims:answer": request.answer,
                "claims:answered": moment(request.answered),
                "claims:by": request.by,
                "claims:note": request.note,
            }
        )


def _distinct(things: Iterable[T]) -> list[T]:
    """One of each id, in the order in which they come."""
    found: dict[str, T] = {}
    for each in things:
        found.setdefault(each.id, each)
    return list(found.values())
