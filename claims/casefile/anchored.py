"""What stands in articles and appearances alike: dates and hedges, with the place where they can be read."""

from __future__ import annotations

from collections.abc import Collection

from claims.casefile.fields import Fields, Shape
from claims.entries import DateEntry, HedgeEntry
from claims.vocabulary import DateBasis, HedgeScope

DATE = Shape("A date", "value basis because in at")
HEDGE = Shape("A hedge", "text scope in at")


def read_dates(fields: Fields, articles: Collection[str]) -> tuple[DateEntry, ...]:
    """`published` first, where it is given, then `dated`."""
    published = fields.date("published")
    short = () if published is None else (DateEntry(published),)
    if not fields.mentions("dated"):
        return short
    return short + tuple([_date(each, articles) for each in fields.records("dated", DATE)])


def _date(fields: Fields, articles: Collection[str]) -> DateEntry:
    in_article = fields.reference("in", articles, "article")
    return DateEntry(
        value=fields.required("value", fields.date("value")),
        basis=fields.choice("basis", DateBasis) or DateBasis.PAGE,
        because=fields.prose("because"),
        in_article=in_article,
        # The words at that place are the article's ("yesterday"), not the date as we write it: nothing to measure against.
        at=fields.place_of(None, "value", readable=in_article is not None),
    )


def read_hedges(
    fields: Fields, articles: Collection[str], scope: HedgeScope, *, readable: bool
) -> tuple[HedgeEntry, ...]:
    """The hedges of an appearance or attribution; `readable`: whether the article of the hedged words is known."""
    if not fields.mentions("hedges"):
        return ()
    return tuple([_hedge(each, articles, scope, readable=readable) for each in fields.records("hedges", HEDGE)])


def _hedge(fields: Fields, articles: Collection[str], scope: HedgeScope, *, readable: bool) -> HedgeEntry:
    text = fields.required("text", fields.words("text"))
    in_article = fields.reference("in", articles, "article")
    return HedgeEntry(
        text=text,
        scope=fields.choice("scope", HedgeScope) or scope,
        in_article=in_article,
        at=fields.place_of(text, "hedge", readable=readable or in_article is not None),
    )
