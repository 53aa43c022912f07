"""One rule for text from outside, applied before anything is stored."""

import unicodedata

import pytest
from hostile import PAYLOADS
from hypothesis import given
from hypothesis import strategies as st

from claims.errors import BadText
from claims.text.door import admitted, admitted_line

anything = st.text(st.characters(exclude_categories=()), max_size=40)


@given(anything)
def test_only_what_both_databases_keep_gets_in(text: str) -> None:
    """NUL and lone surrogates are refused with the field's name; everything else passes as it is, not a character changed."""
    if "\0" in text or any(unicodedata.category(c) == "Cs" for c in text):
        with pytest.raises(BadText, match=r"^The reason "):
            admitted("reason", text)
    else:
        assert admitted("reason", text) == text


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_hostile_text_is_text(payload: str) -> None:
    """Markup, commands and tricks are kept as they are: it is the printing that makes them harmless."""
    assert admitted("reason", payload) == payload


@given(anything)
def test_a_line_is_one_line_that_says_something(text: str) -> None:
    """Names and titles come back without spaces at their ends, on one line, and never empty; else they are refused."""
    try:
        line = admitted_line("name", text, most=20)
    except BadText:
        return
    assert line == text.strip()
    assert 0 < len(line) <= 20
    assert not any(unicodedata.category(c) in {"Cc", "Zl", "Zp", "Cs"} for c in line)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "is empty"),
        (" \n ", "is empty"),
        ("a\nb", "line break"),
        ("a\u2028b", "line break"),
        ("a\x1bb", "control character"),
        ("a\x85b", "control character"),
        ("a\0", "NUL"),
        ("\ud800", "not valid Unicode at character 1"),
        ("ab\udcff", "not valid Unicode at character 3"),
        ("x" * 201, "201 characters; at most 200"),
    ],
)
def test_why_a_line_is_refused(typed: str, why: str) -> None:
    """The sentence says what is wrong with the text."""
    with pytest.raises(BadText, match=why):
        admitted_line("key", typed, most=200)
