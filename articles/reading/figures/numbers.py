"""Where numbers with a unit stand in a sentence, and which of them are no figures (dates, ordinals, names, slogans)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from articles.reading.figures.numerals import MULTIPLIERS, chinese, digits
from articles.reading.rules import pattern, table

_MULTIPLIER = "|".join(MULTIPLIERS)
_DIGIT = r"[0-9０-９]"
_NUMBER = rf"(?<!{_DIGIT}){_DIGIT}++(?:[,，]{_DIGIT}{{3}}(?!{_DIGIT}))*(?:[.．]{_DIGIT}++)?"
_HAN_DIGITS = "一二两三四五六七八九"
#: How far around a number its own words stand.
_NEAR = 16
_TIMES = frozenset({"年", "个月", "天", "小时", "分钟"})
#: A number with one of these behind it is a name, a date, a rank or an age.
_NAMED = re.compile(r"[A-Za-z]|月|日(?!均)|[级岁届强]")
_PERCENT = "%|％|‰"
#: Numbers that are a part of something else: ordinals, names in Latin letters, sums, versions.
_GLUED = re.compile(r"(?:[A-Za-z+＋×*/:：第.．\-]|(?<=\d)[—－~～])$")
_ANY_QUOTED = re.compile(r"“[^“”]*”")
_QUOTED = re.compile(r"[“‘「]([^”’」“]{1,14})[”’」]|《[^》]{1,80}》|“[^“”+＋]*[+＋][^“”]*”")
_YEARS_BEFORE = re.compile(r"(?:连续|历时|长达|持续)[了]?$")
_MONTHS_BEFORE = re.compile(r"(?:前|头|后|今后|未来|近)$")
_HOURS = re.compile(r"(?:圈|通勤|生活|内|服务|值守|在线|不打烊|“|营业|全天)")
_GROUP_NAME = re.compile(r"以[上下](?=[\u4e00-\u9fff])(?!的?水平|的?速度|，|。)")
_DOUBLED = re.compile(r"翻(?:了)?(?P<near>近|约)?(?P<count>[一两二三四])番")
_HUNDREDTHS = re.compile(rf"(?P<base>百分之|千分之)(?P<number>[{_HAN_DIGITS}十百零点]{{1,12}}|{_NUMBER})")


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its unit: `start:end` of the digits, `stop` behind the unit; `more` is 多 or 余, `behind` 左右 or 以上."""

    start: int
    end: int
    stop: int
    value: Decimal
    unit: str
    unit_printed: str
    more: str | None
    behind: str | None
    ranged: bool = False


@cache
def _units() -> str:
    return "|".join(map(re.escape, sorted(set(table("figures")["units"]["words"].split()), key=lambda unit: -len(unit))))


@cache
def _with_digits() -> re.Pattern[str]:
    behind = "|".join(table("figures")["behind"]["words"])
    tail = rf"(?P<more>[多余])?(?P<times>{_MULTIPLIER})?(?P<more2>[多余])?(?P<unit>{_PERCENT}|{_units()})(?P<behind>{behind})?"
    return re.compile(rf"(?P<number>{_NUMBER})(?:(?:(?P<low>{_PERCENT})?[—－\-~～至到]+(?P<second>{_NUMBER}))?{tail})")


@cache
def _with_han() -> re.Pattern[str]:
    units = "|".join((*table("figures")["chinese_units"]["words"], "个", "年"))
    return re.compile(
        rf"(?<![{_HAN_DIGITS}十百千零〇])(?P<number>[{_HAN_DIGITS}十][{_HAN_DIGITS}十百千零]{{0,12}}+)(?P<times>万|亿)?(?P<more>[多余])?(?P<unit>{units})"
    )


def _unit(printed: str) -> str:
    return {"％": "%", "个百分点": "百分点"}.get(printed, printed)


def _counted_time(unit: str, before: str, rest: str) -> bool:
    """Whether a time is counted (连续4年, 历时3个月) and is no date, hour of service or reach (15分钟生活圈)."""
    if unit == "年":
        return bool(_YEARS_BEFORE.search(before))
    if unit == "个月":
        return not _MONTHS_BEFORE.search(before) and not rest.startswith("份")
    if unit == "天":
        return not before.endswith(("第", "每"))
    return not _HOURS.match(rest) and not before.endswith("×")


