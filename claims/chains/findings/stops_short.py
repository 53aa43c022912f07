"""An article credits the report that it has it from and leaves out from whom that report has it."""

from __future__ import annotations

from collections.abc import Iterator

from claims.chains.explaining import listed
from claims.chains.facts import Facts, attributes
from claims.chains.findings.kinds import Check, Shown, called, shown
from claims.chains.weighing import is_publication
from claims.records import Appearance, Attribution
from claims.text import folding
from claims.vocabulary import Manner, Severity


def find(facts: Facts) -> Iterator[Shown]:
    """Only where the report itself was seen to say from whom it has it. Quiet where the article names that source anywhere, and for copies."""
    mentioned: dict[str, tuple[set[str], str]] | None = None
    for hop in facts.hops:
        downstream, upstream = facts.steps[hop.downstream], facts.steps[hop.upstream]
        known = downstream.article is not None and upstream.article is not None
        if not known or not _credits_a_report(facts, hop, downstream, upstream):
            continue
        given = [
            facts.steps[above.upstream] for above in facts.flow.upstream[upstream.id] if _seen_to_say(above, upstream)
        ]
        if not given or downstream.article is None:
            continue
        mentioned = mentioned if mentioned is not None else _mentions(facts)
        sources, text = mentioned.get(downstream.article.id, (set(), ""))
        silent = [
            a
            for a in given
            if a.source.id not in sources
            and a.source.id not in {downstream.source.id, upstream.source.id}
            and not any(folding.key(name) in text for name in (a.source.name, *a.source.aliases))
        ]
        if silent:
            yield shown(
                f"{called(downstream)} stops at {called(upstream)}, which has it from {listed([called(a) for a in silent], 4)}.",
                (downstream, upstream, *silent),
                (hop.cue,),
            )


def _credits_a_report(facts: Facts, hop: Attribution, downstream: Appearance, upstream: Appearance) -> bool:
    return (
        attributes(hop)
        and hop.manner is not Manner.REPUBLISHES
        and is_publication(downstream.source)
        and is_publication(upstream.source)
        and downstream.source.id != upstream.source.id
        and not facts.is_copy(downstream.id)
    )


def _seen_to_say(hop: Attribution, step: Appearance) -> bool:
    """Whether the words that say from whom a report has it stand in that report."""
    return step.article is not None and hop.cue is not None and hop.cue.article == step.article.id


def _mentions(facts: Facts) -> dict[str, tuple[set[str], str]]:
    """By article: the sources that some words in it speak of, and all of its words that are recorded."""
    found: dict[str, tuple[set[str], list[str]]] = {}
    for step in facts.steps.values():
        for article in {a.id for a in (step.article, step.read_in) if a is not None}:
            sources, words = found.setdefault(article, (set(), []))
            if step.read_in is not None and article == step.read_in.id:
                sources.add(step.source.id)
                words.append(step.wording.exact if step.wording is not None and step.wording.exact else "")
    for hops in facts.graph.upstream.values():
        for hop in hops:
            if hop.cue is not None:
                sources, words = found.setdefault(hop.cue.article, (set(), []))
                sources |= {facts.steps[hop.upstream].source.id, facts.steps[hop.downstream].source.id}
                words.append(hop.cue.exact or "")
    # Whoever a step relies on by words of its own article is spoken of there.
    for step in facts.steps.values():
        if step.article is not None:
            above = (facts.steps[hop.upstream].source.id for hop in facts.graph.upstream[step.id])
            found.setdefault(step.article.id, (set(), []))[0].update(above)
    return {article: (sources, folding.key(" ".join(words))) for article, (sources, words) in found.items()}


CHECK = Check("stops-short", Severity.NOTE, "credits a report, and not from whom that report has it", find)
