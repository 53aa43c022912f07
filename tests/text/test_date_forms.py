"""Dates keep the precision they were given with."""

import datetime as dt
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.errors import BadDate, DateToCome
from claims.text.dates import already_come, checked_date, last_moment, utc_text

FORMS = (
    "2022", "2022-07", "2022-07-26", "2022-07-26T14:00", "2022-07-26T14:00Z", "2022-07-26T14:00+03:00", "2022-07-26T14:00-12:00",
    "2022-07-26T14:00:59", "2022-07-26T14:00:59.5Z", "2022-07-26T14:00:59.123456-05:30", "2024-02-29", "2000-02-29", "0001", "0001-01-01",
    "9999", "9999-12-31T23:59:59.999999-14:00",
)  # fmt: skip

IMPOSSIBLE = (
    "", " ", "22", "202", "20222", "0000", "0000-01-01", "2022-00", "2022-13", "2022-7", "2022-07-00", "2022-07-32", "2022-02-29", "1900-02-29",
    "2022-04-31", "2022-07-26T", "2022-07-26T14", "2022-07-26T24:00", "2022-07-26T14:60", "2022-07-26T14:00:60", "2022-07-26T14:00+15:00",
    "2022-07-26T14:00+03:60", "2022-07-26T14:00+3", "2022-07-26T14:00+0300", "2022-07-26T14:00z", "2022-07-26 14:00", "2022-07-26t14:00",
    "2022-07Z", "2022-07-26Z", "2022-07-26+03:00", "2022-W30", "2022-207", "26.07.2022", "07/26/2022", "-2022", "+2022", "2022-07-26\n",
    " 2022", "2022 ", "２０２２", "٢٠٢٢", "2022-07-26T14:00:01.", "2022-07-26T14:00:01.1234567", "2022\0", "\ud800", "unknown", "yesterday",
)  # fmt: skip


@pytest.mark.parametrize("typed", FORMS)
def test_a_date_is_kept_as_it_was_typed(typed: str) -> None:
    """A year, a month, a day and a moment with or without zone all pass, and nothing is added to them."""
    assert checked_date(typed) == typed


@pytest.mark.parametrize("typed", IMPOSSIBLE)
def test_what_is_no_date_is_refused(typed: str) -> None:
    """Other forms, other digits and days that the calendar does not have are refused with the forms that are kept."""
    with pytest.raises(BadDate, match="2022-07-26T14:00"):
        checked_date(typed)
    with pytest.raises(BadDate):
        last_moment(typed)


@pytest.fixture(params=["Pacific/Kiritimati", "Europe/Istanbul", "UTC", "Etc/GMT+12"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The clock of the machine, from the first to the last zone on earth."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("typed", "ends"),
    [
        ("2022-07-26T14:00Z", "2022-07-26T14:00:59.999999Z"),
        ("2022-07-26T14:00:30Z", "2022-07-26T14:00:30.999999Z"),
        ("2022-07-26T14:00:30.5Z", "2022-07-26T14:00:30.599999Z"),
        ("2022-07-26T14:00+03:00", "2022-07-26T11:00:59.999999Z"),
        ("2022-07-26T00:00+14:00", "2022-07-25T10:00:59.999999Z"),
        ("2022-07-26T23:59-12:00", "2022-07-27T11:59:59.999999Z"),
        ("2022-07-26T00:10-05:30", "2022-07-26T05:40:59.999999Z"),
        ("0031-07-26T14:00Z", "0031-07-26T14:00:59.999999Z"),
        ("0001-01-01T00:00+03:00", "0001-01-01T00:00:00.000000Z"),
        ("9999-12-31T23:59-03:00", "9999-12-31T23:59:59.999999Z"),
    ],
)
def test_a_moment_with_a_zone_ends_when_it_ends_there(zone: str, typed: str, ends: str) -> None:
    """The last microsecond that the date covers, in UTC, whatever the clock here; beyond the calendar its first or last moment."""
    assert last_moment(typed) == ends


@pytest.mark.parametrize(
    ("typed", "like"),
    [
        ("2022", "2022-12-31T23:59:59.999999"),
        ("2022-02", "2022-02-28T23:59:59.999999"),
        ("2024-02", "2024-02-29T23:59:59.999999"),
        ("2022-07-26", "2022-07-26T23:59:59.999999"),
        ("2022-07-26T14:00", "2022-07-26T14:00:59.999999"),
    ],
)
def test_a_date_without_a_zone_ends_by_the_clock_here(zone: str, typed: str, like: str) -> None:
    """`--as-of 2022-07-26` means until midnight where the desk is."""
    offset = {"Pacific/Kiritimati": "+14:00", "Europe/Istanbul": "+03:00", "UTC": "Z", "Etc/GMT+12": "-12:00"}[zone]
    assert last_moment(typed) == last_moment(like + offset)


@pytest.mark.parametrize("typed", ["0001", "0001-01-01", "9999", "9999-12-31", "1582-10-10", "1", "10000"])
def test_the_ends_of_the_calendar(zone: str, typed: str) -> None:
    """The first and the last year are dates like others; nothing but BadDate is ever raised."""
    try:
        ends = last_moment(typed)
    except BadDate:
        assert len(typed) != 4
        return
    assert len(ends) == 27
    assert ends[:4] in {typed[:4], "0002", "1582"}


@given(st.text(st.sampled_from("0123456789-:T.+Z "), max_size=32) | st.text(max_size=12))
def test_anything_typed_is_a_date_or_a_bad_date(typed: str) -> None:
    """No typed text gets another error than BadDate, and what passes ends at a time that sorts as text."""
    try:
        checked_date(typed)
    except BadDate:
        with pytest.raises(BadDate):
            last_moment(typed)
    else:
        assert "0001-01-01T00:00:00.000000Z" <= last_moment(typed) <= "9999-12-31T23:59:59.999999Z"


moments = st.datetimes(dt.datetime(1, 1, 3), dt.datetime(9999, 12, 29), timezones=st.timezones())  # noqa: DTZ001 - they get one


@given(moments, moments)
def test_times_sort_as_text(one: dt.datetime, other: dt.datetime) -> None:
    """The order of the texts is the order of the moments, from the first year to the last."""
    assert (utc_text(one) <= utc_text(other)) == (one <= other)


@pytest.mark.parametrize(
    ("typed", "come"),
    [
        ("", True),
        ("2026", True),
        ("2026-11", True),
        ("2026-11-22", True),
        ("2026-11-23", True),  # it has begun in Auckland
        ("2026-11-24", False),
        ("2026-11-22T14:01+00:00", False),
        ("2026-11-22T17:00+03:00", True),
        ("2026-12", False),
        ("2027", False),
    ],
)
def test_days_to_come(typed: str, come: bool) -> None:
    """What somebody did was done on a day that has begun somewhere on earth; another is refused."""
    now = "2026-11-22T14:00:30.123456Z"
    if come:
        assert already_come(typed, now) == typed
    else:
        with pytest.raises(DateToCome, match="has not come yet"):
            already_come(typed, now)
