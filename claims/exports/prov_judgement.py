"""What PROV says of how a claim was judged: reviews with their evidence, links to other claims, requests for reply, and findings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from claims.exports.prov_words import (
    Attributes,
    Names,
    Said,
    Typed,
    address,
    desk,
    flag,
    given,
    moment,
    name,
    several,
    short_hash,
    whole,
)
from claims.records import ClaimReport, Evidence, Link, Opinion, Request, Review

VERSION = name("claims:ClaimVersion")

_REVIEW, _REVIEWER, _EVIDENCE = name("claims:Review"), name("claims:Reviewer"), name("claims:Evidence")
_JUDGEMENT, _APPROVAL, _OBJECTION = name("claims:Judgement"), name("claims:Approval"), name("claims:Objection")
_LINK, _REQUEST, _FINDING = name("claims:Link"), name("claims:Request"), name("claims:Finding")

_TARGET = re.compile(r"[AP]-\d+")


def add_judgement(said: Said, claim: Typed, report: ClaimReport) -> None:
    """All that is said about the judgement of a claim, given its name; what it said before is said already."""
    for review in report.reviews:
        judged = claim["$"] if review.version == report.claim.version else f"{claim['$']}-v{review.version}"
        if judged not in said.entities:
            said.entities[judged] = {"prov:type": VERSION, "claims:version": whole(review.version)}
        _review(said, claim, judged, review)
    for link in report.links:
        said.entities[desk(link.id)] = _link(claim, said.names[link.claim], link)
    for request in report.asked:
        said.entities[desk(request.id)] = _request(claim, request)
    for number, finding in enumerate(report.findings, 1):
        told: Attributes = {
            "prov:type": _FINDING,
            "claims:code": finding.code,
            "claims:severity": finding.severity,
            "claims:message": finding.message,
            "claims:claim": claim,
        }
        if finding.appearances:
            told["claims:restsOn"] = several([said.names[id] for id in finding.appearances])
        said.entities[f"{claim['$']}-finding-{number}"] = told


def _review(said: Said, claim: Typed, judged: str, review: Review) -> None:
    id, reviewer = desk(review.id), _reviewer(review.reviewer)
    told: Attributes = {"prov:type": _REVIEW}
    if review.date is not None:
        told["claims:date"] = moment(review.date)
    told |= {"claims:recorded": moment(review.recorded), "claims:standing": review.standing}
    if review.from_case is not None:
        told["claims:fromCase"] = review.from_case
    if review.override is not None:
        told["claims:override"] = review.override
    said.activities[id] = told
    said.agents[reviewer] = {"prov:type": _REVIEWER, "prov:label": review.reviewer}
    said.associations[f"{id}-by"] = {"prov:activity": id, "prov:agent": reviewer}
    said.usages[f"{id}-judged"] = {"prov:activity": id, "prov:entity": judged}
    for number, evidence in enumerate(review.evidence, 1):
        found = f"{id}-evidence-{number}"
        said.entities[found] = _evidence(evidence, said.names)
        said.usages[f"{found}-used"] = {"prov:activity": id, "prov:entity": found, "claims:side": evidence.side}
    judgement = f"{id}-judgement"
    said.entities[judgement] = _judgement(claim, review)
    said.generations[f"{judgement}-made"] = {"prov:entity": judgement, "prov:activity": id}
    said.derivations[f"{judgement}-of"] = {"prov:generatedEntity": judgement, "prov:usedEntity": judged}
    _opinions(said, judgement, f"{id}-approved", _APPROVAL, review.approved)
    _opinions(said, judgement, f"{id}-objected", _OBJECTION, review.objected)


@lru_cache(maxsize=2**8)
def _reviewer(reviewer: str) -> str:
    """Reviewers have names and no numbers: the same name is the same agent."""
    return desk(f"reviewer-{short_hash(reviewer)}")


def _evidence(evidence: Evidence, names: Names) -> Attributes:
    told: Attributes = {"prov:type": _EVIDENCE, "prov:label": evidence.label, "claims:side": evidence.side}
    id, _, words = evidence.target.partition(":")
    if _TARGET.fullmatch(id):
        told["claims:target"] = names[id]
        if words:
            told["claims:place"] = words
    if evidence.url is not None:
        told["claims:url"] = address(evidence.url)
    if evidence.note is not None:
        told["claims:note"] = evidence.note
    return told


def _judgement(claim: Typed, review: Review) -> Attributes:
    told: Attributes = {
        "prov:type": _JUDGEMENT,
        "claims:claim": claim,
        "claims:status": review.status,
        "claims:because": review.because,
        "claims:version": whole(review.version),
        "claims:counts": flag(review.counts),
    }
    if review.said is not None:
        told["claims:said"] = review.said
    if review.reliability is not None:
        told["claims:reliability"] = review.reliability
    if review.credibility is not None:
        told["claims:credibility"] = review.credibility
    return told


def _opinions(said: Said, judgement: str, begin: str, of_type: Typed, opinions: Sequence[Opinion]) -> None:
    for number, opinion in enumerate(opinions, 1):
        said.entities[f"{begin}-{number}"] = given(
            {
                "prov:type": of_type,
                "claims:judgement": name(judgement),
                "claims:by": opinion.by,
                "claims:date": opinion.date and moment(opinion.date),
                "claims:because": opinion.because,
            }
        )


def _link(here: Typed, there: Typed, link: Link) -> Attributes:
    return given(
        {
            "prov:type": _LINK,
            "claims:kind": link.kind,
            "claims:from": here if link.outgoing else there,
            "claims:to": there if link.outgoing else here,
            "claims:because": link.because,
        }
    )


def _request(claim: Typed, request: Request) -> Attributes:
    return given(
        {
            "prov:type": _REQUEST,
            "claims:claim": claim,
            "claims:askedOf": request.of,
            "claims:date": request.date and moment(request.date),
            "claims:question": request.question,
            "claims:answer": request.answer,
            "claims:answered": request.answered and moment(request.answered),
            "claims:by": request.by,
            "claims:note": request.note,
        }
    )
