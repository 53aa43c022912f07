"""What somebody who owns the file or the server can do to a store: change it past its triggers, and cover the traces as far as they like."""

from __future__ import annotations

import contextlib
import hashlib
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from databases import Places
from sqlalchemy import URL, CheckConstraint, Column, Connection, Integer, LargeBinary, Table, select, update

from claims.store import caches, copies_index, search_index
from claims.store.engine import Database, Session, open_database
from claims.store.ledger import log_head
from claims.store.merkle import Frontier
from claims.store.tables import LOGGED, METADATA, LogHead
from claims.store.verify import Verification, verify

# The filled store and the log computed again are modules of other tests.
for folder in ("store", "commands"):
    sys.path.append(str(Path(__file__).parents[1] / folder))

from at_desk import Said, typed  # noqa: E402 - they lie in the folders above
from every_table import build, with_everything  # noqa: E402 - they lie in the folders above
from recompute import recomputed  # noqa: E402 - they lie in the folders above

__all__ = ["Said", "build", "recomputed", "typed"]

HEAD = LogHead


SIZE = 60
"""Rows of the filled store."""

ARTICLE = "A factory.\n"


@contextlib.contextmanager
def filled(places: Places, folder: Path) -> Iterator[Database]:
    """A store with something in every column of every table, and in order: its article is made to fit the hashes beside it."""
    database = open_database(places.copy(folder, places.once("everything in order", _fit, with_everything(places))))
    yield database
    database.engine.dispose()
    places.drop(database.url)


def _fit(url: URL) -> None:
    database = open_database(url)
    hashed = hashlib.sha256(ARTICLE.encode()).hexdigest()
    body = {
        "content": ARTICLE.encode(),
        "text": ARTICLE,
        "sha256": hashed,
        "text_sha256": hashed,
        "length": len(ARTICLE),
    }
    with unchecked(database) as connection, connection.begin():
        change(connection, table("snapshot_body"), first(connection, "snapshot_body"), body)
        reseal(connection)
    database.engine.dispose()


def table(name: str) -> Table:
    return METADATA.tables[name]


@contextlib.contextmanager
def unchecked(database: Database) -> Iterator[Connection]:
    """A connection that no foreign key or check of SQLite holds back."""
    with database.engine.connect().execution_options(writing=True) as connection:
        if connection.dialect.name == "sqlite":
            with contextlib.closing(connection.connection.cursor()) as cursor:
                for pragma in ("foreign_keys = OFF", "ignore_check_constraints = ON"):
                    cursor.execute(f"PRAGMA {pragma}")
        yield connection


@contextlib.contextmanager
def unguarded(connection: Connection, *tables: Table) -> Iterator[None]:
    """While triggers and checks of these tables, or of all, are off; afterwards the triggers are as they were."""
    names = [t.name for t in tables or LOGGED]
    if connection.dialect.name == "sqlite":
        made = connection.exec_driver_sql("SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'trigger'")
        triggers = [(name, sql) for name, of, sql in made if of in names]
        for name, _ in triggers:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        yield
        for _, sql in triggers:
            connection.exec_driver_sql(sql)
        return
    connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    for of in tables:
        for check in (c for c in of.constraints if isinstance(c, CheckConstraint)):
            connection.exec_driver_sql(f"ALTER TABLE {of.name} DROP CONSTRAINT IF EXISTS {check.name}")
    yield
    connection.exec_driver_sql("SET LOCAL session_replication_role = origin")


def other_value(column: Column[Any], value: Any) -> Any:
    """Nearly the same value."""
    if isinstance(column.type, Integer):
        return value + 100_000
    if isinstance(column.type, LargeBinary):
        return bytes([value[0] ^ 1]) + value[1:]
    return f"{value[:-1]}{'x' if value[-1:] != 'x' else 'y'}"


def change(connection: Connection, rows: Table, row: int, values: Mapping[str, Any]) -> None:
    """Change values of one logged row."""
    with unguarded(connection, rows):
        connection.execute(update(rows).where(rows.c.seq == row).values(values))


def reseal(connection: Connection) -> None:
    """Make every leaf and the head fit the rows as they are now, and the caches too: no trace is left in the database."""
    log = recomputed(connection)
    tree = Frontier()
    with unguarded(connection):
        for leaf in log.leaves:
            tree.append(leaf.computed)
            if leaf.stored != leaf.computed:
                rows = table(leaf.table)
                connection.execute(update(rows).where(rows.c.seq == leaf.seq).values(leaf=leaf.computed))
    connection.execute(update(HEAD).values(size=tree.size, frontier=tree.packed))
    caches.rebuild(connection)
    search_index.rebuild(connection)
    copies_index.rebuild(connection)


def truncate(connection: Connection, size: int) -> None:
    """Take away every row after the first so many."""
    with unguarded(connection):
        for rows in reversed(LOGGED):
            connection.execute(rows.delete().where(rows.c.seq > size))


def first(connection: Connection, name: str) -> int:
    """The first row of a table."""
    rows = table(name)
    return int(connection.execute(select(rows.c.seq).order_by(rows.c.seq).limit(1)).scalar_one())


def verified(connection: Connection, since: Any = None, *, quick: bool = False) -> Verification:
    """What verify finds in this transaction."""
    size = connection.execute(select(HEAD.c.size)).scalar_one()
    return verify(Session(connection, size), since, quick=quick)


def said(found: Verification) -> list[str]:
    return [one.says for one in found.found]


def told(found: Verification, kind: str) -> list[str]:
    """The findings of one kind."""
    return [one.says for one in found.found if one.kind == kind]


def head_of(connection: Connection) -> Any:
    return log_head(connection)
