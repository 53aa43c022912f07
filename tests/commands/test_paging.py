"""Long answers on a terminal: through a pager, in colour, quiet when it is closed; never in a pipe."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from at_desk import PROGRAM, process, typed
from at_terminal import Program, terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals as POSIX has them")

PAGER = """\
#!{python} -IS
import os, sys
if sys.argv[1:] == ["early"]:
    sys.stdin.readline()
    print("PAGED early")
    sys.exit(0)
took = sys.stdin.buffer.read()
open("took", "wb").write(took)
print("PAGED", *sys.argv[1:], "LESS=" + os.environ.get("LESS", ""))
sys.exit(int(os.environ.get("PAGER_ENDS", "0")))
"""

Shown = Callable[..., tuple[int, str]]

LONG = (
    "list",
    "search bridge",
    "show C-1",
    "trace C-1",
    "log",
    "source show S-1",
    "article show A-1",
    "rules show",
)


@pytest.fixture
def pager(desk: Path) -> str:
    """A pager that keeps what it is given, in a desk with much to read."""
    program = desk / "pager"
    program.write_text(PAGER.format(python=sys.executable))
    program.chmod(0o755)
    many = "".join(f"  - {{text: Claim {n} is about a bridge.}}\n" for n in range(30))
    (desk / "many.yaml").write_text(f"case: many\nclaims:\n{many}")
    assert typed("import", "many.yaml").code == 0
    return str(program)


@pytest.fixture
def shown(desk: Path, program: Program) -> Shown:
    """The exit code of a command line, and what a small terminal shows of it."""

    def show(line: str, rows: int = 8, **settings: str) -> tuple[int, str]:
        with program.at_terminal(*line.split(), folder=desk, rows=rows, settings=settings) as screen:
            return screen.end()

    return show


@pytest.mark.parametrize("line", LONG)
def test_a_long_answer_goes_through_the_pager(shown: Shown, desk: Path, pager: str, line: str) -> None:
    """What does not fit the terminal is handed to PAGER, whole and in colour; what to do next is said after it."""
    rows = 3 if line in {"log", "source show S-1"} else 8
    code, screen = shown(line, rows, PAGER=f"{pager} -x")
    assert code == 0
    assert "PAGED -x" in screen
    took = (desk / "took").read_text()
    assert "C-" in took or "labels:" in took or "E-1" in took
    if line != "rules show":
        assert "\x1b[" in took
    if line == "list":
        assert took.count("nobody has looked yet") == 32
        assert screen.index("PAGED") < screen.index("Next: claims trace")


@pytest.mark.parametrize(
    ("line", "settings", "rows"),
    [
        ("list", {}, 120),
        ("--no-pager list", {}, 8),
        ("list", {"PAGER": ""}, 8),
        ("list", {"PAGER": "cat"}, 8),
        ("list", {"TERM": "dumb"}, 8),
        ("list --json", {}, 8),
        ("claim new Something. --case bridge", {}, 8),
        ("doctor", {}, 8),
    ],
)
def test_where_no_pager_is_wanted(
    shown: Shown, desk: Path, pager: str, line: str, settings: dict[str, str], rows: int
) -> None:
    """A short answer, `--no-pager`, an empty PAGER or `cat`, a dumb terminal, answers for programs: straight to the terminal."""
    code, screen = shown(line, rows, **({"PAGER": pager} | settings))
    assert code in {0, 3}
    assert "PAGED" not in screen
    assert not (desk / "took").exists()


def test_never_in_a_pipe(desk: Path, pager: str) -> None:
    """Where stdout is no terminal no pager is started, whatever PAGER says."""
    ran = process("list", cwd=desk, env=None)
    assert ran.returncode == 0
    assert not (desk / "took").exists()
    assert b"\x1b" not in ran.stdout


def test_colour_only_where_it_is_wanted(shown: Shown, desk: Path, pager: str) -> None:
    """With NO_COLOR the pager gets plain words."""
    shown("list", PAGER=pager, NO_COLOR="1")
    assert "\x1b" not in (desk / "took").read_text()


@pytest.mark.parametrize("settings", [{}, {"PAGER_ENDS": "1"}])
def test_closing_the_pager_is_quiet(shown: Shown, desk: Path, pager: str, settings: dict[str, str]) -> None:
    """Whoever leaves the pager has read enough: exit code 0 and no complaint, however the pager ends."""
    early = f"{pager} early" if not settings else pager
    code, screen = shown("trace C-1", PAGER=early, **settings)
    assert code == 0
    assert "Error" not in screen
    assert "Next: claims mark C-1" in screen


@pytest.mark.parametrize("broken", ["no-such-pager", "./empty"])
def test_a_pager_that_is_not_there(shown: Shown, desk: Path, pager: str, broken: str) -> None:
    """Without its pager the answer comes as it is, and a line says why; a pager that is no program is treated the same."""
    (desk / "empty").touch(0o755)
    code, screen = shown("list", PAGER=broken)
    assert code == 0
    assert screen.count("nobody has looked yet") == 32
    assert "the answer comes without it." in screen


def test_less_keeps_colours(shown: Shown, desk: Path, pager: str) -> None:
    """A pager that is called `less` is told to keep colours: all our settings where LESS is not set, else -R beside its own."""
    (desk / "pager").rename(desk / "less")
    assert "PAGED -FRX LESS=" in shown("list", PAGER=f"{desk}/less")[1]
    assert "PAGED -S -R LESS=-i" in shown("list", PAGER=f"{desk}/less -S", LESS="-i")[1]


def test_in_less_for_real(desk: Path, pager: str) -> None:
    """Without PAGER it is less: a screen is shown, Ctrl-C does not end it, q does, and the shell gets 0."""
    if shutil.which("less") is None:
        pytest.skip("less is not installed here")
    with terminal([*PROGRAM, "list"], desk, rows=10) as screen:
        screen.until(r"(?s)C-4.*\n:")
        screen.type("\x03")
        screen.until("\x07")
        screen.type("\r")  # some versions of less only draw the screen anew at the key that follows
        screen.until(":")
        screen.type(" ")
        screen.until("C-8")
        screen.type("q")
        code, told = screen.end()
    assert code == 0
    assert "C-33" not in told
    assert "Traceback" not in told
    assert "Next: claims trace C-1" in told


def test_a_search_comes_in_pages(shown: Shown, desk: Path, pager: str) -> None:
    """A terminal gets twenty hits and is told how to see the next; a pipe and JSON get all of them unless --limit says otherwise."""
    code, screen = shown("search bridge", rows=60, PAGER=pager)
    assert code == 0
    assert "--offset 20" in screen
    everything = json.loads(typed("search", "bridge", "--json").out)
    assert len(everything) >= 30
    second = json.loads(typed("search", "bridge", "--json", "--limit", "20", "--offset", "20").out)
    assert [hit["id"] for hit in second] == [hit["id"] for hit in everything[20:40]]
    assert "nothing after the first 99" in typed("search", "bridge", "--offset", "99").err
