"""Where support for a claim begins, and how many independent voices that is."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from building import article, drone_factory, hop, outlet, person, said, source, trace
from chain_strategies import traces
from hypothesis import given
from hypothesis import strategies as st
from timing import less_than

from claims.chains.graph import graph_of
from claims.chains.independence import copying, known_sources, voices
from claims.chains.origins import carrying_outlets, origins, unseen_publication
from claims.records import Appearance, Attribution, Trace
from claims.vocabulary import Basis, EvidenceState, Knows, Manner, SourceKind, Stance

ANNA, BORA, CEM = person("S-1", "Anna"), person("S-2", "Bora"), person("S-3", "Cem")
NEWS, PAPER, RADIO = outlet("S-11", "News"), outlet("S-12", "Paper"), outlet("S-13", "Radio")


def counts(*appearances: Appearance, hops: tuple[Attribution, ...] = ()) -> tuple[tuple[str, ...], int, int]:
    found = origins(trace(appearances, hops))
    return found.origins, found.independent_origins, found.heard_by


# --- what counts -----------------------------------------------------------------------------------------------------


def test_nothing_recorded_counts_nothing() -> None:
    """A claim without appearances has no origin, and that is said."""
    found = origins(trace([]))
    assert (found.origins, found.independent_origins, found.heard_by) == ((), 0, 0)
    assert found.explained[0].startswith("No independent origin")


@pytest.mark.parametrize("kind", [SourceKind.PERSON, SourceKind.GROUP, SourceKind.ORGANISATION, SourceKind.GOVERNMENT])
def test_a_named_account_that_is_reported_counts(kind: SourceKind) -> None:
    """Support begins with the one whose account an outlet reports."""
    speaker = source("S-1", kind)
    hops = (hop("P-2", "P-1", Manner.HEARD_FROM), hop("P-3", "P-2"))
    assert counts(said("P-1", speaker), said("P-2", NEWS), said("P-3", PAPER), hops=hops) == (("P-1",), 1, 1)


def test_an_account_that_stands_alone_counts() -> None:
    """A held statement that nobody has passed on is an origin; so are two of them."""
    assert counts(said("P-1", ANNA)) == (("P-1",), 1, 0)
    assert counts(said("P-1", ANNA), said("P-2", BORA)) == (("P-1", "P-2"), 2, 0)


@pytest.mark.parametrize("kind", [SourceKind.OUTLET, SourceKind.DOCUMENT])
@pytest.mark.parametrize("knows", [None, *Knows])
def test_a_publication_counts_only_if_it_is_shown_how_it_knows(kind: SourceKind, knows: Knows | None) -> None:
    """An article in its own voice counts nothing, held or not."""
    alone = said("P-1", source("S-1", kind), knows=knows, evidence_state=EvidenceState.HELD)
    assert counts(alone)[1] == (knows is not None)


@pytest.mark.parametrize("knows", [None, *Knows])
def test_an_unnamed_source_counts_nothing(knows: Knows | None) -> None:
    """A senior official without a name is no origin, whatever he is said to know; the outlet is still shown to have heard him."""
    official = person("S-1", "a senior official", unnamed=True)
    hops = (hop("P-2", "P-1", Manner.HEARD_FROM),)
    assert counts(said("P-1", official, knows=knows), said("P-2", NEWS), hops=hops) == ((), 0, 1)


@pytest.mark.parametrize("stance", [s for s in Stance if s is not Stance.ASSERTS])
def test_only_assertion_supports(stance: Stance) -> None:
    """Who denies, doubts, asks or reports as unverified is no origin."""
    assert counts(said("P-1", ANNA, stance=stance)) == ((), 0, 0)


def test_a_denying_intermediate_passes_nothing_on() -> None:
    """What cites a denial has no lineage to what the denial denies."""
    denial = said("P-2", NEWS, stance=Stance.DENIES)
    hops = (hop("P-2", "P-1", Manner.HEARD_FROM), hop("P-3", "P-2"))
    found = origins(trace([said("P-1", PAPER), denial, said("P-3", RADIO)], hops))
    assert (found.origins, found.heard_by) == ((), 0)
    assert "Does not count: Radio (P-3), relying only on what does not assert the claim." in found.explained


def test_who_relies_only_on_a_denial_is_no_origin() -> None:
    """A minister who cites a report that doubts the claim has it from there, not from himself."""
    hops = (hop("P-2", "P-1"),)
    assert counts(said("P-1", NEWS, stance=Stance.DOUBTS), said("P-2", ANNA), hops=hops)[1] == 0


def test_a_denial_leaves_the_account_it_denies_standing() -> None:
    """That somebody denies an account does not make it less of an account."""
    hops = (hop("P-2", "P-1"),)
    assert counts(said("P-1", ANNA), said("P-2", BORA, stance=Stance.DENIES), hops=hops) == (("P-1",), 1, 0)


# --- where lineage ends ----------------------------------------------------------------------------------------------


def test_what_a_speaker_recounts_counts_nothing() -> None:
    """Erdoğan tells what Putin asked him: one origin, Erdoğan; and nothing above Putin counts either."""
    hops = (hop("P-2", "P-1", Manner.RECOUNTS), hop("P-1", "P-4"), hop("P-3", "P-2", Manner.HEARD_FROM))
    found = origins(trace([said("P-1", ANNA), said("P-2", BORA), said("P-3", NEWS), said("P-4", CEM)], hops))
    assert (found.origins, found.independent_origins) == (("P-2",), 1)
    assert "Does not count: Anna (P-1), only recounted by Bora (P-2)." in found.explained
    assert "Does not count: Cem (P-4), known only through an account where the lineage ends." in found.explained


def test_what_is_recounted_counts_if_somebody_else_reports_it() -> None:
    """Putin's words, recounted by Erdoğan and also heard by a reporter, are an account of their own."""
    hops = (hop("P-2", "P-1", Manner.RECOUNTS), hop("P-3", "P-1", Manner.HEARD_FROM))
    assert counts(said("P-1", ANNA), said("P-2", BORA), said("P-3", NEWS), hops=hops) == (("P-1", "P-2"), 2, 1)


