"""A report as PROV-JSON: a bundle a claim, so that it can be written claim by claim, and the bundles' own provenance last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from claims.exports.prov import (
    Attributes,
    Kind,
    Name,
    Statement,
    Typed,
    Value,
    about_bundle,
    about_document,
    bundle_of,
    namespaces,
    statements,
)
from claims.exports.trace_json import dumps
from claims.records import AnyReport

_ENDS = {
    Kind.DERIVATION: ("prov:generatedEntity", "prov:usedEntity"),
    Kind.INFLUENCE: ("prov:influencee", "prov:influencer"),
    Kind.ATTRIBUTION: ("prov:entity", "prov:agent"),
    Kind.ASSOCIATION: ("prov:activity", "prov:agent"),
    Kind.USAGE: ("prov:activity", "prov:entity"),
    Kind.GENERATION: ("prov:entity", "prov:activity"),
    Kind.ALTERNATE: ("prov:alternate1", "prov:alternate2"),
}

Section = dict[str, dict[str, object]]


def write(report: AnyReport) -> Iterator[str]:
    """The document, a claim a piece."""
    yield f'{{\n"prefix": {_json(namespaces(report))}'
    names: list[str] = []
    for claim in report.claims:
        name = bundle_of(claim)
        begin = "," if names else ',\n"bundle": {'
        yield f"{begin}\n{_json(name)}: {_json(_sections(statements(claim)))}"
        names.append(name)
    if names:
        yield "\n}"
    about = chain(about_document(report), (said for name in names for said in about_bundle(name)))
    for section, things in _sections(about).items():
        yield f",\n{_json(section)}: {_json(things)}"
    yield "\n}\n"


def _json(value: object) -> str:
    return dumps(value).decode().rstrip("\n")


def _sections(said: Iterable[Statement]) -> dict[str, Section]:
    """Statements by kind and id; the same thing said twice is one thing."""
    sections: dict[str, Section] = {}
    for statement in said:
        ends = dict(zip(_ENDS.get(statement.kind, ()), statement.ends, strict=True))
        sections.setdefault(statement.kind.value, {})[statement.id] = {**ends, **_attributes(statement.attributes)}
    return sections


def _attributes(attributes: Attributes) -> dict[str, object]:
    """Attributes by name: a list where there are several."""
    found: dict[str, list[object]] = {}
    for name, value in attributes:
        found.setdefault(name, []).append(_value(value))
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _value(value: Value) -> object:
    match value:
        case Name(text):
            return {"$": text, "type": "prov:QUALIFIED_NAME"}
        case Typed(text, datatype):
            return {"$": text, "type": datatype}
        case int():
            return {"$": str(value), "type": "xsd:int"}
        case _:
            return str(value)
