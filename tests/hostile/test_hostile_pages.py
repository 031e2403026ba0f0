"""Hostile pages through every way a page is read: an article, or a named error, within the bounds of a child; plain pages stay here.

`ZONGSHU_TEST_HOSTILE_SIZE=1000000 ./run tests tests/hostile/test_hostile_pages.py` makes them larger.
"""

import multiprocessing
import os
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from articles.decode import decode
from articles.errors import PageError, ReadError, ZongshuError
from hostile.markup import PAGES, list_of, within
from scrapers import bounded, page_text, platforms, read_dropped
from scrapers.bounds import LARGEST, LIMITS, measured
from scrapers.platforms.markup import LIMIT, is_plain
from scrapers.samples import page_samples

AT = "http://a.example/pc/content/202301/05/content_1.html"
#: What a page takes in a child beside its own limit: a start, and a busy machine.
SLACK = 20.0
SIZE = int(os.environ.get("ZONGSHU_TEST_HOSTILE_SIZE", "50000"))


def _error(read: Callable[..., object], *arguments: str) -> ZongshuError | None:
    try:
        read(*arguments)
    except ZongshuError as error:
        return error
    return None


def _ended(read: Callable[..., object], *arguments: str) -> str:
    """How a reading ends: `read`, or the key of its named error."""
    began = time.monotonic()
    error = _error(read, *arguments)
    assert time.monotonic() - began < LIMITS.seconds + SLACK
    if error is None:
        return "read"
    assert isinstance(error, PageError | ReadError)
    assert error.message("zh") != error.message("en")
    return error.key


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_page_ends_by_name(name: str) -> None:
    page = PAGES[name](SIZE)
    reader = bounded(("founder.rmrb", "founder.classic")[len(name) % 2])
    faults = {"read", "layout_blank", "layout_too_deep", "page_time", "page_memory"}
    for text in (page, within(page)):
        assert _ended(reader.read_article, text, AT) in faults | {"article_unknown", "article_long", "article_head_long"}
    assert _ended(reader.read_layout, list_of(page), AT.replace("content", "layout", 1)) in faults | {"layout_unknown", "layout_empty"}
    assert _ended(reader.forward, page, AT) in faults
    assert _ended(reader.unlike, page, AT) in faults


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_page_of_a_column_ends_by_name(name: str) -> None:
    page = PAGES[name](SIZE)
    reader = bounded("column")
    faults = {"read", "layout_blank", "layout_too_deep", "page_time", "page_memory"}
    assert _ended(reader.read_article, page, AT) in faults | {"column_no_text", "article_long", "article_head_long"}
    assert _ended(reader.read_layout, page, AT) in faults | {"column_no_list"}
    assert _ended(reader.recognise, page) in faults


def _with_text(name: str, text: str) -> None:
    [article] = read_dropped(name, text.encode())
    assert article.text.strip() or article.title


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_file_ends_by_name(name: str) -> None:
    for ending in ("html", "txt"):
        ended = _ended(_with_text, f"a.{ending}", PAGES[name](SIZE))
        empty = {"dropped_empty", "dropped_layout", "layout_blank"}
        assert ended in empty | {"read", "layout_too_deep", "article_head_long", "article_long", "file_time", "file_memory"}


def test_the_reference_s_cases() -> None:
    """20 MB flat, 100,000 nested tags, `<a ` × 20,000 (35 s in html.parser)."""
    reader = bounded("founder.rmrb")
    with pytest.raises(ReadError) as caught:
        page_text(b"<p>x</p>" * 2_500_000, None, AT)
    assert caught.value.key == "page_too_large"
    assert caught.value.facts["limit"] == LARGEST
    assert _ended(reader.read_article, "<p>x</p>" * 2_500_000, AT) == "layout_too_large"
    assert _ended(reader.read_article, "<div>" * 100_000 + "深", AT) == "layout_too_deep"
    assert _ended(reader.read_article, "<a " * 20_000, AT) in ("layout_blank", "article_unknown")
    assert _ended(reader.read_layout, "稿" * (LIMIT + 1), AT) == "layout_too_large"


