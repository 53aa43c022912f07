"""What exports cost: the same generated claims through every format that is a stream, beside a plain template for PROV-JSON. See benchmarks/README.md."""

from __future__ import annotations

import argparse
import hashlib
import json
import time
import tracemalloc
from collections.abc import Iterable, Iterator, Sequence
from json.encoder import encode_basestring as _text

from claims.chains.origins import origins
from claims.exports.formats import FORMATS
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
    LogHead,
    Passage,
    ReportStream,
    Review,
    SourceRef,
    Trace,
    Version,
)
from claims.vocabulary import (
    Basis,
    ClaimKind,
    DateBasis,
    EvidenceState,
    HedgeScope,
    Knows,
    Manner,
    Part,
    Severity,
    Side,
    SourceKind,
    Stage,
    Stance,
    Standing,
)

STREAMS = ("prov-json", "prov-n", "prov-o", "prov-trig", "json", "jsonl", "csv", "claimreview", "mermaid")
"""Formats written claim by claim."""

MOST_AT_ONCE = 1000
"""Claims that are timed; memory is looked at over all of them."""

HEAD = LogHead("5f2c5f2c5f2c5f2c5f2c5f2c5f2c5f2c", 947_000, "5f" * 32)
DESK = "urn:uuid:5f2c5f2c-5f2c-5f2c-5f2c-5f2c5f2c5f2c#"


def claim(number: int) -> ClaimReport:
    """A claim with a speaker and three outlets that pass on some words, a review with evidence, and a finding."""
    base = number * 4
    speaker = SourceRef(f"S-{base + 1}", f"Speaker {number}", SourceKind.PERSON)
    outlets = [SourceRef(f"S-{base + n}", f"Outlet {number}/{n}", SourceKind.OUTLET) for n in (2, 3, 4)]
    pages = [
        ArticleRef(
            f"A-{base + n}", f"Page {n} on “drones” {number}", outlet, f"https://outlet.example/{number}/{n}?a=1&b=2", "en",
            dated=(Dated("2022-07-26", DateBasis.PAGE),), snapshots=(f"{base + n:064x}",), held=True,
        )
        for n, outlet in enumerate(outlets, 2)
    ]  # fmt: skip
    said = [f"{verb} {number} drones in a factory" for verb in ("will build", "is building", "builds")]
    steps = [
        Appearance(f"P-{base + 1}", "speaker", speaker, None, pages[0], None, None, Stance.ASSERTS, Knows.PARTICIPANT, EvidenceState.NAMED),
        *(
            Appearance(
                f"P-{base + n}", f"outlet-{n}", page.outlet, page, page, Part.BODY, Passage(page.id, words, (100, 100 + len(words))),
                Stance.ASSERTS, None, EvidenceState.HELD,
                hedges=(Hedge("reportedly", HedgeScope.ATTRIBUTION),),
            )
            for n, (page, words) in enumerate(zip(pages, said, strict=True), 2)
        ),
    ]  # fmt: skip
    hops = [
        Attribution(
            f"H-{base + n}", None, f"P-{base + n + 1}", f"P-{base + n}", manner, Basis.STATED, Passage(pages[n - 1].id, "told us", (50, 57))
        )
        for n, manner in enumerate((Manner.HEARD_FROM, Manner.CITES, Manner.QUOTES), 1)
    ]  # fmt: skip
    row = ClaimRow(
        f"C-{number}", f"claim-{number}", "bench", f"Somebody will build {number} drones in a factory.", ClaimKind.FACT, "false", True, "anna",
        "2026-11-21", Stage.REVIEWED, speaker.name, 1,
    )  # fmt: skip
    review = Review(
        f"R-{number}", "false", "The register of factories has none.", "anna", "2026-11-21", "2026-11-21T10:00:00Z", 1, None, None, None,
        Standing.OWN, None, None, True, (Evidence(Side.AGAINST, f"https://register.example/{number}", "the register", None, f"https://register.example/{number}"),),
    )  # fmt: skip
    trace = Trace(row, tuple(steps), tuple(hops))
    finding = Finding(
        "single-origin", Severity.WARN, f"Three outlets have it from one (P-{base + 1}).", (f"P-{base + 1}",)
    )
    version = Version(1, row.text, "anna", "2026-11-20", None)
    return ClaimReport(
        row, "False", (version,), trace, origins(trace), (review,), (), (), (), None, None, ("drones",), (finding,), 1, None, speaker
    )  # fmt: skip


