"""The index that finds copies: which fingerprints stand in which articles (claims/text/copies.py says what those are).

A cache like the index of search: kept in the transaction that changes a text, made anew by `db caches`, compared by `verify`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from claims.store.present import WITHDRAWN, standing_tuples
from claims.store.search_index import ARTICLES, articles_at_once, every, firsts, latest_texts
from claims.store.tables import Article, Fingerprint, Fingerprinted
from claims.store.tuples import tuples
from claims.text.copies import digest, fingerprints, worded
from claims.values import value

BATCH = 500
MOST_HELD = 500
"""A fingerprint that stands in more articles than this says nothing of where a text comes from."""


# --- keeping it ------------------------------------------------------------------------------------------------------


@value
class _Right:
    """What the index should hold of an article."""

    outlet: int
    text: str

    @property
    def prints(self) -> list[tuple[int, int]]:
        text = worded(self.text)
        return [(hashed, text.places[at][0]) for hashed, at in fingerprints(text)]


def refresh(connection: Connection, articles: Iterable[int]) -> None:
    """Bring the index up to date with these articles (`seq` of first rows); of a text that is the same nothing is made again."""
    for batch in _batches(sorted(articles), ARTICLES):
        right = _texts(connection, batch)
        held = _held(connection, batch)
        same = {
            article
            for article, row in held.items()
            if article in right and row == (right[article].outlet, digest(right[article].text))
        }
        gone = [article for article in held if article not in same]
        if gone:
            connection.execute(delete(Fingerprint).where(Fingerprint.c.article.in_(gone)))
            connection.execute(delete(Fingerprinted).where(Fingerprinted.c.article.in_(gone)))
        for article, text in right.items():
            if article not in same:
                _insert(connection, article, text)


def _insert(connection: Connection, article: int, text: _Right) -> None:
    connection.execute(insert(Fingerprinted).values(article=article, outlet=text.outlet, digest=digest(text.text)))
    rows = [(hashed, article, position) for hashed, position in sorted(text.prints)]
    if rows:
        mark = "?" if connection.dialect.name == "sqlite" else "%s"
        connection.exec_driver_sql(
            f"INSERT INTO fingerprint_cache (hash, article, position) VALUES ({mark}, {mark}, {mark})", rows
        )


def rebuild(connection: Connection) -> None:
    """Make the whole index anew."""
    for table in (Fingerprint, Fingerprinted):
        connection.execute(delete(table))
    refresh(connection, every(connection, Article))


_PRINTS = "SELECT article, hash, position FROM fingerprint_cache WHERE article {}"


def differences(connection: Connection) -> Iterator[tuple[str, int | None, str]]:
    """Where the index is not what the texts give: the table, the article (its first row), and what is wrong. Batch by batch, in flat memory."""
    articles = places = 0
    for batch in firsts(connection, Article, articles_at_once(connection)):
        right, held = _texts(connection, batch), _held(connection, batch)
        prints: dict[int, set[tuple[int, int]]] = defaultdict(set)
        for article, hashed, position in tuples(connection, _PRINTS, batch):
            prints[article].add((hashed, position))
            places += 1
        articles += len(held)
        for article in batch:
            if said := _wrong(right.get(article), held.get(article), prints.get(article, set())):
                yield Fingerprinted.name, article, said
    there = (connection.execute(select(func.count()).select_from(table)) for table in (Fingerprinted, Fingerprint))
    if [articles, places] == [rows.scalar_one() for rows in there]:
        return
    left = select(Fingerprinted.c.article).union(select(Fingerprint.c.article))
    for article in sorted(set(connection.execute(left).scalars()) - set(every(connection, Article))):
        yield Fingerprinted.name, article, "has fingerprints, and is no article here"


def _wrong(right: _Right | None, held: tuple[int, bytes] | None, prints: set[tuple[int, int]]) -> str | None:
    if right is None:
        return "has fingerprints, and no text here" if held is not None or prints else None
    if held is None:
        return "has no fingerprints"
    if held != (right.outlet, digest(right.text)) or prints != set(right.prints):
        return "has other fingerprints than its text gives"
    return None


_ARTICLE = f"SELECT t.seq, t.first, t.version, {WITHDRAWN}, t.outlet FROM article t"
_ARTICLES = f"{_ARTICLE} WHERE t.seq {{}} UNION ALL {_ARTICLE} WHERE t.first {{}}"


def _texts(connection: Connection, articles: Sequence[int]) -> dict[int, _Right]:
    """Of each live article its outlet and its latest text."""
    texts = latest_texts(connection, articles)
    live = standing_tuples(tuples(connection, _ARTICLES, articles, articles)) if texts else {}
    return {article: _Right(row[4], texts[article]) for article, row in live.items() if article in texts}


def _held(connection: Connection, articles: Sequence[int]) -> dict[int, tuple[int, bytes]]:
    """Outlets and digests."""
    query = "SELECT article, outlet, digest FROM fingerprinted_cache WHERE article {}"
    return {article: (outlet, kept) for article, outlet, kept in tuples(connection, query, articles)}


# --- looking it up ---------------------------------------------------------------------------------------------------


@value
class Shared:
    """Where the fingerprints of a text stand elsewhere."""

    by_outlet: dict[int, dict[int, int]]
    """Of each outlet: in how many of its articles each fingerprint stands, the text's own article among them."""
    places: dict[int, list[tuple[int, int]]]
    """Of each article: fingerprints, and where each begins in its text."""


