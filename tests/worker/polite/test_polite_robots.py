"""robots.txt is asked for first, kept for a day for all processes, and obeyed (RFC 9309)."""

import pytest

from polite.conftest import Crawl
from polite.site import DAY

HOST, OTHER = "127.0.7.1", "127.0.7.2"
FIRST = f"/html/{DAY:%Y-%m/%d}/node_2.htm"


def reason(crawl: Crawl) -> str | None:
    issue = crawl.issue()
    return str(issue.reason["key"]) if issue.reason else None


def test_robots_come_first_and_once_a_day(crawl: Crawl) -> None:
    crawl.paper(HOST)
    crawl.plan()
    crawl.work()
    assert crawl.issue().outcome == "indexed"
    assert crawl.site.paths(HOST) == ["/robots.txt", FIRST, *(f"/html/2024-01/02/content_{n}.htm" for n in (1, 2, 3))]
    assert {asked.agent.partition("/")[0] for asked in crawl.site.log} == {"Mozilla"}
    crawl.kit.rules.clear()  # as another process
    crawl.plan(again=True)
    crawl.work()
    assert crawl.site.paths(HOST).count("/robots.txt") == 1
    crawl.forward(hours=25)
    crawl.plan(again=True)
    crawl.work()
    assert crawl.site.paths(HOST).count("/robots.txt") == 2


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("User-agent: *\nDisallow: /\n", "denied"),
        ("User-agent: zongshu\nDisallow: /html/\n\nUser-agent: *\nAllow: /\n", "denied"),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Zongshu\nAllow: /\n", "indexed"),
        ("User-agent: *\nDisallow: /\nAllow: /html/\n", "indexed"),
        ("User-agent: *\nDisallow: /*/node_*.htm$\n", "denied"),
        ("User-agent: *\nDisallow: /html/2023\n", "indexed"),
        ("User-agent: Baiduspider\nDisallow: /\n", "indexed"),
        ("\ufeffUSER-AGENT : *\r\ndisallow : /html # all of it\r\n", "denied"),
        ("", "indexed"),
        ("<html><body>404 页面不存在</body></html>", "indexed"),
        ("\x00\x01\x02" * 99, "indexed"),
        ("User-agent: *\nDisallow: /admin/\n" + "# padding\n" * 60_000 + "Disallow: /html/\n", "indexed"),
    ],
    ids=["all", "us", "but-us", "longest", "pattern", "elsewhere", "others", "loose", "empty", "page", "bytes", "long"],
)
def test_what_it_says_is_obeyed(crawl: Crawl, text: str, outcome: str) -> None:
    crawl.paper(HOST)
    crawl.site.say(HOST, "/robots.txt", text)
    crawl.plan()
    crawl.work()
    assert crawl.issue().outcome == outcome
    assert (crawl.site.paths(HOST) == ["/robots.txt"]) == (outcome == "denied")
    assert outcome == "indexed" or reason(crawl) == "robots_denied"


def test_an_article_it_forbids_is_a_gap_and_is_not_asked_for(crawl: Crawl) -> None:
    crawl.paper(HOST)
    crawl.site.say(HOST, "/robots.txt", "User-agent: *\nDisallow: /html/2024-01/02/content_2.htm\n")
    crawl.plan()
    crawl.work()
    assert (crawl.issue().outcome, crawl.issue().held) == ("indexed", "partial")
    assert "/html/2024-01/02/content_2.htm" not in crawl.site.paths(HOST)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_one_that_is_not_there_allows_everything(crawl: Crawl, status: int) -> None:
    crawl.paper(HOST)
    crawl.site.say(HOST, "/robots.txt", "User-agent: *\nDisallow: /\n", status)
    crawl.plan()
    crawl.work()
    assert crawl.issue().outcome == "indexed"


@pytest.mark.parametrize("status", [500, 502, 503])
def test_one_that_cannot_be_had_allows_nothing_for_now(crawl: Crawl, status: int) -> None:
    crawl.paper(HOST)
    crawl.site.say(HOST, "/robots.txt", status=status)
    crawl.plan()
    for _ in range(5):
        crawl.work()
        crawl.forward(minutes=1)
    assert (crawl.issue().outcome, reason(crawl)) == ("denied", "robots_unreachable")
    assert crawl.site.paths(HOST) == ["/robots.txt"] * 3
    crawl.site.say(HOST, "/robots.txt", "")
    crawl.forward(hours=2)
    crawl.plan()
    crawl.work()
    assert crawl.issue().outcome == "indexed"


def test_rules_known_before_hold_on_where_they_cannot_be_had_anew(crawl: Crawl) -> None:
    crawl.paper(HOST)
    crawl.site.say(HOST, "/robots.txt", "User-agent: *\nDisallow: /html/2024-01/02/content_2.htm\n")
    crawl.plan()
    crawl.work()
    crawl.site.say(HOST, "/robots.txt", status=503)
    crawl.forward(hours=25)
    crawl.plan(again=True)
    crawl.work()
    assert (crawl.issue().outcome, crawl.issue().attempt) == ("indexed", 2)
    assert "/html/2024-01/02/content_2.htm" not in crawl.site.paths(HOST)


def test_redirects_of_it_are_followed_five_times_at_the_pace_of_each_host(crawl: Crawl) -> None:
    crawl.paper(HOST)
    for number in range(5):
        at = "/robots.txt" if number == 0 else f"/r{number}"
        crawl.site.say(HOST, at, status=301, Location=f"/r{number + 1}")
    crawl.site.say(HOST, "/r5", "User-agent: *\nDisallow: /\n")
    crawl.plan()
    assert [crawl.turn() for _ in range(7)] == [1, 1, 1, 1, 1, 1, 0]
    assert crawl.issue().outcome == "denied"


def test_a_sixth_redirect_of_it_means_there_is_none(crawl: Crawl) -> None:
    crawl.paper(HOST)
    crawl.site.say(HOST, "/robots.txt", status=302, Location="/robots.txt")
    crawl.plan()
    crawl.work()
    assert crawl.issue().outcome == "indexed"
    assert crawl.site.paths(HOST).count("/robots.txt") == 6


def test_one_on_another_host_takes_that_hosts_slot(crawl: Crawl) -> None:
    crawl.paper(HOST)
    crawl.site.say(HOST, "/robots.txt", status=301, Location=f"http://{OTHER}:{crawl.site.port}/shared.txt")
    crawl.site.say(OTHER, "/shared.txt", "User-agent: *\nDisallow: /\n")
    crawl.plan()
    crawl.work()
    assert crawl.issue().outcome == "denied"
    assert crawl.site.paths(OTHER) == ["/shared.txt"]


def test_a_redirect_of_it_to_a_closed_network_is_no_robots(crawl: Crawl) -> None:
    crawl.paper(HOST)
    crawl.site.say(HOST, "/robots.txt", status=301, Location="http://10.0.0.1/robots.txt")
    crawl.plan()
    crawl.work()
    assert crawl.issue().outcome == "indexed"


@pytest.mark.parametrize("line", ["Crawl-delay: 90", "Request-rate: 2/3m"])
def test_the_delay_it_names_is_the_slot(crawl: Crawl, line: str) -> None:
    crawl.paper(HOST)
    crawl.site.say(HOST, "/robots.txt", f"User-agent: *\n{line}\n")
    crawl.plan()
    assert crawl.turn() == 1
    for _ in range(4):
        assert crawl.turn() == 0
        crawl.forward(seconds=89)
        assert crawl.turn() == 0
        crawl.forward(seconds=1)
        assert crawl.turn() == 1
    crawl.work()
    assert crawl.issue().outcome == "indexed"
