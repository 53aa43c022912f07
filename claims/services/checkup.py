"""Signs of health: what `doctor` looks at."""

import importlib.util
import platform
import sqlite3
import stat
from pathlib import Path

from sqlalchemy import URL, select

from claims import __version__
from claims.errors import ClaimsError
from claims.shipped import shipped
from claims.store.engine import open_database, shown_url, wal_is_safe
from claims.store.ledger import log_head
from claims.store.tables import Folding
from claims.text.folding import FOLDING

Sign = tuple[str, bool, str]
"""What was looked at, whether it is in order, and what was found."""


def installation_signs() -> list[Sign]:
    """The program itself and what it stands on."""
    version = sqlite3.sqlite_version
    if wal_is_safe():
        sqlite: Sign = ("sqlite", True, f"{version}, write-ahead log")
    else:
        sqlite = (
            "sqlite",
            True,
            f"{version}, which has the WAL-reset bug: databases use a rollback journal instead, which is safe",
        )
    signs = [("claims", True, f"{__version__} on Python {platform.python_version()}"), sqlite]
    for folder in ("schema", "seeds"):
        try:
            signs.append((folder, True, str(shipped(folder))))
        except ClaimsError as missing:
            signs.append((folder, False, missing.sentence))
    if importlib.util.find_spec("psycopg"):
        signs.append(("[postgres]", True, "installed"))
    else:
        signs.append(
            ("[postgres]", True, "not installed; without it no PostgreSQL: pip install 'claims-tracker[postgres]'")
        )
    return signs


def database_signs(url: URL) -> list[Sign]:
    """A database: whether it opens, who may read it, and whether its comparison keys are of this Python."""
    signs: list[Sign] = []
    with open_database(url).reading() as session:
        head = log_head(session.connection)
        signs.append(("database", True, f"{shown_url(url)}, {head.size} rows, log {head.origin}"))
        folding = session.connection.execute(select(Folding.folding)).scalar()
        if folding == FOLDING:
            signs.append(("names", True, f"compared by folding {folding}"))
        else:
            signs.append(
                ("names", False, f"compared by folding {folding}, this Python has {FOLDING}; run `claims db caches`")
            )
    if url.get_backend_name() == "sqlite":
        mode = stat.S_IMODE(Path(str(url.database)).stat().st_mode)
        if mode & 0o077:
            signs.append(
                ("permissions", False, f"others may read the file (mode {mode:o}); run chmod 600 {url.database}")
            )
        else:
            signs.append(("permissions", True, "only its owner may read the file"))
    return signs
