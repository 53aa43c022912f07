"""Whatever a case file says can be said by command lines alone."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

import pytest
from case_strategies import cases
from examples import examples
from hypothesis import HealthCheck, given, settings

from claims import entries as case_entries
from claims.casefile import entry_digest, read_case
from claims.entries import ArticleEntry, CaseEntry, ClaimEntry, SourceEntry
from claims.exports.casefile import case_yaml
from claims.shipped import shipped
from claims.vocabulary import (
    Basis,
    ClaimKind,
    DateBasis,
    HedgeScope,
    Knows,
    LinkKind,
    Manner,
    Part,
    SourceKind,
    Stance,
)
from desk.conftest import MakeDesk
from desk.dictation import dictated
from desk.everything import CASE
from desk.sayable import made_sayable
from desk.terminal import Terminal


def dictate(desk: Terminal, case: CaseEntry) -> None:
    """Say the case line by line."""
    for line in dictated(case):
        desk(*line.words, who=line.who)


def digests(case: CaseEntry) -> list[str]:
    """What the entries say."""
    entries: list[SourceEntry | ArticleEntry | ClaimEntry] = [*case.sources, *case.articles, *case.claims]
    return [entry_digest(case.title), *(entry_digest(e) for e in entries)]


@pytest.mark.parametrize("some", [8, pytest.param(None, marks=pytest.mark.soak)])
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_the_seed_case_from_commands_alone(desk: Terminal, make_desk: MakeDesk, some: int | None) -> None:
    """The shipped case, typed line by line on an empty database, is the case that an import of its file makes, byte for byte.

    Only where its reviews come from differs, which no case file says of its own case: they are this desk's own.
    """
    content = (shipped("seeds") / "turkey-russia.yaml").read_bytes()
    case = read_case(content, "seed")
    if some is not None:
        kept = {claim.key for claim in case.claims[:some]}
        claims = (replace(c, links=tuple(k for k in c.links if k.to in kept)) for c in case.claims[:some])
        case = replace(case, claims=tuple(claims))
        content = "".join(case_yaml(case)).encode()
    imported = make_desk()
    imported("import", "-", "--trust", stdin=content)
    assert digests(made_sayable(case)) == digests(case)
    dictate(desk, case)
    assert desk.export() == imported.export()


def test_every_field_of_the_grammar(desk: Terminal, make_desk: MakeDesk) -> None:
    """A case with every field that there is, typed line by line, is the case that an import of its file makes, byte for byte."""
    case = read_case(CASE.encode(), "case")
    assert digests(made_sayable(case)) == digests(case)
    imported = make_desk()
    imported("import", "-", "--trust", stdin=CASE)
    dictate(desk, case)
    assert desk.export() == imported.export()


def test_the_case_has_every_field() -> None:
    """Every field of every entry has a value somewhere in the case, and every word of the closed sets is used."""
    found: dict[tuple[str, str], set[Any]] = {}

    def look(entry: Any) -> None:
        for field in fields(entry):
            value = getattr(entry, field.name)
            found.setdefault((type(entry).__name__, field.name), set())
            if isinstance(value, tuple) and value and is_dataclass(value[0]):
                found[type(entry).__name__, field.name].add("several")
                for each in value:
                    look(each)
            elif value not in (None, (), False):
                found[type(entry).__name__, field.name].add(value)

    look(read_case(CASE.encode(), "case"))
    entries = {name: kind for name, kind in vars(case_entries).items() if name.endswith("Entry")}
    expected = {(name, field.name) for name, kind in entries.items() for field in fields(kind)}
    but = {("ReviewEntry", "from_case")}  # a review of another case: it only ever comes with an import
    assert {of for of in expected if not found.get(of)} == but
    words = {value for values in found.values() for value in values if isinstance(value, Enum)}
    for kind in (Basis, ClaimKind, DateBasis, HedgeScope, Knows, LinkKind, Manner, Part, SourceKind, Stance):
        assert set(kind) <= words, kind


STATUSES = ("unverified", "misleading", "satire")
"""Statuses that need no grounds."""


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@settings(max_examples=examples(3), suppress_health_check=list(HealthCheck))
@given(case=cases())
def test_whatever_the_grammar_lets_in(make_desk: MakeDesk, case: CaseEntry) -> None:
    """Hostile names, quotation marks, line breaks, dashes at the beginning: typed, they are what an import of the same case makes of them."""
    case = made_sayable(case)
    reviewed = tuple(
        replace(c, reviews=tuple(replace(r, status=STATUSES[len(r.status) % len(STATUSES)]) for r in c.reviews))
        for c in case.claims
    )
    case = replace(case, claims=reviewed)
    typed, imported = make_desk(), make_desk()
    imported("import", "-", "--trust", stdin="".join(case_yaml(case)))
    dictate(typed, case)
    assert typed.export() == imported.export()
