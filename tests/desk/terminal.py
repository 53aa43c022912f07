"""A desk at which everything is said by command lines, run in this process through the program's own boundary."""

from __future__ import annotations

import contextlib
import io
import json
import shlex
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from databases import Route
from recompute import differences, recomputed
from sqlalchemy import URL, Connection, select

from claims.casefile import read_case
from claims.commands.main import answered
from claims.entries import CaseEntry
from claims.exports.casefile import case_yaml
from claims.records import ClaimRecord
from claims.services import looking, reporting
from claims.store import caches
from claims.store.engine import Database
from claims.store.ledger import log_head
from claims.store.tables import ClaimNow, ClaimSource, Folding, SourceName, SourceNow

CACHES = (ClaimNow, ClaimSource, SourceNow, SourceName, Folding)


@dataclass(frozen=True, slots=True)
class Said:
    """What a command line answered."""

    code: int
    out: str
    err: str

    @property
    def id(self) -> str:
        """The id that the answer begins with."""
        return self.out.split()[0].rstrip(":")

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def next(self) -> list[str]:
        """The command that was suggested, without what stands before its verb."""
        (line,) = [line for line in self.err.splitlines() if line.startswith("Next: claims ")]
        words = shlex.split(line.removeprefix("Next: claims ").partition("   # ")[0])
        return words[2:] if words[0] == "--db" else words


class Refused(AssertionError):
    """A command line that was expected to be carried out."""


@dataclass(slots=True)
class Terminal:
    """One database and who works at it. At its end the log gives its head again, and the caches equal themselves made anew."""

    route: Route
    url: URL
    who: str = "Ana"

    @property
    def here(self) -> Path:
        """The folder that the command lines are typed in."""
        return Path.cwd()

    @property
    def database(self) -> Database:
        return self.route.database(self.url)

    def run(self, *line: str, who: str | None = None, stdin: str | bytes = b"") -> Said:
        """A command line, whatever comes of it."""
        url = self.database.url
        place = str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=False)
        return typed_at(place, who or self.who, line, stdin if isinstance(stdin, bytes) else stdin.encode())

    def __call__(self, *line: str, who: str | None = None, stdin: str | bytes = b"") -> Said:
        """A command line that is carried out."""
        said = self.run(*line, who=who, stdin=stdin)
        if said.code != 0:
            raise Refused(f"{' '.join(line)}\n{said.err}")
        return said

    def refused(self, *line: str, code: int, who: str | None = None, stdin: str | bytes = b"") -> str:
        """A command line that is refused with this exit code, and changes nothing. Returns the one line that says why."""
        before = self.size()
        said = self.run(*line, who=who, stdin=stdin)
        assert (said.code, said.out) == (code, ""), said
        assert said.err.startswith("Error: "), said.err
        assert said.err.count("\n") == 1, said.err
        assert "fault of claims" not in said.err
        assert self.size() == before
        return said.err.removeprefix("Error: ").rstrip("\n")

    def rehearsed(self, *line: str) -> Said:
        """The same line with --dry-run first, which keeps nothing, and then for good."""
        before = self.size()
        said = self.run(*line, "--dry-run")
        assert said.code == 0, said.err
        assert said.err.endswith("Nothing was kept (--dry-run).\n"), said.err
        assert self.size() == before
        kept = self(*line)
        assert kept.out == said.out
        assert self.size() > before
        return kept

    # --- what is there ---

    def size(self) -> int:
        with self.database.reading() as session:
            return log_head(session.connection).size

    def event(self) -> str:
        """The latest event."""
        return str(self("log", "--limit", "1", "--json").json[0]["id"])

    def export(self, case: str | None = None) -> str:
        with self.database.reading() as session:
            return "".join(case_yaml(reporting.exported_case(session, case)))

    def case(self, case: str | None = None) -> CaseEntry:
        """The case as an export and the reader of case files give it."""
        return read_case(self.export(case).encode(), "export")

    def claim(self, claim: str, as_of: str | None = None) -> ClaimRecord:
        with self.database.reading() as session:
            return looking.claim(session, claim, as_of)

    def shown(self, *line: str) -> Any:
        """The JSON of a verb that shows."""
        return self(*line, "--json").json

    def check(self) -> None:
        """The log's rows give its head again, and the caches equal themselves made anew."""
        with (
            self.database.engine.connect().execution_options(writing=True) as connection,
            connection.begin() as attempt,
        ):
            assert differences(recomputed(connection), log_head(connection)) == set()
            before = _held(connection)
            caches.rebuild(connection)
            assert before == _held(connection)
            attempt.rollback()


def typed_at(place: str, who: str, line: Sequence[str], stdin: bytes) -> Said:
    """A command line at a database, in this process."""
    out, err = _Stream(), _Stream()
    before = sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = answered(["--db", place, "--as", who, *line])
    finally:
        sys.stdin = before
    return Said(code, out.text(), err.text())


def _held(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    return {t.name: [tuple(row) for row in connection.execute(select(t).order_by(*t.primary_key))] for t in CACHES}


class _Stream(io.TextIOWrapper):
    """A text stream in memory, with bytes under it as a real one has."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", write_through=True)

    def text(self) -> str:
        self.flush()
        kept = self.buffer
        assert isinstance(kept, io.BytesIO)
        return kept.getvalue().decode()


@contextlib.contextmanager
def opened(route: Route, url: URL) -> Iterator[Terminal]:
    """A terminal for as long as a block lasts; at its end the log and the caches are checked."""
    terminal = Terminal(route, url)
    yield terminal
    terminal.check()
