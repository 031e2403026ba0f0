"""Spaces inside words: what extractors make of lines that were spread to fill their column."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from articles.repair.lines import Line
from articles.repair.log import Edit, edit

_HAN = r"[\u4e00-\u9fff]"
_BETWEEN = re.compile(rf"(?<={_HAN})[ \u3000]{{1,2}}(?={_HAN})")
_PAIRS = re.compile(rf"{_HAN}[ \u3000]{{0,2}}(?={_HAN})")
#: Where a space is printed: inside quotes and brackets, behind what somebody is, between the halves of a headline.
_QUOTED = re.compile(r"[“《（(【「][^”》）)】」]*(?:[”》）)】」]|$)|^[^“《（(【「]*[”》）)】」]")
_OFFICE = re.compile(r"(?:记者|通讯员|作者|编辑|摄影|书记|主席|总理|部长|省长|市长|州长|县长|区长|局长|院长|检察长|主任)$")
_MARKS = re.compile(r"[。，；：！？]")
#: So much of a line's characters apart is a spread line; so many spaces are no author's.
_SPREAD, _FEWEST = 0.6, 3
_SURE = 0.9


def _gaps(line: Line) -> list[re.Match[str]]:
    """The spaces of a line that no author put there."""
    found = list(_BETWEEN.finditer(line.text))
    if not found:
        return []
    pairs = len(_PAIRS.findall(line.text))
    if len(found) >= _FEWEST and len(found) >= _SPREAD * pairs:
        return found
    if len(found) == 1 and not _MARKS.search(line.text) and min(found[0].start(), len(line.text) - found[0].end()) >= _FEWEST:
        return []
    quoted = [match.span() for match in _QUOTED.finditer(line.text)]
    return [
        gap
        for gap in found
        if not any(start < gap.start() < end for start, end in quoted) and not _OFFICE.search(line.text, 0, gap.start())
    ]


def closed_up(printed: str, lines: Sequence[Line]) -> tuple[list[Line], list[Edit]]:
    """The lines without spaces inside words, and the steps; as they are where there are too few to tell."""
    found = {at: gaps for at, line in enumerate(lines) if (gaps := _gaps(line))}
    if sum(map(len, found.values())) < _FEWEST:
        return list(lines), []
    made = [_without(line, found[at]) if at in found else line for at, line in enumerate(lines)]
    return made, [step for at, gaps in found.items() for step in spaces(printed, lines[at], gaps, _SURE)]


def _without(line: Line, gaps: Sequence[re.Match[str]]) -> Line:
    ends = [0, *(gap.end() for gap in gaps)]
    kept = list(zip(ends, [*(gap.start() for gap in gaps), len(line.text)], strict=True))
    places = [place for start, end in kept for place in line.places[start:end]]
    return replace(line, text="".join(line.text[start:end] for start, end in kept), places=places)


def spaces(printed: str, line: Line, gaps: Iterable[re.Match[str]], confidence: float) -> Iterator[Edit]:
    """The steps that take spaces out of a line."""
    for gap in gaps:
        for at in range(*gap.span()):
            yield edit("spaces", printed, line.places[at], line.places[at] + 1, "removed", confidence)
