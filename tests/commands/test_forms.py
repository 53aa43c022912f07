"""Forms in the person's own editor: what opens, what is taken, and what is said of a mistake."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from at_desk import typed
from at_editor import REASON, UNPROVEN, Person, notes, reviews

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals as POSIX has them")

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
    line = "mark C-2 --status true --said unconfirmed --for A-1 --for https://example.org/ --date 2024-03-09 --override Haste"
    code, _ = person.types(line, {"put": REASON})
    assert code == 0
    assert 'status: "true"\n' in person.seen()["text"]
    assert reviews("C-2")[0]["date"] == "2024-03-09"
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
    assert "C-1 was reviewed since you saw none: R-1 by desk: unverified, because One official said so." in notes(
        second["text"]
    )
    assert second["text"].split("\n")[int(second["argv"][0][1:]) - 1] == "seen: none"


# --- mistakes ---------------------------------------------------------------------------------------------------------


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
    assert told in notes(again["text"])
    goes = int(again["argv"][0].removeprefix("+"))
    assert f"line {goes}: " in notes(again["text"])
    assert line in again["text"].split("\n")[goes - 1]
    assert reviews()[0]["because"] == "So it is."
    assert person.drafts() == []


def test_an_editor_of_another_kind_gets_the_line_as_words(person: Person) -> None:
    """An editor that is not known to take +12 is not given it; the note above the form names the line."""
    code, _ = person.types("mark C-1", {"put": REASON}, {"put": {"status:\n": "status: unproven\n"}})
    assert code == 0
    assert [person.seen(turn)["argv"] for turn in (0, 1)] == [[], []]
    assert re.search(r"line \d+: A review needs `status`.", notes(person.seen(1)["text"]))


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
    assert "nonsense" in notes(person.seen(2)["text"])


def test_bytes_that_are_no_text(person: Person) -> None:
    """What is no UTF-8 is refused with its line, not with a fault."""
    code, screen = person.types("mark C-1", {"all": "status: unproven\nbecause: \udcff\n"}, {"save": False})
    assert code == 1
    assert "not UTF-8" in screen
    assert "fault" not in screen


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
    assert told in notes(person.seen(1)["text"])
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
    assert "grounds cannot be maybe. It is one of refuse, warn, off." in notes(again["text"])
