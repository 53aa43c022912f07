"""A report as PROV-O in Turtle: one graph, direct and qualified triples side by side.

A path such as `prov:wasDerivedFrom+` walks the direct ones; the qualified ones hold what is known of a step. Turtle has no bundles: TriG keeps the
claims apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from claims.exports.prov import about_document, statements
from claims.exports.prov_words import NAME, Attributes, Kind, Said, Value, apart, namespaces
from claims.exports.quoting import quoted
from claims.records import AnyReport

_RDFS = "http://www.w3.org/2000/01/rdf-schema#"

_TYPES: dict[str, str] = {Kind.ENTITY: "prov:Entity", Kind.AGENT: "prov:Agent", Kind.ACTIVITY: "prov:Activity"}

_QUALIFIED: dict[str, tuple[str, str, str]] = {
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


def triples(said: Said, indent: str = "") -> str:
    """Statements as Turtle, a paragraph each."""
    return "".join(
        f"\n{indent}{_written(kind, id, attributes, indent)}\n"
        for kind, section in said.by_kind().items()
        for id, attributes in section.items()
    )


def _written(kind: str, id: str, attributes: Attributes, indent: str) -> str:
    ends, values = apart(kind, attributes)
    if not ends:
        return _node(id, _TYPES[kind], values, [], indent)
    one, other = ends
    direct = [f"prov:{kind} {other}"]
    if kind == Kind.ALTERNATE:
        return f"{one} {direct[0]} ."
    qualifying, of_class, leads = _QUALIFIED[kind]
    direct.append(f"{qualifying} {id}")
    for name, value in values:
        if name == "prov:type" and not isinstance(value, str) and value["$"] in _SPECIAL:
            special, special_qualifying = _SPECIAL[value["$"]]
            direct += [f"{special} {other}", f"{special_qualifying} {id}"]
    between = f" ;\n{indent}    "
    node = _node(id, of_class, values, [f"{leads} {other}"], indent)
    return f"{one} {between.join(direct)} .\n{indent}{node}"


def _node(id: str, of_class: str, values: list[tuple[str, Value]], ends: list[str], indent: str) -> str:
    said = [f"a {of_class}", *ends, *[f"{_TERMS.get(name, name)} {_value(value)}" for name, value in values]]
    between = f" ;\n{indent}    "
    return f"{id} {between.join(said)} ."


_TERMS = {"prov:type": "a", "prov:label": "rdfs:label"}
"""What RDF has words of its own for."""


def _value(value: Value) -> str:
    if isinstance(value, str):
        return quoted(value)
    return value["$"] if value["type"] == NAME else f"{quoted(value['$'])}^^{value['type']}"
