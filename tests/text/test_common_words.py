"""What two texts have in common is found word for word, wherever it stands and however its letters are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_texts import Writer

from claims.text.copies import (
    GRAM,
    SHORTEST_RUN,
    WINDOW,
    Common,
    Run,
    Side,
    Worded,
    common,
    common_runs,
    fingerprints,
    template_words,
    worded,
)

WORDS = st.lists(st.sampled_from(["ore", "tas", "vel", "kin", "dro", "mup"]), max_size=60)


def seeds(one: Worded, other: Worded) -> list[tuple[int, int]]:
    there = fingerprints(other)
    return [(a, b) for hashed, a in fingerprints(one) for same, b in there if hashed == same]


def compared(one: str, other: str) -> Common:
    here, there = worded(one), worded(other)
    nothing: frozenset[int] = frozenset()
    return common(
        Side(here, nothing, nothing), Side(there, nothing, nothing), common_runs(here, there, seeds(here, there))
    )


# --- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "ERDOĞAN’s “drones”, he said",
        "Erdogan's drones: he said",
        "Erdo\u00adğan's dro\u200bnes he said",
        "Erdog\u0306an's drones he said",
    ],
)
def test_words_however_they_are_written(written: str) -> None:
    """Case, accents, quotes, marks and hyphens that nobody sees make no difference."""
    assert worded(written).words == ("erdogan", "s", "drones", "he", "said")


def test_words_stand_where_they_stand() -> None:
    """Every word keeps its place; in scripts without spaces each character is a word."""
    text = "Ida  Falk’s 橋は dro\u00adnes"
    assert [text[a:b] for a, b in worded(text).places] == ["Ida", "Falk", "s", "橋", "は", "dro\u00adnes"]


@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    """Any text has words at places in their order."""
    places = worded(text).places
    assert all(a < b for a, b in places)
    assert list(places) == sorted(places)


# --- fingerprints ----------------------------------------------------------------------------------------------------


@given(WORDS, WORDS, st.integers(0, 2**32))
def test_ten_words_in_a_row_share_a_fingerprint(before: list[str], after: list[str], seed: int) -> None:
    """Whatever stands around them, texts that share ten words in a row share a fingerprint that begins within them."""
    shared = Writer(seed % 50, 400).sentence(GRAM + WINDOW - 1).rstrip(".").split()
    one, other = worded(" ".join([*before, *shared])), worded(" ".join([*shared, *after]))
    common_prints = {hashed for hashed, _ in fingerprints(one)} & {hashed for hashed, _ in fingerprints(other)}
    assert common_prints


def test_fingerprints_fit_the_database() -> None:
    """A fingerprint is a whole number of 63 bits; about two of seven words begin one; short texts have one, and no text has none."""
    text = worded(Writer(3).article(1000))
    prints = fingerprints(text)
    assert all(0 <= hashed < 2**63 for hashed, _ in prints)
    assert 0.2 < len(prints) / len(text.words) < 0.35
    assert len(fingerprints(worded("a b c d e"))) == 1
    assert fingerprints(worded("a b c d")) == fingerprints(worded("")) == []


def test_words_said_again_and_again() -> None:
    """A text that repeats itself does not grow without end."""
    text = worded("again and again and " * 1000)
    assert len(fingerprints(text)) < 20
    assert sum(run.length for run in common_runs(text, text, seeds(text, text))) >= len(text.words) // 2


# --- common runs -----------------------------------------------------------------------------------------------------


@given(WORDS, WORDS)
def test_runs_are_the_same_words(one: list[str], other: list[str]) -> None:
    """A run is the same words in both texts, long enough, and each is as long as it can be."""
    here, there = worded(" ".join(one)), worded(" ".join(other))
    for run in common_runs(here, there, seeds(here, there)):
        assert run.length >= SHORTEST_RUN
        assert here.words[run.one : run.one + run.length] == there.words[run.other : run.other + run.length]
        assert (
            run.one + run.length == len(here.words)
            or run.other + run.length == len(there.words)
            or (here.words[run.one + run.length] != there.words[run.other + run.length])
        )


@given(st.integers(0, 400))
def test_a_text_and_itself(seed: int) -> None:
    """A text is wholly in itself."""
    text = Writer(seed, 300).article(120)
    found = compared(text, text)
    assert (found.share, found.share_there) == (1.0, 1.0)
    assert [(s.here, s.there) for s in found.spans] == [((worded(text).places[0][0], worded(text).places[-1][1]),) * 2]


@pytest.mark.parametrize("part", [2, 4])
def test_a_part_in_another_article(part: int) -> None:
    """A half and a quarter within other words are found whole, with their places in both texts."""
    for seed in range(8):
        writer = Writer(seed)
        original, host = writer.paragraphs(400), writer.paragraphs(300)
        taken = "\n".join(original[: len(original) // part])
        text = "\n".join([*host[:3], taken, *host[3:]])
        found = compared(text, "\n".join(original))
        expected = len(worded(taken).words)
        assert expected <= found.words <= expected + 2
        (span,) = found.spans
        assert text[slice(*span.here)] == "\n".join(original)[slice(*span.there)]


def test_a_few_changed_words() -> None:
    """An edited copy is found between the edits."""
    words = Writer(5).article(400).split()
    edited = [f"x{word}" if n % 23 == 0 else word for n, word in enumerate(words)]
    assert compared(" ".join(edited), " ".join(words)).share > 0.9


def test_unrelated_texts() -> None:
    """Texts of the same common words have nothing in common that is worth telling."""
    writer = Writer(7)
    texts = [writer.article(500) for _ in range(6)]
    assert [compared(a, b).words for a in texts for b in texts if a != b] == [0] * 30


# --- what counts -----------------------------------------------------------------------------------------------------


def test_what_is_left_out_counts_nothing() -> None:
    """Furniture and templates of either text, and what they leave of a run that is not worth telling, are no words in common, and no words of the articles."""
    text = worded(" ".join(f"w{n}" for n in range(100)))
    run = [Run(0, 0, 100)]
    side = Side(text, frozenset(range(40)), frozenset())
    found = common(side, Side(text, frozenset(range(46, 60)), frozenset()), run)
    assert (found.words, [s.words for s in found.spans]) == (40, [40])
    assert (found.share, found.share_there) == (1.0, 1.0)
    part = common(side, Side(text, frozenset(), frozenset()), [Run(60, 60, 10)])
    assert [part.share, part.share_there] == pytest.approx([10 / 60, 0.1])


def test_a_shared_quotation_is_not_a_copy() -> None:
    """Words within quotation marks in both count apart; the share that makes a copy is of what stands outside."""
    text = worded(" ".join(f"w{n}" for n in range(200)))
    quoted = frozenset(range(120))
    found = common(Side(text, frozenset(), quoted), Side(text, frozenset(), quoted), [Run(0, 0, 120)])
    assert (found.words, found.quoted, found.share, found.own_share) == (120, 120, 0.6, 0.0)
    almost_all = frozenset(range(190))
    assert (
        common(Side(text, frozenset(), almost_all), Side(text, frozenset(), almost_all), [Run(0, 0, 190)]).own_share
        == 0.95
    )


def test_words_of_a_template() -> None:
    """The words around fingerprints that stand in many articles of a site are the site's."""
    text = worded(" ".join(f"w{n}" for n in range(60)))
    prints = [(1, 4), (2, 10), (3, 30), (4, 50)]
    assert template_words(text, prints, {1: 1, 3: 3}, 3) == set(range(15, 50))
    assert template_words(text, prints, {4: 9}, 3) == set(range(35, 60))
    assert template_words(text, prints, {}, 3) == set()
