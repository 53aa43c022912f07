"""Looking words up in the index, newest first, and how often they stand there."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Text,
    TextClause,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    text,
)

from claims.store.engine import Session
from claims.store.tables import Article, ClaimNow, ClaimSource, Posting, SearchDoc, Term
from claims.store.tuples import Prepared
from claims.text.queries import Query
from claims.values import value

MOST_COUNTED = 20_000
"""A word that stands in more texts than this is as common as one that stands in all."""

FEW = 1_000
"""Words that all stand in so many texts often stand together: the newest texts of one are looked through before it is counted which is the rarest."""

MOST_ASKED = 12
"""Words, beginnings and unwanted words that the index is asked for in one statement: of a whole paragraph the rarest."""

COUNTED_AT_ONCE = 100

LARGEST = 2_000
"""Texts that are found at a time where not all of them may be wanted."""

PREFIX = 4
"""Letters of a beginning that the index is asked for: a word's ending may be folded away after them."""

ALL = 2**62
"""More than any log has rows."""


class Doc(NamedTuple):
    """A text of the index."""

    doc: int
    kind: str
    claim: int | None
    length: int
    begins: int = 1
    """Whether the index alone shows that words of it begin as is wanted."""
    times: Sequence[int] = ()
    """How often each of the words stands in it, where that was asked."""


@value
class Filter:
    """Which claims' texts are wanted."""

    source: int | None = None
    outlet: int | None = None
    status: str | None = None
    stage: str | None = None
    since: int | None = None
    """The first row of the log that is wanted."""

    @property
    def of_claims(self) -> dict[str, int | str]:
        """What is asked of the claims that texts belong to."""
        asked = {"source": self.source, "outlet": self.outlet, "status": self.status, "stage": self.stage}
        return {name: value for name, value in asked.items() if value is not None}


def newest(
    session: Session, query: Query, wanted: Filter, most: int | None = None, *, ordered: Sequence[str] | None = None
) -> Iterator[list[Doc]]:
    """Texts in which all of the query stands, newest first; what the index cannot tell (`looked_at`, `Doc.begins`) is yet to be looked for in them.

    `most`: how many the caller can use; so many come first, and then more at a time, until there are no others. `ordered`: all words, the rarest
    first; then it is said how often each stands in a text.
    """
    query = replace(query, beginnings=query.beginnings[:MOST_ASKED], without=query.without[:MOST_ASKED])
    terms, common = _rarest_first(session, query.terms, FEW) if ordered is None else (list(ordered), False)
    near = common and most is not None
    if common and not near:
        terms, _ = _rarest_first(session, terms, MOST_COUNTED)
    before, size = ALL, ALL if most is None else most
    while True:
        part = _slice(session, query, wanted, terms[:MOST_ASKED], before, size, near=near, counted=ordered is not None)
        yield part
        if len(part) < size and not near:
            return
        if near:
            near, (terms, _) = False, _rarest_first(session, terms, MOST_COUNTED)
        before = part[-1].doc if part else before
        size = max(most or 0, min(4 * size, LARGEST))


def looked_at(query: Query) -> bool:
    """Whether texts have to be looked at for what of a query the index was not asked, or cannot tell."""
    return bool(query.phrases) or max(map(len, (query.terms, query.beginnings, query.without))) > MOST_ASKED


def _rarest_first(session: Session, terms: Sequence[str], most: int) -> tuple[list[str], bool]:
    """These words in that order, and whether all of them stand in so many texts that they were not counted to the end."""
    if len(terms) < 2:
        return list(terms), False
    counts = counts_of(session, terms, most)
    return sorted(terms, key=lambda term: (counts[term], term)), min(counts.values()) == most


def _slice(
    session: Session,
    query: Query,
    wanted: Filter,
    terms: Sequence[str],
    before: int,
    size: int,
    *,
    near: bool,
    counted: bool,
) -> list[Doc]:
    """The next texts, so many at the most."""
    claims = wanted.of_claims
    shape = _Shape(len(terms), len(query.beginnings), len(query.without), frozenset(claims), near, counted)
    values = claims | {"before": before, "since": wanted.since or 0, "most": size, "few": FEW - 1}
    values |= {f"term{n}": term for n, term in enumerate(terms)} | {f"gone{n}": t for n, t in enumerate(query.without)}
    for n, beginning in enumerate(query.beginnings):
        for name, start in ((f"perhaps{n}", beginning[:PREFIX]), (f"sure{n}", beginning)):
            values |= {name: start, f"{name}_stop": start + _LAST}
    rows = _walk(shape).rows(session.connection, values)
    return [Doc._make((*row[:5], row[5:])) for row in rows]


