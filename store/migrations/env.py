"""Runs the migrations on the engine we are given; there is no offline mode."""

from alembic import context

from store.tables import metadata

with context.config.attributes["engine"].connect() as connection:
    context.configure(connection=connection, target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
