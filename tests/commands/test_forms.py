"""Forms in the person's own editor: what opens, what is taken, what is said of a mistake, and what becomes of a draft."""

from __future__ import annotations

import json
import re
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from at_desk import environment, process, typed
from at_terminal import Program

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals as POSIX has them")

EDITOR = """\
#!{python} -IS
import json, pathlib, sys
folder = pathlib.Path(__file__).parent
turn = len(list(folder.glob("seen-*.json")))
form = pathlib.Path(sys.argv[-1])
text = form.read_text("utf-8", "replace")
(folder / f"seen-{{turn}}.json").write_text(json.dumps({{"argv": sys.argv[1:-1], "text": text, "path": str(form)}}))
plan = json.loads((folder / "plan.json").read_text())
if turn >= len(plan):
    sys.exit("opened once too often")
for old, new in plan[turn].get("put", {{}}).items():
    assert old in text, (old, text)
    text = text.replace(old, new, 1)
if plan[turn].get("save", True):
    form.write_bytes(plan[turn].get("all", text).encode("utf-8", "surrogateescape"))
sys.exit(plan[turn].get("ends", 0))
"""


class Person:
    """Somebody at a terminal whose editor does what was planned; every test plans each opening of it."""

    def __init__(self, desk: Path, program: Program) -> None:
        self.desk = desk
        self.program = program
        self.folder = desk.parent / "editor"
        self.folder.mkdir()
        self.state = desk.parent / "state"

    def types(self, line: str, *plan: dict[str, Any], name: str = "edit", **settings: str) -> tuple[int, str]:
        """The exit code of a command line and what the terminal showed."""
        for seen in self.folder.glob("seen-*.json"):
            seen.unlink()
        editor = self.folder / name
        editor.write_text(EDITOR.format(python=sys.executable))
        editor.chmod(0o755)
        (self.folder / "plan.json").write_text(json.dumps(plan))
        env = {"EDITOR": str(editor), "XDG_STATE_HOME": str(self.state)} | settings
        with self.program.at_terminal(*line.split(), folder=self.desk, columns=200, settings=env) as screen:
            return screen.end()

    def seen(self, turn: int = 0) -> dict[str, Any]:
        """What the editor was given at one of its openings."""
        found: dict[str, Any] = json.loads((self.folder / f"seen-{turn}.json").read_text())
        return found

    @property
    def openings(self) -> int:
        return len(list(self.folder.glob("seen-*.json")))

    def drafts(self) -> list[Path]:
        return sorted((self.state / "claims" / "drafts").glob("*"))


@pytest.fixture
def person(desk: Path, program: Program) -> Person:
    """Somebody with an editor, at a desk."""
    return Person(desk, program)


REASON = {"because: |\n  \n": "because: |\n  One says: it is so.\n  # Two.\n"}
UNPROVEN = {"status:\n": "status: unproven\n"} | REASON


def reviews(claim: str = "C-1") -> list[dict[str, Any]]:
    """The reviews of a claim, the newest first."""
    found: list[dict[str, Any]] = typed("show", claim, "--json").json["reviews"]
    return sorted(found, key=lambda review: -int(review["id"][2:]))


# --- a review ---------------------------------------------------------------------------------------------------------


def test_a_review_is_filled_in(person: Person) -> None:
    """`mark C-1` alone opens a form: what is typed there becomes the review, a reason of several lines with any marks in it too."""
    more = {
        "said:\n": "said: as-quoted\n",
        "against: []": "against: [A-2, https://example.org/]",
        "reliability:\n": "reliability: C\n",
    }
    code, screen = person.types("mark C-1", {"put": UNPROVEN | more})
    assert code == 0
    assert "R-2\n" in screen
    review = reviews()[0]
    assert (review["status"], review["because"], review["said"]) == (
        "unproven",
        "One says: it is so.\n# Two.",
        "as-quoted",
    )
    assert len(review["evidence"]) == 2
    assert person.drafts() == []


