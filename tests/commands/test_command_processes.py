"""The command as a process: pipes, signals, encodings, closed streams, and two of them at one database."""

from __future__ import annotations

import array
import fcntl
import os
import signal
import sqlite3
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import IO

import pytest
from at_desk import PROGRAM, digest, environment, process, typed
from timing import PATIENCE_S

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and shells as POSIX has them")


every_answer = pytest.mark.parametrize(
    "verb",
    ["list", "report --all", *(pytest.param(verb, marks=pytest.mark.soak) for verb in ("export", "list --json"))],
)


def shell(script: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a shell script in which `$CLAIMS` is the command."""
    env = environment(CLAIMS=f"{PROGRAM[0]} -c '{PROGRAM[2]}'", **more)
    return subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, timeout=PATIENCE_S, check=False, env=env
    )


@every_answer
def test_a_reader_that_leaves_is_no_error(desk: Path, verb: str) -> None:
    """`| head -1`, or a reader that reads nothing: no traceback, no word, exit code 0."""
    for reader in ("head -1 > /dev/null", "true"):
        done = shell(f"eval $CLAIMS {verb} | {reader}; exit ${{PIPESTATUS[0]}}")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@every_answer
def test_an_answer_that_is_lost_is_said(desk: Path, verb: str) -> None:
    """Where the disk behind stdout is full, the answer is lost: one line and exit code 3."""
    done = shell(f"eval $CLAIMS {verb} > /dev/full")
    assert done.returncode == 3
    assert done.stderr.startswith("Error: The answer could not be written to stdout: No space left on device.")
    assert done.stderr.count("\n") == 1


def test_without_stdout_nothing_is_done(desk: Path) -> None:
    """Where stdout is closed nobody would hear the answer: nothing is changed, and stderr says why."""
    before = digest(desk / "claims.db")
    done = shell("eval $CLAIMS claim new 'It rains.' >&-")
    assert done.returncode == 3
    assert (
        done.stderr
        == "Error: stdout is closed, so nothing was done. Redirect it to /dev/null where no answer is wanted.\n"
    )
    assert digest(desk / "claims.db") == before


def test_without_stderr_and_stdin_a_command_works(desk: Path) -> None:
    """Closed stdin and stderr are nobody's business; a closed stdin that was to be read is said."""
    done = shell("eval $CLAIMS claim new It.rains. <&- 2>&-")
    assert (done.returncode, done.stdout) == (0, "C-4\n")
    assert shell("eval $CLAIMS show C-99 2>&-").returncode == 1
    done = shell("eval $CLAIMS add - --outlet unknown <&-")
    assert (done.returncode, done.stderr) == (1, "Error: stdin: it is closed; name a file, or pipe one in.\n")


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param({"LC_ALL": "C"}, marks=pytest.mark.soak),
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1"},
        pytest.param({"TERM": "dumb", "NO_COLOR": "1"}, marks=pytest.mark.soak),
    ],
    ids=str,
)
def test_every_encoding_shows_something(desk: Path, settings: dict[str, str]) -> None:
    """A terminal that lacks a letter shows its number, and plain signs for the drawing; nothing fails."""
    done = process("trace", "C-1", env=environment(**settings))
    assert (done.returncode, done.stderr) == (0, b"")
    drawing = done.stdout.decode(settings.get("PYTHONIOENCODING", "utf-8"))
    assert "Kara Courier" in drawing
    if settings.get("PYTHONIOENCODING") == "ascii":
        assert "Ay\\u015fe Y\\u0131lmaz" in drawing
        assert "`- % recorded P-2 Kara Courier" in drawing


