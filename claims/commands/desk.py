"""The desk a command works at: which database, and who is working."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import URL

    from claims.store.engine import Database, Session, WritingSession

DATABASE_NAME = "claims.db"

PATIENCE_S = 1.5
"""How long a command waits for a database before it says so."""

WAITING = "Waiting for the database: another process is writing, or the server is slow."


class Desk:
    """What stands before the verb on the command line. Made before anything else is loaded."""

    __slots__ = ("as_name", "db", "debug", "no_pager", "quiet")

    def __init__(self, db: str | None = None, as_name: str | None = None) -> None:
        self.db = db
        self.as_name = as_name
        self.debug = False
        self.quiet = False
        self.no_pager = False

    def url(self, *, to_make: bool = False) -> URL:
        """The database: `--db`, else CLAIMS_DB, else claims.db here or in a folder above (to make one: here)."""
        if self.db is not None:
            return _url_named(self.db, "--db")
        if named := os.environ.get("CLAIMS_DB"):
            return _url_named(named, "CLAIMS_DB")
        return _url_named(found_database(to_make=to_make), DATABASE_NAME)

    @property
    def shown_db(self) -> str | None:
        """What --db was given, as a suggestion repeats it: a password never is."""
        if self.db is None or "://" not in self.db:
            return self.db
        from claims.store.engine import shown_url

        return shown_url(self.url())

    def database(self) -> Database:
        from claims.store.engine import open_database

        return open_database(self.url())

    @property
    def reviewer(self) -> str:
        """Who is working; a change without a name is refused."""
        return self.reviewer_and_whence()[0]

    def reviewer_and_whence(self) -> tuple[str, str]:
        """Who is working, and what said so: `--as`, else CLAIMS_REVIEWER, else git's user name."""
        from claims.commands.parameters import as_utf8
        from claims.errors import NoReviewer
        from claims.text.door import admitted_line

        if self.as_name is not None:
            named, whence = self.as_name, "--as"
        elif set_to := os.environ.get("CLAIMS_REVIEWER"):
            named, whence = set_to, "CLAIMS_REVIEWER"
        else:
            named, whence = _git_name() or "", "git's user.name"
        if not named.strip():
            raise NoReviewer
        return admitted_line(f"reviewer's name ({whence})", as_utf8(named), most=200), whence

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        with contextlib.ExitStack() as stack:
            reading = self.database().reading()
            with _waiting(quiet=self.quiet):
                session = stack.enter_context(reading)
            yield session

    @contextlib.contextmanager
    def writing(self, *, dry_run: bool = False) -> Iterator[WritingSession]:
        """One transaction: kept whole at the end, or, with `dry_run`, given up whole."""
        with contextlib.ExitStack() as stack:
            writing = self.database().writing(self.reviewer, rehearse=dry_run)
            with _waiting(quiet=self.quiet):
                session = stack.enter_context(writing)
            yield session


def _url_named(named: str, whence: str) -> URL:
    """The address as typed, a path made absolute."""
    from pathlib import Path

    from claims.errors import NoDatabase, quoted
    from claims.store.engine import database_url

    if not named.strip():
        raise NoDatabase(f"{whence} is empty")
    if "://" not in named:
        try:
            named = str(Path(named).expanduser().absolute())
        except (OSError, RuntimeError) as problem:  # no such user's home, or no folder to stand in
            raise NoDatabase(f"{whence} names {quoted(named)} ({problem})") from None
    return database_url(named)


def found_database(*, to_make: bool) -> str:
    """claims.db here or in the nearest folder above; where one is to be made: here."""
    from pathlib import Path

    from claims.errors import NoDatabase

    try:
        here = Path.cwd()
    except FileNotFoundError:
        raise NoDatabase("the folder you are in has been removed") from None
    for folder in (here,) if to_make else (here, *here.parents):
        with contextlib.suppress(PermissionError):
            if to_make or (folder / DATABASE_NAME).exists():
                return str(folder / DATABASE_NAME)
    raise NoDatabase(f"there is no {DATABASE_NAME} in {here} or above it")


@contextlib.contextmanager
def _waiting(*, quiet: bool) -> Iterator[None]:
    """While another process holds the database: say so after a moment, and let Ctrl-C end the wait at once.

    SQLite waits inside its own code, where Python's handling of an interrupt would come only after the wait. Nothing is
    written yet, so the plain end of the process is safe.
    """
    import signal
    import threading

    import click

    note = threading.Timer(PATIENCE_S, click.echo, [WAITING], {"err": True})
    note.daemon = True
    if not quiet:
        note.start()
    usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    swapped = usual and threading.current_thread() is threading.main_thread()
    if swapped:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        if swapped:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        note.cancel()


def _git_name() -> str | None:
    import subprocess

    try:
        found = subprocess.run(["git", "config", "user.name"], capture_output=True, timeout=5, check=False)  # noqa: S607 - git as the person has it
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    return found.stdout.decode(errors="replace").strip() or None
