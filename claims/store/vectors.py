"""What claims say as vectors of the sentence encoder: a cache, for `match`.

64 claims a row, by their public numbers, so that 100,000 are read in a moment. Each vector has a digest of itself and of the text that it is of: one of
an earlier wording is never taken for the present one, also where somebody without the extra changed the text. Vectors may be missing.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from claims.store import encoder
from claims.store.tables import Claim, ClaimNow, ClaimVectors
from claims.store.tuples import tuples

if TYPE_CHECKING:
    from claims.store.meaning import Vectors

BLOCK = 64
DIGEST = 8
AT_ONCE = 20
"""Claims that are encoded within the transaction that changes them, half a second; more are left for `fill`."""

_BATCH = 500
_NONE = bytes(encoder.DIMENSIONS)


def _digest(text: str, vector: bytes) -> bytes:
    return hashlib.sha256(f"{encoder.ENCODER}\0{text}\0".encode() + vector).digest()[:DIGEST]


class _Block:
    """The vectors of 64 claims, as they are being changed."""

    def __init__(self, vectors: bytes = _NONE * BLOCK, digests: bytes = bytes(DIGEST * BLOCK)) -> None:
        self.vectors, self.digests = bytearray(vectors), bytearray(digests)

    def vector(self, slot: int) -> bytes:
        return bytes(self.vectors[slot * encoder.DIMENSIONS : (slot + 1) * encoder.DIMENSIONS])

    def digest(self, slot: int) -> bytes:
        return bytes(self.digests[slot * DIGEST : (slot + 1) * DIGEST])

    def has(self, slot: int, text: str | None) -> bool:
        """Whether the vector is of this text; of none, whether there is no vector."""
        vector = self.vector(slot)
        right = _digest(text, vector) if text else bytes(DIGEST)
        return self.digest(slot) == right and (vector == _NONE) is not bool(text)

    def put(self, slot: int, vector: bytes, digest: bytes) -> None:
        self.vectors[slot * encoder.DIMENSIONS : (slot + 1) * encoder.DIMENSIONS] = vector
        self.digests[slot * DIGEST : (slot + 1) * DIGEST] = digest


# --- keeping it ------------------------------------------------------------------------------------------------------


def refresh(connection: Connection, claims: Collection[int]) -> None:
    """Within the transaction that changed these claims (`seq`): vectors of texts that are no more go, a few new ones come."""
    texts: dict[int, str | None] = {}
    ordered = sorted(claims)
    for start in range(0, len(ordered), _BATCH):
        batch = ordered[start : start + _BATCH]
        query = (
            select(Claim.c.number, ClaimNow.c.text)
            .outerjoin(ClaimNow, ClaimNow.c.claim == Claim.c.seq)
            .where(Claim.c.seq.in_(batch))
        )
        texts |= {number: text for number, text in connection.execute(query) if number is not None}
    new = _cleared(connection, texts)
    if 0 < len(new) <= AT_ONCE and encoder.in_use():
        keep(connection, new)


def _cleared(connection: Connection, texts: Mapping[int, str | None]) -> dict[int, str]:
    """Take away the vectors of other texts than these; what is left without one."""
    new: dict[int, str] = {}
    by_block: dict[int, list[int]] = defaultdict(list)
    for number in texts:
        by_block[number // BLOCK].append(number)
    for block, held in _held(connection, by_block):
        changed = False
        for number in by_block[block]:
            slot, text = number % BLOCK, texts[number]
            if held.has(slot, text):
                continue
            if held.digest(slot) != bytes(DIGEST) or held.vector(slot) != _NONE:
                held.put(slot, _NONE, bytes(DIGEST))
                changed = True
            if text:
                new[number] = text
        if changed:
            _write(connection, block, held)
    return new


def _held(connection: Connection, blocks: Iterable[int]) -> Iterator[tuple[int, _Block]]:
    """These blocks; empty ones where there is none of this encoder."""
    ordered = sorted(blocks)
    for start in range(0, len(ordered), _BATCH):
        batch = ordered[start : start + _BATCH]
        rows = connection.execute(
            select(ClaimVectors.c.block, ClaimVectors.c.vectors, ClaimVectors.c.digests).where(
                ClaimVectors.c.block.in_(batch), ClaimVectors.c.encoder == encoder.ENCODER
            )
        ).all()
        found = {row.block: _Block(row.vectors, row.digests) for row in rows if _whole(row.vectors, row.digests)}
        yield from ((block, found.get(block) or _Block()) for block in batch)


def _whole(vectors: bytes, digests: bytes) -> bool:
    return (len(vectors), len(digests)) == (BLOCK * encoder.DIMENSIONS, BLOCK * DIGEST)


def _write(connection: Connection, block: int, held: _Block) -> None:
    connection.execute(delete(ClaimVectors).where(ClaimVectors.c.block == block))
    if any(held.digests):
        row = {
            "block": block,
            "encoder": encoder.ENCODER,
            "vectors": bytes(held.vectors),
            "digests": bytes(held.digests),
        }
        connection.execute(insert(ClaimVectors), [row])


def encoded(texts: Iterable[str]) -> list[bytes]:
    """For each text its vector; the model is loaded for the first."""
    from claims.store import meaning  # noqa: PLC0415 - numpy and the model are loaded where they are needed

    return meaning.encoded(list(texts))


def keep(connection: Connection, texts: Mapping[int, str], vectors: Sequence[bytes] | None = None) -> None:
    """Keep the vectors of claims by number; encoded now, or before the database was locked: then only where the text is still the same."""
    found = dict(zip(texts, encoded(texts.values()) if vectors is None else vectors, strict=True))
    present = dict(_present(connection, ClaimNow.c.number.in_(list(texts))))
    by_block: dict[int, list[int]] = defaultdict(list)
    for number, text in texts.items():
        if present.get(number) == text:
            by_block[number // BLOCK].append(number)
    for block, held in _held(connection, by_block):
        for number in by_block[block]:
            vector = found[number]
            held.put(number % BLOCK, vector, _digest(texts[number], vector))
        _write(connection, block, held)


def prune(connection: Connection) -> None:
    """Take away every vector that is not of what a claim says now, and those of other encoders."""
    connection.execute(delete(ClaimVectors).where(ClaimVectors.c.encoder != encoder.ENCODER))
    for block in connection.execute(select(ClaimVectors.c.block).order_by(ClaimVectors.c.block)).scalars().all():
        _cleared(connection, _of_block(connection, block))


def _present(connection: Connection, condition: ColumnElement[bool]) -> Iterator[tuple[int, str]]:
    """Numbers and texts of live claims."""
    rows = connection.execute(select(ClaimNow.c.number, ClaimNow.c.text).where(condition))
    yield from ((row.number, row.text) for row in rows)


def _of_block(connection: Connection, block: int) -> dict[int, str | None]:
    """What the claims of a block say; nothing where there is none."""
    numbers = range(block * BLOCK, (block + 1) * BLOCK)
    return dict.fromkeys(numbers) | dict(tuples(connection, _SAID, numbers))


_SAID = "SELECT number, text FROM claim_now_cache WHERE number {}"


def missing(connection: Connection, start: int = 0) -> Iterator[dict[int, str]]:
    """Claims without a vector, by number, some at a time, of the 64 of this number and later ones."""
    last = connection.execute(select(func.max(ClaimNow.c.number))).scalar() or 0
    for block in range(start // BLOCK, last // BLOCK + 1):
        texts = _of_block(connection, block)
        ((_, held),) = _held(connection, [block])
        if new := {number: text for number, text in texts.items() if text and not held.has(number % BLOCK, text)}:
            yield new


# --- reading it ------------------------------------------------------------------------------------------------------


def kept(connection: Connection) -> "Vectors | None":
    """The vectors of all claims; None without the extra, and where there are none."""
    if not encoder.in_use() or not (rows := _rows(connection)):
        return None
    from claims.store import meaning  # noqa: PLC0415 - as above

    return meaning.Vectors((row.block * BLOCK, row.vectors) for row in rows)


def _rows(connection: Connection) -> Sequence[Any]:
    query = select(ClaimVectors.c.block, ClaimVectors.c.vectors).where(ClaimVectors.c.encoder == encoder.ENCODER)
    return connection.execute(query.order_by(ClaimVectors.c.block)).all()


def live(connection: Connection) -> int:
    """How many claims there are that say something."""
    return int(connection.execute(select(func.count()).select_from(ClaimNow).where(ClaimNow.c.text != "")).scalar_one())


def others(connection: Connection) -> list[str]:
    """Other encoders whose vectors are kept here: they are not compared with."""
    query = select(ClaimVectors.c.encoder).where(ClaimVectors.c.encoder != encoder.ENCODER).distinct()
    return sorted(connection.execute(query).scalars())


def count(connection: Connection) -> int:
    """How many claims have a vector."""
    query = select(ClaimVectors.c.digests).where(ClaimVectors.c.encoder == encoder.ENCODER)
    none = bytes(DIGEST)
    return sum(
        digests[start : start + DIGEST] != none
        for digests in connection.execute(query).scalars()
        for start in range(0, len(digests), DIGEST)
    )


_BLOCK = "SELECT vectors, digests FROM claim_vector_cache WHERE block {}"


def differences(connection: Connection) -> Iterator[str]:
    """Vectors that are not of what their claims say. One that is missing, or of another encoder, is no difference."""
    ours = ClaimVectors.c.encoder == encoder.ENCODER
    for block in (
        connection.execute(select(ClaimVectors.c.block).where(ours).order_by(ClaimVectors.c.block)).scalars().all()
    ):
        ((vectors, digests),) = tuples(connection, _BLOCK, [block])
        if not _whole(vectors, digests):
            yield f"row {block} does not hold {BLOCK} vectors"
            continue
        held = _Block(vectors, digests)
        for number, said in _of_block(connection, block).items():
            slot = number % BLOCK
            if not held.has(slot, said) and not held.has(slot, None):
                yield f"the vector of C-{number} is not of what the claim says"
