"""Two dates of one thing cannot both be right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from claims.chains.facts import Facts
from claims.chains.findings.kinds import Check, Shown, called, shown
from claims.chains.timing import proven
from claims.records import Dated
from claims.vocabulary import Severity, SourceKind

_MOST = 50
"""Dates of one thing that are compared with one another."""


def find(facts: Facts) -> Iterator[Shown]:
    """Quiet where a time zone or a coarser date makes them one, and for inferred dates."""
    said: set[str] = set()
    for step in facts.steps.values():
        zone = step.source.zone if step.source.kind is SourceKind.OUTLET else None
        if (pair := _apart(step.dated, zone)) is not None:
            yield shown(f"{called(step)} is dated {pair[0].value} and {pair[1].value}.", (step,))
        for article in (step.article, step.read_in):
            if article is None or article.id in said:
                continue
            said.add(article.id)
            if (pair := _apart(article.dated, article.outlet.zone)) is not None:
                yield Shown(
                    f"The article {article.id} of {article.outlet.name} is dated {pair[0].value} ({pair[0].basis}) and {pair[1].value} ({pair[1].basis}).",
                    tuple(a.id for a in facts.steps.values() if a.article is not None and a.article.id == article.id),
                    (article.id,),
                )


def _apart(dates: Sequence[Dated], zone: str | None) -> tuple[Dated, Dated] | None:
    if len(dates) < 2:
        return None
    for (one, first), (other, second) in combinations(proven(dates, zone)[:_MOST], 2):
        if first[1] <= second[0] or second[1] <= first[0]:
            return one, other
    return None


CHECK = Check("dates-disagree", Severity.WARN, "two dates of one thing cannot both be right", find)
