"""Suggestions: kept with the article, listed with the way each came to its page, accepted into claims, rejected, taken back."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from parses import parsed_reader
from service_desk import MakeDesk, ServiceDesk

from claims.chains.origins import origins
from claims.errors import (
    AlreadySaid,
    BadText,
    ClaimsError,
    NobodyNamed,
    NoSuchSuggestion,
    NoTextKept,
    StillNeeded,
    SuggestionDecided,
)
from claims.readings import Decided
from claims.records import ClaimRecord
from claims.services.accepting import Accepted, Wanted, accept, reject
from claims.services.adding import Added, ArticleFacts, add_article
from claims.services.articles import find_article
from claims.services.attaching import attach
from claims.services.reading import article_reader, shipped_lexicon
from claims.services.redacting import redact
from claims.services.suggested import Listed, listed, read_again
from claims.services.suggesting import Change
from claims.store import suggestions as store
from claims.text.articles import read_text
from claims.text.reported.reader import Reader
from claims.text.suggested import chosen_words
from claims.vocabulary import HedgeScope, Manner, Stance

PAGE = """\
Bridge will not open before summer: mayor
ODRANA, March 14 (Nord Wire) - The bridge will not open before the summer, Mayor Ida Falk told the Odrana Herald on Monday.
“The paint is wet,” she said. “It was wet last year.”
Radio Norra, citing two council members, reported that the builder had reportedly asked for more money.
"We are ready," Dmitry Peskov was quoted as saying by TASS. He made this statement in an interview with Kommersant.
CNN Turkey reports that Recep Tayyip Erdogan reportedly said that Putin asked him for a deal.
READ MORE: Ten bridges that never opened
"""

TOLD, SAID, REPORTED, QUOTED, MADE, REPORTS, SAID_THERE, ASKED = 2, 3, 5, 6, 7, 8, 9, 10
"""Numbers of the suggestions of that page, by their cues."""


@cache
def reader() -> Reader:
    """The rules with the program's own lists, made once."""
    return article_reader()


def add(desk: ServiceDesk, text: str = PAGE, outlet: str | None = "Odrana Online", **facts: str) -> Added:
    reading = read_text(text.encode(), "a.txt")
    with desk.database.writing("Ana") as session:
        return add_article(session, reading, "a.txt", ArticleFacts(outlet, **facts), reader=reader())


def waiting(desk: ServiceDesk, article: str | None = None, *, everything: bool = False) -> dict[int, Listed]:
    with desk.database.reading() as session:
        found = listed(session, article, everything=everything)
    return {one.suggestion.number: one for of in found for one in of.listed}


def take(desk: ServiceDesk, *numbers: int, claim: str = "The bridge stays closed.", **wanted: Any) -> Accepted:
    with desk.database.writing("Ana") as session:
        return accept(session, numbers, Wanted(claim, **wanted))


def refuse(desk: ServiceDesk, *numbers: int, because: str | None = None) -> str:
    with desk.database.writing("Ana") as session:
        return reject(session, numbers, because).event


def again(desk: ServiceDesk, reader: Reader, article: str = "A-1") -> Change:
    with desk.database.writing("Ana") as session:
        return read_again(session, article, reader)[1]


def chain(record: ClaimRecord) -> list[tuple[str, str | None, str | None]]:
    """Each appearance with how it has it from the one before, in the order in which they were made: name, manner, cue."""
    hops = {hop.downstream: hop for hop in record.trace.attributions}
    return [
        (
            a.source.name,
            hop.manner.value if (hop := hops.get(a.id)) else None,
            hop.cue.exact if hop and hop.cue else None,
        )
        for a in record.trace.appearances
    ]


def other_reader() -> Reader:
    """A reader with a word list more: another version, which reads the same of this page."""
    return Reader(shipped_lexicon([("ours.yaml", b"roles: [harbour master]\n")]))


# --- kept ------------------------------------------------------------------------------------------------------------


