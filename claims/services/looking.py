"""Reading: claims, chains, and what happened."""

from collections.abc import Mapping, Sequence

from claims.errors import UnknownWord
from claims.records import ClaimRecord, ClaimRow, HistoryItem
from claims.services.lookup import claim_number, find_case, find_source, no_such, numbered
from claims.store.caches import merges
from claims.store.claim_file import read_claim
from claims.store.engine import Session
from claims.store.history import events_of_claims
from claims.store.lists import ClaimFilter, count_claims, list_claims, upto_of
from claims.store.rows import event_span
from claims.store.scale import labels
from claims.text.dates import last_moment
from claims.text.door import admitted
from claims.values import value
from claims.vocabulary import Stage

MOST_COUNTED = 10_000
"""Claims of a list that are counted: of more it is said that there are more."""


def claim(session: Session, typed: str, as_of: str | None = None) -> ClaimRecord:
    """One claim by id or key, as it stands or as it stood (`as_of`: a date, or an event such as E-12)."""
    upto = moment(session, as_of) if as_of is not None else None
    return read_claim(session, claim_number(session, typed, upto), upto)


def moment(session: Session, as_of: str) -> int:
    """The last row of the log at a moment: the end of a date, or an event."""
    number = numbered(session, as_of, "E")
    if number is not None:
        span = event_span(session, number)
        if span is None:
            raise no_such(session, "E", number)
        return span[1]
    return upto_of(session, last_moment(as_of))


def claim_filter(
    session: Session,
    *,
    status: str | None = None,
    stage: str | None = None,
    source: str | None = None,
    claimant: str | None = None,
    case: str | None = None,
    text: str | None = None,
    reviewed: bool | None = None,
    limit: int | None = None,
) -> ClaimFilter:
    """What the person wants listed, every word checked against what there is."""
    if status is not None and status not in (known := labels(session)):
        raise UnknownWord("status", status, known)
    if stage is not None and stage not in set(Stage):
        raise UnknownWord("stage", stage, list(Stage))
    return ClaimFilter(
        status=status,
        stage=stage,
        source=voice(session, source) if source is not None else None,
        claimant=voice(session, claimant) if claimant is not None else None,
        case_file=find_case(session, case).seq if case is not None else None,
        text=admitted("text", text) if text is not None else None,
        reviewed=reviewed,
        limit=limit,
    )


def voice(session: Session, typed: str) -> int:
    """The source that stands for the one that was typed, merges followed."""
    found = find_source(session, typed).seq
    return merges(session.connection, session.upto, [found]).get(found, found)


@value
class Page:
    """Claims of a list, and how many it has without its limit."""

    rows: list[ClaimRow]
    total: int
    """Counted no further than `MOST_COUNTED`: then there are more."""
    more: bool


def page_of_claims(session: Session, wanted: ClaimFilter) -> Page:
    """The claims of a list. However many there are, to say so takes no longer than to count some thousands."""
    rows = list_claims(session, wanted)
    if wanted.limit is None or len(rows) < wanted.limit:
        return Page(rows, len(rows), more=False)
    most = max(MOST_COUNTED, wanted.limit)
    total = count_claims(session, wanted, most + 1)
    return Page(rows, min(total, most), more=total > most)


def history(session: Session, number: int, upto: int | None = None) -> tuple[HistoryItem, ...]:
    """What happened to a claim, oldest first."""
    return histories(session, [number], upto)[number]


def histories(
    session: Session, numbers: Sequence[int], upto: int | None = None
) -> Mapping[int, tuple[HistoryItem, ...]]:
    """The same of many claims, by their numbers, in one statement: some hundreds at a time."""
    return events_of_claims(session, numbers, session.upto if upto is None else upto)
