"""Completion: what a shell is told when it asks how a line may go on."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from at_desk import digest, environment, typed
from timing import PATIENCE_S

from claims.commands.verbs import main

Propose = Callable[..., dict[str, str]]


@pytest.fixture
def propose(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Propose:
    """Ask as fish does: each proposal with what it stands for."""

    def ask(line: str) -> dict[str, str]:
        monkeypatch.setenv("_CLAIMS_COMPLETE", "fish_complete")
        monkeypatch.setenv("COMP_LINE", line)
        said = typed()
        monkeypatch.delenv("_CLAIMS_COMPLETE")
        assert (said.code, said.err) == (0, "")
        told = (answer.partition("\t") for answer in said.out.splitlines() if answer)
        return {value.partition(",")[2]: what for value, _, what in told}

    return ask


# --- what is proposed -------------------------------------------------------------------------------------------------


def test_verbs_and_options_come_with_what_they_do(propose: Propose) -> None:
    """A line that has only begun goes on with the verbs, an option's dash with the options, each with its help."""
    assert propose("claims tr") == {"trace": "The chain of a claim."}
    assert {"init", "completion", "mark", "db"} <= set(propose("claims "))
    assert set(propose("claims db ca")) == {"caches"}
    assert propose("claims --no")["--no-pager"]
    assert propose("claims mark C-1 --beca")["--because"].startswith("Why")


@pytest.mark.parametrize("line", ["trace", "show", "mark", "report", "publish", "hop add", "claim edit", "claim link"])
def test_claims_come_as_ids_with_their_text(desk: Path, propose: Propose, line: str) -> None:
    """Where a claim is wanted its id is proposed, the newest first, with the start of its text."""
    found = propose(f"claims {line} ")
    assert list(found) == ["C-3", "C-2", "C-1"]
    assert found["C-1"] == "The bridge at Kara is closed."


@pytest.mark.parametrize(
    ("typed_so_far", "proposed"),
    [
        ("C-1", ["C-1"]),
        ("c1", ["C-1"]),
        ("C", ["C-3", "C-2", "C-1"]),
        ("C-9", []),
        ("C-0", []),
        ("1", []),
        ("clo", ["closed"]),
        ("r", ["repair"]),
        ("c", ["closed", "C-3", "C-2", "C-1"]),
        ("@", ["@last"]),
        ("zz", []),
    ],
)
def test_what_is_typed_already_decides(desk: Path, propose: Propose, typed_so_far: str, proposed: list[str]) -> None:
    """Ids are proposed in the form they are printed, keys where they begin as typed; a lone small letter means a key first."""
    assert list(propose(f"claims trace {typed_so_far}")) == proposed


