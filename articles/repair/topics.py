"""What headings and sections of public accounts are about: the field's topics and the words they go by (`topics.toml`)."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files


@cache
def topics() -> tuple[tuple[str, ...], ...]:
    """The words of each topic."""
    table = tomllib.loads(files(__package__).joinpath("topics.toml").read_text("utf-8"))
    return tuple(tuple(words.split()) for words in table.values())


def suited(headings: Sequence[str], sections: Sequence[str]) -> list[list[float]]:
    """For each heading and section, how much of what all sections tell of the heading's topics this one tells, above its even part."""
    told = [[sum(map(section.count, words)) / max(1, len(section)) for section in sections] for words in topics()]
    table = []
    for heading in headings:
        row = [0.0] * len(sections)
        for words, shares in zip(topics(), told, strict=True):
            whole = sum(shares)
            if whole and any(word in heading for word in words):
                row = [value + share / whole - 1 / len(sections) for value, share in zip(row, shares, strict=True)]
        table.append(row)
    return table
