"""Series: what falls together, what never does, and three series of the State Council's reports."""

import dataclasses
from decimal import Decimal

import pytest

from articles.model import Years
from articles.reading.figures import figures
from articles.reading.series import converted, key, point
from scrapers import read_dropped


@pytest.fixture
def article():
    return read_dropped("a.txt", "澄浦市政协2022年工作综述\n\n2022年，市政协立案提案142件，办复率100%。".encode())[0]


def told(article, sentence):
    """The keys of the figures of a sentence."""
    one = dataclasses.replace(article, text=sentence, figures=figures(sentence, article.period))
    return [key(one, figure) for figure in one.figures]


def test_the_same_quantity_worded_otherwise_falls_together(article):
    (first,), (second,), (third,) = (told(article, words) for words in ("提案139件。", "立案提案142件。", "共立案提案150件。"))
    assert first.what == second.what == third.what == "提案立案数"
    assert (first.organ, first.unit, first.years) == ("政协", "件", 1)
    assert first.rule.startswith("series.toml")


def test_stages_growth_and_level_stay_apart(article):
    keys = [one.what for words in ("收到提案150件。", "立案提案142件。", "办复提案140件。") for one in told(article, words)]
    assert keys == ["提案提交数", "提案立案数", "提案办复数"]
    assert len({one.what for one in told(article, "工业增加值100亿元，工业增加值增长100亿元。")}) == 2


def test_weights_are_converted():
    assert converted("10570", "斤") == ("5.285", "吨")
    assert converted("3", "件") == ("3", "件")


def test_a_figure_without_years_is_of_no_series(article):
    bare = dataclasses.replace(article.figures[0], period=None)
    assert key(article, bare) is None
    with pytest.raises(ValueError, match="without years"):
        point(bare)
    assert point(dataclasses.replace(bare, period=Years(2022, 2022))).year == 2022


#: As the reports print them: the year before the report's; years they give no value for are gaps.
GROWTH = {
    2008: "9",
    2009: "8.7",
    2010: "10.3",
    2011: "9.2",
    2012: "7.8",
    2013: "7.7",
    2014: "7.4",
    2015: "6.9",
    2016: "6.7",
    2017: "6.9",
    2018: "6.6",
}
GROWTH |= {2019: "6.1", 2020: "2.3", 2021: "8.1"}
JOBS = {2008: 1113, 2009: 1102, 2010: 1168, 2011: 1221, 2012: 1266, 2013: 1310, 2014: 1322, 2015: 1312, 2016: 1314, 2017: 1351, 2018: 1361}
JOBS |= {2019: 1352, 2020: 1186, 2021: 1269}
GRAIN = {2007: 50150, 2008: 52850, 2009: 53100, 2010: 54500, 2011: 57121, 2013: 60000, 2014: 60500, 2018: 65000, 2019: 65000, 2021: 68500}


@pytest.mark.corpus
def test_three_series_of_the_state_council(corpus):
    held = {}
    for file in sorted((corpus / "reports").glob("国务院*.txt")):
        article = read_dropped(file.name, file.read_bytes())[0]
        for figure in article.figures:
            of = key(article, figure)
            if of and figure.status == "achieved" and of.years == 1:
                held.setdefault(of.what, []).append(point(figure))
    read = {name: [(one.year, one.value) for one in held[name]] for name in ("生产总值增长率", "城镇新增就业", "粮食产量")}
    assert read["生产总值增长率"] == sorted(GROWTH.items())
    assert read["城镇新增就业"] == [(year, str(value * 10**4)) for year, value in sorted(JOBS.items())]
    assert read["粮食产量"] == [(year, str(value * 10**4)) for year, value in sorted(GRAIN.items())]
    printed = {one.figure.unit_printed for one in held["粮食产量"]}
    assert printed == {"万吨", "亿吨", "亿斤", "万亿斤"}
    assert all(Decimal(one.value) > 0 for one in held["粮食产量"])
