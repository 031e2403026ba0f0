"""Which reader read an issue."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

#: Ordered by code points on every database.
_TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Issues read before are of an unknown reader, until they are read again."""
    op.add_column("issues", sa.Column("reader", _TEXT, nullable=True))
