"""Aliases: further addresses of a person, each as the keyed digest it is found by."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "aliases",
        sa.Column("address_index", sa.String(64), nullable=False),
        sa.Column("person", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"]),
        sa.PrimaryKeyConstraint("address_index"),
    )


def downgrade() -> None:
    raise RuntimeError("The journal only goes forward; restore a backup instead.")
