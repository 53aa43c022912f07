"""Templates for JSON lines, of reports and of cases, that fill in one shape of claim and look at nothing. See benchmarks/README.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from json.encoder import encode_basestring as _text

from claims.entries import (
    AppearanceEntry,
    ArticleEntry,
    AttributionEntry,
    CaseEntry,
    ClaimEntry,
    DateEntry,
    EvidenceEntry,
    HedgeEntry,
    ReviewEntry,
    SnapshotEntry,
    SourceEntry,
    VersionEntry,
)
from claims.records import Appearance, ArticleRef, Attribution, ClaimReport, Passage, SourceRef
from claims.vocabulary import HedgeScope, Knows, Manner, Part, Side, SourceKind, Stage

# --- a report, a claim a line ----------------------------------------------------------------------------------------


def report_lines(claims: Iterable[ClaimReport]) -> Iterator[bytes]:
    """What the format jsonl says of the claims of export_formats.py, by a template that fills in that shape and no other."""
    return (_report_line(told).encode() for told in claims)


def _report_line(told: ClaimReport) -> str:
    c, (review,), (version,), (finding,) = told.claim, told.reviews, told.versions, told.findings
    (evidence,) = review.evidence
    first, *others = told.trace.appearances
    steps = [_speaker(first), *map(_step, others)]
    explained = ",".join(map(_text, told.origins.explained))
    return (
        f'{{"claim":{{"id":"{c.id}","key":{_text(c.key or "")},"text":{_text(c.text)},"kind":"{c.kind.value}","status":"{c.status}","reviewed":true,'
        f'"stage":"{c.stage.value}","claimant":{_text(c.claimant or "")},"version":{c.version},"case":{_text(c.case)},"reviewer":{_text(c.reviewer or "")},'
        f'"reviewed_on":"{c.reviewed_on}"}},"appearances":[{",".join(steps)}],"attributions":[{",".join(map(_hop, told.trace.attributions))}],'
        f'"origins":["{told.origins.origins[0]}"],"independent_origins":{told.origins.independent_origins},"heard_by":{told.origins.heard_by},'
        f'"explained":[{explained}],"findings":[{{"code":"{finding.code}","severity":"{finding.severity.value}","message":{_text(finding.message)},'
        f'"appearances":["{finding.appearances[0]}"],"passages":[]}}],"status_label":{_text(told.status_label)},"rating":{told.rating},"published":null,'
        f'"note":null,"due":null,"topics":[{_text(told.topics[0])}],"versions":[{{"number":{version.number},"text":{_text(version.text)},'
        f'"by":{_text(version.by or "")},"date":"{version.date}","because":null}}],"reviews":[{{"id":"{review.id}","status":"{review.status}","said":null,'
        f'"because":{_text(review.because)},"reviewer":{_text(review.reviewer)},"date":"{review.date}","recorded":"{review.recorded}",'
        f'"version":{review.version},"evidence":[{{"side":"{evidence.side.value}","target":{_text(evidence.target)},"label":{_text(evidence.label)},'
        f'"note":null,"url":{_text(evidence.url or "")}}}],"reliability":null,"credibility":null,"standing":"{review.standing.value}","from_case":null,'
        '"override":null,"counts":true,"approved":[],"objected":[]}],"links":[],"asked":[],"history":[]}\n'
    )


def _speaker(step: Appearance) -> str:
    if step.read_in is None:
        raise ValueError(step.id)
    return (
        f'{{"id":"{step.id}","key":"speaker","source":{_source(step.source)},"named_as":null,"article":null,"read_in":{_page(step.read_in)},'
        '"part":null,"wording":null,"passage":null,"stance":"asserts","knows":"participant","evidence_state":"named","dated":[],"hedges":[],"because":null}'
    )


def _source(source: SourceRef) -> str:
    return (
        f'{{"id":"{source.id}","name":{_text(source.name)},"kind":"{source.kind.value}","unnamed":false,"known_to":null,'
        '"aliases":[],"members":[],"ties":[]}'
    )


def _page(page: ArticleRef) -> str:
    return (
        f'{{"id":"{page.id}","title":{_text(page.title or "")},"outlet":{_source(page.outlet)},"url":{_text(page.url or "")},"language":"{page.language}",'
        f'"copy_of":null,"copy_basis":null,"copy_because":null,"dated":[{{"value":"{page.dated[0].value}","basis":"{page.dated[0].basis.value}",'
        f'"because":null}}],"snapshots":["{page.snapshots[0]}"],"held":true}}'
    )


def _passage(words: Passage) -> str:
    if words.at is None:
        raise ValueError(words.article)
    return f'{{"article":"{words.article}","at":[{words.at[0]},{words.at[1]}],"prefix":null,"suffix":null}}'


def _step(step: Appearance) -> str:
    if step.article is None or step.wording is None or step.part is None:
        raise ValueError(step.id)
    page = _page(step.article)  # its own article, and where the words are read
    return (
        f'{{"id":"{step.id}","key":{_text(step.key or "")},"source":{_source(step.source)},"named_as":null,"article":{page},"read_in":{page},'
        f'"part":"{step.part.value}","wording":{_text(step.wording.exact or "")},"passage":{_passage(step.wording)},"stance":"asserts","knows":null,'
        f'"evidence_state":"held","dated":[],"hedges":[{{"text":{_text(step.hedges[0].text)},"scope":"attribution","passage":null}}],"because":null}}'
    )


def _hop(hop: Attribution) -> str:
    if hop.cue is None:
        raise ValueError(hop.id)
    return (
        f'{{"id":"{hop.id}","key":null,"downstream":"{hop.downstream}","upstream":"{hop.upstream}","manner":"{hop.manner.value}",'
        f'"basis":"{hop.basis.value}","cue":{_text(hop.cue.exact or "")},"cue_passage":{_passage(hop.cue)},"state":"confirmed","because":null,"hedges":[]}}'
    )


# --- a case, an entry a line -----------------------------------------------------------------------------------------


def case(claims: int) -> CaseEntry:
    """Such claims as a case: for each a speaker, three outlets with an article each, and the claim."""
    numbers = range(1, claims + 1)
    return CaseEntry(
        "bench",
        "Claims of one shape",
        tuple(source for n in numbers for source in _sources(n)),
        tuple(article for n in numbers for article in _articles(n)),
        tuple(_claim(n) for n in numbers),
    )


def _sources(n: int) -> Iterator[SourceEntry]:
    yield SourceEntry(f"speaker-{n}", f"Speaker {n}", SourceKind.PERSON)
    for m in (2, 3, 4):
        yield SourceEntry(f"outlet-{n}-{m}", f"Outlet {n}/{m}", SourceKind.OUTLET)


def _articles(n: int) -> Iterator[ArticleEntry]:
    for m in (2, 3, 4):
        yield ArticleEntry(
            f"page-{n}-{m}", f"outlet-{n}-{m}", f"Page {m} on “drones” {n}", f"https://outlet.example/{n}/{m}?a=1&b=2", "en",
            dated=(DateEntry("2022-07-26"),), snapshots=(SnapshotEntry(f"{n * 4 + m:064x}", f"{n * 4 + m:064x}", 3080, "html/1"),),
        )  # fmt: skip


def _claim(n: int) -> ClaimEntry:
    said = [f"{verb} {n} drones in a factory" for verb in ("will build", "is building", "builds")]
    steps = [
        AppearanceEntry("speaker", f"speaker-{n}", in_article=f"page-{n}-2", knows=Knows.PARTICIPANT),
        *(
            AppearanceEntry(
                f"outlet-{m}", f"outlet-{n}-{m}", f"page-{n}-{m}", f"page-{n}-{m}", Part.BODY, words, (100, 100 + len(words)),
                hedges=(HedgeEntry("reportedly", HedgeScope.ATTRIBUTION),),
            )
            for m, words in enumerate(said, 2)
        ),
    ]  # fmt: skip
    hops = [
        AttributionEntry(f"outlet-{m}", f"outlet-{m - 1}" if m > 2 else "speaker", manner, cue="told us", in_article=f"page-{n}-{m}", at=(50, 57))
        for m, manner in enumerate((Manner.HEARD_FROM, Manner.CITES, Manner.QUOTES), 2)
    ]  # fmt: skip
    evidence = EvidenceEntry(Side.AGAINST, url=f"https://register.example/{n}", note="the register")
    review = ReviewEntry(
        "false", "The register of factories has none.", "anna", "2026-11-21", version=1, evidence=(evidence,)
    )
    return ClaimEntry(
        f"claim-{n}", (VersionEntry(f"Somebody will build {n} drones in a factory."),), claimant=f"speaker-{n}", topics=("drones",),
        stage=Stage.REVIEWED, appearances=tuple(steps), attributions=tuple(hops), reviews=(review,),
    )  # fmt: skip


def filled_case(of: CaseEntry) -> Iterator[bytes]:
    """The lines of such a case by a template."""
    yield f'{{"case":{_text(of.key)},"title":{_text(of.title or "")}}}\n'.encode()
    for s in of.sources:
        yield f'{{"source":{_text(s.key)},"name":{_text(s.name)},"kind":"{s.kind.value}"}}\n'.encode()
    for a in of.articles:
        (read,) = a.snapshots
        yield (
            f'{{"article":{_text(a.key)},"outlet":{_text(a.outlet)},"title":{_text(a.title or "")},"url":{_text(a.url or "")},"language":"{a.language}",'
            f'"published":"{a.dated[0].value}","sha256":"{read.sha256}","text_sha256":"{read.text_sha256}","length":{read.length},"reader":"{read.reader}"}}\n'
        ).encode()
    for claim in of.claims:
        yield _filled_claim(claim).encode()


def _filled_claim(claim: ClaimEntry) -> str:
    (review,), (speaker, *others) = claim.reviews, claim.appearances
    steps = [
        f'"speaker":{{"source":{_text(speaker.source)},"in":{_text(speaker.in_article or "")},"knows":"participant"}}',
        *map(_filled_step, others),
    ]
    hops = ",".join(map(_filled_hop, claim.attributions))
    (evidence,) = review.evidence
    return (
        f'{{"claim":{_text(claim.key or "")},"text":{_text(claim.versions[0].text)},"claimant":{_text(claim.claimant or "")},'
        f'"topics":[{_text(claim.topics[0])}],"stage":"{claim.stage.value}","appearances":{{{",".join(steps)}}},"attributions":[{hops}],"reviews":[{{"status":"{review.status}",'
        f'"because":{_text(review.because)},"by":{_text(review.by)},"date":"{review.date}","version":{review.version},'
        f'"against":[{{"url":{_text(evidence.url or "")},"note":{_text(evidence.note or "")}}}]}}]}}\n'
    )


def _filled_step(step: AppearanceEntry) -> str:
    if step.at is None or step.part is None:
        raise ValueError(step.key)
    return (
        f'{_text(step.key)}:{{"source":{_text(step.source)},"in":{_text(step.in_article or "")},"part":"{step.part.value}",'
        f'"wording":{_text(step.wording or "")},"at":[{step.at[0]},{step.at[1]}],"hedges":[{{"text":{_text(step.hedges[0].text)},"scope":"attribution"}}]}}'
    )


def _filled_hop(hop: AttributionEntry) -> str:
    if hop.at is None:
        raise ValueError(hop.downstream)
    return (
        f'{{"downstream":{_text(hop.downstream)},"upstream":{_text(hop.upstream)},"manner":"{hop.manner.value}","cue":{_text(hop.cue or "")},'
        f'"in":{_text(hop.in_article or "")},"at":[{hop.at[0]},{hop.at[1]}]}}'
    )
