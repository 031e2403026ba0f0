"""What a line's own text says about where paragraphs begin and end, as logarithms of odds."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from articles.repair.lines import Line

_POINT = re.compile(r"[一二三四五六七八九十]是|第[一二三四五六七八九十]+[，、]|\d{1,2}、")
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）、]|第[一二三四五六七八九十]+[章节部]|\d{1,2}[.．](?!\d)")
_BULLET = re.compile(r"——|[●◆■▲★]")
_SENTENCE = re.compile(r"[。！？!?…][”’」』）)》\"]*$")
_INNER = re.compile(r"[。！？](?![”’」』）)》\"]*$)")
_CLOSED = re.compile(r"[）)”》]$")
_CLOSING = tuple("，。、；：！？”’）》〉】…％%")
_MARKS = re.compile(r"[。，、；：！？,;:!?…]")
#: What a line's end tells of a paragraph's end there, and of its going on.
#: Of a sentence's end, that a paragraph goes on is learned from the text.
_ENDS = {"sentence": (0.0, 0.0), "colon": (-1.5, -1.0), "semicolon": (-3.0, -0.7), "closed": (-3.5, -0.3), "open": (-6.5, 0.0)}
#: What tells where a paragraph begins: a point of an enumeration, a section's number, a bullet; a mark that begins no line.
_POINTS, _SECTION, _BULLETS, _BAD = 2.0, 4.0, 2.5, -6.0
#: What a heading's number tells, and each of its marks.
_NUMBER, _MARK = 3.0, -1.5
#: No evidence of blank lines or indents is worth more.
_MOST = 6.0


@dataclass(frozen=True, slots=True)
class Signs:
    """What a line tells: that a paragraph ends with it, goes on behind it, begins with it; that it is a heading's, its first."""

    ends: float
    goes_on: float
    opens: float
    heading: float
    numbered: float


def signs(lines: Sequence[Line]) -> list[Signs]:
    """What the lines' texts tell."""
    inside = sum(len(_INNER.findall(line.text)) for line in lines)
    chance = (inside + 1) / (sum(len(line.text) for line in lines) + 40)
    return [_signs(line.text, _bounded(log(chance))) for line in lines]


def _signs(text: str, at_sentence: float) -> Signs:
    ending = _ending(text)
    ends, goes_on = _ENDS[ending]
    goes_on += at_sentence if ending == "sentence" else 0.0
    number = _NUMBERED.match(text)
    opens = _BAD if text.startswith(_CLOSING) else _SECTION if number else _POINTS if _POINT.match(text) else 0.0
    opens += _BULLETS if _BULLET.match(text) else 0.0
    marks = len(_MARKS.findall(text, number.end() if number else 0))
    heading = -9.0 if _SENTENCE.search(text) else _MARK * marks
    return Signs(ends, goes_on, opens, heading, _NUMBER if number else 0.0)


def _ending(text: str) -> str:
    if _SENTENCE.search(text):
        return "sentence"
    last = text[-1]
    return "colon" if last in "：:" else "semicolon" if last in "；;" else "closed" if _CLOSED.search(text) else "open"


def told(seen: Iterable[bool], breaks: Sequence[bool | None]) -> tuple[float, float]:
    """What a sign before a line tells that a paragraph begins there, and what its absence tells.

    By how often it stands where paragraphs surely begin, and where they surely do not; None is neither.
    """
    counts = {(sign, begins): 1.0 for sign in (True, False) for begins in (True, False)}
    for sign, begins in zip(seen, breaks, strict=True):
        if begins is not None:
            counts[sign, begins] += 1
    begun, not_begun = (counts[True, begins] + counts[False, begins] for begins in (True, False))
    odds = [log((counts[sign, True] / begun) / (counts[sign, False] / not_begun)) for sign in (True, False)]
    return (_bounded(odds[0]), _bounded(odds[1]))


def _bounded(value: float) -> float:
    return max(-_MOST, min(_MOST, value))
