"""Readings of issues that no site printed: the steps are the real ones, only what a reader would find is made up."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from articles.model import Article
from storage import ArticleFiles
from storage.ledger import ArticleRow
from worker.steps.reading import ReadJob, ReadResult, Source, revise

#: What a reader finds now, from the articles held (lost ones among them) and the rows by id.
Found = Callable[[Sequence[Article], Mapping[str, ArticleRow]], Sequence[Article]]


def source(found: Found) -> Any:  # noqa: ANN401 - a `Compute`
    """A reader in the place of the real one."""

    def compute(function: object, job: ReadJob) -> ReadResult:
        del function
        files = ArticleFiles(job.files)
        old = files.read(job.key) if files.path(job.key).exists() else []
        new = found(old, {row.id: row for row in job.rows})
        listed = Source(frozenset(one.source.address for one in (*old, *new)))
        articles, rows = revise(job.key, old, job.rows, new, listed, job.now)
        return ReadResult(articles, rows, len(new), ())

    return compute


#: A reader that finds all that was there.
UNCHANGED = source(lambda old, rows: [article for article in old if not rows[article.id].lost])
