"""What happened at the sources after printing: silent edits, articles that left and came back; for the command line and the API."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from articles.errors import ZongshuError
from articles.model import Article
from storage import ArticleFiles
from storage.ledger import Change, Ledger


@dataclass(frozen=True, slots=True)
class Noticed:
    """A change and the article it is about, as it is held now (None for a whole issue, or where its file cannot be read)."""

    change: Change
    article: Article | None

    def data(self) -> dict[str, Any]:
        """As the command line and the API send it."""
        change, article = self.change, self.article
        page = {"number": article.page.number, "name": article.page.name} if article and article.page else None
        return {
            "kind": change.kind,
            "id": change.id,
            "paper": change.paper,
            "date": change.date.isoformat() if change.date else None,
            "page": page,
            "title": article.title if article else None,
            "noticed": change.at.isoformat(timespec="seconds"),
            "revision": change.revision,
            "changed": dict(change.changed or {}) if change.kind == "edited" else None,
            "why": change.why,
        }


def changes(
    ledger: Ledger,
    files: ArticleFiles,
    paper: str | None = None,
    first: dt.datetime | None = None,
    last: dt.datetime | None = None,
    *,
    silent: bool = False,
) -> Iterator[Noticed]:
    """What was noticed from `first` to before `last`, oldest first; edits of the bytes round the text are left out unless `silent`."""
    held: dict[str, Mapping[str, Article]] = {}
    for change in ledger.revisions.changes(paper, first, last, silent=silent):
        if change.issue not in held:
            held = {change.issue: _articles(files, change.issue)}  # of one issue at a time: changes of an issue are noticed together
        yield Noticed(change, held[change.issue].get(change.id))


def _articles(files: ArticleFiles, issue: str) -> Mapping[str, Article]:
    try:
        return {article.id: article for article in files.read(issue)}
    except ZongshuError:
        return {}
