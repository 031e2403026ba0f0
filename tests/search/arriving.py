"""Articles that come in: read, indexed and settled in the ledger at an instant a test sets."""

import datetime as dt
import hashlib
from collections.abc import Sequence

from search_kit import Library

from articles.model import Article
from storage.ledger import Absence, ArticleRow, Ending, History, Kept


def arrive(found: Library, articles: Sequence[Article], at: dt.datetime, name: str = "a", gone: Sequence[str] = ()) -> None:
    """The articles of an issue `name` are indexed; those `gone` are away from their source."""
    key = f"files-{hashlib.sha256(name.encode()).hexdigest()[:12]}"
    found.ledger.issues.keep_file(key, "files", f"{name}.html", at)
    found.ledger.issues.file_kept(key, Kept("f", 0, 1, "0" * 64, 200, at, None, None), 1, at)
    reading = found.ledger.readings.claim("me", at, at + dt.timedelta(minutes=10), key)
    assert reading is not None
    rows = [
        ArticleRow(one.id, key, number, one.revision, f"{one.revision}", "a", gone_since=at if one.id in gone else None)
        for number, one in enumerate(articles)
    ]
    absent: dict[str, Absence] = dict.fromkeys(gone, "unlisted")
    history = History("1", reading.addresses, (), absent)
    found.ledger.readings.settle(reading.issue, rows, repr(rows), Ending("read"), at, history)
    found.index.write(articles)
    taken = found.ledger.indexing.claim("me", at, at + dt.timedelta(minutes=10))
    found.ledger.indexing.settle(taken, [], [], at)
