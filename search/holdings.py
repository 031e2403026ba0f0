"""What is kept, as the API and the page tell it: records, redirects, coverage and status, from the ledger and the archive."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from articles.errors import RemovedArticle, UnknownArticle
from search.changes import Noticed, changes
from search.watch import (
    BackfillState,
    Day,
    Failure,
    Followed,
    PaperState,
    RestState,
    Tally,
    backfills,
    days,
    failures,
    resting,
    states,
    tallies,
)
from storage import Archive, ArticleFiles, Position, Removals, Response
from storage.ledger import SHANGHAI, AlarmRow, Issue, Ledger, Missing, PaperStatus, Progress

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


def utc_now() -> dt.datetime:
    """The clock of the real world."""
    return dt.datetime.now(dt.UTC)


class Holdings:
    """Reads the ledger and the archive; changes nothing."""

    def __init__(
        self,
        ledger: Ledger,
        archive: Archive,
        files: ArticleFiles | None = None,
        papers: Mapping[str, Followed] | None = None,
        clock: Callable[[], dt.datetime] = utc_now,
        removals: Removals | None = None,
    ) -> None:
        """`files` give the titles of what changed at the sources, `papers` the calendars; by `clock` things are due and old."""
        self._ledger = ledger
        self._archive = archive
        self._files = files
        self.papers: Mapping[str, Followed] = papers or {}
        self.clock = clock
        self._removals = removals

    @property
    def ledger(self) -> Ledger:
        """The ledger that is read, for who keeps something of his own there."""
        return self._ledger

    def missing(self, papers: Sequence[str] | None = None, first: dt.date | None = None, last: dt.date | None = None) -> Missing:
        """Issues a search cannot see. StorageError where the ledger cannot be read."""
        return self._ledger.reports.missing(papers, first, last)

    def alarms(self) -> list[AlarmRow]:
        """What is wrong now, oldest first."""
        return self._ledger.alarms.open()

    def standing(self, id_: str) -> Standing | None:
        """Where an id leads, None for one that was never given or is lost without a successor. RemovedArticle."""
        if self._removals and (removal := self._removals.find(id_)):
            raise RemovedArticle("article_removed", id=id_, since=removal.at.astimezone(SHANGHAI).date().isoformat())
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

    def days(self, paper: str, first: dt.date | None = None, last: dt.date | None = None) -> Iterator[Day]:
        """Every day of a paper with a calendar, held or not and why; none of one without."""
        return days(self._ledger, self.papers[paper], first, last) if paper in self.papers else iter(())

    def tallies(self, paper: str, first: dt.date | None = None, last: dt.date | None = None) -> list[Tally]:
        """The days of a paper with a calendar, counted by year; nothing for one without."""
        return tallies(self._ledger, self.papers[paper], first, last) if paper in self.papers else []

    def held(self) -> list[PaperStatus]:
        """What is held of each paper with issues in the ledger."""
        return self._ledger.reports.status()

    def states(self, names: Mapping[str, str]) -> list[PaperState]:
        """How each paper stands, under its name."""
        return states(self._ledger, self.papers, names, self.clock())

    def resting(self, names: Mapping[str, str]) -> list[RestState]:
        """The papers that were paused or stopped."""
        return resting(self._ledger, names)

    def backfills(self, names: Mapping[str, str]) -> list[BackfillState]:
        """The back-fills that are not done."""
        return backfills(self._ledger, names, self.clock())

    def failures(self, paper: str | None = None) -> list[Failure]:
        """The issues that went wrong."""
        return failures(self._ledger, paper)

    def progress(self) -> Progress:
        """How far the work is."""
        return self._ledger.reports.progress()
