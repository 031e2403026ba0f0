"""`export` and `cite --style`: files hold what `search` gives, bad use is named, what fails leaves nothing."""

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from search.export import FORMATS as KNOWN
from worker.cli.export import FORMATS
from worker.cli.face import Face
from worker.cli.program import ended

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two accounts of one body."""
    folder = tmp_path_factory.mktemp("export")
    files = [folder / f"{year}.txt" for year in (2020, 2022)]
    for file in files:
        text = f"海拉尔区政协{file.stem}年工作综述\n\n翻开海拉尔区政协{file.stem}年履职答卷。\n立案提案{file.stem}件，办复率100%。\n"
        file.write_text(text, "utf-8")
    assert ended(Face(), ["--home", str(folder / "home"), "ingest", *map(str, files)]) == 0
    return folder / "home"


@pytest.fixture
def told(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs command lines in that home, in this process."""

    def run(*args: str, home: Path = home) -> tuple[int, str, str]:
        return (ended(Face(json="--json" in args), ["--home", str(home), *args]), *capsys.readouterr())

    return run


def test_files_and_citations(told: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert FORMATS == KNOWN
    found = [json.loads(line) for line in told("search", "履职", "--json")[1].splitlines()]
    ids = [one["id"] for one in found]
    assert len(ids) == 2
    out = tmp_path / "out"
    code, said, _ = told("export", "履职", "--out", f"{out}.xlsx", "--json")
    assert (code, json.loads(said)) == (0, {"file": f"{out}.xlsx", "format": "xlsx", "articles": 2, "total": 2})
    assert [row[0].value for row in openpyxl.load_workbook(f"{out}.xlsx").worksheets[1].iter_rows(min_row=2)] == ids
    assert told("export", "--years", "2022", "--out", f"{out}.docx")[0] == 0
    assert sum(one.style.name == "Heading 1" for one in docx.Document(f"{out}.docx").paragraphs) == 1
    code, said, err = told("export", "履职", "--format", "short", "--most", "1")
    assert (code, said.splitlines()[-1]) == (0, found[0]["citation"])
    assert "1 篇" in err
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"# 选\n{ids[1]}\t政协\n\n{ids[0]}\n{ids[1]}\n"))
    lines = [json.loads(line) for line in told("export", "--ids", "-", "--format", "jsonl")[1].splitlines()]
    assert [line["id"] for line in lines[1:]] == [ids[1], ids[0]]
    assert told("cite", ids[0])[1].splitlines()[0] == found[0]["citation"]
    assert told("cite", ids[0], "--style", "short")[1] == found[0]["citation"] + "\n"
    assert told("cite", ids[0], "--style", "bibtex")[1].startswith(f"@misc{{{ids[0]},\n")
    assert told("cite", ids[0], "--style", "ris")[1].startswith("TY  - GEN")
    assert json.loads(told("cite", ids[0], "--style", "gbt7714", "--json")[1])["text"].endswith("[Z]. 2022.txt.")


def test_series_are_those_of_figures(told: Run, tmp_path: Path) -> None:
    series = [json.loads(line) for line in told("figures", "--what", "立案提案", "--place", "海拉尔", "--json")[1].splitlines()][:-1]
    asked = ("export", "--figures", "立案提案", "--place", "海拉尔")
    lines = [json.loads(line) for line in told(*asked, "--format", "jsonl")[1].splitlines()]
    assert lines[1:] == series
    assert (lines[0]["export"]["total"], lines[0]["export"]["read"]) == (len(series), 2)
    points = [(point["year"], int(point["value"])) for one in series for point in one["points"]]
    code, _, err = told(*asked, "--out", str(tmp_path / "s.xlsx"))
    assert points
    assert (code, f"{len(series)} 个数列" in err) == (0, True)
    about, sheet = openpyxl.load_workbook(tmp_path / "s.xlsx").worksheets
    rows = list(sheet.iter_rows(values_only=True))
    year, value = rows[0].index("年份"), rows[0].index("数值")
    assert [(row[year], row[value]) for row in rows[1:] if row[value] is not None] == points
    assert about["A1"].value == "历年数字：立案提案"
    text = told(*asked, "--bom")[1]
    assert text.startswith("\ufeff# 历年数字：立案提案")
    assert [int(row["value"]) for row in csv.DictReader(text.splitlines()[text.count("\n# ") + 1 :]) if row["value"]] == [
        one for _, one in points
    ]
    assert told(*asked, "--format", "bibtex")[0] == 1
    assert told(*asked, "--kind", "news")[0] == 2
    assert told(*asked, "履职")[0] == 2


def test_bad_use_is_named_and_leaves_nothing(told: Run, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    empty, wrong = tmp_path / "empty", tmp_path / "wrong"
    empty.write_text("# nothing\n", "utf-8")
    wrong.write_text("ljrb-1\n", "utf-8")
    for args, code, words in (
        (("--json",), 2, "jsonl"),
        (("履职", "--ids", str(wrong)), 2, "--ids"),
        (("--format", "pdf"), 2, "csv"),
        (("(",), 1, "括号"),
        (("--ids", str(empty)), 1, "没有 id"),
        (("--ids", str(wrong)), 1, "ljrb-1"),
        (("--ids", str(tmp_path / "none")), 1, "none"),
    ):
        ended_, _, err = told("export", *args, *(() if "--json" in args else ("--out", str(out))))
        assert (ended_, words in err) == (code, True), args
    assert told("export", "--out", str(tmp_path / "no" / "a.csv"))[0] == 1
    code, said, err = told("export", home=tmp_path / "new")
    assert (code, said, "zongshu demo" in err) == (1, "", True)
    assert not list(tmp_path.glob("out*"))
