"""Has this been checked already? Earlier claims that may say the same, with what speaks for it and against; a person decides."""

import re
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import func, or_, select

from claims.errors import NoTextHere, NothingToMatch
from claims.records import ClaimRow
from claims.services.articles import find_article
from claims.services.lookup import claim_number, number_of
from claims.services.nearing import Near, Nearest
from claims.services.texts import Texts
from claims.store.claim_file import read_claim
from claims.store.engine import Session
from claims.store.lists import ClaimFilter, list_claims
from claims.store.present import withdrawn
from claims.store.search import claims_now
from claims.store.tables import Article, Claim, Link, Snapshot, SourceName, SourceNow
from claims.text.door import admitted
from claims.text.likeness import Likeness, likeness
from claims.text.words import cleaned, telling, words
from claims.values import value
from claims.vocabulary import Band, LinkKind

CANDIDATES = 30
"""Claims that are looked at closely."""

_SENTENCE = re.compile(r"(?<=[.!?…”])\s+|\n+")
_ORDER = (Band.SAME, Band.CLOSE, Band.RELATED, Band.NOTHING)

DECIDED = (LinkKind.SAME_AS, LinkKind.VARIANT_OF, LinkKind.CONTRADICTS, LinkKind.DIFFERENT_FROM)
"""Links by which a person has said how two claims stand to each other: they are not offered again."""


@value
class Match:
    """An earlier claim that may say the same."""

    id: str
    text: str
    status: str
    reviewed: bool
    """Whether somebody looked at it: without, its status is nobody's finding."""
    likeness: Likeness
    score: float
    nearness: float | None
    """How much nearer it lies in meaning than claims here do on average; None without the extra [semantic]."""
    passage: str | None
    """Of an article, the words that are like the claim."""


def match(session: Session, typed: str, *, limit: int = 10, least: Band = Band.RELATED) -> list[Match]:
    """Earlier claims like a claim (`C-1`), an article's sentences (`A-3`) or any text; likest first."""
    number = number_of(typed, "C")
    if number is not None:
        return _like_claim(session, Nearest(session), claim_number(session, typed), limit, least)
    if number_of(typed, "A") is not None:
        article = find_article(session, typed)
        kept = Texts(session).of(article.seq)
        if kept is None:
            raise NoTextHere(article.id)
        return _like_article(session, kept.text, limit, least)
    text = admitted("text", typed)
    if not any(words(cleaned(text))):
        raise NothingToMatch
    return _like(session, text, limit, least)


def similar_claims(session: Session, text: str, *, limit: int = 2, least: Band = Band.CLOSE) -> list[Match]:
    """Earlier claims that a statement which is about to become one may repeat."""
    return _like(session, admitted("text", text), limit, least)


def _like(session: Session, text: str, limit: int, least: Band) -> list[Match]:
    nearest = Nearest(session)
    found = nearest.to(text, CANDIDATES)
    return _sorted(_matches(session, nearest, text, found), limit, least)


def _matches(
    session: Session, nearest: Nearest, text: str, found: Sequence[Near], *, within: bool = False
) -> Iterator[Match]:
    now = claims_now(session, (one.claim for one in found))
    nearest.words.learn(
        word for said in (text, *(of_claim for _, of_claim, _, _ in now.values())) for word in telling(said)
    )
    for one in found:
        if one.claim in now:
            id, of_claim, status, reviewed = now[one.claim]
            like = likeness(text, of_claim, nearest.words.rarity, within=within, nearness=one.nearness)
            passage = text.strip() if within else None
            yield Match(id, of_claim, status, reviewed, like, round(one.score, 4), one.nearness, passage)


def _sorted(found: Iterable[Match], limit: int, least: Band) -> list[Match]:
    wanted = [one for one in found if _ORDER.index(one.likeness.band) <= _ORDER.index(least)]
    return sorted(wanted, key=_first)[:limit]


def _first(one: Match) -> tuple[float, ...]:
    """What comes first: the band, then what it rests on, then the age."""
    rests_on = -one.likeness.share if one.nearness is None else -one.score
    return (_ORDER.index(one.likeness.band), rests_on, -one.score, int(one.id[2:]))


def _like_claim(
    session: Session, nearest: Nearest, number: int, limit: int, least: Band, *, earlier: bool = False
) -> list[Match]:
    text = read_claim(session, number).claim.text
    seq = session.connection.execute(select(Claim.c.seq).where(Claim.c.number == number)).scalar_one()
    known = {seq, *_decided(session, seq)}
    found = nearest.to(text, CANDIDATES, number=number, without=known, below=seq if earlier else None)
    return _sorted(_matches(session, nearest, text, found), limit, least)


