"""One claim of a case file: its text, its chain, its links, its reviews and what was asked of whom."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from claims.casefile.chain import read_chain
from claims.casefile.fields import Fields, Shape
from claims.entries import (
    AppearanceEntry,
    ClaimEntry,
    EvidenceEntry,
    LinkEntry,
    OpinionEntry,
    RequestEntry,
    ReviewEntry,
    VersionEntry,
)
from claims.vocabulary import ClaimKind, Credibility, LinkKind, Reliability, Said, Side, Stage

CLAIM = Shape(
    "A claim",
    "key text versions kind claimant due topics stage note appearances attributions chain links reviews asked",
)
VERSION = Shape("A version", "text by date because")
LINK = Shape("A link", "kind to because")
REVIEW = Shape(
    "A review",
    "status because by date said version reliability credibility for against override approved objected from",
)
EVIDENCE = Shape("A piece of evidence", "article appearance url at wording note")
OPINION = Shape("An approval or objection", "by date because")
REQUEST = Shape("A request for reply", "of date question answer answered by note")

NO_ANSWER = "none"
_SIDES = (Side.FOR, Side.AGAINST)
_WEB_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


def read_claim(fields: Fields, sources: Collection[str], outlets: Mapping[str, str]) -> ClaimEntry:
    """The claim with every end resolved; where its links lead is for the reader of the whole case to say.

    `outlets`: the outlet of each article, by key.
    """
    versions = _versions(fields)
    appearances, attributions = read_chain(fields, sources, outlets)
    return ClaimEntry(
        key=fields.key("key"),
        versions=versions,
        kind=fields.choice("kind", ClaimKind) or ClaimKind.FACT,
        claimant=fields.reference("claimant", sources, "source"),
        due=fields.date("due"),
        topics=fields.lines_of_text("topics"),
        stage=fields.choice("stage", Stage) or Stage.NEW,
        note=fields.prose("note"),
        appearances=appearances,
        attributions=attributions,
        links=tuple([_link(each) for each in fields.records("links", LINK)]),
        reviews=_reviews(fields, len(versions), appearances, outlets),
        asked=tuple([_request(each, sources) for each in fields.records("asked", REQUEST)]),
        line=fields.line,
    )


def _versions(fields: Fields) -> tuple[VersionEntry, ...]:
    text = fields.line_of_text("text")
    if text is not None:
        if fields.has("versions"):
            raise fields.bad("A claim has `text` or `versions`, not both; the newest version comes last.", "versions")
        return (VersionEntry(text),)
    versions = tuple(
        VersionEntry(
            text=each.required("text", each.line_of_text("text")),
            by=each.line_of_text("by"),
            date=each.date("date"),
            because=each.prose("because"),
        )
        for each in fields.records("versions", VERSION)
    )
    if not versions:
        raise fields.bad("A claim needs `text`: what is claimed, in one sentence of our own.")
    return versions


def _link(fields: Fields) -> LinkEntry:
    return LinkEntry(
        kind=fields.required("kind", fields.choice("kind", LinkKind)),
        to=fields.required("to", fields.line_of_text("to")),
        because=fields.prose("because"),
        line=fields.line,
    )


def _request(fields: Fields, sources: Collection[str]) -> RequestEntry:
    answer = fields.prose("answer")
    return RequestEntry(
        of=fields.required("of", fields.reference("of", sources, "source")),
        date=fields.date("date"),
        question=fields.prose("question"),
        answer=None if answer == NO_ANSWER else answer,
        answered=fields.date("answered"),
        by=fields.line_of_text("by"),
        note=fields.prose("note"),
        line=fields.line,
    )


# --- reviews ---------------------------------------------------------------------------------------------------------


def _reviews(
    claim: Fields, versions: int, appearances: Iterable[AppearanceEntry], articles: Collection[str]
) -> tuple[ReviewEntry, ...]:
    if not claim.mentions("reviews"):
        return ()
    keys = {appearance.key for appearance in appearances}
    return tuple([_review(each, versions, keys, articles) for each in claim.records("reviews", REVIEW)])


def _review(fields: Fields, versions: int, appearances: Collection[str], articles: Collection[str]) -> ReviewEntry:
    version = fields.whole_number("version")
    if version is not None and not 1 <= version <= versions:
        has = "one version" if versions == 1 else f"versions 1 to {versions}"
        raise fields.bad(f"There is no version {version}: this claim has {has}.", "version")
    return ReviewEntry(
        status=fields.required("status", fields.line_of_text("status")),
        because=fields.required("because", fields.words("because")),
        by=fields.required("by", fields.line_of_text("by")),
        date=fields.date("date"),
        said=fields.choice("said", Said),
        version=version,
        reliability=fields.choice("reliability", Reliability),
        credibility=fields.choice("credibility", Credibility),
        evidence=tuple(
            [
                _evidence(each, side, appearances, articles)
                for side in _SIDES
                for each in fields.records(side.value, EVIDENCE)
            ]
        ),
        override=fields.words("override"),
        approved=tuple([_opinion(each) for each in fields.records("approved", OPINION)]),
        objected=tuple([_opinion(each) for each in fields.records("objected", OPINION)]),
        from_case=fields.key("from"),
        line=fields.line,
    )


def _opinion(fields: Fields) -> OpinionEntry:
    return OpinionEntry(
        by=fields.required("by", fields.line_of_text("by")), date=fields.date("date"), because=fields.prose("because")
    )


def _evidence(fields: Fields, side: Side, appearances: Collection[str], articles: Collection[str]) -> EvidenceEntry:
    given = [name for name in ("article", "appearance", "url") if fields.has(name)]
    if len(given) != 1:
        raise fields.bad(
            "A piece of evidence is one of `article`, `appearance` and `url`.", given[-1] if given else None
        )
    for name in ("at", "wording"):
        if given != ["article"] and fields.has(name):
            raise fields.bad(f"`{name}` goes with `article`: the words that speak for or against.", name)
    wording = fields.words("wording")
    return EvidenceEntry(
        side=side,
        article=fields.reference("article", articles, "article"),
        appearance=fields.reference("appearance", appearances, "appearance", where="claim"),
        url=fields.matching("url", _WEB_ADDRESS, "an address that begins with http:// or https://"),
        at=fields.place_of(wording, "wording", readable=True),
        wording=wording,
        note=fields.prose("note"),
    )
