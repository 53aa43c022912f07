"""The rows of one case as they stand, by table, and the keys of its things."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, or_, select

from claims.entries import Place
from claims.store.engine import Session
from claims.store.naming import REDACTED, redacted_key
from claims.store.present import standing, withdrawn
from claims.store.rows import LETTERS, chunks
from claims.store.tables import Article, Claim, Passage, Source


class CaseRows:
    """Reads the rows of one case at `session.upto`."""

    def __init__(self, session: Session, case_file: int) -> None:
        self.session, self.case_file = session, case_file
        self._numbers: dict[int, int] = {}

    def select(self, table: Table[Any], *those: ColumnElement[bool]) -> list[Any]:
        """Rows of a table up to `upto`, with whether they were withdrawn."""
        query = select(*table.c, withdrawn(table.c.seq)).where(*those, table.c.seq <= self.session.upto)
        return list(self.session.connection.execute(query.order_by(table.c.seq), {"upto": self.session.upto}))

    def things(self, table: Table[Any], only: int | None = None) -> dict[int, Any]:
        """The rows that stand of the case's live things of a kind, in the order of their numbers."""
        those = [] if only is None else [or_(table.c.seq == only, table.c.first == only)]
        rows = self.select(table, table.c.case_file == self.case_file, *those)
        self._numbers |= {r.seq: r.number for r in rows if r.first is None}
        live = standing(rows)
        return {seq: live[seq] for seq in sorted(live, key=self._numbers.__getitem__)}

    def key(self, table: Table[Any], seq: int, row: Any) -> str:
        """The key of a thing that `things` returned, or what stands for it once it is redacted."""
        return row.key if row.key is not None else redacted_key(LETTERS[table.name], self._numbers[seq])

    def first_texts(self) -> dict[int, str]:
        """The texts that keyless claims were first recorded with."""
        query = select(Claim.c.seq, Claim.c.text).where(
            Claim.c.case_file == self.case_file, Claim.c.first.is_(None), Claim.c.key.is_(None)
        )
        return {row.seq: row.text or REDACTED for row in self.session.connection.execute(query)}

    def of_claims(self, table: Table[Any], column: Column[int], claims: Sequence[int]) -> dict[int, dict[int, Any]]:
        """The rows that stand of these claims' parts of a kind: by claim, and by the part."""
        grouped: dict[int, dict[int, Any]] = defaultdict(dict)
        rows = self.select(table, column.in_(claims))
        for seq, row in standing(rows).items():
            grouped[row.claim][seq] = row
        return grouped

    def children(self, table: Table[Any], column: Column[Any], parents: Iterable[int]) -> dict[int, list[Any]]:
        """Rows by what they name in a column."""
        grouped: dict[int, list[Any]] = defaultdict(list)
        of = column.key
        for chunk in chunks(list(parents)):
            for row in self.select(table, column.in_(chunk)):
                grouped[getattr(row, of)].append(row)
        return grouped

    def passages(self, wanted: Iterable[int | None]) -> dict[int, Any]:
        """Passages by their rows."""
        found: dict[int, Any] = {}
        for chunk in chunks(sorted({p for p in wanted if p is not None})):
            found |= {row.seq: row for row in self.select(Passage, Passage.c.seq.in_(chunk))}
        return found


def _keyless(row: Any) -> bool:
    """Whether a claim has no key, and not because it was redacted."""
    return row.key is None and row.salt is not None


class CaseKeys:
    """The keys of a case's live things by `seq`, in the order of their numbers, each kind read when it is asked for."""

    def __init__(self, rows: CaseRows) -> None:
        self._rows = rows

    @cached_property
    def sources(self) -> dict[int, str]:
        return {seq: self._rows.key(Source, seq, row) for seq, row in self._rows.things(Source).items()}

    @cached_property
    def articles(self) -> dict[int, str]:
        return {seq: self._rows.key(Article, seq, row) for seq, row in self._rows.things(Article).items()}

    @cached_property
    def claims(self) -> dict[int, str | None]:
        things = self._rows.things(Claim)
        return {seq: None if _keyless(row) else self._rows.key(Claim, seq, row) for seq, row in things.items()}

    @cached_property
    def identities(self) -> dict[int, str]:
        """What the live claims are known by in the file: their key, else their first text."""
        texts = self._rows.first_texts()
        return {seq: texts[seq] if key is None else key for seq, key in self.claims.items()}


def place_of(passage: Any) -> Place | None:
    """Where a passage stands, if that is known."""
    return (passage.start_at, passage.end_at) if passage is not None and passage.start_at is not None else None
