"""A chain on a terminal: origins at the top, each step below what it relies on, as the claim travelled.

Every appearance is drawn once and every hop once, so a chain of diamonds takes as many lines as it has steps; circles end where
they close. Nothing recurses, and indentation stops growing after a dozen levels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import assert_never

from claims.chains.explaining import knowing, listed
from claims.chains.graph import Graph, graph_of, starts, turned
from claims.chains.independence import known_sources
from claims.chains.origins import carrying_outlets
from claims.exports.escaping import shown_line
from claims.exports.phrases import date_with_basis, judged, mark, relied_on, relying, taking
from claims.exports.wrapping import Piece, Style, lines
from claims.records import (
    Appearance,
    ArticleRef,
    Attribution,
    ClaimRow,
    Finding,
    Hedge,
    Origins,
    Passage,
    SourceRef,
    Trace,
)
from claims.values import value
from claims.vocabulary import Basis, EvidenceState, HedgeScope, Severity, Stance

_DEEPEST = 12
"""Levels of indentation; below them a step shows its depth as a number."""


@value
class _Step:
    """A place in the drawing: an appearance, drawn in full or only pointed at."""

    appearance: Appearance
    hops: tuple[Attribution, ...]
    """The hops to what it is drawn under; none at the top."""
    depth: int
    indent: str
    last: bool
    """Whether nothing more follows under the same step."""
    again: str
    """Empty where the appearance is drawn in full; else why it is not: it stands above, or closes a circle."""


def trace_tree(
    trace: Trace,
    origins: Origins,
    findings: Sequence[Finding] = (),
    *,
    width: int | None,
    style: Style,
    upwards: bool = False,
) -> Iterator[str]:
    """The lines of the drawing, without line ends, and what the chain shows.

    `upwards`: from where the claim arrives, each step above what it relies on.

    `width` None: nothing is wrapped, as a pipe wants it. `style` colours a text by the name of its kind: id, held, quoted,
    named, status, muted, warn. Text from outside is escaped before it is coloured.
    """
    yield from _heading(trace.claim, width, style)
    yield ""
    graph = turned(graph_of(trace)) if upwards else graph_of(trace)
    writer = _Writer(graph, known_sources(trace), frozenset(origins.origins), upwards)
    for step in _steps(graph):
        for pieces, first, rest in writer.step(step):
            yield from lines(pieces, first, rest, width, style)
    if not trace.appearances:
        yield from lines([("muted", "No appearance has been recorded.")], "", "", width, style)
    yield ""
    yield from _summary(trace, origins, width, style)
    if findings:
        yield ""
        yield from finding_lines(findings, width, style)


def finding_lines(findings: Sequence[Finding], width: int | None, style: Style, indent: str = "") -> Iterator[str]:
    """A line for each finding: how much it weighs, its code, its sentence."""
    room = max(len(finding.severity) for finding in findings)
    for finding in findings:
        pieces: list[Piece] = [
            ("muted" if finding.severity is Severity.NOTE else "warn", finding.severity.value.ljust(room)),
            ("", " "),
            ("status", finding.code),
            ("", f": {shown_line(finding.message)}"),
        ]
        yield from lines(pieces, indent, indent + " " * (room + 1), width, style)


def _heading(claim: ClaimRow, width: int | None, style: Style) -> Iterator[str]:
    indent = " " * (len(claim.id) + 1)
    yield from lines([("id", claim.id), ("", f" {shown_line(claim.text)}")], "", indent, width, style)
    facts = [f"stage {claim.stage}", f"{claim.kind}", f"version {claim.version}"]
    if claim.claimant is not None:
        facts.append(f"claimant {shown_line(claim.claimant)}")
    status = ("status" if claim.reviewed else "warn", shown_line(judged(claim)))
    yield from lines([status, ("muted", f"; {', '.join(facts)}")], indent, indent, width, style)


def _summary(trace: Trace, origins: Origins, width: int | None, style: Style) -> Iterator[str]:
    outlets = carrying_outlets(trace)
    numbers = (
        f"{outlets} {'outlet' if outlets == 1 else 'outlets'} → {origins.independent_origins} independent "
        f"{'origin' if origins.independent_origins == 1 else 'origins'}, heard first hand by {origins.heard_by} "
        f"{'outlet' if origins.heard_by == 1 else 'outlets'}"
    )
    yield from lines([("status", numbers)], "", "  ", width, style)
    for sentence in origins.explained:
        yield from lines([("", shown_line(sentence))], "  ", "    ", width, style)


def _steps(graph: Graph) -> Iterator[_Step]:
    """The drawing, line by line of descent, each begun where nothing stands above."""
    drawn: set[str] = set()
    for top in starts(graph):
        drawn.add(top)
        yield _Step(graph.appearances[top], (), 0, "", last=True, again="")
        # The way from the top to here, each with what is still to be drawn under it.
        way = [(top, _under(graph, top), "")]
        on_way = {top}
        while way:
            id, rest, indent = way[-1]
            if (following := next(rest, None)) is None:
                way.pop()
                on_way.discard(id)
                continue
            below, hops, last = following
            again = "" if below not in drawn else "circle" if below in on_way else "above"
            depth = len(way)
            yield _Step(graph.appearances[below], hops, depth, indent, last, again)
            if not again:
                drawn.add(below)
                on_way.add(below)
                deeper = indent + ("   " if last else "│  ") if depth < _DEEPEST else indent
                way.append((below, _under(graph, below), deeper))


def _under(graph: Graph, id: str) -> Iterator[tuple[str, tuple[Attribution, ...], bool]]:
    """What is drawn under an appearance: who relies on it, with the hops that say so, and whether it is the last."""
    all_hops = graph.downstream[id]
    final = all_hops[-1].downstream if all_hops else None
    for below, hops in groupby(all_hops, key=lambda hop: hop.downstream):
        yield below, tuple(hops), below == final


Line = tuple[list[Piece], str, str]
"""Pieces of a line, what stands before it, and before its continuations."""


@value
class _Writer:
    """Puts steps into words."""

    graph: Graph
    known: Mapping[str, SourceRef]
    origins: frozenset[str]
    upwards: bool
    """Whether the graph is turned: what stands below is what is relied on."""

    def step(self, step: _Step) -> Iterator[Line]:
        """The lines of one step."""
        branch, under = ("", "") if step.depth == 0 else ("└─ ", "   ") if step.last else ("├─ ", "│  ")
        first = step.indent + branch
        rest = step.indent + under
        number: list[Piece] = [("muted", f"[{step.depth}] ")] if step.depth > _DEEPEST else []
        if step.again:
            yield [*number, *self._pointing(step)], first, rest + "   "
            return
        body = rest + ("│  " if self.graph.downstream[step.appearance.id] and step.depth < _DEEPEST else "   ")
        yield [*number, *self._naming(step.appearance)], first, body
        for pieces in self._telling(step):
            yield pieces, body, body + "  "

    def _naming(self, appearance: Appearance) -> Iterator[Piece]:
        """Who, in which state, where, when."""
        state = appearance.evidence_state
        yield _state_style(state), f"{mark(state)} {state}"
        yield "", " "
        yield "id", appearance.id
        yield "", f" {shown_line(appearance.source.name)}"
        if appearance.named_as is not None:
            yield "", f" (“{shown_line(appearance.named_as)}”)"
        if remark := self._namelessness(appearance.source):
            yield "warn", f" ({remark})"
        if appearance.article is not None:
            yield "", f", {_article(appearance.article)}"
        yield from _dates(appearance)
        if appearance.stance is not Stance.ASSERTS:
            yield "", ", "
            yield "warn", taking(appearance.stance)
        if appearance.knows is not None:
            yield "", f", {knowing(appearance.knows)}"
        if appearance.id in self.origins:
            yield "", "  "
            yield "status", "← origin"

    def _namelessness(self, source: SourceRef) -> str:
        """That a source has no name, if its name does not say so already, and who knows it."""
        remarks = ["unnamed"] if source.unnamed and "unnamed" not in source.name.casefold() else []
        if source.known_to is not None:
            outlet = self.known.get(source.known_to)
            remarks.append(f"known to {shown_line(outlet.name if outlet is not None else source.known_to)}")
        return ", ".join(remarks)

    def _telling(self, step: _Step) -> Iterator[list[Piece]]:
        """What it relies on, its words, and what else is known."""
        for hop in step.hops:
            yield list(self._hop(hop))
        others = {hop.upstream: self._name(hop.upstream) for hop in self.graph.upstream[step.appearance.id]}
        for hop in step.hops:
            others.pop(hop.upstream, None)
        if others and step.hops:
            also = "also relied on by" if self.upwards else "also relies on"
            yield [("muted", f"{also} {listed(list(others.values()))}")]
        if pieces := list(_words(step.appearance)):
            yield pieces
        if step.appearance.because is not None:
            yield [("muted", shown_line(step.appearance.because))]

    def _hop(self, hop: Attribution) -> Iterator[Piece]:
        verb = relied_on(hop.manner) if self.upwards else relying(hop.manner)
        yield "", f"{verb} {shown_line(self.graph.appearances[hop.upstream].source.name)}"
        if hop.cue is not None:
            yield "", f": {_quoted(hop.cue)}"
        yield "", " ("
        yield "id", hop.id
        if hop.basis is not Basis.STATED:
            yield "", f", {hop.basis}"
        if hop.because is not None:
            yield "", f": {shown_line(hop.because)}"
        yield "", ")"
        if hop.state != "confirmed":
            yield "", ", "
            yield "warn", f"{shown_line(hop.state)}, not confirmed"
        yield from _hedges(hop.hedges, HedgeScope.ATTRIBUTION)

    def _pointing(self, step: _Step) -> Iterator[Piece]:
        """A line for a hop whose lower end is drawn already."""
        circle = step.again == "circle"
        yield "warn" if circle else "muted", "circle: back to " if circle else "↳ "
        yield "id", step.appearance.id
        yield "", f" {shown_line(step.appearance.source.name)}{'' if circle else ' (above)'}"
        for hop in step.hops:
            yield "", "; " if hop is not step.hops[0] else ", " if self.upwards else ", which "
            yield from self._hop(hop)

    def _name(self, id: str) -> str:
        return f"{shown_line(self.graph.appearances[id].source.name)} ({id})"


def _article(article: ArticleRef) -> str:
    return article.id if article.title is None else f"{article.id} “{shown_line(article.title)}”"


def _dates(appearance: Appearance) -> Iterator[Piece]:
    dated = appearance.dated or (appearance.article.dated if appearance.article is not None else ())
    if not dated:
        yield "muted", ", undated"
    else:
        yield "", f", {listed([shown_line(date_with_basis(d)) for d in dated])}"


def _words(appearance: Appearance) -> Iterator[Piece]:
    """The wording, where in the article it stands and where it was read, and its hedges."""
    if appearance.part is not None:
        yield "muted", f"{appearance.part}: " if appearance.wording is not None else f"{appearance.part}"
    if appearance.wording is not None:
        yield "", _quoted(appearance.wording)
        read_in = appearance.read_in
        if read_in is not None and (appearance.article is None or read_in.id != appearance.article.id):
            yield "muted", f", read in {read_in.id}"
    yield from _hedges(appearance.hedges, None)


def _hedges(hedges: Sequence[Hedge], usual: HedgeScope | None) -> Iterator[Piece]:
    """Hedges in quotation marks, with what they stand on where it is not the usual."""
    for number, hedge in enumerate(hedges):
        yield "", ", " if number else ", hedged "
        yield "warn", f"“{shown_line(hedge.text)}”"
        if hedge.scope is not usual:
            yield "", f" on the {hedge.scope}"


def _quoted(passage: Passage) -> str:
    return "words not kept here" if passage.exact is None else f"“{shown_line(passage.exact)}”"


def _state_style(state: EvidenceState) -> str:
    match state:
        case EvidenceState.HELD:
            return "held"
        case EvidenceState.RECORDED | EvidenceState.QUOTED:
            return "quoted"
        case EvidenceState.NAMED | EvidenceState.ALLEGED:
            return "named"
        case _:
            assert_never(state)
