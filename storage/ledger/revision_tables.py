"""The tables that remember: what each revision of an article was read from, and when articles left their source and came back."""

import sqlalchemy as sa

from storage.ledger.tables import Instant, Text, metadata

#: What readings that made revisions read: `records` names the record of every address (see `storage.ledger.revisions`).
readings = sa.Table(
    "readings",
    metadata,
    sa.Column("issue", sa.ForeignKey("issues.key", ondelete="CASCADE"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("read_at", Instant, nullable=False),
    sa.Column("records", sa.JSON(none_as_null=True), nullable=False),
)

revisions = sa.Table(
    "revisions",
    metadata,
    sa.Column("id", Text, primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("issue", sa.ForeignKey("issues.key", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("reading", sa.Integer, nullable=False),
    sa.Column("reader", Text, nullable=False),
    sa.Column("digest", Text, nullable=False),
    sa.Column("cause", Text, nullable=False),
    sa.Column("changed", sa.JSON(none_as_null=True)),
    sa.Column("source", Text, nullable=False),
    sa.Column("part", sa.Integer, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Index(None, "cause", "at"),
)

disappearances = sa.Table(
    "disappearances",
    metadata,
    sa.Column("id", Text, primary_key=True),
    sa.Column("since", Instant, primary_key=True),
    sa.Column("issue", sa.ForeignKey("issues.key", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("why", Text, nullable=False),
    sa.Column("back", Instant),
)
