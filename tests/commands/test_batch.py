"""Several files on one line: what is wrong with one keeps none of the others back, and the end says how many."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from at_desk import process, typed

A = "case: a\nclaims:\n  - text: One.\n"
BAD = "case: b\nclaims:\n  - txt: Two.\n"
C = "case: c\nclaims:\n  - text: Three.\n"


@pytest.fixture
def files(desk: Path) -> Path:
    """A desk with two good case files, and a bad one that would come between them."""
    for name, text in {"a.yaml": A, "bad.yaml": BAD, "c.yaml": C}.items():
        (desk / name).write_text(text)
    return desk


def test_good_files_are_taken_in_around_a_bad_one(files: Path) -> None:
    """Of three files two are taken in, the bad one is named with its line, and the end says how many of which."""
    said = typed("import", "a.yaml", "bad.yaml", "c.yaml")
    assert said.code == 1
    assert "a.yaml: case a" in said.out
    assert "c.yaml: case c" in said.out
    complaint, *_, end = said.err.splitlines()
    assert complaint == "Error: bad.yaml:3: A claim has no field txt. Did you mean text?"
    assert end == "2 files were taken in, 1 not."
    assert [claim["text"] for claim in typed("list", "--json").json[-2:]] == ["One.", "Three."]


def test_each_file_is_a_change_of_its_own(files: Path) -> None:
    """Every file is an event, so one of them can be taken back."""
    typed("import", "a.yaml", "bad.yaml", "c.yaml")
    assert [event["kind"] for event in typed("log", "--json").json][:3] == ["import", "import", "import"]


@pytest.mark.parametrize("missing", ["nothing.yaml", "a folder"])
def test_a_file_that_cannot_be_read_is_one_of_the_bad(files: Path, missing: str) -> None:
    """A file that is not there, or is none, is told like any other mistake."""
    (files / "a folder").mkdir()
    said = typed("import", missing, "a.yaml")
    assert said.code == 1
    assert missing in said.err.splitlines()[0]
    assert said.err.endswith("1 file was taken in, 1 not.\n")


def test_the_exit_code_is_the_worst(files: Path) -> None:
    """A conflict (5) outweighs bad input (1), in whatever order they come; a dry run says the same."""
    assert typed("import", "a.yaml").code == 0
    assert typed("claim", "edit", "One.", "One, changed here.").code in {0, 1}
    assert typed("claim", "edit", "C-4", "Changed here.").code == 0
    (files / "a.yaml").write_text(A.replace("text: One.", "{text: One., note: changed there}"))
    for line in (["a.yaml", "bad.yaml", "c.yaml"], ["bad.yaml", "a.yaml", "c.yaml"]):
        dry = typed("import", *line, "--dry-run")
        assert (dry.code, dry.err.splitlines()[-1]) == (5, "1 file would be taken in, 2 not.")
    said = typed("import", "a.yaml", "bad.yaml", "c.yaml")
    assert (said.code, said.err.splitlines()[-1]) == (5, "1 file was taken in, 2 not.")


def test_a_file_alone_is_no_batch(files: Path) -> None:
    """One file that is bad is the command's own error, and nothing is counted."""
    said = typed("import", "bad.yaml")
    assert (said.code, said.out) == (1, "")
    assert said.err == "Error: bad.yaml:3: A claim has no field txt. Did you mean text?\n"
    assert "file" not in typed("import", "a.yaml").err


def test_programs_get_every_file(files: Path) -> None:
    """With --json one array tells of all of them; what was refused has its sentence."""
    said = typed("import", "a.yaml", "bad.yaml", "c.yaml", "--json")
    assert [entry["file"] for entry in said.json] == ["a.yaml", "c.yaml", "bad.yaml"]
    assert said.json[2]["error"].startswith("bad.yaml:3: ")
    quiet = typed("-q", "import", "a.yaml", "bad.yaml")
    assert quiet.err == "Error: bad.yaml:3: A claim has no field txt. Did you mean text?\n"


def test_what_is_wrong_with_the_database_stops_at_once(files: Path) -> None:
    """A database that refuses to work would refuse every file: the command ends there and says how far it came."""
    connection = sqlite3.connect(files / "claims.db")
    connection.execute("DROP TRIGGER IF EXISTS claim_no_delete")
    connection.execute("ALTER TABLE intake RENAME TO gone")
    connection.commit()
    connection.close()
    said = typed("import", "a.yaml", "c.yaml")
    assert said.code == 3
    assert said.out == ""
    assert said.err.count("Error:") == 1
    assert "0 files of 2 taken in before this:" in said.err


# --- add --------------------------------------------------------------------------------------------------------------


def test_several_articles_of_one_outlet(desk: Path) -> None:
    """`add` keeps all that it can; each answer says of which file it speaks."""
    (desk / "one.txt").write_text("The first text.\n")
    (desk / "two.txt").write_bytes(b"\x00\xff\xfe\x01")
    (desk / "three.txt").write_text("The third text.\n")
    said = typed(
        "add", "one.txt", "two.txt", "nothing.txt", "three.txt", "--outlet", "courier", "--published", "2024-03-01"
    )
    assert said.code == 1
    assert said.out == "one.txt: A-3: 16 characters kept\nthree.txt: A-4: 16 characters kept\n"
    assert [line for line in said.err.splitlines() if line.startswith("Error: ")][1].startswith("Error: nothing.txt: ")
    assert said.err.endswith("2 files were taken in, 2 not.\n")


def test_what_is_said_of_one_article_is_not_said_of_several(desk: Path) -> None:
    """A title or an address belongs to one article: with several files they are refused before anything is kept."""
    (desk / "one.txt").write_text("The first text.\n")
    for option in ("--title", "--url"):
        said = typed("add", "one.txt", "article.txt", "--outlet", "courier", option, "x")
        assert (said.code, said.out) == (2, "")
    assert typed("add", "one.txt", "article.txt", "--outlet", "courier", "--json").json[0]["articles"] == ["A-3"]


def test_one_article_answers_as_ever(desk: Path) -> None:
    """A single file with --json is one object, as scripts know it."""
    said = typed("add", "article.txt", "--outlet", "courier", "--json")
    assert said.json["articles"] == ["A-3"]
    assert said.err == ""


def test_stdin_among_files_is_read_once(desk: Path) -> None:
    """`-` stands for what is piped in, among other files too, but not twice."""
    (desk / "one.txt").write_text("The first text.\n")
    ran = process("add", "one.txt", "-", "--outlet", "courier", cwd=desk, input=b"From a pipe.\n")
    assert ran.returncode == 0
    assert b"stdin: A-4: 13 characters kept" in ran.stdout
    assert typed("add", "-", "-", "--outlet", "courier").code == 2
    assert typed("import", "-", "-").code == 2


def test_marks_stay_all_or_nothing(desk: Path) -> None:
    """Several claims are marked together or not at all: they are one judgement."""
    said = typed("mark", "C-2", "C-99", "--status", "unproven", "--because", "x")
    assert (said.code, said.out) == (1, "")
    assert typed("show", "C-2", "--json").json["reviews"] == []