_LAST = chr(0x10FFFF)


# --- the statements that find texts ----------------------------------------------------------------------------------


@value
class _Shape:
    """What is asked: of how many words, of how many beginnings, and so on. Questions of the same shape are the same statement."""

    terms: int
    beginnings: int
    without: int
    claims: frozenset[str]
    near: bool
    """Whether only the newest texts are looked through in which the first word stands."""
    counted: bool


@lru_cache(200)
def _walk(shape: _Shape) -> Prepared:
    """Texts, newest first: those of the first word, else of the first beginning, else all claims.

    Whatever else has to be so is looked up for one text after the other, until there are enough.
    """
    doc, first = SearchDoc, Posting.alias("first")
    place = first.c.doc if shape.terms else doc.c.doc
    times = [first.c.count, *(_times(place, n) for n in range(1, shape.terms))] if shape.counted and shape.terms else []
    sure = [_with_beginning(place, f"sure{n}") for n in range(shape.beginnings)]
    begins = case((and_(*sure), 1), else_=0) if sure else literal(1)
    query = select(place.label("doc"), doc.c.kind, doc.c.claim, doc.c.length, begins, *times)
    query = query.where(place < _number("before"), place >= _number("since"))
    if shape.terms:
        query = query.select_from(first.join(doc, doc.c.doc == first.c.doc)).where(first.c.term == _word("term0"))
    elif not shape.beginnings:
        query = query.where(doc.c.kind == "claim")
    if shape.near:
        query = query.where(place >= _newest_of_first())
    if not shape.terms and shape.beginnings:
        query = query.where(place.in_(select(Posting.c.doc).where(_begins("perhaps0"))))
    return Prepared(
        query.where(
            *(exists().where(Posting.c.term == _word(f"term{n}"), Posting.c.doc == place) for n in range(1, shape.terms)),
            *(_with_beginning(place, f"perhaps{n}") for n in range(0 if shape.terms else 1, shape.beginnings)),
            *(~exists().where(Posting.c.term == _word(f"gone{n}"), Posting.c.doc == place) for n in range(shape.without)),
            *([_of_claims(shape.claims)] if shape.claims else []),
        )
        .order_by(place.desc())
        .limit(_number("most"))
    )  # fmt: skip


def _number(name: str) -> ColumnElement[int]:
    return bindparam(name, type_=BigInteger())


def _word(name: str) -> ColumnElement[str]:
    return bindparam(name, type_=Term)


def _begins(name: str) -> ColumnElement[bool]:
    return and_(Posting.c.term >= _word(name), Posting.c.term < _word(f"{name}_stop"))


def _with_beginning(place: ColumnElement[int], name: str) -> ColumnElement[bool]:
    return exists().where(Posting.c.doc == place, _begins(name))


def _times(place: ColumnElement[int], number: int) -> ColumnElement[Any]:
    """How often a word stands in a text."""
    query = select(Posting.c.count).where(Posting.c.term == _word(f"term{number}"), Posting.c.doc == place)
    return query.scalar_subquery()


def _newest_of_first() -> ColumnElement[int]:
    """From which text on the newest of the first word lie."""
    query = select(Posting.c.doc).where(Posting.c.term == _word("term0")).order_by(Posting.c.doc.desc())
    return func.coalesce(query.limit(1).offset(_number("few")).scalar_subquery(), 0)


def _of_claims(asked: frozenset[str]) -> ColumnElement[bool]:
    """That the text belongs to such a claim; or, where only an outlet is asked for, that it published the article."""
    now = ClaimNow
    conditions = [now.c[name] == bindparam(name, type_=Text()) for name in sorted(asked & {"status", "stage"})]
    for name in sorted(asked & {"source", "outlet"}):
        speaks = exists().where(ClaimSource.c.source == _number(name), ClaimSource.c.claim == now.c.claim)
        conditions.append(or_(speaks, now.c.claimant == _number(name)))
    of_claim = exists().where(now.c.claim == SearchDoc.c.claim, *conditions)
    if asked != {"outlet"}:
        return of_claim
    return or_(of_claim, exists().where(Article.c.seq == SearchDoc.c.doc, Article.c.outlet == _number("outlet")))


