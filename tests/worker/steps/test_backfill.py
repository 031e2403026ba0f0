"""Back-fills: a window at a time, by the site's own list, in the order asked for; continued by whoever comes next."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from scrapers.sample import Fault, calendar
from steps.conftest import World, days, page_path
from storage.ledger import Backfill, Order, Range
from worker.runner import at_rest
from worker.steps import backfill, fetch, plan, refill
from worker.steps.plan import first_page
from worker.steps.turns import asked_turn, backfill_turn, ordered, rank

#: Days in March around an issue of each of the two papers.
FIRST, LAST = dt.date(2020, 3, 1), dt.date(2020, 3, 10)
BEGIN, END = dt.date(2020, 3, 15), dt.date(2020, 3, 24)
YEAR = dt.date(2020, 12, 31)
HOST = "epaper.lanjiang.example"
Make = Callable[..., World]


def bounded(here: World, **policy: int) -> World:
    """The same world with other bounds."""
    return World(replace(here.kit, policy=replace(here.kit.policy, **policy)), here.clock, here.site)


def run(here: World, row: Backfill) -> int:
    """Work a back-fill off, refilled now and then as the runner does; the most issues that were open at once."""
    most = 0
    while (now := here.kit.ledger.backfills.get(row.id)).ended is None or here.kit.ledger.backfills.standing(now).open:
        refill(here.kit)
        most = max(most, here.kit.ledger.backfills.standing(now).open)
        here.work()
    return most


def pages(here: World) -> list[str]:
    """The first pages asked for, in the order they were first asked for."""
    return [path for path in here.site.asked if path.endswith(("node_01.html", "node_2.htm"))]


def lists(here: World) -> list[int]:
    """How often each list of a month was asked for."""
    return [times for path, times in here.site.asked.items() if path.endswith("period.xml")]


def test_days_are_planned_a_window_at_a_time_and_each_is_accounted_for(world: Make) -> None:
    """岚江日报's site has no lists: each day is asked for, once."""
    here = bounded(world(), window=5)
    row = backfill(here.kit, Range("ljrb", FIRST, LAST))
    assert run(here, row) <= 5
    issues = here.kit.ledger.reports.coverage("ljrb")
    assert [issue.date for issue in issues] == ordered(FIRST, LAST, oldest=True, season=False)
    assert [issue.date for issue in issues if issue.outcome == "indexed"] == [day for day in days("ljrb") if FIRST <= day <= LAST]
    assert {issue.outcome for issue in issues} == {"indexed", "no_issue"}
    assert [here.site.asked[path] for path in pages(here) if f"{FIRST:%Y%m}" in path] == [1] * 10
    assert lists(here) == [1]
    standing = here.kit.ledger.backfills.standing(here.kit.ledger.backfills.get(row.id))
    assert (standing.done, standing.total, standing.open) == (10, 10, 0)
    assert standing.left(dt.timedelta(hours=1)) == dt.timedelta()


def test_no_day_is_asked_for_that_the_sites_list_does_not_have(world: Make) -> None:
    here = world()
    run(here, backfill(here.kit, Range("cpwb", BEGIN, END)))
    printed = {day for day in days("cpwb") if BEGIN <= day <= END}
    issues = here.kit.ledger.reports.coverage("cpwb")
    assert {issue.date for issue in issues if issue.outcome == "indexed"} == printed
    assert set(pages(here)) == {page_path("cpwb", day) for day in printed}
    assert lists(here) == [1]
    assert {(issue.reason or {})["key"] for issue in issues if issue.outcome == "no_issue"} == {"calendar_none"}
    run(here, backfill(here.kit, Range("cpwb", BEGIN - dt.timedelta(9), BEGIN)))
    assert lists(here) == [1]
    assert set(pages(here)) == {page_path("cpwb", day) for day in printed}


def test_what_a_list_says_goes_before_the_calendar_of_the_papers_file(world: Make) -> None:
    here = world()
    day = next(day for day in days("cpwb") if BEGIN <= day <= END)
    paper = replace(here.kit.papers["cpwb"], weekdays=tuple(one for one in range(1, 8) if one != day.isoweekday()))
    kit = replace(here.kit, papers={**here.kit.papers, "cpwb": paper})
    here = World(kit, here.clock, here.site)
    run(here, backfill(kit, Range("cpwb", BEGIN, END)))
    assert here.issue("cpwb", day).outcome == "indexed"
    assert here.issue("cpwb", BEGIN).outcome == "no_issue"


def test_an_empty_list_tells_nothing(world: Make) -> None:
    day = next(day for day in days("cpwb") if BEGIN <= day <= END)
    empty = Fault("instead", body=b"<periodlist></periodlist>", media="text/xml")
    here = world({f"/html/{day:%Y-%m}/period.xml": empty})
    run(here, backfill(here.kit, Range("cpwb", BEGIN, END)))
    assert here.issue("cpwb", day).outcome == "indexed"


