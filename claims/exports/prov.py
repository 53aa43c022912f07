"""A report in the terms of W3C PROV: statements that each notation writes in its own way.

What is said about the chain of a claim: appearances are entities attributed to their sources, a hop is a derivation of the downstream one from the
upstream one. A derivation that turns in a circle would be invalid PROV, so hops within a circle are influences. A review is an activity that used
the claim and its evidence and generated a judgement. What PROV has no word for stands under our own vocabulary (schema/rdf/claims.ttl).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from claims.chains.graph import components, graph_of
from claims.chains.weighing import confirmed
from claims.exports.escaping import link_target
from claims.records import (
    AnyReport,
    Appearance,
    ArticleRef,
    Attribution,
    ClaimReport,
    Dated,
    Hedge,
    Passage,
    Request,
    Review,
    SourceRef,
)
from claims.vocabulary import DateBasis, Manner, SourceKind, Stance

VOCABULARY = "urn:uuid:0b6a2f0e-5d0c-4f57-9d0e-6f1f4b1f7a52#"
"""The namespace of our own terms: a name that nobody else can own, rather than a web address that somebody might."""

NAMESPACES = {
    "claims": VOCABULARY,
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


class Kind(StrEnum):
    """The kinds of statement that are used here, as PROV-N writes them."""

    ENTITY = "entity"
    AGENT = "agent"
    ACTIVITY = "activity"
    DERIVATION = "wasDerivedFrom"
    INFLUENCE = "wasInfluencedBy"
    ATTRIBUTION = "wasAttributedTo"
    ASSOCIATION = "wasAssociatedWith"
    USAGE = "used"
    GENERATION = "wasGeneratedBy"
    ALTERNATE = "alternateOf"


@dataclass(frozen=True, slots=True)
class Name:
    """A qualified name, such as desk:C-12."""

    text: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A text with a datatype, such as xsd:date."""

    text: str
    datatype: str


T = TypeVar("T", SourceRef, ArticleRef)
Value = str | int | Name | Typed
Attributes = tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: `ends` are none for a thing, and two for what is said between two. An id that begins with `_:` is nobody's name."""

    kind: Kind
    id: str
    ends: tuple[str, ...] = ()
    attributes: Attributes = ()


def desk_namespace(report: AnyReport) -> str:
    """The namespace of this desk's ids: the log's random origin makes C-12 of one desk another than C-12 of the next."""
    origin = report.head.origin
    if re.fullmatch("[0-9a-f]{32}", origin):
        parts = (origin[:8], origin[8:12], origin[12:16], origin[16:20], origin[20:])
        return f"urn:uuid:{'-'.join(parts)}#"
    return f"urn:sha256:{hashlib.sha256(origin.encode()).hexdigest()}#"


def namespaces(report: AnyReport) -> dict[str, str]:
    """Every prefix that a document of this report uses."""
    return {"desk": desk_namespace(report), **NAMESPACES}


@lru_cache(maxsize=2**14)
def desk(id: str) -> str:
    """The qualified name of an id. What is no id of ours becomes a name that is none either, and harmless everywhere."""
    return f"desk:{id if _ID.fullmatch(id) else f'unknown-{_hash(id)}'}"


_ID = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def bundle_of(claim: ClaimReport) -> str:
    """The name of all that is said about one claim."""
    return desk(f"{claim.claim.id}-provenance")


# --- what a document says of itself ----------------------------------------------------------------------------------

_LOG, _PROGRAM = desk("log"), desk("program")


def about_document(report: AnyReport) -> Iterator[Statement]:
    """The log that all of it was read from, and the program that wrote it."""
    yield _thing(
        Kind.ENTITY,
        _LOG,
        "claims:Log",
        ("claims:size", report.head.size),
        ("claims:root", report.head.root),
        ("claims:asOf", report.as_of),
    )
    yield _thing(Kind.AGENT, _PROGRAM, "prov:SoftwareAgent", ("prov:label", report.program))


def about_bundle(name: str) -> Iterator[Statement]:
    """That the statements on one claim were drawn from the log by the program."""
    yield _thing(Kind.ENTITY, name, "prov:Bundle")
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
        yield _thing(
            Kind.ENTITY, desk(link.id), "claims:Link", ("claims:kind", link.kind), ("claims:from", Name(desk(ends[0]))),
            ("claims:to", Name(desk(ends[1]))), ("claims:because", link.because),
        )  # fmt: skip
    for request in report.asked:
        yield _request(report, request)
    for number, finding in enumerate(report.findings, 1):
        yield _thing(
            Kind.ENTITY, desk(f"{report.claim.id}-finding-{number}"), "claims:Finding", ("claims:code", finding.code),
            ("claims:severity", finding.severity), ("claims:message", finding.message), ("claims:claim", Name(desk(report.claim.id))),
            *(("claims:restsOn", Name(desk(id))) for id in finding.appearances),
        )  # fmt: skip


