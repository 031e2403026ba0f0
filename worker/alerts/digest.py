"""What is told of a search's new hits: the first of them, and how many they are. Pure."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

from articles.wording import LANGUAGES
from search.cite import cite
from search.export import Item
from search.safe import line
from storage.ledger import SHANGHAI, SavedNote, SavedRow


def digest(row: SavedRow, total: int, shown: Sequence[Item]) -> dict[str, Any]:
    """JSON of it, as the ledger keeps it until it is told: no text of an article but its title."""
    items = [
        {"id": one.article.id, "title": line(one.article.title or "") or None, "citation": line(cite(one.article, one.paper_name))}
        for one in shown
    ]
    return {"name": row.name, "query": row.asked.get("query", ""), "total": total, "items": items}


def note_id(note: SavedNote) -> str:
    """The same however often it is sent, so that a receiver can tell a second copy."""
    return f"saved-{note.search}-{note.id}"


def body_of(note: SavedNote, address: str | None) -> bytes:
    """The note as JSON: what a webhook is sent."""
    at = note.at.astimezone(dt.UTC).isoformat(timespec="seconds")
    search = {"key": note.search, "name": note.digest["name"], "query": note.digest["query"]}
    items = [{**one, "address": _address(one, address)} for one in note.digest["items"]]
    fields = {"id": note_id(note), "event": "hits", "at": at, "search": search, "total": note.digest["total"], "items": items}
    return json.dumps(fields, ensure_ascii=False).encode()


def subject_of(note: SavedNote) -> str:
    """A line, in both languages."""
    return f"[Zongshu] {line(note.digest['name'])}：新 {note.digest['total']} 篇 · {note.digest['total']} new"


_HEADS = {"zh": "“{name}”（{query}）到 {at} 新收 {total} 篇：", "en": "“{name}” ({query}): {total} new by {at}:"}
_MORE = {"zh": "……另有 {more} 篇。", "en": "… and {more} more."}
_ALL = {"zh": "全部稿件", "en": "all articles"}


def text_of(note: SavedNote, address: str | None) -> str:
    """The note as a mail: the list once, its head and end in both languages."""
    told = note.digest
    facts = {"name": line(told["name"]), "total": told["total"], "at": f"{note.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"}
    heads = [_HEADS[lang].format(query=line(told["query"]) or _ALL[lang], **facts) for lang in LANGUAGES]
    more = told["total"] - len(told["items"])
    ends = [_MORE[lang].format(more=more) for lang in LANGUAGES] if more else []
    return "\n".join([*heads, "", *(_line(one, address) for one in told["items"]), *ends]) + "\n"


def _line(one: Mapping[str, Any], address: str | None) -> str:
    where = _address(one, address)
    return f"- {one['title'] or one['id']}  {one['citation']}" + (f"\n  {where}" if address else f"  {one['id']}")


def _address(one: Mapping[str, Any], address: str | None) -> str:
    """Where the article is: at the page's address where that is known, else its path."""
    return f"{(address or '').rstrip('/')}/articles/{one['id']}"
