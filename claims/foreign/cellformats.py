"""What a cell of a workbook shows: a workbook keeps numbers, and the cell's format makes dates, shares and padded numbers of them."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from enum import Enum, auto

GENERAL = "General"

_BUILT_IN = {
    **dict.fromkeys((9,), "0%"),
    **dict.fromkeys((10,), "0.00%"),
    **dict.fromkeys((14, *range(27, 32), 36, *range(50, 55), 57, 58), "yyyy-mm-dd"),
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    **dict.fromkeys((18, 19, 20, 21, *range(32, 36), 55, 56), "h:mm:ss"),
    22: "m/d/yy h:mm",
}
"""Formats that a workbook names by number alone (ECMA-376, 18.8.30), as far as they change what is kept; the order of their parts does not matter here."""

_NOT_READ = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
"""Of a format: texts in quotes, single characters, spaces, fillings, colours and countries."""
_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_WHOLE = re.compile(r"-?\d+")
_LAST_OF_1900 = 60
"""The 29 February 1900, which was none: a fault that every spreadsheet program keeps."""
_BEGIN_1904 = dt.datetime(1904, 1, 1)  # noqa: DTZ001 - a sheet knows no zones
_EVE_1900 = dt.datetime(1899, 12, 30)  # noqa: DTZ001
_SIGNIFICANT = 15
"""Digits that a spreadsheet program shows of a number."""


class Reads(Enum):
    """What a format makes of a number."""

    NUMBER = auto()
    SHARE = auto()
    PADDED = auto()
    DATE = auto()


def built_in(number: int) -> str:
    """The format of a number below 164, which a workbook does not write down."""
    return _BUILT_IN.get(number, GENERAL)


def shown_number(raw: str, code: str, *, since_1904: bool) -> str:
    """What a cell shows of a number: with the precision of its format, dates as 2022, 2022-07, 2022-07-26 or with a time."""
    match _reads(code):
        case Reads.DATE:
            return _date(raw, _letters(code), since_1904=since_1904) or _number(raw)
        case Reads.SHARE:
            return _share(raw)
        case Reads.PADDED:
            return raw.zfill(len(code)) if _WHOLE.fullmatch(raw) else _number(raw)
        case Reads.NUMBER:
            return _number(raw)


def _reads(code: str) -> Reads:
    letters = _letters(code)
    if _ELAPSED.search(code):
        return Reads.NUMBER
    if set(letters) & set("dmyhs"):
        return Reads.DATE
    if "%" in letters:
        return Reads.SHARE
    return Reads.PADDED if re.fullmatch("00+", code) else Reads.NUMBER


def _letters(code: str) -> str:
    """What counts in the format of a number that is not negative."""
    return _NOT_READ.sub("", code).split(";")[0].lower() if code != GENERAL else ""


def _number(raw: str) -> str:
    """A number as it is read: 0.3, where the file keeps 0.29999999999999999."""
    if _WHOLE.fullmatch(raw):
        return raw
    try:
        value = Decimal(f"{float(raw):.{_SIGNIFICANT}g}")
    except (ValueError, InvalidOperation, OverflowError):
        return raw
    return f"{value.normalize():f}" if value.is_finite() and abs(value.adjusted()) <= _SIGNIFICANT else raw


def _share(raw: str) -> str:
    try:
        value = Decimal(f"{float(raw) * 100:.{_SIGNIFICANT}g}")
    except (ValueError, InvalidOperation, OverflowError):
        return raw
    return f"{value.normalize():f}%" if value.is_finite() and abs(value.adjusted()) <= _SIGNIFICANT else raw


def _date(raw: str, letters: str, *, since_1904: bool) -> str | None:
    """The day, month, year or time that the format shows; None where the number is none."""
    try:
        days = Decimal(raw)
        if days < 0 or (not since_1904 and int(days) == _LAST_OF_1900):
            return None
        # Seconds, for a sheet keeps a part of a day that is never quite a second.
        moment = dt.timedelta(seconds=int((days * 86400).to_integral_value()))
        begin = _BEGIN_1904 if since_1904 else _EVE_1900 + dt.timedelta(days=1 if days < _LAST_OF_1900 else 0)
        at = begin + moment
    except (InvalidOperation, OverflowError, ValueError):
        return None
    time = f"{at:%H:%M:%S}".removesuffix(":00") if set(letters) & set("hs") else ""
    if not set(letters) & set("dy"):
        return time or None
    if at.time() == dt.time():
        time = ""  # a day that some program wrote as a moment
    if "y" not in letters:
        return f"{at:%Y-%m-%d}"  # what it leaves out is in the cell all the same
    day = f"{at:%Y-%m-%d}" if "d" in letters else f"{at:%Y-%m}" if "m" in letters else f"{at:%Y}"
    return f"{day}T{time}" if time and "d" in letters else day
