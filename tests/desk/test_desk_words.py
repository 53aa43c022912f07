"""Appearances from the command line: who speaks, in which of an article's words, and how the page has it."""

from __future__ import annotations

import pytest

from claims.records import Appearance
from desk.everything import PAGE
from desk.terminal import Terminal


def step(desk: Terminal, id: str, claim: str = "fact") -> Appearance:
    """One appearance of a claim."""
    return next(a for a in desk.claim(claim).trace.appearances if a.id == id)


def place(words: str, nth: int = 1) -> tuple[int, int]:
    start = -1
    for _ in range(nth):
        start = PAGE.index(words, start + 1)
    return start, start + len(words)


# --- added -----------------------------------------------------------------------------------------------------------


def test_words_with_all_that_can_be_said(work: Terminal) -> None:
    """Words, their place, part, stance, how the source knows, what the page calls it, hedges, dates, why; the id is the answer."""
    start, end = place("reportedly")
    made = work.rehearsed(
        "words", "add", "fact", "asked him for a deal", "--in", "A-1", "--source", "recep tayyip erdogan", "--key", "his", "--part", "body",
        "--stance", "doubts", "--knows", "participant", "--named-as", "the Turkish leader", "--hedge", "may", "--hedged-by",
        f"reportedly@{start}-{end}", "--dated", "2022-07-25", "--date-basis", "stated", "--date-at", "A-1", "--because", "He is quoted.",
    )  # fmt: skip
    assert made.out == "P-9\n"
    assert made.next == ["trace", "C-4"]
    found = step(work, "P-9")
    assert (found.key, found.source.name, found.named_as) == ("his", "Recep Tayyip Erdoğan", "the Turkish leader")
    assert found.wording is not None
    assert (found.wording.exact, found.wording.at) == ("asked him for a deal", place("asked him for a deal"))
    assert found.article is None
    assert [(h.text, h.scope, h.passage and h.passage.at) for h in found.hedges] == [
        ("may", "wording", place("may")),
        ("reportedly", "attribution", (start, end)),
    ]
    assert [(d.value, d.basis) for d in found.dated] == [("2022-07-25", "stated")]
    assert found.because == "He is quoted."


def test_the_words_of_the_text_are_kept(work: Terminal) -> None:
    """Typographic quotation marks and no-break spaces match plain ones; the text's own characters are kept."""
    work("words", "add", "fact", '"asked him for a deal" on drones, CNN Türk', "--in", "page", "--source", "cnn")
    found = step(work, "P-9").wording
    assert found is not None
    assert found.exact == "“asked him for a deal” on drones, CNN\u00a0Türk"


def test_a_source_alone(work: Terminal) -> None:
    """A source that speaks in no recorded words is an appearance too, and gets the source's key, or the next one that is free."""
    for id, key in (("P-9", "putin"), ("P-10", "putin-2")):
        assert work("words", "add", "fact", "--source", "Vladimir Putin").id == id
        assert step(work, id).key == key
        assert step(work, id).evidence_state == "alleged"


def test_which_of_several(work: Terminal) -> None:
    """Words that stand more than once are refused with their places, and taken by number or by place; a place alone takes what stands there."""
    line = ["words", "add", "fact", "deal", "--in", "A-1", "--source", "erdogan"]
    first, second = place("deal"), place("deal", 2)
    said = work.refused(*line, code=1)
    assert f"“deal” stands 3 times in A-1: [{first[0]}, {first[1]}], [{second[0]}, {second[1]}]" in said
    work(*line, "--nth", "2")
    work(*line, "--at", f"{second[0]}-{second[1]}")
    work("words", "add", "fact", "--in", "A-1", "--source", "erdogan", "--at", f"{second[0]}-{second[1]}")
    for id in ("P-9", "P-10", "P-11"):
        wording = step(work, id).wording
        assert wording is not None
        assert (wording.exact, wording.at) == ("deal", second)
    assert "“deal” stands 3 times in A-1; there is no occurrence 4." in work.refused(*line, "--nth", "4", code=1)
    assert "is not at [0, 4] of A-1, where “Puti” stands" in work.refused(*line, "--at", "0-4", code=1)


def test_its_own_article(work: Terminal) -> None:
    """The article of the words is the appearance's own when the source is its outlet, none when it is not; another may be named."""
    cases = {
        ("express",): "A-1",
        ("cnn",): None,
        ("cnn", "--article", "copy"): "A-2",
        ("kremlin", "--article", "none"): None,
    }
    for (source, *more), own in cases.items():
        id = work("words", "add", "fact", "factory", "--in", "page", "--source", source, *more).id
        article = step(work, id).article
        assert (article.id if article else None) == own
    id = work("words", "add", "fact", "words without a text", "--article", "copy", "--source", "cnn").id
    assert (step(work, id).read_in, step(work, id).evidence_state) == (step(work, id).article, "recorded")
    said = work.refused(
        "words", "add", "fact", "factory", "--in", "page", "--source", "express", "--article", "none", code=1
    )
    assert "an outlet's words in its own article, A-1, are its own" in said


