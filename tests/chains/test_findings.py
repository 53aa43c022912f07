"""Findings on chains that are hard to judge: circles, copies of copies, owners, time zones, translations, denials, two participants."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from building import article, drone_factory, hop, outlet, person, said, source, trace, words
from chain_strategies import told_traces
from hypothesis import given
from hypothesis import strategies as st
from timing import at_most, less_than, spent

from claims.chains.dominators import Dominators
from claims.chains.facts import Facts
from claims.chains.findings import CHECKS, findings
from claims.chains.graph import components, graph_of, reachable
from claims.chains.timing import bounds, windows
from claims.records import (
    Appearance,
    ArticleRef,
    Attribution,
    Dated,
    Finding,
    Hedge,
    Owner,
    Passage,
    SourceRef,
    Trace,
)
from claims.vocabulary import (
    Basis,
    DateBasis,
    EvidenceState,
    HedgeScope,
    Knows,
    Manner,
    Part,
    Severity,
    SourceKind,
    Stance,
)

ANNA, BORA = person("S-1", "Anna"), person("S-2", "Bora")
NEWS, PAPER, RADIO, DAILY = (
    outlet("S-11", "News"), outlet("S-12", "Paper"), outlet("S-13", "Radio"), outlet("S-14", "Daily"),
)  # fmt: skip
HELD = EvidenceState.HELD


def found(chain: Trace, code: str | None = None) -> list[Finding]:
    return [f for f in findings(Facts(chain)) if code in {None, f.code}]


def codes(*appearances: Appearance, hops: tuple[Attribution, ...] = ()) -> set[str]:
    return {f.code for f in found(trace(appearances, hops))}


def page(id: str, by: SourceRef, *values: str, **more: Any) -> ArticleRef:
    return article(id, by, dated=tuple(Dated(v, DateBasis.PAGE) for v in values), **more)


def worded(id: str, by: SourceRef, text: str, in_article: ArticleRef, **more: Any) -> Appearance:
    """Words in an article that is held, each step at a place of its own."""
    start = int(id[2:]) * 100
    place = words(text, in_article.id, (start, start + len(text)))
    return said(id, by, article=in_article, read_in=in_article, wording=place, evidence_state=HELD, **more)


# --- circles ---------------------------------------------------------------------------------------------------------


def test_a_circle_through_what_nobody_has_seen() -> None:
    """A held page cites an unseen one that cites the page: a circle, and the unseen one is said to be unseen."""
    own = page("A-1", NEWS)
    chain = trace(
        [worded("P-1", NEWS, "the depot burned", own), said("P-2", PAPER)], [hop("P-1", "P-2"), hop("P-2", "P-1")]
    )
    (circle,) = found(chain, "circular")
    assert (circle.severity, set(circle.appearances)) == (Severity.WARN, {"P-1", "P-2"})
    (unseen,) = found(chain, "unseen-origin")
    assert unseen.appearances == ("P-2",)
    assert not found(chain, "single-origin")


def test_two_articles_that_cite_each_other_are_a_circle() -> None:
    """Whichever of their words do: the body of one has it from the other's lead, whose body has it from the first one's lead."""
    one, two = page("A-1", NEWS), page("A-2", PAPER)
    steps = [said(f"P-{n}", NEWS if n < 3 else PAPER, article=one if n < 3 else two) for n in (1, 2, 3, 4)]
    chain = trace(steps, [hop("P-1", "P-3"), hop("P-4", "P-2")])
    (circle,) = found(chain, "circular")
    assert set(circle.appearances) == {"P-1", "P-2", "P-3", "P-4"}


def test_a_circle_with_an_origin_outside_is_a_note() -> None:
    """Support reaches it: it is said, and weighs less."""
    hops = (hop("P-1", "P-2"), hop("P-2", "P-1"), hop("P-1", "P-3", Manner.HEARD_FROM))
    (circle,) = found(trace([said("P-1", NEWS), said("P-2", PAPER), said("P-3", ANNA)], hops), "circular")
    assert circle.severity is Severity.NOTE


def test_a_claim_that_came_back_is_a_note() -> None:
    """An outlet that has it from somebody who has it from an earlier page of it."""
    first, later = page("A-1", NEWS), page("A-2", NEWS)
    chain = trace(
        [said("P-1", NEWS, article=first), said("P-2", PAPER), said("P-3", NEWS, article=later)],
        [hop("P-2", "P-1"), hop("P-3", "P-2")],
    )
    (came_back,) = found(chain, "circular")
    assert (came_back.severity, came_back.appearances) == (Severity.NOTE, ("P-3", "P-1"))


def test_an_article_that_summarises_itself_is_no_circle() -> None:
    """A lead that paraphrases the body of its own article is nothing."""
    own = page("A-1", NEWS)
    chain = trace(
        [said("P-1", ANNA), said("P-2", NEWS, article=own), said("P-3", NEWS, article=own, part=Part.LEAD)],
        [hop("P-2", "P-1", Manner.HEARD_FROM), hop("P-3", "P-2", Manner.PARAPHRASES)],
    )
    assert not found(chain, "circular")


def test_denial_and_recounting_close_no_circle() -> None:
    """Support does not travel over them."""
    hops = (hop("P-1", "P-2"), hop("P-2", "P-1"))
    assert "circular" not in codes(said("P-1", NEWS), said("P-2", PAPER, stance=Stance.DENIES), hops=hops)
    hops = (hop("P-1", "P-2", Manner.RECOUNTS), hop("P-2", "P-1", Manner.RECOUNTS))
    assert "circular" not in codes(said("P-1", ANNA), said("P-2", BORA), hops=hops)


# --- origins and what lies between -----------------------------------------------------------------------------------


def test_copies_of_copies_are_one_text() -> None:
    """A page in its own voice, its copy and the copy's copy: no origin, nothing unseen, and all three are the one page."""
    first = page("A-1", NEWS)
    second = page("A-2", PAPER, copy_of="A-1", copy_basis=Basis.STATED)
    third = page("A-3", RADIO, copy_of="A-2", copy_basis=Basis.STATED)
    chain = trace([worded(f"P-{n}", a.outlet, "the depot burned", a) for n, a in enumerate((first, second, third), 1)])
    assert [(f.code, f.severity) for f in found(chain)] == [
        ("bottleneck", Severity.WARN),
        ("lineage-not-shown", Severity.NOTE),
    ]
    one_copy = replace(chain, appearances=chain.appearances[:2])
    assert [(f.code, f.severity) for f in found(one_copy)] == [("lineage-not-shown", Severity.NOTE)]


