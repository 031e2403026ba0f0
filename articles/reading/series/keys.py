"""The series each figure of an article is of.

Two figures are of one series only where organ, place, quantity, (converted) unit and the number of years covered agree. A quantity
is one of `rules/series.toml`, else the figure's own words with what must not be merged beside them: the stages (提交, 立案, 办复) named
in its clause, the way it changes, a base of comparison that is not the year before, a part of a year. What names too little is of no
series.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from functools import cache

from articles.model import Article, Figure
from articles.reading.series.change import Change, change, reached
from articles.reading.series.named import quantities
from articles.reading.series.values import Told, differ, told
from articles.reading.series.words import OWN_YEAR, Words, bare, behind, own_name, part_of_year


@dataclass(frozen=True, slots=True)
class Key:
    """A series: organ, place code, quantity, unit and how many years a value covers."""

    organ: str
    place: str
    what: str
    unit: str
    years: int


class Loose(Enum):
    """Why a figure is of no series.

    Its years, body or place are unknown, its words name too little, it is a base without a year of its own, or its article tells other
    values of the same words.
    """

    NO_YEARS = "no_years"
    NO_BODY = "no_body"
    UNNAMED = "unnamed"
    BASE = "base"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Keyed:
    """A figure with its value, the clause it stands in, and its series.

    `rule` names what the quantity was named by, `why` says why there is no series. `sure` is False where a stage (立案) is only supposed.
    """

    figure: Figure
    told: Told
    clause: str
    key: Key | None
    rule: str | None
    why: Loose | None
    sure: bool = True


def keyed(article: Article) -> tuple[Keyed, ...]:
    """The figures of an article, in their order. A figure that repeats another (`same_as`) is of its series."""
    found = [_keyed(article, one) for one in article.figures]
    found = _staged(found)
    found = _parted(found)
    for at, one in enumerate(found):
        of = one.figure.same_as
        if of is not None and of < at:
            found[at] = replace(one, key=found[of].key, rule=found[of].rule, why=found[of].why, sure=found[of].sure)
    return tuple(found)


def _keyed(article: Article, one: Figure) -> Keyed:
    value, head = told(one, article.text[one.start : one.end]), _head(one, article.text)
    year, place = one.period.to if one.period else 0, article.place.name if article.place else ""
    words = Words(head, behind(one.sentence, len(head)), year, article.organ, place)
    loose = Keyed(one, value, words.clause + words.behind, None, None, None)
    if one.period is None:
        return replace(loose, why=Loose.NO_YEARS)
    if article.organ is None or article.place is None:
        return replace(loose, why=Loose.NO_BODY)
    if change(one.direction) is Change.BASE and not OWN_YEAR.search(head):
        return replace(loose, why=Loose.BASE)
    what, rule, sure = _quantity(one, value.unit, words)
    if not what:
        return replace(loose, why=Loose.UNNAMED)
    years = 1 if reached(one.direction) else one.period.to - one.period.from_ + 1
    return replace(loose, key=Key(article.organ, article.place.code, what, value.unit, years), rule=rule, sure=sure)


def _head(one: Figure, text: str) -> str:
    """The sentence of a figure up to its number."""
    at = text.rfind(one.sentence, max(0, one.start - len(one.sentence)), one.start + len(one.sentence))
    return text[at : one.start] if 0 <= at <= one.start else ""


def _quantity(one: Figure, unit: str, words: Words) -> tuple[str, str, bool]:
    """The name of what is counted, the rule that named it, and whether its stage is printed."""
    part, named = part_of_year(words), bare(one.what, words.place)
    for rule in quantities():
        if rule.takes(one, unit, words, named) and not (rule.growth and words.base):
            return rule.name + part, rule.rule, not rule.bare
    name = own_name(one, named, unit, words)
    return f"{name}{part}" if name else "", "own words", True


def _staged(found: Sequence[Keyed]) -> list[Keyed]:
    """Where no stage is printed (642件提案), the one this article prints with the same value.

    None where it tells another value of the stage supposed, or the value of several stages.
    """
    printed: dict[tuple[object, ...], dict[Decimal, dict[Key, Keyed]]] = defaultdict(lambda: defaultdict(dict))
    for one in found:
        if one.sure and one.key and one.key.what in _names():
            printed[_beside(one)][one.told.value].setdefault(one.key, one)
    return [one if one.sure or one.key is None else _stage(one, printed[_beside(one)]) for one in found]


def _stage(one: Keyed, printed: Mapping[Decimal, Mapping[Key, Keyed]]) -> Keyed:
    same = list(printed.get(one.told.value, {}).values())
    if len(same) == 1:
        return replace(one, key=same[0].key, rule=same[0].rule, sure=True)
    if any(one.key in stages for stages in printed.values()):
        return replace(one, key=None, rule=None, why=Loose.SEVERAL)
    return one


def _beside(one: Keyed) -> tuple[object, ...]:
    """What two figures share that may be one thing at two stages, or at one."""
    key = one.key
    return (key.what[:2], key.unit, key.years, _year(one), one.figure.status) if key else ()


@cache
def _names() -> frozenset[str]:
    return frozenset(one.name for one in quantities())


def _year(one: Keyed) -> int | None:
    return one.figure.period.to if one.figure.period else None


def _parted(found: Sequence[Keyed]) -> list[Keyed]:
    """An article tells one value of a quantity and year; where its own words have two, they name no quantity."""
    first: dict[tuple[object, ...], Keyed] = {}
    several: set[tuple[object, ...]] = set()
    for one in found:
        at = _at(one)
        if at and one.figure.qualifier != "区间" and differ(first.setdefault(at, one).told, one.told):
            several.add(at)
    return [replace(one, key=None, rule=None, why=Loose.SEVERAL) if _at(one) in several else one for one in found]


def _at(one: Keyed) -> tuple[object, ...] | None:
    return (one.key, one.figure.status, _year(one)) if one.key and one.rule == "own words" else None
