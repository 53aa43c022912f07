"""Which articles are the same text in the end: originals, their copies, and copies of those."""

from collections.abc import Iterable

from sqlalchemy import or_, select

from claims.store.caches import merged_end
from claims.store.engine import Session
from claims.store.present import standing, withdrawn
from claims.store.tables import Article


def first_originals(session: Session, articles: Iterable[str]) -> dict[str, str]:
    """For each of these articles (`A-3`) the one that it is a copy of in the end: itself where it is none."""
    numbers = {int(id[2:]): id for id in articles}
    seqs = session.connection.execute(select(Article.c.seq, Article.c.number).where(Article.c.number.in_(numbers)))
    wanted = {row.seq: numbers[row.number] for row in seqs if row.number is not None}
    copied: dict[int, int] = {}
    ids: dict[int, str] = {}
    asked: set[int] = set()
    level = set(wanted)
    while level:
        rows = session.connection.execute(
            select(
                Article.c.seq,
                Article.c.first,
                Article.c.version,
                Article.c.number,
                Article.c.copy_of,
                withdrawn(Article.c.seq),
            ).where(or_(Article.c.seq.in_(level), Article.c.first.in_(level)), Article.c.seq <= session.upto),
            {"upto": session.upto},
        ).all()
        ids |= {row.seq: f"A-{row.number}" for row in rows if row.first is None}
        copied |= {seq: row.copy_of for seq, row in standing(rows).items() if row.copy_of is not None}
        asked |= level
        level = {copied[seq] for seq in level if seq in copied} - asked
    return {id: ids[merged_end(seq, copied)] for seq, id in wanted.items()}