def shared(connection: Connection, hashes: Iterable[int], but: int, template: int) -> Shared:
    """The articles that have some of these fingerprints, `but` the text's own: two look-ups in the index for each five hundred of them.

    A fingerprint that stands in `template` articles of an outlet leads to none of them: it belongs to the outlet's pages.
    """
    by_outlet: dict[int, dict[int, int]] = defaultdict(dict)
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for batch in _batches(sorted(set(hashes)), BATCH):
        telling: dict[int, int] = defaultdict(int)
        for hashed, outlet, articles in connection.execute(counts(batch)):
            by_outlet[outlet][hashed] = articles
            telling[hashed] += articles if articles < template else 0
        wanted = [hashed for hashed, articles in telling.items() if 0 < articles <= MOST_HELD]
        if wanted:
            for hashed, article, position, outlet in connection.execute(standing_in(wanted)):
                if article != but and by_outlet[outlet][hashed] < template:
                    places[article].append((hashed, position))
    return Shared(by_outlet, places)


def in_outlets(connection: Connection, hashes: Iterable[int]) -> dict[int, dict[int, int]]:
    """Of each outlet: in how many of its articles these fingerprints stand."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for batch in _batches(sorted(hashes), BATCH):
        for hashed, outlet, articles in connection.execute(counts(batch)):
            found[outlet][hashed] = articles
    return found


def standing_in(hashes: Sequence[int]) -> Any:
    """The places of these fingerprints, as a query."""
    return (
        select(Fingerprint.c.hash, Fingerprint.c.article, Fingerprint.c.position, Fingerprinted.c.outlet)
        .join(Fingerprinted, Fingerprinted.c.article == Fingerprint.c.article)
        .where(Fingerprint.c.hash.in_(hashes))
    )


def counts(hashes: Sequence[int]) -> Any:
    """In how many articles of each outlet these fingerprints stand, as a query."""
    return (
        select(Fingerprint.c.hash, Fingerprinted.c.outlet, func.count(Fingerprint.c.article.distinct()))
        .join(Fingerprinted, Fingerprinted.c.article == Fingerprint.c.article)
        .where(Fingerprint.c.hash.in_(hashes))
        .group_by(Fingerprint.c.hash, Fingerprinted.c.outlet)
    )


def _batches(items: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
