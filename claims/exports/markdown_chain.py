"""The chain of a claim in Markdown: numbered steps, origin first, and the articles they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from claims.chains.explaining import knowing
from claims.chains.graph import Graph, by_number, graph_of, in_reading_order
from claims.chains.independence import known_sources
from claims.exports.escaping import markdown, markdown_link
from claims.exports.phrases import date_with_basis, hedging, mark, relying, taking
from claims.records import (
    Appearance,
    ArticleRef,
    Attribution,
    Dated,
    Hedge,
    Origins,
    Passage,
    SourceRef,
    Trace,
)
from claims.vocabulary import Basis, Stance


def steps(trace: Trace, origins: Origins) -> Iterator[str]:
    """A numbered list of all appearances: who, when, from whom, in which words."""
    graph = graph_of(trace)
    order = in_reading_order(graph)
    numbers = {id: number for number, id in enumerate(order, 1)}
    known = known_sources(trace)
    origin = frozenset(origins.origins)
    for id in order:
        appearance = graph.appearances[id]
        opening = f"{numbers[id]}. "
        yield f"{opening}{_headline(appearance, known, id in origin)}\n"
        for line in _details(appearance, graph, numbers):
            yield f"{' ' * len(opening)}- {line}\n"


def articles(trace: Trace) -> Iterator[str]:
    """A list of the articles in which steps stand or can be read."""
    found = {a.id: a for step in trace.appearances for a in (step.article, step.read_in) if a is not None}
    for id in sorted(found, key=by_number):
        article = found[id]
        yield f"- {article_line(article)}\n"
        if article.copy_of is not None:
            basis = f", {article.copy_basis}" if article.copy_basis not in {None, Basis.STATED} else ""
            because = f": {markdown(article.copy_because)}" if article.copy_because is not None else ""
            yield f"  - a copy of {markdown(article.copy_of)}{basis}{because}\n"
        yield from (f"  - dated {line}\n" for line in _dates(article.dated))
        yield from (f"  - SHA-256 of what was read: {markdown(sha256)}\n" for sha256 in article.snapshots)
        yield f"  - {'text held here' if article.held else 'text not held here'}\n"


def article_line(article: ArticleRef) -> str:
    """An article with its title as a link, its outlet and its language."""
    title = article.title if article.title is not None else "title not known"
    linked = markdown(title) if article.url is None else markdown_link(title, article.url)
    language = f", in {markdown(article.language)}" if article.language is not None else ""
    return f"{markdown(article.id)}: {linked}, {markdown(article.outlet.name)}{language}"


def strong(text: str) -> str:
    """Escaped text in bold."""
    escaped = markdown(text)
    return f"**{escaped}**" if escaped else "(empty)"


def quoted(passage: Passage) -> str:
    """Words in quotation marks with where they stand."""
    at = f", characters {passage.at[0]} to {passage.at[1]}" if passage.at is not None else ""
    words = "words not kept here" if passage.exact is None else f"“{markdown(passage.exact)}”"
    return f"{words} ({markdown(passage.article)}{at})"


def _headline(appearance: Appearance, known: Mapping[str, SourceRef], origin: bool) -> str:
    source = appearance.source
    parts = [
        f"{strong(source.name)} ({markdown(appearance.id)}) {mark(appearance.evidence_state)} {appearance.evidence_state}"
    ]
    if appearance.named_as is not None:
        parts.append(f"called “{markdown(appearance.named_as)}”")
    if source.unnamed:
        parts.append("without a name")
    if source.known_to is not None:
        outlet = known.get(source.known_to)
        parts.append(f"known to {markdown(outlet.name if outlet is not None else source.known_to)}")
    if appearance.stance is not Stance.ASSERTS:
        parts.append(f"**{taking(appearance.stance)}**")
    if appearance.knows is not None:
        parts.append(knowing(appearance.knows))
    if origin:
        parts.append("**an origin**")
    return ", ".join(parts)


def _details(appearance: Appearance, graph: Graph, numbers: Mapping[str, int]) -> Iterator[str]:
    for hop in graph.upstream[appearance.id]:
        yield _hop(hop, graph, numbers)
    part = f" in the {appearance.part}" if appearance.part is not None else ""
    if appearance.wording is not None:
        yield f"words{part}: {quoted(appearance.wording)}"
    elif part:
        yield f"stands{part}"
    yield from (f"hedged: {line}" for line in _hedges(appearance.hedges))
    dated = appearance.dated or (appearance.article.dated if appearance.article is not None else ())
    yield from (f"dated {line}" for line in _dates(dated))
    if not dated:
        yield "undated"
    if appearance.article is not None:
        yield f"article {article_line(appearance.article)}"
    if appearance.read_in is not None and (
        appearance.article is None or appearance.read_in.id != appearance.article.id
    ):
        yield f"read in {article_line(appearance.read_in)}"
    if appearance.because is not None:
        yield f"because: {markdown(appearance.because)}"


def _hop(hop: Attribution, graph: Graph, numbers: Mapping[str, int]) -> str:
    upstream = graph.appearances[hop.upstream]
    parts = [
        f"{relying(hop.manner)} {markdown(upstream.source.name)} (step {numbers[hop.upstream]}, {markdown(hop.id)})"
    ]
    if hop.cue is not None:
        parts.append(f"cue {quoted(hop.cue)}")
    parts.extend(f"hedged {line}" for line in _hedges(hop.hedges))
    if hop.basis is not Basis.STATED:
        parts.append(f"{hop.basis}")
    if hop.state != "confirmed":
        parts.append(f"**{markdown(hop.state)}, not confirmed by anybody**")
    because = f"; because: {markdown(hop.because)}" if hop.because is not None else ""
    return ", ".join(parts) + because


def _hedges(hedges: Sequence[Hedge]) -> Iterator[str]:
    return (f"“{markdown(hedge.text)}”, {hedging(hedge.scope)}" for hedge in hedges)


def _dates(dated: Sequence[Dated]) -> Iterator[str]:
    for date in dated:
        because = f": {markdown(date.because)}" if date.because is not None else ""
        yield f"{markdown(date_with_basis(date))}{because}"