def test_the_form_says_what_is_judged_and_how(person: Person) -> None:
    """It shows the claim's text, what was found before and by whom, and the desk's scale with what each status means; all as comments."""
    person.types("mark C-1", {"save": False})
    form = person.seen()["text"]
    for words in (
        "The bridge at Kara is closed.",
        "R-1 unverified, by desk on 2024-03-03: One official said so.",
        "asserted by Ayşe Yılmaz",
    ):
        assert f"{words}" in form
        assert all(line.startswith("#") for line in form.split("\n") if words in line)
    assert re.search(r"^#   mostly-false +Not so in what matters", form, re.MULTILINE)
    assert form.endswith("seen: R-1\n")


def test_what_was_given_on_the_line_stands_in_the_form(person: Person) -> None:
    """Options beside a missing --because are the form's beginning."""
    line = "mark C-2 --status true --said unconfirmed --for A-1 --for https://example.org/ --override Haste"
    code, _ = person.types(line, {"put": REASON})
    assert code == 0
    assert 'status: "true"\n' in person.seen()["text"]
    assert (reviews("C-2")[0]["status"], reviews("C-2")[0]["said"], len(reviews("C-2")[0]["evidence"])) == (
        "true",
        "unconfirmed",
        2,
    )


def test_several_claims_in_one_form(person: Person) -> None:
    """Several claims are judged together: the form shows them all, and each gets its review."""
    code, screen = person.types("mark C-2 C-3", {"put": UNPROVEN})
    assert code == 0
    assert "R-2\nR-3\n" in screen
    assert "The repair will take until May." in person.seen()["text"]
    assert "A claim without a key." in person.seen()["text"]


def test_text_from_outside_cannot_leave_its_comment(person: Person, desk: Path) -> None:
    """A claim or a reason with line ends, control characters or YAML in it stays a comment of the form."""
    case = {"case": "c", "claims": [{"text": "red \u202e: [text]", "reviews": [
        {"status": "unverified", "by": "x", "date": "2024", "because": "one\nstatus: true\n\x1b[31mtwo"}]}]}  # fmt: skip
    (desk / "case.json").write_text(json.dumps(case))
    assert typed("import", "case.json", "--trust").code == 0
    code, _ = person.types("mark C-4", {"put": UNPROVEN})
    assert code == 0
    form = person.seen()["text"]
    assert r"red \u202e: [text]" in form
    assert r"one status: true \x1b[31mtwo" in form
    assert reviews("C-4")[0]["status"] == "unproven"


def test_somebody_who_reviewed_meanwhile_is_told_of(person: Person, desk: Path) -> None:
    """A review made while the form was open is shown and refused at its line; with the newer id it is taken."""
    code, _ = person.types(
        "mark C-1",
        {"put": UNPROVEN | {"seen: R-1": "seen: none"}},
        {"put": {"seen: none": "seen: R-1"}},
        name="vim",
    )
    assert code == 0
    second = person.seen(1)
    assert "C-1 was reviewed since none: R-1 by desk: unverified, because One official said so." in _notes(
        second["text"]
    )
    assert second["text"].split("\n")[int(second["argv"][0][1:]) - 1] == "seen: none"


# --- mistakes ---------------------------------------------------------------------------------------------------------


def _notes(text: str) -> str:
    """What stands above a form that was refused, as one line."""
    return " ".join(line.removeprefix("#! ") for line in text.split("\n") if line.startswith("#!"))


