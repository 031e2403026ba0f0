"""What each revision of an article was read from; when articles left their source and came back."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

#: Ordered by code points on every database.
_TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables. Revisions made before are entered when their issue is read again."""
    _readings()
    _revisions()
    _disappearances()


def _readings() -> None:
    op.create_table(
        "readings",
        sa.Column("issue", _TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("records", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["issue"], ["issues.key"], name=op.f("readings_issue_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("issue", "number", name=op.f("readings_pkey")),
    )


def _revisions() -> None:
    op.create_table(
        "revisions",
        sa.Column("id", _TEXT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("issue", _TEXT, nullable=False),
        sa.Column("reading", sa.Integer(), nullable=False),
        sa.Column("reader", _TEXT, nullable=False),
        sa.Column("digest", _TEXT, nullable=False),
        sa.Column("cause", _TEXT, nullable=False),
        sa.Column("changed", sa.JSON(), nullable=True),
        sa.Column("source", _TEXT, nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["issue"], ["issues.key"], name=op.f("revisions_issue_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", "revision", name=op.f("revisions_pkey")),
    )
    op.create_index(op.f("revisions_issue"), "revisions", ["issue"], unique=False)
    op.create_index(op.f("revisions_cause_at"), "revisions", ["cause", "at"], unique=False)


def _disappearances() -> None:
    op.create_table(
        "disappearances",
        sa.Column("id", _TEXT, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issue", _TEXT, nullable=False),
        sa.Column("why", _TEXT, nullable=False),
        sa.Column("back", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["issue"], ["issues.key"], name=op.f("disappearances_issue_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", "since", name=op.f("disappearances_pkey")),
    )
    op.create_index(op.f("disappearances_issue"), "disappearances", ["issue"], unique=False)
