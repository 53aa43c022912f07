"""Dates with their precision: 2022, 2022-07, 2022-07-26, 2022-07-26T14:00+03:00. Kept as text, for SQLite drops offsets silently."""

import calendar
import datetime as dt
import re

from claims.errors import BadDate

_DATE = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})"
    r"(?:T(?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d{1,6})?)?(?P<zone>Z|[+-]\d{2}:\d{2})?)?)?)?",
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


def last_moment(typed: str) -> str:
    """The end of a date in UTC as the log writes times, for `--as-of`: a day without zone ends at its own midnight here.

    >>> last_moment("2022-07-26T14:00Z")
    '2022-07-26T14:00:00.999999Z'
    """
    found = _DATE.fullmatch(checked_date(typed))
    if found is None:
        raise BadDate(typed)
    year, month = int(found["year"]), int(found["month"] or 12)
    day = int(found["day"] or calendar.monthrange(year, month)[1])
    hour, minute = (int(found["hour"]), int(found["minute"])) if found["hour"] else (23, 59)
    second = int(found["second"]) if found["second"] else (0 if found["hour"] else 59)
    zone = found["zone"]
    moment = dt.datetime(year, month, day, hour, minute, second, 999999)  # noqa: DTZ001 - the zone follows, if there is one
    if zone == "Z":
        moment = moment.replace(tzinfo=dt.UTC)
    elif zone:
        sign = -1 if zone[0] == "-" else 1
        moment = moment.replace(tzinfo=dt.timezone(sign * dt.timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))))
    return utc_text(moment.astimezone(dt.UTC))


def utc_text(moment: dt.datetime) -> str:
    """A moment as the log keeps it: UTC, microseconds, sortable as text."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
