"""A proof as a file: rows of the log, opened, each with its audit path to one root. Checked with this file, `merkle` and a head; no database.

Form `claims-proof/1` is one JSON object:

    format       "claims-proof/1"
    leaf_format  1: the canonical form of rows (store/canonical.py)
    about        what it was asked for: "C-12", "R-41", "A-3" or "S-7"
    program      the version that wrote it
    origin       the log's origin, as in its first row and in heads
    size, root   the head that the paths lead to: rows, and the root in hexadecimal
    grown_from   null, or {size, path}: the consistency proof from an earlier head of that size (RFC 6962, section 2.1.2), hexadecimal
    rows         a list of
        table    the table's name
        row      the row in canonical form: its non-null columns; a redactable text stands as its commitment (64 hexadecimal digits)
        salt     32 hexadecimal digits, or null where there is no text to open
        texts    the texts that open commitments: column to text
        path     the audit path (RFC 6962, section 2.1.1), nearest the leaf first, hexadecimal

A leaf is SHA-256(0x00 ‖ JSON of {"row": ..., "table": ...}), sorted and without blanks; a commitment SHA-256(salt ‖ column ‖ 0x00 ‖ text). Row 1 is among
the rows and names the origin. What a proof cannot say: that nothing else was recorded, or that what was recorded is true.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import TypeVar

import orjson

from claims.errors import NotAProof, ProofFails, quoted
from claims.records import LogHead
from claims.store.merkle import HASH_BYTES, is_consistent, leaf_hash, root_by_path
from claims.store.naming import LETTERS
from claims.values import value

FORMAT = "claims-proof/1"
LEAF_FORMAT = 1

MOST_BYTES = 128 * 2**20
MOST_VALUES = 4_000_000
"""A proof of ten thousand rows has a tenth of it."""

_HASH = re.compile(r"[0-9a-f]{64}")
_SALT = re.compile(r"[0-9a-f]{32}")
_PLAIN_HASHES = frozenset({"sha256", "text_sha256", "digest", "identity"})
"""Columns that may hold a hash without it being a commitment."""

T = TypeVar("T")
Values = Mapping[str, str | int]


@value
class ProofRow:
    """A row as a proof holds it."""

    table: str
    row: Values
    salt: bytes | None
    texts: Mapping[str, str]
    path: tuple[bytes, ...]


@value
class Proof:
    """What a proof says; nothing of it is checked yet."""

    about: str
    program: str
    head: LogHead
    rows: tuple[ProofRow, ...]
    grown_from: tuple[int, tuple[bytes, ...]] | None = None


@value
class ProvenRow:
    """A row that is shown to stand in the log."""

    seq: int
    table: str
    values: Values
    """With the texts that were opened."""
    unopened: tuple[str, ...]
    """Columns with a commitment to a text that is not in the proof."""


@value
class Proven:
    """What a proof shows under a head."""

    about: str
    head: LogHead
    """The head that the reader trusts."""
    size: int
    """Of the log when the proof was made; rows beyond the head's were added since."""
    rows: tuple[ProvenRow, ...]


def proof_bytes(proof: Proof) -> Iterator[bytes]:
    """The file, one row a line."""
    grown = proof.grown_from and {"size": proof.grown_from[0], "path": [h.hex() for h in proof.grown_from[1]]}
    start = {
        "format": FORMAT, "leaf_format": LEAF_FORMAT, "about": proof.about, "program": proof.program, "origin": proof.head.origin,
        "size": proof.head.size, "root": proof.head.root, "grown_from": grown,
    }  # fmt: skip
    yield orjson.dumps(start).removesuffix(b"}") + b',"rows":[\n'
    for number, row in enumerate(proof.rows):
        shown = {
            "table": row.table,
            "row": row.row,
            "salt": row.salt.hex() if row.salt is not None else None,
            "texts": row.texts,
            "path": [beside.hex() for beside in row.path],
        }
        yield (b",\n" if number else b"") + orjson.dumps(shown)
    yield b"\n]}\n"


# --- reading ---------------------------------------------------------------------------------------------------------


