"""Vectors of the extra [semantic] for claims that came in numbers, after they were kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claims.commands.output import talk
from claims.commands.progress import Progress

if TYPE_CHECKING:
    from claims.store.engine import Database

MANY = 500
"""Claims that take long enough to say so beforehand."""

AFTER_IMPORT = 2_000
"""Claims that an import still encodes; more take longer than the taking in, and nobody asked for that who took in a file."""

_HOURS = 50_000
"""Claims from which on hours are a fair word: each takes 20 to 50 ms."""


def encode_missing(database: Database, who: str, *, quiet: bool, most: int | None = None) -> None:
    """Vectors for all claims that have none, some at a time: what is done when somebody interrupts stays done, and nobody waits for a lock meanwhile.

    Where more than `most` are missing that is said, and none is made.
    """
    from claims.store import encoder, vectors

    if not encoder.in_use():
        return
    with database.reading() as session:
        total = vectors.live(session.connection) - vectors.count(session.connection)
    long = _how_long(total)
    if most is not None and total > most:
        talk(
            f"{total:,} claims are kept and not encoded: `match` finds them by their words. `claims db caches` encodes them, {long}."
        )
        return
    if total > MANY:
        talk(
            f"Encoding {total:,} claims for `match`, {long}. They are all kept already: Ctrl-C leaves what is missing to `claims db caches`."
        )
    progress = Progress(quiet=quiet, verb="Encoding")
    done, last = 0, -1
    try:
        while True:
            with database.reading() as session:
                texts = next(vectors.missing(session.connection, last + 1), None)
            if texts is None:
                return
            made = vectors.encoded(texts.values())
            with database.writing(who) as session:
                vectors.keep(session.connection, texts, made)
            done, last = done + len(texts), max(texts)
            progress("claims", done, max(total, done))
    finally:
        progress.end()


def _how_long(claims: int) -> str:
    if claims <= AFTER_IMPORT:
        return "a minute or so"
    return "some minutes" if claims <= _HOURS else "some hours"
