"""Holidays that a paper skips, as its file names them."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from articles.errors import SettingsError
from scrapers import papers
from scrapers.papers.files import read
from scrapers.papers.skips import new_year, read_skip

FILE = Path(__file__).resolve().parents[2] / "scrapers" / "papers" / "ljrb.toml"
#: First days of lunar years as the calendars of those years print them.
NEW_YEARS = ["2000-02-05", "2008-02-07", "2015-02-19", "2020-01-25", "2023-01-22", "2024-02-10", "2026-02-17", "2030-02-03"]


def covered(text: str, year: int) -> list[str]:
    days = (dt.date(year, 1, 1) + dt.timedelta(number) for number in range(366))
    return [f"{day:%m-%d}" for day in days if day.year == year and read_skip(text).covers(day)]


@pytest.mark.parametrize("first", NEW_YEARS)
def test_lunar_years_begin_where_calendars_print_it(first: str) -> None:
    assert new_year(int(first[:4])) == dt.date.fromisoformat(first)


@pytest.mark.parametrize(
    ("text", "year", "days"),
    [
        ("spring-festival:1-3", 2024, ["02-10", "02-11", "02-12"]),
        ("spring-festival:0-1", 2023, ["01-21", "01-22"]),
        ("spring-festival:0", 2001, ["01-23"]),
        ("10-01..10-03", 2019, ["10-01", "10-02", "10-03"]),
        ("12-31..01-01", 2019, ["01-01", "12-31"]),
        ("02-29", 2023, []),
        ("02-29", 2024, ["02-29"]),
        ("2024-02-10", 2024, ["02-10"]),
        ("2024-02-10", 2025, []),
        ("2023-12-30..2024-01-02", 2024, ["01-01", "01-02"]),
        ("spring-festival:1-7", 1800, []),
    ],
)
def test_what_an_entry_covers(text: str, year: int, days: list[str]) -> None:
    assert covered(text, year) == days


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2024-02-30",
        "02-30",
        "2024-02-10..02-11",
        "2024-02-10..2024-02-09",
        "spring-festival",
        "spring-festival:7-1",
        "spring-festival:1-31",
        "spring-festival:-1",
        "spring-festival:1..7",
        "10-01..",
        "10-1",
        "2024-02-10 ",
    ],
)
def test_anything_else_is_refused_with_the_field_named(text: str, tmp_path: Path) -> None:
    file = tmp_path / "ljrb.toml"
    file.write_text(FILE.read_text("utf-8").replace("[expect]", f'[calendar]\nskips = ["{text}"]\n\n[expect]', 1), "utf-8")
    with pytest.raises(SettingsError) as caught:
        read(file)
    assert caught.value.facts["field"] == "calendar.skips.0"
    assert "spring-festival" in str(caught.value.facts["why"])


def test_a_paper_does_not_appear_on_a_day_it_skips(tmp_path: Path) -> None:
    file = tmp_path / "ljrb.toml"
    file.write_text(FILE.read_text("utf-8").replace("[expect]", '[calendar]\nskips = ["spring-festival:1-3"]\n\n[expect]', 1), "utf-8")
    paper = read(file)
    week = [dt.date(2024, 2, day) for day in range(9, 15)]
    assert [paper.appears(day) for day in week] == [True, False, False, False, True, True]
    assert replace(paper, skips=()) == papers()["ljrb"]
