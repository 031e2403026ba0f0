"""Web archives: issues as a crawl would give them, other pages one by one, and damage that costs only itself."""

import datetime as dt
import gzip
from dataclasses import replace

import pytest
from givenfiles import saved_issue, warc

from articles.errors import Unreadable
from scrapers import FetchedPage, papers, read_dropped, read_issue
from scrapers.platforms import platforms

DAY = dt.date(2023, 1, 17)
PAPERS = papers()
ISSUE = saved_issue("ljrb", DAY)
WORDS = "这里是正文的一段，说的是一件发生在澄浦的小事，有头有尾。" * 4
PAGE = "text/html; charset=utf-8", f"<html><title>澄浦小事</title><body><div><p>{WORDS}</p></div></body></html>".encode()


def read(payload, known=PAPERS, name="a.warc.gz"):
    said = []
    return read_dropped(name, payload, papers=known, trouble=said.append), said


def crawled():
    """What a crawl of the issue gives."""
    reader = platforms()[PAPERS["ljrb"].layout(DAY).platform]
    pages = []
    for order, (address, (_, payload)) in enumerate(ISSUE.items()):
        role = reader.recognise(payload.decode())
        pages.append(FetchedPage(address, role, payload.decode(), "0" * 64, None, order + (0 if role == "layout" else 10**6)))
    return read_issue(PAPERS["ljrb"], DAY, pages)


@pytest.mark.parametrize("zipped", [True, False])
def test_an_issue_of_a_paper_we_know_is_read_as_a_crawl_reads_it(zipped):
    articles, said = read(warc(ISSUE, zipped=zipped), name="a.dat" if zipped else "a.warc")
    assert said == []
    truth = crawled()
    assert len(truth) > 8
    recorded = ("recorded_2023-02-01",)
    assert [replace(one, source=replace(one.source, digest="0" * 64)) for one in articles] == [
        replace(one, flags=(*one.flags, *recorded)) for one in truth
    ]
    assert all("recorded_2023-02-01" in one.flags for one in articles)
    assert {one.source.address for one in articles} <= set(ISSUE)


def test_an_issue_of_a_paper_nobody_knows_is_a_whole_issue_under_the_file_s_ids():
    payload = warc(ISSUE)
    articles, _ = read(payload, {})
    truth = crawled()
    assert [(one.title, one.text, one.page, one.date) for one in articles] == [(one.title, one.text, one.page, one.date) for one in truth]
    assert {one.paper for one in articles} == {"files"}
    assert [one.id.rpartition("-")[2] for one in articles] == [str(at) for at in range(1, len(truth) + 1)]


def test_other_pages_are_articles_of_their_own_with_their_addresses():
    pages = {
        "http://a.example/1": PAGE,
        "http://a.example/a.css": ("text/css", b"p {}"),
        "http://a.example/a.png": ("image/png", b"\x89PNG"),
        "http://a.example/robots.txt": ("text/plain", b"User-agent: *"),
        "http://a.example/2": ("text/plain", "澄浦市政协工作综述\n\n一年来，立案286件。".encode("gb18030")),
        "http://a.example/3": ("text/html", b"<html><title>404 Not Found</title><body>404</body></html>"),
    }
    articles, said = read(warc(pages))
    assert [(one.title, one.source.address) for one in articles] == [
        ("澄浦小事", "http://a.example/1"),
        ("澄浦市政协工作综述", "http://a.example/2"),
    ]
    assert (articles[0].date, said) == (None, [])
    assert [one.id.rpartition("-")[2] for one in articles] == ["1", "2"]


def test_what_is_whole_before_a_damage_is_read_and_the_damage_said():
    payload = warc({f"http://a.example/{n}": PAGE for n in range(3)})
    articles, [error] = read(payload[:-400])
    assert (len(articles), error.key, error.facts["pages"]) == (2, "web_damaged", 2)
    flat = warc({f"http://a.example/{n}": PAGE for n in range(3)}, zipped=False)
    articles, [error] = read(flat[: -len(PAGE[1]) // 2], name="a.warc")
    assert (len(articles), error.key) == (2, "web_damaged")


def test_one_member_for_all_is_read_too():
    articles, _ = read(gzip.compress(warc({f"http://a.example/{n}": PAGE for n in range(3)}, zipped=False)))
    assert len(articles) == 3


@pytest.mark.parametrize(
    ("payload", "key"),
    [
        (warc({"http://a.example/": PAGE}, status="404 Not Found"), "web_nothing"),
        (b"WARC/1.0\r\n\r\n", "web_damaged"),
        (b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999\r\n\r\nHTTP/1.1 200 OK\r\n\r\nx", "web_damaged"),
        (gzip.compress(b"WARC/1.0\r\n" + b"\0" * (450 * 2**20), 1), "web_large"),
    ],
)
def test_what_is_hostile_ends_by_name(payload, key):
    with pytest.raises(Unreadable) as caught:
        read(payload)
    assert caught.value.key in (key, "web_nothing")
    assert caught.value.message("zh") != caught.value.message("en")
