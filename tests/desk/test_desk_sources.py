"""Sources from the command line: made, corrected, named, graded, found to be one, and shown with what they passed on."""

from __future__ import annotations

import pytest

from desk.terminal import Terminal


def entry(desk: Terminal, key: str) -> dict[str, object]:
    """A source as `source show --json` gives it."""
    found: dict[str, object] = desk.shown("source", "show", key)
    return found


# --- made and corrected ----------------------------------------------------------------------------------------------


def test_everything_said_at_once(desk: Terminal) -> None:
    """A source with names, ties with their years, place, language, address and note; its id is the answer."""
    desk("source", "add", "A holding", "--kind", "organisation")
    made = desk.rehearsed(
        "source", "add", "CNN Türk", "--kind", "outlet", "--key", "cnn", "--alias", "CNN Turkey", "--alias", "CNN Turk",
        "--owner", "A holding@2018..2021", "--owner", "Another@2021..", "--affiliation", "the press", "--country", "TR",
        "--zone", "Europe/Istanbul", "--language", "tr", "--url", "https://cnn.example", "--note", "Seen\non air.",
    )  # fmt: skip
    assert made.out == "S-2\n"
    assert made.next == ["source", "show", "S-2"]
    found = entry(desk, "cnn")
    assert found["id"] == "S-2"
    assert found["aliases"] == ["CNN Turkey", "CNN Turk"]
    assert found["owner"] == [
        {"of": "a-holding", "since": "2018", "until": "2021"},
        {"of": "Another", "since": "2021", "until": None},
    ]
    assert found["affiliation"] == [{"of": "the press", "since": None, "until": None}]
    assert found["note"] == "Seen\non air."
    text = desk("source", "show", "CNN TURK").out
    assert "owned by: a-holding (2018 to 2021), Another (since 2021)" in text
    assert "also called: CNN Turkey, CNN Turk" in text


def test_an_unnamed_source(desk: Terminal) -> None:
    """Two sources without a name are two, whatever they are called; who knows them is a source or a plain name."""
    desk("source", "add", "The Post", "--kind", "outlet")
    one = desk("source", "add", "an official", "--unnamed", "--known-to", "the post")
    two = desk("source", "add", "an official", "--unnamed", "--known-to", "somebody else")
    assert (one.id, two.id) == ("S-2", "S-3")
    assert "has that name too" not in two.err
    assert [entry(desk, id)["known_to"] for id in (one.id, two.id)] == ["the-post", "somebody else"]
    assert "There is no source" in desk.refused("source", "show", "the official", code=1)
    desk("source", "edit", "S-3", "--named", "--name", "A. Official", "--known-to", "")
    assert entry(desk, "A. Official")["known_to"] is None


def test_a_source_with_the_same_name_is_suggested(desk: Terminal) -> None:
    """A name that another source has is told, with the command that would join the two; nothing is joined."""
    desk("source", "add", "Erdoğan")
    second = desk("source", "add", "R. T. Erdogan", "--alias", "ERDOGAN")
    assert "S-1 Erdoğan has that name too; if they are one: claims source merge S-2 S-1 --because" in second.err
    assert "is the name of more than one source: S-1 Erdoğan, S-2" in desk.refused("source", "show", "Erdogan", code=1)


def test_an_edit_says_only_what_it_says(work: Terminal) -> None:
    """A correction leaves the rest as it was, an empty text takes a value away, and an event keeps who and why."""
    before = entry(work, "cnn")
    changed = work.rehearsed(
        "source", "edit", "cnn", "--country", "", "--owner", "", "--note", "New.", "--because", "It moved."
    )
    assert changed.out == "S-5\n"
    after = entry(work, "cnn")
    assert after == {**before, "country": None, "owner": [], "note": "New."}
    assert work("log", "--limit", "1", "--json").json[0]["why"] == "It moved."
    work("source", "edit", "both", "--member", "putin")
    assert entry(work, "both")["members"] == ["putin"]
    work("source", "edit", "both", "--member", "")
    assert entry(work, "both")["members"] == []


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        (["source", "add", " "], 1, "The name is empty."),
        (["source", "add", "X\ny"], 1, "line break"),
        (
            ["source", "add", "X", "--key", "putin"],
            1,
            "The key putin belongs to another source of the case everything already",
        ),
        (["source", "add", "X", "--kind", "outlett"], 2, "--kind has no outlett. Did you mean outlet?"),
        (["source", "add", "X", "--owner", "Y@2018-13.."], 1, "2018-13 is not a date"),
        (["source", "add", "X", "--member", "nobody"], 1, "There is no source nobody"),
        (["source", "edit", "S-5", "--name", ""], 1, "The name is empty."),
        (["source", "edit", "S-5"], 4, "S-5 says so already; nothing was changed."),
        (["source", "edit", "cnn", "--country", "TR"], 4, "says so already"),
        (["source", "edit", "S-99", "--name", "x"], 1, "There is no S-99 in this database. The last one is S-10."),
        (["source", "edit", "cmn türk", "--name", "x"], 1, "Did you mean CNN Türk?"),
        (["source", "edit", "cnn", "--affiliation", "S-99"], 1, "There is no S-99"),
        (["source", "show", "cnn turkk"], 1, "Did you mean CNN Türk"),
    ],
)
def test_what_is_refused(work: Terminal, line: list[str], code: int, says: str) -> None:
    """Empty and broken names, keys that are taken, words outside the sets, dates that are none, sources that are not there."""
    assert says in work.refused(*line, code=code)


