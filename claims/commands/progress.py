"""How far a long command has come."""

from __future__ import annotations

import sys
import time

PATIENCE_S = 1.0
EVERY_S = 0.1


class Progress:
    """How far a long check, or other work, has come: one line on stderr, on a terminal alone, from the first second on."""

    def __init__(self, *, quiet: bool, verb: str = "Checking") -> None:
        self._verb = verb
        self._wanted = not quiet and sys.stderr is not None and sys.stderr.isatty()
        self._next = time.monotonic() + PATIENCE_S
        self._width = 0

    def __call__(self, what: str, done: int, total: int) -> None:
        if self._wanted and time.monotonic() >= self._next:
            self._next = time.monotonic() + EVERY_S
            self._write(f"{self._verb} {what}" + (f": {done:,} of {total:,}" if total else ""))

    def end(self) -> None:
        """Take the line away."""
        if self._width:
            self._write("")
            sys.stderr.write("\r")

    def _write(self, line: str) -> None:
        sys.stderr.write(f"\r{line.ljust(self._width)}")
        sys.stderr.flush()
        self._width = len(line)
