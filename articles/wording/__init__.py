"""What Zongshu says to people, in Chinese and English: tables of templates, looked up by key.

A room keeps its own table as `zh.toml` and `en.toml` in a folder `wording`; nested tables join their names with a dot. A template is
filled with `str.format`. Errors of every room stand in the tables here, because the ledger keeps them and every face tells them.
"""

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

LANGUAGES = ("zh", "en")


def _flat(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


class Wording:
    """The templates of one folder, by language and key."""

    def __init__(self, folder: Traversable) -> None:
        self._tables = {lang: dict(_flat(tomllib.loads((folder / f"{lang}.toml").read_text("utf-8")))) for lang in LANGUAGES}

    def keys(self, lang: str) -> frozenset[str]:
        """The keys of a language's table."""
        return frozenset(self._tables[lang])

    def template(self, key: str, lang: str) -> str:
        """The template as it stands. KeyError where the table lacks it: a fault of ours, found by the tests."""
        return self._tables[lang][key]

    def say(self, key: str, lang: str, **facts: object) -> str:
        """The template of `key` in `lang`, filled with `facts`."""
        return self.template(key, lang).format(**facts)


#: The errors of every room and the field's words that all faces share.
WORDING = Wording(files(__name__))