def test_an_article_is_read_as_it_is_kept(desk: ServiceDesk) -> None:
    """What `claims read` shows of an article is kept with it: rule, versions, confidence, and every place, which cut its words out of the text."""
    assert add(desk).suggestions == 9
    reading = reader().read(PAGE)
    kept = waiting(desk, "A-1", everything=True)
    for read, one in zip(reading.attributions, kept.values(), strict=True):
        assert replace(read, source=None) == replace(one.suggestion.read, source=None)
        assert (read.source is None) == (one.suggestion.read.source is None)
        assert one.text == PAGE
    assert [n for n, one in kept.items() if one.suggestion.gesture] == [4]
    with desk.database.reading() as session:
        (of,) = store.readings_of(session, find_article(session, "A-1").seq)
        assert (of.rules, of.lexicon) == (reader().rules, reading.lexicon)


def test_the_same_bytes_again_add_nothing(desk: ServiceDesk) -> None:
    """Bytes that are kept already change nothing, suggestions included."""
    add(desk)
    with desk.changes_nothing():
        assert add(desk).suggestions == 0


def test_without_a_reader_nothing_is_suggested(desk: ServiceDesk) -> None:
    """An article can be kept without being read, and be read later."""
    reading = read_text(PAGE.encode(), "a.txt")
    with desk.database.writing("Ana") as session:
        assert add_article(session, reading, "a.txt", ArticleFacts("Odrana Online")).suggestions == 0
    assert waiting(desk, "A-1") == {}
    assert again(desk, reader()).waiting == 9
    assert len(waiting(desk)) == 9


def test_an_article_that_is_taken_back(desk: ServiceDesk) -> None:
    """With the article its suggestions go, and come back with it; kept once more it is read once more."""
    add(desk)
    refuse(desk, SAID)
    desk.undo("E-3")
    take(desk, TOLD)
    with pytest.raises(StillNeeded, match="P-1"):
        desk.undo("E-2")
    desk.undo("E-5")
    refuse(desk, MADE)
    desk.undo("E-7")
    undone = desk.undo("E-2").event
    assert waiting(desk) == {}
    with desk.database.reading() as session:
        assert store.waiting(session) == []
    desk.undo(undone)
    assert len(waiting(desk)) == 9
    desk.undo("E-2")
    assert add(desk).articles == ("A-2",)
    assert [one.suggestion.article for one in waiting(desk).values()] == ["A-2"] * 9


def test_bytes_that_come_later_are_read(desk: ServiceDesk) -> None:
    """An article that a case knows by its hash is read when its text comes; one without bytes when they are attached."""
    sha = read_text(PAGE.encode(), "a").sha256
    desk.take_in(
        f"case: c\nsources: {{o: {{name: Odrana Online, kind: outlet}}}}\n"
        f"articles: {{a: {{outlet: o, sha256: {sha}}}, b: {{outlet: o, title: Without bytes}}}}\n"
    )
    assert add(desk, outlet=None).suggestions == 9
    with desk.database.writing("Ana") as session:
        attached = attach(session, "A-2", read_text(b"It is wet, Ida Falk said.\n", "b"), reader())
    assert attached.suggestions == 1
    assert sorted({one.suggestion.article for one in waiting(desk).values()}) == ["A-1", "A-2"]


def test_reading_again(desk: ServiceDesk) -> None:
    """With the same rules and lists there is nothing to do; with others what is read as before stays as it is, and what was decided is not suggested again."""
    add(desk)
    with pytest.raises(AlreadySaid):
        again(desk, reader())
    refuse(desk, SAID)
    take(desk, TOLD)
    before = set(waiting(desk))
    assert again(desk, other_reader()) == Change(new=0, gone=0, stayed=8, waiting=7)
    assert set(waiting(desk)) == before


def test_a_parser_beside_the_rules_reads_again(desk: ServiceDesk) -> None:
    """An article that the rules alone have read is read once more with a parser beside them, and then there is nothing to do."""
    add(desk)
    beside = parsed_reader({})
    assert again(desk, beside) == Change(new=0, gone=0, stayed=10, waiting=9)
    with pytest.raises(AlreadySaid):
        again(desk, beside)


