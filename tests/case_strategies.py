"""Random cases for property tests: every field of every entry, with text as hostile as the grammar lets in."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TypeVar

from hypothesis import strategies as st

from claims.entries import (
    AppearanceEntry,
    ArticleEntry,
    AttributionEntry,
    CaseEntry,
    ClaimEntry,
    DateEntry,
    EvidenceEntry,
    GradeEntry,
    HedgeEntry,
    LinkEntry,
    OpinionEntry,
    Place,
    RequestEntry,
    ReviewEntry,
    SnapshotEntry,
    SourceEntry,
    TieEntry,
    VersionEntry,
)
from claims.vocabulary import (
    Basis,
    ClaimKind,
    Credibility,
    DateBasis,
    HedgeScope,
    Knows,
    LinkKind,
    Manner,
    Part,
    Reliability,
    Said,
    Side,
    SourceKind,
    Stage,
    Stance,
)

T = TypeVar("T")

_WORDS = (
    "no NO y N on Off yes true False null NULL ~ = << - ? : | > # & * ! % @ ` ' \" \\ , { } [ ] --- ... -- ?? {} [] &a *a !t !!str %TAG @a "
    "12 012 0x1F 0o17 0b11 1_000 1e5 1E-3 .5 -1 +1 .inf -.INF .nan 12:30 12:30:45 190:20:30.15 1.2.3 2022 2022-07 2022-7-1 2022-07-26 "
    "2022-07-26T14:00Z 1234e56 a:b a: :a a? ?a a#b C:\\dir \\n \\u0041 http://x.org/?a=b,c {{x}} it's 'q' \"q\" don't? Türkiye’s CON"
)
_TEXTS = (
    "a: b", "a #b", "# a", "- a", "? a", ": a", "> a", "a, b", "a,b: c", "[a] b", "{a} b", '"a" b', "'a' b", "a: ", "1 000", "a\u00a0b", "\u3000a",
    "2022-07-26 14:00:00", "line: [a, {b: c}]", "a\u200bb", "\u202eabc", "\ufeffa", "a\u00adb", "e\u0301", "😀👩‍👩‍👧", "\U000e0041", "\ufffe", "x" * 300,
)  # fmt: skip
HOSTILE = (*_WORDS.split(), *_TEXTS)
_ANYTHING = st.characters(exclude_categories=["Cs"], exclude_characters="\0")

prose = st.one_of(
    st.text(_ANYTHING, max_size=12),
    st.sampled_from(HOSTILE),
    st.sampled_from(
        ["", " ", "\n", "a\n\nb\n", "\ta\t", " a ", "\r\n", "a\u2028b\x85", "\x1b[31m\x07", "---\na: b\n..."]
    ),
)


def _on_one_line(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Zl", "Zp"}).strip()


lines = st.one_of(st.sampled_from(HOSTILE), st.text(_ANYTHING, max_size=12)).map(_on_one_line).filter(bool)
keys = (
    st.one_of(lines, st.sampled_from(["\u200b" * 200, "ş" * 200, "a" * 200]))
    .map(lambda text: text[:200].strip())
    .filter(bool)
)
words = prose.filter(lambda text: bool(text.strip()))
dates = st.sampled_from(
    ["2022", "2022-07", "2022-07-26", "2022-07-26T14:00", "2022-07-26T14:00:01.5+03:00", "0001-01-01T00:00Z"]
)
hashes = st.sampled_from(["3f" * 32, "12" * 32, "1234e567" * 8, "0" * 63 + "e"])
numbers = st.sampled_from([0, 1, 3080, 999_999_999_999])


def maybe(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    return st.none() | strategy


def several(strategy: st.SearchStrategy[T], most: int = 2) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(strategy, max_size=most).map(tuple)


def different(strategy: st.SearchStrategy[str], least: int = 0, most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(strategy, min_size=least, max_size=most, unique=True).map(tuple)


@st.composite
def places(draw: st.DrawFn, of: str | None) -> Place:
    start = draw(st.sampled_from([0, 575, 10**9]))
    return start, start + (len(of) if of is not None else draw(st.integers(1, 9)))


@st.composite
def dated(draw: st.DrawFn, articles: Sequence[str]) -> DateEntry:
    in_article = draw(maybe(st.sampled_from(articles))) if articles else None
    at = draw(maybe(places(None))) if in_article is not None else None
    return DateEntry(draw(dates), draw(st.sampled_from(DateBasis)), draw(maybe(prose)), in_article, at)


@st.composite
def hedges(draw: st.DrawFn, articles: Sequence[str], stands_in: str | None) -> HedgeEntry:
    text = draw(words)
    in_article = draw(maybe(st.sampled_from(articles))) if articles else None
    at = draw(maybe(places(text))) if in_article is not None or stands_in is not None else None
    return HedgeEntry(text, draw(st.sampled_from(HedgeScope)), in_article, at)


ties = st.builds(TieEntry, lines, maybe(dates), maybe(dates))
grades = st.builds(GradeEntry, st.sampled_from(Reliability), maybe(prose), maybe(lines), maybe(dates))
snapshots = st.builds(SnapshotEntry, hashes, maybe(hashes), maybe(numbers), maybe(lines))
opinions = st.builds(OpinionEntry, lines, maybe(dates), maybe(prose))
versions = st.builds(VersionEntry, lines, maybe(lines), maybe(dates), maybe(prose))


@st.composite
def sources(draw: st.DrawFn) -> tuple[SourceEntry, ...]:
    of = draw(different(keys, most=4))
    return tuple(
        SourceEntry(
            key=key,
            name=draw(lines),
            kind=draw(st.sampled_from(SourceKind)),
            aliases=draw(different(lines)),
            unnamed=draw(st.booleans()),
            known_to=draw(maybe(lines)),
            owner=draw(several(ties)),
            affiliation=draw(several(ties)),
            members=draw(different(st.sampled_from(of))),
            country=draw(maybe(lines)),
            zone=draw(maybe(lines)),
            language=draw(maybe(lines)),
            url=draw(maybe(lines)),
            note=draw(maybe(prose)),
            grades=draw(several(grades)),
        )
        for key in of
    )


@st.composite
def articles(draw: st.DrawFn, outlets: Sequence[str]) -> tuple[ArticleEntry, ...]:
    of = draw(different(keys)) if outlets else ()
    return tuple(
        ArticleEntry(
            key=key,
            outlet=draw(st.sampled_from(outlets)),
            title=draw(maybe(lines)),
            url=draw(maybe(lines)),
            language=draw(maybe(lines)),
            byline=draw(maybe(lines)),
            note=draw(maybe(prose)),
            copy_of=draw(maybe(st.sampled_from(of[:n]))) if n else None,
            basis=draw(st.sampled_from(Basis)),
            because=draw(maybe(prose)),
            dated=draw(several(dated(of))),
            snapshots=draw(several(snapshots)),
        )
        for n, key in enumerate(of)
    )


@st.composite
def appearances(draw: st.DrawFn, key: str, of: Sequence[str], published: dict[str, str]) -> AppearanceEntry:
    source, article_keys = draw(st.sampled_from(of)), tuple(published)
    in_article = draw(maybe(st.sampled_from(article_keys))) if article_keys else None
    article = draw(maybe(st.sampled_from(article_keys))) if article_keys else None
    if article is None and in_article is not None and published[in_article] == source:
        article = in_article
    wording = draw(maybe(words)) if in_article is not None else None
    return AppearanceEntry(
        key=key,
        source=source,
        in_article=in_article,
        article=article,
        part=draw(maybe(st.sampled_from(Part))),
        wording=wording,
        at=draw(maybe(places(wording))) if in_article is not None else None,
        stance=draw(st.sampled_from(Stance)),
        knows=draw(maybe(st.sampled_from(Knows))),
        named_as=draw(maybe(lines)),
        hedges=draw(several(hedges(article_keys, in_article))),
        dated=draw(several(dated(article_keys))),
        because=draw(maybe(prose)),
    )


@st.composite
def attributions(draw: st.DrawFn, between: Sequence[str], articles: Sequence[str]) -> AttributionEntry:
    downstream, upstream = draw(st.lists(st.sampled_from(between), min_size=2, max_size=2, unique=True))
    in_article = draw(maybe(st.sampled_from(articles))) if articles else None
    cue = draw(maybe(words)) if in_article is not None else None
    return AttributionEntry(
        downstream=downstream,
        upstream=upstream,
        manner=draw(st.sampled_from(Manner)),
        key=draw(maybe(keys)),
        basis=draw(st.sampled_from(Basis)),
        cue=cue,
        in_article=in_article,
        at=draw(maybe(places(cue))) if in_article is not None else None,
        hedges=draw(several(hedges(articles, in_article))),
        because=draw(maybe(prose)),
    )


@st.composite
def evidence(draw: st.DrawFn, side: Side, appearances: Sequence[str], articles: Sequence[str]) -> EvidenceEntry:
    note = draw(maybe(prose))
    kinds = ["url"] + ["article"] * bool(articles) + ["appearance"] * bool(appearances)
    match draw(st.sampled_from(kinds)):
        case "article":
            wording = draw(maybe(words))
            at = draw(maybe(places(wording)))
            return EvidenceEntry(side, article=draw(st.sampled_from(articles)), at=at, wording=wording, note=note)
        case "appearance":
            return EvidenceEntry(side, appearance=draw(st.sampled_from(appearances)), note=note)
        case _:
            return EvidenceEntry(
                side,
                url=draw(st.sampled_from(["http://x", "https://x.org/?a=b&c=[d]#e, f: g".replace(" ", "")])),
                note=note,
            )


@st.composite
def reviews(draw: st.DrawFn, last: int, appearances: Sequence[str], articles: Sequence[str]) -> ReviewEntry:
    return ReviewEntry(
        status=draw(lines),
        because=draw(words),
        by=draw(lines),
        date=draw(maybe(dates)),
        said=draw(maybe(st.sampled_from(Said))),
        version=draw(maybe(st.integers(1, last))),
        reliability=draw(maybe(st.sampled_from(Reliability))),
        credibility=draw(maybe(st.sampled_from(Credibility))),
        evidence=draw(several(evidence(Side.FOR, appearances, articles)))
        + draw(several(evidence(Side.AGAINST, appearances, articles))),
        override=draw(maybe(words)),
        approved=draw(several(opinions)),
        objected=draw(several(opinions)),
        from_case=draw(maybe(keys)),
    )


@st.composite
def requests(draw: st.DrawFn, of: Sequence[str]) -> RequestEntry:
    return RequestEntry(
        of=draw(st.sampled_from(of)),
        date=draw(maybe(dates)),
        question=draw(maybe(prose)),
        answer=draw(maybe(prose)),
        answered=draw(maybe(dates)),
        by=draw(maybe(lines)),
        note=draw(maybe(prose)),
    )


@st.composite
def claims(
    draw: st.DrawFn, key: str | None, text: str, of: Sequence[str], published: dict[str, str], others: Sequence[str]
) -> ClaimEntry:
    stands = draw(different(keys, most=3)) if of else ()
    article_keys = tuple(published)
    hops = draw(several(attributions(stands, article_keys), 3)) if len(stands) > 1 else ()
    first = VersionEntry(text, draw(maybe(lines)), draw(maybe(dates)), draw(maybe(prose)))
    later = draw(several(versions))
    links = several(st.builds(LinkEntry, st.sampled_from(LinkKind), st.sampled_from(others), maybe(prose)))
    return ClaimEntry(
        key=key,
        versions=(first, *later),
        kind=draw(st.sampled_from(ClaimKind)),
        claimant=draw(maybe(st.sampled_from(of))) if of else None,
        due=draw(maybe(dates)),
        topics=draw(different(lines)),
        stage=draw(st.sampled_from(Stage)),
        note=draw(maybe(prose)),
        appearances=tuple(draw(appearances(each, of, published)) for each in stands),
        attributions=tuple({(hop.downstream, hop.upstream, hop.key): hop for hop in hops}.values()),
        links=tuple({(link.kind, link.to): link for link in (draw(links) if others else ())}.values()),
        reviews=draw(several(reviews(1 + len(later), stands, article_keys))),
        asked=draw(several(requests(of))) if of else (),
    )


@st.composite
def cases(draw: st.DrawFn) -> CaseEntry:
    """A case as the reader of case files could have made it."""
    of = draw(sources())
    published = draw(articles([source.key for source in of]))
    outlets = {article.key: article.outlet for article in published}
    identities = draw(different(keys))
    made = []
    for identity in identities:
        keyed = draw(st.booleans())
        text = draw(lines) if keyed else identity
        others = [other for other in identities if other != identity]
        made.append(draw(claims(identity if keyed else None, text, [source.key for source in of], outlets, others)))
    return CaseEntry(draw(keys), draw(maybe(lines)), of, published, tuple(made))
