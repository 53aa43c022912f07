"""What a case file says of its sources, articles and claims, field by field; what the reader of case files understands by itself is left out.

What most entries do not have is asked for one by one: a large case has a million of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from claims.entries import (
    AppearanceEntry,
    ArticleEntry,
    AttributionEntry,
    ClaimEntry,
    DateEntry,
    EvidenceEntry,
    GradeEntry,
    HedgeEntry,
    LinkEntry,
    OpinionEntry,
    RequestEntry,
    ReviewEntry,
    SnapshotEntry,
    SourceEntry,
    TieEntry,
    VersionEntry,
)
from claims.exports.yamltext import Value
from claims.vocabulary import Basis, ClaimKind, DateBasis, HedgeScope, Side, Stage, Stance

Written = dict[str, Value]


def given(fields: dict[str, Value | None]) -> Written:
    """What is there, in this order."""
    return {name: value for name, value in fields.items() if value is not None}


def _add_dates(written: Written, dated: Sequence[DateEntry]) -> None:
    """`published` where that says it all."""
    if len(dated) == 1 and _is_plain(dated[0]):
        written["published"] = dated[0].value
    elif dated:
        written["dated"] = [_date(each) for each in dated]


def _is_plain(dated: DateEntry) -> bool:
    return dated.basis is DateBasis.PAGE and dated.because is None and dated.in_article is None and dated.at is None


def _date(dated: DateEntry) -> Value:
    return given(
        {
            "value": dated.value,
            "basis": dated.basis if dated.basis is not DateBasis.PAGE else None,
            "because": dated.because,
            "in": dated.in_article,
            "at": dated.at,
        }
    )


# --- sources and articles --------------------------------------------------------------------------------------------


def source_fields(source: SourceEntry) -> Written:
    """A source without its key."""
    written: Written = {"name": source.name, "kind": source.kind}
    if source.aliases:
        written["aliases"] = source.aliases
    if source.unnamed:
        written["unnamed"] = True
    if source.known_to is not None:
        written["known_to"] = source.known_to
    if source.owner:
        written["owner"] = _ties(source.owner)
    if source.affiliation:
        written["affiliation"] = _ties(source.affiliation)
    if source.members:
        written["members"] = source.members
    if source.country is not None:
        written["country"] = source.country
    if source.zone is not None:
        written["zone"] = source.zone
    if source.language is not None:
        written["language"] = source.language
    if source.url is not None:
        written["url"] = source.url
    if source.note is not None:
        written["note"] = source.note
    if source.grades:
        written["grade"] = _one_or_several([_grade(each) for each in source.grades])
    return written


def _one_or_several(values: Sequence[Value]) -> Value:
    return values[0] if len(values) == 1 else values


def _ties(ties: Sequence[TieEntry]) -> Value:
    return _one_or_several([_tie(tie) for tie in ties])


def _tie(tie: TieEntry) -> Value:
    if tie.since is None and tie.until is None:
        return tie.of
    return given({"of": tie.of, "since": tie.since, "until": tie.until})


def _grade(grade: GradeEntry) -> Value:
    return given({"reliability": grade.reliability, "because": grade.because, "by": grade.by, "date": grade.date})


def article_fields(article: ArticleEntry) -> Written:
    """An article without its key."""
    written: Written = {"outlet": article.outlet}
    if article.title is not None:
        written["title"] = article.title
    if article.url is not None:
        written["url"] = article.url
    if article.language is not None:
        written["language"] = article.language
    if article.byline is not None:
        written["byline"] = article.byline
    if article.note is not None:
        written["note"] = article.note
    if article.copy_of is not None:
        written["copy_of"] = article.copy_of
    if article.basis is not Basis.STATED:
        written["basis"] = article.basis
    if article.because is not None:
        written["because"] = article.because
    if article.dated:
        _add_dates(written, article.dated)
    if len(article.snapshots) == 1:
        _add_snapshot(written, article.snapshots[0])
    elif article.snapshots:
        written["snapshots"] = [_snapshot(each) for each in article.snapshots]
    return written


def _snapshot(snapshot: SnapshotEntry) -> Value:
    written: Written = {}
    _add_snapshot(written, snapshot)
    return written


def _add_snapshot(written: Written, snapshot: SnapshotEntry) -> None:
    written["sha256"] = snapshot.sha256
    if snapshot.text_sha256 is not None:
        written["text_sha256"] = snapshot.text_sha256
    if snapshot.length is not None:
        written["length"] = snapshot.length
    if snapshot.reader is not None:
        written["reader"] = snapshot.reader


# --- claims ----------------------------------------------------------------------------------------------------------


def claim_fields(claim: ClaimEntry, outlets: Mapping[str, str]) -> Written:
    """A claim without its key. `outlets`: whose the articles of the case are, by their keys."""
    written: Written = {}
    if len(claim.versions) == 1 and _is_text_alone(claim.versions[0]):
        written["text"] = claim.versions[0].text
    else:
        written["versions"] = [_version(each) for each in claim.versions]
    if claim.kind is not ClaimKind.FACT:
        written["kind"] = claim.kind
    if claim.claimant is not None:
        written["claimant"] = claim.claimant
    if claim.due is not None:
        written["due"] = claim.due
    if claim.topics:
        written["topics"] = claim.topics
    if claim.stage is not Stage.NEW:
        written["stage"] = claim.stage
    if claim.note is not None:
        written["note"] = claim.note
    if claim.appearances:
        written["appearances"] = {each.key: _appearance(each, outlets) for each in claim.appearances}
    if claim.attributions:
        written["attributions"] = [_attribution(each) for each in claim.attributions]
    _add_work(written, claim)
    return written


def _add_work(written: Written, claim: ClaimEntry) -> None:
    if claim.links:
        written["links"] = [_link(each) for each in claim.links]
    if claim.reviews:
        written["reviews"] = [_review(each) for each in claim.reviews]
    if claim.asked:
        written["asked"] = [_request(each) for each in claim.asked]


def _is_text_alone(version: VersionEntry) -> bool:
    return version.by is None and version.date is None and version.because is None


def _version(version: VersionEntry) -> Value:
    return given({"text": version.text, "by": version.by, "date": version.date, "because": version.because})


def _appearance(appearance: AppearanceEntry, outlets: Mapping[str, str]) -> Written:
    written: Written = {"source": appearance.source}
    own = appearance.article
    # An outlet's words in its own article: that they stand there says whose article it is.
    if own is not None and (own != appearance.in_article or outlets[own] != appearance.source):
        written["article"] = own
    if appearance.in_article is not None:
        written["in"] = appearance.in_article
    if appearance.part is not None:
        written["part"] = appearance.part
    if appearance.wording is not None:
        written["wording"] = appearance.wording
    if appearance.at is not None:
        written["at"] = appearance.at
    if appearance.stance is not Stance.ASSERTS:
        written["stance"] = appearance.stance
    if appearance.knows is not None:
        written["knows"] = appearance.knows
    if appearance.named_as is not None:
        written["named_as"] = appearance.named_as
    if appearance.hedges:
        written["hedges"] = _hedges(appearance.hedges, HedgeScope.WORDING)
    if appearance.dated:
        _add_dates(written, appearance.dated)
    if appearance.because is not None:
        written["because"] = appearance.because
    return written


def _attribution(attribution: AttributionEntry) -> Value:
    written: Written = {"downstream": attribution.downstream, "upstream": attribution.upstream}
    if attribution.key is not None:
        written["key"] = attribution.key
    written["manner"] = attribution.manner
    if attribution.basis is not Basis.STATED:
        written["basis"] = attribution.basis
    if attribution.cue is not None:
        written["cue"] = attribution.cue
    if attribution.in_article is not None:
        written["in"] = attribution.in_article
    if attribution.at is not None:
        written["at"] = attribution.at
    if attribution.hedges:
        written["hedges"] = _hedges(attribution.hedges, HedgeScope.ATTRIBUTION)
    if attribution.because is not None:
        written["because"] = attribution.because
    return written


def _hedges(hedges: Sequence[HedgeEntry], understood: HedgeScope) -> Value:
    return [_hedge(each, understood) for each in hedges]


def _hedge(hedge: HedgeEntry, understood: HedgeScope) -> Value:
    written: Written = {"text": hedge.text}
    if hedge.scope is not understood:
        written["scope"] = hedge.scope
    if hedge.in_article is not None:
        written["in"] = hedge.in_article
    if hedge.at is not None:
        written["at"] = hedge.at
    return written


def _link(link: LinkEntry) -> Value:
    return given({"kind": link.kind, "to": link.to, "because": link.because})


def _request(request: RequestEntry) -> Value:
    return given(
        {
            "of": request.of,
            "date": request.date,
            "question": request.question,
            # That no answer came is worth saying where a reader looks for it.
            "answer": "none" if request.answer is None else request.answer,
            "answered": request.answered,
            "by": request.by,
            "note": request.note,
        }
    )


# --- reviews ---------------------------------------------------------------------------------------------------------


def _review(review: ReviewEntry) -> Value:
    return given(
        {
            "status": review.status,
            "said": review.said,
            "because": review.because,
            "by": review.by,
            "date": review.date,
            "version": review.version,
            "reliability": review.reliability,
            "credibility": review.credibility,
            "for": _evidence(review, Side.FOR) if review.evidence else None,
            "against": _evidence(review, Side.AGAINST) if review.evidence else None,
            "override": review.override,
            "approved": _opinions(review.approved) if review.approved else None,
            "objected": _opinions(review.objected) if review.objected else None,
            "from": review.from_case,
        }
    )


def _evidence(review: ReviewEntry, side: Side) -> Value | None:
    return [_piece(each) for each in review.evidence if each.side is side] or None


def _piece(evidence: EvidenceEntry) -> Value:
    return given(
        {
            "article": evidence.article,
            "appearance": evidence.appearance,
            "url": evidence.url,
            "at": evidence.at,
            "wording": evidence.wording,
            "note": evidence.note,
        }
    )


def _opinions(opinions: Sequence[OpinionEntry]) -> Value:
    return [given({"by": each.by, "date": each.date, "because": each.because}) for each in opinions]
