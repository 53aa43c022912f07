"""What a PostgreSQL server for several desks does: pooling, several writers on one log, partitions by claim, a replica. See docs/scaling.md.

`PYTHONPATH=. python benchmarks/server.py [pooling] [writers] [partitions] [replica] [--claims 1000] [--seconds 4]`
"""

import argparse
import multiprocessing
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import generated
from measuring import load, machine, say, timed
from places import Server, fill, place
from sqlalchemy import create_engine, make_url
from sqlalchemy.pool import QueuePool

from claims.services.reviewing import Judgement, mark
from claims.store.claim_file import read_claim
from claims.store.engine import Database, make_engine, open_database

sys.path.append(str(Path(__file__).parents[1] / "tests"))

JUDGEMENT = Judgement("unproven", "Searched the archive of the court and found nothing.")


def pooled(database: Database) -> Database:
    """The same database with connections that are kept, as a service would."""
    plain = make_engine(database.url)
    options = {"options": f"-c lock_timeout={30_000}"}
    plain.dispose()
    engine = create_engine(database.url, poolclass=QueuePool, isolation_level="READ COMMITTED", connect_args=options)
    return Database(database.url, engine)


def pooling(database: Database, _asked: argparse.Namespace) -> Iterator[str]:
    """Reads and marks with a connection for each, and with connections that are kept."""
    for who, opened in (("a connection for each", database), ("kept open", pooled(database))):

        def read(opened: Database = opened) -> None:
            with opened.reading() as session:
                read_claim(session, 101)

        def write(opened: Database = opened) -> None:
            with opened.writing("desk") as session:
                mark(session, ["C-101"], JUDGEMENT, "2026-11-22")

        yield f"| {who} | {timed(read, 40) * 1000:.1f} | {timed(write, 20) * 1000:.1f} |"
        opened.engine.dispose()


def _write(address: str, first: int, seconds: float, ready: Any, answers: Any) -> None:
    """One writer: marks of claims of its own, as many as go."""
    database = pooled(open_database(make_url(address)))
    times: list[float] = []

    def one(number: int) -> None:
        with database.writing(f"reviewer {first}") as session:
            mark(session, [f"C-{number}"], JUDGEMENT, "2026-11-22")

    one(first)
    ready.wait()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        begun = time.perf_counter()
        one(first + len(times) % 50)
        times.append(time.perf_counter() - begun)
    answers.put(times)


def writers(database: Database, asked: argparse.Namespace) -> Iterator[str]:
    """Several processes that mark at once: every one locks the same row of the log's head."""
    context = multiprocessing.get_context("spawn")
    address = database.url.render_as_string(hide_password=False)
    for count in (1, 2, 4, 8):
        ready, answers = context.Barrier(count), context.Queue()
        workers = [
            context.Process(target=_write, args=(address, 100 + 50 * i, asked.seconds, ready, answers))
            for i in range(count)
        ]
        for worker in workers:
            worker.start()
        times = sorted(t for _ in workers for t in answers.get(timeout=120))
        for worker in workers:
            worker.join()
        middle, slow = statistics.median(times), times[int(len(times) * 0.95)]
        yield f"| {count} | {len(times) / asked.seconds:.1f} | {middle * 1000:.0f} | {slow * 1000:.0f} |"


CHAIN = ("appearance", "attribution")


