"""Names are compared by keys that see through case, accents, width, quotes and spaces; the names themselves are never changed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.folding import FOLDING, key, same_length


@pytest.mark.parametrize(
    "names",
    [
        ("Erdoğan", "ERDOĞAN", "ERDOGAN", "erdogan", "Erdogan", "Erdog\u0306an"),
        ("CNN Türk", "CNN\u00a0Türk", "cnn turk", "ＣＮＮ　Ｔｕｒｋ", "CNN\u202fTURK", " CNN  Türk\n"),
        ("ISPARTA", "ısparta", "isparta", "İsparta", "I\u0307sparta", "Isparta"),
        ("Türkiye", "TÜRKİYE", "TURKIYE", "türkıye"),
        ("Straße", "STRASSE", "strasse"),
        ("l’Équipe", "l'equipe", "L‘ÉQUIPE", "l´equipe"),
        ("“Die Welt”", '"die welt"', "„Die Welt“", "«Die Welt»"),
        ("ﬁnance", "FINANCE"),
        ("Київ", "КИЇВ", "Киі\u0308в"),
        ("Ångström", "A\u030angstro\u0308m", "\u212bngström"),
    ],
)
def test_ways_of_writing_one_name(names: tuple[str, ...]) -> None:
    """Every way of writing a name has the same key."""
    assert len({key(name) for name in names}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("TASS", "TАSS"), ("Putin", "Putyn"), ("CNN", "C N N"), ("Demir", "Demirel"), ("7", "VII"), ("", "a")],
)
def test_names_that_only_look_alike(one: str, other: str) -> None:
    """Letters of another alphabet, other spellings and other words are other names."""
    assert key(one) != key(other)


@given(st.text())
def test_composed_or_not(text: str) -> None:
    """NFC and NFD of a name, as different systems hand them over, are the same name."""
    assert key(unicodedata.normalize("NFC", text)) == key(unicodedata.normalize("NFD", text)) == key(text)


@given(st.text())
def test_a_key_says_no_more_when_folded_again(text: str) -> None:
    """A key is its own key: what was folded once stays as it is."""
    assert key(key(text)) == key(text)


def test_every_character_has_one_key() -> None:
    """Of all letters with a case and all signs, capital and small ones have the same key, and a key is its own key."""
    for number in range(0x20000):  # ideographs and private characters follow
        char = chr(number)
        folded = key(char)
        assert key(folded) == folded, hex(number)
        assert key(char.upper()) == folded, hex(number)
        assert key(char.lower()) == folded, hex(number)


@given(st.text())
def test_a_key_has_no_marks_and_single_spaces(text: str) -> None:
    """Keys have no combining marks, and one space where there was any."""
    folded = key(text)
    assert not any(unicodedata.combining(c) for c in folded)
    assert folded == " ".join(folded.split())


@given(st.text(), st.text())
def test_folding_for_places_keeps_every_place(before: str, after: str) -> None:
    """Quotes and no-break spaces are folded character for character, so that places in a text stay the same."""
    assert len(same_length(before)) == len(before)
    assert same_length(before + after) == same_length(before) + same_length(after)
    assert same_length(same_length(before)) == same_length(before)


def test_the_folding_has_a_version() -> None:
    """Keys made with other Unicode tables can be told from these."""
    assert FOLDING.endswith(unicodedata.unidata_version)
