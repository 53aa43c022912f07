"""The database of another desk, read from a private copy: their file is neither changed nor kept waiting, and nothing in it is trusted."""

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL

from claims.errors import DatabaseTooNew, DatabaseTooOld, DatabaseTrouble, FileProblem, NotOurDatabase
from claims.store.copying import begin_reading, copy_file
from claims.store.engine import Session, check_sqlite_file, open_database, reason

_WAL = b"\x02\x02"
"""At byte 18 of a file whose journal is a write-ahead log."""


@contextlib.contextmanager
def reading_elsewhere(file: Path) -> Iterator[Session]:
    """A reading session in a copy of their database; FileProblem where it is none, or cannot be read."""
    try:
        with tempfile.TemporaryDirectory(prefix="claims-") as folder:
            copy = Path(folder) / "theirs.db"
            check_sqlite_file(file)
            _copy(file, copy)
            with open_database(URL.create("sqlite", database=str(copy))).reading() as session:
                yield session
    except (NotOurDatabase, DatabaseTrouble) as problem:
        # What follows is advice on a database of one's own.
        raise FileProblem(str(file), f"it cannot be taken in: {problem.why.partition(';')[0]}") from problem
    except DatabaseTooOld as problem:
        raise FileProblem(
            str(file),
            f"an older version of the program made it (schema {problem.revision}); have it upgraded with `claims db upgrade`, or ask for a case file",
        ) from problem
    except DatabaseTooNew as problem:
        raise FileProblem(
            str(file),
            "a newer version of the program made it; `pip install --upgrade claims-tracker`, or ask for a case file",
        ) from problem
    except sqlite3.Error as problem:
        raise FileProblem(str(file), f"it cannot be read: {reason(problem).partition(';')[0]}") from problem
    except OSError as problem:
        raise FileProblem(str(file), f"it cannot be copied: {problem.strerror or problem}") from problem


def _copy(file: Path, copy: Path) -> None:
    """Page by page, as one state, also while somebody works in it."""
    with file.open("rb") as beginning:
        header = beginning.read(20)
    # Reading in WAL mode makes two files beside the database; where nobody works in it, it can be read without them.
    alone = "&immutable=1" if header[18:20] == _WAL and not Path(f"{file}-wal").exists() else ""
    address = f"file:{quote(str(file.absolute()))}?mode=ro{alone}"
    with contextlib.closing(sqlite3.connect(address, uri=True, isolation_level=None)) as source:
        begin_reading(source)
        copy_file(source, copy)
