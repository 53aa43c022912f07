"""Suggestions typed at a desk: listed, accepted, rejected; one after the other at a real terminal."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path

import pytest
from at_desk import typed
from at_terminal import Program, Terminal

from claims.readings import GESTURES
from claims.text.reported.reader import RULES

PAGE = """\
ODRANA, March 14 (Nord Wire) - The bridge will not open before the summer, Mayor Ida Falk told the Odrana Herald on Monday.
“The paint is wet,” she said. “It was wet last year.”
Radio Norra, citing two council members, reported that the builder had reportedly asked for more money.
"""


@pytest.fixture
def page(desk: Path) -> Path:
    """A desk with an article that was read: three suggestions wait, M-1, M-2 and M-4."""
    (desk / "page.txt").write_text(PAGE)
    said = typed("add", "page.txt", "--outlet", "Odrana Online")
    assert (said.code, said.out) == (0, "A-3: 282 characters kept\n")
    assert "3 suggestions wait.\nNext: claims suggestions A-3\n" in said.err
    return desk


def ids(*line: str) -> list[str]:
    said = typed("suggestions", *line, "--json")
    assert said.code == 0, said.err
    return [one["id"] for one in said.json]


def test_add_says_what_waits(desk: Path) -> None:
    """`add` counts what it suggests, in JSON too; with --no-read it keeps the article alone."""
    (desk / "page.txt").write_text(PAGE)
    for line, waits in ((("--dry-run",), 3), (("--no-read", "--dry-run"), 0), ((), 3)):
        assert typed("add", "page.txt", "--outlet", "Odrana Online", "--json", *line).json["suggestions"] == waits
    assert typed("add", "page.txt", "--json").json["suggestions"] == 0
    assert ids("A-3") == ["M-1", "M-2", "M-4"]


def test_the_list(page: Path) -> None:
    """In the article's order, the report marked in its words, the way to the page, and the rule; in a pipe without colour."""
    said = typed("suggestions", "A-3")
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[0] == "A-3 Odrana Online: 3 suggestions"
    assert "  M-1 Ida Falk  told  → Odrana Herald" in lines
    assert any(
        "{The bridge will not open before the summer}, [Mayor Ida Falk] <told> the Odrana Herald on Monday." in one
        for one in lines
    )
    assert "      Ida Falk → Odrana Herald → Nord Wire → Odrana Online" in lines
    assert f"      indirect; rule verb-after, version {RULES}; confidence high" in lines
    assert typed("suggestions").out == typed("suggestions", "list").out == said.out


def test_the_list_as_json(page: Path) -> None:
    """Every place with its words, the chain with manners and cues, and what was decided, gestures with --all."""
    (first, *_) = typed("suggestions", "A-3", "--json").json
    assert (first["source"]["words"], first["source"]["entity"]) == ("Mayor Ida Falk", "Ida Falk")
    assert PAGE[first["cue"]["start"] : first["cue"]["end"]] == first["cue"]["words"] == "told"
    assert [(s["name"], s["manner"]) for s in first["chain"]][1] == ("Odrana Herald", "heard-from")
    assert first["decision"] is None
    typed("suggestions", "reject", "1", "--because", "Old news.")
    everything = typed("suggestions", "list", "A-3", "--all", "--json").json
    assert [one["id"] for one in everything] == ["M-1", "M-2", "M-3", "M-4"]
    assert everything[0]["decision"]["because"] == "Old news."
    assert everything[2]["kind"] in GESTURES
    assert everything[2]["gesture"] is True


def test_accepting(page: Path) -> None:
    """The claim's id is the answer; what came into being is told, and an undo takes it all back."""
    said = typed("suggestions", "accept", "1", "--claim", "The bridge stays shut until summer.")
    assert (said.code, said.out) == (0, "C-4\n")
    assert "M-1 accepted: 4 appearances and 3 hops.\n" in said.err
    assert "Ida Falk, a new source.\n" in said.err
    assert said.err.endswith("Next: claims trace C-4\n")
    again = typed("suggestions", "accept", "M-2", "--claim", "C-4", "--json").json
    assert (again["claim"], again["new"], again["suggestions"]) == ("C-4", False, ["M-2"])
    assert typed("undo", again["event"]).code == 0
    assert ids("A-3") == ["M-2", "M-4"]
    assert typed("verify").code == 0


