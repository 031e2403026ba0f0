"""Back-fills that are kept and refilled, the sites' lists of issues, papers at rest, issues of which not all is wanted."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

#: Ordered by code points on every database.
_TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
_NEVER = sa.false()


def upgrade() -> None:
    """Add tables and columns; a paper may have many lists of months due beside its one entry and one probe."""
    op.create_table(
        "backfills",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("paper", _TEXT, nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("order", _TEXT, nullable=False),
        sa.Column("season", sa.Boolean(), server_default=_NEVER, nullable=False),
        sa.Column("focus", _TEXT, nullable=True),
        sa.Column("again", sa.Boolean(), server_default=_NEVER, nullable=False),
        sa.Column("by_calendar", sa.Boolean(), server_default=_NEVER, nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("backfills_pkey")),
    )
    op.create_index(op.f("backfills_paper_ended"), "backfills", ["paper", "ended"], unique=False)
    op.create_table(
        "months",
        sa.Column("address", _TEXT, nullable=False),
        sa.Column("paper", _TEXT, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("days", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("checked", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("months_pkey")),
    )
    op.add_column("papers", sa.Column("paused", sa.DateTime(timezone=True), nullable=True))
    op.add_column("papers", sa.Column("stopped", sa.Boolean(), server_default=_NEVER, nullable=False))
    op.add_column("papers", sa.Column("paused_why", _TEXT, nullable=True))
    op.add_column("issues", sa.Column("focus", _TEXT, nullable=True))
    op.drop_index("addresses_entry_key", table_name="addresses")
    one = sa.text("issue IS NULL AND role <> 'month'")
    op.create_index("addresses_entry_key", "addresses", ["paper", "role"], unique=True, sqlite_where=one, postgresql_where=one)
    many = sa.text("role = 'month'")
    op.create_index("addresses_month_key", "addresses", ["address"], unique=True, sqlite_where=many, postgresql_where=many)
