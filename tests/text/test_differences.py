"""Two wordings word by word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.differences import MOST_WORDS, difference

WORDS = st.lists(
    st.sampled_from(("Putin", "putin", "asked", "him", "for", "a", "deal", "factory", "“deal”", "5", "50%")), max_size=8
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("asked him for a deal", "asked  him\u00a0for a deal"),
        ("asked him for a deal", "“Asked him for a deal.”"),
        ("Erdoğan", "ERDOGAN"),
        ("", ""),
    ],
)
def test_the_same_words(one: str, other: str) -> None:
    """Case, accents, spaces, quotation marks and the end of a sentence make no other words."""
    assert difference(one, other).same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("50%", "50"),
        ("-5 degrees", "5 degrees"),
        ("sold them", "sold them?"),
        ("$5", "€5"),
        (".5", "5"),
        ("will sell", "will not sell"),
    ],
)
def test_signs_that_mean_something_are_words(one: str, other: str) -> None:
    """A percent sign, a minus, a currency, a question mark is a change."""
    assert not difference(one, other).same


def test_what_was_left_behind_and_what_is_new() -> None:
    """Stretches in their order, as they are written."""
    found = difference("asked him for a “deal” on drones", "asked Ankara for a deal on a factory")
    assert [(s.words, s.shared) for s in found.before] == [
        ("asked", True),
        ("him", False),
        ("for a “deal” on", True),
        ("drones", False),
    ]
    assert [(s.words, s.shared) for s in found.after] == [
        ("asked", True),
        ("Ankara", False),
        ("for a deal on", True),
        ("a factory", False),
    ]
    assert found.readable


def test_little_in_common_is_not_readable() -> None:
    """A deal and a drone-making factory share a word or two: shown whole, not as a puzzle."""
    assert not difference("asked him for a deal", "the Kremlin asked Turkey to build a drone-making factory").readable


def test_very_long_wordings_are_not_compared() -> None:
    """Comparing takes the square of the words, so there is an end to it; the same words are the same however many."""
    long = "word " * (MOST_WORDS + 1)
    assert not difference(long, "another").readable
    assert difference(long, long).same


@given(WORDS, WORDS)
def test_nothing_is_lost(one: list[str], other: list[str]) -> None:
    """The stretches of each side are its words; what both share is the same on both sides."""
    found = difference(" ".join(one), " ".join(other))
    assert " ".join(s.words for s in found.before).split() == one
    assert " ".join(s.words for s in found.after).split() == other
    assert 0 <= found.shared <= 1
    assert found.same == difference(" ".join(other), " ".join(one)).same
