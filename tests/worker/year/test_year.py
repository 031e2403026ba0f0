"""A year of three papers in which much goes wrong: what is held at the end, why the rest is not, and how the sites were asked."""

import datetime as dt
import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from scrapers.sample.sites import SITES
from storage.ledger import Issue, Range
from worker.steps import backfill, retry
from year.operator import WAIT, Operator, working
from year.world import BLOCKED, DEAD, FORBIDDEN, MISSING, MOVED, YEAR, Seen, World, day, served

PAPERS = ("ljrb", "cpwb", "hcrb")
HOSTS = {site.paper: site.host for site in SITES}
#: A weekday each; every day with ZONGSHU_TEST_YEAR=daily.
WEEKLY = {"ljrb": (1,), "cpwb": (3,), "hcrb": (5,)}
DAILY = dict.fromkeys(PAPERS, (1, 2, 3, 4, 5, 6, 7))
#: When the operator asks for the autumn before the year, and mends the file of the paper that moved.
ASKED, MENDED = day(4, 1), day(6, 8)
#: The schedule catches up with three days before the year.
BEGUN, LAST = dt.date(YEAR - 1, 12, 28), day(12, 31)


@pytest.fixture(scope="module")
def world() -> World:
    return World(DAILY if os.environ.get("ZONGSHU_TEST_YEAR") == "daily" else WEEKLY)


@pytest.fixture(scope="module")
def year(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Operator, dict[str, set[str]]]]:
    """The year's end, and how issues stood while their sites were in trouble."""
    home: Path = tmp_path_factory.mktemp("year") / "home"
    with served(world), working(world, home) as operator:
        then: dict[str, set[str]] = {}
        operator.until(ASKED)
        backfill(operator.kit, Range("cpwb", dt.date(YEAR - 1, 11, 1), dt.date(YEAR - 1, 12, 31)))
        operator.until(MENDED)
        moved = [issue.key for issue in operator.kit.ledger.reports.failures("ljrb") if issue.date and issue.date >= MOVED.since]
        then["moved"] = {issue.outcome for issue in operator.kit.ledger.issues.many(moved).values()}
        operator.mend()
        retry(operator.kit, moved)
        for name, (first, end) in {"forbidden": FORBIDDEN, "blocked": BLOCKED}.items():
            operator.until(end.date())
            then[name] = {one.outcome for one in held(operator, "cpwb") if one.date and first.date() <= one.date < end.date()}
        operator.until(LAST + dt.timedelta(1))
        yield operator, then


def held(operator: Operator, paper: str) -> list[Issue]:
    return operator.kit.ledger.reports.coverage(paper)


def truth(paper: str, date: dt.date) -> str:
    """How an issue of a day ends."""
    if date < BEGUN:
        return "archive_limit"
    if date in MISSING[paper]:
        return "no_issue"
    return "failed" if paper == "hcrb" and date >= DEAD else "indexed"


@pytest.mark.parametrize("paper", PAPERS)
def test_every_day_is_held_or_says_why_not(year, world: World, paper: str) -> None:
    operator, _ = year
    since = dt.date(YEAR - 1, 11, 1) if paper == "cpwb" else BEGUN
    days = [date for back in range((LAST - since).days + 1) if (date := since + dt.timedelta(back)).isoweekday() in world.weekdays[paper]]
    issues = {issue.date: issue for issue in held(operator, paper) if (issue.reason or {}).get("key") != "plan_weekday"}
    assert {date: issues[date].outcome for date in days} == {date: truth(paper, date) for date in days}
    assert set(issues) == set(days)
    for issue in issues.values():
        assert (issue.held == "whole") == (issue.outcome == "indexed")
        assert issue.outcome != "failed" or (issue.reason or {})["error"] == "Unreachable"


def test_troubles_are_named_while_they_last(year) -> None:
    """Today's issue is not out yet, whatever is wrong; a host that is to be left alone keeps issues due."""
    _, then = year
    named = {"moved": "layout_unknown", "forbidden": "denied", "blocked": "blocked"}
    assert {name: outcomes - {"not_yet", "due"} for name, outcomes in then.items()} == {name: {one} for name, one in named.items()}


def by_host(world: World) -> dict[str, list[Seen]]:
    found = defaultdict(list)
    for seen in world.log:
        found[seen.host].append(seen)
    return found


def test_nothing_is_fetched_twice_but_what_an_entry_leads_to(year, world: World) -> None:
    """A page is asked for again only as the newest issue: right after the entry that leads to it."""
    for log in by_host(world).values():
        asked = Counter(seen.path for seen in log if seen.status == 200)
        for before, seen in pairwise(log):
            asked[seen.path] -= seen.status == 200 and before.path.endswith(("/index.html", "/paperindex.htm"))
        known = {path: times for path, times in asked.items() if "node_" in path or "content_" in path}
        assert len(known) > 100
        assert {path for path, times in known.items() if times > 1} == set()


def test_hosts_are_asked_one_at_a_time_in_their_pace_and_by_their_rules(year, world: World) -> None:
    for host, log in by_host(world).items():
        gaps = [(after.at - before.at).total_seconds() for before, after in pairwise(log)]
        assert min(gaps) >= WAIT
        rules = [seen.at for seen in log if seen.path == "/robots.txt"]
        assert log[0].path == "/robots.txt"
        assert all(after - before >= dt.timedelta(hours=23) for before, after in pairwise(rules)) or host == "paper.hechuan.example"
        if host == "www.chengpu.example":
            forbidden = {seen.path for seen in log if FORBIDDEN[0] + dt.timedelta(1) <= seen.at < FORBIDDEN[1]}
            assert forbidden == {"/robots.txt"}


def test_every_alarm_is_raised_once_within_a_day_and_ends_within_a_day(year, world: World) -> None:
    operator, _ = year
    told = [(note.event, note.key) for _, note in operator.pager.heard]
    when = {(note.event, note.key): at for at, note in operator.pager.heard}
    assert len(told) == len(when)
    troubles = {  # the first issue day in trouble, and when it was over
        "layout:ljrb": (MOVED.since, MENDED),
        "denied:www.chengpu.example": (FORBIDDEN[0].date(), FORBIDDEN[1].date()),
        "blocked:www.chengpu.example": (BLOCKED[0].date(), BLOCKED[1].date()),
        "down:paper.hechuan.example": (DEAD, None),
    }
    ended = {("recovered", key) for key, (_, over) in troubles.items() if over}
    later = ("age:hcrb", "past:hcrb") if world.weekdays is DAILY else ("age:hcrb",)  # its older gaps are a problem once they are many
    assert set(when) == {("raised", key) for key in (*troubles, *later)} | ended
    for key, (since, over) in troubles.items():
        paper = next(one for one in PAPERS if key.endswith((one, HOSTS[one])))
        first = next(since + dt.timedelta(more) for more in range(8) if world.printed(paper, since + dt.timedelta(more)))
        assert (when["raised", key].date() - first).days <= 1
        assert over is None or (when["recovered", key].date() - over).days <= 1