@pytest.mark.parametrize(
    ("line", "proposed"),
    [
        ("list --source ", {"S-1": "Ayşe Yılmaz, person", "S-2": "Kara Courier, outlet", "S-4": "a resident, person"}),
        ("list --source cou", {"courier": "S-2 Kara Courier"}),
        ("list --source Kara", {"Kara Courier": "S-2 outlet"}),
        ("list --claimant Ay", {"Ayşe Yılmaz": "S-1 person"}),
        ("source show S-3", {"S-3": "Nord Wire, outlet"}),
        ("add article.txt --outlet ", {"S-3": "Nord Wire, outlet", "unknown": "nobody can tell"}),
        ("article show ", {"A-1": "Kara Courier: Bridge closed", "A-2": "Nord Wire: Bridge shut"}),
        ("article show sec", {"second": "A-2 Bridge shut"}),
        ("words edit P-1", {"P-1": "C-1, Ayşe Yılmaz: is closed"}),
        ("words add C-1 --source w", {"wire": "S-3 Nord Wire", "witness": "S-4 a resident"}),
        ("words add C-1 x --in f", {"first": "A-1 Bridge closed"}),
        ("hop add C-1 w", {"wire": "P-3 Nord Wire"}),
        ("hop add closed m", {"mayor": "P-1 Ayşe Yılmaz"}),
        ("hop add C-1 wire --from c", {"courier": "P-2 Kara Courier"}),
        ("hop confirm ", {"H-1": "C-1, Kara Courier quotes Ayşe Yılmaz", "H-2": "C-1, Nord Wire cites Kara Courier"}),
        ("approve ", {"R-1": "C-1 unverified, by desk: One official said so."}),
        ("mark C-1 --seen n", {"none": ""}),
        ("mark C-1 --for A-2", {"A-2": "Nord Wire: Bridge shut"}),
        ("mark C-1 --against P-3", {"P-3": "C-1, Nord Wire: said to be shut"}),
        ("ask Q", {"Q-1": "C-1, asked of Ayşe Yılmaz: Is it closed?"}),
        ("undo L", {"L-1": "C-1 bears-on C-2"}),
        ("list --case ", {"bridge": "The bridge at Kara"}),
        ("list --stage re", {"ready-for-review": "", "reviewed": ""}),
        (
            "mark C-1 --status mis",
            {"misleading": "The words may be right and still lead to a wrong belief; may also judge…"},
        ),
        ("completion f", {"fish": ""}),
    ],
)
def test_each_argument_gets_what_belongs_there(
    desk: Path, propose: Propose, line: str, proposed: dict[str, str]
) -> None:
    """Sources by id, key and name, articles, appearances of the claim on the line, hops, reviews, statuses, stages and cases."""
    found = propose(f"claims {line}")
    assert proposed.items() <= found.items()


NAMED = {
    "claim": r"\[?CLAIM\b", "source": "SOURCE|INTO", "outlet": "OUTLET", "article": r"ARTICLE|ORIGINAL|A-\d$", "appearance": r"P-\d$",
    "hop": r"H-\d", "review": r"R-\d", "event": r".*E-\d", "status": "STATUS", "evidence": "EVIDENCE", "path": "FILE",
}  # fmt: skip
"""Kinds of arguments, and how help calls one of that kind."""


def _parameters(command: click.Command, context: click.Context) -> Iterator[tuple[str, click.Parameter]]:
    """Every parameter of a command and of those below it."""
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from _parameters(below, click.Context(below, info_name=name, parent=context))
    else:
        yield from ((context.command_path, parameter) for parameter in command.params)


def test_no_argument_is_left_out() -> None:
    """Whatever help calls a claim, an article, a review and so on is completed as one, in every command there is."""
    left = []
    for path, parameter in _parameters(main, click.Context(main, info_name="claims", **main.context_settings)):
        metavar = parameter.metavar or (parameter.name or "").upper()
        wanted = next((kind for kind, called in NAMED.items() if re.match(called, metavar)), None)
        wanted = "case" if "--case" in parameter.opts else wanted
        kinds = {parameter.type.name, *getattr(parameter.type, "kinds", ())}
        if wanted is not None and wanted not in kinds:
            left.append(f"{path} {parameter.name}: {wanted}, not {kinds}")
    assert left == []


def test_events_are_proposed_where_something_is_taken_back(desk: Path, propose: Propose) -> None:
    """`undo` proposes the latest events first, then the reviews; `--as-of` events."""
    found = list(propose("claims undo "))
    assert found[:3] == ["E-2", "E-1", "R-1"]
    assert list(propose("claims trace C-1 --as-of E")) == ["E-2", "E-1"]


def test_what_was_withdrawn_is_not_proposed(desk: Path, propose: Propose) -> None:
    """Withdrawn things disappear from the proposals, parts of a withdrawn claim too; retired labels as well."""
    assert typed("undo", "R-1").code == 0
    assert propose("claims approve ") == {}
    assert typed("undo", "C-3").code == 0
    assert list(propose("claims trace ")) == ["C-2", "C-1"]
    scale = typed("rules", "show").out.replace("  - id: satire\n", "  - id: satire\n    retired_on: 2026-01-01\n")
    (desk / "rules.yaml").write_text(scale)
    assert typed("rules", "edit", "rules.yaml").code == 0
    assert "satire" not in propose("claims mark C-1 --status ")
    assert "too-early" in propose("claims mark C-1 --status ")


