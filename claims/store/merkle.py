"""RFC 6962 hashing: leaves, nodes, and a frontier that grows a tree row by row.

The frontier of a tree of n leaves is the roots of its complete subtrees, largest first: one for every 1 in the binary n.
"""

import hashlib
from collections.abc import Iterable

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(content: bytes) -> bytes:
    """MTH of a one-entry list: SHA-256(0x00 ‖ content)."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """A tree's complete subtrees: enough to append and to know the root, in log2(n) hashes."""

    def __init__(self, size: int = 0, packed: bytes = b"") -> None:
        """`packed`: the hashes one after the other, as `log_head.frontier` keeps them."""
        self.size = size
        self._roots = [packed[i : i + HASH_BYTES] for i in range(0, len(packed), HASH_BYTES)]
        if len(packed) != HASH_BYTES * size.bit_count():
            raise ValueError(
                f"a tree of {size} leaves has {size.bit_count()} subtrees, not {len(packed) / HASH_BYTES:g}"
            )

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash."""
        roots, size = self._roots, self.size
        while size & 1:  # every complete subtree of equal height merges with the new one
            leaf = node_hash(roots.pop(), leaf)
            size >>= 1
        roots.append(leaf)
        self.size += 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add leaf hashes in order."""
        for leaf in leaves:
            self.append(leaf)

    @property
    def packed(self) -> bytes:
        return b"".join(self._roots)

    @property
    def root(self) -> bytes:
        """The tree's root (MTH), 32 bytes."""
        if not self._roots:
            return EMPTY_ROOT
        root = self._roots[-1]
        for left in reversed(self._roots[:-1]):
            root = node_hash(left, root)
        return root