def test_copied_articles_carry_on_what_they_copy() -> None:
    """An article that is a copy of another has it from there, whether a hop says so or not: three outlets on one report of one account."""
    first = page("A-1", NEWS)
    second, third = page("A-2", PAPER, copy_of="A-1"), page("A-3", RADIO, copy_of="A-2")
    steps = [worded(f"P-{n}", a.outlet, "the depot burned", a) for n, a in enumerate((first, second, third), 2)]
    told = {f.code: f for f in found(trace([said("P-1", ANNA), *steps], [hop("P-2", "P-1", Manner.HEARD_FROM)]))}
    assert told.keys() == {"single-origin", "bottleneck"}
    assert told["single-origin"].message.startswith("Three outlets")
    assert told["bottleneck"].appearances == ("P-2",)


def test_two_participants_are_two_voices() -> None:
    """One meeting, told by both who were there, each through an outlet of its own: no single origin, no bottleneck."""
    both = source("S-3", SourceKind.GROUP, "Anna and Bora", members=("S-1", "S-2"))
    accounts = [
        said("P-1", both),
        said("P-2", ANNA, knows=Knows.PARTICIPANT),
        said("P-3", BORA, knows=Knows.PARTICIPANT),
    ]
    hops = (
        hop("P-2", "P-1", Manner.RECOUNTS), hop("P-3", "P-1", Manner.RECOUNTS), hop("P-4", "P-2", Manner.HEARD_FROM),
        hop("P-5", "P-4"), hop("P-6", "P-5"), hop("P-7", "P-3", Manner.HEARD_FROM),
    )  # fmt: skip
    outlets = [said(f"P-{n}", by) for n, by in ((4, NEWS), (5, PAPER), (6, RADIO), (7, DAILY))]
    assert codes(*accounts, *outlets, hops=hops) == {"unseen-origin"}


