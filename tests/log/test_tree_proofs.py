"""Audit paths and consistency proofs, against RFC 6962 written down naively, its own example and another implementation."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree, InvalidProof, verify_inclusion

from claims.store.merkle import (
    EMPTY_ROOT,
    Frontier,
    Span,
    SpanRoots,
    audit_spans,
    consistency_spans,
    is_consistent,
    leaf_hash,
    node_hash,
    root_by_path,
)

MOST = 40
SIZES = range(1, MOST + 1)
ENTRIES = [b"entry %d" % n for n in range(MOST + 1)]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]


# --- section 2.1 of RFC 6962, as it stands there ---------------------------------------------------------------------


def split(n: int) -> int:
    """The largest power of two smaller than n."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def naive_root(entries: Sequence[bytes]) -> bytes:
    """MTH(D[n])."""
    if not entries:
        return EMPTY_ROOT
    if len(entries) == 1:
        return leaf_hash(entries[0])
    k = split(len(entries))
    return node_hash(naive_root(entries[:k]), naive_root(entries[k:]))


def naive_path(m: int, entries: Sequence[bytes]) -> list[bytes]:
    """PATH(m, D[n])."""
    if len(entries) == 1:
        return []
    k = split(len(entries))
    if m < k:
        return [*naive_path(m, entries[:k]), naive_root(entries[k:])]
    return [*naive_path(m - k, entries[k:]), naive_root(entries[:k])]


def naive_proof(m: int, entries: Sequence[bytes], whole: bool = True) -> list[bytes]:
    """SUBPROOF(m, D[n], b); with b true, PROOF(m, D[n])."""
    n = len(entries)
    if m == n:
        return [] if whole else [naive_root(entries)]
    k = split(n)
    if m <= k:
        return [*naive_proof(m, entries[:k], whole), naive_root(entries[k:])]
    return [*naive_proof(m - k, entries[k:], False), naive_root(entries[:k])]


def proven(spans: Sequence[Span], size: int, *cuts: int) -> list[bytes]:
    """The roots of spans of a tree that grew in these steps."""
    tree, seen = Frontier(), SpanRoots(spans)
    for stop in (*sorted(cuts), size):
        tree.extend(LEAVES[tree.size : stop], seen)
    roots = seen.of(tree)
    return [roots[span] for span in spans]


# --- audit paths -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
def test_audit_paths(size: int) -> None:
    """Every leaf of every small tree has the path that the RFC's definition gives, and the path leads to the root."""
    root = naive_root(ENTRIES[:size])
    for index in range(size):
        path = proven(audit_spans(index, size), size)
        assert path == naive_path(index, ENTRIES[:size])
        assert root_by_path(LEAVES[index], index, size, path) == root


@pytest.mark.parametrize("size", SIZES)
def test_another_implementation_has_the_same_paths(size: int) -> None:
    """pymerkle, written by others, makes the same audit paths and accepts the leaves that ours lead from."""
    tree = InmemoryTree(algorithm="sha256")
    for entry in ENTRIES[:size]:
        tree.append_entry(entry)
    for index in range(size):
        theirs = tree.prove_inclusion(index + 1, size)
        assert theirs.path[1:] == proven(audit_spans(index, size), size)
        verify_inclusion(LEAVES[index], tree.get_root(), theirs, index=index + 1, size=size)


@pytest.mark.parametrize("size", SIZES)
def test_no_other_leaf_place_or_path_leads_to_the_root(size: int) -> None:
    """A changed leaf, another place, a path with a hash changed, left out, added or exchanged does not lead to the root."""
    root = naive_root(ENTRIES[:size])
    for index in range(size):
        path = proven(audit_spans(index, size), size)

        def fails(leaf: bytes, at: int, of: int, beside: Sequence[bytes]) -> bool:
            try:
                return root_by_path(leaf, at, of, beside) != root
            except ValueError:
                return True

        assert fails(leaf_hash(b"another"), index, size, path)
        assert all(fails(LEAVES[index], other, size, path) for other in range(-1, size + 2) if other != index)
        for place in range(len(path)):
            assert fails(LEAVES[index], index, size, [*path[:place], bytes(32), *path[place + 1 :]])
            assert fails(LEAVES[index], index, size, [*path[:place], *path[place + 1 :]])
            assert fails(LEAVES[index], index, size, [*path[:place], path[place], *path[place:]])
        assert fails(LEAVES[index], index, size, [*path, bytes(32)])


def test_a_node_does_not_pass_for_a_leaf() -> None:
    """The path of a node, cut at its height, fits no tree of that size: rows cannot be passed off as others' subtrees."""
    path = proven(audit_spans(0, 8), 8)
    node = node_hash(LEAVES[0], LEAVES[1])
    with pytest.raises(ValueError, match="has 3 hashes, not 2"):
        root_by_path(node, 0, 8, path[1:])