def test_what_a_denier_recounts_counts_nothing() -> None:
    """A spokesman who denies and recounts does not make an origin of the one he speaks of."""
    hops = (hop("P-2", "P-1", Manner.RECOUNTS),)
    assert counts(said("P-1", ANNA), said("P-2", BORA, stance=Stance.DENIES), hops=hops)[1] == 0


def test_a_minister_citing_a_newspaper_is_no_origin_of_it() -> None:
    """An account that relies on others passes on; support begins further up, or nowhere."""
    minister = said("P-2", ANNA)
    found = origins(trace([said("P-1", PAPER), minister], [hop("P-2", "P-1")]))
    assert found.origins == ()
    assert "Does not count: Anna (P-2), relying on others." in found.explained
    told = (hop("P-2", "P-1"), hop("P-1", "P-3", Manner.HEARD_FROM))
    assert counts(said("P-1", PAPER), minister, said("P-3", BORA), hops=told) == (("P-3",), 1, 1)


def test_lineage_ends_at_an_account_that_knows() -> None:
    """A minister who was there is an origin, whatever he also cites; what only he cites is not."""
    hops = (hop("P-2", "P-1"), hop("P-1", "P-3", Manner.QUOTES))
    was_there = said("P-2", ANNA, knows=Knows.WITNESS)
    assert counts(said("P-1", PAPER), was_there, said("P-3", BORA), hops=hops) == (("P-2",), 1, 0)


def test_a_publication_that_knows_adds_to_what_it_cites() -> None:
    """An outlet that saw a document and also cites a minister gives two origins."""
    hops = (hop("P-2", "P-1"),)
    assert counts(said("P-1", ANNA), said("P-2", NEWS, knows=Knows.DOCUMENT), hops=hops)[1] == 2


