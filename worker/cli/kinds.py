"""Kinds of values an option takes; what is wrong with a value is told in the language in force."""

import datetime as dt
import re
from pathlib import Path

import click

from articles.wording import LANGUAGES
from worker.cli.face import WORDS, Face

Years = tuple[int | None, int | None]


def lang_of(ctx: click.Context | None) -> str:
    """The language in force."""
    face = ctx.find_root().obj if ctx else None
    return face.lang if isinstance(face, Face) else "zh"


class Kind(click.ParamType[object]):
    """A kind of value: `read` makes the value of a text, ValueError where it is none; `wrong` is the phrase that says so."""

    wrong = ""

    def __init__(self, name: str) -> None:
        self.name = name

    def facts(self) -> dict[str, object]:
        """What the phrase is filled with beside the value."""
        return {}

    def read(self, text: str) -> object:
        """The value of a text."""
        return text

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> object:
        """The value, or click's error with our words."""
        if not isinstance(value, str):
            return value
        try:
            return self.read(value)
        except ValueError:
            self.fail(WORDS.say(f"usage.{self.wrong}", lang_of(ctx), value=value, **self.facts()), param, ctx)


class Day(Kind):
    """A date: `2023-01-05`, `20230105`."""

    wrong = "day"

    def read(self, text: str) -> dt.date:
        """The date."""
        return dt.date.fromisoformat(text)


class Whole(Kind):
    """A whole number from `low` to `high`."""

    wrong = "whole"

    def __init__(self, name: str, low: int, high: int) -> None:
        super().__init__(name)
        self.low, self.high = low, high

    def facts(self) -> dict[str, object]:
        """The bounds."""
        return {"low": self.low, "high": self.high}

    def read(self, text: str) -> int:
        """The number."""
        number = int(text)
        if not self.low <= number <= self.high:
            raise ValueError(text)
        return number


class YearRange(Kind):
    """Years `A..B`, `A..`, `..B` or one year, as a pair of bounds (None is open)."""

    wrong = "years"

    def read(self, text: str) -> Years:
        """The bounds."""
        found = re.fullmatch(r"(\d{4})?(\.\.)?(\d{4})?", text)
        if not found or not (found[1] or found[3]) or (found[1] and found[3] and not found[2]):
            raise ValueError(text)
        low = int(found[1]) if found[1] else None
        high = int(found[3]) if found[3] else None
        if not found[2]:
            high = low
        if low is not None and high is not None and low > high:
            raise ValueError(text)
        return low, high


class Several(Kind):
    """Some of a few words, with commas between them."""

    wrong = "one_of"

    def __init__(self, name: str, words: tuple[str, ...]) -> None:
        super().__init__(name)
        self.words = words

    def facts(self) -> dict[str, object]:
        """The words allowed."""
        return {"words": " ".join(self.words)}

    def read(self, text: str) -> tuple[str, ...]:
        """The words, in the order of those allowed."""
        given = {word.strip() for word in text.split(",")}
        if not given <= set(self.words):
            raise ValueError(text)
        return tuple(word for word in self.words if word in given)


class OneOf(Kind):
    """One of a few words."""

    wrong = "one_of"

    def __init__(self, name: str, words: tuple[str, ...]) -> None:
        super().__init__(name)
        self.words = words

    def facts(self) -> dict[str, object]:
        """The words allowed."""
        return {"words": " ".join(self.words)}

    def read(self, text: str) -> str:
        """The word."""
        if text not in self.words:
            raise ValueError(text)
        return text


class Existing(Kind):
    """A path that exists: a `file`, or a `path` of any sort."""

    def __init__(self, name: str, sort: str) -> None:
        super().__init__(name)
        self.wrong = sort

    def read(self, text: str) -> Path:
        """The path."""
        path = Path(text)
        if not path.exists() or (self.wrong == "file" and path.is_dir()):
            raise ValueError(text)
        return path


DAY = Day("D")
YEARS = YearRange("A..B")
PORT = Whole("N", 0, 65535)
LANG = OneOf("zh|en", LANGUAGES)
