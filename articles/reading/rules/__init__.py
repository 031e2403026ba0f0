"""The rules of reading that are data: TOML tables, each with the source of what it holds."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The table `name`.toml."""
    return tomllib.loads((files(__name__) / f"{name}.toml").read_text("utf-8"))


@cache
def pattern(name: str, key: str) -> re.Pattern[str]:
    """The alternatives of an entry (`words`, patterns themselves, tried in their order) as one pattern."""
    return re.compile("|".join(table(name)[key]["words"]))
