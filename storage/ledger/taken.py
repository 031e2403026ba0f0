"""Ids that articles of other issues have: an id belongs to the issue that had it first."""

from collections.abc import Sequence

import sqlalchemy as sa

from storage.ledger.tables import articles

_CHUNK = 400


class TakenIds(Exception):
    """Articles of other issues have these ids; the articles read are to get others."""

    def __init__(self, ids: Sequence[str]) -> None:
        super().__init__(*ids)
        self.ids = frozenset(ids)


def taken(connection: sa.Connection, issue: str, ids: Sequence[str]) -> list[str]:
    """Those among `ids` that belong to other issues."""
    found: list[str] = []
    for start in range(0, len(ids), _CHUNK):
        wanted = sa.select(articles.c.id).where(articles.c.id.in_(ids[start : start + _CHUNK]), articles.c.issue != issue)
        found += connection.execute(wanted).scalars()
    return found
