"""What a plain text says of itself is offered where it is sure, with its place; nothing is made up."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.services.reading import shipped_lexicon
from claims.text.reported.lexicon import Lexicon
from claims.text.reported.offers import offers

ARTICLES = Path(__file__).parent.parent / "articles"


@cache
def lexicon() -> Lexicon:
    return shipped_lexicon()


def offered(text: str) -> dict[str, str]:
    found = offers(text, lexicon())
    assert all(0 <= o.at[0] < o.at[1] <= len(text) for o in found.values())
    return {name: offer.value for name, offer in found.items()}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("wire", {"title": "Minister says no more missile batteries this year"}),
        (
            "aggregator",
            {"title": "Drone plant row deepens as mayor hits back", "byline": "Web Desk", "published": "2022-08-03"},
        ),
        ("interview", {"title": "'We were never asked': an engineer on the turbine affair", "published": "2023-06-21"}),
    ],
)
def test_what_articles_offer(name: str, expected: dict[str, str]) -> None:
    """Headline, byline and printed date of articles as they are pasted."""
    assert offered((ARTICLES / f"{name}.txt").read_text("utf-8")) == expected


BODY = "\nThe lamp was never lit, the keeper said.\nNobody came, and nobody asked why that was so."


@pytest.mark.parametrize(
    ("top", "expected"),
    [
        ("Lamp was never lit - Skyreport.net", {"title": "Lamp was never lit"}),
        ("12 March 2024\nLamp was never lit", {"title": "Lamp was never lit", "published": "2024-03-12"}),
        ("12 March 2024\nLamp was never lit\nUpdated 14 March 2024", {"title": "Lamp was never lit"}),
        ("The lamp was never lit on the coast, they say.", {}),
        ("Lamp", {}),
        ("Lamp was never lit\nBy our news desk", {"title": "Lamp was never lit"}),
        ("ODRANA, March 12, 2024 (Nord Wire) - The lamp of the lighthouse was never lit in the storm, its keeper said.", {"published": "2024-03-12"}),
    ],
)  # fmt: skip
def test_only_what_is_sure(top: str, expected: dict[str, str]) -> None:
    """A sentence is no headline, one word is none, and of two dates neither is offered; a dateline with its year gives the day."""
    assert offered(top + BODY) == expected


@given(st.text("ab .,\n-:“”0123456789MarchBy|", max_size=120))
def test_any_text(text: str) -> None:
    """No text makes it fail, and every offer has a place in the text."""
    offered(text)


def test_a_byte_order_mark_is_no_part_of_a_headline() -> None:
    """Notepad puts a mark before the first line, which nobody sees: the headline that is offered begins behind it."""
    text = "\ufeffMayor opens the new bridge\n\nODRANA - It opens.\n\nIt is red.\n"
    title = offers(text, lexicon())["title"]
    assert (title.value, text[slice(*title.at)]) == ("Mayor opens the new bridge", "Mayor opens the new bridge")
