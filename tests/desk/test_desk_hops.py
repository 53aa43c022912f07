"""Hops from the command line: who had it from whom, confirmed and rejected."""

from __future__ import annotations

from typing import Any

import pytest

from claims.records import Attribution
from desk.everything import PAGE
from desk.terminal import Terminal


def hop(desk: Terminal, id: str, claim: str = "fact") -> Attribution:
    """One hop of a claim."""
    return next(h for h in desk.claim(claim).trace.attributions if h.id == id)


def hops(desk: Terminal, claim: str = "factory") -> list[str]:
    return [h.id for h in desk.claim(claim).trace.attributions]


def test_a_hop_with_all_that_can_be_said(work: Terminal) -> None:
    """Who relies on whom, how, why we say so, the words that say so, hedges and a reason; the id is the answer."""
    for source in ("express", "erdogan"):
        work("words", "add", "fact", "--source", source)
    made = work.rehearsed(
        "hop", "add", "fact", "express", "--from", "P-10", "--quotes", "--basis", "inferred", "--because", "So it is.\nAlways.",
        "--cue", "the page says", "--in", "page", "--hedge", "may", "--hedged-by", "reportedly",
    )  # fmt: skip
    assert made.out == "H-8\n"
    assert made.next == ["trace", "C-4"]
    found = hop(work, "H-8")
    assert (found.downstream, found.upstream, found.manner, found.basis) == ("P-9", "P-10", "quotes", "inferred")
    assert found.because == "So it is.\nAlways."
    assert found.cue is not None
    start = PAGE.index("the page says")
    assert (found.cue.exact, found.cue.at) == ("the page says", (start, start + 13))
    assert [(h.text, h.scope) for h in found.hedges] == [("may", "wording"), ("reportedly", "attribution")]


def test_ends_that_have_no_appearance_yet(work: Terminal) -> None:
    """A source, or an article, that has no appearance in the claim gets one, as in a case file, and that is told."""
    said = work("hop", "add", "fact", "A-2", "--from", "putin", "--cites")
    assert "P-10 (copy), an appearance without words." in said.err
    assert "P-9 (putin), an appearance without words." in said.err
    made = {a.key: a for a in work.claim("fact").trace.appearances}
    assert made["copy"].source.name == "CNN Türk"
    assert getattr(made["copy"].article, "id", None) == "A-2"
    assert work("hop", "add", "fact", "copy", "--from", "a3", "--cites").id == "H-9"
    assert hop(work, "H-9").downstream == "P-10"
    assert (
        work("hop", "add", "fact", "cnn", "--from", "erdogan", "--cites").err.count("an appearance without words") == 1
    )


def test_which_of_several_appearances(work: Terminal) -> None:
    """A source with several appearances in the claim is not enough: they are named with ids and keys."""
    work("words", "add", "factory", "--source", "erdogan", "--key", "again")
    said = work.refused("hop", "add", "factory", "kremlin", "--from", "Recep Tayyip Erdogan", "--cites", code=1)
    assert (
        "“Recep Tayyip Erdogan” is the name of more than one appearance of C-1: P-2 (erdogan), P-9 (again). Give the id."
        in said
    )
    work("hop", "add", "factory", "kremlin", "--from", "again", "--cites")


def test_a_second_hop_between_the_same_two(work: Terminal) -> None:
    """Between the same two a second hop needs a key of its own; the first is named."""
    line = ["hop", "add", "factory", "lead", "--from", "erdogan", "--paraphrases"]
    assert "from erdogan to lead is there, H-2; a second between the two needs a --key" in work.refused(*line, code=1)
    assert "is there, H-3" in work.refused(*line, "--key", "second", code=1)
    assert work(*line, "--key", "third").id == "H-8"


@pytest.mark.parametrize(
    "manner", ["quotes", "paraphrases", "translates", "republishes", "cites", "heard-from", "recounts"]
)
def test_every_manner_has_its_option(work: Terminal, manner: str) -> None:
    """How the one relies on the other is an option of that name."""
    work("hop", "add", "fact", "cnn", "--from", "putin", f"--{manner}")
    assert hop(work, "H-8").manner == manner


def test_an_edit_says_only_what_it_says(work: Terminal) -> None:
    """A correction leaves the rest as it was, empty texts take values away, and what was said before is there as of then."""
    before, event = hop(work, "H-2", "factory"), work.event()
    changed = work.rehearsed("hop", "edit", "H-2", "--paraphrases")
    assert changed.out == "H-2\n"
    after = hop(work, "H-2", "factory")
    assert after.manner == "paraphrases"
    assert (after.cue and after.cue.at, [h.text for h in after.hedges]) == (
        before.cue and before.cue.at,
        [h.text for h in before.hedges],
    )
    assert next(h for h in work.claim("factory", event).trace.attributions if h.id == "H-2") == before
    work(
        "hop",
        "edit",
        "H-2",
        "--cue",
        "",
        "--hedged-by",
        "",
        "--in",
        "",
        "--because",
        "Nobody says so.",
        "--basis",
        "observed",
    )
    bare = hop(work, "H-2", "factory")
    assert (bare.cue, bare.hedges, bare.because, bare.basis) == (None, (), "Nobody says so.", "observed")
    work("hop", "edit", "H-2", "--cue", "said", "--nth", "2", "--in", "A-1", "--because", "")
    found = hop(work, "H-2", "factory")
    assert found.cue is not None
    assert (found.cue.at, found.because) == ((PAGE.rindex("said"), PAGE.rindex("said") + 4), None)


