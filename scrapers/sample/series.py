"""The figures of the yearly accounts: believable series over twelve years for every organ and place, the same in every text.

Levels of 2012, trends and the year 2020 stand in `texts/series.toml`; a place differs from its like by a factor derived from its code.
A printed growth rate is the quotient of the two printed levels.
"""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from scrapers.sample import world
from scrapers.sample.draws import Draw

FIRST = 2012
LAST = 2023
_STEEP = 2020
_LARGE = 100_000
_WHOLE = 100


@cache
def _tables() -> dict[str, Any]:
    return world.text("series")


def keys(organ: str) -> tuple[str, ...]:
    """What is counted for an organ (`cppcc`, `congress`, `government`, `court`, `procuratorate`)."""
    return tuple(_tables()[organ])


@cache
def value(place: str, organ: str, key: str, year: int) -> Decimal:
    """The level of a year, rounded as it is printed; years before 2012 are the trend backwards."""
    row = _tables()[organ][key]
    if "part" in row:
        return _rounded(100 * value(place, organ, row["part"], year) / value(place, organ, row["of"], year), 1)
    if "share" in row:
        return _rounded(value(place, organ, row["of"], year) * value(place, organ, row["share"], year) / 100)
    exact = _level(place, organ, key, year)
    wobble = 1 + (Draw("noise", place, organ, key, year).between(-100, 100) / 10000) * row["noise"]
    if year == _STEEP:
        wobble *= 1 - row.get("dip", 0) / 100
    if "cap" in row:
        return _rounded(Decimal(min(exact * wobble, row["cap"])), row.get("places", 0))
    return max(_rounded(Decimal(exact * wobble), row.get("places", 0)), Decimal(1))


def _rounded(exact: Decimal, places: int = 0) -> Decimal:
    """To `places` decimals; large numbers to the hundreds, because they are printed in 万."""
    if exact >= _LARGE:
        return (exact / 100).quantize(Decimal(1), ROUND_HALF_UP) * 100
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _printed(number: Decimal) -> str:
    """A number as a newspaper prints it: 61.23万 for 612300."""
    if number < _LARGE:
        return "100" if number == _WHOLE else str(number)
    return f"{(number / 10000).quantize(Decimal('0.01'), ROUND_HALF_UP).normalize():f}万"


def _goal(number: Decimal) -> Decimal:
    """What a government sets itself for the next year: the level of this one in round figures."""
    step = Decimal(1).scaleb(max(number.adjusted() - 1, 0))
    return max((number / step).to_integral_value(ROUND_HALF_UP) * step, Decimal(1)).quantize(Decimal(1))


def _level(place: str, organ: str, key: str, year: int) -> float:
    """The level before noise: of 2012 by place, carried on by the trend, or by the growth of each year."""
    row = _tables()[organ][key]
    start = row[world.place(place).level]
    if "cap" in row:
        own = Draw("place", place, organ, key).between(-10, 10) / 10
        return float(min(start + own + row["trend"] * (year - FIRST), row["cap"]))
    start *= _size(place, row) * Draw("place", place, organ, key).between(95, 105) / 100
    if "steps" not in row:
        return float(start * (1 + row["trend"] / 100) ** (year - FIRST))
    for step in range(FIRST + 1, year + 1):
        rate = _tables()["growth"][row["steps"]][step - FIRST - 1]
        start *= 1 + (rate + Draw("step", place, key, step).between(-6, 6) / 10) / 100
    return float(start * 1.105 ** min(0, year - FIRST))


def _size(place: str, row: Mapping[str, Any]) -> float:
    """How large a place is beside its like; what is counted a head does not follow it."""
    if row.get("even"):
        return Draw("head", place).between(92, 108) / 100
    own = _tables()["size"].get(place)
    return float(own) if own else Draw("size", place).between(52, 118) / 100


def growth(place: str, organ: str, key: str, year: int) -> Decimal:
    """Per cent against the year before, to one decimal, from the printed levels."""
    now, before = value(place, organ, key, year), value(place, organ, key, year - 1)
    return ((now / before - 1) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)


def facts(place: str, organ: str, year: int, years: int = 1) -> Mapping[str, str]:
    """Every series of an organ as words of a text.

    `key` is the level, `key_up` the growth (增长…%), `key_goal` a round figure for the year after; over `years`, `key_before` is the
    level before them, `key_sum` the sum and `key_mean` the mean growth.
    """
    told: dict[str, str] = {}
    for key in keys(organ):
        told[key] = _printed(value(place, organ, key, year))
        told[f"{key}_up"] = _change(growth(place, organ, key, year))
        told[f"{key}_before"] = _printed(value(place, organ, key, year - years))
        told[f"{key}_sum"] = _printed(sum((value(place, organ, key, year - back) for back in range(years)), Decimal(0)))
        told[f"{key}_goal"] = _printed(_goal(value(place, organ, key, year)))
        told[f"{key}_mean"] = _mean(value(place, organ, key, year) / value(place, organ, key, year - years), years)
    return told


def _change(rate: Decimal) -> str:
    if rate == 0:
        return "与上年持平"
    return f"增长{rate}%" if rate > 0 else f"下降{-rate}%"


def _mean(ratio: Decimal, years: int) -> str:
    rate = (Decimal(float(ratio) ** (1 / years)) - 1) * 100
    return str(rate.quantize(Decimal("0.1"), ROUND_HALF_UP))