def test_a_withdrawn_source(work: Terminal) -> None:
    """A source that was withdrawn is said to be, with the event that brings it back."""
    made = work("source", "add", "Nobody").id
    work("undo", made)
    event = work.event()
    for line in (
        ["show", made],
        ["edit", made, "--note", "x"],
        ["grade", made, "A", "--because", "x"],
        ["merge", made, "S-1", "--because", "x"],
    ):
        said = work.refused("source", *line, code=1)
        assert said in {
            f"{made} was withdrawn by {event}. `claims undo {event}` brings it back.",
            f"There is no {made} in this database. The last one is {made}.",
        }


# --- other names -----------------------------------------------------------------------------------------------------


def test_aliases(work: Terminal) -> None:
    """A source answers to its other names everywhere, and no more once they are taken away."""
    work.rehearsed("source", "alias", "kremlin", "Kremlin", "the Russian presidency")
    assert entry(work, "THE RUSSIAN PRESIDENCY")["id"] == "S-4"
    assert [row["id"] for row in work.shown("list", "--source", "kremlin")] == ["C-1"]
    assert "says so already" in work.refused("source", "alias", "S-4", "Kremlin", code=4)
    work("source", "alias", "S-4", "the russian presidency", "--remove")
    assert entry(work, "S-4")["aliases"] == ["Kremlin"]
    assert "There is no alias Moscow. Known: Kremlin." in work.refused(
        "source", "alias", "S-4", "Moscow", "--remove", code=1
    )
    assert "There is no source" in work.refused("source", "show", "the russian presidency", code=1)


def test_an_alias_that_is_somebody_elses_name(work: Terminal) -> None:
    """An alias that is another source's name is kept, and the other source told."""
    said = work("source", "alias", "kremlin", "Express")
    assert "S-6 Express has that name too" in said.err


# --- grades ----------------------------------------------------------------------------------------------------------


def test_grades(work: Terminal) -> None:
    """How reliable the desk finds a source: a letter, a reason, who and since when; the earlier ones stay beside it."""
    said = work.rehearsed("source", "grade", "cnn", "d", "--because", "Two retractions.")
    assert said.out == "S-5: D\n"
    work("source", "grade", "CNN Türk", "E", "--because", "Three.", "--date", "2026-01", who="Bora")
    work("source", "grade", "CNN Türk", "F", "--because", "Who knows.", "--date", "")
    grades = entry(work, "cnn")["grades"]
    assert isinstance(grades, list)
    assert [(g["reliability"], g["because"], g["by"]) for g in grades[2:]] == [
        ("D", "Two retractions.", "Ana"),
        ("E", "Three.", "Bora"),
        ("F", "Who knows.", "Ana"),
    ]
    assert len(grades[2]["date"]) == 10
    assert [g["date"] for g in grades[3:]] == ["2026-01", None]
    assert "reliability: E, Bora, 2026-01: Three." in work("source", "show", "cnn").out
    assert "S-5 has this grade already" in work.refused(
        "source", "grade", "cnn", "F", "--because", "Who knows.", "--date", "", code=4
    )
    assert "G" in work.refused("source", "grade", "cnn", "G", "--because", "x", code=2)
    assert "The reason is empty" in work.refused("source", "grade", "cnn", "A", "--because", " ", code=1)


# --- one source under two names --------------------------------------------------------------------------------------


