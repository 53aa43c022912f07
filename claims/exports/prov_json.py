"""A report as PROV-JSON: a bundle a claim, so that it can be written claim by claim, and the bundles' own provenance last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from json.encoder import encode_basestring as quoted

from claims.exports.prov import about_bundle, about_document, bundle_of, statements
from claims.exports.prov_words import Kind, Statement, Typed, Value, namespaces
from claims.exports.trace_json import dumps, visible
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


_NEXT = ",\n"


def write(report: AnyReport) -> Iterator[str]:
    """The document, a claim a piece."""
    yield f'{{\n"prefix": {_json(namespaces(report))}'
    names: list[str] = []
    for claim in report.claims:
        name = bundle_of(claim)
        begin = "," if names else ',\n"bundle": {'
        yield f"{begin}\n{_json(name)}: {_sections(statements(claim))}"
        names.append(name)
    if names:
        yield "\n}"
    for kind in Kind:
        yield from _about(kind, report, names)
    yield "\n}\n"


def _about(kind: Kind, report: AnyReport, names: Sequence[str]) -> Iterator[str]:
    """What is said of a kind about the document and its bundles, one by one: there are as many bundles as claims."""
    of_bundles = (said for name in names for said in about_bundle(name)) if kind in _OF_BUNDLES else ()
    begin = f",\n{_json(kind.value)}: {{"
    for statement in chain(about_document(report), of_bundles):
        if statement.kind is kind:
            yield f"{begin}\n{_json(statement.id)}: {visible(_told(statement, ''))}"
            begin = ","
    if begin == ",":
        yield "\n}"


_OF_BUNDLES = frozenset({Kind.ENTITY, Kind.DERIVATION, Kind.ATTRIBUTION})
"""What is said of bundles: no other kind needs a look at all of them."""


def _json(value: object) -> str:
    return dumps(value).decode().rstrip("\n")


def _sections(said: Iterable[Statement]) -> str:
    """Statements by kind and id; the same thing said twice is one thing. Written as text at once, with an indent of two."""
    sections: dict[Kind, dict[str, str]] = {}
    for statement in said:
        section = sections.get(statement.kind)
        if section is None:
            section = sections[statement.kind] = {}
        section[statement.id] = _told(statement, "    ")
    written = [
        f'  "{kind}": {{\n{_NEXT.join([f"    {quoted(id)}: {told}" for id, told in section.items()])}\n  }}'
        for kind, section in sections.items()
    ]
    return visible(f"{{\n{_NEXT.join(written)}\n}}")


def _told(statement: Statement, pad: str) -> str:
    """What a statement is between, and its attributes by name: a list where there are several."""
    kind, _, ends, attributes = statement
    told: dict[str, Value] = dict(zip(_ENDS[kind], ends, strict=True)) if ends else {}
    several: dict[str, list[Value]] = {}
    for name, value in attributes:
        if value is None:
            continue
        if name not in told:
            told[name] = value
        elif name in several:
            several[name].append(value)
        else:
            several[name] = [told[name], value]
    inner = f"{pad}  "
    lines = [
        f'{inner}"{name}": {quoted(value) if isinstance(value, str) else _value(value, inner)}'
        if name not in several
        else f'{inner}"{name}": {_list(several[name], inner)}'
        for name, value in told.items()
    ]
    return f"{{\n{_NEXT.join(lines)}\n{pad}}}"


def _list(values: Sequence[Value], pad: str) -> str:
    inner = f"{pad}  "
    return f"[\n{_NEXT.join([f'{inner}{_value(value, inner)}' for value in values])}\n{pad}]"


def _value(value: Value, pad: str) -> str:
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, int):
        text, of_type = str(value), "xsd:int"
    elif isinstance(value, Typed):
        text, of_type = value
    else:
        text, of_type = value.text, "prov:QUALIFIED_NAME"
    return f'{{\n{pad}  "$": {quoted(text)},\n{pad}  "type": "{of_type}"\n{pad}}}'
