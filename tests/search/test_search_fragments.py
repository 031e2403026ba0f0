"""Rule 1: any window of six characters that holds two units and cuts no run finds its article as a quoted search."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from search_kit import Library, library

from articles.model import Article
from indexing import Request, Tokenizer, units
from indexing.engines.protocol import OneOf
from scrapers import read_dropped
from search.query import clause

WIDTH = 6


def windows(articles: Sequence[Article], number: int, seed: int) -> list[tuple[Article, str]]:
    """Windows at random places, quoted; those that hold one unit or cut a number or a Latin word are not meant."""
    dice = random.Random(seed)
    spans = {article.id: units(article.text) for article in articles}
    found = []
    while len(found) < number:
        article = dice.choice(articles)
        start = dice.randrange(max(1, len(article.text) - WIDTH + 1))
        end = start + WIDTH
        inside = [unit for unit in spans[article.id] if unit.start < end and unit.end > start]
        if len(inside) >= 2 and all(start <= unit.start and unit.end <= end for unit in inside):
            text = article.text[start:end].replace("\\", "\\\\").replace('"', '\\"')
            found.append((article, f'"{text}"'))
    return found


def missed(found: Library, number: int, seed: int) -> list[tuple[str, str]]:
    """The windows whose articles are not among the hits."""
    lost = []
    tokenizer = found.index.tokenizer
    for article, query in windows([one for one in found.articles if len(one.text) >= WIDTH], number, seed):
        request = Request(clause(found.search.tree(query), tokenizer, {}), OneOf("id", (article.id,)), limit=0)
        if found.index.ask(request).total != 1:
            lost.append((article.id, query))
    return lost


def test_the_sample(sample: Library) -> None:
    assert missed(sample, 1000, 11) == []


@pytest.mark.corpus
def test_reports_and_sample(corpus: Path, sample: Library, tmp_path: Path, tokenizer: Tokenizer) -> None:
    files = sorted((corpus / "reports").glob("*.txt")) + sorted((corpus / "seed").glob("*.txt"))
    reports = [article for file in files for article in read_dropped(file.name, file.read_bytes())]
    assert len(reports) == len(files) > 50
    with library(tmp_path, tokenizer, [*reports, *sample.articles[:100]]) as found:
        assert missed(found, 2000, 12) == []