def test_own_reporting_beside_an_account_that_was_not_heard_counts_too() -> None:
    """An outlet that reported itself and cites a speaker whom it is not shown to have heard gives two origins."""
    reporting = said("P-2", NEWS, knows=Knows.OWN_REPORTING)
    assert counts(said("P-1", ANNA), reporting, hops=(hop("P-2", "P-1"),))[1] == 2
    assert counts(said("P-1", ANNA), reporting, hops=(hop("P-2", "P-1", Manner.HEARD_FROM),))[1] == 1


def test_own_reporting_that_is_hearing_an_account_counts_once() -> None:
    """An outlet whose reporting consists in having heard the speaker is not a second origin beside him."""
    reported = said("P-2", NEWS, knows=Knows.OWN_REPORTING)
    hops = (hop("P-2", "P-1", Manner.HEARD_FROM),)
    assert counts(said("P-1", ANNA), reported, hops=hops) == (("P-1",), 1, 1)
    official = person("S-9", "an official", unnamed=True)
    assert counts(said("P-1", official), reported, hops=hops) == (("P-2",), 1, 1)


def test_a_circle_without_an_outside_origin_has_none() -> None:
    """Three outlets citing one another, and persons doing the same, support nothing."""
    ring = (hop("P-1", "P-2"), hop("P-2", "P-3"), hop("P-3", "P-1"))
    for sources in ((NEWS, PAPER, RADIO), (ANNA, BORA, CEM)):
        found = origins(trace([said(f"P-{n}", by) for n, by in enumerate(sources, 1)], ring))
        assert found.origins == ()
        assert any("a circle without an origin outside it" in sentence for sentence in found.explained)
    assert counts(said("P-1", ANNA), hops=(hop("P-1", "P-1"),))[1] == 0


def test_a_circle_with_an_outside_origin_has_that_one() -> None:
    """The one whom somebody in the circle heard is the origin of all of it."""
    hops = (hop("P-1", "P-2"), hop("P-2", "P-1"), hop("P-1", "P-3", Manner.HEARD_FROM))
    assert counts(said("P-1", NEWS), said("P-2", PAPER), said("P-3", ANNA), hops=hops) == (("P-3",), 1, 1)


def test_a_suggested_hop_carries_nothing() -> None:
    """A machine's suggestion changes no count until a person confirms it, and the reader is told."""
    found = origins(
        trace([said("P-1", ANNA), said("P-2", NEWS)], [hop("P-2", "P-1", Manner.HEARD_FROM, state="suggested")])
    )
    assert (found.origins, found.heard_by) == (("P-1",), 0)
    assert found.explained[-1] == "One hop only suggested: nobody has confirmed it yet."


# --- what is one -----------------------------------------------------------------------------------------------------


def test_several_utterances_of_one_speaker_are_one_origin() -> None:
    """A speech and an interview are two places and one voice."""
    hops = (hop("P-3", "P-1", Manner.HEARD_FROM), hop("P-4", "P-2", Manner.HEARD_FROM))
    chain = trace([said("P-1", ANNA), said("P-2", ANNA), said("P-3", NEWS), said("P-4", PAPER)], hops)
    found = origins(chain)
    assert (found.origins, found.independent_origins, found.heard_by) == (("P-1", "P-2"), 1, 2)
    assert "Counted once: Anna, at two places (P-1, P-2)." in found.explained


def test_a_second_outlet_quoting_the_same_agency_adds_no_independent_origin() -> None:
    """Four outlets, one person's account: one origin."""
    hops = (hop("P-2", "P-1", Manner.HEARD_FROM), hop("P-3", "P-2"), hop("P-4", "P-2"))
    assert counts(said("P-1", ANNA), said("P-2", NEWS), said("P-3", PAPER), said("P-4", RADIO), hops=hops) == (
        ("P-1",),
        1,
        1,
    )


def test_two_unnamed_sources_do_not_become_an_origin_together() -> None:
    """Nothing and nothing is nothing."""
    two = [person(f"S-{n}", "an official", unnamed=True) for n in (8, 9)]
    assert counts(said("P-1", two[0]), said("P-2", two[1])) == ((), 0, 0)