def test_one_outlet_is_no_crowd() -> None:
    """A speaker whom one outlet heard is neither a single origin nor a bottleneck."""
    hops = (hop("P-2", "P-1", Manner.HEARD_FROM),)
    assert codes(said("P-1", ANNA), said("P-2", NEWS, evidence_state=HELD), hops=hops) == set()


def test_the_bottleneck_is_the_furthest_upstream_and_no_speaker() -> None:
    """In a line of outlets the first one; of a diamond neither side."""
    line = [said("P-1", ANNA), said("P-2", NEWS), said("P-3", PAPER), said("P-4", RADIO)]
    hops = (hop("P-2", "P-1", Manner.HEARD_FROM), hop("P-3", "P-2"), hop("P-4", "P-3"))
    (neck,) = found(trace(line, hops), "bottleneck")
    assert neck.appearances == ("P-2",)
    diamond = (
        hop("P-2", "P-1", Manner.HEARD_FROM), hop("P-3", "P-1", Manner.HEARD_FROM), hop("P-4", "P-2"), hop("P-4", "P-3"),
    )  # fmt: skip
    assert not found(trace(line, diamond), "bottleneck")


def test_a_person_is_never_unseen() -> None:
    """Nobody can look up a person; the outlet that heard her is what nobody has seen."""
    (unseen,) = found(
        trace([said("P-1", ANNA), said("P-2", NEWS)], [hop("P-2", "P-1", Manner.HEARD_FROM)]), "unseen-origin"
    )
    assert unseen.appearances == ("P-2",)


def test_a_suggested_hop_shows_nothing() -> None:
    """What only a machine suggests makes no finding."""
    ring = [hop("P-1", "P-2", state="suggested"), hop("P-2", "P-1", state="suggested")]
    assert not found(trace([said("P-1", NEWS), said("P-2", PAPER)], ring), "circular")


# --- owners ----------------------------------------------------------------------------------------------------------


def owned(by: SourceRef, *owners: Owner) -> SourceRef:
    return replace(by, owners=owners)


def test_owners_of_owners_and_of_other_years() -> None:
    """Two outlets are one owner's over any number of holdings, and not where each had it in other years."""
    holding = source("S-30", SourceKind.ORGANISATION, "Holding", owners=(Owner("S-31", "Group"),))
    group = source("S-31", SourceKind.ORGANISATION, "Group")
    one, two = owned(NEWS, Owner("S-30", "Holding")), owned(PAPER, Owner("group", "Group"))
    steps = [
        said("P-1", one),
        said("P-2", two),
        said("P-3", holding, stance=Stance.ASKS),
        said("P-4", group, stance=Stance.ASKS),
    ]
    (same,) = found(trace(steps), "same-owner")
    assert (same.severity, same.appearances) == (Severity.WARN, ("P-1", "P-2"))
    early, late = Owner("x", "X", until="2010"), Owner("x", "X", since="2012")
    assert not found(trace([said("P-1", owned(NEWS, early)), said("P-2", owned(PAPER, late))]), "same-owner")


def test_an_owner_of_another_time_is_none_of_now() -> None:
    """A page of 2024 is not the page of who sold the outlet in 2018."""
    sold = owned(NEWS, Owner("x", "X", until="2018"))
    other = owned(PAPER, Owner("x", "X"))
    steps = [said("P-1", sold, article=page("A-1", sold, "2024-05-01")), said("P-2", other)]
    assert not found(trace(steps), "same-owner")


def test_outlets_of_one_owner_in_one_line_are_a_note() -> None:
    """Who says that it has it from its sister is taken for no second voice."""
    one, two = owned(NEWS, Owner("x", "X")), owned(PAPER, Owner("x", "X"))
    (same,) = found(trace([said("P-1", one), said("P-2", two)], [hop("P-2", "P-1")]), "same-owner")
    assert same.severity is Severity.NOTE


