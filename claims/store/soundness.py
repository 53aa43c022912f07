"""Whether a store is sound beside its hashes: events, redactions, references, the file, triggers and caches. Nothing here writes."""

import contextlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any, Self

import orjson
from sqlalchemy import Connection, Table, select

from claims.store import copies_index, search_compared, vectors
from claims.store.caches import (
    BATCH,
    EVERYTHING,
    claim_now_rows,
    claim_source_rows,
    present_rules,
    source_rows,
)
from claims.store.canonical import LEAF_FORMAT
from claims.store.slices import Trouble
from claims.store.tables import (
    LOGGED,
    REDACTABLE,
    Claim,
    ClaimNow,
    ClaimSource,
    ClaimVectors,
    Folding,
    Source,
    SourceName,
    SourceNow,
)
from claims.store.triggers import guard
from claims.store.tuples import Values, streamed
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
    for table, seq, parent in connection.exec_driver_sql(_dangling(connection)):
        yield Trouble(f"names a row of {parent} that is not there", table, seq)


def _dangling(connection: Connection) -> str:
    """Rows whose foreign key leads nowhere, in one statement; PostgreSQL has no check of its own that could be asked for."""
    quote = connection.dialect.identifier_preparer.quote
    found = []
    for table in LOGGED:
        for number, key in enumerate(sorted(table.foreign_keys, key=lambda key: key.parent.name)):
            column, parent = quote(key.parent.name), key.column.table.name
            found.append(
                f"SELECT * FROM (SELECT '{table.name}' AS named, t.seq, '{parent}' AS parent FROM {table.name} t "
                f"LEFT JOIN {parent} p ON p.seq = t.{column} WHERE t.{column} IS NOT NULL AND p.seq IS NULL "
                f"ORDER BY t.seq LIMIT {MOST}) AS {table.name}_{number}"
            )
    return " UNION ALL ".join(found)


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


# --- caches ----------------------------------------------------------------------------------------------------------


def cache_troubles(connection: Connection, step: Step) -> Iterator[Trouble]:
    """Every cache holds what the log gives, no more and no less. Batch by batch, so that memory stays flat."""
    with contextlib.ExitStack() as stack:
        claims, speaking, sources, names = (
            stack.enter_context(_Cache(connection, cache, by))
            for cache, by in (
                (ClaimNow, "claim"),
                (ClaimSource, "claim"),
                (SourceNow, "source"),
                (SourceName, "source"),
            )
        )
        total, done = _count(connection, ClaimNow) + _count(connection, SourceNow), 0
        rules = present_rules(connection, EVERYTHING)
        for batch in _firsts(connection, Claim):
            yield from claims.compared(batch[-1], claim_now_rows(connection, batch, rules))
            yield from speaking.compared(batch[-1], claim_source_rows(connection, batch))
            done += len(batch)
            step(done, total)
        for batch in _firsts(connection, Source):
            now, known = source_rows(connection, batch)
            yield from sources.compared(batch[-1], now)
            yield from names.compared(batch[-1], known)
            done += len(batch)
            step(done, total)
        for cache in (claims, speaking, sources, names):
            yield from cache.compared(None, ())
    for table, doc, said in chain(search_compared.differences(connection), copies_index.differences(connection)):
        yield Trouble(f"of {doc}: {said}" if doc is not None else said, table)
    for said in vectors.differences(connection):
        yield Trouble(said, ClaimVectors.name)
    rows = [tuple(row) for row in connection.execute(select(Folding.c.id, Folding.c.folding))]
    if rows != [(1, FOLDING)]:
        said = ", ".join(str(folding) for _, folding in rows) or "nothing"
        yield Trouble(f"says {said}, this program compares names by {FOLDING}", Folding.name)


def _firsts(connection: Connection, table: Table[Any]) -> Iterator[list[int]]:
    """The first rows of all things, some at a time."""
    last = 0
    query = select(table.c.seq).where(table.c.first.is_(None)).order_by(table.c.seq).limit(BATCH)
    while batch := list(connection.execute(query.where(table.c.seq > last)).scalars()):
        yield batch
        last = batch[-1]


class _Cache:
    """A cache read once, in the order of the things it tells of, beside what it should hold."""

    def __init__(self, connection: Connection, cache: Table, by: str) -> None:
        """`by`: the column that names the thing."""
        self._name = cache.name
        self._columns = [c.name for c in cache.c]
        self._keys = [c.name for c in cache.primary_key]
        self._by = self._columns.index(by)
        query = f"SELECT {', '.join(self._columns)} FROM {cache.name} ORDER BY {by}"
        self._stream = streamed(connection, query)
        self._rows = chain.from_iterable(self._stream)
        self._next: Values | None = next(self._rows, None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def _held(self, last: int | None) -> list[Values]:
        """The next rows, up to those about a thing; all that are left without one."""
        held, row, rows, by = [], self._next, self._rows, self._by
        while row is not None and (last is None or row[by] <= last):
            held.append(row)
            row = next(rows, None)
        self._next = row
        return held

    def compared(self, last: int | None, rows: Iterable[Values]) -> Iterator[Trouble]:
        """What the cache holds of things up to `last` beside what it should hold of them."""
        held, right = set(self._held(last)), set(rows)
        if held == right:
            return
        by_key = itemgetter(*map(self._columns.index, self._keys))
        mine, theirs = ({by_key(row): row for row in side} for side in (held - right, right - held))
        for key in sorted(mine.keys() | theirs.keys()):
            if key not in mine:
                yield Trouble(f"lacks {self._told(theirs[key])}, which the log gives", self._name)
            elif key not in theirs:
                yield Trouble(f"holds {self._told(mine[key])}, which the log does not give", self._name)
            else:
                said = "; ".join(
                    f"{column} is {_value(is_)} where the log gives {_value(given)}"
                    for column, is_, given in zip(self._columns, mine[key], theirs[key], strict=True)
                    if is_ != given
                )
                yield Trouble(f"of {self._told(mine[key])}: {said}", self._name)

    def _told(self, row: Values) -> str:
        """A row of the cache by its key: `claim 12`, numbers as in the log."""
        of = dict(zip(self._columns, row, strict=True))
        return ", ".join(f"{key} {of[key] if isinstance(of[key], int) else _value(of[key])}" for key in self._keys)


def _value(value: object) -> str:
    said = "nothing" if value is None else str(value) if isinstance(value, int) else f"“{value}”"
    return said if len(said) <= 60 else f"{said[:60]}…"


def _count(connection: Connection, cache: Table) -> int:
    return int(connection.exec_driver_sql(f"SELECT count(*) FROM {cache.name}").scalar_one())
