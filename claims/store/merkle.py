"""RFC 6962 hashing: leaves, nodes, a frontier that grows a tree row by row, and the two proofs of section 2.1.

The frontier of a tree of n leaves is the roots of its complete subtrees, largest first: one for every 1 in the binary n. A *span* (start, stop)
names the subtree over the leaves start, start + 1 ... stop - 1; both proofs are roots of spans, nearest the leaves first.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()

Span = tuple[int, int]


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

    def append(self, node: bytes, leaves: int = 1) -> None:
        """Add one leaf hash, or the root of a complete subtree over so many leaves: a power of two that divides the size."""
        roots, size = self._roots, self.size // leaves
        while size & 1:  # every complete subtree of equal height merges with the new one
            node = node_hash(roots.pop(), node)
            size >>= 1
        roots.append(node)
        self.size += leaves

    def extend(self, leaves: Iterable[bytes], seen: "SpanRoots | None" = None) -> None:
        """Add leaf hashes in order, level by level, which is faster than one by one; `seen` is shown every new complete subtree."""
        nodes, index, height = list(leaves), self.size, 0
        self.size += len(nodes)
        sha256, odd = hashlib.sha256, []
        while nodes:
            if index & 1:  # the frontier has a subtree of this height, which the first of these completes
                nodes.insert(0, self._roots.pop())
                index -= 1
            if seen is not None:
                seen.look(height, index, nodes)
            if len(nodes) & 1:
                odd.append(nodes.pop())
            nodes = [sha256(b"\x01" + a + b).digest() for a, b in zip(nodes[::2], nodes[1::2], strict=True)]
            index, height = index >> 1, height + 1
        self._roots += reversed(odd)

    @property
    def packed(self) -> bytes:
        return b"".join(self._roots)

    @property
    def root(self) -> bytes:
        """The tree's root (MTH), 32 bytes."""
        return self.root_from(0)

    def root_from(self, start: int) -> bytes:
        """The root of the leaves from `start` on, where one of the complete subtrees begins."""
        at, root = self.size, None
        for left, height in zip(reversed(self._roots), _heights(self.size), strict=True):
            if at <= start:
                break
            at -= 1 << height
            root = left if root is None else node_hash(left, root)
        if at != start:
            raise ValueError(f"no subtree of a tree of {self.size} leaves begins at {start}")
        return EMPTY_ROOT if root is None else root


def _heights(size: int) -> list[int]:
    """The heights of a tree's complete subtrees, smallest first."""
    return [height for height in range(size.bit_length()) if size >> height & 1]


# --- which subtrees a proof needs ------------------------------------------------------------------------------------


def audit_spans(index: int, size: int) -> list[Span]:
    """The subtrees that make up the audit path of a leaf (RFC 6962, section 2.1.1: PATH(m, D[n]))."""
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    spans, start, stop = [], 0, size
    while stop - start > 1:
        middle = _middle(start, stop)
        if index < middle:
            spans.append((middle, stop))
            stop = middle
        else:
            spans.append((start, middle))
            start = middle
    return spans[::-1]


def consistency_spans(old: int, new: int) -> list[Span]:
    """The subtrees that show a tree of `old` leaves to be the beginning of one of `new` (RFC 6962, section 2.1.2: PROOF(m, D[n]))."""
    if not 0 < old <= new:
        raise ValueError(f"a tree of {old} leaves is no beginning of one of {new}")
    spans, start, stop = [], 0, new
    while stop != old:
        middle = _middle(start, stop)
        if old <= middle:
            spans.append((middle, stop))
            stop = middle
        else:
            spans.append((start, middle))
            start = middle
    if start:  # else this subtree is the old tree itself, whose root the verifier has
        spans.append((start, stop))
    return spans[::-1]


def _middle(start: int, stop: int) -> int:
    """Where a subtree is divided: after the largest power of two that is smaller than its size."""
    return start + (1 << (stop - start - 1).bit_length() - 1)


class SpanRoots:
    """Collects the roots of chosen subtrees while a tree grows: memory for those alone."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._complete: dict[int, list[int]] = {}
        self._ragged: set[Span] = set()
        self._found: dict[Span, bytes] = {}
        for start, stop in set(spans):
            height = (stop - start).bit_length() - 1
            if stop - start == 1 << height and start % (1 << height) == 0:
                self._complete.setdefault(height, []).append(start >> height)
            else:
                self._ragged.add((start, stop))
        for wanted in self._complete.values():
            wanted.sort()

    def look(self, height: int, index: int, nodes: Sequence[bytes]) -> None:
        """Keep what is wanted of neighbouring complete subtrees of one height, the first of which is the tree's `index`-th."""
        wanted = self._complete.get(height, ())
        for place in wanted[bisect_left(wanted, index) : bisect_left(wanted, index + len(nodes))]:
            self._found[place << height, place + 1 << height] = nodes[place - index]

    def of(self, grown: Frontier) -> Mapping[Span, bytes]:
        """The roots, once the tree is whole; the subtrees that are not complete are those at its right edge."""
        return {**self._found, **{(start, stop): grown.root_from(start) for start, stop in self._ragged}}


# --- what a proof gives ----------------------------------------------------------------------------------------------


def root_by_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that a leaf and its audit path lead to; ValueError where the path has not the length that belongs to that place."""
    spans = audit_spans(index, size)
    if len(path) != len(spans):
        raise ValueError(f"the path of leaf {index} in a tree of {size} has {len(spans)} hashes, not {len(path)}")
    node = leaf
    for (start, _), beside in zip(spans, path, strict=True):
        node = node_hash(node, beside) if start > index else node_hash(beside, node)
    return node


def is_consistent(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the tree with the new root begins with the one that has the old root."""
    spans = consistency_spans(old, new)
    if len(proof) != len(spans):
        return False
    hashes = list(zip(spans, proof, strict=True))
    before = after = hashes.pop(0)[1] if spans and spans[0][1] == old else old_root
    for (start, _), beside in hashes:
        if start < old:
            before = node_hash(beside, before)
            after = node_hash(beside, after)
        else:
            after = node_hash(after, beside)
    return (before, after) == (old_root, new_root)