def test_what_is_read_otherwise_is_suggested_anew(desk: ServiceDesk) -> None:
    """What another reading no longer makes goes, what it makes comes; undoing that reading turns both round."""
    add(desk)
    before = waiting(desk)
    change = again(
        desk,
        Reader(
            shipped_lexicon([("ours.yaml", b"outlets: [{name: The Herald of Odrana, aliases: [Odrana Herald]}]\n")])
        ),
    )
    assert (change.new, change.gone) == (1, 1)
    after = waiting(desk)
    assert TOLD not in after
    (new,) = (one for number, one in after.items() if number not in before)
    assert [step.name for step in new.steps][1] == "The Herald of Odrana"
    desk.undo("E-3")
    assert waiting(desk) == before


def test_decided_words_of_another_text_are_not_suggested_again(desk: ServiceDesk) -> None:
    """Another text of the article brings only what it says otherwise, wherever the words stand in it now."""
    add(desk)
    refuse(desk, SAID)
    later = "An update.\n" + PAGE.replace("asked for more money", "gone home")
    with desk.database.writing("Ana") as session:
        attach(session, "A-1", read_text(later.encode(), "b"), reader())
    now = waiting(desk)
    assert SAID not in now
    texts = [one.text[slice(*one.suggestion.read.cue)] for one in now.values() if one.text is not None]
    assert texts.count("said") == 0
    assert len(now) == 8


# --- listed ----------------------------------------------------------------------------------------------------------


def test_the_way_to_the_page(desk: ServiceDesk) -> None:
    """From who spoke, through whom the text names and the agency of the dateline, to the article's outlet."""
    add(desk)
    found = waiting(desk)
    for number, links in {
        1: ["Ida Falk"],
        TOLD: ["Ida Falk", "Odrana Herald"],
        REPORTED: ["two council members", "Radio Norra"],
        QUOTED: ["Dmitry Peskov", "Kommersant", "TASS"],
        ASKED: ["Putin", "Recep Tayyip Erdogan", "CNN Türk"],
    }.items():
        assert [step.name for step in found[number].steps] == [*links, "Nord Wire", "Odrana Online"]


def test_the_page_of_the_dateline_is_no_step_more(desk: ServiceDesk) -> None:
    """Where the outlet is the agency of the dateline, by name or alias, it ends the way itself."""
    add(desk, outlet="Nord Wire")
    assert [step.name for step in waiting(desk)[1].steps] == ["Ida Falk", "Nord Wire"]
    assert [step.took.manner for step in waiting(desk)[TOLD].steps[1:] if step.took] == [
        Manner.HEARD_FROM,
        Manner.CITES,
    ]


def test_in_the_order_of_the_articles(desk: ServiceDesk) -> None:
    """All articles with something that waits are listed, each in the order of its text."""
    add(desk)
    add(desk, "It is wet, Ida Falk said.\n", outlet="Express")
    found = list(waiting(desk).values())
    assert [one.suggestion.article for one in found] == ["A-1"] * 9 + ["A-2"]
    cues = [one.suggestion.read.cue for one in found[:9]]
    assert cues == sorted(cues)


# --- accepted --------------------------------------------------------------------------------------------------------


