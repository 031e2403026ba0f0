"""What the tests of indexing share: one tokenizer, articles made from a few words, an index in a folder of its own."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from articles.model import Article, Page, Paragraph, Source
from indexing import Index, Tokenizer, load_words, open_index

Make = Callable[..., Article]


@pytest.fixture(scope="session")
def tokenizer() -> Tokenizer:
    return Tokenizer(load_words(()))


@pytest.fixture(scope="session")
def make() -> Make:
    blank = Article(
        id="ljrb-20200102-1",
        revision=1,
        paper="ljrb",
        date=dt.date(2020, 1, 2),
        page=Page("01", "要闻"),
        kicker=None,
        title=None,
        subtitle=None,
        bylines=(),
        dateline=None,
        text="",
        paragraphs=(),
        kind="news",
        organ=None,
        place=None,
        period=None,
        figures=(),
        repairs=(),
        flags=(),
        cluster=None,
        source=Source("http://epaper.lanjiang.example/1", "0" * 64),
    )

    def made(id_: str = blank.id, text: str = "政协委员", **fields: object) -> Article:
        paragraphs = fields.pop("paragraphs", (Paragraph(text, 0, len(text)),))
        return replace(blank, id=id_, text=text, paragraphs=paragraphs, **fields)

    return made


@pytest.fixture
def index(tmp_path: Path, tokenizer: Tokenizer) -> Iterator[Index]:
    index = open_index(tmp_path / "index", tokenizer)
    yield index
    index.close()
