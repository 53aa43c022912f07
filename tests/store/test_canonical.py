"""The bytes that a leaf is the hash of, against RFC 8785 as others implement it."""

import hashlib
import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Integer, LargeBinary, Table

from claims.store.canonical import LEAF_FORMAT, SALT_BYTES, Value, canonical, commitment, leaf
from claims.store.tables import LOGGED, METADATA, REDACTABLE

# What breaks writers of JSON: controls, quotes, escapes, NUL, DEL, line separators, BOM, astral and combining characters, other scripts' digits.
HOSTILE = [
    "", " ", "\0", "\x01\x1f\x7f\x80\x9f", '"\\/', "\b\f\n\r\t", "\u2028\u2029", "\ufeff\ufffe\uffff", "𝄞😀\U0010ffff", "e\u0301é", "İıſß",
    "</script>&<>'", "\u202e\u200d\u00ad", "١٢٣", "\\u0000", "NaN", "null", "1e400", "“CNN\u00a0Türk”",
]  # fmt: skip
WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
TEXT = st.text() | st.sampled_from(HOSTILE)
SALT = bytes(range(SALT_BYTES))


def values_of(table: Table) -> st.SearchStrategy[dict[str, Value]]:
    """Rows of a table: any value in any column, or NULL."""
    columns: dict[str, st.SearchStrategy[Value]] = {}
    for column in table.c:
        if column.name == "salt":
            columns["salt"] = st.binary(min_size=SALT_BYTES, max_size=SALT_BYTES)
        elif isinstance(column.type, Integer):
            columns[column.name] = st.none() | WHOLE
        elif isinstance(column.type, LargeBinary):
            columns[column.name] = st.none() | st.binary()
        else:
            columns[column.name] = st.none() | TEXT
    return st.fixed_dictionaries(columns)


ROWS = st.sampled_from(LOGGED).flatmap(lambda table: st.tuples(st.just(table.name), values_of(table)))


