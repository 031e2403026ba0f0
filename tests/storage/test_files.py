import datetime as dt
import gzip
import multiprocessing
import os
import random
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from articles.errors import DamagedArchive, StorageFull, Unreadable
from articles.model import Article, Page, Paragraph, Source
from storage import ArticleFiles

KEY = "ljrb-20230105"


def article(number: int, text: str = "去年，全市经济增长。\u2028第二行") -> Article:
    return Article(
        id=f"{KEY}-{number}", revision=1, paper="ljrb", date=dt.date(2023, 1, 5), page=Page("03", "要闻"), kicker=None, title="工作报告",
        subtitle=None, bylines=(), dateline=None, text=text, paragraphs=(Paragraph(text, 0, len(text)),), kind="news", organ=None,
        place=None, period=None, figures=(), repairs=(), flags=(), cluster=None, source=Source("http://a.example/", "0" * 64),
    )  # fmt: skip


@pytest.fixture
def files(tmp_path) -> ArticleFiles:
    return ArticleFiles(tmp_path / "articles")


def left(files: ArticleFiles) -> list[str]:
    return sorted(path.name for path in files.root.rglob("*") if path.is_file() and path.name != ".lock")


def test_articles_come_back_equal_and_in_order(files):
    articles = [article(number) for number in (3, 1, 2)]
    digest = files.write(KEY, articles)
    assert files.read(KEY) == articles
    assert files.digest(KEY) == digest
    assert list(files.keys()) == [KEY]
    assert files.path(KEY) == files.root / "ljrb" / "2023" / f"{KEY}.jsonl.gz"
    assert left(files) == [f"{KEY}.jsonl.gz"]


def test_an_issue_without_articles_is_a_file_too(files):
    files.write(KEY, [])
    assert files.read(KEY) == []


def test_a_line_is_an_article_and_gzip_reads_it(files):
    files.write(KEY, [article(1), article(2)])
    with gzip.open(files.path(KEY), "rt", encoding="utf-8", newline="\n") as file:
        assert len(list(file)) == 2


def test_the_same_articles_make_the_same_bytes(files, tmp_path):
    other = ArticleFiles(tmp_path / "other")
    assert files.write(KEY, [article(1)]) == other.write(KEY, [article(1)])
    assert files.path(KEY).read_bytes() == other.path(KEY).read_bytes()


def test_unchanged_articles_do_not_touch_the_file(files):
    files.write(KEY, [article(1)])
    os.utime(files.path(KEY), (1, 1))
    before = files.path(KEY).stat()
    files.write(KEY, [article(1)])
    after = files.path(KEY).stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)
    assert files.write(KEY, [replace(article(1), title=None)]) == files.digest(KEY)
    assert files.path(KEY).stat().st_mtime > 1


def test_dropped_files_have_folders_of_their_own(files):
    key = "files-0123456789ab"
    files.write(key, [article(1)])
    files.write(KEY, [])
    assert files.path(key) == files.root / "files" / "01" / f"{key}.jsonl.gz"
    assert list(files.keys()) == [key, KEY]


@pytest.mark.parametrize(
    "key", ["", "ljrb", "ljrb-2023", "../x-20230105", "a/b-20230105", "files-012", "ljrb-20230105-1", "ljrb-20230105\n", "-20230105"]
)
def test_a_key_that_is_none_reaches_no_file(files, key):
    for ask in (files.path, files.read, files.delete, lambda key: files.write(key, [])):
        with pytest.raises(ValueError, match="key"):
            ask(key)


def test_a_torn_file_is_named_with_advice_and_written_anew(files):
    files.write(KEY, [article(number, "字" * number) for number in range(40)])
    path = files.path(KEY)
    whole = path.read_bytes()
    for size in (0, 1, 10, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:size])
        with pytest.raises(DamagedArchive) as caught:
            files.read(KEY)
        assert str(path) in caught.value.message("en")
        assert "zongshu reindex --reread" in caught.value.message("zh")
    files.write(KEY, [article(1)])
    assert files.read(KEY) == [article(1)]


def test_a_missing_file_is_named(files):
    with pytest.raises(DamagedArchive):
        files.read(KEY)


def test_a_line_of_another_shape_is_named(files):
    files.write(KEY, [])
    for line in (b"{}\n", b"no JSON\n", b'{"id": 1}\n'):
        files.path(KEY).write_bytes(gzip.compress(line))
        with pytest.raises(Unreadable) as caught:
            files.read(KEY)
        assert str(files.path(KEY)) in str(caught.value)


def test_delete_removes_and_forgives(files):
    files.delete(KEY)
    files.write(KEY, [article(1)])
    files.delete(KEY)
    files.delete(KEY)
    assert list(files.keys()) == []


def test_what_a_killed_writer_left_is_written_over(files):
    part = files.path(KEY).with_name(f".{KEY}.jsonl.gz.part")
    part.parent.mkdir(parents=True)
    part.write_bytes(b"half" * 9999)
    files.write(KEY, [article(1)])
    assert files.read(KEY) == [article(1)]
    assert left(files) == [f"{KEY}.jsonl.gz"]
    assert list(files.keys()) == [KEY]


def test_a_full_disk_leaves_what_was_there(small_disk):
    files = ArticleFiles(small_disk / "articles")
    files.write(KEY, [article(1)])
    large = "".join(map(chr, random.Random(1).choices(range(0x4E00, 0x9FA5), k=1_000_000)))
    with pytest.raises(StorageFull):
        files.write(KEY, [article(1, large)])
    assert files.read(KEY) == [article(1)]
    assert left(files) == [f"{KEY}.jsonl.gz"]


def _rewrite(root: Path, times: int) -> None:
    files = ArticleFiles(root)
    for number in range(times):
        files.write(KEY, [article(number + os.getpid())])


def test_many_writers_leave_one_whole_file(files):
    spawn = multiprocessing.get_context("spawn")
    workers = [
        spawn.Process(target=_rewrite, args=(files.root, 30)),
        *(threading.Thread(target=_rewrite, args=(files.root, 30)) for _ in range(2)),
    ]
    files.write(KEY, [])
    for worker in workers:
        worker.start()
    while any(worker.is_alive() for worker in workers):
        assert len(files.read(KEY)) <= 1
    for worker in workers:
        worker.join()
    assert len(files.read(KEY)) == 1
    assert left(files) == [f"{KEY}.jsonl.gz"]
