"""What a text knows of its place and day: the words 我市, 市委, 全市, the offices' names of the time, dates, people, reporters."""

import datetime as dt
from collections.abc import Mapping
from functools import cache

from scrapers.sample import world
from scrapers.sample.draws import Draw
from scrapers.sample.phrases import Tables, Telling
from scrapers.sample.terms import numeral, officials, session

_WEEKDAYS = "一二三四五六日"
#: What is one thing in a story, wherever it is named.
_STEADY = frozenset(
    {
        "around",
        "sub",
        "township",
        "village",
        "community",
        "estate",
        "road",
        "school",
        "university",
        "hospital",
        "company",
        "river",
        "park",
        "venue",
        "crop",
        "spring_crop",
        "fruit",
        "special",
        "opera",
        "craft",
        "battle",
        "reform",
        "clean",
    }
)
_SUFFIXES = ("自治州", "省", "市", "县", "区")


@cache
def shared_tables() -> Tables:
    """The word lists of every text: `texts/words.toml` and the people's names."""
    return {**world.text("words"), "person": world.people()}


@cache
def tables(paper: str, home: str) -> Tables:
    """The shared lists with those of a paper and a place: reporters, divisions below (`sub`), places any of them (`around`)."""
    below = tuple(row.name for row in world.within(home)) or tuple(shared_tables()["township"])
    wider = tuple(row.name for row in world.divisions() if row.code[:2] == home[:2] and row.level == "county")
    own = {"reporter": world.newspapers()[paper].reporters, "sub": below, "around": wider if home.endswith("0000") else below}
    return {**shared_tables(), **own}


def short(name: str) -> str:
    """A place's name without its rank: 澄浦 for 澄浦市."""
    for suffix in _SUFFIXES:
        if name.endswith(suffix):
            return name.removesuffix(suffix)
    return name


@cache
def place_words(code: str) -> Mapping[str, str]:
    """The words for a place and its bodies, as its own newspaper uses them."""
    name = world.place(code).name
    rank = "州" if name.endswith("州") else name[-1]
    return {
        "place": name,
        "short": short(name),
        "lv": rank,
        "our": f"我{rank}",
        "whole": f"全{rank}",
        "party": f"{rank}委",
        "govt": f"{rank}政府",
        "cppcc": f"{rank}政协",
        "congress": f"{rank}人大常委会",
        "chief": f"{rank}长",
        "b": "厅" if rank == "省" else "局",
    }


@cache
def day_words(date: dt.date) -> Mapping[str, str]:
    """The words for a day of printing: `m`, `d`, the day before, the weekday and the years around it."""
    before, after, earlier = (date + dt.timedelta(days) for days in (-1, 1, -3))
    return {
        "today": f"{date.month}月{date.day}日",
        "yesterday": f"{before.month}月{before.day}日",
        "tomorrow": f"{after.month}月{after.day}日",
        "earlier": f"{earlier.month}月{earlier.day}日",
        "weekday": f"星期{_WEEKDAYS[date.weekday()]}",
        "m": str(date.month),
        "now": str(date.year),
        "last": str(date.year - 1),
        "next": str(date.year + 1),
    }


@cache
def session_words(code: str, year: int) -> Mapping[str, str]:
    """The names of a winter's sessions at a place and of who leads its bodies."""
    held = session(code, year)
    rank = place_words(code)["lv"]
    people = world.place(code).name
    term, number = numeral(held.congress), numeral(held.number)
    return {
        "congress_session": f"{people}第{term}届人民代表大会第{number}次会议",
        "congress_brief": f"{rank}{term}届人大{number}次会议",
        "cppcc_session": f"政协{people}第{numeral(held.conference)}届委员会第{number}次会议",
        "cppcc_brief": f"{rank}政协{numeral(held.conference)}届{number}次会议",
        "congress_term": f"{rank}{term}届人大",
        "cppcc_term": f"{rank}政协{numeral(held.conference)}届",
        "number": number,
        "opens": f"{held.opens.month}月{held.opens.day}日",
        **officials(code, year),
    }


def telling(paper: str, home: str, date: dt.date, facts: Mapping[str, str], *name: object, steady: bool = True) -> Telling:
    """A text of `paper` about `home` printed on `date`; `name` tells it from others of the day.

    A `steady` text names one village, one company and so on; an account names many.
    """
    known = {**place_words(home), **day_words(date), "paper": world.newspapers()[paper].name, **facts}
    return Telling(tables(paper, home), Draw(paper, home, date, *name), known, date.year, _STEADY if steady else frozenset())