def documented(table: str, row: dict[str, Any]) -> bytes:
    """The form as the module's docstring gives it, written down a second time."""
    shown: dict[str, str | int] = {}
    for column, value in row.items():
        if value is None or column in {"leaf", "salt"}:
            continue
        if column in REDACTABLE.get(table, ()):
            content = value if isinstance(value, bytes) else value.encode("utf-8")
            shown[column] = hashlib.sha256(row["salt"] + column.encode("ascii") + b"\x00" + content).hexdigest()
        else:
            shown[column] = value.hex() if isinstance(value, bytes) else value
    written = rfc8785.dumps({"row": shown, "table": table})
    # The log is computed again with the standard library (recompute.py), which must write the same.
    assert written.decode() == json.dumps(
        {"table": table, "row": shown}, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return written


@given(ROWS)
def test_canonical_bytes(drawn: tuple[str, dict[str, Value]]) -> None:
    """A row's bytes are those of RFC 8785 over its table's name and its non-null columns, whatever stands in them."""
    table, row = drawn
    assert canonical(table, row) == documented(table, row)


@given(ROWS)
def test_leaf(drawn: tuple[str, dict[str, Value]]) -> None:
    """A row's leaf is the RFC 6962 hash of these bytes."""
    table, row = drawn
    assert leaf(table, row) == hashlib.sha256(b"\x00" + documented(table, row)).digest()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_the_open(text: str) -> None:
    """Text that is not redactable stands in the bytes as itself and is read back as it was."""
    written = canonical("source", {"seq": 5, "zone": text, "salt": SALT})
    assert written == documented("source", {"seq": 5, "zone": text, "salt": SALT})
    assert json.loads(written)["row"]["zone"] == text


def test_form_1() -> None:
    """Form 1 never changes: these are its bytes and the leaf over them, whatever program made the row."""
    row: dict[str, Value] = {
        "seq": 7, "version": 1, "number": 3, "country": "TR", "name": "CNN Türk", "zone": None, "unnamed": 0, "salt": SALT, "leaf": b"any",
    }  # fmt: skip
    assert canonical("source", row) == (
        b'{"row":{"country":"TR","name":"d3813dec68db07b4c7071cdda7a9aaf22bbc077888c2748e69b0cb333c68d792",'
        b'"number":3,"seq":7,"unnamed":0,"version":1},"table":"source"}'
    )
    assert leaf("source", row).hex() == "489a39ba9ffba5c1579f91f1848fcb339c644db786d603ba740e4b7cfeb80732"
    assert LEAF_FORMAT == 1


def test_nulls_are_left_out() -> None:
    """A column that is NULL is not in the bytes, so that a migration may add one without changing the past."""
    row: dict[str, Value] = {"seq": 3, "version": 1, "key": "case", "salt": SALT}
    with_nulls: dict[str, Value] = {**row, "title": None, "first": None, "added_later": None}
    assert canonical("case_file", with_nulls) == canonical("case_file", row)


def test_empty_text_is_not_null() -> None:
    """A text that was emptied differs from one that was never there."""
    row: dict[str, Value] = {"seq": 3, "salt": SALT}
    assert len({leaf("case_file", {**row, "title": title}) for title in (None, "", "\0")}) == 3


def test_whole_numbers() -> None:
    """Whole numbers are written in full, with no exponent and no fraction."""
    for number in (0, -1, 10**15, 2**53 - 1, -(2**53) + 1):
        assert canonical("log_head", {"size": number}) == f'{{"row":{{"size":{number}}},"table":"log_head"}}'.encode()


def test_truth_values_are_refused() -> None:
    """True is not 1 to the hash but to SQLite, and a type error to PostgreSQL: both get a clear refusal before anything is kept."""
    for value in (True, False):
        with pytest.raises(TypeError, match=r"source\.unnamed"):
            canonical("source", {"seq": 1, "unnamed": value})


def test_bytes_are_hexadecimal() -> None:
    """Bytes that are not redactable are written in lower-case hexadecimal."""
    assert canonical("retraction", {"any": b"\x00\xffA"}) == b'{"row":{"any":"00ff41"},"table":"retraction"}'


def test_lone_surrogates_have_no_leaf() -> None:
    """Text that is not Unicode is refused in either kind of column; no two programs would hash it alike."""
    for column in ("key", "title"):
        with pytest.raises((TypeError, ValueError)):
            canonical("case_file", {"seq": 1, column: "\ud800", "salt": SALT})


@given(TEXT, TEXT)
def test_commitments_tell_fields_apart(first: str, second: str) -> None:
    """A commitment is bound to its field and its salt: the same text in another field, or in another row, cannot be recognised by it."""
    assert commitment(SALT, "name", first) != commitment(SALT, "note", first)
    assert commitment(SALT, "name", first) != commitment(SALT[::-1], "name", first)
    assert (commitment(SALT, "name", first) == commitment(SALT, "name", second)) == (first == second)


def test_commitment_of_bytes() -> None:
    """The bytes of a snapshot are committed to as they are."""
    assert commitment(SALT, "content", b"\xff\x00") == hashlib.sha256(SALT + b"content\x00\xff\x00").hexdigest()


def test_no_redactable_text_without_a_salt() -> None:
    """A text that may have to disappear is never hashed without a salt: it could be guessed."""
    for salt in (None, ""):
        with pytest.raises(TypeError, match=r"claim\.text"):
            canonical("claim", {"seq": 1, "text": "It was said.", "salt": salt})


@given(st.sampled_from(sorted(REDACTABLE)).flatmap(lambda t: st.tuples(st.just(t), values_of(METADATA.tables[t]))))
def test_a_redacted_row_keeps_its_leaf(drawn: tuple[str, dict[str, Value]]) -> None:
    """With all redactable texts and the salt gone, the commitments still give the leaf that was made with the texts."""
    table, row = drawn
    salt = row["salt"]
    assert isinstance(salt, bytes)
    commitments = {c: commitment(salt, c, v) for c in REDACTABLE[table] if isinstance(v := row[c], str | bytes)}
    redacted: dict[str, Value] = {**row, "salt": None, **dict.fromkeys(REDACTABLE[table])}
    assert leaf(table, redacted, commitments) == leaf(table, row)
    if commitments:
        assert leaf(table, redacted) != leaf(table, row)
