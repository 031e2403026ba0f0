"""What an article was: each of its revisions, read from the archive by the records it was read from."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from articles.errors import DamagedArchive, UnknownArticle, ZongshuError
from articles.model import Article
from scrapers import Paper
from storage import Archive, ArticleFiles, Response
from storage.ledger import ArticleRow, Issue, Ledger, PastReading, RevisionRow
from worker.release import VERSION
from worker.steps.past import chosen, digest, position
from worker.steps.reading import ReadJob, read_records


@dataclass(frozen=True, slots=True)
class Version:
    """A revision: when its record was fetched, and the article (None where its records are damaged; `trouble` says how).

    `exact` is whether the article is byte for byte what it was; where today's reader reads the record otherwise it is not. `read_by` is
    the version of the reader whose reading this is; `row.reader` the one that made it.
    """

    row: RevisionRow
    article: Article | None
    fetched_at: dt.datetime | None
    source_digest: str | None
    read_by: str
    exact: bool
    current: bool
    trouble: ZongshuError | None = None


class History:
    """Revisions of articles over a ledger, an archive and article files; changes nothing."""

    def __init__(self, ledger: Ledger, archive: Archive, files: ArticleFiles, papers: Mapping[str, Paper]) -> None:
        self._ledger, self._archive, self._files, self._papers = ledger, archive, files, papers

    def versions(self, id_: str) -> Iterator[Version]:
        """Every revision of an article, oldest first; the newest as its file holds it. UnknownArticle."""
        row, issue = self._known(id_)
        read: dict[int, list[Article] | ZongshuError] = {}
        for one in self._ledger.revisions.of(id_):
            yield self._version(row, issue, one, read)

    def version(self, id_: str, number: int) -> Version:
        """One revision. UnknownArticle where there is none of that number, or it was made before revisions were entered."""
        row, issue = self._known(id_)
        held = self._ledger.revisions.of(id_)
        found = next((one for one in held if one.revision == number), None)
        if found is None:
            known = ", ".join(str(one.revision) for one in held)
            raise UnknownArticle("revision_unknown", id=id_, revision=number, known=known)
        return self._version(row, issue, found, {})

    def raw(self, id_: str, number: int) -> Response:
        """The record a revision was read from. UnknownArticle, DamagedArchive."""
        version = self.version(id_, number)
        reading = self._ledger.revisions.reading(version.row.issue, version.row.reading)
        record = reading.record(version.row.source) if reading else None
        if record is None:
            raise version.trouble or UnknownArticle("revision_unknown", id=id_, revision=number, known="")
        return self._archive.read(position(record))

    def _known(self, id_: str) -> tuple[ArticleRow, Issue]:
        row = self._ledger.readings.article(id_)
        issue = self._ledger.issues.get(row.issue) if row else None
        if row is None or issue is None:
            raise UnknownArticle("query_no_article", id=id_)
        return row, issue

    def _version(self, row: ArticleRow, issue: Issue, one: RevisionRow, read: dict[int, list[Article] | ZongshuError]) -> Version:
        reading = self._ledger.revisions.reading(one.issue, one.reading)
        fetched = self._fetched(reading, one)
        current = one.revision == row.revision and not row.lost
        held = self._held(issue, one) if current else None
        at, source = (fetched.fetched_at, fetched.digest) if fetched else (None, None)
        if held is not None:
            return Version(one, held, at, source, one.reader, exact=True, current=True)
        if one.reading not in read:
            read[one.reading] = self._again(issue, reading)
        again = read[one.reading]
        trouble = again if isinstance(again, ZongshuError) else None
        article = None if isinstance(again, ZongshuError) else chosen(again, one)
        exact = article is not None and digest(article) == one.digest
        return Version(one, article, at, source, VERSION, exact, current, trouble)

    def _fetched(self, reading: PastReading | None, one: RevisionRow) -> Response | None:
        record = reading.record(one.source) if reading else None
        try:
            return self._archive.read(position(record)) if record else None
        except DamagedArchive:
            return None

    def _held(self, issue: Issue, one: RevisionRow) -> Article | None:
        try:
            return next((article for article in self._files.read(issue.key) if article.id == one.id), None)
        except ZongshuError:
            return None

    def _again(self, issue: Issue, reading: PastReading | None) -> list[Article] | ZongshuError:
        """What today's reader reads in the records of a reading."""
        paper = self._papers.get(issue.paper)
        if reading is None:
            return []
        addresses = reading.addresses
        job = ReadJob(
            self._archive.root, self._files.root, issue.key, paper, issue.date, addresses, (), reading.read_at, papers=self._papers
        )
        try:
            return read_records(job, addresses, [])
        except ZongshuError as error:
            return error
