"""Wrong queries: where they are wrong, counted as a machine (`at`, from 0) and as a person does (`place`, from 1)."""

from articles.errors import Fact, QueryError


def wrong(key: str, at: int | None, **facts: Fact) -> QueryError:
    """The error of a query that is wrong at an offset (None: in a filter beside it)."""
    return QueryError(key, at=at, **facts) if at is None else QueryError(key, at=at, place=at + 1, **facts)
