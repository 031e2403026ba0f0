"""Answers as JSON: one line a hit, and the summary line."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from articles.model import Article
from search.cite import cite
from search.query import Added
from search.question import Answer, Blamed, Counted, Found, Lack, Nearby
from search.similar import Alike, Borrowing
from search.timeline import Timeline, timeline

_FOUND: TypeAdapter[Found] = TypeAdapter(Found)
_COUNTED: TypeAdapter[dict[str, list[Counted]]] = TypeAdapter(dict[str, list[Counted]])
_ADDED: TypeAdapter[tuple[Added, ...]] = TypeAdapter(tuple[Added, ...])
_BLAMED: TypeAdapter[tuple[Blamed, ...]] = TypeAdapter(tuple[Blamed, ...])
_NEARBY: TypeAdapter[tuple[Nearby, ...]] = TypeAdapter(tuple[Nearby, ...])
_LACK: TypeAdapter[Lack] = TypeAdapter(Lack)
_TIMELINE: TypeAdapter[Timeline] = TypeAdapter(Timeline)


def hit_json(hit: Found) -> str:
    """One line of JSON, every field present."""
    return _FOUND.dump_json(hit, by_alias=True).decode("utf-8")


def hit_data(hit: Found) -> dict[str, Any]:
    """A hit as the API sends it."""
    data: dict[str, Any] = _FOUND.dump_python(hit, mode="json", by_alias=True)
    return data


def summary_data(answer: Answer) -> dict[str, Any]:
    """`{total, facets, missing, further, added, blamed, nearby}`."""
    facets = {name: list(values) for name, values in answer.facets.items()}
    return {
        "total": answer.total,
        "facets": _COUNTED.dump_python(facets, mode="json"),
        "missing": _LACK.dump_python(answer.missing, mode="json"),
        "further": answer.further,
        "added": _ADDED.dump_python(answer.added, mode="json"),
        "blamed": _BLAMED.dump_python(answer.blamed, mode="json"),
        "nearby": _NEARBY.dump_python(answer.nearby, mode="json", by_alias=True),
    }


def timeline_data(answer: Answer) -> dict[str, Any]:
    """`{covered: [{year, count}], printed: […]}`, from the facets of the answer."""
    data: dict[str, Any] = _TIMELINE.dump_python(timeline(answer.facets), mode="json")
    return data


def similar_data(found: Alike, names: Mapping[str, str]) -> dict[str, Any]:
    """What is like an article: `{id, cluster, reprints, borrowings}`, each match with its citation."""
    reprints = [
        {**_match("reprint", one.article, names), "likeness": one.likeness.likeness, "part": one.likeness.part, "cluster": found.cluster}
        for one in found.reprints
    ]
    borrowings = [{**_match("passages", one.article, names), "passages": _passages(found.article, one)} for one in found.borrowings]
    return {"id": found.article.id, "cluster": found.cluster, "reprints": reprints, "borrowings": borrowings}


def _match(match: str, article: Article, names: Mapping[str, str]) -> dict[str, Any]:
    name = names.get(article.paper, article.paper)
    return {
        "match": match,
        "id": article.id,
        "paper": article.paper,
        "paper_name": name,
        "date": article.date.isoformat() if article.date else None,
        "title": article.title,
        "citation": cite(article, name),
    }


def _passages(asked: Article, one: Borrowing) -> list[dict[str, Any]]:
    """Each passage as either text prints it, with its offsets in both."""
    return [
        {
            "text": asked.text[passage.start : passage.end],
            "start": passage.start,
            "end": passage.end,
            "other_text": one.article.text[passage.other_start : passage.other_end],
            "other_start": passage.other_start,
            "other_end": passage.other_end,
        }
        for passage in one.passages
    ]
