"""Caches compared in a process of their own, beside the rows of the log: of a large store that takes half the time where there are two processors.

All that the other process may answer is that everything is in order, for the same state of the log. Whatever else it says, or that it says nothing,
means that the caches are compared here, so that what is wrong is found and told as ever.
"""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Self

from sqlalchemy import Connection, make_url

from claims.store.engine import open_database
from claims.store.soundness import cache_troubles

FROM = 100_000
"""Rows of the log from which on starting a process is worth it."""

STEP = 10_000
"""Things compared between two words about how far it is."""

PATIENCE_S = 1
"""How long the other process waits for a lock: a writer that waits for this very verification lets no new reader in."""

IN_ORDER = "in order"


def worth_it(connection: Connection, size: int) -> bool:
    """Whether the store is large, there are two processors, and another process sees what this connection does."""
    writing = connection.get_execution_options().get("writing", False)
    return size >= FROM and not writing and _processors() > 1 and bool(sys.executable)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Beside:
    """The other process, from its start to its answer; left early, it ends."""

    def __init__(self, connection: Connection, size: int) -> None:
        # Its address goes by a pipe, for it may hold a password; -P: not what lies in the folder that somebody happens to stand in.
        asked = {"url": connection.engine.url.render_as_string(hide_password=False), "size": size}
        command = [sys.executable, "-P", "-m", __name__]
        pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
        self._process: subprocess.Popen[str] | None = None
        # No process more may be started, or it has ended already: then there is no answer.
        with contextlib.suppress(OSError):
            self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nothing, text=True, encoding="utf-8")  # noqa: S603 - ourselves  # fmt: skip
            if self._process.stdin is not None:
                with self._process.stdin as to:
                    to.write(json.dumps(asked))

    def in_order(self, step: Callable[[int, int], None]) -> bool:
        """Wait for the answer; `step` is told how far it is."""
        if self._process is None:
            return False
        answer = ""
        for line in self._process.stdout or ():
            answer = line.strip()
            if answer != IN_ORDER:
                done, _, total = answer.partition(" ")
                step(int(done), int(total))
        return self._process.wait() == 0 and answer == IN_ORDER

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.kill()
            if self._process.stdout is not None:
                self._process.stdout.close()
            self._process.wait()


def main() -> None:
    """What the other process does."""
    asked = json.loads(sys.stdin.read())

    def step(done: int, total: int) -> None:
        if done % STEP == 0:
            sys.stdout.write(f"{done} {total}\n")
            sys.stdout.flush()

    with open_database(make_url(asked["url"]), timeout_s=PATIENCE_S).reading() as session:
        same = session.upto == asked["size"]
        if not same or next(cache_troubles(session.connection, step), None) is not None:
            sys.exit(1)
    sys.stdout.write(f"{IN_ORDER}\n")


if __name__ == "__main__":
    main()
