"""The day named beside a report, led back to a date by the day the page was written."""

from __future__ import annotations

import datetime as dt
import re

from claims.readings import SaidOn
from claims.text.reported.grammar import MONTHS, WEEKDAYS

Place = tuple[int, int]

_MONTH = "|".join(re.escape(m) for m in sorted(MONTHS, key=len, reverse=True))
_DAY = re.compile(
    rf"\b(?P<last>last\s|earlier\s|this\s)?(?P<weekday>{'|'.join(WEEKDAYS)})\b(?!(?-i:\s[A-Z]))"
    r"|\b(?P<relative>today|yesterday|tonight|the day before|a day earlier)\b"
    rf"|\b(?P<m1>{_MONTH})\s(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?:,\s(?P<y1>\d{{4}}))?\b"
    rf"|\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<m2>{_MONTH})(?:,?\s(?P<y2>\d{{4}}))?\b",
    re.IGNORECASE,
)


def reference_day(published: str | None, dateline_day: str | None) -> dt.date | None:
    """The day the words were written: the dateline's in the year of the printed date, else the printed date. None without a year."""
    written = dt.date.fromisoformat(published) if published else None
    if dateline_day is None:
        return written
    found = re.search(
        rf"(?P<m1>{_MONTH})\s(?P<d1>\d{{1,2}})|(?P<d2>\d{{1,2}})\s(?P<m2>{_MONTH})", dateline_day, re.IGNORECASE
    )
    year = re.search(r"\b(?:19|20)\d\d\b", dateline_day)
    if found is None or (written is None and year is None):
        return written
    month, day = MONTHS[(found["m1"] or found["m2"]).lower()], int(found["d1"] or found["d2"])
    in_year = int(year[0]) if year else written.year if written else 1
    made = _date(in_year, month, day)
    if made is not None and written is not None and year is None and made > written + dt.timedelta(days=2):
        made = _date(in_year - 1, month, day)
    return made or written


def said_on(outside: str, offset: int, reference: dt.date | None) -> SaidOn | None:
    """The first day named in the words around a report, as a date; None where there is none, or no day to count from."""
    for found in _DAY.finditer(outside):
        value = _value(found, reference)
        if value is not None:
            return SaidOn((offset + found.start(), offset + found.end()), value.isoformat())
    return None


def _value(found: re.Match[str], reference: dt.date | None) -> dt.date | None:  # noqa: PLR0911 - a rule is a list of refusals
    year = found["y1"] or found["y2"]
    if found["m1"] or found["m2"]:
        if reference is None and not year:
            return None
        month, day = MONTHS[(found["m1"] or found["m2"]).lower()], int(found["d1"] or found["d2"])
        made = _date(int(year) if year else reference.year if reference else 1, month, day)
        if made is not None and not year and reference is not None and made > reference + dt.timedelta(days=2):
            return _date(made.year - 1, month, day)
        return made
    if reference is None:
        return None
    if found["relative"]:
        back = 0 if found["relative"].lower() in {"today", "tonight"} else 1
        return reference - dt.timedelta(days=back)
    if found["last"] and found["last"].strip().lower() == "this":
        return None
    weekday = WEEKDAYS[found["weekday"].lower()]
    back = (reference.weekday() - weekday) % 7
    if found["last"] and found["last"].strip().lower() == "last" and back == 0:
        back = 7
    return reference - dt.timedelta(days=back)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
