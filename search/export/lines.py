"""JSON Lines: the head as `{"export": …}`, then the articles as they are kept, each with its paper's name and citations."""

import json
from collections.abc import Iterable, Iterator, Mapping

from search.cite import cite, cite_full
from search.export.model import Head, Item


def json_lines(head: Head, items: Iterable[Item]) -> Iterator[str]:
    """The file, line by line; nothing of an article is changed."""
    yield json_line({"export": dict(head.data)})
    for item in items:
        cited = {"citation": cite(item.article, item.paper_name), "gbt7714": cite_full(item.article, item.paper_name)}
        yield json_line({**json.loads(item.stored), "paper_name": item.paper_name, **cited})


def json_line(value: Mapping[str, object]) -> str:
    """An object on a line; a lone surrogate is escaped, which UTF-8 cannot hold."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"
