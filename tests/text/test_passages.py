"""Words are anchored in a text exactly, or refused with the places where they stand; nothing is moved silently."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from timing import less_than

from claims.errors import PlaceOutsideText, QuoteAmbiguous, QuoteElsewhere, QuoteNotInText
from claims.text.folding import same_length
from claims.text.passages import CONTEXT, anchored, context, places

PAGE = (
    "Putin wants drones\n\nErdoğan said: “He asked me for a deal.”\u00a0It’s a deal, CNN\u00a0Türk reports. "
    "😀 The Kremlin ‘won’t’ comment on the deal."
)

alphabet = st.text(st.sampled_from("ab“”\"’' \u00a0\n😀İ"), max_size=30)


def stands(words: str, text: str) -> bool:
    return same_length(words) == same_length(text)


@given(alphabet, alphabet, alphabet)
def test_a_passage_cuts_back_to_its_words(before: str, words: str, after: str) -> None:
    """Wherever words stand, every place found cuts the text back to them, and the place where they were put is among the places."""
    text = before + words + after
    found = places(words, text)
    assert all(stands(text[start:end], words) for start, end in found)
    assert not words or (len(before), len(before) + len(words)) in found
    assert found == sorted(found)


@given(alphabet, alphabet, st.none() | st.tuples(st.integers(-2, 40), st.integers(-2, 40)))
def test_words_are_anchored_exactly_or_refused(words: str, text: str, at: tuple[int, int] | None) -> None:
    """What is anchored stands in the text at that place; everything else is an error that says why."""
    try:
        start, end = anchored(words, at, text, "A-1")
    except (PlaceOutsideText, QuoteAmbiguous, QuoteElsewhere, QuoteNotInText):
        return
    assert 0 <= start < end <= len(text)
    assert stands(text[start:end], words)
    if at is None:
        assert places(words, text) == [(start, end)]
    else:
        assert at == (start, end)


def test_quotes_and_spaces_are_matched_folded() -> None:
    """Typed with straight quotes and plain spaces, the words are found where the page has typographic ones."""
    start, end = anchored('"He asked me for a deal." It\'s', None, PAGE, "A-1")
    assert PAGE[start:end] == "“He asked me for a deal.”\u00a0It’s"
    start, end = anchored("CNN Türk", None, PAGE, "A-1")
    assert PAGE[start:end] == "CNN\u00a0Türk"


def test_places_count_code_points() -> None:
    """A character outside the basic plane is one character, as it is for readers, not two as in JavaScript."""
    start, end = anchored("The Kremlin", None, PAGE, "A-1")
    assert (start, end) == (PAGE.index("😀") + 2, PAGE.index("😀") + 13)


@pytest.mark.parametrize("words", ["Erdogan", "erdoğan", "KREMLIN", "Putin  wants", "Putin wants drones\nErdoğan"])
def test_nothing_else_is_folded(words: str) -> None:
    """Case, accents and line breaks are the article's words: typed differently they do not stand in it."""
    with pytest.raises(QuoteNotInText):
        anchored(words, None, PAGE, "A-1")


def test_words_that_stand_several_times() -> None:
    """Ambiguous words are refused with all their places, overlapping ones too; a place says which."""
    with pytest.raises(QuoteAmbiguous) as refused:
        anchored("deal", None, PAGE, "A-1")
    found = places("deal", PAGE)
    assert len(found) == 3
    assert (
        f"stands 3 times in A-1: {', '.join(f'[{a}, {b}]' for a, b in found)}. Say which with `at`"
        in refused.value.sentence
    )
    assert anchored("deal", found[1], PAGE, "A-1") == found[1]
    assert places("aa", "aaaa") == [(0, 2), (1, 3), (2, 4)]


def test_words_at_another_place() -> None:
    """Words that are not at the place given are refused with what stands there and where they do stand."""
    with pytest.raises(QuoteElsewhere) as refused:
        anchored("Erdoğan", (0, 7), PAGE, "A-1")
    assert "“Erdoğan” is not at [0, 7] of A-1, where “Putin w” stands; it stands [20, 27]." in refused.value.sentence
    with pytest.raises(QuoteElsewhere, match="nowhere in it"):
        anchored("Erdogan", (0, 7), PAGE, "A-1")
    with pytest.raises(QuoteElsewhere):  # the same words, one character short
        anchored("Erdoğan", (20, 26), PAGE, "A-1")


@pytest.mark.parametrize("at", [(0, 1000), (-1, 4), (4, 4), (5, 4), (10**12, 10**12 + 1)])
def test_a_place_outside_the_text(at: tuple[int, int]) -> None:
    """Places beyond the text, empty and turned ones are refused with the length of the text."""
    with pytest.raises(PlaceOutsideText, match=f"{len(PAGE)} characters"):
        anchored(None, at, PAGE, "A-1")


def test_words_that_nearly_stand_there() -> None:
    """Words that do not stand in the text are refused with the nearest that do, so that they can be copied."""
    with pytest.raises(QuoteNotInText) as refused:
        anchored("he asked me for a factory", None, PAGE, "A-1")
    assert "does not stand in A-1. Nearest: “He asked me for a deal" in refused.value.sentence
    with pytest.raises(QuoteNotInText) as refused:
        anchored("Звёзды", None, PAGE, "A-1")
    assert "Nearest" not in refused.value.sentence
    start = int(_nearest_place("ERDOĞAN said").split(",")[0])
    assert PAGE[start:].startswith("Erdoğan said")


def _nearest_place(words: str) -> str:
    with pytest.raises(QuoteNotInText) as refused:
        anchored(words, None, PAGE, "A-1")
    return refused.value.sentence.split("at [")[1]


@pytest.mark.parametrize(
    ("words", "text"), [("a" * 2_000 + "b", "a" * 400_000), ("x" * 50_000, "y" * 50_000), ("", "a"), ("İx", "i̇ " * 999)]
)
def test_looking_for_the_nearest_takes_no_time(words: str, text: str) -> None:
    """However long the words and the text, the answer is there in a moment."""
    with less_than(5), pytest.raises(QuoteNotInText):
        anchored(words, None, text, "A-1")


@given(alphabet, st.data())
def test_the_surroundings_of_a_passage(text: str, data: st.DataObject) -> None:
    """Prefix, passage and suffix are one piece of the text, with at most 32 characters on each side."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    prefix, suffix = context((start, end), text)
    assert prefix + text[start:end] + suffix in text
    assert len(prefix) == min(start, CONTEXT)
    assert len(suffix) == min(len(text) - end, CONTEXT)
