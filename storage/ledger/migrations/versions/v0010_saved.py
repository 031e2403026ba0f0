"""What came in when, saved searches, and what was told of their new hits."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0007"
branch_labels = None
depends_on = None

#: Ordered by code points on every database.
_TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
_INSTANT = sa.DateTime(timezone=True)

#: What was indexed before arrivals were kept, by when it was read.
_KNOWN = """
    INSERT INTO arrivals (id, issue, revision, first, at)
    SELECT a.id, a.issue, a.revision, COALESCE(MIN(r.at), i.updated),
           COALESCE(MAX(CASE WHEN r.revision = a.revision THEN r.at END), MAX(r.at), i.updated)
    FROM articles a
    JOIN issues i ON i.key = a.issue
    LEFT JOIN revisions r ON r.id = a.id AND r.issue = a.issue
    WHERE NOT a.lost AND i.outcome = 'indexed'
    GROUP BY a.id, a.issue, a.revision, i.updated
"""


def upgrade() -> None:
    """Make the tables, and fill in what is known."""
    _arrivals()
    _saved()
    _notes()
    op.execute(_KNOWN)


def _arrivals() -> None:
    op.create_table(
        "arrivals",
        sa.Column("id", _TEXT, nullable=False),
        sa.Column("issue", _TEXT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("first", _INSTANT, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["issue"], ["issues.key"], name=op.f("arrivals_issue_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("arrivals_pkey")),
    )
    op.create_index(op.f("arrivals_issue"), "arrivals", ["issue"], unique=False)
    op.create_index(op.f("arrivals_at_id"), "arrivals", ["at", "id"], unique=False)


def _saved() -> None:
    op.create_table(
        "saved",
        sa.Column("key", _TEXT, nullable=False),
        sa.Column("name", _TEXT, nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("alert", _TEXT, nullable=False),
        sa.Column("created", _INSTANT, nullable=False),
        sa.Column("looked", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("saved_pkey")),
        sa.UniqueConstraint("name", name=op.f("saved_name_key")),
    )
    op.create_table(
        "saved_hits",
        sa.Column("search", _TEXT, nullable=False),
        sa.Column("id", _TEXT, nullable=False),
        sa.ForeignKeyConstraint(["search"], ["saved.key"], name=op.f("saved_hits_search_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("search", "id", name=op.f("saved_hits_pkey")),
    )


def _notes() -> None:
    op.create_table(
        "saved_notes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("search", _TEXT, nullable=False),
        sa.Column("way", _TEXT, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("digest", sa.JSON(), nullable=False),
        sa.Column("told", _INSTANT, nullable=True),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_before", _INSTANT, nullable=True),
        sa.Column("reason", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["search"], ["saved.key"], name=op.f("saved_notes_search_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("saved_notes_pkey")),
    )
    op.create_index(op.f("saved_notes_search"), "saved_notes", ["search"], unique=False)
    op.create_index(op.f("saved_notes_told"), "saved_notes", ["told"], unique=False)
