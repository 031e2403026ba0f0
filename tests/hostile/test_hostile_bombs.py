"""Bombs end by name, within bounds of time and memory that are the reader's own; the process that asked keeps its memory."""

import resource
import time
import zlib
from pathlib import Path

import pytest

from articles.errors import DamagedArchive, ReadError, ZongshuError
from scrapers import child, read_dropped
from scrapers.child import Limits
from scrapers.facsimile.drawing import draw
from storage import ArticleFiles, files
from tests.fuzz.target import worded
from tests.hostile.bombs import FILES, MEGABYTE, forms, packed, picture

#: What a child gets here: less than it usually has, so that the test is quick.
QUICK = Limits(seconds=6.0, megabytes=500)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every child within the small bounds."""
    own = child.Task.run

    def run(task: child.Task[object], name: str, *arguments: str | bytes, limits: Limits) -> object:
        return own(task, name, *arguments, limits=Limits(min(QUICK.seconds, limits.seconds), QUICK.megabytes, limits.answer))

    monkeypatch.setattr(child.Task, "run", run)


def ended(name: str, payload: bytes) -> str:
    """The key of the error, or `read`."""
    try:
        return "read" if read_dropped(name, payload) else "nothing"
    except ZongshuError as error:
        return worded(error).key


@pytest.mark.parametrize("bomb", FILES)
def test_a_bomb_ends_by_name(bomb: str) -> None:
    name, made, keys = FILES[bomb]
    payload = made()
    assert len(payload) < 5 * MEGABYTE
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    assert ended(name, payload) in keys
    assert time.monotonic() - began < QUICK.seconds + 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024


@pytest.mark.parametrize("made", [picture, forms])
def test_a_bomb_that_is_drawn_ends_by_name(made) -> None:
    try:
        drawn = draw(made(), "a.pdf", 1, ())
    except ReadError as error:
        key = error.key
    else:
        key = "drawn" if drawn.width * drawn.height <= 8_000_000 else "too large"
    assert key in ("drawn", "picture_time", "picture_memory", "pdf_damaged", "picture_damaged")


def test_an_article_file_that_grows_is_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 20 * MEGABYTE)
    held = ArticleFiles(tmp_path)
    path = held.path("ljrb-20200102")
    path.parent.mkdir(parents=True)
    path.write_bytes(packed(b"\n" * MEGABYTE, 40, 31))
    with pytest.raises(DamagedArchive) as caught:
        held.read("ljrb-20200102")
    assert "20971520" in str(caught.value.facts["why"])
    for torn in (zlib.compress(b"{}\n", wbits=31)[:-3], zlib.compress(b"{}\n", wbits=31) + b"x"):
        path.write_bytes(torn)
        with pytest.raises(DamagedArchive):
            held.digest("ljrb-20200102")
