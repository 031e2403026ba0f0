"""Synonyms and abbreviations of the field: a table of ours, and a user's own beside it.

The table is TOML: `groups` is a list of lists, the words of each meaning the same. A user's file may also name words in `off`, which
then have no synonyms from any group of ours. Only a text of the query that is one of the words as a whole is widened
(`search.query.widening`).
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from articles.errors import SettingsError
from indexing import fold, units

#: More words in a group would make a query of anything.
_MOST_WORDS = 20


class Synonyms:
    """A table by word; an empty one widens nothing."""

    def __init__(self, groups: Iterable[Sequence[str]] = ()) -> None:
        self._table: dict[str, dict[str, None]] = {}
        for group in groups:
            for word in group:
                others = self._table.setdefault(_key(word), {})
                others.update(dict.fromkeys(other for other in group if _key(other) != _key(word)))

    def of(self, text: str) -> tuple[str, ...]:
        """The other words of the groups a word is in."""
        return tuple(self._table.get(_key(text), ()))

    def words(self) -> tuple[str, ...]:
        """Every word of the table, as it is written there."""
        return tuple(dict.fromkeys(word for others in self._table.values() for word in others))


def load_synonyms(path: Path | None = None) -> Synonyms:
    """Our table, and a user's file beside it. SettingsError where that cannot be read or is no such table."""
    ours = tomllib.loads(files(__package__).joinpath("synonyms.toml").read_text("utf-8"))
    if path is None:
        return Synonyms(ours["groups"])
    try:
        theirs = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise SettingsError("settings_synonyms_file", source=str(path), why=str(error)) from error
    _check(theirs, str(path))
    off = {_key(word) for word in theirs.get("off", ())}
    kept = [[word for word in group if _key(word) not in off] for group in ours["groups"]]
    return Synonyms([*kept, *theirs.get("groups", ())])


def _check(table: Mapping[str, Any], source: str) -> None:
    unknown = next((name for name in table if name not in ("groups", "off")), None)
    if unknown is not None:
        raise SettingsError("settings_synonyms_name", source=source, name=unknown)
    groups, off = table.get("groups", []), table.get("off", [])
    for group in groups if isinstance(groups, list) else [groups]:
        if not _are_words(group) or not 2 <= len(group) <= _MOST_WORDS:
            raise SettingsError("settings_synonyms_group", source=source, group=str(group)[:80], most=_MOST_WORDS)
    if not _are_words(off):
        raise SettingsError("settings_synonyms_group", source=source, group=str(off)[:80], most=_MOST_WORDS)


def _are_words(group: object) -> bool:
    return isinstance(group, list) and all(isinstance(word, str) and units(word) for word in group)


def _key(word: str) -> str:
    return "".join(unit.token for unit in units(fold(word)))
