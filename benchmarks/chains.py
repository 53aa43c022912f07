"""Import and read generated chains, beside the raw driver. See benchmarks/README.md."""

import argparse
import sqlite3
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from statistics import median

from claims.entries import (
    AppearanceEntry,
    AttributionEntry,
    CaseEntry,
    ClaimEntry,
    SourceEntry,
    VersionEntry,
)
from claims.services.importing import Choices, take_in
from claims.services.seeding import seed
from claims.store import migrations
from claims.store.claim_file import read_claim
from claims.store.engine import database_url
from claims.vocabulary import Manner, SourceKind


def generated(claims: int) -> CaseEntry:
    """A case of claims with four appearances and three hops each: a speaker and three outlets."""
    speakers = [SourceEntry(f"speaker-{i}", f"Speaker {i}", SourceKind.PERSON) for i in range(50)]
    outlets = [SourceEntry(f"outlet-{i}", f"Outlet {i}", SourceKind.OUTLET) for i in range(200)]
    return CaseEntry("generated", sources=(*speakers, *outlets), claims=tuple(_claim(i) for i in range(claims)))


def _claim(i: int) -> ClaimEntry:
    steps = [AppearanceEntry("speaker", f"speaker-{i % 50}")]
    steps += [AppearanceEntry(f"o{n}", f"outlet-{(i * 7 + n) % 200}") for n in range(3)]
    hops = [AttributionEntry(b.key, a.key, Manner.CITES) for a, b in pairwise(steps)]
    return ClaimEntry(
        f"claim-{i}", (VersionEntry(f"Statement {i}."),), appearances=tuple(steps), attributions=tuple(hops)
    )


def timed(work: Callable[[], object], runs: int = 50) -> float:
    """The median time of a call, in seconds."""
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return median(times)


def main() -> None:
    """Import, then read a chain in the middle, beside two raw range reads."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=2000, help="claims to generate")
    count = parser.parse_args().claims
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        database = migrations.create(database_url(str(path)), "bench", seed)
        case = generated(count)
        begun = time.perf_counter()
        with database.writing("bench") as session:
            take_in(session, case, b"", "generated", Choices())
        took = time.perf_counter() - begun
        with database.reading() as session:
            rows = session.upto
            ours = timed(lambda: read_claim(session, count // 2))
        raw = sqlite3.connect(path)
        (claim,) = raw.execute("SELECT seq FROM claim WHERE number = ?", (count // 2,)).fetchone()
        reads = [f"SELECT * FROM {table} WHERE claim = ?" for table in ("appearance", "attribution")]
        limit = timed(lambda: [raw.execute(read, (claim,)).fetchall() for read in reads])
        raw.close()
    print(f"import: {count} claims, {rows} rows of the log in {took:.2f} s: {rows / took:,.0f} rows/s")
    print(f"one chain: {ours * 1e6:.0f} µs, two raw range reads {limit * 1e6:.0f} µs: {ours / limit:.1f} times")


if __name__ == "__main__":
    main()
