"""Only lxml parses markup: the standard library's parser takes 35 seconds for 60 KB of `<a `."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("articles", "storage", "scrapers", "indexing", "search", "worker", "zongshu")


def _slow(tree: ast.AST) -> list[str]:
    """What a module has to do with `html.parser`, by name or by bs4's string."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [name.name for name in node.names if name.name in ("html.parser", "bs4", "html5lib")]
        elif isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{name.name}" for name in node.names} | {node.module or ""}
            found += [name for name in names if name in ("html.parser", "bs4", "html5lib")]
        elif isinstance(node, ast.Constant) and node.value == "html.parser":
            found.append("html.parser")
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_uses_a_parser_that_is_not_linear(room: str) -> None:
    files = list((ROOT / room).rglob("*.py"))
    assert files
    assert {str(file): used for file in files if (used := _slow(ast.parse(file.read_text("utf-8"))))} == {}


def test_the_rule_sees_what_it_forbids() -> None:
    for line in (
        "import html.parser",
        "from html.parser import HTMLParser",
        "from html import parser",
        'x = soup(t, "html.parser")',
        "import bs4",
    ):
        assert _slow(ast.parse(line)), line
