"""Known-item search (bench known_item) on both engines: the level reached is a floor, and both reach the same."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bench import known_item
from indexing import ElasticsearchOptions, Index, Tokenizer, open_index

pytestmark = [pytest.mark.corpus, pytest.mark.slow]

#: MRR@10 reached on 2026-11-25; never lowered.
FLOORS = {"fragments": 1.0, "keywords": 1.0, "numbers": 1.0}


@pytest.fixture(scope="module")
def texts(corpus: Path) -> Sequence[str]:
    return known_item.documents(corpus)


@pytest.fixture(scope="module")
def indices(
    texts: Sequence[str], tokenizer: Tokenizer, elasticsearch_server: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Index]]:
    options = ElasticsearchOptions.of(elasticsearch_server.url, prefix=f"test-{uuid.uuid4().hex[:12]}")
    with closing(open_index(tmp_path_factory.mktemp("known"), tokenizer)) as one, closing(open_index(options, tokenizer)) as other:
        yield [known_item.filled(index, texts) for index in (one, other)]
        names = other.generations.names()
        other.generations.connection.client.indices.delete(index=[f"{options.prefix}-{name}" for name in names])


def test_pieces_are_the_whole_text() -> None:
    text = "一二三四。" * 250
    assert "".join(known_item.pieces(text)) == text
    assert all(len(piece) >= known_item.SHORTEST for piece in known_item.pieces(text))


def test_both_engines_find_what_is_known_and_alike(indices: Sequence[Index], texts: Sequence[str], tokenizer: Tokenizer) -> None:
    contents, asked = known_item.Contents(texts, tokenizer), known_item.queries(texts, tokenizer)
    one, other = (known_item.measured(index, contents, asked) for index in indices)
    assert one == other
    assert all(one[kind] >= floor for kind, floor in FLOORS.items()), one
