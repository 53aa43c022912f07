"""Pages whose transcripts are true: what the commands of their ```console blocks print today on a terminal.

`python tests/transcripts.py` writes them anew, all or those named. A command is a line that begins with `$ `; lines that begin with `> ` go on with it,
as a shell shows them. A block ```sh run is run as it stands and prints nothing; a reader can copy it whole. All commands of a page run one after the
other in one new folder, by a reviewer called anna. What is different at every run stands in a page as follows: the folder is ~/desk, today is TODAY at
noon, and the log's origin and root are cut to four letters. Errors are folded.
"""

import contextlib
import datetime as dt
import os
import pty
import re
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path

import postgres
from forked import forked
from sqlalchemy import make_url

ROOT = Path(__file__).resolve().parent.parent

TODAY = "2026-11-21"
COLUMNS = 100

SERVER = "postgresql://anna@db.example/desk"
"""What a page calls the PostgreSQL database that its commands find in CLAIMS_DB."""

FAULT = "A fault of claims itself"
"""What no page shows."""

_BLOCK = re.compile(r"^```(console|sh run)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_OURS = ("CLAIMS_", "COLUMNS", "LINES", "FORCE_COLOR")

_NOON = "12:00:00.000000"
_AT_EVERY_RUN = (
    (re.compile(rf"(?<={TODAY}[T ])\d\d:\d\d(:\d\d(\.\d+)?)?(?=Z| UTC)"), lambda found: _NOON[: len(found[0])]),
    (re.compile(r"(?<=claims-tracker/)[0-9a-f]{32}"), lambda _: "5b1f…"),
    (re.compile(r"(root(?: is)?\s+)[0-9a-f]{64}"), lambda found: f"{found[1]}9c40…"),
    (re.compile(r"^[0-9A-Za-z+/]{43}=$", re.MULTILINE), lambda _: "nEAx…"),
)


def pages() -> list[Path]:
    """The README and the pages of docs/ that have a transcript."""
    return [p for p in (ROOT / "README.md", *sorted(ROOT.glob("docs/*.md"))) if commands_of(p.read_text("utf-8"))]


def commands_of(text: str) -> list[str]:
    """Every command of a page's transcripts, in order."""
    return [command for kind, block in _BLOCK.findall(text) if kind == "console" for command, _ in _asked(block)]


def needs_server(text: str) -> bool:
    """Whether a page works on PostgreSQL."""
    return SERVER in text


@contextlib.contextmanager
def programs() -> Iterator[Path]:
    """The program, loaded for as many pages as there are."""
    with tempfile.TemporaryDirectory(prefix="c-") as folder, forked(Path(folder)) as made:
        yield made


def rendered(text: str, programs: Path, server: postgres.Server | None = None) -> str:
    """The page with every transcript as the commands answer now; with a server, on a new database there that CLAIMS_DB names."""
    with tempfile.TemporaryDirectory(dir=postgres.quickest()) as home, contextlib.ExitStack() as stack:
        desk = _Desk(Path(home).resolve(), programs)
        if server is not None:
            database = server.new()
            stack.callback(server.drop, database)
            desk.use(server.url(database), server.programs)
        return _BLOCK.sub(desk.answered, text)


class _Desk:
    """A new folder in which the commands of one page are run."""

    def __init__(self, home: Path, programs: Path) -> None:
        (folder := home / "desk").mkdir()
        self._folder = folder
        self._names = [(str(home), "~")]
        self._days = {_day()}
        # Nothing of who runs the commands, and no colour.
        self._environment = {n: v for n, v in os.environ.items() if not n.startswith(_OURS)} | {
            "CLAIMS_REVIEWER": "anna", "HOME": str(home), "PWD": str(folder), "COLUMNS": f"{COLUMNS}", "NO_COLOR": "1", "PAGER": "", "LC_ALL": "C.UTF-8",
            "PATH": f"{programs}:{Path(sys.executable).parent}:{os.environ['PATH']}",
            "CLAIMS_SEMANTIC": "off",  # the pages show what is there without extras
        }  # fmt: skip

    def use(self, url: str, programs: Path) -> None:
        """Work on this PostgreSQL database, with the programs that came with its server."""
        self._environment |= {"CLAIMS_DB": url, "PATH": f"{programs}:{self._environment['PATH']}"}
        self._names += [(url, SERVER), (make_url(url).render_as_string(), SERVER)]

    def answered(self, block: re.Match[str]) -> str:
        """A block as it reads today."""
        if block[1] != "console":
            if said := self._said(block[2]):
                raise ValueError(f"a block that is to print nothing prints {said!r}")
            return block[0]
        lines = []
        for command, shown in _asked(block[2]):
            said = self._said(command)
            if "\n$ " in f"\n{said}" or said.startswith("> "):
                raise ValueError(f"{command!r} prints what looks like a command")
            lines.append(shown)
            if said.strip():
                lines += [part for line in said.rstrip("\n").split("\n") for part in _folded(line.rstrip())]
        return "\n".join(("```console", self._masked("\n".join(lines)), "```"))

    def _said(self, command: str) -> str:
        """What a command prints on a terminal, answers and talk as they come."""
        ours, theirs = pty.openpty()
        with subprocess.Popen(
            command, shell=True, cwd=self._folder, env=self._environment,
            stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs,
        ) as shell:  # fmt: skip
            os.close(theirs)
            said = bytearray()
            with contextlib.suppress(OSError):  # so Linux says that nobody writes any more
                while part := os.read(ours, 65536):
                    said += part
        os.close(ours)
        # What tells of progress on a slow machine is written over before the answer comes.
        text = re.sub(r"[^\n]*\r", "", said.decode().replace("\r\n", "\n"))
        if shell.returncode < 0 or shell.returncode > 128 or "Killed" in text.split("\n"):
            raise RuntimeError(f"{command!r} was ended by a signal ({shell.returncode})")
        return text

    def _masked(self, transcript: str) -> str:
        """The transcript without what is different at every run."""
        for name, shown in self._names:
            transcript = transcript.replace(name, shown)
        self._days.add(_day())
        for day in self._days:
            transcript = transcript.replace(day, TODAY)
        for pattern, mask in _AT_EVERY_RUN:
            transcript = pattern.sub(mask, transcript)
        return transcript


def _folded(line: str) -> list[str]:
    """An error as a terminal of this width shows it, but that no word is cut; every other line as it is."""
    return textwrap.wrap(line, COLUMNS, break_on_hyphens=False) if line.startswith("Error: ") else [line]


def _asked(block: str) -> Iterator[tuple[str, str]]:
    """The commands of a block: as a shell takes them, and as the page shows them."""
    for asked in re.findall(r"^\$ .*(?:\n> ?.*)*", block, re.MULTILINE):
        yield re.sub(r"^(\$ |> ?)", "", asked, flags=re.MULTILINE), asked


def _day() -> str:
    return dt.datetime.now(dt.UTC).date().isoformat()


def _write(chosen: list[Path]) -> None:
    with contextlib.ExitStack() as stack:
        loaded = stack.enter_context(programs())
        for page in chosen:
            text = page.read_text("utf-8")
            server = stack.enter_context(postgres.running()) if needs_server(text) else None
            made = rendered(text, loaded, server)
            if FAULT in made:
                sys.exit(f"{page} was left as it is: a command of it met a fault of the program.")
            page.write_text(made, "utf-8")


if __name__ == "__main__":
    _write([Path(name) for name in sys.argv[1:]] or pages())
