"""Numbers in a few words, in figures or in letters."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.amounts import alike, amounts, changed
from claims.text.rendering import Certainty, rendered, same_word, taken_apart


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("2.5 billion", "en", [{2_500_000_000}]),
        ("2,5 milyar dolar", "tr", [{2_500_000_000}]),
        ("2,5 milliarder", "no", [{2_500_000_000}]),
        ("2 billion", "de", [{2 * 10**12}]),
        ("on iki bin asker", "tr", [{12_000}]),
        ("12.000 asker", "tr", [{12_000, 12}]),
        ("двадцать пять тысяч", "ru", [{25_000}]),
        ("1 200 personer", "no", [{1200}]),
        ("two hundred and fifty thousand", "en", [{250_000}]),
        ("1.234.567,89", "de", [{Fraction("1234567.89")}]),
        ("4 S-400 batteries with 36 launchers", "en", [{4}, {36}]),
        ("TB2 and F-35", "en", []),
        ("several hundreds of thousands", "en", []),
        ("15km and 10bn", "en", [{15}, {10 * 10**9}]),
        ("", None, []),
    ],
)
def test_what_a_number_can_mean(text: str, language: str, values: list[set[int]]) -> None:
    """Figures as they are written in either manner, words for numbers by language; names with figures are none."""
    assert [set(amount.values) for amount in amounts(text, language)] == values


def test_rough_numbers_are_alike() -> None:
    """About, nearly and more than allow for a tenth; an exact number for nothing."""
    (nearly,), (exact,), (other,) = amounts("nearly 3,000"), amounts("2,987"), amounts("3,000")
    assert alike(nearly, exact)
    assert not alike(other, exact)
    assert changed(amounts("30 of 50"), amounts("50 of 40")) == (("30",), ("40",))


@given(st.integers(0, 10**12))
def test_a_number_is_itself_however_it_is_grouped(number: int) -> None:
    """With commas, points or spaces between thousands it can mean the same."""
    (plain,) = amounts(str(number))
    for mark in ",. \u00a0":
        (grouped,) = amounts(f"{number:,}".replace(",", mark))
        assert alike(plain, grouped)


@given(st.text(max_size=60), st.sampled_from((None, "en", "tr", "ru", "no", "xx")))
def test_any_text_is_taken_apart(text: str, language: str | None) -> None:
    """Whatever was read: nothing is new in a text beside itself, and nothing changed."""
    apart = taken_apart(text, language)
    same = rendered(apart, apart)
    assert (same.new, same.left, same.meaning_changed) == ((), (), False)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("factory", "factories", True), ("fabrika", "fabrikasinda", True), ("завод", "заводе", True), ("deal", "deals", True),
     ("deal", "factory", False), ("s-400", "s-500", False), ("may", "mayor", False)],
)  # fmt: skip
def test_forms_of_one_word(one: str, other: str, same: bool) -> None:
    """By how they begin, long enough; names with figures only as they are."""
    assert same_word(one, other) is same


@pytest.mark.parametrize(
    ("text", "certainty", "negated"),
    [
        ("will discuss new deliveries", Certainty.CERTAIN, False),
        ("what steps we could take", Certainty.TENTATIVE, False),
        ("preparing a meeting", Certainty.TENTATIVE, False),
        ("wouldn’t sell the drones", Certainty.PLAIN, True),
        ("Namaz kılmayacaklar", Certainty.PLAIN, True),
        ("Ahmet Yılmaz geldi", Certainty.PLAIN, False),
        ("завод построен", Certainty.PLAIN, False),
    ],
)
def test_how_sure_and_whether_negated(text: str, certainty: Certainty, negated: bool) -> None:
    """By its words alone; a surname that looks like a negation is none."""
    language = "tr" if "lm" in text else None
    apart = taken_apart(text, language)
    assert (apart.certainty, apart.negated) == (certainty, negated)
