"""An outlet passes on days later what another outlet had."""

from __future__ import annotations

from collections.abc import Iterator

from claims.chains.facts import Facts
from claims.chains.findings.kinds import Check, Shown, called, shown
from claims.chains.timing import dates_of
from claims.records import Appearance
from claims.text.dates import Span
from claims.vocabulary import DateBasis, Severity, SourceKind

_HOUR = 3_600
_LATE = 36 * _HOUR
"""From the middle of one date to the middle of the other: two days apart are, the next day is not."""

_EXACT = 80 * _HOUR
"""Spans up to which the middle says when it was: a day, wherever on earth."""


def find(facts: Facts) -> Iterator[Shown]:
    """Outlets only: that a speaker is quoted later, or an old document cited, is nothing. One finding for two articles, whatever they share."""
    said: set[tuple[str, str]] = set()
    pairs = [(hop.downstream, hop.upstream) for hop in facts.hops]
    for id, above in (*pairs, *facts.copied_pairs) if len(facts.windows) > 1 else ():
        if id not in facts.windows or above not in facts.windows:
            continue
        step, earlier = facts.steps[id], facts.steps[above]
        both = (_page(step), _page(earlier))
        outlets = step.source.kind is SourceKind.OUTLET and earlier.source.kind is SourceKind.OUTLET
        if not outlets or step.source.id == earlier.source.id or both in said:
            continue
        if _later(facts.windows[id], facts.windows[above]):
            said.add(both)
            yield shown(
                f"{called(step)} ({_date(step)}) has it days after {called(earlier)} ({_date(earlier)}).",
                (step, earlier),
            )


def _later(window: Span, before: Span) -> bool:
    if window[1] - window[0] <= _EXACT and before[1] - before[0] <= _EXACT:
        return (sum(window) - sum(before)) // 2 >= _LATE
    return window[0] - before[1] >= _LATE


def _page(step: Appearance) -> str:
    return step.article.id if step.article is not None else step.source.id


def _date(step: Appearance) -> str:
    return next(d.value for d in dates_of(step) if d.basis is not DateBasis.INFERRED)


CHECK = Check("late-relay", Severity.NOTE, "passed on days later", find)
