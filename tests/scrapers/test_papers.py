"""Paper files: strict, dated, ours and the user's."""

import datetime as dt

import pytest

from articles.errors import SettingsError
from scrapers.papers import papers
from scrapers.platforms import platform

GOOD = """
code = "tsrb"
name = "桐山日报"
place = "990300"
first_issue = 2015-01-01
plain_http = "the host has no certificate"

[[layouts]]
from = 2015-01-01
platform = "founder.classic"
prefix = "http://paper.tongshan.example/"
first_page = "1"
source = "somebody/crawler: tsrb.py"
confidence = "code"
"""


def wrong(folder, text):
    (folder / "tsrb.toml").write_text(text, "utf-8")
    with pytest.raises(SettingsError) as caught:
        papers([folder])
    assert "tsrb.toml" in str(caught.value)
    return caught.value


def test_ours():
    ours = papers()
    assert {code for code, paper in ours.items() if paper.sample} == {"ljrb", "cpwb", "hcrb"}
    assert {"rmrb", "hbrb", "xnwb"} <= set(ours)
    for code, paper in ours.items():
        assert paper.code == code
        assert paper.loopback == paper.sample
        assert paper.wait >= (0 if paper.sample else 1.5)
        assert all(layout.source and platform(layout.platform) for layout in paper.layouts)
    assert ours["rmrb"].wait == 120


def test_a_layout_holds_from_its_date():
    paper = papers()["hcrb"]
    assert paper.layout(dt.date(2018, 12, 31)).platform == "founder.pad"
    assert paper.layout(dt.date(2019, 1, 1)).platform == "founder.rmrb"
    with pytest.raises(SettingsError):
        paper.layout(dt.date(2012, 12, 31))


def test_calendar(tmp_path):
    (tmp_path / "tsrb.toml").write_text(GOOD.replace("[[layouts]]", "weekdays = [1, 5]\n[[layouts]]", 1), "utf-8")
    paper = papers([tmp_path])["tsrb"]
    assert paper.appears(dt.date(2023, 1, 6))
    assert not paper.appears(dt.date(2023, 1, 5))
    assert not paper.appears(dt.date(2014, 12, 29))


def test_the_users_folder_is_read_beside_ours(tmp_path):
    (tmp_path / "tsrb.toml").write_text(GOOD, "utf-8")
    held = papers([tmp_path])
    assert held["tsrb"].name == "桐山日报"
    assert set(papers()) < set(held)


def test_an_unknown_field_is_named(tmp_path):
    error = wrong(tmp_path, GOOD + 'colour = "red"\n')
    assert error.key == "settings_paper_unknown"
    assert error.facts["field"] == "layouts.0.colour"


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('code = "tsrb"', 'code = "files"', "code"),
        ('code = "tsrb"', 'code = "../x"', "code"),
        ('place = "990300"', "place = 990300", "place"),
        ("first_issue = 2015-01-01", 'first_issue = "2015-01-01"', "first_issue"),
        ("first_issue = 2015-01-01", "first_issue = 2014-01-01", "layouts.0.from"),
        ("first_issue = 2015-01-01", "first_issue = 2015-01-01\nweekdays = [0]", "weekdays.0"),
        ("first_issue = 2015-01-01", 'first_issue = 2015-01-01\ntime_of_day = "25:00"', "time_of_day"),
        ("first_issue = 2015-01-01", "first_issue = 2015-01-01\nwait = 0", "wait"),
        ("first_issue = 2015-01-01", "first_issue = 2015-01-01\nexpect.pages.min = 0", "expect.pages.min"),
        ("first_issue = 2015-01-01", "first_issue = 2015-01-01\nexpect.articles = {min = 9, max = 3}", "expect.articles"),
        ('prefix = "http://paper.tongshan.example/"', 'prefix = "ftp://paper.tongshan.example/"', "layouts.0.prefix"),
        ('source = "somebody/crawler: tsrb.py"', 'source = ""', "layouts.0.source"),
        ('source = "somebody/crawler: tsrb.py"\n', "", "layouts.0.source"),
        ('plain_http = "the host has no certificate"\n', "", "plain_http"),
        ('plain_http = "the host has no certificate"', 'plain_http = ""', "plain_http"),
        ("first_issue = 2015-01-01", "first_issue = 2015-01-01\nper_day = 0", "per_day"),
        ('confidence = "code"', 'confidence = "sure"', "layouts.0.confidence"),
        ('name = "桐山日报"\n', "", "name"),
    ],
)
def test_a_wrong_field_is_named(tmp_path, old, new, field):
    assert old in GOOD
    assert wrong(tmp_path, GOOD.replace(old, new)).facts["field"] == field


def test_no_toml(tmp_path):
    assert wrong(tmp_path, "code = ").key == "settings_paper_toml"
    (tmp_path / "tsrb.toml").write_bytes(b'name = "\xff\xfe"')
    with pytest.raises(SettingsError):
        papers([tmp_path])


def test_a_taken_code_is_an_error(tmp_path):
    (tmp_path / "x.toml").write_text(GOOD.replace("tsrb", "rmrb"), "utf-8")
    with pytest.raises(SettingsError, match="rmrb"):
        papers([tmp_path])


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(SettingsError, match="nowhere"):
        papers([tmp_path / "nowhere"])
