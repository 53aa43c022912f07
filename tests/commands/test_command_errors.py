"""Errors: one line that says what, why and what to do; the right exit code; and a database as it was before."""

from __future__ import annotations

import contextlib
import os
import pickle
import shlex
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest
from at_desk import ARTICLE, CASE, digest, typed

from claims import errors
from claims.commands.front import SECTIONS
from claims.commands.mistakes import MEANT

BAD_INPUT = {
    "show C-99": "There is no C-99 in this database. The last one is C-3.",
    "show A-1": "A-1 is not the id that belongs here; expected a claim's, such as C-12.",
    "show closd": "There is no claim closd. Did you mean closed?",
    "show ''": "There is no claim “”.",
    "show 12": "There is no claim 12. Did you mean C-12?",
    "trace C-99": "There is no C-99",
    "show C-1 --as-of yesterday": "yesterday is not a date; write 2022, 2022-07",
    "show C-1 --as-of E-99": "There is no E-99",
    "list --status tru": "There is no status tru. Did you mean true?",
    "list --status nope": "Known: unverified, true, mostly-true",
    "list --source Corier": "There is no source Corier. Did you mean",
    "list --source 'Nord Wier'": "There is no source “Nord Wier”. Did you mean Nord Wire?",
    "list --source S-99": "There is no S-99",
    "list --case brigde": "There is no case brigde. Did you mean bridge?",
    "mark C-1 --status tru --because x": "There is no status tru. Did you mean true?",
    "mark C-1 --status unproven --because ''": "The reason is empty",
    "mark C-1 C-99 --status unproven --because x": "There is no C-99",
    "mark C-1 --status unproven --because x --for X-1": "X-1 is not the id that belongs here; expected evidence as A-3",
    "mark C-1 --status unproven --because x --for A-99": "There is no A-99",
    "mark C-1 --status unproven --because x --seen X": "such as R-7, or none",
    "undo X-1": "expected what to undo, such as R-41",
    "undo R-99": "There is no R-99",
    "claim new ''": "The claim is empty.",
    "claim new x --due soon": "soon is not a date",
    "claim new x --key closed": "belongs to another claim",
    "mark C-1 --status unproven --because x --date 2999": "2999 has not come yet; write the day when it was done",
    "approve R-2 --date 2999-01": "2999-01 has not come yet",
    "object R-2 --because x --date 2999-01-01": "2999-01-01 has not come yet",
    "ask C-1 --of Baykar --answer No --answered 2999-01-01T10:00Z": "2999-01-01T10:00Z has not come yet",
    "add nowhere.txt": "nowhere.txt: there is no such file.",
    "add https://example.org/page.html": "nothing is fetched from the web; save the page in your browser, and name that file.",
    "add artcle.txt": "artcle.txt: there is no such file. Did you mean article.txt?",
    "add .": ".: it is a folder; name a file in it.",
    "add ''": "its name is empty",
    "add /dev/null": "it is empty",
    "add article.txt": "say who published it with --outlet NAME, or --outlet unknown",
    "add claims.db --outlet wire": "claims.db is not UTF-8 text",
    "add article.txt --outlet wire --published 2024-13-01": "is not a date",
    "import nowhere.yaml": "nowhere.yaml: there is no such file",
    "import .": "it is a folder",
    "import /dev/null": "There is nothing in this file.",
    "import claims.db": "claims.db: it is this desk's own database or a copy of it",
    "export --case brigde": "There is no case brigde. Did you mean bridge?",
    "export -o claims.db": "claims.db is a claims database, which no report may replace",
    "report C-1 -o claims.db": "claims.db is a claims database, which no report may replace",
    "report C-1 C-99": "There is no C-99",
}
USAGE = {
    "": "Usage: claims [OPTIONS] COMMAND",
    "claim": "Usage: claims claim [OPTIONS] COMMAND",
    "lits": "There is no command lits. Did you mean list?",
    "edit": "There is no command edit. You may want claims claim edit, source edit,",
    "delete": "There is no command delete. You may want claims undo, which takes back;",
    "findings": "There is no command findings. You may want claims check. See claims --help.",
    "source delete": "There is no command delete. See claims source --help.",
    "export -o x.json": "A case file is .yaml, or .jsonl with an entry a line, never .json; `claims report --all` writes other formats.",
    "report C-1 -o x.docx": "No report is written as .docx: name a .html",
    "claim nwe": "There is no command nwe. Did you mean new?",
    "db upgarde": "There is no command upgarde. Did you mean upgrade?",
    "list --jsn": "claims list has no option --jsn. Did you mean --json?",
    "list --limit -1": "--limit takes a whole number from 0 up. See claims list --help.",
    "list --limit many": "--limit takes a whole number from 0 up.",
    "list --stage nwe": "--stage has no nwe. Did you mean new?",
    "list --stage nope": "--stage has no nope. Choose one of: new, in-research",
    "list C-1": "unexpected extra argument",
    "list --db claims.db": "--db stands before the verb: claims --db … list …",
    "claim new x --as me": "--as stands before the verb: claims --as … claim new …",
    "log -q": "-q stands before the verb",
    "mark C-1 --status unproven": "else give --status and --because. See claims mark --help.",
    "mark C-1 unproven --because x": "unproven is a status: write --status unproven. See claims mark --help.",
    "undo": "ID is missing. See claims undo --help.",
    "mark --status unproven --because x": "CLAIM... is missing.",
    "mark C-1 --status unproven --because x --said maybe": "--said has no maybe. Choose one of: as-quoted",
    "mark C-1 --status unproven --because x --reliability G": "--reliability has no G. Choose one of: A, B, C, D, E, F.",
    "claim new x --kind fcat": "--kind has no fcat. Did you mean fact or forecast?",
    "report": "Name claims, or give --all.",
    "report C-1 --all": "Name claims or give --all, not both.",
    "report C-1 --case bridge": "--case goes with --all.",
    "report C-1 --format markdwon": "--format has no markdwon. Did you mean markdown?",
    "import - -": "- reads stdin, which can be read once only.",
    "--as '' mark C-1 --status unproven --because x": "Who are you? Say so with --as NAME",
    "--db claims.db demo": "demo makes a database of its own",
}
ENVIRONMENT = {
    "--db '' list": "No database: --db is empty.",
    "--db nowhere.db list": "nowhere.db does not exist. `claims init` makes one",
    "--db . list": "it is a folder",
    "--db article.txt list": "it is no SQLite file",
    "--db case.yaml init": "it is no SQLite file",
    "--db other.db list": "it is another program's SQLite file",
    "--db other.db init": "it is another program's SQLite file",
    "--db other.db db status": "it is another program's SQLite file",
    "--db other.db db upgrade": "it is another program's SQLite file",
    "--db cut.db list": "the file is damaged; restore a backup",
    "--db nowhere/new.db init": "nowhere",
    "--db article.txt/new.db init": "Not a directory",
    "--db ~nobody-here/x.db list": "No database: --db names",
    "--db sqlite:// list": "give the path of a file",
    "--db sqlite:// init": "give the path of a file",
    "--db sqlite:///:memory: init": "give the path of a file",
    "--db mysql://host/desk list": "mysql is not supported",
    "--db nosql://host/desk list": "nosql is not supported",
    "init": "claims.db is a claims database already; nothing was changed. Name another with --db.",
    "demo --dir .": "is a claims database already; nothing was changed. Name another with --dir.",
    "demo --dir article.txt": "article.txt was not written",
    "export -o nowhere/case.yaml": "there is no folder nowhere",
    "export -o .": "it is a folder; name a file in it",
    "export -o ''": "its name is empty",
    "export -o /dev/full": "/dev/full was not written: the disk is full.",
    "report C-1 -o locked.md": "locked.md was not written: it is read-only.",
    "report C-1 -o round": "it is a link that leads back to itself",
}
REFUSED = {
    "mark C-1 --status true --because x": 'override with --override "reason"',
    "mark C-1 --status false --because x": "needs evidence against it",
    "undo E-1": "the log keeps its init",
    "undo R-1": "R-1 cannot be withdrawn: E-3 withdrew it already",
    "undo C-1": "C-1 cannot be withdrawn while these rest on it: R-2",
}
CONFLICTS = {
    "mark C-1 --status unproven --because x --seen none": "C-1 was reviewed since you saw none: R-2 by Ana",
}
CASES = [
    pytest.param(line, code, wanted, id=line or "nothing")
    for code, lines in ((1, BAD_INPUT), (2, USAGE), (3, ENVIRONMENT), (4, REFUSED), (5, CONFLICTS))
    for line, wanted in lines.items()
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, with_case: Path) -> Path:
    """A folder with a database where R-1 was withdrawn and R-2 recorded, and with all that can stand in the way."""
    folder = tmp_path_factory.mktemp("errors")
    database = folder / "claims.db"
    shutil.copy(with_case, database)
    for line in ("undo R-1", "mark C-1 --status unproven --because x"):
        assert typed("--db", str(database), "--as", "Ana", *line.split()).code == 0
    (folder / "case.yaml").write_text(CASE)
    (folder / "article.txt").write_text(ARTICLE)
    with contextlib.closing(sqlite3.connect(folder / "other.db")) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    (folder / "cut.db").write_bytes(database.read_bytes()[:50_000])
    (folder / "locked.md").write_text("what was there")
    (folder / "locked.md").chmod(0o444)
    (folder / "round").symlink_to("round")
    return folder