def test_a_dry_run_keeps_nothing(page: Path) -> None:
    """Accepting, rejecting and reading again can be tried."""
    for line in (["accept", "1", "--claim", "X is so."], ["reject", "1-2"]):
        said = typed("suggestions", *line, "--dry-run")
        assert (said.code, said.err.splitlines()[-1]) == (0, "Nothing was kept (--dry-run).")
    assert ids() == ["M-1", "M-2", "M-4"]


def test_refusals(page: Path) -> None:
    """What cannot be done is one line that says what to do."""
    for line, code, words in (
        (["accept", "1"], 2, "--claim"),
        (["accept", "99", "--claim", "X is so."], 1, "no suggestion M-99"),
        (["accept", "C-1", "--claim", "X is so."], 2, "M-12"),
        (["accept", "1", "--claim", "C-99"], 1, "C-99"),
        (["accept", "1", "--claim", "X is so.", "--source", "Nobody=S-1"], 1, "“Nobody” is named in none of them"),
        (["accept", "1", "--claim", "X is so.", "--source", "Nobody"], 2, "NAME=SOURCE"),
        (["again", "A-3"], 4, "already"),
        (["again", "A-1"], 1, "No text of A-1"),
        (["review"], 2, "terminal"),
        (["A-99"], 1, "A-99"),
        (["acept", "1"], 2, "accept"),
    ):
        said = typed("suggestions", *line)
        assert (said.code, said.err.count("\n")) == (code, 1), (line, said.err)
        assert words in said.err


def test_a_trace_with_what_waits(page: Path) -> None:
    """Suggestions whose words overlap the claim's are shown beside the chain and marked; without the option, and in every number, nothing changes."""
    said = typed("words", "add", "C-2", "will not open before the summer", "--source", "mayor", "--in", "A-3")
    assert said.code == 0, said.err
    plain, with_them = (typed("trace", "C-2", *more, "--json").json for more in ((), ("--with-suggestions",)))
    assert [one["id"] for one in with_them.pop("suggested")] == ["M-1"]
    assert plain == with_them
    drawn = typed("trace", "C-2", "--with-suggestions").out
    assert drawn.startswith(typed("trace", "C-2").out)
    assert "┄ M-1 Ida Falk ┄→ Odrana Herald" in drawn
    assert "(rule verb-after, high, A-3)" in drawn
    assert typed("trace", "C-2", "--with-suggestions", "--as-of", "E-1").code == 2


def test_todo_counts_what_waits(page: Path) -> None:
    """`todo` names the articles of which suggestions wait."""
    assert typed("todo", "--json").json["suggestions"] == [{"id": "A-3", "name": "Odrana Online", "waiting": 3}]
    assert "  A-3 Odrana Online: 3 suggestions\n" in typed("todo").out


