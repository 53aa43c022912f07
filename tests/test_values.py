"""Classes of values: two that hold the same are one."""

from __future__ import annotations

import copy
import pickle
from dataclasses import field, fields, replace

import pytest

from claims.values import value


@value
class Pair:
    first: str
    second: int = 0
    line: int | None = field(default=None, compare=False)
    secret: str = field(default="", repr=False, compare=False)


@value
class Other:
    first: str
    second: int = 0


@value
class Nothing:
    """Without fields."""


def test_what_holds_the_same_is_the_same() -> None:
    """Values compare and hash by what they hold, but for what is left out of it; those of another class are others."""
    assert Pair("a", 1) == Pair("a", 1, line=7, secret="x")
    assert hash(Pair("a", 1)) == hash(Pair("a", 1, line=7, secret="x"))
    others: list[object] = [Pair("a", 2), Other("a", 1), ("a", 1)]
    assert Pair("a", 1) not in others
    assert Nothing() == Nothing()
    assert len({Nothing(), Nothing(), Pair("a"), Pair("a"), Pair("b")}) == 3


def test_a_value_says_what_it_holds() -> None:
    """As dataclasses do, without what is not to be shown."""
    assert repr(Pair("a", 1, 7, "x")) == "Pair(first='a', second=1, line=7)"
    assert repr(Nothing()) == "Nothing()"


def test_values_are_dataclasses() -> None:
    """They are replaced, copied, taken apart and sent to other processes like any other; there is no room for what is no field."""
    one = Pair("a", 1, 7)
    assert replace(one, second=2) == Pair("a", 2)
    assert [f.name for f in fields(one)] == ["first", "second", "line", "secret"]
    assert copy.deepcopy(one) == one
    assert pickle.loads(pickle.dumps(one)) == one
    with pytest.raises(AttributeError):
        setattr(one, "third", 3)  # noqa: B010 - the type checker would refuse it
    match one:
        case Pair(first, second):
            assert (first, second) == ("a", 1)
