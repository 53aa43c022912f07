"""Records beyond one claim: what a source passed on, what rests on something, what there is to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claims.records import Appearance, ClaimRow, Request
from claims.values import value

if TYPE_CHECKING:  # what is only read is shown without ever being entered
    from claims.entries import ArticleEntry, SourceEntry


@value
class PassedOn:
    """One place where a source speaks."""

    claim: str
    text: str
    appearance: str
    from_sources: tuple[str, ...]
    """Names of the sources that it relies on there."""
    to_sources: tuple[str, ...]
    """Names of the sources that rely on it there."""


@value
class SourceRecord:
    """A source, and what it passed on."""

    id: str
    case: str
    entry: SourceEntry
    merged: tuple[str, ...]
    """Ids of sources that were merged into it."""
    articles: tuple[tuple[str, str | None], ...]
    """Ids and titles of what it published."""
    passed_on: tuple[PassedOn, ...]
    merged_into: str | None = None
    """Id of the source that stands for it, where it was merged."""


@value
class ArticleRecord:
    """An article, its readings, and what rests on it."""

    id: str
    case: str
    entry: ArticleEntry
    outlet: str
    copy_of: str | None
    copies: tuple[str, ...]
    held: tuple[str, ...]
    """SHA-256 of the readings whose text is kept here."""
    claims: tuple[tuple[str, str], ...]
    """Ids and texts of the claims that rest on it."""


@value
class RestingClaim:
    """What of one claim rests on a source, an article or an appearance."""

    claim: ClaimRow
    starts: tuple[Appearance, ...]
    """Where it stands itself."""
    dependants: tuple[Appearance, ...]
    """Who has it from there, over any number of steps; copies too."""


@value
class Resting:
    """What rests on a source, an article or an appearance."""

    id: str
    name: str
    claims: tuple[RestingClaim, ...]


@value
class TrackRecord:
    """What became of the claims in which a source speaks. Numbers of claims; no grade is made of them."""

    claims: int
    as_origin: int
    """Claims whose support begins with it."""
    passing_on: int
    """Claims that it has from others."""
    denying: int
    unseen: int
    """Claims for which its own words have not been seen here."""
    statuses: tuple[tuple[str, int], ...]
    """Of the claims that somebody has reviewed."""
    not_looked_at: int
    findings: tuple[tuple[str, int], ...]
    """Codes of the findings that rest on its words, the most frequent first."""


@value
class UnseenPublication:
    """A publication that nobody here has seen, and the claims that rest on it."""

    id: str
    """Its article, where one is known, else its source."""
    name: str
    claims: tuple[str, ...]


@value
class Due:
    """A forecast or promise whose day has come."""

    claim: ClaimRow
    due: str
    over: bool
    """Whether the whole of it has passed."""


@value
class Stale:
    """A review that is not of what stands there now."""

    claim: ClaimRow
    why: str


@value
class Todo:
    """What there is to do."""

    unseen: tuple[UnseenPublication, ...]
    """Those on which most claims rest come first."""
    asked: tuple[tuple[ClaimRow, Request], ...]
    """Requests for reply without an answer."""
    texts: tuple[tuple[str, str, int], ...]
    """Articles that were read and whose text is not here: id, title or outlet, and how many claims stand in each."""
    due: tuple[Due, ...]
    stale: tuple[Stale, ...]
    not_looked_at: int
    suggestions: tuple[tuple[str, str, int], ...] = ()
    """Articles of which suggestions wait: id, title or outlet, and how many."""