def _claim(report: ClaimReport) -> Iterator[Statement]:
    claim = report.claim
    yield _thing(
        Kind.ENTITY, desk(claim.id), "claims:Claim", ("prov:label", claim.text), ("claims:key", claim.key), ("claims:case", claim.case),
        ("claims:kind", claim.kind), ("claims:status", claim.status), ("claims:statusLabel", report.status_label),
        ("claims:reviewed", _flag(claim.reviewed)), ("claims:stage", claim.stage), ("claims:version", claim.version),
        ("claims:due", _moment(report.due)), ("claims:note", report.note), ("claims:published", _address(report.published)),
        *(("claims:topic", topic) for topic in report.topics),
        ("claims:independentOrigins", report.origins.independent_origins), ("claims:heardBy", report.origins.heard_by),
        *(("claims:origin", Name(desk(id))) for id in report.origins.origins),
        ("claims:claimant", Name(desk(report.claimant.id)) if report.claimant else claim.claimant),
    )  # fmt: skip
    for version in report.versions:
        if version.number == claim.version:
            continue
        name = desk(f"{claim.id}-v{version.number}")
        yield _thing(
            Kind.ENTITY, name, "claims:ClaimVersion", ("prov:label", version.text), ("claims:version", version.number),
            ("claims:by", version.by), ("claims:date", _moment(version.date)), ("claims:because", version.because),
        )  # fmt: skip
        yield Statement(Kind.DERIVATION, f"{name}-revised", (desk(claim.id), name), (_type("prov:Revision"),))


def _sources(report: ClaimReport) -> Iterator[Statement]:
    speakers = [
        s for a in report.trace.appearances for s in (a.source, *(x.outlet for x in (a.article, a.read_in) if x))
    ]
    for source in _distinct([*speakers, *([report.claimant] if report.claimant else [])]):
        yield _thing(
            Kind.AGENT, desk(source.id), _agent_type(source.kind), _type("claims:Source"), ("prov:label", source.name), ("claims:kind", source.kind),
            ("claims:unnamed", _flag(source.unnamed) if source.unnamed else None), ("claims:knownTo", source.known_to),
            *(("claims:alias", alias) for alias in source.aliases), *(("claims:member", Name(desk(id))) for id in source.members),
            *(("claims:tie", Name(desk(tie)) if re.fullmatch(r"S-\d+", tie) else tie) for tie in source.ties),
        )  # fmt: skip


def _articles(report: ClaimReport) -> Iterator[Statement]:
    pages = _distinct([x for a in report.trace.appearances for x in (a.article, a.read_in) if x])
    known = {page.id for page in pages}
    for page in pages:
        yield _article(page)
        yield Statement(Kind.ATTRIBUTION, desk(f"{page.id}-by"), (desk(page.id), desk(page.outlet.id)))
        if page.copy_of is not None and page.copy_of != page.id:
            if page.copy_of not in known:
                yield _thing(Kind.ENTITY, desk(page.copy_of), "claims:Article")
            kind = Kind.DERIVATION if _copies_end(page, pages) else Kind.INFLUENCE
            said = _given(
                ("claims:manner", "copy"), ("claims:basis", page.copy_basis), ("claims:because", page.copy_because)
            )
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
    return _thing(
        Kind.ENTITY, desk(page.id), "claims:Article", ("prov:label", page.title), ("claims:url", _address(page.url)),
        ("claims:language", page.language), ("claims:held", _flag(page.held)), *_dates(page.dated),
        *(("claims:sha256", sha256) for sha256 in page.snapshots),
    )  # fmt: skip


