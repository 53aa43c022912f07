"""Command lines as processes that are killed at a chosen point: at a statement, around a commit, in the middle of writing a file, or after a while.

One process loads the program and forks for every line, so that a point costs milliseconds. What is killed is a process of its own all the same, by a
signal that it cannot catch; where its disk is to be full instead, it goes on and has to say so.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended, and what it said until then."""

    code: int
    """Negative: the signal that ended it."""
    out: str
    err: str

    @property
    def killed(self) -> bool:
        return self.code in {-signal.SIGKILL, -signal.SIGXFSZ}


class Killer:
    """The loaded program."""

    def __init__(self, folder: Path) -> None:
        """`folder`: where the processes put what they say."""
        self._folder = folder
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("CLAIMS_", "PYTHON"))}
        environment |= {"CLAIMS_REVIEWER": "Ana", "CLAIMS_SEMANTIC": "off", "PYTHONPATH": f"{TESTS.parent}:{TESTS}"}
        environment |= {
            "PYTHONDONTWRITEBYTECODE": "1"
        }  # or modules that were cut off where a file may not grow would stay so
        self._loaded = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True
        )
        self._answer()

    def run(self, *lines: Sequence[str], folder: Path, **point: Any) -> Ended:
        """Run command lines one after the other in one process, with the point at which it is killed.

        `statement` and `when` (before, after): at this SQL statement, from 1 on, or after it. `commit`: before or after the first.
        `room`: no file may grow beyond so many bytes (what is said needs some too), and with `full` that is an error and no death.
        `after_s`: from the outside, after so many seconds.
        """
        (ended,) = self._done([self._task(0, lines, folder) | point])
        return ended

    def together(self, *several: Sequence[Sequence[str]], folder: Path) -> list[Ended]:
        """Several processes at the same time, each with its command lines."""
        return self._done([self._task(number, lines, folder) for number, lines in enumerate(several)])

    def _task(self, number: int, lines: Sequence[Sequence[str]], folder: Path) -> dict[str, Any]:
        out, err = (str(self._folder / f"{name}-{number}") for name in ("out", "err"))
        return {"lines": lines, "folder": str(folder), "out": out, "err": err}

    def _done(self, tasks: list[dict[str, Any]]) -> list[Ended]:
        assert self._loaded.stdin is not None
        for task in tasks:  # what is killed before it opens them has said nothing, and not what another said
            for name in ("out", "err"):
                Path(task[name]).write_bytes(b"")
        self._loaded.stdin.write(json.dumps(tasks) + "\n")
        self._loaded.stdin.flush()
        codes = json.loads(self._answer())
        said = [[Path(task[name]).read_text(errors="replace") for name in ("out", "err")] for task in tasks]
        return [Ended(code, out, err) for code, (out, err) in zip(codes, said, strict=True)]

    def close(self) -> None:
        self._loaded.kill()
        self._loaded.communicate()

    def _answer(self) -> str:
        assert self._loaded.stdout is not None
        answer = self._loaded.stdout.readline()
        assert answer, "the loaded program has ended"
        return answer


# --- in the loaded program -------------------------------------------------------------------------------------------


def _serve() -> None:
    import importlib
    import pkgutil

    import warm

    import claims

    for module in pkgutil.walk_packages(claims.__path__, "claims."):
        importlib.import_module(module.name)
    for name in ("psycopg", "sqlalchemy.dialects.postgresql.psycopg"):
        importlib.import_module(name)
    warm.load()
    _say("ready")
    for line in iter(sys.stdin.readline, ""):
        processes = [_forked(task) for task in json.loads(line)]
        _say([os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) for process in processes])


def _forked(task: Mapping[str, Any]) -> int:
    process = os.fork()
    if process == 0:
        _work(task)
    if "after_s" in task:
        time.sleep(task["after_s"])
        os.kill(process, signal.SIGKILL)
    return process


def _say(answer: object) -> None:
    sys.stdout.write(f"{answer}\n")
    sys.stdout.flush()


def _work(task: Mapping[str, Any]) -> None:
    """The forked process: never returns."""
    code = 70
    try:
        for number, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(task[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
        os.chdir(task["folder"])
        _prepare(task)
        code = _answered(task)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _answered(task: Mapping[str, Any]) -> int:
    from claims.commands.main import answered

    code = 0
    for line in task["lines"]:
        if line[0] == "upgrade":  # to a schema that is not the program's
            from sqlalchemy import make_url

            from claims.store import migrations

            migrations.upgrade(make_url(line[1]), "Ana", Path(line[2]))
        else:
            code = answered(line)
            sys.stdout.flush()
    return code


def _prepare(task: Mapping[str, Any]) -> None:
    """Put up what kills this process."""
    from sqlalchemy import Engine, event
    from sqlalchemy.pool import Pool

    if "room" in task:
        if not task.get("full"):
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_FSIZE, (task["room"], task["room"]))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if "statement" in task:
        seen = 0

        @event.listens_for(Engine, f"{task['when']}_cursor_execute")
        def count(*_: object) -> None:
            nonlocal seen
            seen += 1
            if seen == task["statement"]:
                os.kill(os.getpid(), signal.SIGKILL)

    if "commit" in task:
        committing = False

        @event.listens_for(Engine, "commit")
        def at_commit(_connection: object) -> None:
            nonlocal committing
            committing = True
            if task["commit"] == "before":
                os.kill(os.getpid(), signal.SIGKILL)

        @event.listens_for(Pool, "reset")
        def after_it(*_: object) -> None:
            if committing and task["commit"] == "after":
                os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    _serve()
