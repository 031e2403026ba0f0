"""Years as they are printed: 2022年, 二〇二二年, 2012年至2016年, 2018-2022."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_DIGITS = {digit: str(value) for value, digit in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0", "Ｏ": "0"}
_YEAR = r"(?:(?:19|20)\d{2}|[一二][九〇○零Ｏ][〇○零Ｏ一二三四五六七八九]{2})"
#: A year alone is one with 年 behind it or between words (回眸2014, 数说2022), never a part of another number.
_ALONE = re.compile(rf"(?<![\d.,第])(?<![\d年][—-])({_YEAR})(?=年(?!代|级|限)|[^\d年.,%％元万亿个件人米—\-~～至]|$)")
_RANGE = re.compile(rf"(?<!\d)({_YEAR})年?(?:\d{{1,2}}月)?(?:至|到|—|－|-|~|～)+({_YEAR})年?")
#: No account covers more years.
_LONGEST = 100
#: What a body counts from.
_EVENT = "换届|成立|挂牌|组建|履职|上任|任职|开[始展]|实施|启动|底"
_SINCE = re.compile(rf"(?<!\d)({_YEAR})年(?:\d{{1,2}}月)?(?:起|(?:\d{{1,2}}日)?(?:{_EVENT})?以来)")


@dataclass(frozen=True, slots=True)
class Printed:
    """Years at `start:end` of a line; `to` is None for a year `以来`."""

    from_: int
    to: int | None
    start: int
    end: int


def number(year: str) -> int:
    """The year as a number."""
    return int("".join(_DIGITS.get(digit, digit) for digit in year))


def printed_years(line: str) -> Iterator[Printed]:
    """Every year, range and `以来` of a line, in order; what is part of a range is not told again."""
    taken: list[tuple[int, int]] = []
    found: list[Printed] = []
    for one in _RANGE.finditer(line):
        if 0 <= number(one[2]) - number(one[1]) <= _LONGEST:
            found.append(Printed(number(one[1]), number(one[2]), one.start(), one.end()))
            taken.append(one.span())
    since = list(_SINCE.finditer(line))
    found += [Printed(number(one[1]), None, one.start(), one.end()) for one in since]
    taken += [one.span() for one in since]
    for one in _ALONE.finditer(line):
        if not any(start <= one.start() < end for start, end in taken):
            found.append(Printed(number(one[1]), number(one[1]), one.start(), one.end()))
    yield from sorted(found, key=lambda one: one.start)
