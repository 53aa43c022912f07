"""Quotations: where they begin and end, in every kind of marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.reported.page import paragraphs
from claims.text.reported.quotations import inner_quotations, quotations


def cut(text: str) -> list[str]:
    return [text[q.start : q.end] for q in quotations(text, paragraphs(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He said “yes” and “no”.", ["“yes”", "“no”"]),
        ('He said "yes" and "no".', ['"yes"', '"no"']),
        ("He said ''yes'' and left.", ["''yes''"]),
        ("Er sagte „ja“ und ging.", ["„ja“"]),
        ("Il a dit « oui » et partit.", ["« oui »"]),
        ("Er sagte »ja« und ging.", ["»ja«"]),
        ("“He said ‘no’ to me.”", ["“He said ‘no’ to me.”"]),
        ('It is 6\'2" tall and 5" wide.', []),
        ("Nothing quoted here, it's plain.", []),
    ],
)
def test_marks_of_every_kind(text: str, found: list[str]) -> None:
    """Curly, straight, doubled, low and high, and pointed marks."""
    assert cut(text) == found


def test_a_quotation_over_paragraphs_goes_on() -> None:
    """A paragraph that ends without a closing mark, before one that opens with a mark, is one quotation with it."""
    text = "He said: “One.\n“Two.\n“Three.”"
    found = quotations(text, paragraphs(text))
    assert [q.goes_on for q in found] == [True, True, False]
    assert [text[q.start : q.end] for q in found] == ["“One.", "“Two.", "“Three.”"]


def test_a_dropped_mark_ends_before_who_says_it() -> None:
    """Without its closing mark a quotation ends at the comma before its speaker."""
    assert cut("“The bridge is late, Ida Falk said on Monday. “We know.”") == ["“The bridge is late,", "“We know.”"]


def test_quotations_inside() -> None:
    """Single marks inside double ones are found; apostrophes are not."""
    text = "“‘We won’t go,’ he said, ‘and that’s it.’”"
    (outer,) = quotations(text, paragraphs(text))
    assert [text[q.start : q.end] for q in inner_quotations(text, outer)] == ["‘We won’t go,’", "‘and that’s it.’"]


@given(st.text("“”\"'‘’„«» \nab.,", max_size=60))
def test_any_marks_in_any_order(text: str) -> None:
    """Whatever the marks: no error, and quotations stand in order, inside the text, without overlap."""
    at = 0
    for q in quotations(text, paragraphs(text)):
        assert at <= q.start < q.inner_start <= q.inner_end <= q.end <= len(text)
        at = q.end
        for inner in inner_quotations(text, q):
            assert q.inner_start <= inner.start < inner.end <= q.inner_end
