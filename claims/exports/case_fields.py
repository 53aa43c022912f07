"""What a case file says of its sources, articles and claims, field by field; what the reader of case files understands by itself is left out.

An entry is given as a line of a case has it (docs/case-file.md): first its key, under what it is. There may be millions, so what most of them do
not have is asked for one by one: that is quicker than to write all down and to drop what is not there.
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

# What is understood by itself. Python 3.11 takes longer to find a word of a closed set by its name than to write down a field.
_FACT = ClaimKind.FACT
_NEW = Stage.NEW
_ASSERTS = Stance.ASSERTS
_STATED = Basis.STATED
_ON_THE_PAGE = DateBasis.PAGE
_ON_THE_WORDING = HedgeScope.WORDING
_ON_THE_ATTRIBUTION = HedgeScope.ATTRIBUTION
_FOR = Side.FOR


def _one_or_several(values: Sequence[Value]) -> Value:
    return values[0] if len(values) == 1 else values


# --- dates -----------------------------------------------------------------------------------------------------------


def _add_dates(written: Written, dated: Sequence[DateEntry]) -> None:
    """`published` where that says it all."""
    date = dated[0]
    if (
        len(dated) == 1
        and date.basis is _ON_THE_PAGE
        and date.because is None
        and date.in_article is None
        and date.at is None
    ):
        written["published"] = date.value
    else:
        written["dated"] = [_date(each) for each in dated]


def _date(dated: DateEntry) -> Written:
    written: Written = {"value": dated.value}
    if dated.basis is not _ON_THE_PAGE:
        written["basis"] = dated.basis
    if (because := dated.because) is not None:
        written["because"] = because
    if (in_article := dated.in_article) is not None:
        written["in"] = in_article
    if (at := dated.at) is not None:
        written["at"] = at
    return written


# --- sources and articles --------------------------------------------------------------------------------------------


def source_fields(source: SourceEntry) -> Written:
    written: Written = {"source": source.key, "name": source.name, "kind": source.kind}
    if aliases := source.aliases:
        written["aliases"] = aliases
    if source.unnamed:
        written["unnamed"] = True
    if (known_to := source.known_to) is not None:
        written["known_to"] = known_to
    if owner := source.owner:
        written["owner"] = _one_or_several([_tie(each) for each in owner])
    if affiliation := source.affiliation:
        written["affiliation"] = _one_or_several([_tie(each) for each in affiliation])
    if members := source.members:
        written["members"] = members
    if (country := source.country) is not None:
        written["country"] = country
    if (zone := source.zone) is not None:
        written["zone"] = zone
    if (language := source.language) is not None:
        written["language"] = language
    if (url := source.url) is not None:
        written["url"] = url
    if (note := source.note) is not None:
        written["note"] = note
    if grades := source.grades:
        written["grade"] = _one_or_several([_grade(each) for each in grades])
    return written


def _tie(tie: TieEntry) -> Value:
    if tie.since is None and tie.until is None:
        return tie.of
    written: Written = {"of": tie.of}
    if tie.since is not None:
        written["since"] = tie.since
    if tie.until is not None:
        written["until"] = tie.until
    return written


def _grade(grade: GradeEntry) -> Written:
    written: Written = {"reliability": grade.reliability}
    if (because := grade.because) is not None:
        written["because"] = because
    if (by := grade.by) is not None:
        written["by"] = by
    if (date := grade.date) is not None:
        written["date"] = date
    return written


def article_fields(article: ArticleEntry) -> Written:
    written: Written = {"article": article.key, "outlet": article.outlet}
    if (title := article.title) is not None:
        written["title"] = title
    if (url := article.url) is not None:
        written["url"] = url
    if (language := article.language) is not None:
        written["language"] = language
    if (byline := article.byline) is not None:
        written["byline"] = byline
    if (note := article.note) is not None:
        written["note"] = note
    if (copy_of := article.copy_of) is not None:
        written["copy_of"] = copy_of
    if (basis := article.basis) is not _STATED:
        written["basis"] = basis
    if (because := article.because) is not None:
        written["because"] = because
    if dated := article.dated:
        _add_dates(written, dated)
    if snapshots := article.snapshots:
        if len(snapshots) == 1:
            _add_snapshot(written, snapshots[0])
        else:
            written["snapshots"] = [_snapshot(each) for each in snapshots]
    return written


def _snapshot(snapshot: SnapshotEntry) -> Written:
    written: Written = {}
    _add_snapshot(written, snapshot)
    return written


def _add_snapshot(written: Written, snapshot: SnapshotEntry) -> None:
    written["sha256"] = snapshot.sha256
    if (text_sha256 := snapshot.text_sha256) is not None:
        written["text_sha256"] = text_sha256
    if (length := snapshot.length) is not None:
        written["length"] = length
    if (reader := snapshot.reader) is not None:
        written["reader"] = reader


# --- claims ----------------------------------------------------------------------------------------------------------


def claim_fields(claim: ClaimEntry, outlets: Mapping[str, str]) -> dict[str, Value | None]:
    """A claim without a key has none under what it is. `outlets`: whose the articles of the case are, by their keys."""
    written: dict[str, Value | None] = {"claim": claim.key}
    versions = claim.versions
    if len(versions) == 1 and _is_text_alone(versions[0]):
        written["text"] = versions[0].text
    else:
        written["versions"] = [_version(each) for each in versions]
    if (kind := claim.kind) is not _FACT:
        written["kind"] = kind
    if (claimant := claim.claimant) is not None:
        written["claimant"] = claimant
    if (due := claim.due) is not None:
        written["due"] = due
    if topics := claim.topics:
        written["topics"] = topics
    if (stage := claim.stage) is not _NEW:
        written["stage"] = stage
    if (note := claim.note) is not None:
        written["note"] = note
    if appearances := claim.appearances:
        written["appearances"] = _appearances(appearances, outlets)
    if attributions := claim.attributions:
        written["attributions"] = _attributions(attributions)
    _add_work(written, claim)
    return written


def _add_work(written: dict[str, Value | None], claim: ClaimEntry) -> None:
    if links := claim.links:
        written["links"] = [_link(each) for each in links]
    if reviews := claim.reviews:
        written["reviews"] = [_review(each) for each in reviews]
    if asked := claim.asked:
        written["asked"] = [_request(each) for each in asked]


def _is_text_alone(version: VersionEntry) -> bool:
    return version.by is None and version.date is None and version.because is None


def _version(version: VersionEntry) -> Written:
    written: Written = {"text": version.text}
    if (by := version.by) is not None:
        written["by"] = by
    if (date := version.date) is not None:
        written["date"] = date
    if (because := version.because) is not None:
        written["because"] = because
    return written


def _appearances(appearances: Sequence[AppearanceEntry], outlets: Mapping[str, str]) -> Written:
    by_key: Written = {}
    for each in appearances:
        written: Written = {"source": each.source}
        own, in_article = each.article, each.in_article
        # An outlet's words in its own article: that they stand there says whose article it is.
        if own is not None and (own != in_article or outlets[own] != each.source):
            written["article"] = own
        if in_article is not None:
            written["in"] = in_article
        if (part := each.part) is not None:
            written["part"] = part
        if (wording := each.wording) is not None:
            written["wording"] = wording
        if (at := each.at) is not None:
            written["at"] = at
        if (stance := each.stance) is not _ASSERTS:
            written["stance"] = stance
        if (knows := each.knows) is not None:
            written["knows"] = knows
        if (named_as := each.named_as) is not None:
            written["named_as"] = named_as
        if hedges := each.hedges:
            written["hedges"] = _hedges(hedges, _ON_THE_WORDING)
        if dated := each.dated:
            _add_dates(written, dated)
        if (because := each.because) is not None:
            written["because"] = because
        by_key[each.key] = written
    return by_key


def _attributions(attributions: Sequence[AttributionEntry]) -> list[Written]:
    hops = []
    for each in attributions:
        written: Written = {"downstream": each.downstream, "upstream": each.upstream}
        if (key := each.key) is not None:
            written["key"] = key
        written["manner"] = each.manner
        if (basis := each.basis) is not _STATED:
            written["basis"] = basis
        if (cue := each.cue) is not None:
            written["cue"] = cue
        if (in_article := each.in_article) is not None:
            written["in"] = in_article
        if (at := each.at) is not None:
            written["at"] = at
        if hedges := each.hedges:
            written["hedges"] = _hedges(hedges, _ON_THE_ATTRIBUTION)
        if (because := each.because) is not None:
            written["because"] = because
        hops.append(written)
    return hops


def _hedges(hedges: Sequence[HedgeEntry], understood: HedgeScope) -> list[Written]:
    said = []
    for each in hedges:
        written: Written = {"text": each.text}
        if (scope := each.scope) is not understood:
            written["scope"] = scope
        if (in_article := each.in_article) is not None:
            written["in"] = in_article
        if (at := each.at) is not None:
            written["at"] = at
        said.append(written)
    return said


def _link(link: LinkEntry) -> Written:
    written: Written = {"kind": link.kind, "to": link.to}
    if (because := link.because) is not None:
        written["because"] = because
    return written


def _request(request: RequestEntry) -> Written:
    written: Written = {"of": request.of}
    if (date := request.date) is not None:
        written["date"] = date
    if (question := request.question) is not None:
        written["question"] = question
    # That no answer came is worth saying where a reader looks for it.
    written["answer"] = "none" if request.answer is None else request.answer
    if (answered := request.answered) is not None:
        written["answered"] = answered
    if (by := request.by) is not None:
        written["by"] = by
    if (note := request.note) is not None:
        written["note"] = note
    return written


# --- reviews ---------------------------------------------------------------------------------------------------------


def _review(review: ReviewEntry) -> Written:
    written: Written = {"status": review.status}
    if (said := review.said) is not None:
        written["said"] = said
    written["because"] = review.because
    written["by"] = review.by
    if (date := review.date) is not None:
        written["date"] = date
    if (version := review.version) is not None:
        written["version"] = version
    if (reliability := review.reliability) is not None:
        written["reliability"] = reliability
    if (credibility := review.credibility) is not None:
        written["credibility"] = credibility
    if evidence := review.evidence:
        _add_evidence(written, evidence)
    if (override := review.override) is not None:
        written["override"] = override
    if approved := review.approved:
        written["approved"] = [_opinion(each) for each in approved]
    if objected := review.objected:
        written["objected"] = [_opinion(each) for each in objected]
    if (from_case := review.from_case) is not None:
        written["from"] = from_case
    return written


def _add_evidence(review: Written, evidence: Sequence[EvidenceEntry]) -> None:
    """For first, then against."""
    speaking_for: list[Written] = []
    against: list[Written] = []
    for each in evidence:
        written: Written = {}
        if (article := each.article) is not None:
            written["article"] = article
        if (appearance := each.appearance) is not None:
            written["appearance"] = appearance
        if (url := each.url) is not None:
            written["url"] = url
        if (at := each.at) is not None:
            written["at"] = at
        if (wording := each.wording) is not None:
            written["wording"] = wording
        if (note := each.note) is not None:
            written["note"] = note
        (speaking_for if each.side is _FOR else against).append(written)
    if speaking_for:
        review["for"] = speaking_for
    if against:
        review["against"] = against


def _opinion(opinion: OpinionEntry) -> Written:
    written: Written = {"by": opinion.by}
    if (date := opinion.date) is not None:
        written["date"] = date
    if (because := opinion.because) is not None:
        written["because"] = because
    return written