@pytest.fixture
def twice(desk: Terminal) -> Terminal:
    """A desk where Ana Yılmaz stands twice: as S-1 in C-1, as S-2 in C-2, and S-3 relies on her in both."""
    desk("source", "add", "Ana Yılmaz", "--key", "ana")
    desk("source", "add", "A. Yilmaz", "--key", "yilmaz")
    desk("source", "add", "The Paper", "--kind", "outlet", "--key", "paper")
    for claim, who in (("one", "ana"), ("two", "yilmaz")):
        desk("claim", "new", f"Claim {claim}.", "--key", claim, "--claimant", who)
        desk("words", "add", claim, "--source", who)
        desk("hop", "add", claim, "paper", "--from", who, "--heard-from")
    return desk


def test_a_merge_shows_everywhere(twice: Terminal) -> None:
    """What the one said counts as said by the other: in lists, chains, and in what the source passed on; undo parts them again."""
    apart = {line: twice.shown(*line.split()) for line in ("list --source ana", "trace two", "source show ana")}
    assert [row["id"] for row in apart["list --source ana"]] == ["C-1"]
    merged = twice.rehearsed("source", "merge", "S-2", "S-1", "--because", "One woman.")
    assert merged.out == "S-2 is S-1 from now on\n"
    for name in ("ana", "yilmaz", "A. Yilmaz", "S-1"):
        assert [row["id"] for row in twice.shown("list", "--source", name)] == ["C-1", "C-2"], name
        assert [row["claimant"] for row in twice.shown("list", "--claimant", name)] == ["Ana Yılmaz"] * 2
    assert {a["source"]["id"] for a in twice.shown("trace", "two")["appearances"]} == {"S-1", "S-3"}
    shown = twice.shown("source", "show", "S-1")
    assert (shown["merged"], shown["merged_into"]) == (["S-2"], None)
    assert [(p["claim"], p["to_sources"]) for p in shown["passed_on"]] == [
        ("C-1", ["The Paper"]),
        ("C-2", ["The Paper"]),
    ]
    paper = twice.shown("source", "show", "paper")
    assert [p["from_sources"] for p in paper["passed_on"]] == [["Ana Yılmaz"], ["Ana Yılmaz"]]
    assert twice.shown("source", "show", "S-2")["merged_into"] == "S-1"
    assert "is one with: S-1" in twice("source", "show", "S-2").out
    assert "merged into it: S-2" in twice("source", "show", "ana").out
    assert merged.next[0] == "undo"
    twice(*merged.next)
    assert apart == {line: twice.shown(*line.split()) for line in apart}


def test_one_origin_after_a_merge(desk: Terminal) -> None:
    """Two names of one person are one independent origin once somebody has said so, and two again once that is undone."""
    for name in ("ana", "yilmaz", "paper", "post"):
        desk("source", "add", name, "--kind", "person" if name in {"ana", "yilmaz"} else "outlet")
    desk("claim", "new", "It is so.", "--key", "so")
    for outlet, person in (("paper", "ana"), ("post", "yilmaz")):
        desk("words", "add", "so", "--source", person, "--knows", "witness")
        desk("hop", "add", "so", outlet, "--from", person, "--heard-from")
    assert desk.shown("trace", "so")["independent_origins"] == 2
    desk("source", "merge", "yilmaz", "ana", "--because", "One woman.")
    assert desk.shown("trace", "so")["independent_origins"] == 1
    desk("undo", desk.event())
    assert desk.shown("trace", "so")["independent_origins"] == 2


def test_a_merged_source_at_the_end_of_a_hop(twice: Terminal) -> None:
    """The name of the one stands for the only appearance of the other: no second one is made."""
    twice("source", "merge", "S-2", "S-1", "--because", "One woman.")
    twice("source", "add", "The Post", "--kind", "outlet")
    twice("hop", "add", "two", "the post", "--from", "ana", "--cites")
    assert len(twice.claim("two").trace.appearances) == 3


def test_merges_that_are_refused(twice: Terminal) -> None:
    """No source is merged into itself, into one that it stands for already, round in a circle, or into a second one."""
    assert "S-1 and ana are one source (S-1) already" in twice.refused(
        "source", "merge", "S-1", "ana", "--because", "x", code=4
    )
    twice("source", "merge", "S-2", "S-1", "--because", "One woman.")
    first = twice.event()
    for one, other in (("S-2", "S-1"), ("S-1", "S-2"), ("yilmaz", "ana")):
        assert "are one source" in twice.refused("source", "merge", one, other, "--because", "x", code=4)
    said = twice.refused("source", "merge", "S-2", "S-3", "--because", "x", code=4)
    assert said == f"S-2 was found to be S-1; `claims undo {first}` parts them."
    twice("source", "merge", "S-1", "S-3", "--because", "The paper is hers alone.")
    assert "are one source" in twice.refused("source", "merge", "S-3", "S-2", "--because", "x", code=4)
    assert twice.shown("source", "show", "S-3")["merged"] == ["S-1", "S-2"]
    assert [row["id"] for row in twice.shown("list", "--source", "paper")] == ["C-1", "C-2"]