def test_a_republished_appearance_counts_as_the_original() -> None:
    """A copy adds nothing, be it that its outlet is also said to know."""
    knowing = said("P-1", NEWS, knows=Knows.OWN_REPORTING)
    copy = said("P-2", PAPER, knows=Knows.OWN_REPORTING)
    found = origins(trace([knowing, copy], [hop("P-2", "P-1", Manner.REPUBLISHES)]))
    assert (found.origins, found.independent_origins) == (("P-1",), 1)
    assert "Does not count: Paper (P-2), a copy of News (P-1)." in found.explained


def test_an_appearance_in_a_copied_article_counts_as_the_original() -> None:
    """Over any number of copies, with the original at hand or not."""
    first, second, third = (
        article("A-1", NEWS),
        article("A-2", PAPER, copy_of="A-1"),
        article("A-3", RADIO, copy_of="A-2"),
    )
    own = said("P-1", NEWS, article=first, knows=Knows.DOCUMENT)
    copies = (
        said("P-2", PAPER, article=second, knows=Knows.DOCUMENT),
        said("P-3", RADIO, article=third, knows=Knows.DOCUMENT),
    )
    assert counts(own, *copies) == (("P-1",), 1, 0)
    assert counts(*copies) == (("P-2",), 1, 0)
    sibling = replace(copies[1], article=article("A-3", RADIO, copy_of="A-1"))
    assert counts(copies[0], sibling) == (("P-2", "P-3"), 1, 0)
    both = origins(trace([copies[0], sibling])).explained
    assert "Count as one: Paper and Radio; both have a copy of one article." in both


def test_articles_copying_one_another_in_a_circle_are_one() -> None:
    """Nobody knows which came first; they count once."""
    first, second = article("A-1", NEWS, copy_of="A-2"), article("A-2", PAPER, copy_of="A-1")
    both = (
        said("P-1", NEWS, article=first, knows=Knows.WITNESS),
        said("P-2", PAPER, article=second, knows=Knows.WITNESS),
    )
    assert counts(*both)[1] == 1


def test_a_copy_of_a_copy_counts_as_the_copy_that_is_here() -> None:
    """Where the original is not at hand, the nearest copy stands for it; a copy of an article that copies itself is a copy."""
    second, third = article("A-2", PAPER, copy_of="A-1"), article("A-3", RADIO, copy_of="A-2")
    relaying, copy = said("P-2", PAPER, article=second), said("P-3", RADIO, article=third, knows=Knows.WITNESS)
    assert counts(relaying, copy)[1] == 0
    itself = article("A-1", NEWS, copy_of="A-1")
    copied = said("P-2", BORA, article=article("A-2", PAPER, copy_of="A-1"))
    assert counts(said("P-1", ANNA, article=itself), copied) == (("P-1",), 1, 0)


def test_a_copy_by_way_of_one_that_is_only_read_in_is_a_copy() -> None:
    """Copies are followed through articles in which nothing of the claim appears."""
    first, second, third = (
        article("A-1", NEWS),
        article("A-2", PAPER, copy_of="A-1"),
        article("A-3", RADIO, copy_of="A-2"),
    )
    own = said("P-1", NEWS, article=first, knows=Knows.WITNESS)
    copy = said("P-2", RADIO, article=third, knows=Knows.WITNESS)
    whole = trace([own, copy, said("P-3", ANNA, read_in=second, stance=Stance.ASKS)])
    assert copying(whole).nearest(["A-1", "A-3"]) == {"A-2": "A-1", "A-3": "A-1"}
    assert origins(whole).origins == ("P-1",)
    assert "Does not count: Radio (P-2), a copy of News (P-1)." in origins(whole).explained


