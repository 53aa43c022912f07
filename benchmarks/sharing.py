"""Reading many articles: one process, a pool of processes, and the workers of a Dask cluster on this machine; the same output, in one run.

`PYTHONPATH=. python benchmarks/sharing.py [--articles 400] [--workers 2] [--rounds 3]`, in an environment with the extra [dask].
"""

import argparse
import hashlib
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from measuring import load, machine, once, say

ARTICLES = Path(__file__).parents[1] / "tests" / "articles"
PROGRAM = (sys.executable, "-c", "from claims.commands.main import run; run()")


def articles(folder: Path, number: int) -> list[str]:
    """So many articles, made of a few: each has a first line of its own."""
    texts = [path.read_text("utf-8") for path in sorted(ARTICLES.glob("*.txt"))]
    names = []
    for i in range(number):
        names.append(f"{i}.txt")
        (folder / names[-1]).write_text(f"Number {i} of the day\n\n{texts[i % len(texts)]}", "utf-8")
    return names


def read(folder: Path, names: list[str], how: list[str]) -> str:
    """Have them read; the hash of the answer."""
    done = subprocess.run([*PROGRAM, "read", *names, "--jsonl", *how], cwd=folder, capture_output=True, check=True)  # noqa: S603 - our own program
    return hashlib.sha256(done.stdout).hexdigest()


def processor(client: Any) -> float:
    """Processor seconds of all who have a part in it: the programs that ended, the scheduler (this process) and the workers."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    workers: dict[str, float] = client.run(time.process_time)
    return ended.ru_utime + ended.ru_stime + time.process_time() + sum(workers.values())


def main() -> None:
    """Measure and print a table in Markdown."""
    from distributed import Client, LocalCluster  # noqa: PLC0415 - processes that this one starts import this file

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    root = str(Path(__file__).parents[1])
    os.environ["PYTHONPATH"] = root
    with (
        tempfile.TemporaryDirectory() as made,
        LocalCluster(n_workers=asked.workers, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster.scheduler_address) as client,
    ):
        names = articles(Path(made), asked.articles)
        ways = {
            "one process": ["--jobs", "1"],
            f"`--jobs {asked.workers}`": ["--jobs", str(asked.workers)],
            f"`--dask`, {asked.workers} workers": ["--dask", cluster.scheduler_address],
        }
        answers = {way: read(Path(made), names, how) for way, how in ways.items()}
        times: dict[str, list[float]] = {way: [] for way in ways}
        worked: dict[str, list[float]] = {way: [] for way in ways}
        for number in range(asked.rounds):
            say(f"round {number + 1} of {asked.rounds}")
            for way, how in ways.items():
                before = processor(client)
                times[way].append(once(lambda how=how: read(Path(made), names, how)))  # type: ignore[misc]  # how is bound
                worked[way].append(processor(client) - before)
    print("\n\n".join(machine()))
    print(f"\n{asked.articles} articles, load {load():.1f}, the middle of {asked.rounds} rounds.\n")
    print("| who reads | s | times one process | processor s, all together | times one process | the same answer |")
    print("|---|---:|---:|---:|---:|---|")
    for way in ways:
        cells = []
        for of in (times, worked):
            middle = statistics.median(of[way])
            cells += [f"{middle:.1f}", f"{middle / statistics.median(of['one process']):.2f}"]
        print(f"| {way} | {' | '.join(cells)} | {'yes' if answers[way] == answers['one process'] else 'NO'} |")


if __name__ == "__main__":
    main()
