"""Taking in rows: ours beside the driver, SQLAlchemy, sqlite-utils and nomenklatura's statement store."""

import hashlib
import importlib
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from measuring import Comparison, once, say
from places import Place, fill
from sqlalchemy import create_engine, insert
from sqlalchemy.orm import Session as OrmSession
from sqlalchemy.orm import registry

from claims.casefile import CaseLines, read_case
from claims.casefile.lines import split_lines
from claims.entries import CaseEntry
from claims.exports.casefile import case_lines, case_yaml
from claims.services.bulk import take_in_lines
from claims.services.importing import Choices, take_in
from claims.store.engine import Database
from claims.store.inserting import insert_values
from claims.store.tables import LOGGED, METADATA

ORM_ROWS = 20_000
"""Rows that the slow ways get: the first of the log, which refer to none behind them."""

LINES = "ours, from JSON lines, everything"
"""From the bytes of a file to rows, log, caches and search index: what the goal of three times the limit is about."""

_MAPPING = registry(metadata=METADATA)
CLASSES: dict[str, type[Any]] = {name: type(name, (), {}) for name in METADATA.tables}
"""The tables as the ORM of one who uses it would have them."""
for _name, _class in CLASSES.items():
    _MAPPING.map_imperatively(_class, METADATA.tables[_name])


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a log, table by table, parents before children, without those that `init` writes."""

    columns: Mapping[str, tuple[str, ...]]
    rows: Mapping[str, list[tuple[Any, ...]]]

    @property
    def total(self) -> int:
        return sum(map(len, self.rows.values()))

    def first(self, most: int) -> "Rows":
        """Those with the lowest numbers."""
        numbers = sorted(row[self.columns[t].index("seq")] for t, rows in self.rows.items() for row in rows)
        last = numbers[min(most, len(numbers)) - 1]
        kept = {t: [r for r in rows if r[self.columns[t].index("seq")] <= last] for t, rows in self.rows.items()}
        return Rows(self.columns, kept)

    def dicts(self) -> dict[str, list[dict[str, Any]]]:
        return {t: [dict(zip(self.columns[t], r, strict=True)) for r in rows] for t, rows in self.rows.items() if rows}

    def inserts(self, mark: str) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
        for table, rows in self.rows.items():
            if rows:
                names = ", ".join(f'"{c}"' for c in self.columns[table])
                marks = ", ".join([mark] * len(self.columns[table]))
                yield f"INSERT INTO {table} ({names}) VALUES ({marks})", rows


def rows_of(place: Place, database: Database, after: int) -> Rows:
    """What the log holds behind row `after`."""
    columns = {t.name: tuple(c.name for c in t.c) for t in LOGGED}
    connection = place.raw(database)
    rows = {}
    for table, names in columns.items():
        quoted = ", ".join(f'"{name}"' for name in names)
        query = f"SELECT {quoted} FROM {table} WHERE seq > {int(after)} ORDER BY seq"
        rows[table] = connection.execute(query).fetchall()
    connection.close()
    return Rows(columns, rows)


def compare(place: Place, cases: Sequence[CaseEntry], folder: Path, rounds: int) -> tuple[Comparison, Database]:
    """Every way that can be gone, and the database that ours made."""
    say("import: ours, from entries")
    full = place.empty()
    with full.reading() as session:
        begins = session.upto
    ours = sum(once(lambda case=case: fill(full, case)) for case in cases)  # type: ignore[misc]  # bound at once
    rows = rows_of(place, full, begins)
    table = Comparison(
        f"Import, {place.name}: {sum(len(c.claims) for c in cases):,} claims, {rows.total:,} rows of the log",
        "row",
        "The limit writes the same rows into the same schema with the same triggers, indexes and foreign keys, in one transaction, through the driver.",
    )
    few = rows.first(ORM_ROWS)
    ways: list[tuple[str, Callable[[], float], Rows]] = [
        (f"{'sqlite3' if place.name == 'sqlite' else 'psycopg'}, executemany", lambda: _driver(place, rows), rows)
    ]
    if place.name == "postgresql":
        ways.insert(0, ("psycopg, COPY", lambda: _copy(place, rows), rows))
    ways += [
        ("ours, rows alone", lambda: _rows_alone(place, rows), rows),
        ("SQLAlchemy Core, dictionaries", lambda: _core(place, few), few),
        ("SQLAlchemy ORM, bulk insert", lambda: _orm_bulk(place, few), few),
        ("SQLAlchemy ORM, add_all", lambda: _orm(place, few), few),
        (LINES, lambda: _from_lines(place, cases, folder), rows),
    ]
    times: dict[str, list[float]] = {}
    for turn in range(rounds):
        for who, way, what in ways:
            say(f"import: {who} ({turn + 1} of {rounds})")
            times.setdefault(who, []).append(way() / what.total)
    for who, _, what in ways[:-1]:
        table.add(who, statistics.median(times[who]), says=_share(what, rows))
    _with_log(place, rows, table)
    table.add("ours, from entries to rows, caches and search index", ours / rows.total)
    table.add("ours, the same from case files", _from_files(place, cases, folder) / rows.total)
    table.add(LINES, statistics.median(times[LINES]))
    if place.name == "sqlite":
        _others(place, few, folder, table, _share(few, rows))
    else:
        table.missing.append("sqlite-utils and nomenklatura's store: measured with SQLite")
    full.gather_statistics()  # as `claims import` has it done
    return table, full


def _share(some: Rows, all_of_them: Rows) -> str:
    """What is to be said where a way got only the first rows."""
    return f"the first {some.total:,} rows" if some.total < all_of_them.total else ""


def _driver(place: Place, rows: Rows) -> float:
    connection = place.raw(place.empty())

    def work() -> None:
        cursor = connection.cursor()
        cursor.execute("BEGIN")
        for sql, values in rows.inserts(place.mark):
            cursor.executemany(sql, values)
        cursor.execute("COMMIT")

    took = once(work)
    connection.close()
    return took


def _copy(place: Place, rows: Rows) -> float:
    connection = place.raw(place.empty())

    def work() -> None:
        with connection.transaction(), connection.cursor() as cursor:
            for table, values in rows.rows.items():
                names = ", ".join(f'"{c}"' for c in rows.columns[table])
                with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                    for row in values:
                        copy.write_row(row)

    took = once(work)
    connection.close()
    return took


def _rows_alone(place: Place, rows: Rows) -> float:
    """As the ledger's flush inserts what it has numbered and hashed."""
    database = place.empty()

    def work() -> None:
        with database.engine.connect().execution_options(writing=True) as connection, connection.begin():
            for table, values in rows.rows.items():
                if values:
                    insert_values(connection, METADATA.tables[table], rows.columns[table], values)

    return once(work)


