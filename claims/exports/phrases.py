"""The closed sets in the words of a report, the same in every format."""

from __future__ import annotations

from typing import assert_never

from claims.records import ClaimRow, Dated
from claims.vocabulary import (
    DateBasis,
    EvidenceState,
    HedgeScope,
    LinkKind,
    Manner,
    Said,
    Severity,
    Stance,
)

NOBODY_LOOKED = "nobody has looked yet"


def standing(status: str, reviewed: bool | None) -> str:
    """The status of a claim in a line about it: where nobody has reviewed it, with that."""
    return status if reviewed else f"{status}, {NOBODY_LOOKED}"


def mark(state: EvidenceState) -> str:
    """The sign of an evidence state, always shown with its word."""
    match state:
        case EvidenceState.HELD:
            return "●"
        case EvidenceState.RECORDED | EvidenceState.QUOTED:
            return "◐"
        case EvidenceState.NAMED:
            return "○"
        case EvidenceState.ALLEGED:
            return "·"
        case _:
            assert_never(state)


def state_in_words(state: EvidenceState) -> str:
    """What an evidence state means."""
    match state:
        case EvidenceState.HELD:
            means = "words in its own article, whose text is kept here"
        case EvidenceState.RECORDED:
            means = "words in its own article, whose text is not in this database"
        case EvidenceState.QUOTED:
            means = "words known only through another article"
        case EvidenceState.NAMED:
            means = "only mentioned"
        case EvidenceState.ALLEGED:
            means = "no record at all"
        case _:
            assert_never(state)
    return means


def relying(manner: Manner) -> str:
    """What the downstream end does with the upstream one: CNN Türk *heard it from* Erdoğan."""
    return "heard it from" if manner is Manner.HEARD_FROM else manner.value


def relied_on(manner: Manner) -> str:
    """What happens to the upstream end, before the name of who does it: Erdoğan, *heard by* CNN Türk."""
    match manner:
        case Manner.QUOTES:
            done = "quoted"
        case Manner.PARAPHRASES:
            done = "paraphrased"
        case Manner.TRANSLATES:
            done = "translated"
        case Manner.REPUBLISHES:
            done = "republished"
        case Manner.CITES:
            done = "cited"
        case Manner.HEARD_FROM:
            done = "heard"
        case Manner.RECOUNTS:
            done = "recounted"
        case _:
            assert_never(manner)
    return f"{done} by"


def taking(stance: Stance) -> str:
    """What an appearance does with the claim."""
    match stance:
        case Stance.ASSERTS:
            return "asserts the claim"
        case Stance.DENIES:
            return "denies the claim"
        case Stance.DOUBTS:
            return "doubts the claim"
        case Stance.ASKS:
            return "only asks"
        case Stance.REPORTS_UNVERIFIED:
            return "reports it as unverified"
        case _:
            assert_never(stance)


def hedging(scope: HedgeScope) -> str:
    """What a hedge stands on."""
    match scope:
        case HedgeScope.ATTRIBUTION:
            return "on who said it"
        case HedgeScope.WORDING:
            return "on what is said"
        case _:
            assert_never(scope)


_LINKING = {
    LinkKind.CONTRADICTS: ("contradicts", "is contradicted by"),
    LinkKind.IN_TENSION: ("is in tension with", "is in tension with"),
    LinkKind.BEARS_ON: ("bears on", "is borne on by"),
    LinkKind.PART_OF: ("is part of", "has as a part"),
    LinkKind.SAME_AS: ("is the same as", "is the same as"),
    LinkKind.VARIANT_OF: ("is a variant of", "has as a variant"),
    LinkKind.DIFFERENT_FROM: ("was found to be another claim than", "was found to be another claim than"),
}
"""How a claim stands to another: seen from it, and from the other."""


def linking(kind: LinkKind, outgoing: bool) -> str:
    """How this claim stands to another, seen from this one."""
    return _LINKING[kind][0 if outgoing else 1]


def saying(said: Said) -> str:
    """The answer to: was it said?"""
    match said:
        case Said.AS_QUOTED:
            return "yes, as quoted"
        case Said.IN_OTHER_WORDS:
            return "yes, in other words"
        case Said.UNCONFIRMED:
            return "not confirmed"
        case Said.DENIED:
            return "denied"
        case Said.NOT_SAID:
            return "no"
        case _:
            assert_never(said)


def weighing(severity: Severity) -> str:
    """How much a finding asks of the reader."""
    match severity:
        case Severity.NOTE:
            return "note"
        case Severity.WARN:
            return "warning"
        case Severity.REFUSE:
            return "stops a mark"
        case _:
            assert_never(severity)


def date_with_basis(dated: Dated) -> str:
    """A date as text; its basis is said where it is not the page itself."""
    return dated.value if dated.basis is DateBasis.PAGE else f"{dated.value} ({dated.basis})"


def judged(claim: ClaimRow) -> str:
    """The status with who stands behind it, or that nobody does."""
    if not claim.reviewed:
        return standing(claim.status, claim.reviewed)
    by = f" by {claim.reviewer}" if claim.reviewer else ""
    on = f" on {claim.reviewed_on}" if claim.reviewed_on else ""
    return f"{claim.status}, reviewed{by}{on}"
