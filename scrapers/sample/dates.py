"""On which days the sample newspapers appeared, and what kind of issue each is."""

import datetime as dt
from functools import cache
from typing import Literal

from scrapers.sample import world
from scrapers.sample.draws import Draw
from scrapers.sample.terms import session

Occasion = Literal["opening", "report", "closing", "ordinary", "yearend"]

YEARS = range(2013, 2025)
#: Issues a paper and year at scale 1; scale 52 is an issue a day.
STANDARD = 7
MAX_SCALE = 52

_SESSION: tuple[tuple[int, Occasion], ...] = ((0, "opening"), (2, "report"), (5, "closing"))
_SPREAD = ((3, 5), (6, 7), (8, 10))


def calendar(paper: str, scale: int = 1) -> list[dt.date]:
    """The days a paper appeared, oldest first, the day whose issue its site lost among them. ValueError outside scale 1 to 52."""
    if not 1 <= scale <= MAX_SCALE:
        raise ValueError(f"scale must be 1 to {MAX_SCALE}, not {scale}")
    return [date for year in YEARS for date in sorted({*standard(paper, year), *_further(paper, year, scale)})]


@cache
def standard(paper: str, year: int) -> dict[dt.date, Occasion]:
    """The seven days of the standard set in a year: three around the session at the paper's home, three over the year, one in December."""
    opens = session(world.newspapers()[paper].home, year).opens
    days = {opens + dt.timedelta(after): occasion for after, occasion in _SESSION}
    draw = Draw("days", paper, year)
    for first, last in _SPREAD:
        days[dt.date(year, draw.between(first, last), draw.between(1, 28))] = "ordinary"
    days[dt.date(year, 12, draw.between(12, 30))] = "yearend"
    return days


@cache
def _further(paper: str, year: int, scale: int) -> tuple[dt.date, ...]:
    """Days beyond the standard set: the first of a fixed order of the year's other days, so that a larger scale holds a smaller one."""
    first = dt.date(year, 1, 1)
    days = [first + dt.timedelta(number) for number in range((dt.date(year + 1, 1, 1) - first).days)]
    held = standard(paper, year)
    others = Draw("further", paper, year).shuffled(day for day in days if day not in held)
    return tuple(others[: STANDARD * (scale - 1)])


def occasion(paper: str, date: dt.date) -> Occasion:
    """What kind of issue a day's is."""
    return standard(paper, date.year).get(date, "ordinary")


def ordinal(paper: str, date: dt.date) -> int:
    """The number of an issue in its year, by which its stories are dealt; days beyond the standard set count on."""
    held = sorted(standard(paper, date.year))
    return held.index(date) if date in held else STANDARD + date.timetuple().tm_yday


@cache
def lost() -> frozenset[tuple[str, dt.date]]:
    """The issue whose pages the site no longer has: 404 on a day between others."""
    return frozenset({("hcrb", sorted(standard("hcrb", 2016))[4])})


@cache
def mislabelled() -> frozenset[tuple[str, dt.date]]:
    """The issue in GB18030 whose pages declare gb2312 and print 镕, which GB2312 does not have."""
    return frozenset({("cpwb", sorted(standard("cpwb", 2014))[3])})
