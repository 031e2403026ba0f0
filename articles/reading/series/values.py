"""Values of a series: in the one unit it is kept in, and whether two of them can be one fact told with more and with fewer digits."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from articles.model import Figure
from articles.reading.figures.numerals import digits, plain
from articles.reading.rules import table
from articles.reading.series.change import Change, change

#: How far apart two values may be of which one is printed as an approximation (近, 超, 多 …): a part of the larger.
_ABOUT = Decimal("0.05")


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as a value: exact decimal in the series' unit, below zero for a fall; `step` is what its last printed digit stands for."""

    value: Decimal
    unit: str
    step: Decimal
    about: bool


@cache
def _units() -> dict[str, tuple[str, Decimal]]:
    return {name: (to, Decimal(by)) for name, (to, by) in table("series")["units"].items()}


def converted(value: str, unit: str) -> tuple[str, str]:
    """A value in the unit its series is kept in (斤 in 吨)."""
    to, by = _units().get(unit, (unit, Decimal(1)))
    return plain(Decimal(value) * by), to


def told(one: Figure, printed: str) -> Told:
    """The value of a figure whose number is printed as `printed`."""
    to, by = _units().get(one.unit, (one.unit, Decimal(1)))
    value = Decimal(one.value) * by
    sign = -1 if change(one.direction) is Change.FALL else 1
    return Told(value * sign, to, _step(Decimal(one.value), printed) * by, one.qualifier is not None)


def _step(value: Decimal, printed: str) -> Decimal:
    """What the last digit of a printed number stands for: a million for 1.23 of 1.23亿. Of Chinese numerals one."""
    try:
        number = digits(printed)
    except ArithmeticError:
        return Decimal(1)
    exponent = number.as_tuple().exponent
    last = Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)
    return last * value / number if number else last


def differ(one: Told, other: Told) -> bool:
    """Whether two values of one quantity and year contradict each other: not where one is the other with fewer digits, or about it."""
    coarse, fine = (one, other) if one.step >= other.step else (other, one)
    apart = abs(coarse.value - fine.value)
    if apart <= coarse.step / 2:
        return False
    return not (coarse.about or fine.about) or apart > _ABOUT * max(abs(coarse.value), abs(fine.value))
