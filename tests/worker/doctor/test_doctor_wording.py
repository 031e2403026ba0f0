"""Whatever the doctor can find has its words, and how to mend it, in both languages."""

import ast
from collections.abc import Iterator
from pathlib import Path

from articles.wording import LANGUAGES, WORDING
from worker.cli.face import WORDS

ROOT = Path(__file__).resolve().parents[3]
#: Made with a state that is looked up.
_BY_TABLE = {"index_disk": "ok", "index_disk_filling": "ill"}


def _calls() -> Iterator[ast.Call]:
    for path in (ROOT / "worker" / "doctor").glob("*.py"):
        yield from (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))


def _told(*states: str) -> set[str]:
    """The keys given to constructors of those states, or to a choice between them."""
    found = set()
    for call in _calls():
        names = {node.id for node in ast.walk(call.func) if isinstance(node, ast.Name)}
        if len(call.args) == 2 and names & set(states):
            key = call.args[1]
            choices = [key.body, key.orelse] if isinstance(key, ast.IfExp) else [key]
            found |= {choice.value for choice in choices if isinstance(choice, ast.Constant)}
    return found


def _keys(part: str, lang: str) -> set[str]:
    return {key.removeprefix(f"doctor.{part}.") for key in WORDS.keys(lang) if key.startswith(f"doctor.{part}.")}


def test_every_finding_has_its_phrase_and_no_phrase_is_left_over() -> None:
    told = _told("ok") | _told("warn", "bad") | set(_BY_TABLE)
    assert len(told) > 70
    for lang in LANGUAGES:
        assert _keys("seen", lang) == told


def test_whatever_is_not_ok_says_how_to_mend_it() -> None:
    ill = _told("warn", "bad") | {key for key, state in _BY_TABLE.items() if state == "ill"}
    for lang in LANGUAGES:
        assert {key for key in _keys("mend", lang) if not key.startswith("error")} == ill


def test_the_mending_of_errors_is_of_errors_there_are() -> None:
    errors = {key.removeprefix("error_") for key in _keys("mend", "zh") if key.startswith("error_")}
    assert errors
    assert {f"error.{key}" for key in errors} <= WORDING.keys("zh")
