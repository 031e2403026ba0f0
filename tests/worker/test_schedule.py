"""Which issues are due by the calendars."""

import datetime as dt
from dataclasses import replace

import pytest

from articles.errors import UnknownPaper
from scrapers import papers
from worker.runner import open_kit
from worker.schedule import Schedule, due_days
from worker.settings import load

PAPER = replace(papers()["ljrb"], weekdays=(1, 2, 3, 4, 5), time_of_day=dt.time(7))
#: Wednesday, 06:30 and 07:30 in Shanghai.
EARLY, LATE = dt.datetime(2024, 1, 9, 22, 30, tzinfo=dt.UTC), dt.datetime(2024, 1, 9, 23, 30, tzinfo=dt.UTC)


def days(*numbers: int) -> list[dt.date]:
    return [dt.date(2024, 1, number) for number in numbers]


def test_today_is_due_from_its_hour_on_by_the_clock_of_the_newspaper() -> None:
    assert due_days(PAPER, (), EARLY, 0) == days(9)
    assert due_days(PAPER, (), LATE, 0) == days(10)


def test_days_before_are_caught_up_with_but_for_those_known_and_those_without_an_issue() -> None:
    assert due_days(PAPER, (), LATE, 6) == days(4, 5, 8, 9, 10)
    assert due_days(PAPER, days(5, 9), LATE, 6) == days(4, 8, 10)
    assert due_days(replace(PAPER, first_issue=dt.date(2024, 1, 9)), (), LATE, 30) == days(9, 10)


def test_what_is_planned_once_is_planned_once_and_asked_for_now_and_then(tmp_path) -> None:
    seconds = [0.0]
    with open_kit(load(home=tmp_path / "home"), lambda: LATE) as kit:
        schedule = Schedule(kit, ["ljrb"], 2, ticks=lambda: seconds[0])
        assert schedule.look() == ["ljrb-20240108", "ljrb-20240109", "ljrb-20240110"]
        assert schedule.look() == []
        seconds[0] += 3600
        assert schedule.look() == []
        assert [issue.outcome for issue in kit.ledger.reports.coverage("ljrb")] == ["due"] * 3
        with pytest.raises(UnknownPaper):
            Schedule(kit, ["xxrb"], 2)
