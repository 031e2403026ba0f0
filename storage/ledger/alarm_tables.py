"""The tables that watch: how much each reading gave, what is wrong and who was told, when what was last done."""

import sqlalchemy as sa

from storage.ledger.tables import Instant, Text, metadata

#: What the last reading of an issue gave.
yields = sa.Table(
    "yields",
    metadata,
    sa.Column("issue", sa.ForeignKey("issues.key", ondelete="CASCADE"), primary_key=True),
    sa.Column("articles", sa.Integer, nullable=False),
    sa.Column("untitled", sa.Integer, nullable=False),
    sa.Column("bare", sa.Integer, nullable=False),
    sa.Column("characters", sa.BigInteger, nullable=False),
    sa.Column("garbled", sa.BigInteger, nullable=False),
)

#: A problem from when it was first seen until it is over; a key has one open row at the most.
alarms = sa.Table(
    "alarms",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("key", Text, nullable=False),
    sa.Column("since", Instant, nullable=False),
    sa.Column("seen", Instant, nullable=False),
    sa.Column("clear", Instant),
    sa.Column("recovered", Instant),
    sa.Column("returns", sa.Integer, nullable=False, server_default="0"),
    sa.Column("reason", sa.JSON(none_as_null=True), nullable=False),
    sa.Index(None, "key", "since"),
    sa.Index(
        "alarms_open_key", "key", unique=True, sqlite_where=sa.text("recovered IS NULL"), postgresql_where=sa.text("recovered IS NULL")
    ),
)

#: What is to be told of an alarm, by which way, and whether it was.
tellings = sa.Table(
    "tellings",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("alarm", sa.ForeignKey("alarms.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("event", Text, nullable=False),
    sa.Column("way", Text, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("told", Instant, index=True),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.Column("not_before", Instant),
    sa.Column("reason", sa.JSON(none_as_null=True)),
    sa.UniqueConstraint("alarm", "event", "way"),
)

#: When something was last done, and who holds the lease on doing it.
marks = sa.Table(
    "marks",
    metadata,
    sa.Column("name", Text, primary_key=True),
    sa.Column("at", Instant),
    sa.Column("owner", Text),
    sa.Column("leased_until", Instant),
)