# --- time ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("earlier", "later", "zones", "impossible"),
    [
        ("2024-05-03", "2024-05-03", (None, None), False),
        ("2024-05-03", "2024-05-04", (None, None), False),  # the same hour, west and east of the date line
        ("2024-05-03", "2024-05-05", (None, None), False),  # two hours are left
        ("2024-05-03", "2024-05-06", (None, None), True),
        ("2024-05-03", "2024-05-04", ("Europe/Istanbul", "Europe/Istanbul"), True),
        ("2024-05-03", "2024-05-04", ("America/New_York", "Asia/Tokyo"), False),
        ("2024-05-03T09:00+03:00", "2024-05-03T07:00+00:00", (None, None), True),
        ("2024-05-03T09:00+03:00", "2024-05-03T05:59Z", (None, None), False),
        ("2024-05-03T10:00", "2024-05-03T10:30", ("Europe/Istanbul", "Europe/London"), True),
        ("2024", "2024-12-31", (None, None), False),
        ("2024-04", "2024-05-03", (None, None), True),
        ("2024-05-03", "2024-05-06", ("Nowhere/At all", None), True),
    ],
)
def test_what_is_dated_before_what_it_relies_on(
    earlier: str, later: str, zones: tuple[str | None, str | None], impossible: bool
) -> None:
    """`earlier` is the date of the step that relies, `later` of what it relies on: impossible only where no zone saves it."""
    one, two = replace(NEWS, zone=zones[0]), replace(PAPER, zone=zones[1])
    steps = [said("P-1", two, article=page("A-1", two, later)), said("P-2", one, article=page("A-2", one, earlier))]
    chain = trace(steps, [hop("P-2", "P-1")])
    assert bool(found(chain, "impossible-dates")) == impossible
    through = trace([*steps, said("P-3", RADIO)], [hop("P-3", "P-1"), hop("P-2", "P-3")])
    assert [f.appearances for f in found(through, "impossible-dates")] == [("P-2", "P-1")] * impossible


def test_an_inferred_date_proves_nothing() -> None:
    """Neither that dates are impossible, nor that they disagree, nor that something is late."""
    own = article("A-1", NEWS, dated=(Dated("2030-01-01", DateBasis.INFERRED), Dated("2024-05-03", DateBasis.PAGE)))
    other = article("A-2", PAPER, dated=(Dated("2020-01-01", DateBasis.INFERRED),))
    chain = trace([said("P-1", NEWS, article=own), said("P-2", PAPER, article=other)], [hop("P-2", "P-1")])
    assert not {f.code for f in found(chain)} & {"impossible-dates", "dates-disagree", "late-relay"}


def test_what_clashes_is_told_once() -> None:
    """One wrong date upstream is one finding, however long the chain below it."""
    steps = [said(f"P-{n}", outlet(f"S-{n + 20}"), article=page(f"A-{n}", NEWS, f"2024-05-0{n}")) for n in range(2, 9)]
    wrong = said("P-1", NEWS, article=page("A-1", NEWS, "2025-01-01"))
    chain = trace([wrong, *steps], [hop(f"P-{n}", f"P-{n - 1}") for n in range(2, 9)])
    assert [f.appearances for f in found(chain, "impossible-dates")] == [("P-2", "P-1")]


def test_midnight_is_not_two_days() -> None:
    """Two days by the calendar and forty minutes by the clock are not late; two days anywhere else are."""
    one, two = page("A-1", NEWS, "2024-05-01T23:30-10:00"), page("A-2", PAPER, "2024-05-03T00:10+14:00")
    steps = [said("P-1", NEWS, article=one), said("P-2", PAPER, article=two)]
    assert not found(trace(steps, [hop("P-2", "P-1")]), "late-relay")
    days = [
        replace(steps[0], article=page("A-1", NEWS, "2024-05-01")),
        replace(steps[1], article=page("A-2", PAPER, "2024-05-03")),
    ]
    assert found(trace(days, [hop("P-2", "P-1")]), "late-relay")


# --- words -----------------------------------------------------------------------------------------------------------


