"""Whole readings: our own articles as a person reads them, and what must hold of any text."""

import json
import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from readers import ARTICLES, article, check, mutated, read, reader, words

from claims.exports.readings_json import reading_json
from claims.text.reported.reader import Reader

NAMES = sorted(path.stem for path in ARTICLES.glob("*.txt"))


@pytest.mark.parametrize("name", NAMES)
def test_articles_read_as_expected(name: str) -> None:
    """Who says what through whom in an article of ours is what a person wrote down beside it."""
    expected = json.loads((ARTICLES / f"{name}.json").read_text("utf-8"))
    text = article(name)
    reading = read(text)
    assert [list(words(text, a)) for a in reading.attributions] == expected["reports"]
    assert [list(chain.links) for chain in reading.chains] == expected["chains"]
    assert [[step.entity for step in a.via] for a in reading.attributions if a.via] == expected["via"]
    assert [text[slice(*h.at)] for a in reading.attributions for h in a.hedges] == expected["hedges"]
    assert [text[a:b].split("\n")[0] for a, b in reading.furniture] == expected["furniture"]
    assert (reading.published.value if reading.published else None) == expected["published"]


@pytest.mark.parametrize("name", NAMES)
def test_what_holds_of_every_reading(name: str) -> None:
    """Places cut back to the text, parents exist, furniture is left alone; the same text gives the same reading."""
    text = article(name)
    reading = read(text)
    check(text, reading)
    assert Reader(reader().lexicon).read(text) == reading
    assert json.loads(json.dumps(reading_json(name, reading)))["file"] == name


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", NAMES)
def test_broken_articles_are_read(name: str, seed: int) -> None:
    """Whatever is broken in an article: no error, and what holds of every reading holds."""
    chance = random.Random(f"{name}{seed}")
    for _ in range(6):
        text = mutated(article(name), chance)
        check(text, read(text))


_PIECES = [
    *"“”\"' .,:;()-\n",
    " said ",
    " he ",
    " told ",
    "Ida Falk",
    " according to ",
    " that ",
    " and ",
    " quoted as saying by ",
    "who ",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join))
@example("'; according to  said ")
def test_any_words_in_any_order(text: str) -> None:
    """Cues, names and marks in any order are read without error."""
    check(text, read(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "“",
        "said",
        ":",
        "according to",
        "(",
        "\u2028",
        "A" * 50_000,
        "said " * 2_000,
        "“" * 2_000,
        "he said, " * 2_000,
    ],
)
def test_odd_texts(text: str) -> None:
    """Empty, endless and monotonous texts end quickly."""
    check(text, read(text))


def test_other_languages_are_named_and_not_read() -> None:
    """A text in another language is said to be in it; English rules read nothing in it."""
    text = "Die Ministerin sagte, dass der Bericht nicht für die Öffentlichkeit ist und auch nicht von ihr kommt. Der Hafen ist mit dem Schiff zu sehen.\n"
    reading = read(text)
    assert reading.language == "de"
    assert reading.attributions == ()


def test_quotation_marks_and_spaces_change_nothing() -> None:
    """Curly or straight marks, spaces or no-break spaces: the same reports."""
    for name in NAMES:
        text = article(name)
        changed = text.translate(str.maketrans("“”‘’", "\"\"''")).replace(" ", "\u00a0")
        before = [(a.cue, a.source and a.source.at) for a in read(text).attributions]
        after = [(a.cue, a.source and a.source.at) for a in read(changed).attributions]
        assert len(set(before) & set(after)) >= 0.95 * len(before)
