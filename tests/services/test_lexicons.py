"""The lexicons that travel with the program, and a desk's own."""

import pytest

from claims.errors import BadCaseFile
from claims.services.reading import shipped_lexicon
from claims.text.reported.reader import Reader

HEAD = "A headline of no great weight\n"


def test_every_form_of_a_verb_is_a_cue() -> None:
    """Regular and irregular verbs are known in all their forms."""
    forms = shipped_lexicon().forms
    for word in (
        "says",
        "said",
        "saying",
        "admitted",
        "admitting",
        "wrote",
        "written",
        "denies",
        "denied",
        "called",
        "calling",
    ):
        assert word in forms


def test_every_outlet_is_found_by_every_name() -> None:
    """Names and aliases lead to the name; an alias within a longer word is no outlet."""
    outlets = shipped_lexicon().outlets_found
    assert outlets.named("CNN Turkey") == ("CNN Türk", (0, 10))
    kyiv = outlets.named("the Kyiv Independent")
    assert kyiv is not None
    assert kyiv[0] == "The Kyiv Independent"
    assert outlets.named("a RIAS veteran") is None


def test_a_desk_adds_its_own() -> None:
    """A desk's file adds outlets, cues and hedges to the shipped ones, and the lexicon's version names it."""
    own = b"""
outlets:
  - {name: Odrana Online, aliases: [OO]}
verbs:
  - {kind: statement, takes: [clause], words: [intimate]}
hedges:
  doubt: [so they say]
begins: [more bridges]
"""
    lexicon = shipped_lexicon([("desk.yaml", own)])
    text = f"{HEAD}Ida Falk told OO that the bridge was, so they say, late.\nMore bridges here\nIda Falk intimated that it was late.\n"
    reading = Reader(lexicon).read(text)
    first, second = reading.attributions
    assert [step.entity for step in first.via] == ["Odrana Online"]
    assert [text[slice(*h.at)] for h in first.hedges] == ["so they say"]
    assert text[slice(*second.cue)] == "intimated"
    assert [text[a:b] for a, b in reading.furniture] == ["More bridges here"]
    assert "desk.yaml/" in reading.lexicon
    assert "cues/1" in reading.lexicon


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"- outlets", "mapping"),
        (b"outlet: [x]", "no list outlet"),
        (b"outlets: [x]", "name, aliases"),
        (b"outlets: [{nam: x}]", "no field nam"),
        (b"verbs: [{kind: statement, words: [x]}]", "takes is missing"),
        (b"verbs: [{kind: statement, takes: [klause], words: [x]}]", "not klause"),
        (b"nouns: x", "A list"),
        (b"nouns: [[x]]", "A word"),
    ],
)
def test_a_lexicon_that_is_none_is_refused(content: bytes, what: str) -> None:
    """What is not in a lexicon's form is refused with file, line and what is wanted."""
    with pytest.raises(BadCaseFile, match=what):
        shipped_lexicon([("desk.yaml", content)])
