"""What indexing costs at 20,000 articles: time, disk, memory, and writing the same again."""

import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from articles.model import Article, Paragraph
from bench import Figures
from indexing import Request, Tokenizer, document, load_words, open_index
from indexing.engines.protocol import Everything
from scrapers.sample import articles

ARTICLES = 20_000
#: Articles of about two hundred issues: one commit.
COMMIT = 3_000
#: How long the texts of the second row are, at least: the length of the texts in reference figures.
LONG = 1_200


def main() -> Figures:
    """Articles as the sample prints them, and of its texts joined; each in a process of its own, so that its peak is its own."""
    return {name: _in_a_process(least) for name, least in (("as printed", 0), (f"of {LONG} characters and more", LONG))}


def _in_a_process(least: int) -> dict[str, Any]:
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool, tempfile.TemporaryDirectory() as folder:
        figures: dict[str, Any] = pool.apply(_measured, (Path(folder), least))
    return figures


def _measured(folder: Path, least: int) -> dict[str, Any]:
    tokenizer = Tokenizer(load_words(()))
    index = open_index(folder / "index", tokenizer)
    name, work = index.create(), _Work(least, tokenizer)
    before, making = _peak(), work.cost(lambda batch: None)
    documents = work.cost(work.documents) - making
    built = work.cost(lambda batch: index.write(batch, names=(name,))) - making
    again = work.cost(index.write) - making
    found = index.ask(Request(Everything())).total
    index.close()
    return {
        "articles": found,
        "characters an article": round(work.characters / ARTICLES),
        "articles/s": round(found / built.wall),
        "articles/s of processor time": round(found / built.processor),
        "articles/s, documents only": round(found / documents.wall),
        "articles/s, the same again": round(found / again.wall),
        "commits": -(-found // COMMIT),
        "size, MB": round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6),
        "peak memory, MB": round(_peak()),
        "of that before the first, MB": round(before),
    }


@dataclass(frozen=True)
class _Cost:
    """Seconds on the wall and of the processor, all threads."""

    wall: float
    processor: float

    def __sub__(self, other: "_Cost") -> "_Cost":
        return _Cost(self.wall - other.wall, self.processor - other.processor)


class _Work:
    """The same articles again and again."""

    def __init__(self, least: int, tokenizer: Tokenizer) -> None:
        self._least = least
        self._tokenizer = tokenizer
        self.characters = sum(len(article.text) for batch in self.batches() for article in batch)

    def batches(self) -> Iterator[list[Article]]:
        left = islice(self._articles(), ARTICLES)
        while batch := list(islice(left, COMMIT)):
            yield batch

    def documents(self, batch: list[Article]) -> None:
        for article in batch:
            document(article, self._tokenizer)

    def cost(self, work: Callable[[list[Article]], object]) -> "_Cost":
        """What the work takes, the articles' own making included."""
        start, processor = time.perf_counter(), time.process_time()
        for batch in self.batches():
            work(batch)
        return _Cost(time.perf_counter() - start, time.process_time() - processor)

    def _articles(self) -> Iterator[Article]:
        """The sample's articles, each with the texts of those before it as far as it is too short."""
        held = ""
        for article in articles(100 * ARTICLES):
            held += article.text + "\n"
            if len(held) >= self._least:
                text = held.rstrip()
                yield replace(article, text=text, paragraphs=(Paragraph(text, 0, len(text)),))
                held = ""


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
