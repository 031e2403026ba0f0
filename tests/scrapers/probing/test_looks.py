"""What a page looks like: every sample is looked through by its family first, and what is nobody's by none."""

import datetime as dt
import json

import pytest

from scrapers.platforms import platform, platforms
from scrapers.platforms.column.guess import guess
from scrapers.probing import looked, looks, traces
from scrapers.probing.placed import day_in, placed
from scrapers.samples import is_layout, page_samples, sample_address

DAY = dt.date(2023, 1, 5)
PAGES = [pytest.param(reader, file, id=file.name) for reader in platforms().values() for file in page_samples(reader)]


@pytest.mark.parametrize(("reader", "file"), PAGES)
def test_a_sample_looks_like_its_own_family_most(reader, file):
    """Those before it, if any, are siblings that are as sure."""
    text = file.read_text("utf-8")
    found = looks(text, sample_address(reader, file))
    own = next(look for look in found if look.platform == reader.name)
    assert own.role == ("layout" if is_layout(file) else "article")
    family = reader.name.partition(".")[0]
    assert {look.platform.partition(".")[0] for look in found} == {family}
    assert own.surety >= 0.8 * found[0].surety
    golden = json.loads(file.with_suffix(".json").read_text("utf-8"))["read"]
    assert ("title" in own.has) == bool(golden.get("title"))


@pytest.mark.parametrize("reader", platforms().values(), ids=platforms())
@pytest.mark.parametrize("prefix", ["https://paper.example/", "http://paper.example:8080/tsrb/pc/"])
def test_a_page_is_placed_by_the_family_that_builds_its_address(reader, prefix):
    if reader.name == "column":
        return
    address = reader.layout_address(prefix, DAY, getattr(reader, "list_node", "A01"))
    found = placed(reader, address, DAY)
    assert found is not None
    assert (reader.layout_address(found.prefix, DAY, found.node), found.prefix) == (address, prefix)
    assert "YYYY" in found.form
    assert placed(reader, address, dt.date(2023, 1, 6)) is None
    assert placed(reader, "http://paper.example/about.html", DAY) is None
    assert day_in(address) == DAY


@pytest.mark.parametrize("text", ["", "{}", "<p>文</p>", "<html><title>首页</title><a href=/a.html>甲</a></html>", "\0\x01", "<" * 4000])
def test_what_is_nobodys_looks_like_nothing(text):
    assert looks(text, "http://h/") == ()
    assert traces(text) == ()


def test_what_a_large_page_looks_like_is_told_by_a_child():
    rows = "".join(f"<li><a href='2023/01/05/{number}.html'>一篇稿件的标题</a></li>" for number in range(1600))
    text = f"<html><body><ul>{rows}</ul></body></html>"
    assert looked(text, "http://h/") == looks(text, "http://h/") != ()


def test_links_of_a_form_are_told_though_nothing_takes_the_page():
    found = traces("<a href=/x/node_2.htm>a</a><a href=/x/content_77.htm>b</a><a href=/x/content_78.htm>c</a>")
    assert next((trace.pages, trace.articles) for trace in found) == (1, 2)
    assert found[0].platform.startswith("founder.")


@pytest.mark.parametrize(
    ("hrefs", "pattern"),
    [
        (["yw/202301/t20230105_118.html", "yw/202212/t20221230_99.html"], r"yw/\d{6}/t\d{8}_\d+\.html"),
        (["n1/2023/0105/c1-32.html", "n1/2023/0104/c1-99.html"], r"n\d+/\d{4}/\d{4}/c\d+\-\d+\.html"),
        (["2023-01/05/content_7.htm", "2023-01/04/content_123.htm"], r"\d{4}\-\d+/\d+/content_\d+\.htm"),
    ],
)
def test_what_addresses_have_in_common(hrefs, pattern):
    rows = "".join(f"<li><a href='/{href}'>一篇稿件的标题{place}</a> 2023-01-05</li>" for place, href in enumerate(hrefs))
    found = guess(f"<ul>{rows}</ul><a href='list_2.html'>下一页</a>", "https://h.example/yw/list.html")
    assert (found.articles, found.lists, found.second) == (pattern, ("yw/list{page}.html",), 2)
    assert all(platform("column", found).column.is_article(f"https://h.example/{href}") for href in hrefs)
