"""Redirects, waits, budgets and what hosts ask for: the ledger's lanes keep them all."""

import datetime as dt

import pytest

from polite.conftest import Crawl
from polite.site import DAY, article, layout
from worker.runner import resting
from worker.steps import plan

HOST, OTHER = "127.0.7.1", "127.0.7.2"
FOLDER = f"/html/{DAY:%Y-%m/%d}"
FIRST = f"{FOLDER}/node_2.htm"


def test_a_redirect_is_a_turn_of_its_own(crawl: Crawl) -> None:
    crawl.paper(HOST, "per_day = 100")
    crawl.site.say(HOST, f"{FOLDER}/content_2.htm", status=302, Location="/moved/2.htm")
    crawl.site.say(HOST, "/moved/2.htm", article("2"))
    crawl.plan()
    assert [crawl.turn() for _ in range(7)] == [1, 1, 1, 1, 1, 1, 0]
    crawl.work()
    assert (crawl.issue().outcome, crawl.issue().held, crawl.issue().articles) == ("indexed", "whole", 3)
    row = next(one for one in crawl.kit.ledger.issues.addresses(crawl.issue().key) if one.address.endswith("content_2.htm"))
    assert (row.at, row.redirects, row.host, row.state) == (None, 0, HOST, "kept")
    held = crawl.kit.archive.read(position(row))
    assert (held.address, held.final) == (row.address, f"http://{HOST}:{crawl.site.port}/moved/2.htm")


def position(row):
    from storage import Position

    return Position(row.file, row.offset, row.length)


def test_a_redirect_to_another_host_is_that_lanes(crawl: Crawl) -> None:
    crawl.paper(HOST)
    crawl.site.say(HOST, f"{FOLDER}/content_2.htm", status=302, Location=f"http://{OTHER}:{crawl.site.port}/2.htm")
    crawl.site.say(OTHER, "/2.htm", article("2"))
    crawl.plan()
    crawl.work()
    assert (crawl.issue().outcome, crawl.issue().held) == ("indexed", "whole")
    assert crawl.site.paths(OTHER) == ["/robots.txt", "/2.htm"]


def test_robots_hold_for_where_a_redirect_leads(crawl: Crawl) -> None:
    crawl.paper(HOST)
    crawl.site.say(HOST, f"{FOLDER}/content_2.htm", status=302, Location=f"http://{OTHER}:{crawl.site.port}/2.htm")
    crawl.site.say(OTHER, "/robots.txt", "User-agent: *\nDisallow: /\n")
    crawl.plan()
    crawl.work()
    assert (crawl.issue().outcome, crawl.issue().held) == ("indexed", "partial")
    assert crawl.site.paths(OTHER) == ["/robots.txt"]


def test_an_endless_redirect_ends(crawl: Crawl) -> None:
    crawl.paper(HOST)
    crawl.site.say(HOST, FIRST, status=302, Location=FIRST)
    crawl.plan()
    crawl.work()
    assert (crawl.issue().outcome, crawl.issue().reason["key"]) == ("failed", "fetch_redirects")
    assert crawl.site.paths(HOST).count(FIRST) == 6


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::10.0.0.1]/",
        "http://[2002:a00:1::]/",
        "http://167772161/",
        "http://012.0.0.1/",
        "http://0xa.0.0.1/",
        "http://10.1/",
        "http://0.0.0.0/",
        "http://[fe80::1]/",
        "http://224.0.0.1/",
        "file:///etc/passwd",
        "ftp://203.0.113.7/x",
        "javascript:alert(1)",
        "http://user:secret@example.com/",
    ],
)
def test_a_redirect_leads_nowhere_it_must_not(crawl: Crawl, target: str) -> None:
    crawl.paper(HOST)
    crawl.site.say(HOST, FIRST, status=302, Location=target)
    crawl.plan()
    crawl.work()
    assert (crawl.issue().outcome, crawl.issue().reason["error"]) == ("failed", "UnsafeAddress")
    assert set(crawl.kit.ledger.lanes.ready(crawl.now)) <= {HOST}


def test_a_host_gets_its_budget_a_day(crawl: Crawl) -> None:
    crawl.paper(HOST, "per_day = 3")
    crawl.now = dt.datetime(2024, 3, 1, 15, 50, tzinfo=dt.UTC)  # ten minutes before midnight in Shanghai
    crawl.plan()
    crawl.work()
    assert len(crawl.site.log) == 3
    assert resting(crawl.kit, [crawl.issue().key]) is None  # ten minutes are waited for
    crawl.forward(minutes=11)
    crawl.work()
    assert crawl.issue().outcome == "indexed"
    assert len(crawl.site.log) == 5


