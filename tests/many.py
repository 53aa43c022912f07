"""Large databases for tests, quickly: what a small one holds, copied many times over with all its references."""

from typing import Any

from sqlalchemy import Connection, Table

from claims.store.tables import METADATA

REFERENCES: dict[str, frozenset[str]] = {
    "retraction": frozenset({"target"}),
    "redaction": frozenset({"target"}),
    "intake_item": frozenset({"target"}),
    "event": frozenset({"begins"}),
    "claim_now_cache": frozenset({"claim", "case_file", "claimant", "review", "number"}),
    "claim_source_cache": frozenset({"source", "claim"}),
    "source_now_cache": frozenset({"source", "case_file", "number"}),
    "source_name_cache": frozenset({"source"}),
    "search_doc_cache": frozenset({"doc", "claim"}),
    "posting_cache": frozenset({"doc"}),
}
"""Columns that hold log numbers without saying so as foreign keys, and public numbers of caches."""

ONCE = frozenset({"log_head", "log_origin", "scale_label", "rule", "folding_cache", "search_total_cache"})


def multiply(connection: Connection, times: int) -> None:
    """Every row so many times, each copy with log numbers and public numbers of its own; in the caller's transaction.

    What comes out is no log, for the copies have their originals' leaves: it is for reading alone.
    """
    size = int(connection.exec_driver_sql("SELECT size FROM log_head").scalar_one())
    postgresql = connection.dialect.name == "postgresql"
    if postgresql:  # neither triggers nor foreign keys: the copies are as sound as what they were copied from
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    copies = f"generate_series(1, {times - 1}) AS copy(i)" if postgresql else _COUNT.format(times - 1)
    for table in METADATA.sorted_tables:
        if table.name not in ONCE:
            names = ", ".join(f'"{c.name}"' for c in table.c)
            values = ", ".join(_copied(table, c, size) for c in table.c)
            connection.exec_driver_sql(
                f"INSERT INTO {table.name} ({names}) SELECT {values} FROM {table.name} t, {copies}"
            )
    size *= times
    nothing = "00" * 32 * size.bit_count()  # as many subtrees as a log of that size has
    frontier = f"'\\x{nothing}'" if postgresql else f"x'{nothing}'"
    connection.exec_driver_sql(f"UPDATE log_head SET size = {size}, frontier = {frontier}")


_COUNT = "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) SELECT i FROM n) AS copy"


def _copied(table: Table, column: Any, size: int) -> str:
    """The column as it stands in a copy."""
    if (table.name, column.name) == ("case_file", "key"):
        return "t.\"key\" || '-' || copy.i"
    moves = column.name in {"seq", "number"} or column.foreign_keys or column.name in REFERENCES.get(table.name, ())
    return f't."{column.name}" + copy.i * {size}' if moves else f't."{column.name}"'
