"""`figures`: three series of the State Council through the real program on either engine; people's table, CSV, JSON, what `show` tells."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from worker.cli.face import Face
from worker.cli.program import ended

TEXTS = {
    2020: "翻开海拉尔区政协2020年履职答卷。\n收到提案150件，经审查立案139件，办复率100%。\n完成投资3亿元。",
    2022: "翻开海拉尔区政协2022年履职答卷。\n立案提案142件，办复率100%。\n新的一年，力争立案提案160件。",
}
#: As the reports print them; a year that is not here is a gap.
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
    2019: "6.1",
    2020: "2.3",
    2021: "8.1",
}
JOBS = dict(zip(range(2008, 2022), (1113, 1102, 1168, 1221, 1266, 1310, 1322, 1312, 1314, 1351, 1361, 1352, 1186, 1269), strict=True))
GRAIN = {2008: 52850, 2009: 53100, 2010: 54500, 2011: 57121, 2013: 60000, 2014: 60500, 2018: 65000, 2019: 65000, 2021: 68500}
PRINTED = {2008: "10570亿斤", 2009: "5.31亿吨", 2010: "1.09万亿斤", 2011: "57121万吨", 2021: "1.37万亿斤"}
ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Said:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Standard output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Said]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two accounts of one body."""
    folder = tmp_path_factory.mktemp("figures")
    for year, text in TEXTS.items():
        (folder / f"{year}.txt").write_text(f"海拉尔区政协{year}年工作综述\n\n{text}", "utf-8")
    line = [sys.executable, "-m", "zongshu", "ingest", "--home", str(folder / "home"), *(str(folder / f"{year}.txt") for year in TEXTS)]
    subprocess.run(line, check=True, capture_output=True, cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)})
    return folder / "home"


@pytest.fixture
def told(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs command lines in that home, in this process."""

    def run(*args: str) -> Said:
        code = ended(Face(json="--json" in args, lang="en" if "en" in args else "zh"), ["--home", str(home), *args])
        return Said(code, *capsys.readouterr())

    return run


def test_people_and_machines_get_the_same_series(told: Run) -> None:
    *series, last = told("figures", "--what", "立案提案", "--place", "海拉尔", "--years", "2020..2022", "--json").lines
    (one,) = series
    assert [(point["year"], point["value"], point["printed"]) for point in one["points"]] == [
        (2020, "139", "139件"),
        (2022, "142", "142件"),
    ]
    assert [(gap["year"], gap["why"]) for gap in one["gaps"]] == [(2021, "no_account")]
    assert last["summary"]["scanned"]["articles"] == 2
    people = told("figures", "--what", "立案提案", "--place", "海拉尔", "--planned")
    assert people.code == 0
    for words in ("海拉尔区政协　提案立案数（件）", "series.toml", "经审查立案139件", "160件 计划", "没有收录这一年的综述", "2020.txt"):
        assert words in people.out
    assert "看了 2 篇稿件" in people.err
    rows = list(csv.DictReader(io.StringIO(told("figures", "--what", "立案提案", "--csv").out.removeprefix("\ufeff"))))
    assert [(row["year"], row["value"], row["gap"]) for row in rows] == [
        ("2020", "139", ""),
        ("2021", "", "no_account"),
        ("2022", "142", ""),
    ]
    assert "2 articles" in told("figures", "--place", "150702", "--lang", "en").err
    assert "另有" in told("figures", "--limit", "1").out


def test_nothing_found_says_what_to_blame(told: Run) -> None:
    nothing = told("figures", "--what", "提案办复数", "--place", "海拉尔区")
    assert (nothing.code, nothing.out) == (0, "")
    assert "说的是它的 0 个" in nothing.err
    assert "“organ=法院”单独也没有命中" in told("figures", "--what", "立案提案", "--organ", "法院").err
    assert "--planned" in told("figures", "--what", "立案提案", "--years", "2023..").err
    assert "说得太笼统" in told("figures", "--what", "投资").out
    for wrong in (("--what", "！"), ("--place", "没有这个地方"), ("--what", "提" * 101)):
        failed = told("figures", *wrong)
        assert (failed.code, failed.out) == (1, "")
    assert told("figures", "--csv", "--json").code == 2


def test_show_tells_each_figure_with_its_series_and_sentence(told: Run, home: Path) -> None:
    id_ = told("search", "经审查立案", "--json").lines[0]["id"]
    shown = told("show", id_).out
    parts = ("数列：提案立案数（件），依据 series.toml", "原句：收到提案150件，经审查立案139件，办复率100%。", "不成数列：说得太笼统")
    for words in (*parts, "所覆盖年份：2020（依据"):
        assert words in shown
    explained = told("read", str(home.parent / "2020.txt"), "--explain", "--json")
    assert [figure["value"] for figure in json.loads(explained.out)["figures"]] == ["150", "139", "100", "300000000"]
    assert "数列：提案立案数（件）" in explained.err


@pytest.mark.corpus
@pytest.mark.parametrize("engine", ["tantivy", "elasticsearch"])
def test_three_series_of_the_state_council(zongshu: Any, corpus: Path, engine: str, request: pytest.FixtureRequest) -> None:
    if engine == "elasticsearch":
        zongshu.fixed["ZONGSHU_INDEX"] = request.getfixturevalue("elasticsearch_server").url
        zongshu.fixed["ZONGSHU_ELASTICSEARCH__PREFIX"] = request.getfixturevalue("elasticsearch_name")
    assert zongshu("ingest", *(str(file) for file in (corpus / "reports").glob("国务院*.txt"))).code == 0
    found = zongshu("figures", "--place", "中国", "--organ", "国务院", "--years", "2008..2021", "--json").lines[:-1]
    yearly = {one["what"]: one for one in found if one["years"] == 1 and one["unit"] in ("%", "人", "吨")}
    for what, truth in (("生产总值增长率", GROWTH), ("城镇新增就业", JOBS), ("粮食产量", GRAIN)):
        one = yearly[what]
        factor = 1 if one["unit"] == "%" else 10**4
        values = {point["year"]: Decimal(point["value"]) for point in one["points"]}
        assert values == {year: Decimal(str(value)) * factor for year, value in truth.items()}
        assert len(one["points"]) == len(truth)
        assert {gap["year"]: gap["why"] for gap in one["gaps"]} == dict.fromkeys(set(range(2008, 2022)) - set(truth), "no_figure")
        for source in (point["told"][0] for point in one["points"]):
            assert source["sentence"][source["mark"] :].startswith(source["printed"][: source["end"] - source["start"]])
            assert source["citation"].endswith("年政府工作报告.txt）")
    grain = yearly["粮食产量"]
    assert grain["unit"] == "吨"
    assert {point["year"]: point["printed"] for point in grain["points"]}.items() >= PRINTED.items()
    (sums,) = (one for one in found if one["what"] == "城镇新增就业" and one["years"] == 5)
    assert [point["value"] for point in sums["points"]] == ["57710000", "58700000", "64000000", "66000000", "60000000"]
