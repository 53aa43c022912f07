"""Canonical form 1: the bytes of a row that its leaf is the hash of. Never changed; another form would get another number.

The bytes are JSON (RFC 8785; whole numbers, text and null-free, so no floats arise) of

    {"row": {column: value, ...}, "table": name}

with the row's non-null columns but `leaf` and `salt`. Bytes are written in hexadecimal. A redactable text stands as its commitment, the hexadecimal
SHA-256(salt ‖ column name ‖ 0x00 ‖ text in UTF-8), so that the text can be taken away later and the leaf still be recomputed.
"""

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Any

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
    shown: dict[str, Any] = {column: value for column, value in row.items() if value is not None}
    salt = shown.pop("salt", None)
    shown.pop("leaf", None)
    return _written(table, shown, salt, commitments)


def _written(table: str, shown: dict[str, Any], salt: Value, commitments: Mapping[str, str] | None) -> bytes:
    """The bytes of a row whose non-null columns are `shown`, which are the writer's own to change."""
    before, after, texts = _form(table)
    for column, label in texts:
        if (text := shown.get(column)) is not None:
            if salt.__class__ is not bytes or isinstance(text, int):
                raise TypeError(f"{table}.{column} is redactable and needs text and a salt")
            shown[column] = hashlib.sha256(
                salt + label + (text if isinstance(text, bytes) else text.encode())
            ).hexdigest()
    if not {*map(type, shown.values())} <= _AS_THEY_ARE:
        shown = {column: _shown(table, column, value) for column, value in shown.items()}
    if commitments:
        shown = {**commitments, **shown}
    return before + orjson.dumps(shown, option=orjson.OPT_SORT_KEYS) + after


_AS_THEY_ARE = {str, int}


def _shown(table: str, column: str, value: str | int | bytes) -> str | int:
    if value is True or value is False:
        # SQLite would keep 1 or 0, and the leaf over true or false would never be found again.
        raise TypeError(f"{table}.{column} is a whole number, 1 or 0")
    return value.hex() if isinstance(value, bytes) else value


@cache
def _form(table: str) -> tuple[bytes, bytes, tuple[tuple[str, bytes], ...]]:
    """What does not change from row to row: the bytes before and after the columns, and what is hashed before each redactable text."""
    texts = tuple((column, column.encode() + b"\x00") for column in REDACTABLE.get(table, ()))
    return b'{"row":', b',"table":%b}' % orjson.dumps(table), texts


def leaf(table: str, row: Mapping[str, Value], commitments: Mapping[str, str] | None = None) -> bytes:
    """The leaf hash of a row, 32 bytes."""
    return leaf_hash(canonical(table, row, commitments))


def leaf_of_new(table: str, row: dict[str, Value], salt: Value) -> bytes:
    """The same of a row that has no nulls, and neither leaf nor salt in it yet: an import makes them by the hundred thousand."""
    return leaf_hash(_written(table, row.copy(), salt, None))
