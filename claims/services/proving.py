"""Head and proofs: what a reader outside the desk holds in hand."""

from sqlalchemy import func, select

from claims import __version__
from claims.errors import LogBroken, NoSuchId, NotAnId, NotGrownFrom, ProofFails
from claims.records import LogHead
from claims.services.lookup import claim_number, number_of
from claims.store.engine import Session
from claims.store.ledger import log_head
from claims.store.proof_rows import Paths, paths, proof_rows, rows_about
from claims.store.proofs import Proof, checked
from claims.store.tables import METADATA

PROVABLE = {"R": "review", "A": "article", "S": "source"}
"""Things beside claims that can be proven, by the letter of their ids."""


def head(session: Session) -> LogHead:
    """The log's origin, size and root; LogBroken where the head is none."""
    try:
        return log_head(session.connection)
    except ValueError:
        raise LogBroken("its head does not fit its size") from None


def prove(session: Session, typed: str, since: LogHead | None = None) -> Proof:
    """Every row that says something about a claim (`C-12` or its key), a review, an article or a source, with its way to the head.

    `since`: an earlier head, which the proof then also shows the log to have grown out of.
    """
    about, table, number = _meant(session, typed)
    now = head(session)
    if since is not None and (since.origin != now.origin or not 0 < since.size <= now.size):
        raise NotGrownFrom(
            since.size, "it is of another log" if since.origin != now.origin else f"the log has {now.size} rows"
        )
    found = rows_about(session.connection, table, _first_row(session, table, number, about), now.size)
    ways = paths(
        session.connection, now.size, [seq for rows in found.values() for seq in rows], since.size if since else None
    )
    _hold_together(ways, now, since)
    grown = (since.size, ways.grown) if since is not None and since.size < now.size else None
    proof = Proof(about, __version__, now, proof_rows(found, ways.of), grown)
    try:
        checked(proof, now)
    except ProofFails as failed:
        raise LogBroken(failed.why) from None
    return proof


def has_grown_from(session: Session, since: LogHead) -> bool:
    """Whether the log began as this earlier head says: the same log, the same first rows."""
    now = head(session)
    if since.origin != now.origin or not 0 < since.size <= now.size:
        return False
    if since.size == now.size:
        return since.root == now.root
    found = paths(session.connection, now.size, (), since.size).root_since
    return found is not None and found.hex() == since.root


def _meant(session: Session, typed: str) -> tuple[str, str, int]:
    """The id, the table and the number of what was typed."""
    for letter, table in PROVABLE.items():
        number = number_of(typed, letter)
        if number is not None:
            return f"{letter}-{number}", table, number
    if any(number_of(typed, letter) is not None for letter in "EHLPQ"):
        raise NotAnId(typed, "a claim, a review, an article or a source, such as C-12, R-41, A-3 or S-7")
    number = claim_number(session, typed)
    return f"C-{number}", "claim", number


def _first_row(session: Session, table: str, number: int, about: str) -> int:
    columns = METADATA.tables[table].c
    seq = session.connection.execute(select(columns.seq).where(columns.number == number)).scalar()
    if seq is None:
        highest = session.connection.execute(select(func.max(columns.number))).scalar()
        raise NoSuchId(about, f"{about[0]}-{highest}" if highest else None)
    return int(seq)


def _hold_together(ways: Paths, now: LogHead, since: LogHead | None) -> None:
    """The stored leaves give the head, and the earlier one."""
    if ways.root.hex() != now.root:
        raise LogBroken("its rows do not give the root of its head")
    if since is not None and (ways.root_since is None or ways.root_since.hex() != since.root):
        raise NotGrownFrom(since.size, "its first rows give another root")
