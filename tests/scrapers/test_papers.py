"""Paper files: strict, dated, ours and the user's."""

import datetime as dt
import re
from pathlib import Path

import pytest

from articles.errors import SettingsError
from scrapers.divisions import divisions
from scrapers.papers import papers
from scrapers.papers.table import page
from scrapers.platforms import platform

#: A section of the reference, or a repository and a path in it.
SOURCE = re.compile(r"reference/epaper-families\.md B|[\w.-]+/[\w.-]+ [\w./-]+\.(?:py|ts)\b")
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


def test_the_page_about_papers_tells_what_the_files_say():
    written = Path(__file__).resolve().parents[2].joinpath("docs", "papers.md").read_text("utf-8")
    assert written == page(), "python -m scrapers.papers.table docs writes it again"


def test_every_address_is_one_papers_and_a_home_is_a_division():
    real = [paper for paper in papers().values() if not paper.sample]
    prefixes = [prefix for paper in real for prefix in {layout.prefix for layout in paper.layouts}]
    assert len(prefixes) == len(set(prefixes)) >= 73
    assert len({paper.name for paper in real}) == len(real) >= 69
    assert {paper.place for paper in real} <= set(divisions().places)
    for paper in real:
        assert paper.layouts[0].from_ <= paper.first_issue
        for layout in paper.layouts:
            assert not layout.prefix.startswith("http://") or paper.plain_http
            assert SOURCE.match(layout.source), layout.source


