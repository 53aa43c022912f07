"""The words of a copy are as old as the original: days named in it count from there."""

from __future__ import annotations

import datetime as dt

import pytest
from service_desk import ServiceDesk

from claims.errors import NoTextHere, UnknownWord
from claims.services.articles import ArticleSaid, DateSaid, edit_article, find_article, new_article
from claims.services.reading import shipped_lexicon
from claims.services.written_days import text_and_day
from claims.store.article_facts import day_written
from claims.text.reported.reader import Reader
from claims.vocabulary import DateBasis

WORDS = "The bridge will not open, Mayor Ida Falk told the Odrana Herald on Monday.\n"


def written(desk: ServiceDesk, article: str) -> dt.date | None:
    with desk.database.reading() as session:
        return day_written(session, find_article(session, article).seq)


def copied(desk: ServiceDesk, article: str, original: str) -> None:
    with desk.database.writing("Ana") as session:
        edit_article(session, article, ArticleSaid(copy_of=original))


def test_the_original_s_day(desk: ServiceDesk) -> None:
    """Of a copy, and of a copy of it, the original's day counts; where that has none, the nearest to it; else the article's own."""
    desk.add(WORDS, "Nord Wire", published="2024-03-13T08:00+01:00")
    desk.add(WORDS + " ", "Courier", published="2024-03-20")
    desk.add(WORDS + "  ", "Herald", published="2024-03-27")
    assert written(desk, "A-2") == dt.date(2024, 3, 20)
    copied(desk, "A-2", "A-1")
    copied(desk, "A-3", "A-2")
    assert {written(desk, id) for id in ("A-1", "A-2", "A-3")} == {dt.date(2024, 3, 13)}
    with desk.database.writing("Ana") as session:
        edit_article(session, "A-1", ArticleSaid(no_dates=True))
    assert [written(desk, id) for id in ("A-1", "A-2", "A-3")] == [None, dt.date(2024, 3, 20), dt.date(2024, 3, 20)]


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_days_are_read_from_there(desk: ServiceDesk) -> None:
    """“On Monday” in a copy of the next week is the Monday before the original."""
    desk.add(WORDS, "Nord Wire", published="2024-03-13")
    desk.add(f"27 March 2024\n{WORDS}", "Courier", published="2024-03-27")
    reader = Reader(shipped_lexicon())

    def said_on() -> str | None:
        with desk.database.reading() as session:
            reading, day = text_and_day(session, "A-2")
        (report,) = reader.read(reading.text, day).attributions
        return report.said_on.value if report.said_on else None

    assert said_on() == "2024-03-25"
    copied(desk, "A-2", "A-1")
    assert said_on() == "2024-03-11"


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_dates_that_prove_something_come_first(desk: ServiceDesk) -> None:
    """A month is no day; an inferred day counts where there is no other."""
    desk.add(WORDS, "Nord Wire", published="2024-03")
    assert written(desk, "A-1") is None
    for value, basis in (("2024-03-01", DateBasis.INFERRED), ("2024-03-02", DateBasis.STATED)):
        with desk.database.writing("Ana") as session:
            edit_article(session, "A-1", ArticleSaid(dated=(DateSaid(value, basis, "So it seems."),)))
        assert written(desk, "A-1") == dt.date.fromisoformat(value)


def test_the_dateline_says_it_more_closely() -> None:
    """A dateline's day is when the words were written, in the year that is known from outside."""
    text = "ODRANA, March 12 (Nord Wire) - The bridge will not open before the summer, Mayor Ida Falk said on Monday.\n"
    (report,) = Reader(shipped_lexicon()).read(text, dt.date(2024, 3, 20)).attributions
    assert report.said_on is not None
    assert report.said_on.value == "2024-03-11"


def test_a_text_that_is_not_here(desk: ServiceDesk) -> None:
    """An article known by name has no text to read, and one nobody knows is none."""
    with desk.database.writing("Ana") as session:
        new_article(session, ArticleSaid(outlet="Courier"), key="lamp")
    with desk.database.reading() as session:
        with pytest.raises(NoTextHere, match="`claims article attach A-1 FILE`"):
            text_and_day(session, "lamp")
        with pytest.raises(UnknownWord):
            text_and_day(session, "nobody")
