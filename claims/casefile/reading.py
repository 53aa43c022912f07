"""A case file read whole: nodes in, entries out, nothing stored. The grammar is docs/case-file.md."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from claims.casefile.anchored import read_dates
from claims.casefile.claims import CLAIM, read_claim
from claims.casefile.fields import Fields, Shape, Value, hint, is_scalar
from claims.casefile.loader import load, shown
from claims.entries import (
    ArticleEntry,
    CaseEntry,
    ClaimEntry,
    GradeEntry,
    SnapshotEntry,
    SourceEntry,
    TieEntry,
)
from claims.errors import BadCaseFile
from claims.vocabulary import Basis, Reliability, SourceKind

CASE = Shape("A case file", "case title sources articles claims")
SOURCE = Shape(
    "A source",
    "name kind aliases unnamed known_to owner affiliation members country zone language url note grade",
)
TIE = Shape("An owner or affiliation", "of since until")
GRADE = Shape("A grade", "reliability because by date")
SNAPSHOT = Shape("A snapshot", "sha256 text_sha256 length reader")
ARTICLE = Shape(
    "An article",
    "outlet title url language byline note copy_of basis because dated published sha256 text_sha256 length reader snapshots",
)
_SHA256 = re.compile("[0-9a-f]{64}")


def read_case(content: bytes, file: str) -> CaseEntry:
    """The case that the file describes, every default applied and every reference resolved; else BadCaseFile with the line.

    `file` is what the messages call it.
    """
    case = Fields(file, load(content, file), CASE)
    key = case.required("case", case.key("case"))
    source_fields = dict(case.keyed("sources", SOURCE))
    sources = {name: read_source(name, fields, source_fields) for name, fields in source_fields.items()}
    article_fields = dict(case.keyed("articles", ARTICLE))
    articles = {name: read_article(name, fields, sources, article_fields) for name, fields in article_fields.items()}
    _refuse_copy_circles(articles, file)
    outlets = {name: article.outlet for name, article in articles.items()}
    claims = tuple(read_claim(fields, sources, outlets) for fields in case.records("claims", CLAIM))
    check_claims(claims, file)
    return CaseEntry(key, case.line_of_text("title"), tuple(sources.values()), tuple(articles.values()), claims)


# --- sources ---------------------------------------------------------------------------------------------------------


def read_source(key: str, fields: Fields, known: Collection[str]) -> SourceEntry:
    """A source; `known`: the keys that its members may have."""
    members = fields.lines_of_text("members")
    for member in members:
        fields.known_key(member, known, "source", "members")
    return SourceEntry(
        key=key,
        name=fields.required("name", fields.line_of_text("name")),
        kind=fields.required("kind", fields.choice("kind", SourceKind)),
        aliases=fields.lines_of_text("aliases"),
        unnamed=fields.flag("unnamed"),
        known_to=fields.line_of_text("known_to"),
        owner=tuple(_tie(fields, "owner", value) for value in fields.one_or_several("owner")),
        affiliation=tuple(_tie(fields, "affiliation", value) for value in fields.one_or_several("affiliation")),
        members=members,
        country=fields.line_of_text("country"),
        zone=fields.line_of_text("zone"),
        language=fields.line_of_text("language"),
        url=fields.line_of_text("url"),
        note=fields.prose("note"),
        grades=tuple(
            _grade(Fields(fields.file, value, GRADE, fields.line)) for value in fields.one_or_several("grade")
        ),
        line=fields.line,
    )


def _tie(source: Fields, field: str, value: Value) -> TieEntry:
    if is_scalar(value):
        return TieEntry(source.line_of_item(field, value))
    fields = Fields(source.file, value, TIE, source.line)
    return TieEntry(fields.required("of", fields.line_of_text("of")), fields.date("since"), fields.date("until"))


def _grade(fields: Fields) -> GradeEntry:
    return GradeEntry(
        reliability=fields.required("reliability", fields.choice("reliability", Reliability)),
        because=fields.prose("because"),
        by=fields.line_of_text("by"),
        date=fields.date("date"),
    )


# --- articles --------------------------------------------------------------------------------------------------------


def read_article(key: str, fields: Fields, sources: Collection[str], known: Collection[str]) -> ArticleEntry:
    """An article; `known`: the keys that its original, and what its dates are read in, may have."""
    return ArticleEntry(
        key=key,
        outlet=fields.required("outlet", fields.reference("outlet", sources, "source")),
        title=fields.line_of_text("title"),
        url=fields.line_of_text("url"),
        language=fields.line_of_text("language"),
        byline=fields.line_of_text("byline"),
        note=fields.prose("note"),
        copy_of=fields.reference("copy_of", known, "article"),
        basis=fields.choice("basis", Basis) or Basis.STATED,
        because=fields.prose("because"),
        dated=read_dates(fields, known),
        snapshots=_snapshots(fields),
        line=fields.line,
    )


def _snapshots(fields: Fields) -> tuple[SnapshotEntry, ...]:
    given = [name for name in SNAPSHOT.fields if fields.has(name)]
    if not given:
        return tuple(_snapshot(each) for each in fields.records("snapshots", SNAPSHOT))
    if fields.has("snapshots"):
        raise fields.bad(
            f"Move `{given[0]}` into `snapshots`, or leave `snapshots` out: one way or the other.", given[0]
        )
    if "sha256" not in given:
        raise fields.bad(
            f"`{given[0]}` belongs to a snapshot, which needs `sha256`: the hash of the article's bytes.", given[0]
        )
    return (_snapshot(fields),)


def _snapshot(fields: Fields) -> SnapshotEntry:
    a_hash = "a SHA-256: 64 digits and letters a to f"
    return SnapshotEntry(
        sha256=fields.required("sha256", fields.matching("sha256", _SHA256, a_hash)),
        text_sha256=fields.matching("text_sha256", _SHA256, a_hash),
        length=fields.whole_number("length"),
        reader=fields.line_of_text("reader"),
    )


def _refuse_copy_circles(articles: Mapping[str, ArticleEntry], file: str) -> None:
    """Each article copies at most one other, so every circle is found by walking on until something was seen before."""
    settled: set[str] = set()
    for key in articles:
        walked: dict[str, None] = {}
        at: str | None = key
        while at is not None and at not in settled and at not in walked:
            walked[at] = None
            at = articles[at].copy_of
        if at is not None and at in walked:
            circle = _circle(list(walked), at)
            raise BadCaseFile(
                file, articles[at].line, f"An article cannot be a copy of itself: {circle}. Which one was first?"
            )
        settled.update(walked)


def _circle(walked: Sequence[str], back_at: str) -> str:
    round_ = [*walked[walked.index(back_at) :], back_at]
    shortened = round_ if len(round_) <= 7 else [*round_[:5], "…", back_at]
    return " copies ".join(shown(key) for key in shortened)


# --- claims among each other -----------------------------------------------------------------------------------------


def check_claims(claims: Sequence[ClaimEntry], file: str) -> None:
    """Refuse claims that are one another, and links that lead nowhere."""
    by_identity: dict[str, ClaimEntry] = {}
    for claim in claims:
        first = by_identity.setdefault(claim.identity, claim)
        if first is not claim:
            advice = "give each claim its own key" if claim.key is not None else "leave one out, or give it a `key`"
            raise BadCaseFile(
                file, claim.line, f"The claim {shown(claim.identity)} stands in line {first.line} already; {advice}."
            )
    for claim in claims:
        seen: set[tuple[str, str]] = set()
        for link in claim.links:
            if link.to not in by_identity:
                near = hint(link.to, by_identity)
                raise BadCaseFile(file, link.line, f"There is no claim {shown(link.to)} in this file to link to.{near}")
            if link.to == claim.identity:
                raise BadCaseFile(file, link.line, "This claim is linked to itself; name the other one.")
            if (link.kind, link.to) in seen:
                raise BadCaseFile(file, link.line, f"The link {link.kind} to {shown(link.to)} is given twice.")
            seen.add((link.kind, link.to))
