"""Command lines typed at a desk: run in this process through the program's own boundary, or as processes of their own."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from timing import PATIENCE_S

from claims.commands.main import answered

PROGRAM = (sys.executable, "-c", "from claims.commands.main import run; run()")
"""The command as the installed script runs it."""

ACTING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Categories of characters that act on a terminal or hide in it."""

CASE = """
case: bridge
title: The bridge at Kara
sources:
  mayor: {name: Ayşe Yılmaz, kind: person}
  courier: {name: Kara Courier, kind: outlet, aliases: [The Courier]}
  wire: {name: Nord Wire, kind: outlet}
  witness: {name: a resident, kind: person, unnamed: true, known_to: courier}
articles:
  first: {outlet: courier, title: Bridge closed, published: 2024-03-01}
  second: {outlet: wire, title: Bridge shut, dated: [{value: 2024-03-02, basis: page}]}
claims:
  - key: closed
    text: The bridge at Kara is closed.
    kind: fact
    claimant: mayor
    topics: [bridge]
    note: Ask the district too.
    appearances:
      mayor: {source: mayor, in: first, wording: is closed, knows: participant}
      courier: {source: courier, article: first, wording: bridge closed, part: headline}
      wire: {source: wire, article: second, wording: said to be shut, hedges: [{text: said, scope: attribution}]}
    attributions:
      - {downstream: courier, upstream: mayor, manner: quotes, cue: told us, in: first}
      - {downstream: wire, upstream: courier, manner: cites, cue: reports, in: second}
    links:
      - {kind: bears-on, to: repair, because: Closed for the repair.}
    reviews:
      - {status: unverified, said: as-quoted, by: desk, date: 2024-03-03, because: One official said so.}
    asked: [{of: mayor, date: 2024-03-02, question: Is it closed?, answer: Yes.}]
  - {key: repair, text: The repair will take until May., kind: forecast, due: 2024-05, claimant: mayor}
  - {text: A claim without a key.}
"""

ARTICLE = "Bridge closed\nThe bridge at Kara is closed, the mayor told us on Friday.\n"


@dataclass(frozen=True, slots=True)
class Said:
    """What a command line answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    def acting(self) -> set[str]:
        """What would act on a terminal, in the answer or beside it."""
        return {c for c in self.out + self.err if c != "\n" and unicodedata.category(c) in ACTING}


def typed(*line: str, stdin: bytes | None = b"") -> Said:
    """Run a command line in this process; stdin None is a closed one."""
    out, err = _Stream(), _Stream()
    with contextlib.ExitStack() as stack:
        stack.enter_context(_stdin(stdin))
        stack.enter_context(contextlib.redirect_stdout(out))
        stack.enter_context(contextlib.redirect_stderr(err))
        code = answered(line)
    return Said(code, out.text(), err.text())


class _Stream(io.TextIOWrapper):
    """A text stream in memory, with bytes under it as a real one has."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", write_through=True)

    def text(self) -> str:
        self.flush()
        bytes_io = self.buffer
        assert isinstance(bytes_io, io.BytesIO)
        return bytes_io.getvalue().decode()


@contextlib.contextmanager
def _stdin(content: bytes | None) -> Iterator[None]:
    before = sys.stdin
    sys.stdin = None if content is None else io.TextIOWrapper(io.BytesIO(content), encoding="utf-8")
    try:
        yield
    finally:
        sys.stdin = before


def process(*line: str, **settings: Any) -> subprocess.CompletedProcess[bytes]:
    """Run a command line as a process of its own, with a minute to end."""
    settings.setdefault("env", environment())
    return subprocess.run([*PROGRAM, *line], capture_output=True, timeout=PATIENCE_S, check=False, **settings)


def environment(**more: str) -> dict[str, str]:
    """The environment of a process: this one's, without what would name a database or a reviewer."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CLAIMS_", "PYTHON", "COLUMNS"))}
    kept["CLAIMS_SEMANTIC"] = "off"  # for the encoder takes longer than all the rest
    return kept | {"CLAIMS_REVIEWER": "Ayşe K."} | more


def digest(file: Path) -> str:
    """The hash of a file's bytes."""
    return hashlib.sha256(file.read_bytes()).hexdigest()
