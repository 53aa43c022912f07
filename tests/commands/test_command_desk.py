"""The desk: which database, who is working, what is said beside an answer, and rehearsals."""

from __future__ import annotations

import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from at_desk import CASE, digest, typed

CHANGES = {
    "add": ["add", "article.txt", "--outlet", "New Outlet"],
    "import": ["import", "more.yaml"],
    "claim new": ["claim", "new", "It rains.", "--claimant", "Somebody"],
    "mark": ["mark", "C-1", "--status", "unproven", "--because", "x"],
    "undo": ["undo", "R-1"],
}


@pytest.fixture
def more(desk: Path) -> Path:
    (desk / "more.yaml").write_text("case: more\nclaims:\n  - {key: more, text: More.}\n")
    return desk


# --- which database ---------------------------------------------------------------------------------------------------


def test_the_database_is_found_from_folders_below(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without --db and CLAIMS_DB, claims.db is looked for here and in every folder above."""
    below = desk / "articles" / "2024"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert "C-1" in typed("list").out


def test_db_outranks_the_environment_and_both_the_folder(
    desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """--db is taken before CLAIMS_DB, which is taken before claims.db; an empty CLAIMS_DB is none."""
    for name in ("named.db", "set.db"):
        shutil.copy(desk / "claims.db", tmp_path / name)
    assert typed("--db", str(tmp_path / "named.db"), "claim", "new", "Named.").code == 0
    assert typed("--db", str(tmp_path / "set.db"), "claim", "new", "Set.").code == 0
    monkeypatch.setenv("CLAIMS_DB", str(tmp_path / "set.db"))
    assert "Set." in typed("list").out
    assert "Named." in typed("--db", str(tmp_path / "named.db"), "list").out
    monkeypatch.setenv("CLAIMS_DB", "")
    assert "Set." not in typed("list").out


@pytest.mark.parametrize("name", ["a b.db", "what?.db", "100%20.db", "#1.db", "Türkiye.db", "-x.db", "it's.db"])
def test_a_database_may_have_any_name(folder: Path, with_case: Path, name: str) -> None:
    """A path is a path: question marks, percent signs and spaces in it mean nothing."""
    shutil.copy(with_case, folder / name)
    assert typed(f"--db=./{name}", "claim", "new", "It rains.").out == "C-4\n"
    assert "It rains." in typed(f"--db=./{name}", "list").out
    assert sorted(path.name for path in folder.iterdir()) == [name]


def test_a_new_database_is_its_owners_alone(folder: Path) -> None:
    """`init` makes the file where it is told, readable by nobody else, and nothing beside it."""
    assert typed("--db", "100%20 what?.db", "init").code == 0
    assert [path.name for path in folder.iterdir()] == ["100%20 what?.db"]
    assert stat.S_IMODE((folder / "100%20 what?.db").stat().st_mode) == 0o600


def test_init_makes_its_database_here(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`init` makes claims.db in this folder even where a folder above has one."""
    below = desk / "below"
    below.mkdir()
    monkeypatch.chdir(below)
    made = typed("init")
    assert made.code == 0
    assert made.err == f'Made {below}/claims.db.\nNext: claims claim new "What is claimed"\n'
    assert typed("list").err == "No claims.\n"


def test_init_with_the_seed_case_is_ready_to_look_at(folder: Path) -> None:
    """`init --seed` takes in the seed case, its reviews trusted."""
    made = typed("init", "--seed")
    assert made.code == 0, made.err
    assert made.err.endswith("Next: claims list\n")
    assert len(typed("list", "--json").json) > 50


def test_the_demo_shows_a_chain_a_review_and_a_report(folder: Path) -> None:
    """`demo` makes a folder with a database and a report, draws a chain, and says what to try; a second one is refused."""
    shown = typed("demo", "--dir", "a demo")
    assert shown.code == 0, shown.err
    assert "independent origin" in shown.out
    assert "R-" in shown.out
    assert (folder / "a demo" / "claims.db").is_file()
    assert (folder / "a demo" / "drone-factory.md").read_text().startswith("# ")
    assert "Next: claims --db 'a demo/claims.db' list\n" in shown.err
    assert typed("demo", "--dir", "a demo").code == 3


# --- who is working ---------------------------------------------------------------------------------------------------


def _who() -> str:
    who: str = typed("log", "--json", "--limit", "1").json[0]["who"]
    return who


def test_the_reviewer_is_as_then_the_environment_then_git(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--as is taken before CLAIMS_REVIEWER, which is taken before git's user.name."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    subprocess.run(["git", "init", "-q", "."], check=True)
    subprocess.run(["git", "config", "user.name", "Gülşah of git"], check=True)
    mark = ["mark", "C-1", "--status", "unproven", "--because", "x"]
    assert typed("--as", "Ana", *mark).code == 0
    assert _who() == "Ana"
    assert typed(*mark).code == 0
    assert _who() == "Ayşe K."
    monkeypatch.delenv("CLAIMS_REVIEWER")
    assert typed(*mark).code == 0
    assert _who() == "Gülşah of git"


def test_a_change_without_a_name_is_refused(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody says who is working, also because git is not there, a change is refused with exit code 2; reading is not."""
    monkeypatch.delenv("CLAIMS_REVIEWER")
    monkeypatch.setenv("PATH", "/nowhere")
    before = digest(desk / "claims.db")
    for line in CHANGES.values():
        if "more.yaml" not in line:
            said = typed(*line)
            assert said.code == 2
            assert (
                said.err == "Error: Who are you? Say so with --as NAME, set CLAIMS_REVIEWER, or set git's user.name.\n"
            )
    assert digest(desk / "claims.db") == before
    assert typed("list").code == 0


@pytest.mark.parametrize("name", ["  ", "a\nb", "\x1b[31mred", "x" * 300])
def test_a_name_that_is_none_is_refused(desk: Path, name: str) -> None:
    """A reviewer's name is one line of at most 200 characters."""
    said = typed("--as", name, "mark", "C-1", "--status", "unproven", "--because", "x")
    assert said.code in {1, 2}
    assert said.acting() == set()


# --- answers and talk -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", CHANGES)
def test_a_change_answers_on_stdout_and_suggests_one_next_step(more: Path, verb: str) -> None:
    """After a change: what was made on stdout, on stderr one line that says what to do next."""
    said = typed(*CHANGES[verb])
    assert said.code == 0, said.err
    assert said.out
    assert [line for line in said.err.splitlines() if line.startswith("Next: claims ")] == said.err.splitlines()[-1:]


@pytest.mark.parametrize("verb", CHANGES)
def test_quiet_leaves_the_answer_alone(more: Path, verb: str) -> None:
    """`-q` silences talk, never the answer, never an error."""
    said = typed("-q", *CHANGES[verb])
    assert said.code == 0
    assert said.out
    assert said.err == ""
    assert typed("-q", "show", "C-99").err.startswith("Error: ")


@pytest.mark.parametrize("verb", CHANGES)
def test_the_next_step_can_be_taken(more: Path, verb: str) -> None:
    """What is suggested works as it stands, with the database that --db named."""
    (more / "claims.db").rename(more / "a b.db")
    said = typed("--db", "a b.db", *CHANGES[verb])
    suggested = said.err.splitlines()[-1].removeprefix("Next: ").partition("   #")[0]
    assert "--db 'a b.db'" in suggested
    words = suggested.replace("--db 'a b.db'", "").split()
    if "What" not in suggested:
        assert typed("--db", "a b.db", *words[1:]).code == 0


@pytest.mark.parametrize("verb", ["list", "show C-1", "trace C-1", "log", "doctor", "db status"])
def test_reading_says_nothing_beside_its_answer(desk: Path, verb: str) -> None:
    """In a pipe a reading command answers and is silent."""
    (desk / "claims.db").chmod(0o600)
    said = typed(*verb.split())
    assert said.code == 0
    assert said.out
    assert said.err == ""


def test_mark_prints_the_reviews_it_made(desk: Path) -> None:
    """`mark` prints the ids of its reviews, in the order of the claims."""
    assert typed("mark", "C-1", "--status", "unproven", "--because", "x").out == "R-2\n"
    assert typed("mark", "C-2", "C-3", "c1", "--status", "unproven", "--because", "x").out == "R-3\nR-4\nR-5\n"


def test_a_case_made_by_naming_it_is_told(desk: Path) -> None:
    """A new case is said, with the one that may have been meant."""
    said = typed("claim", "new", "It rains.", "--case", "brigde")
    assert said.code == 0
    assert "brigde is a new case. Did you mean bridge?" in said.err
    said = typed("add", "article.txt", "--outlet", "unknown", "--case", "rain")
    assert "rain is a new case.\n" in said.err
    said = typed("claim", "new", "It snows.")
    assert said.code == 1
    assert said.err == "Error: There are several cases: bridge, brigde, rain. Say which with --case KEY.\n"
    assert "new case" not in typed("claim", "new", "It snows.", "--case", "rain").err


def test_an_override_is_told(desk: Path) -> None:
    """A mark against the desk's rules is kept with its reason, and said."""
    said = typed("mark", "C-1", "--status", "false", "--because", "x", "--override", "Minutes seen on paper.")
    assert said.code == 0
    assert "C-1: false without evidence against it" in said.err
    assert "against the desk's rules: Minutes seen on paper." in typed("show", "C-1").out


# --- rehearsals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", [*CHANGES, "db upgrade", "db caches"])
def test_a_dry_run_writes_nothing(more: Path, verb: str) -> None:
    """--dry-run does everything and keeps nothing: the file has the same bytes, and the change can be made after it."""
    line = CHANGES.get(verb, verb.split())
    before = digest(more / "claims.db")
    said = typed(*line, "--dry-run")
    assert said.code == 0, said.err
    assert said.out
    assert "Next:" not in said.err
    assert digest(more / "claims.db") == before
    assert typed(*line).code == 0


def test_importing_what_is_there_changes_nothing(desk: Path) -> None:
    """The same file twice: nothing new, and the file of the database has the same bytes."""
    before = digest(desk / "claims.db")
    said = typed("import", "case.yaml")
    assert said.code == 0
    assert said.out == "case.yaml: case bridge\n  nothing new: it was taken in before\n"
    assert digest(desk / "claims.db") == before


# --- stdin and stdout -------------------------------------------------------------------------------------------------


def test_a_dash_reads_stdin_and_writes_stdout(desk: Path) -> None:
    """`-` is stdin for what reads files and stdout for what writes them."""
    said = typed("add", "-", "--outlet", "unknown", stdin="Words from a pipe — ğüş.".encode())
    assert said.code == 0, said.err
    assert said.out == "A-3: 24 characters kept\n"
    assert typed("import", "-", stdin=CASE.encode()).out.startswith("stdin: case bridge\n")
    assert typed("export", "-o", "-").out == typed("export").out
    assert typed("report", "C-1", "-o", "-").out == typed("report", "C-1").out


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "stdin: it is closed; name a file, or pipe one in."),
        (b"", "it is empty"),
        (b" \n\t", "it is empty"),
        (b"\xff\xfe", "it is UTF-16"),
        (b"a\0b", "NUL"),
    ],
)
def test_what_is_no_text_is_refused(desk: Path, content: bytes | None, why: str) -> None:
    """Nothing, a NUL byte or bytes that are not UTF-8 are no article."""
    before = digest(desk / "claims.db")
    said = typed("add", "-", "--outlet", "unknown", stdin=content)
    assert said.code == 1
    assert why in said.err
    assert digest(desk / "claims.db") == before