def drift(later: str, earlier: str, *languages: str, manner: Manner = Manner.CITES) -> list[Finding]:
    """The drift between two articles of these languages, later one first."""
    one, two = page("A-1", NEWS, language=languages[1]), page("A-2", PAPER, language=languages[0])
    chain = trace([worded("P-1", NEWS, earlier, one), worded("P-2", PAPER, later, two)], [hop("P-2", "P-1", manner)])
    return found(chain, "wording-drift")


@pytest.mark.parametrize(
    ("later", "earlier", "languages", "says"),
    [
        ("120,000 soldiers were sent", "on iki bin asker gönderildi", ("en", "tr"), "number"),
        ("sent 12,000 soldiers", "12 bin asker gönderildi", ("en", "tr"), None),
        ("more than 3,000 drones", "более 3 тысяч беспилотников", ("en", "ru"), None),
        ("more than 300 drones", "более 3 тысяч беспилотников", ("en", "ru"), "number"),
        ("2.5 billion dollars", "2,5 milliarder dollar", ("en", "no"), None),
        ("2.5 million dollars", "2,5 milliarder dollar", ("en", "no"), "number"),
        ("Turkey will sell drones", "Türkiye insansız hava aracı satmayacak", ("en", "tr"), "negation"),
        ("Turkey refused to sell drones", "Türkiye insansız hava aracı satmayacak", ("en", "tr"), None),
        ("Türkiye fabrika kuracak", "Турция построит завод", ("tr", "ru"), None),
        ("завод в России", "заводом в Россию", ("ru", "ru"), None),
        ("fabrikanın kurulacağını", "fabrikada kurulacak", ("tr", "tr"), None),
        ("завод в Турции", "сделка с фирмой", ("ru", "ru"), "завод"),
        ("will sell the drones", "will not sell the drones", ("en", "en"), "negation was lost"),
        ("agreed to build a base", "could build a base", ("en", "en"), "certain"),
        ("nearly 3,000 soldiers", "2,987 soldiers", ("en", "en"), None),
        ("3,000 soldiers", "300 soldiers", ("en", "en"), "number"),
        ("two factories", "2 factories", ("en", "en"), None),
        ("S-500 systems", "S-400 systems", ("en", "en"), "S-500"),
        ("the soldiers", "the soldiers and their families", ("en", "en"), None),
    ],
)
def test_what_counts_as_drift(later: str, earlier: str, languages: tuple[str, str], says: str | None) -> None:
    """Numbers and negations across languages, content words within one; forms of a word are one word."""
    told = drift(later, earlier, *languages)
    assert bool(told) == (says is not None)
    assert says is None or says in told[0].message


def test_a_synonym_weighs_less_than_a_number() -> None:
    """Most words kept is a note; another number, negation or certainty, or no word kept, is more."""
    assert drift("aimed at Russia", "targets Russia", "en", "en")[0].severity is Severity.NOTE
    assert drift("30 drones for Russia", "13 drones for Russia", "en", "en")[0].severity is Severity.WARN


def test_small_words_alone_are_nothing_to_compare_with() -> None:
    """ "We would never do that" says what it says only where it stands."""
    assert not drift("would not sell the drones", "We would never do that", "en", "en")


def test_a_frame_around_quoted_words_is_no_drift() -> None:
    """The page's sentence that holds the quoted word, and the rest of the same sentence, are not held against it."""
    own = page("A-1", NEWS)
    quoted = replace(
        said("P-1", ANNA, read_in=own, evidence_state=EvidenceState.QUOTED),
        wording=Passage("A-1", "“unacceptable”", (90, 104)),
    )
    frame = replace(
        worded("P-2", NEWS, "x", own), wording=Passage("A-1", "described the invasion as “unacceptable”", (64, 104))
    )
    beside = replace(
        worded("P-2", NEWS, "x", own), wording=Passage("A-1", "sanctions were mandated by law", (110, 140))
    )
    for step in (frame, beside):
        assert not found(trace([quoted, step], [hop("P-2", "P-1", Manner.QUOTES)]), "wording-drift")


def test_redacted_words_are_unknown_words() -> None:
    """What was taken away is compared with nothing."""
    one, two = page("A-1", NEWS), page("A-2", PAPER)
    gone = replace(worded("P-1", NEWS, "x", one), wording=Passage("A-1", None, (1, 5)))
    assert not found(trace([gone, worded("P-2", PAPER, "a factory", two)], [hop("P-2", "P-1")]), "wording-drift")


