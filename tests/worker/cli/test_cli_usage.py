"""Wrong use, help and shared options, through the real program."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from worker.cli.face import Face
from worker.cli.formatter import width, wrapped
from worker.cli.program import ended

WRONG = [
    (["crwl"], "crawl", "没有“crwl”这个命令"),
    (["crawl"], "PAPER", "缺少 PAPER"),
    (["crawl", "ljrb"], "--latest", "请给出日期"),
    (["crawl", "ljrb", "--date", "2023-02-30"], "2023-02-30", "不是日期"),
    (["crawl", "ljrb", "--from", "2023-02-03", "--to", "2023-02-01"], "2023-02-03", "晚于"),
    (["crawl", "ljrb", "--date", "2023-02-01", "--latest"], "--latest", "三者选一"),
    (["crawl", "ljrb", "--dat", "2023-02-01"], "--date", "没有“--dat”这个选项"),
    (["show", "ljrb-1", "提案"], "提案", "多出了参数"),
    (["search", "政协", "--limit", "1001"], "1000", "整数"),
    (["search", "政协", "--years", "2022..2018"], "2022..2018", "不是年份范围"),
    (["search", "政协", "--sort", "size"], "-date", "不在可用的值里"),
    (["schema", "papers"], "article", "不在可用的值里"),
    (["read", "nowhere.html"], "nowhere.html", "这个文件"),
    (["ingest", "nowhere"], "nowhere", "这个文件或文件夹"),
    (["reindex", "--rollback", "--reread"], "--rollback", "不能与其他选项同用"),
    (["retry"], "--all", "请说明重试什么"),
    (["--home"], "--home", "后面要给一个值"),
    (["--json=3", "status"], "--json", "后面不带值"),
    (["status", "--lang", "fr"], "zh en", "不在可用的值里"),
    (["serve", "--port", "70000"], "65535", "整数"),
]


@pytest.mark.parametrize(("args", "both", "chinese"), WRONG, ids=lambda value: " ".join(value) if isinstance(value, list) else "")
def test_wrong_use(capsys: pytest.CaptureFixture, args: list[str], both: str, chinese: str) -> None:
    for lang in ("zh", "en"):
        line = args if "--lang" in args else [*args[:0], "--lang", lang, *args]
        code = ended(Face(lang), line)
        told = capsys.readouterr()
        assert (code, told.out) == (2, "")
        assert both in told.err
        assert (chinese in told.err) == (lang == "zh")
        assert lang == "zh" or not re.search(r"[一-鿿，。：（]", told.err.replace("政协", "").replace("提案", ""))


def test_wrong_use_ends_the_process_with_two(zongshu: Callable, tmp_path: Path) -> None:
    ended = zongshu("crawl", "ljrb", "--date", "2023-02-30")
    assert (ended.code, ended.out) == (2, "")
    assert "不是日期" in ended.err
    assert not (tmp_path / "home").exists()


def test_help_in_both_languages_needs_no_home(zongshu: Callable, tmp_path) -> None:
    chinese, english = zongshu("--help"), zongshu("--help", "--lang", "en")
    assert (chinese.code, english.code) == (0, 0)
    assert "用法：zongshu [选项] 命令" in chinese.out
    assert "Usage: zongshu [OPTIONS] COMMAND" in english.out
    assert not re.search("[一-鿿]", english.out)
    assert all(width(line) <= 80 for line in (chinese.out + english.out).splitlines())
    assert zongshu().out == chinese.out
    assert zongshu("--help", ZONGSHU_LANG="en").out == english.out
    assert not (tmp_path / "home").exists()


def test_shared_options_before_and_after_the_command(zongshu: Callable, tmp_path) -> None:
    before = zongshu("--json", "--home", str(tmp_path / "a"), "papers", ZONGSHU_HOME="/nonexistent/never")
    after = zongshu("papers", "--home", str(tmp_path / "a"), "--json", ZONGSHU_HOME="/nonexistent/never")
    assert before.code == after.code == 0
    assert before.lines == after.lines
    assert all(line["source"] for line in before.lines)
    assert {"ljrb", "cpwb", "hcrb", "rmrb", "hbrb", "xnwb"} <= {line["code"] for line in before.lines}


def test_a_home_that_is_a_file_is_refused(zongshu: Callable, tmp_path) -> None:
    (tmp_path / "file").write_text("")
    ended = zongshu("status", "--home", str(tmp_path / "file"))
    assert (ended.code, ended.out) == (2, "")
    assert "不是文件夹" in ended.err


def test_schema_is_a_json_schema(zongshu: Callable) -> None:
    people, machine = json.loads(zongshu("schema", "article").out), zongshu("schema", "article", "--json").lines
    jsonschema.Draft202012Validator.check_schema(people)
    assert len(machine) == 1
    assert machine[0]["properties"].keys() == people["properties"].keys() >= {"id", "text", "source"}


def test_version_is_that_of_the_package(zongshu: Callable) -> None:
    from worker.release import VERSION

    assert zongshu("--version").out == f"{VERSION}\n"


def test_lines_break_between_han_characters_and_never_before_a_closing_mark() -> None:
    text = "收集数字报，整理成文，检索公共机构的年度工作综述（zongshu demo）。"
    lines = list(wrapped(text, 12))
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(line) <= 14 for line in lines)
    assert not any(line[0] in "，。）" for line in lines)
