"""A report as PROV-O in Turtle: one graph, direct and qualified triples side by side.

A path such as `prov:wasDerivedFrom+` walks the direct ones; the qualified ones hold what is known of a step. Turtle has no bundles: TriG keeps the
claims apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from claims.exports.prov import about_document, statements
from claims.exports.prov_words import Kind, Name, Statement, Typed, Value, namespaces
from claims.exports.quoting import quoted
from claims.records import AnyReport

_RDFS = "http://www.w3.org/2000/01/rdf-schema#"

_TYPES = {Kind.ENTITY: "prov:Entity", Kind.AGENT: "prov:Agent", Kind.ACTIVITY: "prov:Activity"}

_QUALIFIED = {
    Kind.DERIVATION: ("prov:qualifiedDerivation", "prov:Derivation", "prov:entity"),
    Kind.INFLUENCE: ("prov:qualifiedInfluence", "prov:EntityInfluence", "prov:entity"),
    Kind.ATTRIBUTION: ("prov:qualifiedAttribution", "prov:Attribution", "prov:agent"),
    Kind.ASSOCIATION: ("prov:qualifiedAssociation", "prov:Association", "prov:agent"),
    Kind.USAGE: ("prov:qualifiedUsage", "prov:Usage", "prov:entity"),
    Kind.GENERATION: ("prov:qualifiedGeneration", "prov:Generation", "prov:activity"),
}
"""How a relation is qualified: the property, the class of the node, and what leads from the node to the other end."""

_SPECIAL = {
    "prov:Quotation": ("prov:wasQuotedFrom", "prov:qualifiedQuotation"),
    "prov:PrimarySource": ("prov:hadPrimarySource", "prov:qualifiedPrimarySource"),
    "prov:Revision": ("prov:wasRevisionOf", "prov:qualifiedRevision"),
}
"""Derivations that PROV-O has properties of their own for, beside the general ones."""


def write(report: AnyReport) -> Iterator[str]:
    """The graph, a claim a piece."""
    yield prefixes(report) + triples(about_document(report))
    for claim in report.claims:
        yield triples(statements(claim))


def prefixes(report: AnyReport) -> str:
    """The declarations that every piece relies on."""
    known = {**namespaces(report), "rdfs": _RDFS}
    return "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in known.items())


def triples(said: Iterable[Statement], indent: str = "") -> str:
    """Statements as Turtle, a paragraph each."""
    return "".join(f"\n{indent}{_written(statement, indent)}\n" for statement in said)


def _written(statement: Statement, indent: str) -> str:
    if not statement.ends:
        return _node(statement.id, _TYPES[statement.kind], statement, [], indent)
    one, other = statement.ends
    direct = [f"prov:{statement.kind.value} {other}"]
    if statement.kind is Kind.ALTERNATE:
        return f"{one} {direct[0]} ."
    qualifying, of_class, leads = _QUALIFIED[statement.kind]
    direct.append(f"{qualifying} {statement.id}")
    for name, value in statement.attributes:
        if name == "prov:type" and isinstance(value, Name) and value.text in _SPECIAL:
            special, special_qualifying = _SPECIAL[value.text]
            direct += [f"{special} {other}", f"{special_qualifying} {statement.id}"]
    between = f" ;\n{indent}    "
    node = _node(statement.id, of_class, statement, [f"{leads} {other}"], indent)
    return f"{one} {between.join(direct)} .\n{indent}{node}"


def _node(id: str, of_class: str, statement: Statement, ends: list[str], indent: str) -> str:
    said = [
        f"a {of_class}",
        *ends,
        *(f"{_term(name)} {_value(value)}" for name, value in statement.attributes if value is not None),
    ]
    between = f" ;\n{indent}    "
    return f"{id} {between.join(said)} ."


def _term(name: str) -> str:
    match name:
        case "prov:type":
            return "a"
        case "prov:label":
            return "rdfs:label"
        case _:
            return name


def _value(value: Value) -> str:
    match value:
        case Name(text):
            return text
        case Typed(text, datatype):
            return f"{quoted(text)}^^{datatype}"
        case int():
            return f'"{value}"^^xsd:int'
        case _:
            return quoted(value)
