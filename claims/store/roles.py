"""Who may do what on PostgreSQL: the grants for three roles. SQLite has none; there the file's permissions decide."""

from collections.abc import Iterator

from sqlalchemy.dialects.postgresql.base import PGDialect

from claims.store.tables import LOGGED, METADATA

CACHES = tuple(t.name for t in METADATA.sorted_tables if t.name.endswith("_cache"))
HEAD = "log_head"
OWNERS = frozenset({"log_origin", "redaction"})
"""Tables that only their owner adds to."""

_quote = PGDialect().identifier_preparer.quote  # type: ignore[no-untyped-call]


def grants(prefix: str) -> Iterator[str]:
    """SQL that makes the roles `<prefix>_reader` and `<prefix>_reviewer` and says what they may; the owner is whoever made the tables.

    A reader reads. A reviewer also adds rows to the log, moves its head and keeps the caches; evidence is neither changed nor removed by either, beside what
    the triggers refuse to everybody. Upgrades and redactions are the owner's.
    """
    reader, reviewer = (_quote(f"{prefix}_{role}") for role in ("reader", "reviewer"))
    yield "-- Run this as the owner of the tables, in the database of the desk. People get a role with: GRANT role TO person;"
    for role in (reader, reviewer):
        yield f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;"
    yield f"GRANT {reader} TO {reviewer};"
    yield "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC;"
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC;"
    yield f"GRANT USAGE ON SCHEMA public TO {reader};"
    yield f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {reader};"
    added = ", ".join(_quote(table.name) for table in LOGGED if table.name not in OWNERS)
    yield f"GRANT INSERT ON {added} TO {reviewer};"
    yield f"GRANT UPDATE ON {HEAD} TO {reviewer};"
    yield f"GRANT INSERT, UPDATE, DELETE ON {', '.join(map(_quote, CACHES))} TO {reviewer};"
