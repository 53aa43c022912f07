"""What a finding is made by: one check for each code, a pure function from the facts of a chain to what they show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from claims.chains.explaining import listed
from claims.chains.facts import Facts, places_of
from claims.records import Appearance, Passage
from claims.values import value
from claims.vocabulary import Severity


@value
class Shown:
    """One thing that a chain shows: a plain sentence and what it rests on."""

    message: str
    appearances: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    lesser: bool = False
    """Whether it asks no more of the reader than a note, whatever the desk's rule for the code."""


@value
class Check:
    """A code, its severity where the desk's rules say nothing, what it means in a line, and the function that looks for it."""

    code: str
    default: Severity
    meaning: str
    find: Callable[[Facts], Iterable[Shown]]


def shown(
    message: str, steps: Iterable[Appearance], passages: Iterable[Passage | None] = (), *, lesser: bool = False
) -> Shown:
    """A finding on these steps."""
    return Shown(message, tuple(dict.fromkeys(a.id for a in steps)), places_of(passages), lesser)


def named(steps: Sequence[Appearance]) -> str:
    """The sources of steps, each once with the first of its ids: `TASS (P-3)`."""
    first: dict[str, Appearance] = {}
    for step in steps:
        first.setdefault(step.source.id, step)
    return listed([called(step) for step in first.values()], 4)


def called(step: Appearance) -> str:
    """A step as a sentence names it: its source, which part of the article where that is known, and its id."""
    part = f" in its {step.part}" if step.part is not None and step.part != "body" else ""
    return f"{step.source.name}{part} ({step.id})"