def test_accepting_makes_the_chain(desk: ServiceDesk) -> None:
    """Claim, appearances and hops come in one event, with manners, cues, wording and the page as its own article; the claimant is who spoke."""
    add(desk)
    accepted = take(desk, TOLD)
    record = desk.show("C-1")
    assert record.claim.claimant == "Ida Falk"
    assert chain(record) == [
        ("Ida Falk", None, None),
        ("Odrana Herald", "heard-from", "told the Odrana Herald"),
        ("Nord Wire", "cites", "Odrana Herald"),
        ("Odrana Online", "republishes", "ODRANA, March 14 (Nord Wire) -"),
    ]
    first, *_, page = record.trace.appearances
    assert first.wording is not None
    assert first.wording.exact == "The bridge will not open before the summer"
    assert page.article is not None
    assert (page.article.id, page.evidence_state.value, first.evidence_state.value) == ("A-1", "held", "quoted")
    assert {hop.basis.value for hop in record.trace.attributions} == {"stated"}
    assert accepted.done.event == "E-3"
    assert TOLD not in waiting(desk)
    said = waiting(desk, everything=True)[TOLD].suggestion.decision
    assert said is not None
    assert (said.verdict, said.claim, said.event, said.by) == (Decided.ACCEPTED, "C-1", "E-3", "Ana")


def test_manners(desk: ServiceDesk) -> None:
    """A direct quotation quotes, an indirect one paraphrases; an outlet is cited; heard from only where somebody told it; a dateline is republished."""
    add(desk)
    for count, (number, manners) in enumerate(
        {
            1: ["paraphrases"],
            SAID: ["quotes"],
            REPORTED: ["cites", "cites"],
            QUOTED: ["heard-from", "quotes", "cites"],
            REPORTS: ["cites"],
            ASKED: ["paraphrases", "paraphrases", "cites"],
        }.items(),
        1,
    ):
        take(desk, number)
        hops = desk.show(f"C-{count}").trace.attributions
        assert [hop.manner.value for hop in hops] == [*manners, "republishes"]


def test_who_was_told(desk: ServiceDesk) -> None:
    """`told this paper` shows that whoever wrote it heard it."""
    add(desk, "The bridge stays shut, Ida Falk told this paper.\n")
    take(desk, 1)
    assert chain(desk.show("C-1"))[1] == ("Odrana Online", "heard-from", "told this paper")


def test_hedges_stand_where_they_were_read(desk: ServiceDesk) -> None:
    """A hedge on the attribution goes to the hop, one on the wording to the words."""
    add(desk)
    take(desk, SAID_THERE)
    take(desk, REPORTED, claim="The builder asked for money.")
    (hop,) = (hop for hop in desk.show("C-1").trace.attributions if hop.hedges)
    assert [(h.text, h.scope) for h in hop.hedges] == [("reportedly", HedgeScope.ATTRIBUTION)]
    hedged = [a for a in desk.show("C-2").trace.appearances if a.hedges]
    assert [(a.source.name, [h.text for h in a.hedges]) for a in hedged] == [("Radio Norra", ["reportedly"])]


def test_a_source_without_a_name(desk: ServiceDesk) -> None:
    """Whom nobody names is a new source, unnamed, known to who has it from there: two of them are two."""
    add(desk)
    take(desk, REPORTED)
    (first, *_) = desk.show("C-1").trace.appearances
    assert (first.source.name, first.source.unnamed, first.source.known_to is not None) == (
        "two council members",
        True,
        True,
    )


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Ida Falk denied that the bridge was closed.", Stance.DENIES),
        ("Ida Falk doubted that the bridge was closed.", Stance.DOUBTS),
        ("Ida Falk questioned the closure of the bridge.", Stance.DOUBTS),
        ("Ida Falk asked whether the bridge was closed.", Stance.ASKS),
        ("Ida Falk said that the bridge was closed.", Stance.ASSERTS),
    ],
)
def test_who_denies_or_doubts_a_claim_did_not_make_it(desk: ServiceDesk, text: str, stance: Stance) -> None:
    """Whoever denies, doubts or asks is no claimant of the claim and no origin of it; whoever says so is both."""
    add(desk, f"{text}\n")
    take(desk, 1, claim="The bridge was closed.")
    record = desk.show("C-1")
    assert {step.stance for step in record.trace.appearances} == {stance}
    says_so = stance is Stance.ASSERTS
    assert (record.claim.claimant, origins(record.trace).independent_origins) == (
        ("Ida Falk", 1) if says_so else (None, 0)
    )


