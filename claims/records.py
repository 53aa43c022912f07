"""Records: what the database holds, with public ids. Traces, lists and reports are made of them; layers hand them to each other.

What a case file says, without ids, are the entries (claims/entries.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from typing import TYPE_CHECKING

from claims.values import value
from claims.vocabulary import (
    Basis,
    ClaimKind,
    Credibility,
    DateBasis,
    EvidenceState,
    HedgeScope,
    Knows,
    LinkKind,
    Manner,
    Part,
    Reliability,
    Said,
    Severity,
    Side,
    SourceKind,
    Stage,
    Stance,
    Standing,
)

if TYPE_CHECKING:  # what is only read is shown without ever being entered
    from claims.entries import Place


@value
class Owner:
    """Who owns an outlet, and from when to when as far as that is known."""

    of: str
    """Id of the owner, or its folded name where it is no source here."""
    name: str
    since: str | None = None
    until: str | None = None


@value
class SourceRef:
    """A source as a step of a chain shows it."""

    id: str
    name: str
    kind: SourceKind
    unnamed: bool = False
    known_to: str | None = None
    aliases: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    """Ids of a group's members."""
    ties: tuple[str, ...] = ()
    """Ids or folded names of owners and affiliations: what makes two voices one."""
    owners: tuple[Owner, ...] = ()
    zone: str | None = None
    """Time zone, such as Europe/Istanbul: it narrows what a date without a zone can mean."""


@value
class Dated:
    """One date of an article or appearance."""

    value: str
    basis: DateBasis
    because: str | None = None


@value
class ArticleRef:
    """An article as a step of a chain shows it."""

    id: str
    title: str | None
    outlet: SourceRef
    url: str | None = None
    language: str | None = None
    copy_of: str | None = None
    copy_basis: Basis | None = None
    copy_because: str | None = None
    dated: tuple[Dated, ...] = ()
    snapshots: tuple[str, ...] = ()
    """SHA-256 of the bytes of each reading."""
    texts: tuple[str, ...] = ()
    """SHA-256 of the texts read, each once, in the order in which they were recorded."""
    held: bool = False
    """Whether a text of it is kept here."""


@value
class Passage:
    """Words anchored in an article: `at` is None where their place is not known."""

    article: str
    exact: str | None
    at: Place | None
    prefix: str | None = None
    suffix: str | None = None


@value
class Hedge:
    text: str
    scope: HedgeScope
    passage: Passage | None = None


@value
class Appearance:
    id: str
    key: str | None
    source: SourceRef
    article: ArticleRef | None
    """The appearance's own article."""
    read_in: ArticleRef | None
    """The article where the words can be read."""
    part: Part | None
    wording: Passage | None
    stance: Stance
    knows: Knows | None
    evidence_state: EvidenceState
    named_as: str | None = None
    because: str | None = None
    dated: tuple[Dated, ...] = ()
    hedges: tuple[Hedge, ...] = ()


@value
class Attribution:
    id: str
    key: str | None
    downstream: str
    upstream: str
    manner: Manner
    basis: Basis
    cue: Passage | None
    because: str | None = None
    hedges: tuple[Hedge, ...] = ()
    state: str = "confirmed"
    """`confirmed` for what a person recorded; suggestions of a machine are `suggested` until confirmed."""


@value
class Finding:
    """Something the chain shows."""

    code: str
    severity: Severity
    message: str
    appearances: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()


@value
class ClaimRow:
    """A claim as lists show it."""

    id: str
    key: str | None
    case: str
    text: str
    kind: ClaimKind
    status: str
    reviewed: bool
    """Whether a review that counts stands behind the status; False: nobody has looked yet."""
    reviewer: str | None
    reviewed_on: str | None
    stage: Stage
    claimant: str | None
    version: int


@value
class Version:
    """The claim's text as it once stood."""

    number: int
    text: str
    by: str | None
    date: str | None
    because: str | None


@value
class Evidence:
    side: Side
    target: str
    """`A-3`, `A-3:10-20`, `P-7` or a URL."""
    label: str
    """What a reader calls it: title or name, and the words."""
    note: str | None = None
    url: str | None = None