def _appearance(report: ClaimReport, step: Appearance, *, asserts: bool) -> Iterator[Statement]:
    name, claim = desk(step.id), desk(report.claim.id)
    yield _thing(
        Kind.ENTITY, name, "claims:Appearance", ("claims:claim", Name(claim)), ("prov:value", step.wording.exact if step.wording else None),
        *_place(step.wording), ("claims:article", Name(desk(step.article.id)) if step.article else None),
        ("claims:readIn", Name(desk(step.read_in.id)) if step.read_in else None), ("claims:key", step.key), ("claims:part", step.part),
        ("claims:stance", step.stance), ("claims:knows", step.knows), ("claims:evidenceState", step.evidence_state),
        ("claims:namedAs", step.named_as), ("claims:because", step.because), *_dates(step.dated), *_hedges(step.hedges),
    )  # fmt: skip
    yield Statement(Kind.ATTRIBUTION, f"{name}-by", (name, desk(step.source.id)))
    if asserts:
        # Not a specialisation: the claim in our own words is made from the wording, and nothing derives from its own specialisation.
        yield Statement(Kind.ALTERNATE, f"_:{step.id}-alternate", (name, claim))
        if step.wording is not None:
            yield Statement(Kind.DERIVATION, f"{name}-source", (claim, name))


def _hops(report: ClaimReport) -> Iterator[Statement]:
    """Confirmed hops; what a machine suggested or a person rejected says nothing about where a claim comes from."""
    circle = {
        id: n for n, ids in enumerate(components(graph_of(report.trace, confirmed))) if len(ids) > 1 for id in ids
    }
    known = {a.id for a in report.trace.appearances}
    for hop in report.trace.attributions:
        if not confirmed(hop) or not {hop.downstream, hop.upstream} <= known:
            continue
        turns = hop.downstream == hop.upstream or (
            hop.downstream in circle and circle[hop.downstream] == circle.get(hop.upstream)
        )
        ends = (desk(hop.downstream), desk(hop.upstream))
        yield Statement(
            Kind.INFLUENCE if turns else Kind.DERIVATION, desk(hop.id), ends, tuple(_about_hop(hop, turns=turns))
        )


_DERIVATIONS = {
    Manner.QUOTES: "prov:Quotation",
    Manner.HEARD_FROM: "prov:PrimarySource",
}
"""The two manners that PROV has words for."""


def _about_hop(hop: Attribution, *, turns: bool) -> Iterator[tuple[str, Value]]:
    if not turns and hop.manner in _DERIVATIONS:
        yield _type(_DERIVATIONS[hop.manner])
    yield from _given(
        ("claims:manner", hop.manner), ("claims:basis", hop.basis), ("claims:key", hop.key), ("claims:cue", hop.cue.exact if hop.cue else None),
        *_place(hop.cue), ("claims:because", hop.because), *_hedges(hop.hedges),
    )  # fmt: skip


# --- judgement -------------------------------------------------------------------------------------------------------


def _review(report: ClaimReport, review: Review) -> Iterator[Statement]:
    name, judgement, reviewer = desk(review.id), desk(f"{review.id}-judgement"), _reviewer(review.reviewer)
    judged = desk(report.claim.id if review.version == report.claim.version else f"{report.claim.id}-v{review.version}")
    if review.version not in {version.number for version in report.versions} | {report.claim.version}:
        yield _thing(Kind.ENTITY, judged, "claims:ClaimVersion", ("claims:version", review.version))
    yield _thing(
        Kind.ACTIVITY, name, "claims:Review", ("claims:date", _moment(review.date)), ("claims:recorded", _moment(review.recorded)),
        ("claims:standing", review.standing), ("claims:fromCase", review.from_case), ("claims:override", review.override),
    )  # fmt: skip
    yield _thing(Kind.AGENT, reviewer, "claims:Reviewer", ("prov:label", review.reviewer))
    yield Statement(Kind.ASSOCIATION, f"{name}-by", (name, reviewer))
    yield Statement(Kind.USAGE, f"{name}-judged", (name, judged))
    for number, evidence in enumerate(review.evidence, 1):
        found = desk(f"{review.id}-evidence-{number}")
        id, _, place = evidence.target.partition(":")
        target = Name(desk(id)) if re.fullmatch(r"[AP]-\d+", id) else None
        yield _thing(
            Kind.ENTITY, found, "claims:Evidence", ("prov:label", evidence.label), ("claims:side", evidence.side), ("claims:target", target),
            ("claims:place", place if target and place else None), ("claims:url", _address(evidence.url)), ("claims:note", evidence.note),
        )  # fmt: skip
        yield Statement(Kind.USAGE, f"{found}-used", (name, found), (("claims:side", str(evidence.side)),))
    yield _thing(
        Kind.ENTITY, judgement, "claims:Judgement", ("claims:claim", Name(desk(report.claim.id))), ("claims:status", review.status),
        ("claims:said", review.said), ("claims:because", review.because), ("claims:version", review.version),
        ("claims:reliability", review.reliability), ("claims:credibility", review.credibility), ("claims:counts", _flag(review.counts)),
    )  # fmt: skip
    yield Statement(Kind.GENERATION, f"{judgement}-made", (judgement, name))
    yield Statement(Kind.DERIVATION, f"{judgement}-of", (judgement, judged))
    for word, term, opinions in (
        ("approved", "claims:Approval", review.approved),
        ("objected", "claims:Objection", review.objected),
    ):
        for number, opinion in enumerate(opinions, 1):
            yield _thing(
                Kind.ENTITY, desk(f"{review.id}-{word}-{number}"), term, ("claims:judgement", Name(judgement)), ("claims:by", opinion.by),
                ("claims:date", _moment(opinion.date)), ("claims:because", opinion.because),
            )  # fmt: skip


