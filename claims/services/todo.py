"""What there is to do: publications to be looked up, answers that did not come, forecasts whose day has come, reviews to be made again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from claims.chains.facts import Facts, seen
from claims.chains.findings import changed_since, reworded_since_review
from claims.chains.weighing import PUBLICATIONS
from claims.overviews import Due, Stale, Todo, UnseenPublication
from claims.records import ClaimRecord, ClaimRow, Request
from claims.services.checking import facts
from claims.store import suggestions
from claims.store.claim_file import read_claims
from claims.store.engine import Session
from claims.store.scale import rules
from claims.text.dates import span
from claims.vocabulary import UNREVIEWED_STATUS, Stance

UNSETTLED = frozenset({UNREVIEWED_STATUS, "too-early", "unproven"})
"""Statuses that leave a forecast open."""

Progress = Callable[[str, int, int], None]


def todo(session: Session, numbers: Sequence[int], today: str, progress: Progress = lambda *_: None) -> Todo:
    """All of it, from these claims; `today` is the day at which forecasts are due. A batch of claims is held at a time."""
    rule = rules(session)
    found = _Gathering(today)
    for done, record in enumerate(read_claims(session, numbers)):
        progress("claims", done, len(numbers))
        found.add(record, facts(record, rule))
    return replace(found.todo(), suggestions=tuple(_suggested(session)))


def _suggested(session: Session) -> Iterator[tuple[str, str, int]]:
    """Articles of which suggestions wait, those with most first."""
    for article, number in sorted(suggestions.waiting(session), key=lambda one: -one[1]):
        id, title, outlet = suggestions.called(session, article)
        yield id, title or outlet, number


class _Gathering:
    """What is found claim by claim."""

    def __init__(self, today: str) -> None:
        self._today = today
        self._unseen: dict[str, tuple[str, dict[str, None]]] = {}
        self._texts: dict[str, tuple[str, dict[str, None]]] = {}
        self._asked: list[tuple[ClaimRow, Request]] = []
        self._due: list[Due] = []
        self._stale: list[Stale] = []
        self._not_looked_at = 0

    def add(self, record: ClaimRecord, known: Facts) -> None:
        row = record.claim
        self._not_looked_at += not row.reviewed
        for step in known.asserting:
            rests = any(known.steps[hop.downstream].stance is Stance.ASSERTS for hop in known.graph.downstream[step.id])
            if step.source.kind in PUBLICATIONS and not seen(step) and rests:
                id = step.article.id if step.article is not None else step.source.id
                self._unseen.setdefault(id, (step.source.name, {}))[1][row.id] = None
        for article in known.articles.values():
            if article.snapshots and not article.held:
                self._texts.setdefault(article.id, (article.title or article.outlet.name, {}))[1][row.id] = None
        self._asked += ((row, request) for request in record.asked if not request.answer or request.answer == "none")
        if record.due is not None and (due := self._open(record, record.due)) is not None:
            self._due.append(due)
        if row.reviewed:
            reasons = (*reworded_since_review.find(known), *changed_since.find(known))
            self._stale += (Stale(row, shown.message) for shown in reasons)

    def _open(self, record: ClaimRecord, due: str) -> Due | None:
        """The forecast, if its day has begun and no review after that has settled it."""
        (begins, ends), now = span(due), span(self._today)[0]
        if begins > now:
            return None
        counting = next((review for review in reversed(record.reviews) if review.counts), None)
        judged = (counting.date or counting.recorded) if counting is not None else None
        settled = record.claim.status not in UNSETTLED and judged is not None and span(judged)[1] > begins
        return None if settled else Due(record.claim, due, ends <= now)

    def todo(self) -> Todo:
        return Todo(
            unseen=tuple(UnseenPublication(id, name, tuple(claims)) for id, (name, claims) in _most(self._unseen)),
            asked=tuple(self._asked),
            texts=tuple((id, name, len(claims)) for id, (name, claims) in _most(self._texts)),
            due=tuple(sorted(self._due, key=lambda due: (span(due.due)[1], int(due.claim.id[2:])))),
            stale=tuple(self._stale),
            not_looked_at=self._not_looked_at,
        )


def _most(found: dict[str, tuple[str, dict[str, None]]]) -> Iterable[tuple[str, tuple[str, dict[str, None]]]]:
    """What most claims rest on comes first."""
    return sorted(found.items(), key=lambda item: (-len(item[1][1]), item[0][:1], int(item[0][2:])))
