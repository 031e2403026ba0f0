"""A quantity by a figure's own words."""

import re
from dataclasses import dataclass
from functools import cached_property

from articles.model import Figure
from articles.reading.rules import pattern
from articles.reading.series.change import Change, base, change

#: The year a number stands right behind: its own, though it is a base (由2010年的162.4亿元增加到…).
OWN_YEAR = re.compile(r"(?:19|20)\d\d年(?:末|底)?的$")
_PART = re.compile(
    r"全年|[一二三四]季度|上半年|下半年|前[一二三]季度|前[一二三四五六七八九十\d]{1,2}个月|\d{1,2}月?[—－\-~～至到]\d{1,2}月份?|\d{1,2}月末"
)
_MEAN = re.compile(r"年均|(?:平均)?每年|年平均")
_SCOPE = re.compile(
    r"^(?:全[国省市县区州旗盟疆]|我[国省市县区州旗盟]|全年|年度|年均|[一二三四]季度|[上下]半年|累计|共(?!同|享|建)|其中|各类|各项|目前|年末|年底|截至[^，]{0,6}[末底]|(?:19|20)\d\d年(?:末|底)?)+"
)
#: Who did it, before how often: 市政协共收到….
_SUBJECT = re.compile(r"^[国省市县区州旗盟]?(?:政协|人大|政府|法院|检察院|常委会)+(?=共|累计|全年|年内|先后)")
_EDGES = "，。；：、,;:·“”‘’（）() 　的"
#: How much of a clause is looked at before a number and behind it, in characters.
_LONGEST, _CLAUSE = 80, 24
_MARKS = re.compile(r"[，。；：;、]|(?<!\d),|,(?!\d)")


@dataclass(frozen=True)
class Words:
    """What stands around a figure: its sentence up to the number, its clause behind, its year, the article's body and place by name."""

    head: str
    behind: str
    year: int
    organ: str | None
    place: str

    @cached_property
    def base(self) -> str:
        """The base of comparison, where it is not the year before."""
        return base(self.head, self.year)

    @cached_property
    def clause(self) -> str:
        """The clause up to the number."""
        near = self.head[-_LONGEST:]
        marks = [found.end() for found in _MARKS.finditer(near)]
        return near[marks[-1] if marks else 0 :]


def behind(sentence: str, at: int) -> str:
    """The rest of the clause that a number at `at` stands in, number and all."""
    stop = _MARKS.search(sentence, at)
    return sentence[at : stop.start() if stop else len(sentence)][:_CLAUSE]


def part_of_year(words: Words) -> str:
    """（一季度） where a number is of a part of its year, （年均） where it is a mean over its years, else nothing."""
    if _MEAN.search(words.clause):
        return "（年均）"
    found = [one[0] for one in _PART.finditer(words.head)]
    return f"（{found[-1]}）" if found and found[-1] != "全年" else ""


def bare(what: str, place: str) -> str:
    """Without the place's own name and words of scope: 全区旅游收入, 海拉尔区旅游收入 → 旅游收入."""
    named = what.strip(_EDGES)
    named = _SUBJECT.sub("", named.removeprefix(place))
    for _ in range(2):
        named = _SCOPE.sub("", named.removeprefix(place)).strip(_EDGES)
    return named


def own_name(one: Figure, named: str, unit: str, words: Words) -> str:
    """The words of a figure, with the stages of its clause and the way it changes; empty where they name no quantity."""
    if len(named) < 2 or pattern("series", "vague").fullmatch(named):
        return ""
    said = f"{words.clause} {one.what} {words.behind}"
    acts = {*pattern("figures", "stages").findall(said), *pattern("series", "acts").findall(said)}
    named = _thing(named)
    missing = "、".join(sorted(act for act in acts if act not in named))
    return f"{named}{f'（{missing}）' if missing else ''}{_changed(one, unit, words)}"


def _thing(named: str) -> str:
    """The thing alone: without what was done to it before and behind, and without marks of lists."""
    ends = pattern("series", "ends").pattern
    bare = re.sub(rf"^(?:{ends})+(?=.{{3}})|(?<=.{{3}})(?:{ends})+$", "", named.replace("、", ""))
    return bare.strip(_EDGES)


def _changed(one: Figure, unit: str, words: Words) -> str:
    """增长率 of per cent, 变动 of points, 增减 of amounts; the base where it is another year; a way of its own as printed."""
    way = change(one.direction)
    if way in (Change.LEVEL, Change.BASE):
        return ""
    kind = {"%": "增长率", "百分点": "变动"}.get(unit, "增减")
    if way is Change.OWN:
        return f"·{one.direction}"
    return f"（比{words.base}）{kind}" if words.base else kind