def test_words_of_an_article_without_a_text(work: Terminal) -> None:
    """Where no text is kept words are taken as they are typed, with a place that fits them; occurrences cannot be counted."""
    line = ["words", "add", "fact", "a few words", "--in", "A-3", "--source", "kremlin"]
    assert "cannot be counted: no text of A-3 is kept here" in work.refused(*line, "--nth", "1", code=1)
    assert "The place spans 3 characters and the words have 11." in work.refused(*line, "--at", "5-8", code=1)
    id = work(*line, "--at", "5-16", "--hedge", "perhaps", "--hedge", "maybe@20-25").id
    found = step(work, id)
    assert found.wording is not None
    assert (found.wording.at, found.evidence_state) == ((5, 16), "recorded")
    assert [(h.text, h.passage is not None) for h in found.hedges] == [("perhaps", False), ("maybe", True)]


def test_a_hedge_of_another_article(work: Terminal) -> None:
    """A hedge may stand in another article, at a place there or somewhere in it."""
    start, end = place("may")
    id = work(
        "words", "add", "fact", "x", "--in", "A-3", "--source", "kremlin", "--hedge", f"may@page:{start}-{end}",
        "--hedge", "drone@A-2", "--hedge", "e-mail me@home",
    ).id  # fmt: skip
    hedges = step(work, id).hedges
    assert [(h.text, h.passage and (h.passage.article, h.passage.at)) for h in hedges] == [
        ("may", ("A-1", (start, end))),
        ("drone", ("A-2", None)),
        ("e-mail me@home", None),
    ]


# --- corrected -------------------------------------------------------------------------------------------------------


def test_an_edit_says_only_what_it_says(work: Terminal) -> None:
    """A correction leaves the rest as it was; what was said before is there as of the event before."""
    before, event = step(work, "P-2", "factory"), work.event()
    changed = work.rehearsed("words", "edit", "P-2", "--stance", "denies")
    assert changed.out == "P-2\n"
    assert changed.next[0] == "undo"
    after = step(work, "P-2", "factory")
    assert (after.stance, after.dated) == ("denies", before.dated)
    assert (after.wording and after.wording.at, [h.text for h in after.hedges]) == (
        before.wording and before.wording.at,
        [h.text for h in before.hedges],
    )
    assert next(a for a in work.claim("factory", event).trace.appearances if a.id == "P-2") == before
    work(*changed.next)
    assert step(work, "P-2", "factory") == before


def test_values_are_taken_away(work: Terminal) -> None:
    """An empty text takes a value away: words, part, how it knows, its name on the page, hedges, dates, reason."""
    work(
        "words", "edit", "P-2", "", "--part", "", "--knows", "", "--named-as", "", "--hedge", "", "--no-dates", "--because", ""
    )  # fmt: skip
    found = step(work, "P-2", "factory")
    assert (found.wording, found.part, found.knows, found.named_as, found.hedges, found.dated, found.because) == (
        None, None, None, None, (), (), None,
    )  # fmt: skip
    assert found.read_in is not None
    work("words", "edit", "P-2", "--in", "")
    assert step(work, "P-2", "factory").read_in is None


def test_other_words(work: Terminal) -> None:
    """Other words are placed like the first; hedges given again stand instead of all there were; dates are added."""
    work(
        "words",
        "edit",
        "P-3",
        "that Putin may want",
        "--hedged-by",
        "reportedly",
        "--dated",
        "2023",
        "--part",
        "headline",
    )
    found = step(work, "P-3", "factory")
    assert found.wording is not None
    assert found.wording.at == place("that Putin may want")
    assert [(h.text, h.scope) for h in found.hedges] == [("reportedly", "attribution")]
    assert [d.value for d in found.dated] == ["2022-07-26", "2023"]
    assert found.part == "headline"


def test_read_in_another_article(work: Terminal) -> None:
    """Words that are read in another article from now on are looked for there; where they do not stand that is refused."""
    work("article", "attach", "copy", "-", stdin="He asked him for a deal. Reportedly. It may be so.")
    work("words", "edit", "P-2", "--hedge", "may")
    work("words", "edit", "P-2", "--in", "A-2")
    found = step(work, "P-2", "factory")
    assert found.wording is not None
    assert (found.wording.article, found.wording.at) == ("A-2", (3, 23))
    assert [(h.text, h.passage and (h.passage.article, h.passage.at)) for h in found.hedges] == [
        ("may", ("A-2", (40, 43)))
    ]
    assert "“drone-making factory” does not stand in A-2." in work.refused(
        "words", "edit", "P-3", "--in", "A-2", code=1
    )


