"""Kinds of values an option takes; what is wrong with a value is told in the language in force."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from articles.errors import QueryError
from articles.wording import LANGUAGES
from worker.cli.face import WORDS, Face

if TYPE_CHECKING:
    from search import Span


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
    """Years `A..B`, `A..`, `..B` or one year, by the rule of the query language."""

    wrong = "years"

    def read(self, text: str) -> "Span":
        """The range."""
        from search import span

        if text != text.strip():
            raise ValueError(text)
        try:
            return span(text)
        except QueryError as error:
            raise ValueError(text) from error


class _Words(Kind):
    """A kind that allows a few words."""

    wrong = "one_of"

    def __init__(self, name: str, words: tuple[str, ...]) -> None:
        super().__init__(name)
        self.words = words

    def facts(self) -> dict[str, object]:
        """The words allowed."""
        return {"words": " ".join(self.words)}


class Several(_Words):
    """Some of a few words, with commas between them."""

    def read(self, text: str) -> tuple[str, ...]:
        """The words, in the order of those allowed."""
        given = {word.strip() for word in text.split(",")}
        if not given <= set(self.words):
            raise ValueError(text)
        return tuple(word for word in self.words if word in given)


class OneOf(_Words):
    """One of a few words."""

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
