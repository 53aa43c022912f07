"""The words that provenance is told in: statements, names and typed values, before any notation."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, assert_never

from claims.exports.escaping import link_target
from claims.records import AnyReport, Dated, Hedge, Passage
from claims.vocabulary import DateBasis, HedgeScope, SourceKind

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

    __hash__ = str.__hash__  # an enumeration's own is written in Python


class Name(NamedTuple):
    """A qualified name, such as desk:C-12."""

    text: str


class Typed(NamedTuple):
    """A text with a datatype, such as xsd:date."""

    text: str
    datatype: str


Value = str | int | Name | Typed
Attributes = tuple[tuple[str, Value | None], ...]
"""Names and values; what has no value is not said."""


class Statement(NamedTuple):
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


@lru_cache(maxsize=2**10)
def desk(id: str) -> str:
    """The qualified name of an id. What is no id of ours becomes a name that is none either, and harmless everywhere."""
    return f"desk:{id if _ID.fullmatch(id) else f'unknown-{short_hash(id)}'}"


@lru_cache(maxsize=2**10)
def named(id: str) -> Name:
    """The same as a value."""
    return Name(desk(id))


_ID = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")


def short_hash(text: str) -> str:
    """A short name for a text that has no id."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def thing(kind: Kind, id: str, of_type: str, *attributes: tuple[str, Value | None]) -> Statement:
    """An entity, an agent or an activity of a type, with what is known of it."""
    return Statement(kind, id, (), (typed(of_type), *attributes))


@lru_cache(maxsize=2**8)
def typed(name: str) -> tuple[str, Value]:
    """That a thing is of a type."""
    return "prov:type", Name(name)


def agent_type(kind: SourceKind) -> str:
    """What PROV calls a source of this kind."""
    match kind:
        case SourceKind.PERSON:
            return "prov:Person"
        case SourceKind.DOCUMENT:
            return "claims:Document"
        case SourceKind.GROUP | SourceKind.ORGANISATION | SourceKind.GOVERNMENT | SourceKind.OUTLET:
            return "prov:Organization"
        case _:
            assert_never(kind)


_YES, _NO = Typed("true", "xsd:boolean"), Typed("false", "xsd:boolean")


def flag(value: bool) -> Typed:
    """Yes or no."""
    return _YES if value else _NO


def address(url: str | None) -> Value | None:
    """A link where it may be one; else only its text."""
    return _address(url) if url is not None else None


@lru_cache(maxsize=2**10)
def _address(url: str) -> Value:
    target = link_target(url)
    return url if target is None else Typed(target, "xsd:anyURI")


_FORMS = (
    (re.compile(r"[0-9]{4}"), "xsd:gYear", ""),
    (re.compile(r"[0-9]{4}-[0-9][0-9]"), "xsd:gYearMonth", ""),
    (re.compile(r"[0-9]{4}-[0-9][0-9]-[0-9][0-9]"), "xsd:date", ""),
    (
        re.compile(r"([0-9]{4}-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9])(Z|[+-][0-9][0-9]:[0-9][0-9])?"),
        "xsd:dateTime",
        ":00",
    ),
    (
        re.compile(
            r"[0-9]{4}-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9](?:\.[0-9]+)?(?:Z|[+-][0-9][0-9]:[0-9][0-9])?"
        ),
        "xsd:dateTime",
        "",
    ),
)


@lru_cache(maxsize=2**10)
def moment(value: str | None) -> Value | None:
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


def dated_in(dated: Iterable[Dated]) -> Attributes:
    """Dates, each under the term of its basis."""
    return tuple([(_DATE_TERMS[date.basis], moment(date.value)) for date in dated]) if dated else ()


def hedged(hedges: Iterable[Hedge]) -> Attributes:
    """Hedges, each under the term of what it stands on."""
    if not hedges:
        return ()
    return tuple(
        [
            (
                "claims:hedgeOnAttribution" if hedge.scope is HedgeScope.ATTRIBUTION else "claims:hedgeOnWording",
                hedge.text,
            )
            for hedge in hedges
        ]
    )


def place(words: Passage | None) -> Attributes:
    """Where words stand."""
    if words is None:
        return ()
    article = ("claims:wordsIn", _article(words.article))
    return (article,) if words.at is None else (article, ("claims:start", words.at[0]), ("claims:end", words.at[1]))


@lru_cache(maxsize=2**10)
def _article(id: str) -> Value:
    return named(id) if re.fullmatch(r"A-\d+", id) else id
