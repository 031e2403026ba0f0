"""What reading looks at: the title block and text of an article, the day it is printed and the home of its paper; and what it found."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, Literal, TypeVar

Part = Literal["kicker", "title", "subtitle", "text", "date", "home"]
T = TypeVar("T")

#: How much of a text is its opening.
_OPENING = 600
#: A line of a title block is shorter.
_LONGEST = 200
_WHITE = re.compile(r"[ \t\u3000\xa0]+")
#: Lines under a title that belong to its block: behind a dash, in brackets, the session a report is given to, the day.
_UNDER = re.compile(
    r"[-—–－─].{4,}|[（(][^（）()]{4,60}[)）]|(?:\d{4}年)?\d{1,2}月\d{1,2}日[^。]{0,40}|[—-]*在.{4,50}(?:会议|大会)上|.{4,40}(?:会议|大会)[，,]?(?:\d{4}年\d{1,2}月\d{1,2}日)?|来源[:：].{2,12}"
)
_HEAD_LINES = 6
#: A line that belongs to the block, and one (the speaker's name) that may stand between such lines.
_UNDER_LONGEST, _UNDER_SHORT = 60, 24


@dataclass(frozen=True, slots=True)
class Basis:
    """The words a finding rests on: `words` at `start:end` of a part of the article (for `date` and `home` what they say)."""

    words: str
    part: Part
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Finding(Generic[T]):
    """Something read: its value, the words it rests on, and a confidence from 0 to 1."""

    value: T
    basis: tuple[Basis, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the white space inside it, and where each character stands in its part."""

    part: Part
    text: str
    places: tuple[int, ...]

    def basis(self, start: int, end: int) -> Basis:
        """The words at `start:end` of this line, with their offsets in the part."""
        if end <= start:
            return Basis("", self.part)
        return Basis(self.text[start:end], self.part, self.places[start], self.places[end - 1] + 1)

    def until(self, end: int) -> "Line":
        """The first `end` characters."""
        return Line(self.part, self.text[:end], self.places[:end])


def squeezed(part: Part, raw: str, start: int = 0, end: int | None = None) -> Line:
    """The characters of `raw[start:end]` that are no white space; line feeds stay."""
    stop = len(raw) if end is None else min(end, len(raw))
    places = tuple(place for place in range(start, stop) if raw[place] not in " \t\u3000\xa0\u2003\u200b")
    return Line(part, "".join(raw[place] for place in places), places)


@dataclass(frozen=True)
class Piece:
    """An article as reading takes it; `home` is the division code of its paper's home, None where there is no paper."""

    kicker: str | None
    title: str | None
    subtitle: str | None
    text: str
    printed: dt.date | None = None
    home: str | None = None

    @cached_property
    def _under(self) -> tuple[list[Line], int]:
        lines, at, begin = [], 0, 0
        for raw in self.text[: 3 * _LONGEST].split("\n")[:_HEAD_LINES]:
            bare = _WHITE.sub("", raw)
            if len(bare) <= _UNDER_LONGEST and (_UNDER.fullmatch(bare) or re.search(r"工作报告[^，。；]{0,6}$", bare)):
                lines.append(squeezed("text", self.text, at, at + len(raw)))
                begin = at + len(raw) + 1
            elif found := re.match(r"\s*[-—–－─]{1,4}[^。\n]{4,40}?(?=\u3000)", raw):
                lines.append(squeezed("text", self.text, at, at + found.end()))
                begin = at + found.end()
                break
            elif len(bare) > _UNDER_SHORT:
                break
            at += len(raw) + 1
        return lines, begin

    @cached_property
    def block(self) -> tuple[Line, ...]:
        """The lines of the title block: title, subtitle, kicker, then lines under the title that the text begins with."""
        parts: tuple[tuple[Part, str | None], ...] = (("title", self.title), ("subtitle", self.subtitle), ("kicker", self.kicker))
        lines = [squeezed(part, raw, 0, _LONGEST) for part, raw in parts if raw and raw.strip()]
        return (*lines, *self._under[0])

    @cached_property
    def opening(self) -> Line:
        """How the text begins, behind the title block."""
        begin = min(self._under[1], len(self.text))
        return squeezed("text", self.text, begin, begin + _OPENING)

    def lines(self) -> Iterator[Line]:
        """The title block, then the opening."""
        yield from (*self.block, self.opening)
