"""Whether a store is sound beside its hashes: events, redactions, references, the file, triggers and caches. Nothing here writes."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, select

from claims.store.caches import (
    BATCH,
    EVERYTHING,
    _claim_sources,
    _sources,
    claim_now_rows,
    present_rules,
)
from claims.store.canonical import LEAF_FORMAT
from claims.store.leaves import Trouble
from claims.store.tables import (
    LOGGED,
    REDACTABLE,
    Base,
    Claim,
    ClaimNow,
    ClaimSource,
    Folding,
    Source,
    SourceName,
    SourceNow,
)
from claims.store.triggers import guard
from claims.text.folding import FOLDING

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
    query = "SELECT seq, number, begins, at FROM event WHERE seq > {} ORDER BY seq LIMIT 20000"
    while rows := connection.exec_driver_sql(query.format(last)).all():
        for event in rows:
            if event.begins != last + 1:
                yield Trouble(
                    f"begins at row {event.begins}, the event before it ended at row {last}", "event", event.seq
                )
            if event.number != number + 1:
                yield Trouble(f"is numbered {event.number} and follows E-{number}", "event", event.seq)
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


def reference_troubles(connection: Connection) -> Iterator[Trouble]:
    """Every row that another one names is there; a retraction or redaction names an earlier one."""
    for table in ("retraction", "redaction"):
        for seq, target in connection.exec_driver_sql(
            f"SELECT seq, target FROM {table} WHERE target < 1 OR target >= seq ORDER BY seq LIMIT {MOST}"
        ):
            yield Trouble(f"names row {target}, which did not come before it", table, seq)
    if connection.dialect.name == "sqlite":
        for table, seq, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(MOST):
            yield Trouble(f"names a row of {parent} that is not there", table, seq)
        return
    for named in LOGGED:
        for key in named.foreign_keys:
            column, parent = connection.dialect.identifier_preparer.quote(key.parent.name), key.column.table.name
            for (seq,) in connection.exec_driver_sql(
                f"SELECT t.seq FROM {named.name} t LEFT JOIN {parent} p ON p.seq = t.{column} "
                f"WHERE t.{column} IS NOT NULL AND p.seq IS NULL ORDER BY t.seq LIMIT {MOST}"
            ):
                yield Trouble(f"names a row of {parent} that is not there ({key.parent.name})", named.name, seq)


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
_CREATE = re.compile(r"CREATE (?:OR REPLACE )?(TRIGGER|FUNCTION) (\w+)")


def trigger_troubles(connection: Connection) -> Iterator[Trouble]:
    """Every logged table has the triggers that keep its rows from being changed, as the migrations make them."""
    there = dict(
        _sqlite_triggers(connection) if connection.dialect.name == "sqlite" else _postgres_triggers(connection)
    )
    for table in LOGGED:
        statements = guard(connection.dialect.name, table.name, table.c.keys(), REDACTABLE.get(table.name, ()))
        made = {(found[1], found[2]): statement for statement in statements if (found := _CREATE.match(statement))}
        function = "".join(_body(statement) for (kind, _), statement in made.items() if kind == "FUNCTION")
        for (kind, name), statement in made.items():
            if kind == "TRIGGER" and name not in there:
                yield Trouble(f"the trigger {name} is missing: rows can be changed unseen", table.name)
            elif kind == "TRIGGER" and there[name] != _words(statement + function):
                yield Trouble(
                    f"the trigger {name} is not the one that protects the log, or is switched off", table.name
                )


def _sqlite_triggers(connection: Connection) -> Iterator[tuple[str, Counter[str]]]:
    for name, sql in connection.exec_driver_sql("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"):
        yield name, _words(sql)


def _postgres_triggers(connection: Connection) -> Iterator[tuple[str, Counter[str]]]:
    for name, made, body, enabled in connection.exec_driver_sql(_TRIGGERS):
        yield name, _words(made + body) if enabled else Counter()


def _body(statement: str) -> str:
    """What a function does: between the dollar signs."""
    return statement.split("$$")[1]


def _words(sql: str) -> Counter[str]:
    """The words and signs of a statement, in any order: a migration may have listed the columns in another one."""
    return Counter(re.findall(r"\w+|[^\w\s]", sql))


# --- caches ----------------------------------------------------------------------------------------------------------


def cache_troubles(connection: Connection, step: Step) -> Iterator[Trouble]:
    """Every cache holds what the log gives, no more and no less."""
    rules = present_rules(connection, EVERYTHING)
    total = _count(connection, ClaimNow) + _count(connection, SourceNow)
    done = 0
    for batch in _firsts(connection, Claim):
        yield from _compared(connection, ClaimNow, "claim", batch, claim_now_rows(connection, batch, EVERYTHING, rules))
        yield from _compared(connection, ClaimSource, "claim", batch, _claim_sources(connection, batch, EVERYTHING))
        done += len(batch)
        step(done, total)
    for batch in _firsts(connection, Source):
        now, names = _sources(connection, batch, EVERYTHING)
        yield from _compared(connection, SourceNow, "source", batch, now)
        yield from _compared(connection, SourceName, "source", batch, names)
        done += len(batch)
        step(done, total)
    for cache, column, of in (
        (ClaimNow, "claim", Claim),
        (ClaimSource, "claim", Claim),
        (SourceNow, "source", Source),
        (SourceName, "source", Source),
    ):
        yield from _strays(connection, cache, column, of)
    rows = [tuple(row) for row in connection.execute(select(Folding.id, Folding.folding))]
    if rows != [(1, FOLDING)]:
        said = ", ".join(str(folding) for _, folding in rows) or "nothing"
        yield Trouble(f"says {said}, this program compares names by {FOLDING}", Folding.__tablename__)


def _firsts(connection: Connection, table: type[Claim] | type[Source]) -> Iterator[list[int]]:
    """The first rows of all things, some at a time."""
    last = 0
    query = select(table.seq).where(table.first.is_(None)).order_by(table.seq).limit(BATCH)
    while batch := list(connection.execute(query.where(table.seq > last)).scalars()):
        yield batch
        last = batch[-1]


def _compared(
    connection: Connection, cache: type[Base], column: str, batch: Sequence[int], expected: Iterable[Mapping[str, Any]]
) -> Iterator[Trouble]:
    """What a cache holds of some things beside what it should hold of them."""
    table = Base.metadata.tables[cache.__tablename__]
    keys = [c.name for c in table.primary_key]
    rows = connection.execute(select(table).where(table.c[column].in_(batch))).mappings()
    held = {tuple(row[k] for k in keys): row for row in rows}
    right = {tuple(row[k] for k in keys): row for row in expected}
    for key in sorted(held.keys() | right.keys()):
        if key not in held:
            yield Trouble(f"lacks {_told(keys, key)}, which the log gives", table.name)
        elif key not in right:
            yield Trouble(f"holds {_told(keys, key)}, which the log does not give", table.name)
        else:
            wrong = [c for c in table.c.keys() if held[key][c] != right[key][c]]  # noqa: SIM118 - a collection of columns
            if wrong:
                said = "; ".join(
                    f"{c} is {_value(held[key][c])} where the log gives {_value(right[key][c])}" for c in wrong
                )
                yield Trouble(f"of {_told(keys, key)}: {said}", table.name)


def _strays(
    connection: Connection, cache: type[Base], column: str, of: type[Claim] | type[Source]
) -> Iterator[Trouble]:
    """Rows of a cache about things that are not in the log."""
    table = Base.metadata.tables[cache.__tablename__]
    there = select(of.seq).where(of.seq == table.c[column], of.first.is_(None)).exists()
    keys = [c.name for c in table.primary_key]
    for row in connection.execute(select(*(table.c[k] for k in keys)).where(~there).limit(MOST)):
        yield Trouble(f"holds {_told(keys, tuple(row))}, which the log does not give", table.name)


def _told(keys: Sequence[str], key: Sequence[object]) -> str:
    """A row of a cache by its key: `claim 12` (rows of the log)."""
    return ", ".join(
        f"{name} {value if isinstance(value, int) else _value(value)}" for name, value in zip(keys, key, strict=True)
    )


def _value(value: object) -> str:
    said = "nothing" if value is None else str(value) if isinstance(value, int) else f"“{value}”"
    return said if len(said) <= 60 else f"{said[:60]}…"


def _count(connection: Connection, cache: type[Base]) -> int:
    return int(connection.exec_driver_sql(f"SELECT count(*) FROM {cache.__tablename__}").scalar_one())