def test_numbers_and_articles_are_completed(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shell proposes what waits with who speaks and the rule; and articles beside the verbs."""
    monkeypatch.setenv("_CLAIMS_COMPLETE", "fish_complete")
    typed_so_far = {
        "claims suggestions accept ": "M-1\tIda Falk (verb-after)",
        "claims suggestions A": "A-3\tOdrana Online",
    }
    for line, proposal in typed_so_far.items():
        monkeypatch.setenv("COMP_LINE", line)
        assert f"plain,{proposal}" in typed().out.splitlines()


def test_text_from_outside_acts_on_no_terminal(desk: Path) -> None:
    """Names and words of an article are escaped wherever suggestions show them."""
    (desk / "page.txt").write_text(
        "The bridge\u202e is\x1b[31m shut, Ida\x1b]0;x\x07 Falk\u200b told the Odrana\x9b Herald on Monday.\nIda Falk\u202e said it is wet.\n"
    )
    assert typed("add", "page.txt", "--outlet", "Odrana Online").acting() == set()
    for line in (
        ["suggestions"],
        ["suggestions", "accept", "1", "--claim", "Shut."],
        ["suggestions", "list", "--all", "--json"],
    ):
        assert typed(*line).acting() == set(), line


# --- one after the other ---------------------------------------------------------------------------------------------

posix = pytest.mark.skipif(sys.platform == "win32", reason="terminals as POSIX has them")


def answers(screen: Terminal, key: str, *lines: tuple[str, str]) -> None:
    """A key at the menu, then a line at each question."""
    screen.until(r"q quit ")
    screen.type(key)
    for question, line in lines:
        screen.until(question)
        screen.type(line + "\n")


@posix
def test_going_through(page: Path, program: Program) -> None:
    """A key for each: open, accept with the claim in our own words, undo, accept again, reject with a reason, skip; each kept at once."""
    with program.at_terminal("suggestions", "review", "A-3", folder=page, columns=100) as screen:
        answers(screen, "o")
        screen.until(r"Odrana Herald heard it from Ida Falk: “told the Odrana Herald”")
        answers(screen, "a", ("in our own words", "The bridge stays shut until summer."))
        screen.until(r"M-1 accepted: 4 appearances and 3 hops")
        answers(screen, "u")
        screen.until(r"Taken back")
        answers(screen, "a", ("in our own words", "The bridge stays shut until summer."))
        answers(screen, "r", ("Why", "Only colour."))
        answers(screen, "s")
        code, shown = screen.end()
    assert code == 0
    assert "1 accepted, 1 rejected, 1 left to decide." in shown
    assert ids("A-3") == ["M-4"]
    assert typed("show", "C-5").code == 0


@posix
def test_editing(page: Path, program: Program) -> None:
    """Edit asks for the claim, who speaks, who is meant on the way, and the manner; an empty answer leaves what was read."""
    with program.at_terminal("suggestions", "review", folder=page, columns=100) as screen:
        answers(
            screen,
            "e",
            ("in our own words", "C-2"),
            ("Who speaks", "S-1"),
            ("Through", "The Courier"),
            ("Through", ""),
            ("How were the words", "paraphrases"),
        )
        answers(screen, "q")
        assert screen.end()[0] == 0
    trace = typed("trace", "C-2", "--json").json
    assert [a["source"]["name"] for a in trace["appearances"]] == [
        "Ayşe Yılmaz",
        "Kara Courier",
        "Nord Wire",
        "Odrana Online",
    ]
    assert trace["attributions"][0]["manner"] == "paraphrases"


@posix
def test_stopping_loses_nothing(page: Path, program: Program) -> None:
    """Ctrl-C at the menu or at a question ends it; what was accepted before stays, what was not is as it was."""
    with program.at_terminal("suggestions", "review", folder=page) as screen:
        answers(screen, "a", ("in our own words", "The bridge stays shut until summer."))
        answers(screen, "a")
        screen.until(r"in our own words")
        code, shown = screen.interrupt()
    assert code == -signal.SIGINT  # as shells want it
    assert "Nothing half-done was kept" in shown
    assert ids() == ["M-2", "M-4"]
    with program.at_terminal("suggestions", "review", folder=page) as screen:
        screen.until(r"q quit ")
        assert screen.interrupt()[0] == -signal.SIGINT
    assert ids() == ["M-2", "M-4"]


@posix
def test_the_claim_is_asked_for(page: Path, program: Program) -> None:
    """On a terminal `accept` asks for the claim, and offers earlier ones that are like it."""
    typed("claim", "new", "The bridge will stay closed until summer.")
    with program.at_terminal("suggestions", "accept", "1", folder=page) as screen:
        screen.until("Ida Falk told → Odrana Herald")
        screen.until("in our own words")
        screen.type("The bridge stays closed until the summer.\n")
        screen.until(r"C-4 \(same\)")
        screen.until("One of these")
        screen.type("C-4\n")
        code, shown = screen.end()
    assert code == 0, shown
    assert len(json.loads(typed("trace", "C-4", "--json").out)["appearances"]) == 4
