"""A person at a real terminal: processes that have one to themselves, and what comes out of it."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from fcntl import ioctl
from pathlib import Path

from at_desk import environment

_TAKES_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execvp(sys.argv[1], sys.argv[1:])
"""

COLOUR = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\x1b\][^\x07]*\x07|\x1b[()]B|\x0f")


class Terminal:
    """A terminal with one program in it."""

    def __init__(self, ours: int, process: subprocess.Popen[bytes]) -> None:
        self._ours = ours
        self._process = process
        self._read = b""
        self._seen = 0

    def type(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def until(self, pattern: str, patience_s: float = 30) -> str:
        """What came since the last look, up to where the pattern stands in it (colours left out)."""
        ends = time.monotonic() + patience_s
        while time.monotonic() < ends:
            shown = self.shown()
            if found := re.search(pattern, shown[self._seen :]):
                seen, self._seen = self._seen, self._seen + found.end()
                return shown[seen : self._seen]
            if not self._more(0.2) and self._process.poll() is not None and not self._more(0.2):
                break
        raise AssertionError(f"{pattern!r} did not come; what came is {self.shown()[self._seen :]!r}")

    def end(self, patience_s: float = 30) -> tuple[int, str]:
        """Wait for the program's end: its exit code and all that it showed."""
        ends = time.monotonic() + patience_s
        while self._more(0.2) or self._process.poll() is None:
            assert time.monotonic() < ends, self.shown()
        return self._process.wait(), self.shown()

    def raw(self) -> str:
        return self._read.decode(errors="replace").replace("\r\n", "\n")

    def shown(self) -> str:
        return COLOUR.sub("", self.raw())

    def _more(self, patience_s: float) -> bool:
        if select.select([self._ours], [], [], patience_s)[0]:
            with contextlib.suppress(OSError):  # Linux says so when the other side is closed
                part = os.read(self._ours, 65536)
                self._read += part
                return bool(part)
        return False


@contextlib.contextmanager
def terminal(
    command: Sequence[str], folder: Path, rows: int = 24, columns: int = 80, **settings: str
) -> Iterator[Terminal]:
    """A program in a terminal of its own, ended when the block ends."""
    ours, theirs = pty.openpty()
    ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    env = {
        k: v for k, v in environment().items() if k not in {"PAGER", "LESS", "VISUAL", "EDITOR", "NO_COLOR", "LINES"}
    }
    try:
        with subprocess.Popen(
            [sys.executable, "-c", _TAKES_TERMINAL, *command],
            stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder, start_new_session=True, env=env | {"TERM": "xterm"} | settings,
        ) as process:  # fmt: skip
            os.close(theirs)
            try:
                yield Terminal(ours, process)
            finally:
                process.kill()
    finally:
        os.close(ours)
