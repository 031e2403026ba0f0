"""The ledger's tables. Instants are UTC and aware.

A lease is (owner, number, until): a claim raises the number, a step closes only with it.
"""

import datetime as dt
from typing import Any

import sqlalchemy as sa

#: The newest migration; a ledger at this version is opened without asking alembic.
VERSION = "0010"


class Instant(sa.TypeDecorator[dt.datetime]):
    """An aware instant, kept as UTC on every database (SQLite knows no zones)."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        """To UTC; without its zone where the database keeps none."""
        if value is None:
            return None
        utc = value.astimezone(dt.UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        """Aware again."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Text(sa.TypeDecorator[str]):
    """Text, ordered by code points on every database; without U+0000, which PostgreSQL cannot hold."""

    impl = sa.String
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[str]:
        """PostgreSQL would order by the language it was made for."""
        return dialect.type_descriptor(sa.String(collation="C") if dialect.name == "postgresql" else sa.String())

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        """What can be kept of it."""
        del dialect
        return value.replace("\0", "") if value else value


def _json() -> sa.JSON:
    return sa.JSON(none_as_null=True)


def _lease() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("owner", Text),
        sa.Column("lease", sa.Integer, nullable=False, server_default="0"),
        sa.Column("leased_until", Instant),
    )


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default="0")


metadata = sa.MetaData(
    naming_convention={
        "ix": "%(table_name)s_%(column_0_N_name)s",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "fk": "%(table_name)s_%(column_0_name)s_fkey",
        "pk": "%(table_name)s_pkey",
    }
)

papers = sa.Table(
    "papers",
    metadata,
    sa.Column("code", Text, primary_key=True),
    sa.Column("newest", sa.Date),
    sa.Column("probed", Instant),
    sa.Column("reason", _json()),
    sa.Column("paused", Instant),
    sa.Column("stopped", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("paused_why", Text),
)

issues = sa.Table(
    "issues",
    metadata,
    sa.Column("key", Text, primary_key=True),
    sa.Column("paper", Text, nullable=False),
    sa.Column("date", sa.Date),
    sa.Column("attempt", sa.Integer, nullable=False, server_default="1"),
    sa.Column("turn", sa.Integer, nullable=False, server_default="0"),
    sa.Column("held", Text, nullable=False, server_default="none"),
    _count("pages_due"),
    _count("pages_held"),
    _count("articles_due"),
    _count("articles_held"),
    sa.Column("outcome", Text, nullable=False),
    sa.Column("reason", _json()),
    _count("tries"),
    sa.Column("not_before", Instant),
    sa.Column("first_bad", Instant),
    sa.Column("awaits_probe", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("listed", sa.Integer, nullable=False, server_default="0"),
    sa.Column("archive_end", sa.BigInteger, nullable=False, server_default="0"),
    *_lease(),
    _count("articles"),
    sa.Column("digest", Text),
    sa.Column("updated", Instant, nullable=False),
    sa.Column("reader", Text),
    sa.Column("focus", Text),
    sa.Index(None, "paper", "date"),
    sa.Index(None, "outcome", "turn"),
)

hosts = sa.Table(
    "hosts",
    metadata,
    sa.Column("host", Text, primary_key=True),
    sa.Column("free_at", Instant, nullable=False),
    sa.Column("wait", sa.Float, nullable=False, server_default="0"),
    sa.Column("delay", sa.Float, nullable=False, server_default="0"),
    sa.Column("per_day", sa.Integer),
    sa.Column("day", sa.Date),
    _count("asked"),
    _count("failures"),
    *_lease(),
)

addresses = sa.Table(
    "addresses",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("issue", sa.ForeignKey("issues.key", ondelete="CASCADE")),
    sa.Column("paper", Text, nullable=False),
    sa.Column("address", Text, nullable=False),
    sa.Column("role", Text, nullable=False),
    sa.Column("state", Text, nullable=False),
    sa.Column("late", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("host", Text, nullable=False),
    sa.Column("turn", sa.Integer, nullable=False, server_default="0"),
    sa.Column("rank", sa.Integer, nullable=False, server_default="0"),
    sa.Column("attempt", sa.Integer, nullable=False, server_default="1"),
    sa.Column("page", Text),
    sa.Column("hops", sa.Integer, nullable=False, server_default="0"),
    sa.Column("at", Text),
    _count("redirects"),
    _count("tries"),
    _count("failures"),
    sa.Column("not_before", Instant),
    sa.Column("reason", _json()),
    sa.Column("etag", Text),
    sa.Column("last_modified", Text),
    sa.Column("digest", Text),
    sa.Column("file", Text),
    sa.Column("offset", sa.BigInteger),
    sa.Column("length", sa.BigInteger),
    sa.Column("status", sa.Integer),
    sa.Column("fetched_at", Instant),
    sa.UniqueConstraint("issue", "address"),
    sa.Index(None, "host", "state", "turn", "rank"),
    sa.Index(
        "addresses_entry_key",
        "paper",
        "role",
        unique=True,
        sqlite_where=sa.text("issue IS NULL AND role <> 'month'"),
        postgresql_where=sa.text("issue IS NULL AND role <> 'month'"),
    ),
    sa.Index(
        "addresses_month_key",
        "address",
        unique=True,
        sqlite_where=sa.text("role = 'month'"),
        postgresql_where=sa.text("role = 'month'"),
    ),
)

robots = sa.Table(
    "robots",
    metadata,
    sa.Column("origin", Text, primary_key=True),
    sa.Column("text", Text),
    sa.Column("until", Instant),
    sa.Column("at", Text),
    _count("redirects"),
)

runs = sa.Table(
    "runs",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("kind", Text, nullable=False),
    sa.Column("what", _json()),
    sa.Column("started", Instant, nullable=False),
    sa.Column("ended", Instant),
    sa.Column("counts", _json()),
)

articles = sa.Table(
    "articles",
    metadata,
    sa.Column("id", Text, primary_key=True),
    sa.Column("issue", sa.ForeignKey("issues.key", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("ordinal", sa.Integer, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("digest", Text, nullable=False),
    sa.Column("source", Text, nullable=False),
    sa.Column("gone_since", Instant),
    sa.Column("lost", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("redirect", Text),
)

tombstones = sa.Table(
    "tombstones",
    metadata,
    sa.Column("id", Text, primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("applied", Instant, index=True),
)

generations = sa.Table(
    "generations",
    metadata,
    sa.Column("name", Text, primary_key=True),
    sa.Column("fingerprint", Text, nullable=False),
    sa.Column("state", Text, nullable=False),
    sa.Column("made", Instant, nullable=False),
)

indexed = sa.Table(
    "indexed",
    metadata,
    sa.Column("issue", sa.ForeignKey("issues.key", ondelete="CASCADE"), primary_key=True),
    sa.Column("generation", sa.ForeignKey("generations.name", ondelete="CASCADE"), primary_key=True),
    sa.Column("digest", Text, nullable=False),
)

refusals = sa.Table(
    "refusals",
    metadata,
    sa.Column("generation", sa.ForeignKey("generations.name", ondelete="CASCADE"), primary_key=True),
    sa.Column("id", Text, primary_key=True),
    sa.Column("issue", sa.ForeignKey("issues.key", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("reason", _json(), nullable=False),
)
