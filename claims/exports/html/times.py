"""When the steps of a chain were, for a drawing: in days of the calendar, as the pages write them.

A day is a day wherever it was written: a drawing needs no more, and time zones would make every day fifty hours long. A date that is
only inferred is drawn where it stands and proves nothing about other steps.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping

from claims.chains.graph import Graph, components
from claims.records import Appearance, Dated
from claims.values import value
from claims.vocabulary import DateBasis

Span = tuple[float, float]
"""From one moment to another, in days since the beginning of the year 1."""

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d))?)?)?)?", re.ASCII)


@value
class Limit:
    """A bound that a date sets to another step: where it lies, and whose date says so, the id of a step or of an article."""

    at: float
    of: str


@value
class When:
    """When a step can have been. One with dates has them as its span; of any other the order of the chain may say something."""

    span: Span | None = None
    not_before: Limit | None = None
    not_after: Limit | None = None
    clash: bool = False
    """Whether what must come before an undated step is dated after what must come later."""

    @property
    def dated(self) -> bool:
        return self.span is not None


def dates_of(appearance: Appearance) -> tuple[Dated, ...]:
    """The dates of a step: its own, else those of its article."""
    return appearance.dated or (appearance.article.dated if appearance.article is not None else ())


def days(value: str) -> Span | None:
    """The days that a date covers, or the moment that it names; None where it is no date of the calendar."""
    found = _DATE.match(value)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part) if part else None for part in found.groups())
    try:
        start = dt.date(year or 0, month or 1, day or 1).toordinal()
    except ValueError:
        return None
    if hour is not None:
        moment = start + (hour * 3600 + (minute or 0) * 60 + (second or 0)) / 86400
        return moment, moment
    if day is not None:
        return start, start + 1
    if month is not None:
        return start, start + calendar.monthrange(year or 1, month)[1]
    return start, start + 365 + calendar.isleap(year or 1)


def whens(graph: Graph) -> dict[str, When]:
    """When each step can have been, by its dates and by the order of the chain."""
    steps = graph.appearances
    spans = {id: span for id, a in steps.items() if (span := _span(dates_of(a))) is not None}
    proven = {id: span for id, a in steps.items() if (span := _span(_proving(dates_of(a)))) is not None}
    order = components(graph)
    after = _limits(order, graph.above, {id: Limit(span[0], id) for id, span in proven.items()}, max)
    before_own = {id: Limit(span[1], id) for id, span in proven.items()}
    for id, step in steps.items():
        # Words cannot be later than the article in which they are read.
        if id not in spans and step.read_in is not None and (span := _span(_proving(step.read_in.dated))) is not None:
            before_own[id] = Limit(span[1], step.read_in.id)
    before = _limits(tuple(reversed(order)), graph.below, before_own, min)
    return {
        id: When(span=spans[id]) if id in spans else _between(after.get(id), before.get(id), before_own.get(id))
        for id in steps
    }


def _proving(dates: Iterable[Dated]) -> list[Dated]:
    return [date for date in dates if date.basis is not DateBasis.INFERRED]


def _span(dates: Iterable[Dated]) -> Span | None:
    """From the first to the last day that any of the dates names."""
    spans = [span for date in dates if (span := days(date.value)) is not None]
    return (min(start for start, _ in spans), max(end for _, end in spans)) if spans else None


def _between(not_before: Limit | None, not_after: Limit | None, own: Limit | None) -> When:
    if own is not None and (not_after is None or own.at < not_after.at):
        not_after = own
    if not_before is not None and not_after is not None and not_before.at >= not_after.at:
        return When(clash=True)
    return When(not_before=not_before, not_after=not_after)


def _limits(
    order: Iterable[tuple[str, ...]],
    neighbours: Callable[[str], Iterable[str]],
    own: Mapping[str, Limit],
    strictest: Callable[[list[float]], float],
) -> dict[str, Limit]:
    """The strictest bound that lies on one side of each step. A circle has one bound in common."""
    passed: dict[str, Limit] = {}
    found: dict[str, Limit] = {}
    for component in order:
        inside = set(component)
        reached = [passed[o] for id in component for o in neighbours(id) if o not in inside and o in passed]
        common = _strictest(reached, strictest)
        for id in component:
            if common is not None:
                found[id] = common
            both = [limit for limit in (own.get(id), common) if limit is not None]
            if (handed_on := _strictest(both, strictest)) is not None:
                passed[id] = handed_on
    return found


def _strictest(limits: list[Limit], strictest: Callable[[list[float]], float]) -> Limit | None:
    if not limits:
        return None
    bound = strictest([limit.at for limit in limits])
    return min((limit for limit in limits if limit.at == bound), key=lambda limit: limit.of)
