"""Forms that are left: unchanged, given up, kept as a draft, or never opened."""

from __future__ import annotations

import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from at_desk import environment, process, typed
from at_editor import EDITOR, REASON, UNPROVEN, Person, notes, reviews

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals as POSIX has them")


# --- leaving ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "plan", "told"),
    [
        ("mark C-1", {"save": False}, "The form is as it was; nothing was changed."),
        ("mark C-1", {}, "The form is as it was; nothing was changed."),
        ("mark C-1", {"all": ""}, "The form is empty; nothing was changed."),
        ("mark C-1", {"all": "# only a comment\n\n"}, "The form is empty; nothing was changed."),
        ("claim edit C-1", {}, "The form is as it was; nothing was changed."),
        (
            "claim edit C-1",
            {"put": {"because: >-\n  \n": "because: Only a reason.\n"}},
            "C-1 says so already; nothing was changed.",
        ),
        ("rules edit", {}, "The form is as it was; nothing was changed."),
        ("rules edit", {"put": {"# grounds": "#  grounds"}}, "The desk's rules say so already; nothing was changed."),
    ],
)
def test_a_form_left_as_it_was_changes_nothing(
    person: Person, desk: Path, line: str, plan: dict[str, Any], told: str
) -> None:
    """Unsaved, unchanged, emptied, or saying what holds already: nothing is written, that is said, and no draft stays."""
    before = typed("log", "--json").json
    code, screen = person.types(line, plan)
    assert (code, person.openings) == (0, 1)
    assert told in screen
    assert typed("log", "--json").json == before
    assert person.drafts() == []


def test_a_draft_is_kept_and_offered_again(person: Person) -> None:
    """What was typed and given up is kept where nobody else can read it; the same command opens it again, and takes it when it is saved."""
    code, screen = person.types("mark C-1", {"put": REASON}, {"save": False})
    assert code == 1
    (draft,) = person.drafts()
    assert f"What you typed is kept in {draft}; the same command opens it again." in screen
    assert "A review needs `status`." in screen
    assert stat.S_IMODE(draft.stat().st_mode) == 0o600
    assert stat.S_IMODE(draft.parent.stat().st_mode) == 0o700
    code, screen = person.types("mark C-1", {"put": {"status:\n": "status: unproven\n"}})
    assert code == 0
    again = person.seen()["text"]
    assert "This is your draft from last time." in notes(again)
    assert "One says: it is so." in again
    assert reviews()[0]["because"].startswith("One says: it is so.")
    assert person.drafts() == []


def test_a_draft_belongs_to_its_claim_database_and_person(person: Person) -> None:
    """A draft of one claim is not opened for another, nor for another reviewer."""
    person.types("mark C-1", {"put": REASON}, {"save": False})
    for line in ("mark C-2", "--as Bo mark C-1", "claim edit C-1"):
        person.types(line, {"save": False})
        assert "One says" not in person.seen()["text"], line
    assert len(person.drafts()) == 1


@pytest.mark.parametrize(
    ("plan", "left"), [({"save": False}, 1), ({"all": ""}, 0), ({"put": {"status:\n": "status: unproven\n"}}, 0)]
)
def test_a_draft_that_is_opened_again(person: Person, plan: dict[str, Any], left: int) -> None:
    """Left alone it stays, emptied it is gone, put right it is taken."""
    person.types("mark C-1", {"put": REASON}, {"save": False})
    code, _ = person.types("mark C-1", plan)
    assert code == 0
    assert len(person.drafts()) == left


def test_an_editor_that_fails_keeps_what_was_typed(person: Person) -> None:
    """`:cq`, or an editor that crashed: nothing is changed, what was typed is kept; where nothing was, nothing is."""
    code, screen = person.types("mark C-1", {"put": UNPROVEN, "ends": 1})
    assert code == 1
    assert "ended with exit code 1. Nothing was changed. What you typed is kept in" in screen
    assert len(reviews()) == 1
    assert len(person.drafts()) == 1
    assert person.types("mark C-1", {})[0] == 0  # saved as it is, the draft is taken
    assert len(reviews()) == 2
    code, screen = person.types("mark C-2", {"save": False, "ends": 1})
    assert (code, person.drafts()) == (1, [])


