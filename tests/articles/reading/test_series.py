"""Series: what falls together, what never does, and series of real reports."""

import dataclasses
from decimal import Decimal

import pytest

from articles.model import Years
from articles.reading.figures import figures
from articles.reading.rules import table
from articles.reading.series import Loose, converted, differ, keyed, quantities, told
from scrapers import read_dropped


@pytest.fixture(scope="module")
def article():
    return read_dropped("a.txt", "海拉尔区政协2022年工作综述\n\n2022年，区政协立案提案142件，办复率100%。".encode())[0]


def of(article, text):
    """The figures of a text, as if the article said it."""
    return keyed(dataclasses.replace(article, text=text, figures=figures(text, article.period)))


def names(article, text):
    return [one.key.what if one.key else one.why for one in of(article, text)]


def test_the_same_quantity_worded_otherwise_falls_together(article):
    texts = (
        "提案139件。",
        "立案提案142件。",
        "共立案提案150件。",
        "今年立案交办的139件提案已全部办复。",
        "收到提案626件，经审查立案523件。",
    )
    found = [of(article, words)[-1] for words in texts]
    assert {one.key for one in found} == {found[0].key}
    assert (found[0].key.what, found[0].key.unit, found[0].key.years) == ("提案立案数", "件", 1)
    assert all(one.rule.startswith("series.toml") for one in found)
    assert [one.sure for one in found] == [False, True, True, True, True]
    for one in ("全区旅游收入5亿元。", "海拉尔区旅游收入6亿元。", "2022年旅游收入达到7亿元。"):
        assert names(article, one) == ["旅游收入"]


def test_stages_are_never_one(article):
    told_of = (
        "收到提案150件。",
        "立案提案142件。",
        "办复提案140件。",
        "征集提案160件，审查立案105件。",
        "市政协确定9件重点提案由市委领导督办。",
    )
    assert names(article, "".join(told_of[:3])) == ["提案提交数", "提案立案数", "提案办复数"]
    assert names(article, told_of[3]) == ["提案提交数", "提案立案数"]
    assert "提案立案数" not in names(article, told_of[4])
    assert names(article, "全会期间，委员提交提案201件。") != ["提案提交数"]
    assert names(article, "法院监督立案45件。") != ["提案立案数"]


def test_a_stage_that_is_not_printed_is_that_of_the_same_value(article):
    spoken = of(article, "626件提案，记下了委员的脚步。共收到提案626件，经审查立案523件。")
    assert [one.key.what for one in spoken] == ["提案提交数", "提案提交数", "提案立案数"]
    assert names(article, "600件提案，记下了委员的脚步。共收到提案626件，经审查立案523件。")[0] is Loose.SEVERAL


def test_growth_level_bases_means_and_parts_of_a_year_stay_apart(article):
    text = (
        "地区生产总值274亿元，增长9.1%。一季度地区生产总值增长8%。地区生产总值比2010年增长40%。年均地区生产总值30亿元。"
        "人均地区生产总值3万元。工业增加值100亿元，工业增加值增长10亿元，工业增加值下降3亿元。"
    )
    found = names(article, text)
    assert found[:2] == ["生产总值", "生产总值增长率"]
    assert found[2] == "生产总值增长率（一季度）"
    assert found[3] == "地区生产总值（比2010年）增长率"
    assert "生产总值" not in found[4:6]
    assert found[6] == "工业增加值"
    assert found[7:] == [Loose.SEVERAL, Loose.SEVERAL]
    fall = of(article, "发文数量同比下降12.5%。")[0]
    assert (fall.key.what, fall.told.value) == ("发文数量增长率", Decimal("-12.5"))


def test_levels_reached_are_of_their_last_year_and_bases_of_their_own(article):
    text = "五年来，地区生产总值由2017年的162.4亿元增加到287.9亿元。商品房由3万平方米增加到5万平方米。"
    first, last, base, _ = of(article, text)
    assert (first.key, first.figure.period.to) == (last.key, 2017)
    assert (last.key.years, last.figure.period.to) == (1, 2022)
    assert (base.key, base.why) == (None, Loose.BASE)


def test_what_names_no_quantity_is_of_no_series(article):
    assert names(article, "完成投资3亿元。") == [Loose.UNNAMED]
    assert names(article, "新增商业面积3万平方米。") == ["商业面积（新增）"]
    bare = dataclasses.replace(article, place=None)
    assert {one.why for one in keyed(bare)} == {Loose.NO_BODY}
    undated = dataclasses.replace(article, figures=(dataclasses.replace(article.figures[0], period=None),))
    assert keyed(undated)[0].why is Loose.NO_YEARS
    assert (
        keyed(dataclasses.replace(article, figures=(dataclasses.replace(article.figures[0], period=Years(2018, 2022)),)))[0].key.years == 5
    )


def test_a_fact_told_twice_is_of_one_series(article):
    found = of(article, "区政协召开常委会专题协商会3次。全年3次常委会专题协商，议出实招。")
    assert [one.figure.same_as for one in found] == [None, 0]
    assert found[0].key == found[1].key


