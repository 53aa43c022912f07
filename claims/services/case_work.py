"""Cases: begun, named, shown. What belongs to a case is exchanged as one file."""

from sqlalchemy import func, select

from claims.errors import AlreadySaid, KeyTaken
from claims.services import typed
from claims.services.living import Done, done
from claims.services.lookup import find_case, live_keys
from claims.store.cases import CaseRow, cases
from claims.store.engine import Session, WritingSession
from claims.store.tables import Article, CaseFile, ClaimNow, SourceNow
from claims.text.door import admitted_line
from claims.values import value


@value
class ShownCase:
    """A case, and how much is in it."""

    key: str
    title: str | None
    sources: int
    articles: int
    claims: int


def new_case(session: WritingSession, key: str, title: str | None) -> Done:
    """A case with nothing in it yet."""
    chosen = admitted_line("key", key, most=200)
    if chosen in cases(session):
        raise KeyTaken(chosen, "case")
    session.ledger.append(CaseFile, version=1, key=chosen, title=typed.line("title", title))
    return done(session, "case new", chosen)


def edit_case(session: WritingSession, key: str, title: str) -> Done:
    """What people call a case; an empty text takes its title away."""
    row = find_case(session, key)
    wanted = typed.line("title", title)
    if wanted == row.title:
        raise AlreadySaid(f"The case {row.key} has this title" if wanted else f"The case {row.key} has no title")
    version = session.ledger.next_version(CaseFile, row.seq)
    session.ledger.append(CaseFile, first=row.seq, version=version, key=row.key, title=wanted)
    return done(session, "case edit", row.key)


def shown_cases(session: Session, key: str | None) -> tuple[ShownCase, ...]:
    """The case of this key, or all there are."""
    rows = [find_case(session, key)] if key is not None else list(cases(session).values())
    return tuple(_shown(session, row) for row in rows)


def _shown(session: Session, row: CaseRow) -> ShownCase:
    sources, claims = (
        session.connection.execute(
            select(func.count()).select_from(table).where(table.c.case_file == row.seq)
        ).scalar_one()
        for table in (SourceNow, ClaimNow)
    )
    return ShownCase(row.key, row.title, sources, len(live_keys(session, Article, row.seq)), claims)
