"""What an entry says, as one hash: import compares it with the one last taken in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import orjson

from claims.entries import AppearanceEntry, ArticleEntry, AttributionEntry, ClaimEntry, ReviewEntry, SourceEntry
from claims.vocabulary import Side

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed import DataclassInstance

Json = str | int | list["Json"] | dict[str, "Json"]
_KINDS = {SourceEntry: "source", ArticleEntry: "article", ClaimEntry: "claim"}


def entry_digest(entry: SourceEntry | ArticleEntry | ClaimEntry | str | None) -> str:
    """SHA-256 (hex) of what the entry says, or of the case's title: the same for every way of writing the same.

    What is absent is left out, so that a field added to the grammar one day leaves the digests of today's entries as they are.
    """
    if entry is None or isinstance(entry, str):
        said: Json = {"title": entry} if entry is not None else {}
    else:
        said = {_KINDS[type(entry)]: _claim(entry) if isinstance(entry, ClaimEntry) else _plain(entry)}
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _claim(claim: ClaimEntry) -> dict[str, Json]:
    """The claim with what is understood written out, and what is known by its key in the order of the keys."""
    said = _plain(claim)
    _put(said, "appearances", map(_located, sorted(claim.appearances, key=attrgetter("key"))))
    hops = sorted(claim.attributions, key=lambda a: (a.downstream, a.upstream, a.key or ""))
    _put(said, "attributions", map(_located, hops))
    _put(said, "links", map(_plain, sorted(claim.links, key=lambda link: (link.kind, link.to))))
    _put(said, "reviews", (_review(review, len(claim.versions)) for review in claim.reviews))
    return said


def _put(said: dict[str, Json], name: str, parts: Iterable[Json]) -> None:
    if several := list(parts):
        said[name] = several


def _located(entry: AppearanceEntry | AttributionEntry) -> dict[str, Json]:
    """An appearance or a hop whose hedges say in which article they stand."""
    said = _plain(entry)
    if entry.hedges and entry.in_article is not None:
        said["hedges"] = [{"in_article": entry.in_article, **_plain(hedge)} for hedge in entry.hedges]
    return said


def _review(review: ReviewEntry, versions: int) -> dict[str, Json]:
    said = _plain(review)
    said["version"] = review.version or versions
    _put(said, "evidence", map(_plain, sorted(review.evidence, key=lambda piece: piece.side is Side.AGAINST)))
    return said


def _plain(entry: DataclassInstance) -> dict[str, Json]:
    """An entry as a mapping without its line and without what is absent, or put in order above."""
    names, contents = _said_by(type(entry))
    said: dict[str, Json] = {}
    for name, content in zip(names, contents(entry), strict=True):
        if content.__class__ is tuple:
            if content:
                said[name] = [item if isinstance(item, str | int) else _plain(item) for item in content]
        elif content is not None and content is not False:
            said[name] = content
    return said


_PUT_IN_ORDER = {ClaimEntry: {"appearances", "attributions", "links", "reviews"}, ReviewEntry: {"evidence"}}


@cache
def _said_by(kind: type[DataclassInstance]) -> tuple[tuple[str, ...], Callable[[DataclassInstance], tuple[Any, ...]]]:
    """The fields of an entry that say something where they stand, and what reads them all."""
    left_out = {"line"} | _PUT_IN_ORDER.get(kind, set())
    names = tuple(field.name for field in fields(kind) if field.name not in left_out)
    return names, attrgetter(*names)
