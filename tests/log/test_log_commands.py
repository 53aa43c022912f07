"""verify, head, prove and check-proof as they are typed."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from damage import ARTICLE, HEAD, change, filled, other_value, reseal, table, typed, unchecked
from databases import Places
from sqlalchemy import select, update
from timing import PATIENCE_S

from claims.commands import progress as progress_line
from claims.store.engine import Database


@pytest.fixture(autouse=True)
def _desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder to work in, with a reviewer."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLAIMS_REVIEWER", "Ana")
    monkeypatch.delenv("CLAIMS_DB", raising=False)


@pytest.fixture
def store(places: Places, tmp_path: Path) -> Iterator[Database]:
    """A filled store of the test's own."""
    with filled(places, tmp_path) as database:
        yield database


@pytest.fixture
def db(store: Database) -> tuple[str, str]:
    """What stands before the verb."""
    return ("--db", store.url.render_as_string(hide_password=False).removeprefix("sqlite:///"))


def alter(store: Database, name: str, row: int, **values: Any) -> None:
    with unchecked(store) as connection, connection.begin():
        change(connection, table(name), row, values)


# --- verify ----------------------------------------------------------------------------------------------------------


def test_in_order(db: tuple[str, ...]) -> None:
    """All is well: exit code 0, what was looked at, which log, its root, and what was redacted on purpose."""
    said = typed(*db, "verify")
    assert said.code == 0
    first, redacted, last = said.out.splitlines()
    assert first == "In order: 60 rows in 5 events; leaves, head, articles, caches, references and triggers."
    assert redacted == "Redacted on purpose: a grade of S-1 (row 50, E-4)."
    assert last.startswith("Log claims-tracker/")
    assert "Next: claims" in said.err
    assert "head -o FILE" in said.err


def test_a_quick_look_says_that_it_is_one(db: tuple[str, ...]) -> None:
    """--quick does not claim more than it looked at."""
    said = typed(*db, "verify", "--quick")
    assert said.out.startswith(
        "In order, as far as a quick look tells: 60 rows in 5 events, none missing, and the head is theirs.\n"
    )


def test_an_altered_row(db: tuple[str, ...], store: Database) -> None:
    """The row is named in words with its transaction, the exit code is 6, and the database stays as it is."""
    alter(store, "claim", 26, text="There will be two factories.")
    for _ in range(2):
        said = typed(*db, "verify")
        assert said.code == 6
        assert (
            "Found 3 things that are not in order, in 60 rows in 5 events:\n" in said.out
        )  # the index of words among them
        assert "- C-1, version 2 (row 26, E-2): its leaf is not what its values give.\n" in said.out
        assert "compare it with a backup" in said.err


def test_as_json(db: tuple[str, ...], store: Database) -> None:
    """Programs get the finding with its kind, table, row and event, and the same exit code."""
    assert typed(*db, "verify", "--json").json["ok"] is True
    alter(store, "review", 40, status="true")
    said = typed(*db, "verify", "--json")
    assert said.code == 6
    told = said.json
    assert (told["ok"], told["size"], told["events"], told["quick"], told["since"]) == (False, 60, 5, False, None)
    assert {
        "kind": "row", "table": "review", "row": 40, "event": "E-3",
        "says": "R-1 (row 40, E-3): its leaf is not what its values give",
    } in told["found"]  # fmt: skip
    assert told["findings"] == len(told["found"])


SAMPLE = [
    ("event", "who"), ("claim", "text"), ("source", "aliases"), ("article", "url"), ("review", "status"), ("evidence", "side"),
    ("snapshot_body", "content"), ("passage", "start_at"), ("retraction", "withdrawn"), ("redaction", "commitments"), ("hedge", "leaf"),
    ("approval", "salt"), ("intake_item", "digest"), ("log_origin", "origin"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "column"), SAMPLE)
def test_altered_columns(db: tuple[str, ...], store: Database, name: str, column: str) -> None:
    """A sample of the columns that are all tried below the command line."""
    rows = table(name)
    with store.reading() as session:
        row, value = session.connection.execute(
            select(rows.c.seq, rows.c[column].label("value"))
            .where(rows.c[column].is_not(None))
            .order_by(rows.c.seq)
            .limit(1)
        ).one()
    alter(store, name, row, **{column: other_value(rows.c[column], value)})
    said = typed(*db, "verify", "--json")
    assert said.code == 6
    assert row in {one["row"] for one in said.json["found"]}


