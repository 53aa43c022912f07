"""Alembic's environment. The program hands in an open connection; `alembic upgrade head --sql` works without one."""

from alembic import context

from claims.store.tables import METADATA

config = context.config
connection = config.attributes.get("connection")

# Alembic takes SQLite's DDL for not transactional and would leave half a schema behind a failure. Our connections begin for real.
if connection is None:
    context.configure(
        dialect_name=config.get_main_option("dialect") or "sqlite",
        target_metadata=METADATA,
        literal_binds=True,
        transactional_ddl=True,
    )
else:
    context.configure(connection=connection, target_metadata=METADATA, transactional_ddl=True)

with context.begin_transaction():
    context.run_migrations()
