"""The cases of a database."""

from sqlalchemy import select

from claims.store.engine import Session
from claims.store.present import standing, withdrawn
from claims.store.tables import CaseFile
from claims.values import value


@value
class CaseRow:
    """A case as it stands."""

    seq: int
    key: str
    title: str | None
    version: int


def cases(session: Session) -> dict[str, CaseRow]:
    """The cases of this database by key."""
    rows = session.connection.execute(
        select(
            CaseFile.c.seq,
            CaseFile.c.first,
            CaseFile.c.version,
            CaseFile.c.key,
            CaseFile.c.title,
            withdrawn(CaseFile.c.seq),
        ).where(CaseFile.c.seq <= session.upto),
        {"upto": session.upto},
    ).all()
    return {row.key: CaseRow(seq, row.key, row.title, row.version) for seq, row in standing(rows).items()}
