"""What commands cost at two sizes of the database, in one run: processor time, statements, and the ratio of the two.

`PYTHONPATH=. python benchmarks/two_sizes.py SMALL.db LARGE.db [--runs 7] [--whole]`; `generated.py --lines` and `claims import --trust` make such
databases. Both get a review more for each run. The commands run in this process, turn about, so that a busy moment of the machine falls on both.
"""

import argparse
import os
import shlex
import sqlite3
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from measuring import load, machine, say
from sqlalchemy import Engine, event

from claims.commands.main import answered

CHAINS = {"ordinary": 4, "a line of 50": 50, "a fan of 1,000": 1_001}
"""Appearances of the chains that are traced."""

LINES = (
    "trace {ordinary}",
    "trace {a line of 50}",
    "trace {a fan of 1,000}",
    "list --limit 50",
    "list --limit 50 --status false",
    "list --limit 50 --not-looked-at",
    "list --limit 50 --claimant {claimant}",
    "search {rare word} --limit 10",
    "search bridge --limit 10",
    "search bridge --limit 10 --rank",
    "search 'minister bridge' --limit 10",
    "match 'The minister closed the bridge in Ankara' --limit 5",
    "match {ordinary} --limit 5",
    "log --limit 20",
    "head",
    "mark {ordinary} --status unverified --because measured",
)
"""What must not grow with the database, or hardly."""

WHOLE = ("verify --quick", "todo --limit 20", "check --all")
"""What looks at everything: once, and told for each claim."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What one command took: processor seconds, and statements."""

    seconds: float
    statements: int


class Desk:
    """A database, and what is asked for in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with sqlite3.connect(path) as db:
            (self.claims,) = db.execute("SELECT count(*) FROM claim_now_cache").fetchone()
            (last,) = db.execute("SELECT max(seq) FROM claim").fetchone()
            self.asked = {called: self._claim(db, last // 2, appearances) for called, appearances in CHAINS.items()}
            (claimant,) = db.execute("SELECT max(number) FROM source_now_cache WHERE kind = 'person'").fetchone()
            (rare,) = db.execute(
                "SELECT term FROM posting_cache WHERE doc > ? AND term GLOB '[0-9]*' LIMIT 1", (last // 2,)
            ).fetchone()
        self.asked |= {"claimant": f"S-{claimant}", "rare word": str(rare)}

    def _claim(self, db: sqlite3.Connection, after: int, appearances: int) -> str:
        """A claim with so many appearances, from the second half of the log."""
        found = db.execute(
            "SELECT number FROM claim WHERE seq = (SELECT claim FROM appearance WHERE claim > ? GROUP BY claim HAVING count(*) = ? LIMIT 1)",
            (after, appearances),
        ).fetchone()
        return f"C-{found[0]}"

    def take(self, line: str) -> Taken:
        """Carry out a command, its answer thrown away."""
        words = shlex.split(line.format_map({called: shlex.quote(asked) for called, asked in self.asked.items()}))
        with _counting() as sent, _unseen():
            begun = time.process_time()
            code = answered(["--db", str(self.path), "--as", "desk", "-q", *words])
            taken = time.process_time() - begun
        if code not in {0, 6}:
            raise SystemExit(f"{line} failed with exit code {code}")
        return Taken(taken, len(sent))


@contextmanager
def _counting() -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_c: object, _cursor: object, statement: str, _p: object, _x: object, _many: bool) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@contextmanager
def _unseen() -> Iterator[None]:
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    sys.stdout.flush()
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def main() -> None:
    """Measure and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("small", type=Path)
    parser.add_argument("large", type=Path)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--whole", action="store_true", help="also what looks at every claim")
    asked = parser.parse_args()
    small, large = Desk(asked.small), Desk(asked.large)
    print("\n\n".join(machine()))
    print(
        f"\nLoad {load():.1f}. Processor time (user and system) of one command in a process that has run others, the middle of {asked.runs}.\n"
    )
    print(f"| command | ms at {small.claims:,} claims | ms at {large.claims:,} | ratio | statements |")
    print("|---|---:|---:|---:|---:|")
    for line in LINES:
        say(line)
        taken = [(small.take(line), large.take(line)) for _ in range(asked.runs + 1)][1:]
        one, other = (statistics.median(pair[i].seconds for pair in taken) for i in (0, 1))
        sent = sorted({each.statements for pair in taken for each in pair})
        print(
            f"| `{line}` | {one * 1e3:.1f} | {other * 1e3:.1f} | {other / one:.2f} | {' or '.join(map(str, sent))} |",
            flush=True,
        )
    if asked.whole:
        print("\n| command | µs a claim, small | µs a claim, large | s, large |\n|---|---:|---:|---:|")
        for line in WHOLE:
            say(line)
            begun = time.perf_counter()
            one, other = small.take(line).seconds / small.claims, large.take(line).seconds / large.claims
            print(f"| `{line}` | {one * 1e6:.1f} | {other * 1e6:.1f} | {time.perf_counter() - begun:.0f} |", flush=True)


if __name__ == "__main__":
    main()