def test_who_has_a_copy_of_one_interview_hears_it_once() -> None:
    """Two outlets with copies of one article that is not at hand are one pair of ears."""
    pages = [article(f"A-{n}", by, copy_of="A-1") for n, by in ((2, NEWS), (3, PAPER))]
    hops = (hop("P-2", "P-1", Manner.HEARD_FROM), hop("P-3", "P-1", Manner.HEARD_FROM))
    assert (
        counts(
            said("P-1", ANNA),
            *(said(f"P-{n}", page.outlet, article=page) for n, page in enumerate(pages, 2)),
            hops=hops,
        )[2]
        == 1
    )
    assert counts(said("P-1", ANNA), said("P-2", NEWS), said("P-3", PAPER), hops=hops)[2] == 2


def test_who_asserts_in_a_copy_of_a_denial_is_no_copy_of_it() -> None:
    """What counts as a copy is an appearance that asserts, of one that does: the original that denies supports nothing."""
    first, second = article("A-1", NEWS), article("A-2", PAPER, copy_of="A-1")
    denial = said("P-1", NEWS, article=first, stance=Stance.DENIES)
    own = said("P-2", PAPER, article=second, knows=Knows.WITNESS)
    assert counts(denial, own) == (("P-2",), 1, 0)


def test_a_copy_of_two_is_told_as_a_copy_of_the_first() -> None:
    """Who republishes two is a copy of the one that stands first, whichever hop was recorded first."""
    steps = (said("P-1", NEWS), said("P-2", PAPER), said("P-3", RADIO))
    hops = (hop("P-3", "P-2", Manner.REPUBLISHES), hop("P-3", "P-1", Manner.REPUBLISHES))
    assert "Does not count: Radio (P-3), a copy of News (P-1)." in origins(trace(steps, hops)).explained


def test_a_copy_hears_nobody_first_hand() -> None:
    """A copied interview was heard by the outlet that made it."""
    hops = (
        hop("P-2", "P-1", Manner.HEARD_FROM),
        hop("P-3", "P-1", Manner.HEARD_FROM),
        hop("P-3", "P-2", Manner.REPUBLISHES),
    )
    assert counts(said("P-1", ANNA), said("P-2", NEWS), said("P-3", PAPER), hops=hops)[2] == 1


def test_a_group_and_its_members_are_one() -> None:
    """Members count once, with the group or beside it, also where members do not appear themselves."""
    both = source("S-4", SourceKind.GROUP, "Anna and Bora together", members=("S-1", "S-2", "S-99"))
    assert counts(said("P-1", ANNA), said("P-2", BORA), said("P-3", both))[1] == 1
    assert counts(said("P-1", ANNA), said("P-2", both))[1] == 1
    beside = trace([said("P-1", ANNA), said("P-2", BORA), said("P-3", both, stance=Stance.ASKS), said("P-4", CEM)])
    found = origins(beside)
    assert found.independent_origins == 2
    assert "Count as one: Anna and Bora; both are members of Anna and Bora together." in found.explained


def test_two_who_tell_of_their_meeting_are_two() -> None:
    """A group that each of its members recounts does not speak, and makes no one voice of them; one that speaks does."""
    both = source("S-4", SourceKind.GROUP, "Anna and Bora together", members=("S-1", "S-2"))
    accounts = (said("P-1", both), said("P-2", ANNA), said("P-3", BORA))
    hops = (hop("P-2", "P-1", Manner.RECOUNTS), hop("P-3", "P-1", Manner.RECOUNTS))
    assert counts(*accounts, hops=hops)[1] == 2
    assert counts(*accounts, said("P-4", both), hops=hops)[1] == 1


def test_a_member_of_two_groups_who_is_silent_does_not_join_them() -> None:
    """Two delegations that share an absent secretary remain two."""
    groups = [source(f"S-{n}", SourceKind.GROUP, members=("S-99",)) for n in (5, 6)]
    assert counts(said("P-1", groups[0]), said("P-2", groups[1]))[1] == 2


