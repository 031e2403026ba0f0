"""Which issues are due by the calendars."""

import datetime as dt
from dataclasses import replace

import pytest

from articles.errors import UnknownPaper
from scrapers import papers
from worker.runner import open_kit
from worker.schedule import Schedule, due_days
from worker.settings import load
from worker.steps import plan

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


def test_a_gap_of_any_length_is_brought_in_since_the_newest_issue_known(tmp_path) -> None:
    """Ten months away: the ledger tells, not the clock; the days of the season first, a window at a time."""
    seconds = [0.0]
    with open_kit(load(home=tmp_path / "home", backfill={"window": 5}), lambda: LATE) as kit:
        plan(kit, "ljrb", [dt.date(2023, 3, 1)])
        schedule = Schedule(kit, ["ljrb"], 2, 366, season=True, ticks=lambda: seconds[0])
        schedule.look()
        (row,) = kit.ledger.backfills.open()
        assert (row.range.first, row.range.last) == (dt.date(2023, 3, 2), dt.date(2024, 1, 7))
        assert (row.range.season, row.range.by_calendar) == (True, True)
        seconds[0] += 3600
        assert schedule.look() == []
        assert [one.id for one in kit.ledger.backfills.open()] == [row.id]


def test_a_gap_is_bounded_and_none_is_seen_in_a_ledger_that_knows_nothing(tmp_path) -> None:
    with open_kit(load(home=tmp_path / "home"), lambda: LATE) as kit:
        Schedule(kit, ["ljrb", "cpwb"], 2, 10, ticks=lambda: 0.0).look()
        assert kit.ledger.backfills.open() == []
        plan(kit, "hcrb", [dt.date(2013, 3, 1)])
        Schedule(kit, ["hcrb"], 2, 10, ticks=lambda: 0.0).look()
        (row,) = kit.ledger.backfills.open()
        assert (row.range.first, row.range.last) == (dt.date(2023, 12, 29), dt.date(2024, 1, 7))


def test_a_paper_at_rest_is_planned_when_it_goes_on(tmp_path) -> None:
    with open_kit(load(home=tmp_path / "home"), lambda: LATE) as kit:
        kit.ledger.pauses.pause("ljrb", None, LATE)
        schedule = Schedule(kit, ["ljrb"], 0, ticks=iter(range(0, 10_000, 100)).__next__)
        assert schedule.look() == []
        kit.ledger.pauses.resume("ljrb", LATE)
        assert schedule.look() == ["ljrb-20240110"]
