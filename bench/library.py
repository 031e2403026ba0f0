"""An index of the sample's articles, built once a run and asked by every bench of it."""

import atexit
import itertools
import shutil
import tempfile
from functools import cache
from pathlib import Path

from indexing import Index, Tokenizer, load_words, open_index
from scrapers.sample import articles

ARTICLES, BATCH = 100_000, 4_000
NAMES = {"ljrb": "岚江日报", "cpwb": "澄浦晚报", "hcrb": "禾川日报"}


@cache
def built(number: int = ARTICLES) -> tuple[Path, Index]:
    """The index and the folder it lies in, which goes with the process."""
    folder = Path(tempfile.mkdtemp(prefix="zongshu-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    index = open_index(folder, Tokenizer(load_words(())))
    atexit.register(index.close)
    return folder, filled(index, number)


def filled(index: Index, number: int) -> Index:
    """An index with its first generation, which holds so many of the sample's articles."""
    index.create()
    row = articles(number)
    while batch := list(itertools.islice(row, BATCH)):
        index.write(batch)
    return index