def read_proof(content: bytes, file: str) -> Proof:
    """The proof in a file; NotAProof where it has not the form of one."""
    if len(content) > MOST_BYTES or sum(map(content.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise NotAProof(file, "it is far too large")
    try:
        read = orjson.loads(content)
    except orjson.JSONDecodeError as problem:
        raise NotAProof(file, f"it cannot be read as JSON ({problem.msg}, line {problem.lineno})") from None
    try:
        return _proof(_is(read, dict, "it"))
    except _Malformed as found:
        raise NotAProof(file, str(found)) from None


class _Malformed(Exception):
    """A part of a proof that has not the right form."""


def _proof(read: Mapping[str, object]) -> Proof:
    form = _of(read, "format", str)
    if form != FORMAT or _of(read, "leaf_format", int) != LEAF_FORMAT:
        raise _Malformed(f"its form is {quoted(form)}, this program knows {FORMAT}")
    head = LogHead(_of(read, "origin", str), _of(read, "size", int), _hash(_of(read, "root", str), "its root").hex())
    grown_from = None
    if read.get("grown_from") is not None:
        grown = _of(read, "grown_from", dict)
        grown_from = (_of(grown, "size", int), _path(_of(grown, "path", list), "grown_from"))
    rows = tuple(_row(_is(row, dict, f"entry {n} of its rows")) for n, row in enumerate(_of(read, "rows", list), 1))
    return Proof(_of(read, "about", str), _of(read, "program", str), head, rows, grown_from)


def _row(read: Mapping[str, object]) -> ProofRow:
    values, texts = _of(read, "row", dict), _of(read, "texts", dict)
    if type(values.get("seq")) is not int or not all(type(value) in {str, int} for value in values.values()):
        raise _Malformed("the values of a row are text and whole numbers, its number among them")
    if not all(type(text) is str for text in texts.values()):
        raise _Malformed(f"the texts of row {values['seq']} are not text")
    salt = read.get("salt")
    if salt is not None and not (isinstance(salt, str) and _SALT.fullmatch(salt)):
        raise _Malformed(f"the salt of row {values['seq']} is not 16 bytes in hexadecimal")
    path = _path(_of(read, "path", list), f"row {values['seq']}")
    return ProofRow(_of(read, "table", str), values, bytes.fromhex(salt) if salt else None, texts, path)


def _path(read: list[object], what: str) -> tuple[bytes, ...]:
    return tuple(_hash(beside, f"the path of {what}") for beside in read)


def _hash(read: object, what: str) -> bytes:
    if not isinstance(read, str) or not _HASH.fullmatch(read):
        raise _Malformed(f"{what} is not {2 * HASH_BYTES} hexadecimal digits")
    return bytes.fromhex(read)


def _of(read: Mapping[str, object], name: str, kind: type[T]) -> T:
    if name not in read:
        raise _Malformed(f"it has no {name}")
    return _is(read[name], kind, name)


def _is(value: object, kind: type[T], what: str) -> T:
    # True is an int to isinstance, and no number of rows.
    if type(value) is not kind:
        wanted = {str: "text", int: "a whole number", list: "a list", dict: "an object"}[kind]
        raise _Malformed(f"{what} is not {wanted}")
    return value


# --- checking --------------------------------------------------------------------------------------------------------


def check_proof(content: bytes, file: str, head: LogHead) -> Proven:
    """What a proof shows under a head that the reader trusts. NotAProof where it is none, ProofFails where it shows nothing."""
    proof = read_proof(content, file)
    try:
        return checked(proof, head)
    except ProofFails as failed:
        raise ProofFails(failed.why, file) from None


def checked(proof: Proof, head: LogHead) -> Proven:
    """The same of a proof that was read."""
    _check_head(proof, head)
    rows: dict[int, ProvenRow] = {}
    for row in proof.rows:
        proven = _proven(row, proof.head)
        if proven.seq in rows:
            raise ProofFails(f"row {proven.seq} stands in it twice")
        rows[proven.seq] = proven
    first = rows.get(1)
    if first is None or first.table != "log_origin" or first.values.get("origin") != head.origin:
        raise ProofFails("row 1, which names the log, is not in it")
    if not any(_is_about(row, proof.about) for row in rows.values()):
        raise ProofFails(f"it says to be about {quoted(proof.about)}, and no row of it is that")
    return Proven(proof.about, head, proof.head.size, tuple(rows[seq] for seq in sorted(rows)))


def _check_head(proof: Proof, head: LogHead) -> None:
    """The proof's root is the head's, or has grown out of it."""
    mine = proof.head
    if mine.origin != head.origin:
        raise ProofFails(f"it is of the log {quoted(mine.origin)}, the head of {quoted(head.origin)}")
    if mine.size < head.size:
        raise ProofFails(
            f"it was made when the log had {mine.size} rows, before the head of {head.size}; take the head of that time or a new proof"
        )
    if mine.size == head.size:
        if mine.root != head.root:
            raise ProofFails(
                f"its root is not that of the head of {head.size} rows: one of the two is of another history"
            )
        return
    if proof.grown_from is None or proof.grown_from[0] != head.size:
        raise ProofFails(
            f"it was made when the log had {mine.size} rows, and does not show that it grew out of the head of {head.size}; "
            "`claims prove --since HEAD` makes one that does"
        )
    path = proof.grown_from[1]
    if not head.size or not is_consistent(
        head.size, bytes.fromhex(head.root), mine.size, bytes.fromhex(mine.root), path
    ):
        raise ProofFails(f"its log of {mine.size} rows did not grow out of the head of {head.size}")


def _proven(row: ProofRow, head: LogHead) -> ProvenRow:
    """A row whose texts open its commitments and whose path leads to the root."""
    seq = row.row["seq"]
    values = dict(row.row)
    for column, text in row.texts.items():
        committed = hashlib.sha256((row.salt or b"") + column.encode() + b"\x00" + text.encode()).hexdigest()
        if row.salt is None or row.row.get(column) != committed:
            raise ProofFails(
                f"row {seq} ({quoted(row.table)}): the text given as {quoted(column)} is not the one that was recorded"
            )
        values[column] = text
    leaf = leaf_hash(orjson.dumps({"row": row.row, "table": row.table}, option=orjson.OPT_SORT_KEYS))
    try:
        root = root_by_path(leaf, int(seq) - 1, head.size, row.path)
    except ValueError:
        raise ProofFails(f"row {seq} ({quoted(row.table)}): its path does not fit a log of {head.size} rows") from None
    if root.hex() != head.root:
        raise ProofFails(f"row {seq} ({quoted(row.table)}): its values and its path do not lead to the root")
    unopened = tuple(
        column
        for column, value in row.row.items()
        if column not in row.texts and column not in _PLAIN_HASHES and isinstance(value, str) and _HASH.fullmatch(value)
    )
    return ProvenRow(int(seq), row.table, values, unopened)


def _is_about(row: ProvenRow, about: str) -> bool:
    return LETTERS.get(row.table) is not None and about == f"{LETTERS[row.table]}-{row.values.get('number')}"
