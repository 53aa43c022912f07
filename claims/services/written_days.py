"""The day that the words of an article were written: `on Monday` counts from it. The words of a copy are as old as the original."""

from __future__ import annotations

import datetime as dt
import re

from claims.errors import NoTextHere
from claims.services.articles import find_article
from claims.services.pages import kept_reading
from claims.store.article_facts import ArticleFact, article_facts
from claims.store.engine import Session
from claims.text.articles import Reading
from claims.vocabulary import DateBasis

MOST_STEPS = 50
"""Copies of copies that are followed."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def day_written(session: Session, article: int) -> dt.date | None:
    """The recorded day of the original that an article (`article.seq`) copies in the end, else of the nearest copy that has one, its own last of all.

    None where no day is recorded. A day that somebody inferred counts as well here: it proves nothing, but it is the best that is known.
    """
    days: list[dt.date | None] = []
    seen: set[int] = set()
    at: int | None = article
    while at is not None and at not in seen and len(seen) < MOST_STEPS:
        seen.add(at)
        fact = article_facts(session, [at]).get(at)
        if fact is None:
            break
        days.append(_day(fact))
        at = fact.copy_of
    return next((day for day in reversed(days) if day is not None), None)


def _day(fact: ArticleFact) -> dt.date | None:
    """The first day that is known of an article, those that prove something before others."""
    for date in sorted(fact.dated, key=lambda d: d.basis is DateBasis.INFERRED):
        if found := _DAY.match(date.value):
            return dt.date.fromisoformat(found[0])
    return None


def text_and_day(session: Session, words: str) -> tuple[Reading, dt.date | None]:
    """The text of an article by id or key, and the day it was written; NoTextHere where only others have it."""
    found = find_article(session, words)
    reading = kept_reading(session, found.seq)
    if reading is None:
        raise NoTextHere(found.id)
    return reading, day_written(session, found.seq)
