"""nDCG@10 on the judged queries: the level reached is a floor (bench judged tells today's figures)."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from judged import library, sets

from bench.judged import ranking
from indexing import Index, Tokenizer, open_index

#: Reached on 2026-11-30 on the test halves; never lowered.
FLOORS = {"sample": 0.963, "corpus": 0.963}


@pytest.fixture(scope="module")
def sample(tokenizer: Tokenizer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with closing(open_index(tmp_path_factory.mktemp("sample"), tokenizer)) as index:
        index.create()
        index.write(library.sample())
        yield index


@pytest.fixture(scope="module")
def reports(corpus: Path, tokenizer: Tokenizer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with closing(open_index(tmp_path_factory.mktemp("corpus"), tokenizer)) as index:
        index.create()
        index.write(list(library.corpus(corpus)))
        yield index


def reached(index: Index, over: str) -> float:
    return sets.quality(sets.queries(over, "test"), ranking(index))["all"]


def test_the_sample_newspapers(sample: Index) -> None:
    assert reached(sample, "sample") >= FLOORS["sample"]


@pytest.mark.corpus
@pytest.mark.slow
def test_reports_and_news(reports: Index) -> None:
    assert reached(reports, "corpus") >= FLOORS["corpus"]