def test_a_common_owner_or_affiliation_makes_one() -> None:
    """Two ministers of one government are one voice, whether the government speaks or not."""
    government = source("S-20", SourceKind.GOVERNMENT, "Government of Türkiye")
    one, two = replace(ANNA, ties=("S-20",)), replace(BORA, ties=("S-20",))
    assert counts(said("P-1", one), said("P-2", two))[1] == 1
    assert counts(said("P-1", one), said("P-2", government))[1] == 1
    found = origins(trace([said("P-1", one), said("P-2", two), said("P-3", government)]))
    assert found.independent_origins == 1
    assert (
        "Count as one: Anna, Bora and Government of Türkiye; Government of Türkiye is the owner or affiliation of Anna and Bora."
        in found.explained
    )


def test_a_tie_is_told_only_where_it_makes_one_of_several() -> None:
    """An owner who is known but does not support the claim takes nothing from the count, and no sentence says that it did."""
    tied = replace(ANNA, ties=("S-20",))
    government = said("P-3", source("S-20", SourceKind.GOVERNMENT, "Government"), stance=Stance.DENIES)
    told = trace([said("P-1", tied), said("P-2", BORA), government])
    found = origins(told)
    assert found.independent_origins == 2
    assert voices(told.appearances[:2], known_sources(told), copying(told)).bonds == ()
    assert not any(sentence.startswith("Count as one") for sentence in found.explained)


def test_the_outlet_in_which_it_is_read_is_known_too() -> None:
    """What an outlet is tied to counts, also where only its page is at hand."""
    read = said("P-1", ANNA, read_in=article("A-1", NEWS))
    assert set(known_sources(trace([read, said("P-2", BORA, article=article("A-2", PAPER))]))) == {
        "S-1",
        "S-2",
        "S-11",
        "S-12",
    }


def test_a_tie_may_be_a_plain_name() -> None:
    """Owners known only by name tie as well, and tie to a source that bears the name."""
    one, two = replace(NEWS, ties=("demiroren",)), replace(PAPER, ties=("demiroren",))
    owner = source("S-20", SourceKind.ORGANISATION, "Demirören")
    know = {"knows": Knows.OWN_REPORTING}
    assert counts(said("P-1", one, **know), said("P-2", two, **know))[1] == 1
    assert counts(said("P-1", one, **know), said("P-2", owner))[1] == 1


def test_owners_are_followed_upwards() -> None:
    """Two outlets of two publishers of one holding are one voice."""
    publisher = source("S-20", SourceKind.ORGANISATION, "Publisher", ties=("S-21",))
    silent = said("P-3", publisher, stance=Stance.DENIES)
    one, two = replace(ANNA, ties=("S-20",)), replace(BORA, ties=("S-21",))
    assert counts(said("P-1", one), said("P-2", two), silent)[1] == 1


# --- was it said -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("basis", "heard"), [(Basis.STATED, 1), (Basis.OBSERVED, 1), (Basis.INFERRED, 0)])
def test_hearing_must_be_shown(basis: Basis, heard: int) -> None:
    """An outlet of which it is only inferred that it heard the account is not among those that did, and that is said."""
    found = origins(trace([said("P-1", ANNA), said("P-2", NEWS)], [hop("P-2", "P-1", Manner.HEARD_FROM, basis=basis)]))
    assert found.heard_by == heard
    assert any("only inferred" in sentence for sentence in found.explained) == (heard == 0)


def test_what_is_shown_once_is_not_told_as_inferred() -> None:
    """An outlet that is shown to have heard an account is not named among those of which it is only inferred."""
    hops = (hop("P-2", "P-1", Manner.HEARD_FROM), hop("P-3", "P-1", Manner.HEARD_FROM, basis=Basis.INFERRED))
    found = origins(trace([said("P-1", ANNA), said("P-2", NEWS), said("P-3", NEWS)], hops))
    assert found.heard_by == 1
    assert not any("only inferred" in sentence for sentence in found.explained)


