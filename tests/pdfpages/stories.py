"""What stands on a made page: texts of the sample newspaper, put together to the length a page needs."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from scrapers.sample import PAPERS, calendar, issue
from tests.pdfpages.truth import Told

_LATIN = (
    "园区引进的International Standardization Laboratory已经投入使用，Platform与Ecosystem两个项目随后启动。",
    "澄浦市与Lanjiang Economic Development Corporation签订协议，引进Photovoltaic和Semiconductor生产线。",
)
_KANGXI = {"一": "⼀", "人": "⼈", "大": "⼤", "工": "⼯", "水": "⽔", "生": "⽣", "立": "⽴", "行": "⾏", "金": "⾦", "食": "⾷"}
_ROWS = (
    ("指标", "单位", "完成数", "增长（%）"),
    ("地区生产总值", "亿元", "1801.1", "5.6"),
    ("一般公共预算收入", "亿元", "138.2", "7.3"),
    ("城镇新增就业", "万人", "3.4", "2.1"),
    ("居民人均可支配收入", "元", "38990", "5.9"),
    ("社会消费品零售总额", "亿元", "603.7", "-1.4"),
    ("接待游客", "万人次", "412.5", "18"),
)


@dataclass(frozen=True, slots=True)
class Story:
    """An article to be set; `told` are its paragraphs, author's line first."""

    title: str | None
    told: tuple[Told, ...]
    kicker: str | None = None
    subtitle: str | None = None
    author: str | None = None
    caption: str | None = None
    rows: tuple[tuple[str, ...], ...] = ()


@cache
def _drafts() -> tuple[tuple[Story, int], ...]:
    days = [(paper, date) for paper in PAPERS for date in calendar(paper)[::9]]
    stories = []
    for paper, date in days:
        found = issue(paper, date)
        for article in found.articles if found else ():
            draft = article.draft
            told = tuple(Told(line.text, line.role) for line in draft.lines if "第" not in line.text or "版）" not in line.text)
            if not article.ad and not draft.picture and told:
                story = Story(draft.title, told, draft.kicker, draft.subtitle, draft.author)
                stories.append((story, sum(len(line.text) for line in told)))
    return tuple(stories)


class Stories:
    """Stories dealt from the sample, each text at most once a page."""

    def __init__(self, draw: random.Random) -> None:
        self._draw = draw
        stock = list(_drafts())
        draw.shuffle(stock)
        self._stock: Iterator[tuple[Story, int]] = iter(stock)
        self._titles: set[str] = set()

    def _next(self) -> Story:
        while True:
            story = next(self._stock)[0]
            if story.title not in self._titles:
                self._titles.add(story.title or "")
                return story

    def deal(self, least: int) -> Story:
        """A story of at least so many characters: one draft, with the paragraphs of others after it where it is shorter."""
        story = self._next()
        told = list(story.told)
        while sum(len(one.text) for one in told) < least:
            told += [one for one in self._next().told if one.role == "body"]
        if self._draw.random() < 0.15:
            told.insert(self._draw.randint(1, len(told)), Told(self._draw.choice(_LATIN)))
        return replace(story, told=tuple(told))

    def brief(self) -> Story:
        """A short piece without a title, its author in brackets at the end."""
        text = ""
        while not text:
            plain = (one.text for one in self._next().told if one.role == "body" and not one.text.startswith(("本报", "（")))
            text = next(plain, "")
        return Story(None, (Told(f"{text}（{self._draw.choice(('林一舟', '方若梅 石斌', '侯川'))}）"),))

    def caption(self) -> str:
        """A picture's caption."""
        seen = self._draw.choice(("市民在公园里散步", "工人在检修设备", "农户采摘新茶", "学生参加运动会"))
        return f"图为{seen}。{self._draw.choice(('闻一苇', '石斌'))} 摄"

    def rows(self) -> tuple[tuple[str, ...], ...]:
        """A table: a head and three to six rows."""
        return (_ROWS[0], *self._draw.sample(_ROWS[1:], self._draw.randint(3, 6)))


def radicals(text: str) -> str:
    """A text as a font shows it whose characters are mapped to Kangxi radicals."""
    return "".join(_KANGXI.get(character, character) for character in text)
