"""What is acknowledged is on the disk: every file is flushed before it gets its name, every name before its maker returns."""

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from indexing import Tokenizer, open_index
from scrapers.sample import articles
from storage import Archive, ArticleFiles, Response, archive_name
from storage.ledger import Ledger

NOW = dt.datetime(2025, 3, 1, tzinfo=dt.UTC)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What was flushed and renamed, in order: `fsync` of a file or folder, `rename` to a name."""
    found: list[tuple[str, str]] = []
    fsync, rename, replace_ = os.fsync, os.rename, os.replace

    def flushed(handle: int) -> None:
        fsync(handle)
        found.append(("fsync", str(Path(f"/proc/self/fd/{handle}").readlink())))

    def renamed(move: Callable[[object, object], None]) -> Callable[[object, object], None]:
        def moved(source: object, target: object) -> None:
            assert ("fsync", str(source)) in found or str(target).endswith((".warc.gz", ".part")), source
            move(source, target)
            found.append(("rename", str(target)))

        return moved

    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(os, "rename", renamed(rename))
    monkeypatch.setattr(os, "replace", renamed(replace_))
    return found


def _settled(calls: list[tuple[str, str]], name: Path) -> bool:
    """Whether a name is on the disk: its folder was flushed behind the rename."""
    return ("fsync", str(name.parent)) in calls[calls.index(("rename", str(name))) :]


def test_archive(calls: list[tuple[str, str]], tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    name = archive_name("files", None, 1, "files-0123456789ab")
    with archive.locked(name):
        archive.append("files", None, 1, "files-0123456789ab", Response.dropped("a.txt", b"text", NOW), 0)
        assert [path for what, path in calls if what == "fsync"][-2:] == [f"{tmp_path / name}.part", str((tmp_path / name).parent)]
        archive.settle(name)
    assert _settled(calls, tmp_path / name)


def test_article_file(calls: list[tuple[str, str]], tmp_path: Path) -> None:
    files = ArticleFiles(tmp_path)
    files.write("ljrb-20200102", list(articles(2)))
    assert _settled(calls, files.path("ljrb-20200102"))


def test_commit_of_the_index_and_pointer(calls: list[tuple[str, str]], tmp_path: Path) -> None:
    index = open_index(tmp_path, Tokenizer({}))
    name = index.create()
    assert _settled(calls, tmp_path / "live")
    some = list(islice(articles(3), 3))
    for change in (some, [replace(some[0], organ="联席会")]):
        calls.clear()
        index.write(change)
        assert calls[-1] == ("fsync", str(tmp_path / name))
    index.close()


@pytest.mark.usefixtures("as_shipped")
def test_ledger(tmp_path: Path) -> None:
    with Ledger(f"sqlite:///{tmp_path}/ledger.sqlite3") as ledger:
        modes = []
        for durable in (False, True):
            with ledger.database.write(durable=durable) as connection:
                modes.append(connection.exec_driver_sql("PRAGMA synchronous").scalar())
    assert modes == [1, 2]  # NORMAL: no flush; FULL: one at each commit