def test_a_cue_in_another_article(work: Terminal) -> None:
    """A cue that is read in another article from now on is looked for there."""
    work("article", "attach", "copy", "-", stdin="So the page says, reportedly.")
    work("hop", "edit", "H-2", "--in", "copy")
    found = hop(work, "H-2", "factory")
    assert found.cue is not None
    assert (found.cue.article, found.cue.at) == ("A-2", (3, 16))
    assert [h.passage and (h.passage.article, h.passage.at) for h in found.hedges] == [None, ("A-2", (18, 28))]


# --- confirmed and rejected ------------------------------------------------------------------------------------------


def test_a_rejected_hop_carries_nothing(work: Terminal) -> None:
    """It leaves trace, origins, counts and the case file, and comes back by a confirmation or an undo."""

    def chain() -> tuple[Any, str]:
        shown = work.shown("trace", "factory")
        del shown["findings"]  # one of them says that the chain was changed after the review
        return shown, work.export()

    before = chain()
    said = work.rehearsed("hop", "reject", "H-1", "H-2", "--because", "Misread.")
    assert said.out == "H-1, H-2: rejected\n"
    assert hops(work) == ["H-3", "H-4", "H-5", "H-6", "H-7"]
    after = work.shown("trace", "factory")
    assert "recounts" not in {h["manner"] for h in after["attributions"]}
    assert after["explained"] != before[0]["explained"]
    assert "manner: recounts" not in work.export()
    work(*said.next)
    assert chain() == before
    work("undo", work.event())
    assert hops(work) == ["H-3", "H-4", "H-5", "H-6", "H-7"]
    assert work("hop", "confirm", "H-1", "H-2").out == "H-1, H-2: confirmed\n"
    assert chain() == before


def test_all_or_none(work: Terminal) -> None:
    """Of several hops all are decided or none, in one event."""
    assert "There is no H-99" in work.refused("hop", "reject", "H-1", "H-99", code=1)
    assert hops(work)[0] == "H-1"
    work("hop", "reject", "H-1", "H-2", "H-1")
    assert work("log", "--limit", "1", "--json").json[0]["what"] == "H-1, H-2"
    assert "H-2 is rejected already" in work.refused("hop", "reject", "H-3", "H-2", code=4)
    work("hop", "confirm", "H-3")
    assert "H-3 is confirmed already" in work.refused("hop", "confirm", "H-3", code=4)


def test_a_rejected_hop_is_not_said_again(work: Terminal) -> None:
    """A hop that was rejected is neither corrected nor said once more: it is confirmed, or another gets a key."""
    work("hop", "reject", "H-1")
    said = "H-1 was rejected; `claims hop confirm H-1` brings it back."
    assert work.refused("hop", "edit", "H-1", "--cites", code=4) == said
    assert work.refused("hop", "add", "factory", "erdogan", "--from", "putin", "--cites", code=4) == said
    work("hop", "add", "factory", "erdogan", "--from", "putin", "--cites", "--key", "other")
    work("hop", "confirm", "H-1")
    assert len({(h.downstream, h.upstream, h.key) for h in work.case().claims[0].attributions}) == 8


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        (["add", "factory", "lead", "--cites"], 2, "--from is missing"),
        (["add", "factory", "lead", "--from", "putin"], 1, "say how, with --cites, --quotes"),
        (["add", "factory", "lead", "--from", "P-3", "--cites"], 1, "would lead from lead to itself"),
        (["add", "factory", "lead", "--from", "P-99", "--cites"], 1, "There is no P-99"),
        (["add", "fact", "cnn", "--from", "P-1", "--cites"], 1, "There is no appearance of C-4 P-1"),
        (["add", "factory", "lead", "--from", "puttin", "--cites"], 1, "There is no source of this case puttin"),
        (["add", "factory", "lead", "--from", "A-9", "--cites"], 1, "There is no A-9"),
        (
            ["add", "factory", "lead", "--from", "putin", "--cites", "--cue", "x"],
            1,
            "say where the cue can be read with --in A-1",
        ),
        (
            ["add", "factory", "lead", "--from", "putin", "--cites", "--cue", "xyz", "--in", "A-1"],
            1,
            "“xyz” does not stand in A-1.",
        ),
        (
            ["add", "factory", "lead", "--from", "putin", "--cites", "--nth", "2"],
            2,
            "--nth and --reading go with --cue.",
        ),
        (
            ["add", "factory", "lead", "--from", "putin", "--cites", "--basis", "inferred"],
            1,
            "an inferred hop needs --because",
        ),
        (["add", "factory", "lead", "--from", "putin", "--cites", "--key", " "], 1, "The key is empty"),
        (["edit", "H-99", "--cites"], 1, "There is no H-99 in this database. The last one is H-7."),
        (["edit", "lead", "--cites"], 1, "lead is not the id that belongs here"),
        (["edit", "H-1"], 4, "H-1 says so already"),
        (["edit", "H-1", "--because", ""], 1, "an inferred hop needs --because"),
        (["reject"], 2, "H-9... is missing"),
        (["reject", "R-1"], 1, "R-1 is not the id that belongs here"),
    ],
)
def test_what_is_refused(work: Terminal, line: list[str], code: int, says: str) -> None:
    """Ends and hops that are not there, a hop to itself, words that do not stand, reasons that are missing."""
    assert says in work.refused("hop", *line, code=code)


def test_withdrawn_hops(work: Terminal) -> None:
    """A hop that was withdrawn is said to be, with the event that brings it back."""
    work("undo", "H-7")
    event = work.event()
    for line in (["edit", "H-7", "--cites"], ["confirm", "H-7"], ["reject", "H-7"]):
        said = work.refused("hop", *line, code=1)
        assert said == f"H-7 was withdrawn by {event}. `claims undo {event}` brings it back."
