"""What findings are made of: everything about a chain that takes a pass over it, worked out once and when it is first asked for.

Linear in appearances and attributions, sorting apart, whatever circles the chain holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from claims.chains.dominators import Dominators
from claims.chains.graph import Graph, components, reachable
from claims.chains.independence import Voices, known_sources, voices
from claims.chains.origins import uniting
from claims.chains.timing import Bounds, bounds, windows
from claims.chains.weighing import ACCOUNTS, Verdict, is_publication, weigh
from claims.records import (
    Appearance,
    ArticleRef,
    Attribution,
    ClaimRecord,
    Link,
    Passage,
    Review,
    SourceRef,
    Trace,
    Version,
)
from claims.text.dates import Span
from claims.vocabulary import Basis, EvidenceState, Manner, SourceKind, Stance


class Facts:
    """A chain and what can be read off it."""

    def __init__(
        self,
        trace: Trace,
        *,
        reviews: Sequence[Review] = (),
        links: Sequence[Link] = (),
        versions: Sequence[Version] = (),
        changed: Sequence[str] = (),
        needs_for: frozenset[str] = frozenset(),
        needs_against: frozenset[str] = frozenset(),
    ) -> None:
        """`needs_for` and `needs_against`: the statuses for which the desk wants evidence."""
        self.trace = trace
        self.reviews = tuple(reviews)
        self.links = tuple(links)
        self.versions = tuple(versions)
        self.changed = tuple(changed)
        self.needs_for = needs_for
        self.needs_against = needs_against
        self.weighed = weigh(trace)
        self.graph = self.weighed.graph
        """All confirmed hops."""
        self.steps = self.graph.appearances
        self.copied_pairs = self._copied_pairs()
        """Copies and what they are copies of, where an article's being a copy says so and no hop does."""
        self.flow = self._with_copies() if self.copied_pairs else self.weighed.flow
        """The hops over which support travels, and the copying of articles."""
        self._below: dict[frozenset[str], tuple[str, ...]] = {}

    # --- who and where ---

    @cached_property
    def asserting(self) -> tuple[Appearance, ...]:
        return tuple(a for a in self.steps.values() if a.stance is Stance.ASSERTS)

    @cached_property
    def sources(self) -> Mapping[str, SourceRef]:
        """Every source that the chain speaks of, by id."""
        return known_sources(self.trace)

    @cached_property
    def articles(self) -> Mapping[str, ArticleRef]:
        """Every article that the chain speaks of, by id."""
        found = (article for a in self.steps.values() for article in (a.article, a.read_in) if article is not None)
        return {article.id: article for article in found}

    @cached_property
    def by_article(self) -> Mapping[str, tuple[Appearance, ...]]:
        """What stands in each article, by its id: the appearances of its own outlet that assert the claim."""
        found: dict[str, list[Appearance]] = {}
        for appearance in self.asserting:
            if appearance.article is not None and is_publication(appearance.source):
                found.setdefault(appearance.article.id, []).append(appearance)
        return {id: tuple(those) for id, those in found.items()}

    def is_copy(self, id: str) -> bool:
        """Whether an appearance only repeats another one of this chain."""
        return id in self.weighed.copies

    def _copied_pairs(self) -> tuple[tuple[str, str], ...]:
        hops = self.graph.upstream
        return tuple(
            (copy, original)
            for copy, original in self.weighed.copies.items()
            if all(hop.upstream != original for hop in hops[copy])
        )

    def _with_copies(self) -> Graph:
        upstream, downstream = dict(self.weighed.flow.upstream), dict(self.weighed.flow.downstream)
        for copy, original in self.copied_pairs:
            hop = Attribution(f"copy {copy}", None, copy, original, Manner.REPUBLISHES, Basis.OBSERVED, None)
            upstream[copy] += (hop,)
            downstream[original] += (hop,)
        return Graph(self.steps, upstream, downstream)

    @cached_property
    def hops(self) -> tuple[Attribution, ...]:
        """The confirmed hops by which an assertion relies on an assertion, nothing recounted among them, in the order of their lower ends."""
        return tuple(
            hop
            for id, hops in self.graph.upstream.items()
            if self.steps[id].stance is Stance.ASSERTS
            for hop in hops
            if hop.manner is not Manner.RECOUNTS and self.steps[hop.upstream].stance is Stance.ASSERTS
        )

    @cached_property
    def worded(self) -> tuple[Attribution, ...]:
        """Those of them of which the words at both ends are known."""
        if sum(step.wording is not None for step in self.asserting) < 2:
            return ()
        steps = self.steps
        return tuple(
            hop
            for hop in self.hops
            if words_of(steps[hop.downstream]) is not None and words_of(steps[hop.upstream]) is not None
        )

    # --- the shape of the chain ---

    @cached_property
    def components(self) -> tuple[tuple[str, ...], ...]:
        """The strongly connected components of all confirmed hops, upstream first."""
        return components(self.graph)

    @cached_property
    def flow_components(self) -> tuple[tuple[str, ...], ...]:
        """The same of the hops over which support travels."""
        return components(self.flow) if self.copied_pairs else self.weighed.flow_components

    @cached_property
    def dominators(self) -> Dominators:
        """On what everything rests, step by step."""
        return Dominators(self.flow, self.flow_components)

    @cached_property
    def pages(self) -> Mapping[str, str]:
        """By id of an asserting step: the page that it stands on. One article is one, and an outlet's words of which no article is known."""
        return {
            a.id: a.id if not is_publication(a.source) else a.article.id if a.article is not None else a.source.id
            for a in self.asserting
        }

    @cached_property
    def page_flow(self) -> Graph:
        """The hops over which support travels from page to page: steps of one page are one."""
        pages = self.pages
        if len(set(pages.values())) == len(pages):
            return self.flow
        appearances: dict[str, Appearance] = {}
        for id, page in pages.items():
            appearances.setdefault(page, self.steps[id])
        upstream: dict[str, list[Attribution]] = {page: [] for page in appearances}
        downstream: dict[str, list[Attribution]] = {page: [] for page in appearances}
        for id, page in pages.items():
            for hop in self.flow.upstream[id]:
                above = pages[hop.upstream]
                if above != page or hop.upstream == hop.downstream:
                    joined = replace(hop, downstream=page, upstream=above)
                    upstream[page].append(joined)
                    downstream[above].append(joined)
        return Graph(
            appearances,
            {page: tuple(hops) for page, hops in upstream.items()},
            {page: tuple(hops) for page, hops in downstream.items()},
        )

    @cached_property
    def page_components(self) -> tuple[tuple[str, ...], ...]:
        """Its strongly connected components, upstream first."""
        return self.flow_components if self.page_flow is self.flow else components(self.page_flow)

    def on_page(self, page: str) -> tuple[Appearance, ...]:
        """The asserting steps of a page."""
        return self._by_page.get(page, ()) if self.page_flow is not self.flow else (self.steps[page],)

    @cached_property
    def _by_page(self) -> Mapping[str, tuple[Appearance, ...]]:
        found: dict[str, list[Appearance]] = {}
        for id, page in self.pages.items():
            found.setdefault(page, []).append(self.steps[id])
        return {page: tuple(steps) for page, steps in found.items()}

    @cached_property
    def voices(self) -> Voices:
        """The independent voices at which support begins."""
        known = uniting(self.weighed, self.sources)
        return voices(self.weighed.having(Verdict.COUNTS), known, self.weighed.copied)

    def below(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Ids of the outlets that have the claim over these appearances, strictly downstream; their own sources left out.

        An outlet without a name and without an article may be any of the others and is left out too.
        """
        starts = frozenset(ids)
        if starts not in self._below:
            own = {self.steps[id].source.id for id in starts}
            found: dict[str, None] = {}
            steps = self.steps
            for id in reachable(starts, self.relying.__getitem__) - starts:
                source = steps[id].source
                if source.kind is not SourceKind.OUTLET or source.id in own:
                    continue
                if not (source.unnamed and self.nameless(steps[id])):
                    found[source.id] = None
            self._below[starts] = tuple(found)
        return self._below[starts]

    @cached_property
    def relying(self) -> Mapping[str, tuple[str, ...]]:
        """By id of a step: who relies on it."""
        return {id: tuple([hop.downstream for hop in hops]) for id, hops in self.flow.downstream.items()}

    @staticmethod
    def nameless(appearance: Appearance) -> bool:
        """Whether it is an outlet or document without a name of which no article is known."""
        return appearance.source.unnamed and appearance.article is None and is_publication(appearance.source)

    @cached_property
    def supported(self) -> frozenset[str]:
        """What rests on a place where support begins, or on somebody without a name."""
        unnamed = (a for a in self.weighed.having(Verdict.UNNAMED) if a.source.kind in ACCOUNTS)
        starts = [a.id for a in (*self.weighed.having(Verdict.COUNTS), *unnamed)]
        return frozenset(reachable(starts, self.relying.__getitem__))

    # --- time ---

    @cached_property
    def windows(self) -> Mapping[str, Span]:
        """All that the dates of a step can mean, by its id; undated steps and inferred dates are not among them."""
        return windows(self.graph)

    @cached_property
    def bounds(self) -> Mapping[str, Bounds]:
        """Between which moments each step must lie."""
        return bounds(self.graph, self.components, self.windows)

    # --- what was judged ---

    @cached_property
    def review(self) -> Review | None:
        """The review in force; where none counts, the latest one."""
        counting = [review for review in self.reviews if review.counts]
        return max(counting or self.reviews, key=lambda r: int(r.id.partition("-")[2] or 0), default=None)


def facts_of(record: ClaimRecord, needs_for: frozenset[str], needs_against: frozenset[str]) -> Facts:
    """The facts of all that is recorded of a claim."""
    return Facts(
        record.trace,
        reviews=record.reviews,
        links=record.links,
        versions=record.versions,
        changed=record.changed,
        needs_for=needs_for,
        needs_against=needs_against,
    )


# --- what several findings ask of a step or hop ----------------------------------------------------------------------


def seen(appearance: Appearance) -> bool:
    """Whether somebody here has had the words in their own article before his eyes."""
    state = appearance.evidence_state
    return state is EvidenceState.HELD or state is EvidenceState.RECORDED


def words_of(appearance: Appearance) -> str | None:
    """The wording of a step, None where none is known or it was redacted."""
    return appearance.wording.exact if appearance.wording is not None else None


def attributes(hop: Attribution) -> bool:
    """Whether the text itself says from whom it has it."""
    return hop.cue is not None or hop.basis is Basis.STATED


def place_of(passage: Passage | None) -> tuple[str, ...]:
    """Where words stand, as findings give it: `A-3:10-20`, `A-3` where the place is not known."""
    if passage is None:
        return ()
    return (passage.article if passage.at is None else f"{passage.article}:{passage.at[0]}-{passage.at[1]}",)


def places_of(passages: Iterable[Passage | None]) -> tuple[str, ...]:
    """The places of several passages, each once."""
    return tuple(dict.fromkeys(place for passage in passages for place in place_of(passage)))


def cues(hops: Iterable[Attribution]) -> Iterator[tuple[Attribution, str]]:
    """The hops whose cue is known, with its words."""
    return ((hop, hop.cue.exact) for hop in hops if hop.cue is not None and hop.cue.exact is not None)