def test_an_exported_case_can_be_taken_in_elsewhere(desk: Path) -> None:
    """What `export` writes, `import` takes in; exporting it again gives the same bytes."""
    assert typed("export", "-o", "out.yaml").code == 0
    assert typed("--db", "other.db", "init").code == 0
    assert typed("--db", "other.db", "import", "out.yaml", "--trust").code == 0
    assert typed("--db", "other.db", "export").out == (desk / "out.yaml").read_text()


def test_what_to_do_with_duplicates(desk: Path) -> None:
    """The next step after a list of likely duplicates is about the first of them, never about two other things."""
    assert typed("duplicates").err.splitlines()[-1] == "Next: claims list"
    first = typed("-q", "claim", "new", "The old harbour crane fell into the water on Monday.").out.strip()
    again = typed("-q", "claim", "new", "On Monday the old harbour crane fell into the water.").out.strip()
    said = typed("duplicates")
    assert said.out.startswith(f"{first} and {again}: ")
    assert f"Next: claims claim link {again} same-as {first} --because …" in said.err
    sources = [typed("-q", "source", "add", "The Harbour Office", "--key", key).out.strip() for key in ("one", "two")]
    said = typed("duplicates")
    assert f"Next: claims source merge {sources[1]} {sources[0]} --because …" in said.err


def test_what_cannot_be_brought_back_is_not_done_unasked(desk: Path) -> None:
    """Where nobody can be asked, as in a script, redacting wants --yes; a rehearsal does not."""
    refused = typed("redact", "S-1", "--because", "x")
    assert (refused.code, refused.out) == (2, "")
    assert "nobody can be asked here: add --yes" in refused.err
    assert typed("redact", "S-1", "--because", "x", "--dry-run").code == 0
    assert typed("redact", "S-1", "--because", "x", "--yes").code == 0


def test_only_what_was_published_is_corrected(desk: Path) -> None:
    """A correction is for readers: of a check that nobody could read it is refused, with what to do instead."""
    refused = typed("correct", "C-1", "--because", "A word was wrong.")
    assert refused.code == 4
    assert "C-1 was not published" in refused.err
    assert "claims mark C-1" in refused.err
    assert typed("publish", "C-1", "--url", "https://desk.example/1").code == 0
    assert typed("correct", "C-1", "--because", "A word was wrong.").code == 0
    assert typed("correct", "C-1", "--because", "Another was wrong too.").code == 0
