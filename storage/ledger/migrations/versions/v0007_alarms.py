"""What readings gave, alarms and who was told of them, and when what was last done."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

#: Ordered by code points on every database.
_TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    _yields()
    _alarms()
    _tellings()
    op.create_table(
        "marks",
        sa.Column("name", _TEXT, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("owner", _TEXT, nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("marks_pkey")),
    )


def _yields() -> None:
    op.create_table(
        "yields",
        sa.Column("issue", _TEXT, nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("untitled", sa.Integer(), nullable=False),
        sa.Column("bare", sa.Integer(), nullable=False),
        sa.Column("characters", sa.BigInteger(), nullable=False),
        sa.Column("garbled", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["issue"], ["issues.key"], name=op.f("yields_issue_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("issue", name=op.f("yields_pkey")),
    )


def _alarms() -> None:
    op.create_table(
        "alarms",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("key", _TEXT, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clear", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recovered", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returns", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("alarms_pkey")),
    )
    op.create_index(op.f("alarms_key_since"), "alarms", ["key", "since"], unique=False)
    still = sa.text("recovered IS NULL")
    op.create_index("alarms_open_key", "alarms", ["key"], unique=True, sqlite_where=still, postgresql_where=still)


def _tellings() -> None:
    op.create_table(
        "tellings",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("alarm", sa.Integer(), nullable=False),
        sa.Column("event", _TEXT, nullable=False),
        sa.Column("way", _TEXT, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["alarm"], ["alarms.id"], name=op.f("tellings_alarm_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("tellings_pkey")),
        sa.UniqueConstraint("alarm", "event", "way", name=op.f("tellings_alarm_event_way_key")),
    )
    op.create_index(op.f("tellings_alarm"), "tellings", ["alarm"], unique=False)
    op.create_index(op.f("tellings_told"), "tellings", ["told"], unique=False)