def test_a_command_does_not_wait_for_tomorrow(crawl: Crawl) -> None:
    crawl.paper(HOST, "per_day = 3")
    crawl.plan()
    crawl.work()
    host, until = resting(crawl.kit, [crawl.issue().key]) or ("", crawl.now)
    assert (host, until) == (HOST, dt.datetime(2024, 3, 1, 16, 0, tzinfo=dt.UTC))
    assert crawl.issue().outcome == "fetching"


@pytest.mark.parametrize("header", ["7200", "Fri, 01 Mar 2024 06:00:00 GMT"])
@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_asks_for_time_gets_it(crawl: Crawl, status: int, header: str) -> None:
    crawl.paper(HOST)
    crawl.site.say(HOST, f"{FOLDER}/content_1.htm", status=status, Retry_After=header)
    crawl.plan()
    crawl.work()
    assert len(crawl.site.log) == 3
    assert resting(crawl.kit, [crawl.issue().key]) == (HOST, crawl.now + dt.timedelta(hours=2))
    crawl.site.say(HOST, f"{FOLDER}/content_1.htm", article("1"))
    crawl.forward(minutes=119)
    assert crawl.turn() == 0
    crawl.forward(minutes=1)
    crawl.work()
    assert (crawl.issue().outcome, crawl.issue().held) == ("indexed", "whole")


def test_a_host_that_keeps_saying_too_many_is_left_alone(crawl: Crawl) -> None:
    crawl.paper(HOST)
    crawl.site.say(HOST, FIRST, status=429)
    crawl.plan()
    for _ in range(6):
        crawl.work()
        crawl.forward(minutes=11)
    assert crawl.issue().outcome == "blocked"
    assert crawl.site.paths(HOST).count(FIRST) == 3


def test_the_slot_of_a_claim_that_was_killed_is_kept(crawl: Crawl) -> None:
    crawl.paper(HOST, wait=60.0)
    crawl.plan()
    lanes = crawl.kit.ledger.lanes
    claim = lanes.claim(HOST, "killed", crawl.now, crawl.now + dt.timedelta(minutes=10))
    assert claim is not None
    crawl.kit.ledger.runs.recover(lambda owner: owner != "killed", crawl.now)
    assert lanes.ready(crawl.now) == {HOST: crawl.now + dt.timedelta(minutes=1)}


def test_the_most_careful_paper_of_a_host_sets_its_pace(crawl: Crawl) -> None:
    crawl.paper(HOST, "per_day = 50")
    crawl.paper(HOST, "per_day = 20", code="swcb")
    assert crawl.kit.pace(HOST).per_day == 20
    assert crawl.kit.pace("elsewhere.example").wait == crawl.kit.policy.wait_floor


def test_what_changed_is_asked_for_by_its_validators(crawl: Crawl) -> None:
    crawl.paper(HOST)
    crawl.site.say(HOST, FIRST, layout(2), ETag='"1"')
    crawl.plan()
    crawl.work()
    crawl.site.answers[HOST, FIRST] = lambda: (304, {"ETag": '"1"'}, "")
    crawl.plan(again=True)
    crawl.work()
    assert (crawl.issue().outcome, crawl.issue().held, crawl.issue().articles) == ("indexed", "whole", 2)


def entry(crawl: Crawl) -> None:
    """The site shows its newest issue at its entry."""
    crawl.site.say(HOST, "/paperindex.htm", f'<meta http-equiv="refresh" content="0; URL={FIRST[1:]}">')
    crawl.site.say(HOST, "/html/2024-01/01/node_2.htm", status=403)


@pytest.mark.parametrize(
    ("kept_for", "outcome"), [("archive_days = 10", "archive_limit"), ("archive_days = 900", "blocked"), ("", "blocked")]
)
def test_a_refusal_of_an_old_page_is_no_refusal_of_us(crawl: Crawl, kept_for: str, outcome: str) -> None:
    crawl.paper(HOST, kept_for)
    entry(crawl)
    plan(crawl.kit, "swwb", [dt.date(2024, 1, 1)])
    crawl.work()
    issue = crawl.kit.ledger.issues.get("swwb-20240101")
    assert issue is not None
    assert issue.outcome == outcome


def test_a_site_that_refuses_its_newest_issue_too_means_us(crawl: Crawl) -> None:
    crawl.paper(HOST, "archive_days = 10")
    entry(crawl)
    crawl.site.say(HOST, "/paperindex.htm", status=403)
    plan(crawl.kit, "swwb", [dt.date(2024, 1, 1)])
    crawl.work()
    issue = crawl.kit.ledger.issues.get("swwb-20240101")
    assert issue is not None
    assert issue.outcome == "blocked"