@value
class Opinion:
    by: str
    date: str | None
    because: str | None


@value
class Review:
    id: str
    status: str
    because: str
    reviewer: str
    date: str | None
    """The day the reviewer judged, as written; None where nobody wrote it, as in a case file without it."""
    recorded: str
    """When the log took it in (UTC)."""
    version: int
    said: Said | None
    reliability: Reliability | None
    credibility: Credibility | None
    standing: Standing
    from_case: str | None
    override: str | None
    counts: bool
    """Whether it sets the claim's status as things stand."""
    evidence: tuple[Evidence, ...] = ()
    approved: tuple[Opinion, ...] = ()
    objected: tuple[Opinion, ...] = ()


@value
class Link:
    id: str
    kind: LinkKind
    claim: str
    """The other claim's id."""
    text: str
    outgoing: bool
    because: str | None
    speakers: tuple[str, ...] = ()
    """Ids of the sources that assert the other claim, where the two contradict each other."""


@value
class Request:
    """A request for reply."""

    id: str
    of: str
    date: str | None
    question: str | None
    answer: str | None
    answered: str | None
    by: str | None
    note: str | None


@value
class Trace:
    """A claim's chain: flat nodes and edges, which may form circles."""

    claim: ClaimRow
    appearances: tuple[Appearance, ...]
    attributions: tuple[Attribution, ...]


@value
class ClaimRecord:
    """All that the log says of one claim."""

    claim: ClaimRow
    versions: tuple[Version, ...]
    trace: Trace
    reviews: tuple[Review, ...]
    links: tuple[Link, ...]
    asked: tuple[Request, ...]
    note: str | None = None
    due: str | None = None
    topics: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    """Ids of appearances, hops and links that came or were corrected after the review that counts."""
    claimant: SourceRef | None = None
    published: str | None = None
    """Where our check can be read."""
    rules: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    """The desk's rules as they stood."""


@value
class Origins:
    """Where support for a claim begins, counted and explained."""

    origins: tuple[str, ...]
    """Ids of the appearances at which support begins."""
    independent_origins: int
    heard_by: int
    explained: tuple[str, ...]
    """Sentences: which count, what was collapsed into what and why, what does not count and why."""


@value
class LogHead:
    """The evidence log as it stood: origin, number of rows, Merkle root (hex)."""

    origin: str
    size: int
    root: str


@value
class Label:
    """A label of the rating scale; `rating` is the ClaimReview value, None off the true-false line."""

    label: str
    names: dict[str, str]
    definition: str
    rating: int | None
    retired_on: str | None

    def name(self, language: str = "en") -> str:
        """What people read, in a language or else in English."""
        return self.names.get(language) or self.names.get("en") or self.label


@value
class EventRow:
    """One transaction of the log."""

    id: str
    at: str
    who: str | None
    kind: str
    what: str | None
    why: str | None
    rows: int
    program: str


@value
class HistoryItem:
    """One thing that happened to a claim."""

    event: str
    at: str
    who: str
    kind: str
    what: str


@value
class ClaimReport:
    """All that a report says of one claim."""

    claim: ClaimRow
    status_label: str
    versions: tuple[Version, ...]
    trace: Trace
    origins: Origins
    reviews: tuple[Review, ...]
    links: tuple[Link, ...]
    asked: tuple[Request, ...]
    history: tuple[HistoryItem, ...]
    note: str | None = None
    due: str | None = None
    topics: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    rating: int | None = None
    """What the status is worth from 1 (false) to 5 (true); None off that line."""
    published: str | None = None
    """Where our check can be read."""
    claimant: SourceRef | None = None


@value
class Report:
    """A provenance report: one claim, several, or a whole case."""

    title: str
    claims: tuple[ClaimReport, ...]
    head: LogHead
    program: str
    as_of: str | None = None


@value
class ReportStream:
    """A report of very many claims: they come one by one, and once."""

    title: str
    claims: Iterable[ClaimReport]
    head: LogHead
    program: str
    as_of: str | None = None


AnyReport = Report | ReportStream
"""What every format is made from."""