def _reviewer(name: str) -> str:
    """Reviewers have names and no numbers: the same name is the same agent."""
    return desk(f"reviewer-{_hash(name)}")


def _request(report: ClaimReport, request: Request) -> Statement:
    return _thing(
        Kind.ENTITY, desk(request.id), "claims:Request", ("claims:claim", Name(desk(report.claim.id))), ("claims:askedOf", request.of),
        ("claims:date", _moment(request.date)), ("claims:question", request.question), ("claims:answer", request.answer),
        ("claims:answered", _moment(request.answered)), ("claims:by", request.by), ("claims:note", request.note),
    )  # fmt: skip


# --- values ----------------------------------------------------------------------------------------------------------


def _thing(kind: Kind, id: str, of_type: str, *attributes: tuple[str, Value | None]) -> Statement:
    return Statement(kind, id, (), (_type(of_type), *_given(*attributes)))


def _given(*attributes: tuple[str, Value | None]) -> Attributes:
    return tuple((name, value) for name, value in attributes if value is not None)


def _type(name: str) -> tuple[str, Value]:
    return "prov:type", Name(name)


def _agent_type(kind: SourceKind) -> str:
    match kind:
        case SourceKind.PERSON:
            return "prov:Person"
        case SourceKind.DOCUMENT:
            return "claims:Document"
        case _:
            return "prov:Organization"


def _flag(value: bool) -> Typed:
    return Typed("true" if value else "false", "xsd:boolean")


def _address(url: str | None) -> Value | None:
    """A link where it may be one; else only its text."""
    if url is None:
        return None
    target = link_target(url)
    return url if target is None else Typed(target, "xsd:anyURI")


_FORMS = (
    (re.compile(r"\d{4}"), "xsd:gYear", ""),
    (re.compile(r"\d{4}-\d\d"), "xsd:gYearMonth", ""),
    (re.compile(r"\d{4}-\d\d-\d\d"), "xsd:date", ""),
    (re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d)(Z|[+-]\d\d:\d\d)?"), "xsd:dateTime", ":00"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?"), "xsd:dateTime", ""),
)


def _moment(value: str | None) -> Value | None:
    """A date with the datatype of its precision; XML Schema wants seconds with a time, so they are given as 00."""
    if value is None:
        return None
    for form, datatype, seconds in _FORMS:
        if found := form.fullmatch(value):
            return Typed(f"{found[1]}{seconds}{found[2] or ''}" if seconds else value, datatype)
    return value


_DATE_TERMS = {
    DateBasis.PAGE: "claims:dateOnPage",
    DateBasis.STATED: "claims:dateStated",
    DateBasis.DERIVED: "claims:dateDerived",
    DateBasis.INFERRED: "claims:dateInferred",
}


def _dates(dated: Iterable[Dated]) -> Iterator[tuple[str, Value | None]]:
    for date in dated:
        yield _DATE_TERMS[date.basis], _moment(date.value)


def _hedges(hedges: Iterable[Hedge]) -> Iterator[tuple[str, Value]]:
    for hedge in hedges:
        yield ("claims:hedgeOnAttribution" if hedge.scope == "attribution" else "claims:hedgeOnWording"), hedge.text


def _place(words: Passage | None) -> Iterator[tuple[str, Value | None]]:
    if words is not None:
        yield "claims:wordsIn", Name(desk(words.article)) if re.fullmatch(r"A-\d+", words.article) else words.article
        if words.at is not None:
            yield "claims:start", words.at[0]
            yield "claims:end", words.at[1]


def _distinct(things: Iterable[T]) -> list[T]:
    """One of each id, in the order in which they come."""
    found: dict[str, T] = {}
    for thing in things:
        found.setdefault(thing.id, thing)
    return list(found.values())