# --- how common words are, and which there are -----------------------------------------------------------------------


def counts_of(session: Session, terms: Collection[str], most: int = MOST_COUNTED) -> dict[str, int]:
    """In how many texts each of these words stands; when there are so many, counting stops."""
    found: dict[str, int] = {}
    ordered = sorted(set(terms))
    for start in range(0, len(ordered), COUNTED_AT_ONCE):
        some = ordered[start : start + COUNTED_AT_ONCE]
        # Statements of few lengths, so that they are made once.
        some += [""] * (next(size for size in (1, 10, COUNTED_AT_ONCE) if size >= len(some)) - len(some))
        counted = session.connection.execute(_counting(len(some), most), {f"t{n}": term for n, term in enumerate(some)})
        found |= {some[n]: count for n, count in counted}
    found.pop("", None)
    return found


# In the order of the index, or PostgreSQL would look for so common a word from the table's beginning.
@cache
def _counting(size: int, most: int) -> TextClause:
    few = f"SELECT count(*) FROM (SELECT 1 FROM posting_cache WHERE term = :t{{n}} ORDER BY doc LIMIT {most}) AS few"
    return text(" UNION ALL ".join(f"SELECT {n}, ({few.format(n=n)})" for n in range(size)))


# From one word to the next: each is one look into the index, however often the words stand in texts.
_FROM_WORD_TO_WORD = text(
    "WITH RECURSIVE next(term) AS ("
    "SELECT min(term) FROM posting_cache WHERE term >= :start AND term < :stop "
    "UNION ALL SELECT (SELECT min(p.term) FROM posting_cache p WHERE p.term > next.term AND p.term < :stop) FROM next WHERE next.term IS NOT NULL"
    ") SELECT term FROM next WHERE term IS NOT NULL LIMIT :most"
)


def terms_like(session: Session, beginning: str, most: int = 5_000) -> list[str]:
    """The words of the index that begin so."""
    bounds = {"start": beginning, "stop": beginning + chr(0x10FFFF), "most": most}
    return list(session.connection.execute(_FROM_WORD_TO_WORD, bounds).scalars())


def doc_with(session: Session, term: str) -> Doc | None:
    """A text in which a word stands."""
    query = (
        select(SearchDoc.c.doc, SearchDoc.c.kind, SearchDoc.c.claim, SearchDoc.c.length)
        .join(Posting, Posting.c.doc == SearchDoc.c.doc)
        .where(Posting.c.term == term)
        .limit(1)
    )
    row = session.connection.execute(query).one_or_none()
    return None if row is None else Doc(*row)


# --- claims by their numbers -----------------------------------------------------------------------------------------


def claims_now(session: Session, claims: Iterable[int]) -> dict[int, tuple[str, str, str, bool]]:
    """Id, text and status of live claims, and whether somebody looked at them."""
    now = ClaimNow.c
    query = select(now.claim, now.number, now.text, now.status, now.reviewed).where(now.claim.in_(sorted(claims)))
    return {
        row.claim: (f"C-{row.number}", row.text, row.status, bool(row.reviewed))
        for row in session.connection.execute(query)
    }


def numbers_of(connection: Connection, claims: Iterable[int]) -> dict[int, int]:
    """The public numbers of live claims."""
    return _numbered(connection, ClaimNow.c.claim.in_(sorted(claims)))


def first_rows(connection: Connection, numbers: Iterable[int]) -> dict[int, int]:
    """The live claims that have these public numbers, each by its first row."""
    return _numbered(connection, ClaimNow.c.number.in_(sorted(numbers)))


def _numbered(connection: Connection, condition: ColumnElement[bool]) -> dict[int, int]:
    rows = connection.execute(select(ClaimNow.c.claim, ClaimNow.c.number).where(condition))
    return {row.claim: row.number for row in rows}