# --- a plain template ------------------------------------------------------------------------------------------------


def _name(id: str) -> str:
    return f'{{"$": "desk:{id}", "type": "prov:QUALIFIED_NAME"}}'


def _of(name: str) -> str:
    return f'{{"$": "{name}", "type": "prov:QUALIFIED_NAME"}}'


def _typed(text: str, datatype: str) -> str:
    return f'{{"$": {_text(text)}, "type": "{datatype}"}}'


def template(claims: Iterable[ClaimReport]) -> Iterator[bytes]:
    """What PROV-JSON says of these claims, in the words of a template that knows this shape of claim and no other: nothing is looked at, only filled in."""
    prefix = {
        "desk": DESK, "claims": "urn:uuid:0b6a2f0e-5d0c-4f57-9d0e-6f1f4b1f7a52#",
        "prov": "http://www.w3.org/ns/prov#", "xsd": "http://www.w3.org/2001/XMLSchema#",
    }  # fmt: skip
    yield f'{{"prefix": {json.dumps(prefix)}, "bundle": {{'.encode()
    between = ""
    names = []
    for told in claims:
        yield f'{between}"desk:{told.claim.id}-provenance": {_bundle(told)}'.encode()
        between = ","
        names.append(f"desk:{told.claim.id}-provenance")
    bundles = ",".join(f'"{name}": {{"prov:type": {_of("prov:Bundle")}}}' for name in names)
    log = f'"desk:log": {{"prov:type": {_of("claims:Log")}, "claims:size": {_typed(str(HEAD.size), "xsd:int")}, "claims:root": "{HEAD.root}"}}'
    yield f'}}, "entity": {{{log},{bundles}}},'.encode()
    yield f'"agent": {{"desk:program": {{"prov:type": {_of("prov:SoftwareAgent")}, "prov:label": "bench"}}}},'.encode()
    derived = ",".join(
        f'"{name}-from": {{"prov:generatedEntity": "{name}", "prov:usedEntity": "desk:log"}}' for name in names
    )
    given = ",".join(f'"{name}-by": {{"prov:entity": "{name}", "prov:agent": "desk:program"}}' for name in names)
    yield f'"wasDerivedFrom": {{{derived}}}, "wasAttributedTo": {{{given}}}}}'.encode()


