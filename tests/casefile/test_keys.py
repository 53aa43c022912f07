"""Keys by the hundred thousand, in few bytes: what a dictionary of text would say, they say too."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.casefile import keys as module
from claims.casefile.keys import Keys, Outlets, RowsOfKeys

TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=6), unique=True, max_size=40)


def made(*several: str) -> Keys:
    keys = Keys()
    for line, key in enumerate(several, 1):
        keys.add(key, line)
    return keys


@given(TEXTS, TEXTS)
def test_keys_are_found_again(there: list[str], others: list[str]) -> None:
    """Every key that came is found by its number and its line, in the order in which it came, and no other."""
    keys = made(*there)
    assert list(keys) == there
    assert [keys.number(key) for key in there] == list(range(len(there)))
    assert [keys.line(number) for number in range(len(keys))] == list(range(1, len(there) + 1))
    assert [key for key in others if key in keys] == [key for key in others if key in there]


def test_many_more_than_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand keys of which few are remembered are found all the same, though five at a time have the same hash."""
    monkeypatch.setattr(module, "_MOST_RECENT", 8)
    monkeypatch.setattr(module, "hash", lambda key: int(key, 16) // 5 * 2_654_435_761, raising=False)
    several = [f"{number:x}" for number in range(1_100)]
    keys = made(*several)
    assert all(keys.number(key) == number for number, key in enumerate(several))
    assert keys.number(f"{1_100:x}") is None


def test_few_bytes_a_key() -> None:
    """A hundred thousand keys of twelve letters take less than sixty bytes each, the remembered ones apart."""
    keys = made(*(f"source-{number:05}" for number in range(100_000)))
    arrays = (keys._table, keys._hashes, keys._lines, keys._ends, keys._texts)
    assert sum(map(sys.getsizeof, arrays)) < 60 * len(keys)
    assert len(keys._recent) <= module._MOST_RECENT


def test_rows_and_outlets() -> None:
    """An article's outlet is the key of a source; a row belongs to the key that came last, and to no key before it has come."""
    sources = made("a", "b")
    outlets = Outlets(sources)
    outlets.add("x", "b", 3)
    outlets.add("y", "a", 4)
    assert dict(outlets) == {"x": "b", "y": "a"}
    assert outlets.get("z") is None
    with pytest.raises(KeyError):
        outlets.add("z", "c", 5)
    rows = RowsOfKeys(sources)
    with pytest.raises(KeyError):
        rows["b"] = 9
    rows["a"] = 8
    assert dict(rows) == {"a": 8}
    assert rows.get("b") is None
    rows["b"] = 9
    assert (rows["b"], len(rows)) == (9, 2)
    with pytest.raises(KeyError):
        del rows["b"]
