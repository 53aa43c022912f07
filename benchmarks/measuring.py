"""What benchmarks share: medians, ratios to a limit within one run, and how they are told."""

import platform
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event


def timed(work: Callable[[], object], runs: int = 25) -> float:
    """The median time of a call, in seconds; the first call warms up and does not count."""
    work()
    return statistics.median(once(work) for _ in range(runs))


def once(work: Callable[[], object]) -> float:
    """The time of one call, in seconds."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def beside(*calls: Callable[[], object], rounds: int = 7) -> list[float]:
    """The median times of several calls, made in turn so that a busy moment of the machine falls on all."""
    for call in calls:
        call()
    times = [[once(call) for call in calls] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*times, strict=True)]


@dataclass(frozen=True, slots=True)
class Measured:
    """One way to do the work: seconds for one unit of it."""

    who: str
    seconds: float
    statements: float | None = None
    says: str = ""


@dataclass(slots=True)
class Comparison:
    """The same work done in several ways; the first is the limit that the others are compared with."""

    title: str
    unit: str
    note: str = ""
    measured: list[Measured] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def add(self, who: str, seconds: float, *, statements: float | None = None, says: str = "") -> None:
        self.measured.append(Measured(who, seconds, statements, says))

    def lines(self) -> Iterator[str]:
        """The comparison as a table in Markdown."""
        counted = any(m.statements is not None for m in self.measured)
        yield f"### {self.title}"
        yield ""
        if self.note:
            yield self.note
            yield ""
        heads = ["way", f"µs a {self.unit}", "a second", "times the limit"]
        heads += [f"statements a {self.unit}"] if counted else []
        yield f"| {' | '.join(heads)} |"
        yield f"|---{'|---:' * (len(heads) - 1)}|"
        limit = self.measured[0].seconds
        for m in self.measured:
            cells = [m.who, _short(m.seconds * 1e6), _short(1 / m.seconds), f"{m.seconds / limit:.2f}"]
            if counted:
                cells.append("" if m.statements is None else f"{m.statements:.4g}")
            yield f"| {' | '.join(cells)} |"
        says = [f"{m.who}: {m.says}" for m in self.measured if m.says] + self.missing
        if says:
            yield ""
            yield f"{'. '.join(says)}."
        yield ""


def _short(number: float) -> str:
    """Three figures that count."""
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"


@contextmanager
def counting(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """The statements that an engine sends while the block lasts, with their parameters."""
    sent: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: object, _x: object, _many: bool) -> None:
        sent.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def peak_mib() -> float:
    """The most memory that this process has had, in MiB.

    Not `ru_maxrss`: on Linux a program that was started by another inherits its parent's.
    """
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("this system does not say how much memory a process had")


def machine() -> list[str]:
    """What this was measured on."""
    versions = [f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}"]
    for package in ("sqlalchemy", "orjson", "psycopg", "sqlite-utils", "nomenklatura", "networkx", "prov", "dask"):
        try:
            versions.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            versions.append(f"{package} absent")
    system = f"{_cores()} cores, {platform.machine()}, {platform.system()} {platform.release()}"
    return [system, ", ".join(versions)]


def load() -> float:
    """Processes that wanted a core in the last minute, on average."""
    return float(Path("/proc/loadavg").read_text(encoding="ascii").split()[0])


def _cores() -> int:
    import os  # noqa: PLC0415 - only here

    return len(os.sched_getaffinity(0))


def say(text: str) -> None:
    """Tell how far it is, beside the answer."""
    print(text, file=sys.stderr, flush=True)


def child(module: str, *arguments: str) -> str:
    """What another process of this Python says that runs a benchmark of this folder alone."""
    script = Path(__file__).with_name(f"{module}.py")
    command = [sys.executable, str(script), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own script
