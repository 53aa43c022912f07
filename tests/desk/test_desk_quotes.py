"""Words that do not stand in a text: refused, and the innocent reason said before anything else."""

from __future__ import annotations

import pytest

from claims.errors import QuoteNotInText
from claims.text.passages import anchored, looks_like

TEXT = (
    "The Kremlin asked Turkey to build a drone–making\nfactory, it is said. The  Kremlin  denies it.\n"
    "“No,” said Erdoğan – “a fac\u00adtory? Never.” The end. the end? İSTANBUL calls."
)


@pytest.mark.parametrize(
    ("words", "reason", "shown"),
    [
        ("drone-making", "other dashes", "“drone–making” at [36, 48]"),
        ("drone–making factory", "a line break or other spacing", "“drone–making\nfactory” at [36, 56]"),
        ("The Kremlin denies", "a line break or other spacing", "“The  Kremlin  denies” at [70, 90]"),
        ("a factory?", "a line break or other spacing", "“a fac\u00adtory?”"),
        ("the kremlin asked", "other capitals", "“The Kremlin asked” at [0, 17]"),
        ("THE END", "other capitals", "“The end” at [137, 144] and once more"),
        ("istanbul calls", "other capitals", "“İSTANBUL calls”"),
        ("drone-making factory", "other dashes and a line break or other spacing", "at [36, 56]"),
        ("the kremlin denies", "a line break or other spacing and other capitals", "at [70, 90]"),
        ("erdoğan - ", "other dashes and other capitals", "“Erdoğan –” at"),
        (
            "A DRONE-MAKING FACTORY",
            "other dashes and a line break or other spacing and other capitals",
            "“a drone–making\nfactory” at [34, 56]",
        ),
    ],
)
def test_the_innocent_reason(words: str, reason: str, shown: str) -> None:
    """Other dashes, a line break or spacing that nobody sees, other capitals, or several of them: said with the place and the text's own characters."""
    with pytest.raises(QuoteNotInText) as refused:
        anchored(words, None, TEXT, "A-1")
    said = refused.value.sentence
    assert f"does not stand in A-1. It stands there with {reason}: " in said
    assert shown in said
    assert said.endswith("Copy the words from the text as it is kept.")
    assert "Nearest" not in said


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("The Kremlin asked Turkey for a factory", "“The Kremlin asked Turkey to build a” at [0, 35]"),
        ("it was said", "“it is said” at [58, 68]"),
        ("Kremiln", "“Kremlin”"),
        ("asked the Kremlin", "“The Kremlin asked”"),
    ],
)
def test_where_it_nearly_stands(words: str, shown: str) -> None:
    """Where no such reason explains it, the stretch of the text with most of the words, beginning and ending with words."""
    with pytest.raises(QuoteNotInText) as refused:
        anchored(words, None, TEXT, "A-1")
    assert f"does not stand in A-1. Nearest: {shown}" in refused.value.sentence


@pytest.mark.parametrize("words", ["Звёзды", "minutes of the meeting", "x", "…"])
def test_nothing_is_alike(words: str) -> None:
    """Words that are nowhere near: no reason is made up."""
    assert looks_like(words, TEXT) is None
    with pytest.raises(QuoteNotInText) as refused:
        anchored(words, None, TEXT, "A-1")
    assert refused.value.sentence.endswith("does not stand in A-1. Copy the words from the text as it is kept.")


def test_a_long_stretch_is_cut() -> None:
    """What is shown of the text is never pages of it."""
    words = "word " * 200
    with pytest.raises(QuoteNotInText) as refused:
        anchored(words.upper(), None, words, "A-1")
    assert "It stands there with other capitals: “word" in refused.value.sentence
    assert len(refused.value.sentence) < 600
