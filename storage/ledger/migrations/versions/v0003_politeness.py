"""Redirects as steps of a lane, what hosts ask of crawlers, and budgets of requests a day."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

#: Ordered by code points on every database.
_TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the columns and the table."""
    op.add_column("addresses", sa.Column("at", _TEXT, nullable=True))
    op.add_column("addresses", sa.Column("redirects", sa.Integer(), server_default="0", nullable=False))
    op.add_column("hosts", sa.Column("delay", sa.Float(), server_default="0", nullable=False))
    op.add_column("hosts", sa.Column("per_day", sa.Integer(), nullable=True))
    op.add_column("hosts", sa.Column("day", sa.Date(), nullable=True))
    op.add_column("hosts", sa.Column("asked", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "robots",
        sa.Column("origin", _TEXT, nullable=False),
        sa.Column("text", _TEXT, nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", _TEXT, nullable=True),
        sa.Column("redirects", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("origin", name=op.f("robots_pkey")),
    )
