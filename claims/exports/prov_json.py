"""A report as PROV-JSON: a bundle a claim, so that it can be written claim by claim, and the bundles' own provenance last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from claims.exports.prov import about_bundle, about_document, bundle_of, statements
from claims.exports.prov_words import Kind, Name, Statement, Typed, Value, namespaces
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
    for kind in Kind:
        yield from _about(kind, report, names)
    yield "\n}\n"


def _about(kind: Kind, report: AnyReport, names: Sequence[str]) -> Iterator[str]:
    """What is said of a kind about the document and its bundles, one by one: there are as many bundles as claims."""
    told = chain(about_document(report), (said for name in names for said in about_bundle(name)))
    begin = f",\n{_json(kind.value)}: {{"
    for statement in told:
        if statement.kind is kind:
            yield f"{begin}\n{_json(statement.id)}: {_json(_told(statement))}"
            begin = ","
    if begin == ",":
        yield "\n}"


def _json(value: object) -> str:
    return dumps(value).decode().rstrip("\n")


def _sections(said: Iterable[Statement]) -> dict[str, Section]:
    """Statements by kind and id; the same thing said twice is one thing."""
    sections: dict[Kind, Section] = {}
    for statement in said:
        sections.setdefault(statement.kind, {})[statement.id] = _told(statement)
    return {kind.value: section for kind, section in sections.items()}


def _told(statement: Statement) -> dict[str, Any]:
    """What a statement is between, and its attributes by name: a list where there are several."""
    told: dict[str, Any] = dict(zip(_ENDS[statement.kind], statement.ends, strict=True)) if statement.ends else {}
    several: set[str] = set()
    for name, value in statement.attributes:
        written = value if type(value) is str else _value(value)
        if name not in told:
            told[name] = written
        elif name in several:
            told[name].append(written)
        else:
            several.add(name)
            told[name] = [told[name], written]
    return told


def _value(value: Value) -> object:
    if isinstance(value, Name):
        return {"$": value.text, "type": "prov:QUALIFIED_NAME"}
    if isinstance(value, Typed):
        return {"$": value.text, "type": value.datatype}
    return {"$": str(value), "type": "xsd:int"} if isinstance(value, int) else str(value)
