"""Bad news said well: what comes with a 200 and is no page, in place of a first page, of another page, and of an article."""

import datetime as dt
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from articles.errors import told
from scrapers.sample import Fault, respond
from steps.conftest import World, article_path, days, page_path

DAY = days()[0]
SOFT = "<html><head><title>404 Not Found</title></head><body><h1>抱歉，您访问的页面不存在</h1><a href='/'>返回首页</a></body></html>"
SHELL = "<!DOCTYPE html><title>数字报</title><body><div id='app'></div><script src='/static/app.4f1c.js'></script></body></html>"
FOREIGN = "<html><body><p>" + "<a href='/about'>关于我们</a>" * 40 + "</p></body></html>"
INSTEAD = {"soft 404": SOFT, "shell": SHELL, "foreign": FOREIGN, "blank": "<html><body> <br> </body></html>", "empty": "", "picture": None}


def _instead(name: str) -> Fault:
    body = INSTEAD[name]
    if body is None:
        return Fault("instead", body=b"\x89PNG\r\n\x1a\n" + bytes(400), media="image/png")
    return Fault("instead", body=body.encode())


@pytest.mark.parametrize(
    ("name", "outcome", "key"),
    [
        ("soft 404", "no_issue", "page_says_gone"),
        ("shell", "layout_unknown", "page_scripted"),
        ("foreign", "layout_unknown", "layout_unknown"),
        ("blank", "failed", "layout_blank"),
        ("empty", "failed", "layout_blank"),
        ("picture", "failed", "decode_not_text"),
    ],
)
def test_a_first_page_that_is_none(world: Callable[..., World], name: str, outcome: str, key: str) -> None:
    here = world({page_path("ljrb", DAY): _instead(name)})
    issue = here.crawl("ljrb", DAY)
    assert (issue.outcome, issue.articles, issue.held) == (outcome, 0, "none")
    assert issue.reason is not None
    assert issue.reason["key"] == key
    assert told(issue.reason, "zh") != told(issue.reason, "en")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("soft 404", "page_says_gone"),
        ("shell", "page_scripted"),
        ("blank", "page_blank"),
        ("empty", "page_blank"),
        ("picture", "decode_not_text"),
    ],
)
def test_an_article_that_is_none_is_missing_and_asked_for_again(world: Callable[..., World], name: str, key: str) -> None:
    path = article_path("ljrb", DAY, 0, 1)
    faults = {path: _instead(name)}
    here = world(faults)
    issue = here.crawl("ljrb", DAY)
    assert (issue.outcome, issue.held, issue.articles_held) == ("indexed", "partial", issue.articles_due - 1)
    [gap] = here.kit.ledger.reports.gaps(issue.key)
    assert (gap.state, gap.late, (gap.reason or {})["key"]) == ("due", True, key)
    del faults[path]
    here.clock.forward(hours=7)
    here.work()
    issue = here.issue("ljrb", DAY)
    assert (issue.outcome, issue.held) == ("indexed", "whole")


def test_an_article_in_whose_place_the_site_shows_its_newest_issue_is_missing(world: Callable[..., World]) -> None:
    here = world({article_path("ljrb", DAY, 0, 1): Fault("newest")})
    issue = here.crawl("ljrb", DAY)
    assert (issue.outcome, issue.held) == ("indexed", "partial")
    [gap] = here.kit.ledger.reports.gaps(issue.key)
    assert (gap.reason or {})["key"] == "article_lists"


def test_a_page_of_no_known_markup_that_holds_something_is_kept(world: Callable[..., World]) -> None:
    """A site that changed its articles: they are held, and read again when somebody knows them."""
    here = world({article_path("ljrb", DAY, 0, 1): _instead("foreign")})
    issue = here.crawl("ljrb", DAY)
    assert (issue.outcome, issue.held) == ("indexed", "whole")
    assert (issue.reason or {})["key"] == "article_unknown"


def test_what_is_held_stays_when_the_source_turns_bad(world: Callable[..., World]) -> None:
    faults: dict[str, Fault] = {}
    here = world(faults)
    before = here.crawl("ljrb", DAY)
    faults[article_path("ljrb", DAY, 0, 1)] = _instead("soft 404")
    here.clock.forward(hours=1)
    again = here.crawl("ljrb", DAY, again=True)
    assert (again.outcome, again.articles) == ("indexed", before.articles)


def test_an_entry_that_says_nothing_is_told(world: Callable[..., World]) -> None:
    """An issue that is gone, and a site whose entry is a shell: the layout is unknown, not the issue missing."""
    here = world({page_path("ljrb", DAY): _instead("soft 404"), "/ljrb/pc/layout/index.html": _instead("shell")})
    issue = here.crawl("ljrb", DAY)
    assert (issue.outcome, (issue.reason or {})["key"]) == ("layout_unknown", "page_scripted")
    assert here.crawl("ljrb", dt.date(2025, 3, 1)).outcome == "not_yet"


@pytest.mark.parametrize(("name", "key"), [("soft 404", "page_says_gone"), ("shell", "page_scripted"), ("empty", "page_blank")])
def test_a_page_in_a_pdf_s_place_is_not_kept(world: Callable[..., World], name: str, key: str) -> None:
    address = urlsplit(page_path("ljrb", DAY))
    text = respond("epaper.lanjiang.example", address.path).body.decode()
    found = re.search(r"attachement/[^\"]+\.pdf", text)
    assert found
    here = world({f"/ljrb/pc/{found[0]}": _instead(name)}, archive={"pdfs": True})
    issue = here.crawl("ljrb", DAY)
    assert (issue.outcome, issue.reason) == ("indexed", None)
    held = {one.address: one for one in here.kit.ledger.issues.addresses(issue.key) if one.role == "pdf"}
    [gap] = [one for place, one in held.items() if place.endswith(found[0])]
    assert (gap.state, gap.file, (gap.reason or {})["key"]) == ("due", None, key)
