"""A report as PROV-N: the notation of W3C PROV that people read, a bundle a claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from claims.exports.prov import about_bundle, about_document, bundle_of, statements
from claims.exports.prov_words import Kind, Name, Statement, Typed, Value, namespaces
from claims.exports.quoting import quoted
from claims.records import AnyReport

_PREDECLARED = frozenset({"prov", "xsd"})
_UNSAID = {
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
        said = (statement for name in names for statement in about_bundle(name))
        yield f"  bundle desk:bundles\n{_lines(said, 4)}  endBundle\n"
    yield "endDocument\n"


def _lines(said: Iterable[Statement], indent: int) -> str:
    return "".join(f"{' ' * indent}{_written(statement)}\n" for statement in said)


def _written(statement: Statement) -> str:
    if statement.kind is Kind.ALTERNATE:
        return f"{statement.kind}({', '.join(statement.ends)})"
    if statement.ends:
        parts = [*statement.ends, *_UNSAID.get(statement.kind, ())]
        begin = f"{statement.id}; "
    else:
        parts, begin = [statement.id, *_UNSAID.get(statement.kind, ())], ""
    said = [f"{name}={_value(value)}" for name, value in statement.attributes if value is not None]
    if said:
        parts.append(f"[{', '.join(said)}]")
    return f"{statement.kind}({begin}{', '.join(parts)})"


def _value(value: Value) -> str:
    match value:
        case Name(text):
            return f"'{text}'"
        case Typed(text, datatype):
            return f"{quoted(text)} %% {datatype}"
        case int():
            return str(value)
        case _:
            return quoted(value)