def test_a_hedge_within_the_words_is_still_there() -> None:
    """A hedge recorded upstream that the downstream words carry themselves is not lost."""
    one, two = page("A-1", NEWS), page("A-2", PAPER)
    hedged = worded("P-1", NEWS, "build a base", one, hedges=(Hedge("perhaps", HedgeScope.WORDING),))
    for text, lost in (("perhaps building a base", False), ("might build a base", False), ("builds a base", True)):
        chain = trace([hedged, worded("P-2", PAPER, text, two)], [hop("P-2", "P-1")])
        assert bool(found(chain, "hedge-lost")) == lost


def test_an_attribution_hedge_of_a_relay_can_be_lost() -> None:
    """ "Reportedly said", passed on as said."""
    one, two = page("A-1", NEWS), page("A-2", PAPER)
    relay = worded("P-2", NEWS, "asked for a deal", one)
    hops = [hop("P-2", "P-1", Manner.CITES, hedges=(Hedge("reportedly", HedgeScope.ATTRIBUTION),)), hop("P-3", "P-2")]
    assert found(trace([said("P-1", ANNA), relay, worded("P-3", PAPER, "wanted a deal", two)], hops), "hedge-lost")


# --- denials ---------------------------------------------------------------------------------------------------------


def test_a_denial_inside_a_chain() -> None:
    """Who cites a denial as if it said so relies on nothing; the denial is told, and who relies on it."""
    hops = (hop("P-2", "P-1"), hop("P-3", "P-2"))
    chain = trace([said("P-1", NEWS), said("P-2", ANNA, stance=Stance.DENIES), said("P-3", PAPER)], hops)
    told = found(chain, "contradicted")
    assert [f.appearances for f in told] == [("P-2",), ("P-3", "P-2")]
    assert not found(chain, "single-origin")


def test_a_correction_downstream_of_nobody_is_no_retraction() -> None:
    """Only where somebody still rests on what was taken back."""
    first, later = page("A-1", NEWS, "2024-05-01"), page("A-2", NEWS, "2024-05-09")
    steps = [said("P-1", NEWS, article=first), said("P-2", NEWS, article=later, stance=Stance.DENIES)]
    assert not found(trace(steps), "retracted-upstream")
    assert found(trace([*steps, said("P-3", PAPER)], [hop("P-3", "P-1")]), "retracted-upstream")


# --- the desk's rules ------------------------------------------------------------------------------------------------


def test_the_desk_weighs_a_code() -> None:
    """A severity of the desk's own replaces the default; off silences; a note stays a note."""
    chain = drone_factory()
    for severity in Severity:
        told = findings(Facts(chain), {"single-origin": severity})
        assert [f.severity for f in told if f.code == "single-origin"] == [severity]
        assert [f.severity for f in told] == sorted((f.severity for f in told), key=["refuse", "warn", "note"].index)
    assert not [f for f in findings(Facts(chain), {"single-origin": None}) if f.code == "single-origin"]
    hops = (hop("P-1", "P-2"), hop("P-2", "P-1"), hop("P-1", "P-3", Manner.HEARD_FROM))
    circle = trace([said("P-1", NEWS), said("P-2", PAPER), said("P-3", ANNA)], hops)
    told = findings(Facts(circle), {"circular": Severity.REFUSE})
    assert [f.severity for f in told if f.code == "circular"] == [Severity.NOTE]


# --- properties ------------------------------------------------------------------------------------------------------


@given(told_traces())
def test_a_finding_speaks_of_what_is_there(chain: Trace) -> None:
    """On any chain: known codes, one sentence each, appearances of the chain, passages of articles."""
    known = {a.id for a in chain.appearances}
    for finding in found(chain):
        assert finding.code in {check.code for check in CHECKS}
        assert finding.message.endswith((".", "”"))
        assert "\n" not in finding.message
        assert set(finding.appearances) <= known
        assert len(set(finding.appearances)) == len(finding.appearances)
        assert all(passage.startswith("A-") for passage in finding.passages)


