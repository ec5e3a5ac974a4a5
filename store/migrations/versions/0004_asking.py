"""Relationships: whether somebody may still be known for having asked, sealed; nothing in it means that it may be."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("relationships", sa.Column("sealed", sa.Text(), nullable=True))


def downgrade() -> None:
    raise RuntimeError("The journal only goes forward; restore a backup instead.")