@pytest.mark.parametrize(("index", "size"), [(-1, 5), (5, 5), (0, 0), (3, -7)])
def test_leaves_that_are_not_there(index: int, size: int) -> None:
    """A place outside the tree has no path."""
    with pytest.raises(ValueError, match="has no leaf"):
        audit_spans(index, size)


# --- consistency -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("new", SIZES)
def test_consistency_proofs(new: int) -> None:
    """Between any two small trees the proof is the one of the RFC's definition, and it is accepted for their roots alone."""
    after = naive_root(ENTRIES[:new])
    for old in range(1, new + 1):
        before = naive_root(ENTRIES[:old])
        proof = proven(consistency_spans(old, new), new, old)
        assert proof == naive_proof(old, ENTRIES[:new])
        assert is_consistent(old, before, new, after, proof)
        assert not is_consistent(old, naive_root([*ENTRIES[: old - 1], b"rewritten"]), new, after, proof)
        assert not is_consistent(old, before, new, naive_root([b"rewritten", *ENTRIES[1:new]]), proof)
        for place in range(len(proof)):
            assert not is_consistent(old, before, new, after, [*proof[:place], bytes(32), *proof[place + 1 :]])
            assert not is_consistent(old, before, new, after, [*proof[:place], *proof[place + 1 :]])
        assert not is_consistent(old, before, new, after, [*proof, bytes(32)])


@pytest.mark.parametrize("new", SIZES)
def test_another_implementation_agrees_on_growth(new: int) -> None:
    """pymerkle holds the same pairs of roots consistent, and no pair with a rewritten beginning."""
    tree = InmemoryTree(algorithm="sha256")
    for entry in ENTRIES[:new]:
        tree.append_entry(entry)
    for old in range(1, new + 1):
        theirs = tree.prove_consistency(old, new)
        theirs.verify(naive_root(ENTRIES[:old]), naive_root(ENTRIES[:new]))
        with pytest.raises(InvalidProof):
            theirs.verify(naive_root([*ENTRIES[: old - 1], b"rewritten"]), naive_root(ENTRIES[:new]))


@pytest.mark.parametrize(("old", "new"), [(0, 5), (6, 5), (-1, 5), (0, 0)])
def test_trees_that_are_no_beginning(old: int, new: int) -> None:
    """A larger tree is no beginning of a smaller one, and the empty tree says nothing."""
    with pytest.raises(ValueError, match="no beginning"):
        consistency_spans(old, new)


def test_the_example_of_the_rfc() -> None:
    """RFC 6962, section 2.1.3: the paths and proofs that it lists for its tree of seven leaves."""
    a, b, c, d, e, f, j = LEAVES[:7]
    g, h, i = node_hash(a, b), node_hash(c, d), node_hash(e, f)
    k, l_ = node_hash(g, h), node_hash(i, j)
    # The RFC draws leaves a to f and j; its letters for nodes are kept.
    assert proven(audit_spans(0, 7), 7) == [b, h, l_]
    assert proven(audit_spans(3, 7), 7) == [c, g, l_]
    assert proven(audit_spans(4, 7), 7) == [f, j, k]
    assert proven(audit_spans(6, 7), 7) == [i, k]
    assert proven(consistency_spans(3, 7), 7) == [c, d, g, l_]
    assert proven(consistency_spans(4, 7), 7) == [l_]
    assert proven(consistency_spans(6, 7), 7) == [i, j, k]
    assert root_by_path(a, 0, 7, [b, h, l_]) == node_hash(k, l_)


# --- growing in steps ------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 300), max_size=8))
def test_growing_in_steps_is_growing_row_by_row(steps: list[int]) -> None:
    """However many leaves come at a time, the tree is the same as leaf by leaf."""
    whole, single = Frontier(), Frontier()
    for number, step in enumerate(steps):
        leaves = [leaf_hash(b"%d %d" % (number, n)) for n in range(step)]
        whole.extend(leaves)
        for leaf in leaves:
            single.append(leaf)
        assert (whole.size, whole.packed, whole.root) == (single.size, single.packed, single.root)


@given(st.integers(1, MOST), st.lists(st.integers(0, MOST), max_size=5))
def test_paths_do_not_depend_on_the_steps(size: int, cuts: list[int]) -> None:
    """A log read in slices gives the paths of the log read whole."""
    steps = [cut for cut in cuts if cut <= size]
    for index in range(size):
        spans = audit_spans(index, size)
        assert proven(spans, size, *steps) == proven(spans, size)


def test_a_subtree_that_begins_nowhere() -> None:
    """The root from a place where no complete subtree begins is not made up."""
    tree = Frontier()
    tree.extend(LEAVES[:7])
    assert tree.root_from(4) == naive_root(ENTRIES[4:7])
    assert tree.root_from(7) == EMPTY_ROOT
    for start in (1, 3, 5, 8):
        with pytest.raises(ValueError, match="begins at"):
            tree.root_from(start)
