"""Runs the migrations on the engine we are given; there is no offline mode."""

from alembic import context

from store.engine import take_turns
from store.tables import metadata

with context.config.attributes["engine"].begin() as connection:
    # Two processes may open a new database together: the second one finds the tables made.
    take_turns(connection)
    context.configure(connection=connection, target_metadata=metadata)
    context.run_migrations()
