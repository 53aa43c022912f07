"""The words that provenance is told in: statements by kind, names and typed values, in the shape that PROV-JSON has for them.

The other notations are written from the same. It is plain dictionaries, so that a document of JSON is nothing but these; what is shared between
statements, such as a name, is never changed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from string import ascii_letters, digits
from typing import TypedDict, assert_never

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


ENDS: dict[str, tuple[str, str]] = {
    Kind.DERIVATION: ("prov:generatedEntity", "prov:usedEntity"),
    Kind.INFLUENCE: ("prov:influencee", "prov:influencer"),
    Kind.ATTRIBUTION: ("prov:entity", "prov:agent"),
    Kind.ASSOCIATION: ("prov:activity", "prov:agent"),
    Kind.USAGE: ("prov:activity", "prov:entity"),
    Kind.GENERATION: ("prov:entity", "prov:activity"),
    Kind.ALTERNATE: ("prov:alternate1", "prov:alternate2"),
}
"""What each relation is between; an entity, an agent and an activity are things."""

Typed = TypedDict("Typed", {"$": str, "type": str})
"""A text with a datatype, such as xsd:date; NAME for a qualified name, such as desk:C-12."""

NAME, WHOLE = "prov:QUALIFIED_NAME", "xsd:int"

Value = str | Typed
Values = Value | list[Value]
Attributes = dict[str, Values]
"""What is said of a thing, or of a relation, whose two ends stand first; several values of one name stand in a row."""

Section = dict[str, Attributes]
"""Statements of a kind by their id; the same thing said twice is one. An id that begins with `_:` is nobody's name."""


class Names(dict[str, Typed]):
    """The qualified names of ids as values, each made once: most ids are said several times of a claim."""

    def __missing__(self, id: str) -> Typed:
        made: Typed = {"$": desk(id), "type": NAME}
        self[id] = made
        return made


@dataclass(slots=True)
class Said:
    """Statements by kind, and the names that stand in them."""

    names: Names = field(default_factory=Names)
    entities: Section = field(default_factory=dict)
    agents: Section = field(default_factory=dict)
    activities: Section = field(default_factory=dict)
    derivations: Section = field(default_factory=dict)
    influences: Section = field(default_factory=dict)
    attributions: Section = field(default_factory=dict)
    associations: Section = field(default_factory=dict)
    usages: Section = field(default_factory=dict)
    generations: Section = field(default_factory=dict)
    alternates: Section = field(default_factory=dict)

    def by_kind(self) -> dict[str, Section]:
        """What is said, by the word for its kind."""
        sections = (
            self.entities, self.agents, self.activities, self.derivations, self.influences, self.attributions, self.associations,
            self.usages, self.generations, self.alternates,
        )  # fmt: skip
        return {kind: section for kind, section in zip(_KINDS, sections, strict=True) if section}


_KINDS = tuple(kind.value for kind in Kind)


def apart(kind: str, attributes: Attributes) -> tuple[tuple[str, ...], list[tuple[str, Value]]]:
    """The ends of a relation, none of a thing, and what else is said, a value each."""
    said = iter(attributes.items())
    ends = tuple([str(end) for _, end in islice(said, 2)]) if kind in ENDS else ()
    values: list[tuple[str, Value]] = []
    for name, value in said:
        if isinstance(value, list):
            values += [(name, each) for each in value]
        else:
            values.append((name, value))
    return ends, values


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


def desk(id: str) -> str:
    """The qualified name of an id. What is no id of ours becomes a name that is none either, and harmless everywhere."""
    plain = id[:1].isalnum() and not id.strip(_OF_IDS)
    return f"desk:{id}" if plain else f"desk:unknown-{short_hash(id)}"


_OF_IDS = f"{ascii_letters}{digits}-"


def name(text: str) -> Typed:
    """A qualified name as a value."""
    return {"$": text, "type": NAME}


def whole(number: int) -> Typed:
    """A number."""
    return {"$": str(number), "type": WHOLE}


def short_hash(text: str) -> str:
    """A short name for a text that has no id."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def given(attributes: dict[str, Values | None]) -> Attributes:
    """What is said, without what is not."""
    return {name: value for name, value in attributes.items() if value is not None}


def several(values: Sequence[Value]) -> Values:
    """One or more values of one name: one stands alone."""
    return values[0] if len(values) == 1 else list(values)


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


_YES: Typed = {"$": "true", "type": "xsd:boolean"}
_NO: Typed = {"$": "false", "type": "xsd:boolean"}


def flag(value: bool) -> Typed:
    """Yes or no."""
    return _YES if value else _NO


def address(url: str) -> Value:
    """A link where it may be one; else only its text."""
    target = link_target(url)
    return url if target is None else {"$": target, "type": "xsd:anyURI"}


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
def moment(value: str) -> Value:
    """A date with the datatype of its precision; XML Schema wants seconds with a time, so they are given as 00."""
    for form, datatype, seconds in _FORMS:
        if found := form.fullmatch(value):
            return {"$": f"{found[1]}{seconds}{found[2] or ''}" if seconds else value, "type": datatype}
    return value


_DATE_TERMS = {
    DateBasis.PAGE: "claims:dateOnPage",
    DateBasis.STATED: "claims:dateStated",
    DateBasis.DERIVED: "claims:dateDerived",
    DateBasis.INFERRED: "claims:dateInferred",
}


def add_dates(said: Attributes, dated: Iterable[Dated]) -> None:
    """Dates, each under the term of its basis."""
    for date in dated:
        _add(said, _DATE_TERMS[date.basis], moment(date.value))


def add_hedges(said: Attributes, hedges: Iterable[Hedge]) -> None:
    """Hedges, each under the term of what it stands on."""
    for hedge in hedges:
        on = "claims:hedgeOnAttribution" if hedge.scope is HedgeScope.ATTRIBUTION else "claims:hedgeOnWording"
        _add(said, on, hedge.text)


def _add(said: Attributes, name: str, value: Value) -> None:
    before = said.get(name)
    if before is None:
        said[name] = value
    elif isinstance(before, list):
        said[name] = [*before, value]
    else:
        said[name] = [before, value]


def add_words(said: Attributes, term: str, words: Passage, names: Names) -> None:
    """Words under a term, and where they stand."""
    if words.exact is not None:
        said[term] = words.exact
    said["claims:wordsIn"] = names[words.article]
    if words.at is not None:
        said["claims:start"], said["claims:end"] = whole(words.at[0]), whole(words.at[1])
