"""Articles as JSON: strict both ways, with the JSON Schema that says so."""

from typing import Any

from pydantic import TypeAdapter, ValidationError

from articles.errors import Unreadable
from articles.model import Article

_ARTICLE: TypeAdapter[Article] = TypeAdapter(Article)


def to_json(article: Article) -> str:
    """One line of JSON, every field present, in the order of the contract."""
    return _ARTICLE.dump_json(article, by_alias=True).decode("utf-8")


def from_json(line: str | bytes) -> Article:
    """The article of one line of JSON. Unreadable where a field is missing, unknown or of another type."""
    try:
        return _ARTICLE.validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        raise Unreadable("article_json", where=".".join(map(str, first["loc"])), why=first["msg"]) from error


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of an article."""
    return _ARTICLE.json_schema(by_alias=True, mode="serialization")
