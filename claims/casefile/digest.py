"""What an entry says, as one hash: import compares it with the one last taken in."""

from __future__ import annotations

import hashlib
from dataclasses import fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import orjson

from claims.entries import AppearanceEntry, ArticleEntry, AttributionEntry, ClaimEntry, ReviewEntry, SourceEntry
from claims.vocabulary import Side

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Json = str | int | list["Json"] | dict[str, "Json"]
Part = TypeVar("Part", AppearanceEntry, AttributionEntry)
_KINDS = {SourceEntry: "source", ArticleEntry: "article", ClaimEntry: "claim"}


def entry_digest(entry: SourceEntry | ArticleEntry | ClaimEntry | str | None) -> str:
    """SHA-256 (hex) of what the entry says, or of the case's title: the same for every way of writing the same.

    What is absent is left out, so that a field added to the grammar one day leaves the digests of today's entries as they are.
    """
    if entry is None or isinstance(entry, str):
        said: Json = {"title": entry} if entry is not None else {}
    else:
        said = {_KINDS[type(entry)]: _plain(_settled(entry) if isinstance(entry, ClaimEntry) else entry)}
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _settled(claim: ClaimEntry) -> ClaimEntry:
    """The claim with what is understood written out, and what is known by its key in the order of the keys."""
    return replace(
        claim,
        appearances=tuple(sorted(map(_located, claim.appearances), key=lambda a: a.key)),
        attributions=tuple(
            sorted(map(_located, claim.attributions), key=lambda a: (a.downstream, a.upstream, a.key or ""))
        ),
        links=tuple(sorted(claim.links, key=lambda link: (link.kind, link.to))),
        reviews=tuple(_review(review, len(claim.versions)) for review in claim.reviews),
    )


def _located(entry: Part) -> Part:
    """An appearance or a hop whose hedges say in which article they stand."""
    if not entry.hedges:
        return entry
    hedges = tuple(replace(hedge, in_article=hedge.in_article or entry.in_article) for hedge in entry.hedges)
    return replace(entry, hedges=hedges)


def _review(review: ReviewEntry, versions: int) -> ReviewEntry:
    return replace(
        review,
        version=review.version or versions,
        evidence=tuple(sorted(review.evidence, key=lambda piece: piece.side is Side.AGAINST)),
    )


def _plain(value: str | int | tuple[Any, ...] | DataclassInstance) -> Json:
    """Entries as mappings without their lines and without what is absent."""
    if isinstance(value, str | int):
        return value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    said: dict[str, Json] = {}
    for name in _said_by(type(value)):
        content = getattr(value, name)
        if content is not None and content is not False and content != ():
            said[name] = content if type(content) is str else _plain(content)
    return said


@cache
def _said_by(kind: type[DataclassInstance]) -> tuple[str, ...]:
    """The fields of an entry but its line, which says nothing."""
    return tuple(field.name for field in fields(kind) if field.name != "line")
