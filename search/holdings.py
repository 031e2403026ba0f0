"""What is kept, as the API and the page tell it: records, redirects, coverage and status, from the ledger and the archive."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from articles.errors import UnknownArticle
from search.changes import Noticed, changes
from storage import Archive, ArticleFiles, Position, Response
from storage.ledger import AlarmRow, Issue, Ledger, Missing, PaperStatus, Progress

#: Redirects followed for one id.
_MOST_JUMPS = 10
#: The key of a file given.
_FILE = re.compile(r"files-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of an id: the id that holds the article now, and since when it is gone at its source (None: it is there)."""

    id: str
    gone_since: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file that was given: its issue, its name, when it was taken in and the ids of what was read in it."""

    issue: Issue
    name: str
    taken: dt.datetime | None
    articles: tuple[str, ...]


class Holdings:
    """Reads the ledger and the archive; changes nothing."""

    def __init__(self, ledger: Ledger, archive: Archive, files: ArticleFiles | None = None) -> None:
        """`files` give the titles of what changed at the sources."""
        self._ledger = ledger
        self._archive = archive
        self._files = files

    def missing(self, papers: Sequence[str] | None = None, first: dt.date | None = None, last: dt.date | None = None) -> Missing:
        """Issues a search cannot see. StorageError where the ledger cannot be read."""
        return self._ledger.reports.missing(papers, first, last)

    def alarms(self) -> list[AlarmRow]:
        """What is wrong now, oldest first."""
        return self._ledger.alarms.open()

    def standing(self, id_: str) -> Standing | None:
        """Where an id leads, None for one that was never given or is lost without a successor."""
        for _ in range(_MOST_JUMPS):
            row = self._ledger.readings.article(id_)
            if row is None:
                return None
            if not row.lost:
                return Standing(row.id, row.gone_since)
            if row.redirect is None:
                return None
            id_ = row.redirect
        return None

    def raw(self, id_: str) -> Response:
        """The record an article was read from. UnknownArticle, DamagedArchive."""
        standing = self.standing(id_)
        records = self._ledger.readings.records(standing.id) if standing else []
        if not records or records[0].file is None or records[0].offset is None or records[0].length is None:
            raise UnknownArticle("query_no_record", id=id_)
        return self._archive.read(Position(records[0].file, records[0].offset, records[0].length))

    def dropped(self, key: str) -> Dropped:
        """A file given, by the key of its issue. UnknownArticle."""
        issue = self._ledger.issues.get(key) if _FILE.fullmatch(key) else None
        if issue is None:
            raise UnknownArticle("query_no_file", file=key[:60])
        address = next(iter(self._ledger.issues.addresses(key)), None)
        rows = self._ledger.readings.articles(key)
        ids = tuple(row.id for row in rows if not row.lost)
        return Dropped(issue, address.address if address else "", address.fetched_at if address else None, ids)

    def coverage(self, paper: str, first: dt.date | None = None, last: dt.date | None = None) -> list[Issue]:
        """The issues of a paper by date."""
        return self._ledger.reports.coverage(paper, first, last)

    def changes(
        self, paper: str | None = None, first: dt.datetime | None = None, last: dt.datetime | None = None, *, silent: bool = False
    ) -> list[Noticed]:
        """What was noticed at the sources from `first` to before `last`, oldest first; see `search.changes`."""
        return list(changes(self._ledger, self._files, paper, first, last, silent=silent))

    def papers(self) -> list[PaperStatus]:
        """What is held of each paper."""
        return self._ledger.reports.status()

    def progress(self) -> Progress:
        """How far the work is."""
        return self._ledger.reports.progress()
