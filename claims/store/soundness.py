"""Whether a store is sound beside its hashes: events, redactions, references, the file, triggers and caches. Nothing here writes."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

import orjson
from sqlalchemy import Connection, Table

from claims.store.canonical import LEAF_FORMAT
from claims.store.slices import Trouble
from claims.store.tables import (
    LOGGED,
    REDACTABLE,
)
from claims.store.triggers import guard

Step = Callable[[int, int], None]
"""Told how far a check has come: done, of how many."""

MOST = 100
"""Troubles of one sort that are looked up one by one."""


def origin_troubles(connection: Connection) -> Iterator[Trouble]:
    """Row 1, and only row 1, says which log this is and in which form its leaves are."""
    rows = connection.exec_driver_sql("SELECT seq, leaf_format FROM log_origin ORDER BY seq").all()
    if [seq for seq, _ in rows] != [1]:
        yield Trouble("row 1, and no other, has to name the log's origin", "log_origin")
    for seq, form in rows:
        if form != LEAF_FORMAT:
            yield Trouble(f"says leaf format {form}, which this program does not know", "log_origin", seq)


def event_troubles(connection: Connection, size: int) -> Iterator[Trouble]:
    """Events cut the log into transactions: each begins after the one before and is numbered on, and its time never goes back."""
    last, number, at = 0, 0, ""
    query = "SELECT seq, number, begins, at FROM event WHERE seq > {} AND seq <= {} ORDER BY seq LIMIT 20000"
    while rows := connection.exec_driver_sql(query.format(last, int(size))).all():
        for event in rows:
            if event.begins != last + 1:
                yield Trouble(
                    f"begins at row {event.begins}, the event before it ended at row {last}", "event", event.seq
                )
            if event.number != number + 1:
                yield Trouble(f"follows {f'E-{number}' if number else 'no other event'}", "event", event.seq)
            if event.at < at:
                yield Trouble(f"is dated {event.at}, before the event before it ({at})", "event", event.seq)
            last, number, at = event.seq, event.number, max(at, event.at)
    if last != size:
        yield Trouble(
            f"the last event ends at row {last}, the log at row {size}: rows belong to no transaction", "event"
        )


def redaction_troubles(connection: Connection) -> Iterator[Trouble]:
    """A redaction names a row with redactable texts, keeps their commitments, and the texts are gone."""
    for redaction in connection.exec_driver_sql(
        "SELECT seq, target, table_name, commitments FROM redaction ORDER BY seq"
    ):
        texts = REDACTABLE.get(redaction.table_name)
        if texts is None:
            yield Trouble(
                f"names the table {redaction.table_name}, which has no redactable texts", "redaction", redaction.seq
            )
            continue
        columns = ", ".join(f'"{c}"' for c in (*texts, "salt"))
        row = connection.exec_driver_sql(
            f"SELECT {columns} FROM {redaction.table_name} WHERE seq = {int(redaction.target)}"
        ).first()
        if row is None:
            yield Trouble(
                f"names row {redaction.target}, which is not in {redaction.table_name}", "redaction", redaction.seq
            )
        elif any(value is not None for value in row):
            yield Trouble("was redacted and still holds its texts", redaction.table_name, redaction.target)
        if not _are_commitments(redaction.commitments, texts):
            yield Trouble("does not keep commitments to texts of that table", "redaction", redaction.seq)


def _are_commitments(packed: str, texts: Sequence[str]) -> bool:
    try:
        kept = orjson.loads(packed)
    except orjson.JSONDecodeError:
        return False
    return (
        isinstance(kept, dict)
        and kept.keys() <= set(texts)
        and all(isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value) for value in kept.values())
    )


def order_troubles(connection: Connection) -> Iterator[Trouble]:
    """A retraction or redaction names an earlier row."""
    for table in ("retraction", "redaction"):
        for seq, target in connection.exec_driver_sql(
            f"SELECT seq, target FROM {table} WHERE target < 1 OR target >= seq ORDER BY seq LIMIT {MOST}"
        ):
            yield Trouble(f"names row {target}, which did not come before it", table, seq)


def reference_troubles(connection: Connection) -> Iterator[Trouble]:
    """Every row that another one names is there."""
    if connection.dialect.name == "sqlite":
        for table, seq, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(MOST):
            yield Trouble(f"names a row of {parent} that is not there", table, seq)
        return
    if connection.exec_driver_sql(dangling(connection)).scalar():
        for table, seq, parent in connection.exec_driver_sql(
            " UNION ALL ".join(f"({query} ORDER BY t.seq LIMIT {MOST})" for query in _dangling(connection, LOGGED))
        ):
            yield Trouble(f"names a row of {parent} that is not there", table, seq)


def dangling(connection: Connection) -> str:
    """How many references lead nowhere, as a statement; PostgreSQL has no check of its own that could be asked for.

    Tables without rows are left out, which saves planning, and no order is asked for, which would have it choose slower joins.
    """
    there = ", ".join(f"EXISTS (SELECT 1 FROM {table.name})" for table in LOGGED)
    full = [
        table for table, rows in zip(LOGGED, connection.exec_driver_sql(f"SELECT {there}").one(), strict=True) if rows
    ]
    return (
        f"SELECT count(*) FROM ({' UNION ALL '.join(_dangling(connection, full)) or 'SELECT WHERE false'}) AS dangling"
    )


def _dangling(connection: Connection, tables: Iterable[Table]) -> Iterator[str]:
    """For each reference of these tables the rows that name one that is not there: their table, number, and the table of what they name."""
    quote = connection.dialect.identifier_preparer.quote
    for table in tables:
        for key in sorted(table.foreign_keys, key=lambda key: key.parent.name):
            column, parent = quote(key.parent.name), key.column.table.name
            yield (
                f"SELECT '{table.name}' AS named, t.seq, '{parent}' AS parent FROM {table.name} t "
                f"LEFT JOIN {parent} p ON p.seq = t.{column} WHERE t.{column} IS NOT NULL AND p.seq IS NULL"
            )


def file_troubles(connection: Connection) -> Iterator[Trouble]:
    """What SQLite's own check of the file finds."""
    if connection.dialect.name == "sqlite":
        for (said,) in connection.exec_driver_sql(f"PRAGMA integrity_check({MOST})"):
            if said != "ok":
                yield Trouble(f"SQLite's integrity check: {' '.join(str(said).split())}", "")


