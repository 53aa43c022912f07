"""Dates with their precision: 2022, 2022-07, 2022-07-26, 2022-07-26T14:00+03:00. Kept as text, for SQLite drops offsets silently."""

import calendar
import datetime as dt
import re
from functools import lru_cache
from zoneinfo import ZoneInfo

from claims.errors import BadDate, DateToCome

Span = tuple[int, int]
"""From one second to another, end exclusive, counted in UTC from the beginning of the year 1."""

_HOUR, _DAY = 3_600, 86_400
_EASTERNMOST, _WESTERNMOST = 14 * _HOUR, -12 * _HOUR

_DATE = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})"
    r"(?:T(?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.(?P<fraction>\d{1,6}))?)?(?P<zone>Z|[+-]\d{2}:\d{2})?)?)?)?",
    re.ASCII,
)


def checked_date(typed: str) -> str:
    """The date as typed when it is one of the forms kept and exists in the calendar; else BadDate."""
    found = _DATE.fullmatch(typed)
    if not found:
        raise BadDate(typed)
    year, month, day = int(found["year"]), int(found["month"] or 1), int(found["day"] or 1)
    if year < 1 or not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise BadDate(typed)
    if found["hour"] and not (int(found["hour"]) < 24 and int(found["minute"]) < 60 and int(found["second"] or 0) < 60):
        raise BadDate(typed)
    zone = found["zone"]
    if zone and zone != "Z" and not (int(zone[1:3]) <= 14 and int(zone[4:6]) < 60):
        raise BadDate(typed)
    return typed


def already_come(typed: str, now: str) -> str:
    """The date of something done as typed; DateToCome where it has not begun anywhere by `now`, a time of the log. An empty text is no date."""
    if typed.strip() and span(typed.strip())[0] > span(now)[1]:
        raise DateToCome(typed.strip())
    return typed


def last_moment(typed: str) -> str:
    """The end of a date in UTC as the log writes times, for `--as-of`: a date without zone ends by the clock of this machine.

    >>> last_moment("2022-07-26T14:00Z")
    '2022-07-26T14:00:59.999999Z'
    """
    found = _DATE.fullmatch(checked_date(typed))
    if found is None:
        raise BadDate(typed)
    year, month = int(found["year"]), int(found["month"] or 12)
    moment = dt.datetime(  # noqa: DTZ001 - the zone follows, if there is one
        year,
        month,
        int(found["day"] or calendar.monthrange(year, month)[1]),
        int(found["hour"] or 23),
        int(found["minute"] or 59),
        int(found["second"] or 59),
        int((found["fraction"] or "").ljust(6, "9")),
    )
    try:
        return utc_text(moment.replace(tzinfo=_zone(found["zone"])) if found["zone"] else moment)
    except (OverflowError, ValueError):  # in UTC it lies in the year 0 or 10000: before or after everything
        return "0001-01-01T00:00:00.000000Z" if year == 1 else "9999-12-31T23:59:59.999999Z"


@lru_cache(maxsize=4096)
def span(value: str, zone: str | None = None) -> Span:
    """All that a date can mean: a day without a zone begins first where it is +14:00 and ends last where it is -12:00.

    `zone`, such as Europe/Istanbul, narrows that; one that this machine does not know narrows nothing.

    >>> span("2022-07-26T14:00Z")[0] - span("2022-07-26T14:00+03:00")[0] == 3 * 3600
    True
    """
    found = _DATE.fullmatch(checked_date(value))
    if found is None:
        raise BadDate(value)
    year, month, day = int(found["year"]), int(found["month"] or 1), int(found["day"] or 1)
    start = (dt.date(year, month, day).toordinal() - 1) * _DAY
    if found["hour"]:
        start += int(found["hour"]) * _HOUR + int(found["minute"]) * 60 + int(found["second"] or 0)
        end = start + (1 if found["second"] else 60)
    else:
        days = 1 if found["day"] else calendar.monthrange(year, month)[1]
        end = start + (days if found["month"] else 365 + calendar.isleap(year)) * _DAY
    if found["zone"]:
        offset = _zone(found["zone"]).utcoffset(None) or dt.timedelta()
        return start - int(offset.total_seconds()), end - int(offset.total_seconds())
    known = _tz(zone) if zone else None
    if known is None:
        return start - _EASTERNMOST, end - _WESTERNMOST
    return start - _offset(known, start), end - _offset(known, end)


def moment_text(seconds: int) -> str:
    """A moment that a span begins or ends with, in UTC: 2022-07-26T11:00Z. Beyond the calendar its first or last moment.

    >>> moment_text(span("2022-07-26T14:00+03:00")[0])
    '2022-07-26T11:00Z'
    """
    within = min(max(seconds, 0), _LAST)
    return (dt.datetime(1, 1, 1) + dt.timedelta(seconds=within)).isoformat(timespec="minutes") + "Z"  # noqa: DTZ001 - UTC, as Z says


@lru_cache(maxsize=256)
def _tz(name: str) -> dt.tzinfo | None:
    try:
        return _zone(name) if re.fullmatch(r"[+-]\d{2}:\d{2}", name, re.ASCII) else ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # no such zone, no such name, or the name of a folder of zones
        return None


def _offset(zone: dt.tzinfo, local: int) -> int:
    """What a zone's clocks are ahead of UTC, in seconds, when they show this."""
    moment = dt.datetime(1, 1, 1) + dt.timedelta(seconds=min(local, _LAST))  # noqa: DTZ001 - what the clocks show
    offset = zone.utcoffset(moment)
    return int(offset.total_seconds()) if offset is not None else 0


_LAST = dt.date.max.toordinal() * _DAY - 1


def _zone(written: str) -> dt.tzinfo:
    if written == "Z":
        return dt.UTC
    offset = dt.timedelta(hours=int(written[1:3]), minutes=int(written[4:6]))
    return dt.timezone(-offset if written[0] == "-" else offset)


def utc_text(moment: dt.datetime) -> str:
    """A moment as the log keeps it: UTC, microseconds, sortable as text."""
    return moment.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
