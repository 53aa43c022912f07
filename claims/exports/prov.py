"""A report in the terms of W3C PROV: statements that each notation writes in its own way.

What is said about the chain of a claim: appearances are entities attributed to their sources, a hop is a derivation of the downstream one from the
upstream one. A derivation that turns in a circle would be invalid PROV, so hops within a circle are influences. A review is an activity that used
the claim and its evidence and generated a judgement. What PROV has no word for stands under our own vocabulary (schema/rdf/claims.ttl).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

from claims.chains.graph import components, graph_of
from claims.chains.weighing import confirmed
from claims.exports.prov_words import (
    Attributes,
    Kind,
    Name,
    Statement,
    address,
    agent_type,
    dated_in,
    desk,
    flag,
    hedged,
    moment,
    named,
    place,
    short_hash,
    thing,
    typed,
)
from claims.records import (
    AnyReport,
    Appearance,
    ArticleRef,
    Attribution,
    ClaimReport,
    Request,
    Review,
    SourceRef,
)
from claims.vocabulary import Manner, Stance

T = TypeVar("T", SourceRef, ArticleRef)

_TARGET, _SOURCE = re.compile(r"[AP]-\d+"), re.compile(r"S-\d+")


def bundle_of(claim: ClaimReport) -> str:
    """The name of all that is said about one claim."""
    return desk(f"{claim.claim.id}-provenance")


# --- what a document says of itself ----------------------------------------------------------------------------------

_LOG, _PROGRAM = desk("log"), desk("program")


def about_document(report: AnyReport) -> Iterator[Statement]:
    """The log that all of it was read from, and the program that wrote it."""
    yield thing(
        Kind.ENTITY,
        _LOG,
        "claims:Log",
        ("claims:size", report.head.size),
        ("claims:root", report.head.root),
        ("claims:asOf", report.as_of),
    )
    yield thing(Kind.AGENT, _PROGRAM, "prov:SoftwareAgent", ("prov:label", report.program))


def about_bundle(name: str) -> Iterator[Statement]:
    """That the statements on one claim were drawn from the log by the program."""
    yield thing(Kind.ENTITY, name, "prov:Bundle")
    yield Statement(Kind.DERIVATION, f"{name}-from", (name, _LOG))
    yield Statement(Kind.ATTRIBUTION, f"{name}-by", (name, _PROGRAM))


# --- one claim -------------------------------------------------------------------------------------------------------


def statements(report: ClaimReport) -> Iterator[Statement]:
    """All that is said about one claim; what several claims share is said with each of them."""
    yield from _claim(report)
    yield from _sources(report)
    yield from _articles(report)
    asserting = {a.id for a in report.trace.appearances if a.stance is Stance.ASSERTS}
    for step in report.trace.appearances:
        yield from _appearance(report, step, asserts=step.id in asserting)
    yield from _hops(report)
    for review in report.reviews:
        yield from _review(report, review)
    for link in report.links:
        ends = (report.claim.id, link.claim) if link.outgoing else (link.claim, report.claim.id)
        yield thing(
            Kind.ENTITY, desk(link.id), "claims:Link", ("claims:kind", link.kind), ("claims:from", named(ends[0])),
            ("claims:to", named(ends[1])), ("claims:because", link.because),
        )  # fmt: skip
    for request in report.asked:
        yield _request(report, request)
    for number, finding in enumerate(report.findings, 1):
        yield thing(
            Kind.ENTITY, desk(f"{report.claim.id}-finding-{number}"), "claims:Finding", ("claims:code", finding.code),
            ("claims:severity", finding.severity), ("claims:message", finding.message), ("claims:claim", named(report.claim.id)),
            *(("claims:restsOn", named(id)) for id in finding.appearances),
        )  # fmt: skip


def _claim(report: ClaimReport) -> Iterator[Statement]:
    claim = report.claim
    yield thing(
        Kind.ENTITY, desk(claim.id), "claims:Claim", ("prov:label", claim.text), ("claims:key", claim.key), ("claims:case", claim.case),
        ("claims:kind", claim.kind), ("claims:status", claim.status), ("claims:statusLabel", report.status_label),
        ("claims:reviewed", flag(claim.reviewed)), ("claims:stage", claim.stage), ("claims:version", claim.version),
        ("claims:due", moment(report.due)), ("claims:note", report.note), ("claims:published", address(report.published)),
        *(("claims:topic", topic) for topic in report.topics),
        ("claims:independentOrigins", report.origins.independent_origins), ("claims:heardBy", report.origins.heard_by),
        *(("claims:origin", named(id)) for id in report.origins.origins),
        ("claims:claimant", named(report.claimant.id) if report.claimant else claim.claimant),
    )  # fmt: skip
    for version in report.versions:
        if version.number == claim.version:
            continue
        name = desk(f"{claim.id}-v{version.number}")
        yield thing(
            Kind.ENTITY, name, "claims:ClaimVersion", ("prov:label", version.text), ("claims:version", version.number),
            ("claims:by", version.by), ("claims:date", moment(version.date)), ("claims:because", version.because),
        )  # fmt: skip
        yield Statement(Kind.DERIVATION, f"{name}-revised", (desk(claim.id), name), (typed("prov:Revision"),))


def _sources(report: ClaimReport) -> Iterator[Statement]:
    speakers = [
        s for a in report.trace.appearances for s in (a.source, *(x.outlet for x in (a.article, a.read_in) if x))
    ]
    for source in _distinct([*speakers, *([report.claimant] if report.claimant else [])]):
        yield thing(
            Kind.AGENT, desk(source.id), agent_type(source.kind), typed("claims:Source"), ("prov:label", source.name), ("claims:kind", source.kind),
            ("claims:unnamed", flag(source.unnamed) if source.unnamed else None), ("claims:knownTo", source.known_to),
            *(("claims:alias", alias) for alias in source.aliases), *(("claims:member", named(id)) for id in source.members),
            *(("claims:tie", named(tie) if _SOURCE.fullmatch(tie) else tie) for tie in source.ties),
        )  # fmt: skip


def _articles(report: ClaimReport) -> Iterator[Statement]:
    pages = _distinct([x for a in report.trace.appearances for x in (a.article, a.read_in) if x])
    known = {page.id for page in pages}
    for page in pages:
        yield _article(page)
        yield Statement(Kind.ATTRIBUTION, desk(f"{page.id}-by"), (desk(page.id), desk(page.outlet.id)))
        if page.copy_of is not None and page.copy_of != page.id:
            if page.copy_of not in known:
                yield thing(Kind.ENTITY, desk(page.copy_of), "claims:Article")
            kind = Kind.DERIVATION if _copies_end(page, pages) else Kind.INFLUENCE
            said = (("claims:manner", "copy"), ("claims:basis", page.copy_basis), ("claims:because", page.copy_because))
            yield Statement(kind, desk(f"{page.id}-copy"), (desk(page.id), desk(page.copy_of)), said)


def _copies_end(page: ArticleRef, pages: Iterable[ArticleRef]) -> bool:
    """Whether the originals of a copy lead out of it, and not back to it."""
    originals = {p.id: p.copy_of for p in pages}
    seen: set[str] = set()
    at: str | None = page.id
    while at is not None and at not in seen:
        seen.add(at)
        at = originals.get(at)
    return at is None


def _article(page: ArticleRef) -> Statement:
    return thing(
        Kind.ENTITY, desk(page.id), "claims:Article", ("prov:label", page.title), ("claims:url", address(page.url)),
        ("claims:language", page.language), ("claims:held", flag(page.held)), *dated_in(page.dated),
        *(("claims:sha256", sha256) for sha256 in page.snapshots),
    )  # fmt: skip


def _appearance(report: ClaimReport, step: Appearance, *, asserts: bool) -> Iterator[Statement]:
    name, claim = desk(step.id), desk(report.claim.id)
    yield thing(
        Kind.ENTITY, name, "claims:Appearance", ("claims:claim", Name(claim)), ("prov:value", step.wording.exact if step.wording else None),
        *place(step.wording), ("claims:article", named(step.article.id) if step.article else None),
        ("claims:readIn", named(step.read_in.id) if step.read_in else None), ("claims:key", step.key), ("claims:part", step.part),
        ("claims:stance", step.stance), ("claims:knows", step.knows), ("claims:evidenceState", step.evidence_state),
        ("claims:namedAs", step.named_as), ("claims:because", step.because), *dated_in(step.dated), *hedged(step.hedges),
    )  # fmt: skip
    yield Statement(Kind.ATTRIBUTION, f"{name}-by", (name, desk(step.source.id)))
    if asserts:
        # Not a specialisation: the claim in our own words is made from the wording, and nothing derives from its own specialisation.
        yield Statement(Kind.ALTERNATE, f"_:{step.id}-alternate", (name, claim))
        if step.wording is not None:
            yield Statement(Kind.DERIVATION, f"{name}-source", (claim, name))


def _hops(report: ClaimReport) -> Iterator[Statement]:
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
        ends = (desk(hop.downstream), desk(hop.upstream))
        yield Statement(Kind.INFLUENCE if turns else Kind.DERIVATION, desk(hop.id), ends, _about_hop(hop, turns=turns))


_DERIVATIONS = {
    Manner.QUOTES: "prov:Quotation",
    Manner.HEARD_FROM: "prov:PrimarySource",
}
"""The two manners that PROV has words for."""


def _about_hop(hop: Attribution, *, turns: bool) -> Attributes:
    special = None if turns else _DERIVATIONS.get(hop.manner)
    return (
        *((typed(special),) if special else ()), ("claims:manner", hop.manner), ("claims:basis", hop.basis), ("claims:key", hop.key),
        ("claims:cue", hop.cue.exact if hop.cue else None), *place(hop.cue), ("claims:because", hop.because), *hedged(hop.hedges),
    )  # fmt: skip


# --- judgement -------------------------------------------------------------------------------------------------------


def _review(report: ClaimReport, review: Review) -> Iterator[Statement]:
    name, judgement, reviewer = desk(review.id), desk(f"{review.id}-judgement"), _reviewer(review.reviewer)
    judged = desk(report.claim.id if review.version == report.claim.version else f"{report.claim.id}-v{review.version}")
    if review.version not in {version.number for version in report.versions} | {report.claim.version}:
        yield thing(Kind.ENTITY, judged, "claims:ClaimVersion", ("claims:version", review.version))
    yield thing(
        Kind.ACTIVITY, name, "claims:Review", ("claims:date", moment(review.date)), ("claims:recorded", moment(review.recorded)),
        ("claims:standing", review.standing), ("claims:fromCase", review.from_case), ("claims:override", review.override),
    )  # fmt: skip
    yield thing(Kind.AGENT, reviewer, "claims:Reviewer", ("prov:label", review.reviewer))
    yield Statement(Kind.ASSOCIATION, f"{name}-by", (name, reviewer))
    yield Statement(Kind.USAGE, f"{name}-judged", (name, judged))
    for number, evidence in enumerate(review.evidence, 1):
        found = desk(f"{review.id}-evidence-{number}")
        id, _, words = evidence.target.partition(":")
        target = named(id) if _TARGET.fullmatch(id) else None
        yield thing(
            Kind.ENTITY, found, "claims:Evidence", ("prov:label", evidence.label), ("claims:side", evidence.side), ("claims:target", target),
            ("claims:place", words if target and words else None), ("claims:url", address(evidence.url)), ("claims:note", evidence.note),
        )  # fmt: skip
        yield Statement(Kind.USAGE, f"{found}-used", (name, found), (("claims:side", str(evidence.side)),))
    yield thing(
        Kind.ENTITY, judgement, "claims:Judgement", ("claims:claim", named(report.claim.id)), ("claims:status", review.status),
        ("claims:said", review.said), ("claims:because", review.because), ("claims:version", review.version),
        ("claims:reliability", review.reliability), ("claims:credibility", review.credibility), ("claims:counts", flag(review.counts)),
    )  # fmt: skip
    yield Statement(Kind.GENERATION, f"{judgement}-made", (judgement, name))
    yield Statement(Kind.DERIVATION, f"{judgement}-of", (judgement, judged))
    for word, term, opinions in (
        ("approved", "claims:Approval", review.approved),
        ("objected", "claims:Objection", review.objected),
    ):
        for number, opinion in enumerate(opinions, 1):
            yield thing(
                Kind.ENTITY, desk(f"{review.id}-{word}-{number}"), term, ("claims:judgement", Name(judgement)), ("claims:by", opinion.by),
                ("claims:date", moment(opinion.date)), ("claims:because", opinion.because),
            )  # fmt: skip


def _reviewer(name: str) -> str:
    """Reviewers have names and no numbers: the same name is the same agent."""
    return desk(f"reviewer-{short_hash(name)}")


def _request(report: ClaimReport, request: Request) -> Statement:
    return thing(
        Kind.ENTITY, desk(request.id), "claims:Request", ("claims:claim", named(report.claim.id)), ("claims:askedOf", request.of),
        ("claims:date", moment(request.date)), ("claims:question", request.question), ("claims:answer", request.answer),
        ("claims:answered", moment(request.answered)), ("claims:by", request.by), ("claims:note", request.note),
    )  # fmt: skip


def _distinct(things: Iterable[T]) -> list[T]:
    """One of each id, in the order in which they come."""
    found: dict[str, T] = {}
    for each in things:
        found.setdefault(each.id, each)
    return list(found.values())
