"""What happened to claims: the events in which rows about them were written."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from claims.records import HistoryItem
from claims.store.engine import Session
from claims.store.stack import Part, Stack

_WORDS = {
    "claim": ("the claim", "the claim"),
    "appearance": ("{} appearance", "{} appearances"),
    "attribution": ("{} hop", "{} hops"),
    "link": ("{} link", "{} links"),
    "review": ("{} review", "{} reviews"),
    "request": ("{} request for reply", "{} requests for reply"),
    "stage_change": ("the stage", "the stage"),
    "retraction": ("{} withdrawal", "{} withdrawals"),
    "approval": ("{} approval", "{} approvals"),
    "objection": ("{} objection", "{} objections"),
}
"""What an event wrote, one of it or several, in the order in which it is told."""

_UNDER_REVIEWS = ("approval", "objection")

_WANTED = (
    "wanted (number, seq) AS MATERIALIZED "
    "(SELECT claim.number, claim.seq FROM {numbers} AS numbers CROSS JOIN claim WHERE claim.number = numbers.value)"
)


def events_of_claims(session: Session, numbers: Sequence[int], upto: int) -> Mapping[int, tuple[HistoryItem, ...]]:
    """For each claim by its number every event that touched it, oldest first, with what that wrote about it; in one statement."""
    rows = _about_claims().run(session.connection, numbers=numbers, upto=upto)
    events = sorted(rows["event"])
    touched: dict[int, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows["touched"]:
        touched[row.number][row.event][row.kind] = row.rows
    found: dict[int, tuple[HistoryItem, ...]] = {}
    for number in numbers:
        of_claim = touched[number]
        found[number] = tuple([_item(event, of_claim[event.seq]) for event in events if event.seq in of_claim])
    return found


@cache
def _about_claims() -> Stack:
    """How many rows of each kind each event wrote about the claims with these numbers (`numbers`), and the events."""
    return Stack(
        _WANTED,
        f"written (number, kind, seq) AS ({' UNION ALL '.join(map(_written, _WORDS))})",
        "touched (number, kind, event) AS MATERIALIZED (SELECT number, kind, "
        "(SELECT event.seq FROM event WHERE event.seq >= written.seq ORDER BY event.seq LIMIT 1) FROM written)",
        touched=Part("touched", "number kind event", "touched GROUP BY touched.number, touched.kind, touched.event", rows="count(*)"),
        event=Part("event", "seq number at who kind why what", "event WHERE event.seq IN (SELECT touched.event FROM touched)"),
    )  # fmt: skip


def _written(table: str) -> str:
    """The rows of a table about the wanted claims."""
    if table == "claim":
        first = "SELECT wanted.number, 'claim', wanted.seq FROM wanted WHERE wanted.seq <= :upto"
        return f"{first} UNION ALL {_rows(table, 'wanted', 'claim.first = wanted.seq')}"
    if table in _UNDER_REVIEWS:
        return _rows(table, "wanted CROSS JOIN review", f"review.claim = wanted.seq AND {table}.review = review.seq")
    return _rows(table, "wanted", f"{table}.claim = wanted.seq")


def _rows(table: str, beside: str, where: str) -> str:
    return f"SELECT wanted.number, '{table}', {table}.seq FROM {beside} CROSS JOIN {table} WHERE {where} AND {table}.seq <= :upto"


def _item(event: Any, counts: Mapping[str, int]) -> HistoryItem:
    told = _what(event.kind, event.what, event.why, counts)
    return HistoryItem(f"E-{event.number}", event.at, event.who or "(nobody named)", event.kind, told)


def _what(kind: str, what: str | None, why: str | None, counts: Mapping[str, int]) -> str:
    if kind in {"mark", "undo"}:
        return what or kind
    parts = [words[counts[table] != 1].format(counts[table]) for table, words in _WORDS.items() if table in counts]
    return ", ".join(parts) + (f" ({what})" if what else "") + (f": {why}" if why else "")
