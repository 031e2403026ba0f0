"""Comparing what is held with what the present reader reads in the same records. Writes nothing."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from articles.errors import ZongshuError
from articles.rereading import Differs, differences
from scrapers import reader_version
from storage import ArticleFiles
from storage.ledger import Issue
from worker.steps.kit import Kit
from worker.steps.read import job_of
from worker.steps.reading import ReadJob, read_job


@dataclass(frozen=True, slots=True)
class Compared:
    """An issue read again: how many articles it holds, and in what they would change; or why it cannot be read."""

    issue: str
    articles: int
    differs: tuple[Differs, ...] = ()
    trouble: ZongshuError | None = None


def older(kit: Kit, issues: Sequence[Issue]) -> list[Issue]:
    """The issues that another reader than this one read, or that have corrections: in the others nothing can have changed."""
    version = reader_version()
    return [one for one in issues if one.digest and (one.reader != version or kit.corrections.of(one.key))]


def compared(kit: Kit, issues: Sequence[Issue], at_once: int) -> Iterator[Compared]:
    """Each issue, in order; `at_once` are read at the same time, and no more are held than that."""
    with ThreadPoolExecutor(at_once) as threads:
        waiting: deque[Future[Compared]] = deque()
        try:
            for issue in issues:
                waiting.append(threads.submit(_compared, kit, issue))
                if len(waiting) > at_once:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for one in waiting:
                one.cancel()


def _compared(kit: Kit, issue: Issue) -> Compared:
    try:
        return kit.compute(compare_job, job_of(kit, issue, kit.ledger.readings.held(issue)))
    except ZongshuError as error:
        return Compared(issue.key, 0, trouble=error)


def compare_job(job: ReadJob) -> Compared:
    """Read an issue again and compare, in whatever process. What reading raises."""
    held = ArticleFiles(job.files).read(job.key)
    return Compared(job.key, len(held), tuple(differences(held, read_job(job).articles)))