@given(told_traces(), st.randoms(use_true_random=False))
def test_order_changes_no_finding(chain: Trace, chance: random.Random) -> None:
    """The order in which a trace lists appearances and hops changes nothing."""
    appearances, hops = list(chain.appearances), list(chain.attributions)
    chance.shuffle(appearances)
    chance.shuffle(hops)
    assert found(replace(chain, appearances=tuple(appearances), attributions=tuple(hops))) == found(chain)


@given(told_traces())
def test_a_step_aside_changes_nothing_upstream(chain: Trace) -> None:
    """A question that somebody asks about the claim adds no finding."""
    asking = said("P-1000", outlet("S-1000"), stance=Stance.ASKS)
    assert found(replace(chain, appearances=(*chain.appearances, asking))) == found(chain)


@given(told_traces())
def test_dominators_are_what_every_way_passes(chain: Trace) -> None:
    """What dominates a step is what no way from an origin to it avoids."""
    graph = graph_of(chain)
    tree = Dominators(graph, components(graph))
    roots = [part for part in components(graph) if not {up for id in part for up in graph.above(id)} - set(part)]
    for id in graph.appearances:
        dominating = {member for part in tree.of_all([id]) for member in part}
        for part in components(graph):
            around = {i for root in roots if root != part for i in root}
            reached = reachable(around, lambda i, part=part: (j for j in graph.below(i) if j not in part))  # type: ignore[misc]
            assert (id in reached) == (not dominating.issuperset(part))


@given(told_traces())
def test_bounds_hold_the_dates(chain: Trace) -> None:
    """A step lies within its own dates, and no step earlier than what it relies on must lie."""
    graph = graph_of(chain)
    own = windows(graph)
    found_bounds = bounds(graph, components(graph), own)
    for id, window in own.items():
        bound = found_bounds[id]
        assert bound.earliest is not None
        assert bound.latest is not None
        assert bound.earliest >= window[0]
        assert bound.latest <= window[1]


# --- size ------------------------------------------------------------------------------------------------------------


def outlets(count: int) -> list[Appearance]:
    return [said("P-0", ANNA), *(said(f"P-{n}", outlet(f"S-{n}")) for n in range(1, count))]


def line(count: int) -> Trace:
    return trace(outlets(count), [hop(f"P-{n}", f"P-{n - 1}") for n in range(1, count)])


def ring(count: int) -> Trace:
    return trace(outlets(count)[1:], [hop(f"P-{n}", f"P-{n % (count - 1) + 1}") for n in range(1, count)])


def fan(count: int) -> Trace:
    return trace(outlets(count), [hop(f"P-{n}", "P-0", Manner.HEARD_FROM) for n in range(1, count)])


def rungs(count: int) -> Trace:
    """Two lines with a rung at every step: the worst there is for dominators."""
    hops = [hop(f"P-{n}", f"P-{n - 2}", id=f"H-{n}") for n in range(3, count)]
    hops += [hop(f"P-{n + 1}", f"P-{n}", id=f"H-{count + n}") for n in range(1, count - 1, 2)]
    return trace(outlets(count), [*hops, hop("P-1", "P-0", Manner.HEARD_FROM), hop("P-2", "P-0", Manner.HEARD_FROM)])


@pytest.mark.parametrize("shape", [line, ring, fan, rungs])
def test_time_grows_with_the_chain(shape: object) -> None:
    """Four times as many steps take about four times as long, in any shape; the whole is in benchmarks/chains.py."""
    assert callable(shape)

    long, short = shape(12_000), shape(3_000)
    assert at_most(12, lambda: spent(lambda: found(long)), lambda: spent(lambda: found(short)))


def test_diamonds_take_no_time() -> None:
    """Thirty chained diamonds have a billion ways; none is walked."""
    hops = []
    for n in range(30):
        top, left, right, bottom = (f"P-{3 * n + k}" for k in range(4))
        hops += [hop(left, top), hop(right, top), hop(bottom, left), hop(bottom, right)]
    with less_than(1):
        assert {f.code for f in found(trace(outlets(91), hops))} == {"single-origin", "unseen-origin", "bottleneck"}