def test_only_caches(db: tuple[str, ...], store: Database) -> None:
    """Where nothing but a cache is wrong, the next step is the command that makes it anew; then all is in order."""
    with unchecked(store) as connection, connection.begin():
        connection.execute(table("claim_source_cache").delete())
    said = typed(*db, "verify")
    assert said.code == 6
    assert "db caches   # makes the caches anew; the log itself is in order" in said.err
    assert typed(*db, "db", "caches").code == 0
    assert typed(*db, "verify").code == 0


def test_many_findings(db: tuple[str, ...], store: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of very many findings the first are told and the rest are counted."""
    with unchecked(store) as connection, connection.begin():
        connection.execute(
            table("source_name_cache").insert(), [{"folded": f"n{i:03}", "source": 10} for i in range(300)]
        )
    said = typed(*db, "verify")
    assert "Found 300 things that are not in order" in said.out
    assert said.out.count("\n- ") == 101
    assert "- and 200 more\n" in said.out
    assert len(typed(*db, "verify", "--json").json["found"]) == 300


def test_a_reader_may_verify(db: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has to say who they are to look, and nothing is written."""
    monkeypatch.delenv("CLAIMS_REVIEWER")
    head = typed(*db, "head").out
    assert typed(*db, "verify").code == 0
    assert typed(*db, "head").out == head


# --- heads -----------------------------------------------------------------------------------------------------------


def test_a_head(db: tuple[str, ...]) -> None:
    """Three lines on stdout or in a file; --json has the root in hexadecimal, as reports print it."""
    said = typed(*db, "head")
    origin, size, root = said.out.splitlines()
    assert (size, len(root)) == ("60", 44)
    told = typed(*db, "head", "--json").json
    assert (told["origin"], told["size"], len(told["root"])) == (origin, 60, 64)
    assert told["root"] in typed(*db, "verify").out
    wrote = typed(*db, "head", "-o", "a.head")
    assert wrote.out == ""
    assert Path("a.head").read_text() == said.out
    assert "verify --head a.head" in wrote.err


def test_grown_since(db: tuple[str, ...]) -> None:
    """After further work the log has grown out of the head that was kept; stdin serves as well as a file."""
    kept = typed(*db, "head").out
    Path("a.head").write_text(kept)
    assert typed(
        *db, "mark", "C-2", "--status", "unproven", "--because", "No record.", "--override", "a test"
    ).code in {0, 1}
    assert typed(*db, "claim", "new", "There is a third one.").code == 0
    said = typed(*db, "verify", "--head", "a.head")
    assert said.code == 0
    assert "Only grown since the head of 60 rows.\n" in said.out
    assert typed(*db, "verify", "--quick", "--head", "-", stdin=kept.encode()).code == 0


def test_rewritten_and_rolled_back(db: tuple[str, ...], store: Database) -> None:
    """With every trace covered in the database, the kept head still tells: rewritten, rolled back, another log."""
    kept = typed(*db, "head").out
    Path("a.head").write_text(kept)
    origin, _, root = kept.splitlines()
    Path("later.head").write_text(f"{origin}\n70\n{root}\n")
    Path("other.head").write_text(f"claims-tracker/other\n60\n{root}\n")
    for file, says in (
        ("later.head", "- the log was rolled back: the head that was kept has 70 rows, the log 60.\n"),
        ("other.head", "- the head that was kept is of another log, claims-tracker/other; this one is "),
    ):
        said = typed(*db, "verify", "--head", file)
        assert said.code == 6
        assert says in said.out
    with unchecked(store) as connection, connection.begin():
        change(connection, table("review"), 40, {"status": "true"})
        reseal(connection)
    assert typed(*db, "verify").code == 0
    said = typed(*db, "verify", "--head", "a.head")
    assert said.code == 6
    assert "- history was rewritten: all rows do not give the root of the head that was kept.\n" in said.out


@pytest.mark.parametrize("content", [b"", b"x", b"a\n1\n", b"\xff\n1\nx\n", b"a\n01\nx\n", ARTICLE.encode()])
def test_a_damaged_head(db: tuple[str, ...], content: bytes) -> None:
    """A file that is no head is one clear line, before anything is opened, wherever it is given."""
    Path("a.head").write_bytes(content)
    for line in (
        ("verify", "--head", "a.head"),
        ("prove", "C-1", "--since", "a.head"),
        ("check-proof", "a.proof", "--head", "a.head"),
    ):
        said = typed(*db, *line)
        assert said.code == 1
        assert said.err.startswith("Error: a.head is no head of a log: ")
        assert said.err.count("\n") == 1
        assert said.out == ""


@pytest.mark.parametrize("line", [("verify", "--head", "no.head"), ("check-proof", "no.proof", "--head", "no.head")])
def test_a_head_that_is_not_there(db: tuple[str, ...], line: tuple[str, ...]) -> None:
    """A file that is not there is named."""
    said = typed(*db, *line)
    assert said.code == 1
    assert "there is no such file" in said.err


def test_a_head_that_fits_nothing(db: tuple[str, ...], store: Database) -> None:
    """From a store whose head row was altered neither a head nor a proof is handed out; verify says what is wrong."""
    with unchecked(store) as connection, connection.begin():
        connection.execute(update(HEAD).values(size=59))
    for line in (("head",), ("prove", "C-1")):
        said = typed(*db, *line)
        assert said.code == 6
        assert said.err.startswith("Error: The log does not hold together: its head does not fit its size.")
    said = typed(*db, "verify")
    assert said.code == 6
    assert said.out.endswith(", root unknown.\n")


# --- proofs ----------------------------------------------------------------------------------------------------------


def test_a_proof_from_hand_to_hand(db: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Written here, checked in a folder without a database: what is recorded, by whom, under which head."""
    assert typed(*db, "head", "-o", "a.head").code == 0
    wrote = typed(*db, "prove", "factory", "-o", "c1.proof")
    assert wrote.code == 0
    assert "rows about C-1, under the head of 60 rows." in wrote.err
    away = tmp_path / "away"
    away.mkdir()
    for name in ("a.head", "c1.proof"):
        shutil.move(name, away)
    monkeypatch.chdir(away)
    said = typed("check-proof", "c1.proof", "--head", "a.head")
    assert said.code == 0
    assert said.out.startswith("Proven: ")
    assert "There will be a factory." in said.out
    assert "mark by Ben" in said.out
    assert typed("check-proof", "-", "--head", "a.head", stdin=Path("c1.proof").read_bytes()).out == said.out
    told = typed("check-proof", "c1.proof", "--head", "a.head", "--json").json
    assert told["about"] == "C-1"
    assert {row["event"] for row in told["rows"]} >= {"E-1", "E-2", "E-3"}


def test_a_tampered_proof(db: tuple[str, ...]) -> None:
    """One sentence that names the row, exit code 6, and nothing on stdout."""
    typed(*db, "head", "-o", "a.head")
    proof = typed(*db, "prove", "C-1").out
    Path("c1.proof").write_text(proof.replace("There will be a factory.", "There will be no factory."))
    said = typed("check-proof", "c1.proof", "--head", "a.head")
    assert (said.code, said.out) == (6, "")
    assert (
        said.err
        == "Error: c1.proof proves nothing: row 26 (claim): the text given as text is not the one that was recorded.\n"
    )


def test_a_proof_under_a_published_head(db: tuple[str, ...]) -> None:
    """A head from the day of publication is enough for a proof of later: with --since it leads there."""
    typed(*db, "head", "-o", "published.head")
    assert typed(*db, "claim", "new", "There is a third one.").code == 0
    typed(*db, "prove", "C-1", "-o", "plain.proof")
    typed(*db, "prove", "C-1", "--since", "published.head", "-o", "grown.proof")
    assert typed("check-proof", "plain.proof", "--head", "published.head").code == 6
    said = typed("check-proof", "grown.proof", "--head", "published.head")
    assert said.code == 0
    assert "Head: 60 rows" in said.out


def test_a_proof_needs_a_head(db: tuple[str, ...]) -> None:
    """A proof proves nothing by itself: the head that the reader trusts has to be named."""
    said = typed("check-proof", "a.proof")
    assert said.code == 2
    assert "--head is missing" in said.err


def test_one_stdin(db: tuple[str, ...]) -> None:
    """stdin cannot be both the proof and the head."""
    assert typed("check-proof", "-", "--head", "-").code == 2


def test_no_database_is_loaded(db: tuple[str, ...]) -> None:
    """check-proof opens no database: it loads no driver, looks for no claims.db and minds no --db."""
    typed(*db, "head", "-o", "a.head")
    typed(*db, "prove", "C-1", "-o", "c1.proof")
    look = """
import sys
from claims.commands.main import answered
code = answered(["--db", "/nowhere/at/all.db", "check-proof", "c1.proof", "--head", "a.head"])
print([name for name in ("sqlalchemy", "sqlite3", "psycopg", "alembic") if name in sys.modules], code, file=sys.stderr)
"""
    environment = {**os.environ, "CLAIMS_DB": "/nowhere/else.db"}
    done = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, text=True, check=True, timeout=PATIENCE_S, env=environment
    )
    assert done.stdout.startswith("Proven: ")
    assert done.stderr.splitlines()[-1] == "[] 0"


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_text_from_outside_does_nothing(db: tuple[str, ...], store: Database) -> None:
    """What a page says never reaches the terminal raw, neither through a proof nor through a finding."""
    nasty = "x\x1b]52;c;eA==\x07\u202ey\nz"
    assert typed(*db, "claim", "new", "There is one.", "--note", nasty).code == 0
    typed(*db, "head", "-o", "a.head")
    typed(*db, "prove", "C-3", "-o", "c3.proof")
    said = typed("check-proof", "c3.proof", "--head", "a.head")
    assert not said.acting()
    assert "\\x1b]52;c;eA==" in said.out
    with unchecked(store) as connection, connection.begin():
        connection.execute(update(table("claim_now_cache")).values(text=nasty))
        change(connection, table("case_file"), 7, {"key": nasty})
    said = typed(*db, "verify")
    assert said.code == 6
    assert not said.acting()


# --- signatures ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@pytest.mark.skipif(
    shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed, which signs and checks heads"
)
def test_a_signed_head(db: tuple[str, ...]) -> None:
    """The two commands of the help: a head is signed with an SSH key, checked by its reader, and refused once altered."""
    ssh_keygen = str(shutil.which("ssh-keygen"))

    def run(*line: str, stdin: bytes = b"") -> int:
        return subprocess.run(
            [ssh_keygen, *line], input=stdin, capture_output=True, check=False, timeout=PATIENCE_S
        ).returncode

    typed(*db, "head", "-o", "monday.head")
    for name in ("desk", "other"):
        assert run("-q", "-t", "ed25519", "-N", "", "-C", name, "-f", name) == 0
    Path("allowed_signers").write_text(f"desk@example.org {Path('desk.pub').read_text()}")
    assert run("-Y", "sign", "-f", "desk", "-n", "claims-head", "monday.head") == 0
    check = (
        "-Y",
        "verify",
        "-f",
        "allowed_signers",
        "-I",
        "desk@example.org",
        "-n",
        "claims-head",
        "-s",
        "monday.head.sig",
    )
    head = Path("monday.head").read_bytes()
    assert run(*check, stdin=head) == 0
    assert run(*check, stdin=head.replace(b"60", b"59")) != 0
    Path("monday.head.sig").unlink()
    assert run("-Y", "sign", "-f", "other", "-n", "claims-head", "monday.head") == 0
    assert run(*check, stdin=head) != 0
    help_text = typed("head", "--help").out
    assert "ssh-keygen -Y sign -f ~/.ssh/id_ed25519 -n claims-head monday.head" in help_text
    assert "-n claims-head -s monday.head.sig < monday.head" in help_text


# --- progress --------------------------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    """A long check says on a terminal how far it has come, on one line that is taken away at the end."""
    monkeypatch.setattr(progress_line, "PATIENCE_S", 0.0)
    monkeypatch.setattr(progress_line, "EVERY_S", 0.0)
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    progress = progress_line.Progress(quiet=False)
    progress("rows", 16384, 900000)
    progress("triggers", 0, 0)
    progress.end()
    assert (
        screen.getvalue() == "\rChecking rows: 16,384 of 900,000\rChecking triggers" + " " * 15 + "\r" + " " * 17 + "\r"
    )


@pytest.mark.parametrize(
    ("stream", "quiet", "patience"), [(io.StringIO, False, 0.0), (Terminal, True, 0.0), (Terminal, False, 60.0)]
)
def test_no_progress(monkeypatch: pytest.MonkeyPatch, stream: type[io.StringIO], quiet: bool, patience: float) -> None:
    """Nothing of it in a pipe, with -q, or in the first second."""
    monkeypatch.setattr(progress_line, "PATIENCE_S", patience)
    screen = stream()
    monkeypatch.setattr(sys, "stderr", screen)
    progress = progress_line.Progress(quiet=quiet)
    progress("rows", 1, 2)
    progress.end()
    assert screen.getvalue() == ""
