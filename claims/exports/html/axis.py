"""The time axis of a drawing: days to places across, with ticks; a long time without any step is cut short and marked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from claims.exports.html.times import Span
from claims.values import value

_MARGIN = 0.04
_CUT_FROM = 0.6
"""The part of all the time from which on a stretch without a step is cut short."""
_CUT_TO = 0.07
_SHORTEST_CUT = 60.0
"""In days."""
_BETWEEN_TICKS = 96.0
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LAST_DAY = dt.date.max.toordinal()


@value
class Axis:
    """Days to places: between knots the scale is even."""

    knots: tuple[tuple[float, float], ...]
    """Days and their places across, both rising."""
    cuts: tuple[float, ...]
    """Places of the stretches that are cut short."""
    ticks: tuple[tuple[float, str], ...]

    @property
    def left(self) -> float:
        return self.knots[0][1]

    @property
    def right(self) -> float:
        return self.knots[-1][1]

    def place(self, day: float) -> float:
        """Where a day stands; what lies outside stands at the edge."""
        before = self.knots[0]
        for knot in self.knots:
            if day <= knot[0]:
                if knot[0] == before[0]:
                    return knot[1]
                return before[1] + (knot[1] - before[1]) * (day - before[0]) / (knot[0] - before[0])
            before = knot
        return before[1]


def axis(spans: Iterable[Span], left: float, right: float) -> Axis:
    """An axis on which all the spans have their place."""
    known = sorted(spans)
    first, last = known[0][0], max(end for _, end in known)
    gaps = _empty(known, last - first)
    kept = (last - first) - sum(end - start for start, end in gaps)
    pad = max(kept * _MARGIN, 0.5)
    first, last, kept = first - pad, last + pad, kept + 2 * pad
    # Each cut takes a fixed part of the width, and the rest is shared evenly.
    scale = (right - left) * (1 - _CUT_TO * len(gaps)) / kept
    knots, cuts, place, day = [(first, left)], [], left, first
    for start, end in gaps:
        place += (start - day) * scale
        knots.append((start, place))
        cuts.append(place + (right - left) * _CUT_TO / 2)
        place += (right - left) * _CUT_TO
        knots.append((end, place))
        day = end
    knots.append((last, right))
    return Axis(tuple(knots), tuple(cuts), tuple(_ticks(knots)))


def _empty(known: Sequence[Span], whole: float) -> list[Span]:
    """Long stretches between spans, with some air left at both sides."""
    found = []
    reached = known[0][1]
    for start, end in known:
        if start - reached > max(_SHORTEST_CUT, _CUT_FROM * whole):
            found.append((reached, start))
        reached = max(reached, end)
    air = max(0.05 * (whole - sum(end - start for start, end in found)), 0.5)
    return [(start + air, end - air) for start, end in found]


def _ticks(knots: Sequence[tuple[float, float]]) -> Iterator[tuple[float, str]]:
    """Ticks at even dates in every part of the axis that is not cut short."""
    last: float | None = None
    for (start, left), (end, right) in zip(knots[::2], knots[1::2], strict=True):
        most = max(int((right - left) / _BETWEEN_TICKS), 1)
        for day, label in _dates(start, end, most):
            place = left + (right - left) * (day - start) / (end - start)
            if last is None or place - last >= _BETWEEN_TICKS * 0.8:
                yield place, label
                last = place


def _dates(start: float, end: float, most: int) -> list[tuple[float, str]]:
    """At most so many dates between two days, at the finest even step that allows it."""
    for every in (1, 2, 7, 14):
        if (end - start) / every <= most:
            first = int(-(-start // 1))
            days = range(first, int(min(end, _LAST_DAY)) + 1, every)
            return [(float(day), _day(dt.date.fromordinal(day))) for day in days if day >= 1]
    for every in (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000):
        if (end - start) / (every * 30.44) <= most:
            return list(_months(start, end, every))
    return []


def _months(start: float, end: float, every: int) -> Iterator[tuple[float, str]]:
    month = dt.date.fromordinal(max(int(start), 1)).year * 12
    while month // 12 <= dt.MAXYEAR:
        date = dt.date(max(month // 12, 1), month % 12 + 1, 1)
        if date.toordinal() > end:
            return
        if date.toordinal() >= start:
            label = f"{date.year}" if every % 12 == 0 else f"{_MONTHS[date.month - 1]} {date.year}"
            yield float(date.toordinal()), label
        month += every


def _day(date: dt.date) -> str:
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"
