"""The present, and any moment before it, as one question: what stands when only the first `upto` rows of the log are read.

A retraction names a row. Withdrawing a thing's first row withdraws the thing; withdrawing a later version lets the one before it stand again.
"""

from collections.abc import Iterable
from operator import attrgetter, itemgetter
from typing import Any, Protocol, TypeVar

from sqlalchemy import BigInteger, ColumnElement, bindparam, func, select

from claims.store.tables import Retraction

UPTO: ColumnElement[int] = bindparam("upto", type_=BigInteger())
"""The last row that is read; every query on the log binds it."""


def withdrawn(row: ColumnElement[int]) -> ColumnElement[int]:
    """1 where the latest retraction up to UPTO withdraws the row, else 0: one index look-up."""
    latest = (
        select(Retraction.c.withdrawn)
        .where(Retraction.c.target == row, Retraction.c.seq <= UPTO)
        .order_by(Retraction.c.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(latest, 0).label("withdrawn")


WITHDRAWN = "coalesce((SELECT r.withdrawn FROM retraction r WHERE r.target = t.seq ORDER BY r.seq DESC LIMIT 1), 0)"
"""The same at the end of the log, in a statement that reads rows of `t` as plain tuples."""


def upto_in(table: str) -> str:
    """In plain SQL: that a row of the table (or of its alias) was there at `:upto`."""
    return f"{table}.seq <= :upto"


def withdrawn_in(table: str) -> str:
    """As `withdrawn`, in plain SQL."""
    return (
        "coalesce((SELECT retraction.withdrawn FROM retraction "
        f"WHERE retraction.target = {table}.seq AND retraction.seq <= :upto ORDER BY retraction.seq DESC LIMIT 1), 0)"
    )


class VersionRow(Protocol):
    """A row of a versioned table, with its retraction."""

    @property
    def seq(self) -> int: ...
    @property
    def first(self) -> int | None: ...
    @property
    def version(self) -> int: ...
    @property
    def withdrawn(self) -> int: ...


Row = TypeVar("Row", bound=VersionRow)


def standing(rows: Iterable[Row]) -> dict[int, Row]:
    """The version that stands of each thing, by the `seq` of its first row, in the order of first rows. Withdrawn things are left out."""
    latest: dict[int, Row] = {}
    gone: set[int] = set()
    for row in sorted(rows, key=attrgetter("seq")):
        identity = row.first if row.first is not None else row.seq
        if row.withdrawn:
            if row.first is None:
                gone.add(identity)
            continue
        if identity not in latest or row.version > latest[identity].version:
            latest[identity] = row
    return {identity: latest[identity] for identity in sorted(latest) if identity not in gone}


Version = TypeVar("Version", bound=tuple[Any, ...])


def standing_tuples(rows: Iterable[Version]) -> dict[int, Version]:
    """As `standing`, of tuples that begin with seq, first, version and whether the row is withdrawn."""
    latest: dict[int, Version] = {}
    gone: set[int] = set()
    for row in sorted(rows, key=itemgetter(0)):
        first = row[1]
        identity: int = row[0] if first is None else first
        if row[3]:
            if first is None:
                gone.add(identity)
        elif (known := latest.get(identity)) is None or row[2] > known[2]:
            latest[identity] = row
    return {identity: latest[identity] for identity in sorted(latest) if identity not in gone}
