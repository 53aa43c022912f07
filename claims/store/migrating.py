"""One transaction for a change of the schema, and Alembic's configuration for it."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from alembic.config import Config
from sqlalchemy import URL, Connection
from sqlalchemy.exc import DBAPIError

from claims.errors import DatabaseTrouble
from claims.shipped import shipped
from claims.store.engine import APPLICATION_ID, make_engine, shown_url, trouble


def configuration(connection: Connection | None = None, folder: Path | None = None) -> Config:
    """Alembic's configuration for the migrations that came with the program; no ini file is read, no logging set up."""
    config = Config()
    config.set_main_option("script_location", str(folder or shipped("schema")).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextlib.contextmanager
def migrating(url: URL) -> Iterator[Connection]:
    """One transaction for schema changes. On SQLite foreign keys are off meanwhile, for tables are rebuilt, and checked before the end."""
    engine = make_engine(url)
    try:
        with trouble(url), engine.connect().execution_options(writing=True) as connection:
            sqlite = connection.dialect.name == "sqlite"
            if sqlite:  # has no effect inside a transaction, and SQLAlchemy would begin one
                cursor = connection.connection.cursor()
                cursor.execute("PRAGMA foreign_keys = OFF")
                cursor.execute(
                    "PRAGMA legacy_alter_table = ON"
                )  # views and triggers may name a table while it is rebuilt
                cursor.close()
            transaction = connection.begin()
            try:
                if sqlite:
                    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
                yield connection
                if sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchone()):
                    raise DatabaseTrouble(
                        shown_url(url), f"the upgrade left rows of {broken[0]} without what they refer to"
                    )
                transaction.commit()
            except BaseException:
                with contextlib.suppress(DBAPIError):
                    transaction.rollback()
                raise
    finally:
        engine.dispose()
