"""Tellings of one series → its points: the same value told more than once is one point, values that contradict each other are all shown."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import islice
from typing import get_args

from articles.model import Kind
from articles.reading.figures.numerals import plain
from articles.reading.series import differ
from search.series.gathering import Telling
from search.series.model import Point

#: Sources named of one point.
_NAMED = 20
#: Values of one year that another is compared with for being about the same; more are told by nobody, and each would cost all before.
_COMPARED = 50
_KINDS: tuple[Kind, ...] = get_args(Kind)
Aside = Callable[[Telling], None]


def points(told: Sequence[Telling], aside: Aside) -> tuple[Point, ...]:
    """Points by year, achieved before planned; `aside` is given what supposes a stage and contradicts a value that names it."""
    groups = defaultdict[tuple[int, int, str], list[Telling]](list)
    for one in told:
        years = one.keyed.figure.period
        if years:
            groups[years.to, years.from_, one.keyed.figure.status].append(one)
    return tuple(point for years in sorted(groups) for point in _of_years(years, groups[years], aside))


def _of_years(years: tuple[int, int, str], told: list[Telling], aside: Aside) -> list[Point]:
    """The points of one span of years and status, the one told most often first."""
    values: dict[Decimal, list[Telling]] = {}
    for one in sorted(told, key=_rank):
        value = one.keyed.told.value
        near = islice(values.values(), _COMPARED)
        same = values.get(value) or next((group for group in near if not differ(group[0].keyed.told, one.keyed.told)), None)
        if same is not None:
            same.append(one)
        elif one.keyed.sure or not values or not next(iter(values.values()))[0].keyed.sure:
            values[value] = [one]
        else:
            aside(one)
    ranged = all(one.keyed.figure.qualifier == "区间" for one in told)
    found = [_point(years, group, conflict=len(values) > 1 and not ranged) for group in values.values()]
    return sorted(found, key=lambda point: (-point.sources, point.value))


def _rank(one: Telling) -> tuple[bool, bool, object, int, str, str, int]:
    """Stages that are printed first, then exact values with most digits, then the official kinds, then the earliest."""
    value, source = one.keyed.told, one.source
    return not one.keyed.sure, value.about, value.step, _KINDS.index(source.kind), source.date or "9999", source.id, source.start


def _point(years: tuple[int, int, str], value: list[Telling], *, conflict: bool) -> Point:
    first = value[0]
    sources = {one.source.id: one.source for one in reversed(value)}
    told = tuple(sources[id_] for id_ in dict.fromkeys(one.source.id for one in value))
    return Point(
        year=years[0],
        first=years[1],
        value=plain(first.keyed.told.value),
        printed=first.source.printed,
        qualifier=first.keyed.figure.qualifier,
        direction=first.keyed.figure.direction,
        status=first.keyed.figure.status,
        sure=first.keyed.sure,
        conflict=conflict,
        sources=len(told),
        told=told[:_NAMED],
    )
