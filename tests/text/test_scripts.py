"""Names that mix alphabets: named, and never joined with what they look like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text import folding
from claims.text.scripts import mixed_scripts


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("The Еxpress", "“Еxpress” mixes Cyrillic (Е, U+0415) with Latin letters"),
        ("Κathimerini", "“Κathimerini” mixes Greek (Κ, U+039A) with Latin letters"),
        ("РИА Hовости", "“Hовости” mixes Latin (H, U+0048) with Cyrillic letters"),
    ],
)
def test_a_word_that_mixes_alphabets(name: str, said: str) -> None:
    """The odd letters are named with their code points, for they cannot be seen."""
    assert mixed_scripts(name) == said
    assert folding.key(name) != folding.key("The Express")


@pytest.mark.parametrize(
    "name",
    [
        "The Express",
        "CNN Türk",
        "ТАСС",
        "ТАСС news agency",
        "Ερτ News",
        "新华社 Xinhua",
        "B92",
        "الجزيرة",
        "٢٤ساعة",
        "",
        "…",
    ],
)
def test_names_in_one_alphabet_a_word(name: str) -> None:
    """Two words in two alphabets are an ordinary name, and so is any word in one."""
    assert mixed_scripts(name) is None


@given(st.text(max_size=40))
def test_any_text(name: str) -> None:
    """Whatever the name, there is an answer, and the same in NFC words in any order."""
    said = mixed_scripts(name)
    assert said is None or "mixes" in said
