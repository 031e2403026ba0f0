"""A site's own list of issues tells an issue that never was from one that is not where it should be."""

import datetime as dt
from collections.abc import Callable

import pytest

from scrapers.sample import Fault
from steps.conftest import World, days, page_path

DAY = days("cpwb")[1]
LOST = dt.date(2020, 1, 10)


def reason(here: World, date: dt.date) -> tuple[str, str]:
    issue = here.issue("cpwb", date)
    return issue.outcome, str((issue.reason or {}).get("key"))


def test_a_day_the_list_does_not_have_had_no_issue(world: Callable[..., World]) -> None:
    here = world()
    here.crawl("cpwb", LOST)
    assert reason(here, LOST) == ("no_issue", "calendar_none")
    assert {one.role for one in here.kit.ledger.reports.gaps(here.issue("cpwb", LOST).key)} == {"layout"}


def test_a_day_the_list_has_is_not_where_it_should_be(world: Callable[..., World]) -> None:
    here = world({page_path("cpwb", DAY): Fault("gone")})
    here.crawl("cpwb", DAY)
    assert reason(here, DAY) == ("failed", "calendar_lists")
    assert f"{DAY:%Y-%m}/period.xml" in str((here.issue("cpwb", DAY).reason or {})["calendar"])


def test_a_month_is_asked_for_once(world: Callable[..., World]) -> None:
    month = [date for date in days("cpwb") if date.month == DAY.month]
    here = world({page_path("cpwb", date): Fault("gone") for date in month})
    here.crawl("cpwb", *month)
    assert {reason(here, date) for date in month} == {("failed", "calendar_lists")}
    assert here.site.asked[f"/html/{DAY:%Y-%m}/period.xml"] == 1


@pytest.mark.parametrize("fault", [Fault("gone"), Fault("empty"), Fault("error", status=503)])
def test_a_list_that_cannot_be_had_says_nothing(world: Callable[..., World], fault: Fault) -> None:
    here = world({page_path("cpwb", DAY): Fault("gone"), f"/html/{DAY:%Y-%m}/period.xml": fault})
    here.crawl("cpwb", DAY)
    assert reason(here, DAY) == ("no_issue", "fetch_gone")
    here.kit.ledger.issues.retry(here.clock(), keys=[here.issue("cpwb", DAY).key], outcomes=["no_issue"])
    here.work()
    assert reason(here, DAY) == ("no_issue", "fetch_gone")
