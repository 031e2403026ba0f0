"""What the source of an article said over time: the different payloads in the archive, oldest first, read by today's reader."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from articles.decode import decode
from articles.errors import DamagedArchive, UnknownArticle, ZongshuError
from scrapers import platform, read_dropped
from storage import Response, archive_name
from storage.ledger import Issue
from worker.cli.rooms import Rooms


@dataclass(frozen=True, slots=True)
class Revision:
    """One version of an article's source: when it was first fetched, its digest, and what it says (None where it cannot be read)."""

    number: int
    fetched_at: dt.datetime
    digest: str
    current: bool
    title: str | None
    text: str | None


def revisions(rooms: Rooms, id_: str) -> Iterator[Revision]:
    """Every version of the source of an article. UnknownArticle."""
    standing = rooms.holdings.standing(id_)
    row = rooms.ledger.readings.article(standing.id) if standing else None
    issue = rooms.ledger.issues.get(row.issue) if row else None
    if row is None or issue is None:
        raise UnknownArticle("query_no_article", id=id_)
    kept = [response for response in _responses(rooms, issue) if response.address == row.source]
    first = {response.digest: response for response in reversed(kept)}
    for number, response in enumerate(sorted(first.values(), key=lambda one: one.fetched_at), 1):
        title, text = _said(rooms, issue, response, row.id)
        yield Revision(number, response.fetched_at, response.digest, response.digest == kept[-1].digest, title, text)


def _responses(rooms: Rooms, issue: Issue) -> Iterator[Response]:
    """All good responses of an issue, attempt by attempt; an attempt that kept nothing has no file, a torn one gives what is whole."""
    for attempt in range(1, issue.attempt + 1):
        try:
            for _, response in rooms.archive.records(archive_name(issue.paper, issue.date, attempt, issue.key)):
                if response.status == 200:
                    yield response
        except DamagedArchive:
            continue


def _said(rooms: Rooms, issue: Issue, response: Response, id_: str) -> tuple[str | None, str | None]:
    """Title and text of a response."""
    try:
        if issue.date is None:
            read = read_dropped(response.address, response.payload)
            article = next((one for one in read if one.id == id_), read[0])
            return article.title, article.text
        text = decode(response.payload, dict(response.headers).get("Content-Type")).text
        page = platform(rooms.papers[issue.paper].layout(issue.date).platform).read_article(text, response.address)
    except (ZongshuError, IndexError, KeyError):
        return None, None
    return page.title, "\n".join(paragraph.text for paragraph in page.paragraphs)
