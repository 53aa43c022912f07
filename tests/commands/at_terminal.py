"""A person at a real terminal: processes that have one to themselves, and what comes out of it."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from fcntl import ioctl
from pathlib import Path
from typing import Protocol

from at_desk import environment
from timing import PATIENCE_S

TESTS = Path(__file__).parents[1]

_TAKES_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execvp(sys.argv[1], sys.argv[1:])
"""

_LOADED = """
import fcntl, json, os, sys, termios
sys.path.insert(0, sys.argv[1])
import warm
del sys.path[0]
warm.load()
import claims.commands.forms
from claims.commands import main
print("ready", flush=True)
for task in map(json.loads, iter(sys.stdin.readline, "")):
    process = os.fork()
    if process == 0:
        os.setsid()
        terminal = os.open(task["terminal"], os.O_RDWR)
        fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
        for number in range(3):
            os.dup2(terminal, number)
        sys.stdin, sys.stdout, sys.stderr = (open(n, "r" if n == 0 else "w", buffering=1, closefd=False) for n in range(3))
        os.environ.clear()
        os.environ.update(task["environment"])
        os.chdir(task["folder"])
        sys.argv = ["claims", *task["line"]]
        try:
            main.run()
        except SystemExit as ended:
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
            os._exit(ended.code or 0)
    print(process, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)
"""
"""Forks for every line it is given: a process of its own, with a terminal of its own, without loading everything anew."""

AGAIN_S = 10.0
"""How long a person waits before Ctrl-C is pressed again: longer than the program takes to end, for a second one would cut off what it says."""

NO_SETTINGS: Mapping[str, str] = {}

COLOUR = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\x1b\][^\x07]*\x07|\x1b[()]B|\x0f")


class Running(Protocol):
    """A process at a terminal."""

    def ended(self) -> int | None:
        """Its exit code, None while it runs."""
        ...

    def kill(self) -> None: ...


class Terminal:
    """A terminal with one program in it."""

    def __init__(self, ours: int, running: Running) -> None:
        self._ours = ours
        self._running = running
        self._read = b""
        self._seen = 0

    def type(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def until(self, pattern: str, patience_s: float = PATIENCE_S) -> str:
        """What came since the last look, up to where the pattern stands in it (colours left out)."""
        ends = time.monotonic() + patience_s
        while time.monotonic() < ends:
            shown = self.shown()
            if found := re.search(pattern, shown[self._seen :]):
                seen, self._seen = self._seen, self._seen + found.end()
                return shown[seen : self._seen]
            if not self._more() and self._running.ended() is not None and not self._more():
                break
        raise AssertionError(f"{pattern!r} did not come; what came is {self.shown()[self._seen :]!r}")

    def interrupt(self, patience_s: float = PATIENCE_S) -> tuple[int, str]:
        """Ctrl-C until the program ends: its exit code and all that it showed.

        A person presses again when nothing comes of it. Python lets the first go unnoticed until the next key where it arrives after `input`
        was called and before readline waits.
        """
        ends = time.monotonic() + patience_s
        while self._running.ended() is None:
            assert time.monotonic() < ends, self.shown()
            self.type("\x03")
            pressed = time.monotonic()
            while self._more() or (self._running.ended() is None and time.monotonic() < pressed + AGAIN_S):
                pass
        return self.end()

    def end(self, patience_s: float = PATIENCE_S) -> tuple[int, str]:
        """Wait for the program's end: its exit code and all that it showed."""
        ends = time.monotonic() + patience_s
        while self._more() or self._running.ended() is None:
            assert time.monotonic() < ends, self.shown()
        code = self._running.ended()
        assert code is not None
        return code, self.shown()

    def raw(self) -> str:
        return self._read.decode(errors="replace").replace("\r\n", "\n")

    def shown(self) -> str:
        return COLOUR.sub("", self.raw())

    def _more(self) -> bool:
        if select.select([self._ours], [], [], 0.1)[0]:
            with contextlib.suppress(OSError):
                part = os.read(self._ours, 65536)
                self._read += part
                return bool(part)
            time.sleep(0.01)  # the other side is closed; Linux says so with an error
        return False


@contextlib.contextmanager
def _opened(rows: int, columns: int) -> Iterator[tuple[int, int]]:
    """Both sides of a terminal; the program's is to be closed by whoever hands it over."""
    ours, theirs = pty.openpty()
    ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    try:
        yield ours, theirs
    finally:
        os.close(ours)


def _settings(more: Mapping[str, str]) -> dict[str, str]:
    own = {"PAGER", "LESS", "VISUAL", "EDITOR", "NO_COLOR", "LINES"}
    return {name: value for name, value in environment().items() if name not in own} | {"TERM": "xterm", **more}


class _Process:
    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.kill = process.kill

    def ended(self) -> int | None:
        return self._process.poll()


@contextlib.contextmanager
def terminal(
    command: Sequence[str], folder: Path, rows: int = 24, columns: int = 80, settings: Mapping[str, str] = NO_SETTINGS
) -> Iterator[Terminal]:
    """Any program in a terminal of its own, ended when the block ends."""
    with (
        _opened(rows, columns) as (ours, theirs),
        subprocess.Popen(
            [sys.executable, "-c", _TAKES_TERMINAL, *command],
            stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder, start_new_session=True, env=_settings(settings),
        ) as process,
    ):  # fmt: skip
        os.close(theirs)
        try:
            yield Terminal(ours, _Process(process))
        finally:
            process.kill()


class Program:
    """The command `claims`, loaded once; every line typed runs in a process of its own."""

    def __init__(self) -> None:
        # Without a buffer of ours: whether there is an answer is asked of the pipe itself.
        self._loaded = subprocess.Popen(
            [sys.executable, "-c", _LOADED, str(TESTS)],
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment(),
        )
        self._answer()

    @contextlib.contextmanager
    def at_terminal(
        self, *line: str, folder: Path, rows: int = 24, columns: int = 80, settings: Mapping[str, str] = NO_SETTINGS
    ) -> Iterator[Terminal]:
        """A command line typed at a terminal, ended when the block ends."""
        with _opened(rows, columns) as (ours, theirs):
            task = {
                "line": line,
                "terminal": os.ttyname(theirs),
                "folder": str(folder),
                "environment": _settings(settings),
            }
            assert self._loaded.stdin is not None
            self._loaded.stdin.write(json.dumps(task).encode() + b"\n")
            self._loaded.stdin.flush()
            running = _Forked(int(self._answer()), self._answer, self._answers)
            # Held open until the process has its own hold of it.
            os.close(theirs)
            try:
                yield Terminal(ours, running)
            finally:
                running.kill()

    def close(self) -> None:
        self._loaded.kill()
        self._loaded.communicate()

    def _answers(self, patience_s: float = 0) -> bool:
        assert self._loaded.stdout is not None
        return bool(select.select([self._loaded.stdout], [], [], patience_s)[0])

    def _answer(self) -> bytes:
        """What the loaded program says next; it never keeps a test waiting for ever."""
        assert self._loaded.stdout is not None
        assert self._answers(PATIENCE_S)
        answer = self._loaded.stdout.readline()
        assert answer, "the loaded program has ended"
        return answer


class _Forked:
    def __init__(self, process: int, answer: Callable[[], bytes], answers: Callable[[], bool]) -> None:
        self._process, self._answer, self._answers = process, answer, answers
        self._code: int | None = None

    def ended(self) -> int | None:
        if self._code is None and self._answers():
            self._code = int(self._answer())
        return self._code

    def kill(self) -> None:
        if self.ended() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process, signal.SIGKILL)
            self._code = int(self._answer())