def test_a_claim_named_already_is_not_proposed_again(desk: Path, propose: Propose) -> None:
    """Where several claims may stand, those that stand there are left out."""
    assert list(propose("claims mark C-3 C-1 ")) == ["C-2"]


def test_at_most_fifty(desk: Path, propose: Propose) -> None:
    """Of many claims fifty are proposed, and those whose number begins as typed."""
    many = "".join(f"  - {{key: key-{n}, text: Claim number {n} of many.}}\n" for n in range(200))
    (desk / "many.yaml").write_text(f"case: many\nclaims:\n{many}")
    assert typed("import", "many.yaml").code == 0
    assert list(propose("claims trace "))[:2] == ["C-203", "C-202"]
    assert [len(propose(f"claims trace {begun}")) for begun in ("", "C", "key-")] == [50, 50, 50]
    assert list(propose("claims trace C-12")) == ["C-12", *(f"C-{n}" for n in range(120, 130))]
    assert list(propose("claims trace key-19")) == ["key-19", *(f"key-{n}" for n in range(190, 200))]


@pytest.mark.parametrize("line", ["add ", "import ca", "article attach A-1 ", "export -o ", "rules edit ", "--db "])
def test_files_are_left_to_the_shell(desk: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    """Where a file is wanted the shell is told so and completes it itself."""
    monkeypatch.setenv("_CLAIMS_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_LINE", f"claims {line}")
    assert typed().out.startswith("file,")


def test_text_that_acts_on_a_terminal_is_escaped(folder: Path, with_empty: Path, propose: Propose) -> None:
    """A title that holds escape sequences or turns the direction of writing is shown written out; a key of that sort is not proposed."""
    shutil.copy(with_empty, folder / "claims.db")
    texts = {"key": "a\u202eb", "text": "red \u202e\u200b text " + "x" * 300}
    case = {"case": "c", "title": "t\u2066t", "claims": [texts, {"key": "ab", "text": "plain"}]}
    (folder / "case.json").write_text(json.dumps(case))
    assert typed("import", "case.json").code == 0
    found = propose("claims trace C-1")
    assert found["C-1"].startswith(r"red \u202e\u200b text xxx")
    assert len(found["C-1"]) <= 80
    assert list(propose("claims trace a")) == ["ab"]
    assert propose("claims list --case ") == {"c": r"t\u2066t"}


# --- which database, and what becomes of it ---------------------------------------------------------------------------


def test_the_database_is_found_as_by_every_command(
    desk: Path, propose: Propose, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`--db` before the verb, else CLAIMS_DB, else claims.db here or in a folder above."""
    below = desk / "a" / "b"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert "C-1" in propose("claims trace ")
    away = tmp_path / "away"
    away.mkdir()
    monkeypatch.chdir(away)
    assert propose("claims trace ") == {}
    monkeypatch.setenv("HOME", str(desk))
    for line in (
        f"--db {desk}/claims.db",
        f"--db={desk}/claims.db",
        f"--db sqlite:///{desk}/claims.db",
        "--db ~/claims.db",
    ):
        assert "C-1" in propose(f"claims {line} trace "), line
    monkeypatch.setenv("CLAIMS_DB", str(desk / "claims.db"))
    assert "C-1" in propose("claims trace ")
    assert propose("claims --db nowhere.db trace ") == {}


def _foreign(kind: str, folder: Path) -> str:
    """Something that is no claims database, as --db names it."""
    path = folder / "other.db"
    match kind:
        case "a folder":
            path.mkdir()
        case "an empty file":
            path.touch()
        case "a text":
            path.write_text("SQLite format 3\0 but not really" * 20)
        case "another program's":
            sqlite3.connect(path).execute("CREATE TABLE claim_now_cache (number)").connection.close()
        case "a damaged one":
            content = bytearray((folder / "claims.db").read_bytes())
            content[100:] = b"\xff" * (len(content) - 100)
            path.write_bytes(content)
        case "a pipe":
            os.mkfifo(path)
        case "a server":
            return "postgresql://nobody@127.0.0.1:1/nothing"
    return str(path)


@pytest.mark.parametrize(
    "kind",
    ["nothing", "a folder", "an empty file", "a text", "another program's", "a damaged one", "a pipe", "a server"],
)
def test_what_is_no_claims_database_gives_no_proposals(desk: Path, propose: Propose, kind: str) -> None:
    """A missing or foreign database, a damaged one, a pipe or a server: no proposals, no error, nothing made."""
    named = _foreign(kind, desk)
    before = sorted(path.name for path in desk.iterdir())
    assert propose(f"claims --db {named} trace ") == {}
    assert propose(f"claims --db {named} list --source a") == {}
    assert "in-research" in propose(f"claims --db {named} list --stage ")
    assert sorted(path.name for path in desk.iterdir()) == before


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_completing_never_writes(desk: Path, propose: Propose, journal: str) -> None:
    """The database keeps every byte and its time, and no file comes into being beside it, in either journal mode."""
    connection = sqlite3.connect(desk / "claims.db")
    connection.execute(f"PRAGMA journal_mode = {journal}")
    connection.close()
    before = {path.name: (digest(path), path.stat().st_mtime_ns) for path in desk.iterdir()}
    for line in ("trace ", "trace clo", "list --source ", "undo ", "mark C-1 --status "):
        assert propose(f"claims {line}")
    assert {path.name: (digest(path), path.stat().st_mtime_ns) for path in desk.iterdir()} == before


def test_a_locked_database_gives_no_proposals_and_no_wait(desk: Path, propose: Propose) -> None:
    """While somebody writes, nothing is proposed; a shell is never kept waiting for it."""
    connection = sqlite3.connect(desk / "claims.db", isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    assert propose("claims trace ") == {}
    connection.close()
    assert "C-1" in propose("claims trace ")


@pytest.mark.parametrize("line", ["claims trace ", "claims mark C-1 --status ", "claims ", "claims undo "])
def test_completing_loads_no_database_library(desk: Path, line: str) -> None:
    """A shell asks at every press of a key: SQLAlchemy, Alembic and YAML are not loaded for the answer."""
    code = (
        "import atexit, sys; from claims.commands.main import run\n"
        "def tell(): print([m for m in ('sqlalchemy', 'alembic', 'yaml', 'orjson') if m in sys.modules], file=sys.stderr)\n"
        "atexit.register(tell); run()"
    )
    env = environment(_CLAIMS_COMPLETE="zsh_complete", COMP_LINE=line)
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=desk, env=env, capture_output=True, timeout=PATIENCE_S, check=True
    )
    assert ran.stdout.startswith(b"plain\n")
    assert ran.stderr == b"[]\n"


@pytest.mark.parametrize("broken", [{}, {"COMP_LINE": "claims trace C-", "COMP_POINT": "x"}, {"COMP_LINE": "'"}])
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "tcsh"])
def test_a_shell_that_asks_badly_is_told_nothing(
    desk: Path, monkeypatch: pytest.MonkeyPatch, shell: str, broken: dict[str, str]
) -> None:
    """Whatever is handed over, completion writes nothing to stderr: it would stand in the middle of the person's line."""
    for name, value in ({"_CLAIMS_COMPLETE": f"{shell}_complete"} | broken).items():
        monkeypatch.setenv(name, value)
    said = typed()
    assert said.err == ""
    assert said.code in {0, 1}