def _is_figure(before: str, unit: str, rest: str) -> bool:
    """Whether a number with a unit counts something, by what stands around it."""
    if _GLUED.search(before) or pattern("figures", "slogans").match(rest):
        return False
    return unit not in _TIMES or _counted_time(unit, before, rest)


def _from_digits(sentence: str) -> Iterator[Number]:
    for found in _with_digits().finditer(sentence):
        unit, stop = found["unit"], found.end()
        before, rest = sentence[max(0, found.start() - _NEAR) : found.start()], sentence[stop : stop + _NEAR]
        group = found["behind"] in ("以上", "以下") and _GROUP_NAME.match(sentence, found.start("behind"))
        if group or _NAMED.match(sentence, found.end("number")) or not _is_figure(before, unit, rest):
            continue
        printed = (found["times"] or "") + unit
        factor = MULTIPLIERS.get(found["times"] or "", 1)
        second = found["second"] is not None
        if second:
            low = digits(found["number"]) * factor
            yield Number(*found.span("number"), stop, low, _unit(unit), found["low"] or printed, None, None, ranged=True)
        start, end = found.span("second" if second else "number")
        value = digits(sentence[start:end]) * factor
        yield Number(start, end, stop, value, _unit(unit), printed, found["more"] or found["more2"], found["behind"], ranged=second)


def _from_han(sentence: str) -> Iterator[Number]:
    for found in _with_han().finditer(sentence):
        number, unit = found["number"], found["unit"]
        before, rest = sentence[max(0, found.start() - _NEAR) : found.start()], sentence[found.end() : found.end() + _NEAR]
        value = chinese(number)
        if value < 2 or _GLUED.search(before) or before.endswith(("十", "百", "千", "数", "几", "“", "届")):
            continue
        if unit == "年":
            counted = bool(_YEARS_BEFORE.search(before))
        elif unit == "个":
            counted = bool(pattern("figures", "concrete").match(rest))
        else:
            counted = not rest.startswith(("“", "三番"))
        if counted:
            printed = (found["times"] or "") + unit
            if unit == "个" and rest.startswith(("百分点", "月")):
                printed += "百分点" if rest.startswith("百分点") else "月"
            factor = MULTIPLIERS.get(found["times"] or "", 1)
            plain_unit = re.sub("^[万亿]+", "", printed)
            yield Number(
                *found.span("number"),
                found.start() + len(number) + len(printed),
                Decimal(value * factor),
                _unit(plain_unit),
                printed,
                found["more"],
                None,
            )


def _special(sentence: str) -> Iterator[Number]:
    """翻一番 is twice; 百分之六十."""
    for found in _DOUBLED.finditer(sentence):
        power = {"一": 2, "两": 4, "二": 4, "三": 8, "四": 16}[found["count"]]
        yield Number(*found.span("count"), found.end(), Decimal(power), "倍", "番", None, None)
    for found in _HUNDREDTHS.finditer(sentence):
        number = found["number"]
        value = digits(number) if number[0].isdigit() else Decimal(chinese(number)) if "点" not in number else None
        if value is not None:
            unit = "%" if found["base"] == "百分之" else "‰"
            yield Number(*found.span("number"), found.end(), value, unit, found["base"], None, None)


def numbers(sentence: str) -> list[Number]:
    """The numbers of a sentence that may be figures, in order; those in quoted names and titles are left out."""
    quoted = [found.span() for found in _QUOTED.finditer(sentence)]
    slogans = [found.span() for found in _ANY_QUOTED.finditer(sentence)]
    held: dict[int, Number] = {}
    for one in (*_special(sentence), *_from_digits(sentence), *_from_han(sentence)):
        spans = quoted if sentence[one.start].isdecimal() else slogans
        inside = any(start <= one.start < end for start, end in spans)
        if not inside and not any(other.start <= one.start < other.stop for other in held.values()):
            held[one.start] = one
    return [held[start] for start in sorted(held)]
