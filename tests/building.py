"""Records built briefly, for tests of chains and exports: what is not said has a plain default."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from claims.chains.origins import origins
from claims.records import (
    Appearance,
    ArticleRef,
    Attribution,
    ClaimReport,
    ClaimRow,
    Dated,
    Evidence,
    Finding,
    Hedge,
    HistoryItem,
    Link,
    LogHead,
    Opinion,
    Passage,
    Report,
    Request,
    Review,
    SourceRef,
    Trace,
    Version,
)
from claims.vocabulary import (
    Basis,
    ClaimKind,
    Credibility,
    DateBasis,
    EvidenceState,
    HedgeScope,
    LinkKind,
    Manner,
    Part,
    Reliability,
    Said,
    Severity,
    Side,
    SourceKind,
    Stage,
    Stance,
    Standing,
)


def source(id: str, kind: SourceKind = SourceKind.PERSON, name: str | None = None, **more: Any) -> SourceRef:
    return SourceRef(id=id, name=name if name is not None else f"{kind.value} {id}", kind=kind, **more)


def person(id: str, name: str | None = None, **more: Any) -> SourceRef:
    return source(id, SourceKind.PERSON, name, **more)


def outlet(id: str, name: str | None = None, **more: Any) -> SourceRef:
    return source(id, SourceKind.OUTLET, name, **more)


def article(id: str, of: SourceRef | None = None, **more: Any) -> ArticleRef:
    more.setdefault("title", None)
    return ArticleRef(id=id, outlet=of if of is not None else outlet("S-900"), **more)


def said(id: str, by: SourceRef, **more: Any) -> Appearance:
    """An appearance: asserting, known only by name, unless told otherwise."""
    fields: dict[str, Any] = {
        "key": None,
        "article": None,
        "read_in": None,
        "part": None,
        "wording": None,
        "stance": Stance.ASSERTS,
        "knows": None,
        "evidence_state": EvidenceState.NAMED,
    }
    return Appearance(id=id, source=by, **(fields | more))


def hop(downstream: str, upstream: str, manner: Manner = Manner.CITES, **more: Any) -> Attribution:
    fields: dict[str, Any] = {
        "id": f"H-{downstream.removeprefix('P-')}{upstream.removeprefix('P-')}",
        "key": None,
        "basis": Basis.STATED,
        "cue": None,
    }
    return Attribution(downstream=downstream, upstream=upstream, manner=manner, **(fields | more))


def claim(id: str = "C-1", text: str = "The sky is green.", **more: Any) -> ClaimRow:
    fields: dict[str, Any] = {
        "key": None,
        "case": "sky",
        "kind": ClaimKind.FACT,
        "status": "unverified",
        "reviewed": False,
        "reviewer": None,
        "reviewed_on": None,
        "stage": Stage.NEW,
        "claimant": None,
        "version": 1,
    }
    return ClaimRow(id=id, text=text, **(fields | more))


def trace(appearances: Iterable[Appearance], hops: Iterable[Attribution] = (), row: ClaimRow | None = None) -> Trace:
    return Trace(row if row is not None else claim(), tuple(appearances), tuple(hops))


def claim_report(of: Trace, **more: Any) -> ClaimReport:
    fields: dict[str, Any] = {
        "claim": of.claim,
        "status_label": of.claim.status.capitalize(),
        "versions": (Version(1, of.claim.text, "desk", "2026-11-20", None),),
        "origins": origins(of),
        "reviews": (),
        "links": (),
        "asked": (),
        "history": (),
    }
    return ClaimReport(trace=of, **(fields | more))


def report(*claims: ClaimReport, **more: Any) -> Report:
    fields: dict[str, Any] = {
        "title": "The colour of the sky",
        "head": LogHead("5f2c" * 8, 120, "ab" * 32),
        "program": "claims 0.1.0",
    }
    return Report(claims=claims, **(fields | more))


def words(exact: str, in_article: str = "A-1", at: tuple[int, int] | None = None) -> Passage:
    return Passage(in_article, exact, at)


def drone_factory() -> Trace:
    """Six steps, a denial and a closing caveat: a chain such as a fact-checker meets on any day. Invented dates."""
    putin = person("S-1", "Vladimir Putin")
    erdogan = person("S-2", "Recep Tayyip Erdoğan", ties=("turkey",))
    cnn = outlet("S-3", "CNN Türk", aliases=("CNN Turk",))
    kyiv = outlet("S-4", "The Kyiv Independent")
    express = outlet("S-5", "Daily Express")
    aggregator = outlet("S-6", "an unnamed aggregator", unnamed=True)
    baykar = source("S-7", SourceKind.ORGANISATION, "Baykar")
    original = article("A-2", express, title=None)
    report_ = article("A-3", cnn)
    copy = article(
        "A-1",
        aggregator,
        title="Putin asks Erdogan for drone factory",
        url="https://example.org/news/4711?a=1&b=2",
        language="en",
        copy_of="A-2",
        copy_basis=Basis.INFERRED,
        copy_because="house marks of the Express",
        dated=(Dated("2022-07-27", DateBasis.DERIVED, "the day after the Kyiv report"),),
        snapshots=("4488d46fa6b99bd97411b690b1a57c8ab987aa6612e1234d395d3c0b776a447c",),
        held=True,
    )
    reportedly = Hedge("reportedly", HedgeScope.ATTRIBUTION, words("reportedly", at=(674, 684)))
    deal = words("asked him for a deal", at=(768, 788))
    factory = words("the Kremlin asked Turkey to build a drone-making factory", at=(539, 595))
    quoted = EvidenceState.QUOTED
    return trace(
        [
            said("P-1", putin, evidence_state=EvidenceState.ALLEGED),
            said("P-2", erdogan, evidence_state=quoted, read_in=copy, wording=deal, named_as="the Turkish leader"),
            said("P-3", cnn, article=report_),
            said(
                "P-4",
                kyiv,
                evidence_state=quoted,
                read_in=copy,
                wording=deal,
                hedges=(reportedly,),
                dated=(Dated("2022-07-26", DateBasis.STATED),),
            ),
            said(
                "P-5", express, evidence_state=quoted, article=original, read_in=copy, part=Part.LEAD, wording=factory
            ),
            said(
                "P-6",
                aggregator,
                evidence_state=EvidenceState.HELD,
                article=copy,
                read_in=copy,
                part=Part.LEAD,
                wording=factory,
            ),
            said(
                "P-7",
                baykar,
                evidence_state=quoted,
                read_in=copy,
                wording=words("would never do that", at=(1102, 1121)),
                stance=Stance.DENIES,
            ),
            said(
                "P-8",
                express,
                evidence_state=quoted,
                article=original,
                read_in=copy,
                stance=Stance.REPORTS_UNVERIFIED,
                wording=words("remains unverified", at=(2661, 2679)),
            ),
        ],
        [
            hop("P-2", "P-1", Manner.RECOUNTS, id="H-1", cue=words("asked him", at=(768, 777))),
            hop("P-3", "P-2", Manner.HEARD_FROM, id="H-2", cue=words("reportedly said"), hedges=(reportedly,)),
            hop("P-4", "P-3", Manner.CITES, id="H-3", cue=words("CNN Turkey reports")),
            hop("P-5", "P-4", Manner.QUOTES, id="H-4", cue=words("The Kyiv Independent said:")),
            hop(
                "P-6",
                "P-5",
                Manner.REPUBLISHES,
                id="H-5",
                basis=Basis.INFERRED,
                because="only the house marks say so",
                cue=words("Source: Read Full Article"),
            ),
            hop("P-8", "P-5", Manner.PARAPHRASES, id="H-6", basis=Basis.OBSERVED),
        ],
        claim(
            "C-12",
            "Putin asked Erdoğan to have Turkish combat drones made in a factory in Russia.",
            key="drone-factory",
            case="turkey-russia",
            reviewed=True,
            reviewer="desk",
            reviewed_on="2026-11-21",
            stage=Stage.IN_RESEARCH,
            claimant="Recep Tayyip Erdoğan",
            version=2,
        ),
    )


def full_report() -> Report:
    """A report of the drone factory with everything a report can say, and a claim that nobody has looked at."""
    chain = drone_factory()
    judged = claim_report(
        chain,
        status_label="Unverified",
        note="Follow up with the broadcaster.",
        due=None,
        topics=("drones", "diplomacy"),
        versions=(
            Version(1, "Putin asked Erdoğan for drones.", "anna", "2026-11-19", None),
            Version(
                2,
                "Putin asked Erdoğan to have Turkish combat drones made in a factory in Russia.",
                "desk",
                "2026-11-20",
                "the request was about a factory",
            ),
        ),
        reviews=(
            review("R-1", "true", "anna", "2026-11-19", "Everybody writes it", version=1),
            review(
                "R-8",
                "unverified",
                "desk",
                "2026-11-21",
                "One account that nobody here has seen first hand",
                said=Said.UNCONFIRMED,
                reliability=Reliability.C,
                credibility=Credibility.POSSIBLY_TRUE,
                counts=True,
                override="the editor asked for it",
                evidence=(
                    Evidence(Side.AGAINST, "A-4:10-60", "Baykar, “will not sell”", "a refusal, not a denial"),
                    Evidence(Side.FOR, "https://example.org/video", "the broadcast", None, "https://example.org/video"),
                ),
                approved=(Opinion("bora", "2026-11-22", "read it all"),),
                objected=(Opinion("cem", None, None),),
            ),
            review(
                "R-9",
                "false",
                "elsewhere",
                "2026-11-20",
                "They deny it",
                standing=Standing.FOREIGN,
                from_case="other-desk",
            ),
        ),
        links=(
            Link(
                "K-1",
                LinkKind.BEARS_ON,
                "C-13",
                "Baykar will not supply drones to Russia.",
                True,
                "A refusal to sell is no denial.",
            ),
        ),
        asked=(
            Request("Q-1", "Baykar", "2026-11-20", "Were you asked?", None, None, "desk", None),
            Request("Q-2", "CNN Türk", "2026-11-20", None, "We will look.", "2026-11-21", None, "by telephone"),
        ),
        history=(HistoryItem("E-7", "2026-11-21T10:00:00Z", "desk", "mark", "marked unverified (R-8)"),),
        findings=(
            Finding("unseen-origin", Severity.WARN, "Nobody here has seen the report of CNN Türk", ("P-3",)),
            Finding(
                "wording-drift",
                Severity.NOTE,
                "“factory” is not in the text quoted here.",
                ("P-5", "P-4"),
                ("A-1:539-595",),
            ),
        ),
    )
    unseen = claim_report(trace([], row=claim("C-13", "Baykar will not supply drones to Russia.")))
    return report(judged, unseen, title="Turkey, Russia and drones")


def review(id: str, status: str, reviewer: str, date: str, because: str, **more: Any) -> Review:
    fields: dict[str, Any] = {
        "recorded": f"{date}T12:00:00Z",
        "version": 2,
        "said": None,
        "reliability": None,
        "credibility": None,
        "standing": Standing.OWN,
        "from_case": None,
        "override": None,
        "counts": False,
    }
    return Review(id=id, status=status, because=because, reviewer=reviewer, date=date, **(fields | more))