@pytest.mark.parametrize(("order", "season"), [("newest", False), ("oldest", False), ("newest", True), ("oldest", True)])
def test_days_come_in_the_order_asked_for(world: Make, order: Order, season: bool) -> None:
    here = bounded(world(), window=1000)
    row = backfill(here.kit, Range("ljrb", FIRST, YEAR, order, season))
    while here.kit.ledger.backfills.get(row.id).ended is None:
        fetch(here.kit, HOST)  # the lists of the months go before all issues
    issues = sorted(here.kit.ledger.reports.coverage("ljrb"), key=lambda issue: issue.turn)
    assert [issue.date for issue in issues] == ordered(FIRST, YEAR, oldest=order == "oldest", season=season)
    assert pages(here) == []
    fetch(here.kit, HOST)
    assert pages(here) == [first_page(here.kit.papers["ljrb"], issues[0].date or YEAR).address.removeprefix(f"http://{HOST}")]


def test_the_season_comes_first() -> None:
    months = [day.month for day in ordered(FIRST, YEAR, oldest=False, season=True)]
    assert set(months[:62]) == {12, 3}
    assert ordered(FIRST, YEAR, oldest=True, season=True)[:2] == [FIRST, FIRST + dt.timedelta(1)]


def test_a_range_goes_on_where_it_was_and_a_paper_has_one_at_a_time(world: Make) -> None:
    here = bounded(world(), window=3)
    week = dt.timedelta(6)
    wanted = Range("ljrb", FIRST, FIRST + week)
    row = backfill(here.kit, wanted)
    here.work()
    assert backfill(here.kit, wanted).id == row.id
    other = backfill(here.kit, Range("ljrb", YEAR - week, YEAR))
    assert here.kit.ledger.reports.coverage("ljrb", YEAR - week) == []
    run(here, row)
    run(here, other)
    assert len(here.kit.ledger.reports.coverage("ljrb")) == 14
    assert here.kit.ledger.backfills.open() == []


def test_who_plans_what_another_has_planned_changes_nothing(world: Make) -> None:
    here = bounded(world(), window=3)
    stale = here.kit.ledger.backfills.start(Range("ljrb", FIRST, FIRST + dt.timedelta(6)), here.clock())
    assert refill(here.kit) == 3
    assert here.kit.ledger.backfills.plan(stale, [], 5, here.clock()) is None
    assert here.kit.ledger.backfills.get(stale.id).position == 3


def test_todays_issue_goes_before_a_back_fill_and_a_paper_that_comes_first_before_both_of_others() -> None:
    day = dt.date(2024, 1, 9)
    first = ("rmrb", "gmrb")
    assert [rank(code, first) for code in ("rmrb", "gmrb", "xnwb")] == [9, 8, 0]
    turns = [
        asked_turn(day, 9),
        asked_turn(day - dt.timedelta(1), 9),
        asked_turn(day, 0),
        asked_turn(dt.date(2013, 1, 1), 0),
        backfill_turn(1, 9),
        backfill_turn(5_000, 9),
        backfill_turn(1, 0),
    ]
    assert turns == sorted(turns)
    assert turns[0] > -(10**9)


def test_an_issue_asked_for_by_its_day_is_next_on_the_host(world: Make) -> None:
    here = world()
    backfill(here.kit, Range("ljrb", FIRST, FIRST + dt.timedelta(6)))
    day = days("ljrb", 2022)[0]
    plan(here.kit, "ljrb", [day])
    for _ in range(2):  # robots.txt first
        fetch(here.kit, HOST)
    assert pages(here) == [page_path("ljrb", day)]


def test_a_host_that_is_down_is_not_given_a_whole_range(world: Make) -> None:
    """What is planned fails and is told; of the rest one issue at a time is tried, once the host may be asked again."""
    faults = {page_path("ljrb", day): Fault("error", status=503) for day in calendar("ljrb")}
    here = bounded(world(faults | {"/robots.txt": Fault("error", status=503)}), window=20, dead_host=4, tries=2)
    row = backfill(here.kit, Range("ljrb", FIRST, YEAR))
    for _ in range(12):
        here.work()
        refill(here.kit)
        here.clock.forward(seconds=30)
    assert here.kit.ledger.backfills.get(row.id).position < 60


def test_nothing_is_planned_at_a_host_that_is_to_be_left_alone(world: Make) -> None:
    day = days("ljrb")[0]
    here = bounded(world({page_path("ljrb", day): Fault("error", status=403)}), window=2)
    here.crawl("ljrb", day)
    row = backfill(here.kit, Range("ljrb", FIRST, YEAR))
    assert here.kit.ledger.backfills.get(row.id).position == 0
    assert at_rest(here.kit, row) == (HOST, here.clock() + dt.timedelta(days=1))
    here.clock.forward(days=1)
    assert at_rest(here.kit, row) is None
    refill(here.kit)
    here.work()
    assert here.kit.ledger.backfills.get(row.id).position > 0


def test_addresses_due_at_a_host_bound_what_is_planned_there(world: Make) -> None:
    here = world()
    kit = bounded(here, due=10).kit
    row = kit.ledger.backfills.start(Range("ljrb", FIRST, FIRST + dt.timedelta(6)), here.clock())
    plan(kit, "ljrb", [dt.date(2021, 3, number) for number in range(1, 11)])
    assert refill(kit) == 0
    here.work()
    assert refill(kit) == 7
    assert kit.ledger.backfills.get(row.id).ended


def test_the_newest_issue_is_looked_at_once_for_all_days_without_one(world: Make) -> None:
    here = world()
    run(here, backfill(here.kit, Range("ljrb", FIRST, FIRST + dt.timedelta(3))))
    entries = [times for path, times in here.site.asked.items() if path.endswith(("index.html", "paperindex.htm"))]
    assert entries == [1]