def test_utf8_is_understood_under_a_locale_that_knows_none(desk: Path) -> None:
    """What is typed as UTF-8 is kept as such where the locale is plain C."""
    env = environment(LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert process("claim", "new", "Yağmur yağıyor.", "--key", "rain", env=env).returncode == 0
    shown = typed("show", "rain", "--json").json
    assert (shown["text"], shown["versions"][0]["by"]) == ("Yağmur yağıyor.", "Ayşe K.")


def test_an_argument_that_is_no_text_is_refused(desk: Path) -> None:
    """Bytes that are not UTF-8 are refused as text and taken as the name of a file."""
    before = digest(desk / "claims.db")

    def ran(*line: bytes) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([*PROGRAM, *line], capture_output=True, env=environment(), check=False)

    for line in ([b"show", b"\xff\xfe"], [b"claim", b"new", b"caf\xe9"], [b"list", b"--text", b"\xed\xa0\x80"]):
        done = ran(*line)
        assert done.returncode == 1
        assert b"is not valid Unicode at character" in done.stderr
    assert digest(desk / "claims.db") == before
    assert ran(b"report", b"C-1", b"-o", b"caf\xe9").returncode == 0
    assert os.fsdecode(b"caf\xe9") in {path.name for path in desk.iterdir()}
    done = ran(b"--db", b"\xff", b"list")
    assert (done.returncode, done.stderr.count(b"\n")) == (3, 1)


def test_without_home_and_git_a_reader_reads(desk: Path) -> None:
    """No HOME, no PATH, no name: reading needs none of them."""
    env = {name: value for name, value in environment().items() if name not in {"HOME", "CLAIMS_REVIEWER"}}
    done = process("list", env=env | {"PATH": "/nowhere"})
    assert (done.returncode, done.stderr) == (0, b"")
    done = process("claim", "new", "x", env=env | {"PATH": "/nowhere"})
    assert done.returncode == 2
    assert done.stderr.startswith(b"Error: Who are you?")


def _started(*line: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*PROGRAM, *line], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    )


def unread(pipe: IO[bytes]) -> int:
    """How many bytes of what was written into a pipe nobody has taken out of it yet."""
    count = array.array("i", [0])
    fcntl.ioctl(pipe, termios.FIONREAD, count)
    return count[0]


def test_ctrl_c_ends_in_one_line_and_by_its_signal(desk: Path) -> None:
    """Ctrl-C: one line, nothing kept, and the process ends by the signal, so that a shell's loop stops too."""
    before = digest(desk / "claims.db")
    with _started("add", "-", "--outlet", "unknown") as running:
        assert running.stdin is not None
        running.stdin.write(b"The first line.\n")
        running.stdin.flush()
        while unread(running.stdin) and running.poll() is None:
            time.sleep(0.01)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=PATIENCE_S)
    assert running.returncode == -signal.SIGINT
    assert out == b""
    assert err == b"Error: Stopped. Nothing half-done was kept.\n"
    assert digest(desk / "claims.db") == before


def test_a_command_waits_for_another_and_says_so(desk: Path) -> None:
    """While another process writes, a command waits, says that it does, and then does its work."""
    other = sqlite3.connect(desk / "claims.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with _started("claim", "new", "It rains.") as running:
        assert running.stderr is not None
        assert (
            running.stderr.readline()
            == b"Waiting for the database: another process is writing, or the server is slow.\n"
        )
        other.execute("ROLLBACK")
        other.close()
        out, _ = running.communicate(timeout=PATIENCE_S)
    assert (running.returncode, out) == (0, b"C-4\n")


def test_ctrl_c_ends_the_wait_for_a_database(desk: Path) -> None:
    """Ctrl-C while another process holds the database ends at once, not after the wait."""
    other = sqlite3.connect(desk / "claims.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with _started("claim", "new", "It rains.") as running:
        assert running.stderr is not None
        running.stderr.readline()
        begun = time.monotonic()
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=PATIENCE_S) == -signal.SIGINT
    assert time.monotonic() - begun < 25  # not the thirty seconds of the wait
    other.execute("ROLLBACK")
    other.close()


def test_many_at_once_all_are_kept(desk: Path) -> None:
    """Commands at the same time wait for each other; every one that said it was done is kept, none twice."""
    running = [_started("-q", "claim", "new", f"Claim {n}.") for n in range(3)]
    made = []
    for one in running:
        out, err = one.communicate(timeout=PATIENCE_S)
        assert (one.returncode, err) == (0, b"")
        made.append(out.decode().strip())
    assert sorted(made) == [f"C-{n}" for n in range(4, 7)]
    assert process("list").stdout.count(b"Claim ") == 3


def test_the_checkout_runs_without_being_installed(desk: Path) -> None:
    """`python cli.py ...` is the same as `claims ...`."""
    script = Path(__file__).parents[2] / "cli.py"
    done = subprocess.run([sys.executable, script, "list"], capture_output=True, env=environment(), check=False)
    assert (done.returncode, done.stdout) == (0, process("list").stdout)
    assert done.stdout
