"""The whole log computed again from its rows, as docs and RFCs describe it and without the program's own hashing."""

import hashlib
import json
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import Connection

from claims.records import LogHead
from claims.store.ledger import log_head
from claims.store.tables import LOGGED, REDACTABLE


class Leaf(NamedTuple):
    """A row of the log: the hash that is stored with it and the one that its columns give now."""

    seq: int
    table: str
    stored: bytes
    computed: bytes


class Log(NamedTuple):
    """What the rows give."""

    size: int
    root: bytes
    leaves: list[Leaf]


def recomputed(connection: Connection, known: Iterable[Leaf] = ()) -> Log:
    """Size, root and leaves of the log, from the rows of all logged tables in the order of `seq`. `known`: all leaves of tables that are not read again."""
    redactions: dict[int, dict[str, str]] = {}
    for row in connection.exec_driver_sql("SELECT target, commitments FROM redaction ORDER BY seq"):
        redactions.setdefault(row.target, _commitments(row.commitments))
    leaves = list(known)
    tables = {leaf.table for leaf in leaves}
    leaves += [
        Leaf(row["seq"], table.name, row["leaf"], _leaf(table.name, dict(row), redactions))
        for table in LOGGED
        if table.name not in tables
        for row in connection.exec_driver_sql(f"SELECT * FROM {table.name}").mappings()
    ]
    leaves.sort()
    return Log(len(leaves), _root([leaf.computed for leaf in leaves]), leaves)


def altered(connection: Connection) -> set[int]:
    """The log numbers at which something was changed, added or removed since it was written; 0 where only the head tells."""
    return differences(recomputed(connection), log_head(connection))


def differences(log: Log, head: LogHead) -> set[int]:
    """As `altered`, of a log that was computed already."""
    numbers = [leaf.seq for leaf in log.leaves]
    found = {leaf.seq for leaf in log.leaves if leaf.stored != leaf.computed}
    found |= set(numbers) ^ set(range(1, head.size + 1))
    found |= {number for number, after in pairwise(numbers) if number == after}
    if not found and (log.size, log.root.hex()) != (head.size, head.root):
        found.add(0)
    return found


def _commitments(text: str) -> dict[str, str]:
    try:
        return dict(json.loads(text))
    except ValueError:
        return {}


def _leaf(table: str, row: dict[str, Any], redactions: dict[int, dict[str, str]]) -> bytes:
    salt = row.get("salt")
    shown: dict[str, Any] = {}
    if table in REDACTABLE and salt is None:
        shown |= redactions.get(row["seq"], {})
    for column, value in row.items():
        if value is None or column in {"leaf", "salt"}:
            continue
        if column in REDACTABLE.get(table, ()):
            if salt is None:
                return b"a text without its salt"
            content = value if isinstance(value, bytes) else value.encode()
            shown[column] = hashlib.sha256(salt + column.encode() + b"\x00" + content).hexdigest()
        else:
            shown[column] = value.hex() if isinstance(value, bytes) else value
    # For text and whole numbers this is RFC 8785, as test_canonical holds against another implementation of it.
    text = json.dumps({"table": table, "row": shown}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(b"\x00" + text.encode()).digest()


def _root(level: list[bytes]) -> bytes:
    """RFC 6962's tree, level by level: pairs are joined, an odd last one goes up as it is."""
    if not level:
        return hashlib.sha256(b"").digest()
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\x01" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0]