def _core(place: Place, rows: Rows) -> float:
    engine, values = place.empty().engine, rows.dicts()

    def work() -> None:
        with engine.connect().execution_options(writing=True) as connection, connection.begin():
            for table, several in values.items():
                connection.execute(insert(METADATA.tables[table]), several)

    return once(work)


def _orm_bulk(place: Place, rows: Rows) -> float:
    engine, values = place.empty().engine.execution_options(writing=True), rows.dicts()

    def work() -> None:
        with OrmSession(engine) as session, session.begin():
            for table, several in values.items():
                session.execute(insert(CLASSES[table]), several)

    return once(work)


def _orm(place: Place, rows: Rows) -> float:
    engine, values = place.empty().engine.execution_options(writing=True), rows.dicts()

    def work() -> None:
        with OrmSession(engine) as session, session.begin():
            for table, several in values.items():
                session.add_all([CLASSES[table](**one) for one in several])
                session.flush()

    return once(work)


def _with_log(place: Place, rows: Rows, table: Comparison) -> None:
    """The same rows through the ledger: numbered, salted, hashed and inserted; then caches and search index."""
    say("import: ours, with leaves and log")
    database = place.empty()
    order = sorted(
        (one["seq"], name, {k: v for k, v in one.items() if v is not None and k not in {"seq", "salt", "leaf"}})
        for name, several in rows.dicts().items()
        for one in several
    )
    appending = closing = 0.0
    at = 0
    while at < len(order):
        with database.writing("bench") as session:
            ledger = session.ledger
            begun = perf_counter()
            while (name := order[at][1]) != "event":
                ledger.append(METADATA.tables[name], **order[at][2])
                at += 1
            ledger.flush()
            appended = perf_counter()
            event = order[at][2]
            ledger.close(event["kind"], who=event.get("who"), what=event.get("what"))
            at += 1
            appending, closing = appending + appended - begun, closing + perf_counter() - appended
    table.add("ours, with leaves and log", appending / rows.total)
    table.add("ours, with leaves, log, caches and search index", (appending + closing) / rows.total)


