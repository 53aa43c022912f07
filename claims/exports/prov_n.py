"""A report as PROV-N: the notation of W3C PROV that people read, a bundle a claim."""

from __future__ import annotations

from collections.abc import Iterator

from claims.exports.prov import about_bundles, about_document, bundle_of, statements
from claims.exports.prov_words import NAME, WHOLE, Attributes, Kind, Said, Value, apart, namespaces
from claims.exports.quoting import quoted
from claims.records import AnyReport

_PREDECLARED = frozenset({"prov", "xsd"})
_UNSAID: dict[str, tuple[str, ...]] = {
    Kind.ACTIVITY: ("-", "-"),
    Kind.DERIVATION: ("-", "-", "-"),
    Kind.USAGE: ("-",),
    Kind.GENERATION: ("-",),
    Kind.ASSOCIATION: ("-",),
}
"""Times, plans and activities, which are not said here."""


def write(report: AnyReport) -> Iterator[str]:
    """The document, a claim a piece."""
    prefixes = (f"  prefix {name} <{iri}>\n" for name, iri in namespaces(report).items() if name not in _PREDECLARED)
    yield f"document\n{''.join(prefixes)}{_lines(about_document(report), 2)}"
    names: list[str] = []
    for claim in report.claims:
        name = bundle_of(claim)
        names.append(name)
        # What is said of a bundle stands outside it, and everything outside stands before the bundles: so it follows in one of its own.
        yield f"  bundle {name}\n{_lines(statements(claim), 4)}  endBundle\n"
    if names:
        yield f"  bundle desk:bundles\n{_lines(about_bundles(names), 4)}  endBundle\n"
    yield "endDocument\n"


def _lines(said: Said, indent: int) -> str:
    margin = " " * indent
    return "".join(
        f"{margin}{_written(kind, id, attributes)}\n"
        for kind, section in said.by_kind().items()
        for id, attributes in section.items()
    )


def _written(kind: str, id: str, attributes: Attributes) -> str:
    ends, values = apart(kind, attributes)
    if kind == Kind.ALTERNATE:
        return f"{kind}({', '.join(ends)})"
    parts = [*(ends or (id,)), *_UNSAID.get(kind, ())]
    if values:
        parts.append(f"[{', '.join([f'{name}={_value(value)}' for name, value in values])}]")
    return f"{kind}({f'{id}; ' if ends else ''}{', '.join(parts)})"


def _value(value: Value) -> str:
    if isinstance(value, str):
        return quoted(value)
    text, datatype = value["$"], value["type"]
    if datatype == NAME:
        return f"'{text}'"
    return text if datatype == WHOLE else f"{quoted(text)} %% {datatype}"
