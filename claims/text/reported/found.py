"""What a rule hands back, before names are resolved and reports are nested."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

Place = tuple[int, int]

CITING, CITING_FORMS = frozenset({"cite", "quote"}), frozenset({"citing", "quoting"})
"""Verbs (lemmas) whose object may be whom a report has its words from: `Reuters, citing an official, reported`."""


@dataclass(slots=True)
class Found:
    """One report as a rule found it; all places in code points of the text."""

    rule: str
    kind: str
    cue: Place
    content: list[Place]
    source: Place | None = None
    recipient: Place | None = None
    implicit: bool = False
    lemma: str = ""
    via: list[Place] = field(default_factory=list)
    via_role: str = ""
    hedges: list[Place] = field(default_factory=list)
    quoted: bool = False
    depth: int = 0
    parsed: bool = False
    """A parsed sentence had a part in it."""
    awaits: bool = False
    """The words stand in the next paragraph, after a colon."""

    def holds(self, at: int) -> bool:
        """Whether a place lies in the words reported."""
        return any(a <= at < b for a, b in self.content)


def joined(places: Iterable[Place]) -> list[Place]:
    """Places in order, overlapping ones made one."""
    made: list[Place] = []
    for start, end in sorted(places):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made
