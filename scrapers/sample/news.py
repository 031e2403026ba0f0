"""Everyday news: stories of `texts/news_*.toml`, told for a paper and a day."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from articles.model import Byline
from scrapers.sample import world
from scrapers.sample.drafts import Draft, Line
from scrapers.sample.draws import Draw
from scrapers.sample.phrases import Telling
from scrapers.sample.setting import telling


@dataclass(frozen=True, slots=True)
class Story:
    """A kind of news: patterns of its title block and, paragraph by paragraph, of its text (a pattern told as nothing leaves it out).

    `style` says how it names its writers: `news` (本报讯), `feature` (本报记者 under the title), `picture`, `letter` and `plain` (nobody).
    """

    field: str
    title: Sequence[str]
    lines: Sequence[Sequence[str]]
    style: str = "news"
    kicker: Sequence[str] = ()
    subtitle: Sequence[str] = ()
    months: Sequence[int] = tuple(range(1, 13))
    years: Sequence[int] = (2013, 2024)
    papers: Sequence[str] = ("ljrb", "cpwb", "hcrb")

    def fits(self, paper: str, date: dt.date) -> bool:
        """Whether the story may stand in the paper on the day."""
        return paper in self.papers and date.month in self.months and self.years[0] <= date.year <= self.years[1]


@cache
def stories() -> tuple[Story, ...]:
    """Every story, the fields in the order of their files."""
    names = sorted(
        entry.name.removesuffix(".toml") for entry in (files("scrapers.sample") / "texts").iterdir() if entry.name.startswith("news_")
    )
    return tuple(_story(name.removeprefix("news_"), row) for name in names for row in world.text(name)["story"])


def _story(field: str, row: dict[str, Any]) -> Story:
    return Story(field=field, **row)


@cache
def _shuffled(paper: str, year: int) -> tuple[int, ...]:
    return tuple(Draw("stories", paper, year).shuffled(range(len(stories()))))


def deal(paper: str, date: dt.date, issue: int, count: int) -> list[Story]:
    """`count` stories for the issue numbered `issue` of its year; over a year each is dealt before one comes again."""
    order = _shuffled(paper, date.year)
    start = issue * count % len(order)
    turned = order[start:] + order[:start]
    fitting = [stories()[index] for index in turned if stories()[index].fits(paper, date)]
    return [fitting[index % len(fitting)] for index in range(count)]


def tell(story: Story, paper: str, date: dt.date, *name: object) -> Draft:
    """The story as this paper prints it on this day; `name` tells it from others of the issue."""
    told = telling(paper, world.newspapers()[paper].home, date, {}, story.field, story.title[0], *name)
    return told_draft(story, told, f"news.{story.field}")


def told_draft(story: Story, told: Telling, topic: str) -> Draft:
    """A story's patterns as a draft, its writers named in the story's style."""
    told.follow(story.title, *story.lines)
    texts = _paragraphs(story, told)
    title = told.one(story.title)
    kicker = told.one(story.kicker) if story.kicker else None
    subtitle = told.one(story.subtitle) if story.subtitle else None
    credit = _CREDITS[story.style](told, texts)
    return Draft(
        topic,
        title,
        tuple(Line(text) for text in credit.texts),
        kicker=kicker or None,
        subtitle=subtitle or None,
        author=credit.author,
        bylines=credit.bylines,
        dateline=credit.dateline,
        picture=story.style == "picture",
    )


def _paragraphs(story: Story, told: Telling) -> list[str]:
    """One way to begin, two or three of the ways to go on (a feature: all), one or two to end."""
    first, *middle = story.lines
    texts = [told.one(first)]
    for position, lines in enumerate(middle):
        least, most = (1, 2) if position == len(middle) - 1 else (2, 3)
        texts += told.some(lines, *((2, 9) if story.style == "feature" else (least, most)))
    return [text for text in texts if text]


@dataclass(frozen=True, slots=True)
class _Credit:
    texts: tuple[str, ...]
    author: str | None = None
    bylines: tuple[Byline, ...] = ()
    dateline: str | None = None


def _news(told: Telling, texts: Sequence[str]) -> _Credit:
    """本报讯（记者 …）, some with the place and day, some with a correspondent."""
    dateline = told.say("<本报讯|本报讯|本报讯|本报{short}{yesterday}讯>")
    reporter = told.say("{reporter}")
    bylines = [Byline("记者", reporter)]
    within = f"记者 {reporter}"
    if correspondent := told.say("[{person}]"):
        bylines.append(Byline("通讯员", correspondent))
        within += told.say("<　|、| >") + f"通讯员 {correspondent}"
    return _Credit((f"{dateline}（{within}）{texts[0]}", *texts[1:]), None, tuple(bylines), dateline)


def _feature(told: Telling, texts: Sequence[str]) -> _Credit:
    names = [told.say("{reporter}")] + [name for name in [told.say("[{reporter}]")] if name]
    author = "本报记者 " + " ".join(names)
    bylines = [Byline("记者", name) for name in names]
    if correspondent := told.say("<||{person}>"):
        author += f" 通讯员 {correspondent}"
        bylines.append(Byline("通讯员", correspondent))
    return _Credit(tuple(texts), author, tuple(bylines))


def _picture(told: Telling, texts: Sequence[str]) -> _Credit:
    reporter = told.say("{reporter}")
    return _Credit((*texts, f"本报记者 {reporter} 摄"), None, (Byline("记者", reporter),))


def _plain(told: Telling, texts: Sequence[str]) -> _Credit:
    return _Credit(tuple(texts))


def _letter(told: Telling, texts: Sequence[str]) -> _Credit:
    return _Credit((*texts, told.say("<读者 {person}|{around} {person}|{person}|一位<家长|乘客|业主|老读者>>")))


_CREDITS: Mapping[str, Any] = {"news": _news, "feature": _feature, "picture": _picture, "plain": _plain, "letter": _letter}


def special() -> Draft:
    """The text of the issue whose declared encoding lacks one of its characters."""
    row = world.text("special")
    lines = tuple(Line(text) for text in row["lines"])
    return Draft("news.society", row["title"], lines, kicker=row["kicker"], bylines=(Byline("记者", row["reporter"]),), dateline="本报讯")


def advertisements(draw: Draw) -> list[Draft]:
    """Two advertisements: what a reader must leave out."""
    rows = draw.shuffled(world.text("special")["advertisement"])[:2]
    return [Draft("advertisement", row["title"], tuple(Line(text) for text in row["lines"]), kind="other") for row in rows]
