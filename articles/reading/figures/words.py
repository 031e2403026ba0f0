"""What stands around a number: qualifier, direction, what it counts."""

import re
from functools import cache

from articles.reading.figures.numbers import Number
from articles.reading.rules import pattern

_NOUN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·]{1,16}|“[\u4e00-\u9fffA-Za-z0-9·]{1,12}”[\u4e00-\u9fff]{0,8}")
_CLAUSE = re.compile(r"[，。；：:;,！？（）()\s]")


@cache
def _runs(key: str, ends: bool) -> re.Pattern[str]:
    """One or more of the words of a rule at the end of a text, or at its beginning."""
    words = f"(?:{pattern('figures', key).pattern})+"
    return re.compile(f"{words}$" if ends else f"^{words}")


def qualifier(sentence: str, number: Number) -> str | None:
    """约, 近, 超 … before the number, else 多 or 余, else 左右, 以上 … behind the unit; 区间 at both ends of a range."""
    if number.ranged:
        return "区间"
    words = pattern("figures", "before")
    before = sentence[max(0, number.start - 4) : number.start]
    for at in range(len(before)):
        if words.fullmatch(before[at:]):
            return before[at:]
    return number.more or number.behind


def direction(sentence: str, number: Number, begin: int) -> str | None:
    """The word of change before the number (同比增长, 下降到, 由); `begin` is where its clause begins."""
    clause = sentence[begin : number.start]
    held = re.sub(rf"(?:{pattern('figures', 'before').pattern}|分别|零下)+$", "", clause)
    rising = None
    for found in pattern("figures", "direction").finditer(sentence, begin, number.start):
        if found.end() - begin >= len(held) and found.end() - begin <= len(clause):
            rising = found[0]
    if rising is None and (base := re.search(r"([从由])(?:每人每[月年]|\d{4}年的?)?$", held)):
        return base[1]
    if rising is None and (compared := re.search(r"(高于|低于|高出)[^，。]{1,12}$", held)):
        return compared[1]
    if rising is None and sentence[max(0, number.start - 1) : number.start] == "番":
        return "翻番"
    return "翻番" if number.unit_printed == "番" else rising


def _behind(sentence: str, number: Number) -> str:
    """The noun behind a unit: 139件提案 → 提案."""
    rest = _NOUN.match(sentence, number.stop)
    if number.unit in ("%", "百分点", "倍", "‰", "番") or rest is None:
        return ""
    text = re.sub(r"^[（的]+", "", rest[0])
    if pattern("figures", "direction").match(text) or pattern("figures", "verb").match(text):
        return ""
    cut = pattern("figures", "noun_end").search(text)
    return text[: cut.start()] if cut and cut.start() > 1 else "" if cut and cut.start() == 0 else text


def _ahead(sentence: str, begin: int, number: Number) -> str:
    """The noun before a number: 办复率达100% → 办复率."""
    text = sentence[begin : number.start].strip()
    text = re.sub(rf"(?:{pattern('figures', 'before').pattern})$", "", text)
    for _ in range(3):
        text = re.sub(rf"(?:{pattern('figures', 'direction').pattern})$", "", text)
        text = _runs("tail", ends=True).sub("", text)
        text = re.sub(
            r"(?:同比|环比|年均|按可比口径|可比口径|同口径|比上年|比去年|较上年|比年初|(?:由|从)(?:\d{4}年(?:末|底)?的?)?)$", "", text
        )
    text = re.sub(r"(?:高于|低于|高出|比)[^，。]{0,12}$", "", text)
    acts = [found.end() for found in pattern("figures", "act").finditer(text) if len(text) - found.end() > 1]
    text = text[acts[-1] :] if acts else text
    return _runs("lead", ends=False).sub("", text).strip("“”、 ")


def what(sentence: str, begin: int, number: Number) -> str:
    """What a number counts, as printed: the noun behind its unit, else the one before it; empty where its clause has none."""
    behind = _behind(sentence, number)
    ahead = _ahead(sentence, begin, number)
    if behind and (len(ahead) < 2 or not _CLAUSE.match(sentence[number.stop : number.stop + 1] or "，")):
        return behind
    return ahead or behind
