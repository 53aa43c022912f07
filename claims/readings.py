"""What a reader of articles reports: who says what through whom, with the rule and the places it rests on.

A reading is a suggestion from end to end: a person confirms or rejects it. Places are code points of the text that was read.
"""

from __future__ import annotations

from enum import StrEnum

from claims.entries import Place
from claims.values import value
from claims.vocabulary import HedgeScope


class Speaker(StrEnum):
    """What kind of source a mention names."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GOVERNMENT = "government"
    OUTLET = "outlet"
    UNNAMED = "unnamed"
    DOCUMENT = "document"


class StepRole(StrEnum):
    """What an outlet between the source and the page did."""

    RECIPIENT = "recipient_outlet"
    QUOTING = "quoting_outlet"


class OriginKind(StrEnum):
    """How a page says where it comes from, or who it is."""

    REPUBLISHED = "republished"
    TITLE_SUFFIX = "title_suffix"
    BYLINE = "byline"
    OWN_NAME = "own_name"


class Layer(StrEnum):
    """By what an article is read: the rules alone, or with a parser beside them."""

    CORE = "core"
    NLP = "nlp"


class Confidence(StrEnum):
    """How often a rule is right: measured, see docs/reading.md."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@value
class Mention:
    """A source as the text names it. `entity` is its name as far as the article tells; None where nobody is named.

    `implicit`: it is the subject of a clause before.
    """

    at: Place
    entity: str | None
    kind: Speaker
    implicit: bool = False


@value
class Step:
    """An outlet that the words passed through on their way to this page; `entity` None where it is not named."""

    at: Place
    entity: str | None
    role: StepRole


@value
class ReadHedge:
    """A word that takes something back, and from what."""

    at: Place
    scope: HedgeScope


@value
class SaidOn:
    """The day named beside a report, with its date as far as the page tells one."""

    at: Place
    value: str


@value
class ReadAttribution:
    """One report: a source, the cue that says so, the words reported. `parent`: the report whose words hold this one; `refers_to`: the one it speaks of."""

    id: str
    rule: str
    version: str
    kind: str
    confidence: Confidence
    source: Mention | None
    cue: Place
    content: tuple[Place, ...]
    via: tuple[Step, ...] = ()
    hedges: tuple[ReadHedge, ...] = ()
    cites: Mention | None = None
    said_on: SaidOn | None = None
    parent: str | None = None
    refers_to: str | None = None


@value
class ReadChain:
    """From whom to whom words came to this page: sources and outlets by name, the origin first, the page itself left out. None: not named."""

    links: tuple[str | None, ...]
    attributions: tuple[str, ...]


@value
class Published:
    """The date that the page prints for itself."""

    value: str
    at: Place


@value
class Dateline:
    """Place, agency and day before the first words of an article."""

    at: Place
    place: str | None
    outlet: str | None
    date: str | None


@value
class Origin:
    """A mark of where the page has its text from."""

    kind: OriginKind
    entity: str | None
    at: Place


@value
class ArticleReading:
    """All that was read in one article."""

    language: str | None
    published: Published | None
    dateline: Dateline | None
    publisher: str | None
    attributions: tuple[ReadAttribution, ...]
    chains: tuple[ReadChain, ...]
    origins: tuple[Origin, ...]
    furniture: tuple[Place, ...]
    lexicon: str = ""
    layer: Layer = Layer.CORE
    model: str | None = None
    """The parser and its model, with their versions, where one had a part in it."""


# --- what a page says of itself --------------------------------------------------------------------------------------


@value
class PageFact:
    """One thing that a page says of itself, and where: `JSON-LD headline`, `og:title`, `<title>`."""

    value: str
    said_in: str


@value
class PageFacts:
    """What a page says of itself; None where it does not."""

    title: PageFact | None = None
    outlet: PageFact | None = None
    byline: PageFact | None = None
    published: PageFact | None = None
    language: PageFact | None = None
    url: PageFact | None = None

    def named(self) -> dict[str, PageFact]:
        """Those that there are, by name."""
        found = {name: getattr(self, name) for name in PAGE_FACTS}
        return {name: fact for name, fact in found.items() if fact is not None}


NOTHING_SAID = PageFacts()
MAIN_TEXT_READER = "trafilatura"
"""The reader of articles alone, by name; where it guesses what a page says of itself, it is named for the place."""

PAGE_FACTS = ("title", "outlet", "byline", "published", "language", "url")


# --- texts that stand elsewhere too ----------------------------------------------------------------------------------


class Alike(StrEnum):
    """How much of a text stands in another; the share is of words outside quotation marks, in whichever of the two it is greater."""

    SAME = "same text"
    """90 % and more of both."""
    COPY = "likely copy"
    """Half and more."""
    PART = "in part"
    """15 % and more."""
    WORDS = "words in common"
    """Less, or hardly anything but a quotation that both have."""


class Earlier(StrEnum):
    """Which of two articles was published first, as far as their dates tell."""

    THIS = "this one"
    OTHER = "the other one"
    UNKNOWN = "not known"


@value
class SharedSpan:
    """The same words in two texts (code points)."""

    here: Place
    there: Place
    words: int
    text: str
    """As they stand here."""


@value
class CopyFound:
    """An article with words of another, as a machine found it: a person says whether it is a copy."""

    id: str
    title: str | None
    outlet: str
    same_outlet: bool
    alike: Alike
    words: int
    quoted: int
    share: float
    share_there: float
    earlier: Earlier
    why: str
    """What the dates say."""
    recorded: str | None
    """What is recorded of the two already: which one is a copy."""
    spans: tuple[SharedSpan, ...]


# --- as they are kept ------------------------------------------------------------------------------------------------


GESTURES = frozenset({"attitude", "seeming", "naming", "speech", "criticism"})
"""Kinds of attributions that report no words by themselves."""

_MARKS = ('"', "“", "„", "«", "''")


def is_report(attribution: ReadAttribution, text: str) -> bool:
    """Whether words or a request are reported, rather than an attitude or a gesture without a word of it."""
    if attribution.kind not in GESTURES or attribution.parent is not None:
        return True
    return any(mark in text[a:b] for a, b in attribution.content for mark in _MARKS)


class Decided(StrEnum):
    """What a person says of a suggestion."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


@value
class Decision:
    """A person's word on a suggestion, with the event that it came in and the claim that it became part of."""

    verdict: Decided
    event: str
    by: str | None
    because: str | None
    claim: str | None


@value
class Suggestion:
    """An attribution as it is kept, known by a number of its own: the ids of `read` are such numbers."""

    number: int
    article: str
    read: ReadAttribution
    gesture: bool
    decision: Decision | None = None

    @property
    def id(self) -> str:
        return f"M-{self.number}"
