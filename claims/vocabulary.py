"""The closed sets: the field's own words, stored by their value.

Verification status is not among them: the rating scale is data (seeds/scale.yaml, edited by the desk).
"""

from enum import StrEnum


class ClaimKind(StrEnum):
    """What sort of statement a claim is."""

    FACT = "fact"
    STATEMENT = "statement"
    PROMISE = "promise"
    FORECAST = "forecast"
    OPINION = "opinion"


class SourceKind(StrEnum):
    """Who or what can speak."""

    PERSON = "person"
    GROUP = "group"
    ORGANISATION = "organisation"
    GOVERNMENT = "government"
    OUTLET = "outlet"
    DOCUMENT = "document"


class TieKind(StrEnum):
    """How a source stands to another; ties make two voices one."""

    OWNER = "owner"
    AFFILIATION = "affiliation"
    MEMBER = "member"
    KNOWN_TO = "known-to"


class Part(StrEnum):
    """Where in an article words stand."""

    HEADLINE = "headline"
    LEAD = "lead"
    BODY = "body"
    CAPTION = "caption"


class Stance(StrEnum):
    """What an appearance does with the claim; only ASSERTS supports it."""

    ASSERTS = "asserts"
    DENIES = "denies"
    DOUBTS = "doubts"
    ASKS = "asks"
    REPORTS_UNVERIFIED = "reports-unverified"


class Knows(StrEnum):
    """How a source is shown to know; absent where it is not shown."""

    PARTICIPANT = "participant"
    WITNESS = "witness"
    DOCUMENT = "document"
    OWN_REPORTING = "own-reporting"


class Manner(StrEnum):
    """How a downstream appearance took over its upstream one."""

    QUOTES = "quotes"
    PARAPHRASES = "paraphrases"
    TRANSLATES = "translates"
    REPUBLISHES = "republishes"
    CITES = "cites"
    HEARD_FROM = "heard-from"
    RECOUNTS = "recounts"


class Basis(StrEnum):
    """Why we say that one thing relies on another."""

    STATED = "stated"
    OBSERVED = "observed"
    INFERRED = "inferred"


class DateBasis(StrEnum):
    """Where a date comes from."""

    PAGE = "page"
    STATED = "stated"
    DERIVED = "derived"
    INFERRED = "inferred"


class HedgeScope(StrEnum):
    """Whether a hedge qualifies the attribution or the words themselves."""

    ATTRIBUTION = "attribution"
    WORDING = "wording"


class LinkKind(StrEnum):
    """How a claim stands to another claim."""

    CONTRADICTS = "contradicts"
    IN_TENSION = "in-tension"
    BEARS_ON = "bears-on"
    PART_OF = "part-of"
    SAME_AS = "same-as"
    VARIANT_OF = "variant-of"
    DIFFERENT_FROM = "different-from"
    """Looked at and found to be another claim: not offered as a match again."""


class Band(StrEnum):
    """How alike two statements look to the machine."""

    SAME = "same"
    CLOSE = "close"
    RELATED = "related"
    NOTHING = "nothing"


class EvidenceState(StrEnum):
    """What we have of an appearance; derived, never typed in."""

    HELD = "held"
    RECORDED = "recorded"
    QUOTED = "quoted"
    NAMED = "named"
    ALLEGED = "alleged"


class Stage(StrEnum):
    """Where the work on a claim stands; never mixed with its status."""

    NEW = "new"
    IN_RESEARCH = "in-research"
    READY_FOR_REVIEW = "ready-for-review"
    REVIEWED = "reviewed"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class Said(StrEnum):
    """Was it said? A question apart from whether it is so."""

    AS_QUOTED = "as-quoted"
    IN_OTHER_WORDS = "in-other-words"
    UNCONFIRMED = "unconfirmed"
    DENIED = "denied"
    NOT_SAID = "not-said"


class Reliability(StrEnum):
    """The Admiralty scale's letter for a source: A completely reliable, E unreliable, F cannot be judged."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class Credibility(StrEnum):
    """The Admiralty scale's number for information: 1 confirmed, 5 improbable, 6 cannot be judged."""

    CONFIRMED = "1"
    PROBABLY_TRUE = "2"
    POSSIBLY_TRUE = "3"
    DOUBTFUL = "4"
    IMPROBABLE = "5"
    CANNOT_BE_JUDGED = "6"


class Side(StrEnum):
    """Which way evidence speaks."""

    FOR = "for"
    AGAINST = "against"


class Standing(StrEnum):
    """Whose review it is: only OWN and TRUSTED set a status."""

    OWN = "own"
    TRUSTED = "trusted"
    FOREIGN = "foreign"


class Verdict(StrEnum):
    """What a person says of a hop."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class Severity(StrEnum):
    """How much a finding asks of the reader."""

    NOTE = "note"
    WARN = "warn"
    REFUSE = "refuse"


UNREVIEWED_STATUS = "unverified"
"""What a claim without a review that counts is said to be; lists add that nobody has looked yet."""
