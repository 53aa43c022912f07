"""SQLite files that appear whole or not at all: made beside their place under a name of their own, and then given their name."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from claims.errors import DatabaseExists
from claims.store.engine import check_sqlite_file, make_private

ENDINGS = ("-journal", "-wal", "-shm")
"""What SQLite puts beside a file while it works in it; after a crash it belongs to the file."""


@contextlib.contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A new empty file beside a place, its owner's alone; what is left of it at the end is removed."""
    made = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
    try:
        make_private(made)
        yield made
    finally:
        for left in (made, *neighbours(made)):
            left.unlink(missing_ok=True)


def neighbours(path: Path) -> list[Path]:
    """The files that SQLite may have put beside this one."""
    return [path.with_name(path.name + ending) for ending in ENDINGS]


def refuse_taken(path: Path) -> None:
    """Refuse a place where something is; an empty file is nothing."""
    if path.is_file() and path.stat().st_size == 0:
        return
    if path.exists():
        check_sqlite_file(path)
        raise DatabaseExists(str(path))


def put_in_place(made: Path, path: Path) -> None:
    """Give a finished file its name, unless somebody else was quicker."""
    if path.is_file() and path.stat().st_size == 0:
        made.replace(path)
    else:
        try:
            path.hardlink_to(made)
        except FileExistsError:
            raise DatabaseExists(str(path)) from None
        except OSError:  # a file system without links
            refuse_taken(path)
            made.rename(path)
    sync_folder(path)


def sync_folder(path: Path) -> None:
    """Make a new name last; a file system that cannot sync a folder takes nothing of it back."""
    with contextlib.suppress(OSError):
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def free_name(path: Path) -> Path:
    """This name, or the first with a number after it that nothing has yet."""
    free, number = path, 1
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}.{number}")
    return free
