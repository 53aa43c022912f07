"""The index of words beside the texts that it is made of, for `verify`."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from sqlalchemy import Connection, func, select

from claims.store.search_index import (
    ARTICLES,
    BATCH,
    HELD,
    SHORT,
    Text,
    article_texts,
    batches,
    claim_texts,
    every,
    source_texts,
)
from claims.store.tables import Article, Claim, Posting, SearchDoc, SearchTotal, Source
from claims.store.tuples import Values, tuples
from claims.text.words import counted, words

# --- whether all is in order -----------------------------------------------------------------------------------------

_HELD = "SELECT d.doc, d.kind, d.claim, d.length, d.digest, "
_HELD_WORDS = {
    "sqlite": f"{_HELD} (SELECT count(*) || ' ' || coalesce(group_concat(count || ' ' || term), '') "
    "FROM (SELECT term, count FROM posting_cache WHERE doc = d.doc ORDER BY count, term)) FROM search_doc_cache d",
    "postgresql": f"{_HELD} coalesce(w.words, '0 ') FROM search_doc_cache d LEFT JOIN ("
    "SELECT doc, count(*) || ' ' || string_agg(count || ' ' || term, ',' ORDER BY count, term) AS words "
    "FROM posting_cache WHERE doc {} GROUP BY doc) w ON w.doc = d.doc",
}
"""The words of a text as the database puts them together: a thousand texts are a thousand rows, however many words they have.

PostgreSQL does so in one walk through the words of all texts that should be there, half as long as one text after the other.
"""


class Words:
    """The index as it is, beside all texts, some at a time.

    The words of each text are compared as one piece, which begins with how many they are: a word with a comma in it is not taken for two. Those
    that belong to no text are missed when all are counted.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._words = 0
        self._totals: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
        """Of each kind of text: how many there are, and how many words they have."""
        self._held = f"{_HELD_WORDS[connection.dialect.name]} WHERE d."
        self._named = connection.dialect.name != "sqlite"

    def hold(self, by: str, things: Sequence[int], texts: Iterable[Text]) -> bool:
        """Whether that is what the index holds of these things; `by`: the column that names them."""
        right: list[Values] = []
        for one in texts:
            length, different, put_together = _together(one.text)
            right.append((one.doc, one.kind, one.claim, length, one.digest, put_together))
            self._words += different
            docs, said = self._totals[one.kind]
            self._totals[one.kind] = docs + 1, said + length
        among = ([row[0] for row in right], things) if self._named else (things,)
        return sorted(tuples(self._connection, f"{self._held}{by} {{}}", *among)) == sorted(right)

    def hold_nothing_else(self) -> bool:
        """Whether no more is held than the texts that were compared, and their number is known."""
        docs = sum(docs for docs, _ in self._totals.values())
        return (docs, self._words) == _counts(self._connection) and _kept(self._connection) == self._totals


def _put_together(text: str) -> tuple[int, int, str]:
    """How many words a text has, how many different ones, and those as the database puts them together."""
    counts: dict[str, int] = {}  # a Counter takes longer to make than most texts to count
    for word in words(text):
        counts[word] = counts.get(word, 0) + 1
    several = sorted([(count, word) for word, count in counts.items() if count > 1])
    together = [f"1 {word}" for word in sorted([word for word, count in counts.items() if count == 1])]
    together += [f"{count} {word}" for count, word in several]
    return sum(counts.values()), len(counts), f"{len(counts)} {','.join(together)}"


_remembered = lru_cache(2**14)(_put_together)


def _together(text: str) -> tuple[int, int, str]:
    return _remembered(text) if len(text) <= SHORT else _put_together(text)


def _counts(connection: Connection) -> tuple[int, int]:
    """How many texts are indexed, and how many words of texts."""
    docs, words = (connection.execute(select(func.count()).select_from(table)) for table in (SearchDoc, Posting))
    return int(docs.scalar_one()), int(words.scalar_one())


# --- what is not -----------------------------------------------------------------------------------------------------


def differences(connection: Connection) -> Iterator[tuple[str, int | None, str]]:
    """Where the index is not what the texts give, text by text: the table, the text (its first row), and what is wrong."""
    seen: set[int] = set()
    for by, batch, texts in _batched(connection):
        right = {one.doc: one for one in texts}
        held = {row[0]: row for row in tuples(connection, f"{HELD} {by} {{}}", batch)}
        postings = _postings(connection, right.keys() | held.keys())
        for doc in sorted(right.keys() | held.keys()):
            if said := _wrong(right.get(doc), held.get(doc), postings.get(doc, {})):
                yield SearchDoc.name, doc, said
        seen |= held.keys()
    for doc in connection.execute(select(SearchDoc.c.doc).union(select(Posting.c.doc))).scalars():
        if doc not in seen:
            yield SearchDoc.name, doc, "is indexed, and is no text here"
    if not _totals_kept(connection):
        yield SearchTotal.name, None, "does not count the texts that are indexed"


def _batched(connection: Connection) -> Iterator[tuple[str, list[int], list[Text]]]:
    """What should be indexed, some things at a time: the column by which the index names them, the things, their texts."""
    for table, texts, size in (
        (Claim, claim_texts, BATCH),
        (Source, source_texts, BATCH),
        (Article, article_texts, ARTICLES),
    ):
        for batch in batches(every(connection, table), size):
            yield "claim" if table is Claim else "doc", batch, list(texts(connection, batch))


def _postings(connection: Connection, docs: Iterable[int]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for batch in batches(docs, BATCH):
        for term, doc, count in tuples(connection, "SELECT term, doc, count FROM posting_cache WHERE doc {}", batch):
            found[doc][term] = count
    return found


def _wrong(right: Text | None, held: Values | None, postings: dict[str, int]) -> str | None:
    """What is wrong with one text in the index."""
    if right is None:
        return "is indexed, and is no text here"
    if held is None:
        return "is not indexed"
    words = counted(right.text)
    if held != (right.doc, right.kind, right.claim, words.total(), right.digest) or postings != words:
        return "is indexed with other words than it has"
    return None


def _totals_kept(connection: Connection) -> bool:
    """Whether it is known how many texts and words are indexed."""
    return _kept(connection) == totals(connection)


def _kept(connection: Connection) -> dict[str, tuple[int, int]]:
    query = select(SearchTotal.c.kind, SearchTotal.c.docs, SearchTotal.c.words)
    kept = {row.kind: (row.docs, row.words) for row in connection.execute(query)}
    return {kind: of for kind, of in kept.items() if of != (0, 0)}


def totals(connection: Connection) -> dict[str, tuple[int, int]]:
    """How many texts of each kind there are, and how many words."""
    query = select(SearchDoc.c.kind, func.count(), func.sum(SearchDoc.c.length)).group_by(SearchDoc.c.kind)
    return {kind: (int(docs), int(words)) for kind, docs, words in connection.execute(query)}
