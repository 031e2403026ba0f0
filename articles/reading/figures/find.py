"""The figures of a text, sentence by sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from articles.model import Figure, Period
from articles.reading.figures.numbers import Number, numbers
from articles.reading.figures.numerals import plain
from articles.reading.figures.same import linked
from articles.reading.figures.status import Status, status
from articles.reading.figures.words import direction, qualifier, what
from articles.reading.sentences import sentences
from articles.reading.structure import plan_start

#: More figures than any account prints (the longest of 52 real reports has some seven hundred): hostile text ends here.
MOST = 3000
_LIST = re.compile(r"(?:[、和与及]|，)?(?:约|近|超|超过|突破)?")
_RESPECTIVE = re.compile(r"分别")
_COMPARED = re.compile(r"同比|环比|年均|比上年|较上年|\d+%?|[，的]")
_CLAUSES = re.compile(r"[，。；：;:！？!?]|(?<!\d),|,(?!\d)")


@dataclass(frozen=True, slots=True)
class _Told:
    """The number before, what it counts and its direction, for those that follow in a list."""

    number: Number
    what: str
    direction: str | None


def _begin(sentence: str, number: Number, before: Number | None) -> int:
    """Where the clause of a number begins: behind the last mark, or behind the number before."""
    marks = [found.end() for found in _CLAUSES.finditer(sentence, 0, number.start)]
    floor = before.stop if before and before.stop <= number.start else 0
    return max([floor, *marks])


def _names(sentence: str, begin: int) -> list[str]:
    """The things a 分别 refers to: those listed before it in its clause (城镇、农村居民收入分别…)."""
    clause = _COMPARED.sub("", sentence[begin : sentence.find("分别", begin)])
    return [part for part in re.split(r"[、和与]|以及", clause) if part]


def _told(sentence: str, number: Number, before: _Told | None, names: list[str]) -> _Told:
    """What a number counts and its direction: its own words, those of the list it stands in, else those of the number before."""
    begin = _begin(sentence, number, before.number if before else None)
    gap = sentence[before.number.stop : number.start] if before else ""
    listed = before is not None and _LIST.fullmatch(gap) is not None and before.number.unit == number.unit
    own = what(sentence, begin, number)
    if before and listed and (not own or number.unit == "%"):
        return _Told(number, names.pop(0) if names else before.what, before.direction)
    heading = names.pop(0) if names and "分别" in sentence[begin : number.start] else own
    return _Told(number, heading or (before.what if before else ""), direction(sentence, number, begin))


def _of_sentence(text: str, start: int, end: int, planning: bool, clock: Status) -> Iterator[Figure]:
    sentence = text[start:end]
    clock.hear(sentence)
    before: _Told | None = None
    names: list[str] = []
    told: list[str] = []
    for number in numbers(sentence):
        begin = _begin(sentence, number, before.number if before else None)
        if _RESPECTIVE.search(sentence, begin, number.start):
            names = _names(sentence, begin) or told[-2:]
        before = _told(sentence, number, before, names)
        told.append(before.what)
        state = status(sentence, number.start, planning and not clock.back)
        yield Figure(
            value=plain(number.value),
            unit=number.unit,
            unit_printed=number.unit_printed,
            what=before.what[:40],
            qualifier=qualifier(sentence, number),
            direction=before.direction,
            status=state,
            period=clock.years(sentence, number.start, state),
            same_as=None,
            sentence=sentence,
            start=start + number.start,
            end=start + number.end,
        )


def figures(text: str, period: Period | None) -> tuple[Figure, ...]:
    """The figures of a text in printed order; `period` is the article's. The same fact told twice is linked (`same_as`: its index).

    At most `MOST` are told.
    """
    plans = plan_start(text, period.to if period else None)
    clock = Status(period)
    every = (one for start, end in sentences(text) for one in _of_sentence(text, start, end, start >= plans, clock))
    found = list(islice(every, MOST))
    return tuple(replace(one, same_as=of) for one, of in zip(found, linked(found), strict=True))