def test_weights_areas_and_lengths_are_converted(article):
    assert converted("10570", "斤") == ("5.285", "吨")
    assert converted("2", "公顷") == ("30", "亩")
    assert converted("3", "件") == ("3", "件")
    assert all(Decimal(by) for _, by in table("series")["units"].values())


def test_values_with_fewer_digits_do_not_contradict(article):
    def value(words):
        one = figures(f"旅游收入{words}。", article.period)[0]
        return told(one, words.strip("近约多元亿万"))

    assert not differ(value("1.2亿元"), value("11962万元"))
    assert not differ(value("近70亿元"), value("69.1亿元"))
    assert differ(value("1.2亿元"), value("1.3亿元"))
    assert differ(value("近70亿元"), value("60.1亿元"))


def test_each_rule_says_where_it_is_from_and_its_words_are_found_by_it():
    for row, one in zip(table("series")["quantity"], quantities(), strict=True):
        assert row["source"]
        assert one.words
        assert one.rule == f"series.toml {one.number}: {one.name}"


#: As the reports print them: the year before the report's; years they give no value for are gaps.
GROWTH = dict(
    zip(range(2008, 2022), ["9", "8.7", "10.3", "9.2", "7.8", "7.7", "7.4", "6.9", "6.7", "6.9", "6.6", "6.1", "2.3", "8.1"], strict=True)
)
JOBS = dict(zip(range(2008, 2022), (1113, 1102, 1168, 1221, 1266, 1310, 1322, 1312, 1314, 1351, 1361, 1352, 1186, 1269), strict=True))
GRAIN = {2007: 50150, 2008: 52850, 2009: 53100, 2010: 54500, 2011: 57121, 2013: 60000, 2014: 60500, 2018: 65000, 2019: 65000, 2021: 68500}
#: What the six reports of a district print of themselves, 2011 to 2016.
DISTRICT = {
    ("生产总值", "元"): {2010: 162.4, 2011: 198.5, 2012: 235.2, 2013: 253.7, 2014: 274.4, 2015: 287.9, 2016: 303.6},
    ("生产总值增长率", "%"): {2011: 22.3, 2012: 18.5, 2013: 10.1, 2014: 9.1, 2015: 8.9, 2016: 7.2},
    ("旅游收入", "元"): {2011: 31.8, 2012: 38, 2013: 47.2, 2014: 56.4, 2015: 69, 2016: 82.8},
    ("规模以上工业总产值", "元"): {2011: 235.4, 2012: 137.8, 2013: 207.2, 2014: 166.7, 2015: 188, 2016: 198.1},
    ("城镇登记失业率", "%"): {2011: 4.08, 2012: 3.84, 2013: 3.65, 2014: 3.79, 2015: 3.9, 2016: 3.9},
    ("再就业", "人"): {2011: 3869, 2012: 2291, 2013: 2529, 2014: 1687, 2015: 2100, 2016: 1582},
    ("城镇新增就业", "人"): {2011: 5527, 2012: 6128, 2014: 5487, 2016: 6790},
}


def series(folder, pattern):
    """Values by year of every series of a file's pattern, of one year and achieved."""
    held = {}
    for file in sorted(folder.glob(pattern)):
        for one in keyed(read_dropped(file.name, file.read_bytes())[0]):
            if one.key and one.figure.status == "achieved" and one.key.years == 1:
                held.setdefault(one.key, []).append(one)
    return held


@pytest.mark.corpus
def test_three_series_of_the_state_council(corpus):
    held = {key.what: told for key, told in series(corpus / "reports", "国务院*.txt").items()}
    read = {name: {one.figure.period.to: one.told.value for one in held[name]} for name in ("生产总值增长率", "城镇新增就业", "粮食产量")}
    assert read["生产总值增长率"] == {year: Decimal(value) for year, value in GROWTH.items()}
    assert read["城镇新增就业"] == {year: value * 10**4 for year, value in JOBS.items()}
    assert read["粮食产量"] == {year: value * 10**4 for year, value in GRAIN.items()}
    assert {one.figure.unit_printed for one in held["粮食产量"]} == {"万吨", "亿吨", "亿斤", "万亿斤"}
    assert all(len(held[name]) == len(read[name]) for name in read)


@pytest.mark.corpus
def test_the_series_of_a_district(corpus):
    found = series(corpus / "reports", "海拉尔区*.txt")
    assert {(key.organ, key.place) for key in found} == {("政府", "150702")}
    held = {(key.what, key.unit): told for key, told in found.items()}
    for name, values in DISTRICT.items():
        read = {one.figure.period.to: one.told.value for one in held[name]}
        factor = 10**8 if name[1] == "元" else 1
        assert read == {year: Decimal(str(value)) * factor for year, value in values.items()}, name


@pytest.mark.parametrize("text", ["提案" * 900 + "立案12件。", "比2010年增长1%、" * 60, "年均" * 900 + "12吨", "粮食" * 950 + "12吨"])
def test_hostile_text_is_keyed(article, text):
    assert of(article, f"{text}\n" * 20)
