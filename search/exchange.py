"""Answers as JSON: one line a hit, and the summary line."""

from typing import Any

from pydantic import TypeAdapter

from search.query import Added
from search.question import Answer, Blamed, Counted, Found, Lack

_FOUND: TypeAdapter[Found] = TypeAdapter(Found)
_COUNTED: TypeAdapter[dict[str, list[Counted]]] = TypeAdapter(dict[str, list[Counted]])
_ADDED: TypeAdapter[tuple[Added, ...]] = TypeAdapter(tuple[Added, ...])
_BLAMED: TypeAdapter[tuple[Blamed, ...]] = TypeAdapter(tuple[Blamed, ...])
_LACK: TypeAdapter[Lack] = TypeAdapter(Lack)


def hit_json(hit: Found) -> str:
    """One line of JSON, every field present."""
    return _FOUND.dump_json(hit, by_alias=True).decode("utf-8")


def hit_data(hit: Found) -> dict[str, Any]:
    """A hit as the API sends it."""
    data: dict[str, Any] = _FOUND.dump_python(hit, mode="json", by_alias=True)
    return data


def summary_data(answer: Answer) -> dict[str, Any]:
    """`{total, facets, missing, further, added, blamed}`."""
    facets = {name: list(values) for name, values in answer.facets.items()}
    return {
        "total": answer.total,
        "facets": _COUNTED.dump_python(facets, mode="json"),
        "missing": _LACK.dump_python(answer.missing, mode="json"),
        "further": answer.further,
        "added": _ADDED.dump_python(answer.added, mode="json"),
        "blamed": _BLAMED.dump_python(answer.blamed, mode="json"),
    }
