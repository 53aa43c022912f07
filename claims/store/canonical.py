"""Canonical form 1: the bytes of a row that its leaf is the hash of. Never changed; another form would get another number.

The bytes are JSON (RFC 8785; whole numbers, text and null-free, so no floats arise) of

    {"row": {column: value, ...}, "table": name}

with the row's non-null columns but `leaf` and `salt`. Bytes are written in hexadecimal. A redactable text stands as its commitment, the hexadecimal
SHA-256(salt ‖ column name ‖ 0x00 ‖ text in UTF-8), so that the text can be taken away later and the leaf still be recomputed.
"""

import hashlib
from collections.abc import Mapping

import orjson

from claims.store.merkle import leaf_hash
from claims.store.tables import REDACTABLE

LEAF_FORMAT = 1
SALT_BYTES = 16

Value = str | int | bytes | None


def commitment(salt: bytes, column: str, text: str | bytes) -> str:
    """What a leaf holds instead of a redactable text."""
    content = text if isinstance(text, bytes) else text.encode()
    return hashlib.sha256(salt + column.encode() + b"\x00" + content).hexdigest()


def canonical(table: str, row: Mapping[str, Value], commitments: Mapping[str, str] | None = None) -> bytes:
    """The canonical bytes of a row. `commitments`: those of a redacted row, whose texts are gone."""
    redactable = REDACTABLE.get(table, ())
    salt = row.get("salt")
    shown: dict[str, str | int] = dict(commitments or {})
    for column, value in row.items():
        if value is None or column in {"leaf", "salt"}:
            continue
        if column in redactable:
            if not isinstance(salt, bytes) or isinstance(value, int):
                raise TypeError(f"{table}.{column} is redactable and needs text and a salt")
            shown[column] = commitment(salt, column, value)
        elif value is True or value is False:
            # SQLite would keep 1 or 0, and the leaf over true or false would never be found again.
            raise TypeError(f"{table}.{column} is a whole number, 1 or 0")
        else:
            shown[column] = value.hex() if isinstance(value, bytes) else value
    return orjson.dumps({"row": shown, "table": table}, option=orjson.OPT_SORT_KEYS)


def leaf(table: str, row: Mapping[str, Value], commitments: Mapping[str, str] | None = None) -> bytes:
    """The leaf hash of a row, 32 bytes."""
    return leaf_hash(canonical(table, row, commitments))
