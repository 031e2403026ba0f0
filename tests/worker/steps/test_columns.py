"""Papers that are ordinary news columns are crawled end to end: by list pages, a feed, sitemaps; what is due is told by the day."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from articles.errors import remade
from scrapers.sample import Fault, columns
from steps.conftest import World, days
from worker.steps import fetch, plan_latest

HOST, PREFIX = columns.HOST, columns.PREFIX
PAPER = """
code = "ljxw"
name = "岚江新闻网"
place = "990000"
sample = true
loopback = true
first_issue = 2013-01-01
wait = 0.0
{more}
expect = {{ pages.min = 1, articles.min = 1, articles.max = 400 }}

[[layouts]]
from = 2013-01-01
platform = "column"
prefix = "http://{host}{prefix}"
first_page = "list"
source = "sample"
confidence = "seen"

[layouts.column]
lists = {lists}
articles = '(?:yaowen|wenhua)/\\d{{6}}/t\\d{{8}}_\\d+\\.html'
second = 1
most_pages = {most}
"""
BOTH = ["yaowen/index{page}.html", "wenhua/index{page}.html"]
DAY, OLD = days("ljrb", 2024)[1], days("ljrb", 2020)[1]


@pytest.fixture
def followed(world: Callable[..., World], tmp_path: Path) -> Callable[..., World]:
    def make(lists: list[str], most: int = 5, more: str = "", **settings: object) -> World:
        folder = tmp_path / "papers"
        folder.mkdir()
        (folder / "ljxw.toml").write_text(PAPER.format(host=HOST, prefix=PREFIX, lists=lists, most=most, more=more), "utf-8")
        return world(papers_folder=folder, **settings)

    return make


def of(day, *names):
    return {one.article.draft.title for name in names for one in columns.items(name) if one.date == day}


def read(here, issue):
    return here.kit.files.read(issue.key)


@pytest.mark.parametrize("lists", [BOTH, ["sitemap.xml"], ["sitemap-2024.xml"]], ids=["pages", "index", "sitemap"])
def test_a_day_is_what_the_lists_show_of_it(followed, lists):
    here = followed(lists)
    found = here.crawl("ljxw", DAY)
    assert (found.outcome, found.held, found.reason) == ("indexed", "whole", None)
    articles = read(here, found)
    assert {article.title for article in articles} == of(DAY, "yaowen", "wenhua")
    truth = {one.article.draft.title: one.article.draft for name in ("yaowen", "wenhua") for one in columns.items(name) if one.date == DAY}
    for article in articles:
        draft = truth[article.title]
        author = [draft.author] if draft.author else []
        assert article.text == "\n".join([*author, *(line.text for line in draft.lines)])
        assert (article.page, article.date, article.flags) == (None, DAY, ())
        assert article.id.startswith(f"ljxw-{DAY:%Y%m%d}-t{DAY:%Y%m%d}_")
    assert set(here.site.asked.values()) == {1}


def test_a_feed_gives_the_days_it_holds(followed):
    here = followed(["rss.xml"])
    found = here.crawl("ljxw", DAY)
    assert found.outcome == "indexed"
    assert {article.title for article in read(here, found)} == of(DAY, "yaowen")


def test_lists_are_followed_back_and_no_further_than_needed(followed):
    here = followed(["yaowen/index{page}.html"], most=20)
    found = here.crawl("ljxw", OLD)
    assert (found.outcome, found.held) == ("indexed", "whole")
    assert {article.title for article in read(here, found)} == of(OLD, "yaowen")
    pages = [path for path in here.site.asked if "/index" in path]
    assert 1 < len(pages) < 9
    assert set(here.site.asked.values()) == {1}


def test_days_share_the_lists_they_are_listed_on(followed):
    here = followed(["yaowen/index{page}.html"])
    both = days("ljrb", 2024)[1:3]
    here.crawl("ljxw", *both)
    for day in both:
        assert {article.title for article in read(here, here.issue("ljxw", day))} == of(day, "yaowen")
    assert set(here.site.asked.values()) == {1}
    here.clock.forward(hours=2)
    here.crawl("ljxw", both[0] - dt.timedelta(days=1))
    assert here.site.asked[f"{PREFIX}yaowen/index.html"] == 2


def test_a_day_between_days_has_no_issue_and_one_behind_the_lists_is_not_known(followed):
    here = followed(BOTH)
    free = DAY + dt.timedelta(days=1)
    assert free not in days("ljrb", 2024)
    none = here.crawl("ljxw", free)
    assert none.outcome == "no_issue"
    assert remade(none.reason).key == "column_none"
    unknown = here.crawl("ljxw", OLD + dt.timedelta(days=1))
    assert unknown.outcome == "failed"
    assert remade(unknown.reason).key == "column_lists_end"
    partly = here.crawl("ljxw", OLD)  # one of the lists reaches it
    assert (partly.outcome, partly.held) == ("indexed", "partial")
    assert {article.title for article in read(here, partly)} == of(OLD, "yaowen")


def test_a_day_the_only_list_does_not_reach_fails_or_is_older_than_the_site_keeps(followed):
    here = followed(["rss.xml"], more="archive_days = 3000")
    old, older = here.crawl("ljxw", OLD), here.crawl("ljxw", dt.date(2014, 5, 1))
    assert (old.outcome, older.outcome) == ("failed", "archive_limit")
    assert remade(old.reason).key == "column_not_reached"


def test_a_feed_that_ends_amid_a_day_says_so(followed):
    here = followed(["rss.xml"])
    last = columns.items("yaowen")[39].date
    found = here.crawl("ljxw", last)
    assert found.outcome == "indexed"
    assert remade(found.reason).key == "column_cut"


def test_today_is_waited_for(followed, clock):
    clock.now = dt.datetime.combine(DAY, dt.time(4), dt.UTC)
    here = followed(BOTH)
    assert here.crawl("ljxw", DAY).outcome == "not_yet"
    assert here.crawl("ljxw", DAY).reason["key"] == "column_day_open"
    clock.forward(days=1)
    assert here.crawl("ljxw", DAY).outcome == "indexed"


@pytest.mark.parametrize("lists", [BOTH, ["rss.xml"], ["sitemap-2024.xml"]])
def test_the_newest_day_is_that_of_the_newest_article(followed, lists):
    here = followed(lists)
    plan_latest(here.kit, "ljxw")
    for _ in range(4):
        fetch(here.kit, HOST)
    newest = columns.items("yaowen")[0].date if lists != ["sitemap-2024.xml"] else days("ljrb", 2024)[-1]
    assert here.kit.ledger.issues.newest("ljxw")[0] == newest


def test_an_article_that_prints_another_day_is_left_out_and_told(followed):
    one = next(item for item in columns.items("yaowen") if item.date == DAY)
    fault = Fault("edited", times=9, old=DAY.isoformat(), new="2023-12-31")
    here = followed(["yaowen/index{page}.html"], faults={one.path: fault})
    here.crawl("ljxw", DAY)
    here.clock.forward(hours=1)
    found = here.crawl("ljxw", DAY, again=True)
    assert remade(found.reason).key == "column_other_day"


def listing(*rows: str) -> bytes:
    return f"<html><body><ul>{''.join(rows)}</ul></body></html>".encode()


def endless(folder: str) -> dict[str, Fault]:
    """Pages without end, each of which lists articles of days to come in a folder, and itself."""
    rows = [f"<li><a href='{folder}/t20990101_{number}.html'>明天的消息第{number}条</a></li>" for number in range(9)]
    fault = Fault("instead", body=listing(*rows, "<li><a href='index.html'>本页 2024-01-21 首页</a></li>"))
    return {f"{PREFIX}yaowen/index{page}.html": fault for page in ("", *(f"_{n}" for n in range(1, 40)))}


def test_pages_without_end_are_followed_to_the_bound(followed):
    here = followed(["yaowen/index{page}.html"], most=4, faults=endless(f"{PREFIX}yaowen/209901"))
    assert here.crawl("ljxw", DAY).reason["key"] == "column_lists_end"
    assert sum("/index" in path for path in here.site.asked) == 4
    assert not any("t2099" in path for path in here.site.asked)
    plan_latest(here.kit, "ljxw")
    for _ in range(4):
        fetch(here.kit, HOST)
    assert here.kit.ledger.issues.newest("ljxw")[0] is None  # no day to come is the newest


@pytest.mark.parametrize("folder", ["http://www.other.example/news/yaowen/202401", "/news/other/202401", "//[::1/x"])
def test_links_elsewhere_are_no_articles(followed, folder):
    here = followed(["yaowen/index{page}.html"], faults=endless(folder))
    assert here.crawl("ljxw", DAY).outcome == "layout_unknown"
    assert sum("/index" in path for path in here.site.asked) == 1
