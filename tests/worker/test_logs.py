"""Logs: one line an event, with the keys that may be shown, and nothing else."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from articles.errors import StorageError
from worker.logs import begin
from worker.settings import Logging


@pytest.fixture(autouse=True)
def _logging() -> Iterator[None]:
    """Whatever a test sets up is taken down again."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    for handler in root.handlers:
        if handler not in before:
            handler.close()
    root.handlers[:] = before
    root.setLevel(level)
    for name in ("zongshu", "worker", "search"):
        logging.getLogger(name).setLevel(logging.NOTSET)


def test_json_lines_carry_the_known_keys_alone(tmp_path: Path) -> None:
    file = tmp_path / "z.log"
    assert begin(Logging(format="json", file=file), service=False)
    extra = {
        "issue": "ljrb-20240304",
        "host": "a.example",
        "seconds": 0.12345,
        "outcome": "kept",
        "payload": "正文",
        "password": "geheim",
        "run": 7,
    }
    logging.getLogger("zongshu.steps").info("fetch %s", "kept\nzwei", extra=extra)
    try:
        raise ValueError("falsch")
    except ValueError:
        logging.getLogger("zongshu.steps").exception("broken")
    first, second = map(json.loads, file.read_text("utf-8").splitlines())
    assert first.pop("time").endswith("+00:00")
    assert first == {
        "level": "info",
        "logger": "zongshu.steps",
        "event": "fetch kept\nzwei",
        "run": 7,
        "issue": "ljrb-20240304",
        "host": "a.example",
        "outcome": "kept",
        "seconds": 0.123,
    }
    assert second["level"] == "error"
    assert "ValueError: falsch" in second["exception"]


def test_text_lines_stay_one_line(tmp_path: Path) -> None:
    file = tmp_path / "z.log"
    assert begin(Logging(file=file, level="warning"), service=False)
    logging.getLogger("zongshu").info("left out")
    logging.getLogger("zongshu").warning("two\nlines", extra={"address": "http://a.example/?a=1 b", "payload": "正文"})
    (line,) = file.read_text("utf-8").splitlines()
    assert line.endswith('WARNING zongshu: two\\nlines address="http://a.example/?a=1 b"')


def test_debug_is_ours_alone(tmp_path: Path) -> None:
    file = tmp_path / "z.log"
    assert begin(Logging(file=file, level="debug"), service=False)
    logging.getLogger("redis.connection").debug("secret")
    logging.getLogger("zongshu.steps").debug("fetch begins")
    assert [line.rpartition(": ")[2] for line in file.read_text("utf-8").splitlines()] == ["fetch begins"]


def test_a_command_logs_nothing_unless_it_is_asked_to(capsys: pytest.CaptureFixture[str]) -> None:
    before = list(logging.getLogger().handlers)
    assert not begin(Logging(), service=False)
    assert logging.getLogger().handlers == before
    assert begin(Logging(), service=True)
    logging.getLogger("zongshu").info("served")
    assert "served" in capsys.readouterr().err


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"log\.file"):
        begin(Logging(file=tmp_path / "no" / "z.log"), service=True)
