"""What a line of a column is by itself and by its neighbours: title, subtitle, byline, heading, or body."""

import re
from collections.abc import Sequence

from articles.repair.columns import Width, reaches
from articles.repair.lines import Line

_HAN = r"[\u4e00-\u9fff“”《》、·]"
#: Two halves with a space between, as headings are set.
_HALVES = re.compile(rf"{_HAN}{{3,14}}[ \u3000]+{_HAN}{{3,14}}")
_SUBTITLE = re.compile(r"[—－–-]{1,3}\s*\S")
_BYLINE = re.compile(r"[□■●◆▲]?\s*(?:本报|本网|特约|见习|实习|全媒体)*(?:记者|通讯员|作者)[\s:：]*[\u4e00-\u9fff\s、/]{2,30}$")
_MARKS = re.compile(r"[。，、；：！？,;:!?…]")
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）、]")
#: A heading has up to so many characters, and is so much narrower than a line that fills the column.
_LONGEST, _NARROWER = 30, 2.9


def byline(text: str) -> bool:
    """Whether a line names who wrote the article and nothing else."""
    return bool(_BYLINE.match(text))


def _heading(line: Line, before: Line | None, short: float, alone: bool) -> bool:
    """A line that is no sentence and no part of one: it stands where a sentence has ended and does not fill the column."""
    text = line.text
    if len(text) > _LONGEST or line.ended or (before is not None and not before.ended):
        return False
    if numbered := _NUMBERED.match(text):
        return not _MARKS.search(text, numbered.end()) and short >= _NARROWER
    if _MARKS.search(text):
        return False
    return short >= _NARROWER or (bool(_HALVES.fullmatch(text)) and (alone or short < 0))


def _alone(lines: Sequence[Line], at: int) -> bool:
    """Whether a line has nothing close above it, and below it nothing or a subtitle."""
    above = not at or lines[at].blank
    return above and (at + 1 == len(lines) or lines[at + 1].blank or bool(_SUBTITLE.match(lines[at + 1].text)))


def roles(lines: Sequence[Line], widths: Sequence[Width]) -> list[str]:
    """The role of each line, `widths` the column's: `title`, `subtitle`, `byline`, `heading` or `body`."""
    short = [min(both) - reach for both, reach in zip(widths, reaches(lines), strict=True)]
    found: list[str] = []
    for at, line in enumerate(lines):
        alone, before = _alone(lines, at), lines[at - 1] if at else None
        if at and found[-1] != "body" and found[-1] != "subtitle":
            before = None
        if byline(line.text):
            found.append("byline")
        elif found and found[-1] == "heading" and _SUBTITLE.match(line.text) and not line.ended and len(line.text) <= 2 * _LONGEST:
            found.append("subtitle")
            _entitle(found)
        elif (found[-1:] != ["heading"] or line.blank or _second(lines, at)) and _heading(line, before, short[at], alone):
            found.append("heading")
        else:
            found.append("body")
    return found


def _second(lines: Sequence[Line], at: int) -> bool:
    """Whether a line goes on with the heading before it."""
    return not lines[at].blank and abs(lines[at].width - lines[at - 1].width) <= 2


def _entitle(found: list[str]) -> None:
    """The heading right before a subtitle is the title."""
    at = len(found) - 2
    while at >= 0 and found[at] == "heading" and len(found) - at <= 4:
        found[at] = "title"
        at -= 1
