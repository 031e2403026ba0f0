"""The figures of two accounts side by side: the same quantity by the rules of the series, each value with its sentence."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from articles.model import Article, FigureStatus, Place
from articles.reading.figures.numerals import plain
from search.compare.model import FigurePair, FigureState
from search.series import FigureQuestion, Point
from search.series.gathering import Gathered, Telling
from search.series.points import points
from search.series.wanted import Wanted

#: What has no part of its own in per cent: it is one.
_RATES = ("%", "百分点", "‰")
_NOWHERE = Place("000000", "", "county")
#: A quantity whatever the body: its name, unit, years covered, status, and the year counted from the account's last.
_Key = tuple[str, str, int, FigureStatus, int]


def figures(before: Article, after: Article, wanted: Wanted, names: Mapping[str, str]) -> tuple[FigurePair, ...]:
    """Every quantity that either tells: those both tell first, in the order of the second account, then those of one."""
    one, other = _told(before, wanted, names), _told(after, wanted, names)
    keys = sorted(
        dict.fromkeys((*other, *one)), key=lambda key: ((key in one) + (key in other) == 1, key not in other, key[3] == "planned")
    )
    return tuple(_pair(key, one.get(key), other.get(key)) for key in keys)


def _told(article: Article, wanted: Wanted, names: Mapping[str, str]) -> dict[_Key, Point]:
    """What an account tells, in its order; of values that contradict each other the first."""
    body = replace(article, organ=article.organ or "·", place=article.place or _NOWHERE)
    gathered = Gathered(FigureQuestion(planned=True), wanted, names)
    gathered.read(body)
    last = article.period.to if article.period else None
    found: dict[_Key, Point] = {}
    for key, told in gathered.found.items():
        for point in points(told, _ignored):
            ahead = point.year - (last if last is not None else point.year)
            found.setdefault((key.what, key.unit, key.years, point.status, ahead), point)
    return dict(sorted(found.items(), key=lambda item: item[1].told[0].start))


def _ignored(one: Telling) -> None:
    """A telling that supposes a stage and contradicts one that names it is no value."""


def _pair(key: _Key, one: Point | None, other: Point | None) -> FigurePair:
    what, unit, years, status, ahead = key
    change, percent = _change(unit, one, other)
    return FigurePair(_state(one, other), what, unit, years, ahead, status, change, percent, one, other)


def _state(one: Point | None, other: Point | None) -> FigureState:
    if one is None or other is None:
        return "new" if one is None else "gone"
    return "same" if Decimal(one.value) == Decimal(other.value) else "changed"


def _change(unit: str, one: Point | None, other: Point | None) -> tuple[str | None, str | None]:
    """The difference of two values, and its part of the first in per cent, to a tenth."""
    if one is None or other is None:
        return None, None
    base, change = Decimal(one.value), Decimal(other.value) - Decimal(one.value)
    if unit in _RATES or not base:
        return plain(change), None
    return plain(change), plain((change / abs(base) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP))
