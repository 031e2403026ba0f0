"""A site's list of a month's issues, and what is none."""

import datetime as dt

import pytest

from articles.errors import Unreadable
from scrapers.platforms import platform
from scrapers.platforms.calendar import LIMIT, read_calendar
from scrapers.sample.respond import published, respond

MAY = dt.date(2023, 5, 1)
AT = "http://paper.example/html/2023-05/period.xml"


def listed(*days, root="periodlist", head='<?xml version="1.0" encoding="gb2312"?>'):
    periods = "".join(
        f'<period id="{n}"><period_name>{day}</period_name><paper_id>1</paper_id><period_date>{day}</period_date></period>'
        for n, day in enumerate(days)
    )
    return f"{head}\n<{root}>{periods}</{root}>"


def test_where_a_month_is_listed():
    assert platform("founder.classic").calendar_address("http://paper.example/", dt.date(2023, 5, 17)) == AT
    assert platform("founder.rmrb").calendar_address("http://paper.example/pc/", MAY) == "http://paper.example/pc/layout/202305/period.xml"


def test_days_are_read_in_order_each_once():
    days = (dt.date(2023, 5, 2), dt.date(2023, 5, 9), dt.date(2023, 5, 31))
    assert read_calendar(listed("2023-05-31", "2023-05-02", "2023-05-09 00:00:00", "2023-05-02"), AT) == days
    assert platform("founder.classic").read_calendar("\ufeff\r\n" + listed(*days), AT) == days


def test_the_sample_sites_list_is_their_calendar():
    days = sorted(day for day in published("cpwb", 1) if (day.year, day.month) == (2023, 1))
    address = platform("founder.classic").calendar_address("http://www.chengpu.example/", dt.date(2023, 1, 5))
    reply = respond("www.chengpu.example", address.removeprefix("http://www.chengpu.example"))
    assert read_calendar(reply.body.decode(), address) == tuple(days)
    assert days


def test_days_of_other_months_do_not_count():
    assert read_calendar(listed("2023-04-30", "2023-05-01", "2023-06-01"), AT) == (MAY,)
    with pytest.raises(Unreadable):
        read_calendar(listed("2023-06-01"), AT)
    assert read_calendar(listed("2023-06-01"), "saved period.xml") == (dt.date(2023, 6, 1),)


def test_a_month_without_an_issue_is_empty_and_a_day_that_is_none_is_left_out():
    assert read_calendar("<periodlist/>", AT) == ()
    assert read_calendar(listed("2023-05-32", "soon"), AT) == ()


def test_a_day_named_only_by_the_name_of_its_period():
    assert read_calendar("<periodlist><period><period_name>2023-05-01</period_name></period></periodlist>", AT) == (MAY,)


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\ufeff",
        "404 Not Found",
        "<html><body>404</body></html>",
        listed("2023-05-01")[:-5],
        listed("2023-05-01", root="pagelist"),
        listed("&b;&b;&b;", head=BOMB),
        listed("2023-05-01", head='<!DOCTYPE x SYSTEM "file:///etc/passwd">'),
        listed("&soon;"),
        "<periodlist>" * 100_000,
        listed("2023-05-01") + " " * LIMIT,
    ],
    ids=range(11),
)
def test_what_is_no_list_is_named(text):
    with pytest.raises(Unreadable) as caught:
        read_calendar(text, AT)
    assert caught.value.facts["address"] == AT
    assert "2023-05/period.xml" in caught.value.message("en")