@pytest.mark.parametrize("who", ["The minister", "Police", "The Foreign Ministry", "The Turkish minister"])
def test_offices_of_two_articles_are_two(desk: ServiceDesk, who: str) -> None:
    """An office without a name is somebody else in another article: it is never joined by its name, and counts as no origin."""
    add(desk, f"{who} said that the bridge was open.\n", outlet="Odrana Online")
    add(desk, f"{who} said that taxes would rise.\n", outlet="Bergen Bladet")
    take(desk, 1, claim="The bridge is open.")
    take(desk, 2, claim="Taxes will rise.")
    one, other = (desk.show(claim).trace for claim in ("C-1", "C-2"))
    assert one.appearances[0].source.id != other.appearances[0].source.id
    assert [trace.appearances[0].source.unnamed for trace in (one, other)] == [True, True]
    assert [origins(trace).independent_origins for trace in (one, other)] == [0, 0]


def test_who_an_office_is_can_be_said(desk: ServiceDesk) -> None:
    """A person who knows which ministry an article means says so, and it is a source like any other."""
    add(desk, "The Foreign Ministry said that the bridge was open.\n")
    take(desk, 1, sources={"Foreign Ministry": "Ministry of Foreign Affairs of Odrana"})
    (first, _) = desk.show("C-1").trace.appearances
    assert (first.source.name, first.source.unnamed) == ("Ministry of Foreign Affairs of Odrana", False)


def test_all_that_the_words_came_through_is_decided(desk: ServiceDesk) -> None:
    """With a report those that hold it are accepted, and `he made this statement` with the statement; an undo gives all back."""
    add(desk)
    assert take(desk, ASKED).suggestions == ("M-8", "M-9", "M-10")
    assert take(desk, QUOTED, claim="They are ready.").suggestions == ("M-6", "M-7")
    desk.undo("E-4")
    desk.undo("E-3")
    assert {QUOTED, MADE, REPORTS, SAID_THERE, ASKED} <= set(waiting(desk))


def test_a_rejected_report_carries_nothing(desk: ServiceDesk) -> None:
    """What a person rejected is no step of another suggestion's way."""
    add(desk)
    refuse(desk, REPORTS)
    assert [step.name for step in waiting(desk)[ASKED].steps] == [
        "Putin",
        "Recep Tayyip Erdogan",
        "Nord Wire",
        "Odrana Online",
    ]


def test_a_claim_that_is_there(desk: ServiceDesk) -> None:
    """A suggestion joins a claim by its id; what stands there already is not said twice."""
    add(desk)
    take(desk, TOLD)
    accepted = take(desk, SAID, claim="C-1")
    assert (accepted.done.id, accepted.new) == ("C-1", False)
    assert accepted.appearances == ("P-5", "P-6")
    names = [a.source.name for a in desk.show("C-1").trace.appearances]
    assert sorted(names) == ["Ida Falk", "Ida Falk", "Nord Wire", "Odrana Herald", "Odrana Online", "Odrana Online"]


def test_several_at_once(desk: ServiceDesk) -> None:
    """Several suggestions become one claim, in one event; a name that comes twice is one new source."""
    add(desk)
    take(desk, 1, TOLD, SAID)
    speakers = [a.source.id for a in desk.show("C-1").trace.appearances if a.source.name == "Ida Falk"]
    assert (len(speakers), len(set(speakers))) == (3, 1)
    desk.undo("E-3")
    assert desk.list() == []
    assert len(waiting(desk)) == 9


