"""Which figures are the same quantity in other years: the key a series is made by, and the rule that gave it.

Two figures are of one series only where organ, place, quantity and (converted) unit agree. Stages (提交, 立案, 办复), growth and level,
and sums of several years are quantities of their own.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from articles.model import Article, Figure
from articles.reading.figures.numerals import plain
from articles.reading.rules import pattern, table

_RISE = re.compile(r"(?:同比|按可比口径|同口径)?(?:增长|增加|提高|上升|下降|减少)")
#: Growth over a year that is named is over several years.
_OTHER_BASE = re.compile(r"比(?:19|20)\d\d年[^，]{0,6}$")
_SCOPE = re.compile(r"^(?:全[国省市县区州]|我[省市县区州]|全年|年度|累计|共|新)+")


@dataclass(frozen=True, slots=True)
class Key:
    """A series: organ, place code, quantity, unit and how many years a value covers; `rule` is what named the quantity."""

    organ: str | None
    place: str | None
    what: str
    unit: str
    years: int
    rule: str


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a series: its last year, the exact decimal in the series' unit, and the figure as printed."""

    year: int
    value: str
    figure: Figure


@cache
def _units() -> dict[str, tuple[str, Decimal]]:
    return {name: (to, Decimal(by)) for name, (to, by) in table("series")["units"].items()}


def converted(value: str, unit: str) -> tuple[str, str]:
    """A value in the unit its series is kept in (斤 in 吨)."""
    to, by = _units().get(unit, (unit, Decimal(1)))
    return plain(Decimal(value) * by), to


def _head(one: Figure, text: str) -> str:
    """The sentence of a figure up to its number."""
    at = text.rfind(one.sentence, 0, one.start + len(one.sentence))
    return text[at : one.start] if 0 <= at <= one.start else ""


def _meets(rule: dict[str, Any], one: Figure, unit: str, head: str) -> bool:
    if unit not in rule["unit"] or not re.fullmatch(rule["what"], one.what):
        return False
    if rule.get("growth") and (not _RISE.fullmatch(one.direction or "") or _OTHER_BASE.search(head)):
        return False
    if "not" in rule and re.search(rule["not"], one.what + one.sentence[len(head) :][:16]):
        return False
    return "head" not in rule or re.search(rule["head"], head) is not None


def key(article: Article, one: Figure) -> Key | None:
    """The series a figure is of; None where it has no year or names nothing it counts."""
    if one.period is None:
        return None
    _, unit = converted(one.value, one.unit)
    head = _head(one, article.text)
    place = article.place.code if article.place else None
    years = one.period.to - one.period.from_ + 1
    for number, rule in enumerate(table("series")["quantity"], 1):
        if _meets(rule, one, unit, head):
            return Key(article.organ, place, rule["name"], unit, years, f"series.toml {number}: {rule['name']}")
    named = _SCOPE.sub("", one.what)
    stage = "".join(sorted(set(pattern("figures", "stages").findall(head[-16:] + one.what))))
    change = f"·{one.direction}" if one.direction else ""
    return Key(article.organ, place, f"{named}{f'（{stage}）' if stage else ''}{change}", unit, years, "its own words") if named else None


def point(one: Figure) -> Point:
    """A figure as a value of its series. ValueError without a period."""
    if one.period is None:
        raise ValueError("a figure without years is of no series")
    return Point(one.period.to, converted(one.value, one.unit)[0], one)
