"""Random chains for property tests: small, with circles, copies, groups, ties, denials and suggestions."""

from __future__ import annotations

from dataclasses import replace

from building import article, said, source, trace
from hypothesis import strategies as st

from claims.records import Appearance, ArticleRef, Attribution, Dated, Hedge, Passage, SourceRef, Trace
from claims.vocabulary import Basis, DateBasis, EvidenceState, HedgeScope, Knows, Manner, Part, SourceKind, Stance

SOURCES = tuple(f"S-{n}" for n in range(1, 7))
ARTICLES = tuple(f"A-{n}" for n in range(1, 6))


@st.composite
def sources(draw: st.DrawFn) -> dict[str, SourceRef]:
    found = {}
    for id in SOURCES:
        kind = draw(st.sampled_from(SourceKind))
        found[id] = source(
            id,
            kind,
            unnamed=draw(st.sampled_from((False, False, False, True))),
            members=tuple(draw(st.lists(st.sampled_from((*SOURCES, "S-77")), max_size=2)))
            if kind is SourceKind.GROUP
            else (),
            ties=tuple(draw(st.lists(st.sampled_from((*SOURCES, "turkey")), max_size=1))),
        )
    return found


@st.composite
def articles(draw: st.DrawFn, of: dict[str, SourceRef]) -> dict[str, ArticleRef]:
    return {
        id: article(
            id,
            of[draw(st.sampled_from(SOURCES))],
            copy_of=draw(st.one_of(st.none(), st.none(), st.sampled_from((*ARTICLES, "A-99")))),
        )
        for id in ARTICLES
    }


def appearances(of: dict[str, SourceRef], within: dict[str, ArticleRef]) -> st.SearchStrategy[list[Appearance]]:
    one = st.builds(
        said,
        st.just("P-0"),
        st.sampled_from(tuple(of.values())),
        article=st.one_of(st.none(), st.sampled_from(tuple(within.values()))),
        stance=st.one_of(st.just(Stance.ASSERTS), st.sampled_from(Stance)),
        knows=st.one_of(st.none(), st.none(), st.sampled_from(Knows)),
        evidence_state=st.sampled_from(EvidenceState),
    )

    def numbered(some: list[Appearance]) -> list[Appearance]:
        return [said_as(a, f"P-{n}") for n, a in enumerate(some, 1)]

    return st.lists(one, max_size=9).map(numbered)


def said_as(appearance: Appearance, id: str) -> Appearance:
    return said(
        id,
        appearance.source,
        article=appearance.article,
        stance=appearance.stance,
        knows=appearance.knows,
        evidence_state=appearance.evidence_state,
    )


@st.composite
def traces(draw: st.DrawFn) -> Trace:
    of = draw(sources())
    some = draw(appearances(of, draw(articles(of))))
    hops: list[Attribution] = []
    if some:
        ends = st.sampled_from([a.id for a in some])
        hops = [
            Attribution(f"H-{n}", None, downstream, upstream, manner, basis, None, state=state)
            for n, (downstream, upstream, manner, basis, state) in enumerate(
                draw(
                    st.lists(
                        st.tuples(
                            ends,
                            ends,
                            st.sampled_from(Manner),
                            st.sampled_from(Basis),
                            st.sampled_from(("confirmed", "confirmed", "confirmed", "suggested")),
                        ),
                        max_size=14,
                    )
                ),
                1,
            )
        ]
    return trace(some, hops)


WORDINGS = (
    "will build a factory",
    "asked for 2,500 drones",
    "asked for 25 drones",
    "не продаст",
    "satmayacak",
    "We would never do that",
    "reports say",
)
DATES = ("2024", "2024-05", "2024-05-03", "2024-05-06T09:00+03:00", "2024-06-01")


@st.composite
def told_traces(draw: st.DrawFn) -> Trace:
    """The same chains with wordings, parts, hedges, cues and dates."""
    chain = draw(traces())
    passages = st.one_of(
        st.none(),
        st.builds(
            Passage,
            st.sampled_from(ARTICLES),
            st.one_of(st.none(), st.sampled_from(WORDINGS)),
            st.sampled_from((None, (0, 9), (40, 60))),
        ),
    )
    hedges = st.lists(
        st.builds(Hedge, st.sampled_from(("perhaps", "reportedly")), st.sampled_from(HedgeScope)), max_size=1
    ).map(tuple)
    dates = st.lists(st.builds(Dated, st.sampled_from(DATES), st.sampled_from(DateBasis)), max_size=2).map(tuple)
    appearances = [
        replace(
            a,
            part=draw(st.one_of(st.none(), st.sampled_from(Part))),
            wording=draw(passages),
            read_in=a.article,
            hedges=draw(hedges),
            dated=draw(dates),
        )
        for a in chain.appearances
    ]
    hops = [replace(h, cue=draw(passages), hedges=draw(hedges)) for h in chain.attributions]
    return trace(appearances, hops)
