"""The tree over the log, against RFC 6962 itself, a naive reading of it and another implementation."""

import hashlib
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from claims.store.merkle import EMPTY_ROOT, HASH_BYTES, Frontier, leaf_hash, node_hash

# Inputs and roots of the reference tree of Certificate Transparency (google/certificate-transparency, merkle_tree_test).
REFERENCE = [
    ("", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
    ("00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
    ("10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
    ("2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
    ("3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
    ("40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
    ("5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
    ("606162636465666768696a6b6c6d6e6f", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
]
SIZES = range(65)
ENTRIES = [f"row {n}".encode() for n in SIZES]


def naive_root(entries: list[bytes]) -> bytes:
    """MTH as RFC 6962, section 2.1, writes it down."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    split = 1
    while split * 2 < len(entries):
        split *= 2
    return hashlib.sha256(b"\x01" + naive_root(entries[:split]) + naive_root(entries[split:])).digest()


def grown(entries: list[bytes]) -> Frontier:
    frontier = Frontier()
    frontier.extend(map(leaf_hash, entries))
    return frontier


def test_reference_roots() -> None:
    """After each entry of the reference tree the root is the published one."""
    frontier = Frontier()
    for entry, root in REFERENCE:
        frontier.append(leaf_hash(bytes.fromhex(entry)))
        assert frontier.root.hex() == root


def test_empty_root() -> None:
    """A log without rows has the root that RFC 6962 gives to the empty list."""
    assert Frontier().root == EMPTY_ROOT == naive_root([])
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_leaves_and_nodes_are_never_confused() -> None:
    """A leaf over two hashes is not the node over them: no row can pass for a subtree."""
    left, right = leaf_hash(b"left"), leaf_hash(b"right")
    assert leaf_hash(left + right) != node_hash(left, right)


@pytest.mark.parametrize("size", SIZES)
def test_small_trees(size: int) -> None:
    """Every small tree has the root that the definition gives."""
    assert grown(ENTRIES[:size]).root == naive_root(ENTRIES[:size])


@pytest.mark.parametrize("size", SIZES)
def test_resuming(size: int) -> None:
    """A tree taken up again from its size and packed subtrees at any point goes on as if it had never stopped."""
    stopped = grown(ENTRIES[:size])
    assert len(stopped.packed) == HASH_BYTES * size.bit_count()
    resumed = Frontier(stopped.size, stopped.packed)
    assert (resumed.root, resumed.packed) == (stopped.root, stopped.packed)
    resumed.extend(map(leaf_hash, ENTRIES[size:]))
    assert (resumed.size, resumed.root) == (len(ENTRIES), naive_root(ENTRIES))


def test_asking_for_the_root_changes_nothing() -> None:
    """The root may be asked for after every row."""
    frontier = Frontier()
    roots = []
    for entry in ENTRIES:
        frontier.append(leaf_hash(entry))
        roots.append(frontier.root)
        assert frontier.root == roots[-1]
    assert roots == [naive_root(list(prefix)) for prefix in accumulate([e] for e in ENTRIES)]


@pytest.mark.parametrize(
    ("size", "packed"),
    [(0, bytes(32)), (1, b""), (1, bytes(31)), (1, bytes(33)), (3, bytes(32)), (4, bytes(64)), (255, bytes(32 * 9))],
)
def test_packed_must_fit_the_size(size: int, packed: bytes) -> None:
    """A head whose subtrees do not fit its size is refused: it was not written by us, or is damaged."""
    with pytest.raises(ValueError, match="subtrees"):
        Frontier(size, packed)


@given(st.lists(st.binary(max_size=40), max_size=300))
def test_another_implementation_agrees(entries: list[bytes]) -> None:
    """pymerkle, written by others, comes to the same root at every size."""
    tree = InmemoryTree(algorithm="sha256")
    frontier = Frontier()
    assert tree.get_root() == frontier.root
    for entry in entries:
        tree.append_entry(entry)
        frontier.append(leaf_hash(entry))
    assert tree.get_root() == frontier.root


def test_another_implementation_agrees_on_every_prefix() -> None:
    """The history of a thousand rows has the same root at each row for both."""
    tree = InmemoryTree(algorithm="sha256")
    frontier = Frontier()
    for number in range(1000):
        tree.append_entry(b"%d" % number)
        frontier.append(leaf_hash(b"%d" % number))
        assert tree.get_root() == frontier.root


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=100), st.data())
def test_any_change_changes_the_root(entries: list[bytes], data: st.DataObject) -> None:
    """An altered, dropped or repeated row gives another root."""
    place = data.draw(st.integers(0, len(entries) - 1))
    root = grown(entries).root
    assert grown([*entries[:place], entries[place] + b"!", *entries[place + 1 :]]).root != root
    assert grown([*entries[:place], *entries[place + 1 :]]).root != root
    assert grown([*entries, entries[-1]]).root != root
