"""A report as PROV-JSON: a bundle a claim, so that it can be written claim by claim, and the bundles' own provenance last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from json.encoder import encode_basestring as quoted
from typing import Any

from claims.exports.prov import about_bundle, about_document, bundle_of, statements
from claims.exports.prov_words import Attributes, Kind, Name, Statement, Typed, Value, namespaces
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
            yield f"{begin}\n{_shown(f'{quoted(statement.id)}: {_OUTSIDE.told(statement)}')}"
            begin = ","
    if begin == ",":
        yield "\n}"


_OF_BUNDLES = frozenset({Kind.ENTITY, Kind.DERIVATION, Kind.ATTRIBUTION})
"""What is said of bundles: no other kind needs a look at all of them."""


def _json(value: object) -> str:
    return dumps(value).decode().rstrip("\n")


def _sections(said: Iterable[Statement]) -> str:
    """Statements by kind and id; the same thing said twice is one thing."""
    sections: dict[Kind, dict[str, str]] = {}
    told = _INSIDE.told
    for statement in said:
        section = sections.get(statement.kind)
        if section is None:
            section = sections[statement.kind] = {}
        section[statement.id] = _shown(f"    {quoted(statement.id)}: {told(statement)}")
    written = [f'  "{kind}": {{\n{_NEXT.join(section.values())}\n  }}' for kind, section in sections.items()]
    return f"{{\n{_NEXT.join(written)}\n}}"


def _shown(text: str) -> str:
    """Of most texts a short look says that nothing in them acts on a terminal: what does in ASCII JSON writes as an escape, but one."""
    return text if text.isascii() and "\x7f" not in text else visible(text)


class _Writers(dict[type, Callable[[Any], str]]):
    """How a value of each type is written; what is missing is one of our closed sets of words."""

    def __missing__(self, of: type) -> Callable[[Any], str]:
        if not issubclass(of, str):
            raise TypeError(f"{of.__name__} is no value of an attribute")
        self[of] = quoted
        return quoted


class _Notation:
    """Statements as JSON, written as text at once, with an indent of two; `pad` is what stands before a statement's id."""

    def __init__(self, pad: str) -> None:
        self._pad = pad
        self._begin, self._end = f'{{\n{pad}    "$": ', f"\n{pad}  }}"
        self._qualified = f',\n{pad}    "type": "prov:QUALIFIED_NAME"{self._end}'
        self._writers = _Writers({str: quoted, Name: self._name, Typed: self._typed, int: self._whole, list: self._list})  # fmt: skip
        self._ends = {
            kind: (f'{{\n{pad}  "{one}": "', f'",\n{pad}  "{other}": "') for kind, (one, other) in _ENDS.items()
        }

    def told(self, statement: Statement) -> str:
        """What a statement is between, and its attributes by name: a list where there are several.

        This is the hot loop of the export: texts and names, which most values are, are written in place.
        """
        kind, _, ends, attributes = statement
        pad, begin = self._pad, "{\n"
        if ends:
            one, other = self._ends[kind]
            begin = f'{one}{ends[0]}{other}{ends[1]}"'
            if not attributes:
                return f"{begin}\n{pad}}}"
            begin += _NEXT
        if len(dict(attributes)) != len(attributes):
            attributes = _gathered(attributes)
        start, qualified, writers = self._begin, self._qualified, self._writers
        lines = []
        for name, value in attributes:
            if value is None:
                continue
            of = value.__class__
            if of is str:
                lines.append(f'{pad}  "{name}": {quoted(value)}')  # type: ignore[arg-type]  # a text
            elif of is Name:
                lines.append(f'{pad}  "{name}": {start}"{value[0]}"{qualified}')  # type: ignore[index]  # a Name
            else:
                lines.append(f'{pad}  "{name}": {writers[of](value)}')
        return f"{begin}{_NEXT.join(lines)}\n{pad}}}"

    def written(self, value: Value) -> str:
        return self._writers[value.__class__](value)

    def _name(self, name: Name) -> str:
        return f'{self._begin}"{name[0]}"{self._qualified}'

    def _typed(self, typed: Typed) -> str:
        return f'{self._begin}{quoted(typed[0])},\n{self._pad}    "type": "{typed[1]}"{self._end}'

    def _whole(self, number: int) -> str:
        return f'{self._begin}"{number}",\n{self._pad}    "type": "xsd:int"{self._end}'

    def _list(self, values: Sequence[Value]) -> str:
        inner = _notation(f"{self._pad}  ")
        lines = [f"{self._pad}    {inner.written(value)}" for value in values]
        return f"[\n{_NEXT.join(lines)}\n{self._pad}  ]"


@cache
def _notation(pad: str) -> _Notation:
    return _Notation(pad)


def _gathered(attributes: Attributes) -> tuple[tuple[str, Any], ...]:
    """Attributes with the values of one name together, where it first stands."""
    found: dict[str, list[Value]] = {}
    for name, value in attributes:
        if value is not None:
            found.setdefault(name, []).append(value)
    return tuple((name, values if len(values) > 1 else values[0]) for name, values in found.items())


_INSIDE, _OUTSIDE = _notation("    "), _notation("")
