"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

#: Ordered by code points on every database.
_TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Make every table."""
    _generations()
    _hosts()
    _issues()
    _papers()
    _runs()
    _tombstones()
    _addresses()
    _articles()
    _indexed()


def _generations() -> None:
    op.create_table(
        "generations",
        sa.Column("name", _TEXT, nullable=False),
        sa.Column("fingerprint", _TEXT, nullable=False),
        sa.Column("state", _TEXT, nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("generations_pkey")),
    )


def _hosts() -> None:
    op.create_table(
        "hosts",
        sa.Column("host", _TEXT, nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wait", sa.Float(), server_default="0", nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("owner", _TEXT, nullable=True),
        sa.Column("lease", sa.Integer(), server_default="0", nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("host", name=op.f("hosts_pkey")),
    )


def _issues() -> None:
    op.create_table(
        "issues",
        sa.Column("key", _TEXT, nullable=False),
        sa.Column("paper", _TEXT, nullable=False),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("attempt", sa.Integer(), server_default="1", nullable=False),
        sa.Column("turn", sa.Integer(), server_default="0", nullable=False),
        sa.Column("held", _TEXT, server_default="none", nullable=False),
        sa.Column("pages_due", sa.Integer(), server_default="0", nullable=False),
        sa.Column("pages_held", sa.Integer(), server_default="0", nullable=False),
        sa.Column("articles_due", sa.Integer(), server_default="0", nullable=False),
        sa.Column("articles_held", sa.Integer(), server_default="0", nullable=False),
        sa.Column("outcome", _TEXT, nullable=False),
        sa.Column("reason", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_bad", sa.DateTime(timezone=True), nullable=True),
        sa.Column("awaits_probe", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("listed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("archive_end", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("owner", _TEXT, nullable=True),
        sa.Column("lease", sa.Integer(), server_default="0", nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("articles", sa.Integer(), server_default="0", nullable=False),
        sa.Column("digest", _TEXT, nullable=True),
        sa.Column("updated", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("issues_pkey")),
    )
    op.create_index(op.f("issues_outcome_turn"), "issues", ["outcome", "turn"], unique=False)
    op.create_index(op.f("issues_paper_date"), "issues", ["paper", "date"], unique=False)


def _papers() -> None:
    op.create_table(
        "papers",
        sa.Column("code", _TEXT, nullable=False),
        sa.Column("newest", sa.Date(), nullable=True),
        sa.Column("probed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("papers_pkey")),
    )


def _runs() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", _TEXT, nullable=False),
        sa.Column("what", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counts", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("runs_pkey")),
    )


def _tombstones() -> None:
    op.create_table(
        "tombstones",
        sa.Column("id", _TEXT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("tombstones_pkey")),
    )
    op.create_index(op.f("tombstones_applied"), "tombstones", ["applied"], unique=False)


def _addresses() -> None:
    op.create_table(
        "addresses",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("issue", _TEXT, nullable=True),
        sa.Column("paper", _TEXT, nullable=False),
        sa.Column("address", _TEXT, nullable=False),
        sa.Column("role", _TEXT, nullable=False),
        sa.Column("state", _TEXT, nullable=False),
        sa.Column("late", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("host", _TEXT, nullable=False),
        sa.Column("turn", sa.Integer(), server_default="0", nullable=False),
        sa.Column("rank", sa.Integer(), server_default="0", nullable=False),
        sa.Column("attempt", sa.Integer(), server_default="1", nullable=False),
        sa.Column("page", _TEXT, nullable=True),
        sa.Column("hops", sa.Integer(), server_default="0", nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("etag", _TEXT, nullable=True),
        sa.Column("last_modified", _TEXT, nullable=True),
        sa.Column("digest", _TEXT, nullable=True),
        sa.Column("file", _TEXT, nullable=True),
        sa.Column("offset", sa.BigInteger(), nullable=True),
        sa.Column("length", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["issue"], ["issues.key"], name=op.f("addresses_issue_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("addresses_pkey")),
        sa.UniqueConstraint("issue", "address", name=op.f("addresses_issue_address_key")),
    )
    entry = sa.text("issue IS NULL")
    op.create_index("addresses_entry_key", "addresses", ["paper", "role"], unique=True, sqlite_where=entry, postgresql_where=entry)
    op.create_index(op.f("addresses_host_state_turn_rank"), "addresses", ["host", "state", "turn", "rank"], unique=False)


def _articles() -> None:
    op.create_table(
        "articles",
        sa.Column("id", _TEXT, nullable=False),
        sa.Column("issue", _TEXT, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("digest", _TEXT, nullable=False),
        sa.Column("source", _TEXT, nullable=False),
        sa.Column("gone_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lost", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("redirect", _TEXT, nullable=True),
        sa.ForeignKeyConstraint(["issue"], ["issues.key"], name=op.f("articles_issue_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("articles_pkey")),
    )
    op.create_index(op.f("articles_issue"), "articles", ["issue"], unique=False)


def _indexed() -> None:
    op.create_table(
        "indexed",
        sa.Column("issue", _TEXT, nullable=False),
        sa.Column("generation", _TEXT, nullable=False),
        sa.Column("digest", _TEXT, nullable=False),
        sa.ForeignKeyConstraint(["generation"], ["generations.name"], name=op.f("indexed_generation_fkey"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["issue"], ["issues.key"], name=op.f("indexed_issue_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("issue", "generation", name=op.f("indexed_pkey")),
    )
