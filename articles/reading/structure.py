"""The structure of a text: sections by level (一、（一）1. and bare headings), and where the part that plans begins."""

import re
from collections.abc import Iterator

from articles.model import Article, Part, PartOfAccount, Section
from articles.reading.bylines import bylines
from articles.reading.rules import pattern
from articles.reading.sentences import sentences
from articles.reading.years import printed_years

_LEVELS = (
    (1, re.compile(r"[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十]{1,3}(?:部分|章)")),
    (2, re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）]")),
    (3, re.compile(r"\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[)）]|[①-⑳]")),
)
_BARE = re.compile(r"[^。！？；;!?…]{3,29}[^。！？；：，、,;:!?…]")
_SHORTEST = 4
#: What shows that a line is text: a sentence, or more than a heading holds.
_TEXT = re.compile(r"[。！？；]|.{31}")
#: A heading that opens a paragraph ends with its first full stop; longer ones are none.
_LONGEST = 60


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.split("\n"):
        yield at + len(line) - len(line.lstrip()), line.strip()
        at += len(line) + 1


def _numbered(line: str) -> tuple[int, str] | None:
    for level, mark in _LEVELS:
        if found := mark.match(line):
            heading = re.split(r"[。\n]", line[: _LONGEST + 1], maxsplit=1)[0]
            return (level, heading) if len(heading) <= _LONGEST and len(heading) > found.end() else None
    return None


def _is_bare(line: str, below: str) -> bool:
    """Whether a line is a heading without a number: text (or a numbered heading) stands `below` it, and it is no byline or dateline."""
    if len(line) < _SHORTEST or not _BARE.fullmatch(line):
        return False
    headed = _TEXT.search(below) is not None or any(mark.match(below) for _, mark in _LEVELS)
    return headed and bylines([line]) == ((), None)


def _heads(text: str) -> list[tuple[int, int, str]]:
    """Where headings begin, their levels and words; the first line is none without a number."""
    found: list[tuple[int, int, str]] = []
    below = ""
    lines = list(_lines(text))
    for at in range(len(lines) - 1, -1, -1):
        start, line = lines[at]
        if head := _numbered(line) or ((4, line) if at and _is_bare(line, below) else None):
            found.append((start, *head))
        below = line or below
    return found[::-1]


def outline(text: str) -> tuple[Section, ...]:
    """The sections in order; one ends where the next of its level or a higher one begins."""
    ends = dict[int, int]()
    open_: list[tuple[int, int]] = []
    heads = _heads(text)
    for start, level, _ in heads:
        while open_ and open_[-1][0] >= level:
            ends[open_.pop()[1]] = start
        open_.append((level, start))
    return tuple(Section(level, heading, start, ends.get(start, len(text))) for start, level, heading in heads)


def parts(article: Article) -> tuple[Part, ...]:
    """The part of a summary that reviews, and the one that plans where there is one; nothing for other articles."""
    if not article.kind.startswith("summary.") or not article.text:
        return ()
    at = plan_start(article.text, article.period.to if article.period else None)
    spans: tuple[tuple[PartOfAccount, int, int], ...] = (("review", 0, at), ("plan", at, len(article.text)))
    return tuple(Part(part, start, end) for part, start, end in spans if start < end)


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
    found = outline(text)
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
