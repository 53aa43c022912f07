"""Making a database, bringing it up to this program's schema, and telling how it stands. Alembic is loaded only here."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, inspect, text

from claims import __version__
from claims.errors import DatabaseExists, DatabaseTooNew, DatabaseTrouble, NotOurDatabase
from claims.store import caches
from claims.store.copying import keep_copy
from claims.store.engine import (
    APPLICATION_ID,
    HEAD_REVISION,
    Database,
    WritingSession,
    check_sqlite_file,
    make_engine,
    shown_url,
    trouble,
    utc_now,
)
from claims.store.ledger import Ledger, found_log
from claims.store.migrating import configuration, migrating
from claims.store.placing import beside, put_in_place, refuse_taken
from claims.store.tables import LOGGED
from claims.values import value


@value
class SchemaStatus:
    """How a database's schema stands to the program's."""

    where: str
    revision: str
    needed: str
    pending: tuple[str, ...]
    """Migrations that an upgrade would run, oldest first."""


def create(url: URL, who: str | None, seed: Callable[[WritingSession], None], folder: Path | None = None) -> Database:
    """A new database: schema, log, and what `seed` appends, in one transaction.

    A SQLite file is made beside its place and linked into it when all is there: two who make the same one never meet, and a failure leaves nothing.
    """
    if url.get_backend_name() != "sqlite":
        _fill(url, who, seed, folder)
        return Database(url, make_engine(url))
    path = Path(str(url.database))
    refuse_taken(path)
    try:
        with beside(path) as made:
            _fill(url.set(database=str(made)), who, seed, folder)
            put_in_place(made, path)
    except OSError as problem:
        raise DatabaseTrouble(str(path), problem.strerror or str(problem)) from None
    return Database(url, make_engine(url))


def _fill(url: URL, who: str | None, seed: Callable[[WritingSession], None], folder: Path | None) -> None:
    with migrating(url) as connection:
        if connection.dialect.name == "postgresql":
            # Two who make the same store: the second waits here, and then finds it.
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({APPLICATION_ID})")
        there = inspect(connection).get_table_names()
        if "alembic_version" in there:
            raise DatabaseExists(shown_url(url))
        if there:
            raise NotOurDatabase(
                shown_url(url), f"it holds other tables already ({there[0]}); make an empty database for claims"
            )
        command.upgrade(configuration(connection, folder), "head")
        ledger = found_log(connection, utc_now)
        seed(WritingSession(connection, 1, ledger, who))
        caches.mark_folding(connection)
        ledger.close("init", who=who)


def status(url: URL, folder: Path | None = None) -> SchemaStatus:
    """The revision a database has, the one this program needs, and what lies between."""
    if url.get_backend_name() == "sqlite":
        check_sqlite_file(Path(str(url.database)))
    engine = make_engine(url)
    try:
        with trouble(url), engine.connect() as connection:
            if "alembic_version" not in inspect(connection).get_table_names():
                raise NotOurDatabase(
                    shown_url(url), "it has not the tables of one; `claims init` sets up an empty database"
                )
            revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    finally:
        engine.dispose()
    script = ScriptDirectory.from_config(configuration(folder=folder))
    known = [step.revision for step in script.walk_revisions()][::-1]
    if revision not in known:
        raise DatabaseTooNew(shown_url(url), str(revision), __version__)
    pending = tuple(known[known.index(revision) + 1 :])
    return SchemaStatus(shown_url(url), str(revision), script.get_current_head() or HEAD_REVISION, pending)


def upgrade(url: URL, who: str | None, folder: Path | None = None) -> tuple[SchemaStatus, Path | None]:
    """Bring a database up to this program's schema; all of it or nothing. Returns how it stood before, and where that is kept."""
    before = status(url, folder)
    if not before.pending:
        return before, None
    with migrating(url) as connection:
        # The head is locked before anything else: nobody writes while it is copied and its tables change.
        ledger = Ledger(connection, utc_now)
        if connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == before.needed:
            return before, None  # somebody else was quicker
        backup = keep_copy(connection, beside_database(url, f"before-upgrade-from-{before.revision}"), folder)
        counts = _counts(connection)
        command.upgrade(configuration(connection, folder), "head")
        for table, count in _counts(connection).items():
            if counts.get(table, 0) != count:
                raise DatabaseTrouble(shown_url(url), f"the upgrade would lose rows of {table}")
        ledger.close("upgrade", who=who, what=f"schema {before.revision} to {before.needed}")
    return before, backup


def beside_database(url: URL, what: str) -> Path:
    """Where a copy made before a change is kept: beside a file; for a server in the folder one works in, under the database's name."""
    name = Path(str(url.database))
    return (
        name.with_name(f"{name.name}.{what}")
        if url.get_backend_name() == "sqlite"
        else Path.cwd() / f"{name.name}.{what}"
    )


def _counts(connection: Connection) -> dict[str, int]:
    there = set(inspect(connection).get_table_names())
    return {
        t.name: connection.exec_driver_sql(f"SELECT count(*) FROM {t.name}").scalar_one()
        for t in LOGGED
        if t.name in there
    }
