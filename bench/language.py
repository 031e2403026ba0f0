"""The language's costs at 20,000 articles on both engines: leaves, suggestions, empty answers; and hostile queries, in milliseconds.

The thousands of queries at random that are held against a look at every text are a test: `ZONGSHU_TEST_QUERIES=5000 ./run tests
tests/search/test_search_random.py`.
"""

import itertools
import random
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from articles.errors import QueryError
from bench import Figures
from bench.query import WORDS, Whole, _timed
from indexing import ElasticsearchOptions, Index, Tokenizer, load_words, open_index
from scrapers.sample import articles
from search import Question, Search
from worker.lexicon import lexicon

ARTICLES, BATCH = 20_000, 2_000
NAMES = {"ljrb": "岚江日报", "cpwb": "澄浦晚报", "hcrb": "禾川日报"}
HOSTILE = {
    "3 MB": "东" * 3_000_000,
    "10,000 parentheses": "(" * 10_000,
    "the longest": "政协" * 1_000,
    "100 terms": " OR ".join(sorted(word for word in load_words(()) if len(word) < 5)[:100]),
}
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
from servers import Elasticsearch, run  # noqa: E402 - the tests' own servers


def main() -> Figures:
    """Both engines, one after the other."""
    tokenizer = Tokenizer(load_words(()))
    with tempfile.TemporaryDirectory() as folder, closing(open_index(Path(folder), tokenizer)) as index:
        figures: dict[str, Any] = {"articles": ARTICLES, "tantivy": _measured(index)}
    run.begin()
    try:
        with (
            Elasticsearch(java_options="-Xms1g -Xmx1g") as server,
            closing(open_index(ElasticsearchOptions.of(server.url), tokenizer)) as index,
        ):
            return {**figures, "elasticsearch": _measured(index)}
    finally:
        run.end(run.current())


def _measured(index: Index) -> dict[str, dict[str, float | int | str]]:
    """Milliseconds by kind of question."""
    index.create()
    row = articles(ARTICLES)
    while batch := list(itertools.islice(row, BATCH)):
        index.write(batch)
    search = Search(index, Whole(), NAMES, index.tokenizer, lexicon())
    dice = random.Random(11)

    def ask(make: Callable[[], str], **switches: bool) -> Callable[[], object]:
        return lambda: search.ask(Question(make(), all_=True, **switches))  # type: ignore[arg-type] # switches are

    def word() -> str:
        return dice.choice(WORDS)

    kinds = {
        "word": ask(word),
        "whole words only": ask(word, words=True),
        "word with synonyms": ask(lambda: dice.choice(["工作综述", "政协", "人大"])),
        "beginning (99.*)": ask(lambda: f"{dice.randrange(1, 99)}.*"),
        "beginning behind a word (增长5.*)": ask(lambda: f"增长{dice.randrange(1, 9)}.*"),
        "near, two words of two": ask(lambda: f'"{word()} {word()}"~{dice.randrange(50)}'),
        "near, longer words": ask(lambda: f'"民主协商 {word()}"~{dice.randrange(50)}'),
        "nothing found, who is to blame": ask(lambda: f"{word()} 无此词语 {word()}"),
        "suggestions for a word begun": lambda: search.suggest(word()[: dice.randrange(1, 3)], 10),
    }
    hostile = {f"hostile: {name}": _refused(search, query) for name, query in HOSTILE.items()}
    return {name: _timed(one) for name, one in (kinds | hostile).items()}


def _refused(search: Search, query: str) -> Callable[[], object]:
    """A query answered or refused by name."""

    def asked() -> None:
        with suppress(QueryError):
            search.ask(Question(query, all_=True))

    return asked
