"""A feed as JSON Feed 1.1."""

import json
from collections.abc import Sequence
from typing import Any

from search.feeds.facts import summary, tags, title
from search.feeds.model import Entry, Head, stamp
from search.safe import line

MEDIA = "application/feed+json; charset=utf-8"
_LANGUAGES = {"zh": "zh-Hans", "en": "en"}


def json_feed(head: Head, entries: Sequence[Entry]) -> bytes:
    """The document; `content_text` only, so that nothing printed can become markup."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": line(head.title),
        "home_page_url": head.page,
        "feed_url": head.itself,
        "language": _LANGUAGES.get(head.lang, head.lang),
        "items": [_item(entry, head) for entry in entries],
    }
    return json.dumps(feed, ensure_ascii=False, separators=(",", ":")).encode()


def _item(entry: Entry, head: Head) -> dict[str, Any]:
    return {
        "id": entry.name,
        "url": f"{head.root}articles/{entry.item.article.id}",
        "title": title(entry, head.lang),
        "content_text": summary(entry, head.lang),
        "date_published": stamp(entry.first),
        "date_modified": stamp(entry.updated),
        "authors": [{"name": line(entry.item.paper_name)}],
        "tags": tags(entry),
    }