def test_its_own_article_follows(work: Terminal) -> None:
    """An own article that was only understood follows the source and the article of the words; one that was said stays."""
    work("words", "edit", "P-3", "--source", "kremlin")
    assert step(work, "P-3", "factory").article is None
    work("words", "edit", "P-3", "--source", "express")
    assert getattr(step(work, "P-3", "factory").article, "id", None) == "A-1"
    work("words", "edit", "P-5", "--source", "express", "--article", "A-4")
    work("words", "edit", "P-5", "--source", "kremlin")
    assert getattr(step(work, "P-5", "factory").article, "id", None) == "A-4"
    work("words", "edit", "P-5", "--article", "none")
    assert step(work, "P-5", "factory").article is None


# --- refused ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        (["add", "fact"], 2, "--source is missing"),
        (["add", "facts", "--source", "putin"], 1, "There is no claim facts. Did you mean fact"),
        (["add", "C-9", "--source", "putin"], 1, "There is no C-9 in this database. The last one is C-5."),
        (["add", "fact", "--source", "Vladimir Puttin"], 1, "Did you mean Vladimir Putin?"),
        (["add", "fact", "--source", "S-99"], 1, "There is no S-99"),
        (["add", "fact", "x", "--source", "putin"], 1, "say where the words can be read with --in A-1"),
        (["add", "fact", "x", "--source", "putin", "--in", "A-9"], 1, "There is no A-9"),
        (["add", "fact", "nonsense", "--source", "putin", "--in", "A-1"], 1, "“nonsense” does not stand in A-1."),
        (["add", "fact", "--source", "putin", "--nth", "2"], 2, "--nth and --reading go with the words."),
        (["add", "fact", "x", "--source", "putin", "--in", "A-1", "--nth", "1", "--at", "1-2"], 2, "give one"),
        (
            ["add", "fact", "x", "--source", "putin", "--in", "A-1", "--nth", "0"],
            2,
            "--nth takes a whole number from 1 up",
        ),
        (
            ["add", "fact", "x", "--source", "putin", "--in", "A-1", "--at", "9-3"],
            1,
            "9-3 is not the id that belongs here",
        ),
        (["add", "fact", "--source", "putin", "--in", "A-1", "--at", "0-99999"], 1, "lies outside A-1"),
        (["add", "fact", "--source", "putin", "--hedge", "may@1-9"], 1, "spans 8 characters"),
        (
            ["add", "fact", "--source", "putin", "--in", "A-1", "--hedge", "nonsense@1-9"],
            1,
            "“nonsense” is not at [1, 9]",
        ),
        (
            ["add", "fact", "--source", "putin", "--stance", "assert"],
            2,
            "--stance has no assert. Did you mean asserts",
        ),
        (["add", "fact", "--source", "putin", "--part", "bodies"], 2, "--part has no bodies"),
        (["add", "fact", "--source", "putin", "--stance", ""], 2, "--stance has no"),
        (["add", "fact", "--source", "putin", "--date-at", "A-1"], 2, "go with --dated"),
        (
            ["add", "factory", "--source", "putin", "--key", "lead"],
            1,
            "The key lead belongs to another appearance of C-1 already",
        ),
        (["edit", "P-99", "--stance", "asks"], 1, "There is no P-99 in this database. The last one is P-8."),
        (["edit", "lead", "--stance", "asks"], 1, "lead is not the id that belongs here"),
        (["edit", "P-1"], 4, "P-1 says so already"),
        (["edit", "P-2", "--stance", "doubts"], 4, "P-2 says so already"),
        (["edit", "P-2", "--in", ""], 1, "say where the words can be read"),
    ],
)
def test_what_is_refused(work: Terminal, line: list[str], code: int, says: str) -> None:
    """Claims, sources, articles and places that are not there; words that do not stand; options that belong together."""
    assert says in work.refused("words", *line, code=code)


def test_things_of_another_case(work: Terminal) -> None:
    """Sources and articles of another case are not those of this one, however they are named."""
    work("claim", "new", "Theirs.", "--case", "other", "--key", "theirs")
    work("source", "add", "Stranger", "--case", "other")
    work("article", "new", "--outlet", "Stranger", "--case", "other", "--key", "far")
    assert "There is no source of this case S-11" in work.refused("words", "add", "fact", "--source", "S-11", code=1)
    assert "There is no source of this case Stranger" in work.refused(
        "words", "add", "fact", "--source", "Stranger", code=1
    )
    for article in ("A-5", "far"):
        said = work.refused("words", "add", "fact", "x", "--source", "putin", "--in", article, code=1)
        assert "There is no article" in said


def test_withdrawn_things(work: Terminal) -> None:
    """An appearance or a claim that was withdrawn is said to be, with the event that brings it back."""
    made = work("words", "add", "fact", "--source", "putin").id
    work("undo", made)
    event = work.event()
    assert work.refused("words", "edit", made, "--stance", "asks", code=1) == (
        f"{made} was withdrawn by {event}. `claims undo {event}` brings it back."
    )
    again = work("words", "add", "fact", "--source", "putin").id
    assert step(work, again).key == "putin"
    work("claim", "new", "Gone.", "--key", "gone")
    work("undo", "C-6")
    assert "C-6 was withdrawn by" in work.refused("words", "add", "C-6", "--source", "putin", code=1)
