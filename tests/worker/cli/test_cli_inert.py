"""What comes from pages never steers the terminal or a log: control sequences are shown as escapes, and JSON says the same as before."""

import io
import json
import logging

import pytest
from hostile.payloads import CONTROLS, PAYLOADS
from rich.text import Text

from worker.cli.console import Inert
from worker.cli.face import Face
from worker.logs import JsonLines, TextLines
from worker.visible import visible

STEERING = frozenset(one for one in "".join(CONTROLS) if not one.isprintable()) - frozenset("\n\t")


def steers(text: str) -> list[str]:
    return [one for one in text if one in STEERING]


def test_there_is_something_to_hide() -> None:
    assert {"\x1b", "\x9b", "\x07", "\r", "\x7f", "\u202e", "\u2028"} <= STEERING


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_text_is_shown_and_nothing_is_lost(payload: str, capsys: pytest.CaptureFixture[str]) -> None:
    face = Face()
    face.result(payload)
    face.line({"title": payload, payload: [payload]})
    face.table(["id"], [[payload]])
    face.console.print(Text(payload, style="bold"))
    face.tell("told.about", about=payload, message=payload)
    out, err = capsys.readouterr()
    assert steers(out) == steers(err) == []
    line = next(one for one in out.splitlines() if one.startswith('{"title"'))
    assert json.loads(line) == {"title": payload, payload: [payload]}
    if payload.isprintable():
        assert payload in out
        assert payload in err
    assert json.loads(f'"{visible("a" + chr(0x1B) + chr(0x9B))}"') == "a\x1b\x9b"


def test_styles_of_our_own_stay() -> None:
    out = io.StringIO()
    Inert(file=out, force_terminal=True, color_system="standard").print(Text("a\x1b[2Jb", style="bold"))
    assert out.getvalue() == "\x1b[1ma\\u001b[2Jb\x1b[0m\n"


@pytest.mark.parametrize("form", [JsonLines, TextLines])
def test_a_line_of_the_log_is_one_line(form: type[logging.Formatter]) -> None:
    record = logging.LogRecord("worker", logging.INFO, "", 0, "fetched", None, None)
    record.address = "http://a.example/" + "".join(CONTROLS)
    line = form().format(record)
    assert steers(line) == []
    assert len(line.splitlines()) == 1