@pytest.mark.parametrize(
    ("code", "day", "address"),
    [
        ("rmrb", dt.date(2024, 11, 30), "http://paper.people.com.cn/rmrb/html/2024-11/30/nbs.D110000renmrb_01.htm"),
        ("rmrb", dt.date(2024, 12, 1), "http://paper.people.com.cn/rmrb/pc/layout/202412/01/node_01.html"),
        ("rmrbhwb", dt.date(2023, 8, 19), "http://paper.people.com.cn/rmrbhwb/html/2023-08/19/node_865.htm"),
        ("gmrb", dt.date(2025, 12, 31), "https://epaper.gmw.cn/gmrb/html/2025-12/31/nbs.D110000gmrb_01.htm"),
        ("gmrb", dt.date(2026, 1, 1), "https://epaper.gmw.cn/gmrb/html/layout/202601/01/node_01.html"),
        ("hebrb", dt.date(2026, 7, 21), "https://hbrb.hebnews.cn/pc/paper/layout/202607/21/node_01.html"),
        ("nfrb", dt.date(2025, 11, 23), "https://epaper.nfnews.com/nfdaily/html/202511/23/node_A01.html"),
        ("gsrb", dt.date(2024, 8, 19), "https://szb.gansudaily.com.cn/gsrb/pc/layout/202408/19/col01.html"),
        ("hzrb", dt.date(2021, 3, 1), "http://www.heze.cn/hzrb/pc/layout/202103/01/node_A1.html"),
        ("bfscb", dt.date(2021, 3, 1), "https://szb.sgnet.cc/sgrb/bfscb/pc/layout/202103/01/node_JSA01.html"),
        ("xmrb", dt.date(2025, 7, 7), "https://epaper.xmrb.com/xmrb/pc/col/202507/07/node_A01.html"),
        ("dyjrb", dt.date(2026, 1, 20), "https://www.yicai.com/epaper/pc/202601/20/node_A01.html"),
        ("zqsb", dt.date(2026, 6, 26), "https://epaper.stcn.com/col/202606/26/node_A001.html"),
        ("jjrb", dt.date(2024, 12, 25), "http://paper.ce.cn/pc/layout/202412/25/node_01.html"),
        ("xnwb", dt.date(2016, 8, 11), "http://www.xnwbw.com/html/2016-08/11/node_2.htm"),
        ("xhdsb", dt.date(2016, 8, 11), "http://epaper.tibet3.com/xhdsb/html/2016-08/11/node_29.htm"),
        ("hnrb", dt.date(2026, 9, 27), "https://newpaper.dahe.cn/hnrb/html/2026-09/27/node_1.htm"),
        ("zjrb", dt.date(2025, 5, 15), "https://zjrb.zjol.com.cn/html/2025-05/15/node_18.htm"),
        ("bjrb", dt.date(2026, 6, 18), "https://bjrbdzb.bjd.com.cn/bjrb/mobile/2026/20260618/20260618_m.html"),
        ("fuzrb", dt.date(2024, 8, 22), "https://mag.fznews.com.cn/fzrb/2024/20240822/20240822_plist.htm"),
        ("nmrb", dt.date(2021, 3, 3), "http://szb.farmer.com.cn/2021/20210303/20210303_001/20210303_001.html"),
        ("xjrb", dt.date(2016, 7, 19), "http://epaper.xjdaily.com/index.aspx?date=2016-07-19&paperType=xjrb"),
        ("jfjb", dt.date(2026, 9, 27), "https://www.81.cn/_szb/jfjb/2026/09/27/index.json"),
        ("jfrb", dt.date(2026, 9, 27), "https://www.jfdaily.com/journal/2026-09-27/getJournalPage.do?page=01&code=jfrb"),
        ("ncrb", dt.date(2023, 1, 5), "http://xncrb.cnncw.cn/upload/ncrb/20230105/20230105-A1.json"),
        ("mrdx", dt.date(2026, 9, 28), "http://mrdx.cn/content/20260928/Page01BC.htm"),
        ("dzrb", dt.date(2026, 9, 27), "http://paper.dzwww.com/dzrb/content/20260927/Page01NU.htm"),
        ("fzrb", dt.date(2024, 8, 6), "http://epaper.legaldaily.com.cn/fzrb/content/20240806/Page01TB.htm"),
        ("gzrb", dt.date(2016, 7, 19), "http://szb.gzrbs.com.cn/gzrb/gzrb/rb/20160719/Page01OW.htm"),
        ("scrb", dt.date(2025, 5, 7), "https://epaper.scdaily.cn/shtml/scrb/20250507/v01.shtml"),
        ("scrb", dt.date(2026, 1, 14), "https://epaper.scdaily.cn/shtml/scrb/20260114/v01.html"),
        ("jnsb", dt.date(2015, 6, 13), "http://jnsb.e23.cn/shtml/jnsb/20150613/vA01.shtml"),
        ("ahrb", dt.date(2024, 1, 5), "https://szb.ahnews.com.cn/ahrb/layout/202401/05/node_01.html"),
        ("rmzxb", dt.date(2024, 1, 5), "http://dzb.rmzxb.com.cn/rmzxbPaper/pc/layout/202401/05/node_01.html"),
        ("jcrb", dt.date(2024, 1, 5), "http://newspaper.jcrb.com/2024/20240105/20240105_001/20240105_001.html"),
        ("hunrb", dt.date(2022, 8, 23), "https://epaper.voc.com.cn/hnrb/html/2022-08/23/node_201.htm"),
        ("zzrb", dt.date(2022, 8, 25), "https://zzrb.zynews.cn/html/2022-08/25/node_3.htm"),
        ("dhb", dt.date(2022, 8, 20), "http://newpaper.dahe.cn/dhb/html/2022-08/20/node_897.htm"),
        ("ccrb", dt.date(2022, 5, 20), "http://epaper.changchunews.com/ccrb/pc/paper/layout/202205/20/node_01.html"),
        ("hywb", dt.date(2022, 11, 4), "https://epaper.hyqss.cn/hywb/html/2022-11/04/node_1.htm"),
        ("qjwb", dt.date(2025, 3, 7), "https://qjwb.thehour.cn/html/2025-03/07/node_77.htm"),
        ("kjrb", dt.date(2023, 2, 10), "https://digitalpaper.stdaily.com/http_www.kjrb.com/kjrb/html/2023-02/10/node_2.htm"),
    ],
)
def test_where_a_papers_first_page_is(code, day, address):
    layout = papers()[code].layout(day)
    assert platform(layout.platform).layout_address(layout.prefix, day, layout.first_page) == address


@pytest.mark.parametrize(
    ("code", "since"), [("rmrb", dt.date(2024, 12, 1)), ("rmrbhwb", dt.date(2024, 12, 1)), ("gmrb", dt.date(2026, 1, 1))]
)
def test_days_of_addresses_that_went_are_older_than_the_archive(code, since):
    """On the day this was written and on any later one: what is gone there is no day without an issue."""
    paper = papers()[code]
    assert paper.layouts[-1].from_ == since
    assert dt.date(2026, 11, 25) - dt.timedelta(days=paper.archive_days) >= since


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