def test_names_are_joined_by_the_letter_alone(desk: ServiceDesk) -> None:
    """A name is a source that has it as name or alias, letter for letter. One that looks alike is told of, and a person maps it."""
    desk.take_in(
        "case: c\nsources:\n  cnn: {name: CNN Turk, kind: outlet}\n  p: {name: Vladimir Putin, kind: person, aliases: [Putin]}\n"
        "  ida: {name: IDA FALK, kind: person}\n"
    )
    add(desk)
    accepted = take(desk, ASKED)
    first, _, cnn, *_ = desk.show("C-1").trace.appearances
    assert (first.source.name, cnn.source.name) == ("Vladimir Putin", "CNN Türk")
    assert any("CNN Turk looks alike" in made for made in accepted.done.made)
    desk.undo(accepted.done.event)
    take(desk, ASKED, sources={"CNN Türk": "CNN Turk"})
    assert desk.show("C-2").trace.appearances[2].source.name == "CNN Turk"
    take(desk, TOLD, claim="C-2", speaker="IDA FALK")
    with pytest.raises(BadText, match="is named in none of them"):
        take(desk, SAID, sources={"Ida": "IDA FALK"})


@pytest.mark.parametrize(
    ("text", "number", "advice", "said", "names"),
    [
        (
            "“The bridge stays shut all week,” he said.",
            1,
            '--source "he=S-3"',
            {"sources": {"he": "Ida Falk"}},
            ["Ida Falk"],
        ),
        ("The mayor was asked whether the bridge is open.", 1, "--speaker", {"speaker": "Ida Falk"}, ["Ida Falk"]),
        (
            "He told the Herald that Ida Falk said the bridge is open.",
            2,
            '--source "He=S-3"',
            {"sources": {"He": "Jan Berg"}},
            ["Ida Falk", "Jan Berg", "Herald"],
        ),
    ],
)
def test_nobody_named(
    desk: ServiceDesk, text: str, number: int, advice: str, said: dict[str, Any], names: list[str]
) -> None:
    """Where the text does not say who speaks, be it on the way, a person has to; the refusal says how."""
    add(desk, f"{text}\n")
    with pytest.raises(NobodyNamed) as refusal:
        take(desk, number)
    assert advice in refusal.value.sentence
    take(desk, number, **said)
    assert [a.source.name for a in desk.show("C-1").trace.appearances] == [*names, "Odrana Online"]


def test_what_a_person_says_otherwise(desk: ServiceDesk) -> None:
    """Manner and stance as a person says them stand; `denied` denies by itself."""
    add(desk, "Ida Falk denied that the bridge was open. Ida Falk said that Jan Berg had asked for money.\n")
    take(desk, 1, claim="The bridge was open.")
    assert {a.stance for a in desk.show("C-1").trace.appearances} == {Stance.DENIES}
    take(desk, 2, claim="C-1", manner=Manner.RECOUNTS, stance=Stance.DOUBTS)
    assert Manner.RECOUNTS in {hop.manner for hop in desk.show("C-1").trace.attributions}
    assert Stance.DOUBTS in {a.stance for a in desk.show("C-1").trace.appearances}


def test_earlier_claims_are_offered_and_not_linked(desk: ServiceDesk) -> None:
    """A new claim that is like an earlier one is made all the same, and the earlier one is named."""
    add(desk)
    take(desk, TOLD, claim="The bridge will stay closed until summer.")
    accepted = take(desk, SAID, claim="The bridge stays closed until the summer.")
    assert [one.id for one in accepted.alike] == ["C-1"]
    assert desk.show("C-2").links == ()


def test_accept_and_undo_leaves_nothing(desk: ServiceDesk) -> None:
    """Undoing an acceptance withdraws claim, appearances, hops and new sources, and the suggestion waits again; undoing that brings them back."""
    add(desk)
    for number in (REPORTED, ASKED):
        before = desk.export()
        waited = waiting(desk)
        event = take(desk, number, claim=f"Claim {number} was made.").done.event
        after = desk.export()
        undone = desk.undo(event).event
        assert (desk.export(), waiting(desk)) == (before, waited)
        desk.undo(undone)
        assert desk.export() == after


ARTICLES = sorted((Path(__file__).parents[1] / "articles").glob("*.txt"))


