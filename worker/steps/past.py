"""Past readings of an issue, read again from the archive: what its articles were, and whether the source or the reader changed them."""

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from articles.corrections import as_read
from articles.differences import changes, counted
from articles.errors import ZongshuError
from articles.exchange import to_json
from articles.model import Article
from storage import Position
from storage.ledger import Address, ArticleRow, Cause, Made, PastReading, RevisionRow

#: Reads the records of some addresses with today's reader.
Read = Callable[[Sequence[Address]], list[Article]]


@dataclass(frozen=True, slots=True)
class Past:
    """A past reading and the revisions in question that it made."""

    reading: PastReading
    revisions: tuple[RevisionRow, ...]


def digest(article: Article) -> str:
    """The SHA-256 of an article, whatever its revision."""
    return hashlib.sha256(to_json(replace(article, revision=0)).encode()).hexdigest()


def rows_of(key: str, held: Sequence[Article]) -> list[ArticleRow]:
    """The rows of articles as an issue's file holds them."""
    return [ArticleRow(one.id, key, place, one.revision, digest(one), one.source.address) for place, one in enumerate(held)]


def position(one: Address) -> Position:
    """Where the record of an address lies."""
    return Position(one.file or "", one.offset or 0, one.length or 0)


def chosen(read: Sequence[Article], row: RevisionRow) -> Article | None:
    """The article among those read from the records of a revision that is this revision, under its id and number.

    The one that is byte for byte what it was; else, where the reader has changed, the one of the same source and place there.
    """
    of_source = [replace(one, id=row.id, revision=row.revision) for one in read if one.source.address == row.source]
    same = next((one for one in of_source if digest(one) == row.digest), None)
    if same or not of_source:
        return same
    return of_source[min(row.part, len(of_source) - 1)]


def restored(past: Sequence[Past], wanted: Collection[str], read: Read) -> list[Article]:
    """Articles that no file holds any more, from the records they were read from; those whose records are damaged are left out."""
    found: list[Article] = []
    for one in past:
        rows = [row for row in one.revisions if row.id in wanted]
        again = _tried(read, one.reading) if rows else []
        found += [article for row in rows if (article := chosen(again, row))]
    return found


def made(
    before: Mapping[str, Article],
    rows: Mapping[str, ArticleRow],
    new: Sequence[Article],
    addresses: Sequence[Address],
    past: Sequence[Past],
    read: Read,
) -> Iterator[Made]:
    """Of each article that was read: where it stands at its source, whether it is a new revision, why, and what changed.

    Where the records differ from those of the revision before, today's reader is asked what it reads in the old ones: if that is the
    new article, the reader changed it; else the source did.
    """
    readings = {row.id: (one, row) for one in past for row in one.revisions}
    asked: dict[int, list[Article]] = {}
    parts: dict[str, int] = {}
    for article in new:
        part = parts.get(article.source.address, 0)
        parts[article.source.address] = part + 1
        row = rows.get(article.id)
        cause: Cause | None = None
        old = before.get(article.id)
        if row is not None and not row.lost and row.digest != digest(article):
            cause, old = _cause(article, old, readings.get(article.id), addresses, asked, read)
        elif row is not None and row.lost:
            cause = "reader"
        changed = counted(changes(old, article)) if old and cause else {}
        yield Made(article.id, article.source.address, part, cause, changed)


def _cause(
    article: Article,
    old: Article | None,
    past: tuple[Past, RevisionRow] | None,
    addresses: Sequence[Address],
    asked: dict[int, list[Article]],
    read: Read,
) -> tuple[Cause, Article | None]:
    """Why an article differs from its revision before, and what it is to be compared with."""
    if past is None:
        return ("source" if old and old.source.digest != article.source.digest else "reader"), old
    one, row = past
    if _records(one.reading.addresses) == _records(addresses):
        return ("editor" if old and old.corrected != article.corrected and _alike(old, article) else "reader"), old
    if one.reading.number not in asked:
        asked[one.reading.number] = _tried(read, one.reading)
    then = chosen(asked[one.reading.number], row)
    if then is None:
        return ("source" if old and old.source.digest != article.source.digest else "reader"), old
    return ("reader" if digest(then) == digest(as_read(article)) else "source"), then


def _alike(old: Article, new: Article) -> bool:
    """Whether two articles are one as they were read, whatever editors say of them."""
    return digest(as_read(old)) == digest(as_read(new))


def _records(addresses: Sequence[Address]) -> set[tuple[str, Position]]:
    return {(one.address, position(one)) for one in addresses}


def _tried(read: Read, reading: PastReading) -> list[Article]:
    """What the records of a reading give; nothing where they are damaged."""
    try:
        return read(reading.addresses)
    except ZongshuError:
        return []