def test_one_outlet_hearing_twice_is_one() -> None:
    """Two reports of one outlet are one pair of ears; a second outlet is a second."""
    hops = tuple(hop(f"P-{n}", "P-1", Manner.HEARD_FROM) for n in (2, 3, 4))
    assert counts(said("P-1", ANNA), said("P-2", NEWS), said("P-3", NEWS), said("P-4", PAPER), hops=hops)[2] == 2


def test_hearing_a_publication_is_not_hearing_an_account() -> None:
    """An outlet that has it from another outlet heard nobody."""
    assert counts(said("P-1", NEWS), said("P-2", PAPER), hops=(hop("P-2", "P-1", Manner.HEARD_FROM),))[2] == 0


# --- a whole chain ---------------------------------------------------------------------------------------------------


def test_the_drone_factory() -> None:
    """Four outlets, one account, heard by one; the furthest report upstream is one that nobody here has seen."""
    chain = drone_factory()
    found = origins(chain)
    assert (carrying_outlets(chain), found.origins, found.independent_origins, found.heard_by) == (4, ("P-2",), 1, 1)
    unseen = unseen_publication(graph_of(chain))
    assert unseen is not None
    assert unseen.id == "P-3"


def test_a_person_is_never_the_unseen_publication() -> None:
    """Nobody can look up a person."""
    assert unseen_publication(graph_of(trace([said("P-1", ANNA)]))) is None


# --- properties ------------------------------------------------------------------------------------------------------


def copy_by_hop(chain: Trace, of: Appearance) -> Trace:
    copy = replace(of, id="P-1000", source=outlet("S-1000"), article=None)
    return replace(
        chain,
        appearances=(*chain.appearances, copy),
        attributions=(*chain.attributions, hop("P-1000", of.id, Manner.REPUBLISHES)),
    )


def copy_by_article(chain: Trace, of: Appearance) -> Trace:
    original = of.article if of.article is not None else article("A-1000", of.source)
    copied = replace(
        of, id="P-1000", source=replace(of.source, id="S-1000"), article=article("A-1001", copy_of=original.id)
    )
    kept = tuple(replace(a, article=original) if a.id == of.id else a for a in chain.appearances)
    return replace(chain, appearances=(*kept, copied))


@given(traces(), st.randoms(use_true_random=False), st.booleans())
def test_adding_a_copy_never_raises_a_count(chain: Trace, chance: random.Random, by_hop: bool) -> None:
    """A copy, be it a republished appearance or a copied article, adds neither origin nor ear."""
    if not chain.appearances:
        return
    of = chance.choice(chain.appearances)
    before, after = origins(chain), origins((copy_by_hop if by_hop else copy_by_article)(chain, of))
    assert after.independent_origins <= before.independent_origins
    assert after.heard_by <= before.heard_by


@given(traces(), st.booleans())
def test_another_account_adds_one(chain: Trace, reported: bool) -> None:
    """The account of a named person tied to nobody here raises the independent origins by one, reported or held."""
    more = [said("P-1000", person("S-1000"))]
    hops = []
    if reported:
        more.append(said("P-1001", outlet("S-1001")))
        hops.append(hop("P-1001", "P-1000", Manner.HEARD_FROM))
    after = origins(replace(chain, appearances=(*chain.appearances, *more), attributions=(*chain.attributions, *hops)))
    before = origins(chain)
    assert after.independent_origins == before.independent_origins + 1
    assert after.heard_by == before.heard_by + reported
    assert set(after.origins) == {*before.origins, "P-1000"}


@given(traces(), st.randoms(use_true_random=False))
def test_order_changes_nothing(chain: Trace, chance: random.Random) -> None:
    """The order in which a trace lists appearances and hops changes neither count nor sentence."""
    appearances, hops = list(chain.appearances), list(chain.attributions)
    chance.shuffle(appearances)
    chance.shuffle(hops)
    assert origins(replace(chain, appearances=tuple(appearances), attributions=tuple(hops))) == origins(chain)