@pytest.mark.parametrize(
    "article", [pytest.param(a, id=a.stem, marks=() if a.stem == "aggregator" else pytest.mark.soak) for a in ARTICLES]
)
def test_all_of_an_article(desk: ServiceDesk, make_desk: MakeDesk, article: Path) -> None:
    """Whatever is read in our articles can be accepted, and what comes of it is a case that another desk takes in and gives back."""
    add(desk, article.read_text("utf-8"), outlet="Somebody's Page")
    accepted = 0
    while left := waiting(desk):
        number = next(iter(left))
        try:
            take(desk, number, claim=f"Claim {number} was made.")
            accepted += 1
        except NobodyNamed:
            take(desk, number, claim=f"Claim {number} was made.", speaker="Somebody")
            accepted += 1
    assert accepted > 0 or article.stem == "foreign_frame"
    file = desk.export()
    other = make_desk()
    other.take_in(file)
    assert other.export() == file


def test_decided_once(desk: ServiceDesk) -> None:
    """What was decided is not decided again, and the claim it became does not go under it."""
    add(desk)
    take(desk, TOLD)
    refuse(desk, SAID, because="No news.")
    for number in (TOLD, SAID):
        with pytest.raises(SuggestionDecided):
            take(desk, number)
        with pytest.raises(SuggestionDecided):
            refuse(desk, number)
    with pytest.raises(StillNeeded, match="a decision on M-2"):
        desk.undo("C-1")
    with pytest.raises(NoSuchSuggestion):
        take(desk, 99)
    with pytest.raises(StillNeeded):
        desk.undo("E-2")
    desk.undo("E-4")
    assert SAID in waiting(desk)


def test_a_refused_acceptance_leaves_nothing(desk: ServiceDesk) -> None:
    """One transaction: where any of several cannot be accepted, none is."""
    add(desk)
    refuse(desk, SAID)
    for others in ((SAID,), (99,)):
        with desk.changes_nothing(), pytest.raises(ClaimsError):
            take(desk, TOLD, *others)


# --- what a suggestion is not ----------------------------------------------------------------------------------------


def test_nothing_suggested_counts(desk: ServiceDesk, seed_case: str) -> None:
    """Trace, origins and case file are the same with suggestions as without."""
    desk.take_in(seed_case)
    claims = [row.id for row in desk.list()][:2]
    before = [(desk.show(id).trace, origins(desk.show(id).trace)) for id in claims]
    file = desk.export()
    add(desk, case="turkey-russia")
    assert len(waiting(desk)) == 9
    assert [(desk.show(id).trace, origins(desk.show(id).trace)) for id in claims] == before
    with desk.database.reading() as session:
        assert sum(n for _, n in store.waiting(session)) == 9
    assert "Nord Wire" not in desk.export()
    assert file.splitlines()[:20] == desk.export().splitlines()[:20]


def test_redacted_names_and_texts(desk: ServiceDesk) -> None:
    """Redacting an article takes the names that were read in it; without its text nothing waits there."""
    add(desk)
    refuse(desk, SAID, because="Falk says so every year")
    with desk.database.writing("Ana") as session:
        done = redact(session, "A-1", "asked to")
    assert {"suggestion_part", "suggestion_decision", "machine_reading", "snapshot_body"} <= set(done.tables)
    assert waiting(desk) == {}
    with pytest.raises(NoTextKept):
        take(desk, TOLD)
    with desk.database.reading() as session:
        assert store.waiting(session) == []
    names = [
        one.suggestion.read.source.entity
        for one in waiting(desk, everything=True).values()
        if one.suggestion.read.source
    ]
    assert set(names) == {None}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("that the bridge was shut.", "the bridge was shut"),
        ("“It is wet,”", "It is wet"),
        ("«Да»", "Да"),
        ("”", "”"),
        ("whether it rained", "it rained"),
    ],
)
def test_words_that_stand_for_a_report(text: str, words: str) -> None:
    """A wording is the report's own words: no quotation marks, no `that`, never nothing."""
    place = chosen_words([(0, len(text))], text)
    assert place is not None
    assert text[slice(*place)] == words
