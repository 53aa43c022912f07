"""A kept article as it is to be read: its text, and the day its words were written. Those of a copy are as old as the original."""

from __future__ import annotations

import datetime as dt

from claims.errors import NoTextHere
from claims.services.articles import find_article
from claims.services.pages import kept_reading
from claims.store.article_facts import day_written
from claims.store.engine import Session
from claims.text.articles import Reading


def text_and_day(session: Session, words: str) -> tuple[Reading, dt.date | None]:
    """The text of an article by id or key, and the day it was written; NoTextHere where only others have it."""
    found = find_article(session, words)
    reading = kept_reading(session, found.seq)
    if reading is None:
        raise NoTextHere(found.id)
    return reading, day_written(session, found.seq)
