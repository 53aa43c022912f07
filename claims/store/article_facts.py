"""What is known of several articles at once, in as many statements as of one."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import or_, select

from claims.records import Dated
from claims.store.engine import Session
from claims.store.present import standing, withdrawn
from claims.store.tables import Article, Dating, Source
from claims.values import value
from claims.vocabulary import DateBasis


@value
class ArticleFact:
    """An article as comparisons need it; `outlet` and `copy_of` are first rows."""

    seq: int
    id: str
    title: str | None
    outlet: int
    outlet_name: str
    zone: str | None
    copy_of: int | None
    dated: tuple[Dated, ...]


def article_facts(session: Session, articles: Collection[int]) -> dict[int, ArticleFact]:
    """Live articles by `seq` of their first rows."""
    at = {"upto": session.upto}
    rows = session.connection.execute(
        select(
            Article.c.seq, Article.c.first, Article.c.version, Article.c.number, Article.c.title, Article.c.outlet, Article.c.copy_of,
            withdrawn(Article.c.seq),
        ).where(or_(Article.c.seq.in_(articles), Article.c.first.in_(articles)), Article.c.seq <= session.upto),
        at,
    ).all()  # fmt: skip
    numbers = {row.seq: row.number for row in rows if row.first is None}
    live = standing(rows)
    dated: dict[int, list[Dated]] = defaultdict(list)
    for row in session.connection.execute(
        select(Dating.c.article_version, Dating.c.value, Dating.c.basis, Dating.c.because)
        .where(Dating.c.article_version.in_([row.seq for row in live.values()]), withdrawn(Dating.c.seq) == 0)
        .order_by(Dating.c.seq),
        at,
    ):
        dated[row.article_version or 0].append(Dated(row.value, DateBasis(row.basis), row.because))
    outlets = _outlets(session, {row.outlet for row in live.values()})
    return {
        seq: ArticleFact(
            seq,
            f"A-{numbers[seq]}",
            row.title,
            row.outlet,
            (outlets[row.outlet].name or "(redacted)") if row.outlet in outlets else "(withdrawn)",
            outlets[row.outlet].zone if row.outlet in outlets else None,
            row.copy_of,
            tuple(dated[row.seq]),
        )
        for seq, row in live.items()
    }


def _outlets(session: Session, outlets: Collection[int]) -> dict[int, Any]:
    rows = session.connection.execute(
        select(
            Source.c.seq, Source.c.first, Source.c.version, Source.c.name, Source.c.zone, withdrawn(Source.c.seq)
        ).where(or_(Source.c.seq.in_(outlets), Source.c.first.in_(outlets)), Source.c.seq <= session.upto),
        {"upto": session.upto},
    ).all()
    return standing(rows)


MOST_STEPS = 50
"""Copies of copies that are followed."""

_A_DAY = re.compile(r"\d{4}-\d\d-\d\d")


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
        if found := _A_DAY.match(date.value):
            return dt.date.fromisoformat(found[0])
    return None
