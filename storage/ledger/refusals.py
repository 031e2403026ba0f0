"""Articles that a generation does not take: each by itself, so that nothing is missing without being said so."""

from collections.abc import Sequence

import sqlalchemy as sa

from storage.ledger.rows import Refusal
from storage.ledger.tables import generations, issues, refusals


def noted(connection: sa.Connection, names: Sequence[str], keys: Sequence[str], refused: Sequence[Refusal]) -> None:
    """Keep what the generations refuse of issues just written to them, in place of what they refused before."""
    connection.execute(sa.delete(refusals).where(refusals.c.generation.in_(names), refusals.c.issue.in_(keys)))
    if refused:
        rows = [{"generation": one.generation, "id": one.id, "issue": one.issue, "reason": dict(one.reason)} for one in refused]
        connection.execute(sa.insert(refusals), rows)


def refused(connection: sa.Connection, *where: sa.ColumnElement[bool]) -> list[Refusal]:
    """The refusals that meet some conditions, by generation and id."""
    wanted = sa.select(refusals).where(*where).order_by(refusals.c.generation, refusals.c.id)
    return [Refusal(**row) for row in connection.execute(wanted).mappings()]


def refused_live() -> sa.ColumnElement[bool]:
    """Whether the live generation lacks an article of the issue."""
    live = sa.select(generations.c.name).where(generations.c.state == "live")
    return sa.exists().where(refusals.c.issue == issues.c.key, refusals.c.generation.in_(live))
