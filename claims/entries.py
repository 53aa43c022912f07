"""Entries: what a case file says, key by key.

The reader of case files makes them, the exporter writes them, and import compares them with what the database holds. Frozen, without ids.
"""

from __future__ import annotations

from dataclasses import field

from claims.values import value
from claims.vocabulary import (
    Basis,
    ClaimKind,
    Credibility,
    DateBasis,
    HedgeScope,
    Knows,
    LinkKind,
    Manner,
    Part,
    Reliability,
    Said,
    Side,
    SourceKind,
    Stage,
    Stance,
)

Place = tuple[int, int]
"""Start and end of words in a stored text: code points from 0, end exclusive."""


@value
class DateEntry:
    """A date with its precision and basis, and where it can be read."""

    value: str
    basis: DateBasis = DateBasis.PAGE
    because: str | None = None
    in_article: str | None = None
    at: Place | None = None


@value
class HedgeEntry:
    """Words that qualify an attribution or a wording. `in_article` None: where the hedged words stand."""

    text: str
    scope: HedgeScope
    in_article: str | None = None
    at: Place | None = None


@value
class TieEntry:
    """An owner, an affiliation or the outlet that knows an unnamed source: a source's key or a plain name."""

    of: str
    since: str | None = None
    until: str | None = None


@value
class GradeEntry:
    """How reliable a source was found, by whom."""

    reliability: Reliability
    because: str | None = None
    by: str | None = None
    date: str | None = None


@value
class SourceEntry:
    key: str
    name: str
    kind: SourceKind
    aliases: tuple[str, ...] = ()
    unnamed: bool = False
    known_to: str | None = None
    owner: tuple[TieEntry, ...] = ()
    affiliation: tuple[TieEntry, ...] = ()
    members: tuple[str, ...] = ()
    country: str | None = None
    zone: str | None = None
    language: str | None = None
    url: str | None = None
    note: str | None = None
    grades: tuple[GradeEntry, ...] = ()
    line: int | None = field(default=None, compare=False)


@value
class SnapshotEntry:
    """One reading of an article, without its bytes."""

    sha256: str
    text_sha256: str | None = None
    length: int | None = None
    reader: str | None = None


@value
class ArticleEntry:
    key: str
    outlet: str
    title: str | None = None
    url: str | None = None
    language: str | None = None
    byline: str | None = None
    note: str | None = None
    copy_of: str | None = None
    basis: Basis = Basis.STATED
    because: str | None = None
    dated: tuple[DateEntry, ...] = ()
    snapshots: tuple[SnapshotEntry, ...] = ()
    line: int | None = field(default=None, compare=False)


@value
class AppearanceEntry:
    key: str
    source: str
    in_article: str | None = None
    article: str | None = None
    """The appearance's own article, the default of the grammar already applied."""
    part: Part | None = None
    wording: str | None = None
    at: Place | None = None
    stance: Stance = Stance.ASSERTS
    knows: Knows | None = None
    named_as: str | None = None
    hedges: tuple[HedgeEntry, ...] = ()
    dated: tuple[DateEntry, ...] = ()
    because: str | None = None
    line: int | None = field(default=None, compare=False)


@value
class AttributionEntry:
    """One hop; both ends are keys of appearances of the same claim, implicit ones made explicit."""

    downstream: str
    upstream: str
    manner: Manner
    key: str | None = None
    basis: Basis = Basis.STATED
    cue: str | None = None
    in_article: str | None = None
    at: Place | None = None
    hedges: tuple[HedgeEntry, ...] = ()
    because: str | None = None
    line: int | None = field(default=None, compare=False)


@value
class LinkEntry:
    kind: LinkKind
    to: str
    because: str | None = None
    line: int | None = field(default=None, compare=False)


@value
class EvidenceEntry:
    """What a reviewer points at: exactly one of `article`, `appearance` and `url`."""

    side: Side
    article: str | None = None
    appearance: str | None = None
    url: str | None = None
    at: Place | None = None
    wording: str | None = None
    note: str | None = None


@value
class OpinionEntry:
    """A colleague's approval or objection."""

    by: str
    date: str | None = None
    because: str | None = None


@value
class ReviewEntry:
    status: str
    because: str
    by: str
    date: str | None = None
    said: Said | None = None
    version: int | None = None
    reliability: Reliability | None = None
    credibility: Credibility | None = None
    evidence: tuple[EvidenceEntry, ...] = ()
    override: str | None = None
    approved: tuple[OpinionEntry, ...] = ()
    objected: tuple[OpinionEntry, ...] = ()
    from_case: str | None = None
    line: int | None = field(default=None, compare=False)


@value
class RequestEntry:
    """A request for reply. `answer` None: none came."""

    of: str
    date: str | None = None
    question: str | None = None
    answer: str | None = None
    answered: str | None = None
    by: str | None = None
    note: str | None = None
    line: int | None = field(default=None, compare=False)


@value
class VersionEntry:
    """The claim's text as it once stood. Only `text` is set where a claim has one version."""

    text: str
    by: str | None = None
    date: str | None = None
    because: str | None = None


@value
class ClaimEntry:
    key: str | None
    versions: tuple[VersionEntry, ...]
    kind: ClaimKind = ClaimKind.FACT
    claimant: str | None = None
    due: str | None = None
    topics: tuple[str, ...] = ()
    stage: Stage = Stage.NEW
    note: str | None = None
    appearances: tuple[AppearanceEntry, ...] = ()
    attributions: tuple[AttributionEntry, ...] = ()
    links: tuple[LinkEntry, ...] = ()
    reviews: tuple[ReviewEntry, ...] = ()
    asked: tuple[RequestEntry, ...] = ()
    line: int | None = field(default=None, compare=False)

    @property
    def identity(self) -> str:
        """What the claim is known by across imports: its key, else its text as first taken in."""
        return self.key if self.key is not None else self.versions[0].text


@value
class CaseEntry:
    key: str
    title: str | None = None
    sources: tuple[SourceEntry, ...] = ()
    articles: tuple[ArticleEntry, ...] = ()
    claims: tuple[ClaimEntry, ...] = ()
