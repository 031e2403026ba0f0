"""The structure of a text: sections by level (一、（一）1. and bare headings), and where the part that plans begins."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from articles.reading.rules import pattern
from articles.reading.sentences import sentences
from articles.reading.years import printed_years

_LEVELS = (
    (1, re.compile(r"[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十]{1,3}(?:部分|章)")),
    (2, re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）]")),
    (3, re.compile(r"\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[)）]|[①-⑳]")),
)
_BARE = re.compile(r"[^。！？；：，、,;:!?…]{4,30}")
#: A heading that opens a paragraph ends with its first full stop; longer ones are none.
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its level (1 to 3; 4 for a bare heading), its heading as printed, and where it begins and ends in the text."""

    level: int
    heading: str
    start: int
    end: int


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.split("\n"):
        yield at + len(line) - len(line.lstrip()), line.strip()
        at += len(line) + 1


def _heading(line: str, first: bool) -> tuple[int, str] | None:
    for level, mark in _LEVELS:
        if found := mark.match(line):
            heading = re.split(r"[。\n]", line[: _LONGEST + 1], maxsplit=1)[0]
            return (level, heading) if len(heading) <= _LONGEST and len(heading) > found.end() else None
    return (4, line) if not first and _BARE.fullmatch(line) and len(line) > 3 else None


def sections(text: str) -> list[Section]:
    """The sections in order; one ends where the next of its level or a higher one begins."""
    heads = [(start, *found) for place, (start, line) in enumerate(_lines(text)) if (found := _heading(line, place == 0))]
    return [
        Section(level, heading, start, next((later for later, at, _ in heads[place + 1 :] if at <= level), len(text)))
        for place, (start, level, heading) in enumerate(heads)
    ]


def _plans(heading: str, reviewed: int | None) -> bool:
    """Whether a heading is a plan's: by its words, none of review beside them, and no year that is already accounted for."""
    if not pattern("figures", "plan_heading").search(heading) or pattern("figures", "review_heading").search(heading):
        return False
    years = [one.from_ for one in printed_years(heading)]
    return reviewed is None or not years or max(years) > reviewed


def plan_start(text: str, reviewed: int | None = None) -> int:
    """Where the part that plans begins: at the first heading of the first level that says so, else at a sentence; the end where none does.

    `reviewed` is the last year the text accounts for: what is headed with it is no plan.
    """
    found = sections(text)
    numbered = [section for section in found if section.level == 1]
    for section in numbered or [section for section in found if section.level == 4]:
        if _plans(section.heading, reviewed):
            return section.start
    opening = pattern("figures", "plan_sentence")
    for start, end in sentences(text):
        head = text[start : min(end, start + 60)]
        years = [one.from_ for one in printed_years(head[:12])]
        if opening.search(head) and (reviewed is None or not years or max(years) > reviewed):
            return start
    return len(text)
