"""What each of several processes does that write at once: a module of its own, which loads nothing but the program."""

import multiprocessing
from multiprocessing.synchronize import Barrier

from claims.store.engine import close, database_url, open_database
from claims.store.ledger import Ledger
from claims.store.tables import CaseFile, Claim, Source

PROCESSES, TRANSACTIONS = 4, 10

LOADED_ONCE = ["claims.store.engine", "claims.store.ledger", "claims.store.tables", "claims.store.caches", "psycopg"]
"""What the process loads from which they are forked."""


def add_case(ledger: Ledger, key: str) -> int:
    """A case with a source and a claim in it."""
    case = ledger.append(CaseFile, version=1, key=key)
    source = ledger.append(
        Source,
        version=1,
        number=ledger.number(Source),
        case_file=case,
        key="who",
        name="Somebody",
        kind="person",
        unnamed=0,
    )
    return ledger.append(
        Claim,
        version=1,
        number=ledger.number(Claim),
        case_file=case,
        text=f"Said of {key}.",
        kind="fact",
        claimant=source,
    )


def write_many(address: str, start: Barrier) -> None:
    """Transactions of three rows and an event, as fast as it can."""
    database = open_database(database_url(address))
    start.wait(timeout=120)
    for turn in range(TRANSACTIONS):
        with database.writing(multiprocessing.current_process().name) as session:
            add_case(session.ledger, f"turn {turn}")
            close(session, "import")
