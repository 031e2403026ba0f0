"""Whether a figure is planned or achieved, and of which years it is."""

import re

from articles.model import FigureStatus, Period, Years
from articles.reading.rules import pattern, table
from articles.reading.years import Printed, printed_years

_PLANS = "力争|争取|预期|确保|计划|目标"
_MARKS = re.compile(r"[，。；：;:]|(?<!\d),|,(?!\d)")
_FIVE = re.compile(r"过去五年|五年来|五年间|本届")
_PLAN = re.compile(r"[“\"](十[一二三四]?五)[”\"](?:时期|期间|以来)")
_UNTIL = re.compile(r"(?:^|[，。；])(?:力争)?到((?:20)\d\d)年")
_PARTS = re.compile(r"[；;]")
#: A sentence that compares with the year before tells of one year, in a report on five too.
_YEARLY = re.compile(r"比上年|同比|上年同期|多年来|全年(?!度)")
#: In the part that plans, a sentence that looks back lets those behind it do so, until one turns to what is to come.
_LOOKS_BACK = re.compile(r"(?:过去的?一年|去年|一年来)")
_LOOKS_ON = re.compile(r"今年|明年|当前|展望|新的一年|这为|我们要|必须|^[一二三四五六七八九十（(]|" + _PLANS)
_LOOKS = 6
_SINGLE = re.compile(r"(?:去年|过去一年|一年来|20\d\d年)")
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]")
#: How much of a sentence sets the clock for those behind it.
_HEAD = 30
#: The year behind the one accounted for, where no session says which is planned.
_NEXT = re.compile(r"新的一年|明年|来年|下一年")
_BASE = re.compile(r"在(?:20)\d\d年[^，]{1,16}基础上")
#: The year a number stands right behind (由2010年的162.4亿元增加到2015年的287.9亿元) is its own.
_OWN_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年(?:末|底)?的$")
#: A year behind one of these is what something is compared with.
_BASES = ("比", "是", "由", "从", "较", "向")
_BEFORE = re.compile(r"去年|上年末?(?!同期)")


def _is_year(head: str, one: Printed) -> bool:
    """Whether 年 is printed (2000公里 is none) and nothing is compared with the year."""
    return "年" in head[one.start : one.end + 1] and head[max(0, one.start - 1) : one.start] not in _BASES


def _heard(sentence: str, at: int) -> str:
    """What of a sentence says whether a number is planned: all before it, and behind it no more than up to the next semicolon."""
    stop = _PARTS.search(sentence, at)
    return sentence[: stop.start()] if stop else sentence


def status(sentence: str, at: int, planning: bool) -> FigureStatus:
    """Planned where the clause or the sentence so far says so, or the part of the text plans; not where it tells what was reached."""
    marks = [found.end() for found in _MARKS.finditer(sentence, 0, at)]
    begin = marks[-1] if marks else 0
    stop = _MARKS.search(sentence, at)
    clause = sentence[begin : stop.start() if stop else len(sentence)]
    if pattern("figures", "achieved").search(clause) or _BASE.search(clause):
        return "achieved"
    if planning:
        told = pattern("figures", "achieved").search(sentence[:at]) and not pattern("figures", "planned").search(clause)
        return "achieved" if told else "planned"
    if pattern("figures", "planned").search(_heard(sentence, at)) and not re.search(r"全年|一年来|累计", clause):
        return "planned"
    return "planned" if _UNTIL.search(sentence[:at]) else "achieved"


class Status:
    """The clock of an article: its period gives the years of what has none of its own, unless the sentences before set another span."""

    def __init__(self, period: Period | None) -> None:
        self.period = period
        self.span: Years | None = None
        self.back = 0

    def hear(self, sentence: str) -> None:
        """Take in how a sentence begins: a heading ends a span (“十三五”时期, 过去五年) that one before it has set, 去年 too."""
        head = sentence[:_HEAD]
        if _LOOKS_BACK.match(head):
            self.back = _LOOKS
        elif self.back:
            self.back = 0 if _LOOKS_ON.search(head) else self.back - 1
        if plan := _PLAN.search(head):
            years = table("periods")["plans"].get(plan[1])
            self.span = Years(*years) if years and self.period and years[1] <= self.period.to else None
        elif _SINGLE.match(head) or _NUMBERED.match(head):
            self.span = None
        elif _FIVE.search(head) and self.period:
            self.span = Years(self.period.to - 4, self.period.to)

    def years(self, sentence: str, at: int, state: FigureStatus) -> Years | None:
        """The years of a figure at `at`: named before it in its sentence, else the article's; of a plan the year planned."""
        head = sentence[:at]
        return self._planned(head) if state == "planned" else self._reached(head, sentence)

    def _planned(self, head: str) -> Years | None:
        until = _UNTIL.search(head)
        year = int(until[1]) if until else self.period and self.period.planned
        if year is None and self.period and _NEXT.search(head):
            year = self.period.to + 1
        return Years(year, year) if year else None

    def _reached(self, head: str, sentence: str) -> Years | None:
        if own := _OWN_YEAR.search(head):
            return Years(int(own[1]), int(own[1]))
        plan = _PLAN.search(head)
        named = [one for one in printed_years(head) if one.to is not None and _is_year(head, one)]
        if named and (plan is None or named[-1].start > plan.start()):
            return Years(named[-1].from_, named[-1].to or named[-1].from_)
        if plan:
            return self._of_plan(plan)
        return self._clocked(head, sentence) if self.period else None

    def _of_plan(self, plan: re.Match[str]) -> Years | None:
        """The years of a plan; of one that is not over (“十四五”以来) those up to the last accounted for."""
        years = table("periods")["plans"].get(plan[1])
        if years is None:
            return None
        last = min(years[1], self.period.to) if self.period and plan[0].endswith("以来") else years[1]
        return Years(years[0], max(years[0], last))

    def _clocked(self, head: str, sentence: str) -> Years | None:
        """By 去年, a comparison with the year before, the span that the sentences before set, else the article's years."""
        if self.period is None:
            return None
        five = _FIVE.search(head) is not None
        if self.period.given is not None and (self.back or (_BEFORE.search(head) and not five)):
            return Years(self.period.given - 1, self.period.given - 1)
        if self.period.to > self.period.from_ and _YEARLY.search(sentence) and not five:
            return Years(self.period.to, self.period.to)
        return self.span or Years(self.period.from_, self.period.to)
