"""How rare words are in Chinese print at large: the statistics that come with jieba."""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import files
from pathlib import Path
from statistics import median


@cache
def general_rarity() -> Mapping[str, float]:
    """The inverse document frequency (natural logarithm) of a quarter of a million words; read once a process."""
    lines = _table().read_text("utf-8").splitlines()
    return {word: float(value) for word, value in (line.split(" ") for line in lines)}


@cache
def unknown_rarity() -> float:
    """What a word counts as that print at large does not know: the median, as jieba takes it."""
    return median(general_rarity().values())


def _table() -> Path:
    """The file, found without importing jieba, which loads a dictionary nobody needs here."""
    found = next(one for one in files("jieba") or () if one.match("jieba/analyse/idf.txt"))
    return Path(str(found.locate()))