def _from_files(place: Place, cases: Sequence[CaseEntry], folder: Path) -> float:
    database, took = place.empty(), 0.0
    for case in cases:
        say(f"import: ours, {case.key} from a case file")
        path = folder / f"{case.key}.yaml"
        path.write_text("".join(case_yaml(case)), encoding="utf-8")

        def work(path: Path = path) -> None:
            content = path.read_bytes()
            read = read_case(content, path.name)
            with database.writing("bench") as session:
                take_in(session, read, content, path.name, Choices(trust=True))

        took += once(work)
    return took


def _from_lines(place: Place, cases: Sequence[CaseEntry], folder: Path) -> float:
    """As `claims import` does it: read twice, once for the hash of the file."""
    database, took = place.empty(), 0.0
    for case in cases:
        say(f"import: ours, {case.key} from JSON lines")
        path = folder / f"{case.key}.jsonl"
        path.write_bytes(b"".join(case_lines(case)))

        def work(path: Path = path) -> None:
            with path.open("rb") as file, database.writing("bench") as session:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
                file.seek(0)
                lines = CaseLines(path.name, split_lines(iter(lambda: file.read(1 << 20), b"")))
                take_in_lines(session, lines, sha256, trust=True, progress=lambda _line: None)

        took += once(work)
    return took


def _others(place: Place, rows: Rows, folder: Path, table: Comparison, says: str) -> None:
    """What is not ours and not the driver's; absent ones are named."""
    for who, way in (("sqlite-utils", _sqlite_utils), ("nomenklatura, a statement a row", _nomenklatura)):
        say(f"import: {who}")
        try:
            table.add(who, way(place, rows, folder) / rows.total, says=says)
        except ModuleNotFoundError as missing:
            table.missing.append(f"{who}: {missing.name} is not installed")


def _sqlite_utils(place: Place, rows: Rows, _folder: Path) -> float:
    sqlite_utils = importlib.import_module("sqlite_utils")
    raw = place.raw(place.empty())
    raw.isolation_level = ""  # it keeps transactions itself, as Python's driver does by default
    opened, values = sqlite_utils.Database(raw), rows.dicts()

    def work() -> None:
        with opened.atomic():
            for table, several in values.items():
                opened[table].insert_all(several, batch_size=1_000)

    took = once(work)
    opened.close()
    return took


def _nomenklatura(_place: Place, rows: Rows, folder: Path) -> float:
    """Into a store of its own, one statement for each of our rows, though most would want several."""
    followthemoney = importlib.import_module("followthemoney")
    store = importlib.import_module("nomenklatura.store.sql")
    resolver = importlib.import_module("nomenklatura.resolver")
    dataset = followthemoney.Dataset.make({"name": "bench", "title": "Bench"})
    engine = create_engine(f"sqlite:///{folder / 'statements.db'}")
    kept = store.SQLStore(dataset, resolver.Linker({}), engine)
    statements = [
        followthemoney.Statement(
            entity_id=f"{table}-{one['seq']}",
            prop="name",
            schema="Thing",
            value=" ".join(str(v) for v in one.values() if isinstance(v, str)) or table,
            dataset="bench",
        )
        for table, several in rows.dicts().items()
        for one in several
    ]

    def work() -> None:
        with kept.writer() as writer:
            for statement in statements:
                writer.add_statement(statement)

    took = once(work)
    engine.dispose()
    return took