MISTAKES: dict[str, tuple[dict[str, str], str, str]] = {
    "a status that is none": (
        UNPROVEN | {"status:\n": "status: unprovn\n"},
        "Did you mean unproven?",
        "status: unprovn",
    ),
    "no status": (REASON, "A review needs `status`.", "status:"),
    "no reason": ({"status:\n": "status: unproven\n"}, "A review needs `because`.", "because: |"),
    "a field that is none": (
        UNPROVEN | {"said:\n": "sayd: denied\n"},
        "no field sayd. Did you mean said?",
        "sayd: denied",
    ),
    "a word of no set": (UNPROVEN | {"said:\n": "said: perhaps\n"}, "`said` cannot be perhaps.", "said: perhaps"),
    "no YAML": (UNPROVEN | {"against: []": "against: [A-1"}, "This is not YAML", ""),
    "evidence of no form": (UNPROVEN | {"against: []": "against: [B-1]"}, "B-1 is not the id", "against: [B-1]"),
    "evidence that is not there": (UNPROVEN | {"for: []": "for: ['A-99:1-2']"}, "no A-99", "for: ['A-99:1-2']"),
    "grounds that are missing": (
        UNPROVEN | {"status:\n": "status: 'true'\n"},
        "true needs evidence for it",
        "status: 'true'",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_form_with_a_mistake_opens_again_at_its_line(person: Person, mistake: str) -> None:
    """The editor opens again at the faulty line, the mistake told above the form; put right it is taken, and the note is gone."""
    put, told, line = MISTAKES[mistake]
    code, screen = person.types(
        "mark C-1", {"put": put}, {"all": "status: unproven\nbecause: So it is.\nseen: R-1\n"}, name="vim"
    )
    assert (code, person.openings) == (0, 2), screen
    again = person.seen(1)
    assert told in _notes(again["text"])
    goes = int(again["argv"][0].removeprefix("+"))
    assert f"line {goes}: " in _notes(again["text"])
    assert line in again["text"].split("\n")[goes - 1]
    assert reviews()[0]["because"] == "So it is."
    assert person.drafts() == []


def test_an_editor_of_another_kind_gets_the_line_as_words(person: Person) -> None:
    """An editor that is not known to take +12 is not given it; the note above the form names the line."""
    code, _ = person.types("mark C-1", {"put": REASON}, {"put": {"status:\n": "status: unproven\n"}})
    assert code == 0
    assert [person.seen(turn)["argv"] for turn in (0, 1)] == [[], []]
    assert re.search(r"line \d+: A review needs `status`.", _notes(person.seen(1)["text"]))


def test_a_known_editor_begins_at_the_first_field(person: Person) -> None:
    """vi, nano, emacs and their like open a form where there is something to fill in."""
    person.types("mark C-1", {"save": False}, name="nano")
    (goes,) = person.seen()["argv"]
    assert person.seen()["text"].split("\n")[int(goes[1:]) - 1] == "status:"


def test_notes_do_not_pile_up(person: Person) -> None:
    """A form refused twice has the second mistake above it alone."""
    code, _ = person.types(
        "mark C-1",
        {"put": REASON},
        {"put": {"status:\n": "status: nonsense\n"}},
        {"put": {"status: nonsense": "status: unproven"}},
    )
    assert code == 0
    assert person.seen(2)["text"].count("#! line") == 1
    assert "nonsense" in _notes(person.seen(2)["text"])


def test_bytes_that_are_no_text(person: Person) -> None:
    """What is no UTF-8 is refused with its line, not with a fault."""
    code, screen = person.types("mark C-1", {"all": "status: unproven\nbecause: \udcff\n"}, {"save": False})
    assert code == 1
    assert "not UTF-8" in screen
    assert "fault" not in screen


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
    assert "This is your draft from last time." in _notes(again)
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
    """A database that cannot be written costs nobody what they typed."""
    code, screen = person.types("mark C-1 --dry-run", {"put": UNPROVEN})
    assert code == 0
    assert "Nothing was kept (--dry-run)." in screen
    assert len(reviews()) == 1
    (draft,) = person.drafts()
    assert str(draft) in screen
    assert person.types("mark C-1", {})[0] == 0
    assert len(reviews()) == 2


# --- a claim ----------------------------------------------------------------------------------------------------------


def test_a_claim_is_corrected(person: Person) -> None:
    """`claim edit C-1` alone opens the claim: what is changed there becomes a new version, with its reason."""
    put = {
        "The bridge at Kara is closed.": "The bridge at Kara is closed: to lorries\n  only, [says] the mayor.",
        "kind: fact": "kind: statement",
        "topics: [bridge]": "topics: [bridge, lorries]",
        "due:\n": "due: 2024-05\n",
        "because: >-\n  \n": "because: >-\n  Lorries: no others.\n",
    }
    code, screen = person.types("claim edit closed", {"put": put})
    assert code == 0, screen
    shown = typed("show", "C-1", "--json").json
    assert shown["text"] == "The bridge at Kara is closed: to lorries only, [says] the mayor."
    assert (shown["kind"], shown["version"], shown["topics"], shown["due"]) == (
        "statement",
        2,
        ["bridge", "lorries"],
        "2024-05",
    )
    assert (shown["claimant"], shown["note"]) == ("Ayşe Yılmaz", "Ask the district too.")
    assert typed("log", "--json").json[0]["why"] == "Lorries: no others."
    assert person.seen()["text"].endswith("version: 1\n")


@pytest.mark.parametrize(
    ("field", "put", "left"),
    [
        ("claimant", {"claimant: Ayşe Yılmaz": "claimant:"}, None),
        ("note", {"  Ask the district too.\n": ""}, None),
        ("topics", {"topics: [bridge]": "topics:"}, []),
        ("note", {"note: >-\n  Ask the district too.\n": "", "kind: fact": "kind: opinion"}, "Ask the district too."),
    ],
)
def test_empty_takes_away_and_absent_says_nothing(
    person: Person, field: str, put: dict[str, str], left: object
) -> None:
    """A field left empty is taken away; a field that was cut out of the form stays as it is."""
    code, screen = person.types("claim edit C-1", {"put": put})
    assert code == 0, screen
    assert typed("show", "C-1", "--json").json[field] == left


@pytest.mark.parametrize(
    ("put", "told"),
    [
        ({"kind: fact": "kind: fakt"}, "`kind` cannot be fakt. Did you mean fact?"),
        ({"  The bridge at Kara is closed.\n": "\n"}, "The text is empty."),
        ({"due:\n": "due: May\n"}, "is not a date"),
        ({"version: 1": "version: 7", "kind: fact": "kind: opinion"}, "it has version 1 now, not 7"),
    ],
)
def test_a_claim_with_a_mistake_opens_again(person: Person, put: dict[str, str], told: str) -> None:
    """What is wrong is told at its line; given up, nothing was changed."""
    code, screen = person.types("claim edit C-1", {"put": put}, {"save": False}, name="vim")
    assert code in {1, 5}
    assert told in screen
    assert told in _notes(person.seen(1)["text"])
    assert person.seen(1)["argv"][0].startswith("+")
    assert typed("show", "C-1", "--json").json["version"] == 1


def test_a_claim_changed_meanwhile_is_not_overwritten(person: Person, desk: Path) -> None:
    """A form opened before somebody else changed the claim is refused with exit code 5, and kept."""
    person.types("claim edit C-1", {"put": {"kind: fact": "kind: opinion"}, "ends": 1})
    assert typed("--as", "Bo", "claim", "edit", "C-1", "Bo was here.").code == 0
    code, screen = person.types("claim edit C-1", {}, {"save": False})
    assert code == 5
    assert "C-1 was changed since this form was opened: it has version 2 now, not 1." in screen
    assert typed("show", "C-1", "--json").json["text"] == "Bo was here."


# --- the rules --------------------------------------------------------------------------------------------------------


def test_the_rules_are_changed(person: Person) -> None:
    """`rules edit` alone opens rules and scale; what differs becomes a new version, with the reason given there."""
    put = {"because: >-\n  \n": "because: Two see more.\n", 'second_reviewer: "off"': "second_reviewer: required"}
    code, screen = person.types("rules edit", {"put": put})
    assert code == 0, screen
    assert "second_reviewer: required" in screen
    assert "second_reviewer: required" in typed("rules", "show").out
    assert typed("log", "--json").json[0]["why"] == "Two see more."


def test_rules_with_a_mistake_open_again(person: Person) -> None:
    """A rule that cannot be is told at its line."""
    code, _ = person.types("rules edit", {"put": {"  grounds: refuse": "  grounds: maybe"}}, {"save": False}, name="vi")
    assert code == 1
    again = person.seen(1)
    assert again["text"].split("\n")[int(again["argv"][0][1:]) - 1] == "  grounds: maybe"
    assert "grounds cannot be maybe. It is one of refuse, warn, off." in _notes(again["text"])


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
