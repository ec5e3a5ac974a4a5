"""The journal and what lies around it."""

from alembic import op

from store.tables import metadata

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    metadata.create_all(op.get_bind())


def downgrade() -> None:
    raise NotImplementedError("The journal only goes forward; restore a backup instead.")
