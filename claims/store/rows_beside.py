"""What the process beside does: has the database look at the file and at references, and looks at the rows of the log, the last ones first.

It is told on its standard input which database, how long the log is, what to ask the database first and what its tables are, and says a line for whatever
it found in order: `file`, `references`, or the first row of a slice and the root of the tree over its leaves. Of anything else it says nothing. It knows
nothing of SQLAlchemy, so that it starts in a moment.
"""

import contextlib
import sqlite3
import sys
from collections.abc import Iterator
from functools import partial
from typing import Any

import orjson

from claims.store.merkle import Frontier
from claims.store.slices import SLICE, Plan, Slice, SliceReader, span


def main() -> None:
    """Look at what was asked for, and end at the first thing that goes wrong: it is looked at in the process that asked, and told there."""
    asked = orjson.loads(sys.stdin.buffer.read())
    size = int(asked["size"])
    opened, mark = (_sqlite, "?") if asked["sqlite"] else (_postgresql, "%s")
    with contextlib.closing(opened(**asked["options"])) as connection:
        with contextlib.closing(connection.cursor()) as cursor:
            cursor.execute("SELECT size FROM log_head")
            if cursor.fetchall() != [(size,)]:
                return
            for what, sql, right in asked["first"]:
                cursor.execute(sql)
                if [list(row) for row in cursor.fetchmany(2)] == right:
                    _say(what.encode())
        cursor = connection.cursor if asked["sqlite"] else partial(connection.cursor, binary=True)
        reader = SliceReader(cursor, mark, [Plan(*plan) for plan in asked["plans"]], str)
        if not asked["sqlite"]:
            reader.only_where_rows_are()
        for first, root in in_order(reader, size):
            _say(b"%d %b" % (first, root.hex().encode()))


def in_order(reader: SliceReader, size: int) -> Iterator[tuple[int, bytes]]:
    """The whole slices of a log of this size that are in order, from the last one on."""
    last = size // SLICE * SLICE
    while last:
        begins = max(0, last - span(size))
        read = reader.read(begins + 1, last, compute=True)
        if read.in_order:
            yield from _roots(read)
        else:
            for one in range(last - SLICE, begins - 1, -SLICE):
                read = reader.read(one + 1, one + SLICE, compute=True)
                if read.in_order:
                    yield from _roots(read)
        last = begins


def _roots(read: Slice) -> Iterator[tuple[int, bytes]]:
    """Of slices in order, the last one first: first row, and root of the tree over its leaves."""
    for begins in range(len(read.computed) - SLICE, -1, -SLICE):
        tree = Frontier()
        tree.extend([leaf for leaf in read.computed[begins : begins + SLICE] if leaf is not None])
        yield read.begins + begins, tree.root


def _sqlite(database: str, timeout: float) -> Any:
    """The file, in a transaction that reads; it is never made or changed."""
    connection = sqlite3.connect(database, timeout, isolation_level=None, uri=True)
    for said in ("PRAGMA cell_size_check = ON", "PRAGMA trusted_schema = OFF", "BEGIN"):
        connection.execute(said)
    return connection


def _postgresql(**options: Any) -> Any:
    """The server, in a transaction that reads one state."""
    import psycopg  # noqa: PLC0415 - an extra, and no concern of a file

    connection = psycopg.connect(**options)
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    return connection


def _say(line: bytes) -> None:
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
