"""Articles a generation of the index does not take."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

#: Ordered by code points on every database.
_TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "refusals",
        sa.Column("generation", _TEXT, nullable=False),
        sa.Column("id", _TEXT, nullable=False),
        sa.Column("issue", _TEXT, nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["generation"], ["generations.name"], name=op.f("refusals_generation_fkey"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["issue"], ["issues.key"], name=op.f("refusals_issue_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("generation", "id", name=op.f("refusals_pkey")),
    )
    op.create_index(op.f("refusals_issue"), "refusals", ["issue"], unique=False)
