"""Ours and others side by side in one run: times, ratios, statements, memory. See benchmarks/README.md.

`make bench [SIZE=2000] [DB=sqlite|postgresql] [WRITE=docs/performance.md]`
"""

import argparse
import datetime as dt
import gc
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import generated
import peer_exports
import peer_imports
import peer_memory
import peer_reads
import peer_writes
from measuring import load, machine, say
from places import BACKENDS, Place, place

BEGIN, END = "<!-- measured on {db}: begin -->", "<!-- measured on {db}: end -->"


def main() -> None:
    """All of it, printed as Markdown, or written into a page between its marks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=2_000, help="claims to generate, at least 500")
    parser.add_argument("--db", choices=BACKENDS, default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--rounds", type=int, default=3, help="of the quicker ways to import, of which the median counts"
    )
    parser.add_argument("--write", type=Path, metavar="PAGE", help="write it into this page, between its marks")
    asked = parser.parse_args()
    if asked.size < 500:
        parser.error("fewer than 500 claims have not every shape of chain")
    gc.set_threshold(50_000, 20, 50)  # as the command does: claims/commands/main.py
    begun, busy = time.perf_counter(), load()
    with place(asked.db) as here:
        measured = list(_measured(here, asked.size, asked.seed, asked.rounds))
    took = time.perf_counter() - begun
    command = f"make bench SIZE={asked.size} DB={asked.db}"
    text = "\n".join([*_told(command, took, max(busy, load())), *measured])
    if asked.write is None:
        print(text)
        return
    page = asked.write.read_text(encoding="utf-8")
    begin, end = BEGIN.format(db=asked.db), END.format(db=asked.db)
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    if not rest or not page.count(end):
        parser.error(f"{asked.write} has no place for it: a line {begin} and a line {end}")
    asked.write.write_text(f"{before}{begin}\n\n{text}\n{end}{after}", encoding="utf-8")
    say(f"Wrote {asked.write} after {took:.0f} s.")


def _told(command: str, took: float, busy: float) -> Iterator[str]:
    """When and where this was measured, and whether the machine had something else to do."""
    today = dt.datetime.now(dt.UTC).date()
    yield f"Measured on {today} with `{command}` in {took:.0f} s."
    yield ""
    system, versions = machine()
    yield f"{system}. {versions}."
    yield ""
    if busy > 1.5:
        yield (
            f"The machine was busy with other work (load {busy:.1f}): times are longer than they would be, and ratios less steady."
        )
        yield ""


def _measured(here: Place, size: int, seed: int, rounds: int) -> Iterator[str]:
    cases = list(generated.cases(size, seed))
    with tempfile.TemporaryDirectory(prefix="claims-bench-") as folder:
        imports, database = peer_imports.compare(here, cases, Path(folder), rounds)
    yield from imports.lines()
    picks = {
        "ordinary": range(101, min(size, 400), 7),
        f"a line of {generated.LINE}": range(8, size, 500),
        f"a fan of {generated.FAN:,}": [78],
    }
    for comparison in (*peer_reads.chains(here, database, picks), peer_writes.marks(here, database)):
        yield from comparison.lines()
    for comparison in (*peer_reads.lists(here, database), *peer_reads.searches(here, database)):
        yield from comparison.lines()
    yield from peer_reads.verifying(here, database).lines()
    if here.name == "sqlite":
        yield from peer_exports.provenance(300).lines()
        for comparison in peer_exports.json_lines(300):
            yield from comparison.lines()
        database.engine.dispose()
        yield from peer_memory.memory(Path(str(database.url.database)), size)


if __name__ == "__main__":
    main()
