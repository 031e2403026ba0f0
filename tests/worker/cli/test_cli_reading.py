"""Corrections and the comparison of readings at the command line, over a home with one file; in this process, to save time."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from articles.corrections import Correction, correct, printed
from articles.errors import BadCorrection
from scrapers import read_dropped
from worker.cli.correcting import value_of
from worker.cli.face import Face
from worker.cli.program import ended

TEXT = """同心同向聚合力 履职为民谱新章
——澄浦市政协2022年工作综述

2022年，澄浦市政协立案提案171件，开展“六个一”活动，构建1+3+6+N协商格局。

一、协商有成效

召开双月协商座谈会6次，形成协商报告8份。
"""


@pytest.fixture
def program(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """A command line's exit code and its lines of JSON."""
    monkeypatch.chdir(tmp_path)

    def run(*args: str) -> tuple[int, list[dict[str, Any]]]:
        capsys.readouterr()
        code = ended(Face("zh"), [*args, "--home", str(tmp_path / "home"), "--json"])
        return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


def test_an_editors_word_is_found_listed_and_taken_back(program: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    id_ = program("ingest", str(tmp_path / "a.txt"))[1][0]["id"]
    issue = id_.rpartition("-")[0]
    added = program("corrections", "add", id_, "organ", "档案馆", "--note", "来电")
    assert added == (0, [{"id": id_, "field": "organ", "issue": issue}])
    assert [one["id"] for one in program("search", "机构:档案馆")[1]] == [id_]
    shown = program("show", id_)[1][0]
    assert (shown["organ"], shown["corrected"]) == ("档案馆", [{"field": "organ", "read": "政协"}])
    assert program("corrections", "add", id_, "kind", "诗")[0] == 1
    [listed] = program("corrections")[1]
    assert (listed["id"], listed["applied"], listed["fields"], listed["note"]) == (id_, True, {"organ": "档案馆"}, "来电")
    path = tmp_path / "home" / "corrections" / issue / f"{id_}.json"
    path.write_text(path.read_text("utf-8").replace('"digest": "', '"digest": "0'), "utf-8")
    code, told = program("corrections", "check")
    assert (code, [one["applied"] for one in told]) == (1, [False])
    *differs, summary = program("diff-reading")[1]
    assert [(one["field"], one["old"], one["new"]) for one in differs] == [
        ("organ", "档案馆", "政协"),
        ("corrected", "organ 政协", None),
    ]
    assert (summary["summary"]["changed"], summary["summary"]["fields"]) == (1, {"organ": 1, "corrected": 1})
    assert program("status")[1][-1]["corrections_idle"] == 1
    assert program("corrections", "remove", id_)[0] == 0
    assert program("show", id_)[1][0]["organ"] == "政协"
    assert program("corrections", "remove", id_)[0] == 1
    assert program("corrections", "add", id_)[0] == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("period", "2018..2022"),
        ("place", "西宁市"),
        ("place", "630100"),
        ("bylines", "记者:张三 通讯员：李四"),
        ("page", "A03"),
        ("title", "null"),
        ("flags", "[]"),
    ],
)
def test_short_forms_of_values_fit_the_schema(field: str, value: str) -> None:
    article = read_dropped("a.txt", TEXT.encode())[0]
    said = value_of(field, value)
    assert correct(article, Correction(article.id, printed(article), {field: said})) is not None


@pytest.mark.parametrize(("field", "value"), [("period", "去年"), ("place", "鼓楼区"), ("place", "999999"), ("figures", "171")])
def test_values_that_are_none_are_named(field: str, value: str) -> None:
    article = read_dropped("a.txt", TEXT.encode())[0]
    with pytest.raises(BadCorrection):
        correct(article, Correction(article.id, printed(article), {field: value_of(field, value)}))