@pytest.fixture
def worked_on(made: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same folder for every line, for none of them changes it."""
    monkeypatch.chdir(made)
    return made


@pytest.mark.parametrize(("line", "code", "wanted"), CASES)
def test_what_is_refused_says_why_in_one_line_and_changes_nothing(
    worked_on: Path, line: str, code: int, wanted: str
) -> None:
    """Exit codes: 1 bad input, 2 usage, 3 database or environment, 4 the desk's rules, 5 changed meanwhile. The database file keeps every byte."""
    files = {path.name: digest(path) for path in worked_on.iterdir() if path.is_file()}
    said = typed(*shlex.split(line))
    assert said.code == code, said.err
    assert wanted in said.err
    assert said.out == ""
    if "Usage:" not in wanted:
        assert said.err.startswith("Error: ")
        assert said.err.count("\n") == 1
    assert "Traceback" not in said.err
    assert {path.name: digest(path) for path in worked_on.iterdir() if path.is_file()} == files


def test_without_a_database_above_it_is_said_where_was_looked(folder: Path) -> None:
    """The database is --db, else CLAIMS_DB, else claims.db here or in a folder above."""
    said = typed("list")
    assert said.code == 3
    assert (
        said.err
        == f"Error: No database: there is no claims.db in {folder} or above it. `claims init` makes one; --db names another.\n"
    )


def test_a_folder_that_was_removed_is_said(folder: Path) -> None:
    """Working in a folder that is gone is an environment's problem, not a fault."""
    gone = folder / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()
    said = typed("list")
    assert said.code == 3
    assert "has been removed" in said.err


def test_an_empty_file_is_no_database_until_init(folder: Path) -> None:
    """An empty file as database is refused by every command but `init`, which may use it."""
    (folder / "claims.db").touch()
    said = typed("list")
    assert said.code == 3
    assert "it is empty" in said.err
    assert (folder / "claims.db").read_bytes() == b""
    assert typed("init").code == 0


def test_a_faraway_database_needs_its_driver(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without psycopg a PostgreSQL address names the extra that brings it."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    said = typed("--db", "postgresql://host/desk", "list")
    assert said.code == 3
    assert "pip install 'claims-tracker[postgres]'" in said.err
    assert said.err.count("\n") == 1


def test_a_server_that_is_not_there_is_said_without_the_password(folder: Path) -> None:
    """An address where no PostgreSQL answers is an environment's problem; its password is never repeated."""
    pytest.importorskip("psycopg")
    said = typed("--db", "postgresql://me:secret@127.0.0.1:1/desk", "list")
    assert said.code == 3
    assert "no PostgreSQL answers there; is the server running? Nothing was changed." in said.err
    assert "me:***@127.0.0.1" in said.err
    assert "secret" not in said.err


def test_a_fault_of_the_program_is_one_line(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An internal fault ends with exit code 3 and one line; --debug, where it stands before the verb, shows the traceback."""
    from claims.services import looking

    def broken(*_given: object, **_named: object) -> None:
        raise ZeroDivisionError("so many\nlines")

    monkeypatch.setattr(looking, "claim", broken)
    said = typed("show", "C-1")
    assert said.code == 3
    assert said.err.startswith(
        "Error: A fault of claims itself (ZeroDivisionError: so many lines). Nothing half-done was kept."
    )
    assert said.err.count("\n") == 1
    said = typed("--debug", "show", "C-1")
    assert said.code == 3
    assert "Traceback (most recent call last)" in said.err
    assert 'raise ZeroDivisionError("so many' in said.err


def test_debug_counts_only_before_the_verb(desk: Path) -> None:
    """`--debug` as the value of another option is that option's value."""
    said = typed("mark", "C-99", "--status", "unproven", "--because", "--debug")
    assert said.code == 1
    assert "Traceback" not in said.err
    assert "Traceback" in typed("--debug", "mark", "C-99", "--status", "unproven", "--because", "x").err
    assert "Traceback" not in typed("--debug", "list", "--limit", "-1").err


def test_a_conflict_is_told_and_refused(desk: Path) -> None:
    """What changed here and in the file is a conflict: exit code 5, also of the rehearsal, and nothing is written."""
    assert typed("undo", "R-1").code == 0
    (desk / "case.yaml").write_text((desk / "case.yaml").read_text().replace("is closed.\n", "is closed to cars.\n"))
    before = digest(desk / "claims.db")
    said = typed("import", "case.yaml", "--dry-run")
    assert said.code == 5
    assert "conflict: claim closed" in said.out
    said = typed("import", "case.yaml")
    assert said.code == 5
    assert "`--theirs KEY` takes the file's, `--ours KEY` keeps what is here." in said.err
    assert digest(desk / "claims.db") == before


def test_the_errors_repeat_little_of_what_was_typed(desk: Path) -> None:
    """A word of pages is repeated in part, so that the rest of the sentence can be read."""
    for line in (["show", "x" * 5000], ["list", "--source", "y" * 5000], ["list", "--stage", "z" * 5000]):
        said = typed(*line)
        assert said.code in {1, 2}
        assert len(said.err) < 400


@pytest.mark.parametrize(
    "failure",
    [
        errors.NotText("a.txt", "byte 3 is 0xff"),
        errors.NoWords("a.txt"),
        errors.ExtraMissing("--main-text", "html"),
        errors.BadCaseFile("our.yaml", 3, "A list is wanted here."),
        errors.LogBroken("it ends in the middle"),
    ],
    ids=lambda failure: type(failure).__name__,
)
def test_a_failure_goes_from_one_process_to_another(failure: errors.ClaimsError) -> None:
    """`read --jobs` hands failures over: each arrives as what it was, with its sentence and exit code."""
    arrived = pickle.loads(pickle.dumps(failure))
    assert type(arrived) is type(failure)
    assert (arrived.sentence, arrived.exit_code, str(arrived)) == (failure.sentence, failure.exit_code, str(failure))


def test_an_unwanted_word_is_no_option(desk: Path) -> None:
    """`-bridge` among the words of a search needs no quotes; an option that is mistyped is still said."""
    assert "C-" in typed("search", "bridge").out
    assert typed("search", "bridge", "-bridge").out == ""
    assert typed("search", "-bridge", "bridge", "--json").out == "[]\n"
    said = typed("search", "bridge", "--lmit", "3")
    assert (said.code, "no option --lmit. Did you mean --limit?" in said.err) == (2, True)


def test_a_search_that_finds_nothing_says_how_to_go_on(desk: Path) -> None:
    """A mistyped word, an id in the place of words, and words that stand nowhere: each with the command that helps."""
    assert "Did you mean Bridge?\nNext: claims search Bridge\n" in typed("search", "brigde").err
    assert "Next: claims show C-1\n" in typed("search", "c-1").err
    assert "Next: claims match qqqq" in typed("search", "qqqq").err
    assert typed("search", "brigde", "--json").out == "[]\n"


def test_a_source_of_another_case() -> None:
    """A name that another case has is not told to be meant by itself."""
    said = errors.UnknownWord("source of this case", "TASS", ["TASS", "Interfax"]).sentence
    assert said == (
        "There is no source of this case TASS. Another case has one; each case has its own. A new one: `claims source add TASS`."
    )


def test_what_other_programs_call_it() -> None:
    """What people type for what is called otherwise here is no verb of ours, and what it is called here is one."""
    ours = {name for verbs in SECTIONS.values() for name, *_ in verbs}
    assert not ours & MEANT.keys()
    assert {meant.split()[1].removesuffix(",") for meant in MEANT.values()} <= ours | {"--version"}
