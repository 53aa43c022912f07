"""The desk a command works at: which database, and who is working."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from claims.errors import NoDatabase, NoReviewer
from claims.text.door import admitted_line

if TYPE_CHECKING:
    from sqlalchemy import URL

    from claims.store.engine import Database, Session, WritingSession

DATABASE_NAME = "claims.db"


@dataclass(slots=True)
class Desk:
    """What stands before the verb on the command line."""

    db: str | None = None
    as_name: str | None = None
    debug: bool = False

    def url(self, *, to_make: bool = False) -> URL:
        """The database: `--db`, else CLAIMS_DB, else claims.db here or in a folder above (to make one: here)."""
        from claims.store.engine import database_url

        named = self.db or os.environ.get("CLAIMS_DB")
        if named:
            return database_url(named)
        here = Path.cwd()
        if to_make:
            return database_url(str(here / DATABASE_NAME))
        for folder in (here, *here.parents):
            if (folder / DATABASE_NAME).exists():
                return database_url(str(folder / DATABASE_NAME))
        raise NoDatabase(f"there is no {DATABASE_NAME} in {here} or above it")

    def database(self) -> Database:
        from claims.store.engine import open_database

        return open_database(self.url())

    @property
    def reviewer(self) -> str:
        """Who is working: `--as`, else CLAIMS_REVIEWER, else git's user name. A change without a name is refused."""
        named = self.as_name if self.as_name is not None else os.environ.get("CLAIMS_REVIEWER") or _git_name()
        if not named or not named.strip():
            raise NoReviewer
        return admitted_line("reviewer's name", named, most=200)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        with self.database().reading() as session:
            yield session

    @contextlib.contextmanager
    def writing(self, *, dry_run: bool = False) -> Iterator[WritingSession]:
        """One transaction: kept whole at the end, or, with `dry_run`, given up whole."""
        with self.database().writing(self.reviewer, rehearse=dry_run) as session:
            yield session


def _git_name() -> str | None:
    try:
        found = subprocess.run(["git", "config", "user.name"], capture_output=True, text=True, timeout=5, check=False)  # noqa: S607 - git as the person has it
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    return found.stdout.strip() or None