def test_what_the_database_refuses_is_kept(person: Person, desk: Path) -> None:
    """A database that goes while the form is open costs nobody what they typed."""
    whole = (desk / "claims.db").read_bytes()
    code, screen = person.types("mark C-1", {"put": UNPROVEN, "break": [str(desk / "claims.db")]})
    assert code == 3
    (draft,) = person.drafts()
    assert f"What you typed is kept in {draft}; the same command opens it again." in screen
    (desk / "claims.db").write_bytes(whole)
    assert person.types("mark C-1", {})[0] == 0
    assert len(reviews()) == 2


def test_a_dry_run_keeps_the_form(person: Person) -> None:
    """With --dry-run the form is tried and kept; without it the same command opens it again."""
    code, screen = person.types("mark C-1 --dry-run", {"put": UNPROVEN})
    assert code == 0
    assert "Nothing was kept (--dry-run)." in screen
    assert len(reviews()) == 1
    (draft,) = person.drafts()
    assert str(draft) in screen
    assert person.types("mark C-1", {})[0] == 0
    assert len(reviews()) == 2


# --- where nothing opens ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "options"),
    [
        ("mark C-1", "give --status and --because"),
        ("mark C-1 --status false", "give --status and --because"),
        ("claim edit C-1", "TEXT, --kind, --claimant, --due, --topic or --note"),
        ("claim edit C-1 --because x", "TEXT, --kind, --claimant, --due, --topic or --note"),
        ("rules edit", "rules edit rules.yaml"),
    ],
)
def test_without_a_terminal_nothing_opens(desk: Path, line: str, options: str) -> None:
    """In a script there is nobody to fill in a form: a usage error names the options instead."""
    said = typed(*line.split())
    assert (said.code, said.out) == (2, "")
    assert options in said.err


def test_a_process_without_a_terminal_opens_nothing(desk: Path) -> None:
    """The same of a process whose streams are pipes, whatever EDITOR says."""
    ran = process("mark", "C-1", cwd=desk, env=environment(EDITOR="touch"))
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert b"give --status and --because" in ran.stderr


@pytest.mark.parametrize("line", ["mark C-1", "claim edit C-1", "rules edit"])
@pytest.mark.parametrize(
    ("settings", "code", "told"),
    [
        ({"EDITOR": "", "VISUAL": " "}, 2, "No editor: neither VISUAL nor EDITOR is set. Set one of them, or "),
        ({"EDITOR": "no-such-editor"}, 3, "The editor no-such-editor could not be started: No such file or directory."),
        ({"EDITOR": "vim 'x"}, 2, "EDITOR cannot be read"),
    ],
)
def test_without_an_editor(person: Person, line: str, settings: dict[str, str], code: int, told: str) -> None:
    """Nobody is put into an editor that they did not choose: a sentence says what to set, or what is not there."""
    ended, screen = person.types(line, **settings)
    assert (ended, person.openings, person.drafts()) == (code, 0, [])
    assert told in screen


def test_visual_goes_before_editor(person: Person) -> None:
    """VISUAL is the editor for a terminal with a screen; it may have options."""
    other = person.folder / "mine"
    other.write_text(EDITOR.format(python=sys.executable))
    other.chmod(0o755)
    person.types("mark C-1", {"save": False}, VISUAL=f"{other} --plain", EDITOR="false")
    assert person.seen()["argv"] == ["--plain"]


def test_ids_and_the_name_are_checked_before_anything_is_typed(person: Person) -> None:
    """A claim that is not there, or a reviewer without a name, is told before the editor opens."""
    assert person.types("mark C-99")[0] == 1
    assert person.types("claim edit nowhere")[0] == 1
    assert person.types("mark C-1", CLAIMS_REVIEWER="", GIT_CONFIG_GLOBAL="/dev/null", HOME=str(person.desk))[0] == 2
    assert person.openings == 0
