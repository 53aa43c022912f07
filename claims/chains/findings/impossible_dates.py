"""A step is dated before something that it relies on."""

from __future__ import annotations

from collections.abc import Iterator

from claims.chains.facts import Facts
from claims.chains.findings.kinds import Check, Shown, called, shown
from claims.chains.timing import clashes, dates_of
from claims.records import Appearance
from claims.vocabulary import DateBasis, Severity


def find(facts: Facts) -> Iterator[Shown]:
    """Only where no time zone and no reading of the dates saves it. Undated steps between the two do not hide it; inferred dates prove nothing."""
    if len(facts.windows) < 2:
        return
    for clash in clashes(facts.graph, facts.components, facts.windows):
        yield _said(facts, clash.step, clash.later, "relies on")
    for copy, original in facts.copied_pairs:
        if copy in facts.windows and original in facts.windows and facts.windows[original][0] >= facts.windows[copy][1]:
            yield _said(facts, copy, original, "is a copy of")


def _said(facts: Facts, step: str, later: str, relying: str) -> Shown:
    one, other = facts.steps[step], facts.steps[later]
    return shown(f"{called(one)}, dated {_dates(one)}, {relying} {called(other)}, dated {_dates(other)}.", (one, other))


def _dates(step: Appearance) -> str:
    return " or ".join(dict.fromkeys(d.value for d in dates_of(step) if d.basis is not DateBasis.INFERRED))


CHECK = Check("impossible-dates", Severity.WARN, "dated before what it relies on", find)
