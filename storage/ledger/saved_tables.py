"""The tables of what came in when, of saved searches, and of what was told of their new hits."""

import sqlalchemy as sa

from storage.ledger.tables import Instant, Text, metadata

#: When an article was first indexed, and when in the revision that it is of now.
arrivals = sa.Table(
    "arrivals",
    metadata,
    sa.Column("id", Text, primary_key=True),
    sa.Column("issue", sa.ForeignKey("issues.key", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("first", Instant, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Index(None, "at", "id"),
)

#: `looked` is up to when what arrived was looked at for new hits.
saved = sa.Table(
    "saved",
    metadata,
    sa.Column("key", Text, primary_key=True),
    sa.Column("name", Text, nullable=False, unique=True),
    sa.Column("asked", sa.JSON(none_as_null=True), nullable=False),
    sa.Column("alert", Text, nullable=False),
    sa.Column("created", Instant, nullable=False),
    sa.Column("looked", Instant, nullable=False),
)

#: The hits of a search that were told, each once for ever.
saved_hits = sa.Table(
    "saved_hits",
    metadata,
    sa.Column("search", sa.ForeignKey("saved.key", ondelete="CASCADE"), primary_key=True),
    sa.Column("id", Text, primary_key=True),
)

#: What is to be told of new hits, and whether it was.
saved_notes = sa.Table(
    "saved_notes",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("search", sa.ForeignKey("saved.key", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("way", Text, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("digest", sa.JSON(none_as_null=True), nullable=False),
    sa.Column("told", Instant, index=True),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.Column("not_before", Instant),
    sa.Column("reason", sa.JSON(none_as_null=True)),
)