# --- triggers --------------------------------------------------------------------------------------------------------

_TRIGGERS = """
SELECT t.tgname, pg_get_triggerdef(t.oid, true), p.prosrc, t.tgenabled IN ('O', 'A')
FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal AND pg_table_is_visible(t.tgrelid)
"""
_WORD = re.compile(r"\w+|[^\w\s]")
_CREATE = re.compile(r"CREATE (?:OR REPLACE )?(TRIGGER|FUNCTION) (\w+)")


def trigger_troubles(connection: Connection) -> Iterator[Trouble]:
    """Every logged table has the triggers that keep its rows from being changed, as the migrations make them."""
    there = dict(
        _sqlite_triggers(connection) if connection.dialect.name == "sqlite" else _postgres_triggers(connection)
    )
    for table in LOGGED:
        statements = guard(connection.dialect.name, table.name, table.c.keys(), REDACTABLE.get(table.name, ()))
        made = [(found[1], found[2], statement) for statement in statements if (found := _CREATE.match(statement))]
        function = "".join(_body(statement) for kind, _, statement in made if kind == "FUNCTION")
        for kind, name, statement in made:
            if kind == "TRIGGER" and name not in there:
                yield Trouble(f"the trigger {name} is missing: rows can be changed unseen", table.name)
            elif kind == "TRIGGER" and not _same(there[name], statement + function):
                yield Trouble(
                    f"the trigger {name} is not the one that protects the log, or is switched off", table.name
                )


def _sqlite_triggers(connection: Connection) -> Iterator[tuple[str, str]]:
    yield from connection.exec_driver_sql("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")


def _postgres_triggers(connection: Connection) -> Iterator[tuple[str, str]]:
    for name, made, body, enabled in connection.exec_driver_sql(_TRIGGERS):
        yield name, made + body if enabled else ""


def _body(statement: str) -> str:
    """What a function does: between the dollar signs."""
    return statement.split("$$")[1]


def _same(one: str, other: str) -> bool:
    """Whether two statements have the same words and signs, in any order: a migration may have listed the columns in another one."""
    return one == other or Counter(_WORD.findall(one)) == Counter(_WORD.findall(other))