def test_chained_merges_come_apart_one_by_one(twice: Terminal) -> None:
    """Undoing the later merge leaves the earlier one as it was; undoing the earlier one first leaves the later."""
    twice("source", "merge", "S-2", "S-1", "--because", "One woman.")
    first = twice.event()
    twice("source", "merge", "S-1", "S-3", "--because", "The paper is hers alone.")
    second = twice.event()
    twice("undo", second)
    assert twice.shown("source", "show", "S-1")["merged"] == ["S-2"]
    twice("undo", twice.event())
    twice("undo", first)
    assert twice.shown("source", "show", "S-3")["merged"] == ["S-1"]
    assert twice.shown("source", "show", "S-2")["merged_into"] is None


def test_sources_of_two_cases(desk: Terminal) -> None:
    """Sources of two cases are joined by a person, never by name; each case keeps its own in its file."""
    desk("claim", "new", "One.", "--case", "a", "--claimant", "Ana")
    desk("claim", "new", "Two.", "--case", "b", "--claimant", "Ana")
    assert "more than one source" in desk.refused("list", "--claimant", "Ana", code=1)
    desk("source", "merge", "S-2", "S-1", "--because", "The same Ana.")
    assert [row["id"] for row in desk.shown("list", "--claimant", "Ana")] == ["C-1", "C-2"]
    assert [source.name for source in desk.case("b").sources] == ["Ana"]


# --- what a source passed on -----------------------------------------------------------------------------------------


def test_what_a_source_passed_on(work: Terminal) -> None:
    """Where it speaks, from whom it has that there and who relies on it; hops that were rejected are none."""
    shown = work.shown("source", "show", "erdogan")
    (step,) = shown["passed_on"]
    assert (step["claim"], step["from_sources"]) == ("C-1", ["Vladimir Putin"])
    assert step["to_sources"] == ["Express", "CNN Türk"]
    hops = {(h["downstream"], h["upstream"]): h["id"] for h in work.shown("trace", "factory")["attributions"]}
    work("hop", "reject", hops["P-2", "P-1"], "--because", "He was not there.")
    assert work.shown("source", "show", "erdogan")["passed_on"][0]["from_sources"] == []
    assert work.shown("source", "show", "putin")["passed_on"][0]["to_sources"] == []
    work("hop", "confirm", hops["P-2", "P-1"])
    assert work.shown("source", "show", "erdogan") == shown


def test_what_a_source_published(work: Terminal) -> None:
    """Its articles as they stand: one that was found to be another outlet's is no longer among them."""
    assert [a["id"] for a in work.shown("source", "show", "express")["articles"]] == ["A-1"]
    work("article", "edit", "A-1", "--outlet", "cnn")
    assert work.shown("source", "show", "express")["articles"] == []
    assert [a["id"] for a in work.shown("source", "show", "cnn")["articles"]] == ["A-1", "A-2"]
    text = work("source", "show", "cnn").out
    assert "Published 2" in text
    assert "(title not known)" in text
    assert "Speaks in no claim yet" in work("source", "show", "ministry").out


def test_a_name_that_mixes_alphabets(desk: Terminal) -> None:
    """A name that may be made to look like another is said to be one, however it comes, and is a source of its own."""
    desk("source", "add", "Express", "--kind", "outlet")
    odd = "“Еxpress” mixes Cyrillic (Е, U+0415) with Latin letters: look whether that is meant.\n"
    assert odd in desk("source", "add", "Еxpress", "--kind", "outlet").err
    assert odd in desk("source", "alias", "S-1", "Еxpress").err
    assert odd.replace("Еxpress", "Еxpres") in desk("claim", "new", "It rains.", "--claimant", "Еxpres").err
    assert odd.replace("Еxpress", "Еxpre") in desk("add", "-", "--outlet", "Еxpre", stdin="It rains.\n").err
    case = "case: other\nsources:\n  e: {name: Еxpress, kind: outlet}\nclaims: []\n"
    assert odd.strip().rstrip(".") in desk("import", "-", stdin=case).err
    assert [desk.shown("source", "show", f"S-{n}")["name"] for n in (1, 2)] == ["Express", "Еxpress"]
