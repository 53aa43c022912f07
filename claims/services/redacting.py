"""Redact: a protected source, or the law, demands that a text disappears."""

from collections.abc import Sequence

from claims.errors import NotAnId, NothingToRedact
from claims.services.lookup import claim_number, no_such, number_of
from claims.store import copies_index, search_index, vectors
from claims.store.caches import rebuild
from claims.store.engine import Session, WritingSession, close
from claims.store.redacting import (
    Holding,
    bodies_of,
    events_because,
    held_by,
    holdings_of,
    named_row,
    still_holding,
    take_away,
    taken_words,
)
from claims.store.rows import LETTERS, event_span, first_row
from claims.values import value

TABLES = {letter: table for table, letter in LETTERS.items() if letter != "C"}


@value
class Redacted:
    """What a redaction took away."""

    event: str
    taken: tuple[tuple[str, tuple[str, ...]], ...]
    """Rows in words, and the columns whose texts are gone."""
    still: tuple[str, ...]
    """Rows in which the same words stand, which were not asked for."""
    tables: tuple[str, ...]


def redact(session: WritingSession, typed: str, why: str, *, text_only: bool = False) -> Redacted:
    """Take away for good what a thing's rows say: `R-41`, `S-7`, `P-5`, `A-3` ... or an event's words, `E-12`.

    `text_only`: of an article the bytes and texts of its readings alone. Later readers see that something was redacted, when, by whom and why.
    """
    id, holdings = _meant(session, typed, text_only=text_only)
    if not holdings:
        raise NothingToRedact(id)
    words = taken_words(holdings)
    if not id.startswith("E-"):
        # What somebody did is logged with the reason that they gave, which is often the very text.
        holdings = [*holdings, *events_because(session, words)]
    taken = tuple((named_row(session, held.table, held.seq), tuple(held.texts)) for held in holdings)
    take_away(session, holdings)
    rebuild(session.connection)
    search_index.rebuild(session.connection)
    vectors.prune(session.connection)
    copies_index.rebuild(session.connection)
    still = tuple(dict.fromkeys(named_row(session, table, seq) for table, seq in still_holding(session, words)))
    event = close(session, "redact", why=why, what=id)
    tables = sorted({held.table for held in holdings})
    return Redacted(f"E-{event.number}", taken, still, tuple(tables))


def _meant(session: Session, typed: str, *, text_only: bool) -> tuple[str, Sequence[Holding]]:
    if (number := number_of(typed, "E")) is not None:
        span = event_span(session, number)
        if span is None:
            raise no_such(session, "E", number)
        return f"E-{number}", held_by(session, "event", [span[1]])
    for letter, table in TABLES.items():
        if (number := number_of(typed, letter)) is None:
            continue
        row = first_row(session, table, number)
        if row is None:
            raise no_such(session, letter, number)
        if text_only:
            if letter != "A":
                raise NotAnId(typed, "an article, such as A-3, whose text is to go")
            return row.id, held_by(session, "snapshot_body", bodies_of(session, row.seq))
        return row.id, holdings_of(session, table, row.seq)
    number = claim_number(session, typed)
    claim = first_row(session, "claim", number)
    if claim is None:
        raise no_such(session, "C", number)
    return claim.id, holdings_of(session, "claim", claim.seq)
