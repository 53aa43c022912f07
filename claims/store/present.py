"""The present, and any moment before it, as one question: what stands when only the first `upto` rows of the log are read.

A retraction names a row. Withdrawing a thing's first row withdraws the thing; withdrawing a later version lets the one before it stand again.
"""

from collections.abc import Iterable
from operator import attrgetter
from typing import Protocol, TypeVar

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
