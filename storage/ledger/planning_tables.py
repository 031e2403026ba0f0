"""The tables of planning: ranges of days to be brought in, and the sites' own lists of a month's issues."""

import sqlalchemy as sa

from storage.ledger.tables import Instant, Text, metadata

#: Ranges asked for: `position` of the `total` days, in the order of the range, are planned; `ended` when all are, or it was stopped.
backfills = sa.Table(
    "backfills",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("paper", Text, nullable=False),
    sa.Column("first", sa.Date, nullable=False),
    sa.Column("last", sa.Date, nullable=False),
    sa.Column("order", Text, nullable=False),
    sa.Column("season", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("focus", Text),
    sa.Column("again", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("by_calendar", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("position", sa.Integer, nullable=False, server_default="0"),
    sa.Column("total", sa.Integer, nullable=False),
    sa.Column("asked", Instant, nullable=False),
    sa.Column("ended", Instant),
    sa.Column("reason", sa.JSON(none_as_null=True)),
    sa.Index(None, "paper", "ended"),
)

#: What a site's list of a month's issues said: its days (1 to 31); None where it could not be had.
months = sa.Table(
    "months",
    metadata,
    sa.Column("address", Text, primary_key=True),
    sa.Column("paper", Text, nullable=False),
    sa.Column("month", sa.Date, nullable=False),
    sa.Column("days", sa.JSON(none_as_null=True)),
    sa.Column("checked", Instant, nullable=False),
)
