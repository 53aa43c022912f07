"""What a case file can say and a command line cannot, for nobody at a desk would have to; and a case without it.

Each function says what it leaves out.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from claims.entries import (
    AppearanceEntry,
    ArticleEntry,
    AttributionEntry,
    CaseEntry,
    ClaimEntry,
    EvidenceEntry,
    GradeEntry,
    HedgeEntry,
    OpinionEntry,
    RequestEntry,
    ReviewEntry,
    SourceEntry,
    TieEntry,
    VersionEntry,
)
from claims.text import folding
from claims.vocabulary import Basis, HedgeScope, Side

SOMEBODY = "Ana"
SAID = "It was said."
GROUNDED = ("true", "mostly-true", "false", "mostly-false")
"""Statuses that the desk's rules ask evidence for: only there is anything to override."""

T = TypeVar("T")


def made_sayable(case: CaseEntry) -> CaseEntry:
    """The case as near as a command line comes to it."""
    case = _plain(case)
    keys = {claim.identity: claim.key or f"claim {n}" for n, claim in enumerate(case.claims)}
    names = {folding.key(name) for source in case.sources for name in (source.name, *source.aliases)}
    known = {source.key for source in case.sources}
    return replace(
        case,
        sources=tuple(_source(source, known, names) for source in case.sources),
        articles=tuple(_article(article) for article in case.articles),
        claims=tuple(_claim(claim, keys) for claim in case.claims),
    )


def _plain(value: T) -> T:
    """No text of nothing but spaces, which takes a value away on a command line; nobody's name longer than 200 characters."""

    def changed(value: Any, name: str = "") -> Any:
        if isinstance(value, str):
            said = value[:200].strip() if name == "by" else value
            return said if said.strip() else None
        if isinstance(value, tuple):
            return tuple(map(changed, value))
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{f.name: changed(getattr(value, f.name), f.name) for f in fields(value)})
        return value

    return changed(value)  # type: ignore[no-any-return]


def _source(source: SourceEntry, known: set[str], names: set[str]) -> SourceEntry:
    """A plain name that is also a name of a source of the case is taken for that source; an @ is followed by dates."""

    def plain(of: str) -> bool:
        return of in known or (folding.key(of) not in names and "@" not in of)

    def ties(several: tuple[TieEntry, ...]) -> tuple[TieEntry, ...]:
        return tuple(tie for tie in several if plain(tie.of))

    return replace(
        source,
        owner=ties(source.owner),
        affiliation=ties(source.affiliation),
        known_to=source.known_to if source.known_to and plain(source.known_to) else None,
        grades=tuple(_grade(grade) for grade in source.grades),
    )


def _grade(grade: GradeEntry) -> GradeEntry:
    """Who grades is known, and says why."""
    return replace(grade, by=grade.by or SOMEBODY, because=grade.because or SAID)


def _article(article: ArticleEntry) -> ArticleEntry:
    """The basis of a copy belongs to a copy; one that is not stated has a reason."""
    basis = article.basis if article.copy_of is not None else Basis.STATED
    because = article.because if basis is Basis.STATED else article.because or SAID
    return replace(article, basis=basis, because=because)


def _claim(claim: ClaimEntry, keys: dict[str, str]) -> ClaimEntry:
    """What is made at a desk gets a key."""
    versions = _versions(claim.versions)
    reviews = sorted(
        (_review(review, len(versions)) for review in claim.reviews), key=lambda review: review.version or len(versions)
    )
    return replace(
        claim,
        key=keys[claim.identity],
        versions=versions,
        appearances=tuple(_appearance(step) for step in claim.appearances),
        attributions=tuple(_hop(hop) for hop in claim.attributions),
        links=tuple(replace(link, to=keys[link.to]) for link in claim.links),
        reviews=tuple(reviews),
        asked=tuple(_request(request) for request in claim.asked),
    )


def _versions(versions: tuple[VersionEntry, ...]) -> tuple[VersionEntry, ...]:
    """Who writes a version is known, and says when or why; another version has another text."""
    first, *later = versions
    said = first.date is not None or first.because is not None
    found = [replace(first, by=(first.by or SOMEBODY) if said else None)]
    for version in later:
        again = version.text == found[-1].text
        found.append(replace(version, by=version.by or SOMEBODY, text=version.text + " Again." * again))
    return tuple(found)


def _appearance(step: AppearanceEntry) -> AppearanceEntry:
    return replace(step, hedges=_hedges(step.hedges))


def _hop(hop: AttributionEntry) -> AttributionEntry:
    """What is inferred has a reason."""
    because = hop.because if hop.basis is not Basis.INFERRED else hop.because or SAID
    return replace(hop, because=because, hedges=_hedges(hop.hedges))


def _hedges(hedges: tuple[HedgeEntry, ...]) -> tuple[HedgeEntry, ...]:
    """Those on the words themselves come first; an @ is followed by a place."""
    plain = [hedge for hedge in hedges if "@" not in hedge.text]
    return tuple(sorted(plain, key=lambda hedge: hedge.scope is not HedgeScope.WORDING))


def _review(review: ReviewEntry, versions: int) -> ReviewEntry:
    """A review judges the text that stands, overrides only where it must, and everybody has one opinion of it, nobody of their own."""

    def opinions(several: tuple[OpinionEntry, ...], *, own: bool) -> tuple[OpinionEntry, ...]:
        once = {folding.key(opinion.by): opinion for opinion in reversed(several)}
        return tuple(o for o in several if once[folding.key(o.by)] is o and (own or not _same(o.by, review.by)))

    return replace(
        review,
        because=review.because.strip(),
        version=review.version or versions,
        override=review.override if review.status in GROUNDED else None,
        approved=opinions(review.approved, own=False),
        objected=tuple(replace(o, because=o.because or SAID) for o in opinions(review.objected, own=True)),
        evidence=tuple(_evidence(e) for e in sorted(review.evidence, key=lambda piece: piece.side is Side.AGAINST)),
        from_case=None,
    )


def _same(one: str, other: str) -> bool:
    return folding.key(one) == folding.key(other)


def _evidence(piece: EvidenceEntry) -> EvidenceEntry:
    """A note begins and ends with something; words hold no quotation marks."""
    wording = piece.wording.translate(str.maketrans('"“”', "'''")) if piece.wording else None
    return replace(piece, wording=wording, note=piece.note.strip() if piece.note else None)


def _request(request: RequestEntry) -> RequestEntry:
    """Who asked is known; a day belongs to an answer."""
    return replace(
        request, by=request.by or SOMEBODY, answered=request.answered if request.answer is not None else None
    )
