"""A desk for tests of services: a database with scale and rules, and the verbs, each in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from databases import Route
from recompute import differences, recomputed
from sqlalchemy import URL, Connection, select

from claims.casefile import read_case
from claims.entries import CaseEntry
from claims.exports.casefile import case_yaml
from claims.records import ClaimRecord, ClaimRow, LogHead
from claims.services import looking, reporting
from claims.services.adding import Added, ArticleFacts, add_article
from claims.services.articles import ArticleSaid, edit_article
from claims.services.claiming import NewClaim, new_claim
from claims.services.correcting import ClaimSaid, edit_claim
from claims.services.curating import alias, grade
from claims.services.import_plan import Choices, Plan
from claims.services.importing import take_in
from claims.services.reviewing import Judgement, Marked, mark
from claims.services.undoing import Undone, undo
from claims.store import caches
from claims.store.engine import Database
from claims.store.ledger import log_head
from claims.store.lists import list_claims
from claims.store.tables import ClaimNow, ClaimSource, Folding, SourceName, SourceNow
from claims.text.articles import read_text
from claims.vocabulary import Reliability

TODAY = "2026-11-21"

Held = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class ServiceDesk:
    """One database and what people do at it."""

    route: Route
    url: URL

    @property
    def database(self) -> Database:
        return self.route.database(self.url)

    def take_in(
        self,
        case: str | CaseEntry,
        *,
        trust: bool = False,
        theirs: Iterable[str] = (),
        ours: Iterable[str] = (),
        who: str = "Ana",
    ) -> Plan:
        """Import a case file, given as its text or as its entries."""
        text = case if isinstance(case, str) else "".join(case_yaml(case))
        choices = Choices(trust, frozenset(theirs), frozenset(ours))
        with self.database.writing(who) as session:
            return take_in(session, read_case(text.encode(), "case.yaml"), text.encode(), "case.yaml", choices)

    def export(self, case: str | None = None) -> str:
        """The case file of a case, or of the only one."""
        with self.database.reading() as session:
            return "".join(case_yaml(reporting.exported_case(session, case)))

    def add(self, text: str, outlet: str | None = None, *, who: str = "Ana", **facts: str) -> Added:
        """Keep an article."""
        reading = read_text(text.encode(), "a.txt")
        with self.database.writing(who) as session:
            return add_article(session, reading, "a.txt", ArticleFacts(outlet, **facts))

    def mark(self, *claims: str, status: str = "unproven", who: str = "Ana", **said: Any) -> tuple[Marked, ...]:
        """Review claims; evidence is given as `for_` and `against`."""
        said.setdefault("because", "It was looked at.")
        for_, against = (tuple(said.pop(side, ())) for side in ("for_", "against"))
        judgement = Judgement(status, evidence_for=for_, evidence_against=against, **said)
        with self.database.writing(who) as session:
            return mark(session, claims, judgement, TODAY)

    def undo(self, id: str, why: str | None = None, *, who: str = "Ana") -> Undone:
        with self.database.writing(who) as session:
            return undo(session, id, why)

    def edit(self, claim: str, *, who: str = "Ana", **said: Any) -> None:
        """Correct a claim here."""
        with self.database.writing(who) as session:
            edit_claim(session, claim, ClaimSaid(**said), None, TODAY)

    def alias(self, source: str, name: str) -> None:
        with self.database.writing("Ana") as session:
            alias(session, source, (name,))

    def grade(self, source: str, reliability: str) -> None:
        with self.database.writing("Ana") as session:
            grade(session, source, Reliability(reliability), "It was found so.", TODAY)

    def retitle(self, article: str, title: str) -> None:
        with self.database.writing("Ana") as session:
            edit_article(session, article, ArticleSaid(title=title), None)

    def claim(self, text: str, **said: Any) -> str:
        """Make a claim here; returns its id."""
        with self.database.writing("Ana") as session:
            return new_claim(session, NewClaim(text, **said)).id

    def show(self, claim: str, as_of: str | None = None) -> ClaimRecord:
        with self.database.reading() as session:
            return looking.claim(session, claim, as_of)

    def list(self, **wanted: Any) -> list[ClaimRow]:
        """Claims by the filters of `claims list`."""
        with self.database.reading() as session:
            return list_claims(session, looking.claim_filter(session, **wanted))

    def head(self) -> LogHead:
        with self.database.reading() as session:
            return log_head(session.connection)

    @contextmanager
    def changes_nothing(self) -> Iterator[None]:
        """What is done in this block leaves the log as it is: its size and its root."""
        before = self.head()
        yield
        assert self.head() == before

    def check(self) -> None:
        """The log's rows give its head again, and the caches equal themselves made anew."""
        with (
            self.database.engine.connect().execution_options(writing=True) as connection,
            connection.begin() as attempt,
        ):
            assert differences(recomputed(connection), log_head(connection)) == set()
            before = held(connection)
            caches.rebuild(connection)
            assert before == held(connection)
            attempt.rollback()


MakeDesk = Callable[[], ServiceDesk]
DeskAfter = Callable[[Callable[[ServiceDesk], object]], ServiceDesk]


class OpenedDesk(Protocol):
    """A new desk for as long as a block lasts: with scale and rules, or a copy of another."""

    def __call__(self, of: URL = ...) -> AbstractContextManager[ServiceDesk]: ...


def held(connection: Connection) -> Held:
    """What the caches hold."""
    tables = (ClaimNow, ClaimSource, SourceNow, SourceName, Folding)
    return {t.name: [tuple(row) for row in connection.execute(select(t).order_by(*t.primary_key))] for t in tables}
