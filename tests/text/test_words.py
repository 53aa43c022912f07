"""Words as search and matching compare them, queries as typed, and statements side by side."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.likeness import likeness
from claims.text.queries import Query, parsed
from claims.text.words import cleaned, counted, placed, telling, words
from claims.vocabulary import Band

SAME_WORDS = [
    ("Erdoğan’s drones", "erdogan S DRONE"),
    ("İstanbul ılık", "istanbul ilik"),
    ("Café ﬁles", "cafe files"),
    ("sanctions", "SANCTION"),
    ("said", "said"),
]


@pytest.mark.parametrize(("one", "other"), SAME_WORDS)
def test_words_that_are_one(one: str, other: str) -> None:
    """Case, accents, the Turkish i, ligatures and common English endings do not matter."""
    assert list(words(one)) == list(words(other))


def test_scripts_without_spaces() -> None:
    """Where no spaces stand between words every character is one, so that any part of a name is found."""
    assert list(words("新华社 reports")) == ["新", "华", "社", *words("reports")]


@given(st.text(st.characters(max_codepoint=127), max_size=80))
def test_plain_letters_are_read_as_all_others(text: str) -> None:
    """What is quicker for plain letters changes nothing: beside a letter of another alphabet the same words are read."""
    assert [*words(text), "ж"] == list(words(f"{text} ж"))


@given(st.text(max_size=200))
def test_words_and_their_places_agree(text: str) -> None:
    """The words with places are the words, and each place holds its word."""
    found = list(placed(text))
    assert sum(counted(text).values()) == len(list(words(text)))
    assert all(0 <= start < end <= len(text) for _, start, end in found)
    assert all(word in set(words(text[start:end])) for word, start, end in found)


def test_a_post_is_cleaned() -> None:
    """Addresses and signatures go, tags are taken apart."""
    post = "Butterflies survive the #AustralianFires! https://t.co/x1 pic.twitter.com/0eJ — Center (@Center) January 14, 2020"
    assert cleaned(post).split() == ["Butterflies", "survive", "the", "Australian", "Fires", "!"]
    assert telling(post) == list(
        dict.fromkeys(w for t in ("Butterflies", "survive", "Australian", "Fires") for w in words(t))
    )


QUERIES = {
    "drones factory": Query(words=("dron", "factory")),
    '"asked him" erdo*': Query(phrases=(("asked", "him"),), beginnings=("erdo",)),
    "-belarus tass": Query(words=("tass",), without=("belaru",)),
    'source:"CNN Türk" status:false since:2026-11': Query(
        fields=(("source", "CNN Türk"), ("status", "false"), ("since", "2026-11"))
    ),
    '"unfinished phrase': Query(phrases=(("unfinish", "phras"),)),
    "note:this http://x": Query(words=("http", "x"), strange=("note:",)),
    '"" -"" * - source:': Query(strange=("source:",)),
    "Erdogan's AND note: 12:30 OR": Query(words=("erdogan", "note", "12", "30"), strange=("OR",)),
    "": Query(),
}


@pytest.mark.parametrize("typed", QUERIES)
def test_a_query(typed: str) -> None:
    """Whatever is typed is a query; what looks like a field or an operator, and is none, is named."""
    assert parsed(typed) == QUERIES[typed]


@given(st.text(max_size=80))
def test_any_query(typed: str) -> None:
    """Nothing that is typed is an error."""
    parsed(typed)


def alike(one: str, other: str) -> tuple[Band, tuple[str, ...]]:
    found = likeness(one, other, lambda _: 1.0)
    return found.band, found.against


def test_bands() -> None:
    """The same words are the same; a synonym is close; a shared topic is related; the rest is nothing."""
    claim = "Putin asked Erdoğan to have combat drones made in a Russian factory."
    assert alike(claim, claim) == (Band.SAME, ())
    assert alike("Putin asked Erdogan for a factory that makes combat drones in Russia", claim)[0] is Band.CLOSE
    assert alike("Combat drones crashed near a bridge at night, the mayor said", claim)[0] is Band.RELATED
    assert alike("The bridge at Kara is closed.", claim) == (Band.NOTHING, ())


AGAINST = {
    "other numbers": ("Russia lost 45 tanks in May.", "Russia lost 120 tanks in May."),
    "one of them says no": ("Baykar will sell drones to Russia.", "Baykar will not sell drones to Russia."),
    "other names": ("In Sochi met Putin about grain.", "In Sochi met Erdoğan about grain."),
}


@pytest.mark.parametrize("said", AGAINST)
def test_what_lowers_the_band(said: str) -> None:
    """Other numbers, a negation on one side and other names are said, and lower the band."""
    one, other = AGAINST[said]
    band, against = alike(one, other)
    assert band is not Band.SAME
    assert [line.startswith(said) for line in against] == [True]
    assert alike(other, one)[0] is band