def partitions(database: Database, _asked: argparse.Namespace) -> Iterator[str]:
    """A chain's two tables as they are, and copies of them in sixteen partitions by claim."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        claims = connection.exec_driver_sql("SELECT seq FROM claim WHERE number BETWEEN 100 AND 400").scalars().all()
        for table in CHAIN:
            connection.exec_driver_sql(f"CREATE TABLE split_{table} (LIKE {table}) PARTITION BY HASH (claim)")
            for i in range(16):
                connection.exec_driver_sql(
                    f"CREATE TABLE split_{table}_{i} PARTITION OF split_{table} FOR VALUES WITH (MODULUS 16, REMAINDER {i})"
                )
            connection.exec_driver_sql(f"INSERT INTO split_{table} SELECT * FROM {table}")
            connection.exec_driver_sql(f"CREATE INDEX ON split_{table} (claim, seq)")
            connection.exec_driver_sql(f"CREATE INDEX ON split_{table} (seq)")
        connection.exec_driver_sql("ANALYZE")
        for who, prefix in (("one table", ""), ("sixteen partitions by claim", "split_")):

            def chains(prefix: str = prefix) -> None:
                for claim in claims[:50]:
                    for table in CHAIN:
                        connection.exec_driver_sql(f"SELECT * FROM {prefix}{table} WHERE claim = %s", (claim,)).all()

            def by_row(prefix: str = prefix) -> None:
                for claim in claims[:50]:
                    connection.exec_driver_sql(f"SELECT * FROM {prefix}appearance WHERE seq = %s", (claim + 1,)).all()

            yield f"| {who} | {timed(chains, 15) / 50 * 1e6:.0f} | {timed(by_row, 15) / 50 * 1e6:.0f} |"


def replica(database: Database, _asked: argparse.Namespace) -> Iterator[str]:
    """A second server that follows the first: how far behind a mark is seen there, and that it reads and refuses to write."""
    with _following(database) as address:
        second = open_database(make_url(address))
        delays = []
        for number in range(100, 120):
            with database.writing("desk") as session:
                mark(session, [f"C-{number}"], JUDGEMENT, "2026-11-22")
                ends = session.ledger.begins
            begun = time.perf_counter()
            while True:
                with second.reading() as session:
                    if session.upto > ends:
                        break
                time.sleep(0.001)
            delays.append(time.perf_counter() - begun)
        yield f"Seen on the replica after {statistics.median(delays) * 1000:.0f} ms in the middle, {max(delays) * 1000:.0f} ms at most, looking included."
        yield ""
        with second.reading() as session:
            read_claim(session, 101)
        try:
            with second.writing("desk") as session:
                mark(session, ["C-101"], JUDGEMENT, "2026-11-22")
        except Exception as refused:  # noqa: BLE001 - what it says is the answer
            yield f"A mark there is refused: {refused}"
        second.engine.dispose()


@contextmanager
def _following(database: Database) -> Iterator[str]:
    """A standby made with pg_basebackup, in a folder of its own; stopped at the end."""
    with database.engine.connect() as connection:
        sockets = connection.exec_driver_sql("SHOW unix_socket_directories").scalar_one()
        binaries = Path(connection.exec_driver_sql("SELECT setting FROM pg_config WHERE name = 'BINDIR'").scalar_one())
    folder = Path(tempfile.mkdtemp(prefix="claims-replica-", dir="/tmp"))
    copied = folder / "data"
    owner = str(Path(sockets).stat().st_uid)
    user = [] if os.getuid() else ["/usr/bin/setpriv", "--reuid", owner, "--clear-groups"]
    backup = [str(binaries / "pg_basebackup"), "-h", sockets, "-U", "postgres", "-D", str(copied), "-R", "-X", "stream", "-c", "fast"]  # fmt: skip
    subprocess.run(backup, check=True)  # noqa: S603 - our own server's programs, here and below
    if user:
        subprocess.run(["/bin/chown", "-R", owner, str(folder)], check=True)  # noqa: S603
    settings = ["-c", "port=5433", "-c", f"unix_socket_directories={folder}", "-c", "listen_addresses="]
    command = [*user, str(binaries / "postgres"), "-D", str(copied), *settings]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        url = f"postgresql://postgres@/{database.url.database}?host={folder}&port=5433"
        _until(lambda: open_database(make_url(url)).reading().__enter__())
        yield url
    finally:
        server.send_signal(signal.SIGQUIT)
        server.wait()
        shutil.rmtree(folder)


def _until(ready: Callable[[], object], patience: float = 30) -> None:
    end = time.monotonic() + patience
    while True:
        try:
            ready()
        except Exception:  # whatever a server that is not there yet answers
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
        else:
            return


PARTS: dict[str, tuple[Callable[[Database, argparse.Namespace], Iterator[str]], tuple[str, ...]]] = {
    "pooling": (pooling, ("| connections | ms a claim read | ms a mark |", "|---|---:|---:|")),
    "writers": (writers, ("| writers | marks a second | ms, middle | ms, 95 of 100 |", "|---:|---:|---:|---:|")),
    "partitions": (partitions, ("| tables | µs a chain | µs a row by its number |", "|---|---:|---:|")),
    "replica": (replica, ()),
}


def main() -> None:
    """The parts that were asked for, each on a database of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="all without any")
    parser.add_argument("--claims", type=int, default=1_000)
    parser.add_argument("--seconds", type=float, default=4)
    asked = parser.parse_args()
    print("\n".join(machine()), f"\nload {load():.1f}\n")
    with place("postgresql") as here:
        assert isinstance(here, Server)  # noqa: S101 - for the type
        say("filling")
        full = here.empty()
        for case in generated.cases(asked.claims):
            fill(full, case)
        full.engine.dispose()
        for name in asked.parts or PARTS:
            say(name)
            work, heads = PARTS[name]
            database = here.copy(full)
            print(f"### {name}\n")
            for line in (*heads, *work(database, asked)):
                print(line, flush=True)
            print()
            database.engine.dispose()


if __name__ == "__main__":
    main()
