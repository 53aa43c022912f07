"""Words of an article as a person types them: found, chosen, or refused with the reason."""

from __future__ import annotations

import re

from claims.entries import HedgeEntry, Place
from claims.errors import BadText, NoSuchOccurrence, NotAnId, QuoteElsewhere, QuoteNotInText, ReadingUnknown
from claims.services.texts import KeptText, Texts
from claims.text.door import admitted
from claims.text.passages import anchored, looks_like, places
from claims.values import value
from claims.vocabulary import HedgeScope

_PLACE = re.compile(r"([0-9]{1,12})-([0-9]{1,12})")
_HEDGE = re.compile(
    r"(?P<text>.+?)(?:@(?:(?P<article>[^@\s]+):)?(?P<place>[0-9]+-[0-9]+)|@(?P<only>[Aa]-[0-9]+))?", re.DOTALL
)
_HASH_SHOWN = 12


@value
class TypedWords:
    """Words, and which of their occurrences is meant: the nth, or the one at a place (`575-595`); else the only one.

    Without text: whatever stands at the place.
    """

    text: str | None
    nth: int | None = None
    at: str | None = None
    reading: str | None = None
    """The reading in which they stand: its hash, or the beginning of it; else the newest."""

    @property
    def none(self) -> bool:
        """Whether this is an empty text, which takes words away."""
        return self.text is not None and not self.text.strip()


def place_of(typed: str) -> Place:
    """`575-595` as a place."""
    found = _PLACE.fullmatch(typed.strip())
    if not found or int(found[1]) >= int(found[2]):
        raise NotAnId(typed, "a place such as 575-595, counted in characters from 0, its end not included")
    return int(found[1]), int(found[2])


def placed(words: TypedWords, texts: Texts, article: int, name: str) -> tuple[str | None, Place | None]:
    """The article's own characters and their place; words of an article whose text is not kept are taken as typed."""
    text = admitted("wording", words.text) if words.text is not None else None
    at = place_of(words.at) if words.at is not None else None
    kept = _chosen(words.reading, texts, article, name)
    if kept is None:
        if words.nth is not None:
            raise BadText("occurrence", f"cannot be counted: no text of {name} is kept here; give the place with --at")
        if at is not None and text is not None and at[1] - at[0] != len(text):
            raise BadText("place", f"spans {at[1] - at[0]} characters and the words have {len(text)}")
        if at is not None:
            texts.refuse_beyond(article, at, name)
        return text, at
    if words.nth is not None and text is not None:
        found = places(text, kept.text)
        if len(found) < words.nth:
            raise NoSuchOccurrence(text, name, words.nth, len(found))
        at = found[words.nth - 1]
    try:
        at = anchored(text, at, kept.text, name)
    except (QuoteNotInText, QuoteElsewhere):
        if text and not looks_like(text, kept.text) and (hint := _other_reading(text, texts, article, kept)):
            raise QuoteNotInText(text, name, hint) from None
        raise
    return kept.text[at[0] : at[1]], at


def _chosen(reading: str | None, texts: Texts, article: int, name: str) -> KeptText | None:
    """The reading that is meant, the newest where none is named; None where no text is kept."""
    if reading is None:
        return texts.of(article)
    known = texts.readings(article)
    begins = reading.strip().lower()
    hits = [kept for kept in known if begins and kept.sha256.startswith(begins)]
    if len(hits) != 1:
        raise ReadingUnknown(reading, name, [kept.sha256[:_HASH_SHOWN] for kept in known])
    return hits[0]


def _other_reading(words: str, texts: Texts, article: int, looked_in: KeptText) -> str | None:
    """Where the words stand in another snapshot of the same article, as a sentence."""
    for kept in texts.readings(article):
        if kept is not looked_in and (found := places(words, kept.text)):
            start, end = found[0]
            of = kept.sha256[:_HASH_SHOWN]
            return (
                f"They stand in another reading of it, {of}, at [{start}, {end}]: --reading {of} takes them from there"
            )
    return None


def hedge_of(typed: str, scope: HedgeScope) -> HedgeEntry:
    """A hedge as typed: `reportedly`, `reportedly@664-674` with its place, or `reportedly@A-2:664-674` in another article.

    The article stays as it was typed.
    """
    found = _HEDGE.fullmatch(admitted("hedge", typed))
    if not found or not found["text"].strip():
        raise BadText("hedge", "is empty; give its words, such as reportedly")
    at = place_of(found["place"]) if found["place"] else None
    if at is not None and at[1] - at[0] != len(found["text"]):
        raise BadText("place", f"of the hedge “{found['text']}” spans {at[1] - at[0]} characters")
    return HedgeEntry(found["text"], scope, found["article"] or found["only"], at)
