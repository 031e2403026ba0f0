"""Every regular expression of ours over texts made to trap it: its own letters, pumped."""

import importlib
import pkgutil
import random
import re
import re._constants as constants  # type: ignore[import-not-found] # no stubs; 3.11 and later
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.fuzz.target import Ready, Target

ROOMS = ("articles", "storage", "scrapers", "indexing", "search", "worker")
#: Characters of a trap: what a pattern may meet in a page that is read in this process is ten times as long. A query has 2,000.
LENGTH, QUERY = 20_000, 2_000
_CLASSES = {
    constants.CATEGORY_DIGIT: "0", constants.CATEGORY_SPACE: " ", constants.CATEGORY_WORD: "a", constants.CATEGORY_NOT_SPACE: "政",
    constants.CATEGORY_NOT_WORD: "-", constants.CATEGORY_NOT_DIGIT: "政",
}  # fmt: skip
_TAILS = ("", "\0", "!", "\n", "政")


@cache
def patterns() -> tuple[tuple[str, Any], ...]:
    """Every compiled pattern a module of ours holds, by where it is."""
    found: dict[str, Any] = {}
    for room in ROOMS:
        package = importlib.import_module(room)
        for info in pkgutil.walk_packages(package.__path__, f"{room}."):
            if ".migrations" not in info.name and not info.name.endswith("__main__"):
                found |= _held(importlib.import_module(info.name))
    return tuple(sorted(found.items()))


@cache
def calls(place: str) -> tuple[str, ...]:
    """How a pattern is asked (search, match, fullmatch), by its module's source; a pattern handed on may be looked for anywhere."""
    module, _, name = place.partition(":")
    file = Path(str(importlib.import_module(module).__file__))
    files = [file] if name.startswith("_") else sorted(file.parent.rglob("*.py"))
    bare, source = re.escape(name.partition("[")[0]), "".join(one.read_text("utf-8") for one in files)
    anywhere = rf"\b{bare}\b(?:\[[^\]]*\])?\.(?:search|sub|subn|finditer|findall|split)\b|\bin {bare}\b|[(,] ?{bare}[,)]"
    found = ["search"] if re.search(anywhere, source) else []
    return (*found, *(one for one in ("match", "fullmatch") if re.search(rf"\b{bare}\b(?:\[[^\]]*\])?\.{one}\b", source)))


def _held(module: ModuleType) -> dict[str, Any]:
    held = {name: value for name, value in vars(module).items() if isinstance(value, re.Pattern)}
    for name, value in vars(module).items():
        if isinstance(value, tuple | list) and not name.startswith("__"):
            held |= {f"{name}[{at}]": one for at, one in enumerate(value) if isinstance(one, re.Pattern)}
    return {f"{module.__name__}:{name}": value for name, value in held.items()}


def letters(pattern: Any) -> list[str]:
    """A letter for each literal and each class of a pattern."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    found = dict.fromkeys(_letters(tree, isinstance(pattern.pattern, bytes)))
    return [one for one in found if one] or ["a"]


def _letters(tree: Any, raw: bool) -> Iterator[str]:
    for kind, value in tree:
        if kind in (constants.LITERAL, constants.NOT_LITERAL):
            yield chr(value if kind is constants.LITERAL else value + 1)
        elif kind is constants.RANGE:
            yield chr(value[0])
        elif kind is constants.CATEGORY:
            yield _CLASSES.get(value, "a")
        elif kind is constants.ANY:
            yield "x"
        elif kind is constants.IN:
            yield from _letters(value, raw)
        else:
            for part in value if isinstance(value, tuple | list) else (value,):
                for inner in part if isinstance(part, list) else (part,):
                    if isinstance(inner, parser.SubPattern):
                        yield from _letters(inner, raw)


def _trap(draw: random.Random) -> bytes:
    """The number of a pattern, and what it is to meet: a beginning, a pumped piece, a tail."""
    number = draw.randrange(len(patterns()))
    own = letters(patterns()[number][1])
    start = "".join(draw.choice(own) for _ in range(draw.choice((0, 0, 1, 3, 8))))
    piece = "".join(draw.choice(own) for _ in range(draw.choice((1, 1, 1, 2, 2, 3, 6))))
    length = QUERY if patterns()[number][0].startswith("search.query.") else LENGTH
    text = start + piece * (length // len(piece)) + draw.choice((*_TAILS, draw.choice(own)))
    return number.to_bytes(2, "big") + text.encode("utf-8", "surrogatepass")


def _met(case: bytes) -> None:
    place, pattern = patterns()[int.from_bytes(case[:2], "big")]
    text: Any = case[2:] if isinstance(pattern.pattern, bytes) else case[2:].decode("utf-8", "surrogatepass")
    for call in calls(place):
        getattr(pattern, call)(text)


@contextmanager
def _opened() -> Iterator[Ready]:
    patterns()
    yield Ready(_trap, _met)


TARGETS = (Target("patterns", 3, _opened),)
