"""A case as the file that a person would write (docs/case-file.md); what the reader of case files understands by itself is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

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
from claims.errors import CircleInLines
from claims.exports.trace_json import line
from claims.exports.yamltext import Value, field
from claims.vocabulary import Basis, ClaimKind, DateBasis, HedgeScope, Side, Stage, Stance

Written = dict[str, Value]

# One record a line, or a block where it is longer.
_SPREAD = frozenset({"appearances", "attributions", "links", "reviews", "versions"})


def case_yaml(case: CaseEntry) -> Iterator[str]:
    """The case file in pieces, one a source, article or claim; reading them back gives the same entries.

    Evidence of a review is written for first, then against.
    """
    yield _lines(field("case", case.key, 0))
    if case.title is not None:
        yield _lines(field("title", case.title, 0))
    if case.sources:
        yield "sources:\n"
        for source in case.sources:
            yield _lines(field(source.key, _source(source), 2))
    if case.articles:
        yield "articles:\n"
        for article in case.articles:
            yield _lines(field(article.key, _article(article), 2))
    if case.claims:
        yield "claims:\n"
        outlets = {article.key: article.outlet for article in case.articles}
        for claim in case.claims:
            yield _lines(_claim_lines(_claim(claim, outlets)))


def case_lines(case: CaseEntry) -> Iterator[bytes]:
    """The case as JSON lines, one a source, article and claim; members stand before their group, originals before copies."""
    yield line(_given({"case": case.key, "title": case.title}))
    yield from entry_lines(case)


def entry_lines(case: CaseEntry) -> Iterator[bytes]:
    """The same without the first line, which names the case."""
    sources = {source.key: source for source in case.sources}
    for key in _needed_first({key: source.members for key, source in sources.items()}):
        yield line({"source": key, **_source(sources[key])})
    articles = {article.key: article for article in case.articles}
    for key in _needed_first({key: [page.copy_of] if page.copy_of else [] for key, page in articles.items()}):
        yield line({"article": key, **_article(articles[key])})
    outlets = {article.key: article.outlet for article in case.articles}
    for claim in case.claims:
        written = _claim(claim, outlets)
        yield line({"claim": written.pop("key", None), **written})


def _needed_first(needs: Mapping[str, Sequence[str]]) -> Iterable[str]:
    """Keys after those that they need: as they stand where that is so already."""
    seen: set[str] = set()
    for key, needed in needs.items():
        if not seen.issuperset(needed):
            try:
                return tuple(TopologicalSorter(needs).static_order())
            except CycleError as turning:
                raise CircleInLines(turning.args[1]) from None
        seen.add(key)
    return needs


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _claim_lines(claim: Written) -> Iterator[str]:
    """The claim as an item of `claims`: always in block style, a line a field."""
    margin = "  - "
    for name, value in claim.items():
        for written in field(name, value, 4, spread=name in _SPREAD):
            yield margin + written[4:] if margin else written
            margin = ""


def _given(fields: dict[str, Value | None]) -> Written:
    """What is there, in this order."""
    return {name: value for name, value in fields.items() if value is not None}


def _unless(default: str, value: str) -> str | None:
    return None if value == default else str(value)


def _several(items: Sequence[Value]) -> Value | None:
    return items or None


def _place(at: Place | None) -> Value | None:
    return list(at) if at else None


def _dates(dated: Sequence[DateEntry]) -> Written:
    """`published` where that says it all."""
    if len(dated) == 1 and dated[0] == DateEntry(dated[0].value):
        return {"published": dated[0].value}
    return _given({"dated": _several([_date(each) for each in dated])})


def _date(dated: DateEntry) -> Value:
    return _given(
        {
            "value": dated.value,
            "basis": _unless(DateBasis.PAGE, dated.basis),
            "because": dated.because,
            "in": dated.in_article,
            "at": _place(dated.at),
        }
    )


# --- sources and articles --------------------------------------------------------------------------------------------


def _source(source: SourceEntry) -> Written:
    grades = [_grade(each) for each in source.grades]
    return _given(
        {
            "name": source.name,
            "kind": source.kind,
            "aliases": _several(source.aliases),
            "unnamed": source.unnamed or None,
            "known_to": source.known_to,
            "owner": _ties(source.owner),
            "affiliation": _ties(source.affiliation),
            "members": _several(source.members),
            "country": source.country,
            "zone": source.zone,
            "language": source.language,
            "url": source.url,
            "note": source.note,
            "grade": grades[0] if len(grades) == 1 else _several(grades),
        }
    )


def _ties(ties: Sequence[TieEntry]) -> Value | None:
    written: list[Value] = [
        tie.of if tie == TieEntry(tie.of) else _given({"of": tie.of, "since": tie.since, "until": tie.until})
        for tie in ties
    ]
    return written[0] if len(written) == 1 else _several(written)


def _grade(grade: GradeEntry) -> Value:
    return _given({"reliability": grade.reliability, "because": grade.because, "by": grade.by, "date": grade.date})


def _article(article: ArticleEntry) -> Written:
    snapshots = [_snapshot(each) for each in article.snapshots]
    return {
        **_given(
            {
                "outlet": article.outlet,
                "title": article.title,
                "url": article.url,
                "language": article.language,
                "byline": article.byline,
                "note": article.note,
                "copy_of": article.copy_of,
                "basis": _unless(Basis.STATED, article.basis),
                "because": article.because,
            }
        ),
        **_dates(article.dated),
        **(snapshots[0] if len(snapshots) == 1 else _given({"snapshots": _several(snapshots)})),
    }


def _snapshot(snapshot: SnapshotEntry) -> Written:
    return _given(
        {
            "sha256": snapshot.sha256,
            "text_sha256": snapshot.text_sha256,
            "length": snapshot.length,
            "reader": snapshot.reader,
        }
    )


# --- claims ----------------------------------------------------------------------------------------------------------


def _claim(claim: ClaimEntry, outlets: Mapping[str, str]) -> Written:
    one_text = len(claim.versions) == 1 and claim.versions[0] == VersionEntry(claim.versions[0].text)
    return _given(
        {
            "key": claim.key,
            "text": claim.versions[0].text if one_text else None,
            "versions": None if one_text else [_version(each) for each in claim.versions],
            "kind": _unless(ClaimKind.FACT, claim.kind),
            "claimant": claim.claimant,
            "due": claim.due,
            "topics": _several(claim.topics),
            "stage": _unless(Stage.NEW, claim.stage),
            "note": claim.note,
            "appearances": {each.key: _appearance(each, outlets) for each in claim.appearances} or None,
            "attributions": _several([_attribution(each) for each in claim.attributions]),
            "links": _several([_link(each) for each in claim.links]),
            "reviews": _several([_review(each) for each in claim.reviews]),
            "asked": _several([_request(each) for each in claim.asked]),
        }
    )


def _version(version: VersionEntry) -> Value:
    return _given({"text": version.text, "by": version.by, "date": version.date, "because": version.because})


def _appearance(appearance: AppearanceEntry, outlets: Mapping[str, str]) -> Written:
    own = appearance.article
    understood = own == appearance.in_article and own is not None and outlets[own] == appearance.source
    return {
        **_given(
            {
                "source": appearance.source,
                "article": None if understood else own,
                "in": appearance.in_article,
                "part": appearance.part,
                "wording": appearance.wording,
                "at": _place(appearance.at),
                "stance": _unless(Stance.ASSERTS, appearance.stance),
                "knows": appearance.knows,
                "named_as": appearance.named_as,
                "hedges": _hedges(appearance.hedges, HedgeScope.WORDING),
            }
        ),
        **_dates(appearance.dated),
        **_given({"because": appearance.because}),
    }


def _attribution(attribution: AttributionEntry) -> Value:
    return _given(
        {
            "downstream": attribution.downstream,
            "upstream": attribution.upstream,
            "key": attribution.key,
            "manner": attribution.manner,
            "basis": _unless(Basis.STATED, attribution.basis),
            "cue": attribution.cue,
            "in": attribution.in_article,
            "at": _place(attribution.at),
            "hedges": _hedges(attribution.hedges, HedgeScope.ATTRIBUTION),
            "because": attribution.because,
        }
    )


def _hedges(hedges: Sequence[HedgeEntry], understood: HedgeScope) -> Value | None:
    return _several(
        [
            _given(
                {
                    "text": each.text,
                    "scope": _unless(understood, each.scope),
                    "in": each.in_article,
                    "at": _place(each.at),
                }
            )
            for each in hedges
        ]
    )


def _link(link: LinkEntry) -> Value:
    return _given({"kind": link.kind, "to": link.to, "because": link.because})


def _request(request: RequestEntry) -> Value:
    # That no answer came is worth saying where a reader looks for it.
    return _given(
        {
            "of": request.of,
            "date": request.date,
            "question": request.question,
            "answer": "none" if request.answer is None else request.answer,
            "answered": request.answered,
            "by": request.by,
            "note": request.note,
        }
    )


# --- reviews ---------------------------------------------------------------------------------------------------------


def _review(review: ReviewEntry) -> Value:
    return _given(
        {
            "status": review.status,
            "said": review.said,
            "because": review.because,
            "by": review.by,
            "date": review.date,
            "version": review.version,
            "reliability": review.reliability,
            "credibility": review.credibility,
            "for": _evidence(review, Side.FOR),
            "against": _evidence(review, Side.AGAINST),
            "override": review.override,
            "approved": _opinions(review.approved),
            "objected": _opinions(review.objected),
            "from": review.from_case,
        }
    )


def _evidence(review: ReviewEntry, side: Side) -> Value | None:
    return _several([_piece(each) for each in review.evidence if each.side is side])


def _piece(evidence: EvidenceEntry) -> Value:
    return _given(
        {
            "article": evidence.article,
            "appearance": evidence.appearance,
            "url": evidence.url,
            "at": _place(evidence.at),
            "wording": evidence.wording,
            "note": evidence.note,
        }
    )


def _opinions(opinions: Sequence[OpinionEntry]) -> Value | None:
    return _several([_given({"by": each.by, "date": each.date, "because": each.because}) for each in opinions])