def _bundle(told: ClaimReport) -> str:
    c, steps, hops, (review,) = told.claim, told.trace.appearances, told.trace.attributions, told.reviews
    claim_, speaker = f"desk:{c.id}", told.claimant
    if speaker is None:
        raise ValueError(c.id)
    (evidence,) = review.evidence
    pages = [step.article for step in steps if step.article]
    entities = [
        (
            f'"{claim_}": {{"prov:type": {_of("claims:Claim")}, "prov:label": {_text(c.text)}, "claims:key": {_text(c.key or "")}, '
            f'"claims:case": {_text(c.case)}, '
            f'"claims:kind": "{c.kind.value}", "claims:status": "{c.status}", "claims:statusLabel": {_text(told.status_label)}, '
            f'"claims:reviewed": {_typed("true", "xsd:boolean")}, "claims:stage": "{c.stage.value}", "claims:version": {_typed(str(c.version), "xsd:int")}, '
            f'"claims:topic": {_text(told.topics[0])}, "claims:independentOrigins": {_typed(str(told.origins.independent_origins), "xsd:int")}, '
            f'"claims:heardBy": {_typed(str(told.origins.heard_by), "xsd:int")}, "claims:origin": {_name(told.origins.origins[0])}, '
            f'"claims:claimant": {_name(speaker.id)}}}'
        )
    ]
    entities += [
        f'"desk:{p.id}": {{"prov:type": {_of("claims:Article")}, "prov:label": {_text(p.title or "")}, "claims:url": {_typed(p.url or "", "xsd:anyURI")}, '
        f'"claims:language": "{p.language}", "claims:held": {_typed("true", "xsd:boolean")}, "claims:dateOnPage": {_typed(p.dated[0].value, "xsd:date")}, '
        f'"claims:sha256": "{p.snapshots[0]}"}}'
        for p in pages
    ]
    for step in steps:
        words, page, read = step.wording, step.article, step.read_in
        entities.append(
            f'"desk:{step.id}": {{"prov:type": {_of("claims:Appearance")}, "claims:claim": {_name(c.id)}'
            + (
                f', "prov:value": {_text(words.exact or "")}, "claims:wordsIn": {_name(words.article)}, '
                f'"claims:start": {_typed(str(words.at[0]), "xsd:int")}, "claims:end": {_typed(str(words.at[1]), "xsd:int")}'
                if words and words.at
                else ""
            )
            + (f', "claims:article": {_name(page.id)}' if page else "")
            + (f', "claims:readIn": {_name(read.id)}' if read else "")
            + f', "claims:key": {_text(step.key or "")}'
            + (f', "claims:part": "{step.part.value}"' if step.part else "")
            + f', "claims:stance": "{step.stance.value}"'
            + (f', "claims:knows": "{step.knows.value}"' if step.knows else "")
            + f', "claims:evidenceState": "{step.evidence_state.value}"'
            + "".join(f', "claims:hedgeOnAttribution": {_text(hedge.text)}' for hedge in step.hedges)
            + "}"
        )
    entities.append(
        f'"desk:{review.id}-evidence-1": {{"prov:type": {_of("claims:Evidence")}, "prov:label": {_text(evidence.label)}, '
        f'"claims:side": "{evidence.side.value}", '
        f'"claims:url": {_typed(evidence.url or "", "xsd:anyURI")}}}'
    )
    entities.append(
        f'"desk:{review.id}-judgement": {{"prov:type": {_of("claims:Judgement")}, "claims:claim": {_name(c.id)}, '
        f'"claims:status": "{review.status}", '
        f'"claims:because": {_text(review.because)}, "claims:version": {_typed(str(review.version), "xsd:int")}, '
        f'"claims:counts": {_typed("true", "xsd:boolean")}}}'
    )
    entities += [
        f'"desk:{c.id}-finding-{n}": {{"prov:type": {_of("claims:Finding")}, "claims:code": "{f.code}", "claims:severity": "{f.severity.value}", '
        f'"claims:message": {_text(f.message)}, "claims:claim": {_name(c.id)}, "claims:restsOn": {_name(f.appearances[0])}}}'
        for n, f in enumerate(told.findings, 1)
    ]
    agents = ",".join(
        f'"desk:{s.id}": {{"prov:type": [{_of("prov:Person" if s.kind is SourceKind.PERSON else "prov:Organization")}, {_of("claims:Source")}], '
        f'"prov:label": {_text(s.name)}, "claims:kind": "{s.kind.value}"}}'
        for s in (step.source for step in steps)
    )
    agents += f',"{REVIEWER}": {{"prov:type": {_of("claims:Reviewer")}, "prov:label": {_text(review.reviewer)}}}'
    by = [f'"desk:{p.id}-by": {{"prov:entity": "desk:{p.id}", "prov:agent": "desk:{p.outlet.id}"}}' for p in pages]
    by += [f'"desk:{s.id}-by": {{"prov:entity": "desk:{s.id}", "prov:agent": "desk:{s.source.id}"}}' for s in steps]
    same = ",".join(
        f'"_:{s.id}-alternate": {{"prov:alternate1": "desk:{s.id}", "prov:alternate2": "{claim_}"}}' for s in steps
    )
    derived = [
        f'"desk:{s.id}-source": {{"prov:generatedEntity": "{claim_}", "prov:usedEntity": "desk:{s.id}"}}'
        for s in steps
        if s.wording
    ]
    for hop in hops:
        kind = {Manner.QUOTES: "prov:Quotation", Manner.HEARD_FROM: "prov:PrimarySource"}.get(hop.manner)
        cue = hop.cue
        if cue is None or cue.at is None:
            raise ValueError(hop.id)
        derived.append(
            f'"desk:{hop.id}": {{"prov:generatedEntity": "desk:{hop.downstream}", "prov:usedEntity": "desk:{hop.upstream}", '
            + (f'"prov:type": {_of(kind)}, ' if kind else "")
            + f'"claims:manner": "{hop.manner.value}", "claims:basis": "{hop.basis.value}", "claims:cue": {_text(cue.exact or "")}, '
            f'"claims:wordsIn": {_name(cue.article)}, "claims:start": {_typed(str(cue.at[0]), "xsd:int")}, "claims:end": {_typed(str(cue.at[1]), "xsd:int")}}}'
        )
    r = f"desk:{review.id}"
    derived.append(f'"{r}-judgement-of": {{"prov:generatedEntity": "{r}-judgement", "prov:usedEntity": "{claim_}"}}')
    return (
        f'{{"entity": {{{",".join(entities)}}}, "agent": {{{agents}}}, "wasAttributedTo": {{{",".join(by)}}}, "alternateOf": {{{same}}}, '
        f'"wasDerivedFrom": {{{",".join(derived)}}}, "activity": {{"{r}": {{"prov:type": {_of("claims:Review")}, "claims:date": '
        f'{_typed(review.date or "", "xsd:date")}, "claims:recorded": {_typed(review.recorded, "xsd:dateTime")}, '
        f'"claims:standing": "{review.standing.value}"}}}}, '
        f'"wasAssociatedWith": {{"{r}-by": {{"prov:activity": "{r}", "prov:agent": "{REVIEWER}"}}}}, "used": {{"{r}-judged": {{"prov:activity": "{r}", '
        f'"prov:entity": "{claim_}"}}, "{r}-evidence-1-used": {{"prov:activity": "{r}", "prov:entity": "{r}-evidence-1", '
        f'"claims:side": "{evidence.side.value}"}}}}, '
        f'"wasGeneratedBy": {{"{r}-judgement-made": {{"prov:entity": "{r}-judgement", "prov:activity": "{r}"}}}}}}'
    )