@given(traces(), st.randoms(use_true_random=False))
def test_ids_change_nothing(chain: Trace, chance: random.Random) -> None:
    """Other ids for the same appearances and hops give the same origins under their new names."""
    old = [a.id for a in chain.appearances]
    new = dict(zip(old, chance.sample([f"P-{n}" for n in range(1, 40)], len(old)), strict=True))
    relabelled = replace(
        chain,
        appearances=tuple(replace(a, id=new[a.id]) for a in chain.appearances),
        attributions=tuple(
            replace(h, id=f"H-{100 - n}", downstream=new[h.downstream], upstream=new[h.upstream])
            for n, h in enumerate(chain.attributions)
        ),
    )
    before, after = origins(chain), origins(relabelled)
    assert {new[id] for id in before.origins} == set(after.origins)
    assert (before.independent_origins, before.heard_by) == (after.independent_origins, after.heard_by)


@given(traces())
def test_counts_stay_within_what_there_is(chain: Trace) -> None:
    """Never more origins than appearances, never more voices than origins, never more ears than outlets; always a sentence."""
    found = origins(chain)
    by_id = {a.id: a for a in chain.appearances}
    assert found.independent_origins <= len(found.origins) <= len(chain.appearances)
    assert (found.independent_origins == 0) == (not found.origins)
    assert found.heard_by <= len({a.source.id for a in chain.appearances if a.source.kind is SourceKind.OUTLET})
    for id in found.origins:
        assert by_id[id].stance is Stance.ASSERTS
        assert not by_id[id].source.unnamed
    assert all(sentence.endswith(".") for sentence in found.explained)


# --- size ------------------------------------------------------------------------------------------------------------

MANY = 30_000


def outlets(count: int) -> list[Appearance]:
    return [said(f"P-{n}", outlet(f"S-{n}")) for n in range(count)]


def line() -> Trace:
    start = [said("P-0", ANNA), *outlets(MANY)[1:]]
    return trace(start, [hop(f"P-{n}", f"P-{n - 1}") for n in range(1, MANY)])


def ring() -> Trace:
    return trace(outlets(MANY), [hop(f"P-{n}", f"P-{(n + 1) % MANY}") for n in range(MANY)])


def fan() -> Trace:
    start = [said("P-0", ANNA), *outlets(MANY)[1:]]
    return trace(start, [hop(f"P-{n}", "P-0", Manner.HEARD_FROM) for n in range(1, MANY)])


def crowd() -> Trace:
    return trace([said(f"P-{n}", person(f"S-{n}", ties=(f"S-{n + 1}",))) for n in range(MANY)])


def chorus() -> Trace:
    return trace([said(f"P-{n}", person(f"S-{n // 2}")) for n in range(MANY)])


def copies() -> Trace:
    chain = [article(f"A-{n}", outlet(f"S-{n}"), copy_of=f"A-{n - 1}" if n else None) for n in range(MANY)]
    return trace([said(f"P-{n}", a.outlet, article=a, knows=Knows.DOCUMENT) for n, a in enumerate(chain)])


def diamonds() -> Trace:
    hops = []
    for n in range(30):
        top, left, right, bottom = (f"P-{3 * n + k}" for k in range(4))
        hops += [hop(left, top), hop(right, top), hop(bottom, left), hop(bottom, right)]
    return trace([said("P-0", ANNA), *outlets(91)[1:]], hops)


@pytest.mark.parametrize(
    ("shape", "independent", "heard"),
    [
        (line, 1, 0),
        (ring, 0, 0),
        (fan, 1, MANY - 1),
        (crowd, 1, 0),
        (chorus, MANY // 2, 0),
        (copies, 1, 0),
        (diamonds, 1, 0),
    ],
)
def test_size_is_no_obstacle(shape: object, independent: int, heard: int) -> None:
    """30,000 steps in a line, a ring, a fan, a crowd, a chorus or copies of copies, and 30 chained diamonds, are counted at once."""
    assert callable(shape)
    chain = shape()
    with less_than(10):
        found = origins(chain)
    assert (found.independent_origins, found.heard_by) == (independent, heard)
    assert len(found.explained) < 20
    assert max(map(len, found.explained)) < 1000
