"""What comparing ledger, files, archive and index costs: issues of forty articles made of the sample's, 5,000 and 20,000 in all."""

import datetime as dt
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from articles.model import Article
from bench import Figures
from scrapers.sample import articles
from storage import Archive, Response
from storage.ledger import Kept
from worker.runner import open_kit
from worker.settings import load
from worker.steps import Kit, Scope, index, open_generations, reconcile
from worker.steps.past import rows_of

#: Articles in all, the smaller first, and of an issue.
SIZES, OF_AN_ISSUE = (5_000, 20_000), 40
#: Issues that are harmed for the last row: their files deleted, their articles taken out of the index.
HARMED = 50


def main() -> Figures:
    """Each size, made in one process and compared in another, so that the peak is that of comparing."""
    context = multiprocessing.get_context("spawn")
    figures: dict[str, Any] = {}
    for size in SIZES:
        with context.Pool(1, maxtasksperchild=1) as pool, tempfile.TemporaryDirectory() as folder:
            pool.apply(_made, (Path(folder) / "home", size))
            figures[f"{size} articles"] = pool.apply(_measured, (Path(folder) / "home", size))
    return figures


def _made(home: Path, size: int) -> None:
    with open_kit(load(home=home)) as kit:
        open_generations(kit)
        for number, some in enumerate(_issues(size)):
            _entered(kit, number, some)
        while index(kit):
            continue


def _measured(home: Path, size: int) -> dict[str, Any]:
    with open_kit(load(home=home)) as kit:
        assert kit.index.count() == size
        before = _peak()
        agreed, deep = _timed(kit, Scope(repair=False)), _timed(kit, Scope(repair=False, deep=True))
        peak = _peak()
        for key in kit.ledger.reconciling.behind("", HARMED):
            kit.files.delete(key)
        harmed = _timed(kit, Scope(repair=False))
        return {
            "issues": agreed["issues"],
            "articles/s": size / agreed["seconds"],
            "articles/s, deep": size / deep["seconds"],
            "differences where all agrees": agreed["found"] + deep["found"],
            f"differences where {HARMED} files are gone": harmed["found"],
            "peak memory, MB": round(peak),
            "of that before the first look, MB": round(before),
        }


def _timed(kit: Kit, scope: Scope) -> dict[str, Any]:
    start = time.perf_counter()
    done = reconcile(kit, scope)
    return {"seconds": time.perf_counter() - start, "found": done.found.total(), "issues": done.issues}


def _issues(size: int) -> Iterator[list[Article]]:
    source = articles(size)
    while some := list(islice(source, OF_AN_ISSUE)):
        yield some


def _entered(kit: Kit, number: int, some: list[Article]) -> None:
    """An issue with a record and a file, as reading leaves it."""
    key, now = f"files-{number:012x}", kit.clock()
    held = [replace(one, id=f"{key}-{place}", revision=1, paper="files") for place, one in enumerate(some, 1)]
    kit.ledger.issues.keep_file(key, "files", f"{number}.txt", now)
    name = f"files/{key[6:8]}/{key}-1.warc.gz"
    with kit.archive.locked(name):
        response = Response.dropped(f"{number}.txt", "\n".join(one.text for one in held).encode(), dt.datetime.now(dt.UTC))
        at = _kept(kit.archive, key, response)
        kit.archive.settle(name)
    kept = Kept(at.file, at.offset, at.length, response.digest, 200, now, None, None)
    kit.ledger.issues.file_kept(key, kept, at.end, now)
    kit.ledger.restoring.finish(key, rows_of(key, held), at.end, now, kit.files.write(key, held))


def _kept(archive: Archive, key: str, response: Response) -> Any:  # noqa: ANN401 - a position
    return archive.append("files", None, 1, key, response, 0)


def _peak() -> float:
    """Megabytes this process held at the most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
