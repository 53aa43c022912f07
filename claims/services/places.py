"""Words of an article as a person types them: found, chosen, or refused with the reason."""

from __future__ import annotations

import re
from dataclasses import dataclass

from claims.errors import BadText, NoSuchOccurrence, NotAnId, PlaceOutsideText
from claims.records import HedgeEntry, Place
from claims.services.texts import Texts
from claims.text.door import admitted
from claims.text.passages import anchored, places
from claims.vocabulary import HedgeScope

_PLACE = re.compile(r"([0-9]{1,12})-([0-9]{1,12})")
_HEDGE = re.compile(r"(?P<text>.+?)(?:@(?P<start>[0-9]{1,12})-(?P<end>[0-9]{1,12}))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class TypedWords:
    """Words, and which of their occurrences is meant: the nth, or the one at a place (`575-595`); else the only one."""

    text: str
    nth: int | None = None
    at: str | None = None


def place_of(typed: str) -> Place:
    """`575-595` as a place."""
    found = _PLACE.fullmatch(typed.strip())
    if not found or int(found[1]) >= int(found[2]):
        raise NotAnId(typed, "a place such as 575-595, counted in characters from 0, its end not included")
    return int(found[1]), int(found[2])


def placed(words: TypedWords, texts: Texts, article: int, name: str) -> tuple[str, Place | None]:
    """The article's own characters and their place; words of an article whose text is not kept are taken as typed."""
    text = admitted("wording", words.text)
    if not text.strip():
        raise BadText("wording", "is empty; give the article's words, a few of them")
    at = place_of(words.at) if words.at is not None else None
    kept = texts.of(article)
    if kept is None:
        if at is not None and at[1] - at[0] != len(text):
            raise BadText("place", f"spans {at[1] - at[0]} characters and the words have {len(text)}")
        return text, at
    if words.nth is not None and at is None:
        found = places(text, kept.text)
        if len(found) < words.nth:
            raise NoSuchOccurrence(text, name, words.nth, len(found))
        at = found[words.nth - 1]
    at = anchored(text, at, kept.text, name)
    return kept.text[at[0] : at[1]], at


def hedge_of(typed: str, scope: HedgeScope) -> HedgeEntry:
    """A hedge as typed: `reportedly`, or `reportedly@664-674` with its place."""
    found = _HEDGE.fullmatch(admitted("hedge", typed).strip())
    if not found or not found["text"].strip():
        raise BadText("hedge", "is empty; give its words, such as reportedly")
    at = (int(found["start"]), int(found["end"])) if found["start"] else None
    if at is not None and at[1] - at[0] != len(found["text"]):
        raise PlaceOutsideText(at, f"the hedge “{found['text']}”", len(found["text"]))
    return HedgeEntry(found["text"], scope, None, at)