def _decided(session: Session, claim: int) -> set[int]:
    """The claims of which a person has said how they stand to this one."""
    query = select(Link.c.claim, Link.c.other).where(
        or_(Link.c.claim == claim, Link.c.other == claim),
        Link.c.kind.in_(DECIDED),
        Link.c.seq <= session.upto,
        withdrawn(Link.c.seq) == 0,
    )
    rows = session.connection.execute(query, {"upto": session.upto})
    return {other if mine == claim else mine for mine, other in rows}


def _like_article(session: Session, text: str, limit: int, least: Band) -> list[Match]:
    """For each claim the sentence that is most like it."""
    nearest, best = Nearest(session), dict[str, Match]()
    for sentence in _SENTENCE.split(text):
        if len(telling(sentence)) < 3:
            continue
        for one in _matches(session, nearest, sentence, nearest.to(sentence, 5), within=True):
            if one.id not in best or _first(one) < _first(best[one.id]):
                best[one.id] = one
    return _sorted(best.values(), limit, least)


# --- for evaluation --------------------------------------------------------------------------------------------------


def ranked_claims(nearest: Nearest, text: str, limit: int) -> list[tuple[int, float]]:
    """Claims (first rows) by score alone, as a TREC run lists them."""
    return [(one.claim, one.score) for one in nearest.to(text, limit)]


def keys_of(session: Session, claims: Iterable[int], *, keys: bool) -> dict[int, str]:
    """What claims are called: their ids, or their case-file keys where they have one."""
    query = select(Claim.c.seq, Claim.c.key, Claim.c.number).where(Claim.c.seq.in_(sorted(claims)))
    return {row.seq: row.key if keys and row.key else f"C-{row.number}" for row in session.connection.execute(query)}


# --- the whole database ----------------------------------------------------------------------------------------------


@value
class Duplicate:
    """Things that may be one."""

    kind: str
    """claim, source or article."""
    ids: tuple[str, ...]
    what: str
    why: str


def duplicates(session: Session) -> Iterator[Duplicate]:
    """Claims, sources and articles that may be there twice, one after the other."""
    yield from _sources(session)
    yield from _articles(session)
    nearest = Nearest(session)
    for row in list_claims(session, ClaimFilter()):
        yield from _earlier(session, nearest, row)


def _earlier(session: Session, nearest: Nearest, row: ClaimRow) -> Iterator[Duplicate]:
    for one in _like_claim(session, nearest, int(row.id[2:]), 3, Band.CLOSE, earlier=True):
        why = f"{one.likeness.band.value}: {', '.join(one.likeness.words) or 'near in meaning'}"
        yield Duplicate("claim", (one.id, row.id), row.text, why)


def _sources(session: Session) -> Iterator[Duplicate]:
    """Live named sources that share a name, and are not joined."""
    shared = select(SourceName.c.folded).group_by(SourceName.c.folded).having(func.count() > 1)
    query = (
        select(SourceName.c.folded, SourceNow.c.number, SourceNow.c.name)
        .join(SourceNow, SourceNow.c.source == SourceName.c.source)
        .where(SourceName.c.folded.in_(shared))
        .order_by(SourceName.c.folded, SourceNow.c.number)
    )
    groups: dict[str, list[tuple[int, str]]] = {}
    for folded, number, name in session.connection.execute(query):
        groups.setdefault(folded, []).append((number, name))
    for group in groups.values():
        if len(group) > 1:
            yield Duplicate("source", tuple(f"S-{number}" for number, _ in group), group[0][1], "the same name")


def _articles(session: Session) -> Iterator[Duplicate]:
    """Articles with the same text."""
    shared = (
        select(Snapshot.c.text_sha256)
        .group_by(Snapshot.c.text_sha256)
        .having(func.count(func.distinct(Snapshot.c.article)) > 1)
    )
    query = (
        select(Snapshot.c.text_sha256, Article.c.number, Article.c.title)
        .join(Article, Article.c.seq == Snapshot.c.article)
        .where(Snapshot.c.text_sha256.in_(shared), withdrawn(Snapshot.c.seq) == 0, withdrawn(Article.c.seq) == 0)
        .distinct()
        .order_by(Snapshot.c.text_sha256, Article.c.number)
    )
    groups: dict[str | None, list[tuple[int | None, str | None]]] = {}
    for text, number, title in session.connection.execute(query, {"upto": session.upto}):
        groups.setdefault(text, []).append((number, title))
    for group in groups.values():
        if len(group) > 1:
            yield Duplicate("article", tuple(f"A-{number}" for number, _ in group), group[0][1] or "", "the same text")
