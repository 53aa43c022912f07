"""Rows, references and file checked in a process of their own, beside the caches: where there are two processors that takes half the time.

All that the other process may answer is that something is in order, for a log of the same size. Of whatever it says nothing, or that it does not come
to, everything is looked at here, so that what is wrong is found and told as ever. It begins at the last rows while caches are compared here; then rows
are looked at here from the first on, and those that it has looked at are passed over: whoever is quicker does more.
"""

import contextlib
import os
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Self

import orjson
from sqlalchemy import Connection

import claims
from claims.store.engine import server_settings
from claims.store.leaves import PLANS
from claims.store.soundness import dangling

FROM = {"sqlite": 10_000, "postgresql": 30_000}
"""Rows of the log from which on starting a process is worth it; PostgreSQL's driver takes a while to start."""

PATIENCE_S = 1
"""How long the other process waits for a lock: a writer that waits for this very verification lets no new reader in."""

FILE, REFERENCES = "file", "references"
"""What it is asked to look at before any rows, and says that it is in order."""

_ROOT = re.compile(rb"([0-9]+) ([0-9a-f]{64})\n")


def worth_it(connection: Connection, size: int) -> bool:
    """Whether the store is large, there are two processors, and another process sees what this connection does."""
    writing = connection.get_execution_options().get("writing", False)
    own = connection.dialect.name == "sqlite" and connection.engine.url.query  # a file opened in some way of its own
    return (
        size >= FROM[connection.dialect.name] and not writing and not own and _processors() > 1 and bool(sys.executable)
    )


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Beside:
    """The other process, from its start to its end; left early, it ends."""

    def __init__(self, connection: Connection, size: int) -> None:
        self._roots: dict[int, bytes] = {}
        self._first = _asked_first(connection)
        self._in_order: set[str] = set()
        self._enough = False
        self._looked = threading.Event()
        """All that is looked at before rows was found in order, or the process has ended."""
        self._process: subprocess.Popen[bytes] | None = None
        # -P: not what lies in the folder that somebody happens to stand in.
        command = [sys.executable, "-P", "-m", "claims.store.rows_beside"]
        pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
        # No process more may be started, or it has ended already: then there is no answer.
        with contextlib.suppress(OSError):
            self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nothing, env=_surroundings())  # noqa: S603 - ourselves
            if self._process.stdin is not None:
                with self._process.stdin as to:
                    to.write(
                        _asked(connection, size, self._first)
                    )  # the address goes by a pipe, for it may hold a password
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        """Note what is in order, as it is said."""
        for line in (self._process and self._process.stdout) or ():
            if (what := line.rstrip().decode()) in {FILE, REFERENCES}:
                self._in_order.add(what)
                if len(self._in_order) == len(self._first):
                    self._looked.set()
                    if self._enough:
                        self._end()
            elif found := _ROOT.fullmatch(line):  # a line that was cut short is none
                self._roots[int(found[1])] = bytes.fromhex(found[2].decode())
        self._looked.set()

    def root(self, first: int) -> bytes | None:
        """The root over the leaves of the whole slice from this row on, where it is in order and has been looked at."""
        return self._roots.get(first)

    def no_more_rows(self) -> None:
        """All rows have been looked at: it ends as soon as it has said what it finds of everything else."""
        self._enough = True
        if self._looked.is_set():
            self._end()

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()

    def wait(self) -> None:
        """Until it has looked at everything."""
        self._listener.join()

    def in_order(self, what: str) -> bool:
        """Whether the database finds nothing wrong with FILE or REFERENCES; waits until that is known."""
        self._looked.wait()
        return what in self._in_order

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()
        self._listener.join()
        if self._process is not None:
            if self._process.stdout is not None:
                self._process.stdout.close()
            self._process.wait()


def _surroundings() -> dict[str, str]:
    """The environment, with this very program found first: another one that is installed may read rows in another way."""
    places = [str(Path(claims.__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
    return os.environ | {"PYTHONPATH": os.pathsep.join(places)}


_First = tuple[str, str, list[list[Any]]]


def _asked_first(connection: Connection) -> list[_First]:
    """What to look at before any rows, how to ask the database for it, and what it answers where that is in order."""
    if connection.dialect.name != "sqlite":
        return [(REFERENCES, dangling(connection), [[0]])]
    return [(FILE, "PRAGMA integrity_check(1)", [["ok"]]), (REFERENCES, "PRAGMA foreign_key_check", [])]


def _asked(connection: Connection, size: int, first: list[_First]) -> bytes:
    """Which database, as its driver opens it, and what to look at."""
    url, sqlite = connection.engine.url, connection.dialect.name == "sqlite"
    if sqlite:
        file = Path(str(url.database)).absolute().as_uri()
        options: dict[str, Any] = {"database": f"{file}?mode=ro", "timeout": PATIENCE_S}
    else:
        options = dict(connection.dialect.create_connect_args(url)[1]) | server_settings(url, PATIENCE_S)
        options.pop("context", None)  # how SQLAlchemy would have some types read, none of them ours
    plans = [tuple(plan) for plan in PLANS]
    return orjson.dumps({"sqlite": sqlite, "options": options, "size": size, "first": first, "plans": plans})