REVIEWER = f"desk:reviewer-{hashlib.sha256(b'anna').hexdigest()[:16]}"


# --- measuring -------------------------------------------------------------------------------------------------------


def streamed(claims: Iterable[ClaimReport], name: str) -> Iterator[bytes]:
    return FORMATS[name].pieces(ReportStream("bench", claims, HEAD, "bench"))


def seconds(pieces: Iterable[bytes]) -> float:
    """Processor time for all the pieces."""
    begun = time.process_time()
    for _ in pieces:
        pass
    return time.process_time() - begun


def beside(made: Sequence[ClaimReport], times: int = 9) -> tuple[float, float]:
    """Seconds a claim for a plain template and for PROV-JSON, the best of some tries, turn about: what disturbs one disturbs the other."""
    tries = [(seconds(template(made)), seconds(streamed(made, "prov-json"))) for _ in range(times)]
    return min(plain for plain, _ in tries) / len(made), min(ours for _, ours in tries) / len(made)


def growth(name: str, count: int) -> tuple[int, int]:
    """Bytes of memory at the most while so many claims, made one by one, are written; and bytes written."""
    for _ in streamed(map(claim, range(1, 20)), name):
        pass  # what is loaded and kept once is no growth
    tracemalloc.start()
    try:
        written = sum(len(piece) for piece in streamed(map(claim, range(1, count + 1)), name))
        return tracemalloc.get_traced_memory()[1], written
    finally:
        tracemalloc.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=10_000)
    count = parser.parse_args().claims
    made = tuple(claim(number) for number in range(1, min(count, MOST_AT_ONCE) + 1))
    plain, ours = beside(made)
    told = f"prov-json {ours * 1e6:.0f} µs a claim, a plain template {plain * 1e6:.0f} µs: {ours / plain:.1f} times"
    print(told)
    for name in STREAMS:
        took = seconds(streamed(made, name)) / len(made)
        most, written = growth(name, count)
        told = f"{took * 1e6:.0f} µs a claim; {written / 2**20:.0f} MB written, {most / 2**20:.1f} MB of memory at the most"
        print(f"{name}: {told}")


if __name__ == "__main__":
    main()
