"""What a person typed, over what stands: None says nothing, an empty text takes away."""

from collections.abc import Iterable, Mapping

from claims.errors import KeyTaken
from claims.services.lookup import free_key
from claims.text.dates import checked_date
from claims.text.door import admitted, admitted_line


def line(field: str, new: str | None, old: str | None = None) -> str | None:
    """A text on one line, as names, titles and addresses are."""
    if new is None:
        return old
    return admitted_line(field, new) if new.strip() else None


def prose(field: str, new: str | None, old: str | None = None) -> str | None:
    """A text as it was typed, as reasons, notes, questions and answers are."""
    if new is None:
        return old
    return admitted(field, new) if new.strip() else None


def date(new: str | None, old: str | None = None) -> str | None:
    """A date in one of the forms that are kept."""
    if new is None:
        return old
    return checked_date(new.strip()) if new.strip() else None


def lines(field: str, new: Iterable[str] | None, old: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Several different texts, each on one line, instead of those that stand."""
    if new is None:
        return old
    return tuple(dict.fromkeys(admitted_line(field, text) for text in new if text.strip()))


def key(new: str | None, words: str, taken: Mapping[str, int], what: str) -> str:
    """The key of a new thing: as typed, where nothing else of its kind has it; else made of words. `what`: `source of this case`."""
    if new is None:
        return free_key(words, dict(taken))
    chosen = admitted_line("key", new, most=200)
    if chosen in taken:
        raise KeyTaken(chosen, what)
    return chosen