def _padded(text: str) -> str:
    """A page with comments at its end, a reply with a field nobody reads: more than is read in this process."""
    comments = "<!-- -->" * 3_100
    return f'{text.rstrip()[:-1]}, "padding": "{comments}"}}' if text.startswith("{") else text + comments


def test_plain_pages_are_read_here_and_the_child_reads_the_same() -> None:
    """Every sample is plain; padded until it is not, it gives the same through a child (a few of them)."""
    assert all(is_plain(decode(file.read_bytes()).text) for reader in platforms().values() for file in page_samples(reader))
    children = len(multiprocessing.active_children())
    for reader in list(platforms().values())[::4]:
        here = bounded(reader.name)
        for file in list(page_samples(reader))[:1]:
            text = decode(file.read_bytes()).text
            padded = _padded(text)
            assert not is_plain(padded)
            for read in ("read_layout", "read_article"):
                try:
                    direct = getattr(reader, read)(text, AT)
                except ZongshuError as error:
                    with pytest.raises(type(error)):
                        getattr(here, read)(padded, AT)
                else:
                    assert getattr(here, read)(text, AT) == direct
                    assert getattr(here, read)(padded, AT) == direct
            assert here.recognise(padded) == reader.recognise(text)
            assert here.forward(padded, AT) == reader.forward(text, AT)
    assert len(multiprocessing.active_children()) == children


def test_an_issue_of_nothing_but_traps_ends() -> None:
    """The children of one issue share their patience."""
    reader = bounded("founder.classic")
    reader.left = 0.0
    assert _ended(reader.read_article, PAGES["tables in tables"](300_000), AT) == "page_time"
    assert _ended(reader.read_article, "<p>plain</p>", AT) == "article_unknown"


def test_what_an_article_gives_is_bounded() -> None:
    read = platforms()["founder.rmrb"].read_article(within("<p>正文</p>"), AT)
    assert measured(read, AT) == read
    for changed in ({"title": "题" * 3000}, {"author": "记" * 3000}):
        with pytest.raises(ReadError) as caught:
            measured(replace(read, **changed), AT)
        assert caught.value.key == "article_head_long"


CHARSETS = {
    "utf-8 said to be gb2312": ("utf-8", "gb2312"), "gb18030 said to be utf-8": ("gb18030", "utf-8"),
    "gbk said to be big5": ("gbk", "big5"),
    "gb18030 said to be gb2312": ("gb18030", "gb2312"), "big5 said to be utf-8": ("big5hkscs", "utf-8"),
    "utf-16 said to be utf-8": ("utf-16", "utf-8"), "utf-8 said to be latin": ("utf-8", "iso-8859-1"),
    "gb18030 said to be latin": ("gb18030", "iso-8859-1"), "utf-8 with a mark said to be gbk": ("utf-8-sig", "gbk"),
    "gb18030 said to be nothing known": ("gb18030", "x-klingon"), "gb18030 said to be shift_jis": ("gb18030", "shift_jis"),
    "utf-8 said to be utf-16": ("utf-8", "utf-16"),
}  # fmt: skip
TEXTS = {"big5hkscs": "市政協全年召開全體會議一次，提交提案三百一十二件，立案二百八十六件。"}
TEXT = "市政协全年召开全体会议一次，提交提案三百一十二件，立案二百八十六件。"


@pytest.mark.parametrize("name", CHARSETS)
def test_a_lying_charset_is_seen_through(name: str) -> None:
    encoding, label = CHARSETS[name]
    text = TEXTS.get(encoding, TEXT) * 3
    page = f"<html><head><meta charset={label}></head><body><p>{text}</p></body></html>".encode(encoding)
    for header in (None, f"text/html; charset={label}", "text/html; charset=" + " " * 60_000 + "!"):
        assert text in page_text(page, header, AT).text
    assert text in page_text(page.replace(b"<meta ", b"<meta <meta charset=" + b" " * 3000 + b"! "), None, AT).text
