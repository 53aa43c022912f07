"""Every verb of the desk as a command line: rehearsed, answered, followed by what to do next, and safe whatever is said with it."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hostile import PAYLOADS

from claims.store.engine import open_database
from desk.changes import CHANGES, Change
from desk.terminal import Terminal, typed_at

ACTING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Categories of characters that act on a terminal or hide in it."""

on_sqlite = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
every_change = pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)


@on_sqlite
@every_change
def test_rehearsed_and_followed(work: Terminal, change: Change) -> None:
    """--dry-run answers the same and keeps nothing; the change is one event with who did it; what is suggested next works."""
    if change.first:
        work(*change.first)
    size, event = work.size(), int(work.event()[2:])
    rehearsed = work.run(*change.line, "--dry-run", stdin=change.stdin, who=change.who)
    assert (rehearsed.code, work.size()) == (0, size), rehearsed.err
    assert rehearsed.err.splitlines()[-1] == "Nothing was kept (--dry-run)."
    assert "Next:" not in rehearsed.err
    said = work(*change.line, stdin=change.stdin, who=change.who)
    assert said.out == rehearsed.out != ""
    assert work.size() > size
    (made,) = work("log", "--limit", "1", "--json").json
    assert (made["id"], made["who"]) == (f"E-{event + 1}", change.who)
    following = work.run(*said.next, who=change.who)
    assert following.code == 0, following.err


@on_sqlite
@every_change
def test_said_twice(work: Terminal, change: Change) -> None:
    """What stands already as it was asked for is refused, or it is said once more; never is it a fault. With -q only the answer is said."""
    if change.first:
        work(*change.first)
    said = work.run("-q", *change.line, stdin=change.stdin, who=change.who)
    assert (said.code, said.err) == (0, "")
    again = work.run(*change.line, stdin=change.stdin, who=change.who)
    assert again.code in {0, 1, 4}, again.err
    assert "fault of claims" not in again.err


@on_sqlite
def test_nobody_is_refused(work: Terminal) -> None:
    """A change without a name behind it is refused, whatever the verb."""
    for change in CHANGES.values():
        said = work.run(*change.line, stdin=change.stdin, who=" ")
        assert said.code == 2, change.line
        assert said.err.startswith("Error: Who are you?")


@on_sqlite
@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_hostile_text(desk: Terminal, text: str) -> None:
    """Text from outside is kept as it is, and nothing of it acts on a terminal: neither in answers nor in talk, errors or JSON."""
    one_line = " ".join(text.split())
    one_line = "".join(c for c in one_line if unicodedata.category(c) not in {"Cc", "Zl", "Zp"}).strip()
    lines = [
        ["case", "new", "--title", one_line, "--", one_line[:200].strip()],
        ["source", "add", "--key", "s", "--note", text, "--alias", one_line, "--owner", f"the {one_line}", "--", one_line],
        ["source", "add", "--key", "t", "--kind", "outlet", "--", one_line],
        ["source", "grade", "s", "B", "--because", text],
        ["article", "new", "--outlet", "t", "--key", "a", "--title", one_line, "--byline", one_line, "--note", text, "--because", text],
        ["article", "edit", "a", "--dated", "2022", "--date-because", text, "--url", one_line],
        ["claim", "new", "--key", "c", "--note", text, "--topic", one_line, "--because", text, "--claimant", "s", "--", one_line],
        ["claim", "new", "--key", "d", "--", one_line],
        ["claim", "edit", "c", "--because", text, "--", f"Not: {one_line}"],
        ["claim", "link", "c", "bears-on", "d", "--because", text],
        ["words", "add", "c", "--source", "s", "--key", "p", "--in", "a", "--named-as", one_line, "--because", text, "--", text],
        ["hop", "add", "c", "t", "--from", "p", "--cites", "--cue", text, "--in", "a", "--because", text],
        ["hop", "reject", "H-1", "--because", text],
        ["hop", "confirm", "H-1"],
        ["ask", "c", "--of", "s", "--question", text, "--answer", text, "--note", text],
        ["mark", "c", "--status", "unproven", "--because", text, "--for", f"A-1 {one_line}"],
        ["object", "R-1", "--because", text],
        ["stage", "c", "--to", "reviewed", "--because", text],
        ["publish", "c", "--url", f"https://x.example/{one_line}"],
        ["correct", "c", "--because", text],
        ["source", "merge", "t", "s", "--because", one_line],
    ]  # fmt: skip
    looks = [
        ["source", "show", "s"], ["source", "show", "t"], ["article", "show", "a"], ["show", "c"], ["case", "show"], ["log"],
        ["source", "show", "--json", "s"], ["article", "show", "--json", "a"], ["show", "--json", "c"],
        ["source", "show", "--", text], ["article", "show", "--", text], ["words", "add", "--source", "s", "--", text],
        ["hop", "add", "c", "t", "--cites", "--from", text], ["ask", "c", "--of", text], ["article", "attach", "a", text],
    ]  # fmt: skip
    for line in [*lines, *looks]:
        said = desk.run(*line)
        assert "fault of claims" not in said.err, (line, said.err)
        acting = {c for c in said.out + said.err if c != "\n" and unicodedata.category(c) in ACTING}
        assert not acting, (line, acting)
        assert said.code == 0 or line in looks, (line, said.err)
    assert desk.shown("source", "show", "s")["note"] == text
    assert desk.shown("article", "show", "a")["note"] == text
    shown = desk.shown("show", "c")
    assert (shown["note"], shown["reviews"][0]["because"]) == (text, text.strip())
    assert json.loads(desk("source", "show", "s", "--json").out)["aliases"] == [one_line]
    desk.check()


def test_surrogates_and_nul(desk: Terminal) -> None:
    """What no database can keep is refused at the door, in one line."""
    for text in ("a\udcffb", "a\0b"):
        for line in (
            ["source", "add", text],
            ["source", "add", "x", "--note", text],
            ["article", "new", "--outlet", text],
        ):
            assert "text of" in desk.refused(*line, code=1)


@on_sqlite
@pytest.mark.parametrize(
    "verb",
    [
        "case", "source", "article", "claim", "words", "hop", "rules", "source merge", "source alias x", "article attach x", "hop confirm",
        "stage x", "publish x", "correct x", "approve", "object", "claim link x",
    ],
)  # fmt: skip
def test_half_a_line(desk: Terminal, verb: str) -> None:
    """A line that is not finished says what is missing, or what there is; exit code 2."""
    said = desk.run(*verb.split())
    assert said.code == 2
    assert said.err.startswith(("Error: ", "Usage: "))


@on_sqlite
def test_no_database(desk: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a database every verb says the same, with exit code 3."""
    monkeypatch.setattr("claims.store.engine.open_database", open_database)
    for change in CHANGES.values():
        said = typed_at(f"{tmp_path}/nowhere.db", "Ana", change.line, change.stdin.encode())
        assert (said.code, said.out) == (3, ""), change.line
        assert "nowhere.db does not exist" in said.err
